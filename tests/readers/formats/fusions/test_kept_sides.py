"""deFuse and SQUID, which tell the kept sides of a junction and not its order."""

from pathlib import Path
from typing import Any

import pytest

from annotator.model.base import Strand
from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from annotator.readers.format import Scope
from tests.builders.files import nowhere
from tests.builders.fusion_tables import columns, places, read_text, row_of, table
from tests.readers.formats.fusions.writers_callers import DEFUSE_HEADER, SQUID_HEADER

_DEFUSE: dict[str, object] = {
    "splitr_count": 23,
    "span_count": 13,
    "gene_name1": "ROS1",
    "gene_chromosome1": "6",
    "gene_strand1": "-",
    "genomic_break_pos1": 117324415,
    "genomic_strand1": "+",
    "gene_name2": "CD74",
    "gene_chromosome2": "5",
    "gene_strand2": "-",
    "genomic_break_pos2": 150404680,
    "genomic_strand2": "-",
    "orf": "N",
    "library_name": "S1",
    "probability": 0.93,
}
_RAW_SQUID = columns(
    "chrom1 start1 end1 chrom2 start2 end2 name score strand1 strand2 num_concordantfrag_bp1 "
    "num_concordantfrag_bp2"
)
# ROS1 (-) kept up to 117324415, CD74 (-) kept from 150404680 on.
_SQUID: dict[str, object] = {
    "chrom1": "6",
    "start1": 117324100,
    "end1": 117324415,
    "strand1": "+",
    "chrom2": "5",
    "start2": 150404679,
    "end2": 150404800,
    "strand2": "-",
    "score": 785,
}
_NAMED = {"Type": "fusion-gene", "FusedGenes": "CD74:ROS1"}


def _scope(**strands: Strand) -> Scope:
    return Scope(nowhere(lambda chrom, _position: strands.get(chrom)))


def _defuse(folder: Path, name: str = "calls.tsv", **changed: object) -> FusionObservation:
    text = table(DEFUSE_HEADER, row_of(DEFUSE_HEADER, {**_DEFUSE, **changed}))
    (found,) = read_text(folder, text, _scope(), name=name).fusions
    return found


def _squid(folder: Path, within: Scope, **changed: object) -> FusionObservation:
    header = SQUID_HEADER if "FusedGenes" in changed else _RAW_SQUID
    cells = {**_SQUID, **changed}
    if header is SQUID_HEADER:
        cells["# chrom1"] = cells.pop("chrom1")
    (found,) = read_text(folder, table(header, row_of(header, cells)), within).fusions
    return found


def test_defuse_order_is_that_of_gene_strands_and_kept_sides(tmp_path: Path) -> None:
    found = _defuse(tmp_path)
    assert (found.caller, found.junction, found.ordered) == ("defuse", "sense", True)
    assert (found.five_prime.gene, found.three_prime.gene) == ("CD74", "ROS1")
    assert places(found) == "chr5:150404680- chr6:117324415-"
    assert (found.split_reads, found.spanning_reads, found.frame) == (23, 13, "unknown")
    assert found.raw_support == {"splitr_count": "23", "span_count": "13"}
    assert (found.confidence, found.filters) == ("0.93", [])
    assert found.raw_breakpoints == "6:117324415:+|5:150404680:-"


@pytest.mark.parametrize(
    ("changed", "junction"),
    [
        ({"genomic_strand1": "-"}, "five_to_five"),
        ({"genomic_strand2": "+"}, "three_to_three"),
        ({"gene_strand1": "."}, "unknown"),
    ],
)
def test_defuse_junctions_that_are_no_sense_fusion(
    tmp_path: Path, changed: dict[str, Any], junction: str
) -> None:
    assert _defuse(tmp_path, **changed).junction == junction


@pytest.mark.parametrize(
    ("name", "filters"),
    [
        ("S1.results.filtered.tsv", []),
        ("calls.tsv", []),
        ("results.classify.tsv", ["unfiltered"]),
        ("S1_results.tsv", ["unfiltered"]),
    ],
)
def test_defuse_candidates_are_flagged(tmp_path: Path, name: str, filters: list[str]) -> None:
    assert _defuse(tmp_path, name).filters == filters


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("splitr_count", "x"),
        ("genomic_break_pos2", "0"),
        ("genomic_strand1", "."),
        ("gene_strand2", "?!"),
    ],
)
def test_a_cell_of_defuse_that_is_none_is_told(tmp_path: Path, column: str, cell: str) -> None:
    with pytest.raises(InputProblem) as told:
        _defuse(tmp_path, **{column: cell})
    assert (told.value.line, told.value.column) == (2, column)


def test_squid_breakpoint_is_the_end_or_the_start_of_a_segment(tmp_path: Path) -> None:
    found = _squid(tmp_path, _scope(chr6="-", chr5="-"))
    assert (found.caller, found.junction, found.ordered) == ("squid", "sense", True)
    assert places(found) == "chr5:150404680- chr6:117324415-"
    assert (found.split_reads, found.spanning_reads) == (None, None)
    assert found.raw_support == {"score": "785"}
    assert found.raw_breakpoints == "6:117324100-117324415:+|5:150404679-150404800:-"
    assert found.five_prime.genes == []


def test_squid_without_the_strand_of_any_gene_is_not_ordered(tmp_path: Path) -> None:
    found = _squid(tmp_path, _scope())
    assert (found.junction, found.ordered) == ("unknown", False)
    assert places(found) == "chr6:117324415? chr5:150404680?"


@pytest.mark.parametrize("known", [{"chr6": "-"}, {"chr5": "-"}, {"chr5": "-", "chr6": "-"}])
def test_squid_fused_genes_are_in_order(tmp_path: Path, known: dict[str, Strand]) -> None:
    found = _squid(tmp_path, _scope(**known), **_NAMED)
    assert (found.five_prime.gene, found.three_prime.gene) == ("CD74", "ROS1")
    assert (found.junction, places(found)) == ("sense", "chr5:150404680- chr6:117324415-")


def test_squid_fused_genes_whose_sides_are_not_known_are_on_neither(tmp_path: Path) -> None:
    found = _squid(tmp_path, _scope(), **_NAMED)
    assert (found.five_prime.genes, found.three_prime.genes) == ([], [])


def test_squid_fused_genes_that_gene_models_contradict_are_left_out(tmp_path: Path) -> None:
    found = _squid(tmp_path, _scope(chr6="+", chr5="-"), **_NAMED)
    assert found.junction == "five_to_five"
    assert (found.five_prime.genes, found.three_prime.genes) == ([], [])


def test_squid_several_genes_of_a_breakpoint(tmp_path: Path) -> None:
    named = {**_NAMED, "FusedGenes": "CD74:ROS1,CD74-1:ROS1"}
    found = _squid(tmp_path, _scope(chr6="-"), **named)
    assert (found.five_prime.genes, found.three_prime.genes) == (["CD74", "CD74-1"], ["ROS1"])


def test_squid_junction_of_no_fusion_of_genes(tmp_path: Path) -> None:
    named = {"Type": "non-fusion-gene", "FusedGenes": "."}
    found = _squid(tmp_path, _scope(chr6="-"), **named)
    assert (found.junction, found.ordered) == ("unknown", True)
    assert places(found) == "chr5:150404680? chr6:117324415-"


@pytest.mark.parametrize(
    ("column", "cell"),
    [("start2", "-1"), ("end1", "x"), ("strand1", "."), ("FusedGenes", "ROS1")],
)
def test_a_cell_of_squid_that_is_none_is_told(tmp_path: Path, column: str, cell: str) -> None:
    with pytest.raises(InputProblem) as told:
        _squid(tmp_path, _scope(), **{**_NAMED, column: cell})
    assert (told.value.line, told.value.column) == (2, column)


def test_a_bedpe_of_another_tool_is_not_squid(tmp_path: Path) -> None:
    header = _RAW_SQUID[:10]
    (found,) = read_text(tmp_path, table(header, row_of(header, _SQUID))).fusions
    assert found.caller == "bedpe_rna"
