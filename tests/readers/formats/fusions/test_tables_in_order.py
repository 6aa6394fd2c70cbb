"""SOAPfuse, PRADA, ChimeraScan, STAR-SEQR, MapSplice and INTEGRATE: the 5' side is told."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from annotator.readers.format import Scope
from tests.builders.files import nowhere
from tests.builders.fusion_tables import (
    EML4_ALK,
    changed,
    columns,
    fusion_of,
    fusions_of,
    places,
    read_text,
    row_of,
    table,
    without,
)
from tests.readers.formats.fusions.writers_rna2 import WRITERS, mapsplice_row

_PLACES = "chr2:42295516+ chr2:29223528-"


def _text(name: str) -> str:
    return WRITERS[name](EML4_ALK)


def _problem(folder: Path, text: str) -> InputProblem:
    with pytest.raises(InputProblem) as told:
        fusions_of(folder, text)
    return told.value


@pytest.mark.parametrize("name", ["soapfuse", "prada", "chimerascan", "star_seqr", "mapsplice"])
def test_a_row_tells_both_sides_and_its_reads(tmp_path: Path, name: str) -> None:
    found = fusion_of(tmp_path, _text(name))
    assert (found.caller, found.assay, found.junction) == (name, "rna", "sense")
    assert (found.ordered, places(found)) == (True, _PLACES)
    assert (found.split_reads, found.spanning_reads) == (12, 5)
    assert (found.confidence, found.filters) == (None, [])
    assert found.source.file == "calls.txt"


@pytest.mark.parametrize(
    ("word", "frame"),
    [
        ("inframe-shift", "in_frame"),
        ("frame-shift", "out_of_frame"),
        ("both", "unknown"),
        ("NA", "unknown"),
    ],
)
def test_soapfuse_frame(tmp_path: Path, word: str, frame: str) -> None:
    text = changed(_text("soapfuse"), {"down_fusion_part_frame-shift_or_not": word})
    assert fusion_of(tmp_path, text).frame == frame


@pytest.mark.parametrize(
    ("name", "column", "cell"),
    [
        ("soapfuse", "up_Genome_pos", "x"),
        ("soapfuse", "dw_strand", "up"),
        ("soapfuse", "Junc_reads_num", "many"),
        ("prada", "Junction", "EML4:2:42295516,3"),
        ("prada", "Junction", "EML4:2:42295516_ALK:2:0,3"),
        ("prada", "Junction", "NA"),
        ("prada", "A_strand", "?"),
        ("prada", "Discordant_n", "-1"),
        ("chimerascan", "strand5p", "."),
        ("chimerascan", "end5p", "-1"),
        ("chimerascan", "chrom5p", ""),
        ("chimerascan", "spanning_frags", "18"),
        ("star_seqr", "BRKPT_LEFT", "chr2:x:+"),
        ("star_seqr", "NREAD_SPANS", "x"),
        ("integrate", "Exon_BK1", "42295516.0"),
        ("integrate", "Chr2", "."),
        ("integrate", "NUM_EN_RNA NUM_SP_RNA", "5"),
        ("integrate", "NUM_EN_RNA NUM_SP_RNA", "5 x"),
    ],
)
def test_a_bad_cell_is_told_with_its_place(
    tmp_path: Path, name: str, column: str, cell: str
) -> None:
    problem = _problem(tmp_path, changed(_text(name), {column: cell}))
    assert (problem.line, problem.column) == (2, column)
    assert problem.expected


# PRADA


def test_prada_gives_one_fusion_for_each_junction(tmp_path: Path) -> None:
    junctions = "EML4:2:42295516_ALK:2:29223528,7|EML4:2:42264731_ALK:2:29223528,2"
    first, second = fusions_of(tmp_path, changed(_text("prada"), {"Junction": junctions}))
    assert [each.five_prime.position for each in (first, second)] == [42295516, 42264731]
    assert [each.split_reads for each in (first, second)] == [7, 2]
    assert [each.spanning_reads for each in (first, second)] == [5, 5]
    assert second.raw_support == {"Junction": "2", "Discordant_n": "5", "JSR_n": "x"}


def test_prada_names_with_an_underscore(tmp_path: Path) -> None:
    cells = {"Gene_A": "MT_X", "Junction": "MT_X:2:42295516_ALK:2:29223528,7"}
    assert fusion_of(tmp_path, changed(_text("prada"), cells)).five_prime.genes == ["MT_X"]


def test_prada_as_it_writes_it_has_no_sample(tmp_path: Path) -> None:
    assert places(fusion_of(tmp_path, without(_text("prada"), "sample"))) == _PLACES


def test_prada_of_several_samples_gives_the_rows_of_one(tmp_path: Path) -> None:
    text = _text("prada")
    other = changed(text, {"sample": "S2", "Gene_A": "KIF5B"}).splitlines()[1]
    wanted = Scope(nowhere(), sample="S2")
    (found,) = read_text(tmp_path, f"{text}{other}\n", wanted).fusions
    assert found.five_prime.genes == ["KIF5B"]


# ChimeraScan


def test_chimerascan_takes_the_end_of_an_interval_that_the_strand_points_to(
    tmp_path: Path,
) -> None:
    cells = {"start5p": 100, "end5p": 200, "start3p": 300, "end3p": 400}
    text = changed(_text("chimerascan"), {**cells, "strand5p": "-", "strand3p": "+"})
    assert places(fusion_of(tmp_path, text)) == "chr2:101- chr2:301+"
    text = changed(text, {"strand5p": "+", "strand3p": "-"})
    assert places(fusion_of(tmp_path, text)) == "chr2:201+ chr2:401-"


def test_chimerascan_pairs_are_the_fragments_without_a_read_over_the_junction(
    tmp_path: Path,
) -> None:
    text = changed(_text("chimerascan"), {"total_frags": 9, "spanning_frags": 9})
    found = fusion_of(tmp_path, text)
    assert (found.split_reads, found.spanning_reads) == (9, 0)
    assert found.raw_support == {"total_frags": "9", "spanning_frags": "9"}


# STAR-SEQR


def test_star_seqr_counts_from_zero_and_adds_both_sides_of_the_junction(tmp_path: Path) -> None:
    cells = {"BRKPT_LEFT": "chr2:42295515:+", "NREAD_JXNLEFT": 2, "NREAD_JXNRIGHT": 3}
    found = fusion_of(tmp_path, changed(_text("star_seqr"), cells))
    assert (found.five_prime.position, found.split_reads) == (42295516, 5)
    assert found.raw_breakpoints == "chr2:42295515:+|chr2:29223527:-"


def test_star_seqr_keeps_why_a_candidate_did_not_pass(tmp_path: Path) -> None:
    text = changed(_text("star_seqr"), {"DISPOSITION": "expression,homology_collapse"})
    assert fusion_of(tmp_path, text).filters == ["expression,homology_collapse"]


# MapSplice


def _mapsplice(folder: Path, cells: dict[int, str], length: int = 63) -> FusionObservation:
    row = [cells.get(number, cell) for number, cell in enumerate(mapsplice_row(EML4_ALK), 1)]
    return fusion_of(folder, "\t".join(row[:length]) + "\n")


def test_mapsplice_several_genes_of_a_side(tmp_path: Path) -> None:
    found = _mapsplice(tmp_path, {61: "EML4,AC1,", 62: ","})
    assert (found.five_prime.genes, found.three_prime.genes) == (["EML4", "AC1"], [])
    assert found.raw_support == {"coverage": "12", "unique reads": "0", "encompassing pairs": "5"}


def test_mapsplice_without_the_last_empty_cell(tmp_path: Path) -> None:
    assert places(_mapsplice(tmp_path, {}, length=62)) == _PLACES


@pytest.mark.parametrize(
    ("number", "cell", "column"),
    [(2, "x", "donor end"), (3, "0", "acceptor start"), (5, "x", "coverage")],
)
def test_mapsplice_bad_cell(tmp_path: Path, number: int, cell: str, column: str) -> None:
    with pytest.raises(InputProblem) as told:
        _mapsplice(tmp_path, {number: cell})
    assert (told.value.line, told.value.column) == (1, column)


@pytest.mark.parametrize(
    ("number", "cell", "column"), [(1, "2", "chromosomes"), (6, "+", "strands")]
)
def test_mapsplice_bad_cell_of_a_later_row(
    tmp_path: Path, number: int, cell: str, column: str
) -> None:
    good, bad = mapsplice_row(EML4_ALK), mapsplice_row(EML4_ALK)
    bad[number - 1] = cell
    text = "".join("\t".join(row) + "\n" for row in (good, bad))
    problem = _problem(tmp_path, text)
    assert (problem.line, problem.column) == (2, column)


def test_mapsplice_raw_junctions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="names no genes"):
        _mapsplice(tmp_path, {}, length=40)


# INTEGRATE

_SUMMARY = columns("Fusion_Candidate 5_Prime 3_Prime Reciprocal Tier Type EN_RNA SP_RNA Splicings")
_BEDPE = columns("#chr5p start5p end5p chr3p start3p end3p gene5p gene3p tier")


def test_integrate_breakpoints_are_the_exon_borders_else_those_of_the_reads(
    tmp_path: Path,
) -> None:
    text = changed(_text("integrate"), {"RNA_BK1": 1, "Exon_BK1": 2, "RNA_BK2": 3})
    found = fusion_of(tmp_path, text)
    assert places(found) == "chr2:2? chr2:3?"
    assert (found.ordered, found.junction) == (True, "sense")
    assert (found.split_reads, found.spanning_reads) == (12, 5)
    assert found.raw_support == {"NUM_EN_RNA NUM_SP_RNA": "5 12"}


def test_integrate_breakpoints_as_it_writes_them_have_no_reads(tmp_path: Path) -> None:
    found = fusion_of(tmp_path, without(_text("integrate"), "NUM_EN_RNA NUM_SP_RNA"))
    assert (found.split_reads, found.spanning_reads, found.raw_support) == (None, None, {})


def test_integrate_genes_that_overlap(tmp_path: Path) -> None:
    found = fusion_of(tmp_path, changed(_text("integrate"), {"5P": "EML4/AC1"}))
    assert found.five_prime.genes == ["EML4", "AC1"]


def test_integrate_summary_has_genes_reads_and_tier(tmp_path: Path) -> None:
    cells = {"5_Prime": "EML4", "3_Prime": "ALK", "Tier": 1, "EN_RNA": 4, "SP_RNA": 6}
    found = fusion_of(tmp_path, table(_SUMMARY, row_of(_SUMMARY, cells)))
    assert (found.caller, found.confidence) == ("integrate", "tier 1")
    assert (found.five_prime.genes, found.three_prime.genes) == (["EML4"], ["ALK"])
    assert (found.five_prime.place, found.raw_breakpoints) == (None, "EML4|ALK")
    assert (found.split_reads, found.spanning_reads) == (6, 4)


def test_integrate_bedpe_has_places_and_tier(tmp_path: Path) -> None:
    cells = {"#chr5p": "2", "start5p": 42295516, "gene5p": "EML4", "tier": 3}
    cells |= {"chr3p": "2", "start3p": 29223528, "gene3p": "ALK"}
    found = fusion_of(tmp_path, table(_BEDPE, row_of(_BEDPE, cells)))
    assert (places(found), found.confidence) == ("chr2:42295516? chr2:29223528?", "tier 3")
    assert found.split_reads is None


def test_integrate_exons_are_refused(tmp_path: Path) -> None:
    header = columns("#Id 5p 3P 5P_Transcipt 5P_Exon_Chr 3P_Exon_Chr")
    with pytest.raises(InputProblem, match="table of exons") as told:
        fusions_of(tmp_path, table(header, row_of(header, {})))
    assert told.value.expected == "breakpoints.tsv, summary.tsv or bk_fusion.bedpe"
