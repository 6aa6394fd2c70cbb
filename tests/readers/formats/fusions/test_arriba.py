"""Arriba: order and sense by the strands, frames, and what its filters mean."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from tests.builders.files import ARRIBA_CELLS, ARRIBA_COLUMNS, arriba_row
from tests.builders.fusion_tables import columns, places, read_text, row_of, table

_START = (
    "#gene1 gene2 strand1(gene/fusion) strand2(gene/fusion) breakpoint1 breakpoint2 site1 site2 "
    "type"
)
_COVERAGE = "split_reads1 split_reads2 discordant_mates coverage1 coverage2 confidence"
_CLOSEST = "closest_genomic_breakpoint1 closest_genomic_breakpoint2"
_V2 = (
    f"{_START} {_COVERAGE} reading_frame tags retained_protein_domains {_CLOSEST} gene_id1 "
    "gene_id2 transcript_id1 transcript_id2 direction1 direction2 filters fusion_transcript "
    "peptide_sequence"
)
VERSIONS = {
    "1.x": f"{_START} direction1 direction2 {_COVERAGE} {_CLOSEST} filters fusion_transcript "
           "reading_frame peptide_sequence read_identifiers",
    "2.x": f"{_V2} read_identifiers",
    "2.0, 29 columns": _V2,
    "annoFuse": f"{_START} direction1 direction2 {_COVERAGE} {_CLOSEST} filters fusion_transcript "
                "reading_frame peptide_sequence read_identifiers tumor_id gene1--gene2 annots",
}  # fmt: skip
_CELLS = dict(zip(ARRIBA_COLUMNS, ARRIBA_CELLS, strict=True))


def _arriba(tmp_path: Path, **changed: str) -> FusionObservation:
    text = "\t".join(ARRIBA_COLUMNS) + "\n" + arriba_row(**changed) + "\n"
    (found,) = read_text(tmp_path, text).fusions
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_says_the_same(tmp_path: Path, version: str) -> None:
    header = columns(VERSIONS[version])
    (found,) = read_text(tmp_path, table(header, row_of(header, _CELLS))).fusions
    assert (found.caller, found.junction, found.frame) == ("arriba", "sense", "in_frame")
    assert (found.five_prime.gene, found.three_prime.gene) == ("EML4", "ALK")
    assert places(found) == "chr2:42522656+ chr2:29446394-"
    assert (found.split_reads, found.spanning_reads, found.ordered) == (7, 5, True)
    assert (found.confidence, found.filters) == ("high", [])
    assert found.raw_breakpoints == "2:42522656|2:29446394"


def test_reads_that_filters_took_away_are_kept_beside_those_left(tmp_path: Path) -> None:
    assert _arriba(tmp_path).raw_support == {
        "split_reads1": "3",
        "split_reads2": "4",
        "discordant_mates": "5",
        "filters": "duplicates(2),mismatches(1)",
    }


@pytest.mark.parametrize(
    ("written", "filters"),
    [
        (".", []),
        ("duplicates(82),low_entropy(8)", []),
        ("merge_adjacent,duplicates(3)", ["merge_adjacent"]),
        ("in_vitro,relative_support", ["in_vitro", "relative_support"]),
    ],
)
def test_a_filter_without_a_number_of_reads_discarded_the_event(
    tmp_path: Path, written: str, filters: list[str]
) -> None:
    assert _arriba(tmp_path, filters=written).flags == filters


@pytest.mark.parametrize(
    ("changed", "junction", "ordered"),
    [
        ({"type": "inversion/5'-5'"}, "five_to_five", True),
        ({"type": "inversion/3'-3'"}, "three_to_three", True),
        ({"type": "deletion/read-through"}, "sense", True),
        ({"strand2": "-/."}, "unknown", False),
        ({"strand2": "-/+"}, "antisense", True),
        ({"strand2": "./-"}, "sense", True),
    ],
)
def test_junction(tmp_path: Path, changed: dict[str, str], junction: str, ordered: bool) -> None:
    found = _arriba(tmp_path, **changed)
    assert (found.junction, found.ordered) == (junction, ordered)


def test_a_strand_that_is_not_known(tmp_path: Path) -> None:
    assert _arriba(tmp_path, strand1="+/.").five_prime.strand is None


@pytest.mark.parametrize(
    ("written", "frame", "flags"),
    [
        ("out-of-frame", "out_of_frame", []),
        ("stop-codon", "out_of_frame", ["stop-codon"]),
        (".", "unknown", []),
    ],
)
def test_frame(tmp_path: Path, written: str, frame: str, flags: list[str]) -> None:
    found = _arriba(tmp_path, reading_frame=written)
    assert (found.frame, found.flags) == (frame, flags)


def test_the_genes_beside_an_intergenic_breakpoint(tmp_path: Path) -> None:
    assert _arriba(tmp_path, gene1="A(123),B(456)").five_prime.genes == []


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"strand1": "+"}, "strand1(gene/fusion)"),
        ({"strand2": "+/x"}, "strand2(gene/fusion)"),
        ({"breakpoint1": "2:0"}, "breakpoint1"),
        ({"breakpoint2": "29446394"}, "breakpoint2"),
        ({"split_reads2": "many"}, "split_reads2"),
        ({"discordant_mates": "-1"}, "discordant_mates"),
    ],
)
def test_a_cell_that_is_none_is_told(tmp_path: Path, changed: dict[str, str], column: str) -> None:
    with pytest.raises(InputProblem) as raised:
        _arriba(tmp_path, **changed)
    assert (raised.value.line, raised.value.column) == (2, column)


def test_discarded_fusions_are_never_calls(tmp_path: Path) -> None:
    text = "\t".join(ARRIBA_COLUMNS) + "\n" + arriba_row() + "\n"
    with pytest.raises(InputProblem, match="discarded fusions"):
        read_text(tmp_path, text, name="fusions.discarded.tsv")
