"""Callers that do not say which side is the 5' one, or say it by kept sides or read strands."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
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
)
from tests.readers.formats.fusions.writers_rna2 import PBFUSION, WRITERS

_PLACES = "chr2:42295516+ chr2:29223528-"
_NO_MODELS = Scope(nowhere())


def _text(name: str) -> str:
    return WRITERS[name](EML4_ALK)


@pytest.mark.parametrize("name", ["tophat_fusion", "longgf", "fusionseeker"])
def test_the_order_is_not_told(tmp_path: Path, name: str) -> None:
    found = fusion_of(tmp_path, _text(name))
    assert (found.ordered, found.junction, found.split_reads) == (False, "unknown", 12)
    assert places(found) == "chr2:42295516? chr2:29223528?"


@pytest.mark.parametrize("name", ["infusion", "pbfusion", "cicero", "fusionmap"])
def test_the_order_follows_though_the_three_prime_side_is_written_first(
    tmp_path: Path, name: str
) -> None:
    found = fusion_of(tmp_path, _text(name))
    assert (found.ordered, found.junction, places(found)) == (True, "sense", _PLACES)
    assert (found.five_prime.genes, found.three_prime.genes) == (["EML4"], ["ALK"])


@pytest.mark.parametrize("name", ["infusion", "pbfusion", "cicero"])
def test_without_gene_models_the_sides_stay_as_written(tmp_path: Path, name: str) -> None:
    (found,) = read_text(tmp_path, _text(name), _NO_MODELS).fusions
    assert (found.ordered, found.junction) == (False, "unknown")
    assert found.five_prime.genes == ["ALK"]


@pytest.mark.parametrize(
    ("name", "line", "column", "cell"),
    [
        ("infusion", 2, "region1", "29223528-29223600"),
        ("infusion", 2, "ref2", ""),
        ("infusion", 2, "num_span", "x"),
        ("fusionmap", 2, "Strand", "+"),
        ("fusionmap", 2, "Strand", "+."),
        ("fusionmap", 2, "Position1", "x"),
        ("fusionmap", 2, "S1.bam.SeedCount", "x"),
        ("cicero", 2, "ortA", "?"),
        ("cicero", 2, "readsB", ""),
        ("cicero", 2, "chrA", "NA"),
        ("fusionseeker", 2, "Breakpoint2", "x"),
        ("pbfusion", 3, "info", "GN=ALK,EML4"),
        ("pbfusion", 3, "info", "RC=x;GN=ALK,EML4"),
        ("pbfusion", 3, "info", "RC=2;GN=A,B,C;AC=chr1:2+/chr3:4-,chr1:x+/chr3:4-"),
        ("pbfusion", 3, "strand1", "."),
        ("pbfusion", 3, "start1", "-1"),
    ],
)
def test_a_bad_cell_is_told_with_its_place(
    tmp_path: Path, name: str, line: int, column: str, cell: str
) -> None:
    with pytest.raises(InputProblem) as told:
        fusions_of(tmp_path, changed(_text(name), {column: cell}))
    assert (told.value.line, told.value.column) == (line, column)
    assert told.value.expected


# TopHat-Fusion


def test_tophat_fusion_counts_from_zero_and_leaves_out_pairs_with_a_spanning_read(
    tmp_path: Path,
) -> None:
    line = "S1\tEML4\tchr2\t42295515\tALK\tchr2\t29223527\t9\t4\t7\t12.5\n"
    found = fusion_of(tmp_path, line)
    assert found.five_prime.position == 42295516
    assert (found.split_reads, found.spanning_reads) == (9, 4)
    assert found.raw_support == {"spanning reads": "9", "spanning pairs": "4"}


def test_tophat_fusion_of_several_samples(tmp_path: Path) -> None:
    line = "S1\tEML4\tchr2\t42295515\tALK\tchr2\t29223527\t9\t4\t7\t12.5\n"
    text = line + line.replace("S1", "S2").replace("EML4", "KIF5B")
    wanted = Scope(nowhere(), tumor_sample="S2")
    (found,) = read_text(tmp_path, text, wanted).fusions
    assert found.five_prime.genes == ["KIF5B"]


@pytest.mark.parametrize(
    "line",
    [
        "S1\tEML4\tchr2\t42295515\tALK\tchr2\t29223527\t9\t4\t7",
        "S1\tEML4\tchr2\tx\tALK\tchr2\t29223527\t9\t4\t7\t1",
    ],
)
def test_other_tables_without_a_header_are_not_tophat_fusion(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputProblem, match="unknown format"):
        fusions_of(tmp_path, f"{line}\n")


def test_tophat_fusion_bad_cell_of_a_later_row(tmp_path: Path) -> None:
    line = "S1\tEML4\tchr2\t42295515\tALK\tchr2\t29223527\t9\t4\t7\t12.5\n"
    with pytest.raises(InputProblem) as told:
        fusions_of(tmp_path, line + line.replace("29223527", "-1"))
    assert (told.value.line, told.value.column) == (2, "right position")


# LongGF


def test_longgf_lines_alone_and_a_gene_whose_side_is_the_other(tmp_path: Path) -> None:
    text = "SumGF\tROS1:SLC34A2 6 chr6:117324415 4:25664330\n"
    found = fusion_of(tmp_path, text)
    assert places(found) == "chr6:117324415? chr4:25664330?"
    assert (found.split_reads, found.raw_support) == (6, {"reads": "6"})
    assert found.raw_breakpoints == "chr6:117324415|4:25664330"
    assert found.source.line == 1


def test_longgf_log_without_a_fusion(tmp_path: Path) -> None:
    text = "a.bam g.gtf 100 50 100\nOpen sam file (a.bam).\nTime consumed to read bam: 1s\n"
    assert fusions_of(tmp_path, text) == []


def test_longgf_log_of_an_old_version_is_refused(tmp_path: Path) -> None:
    text = "Open sam file (a.bam).\nGF\tALK:EML4 6 6 supporting reads=6/6 chr2:1 chr2:2\n"
    with pytest.raises(InputProblem, match="without their SumGF lines"):
        fusions_of(tmp_path, text)


@pytest.mark.parametrize(
    "line",
    [
        "SumGF\tALK:EML4",
        "SumGF\tALK 6 chr2:1 chr2:2",
        "SumGF\tALK:EML4 x chr2:1 chr2:2",
        "SumGF\tALK:EML4 6 chr2:0 chr2:2",
        "SumGF\tALK:EML4 6 chr2 chr2:2",
    ],
)
def test_longgf_bad_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputProblem) as told:
        fusions_of(tmp_path, f"Open sam file (a.bam).\n{line}\n")
    assert told.value.line == 2
    assert told.value.expected == "SumGF GENE1:GENE2 reads chromosome:position chromosome:position"


# pbfusion


def test_pbfusion_reads_along_the_transcript(tmp_path: Path) -> None:
    cells = {"#chr1": "chr2", "start1": 42295515, "strand1": "+", "score": "LOW"}
    cells |= {"chr2": "chr2", "start2": 29223527, "strand2": "-"}
    cells["info"] = "RC=50;MD=0;GN=EML4,ALK;CL=PotentialTransSplicing:50"
    found = fusion_of(tmp_path, table(PBFUSION, row_of(PBFUSION, cells)))
    assert (places(found), found.junction) == (_PLACES, "sense")
    assert (found.split_reads, found.confidence, found.filters) == (50, "LOW", [])
    assert found.raw_breakpoints == "chr2:42295515:+|chr2:29223527:-"


def test_pbfusion_two_five_prime_parts(tmp_path: Path) -> None:
    cells = {
        "start2": 42295515,
        "strand1": "-",
        "strand2": "-",
    }  # the 5' part of ALK to that of EML4
    found = fusion_of(tmp_path, changed(_text("pbfusion"), cells))
    assert found.junction == "five_to_five"


def test_pbfusion_rows_without_their_header(tmp_path: Path) -> None:
    rows = _text("pbfusion").splitlines()[2:]
    assert places(fusion_of(tmp_path, "\n".join(rows) + "\n")) == _PLACES


def test_pbfusion_chain_of_genes_gives_every_junction_without_names(tmp_path: Path) -> None:
    joins = "chr2:42295515+/chr2:29223527-,chr2:42169350+/chr2:42295500+"
    info = f"RC=7;GN=SPTBN1,EML4,ALK;AC={joins}"
    first, second = fusions_of(tmp_path, changed(_text("pbfusion"), {"info": info}))
    assert (places(first), first.five_prime.genes, first.split_reads) == (_PLACES, [], 7)
    assert places(second) == "chr2:42169351? chr2:42295501?"
    assert second.raw_breakpoints == "chr2:42169350:+|chr2:42295500:+"


def test_pbfusion_chain_without_its_junctions_has_the_one_of_the_row(tmp_path: Path) -> None:
    found = fusion_of(tmp_path, changed(_text("pbfusion"), {"info": "RC=7;GN=A,B,C"}))
    assert (places(found), found.three_prime.genes) == (_PLACES, [])


# InFusion

_DETAILED = columns(
    "#id ref1 break_pos1 region1 ref2 break_pos2 region2 num_split num_paired fusion_class "
    "gene_1 gene_1_strand gene_2 gene_2_strand filters"
)


def test_infusion_detailed_table_has_the_strands_of_the_genes(tmp_path: Path) -> None:
    cells = {"ref1": 2, "break_pos1": 29223528, "region1": "[29223400,29223528]", "gene_1": "ALK"}
    cells |= {"ref2": 2, "break_pos2": 42295516, "region2": "[42295400,42295517]", "gene_2": "EML4"}
    cells |= {"gene_1_strand": "-", "gene_2_strand": "+", "num_split": 8, "num_paired": 3}
    text = table(_DETAILED, row_of(_DETAILED, cells))
    (found,) = read_text(tmp_path, text, _NO_MODELS).fusions
    assert (found.ordered, found.junction, places(found)) == (True, "sense", _PLACES)
    assert (found.split_reads, found.spanning_reads) == (8, 3)


def test_infusion_regions_of_two_three_prime_parts(tmp_path: Path) -> None:
    cells = {"region2": "[42295516,42295600]"}
    assert fusion_of(tmp_path, changed(_text("infusion"), cells)).junction == "three_to_three"


def test_infusion_region_of_one_base_tells_nothing_of_its_side(tmp_path: Path) -> None:
    text = changed(_text("infusion"), {"region2": "[42295516,42295516]"})
    found = fusion_of(tmp_path, text)
    assert (found.ordered, found.junction) == (True, "unknown")
    assert found.three_prime.genes == ["ALK"]
    found = fusion_of(tmp_path, changed(text, {"region1": "[29223528,29223528]"}))
    assert (found.ordered, found.junction, found.five_prime.genes) == (False, "unknown", ["ALK"])


def test_infusion_overlapping_genes(tmp_path: Path) -> None:
    found = fusion_of(tmp_path, changed(_text("infusion"), {"genes_2": "EML4;RP11-1.3"}))
    assert found.five_prime.genes == ["EML4", "RP11-1.3"]


# FusionMap


def test_fusionmap_reads_along_the_transcript(tmp_path: Path) -> None:
    cells = {"Position1": 42295516, "KnownGene1": "EML4", "Strand": "+-"}
    cells |= {"Position2": 29223528, "KnownGene2": "ALK", "FusionGene": "EML4->ALK"}
    cells |= {"S1.bam.SeedCount": 276, "S1.bam.RescuedCount": 2}
    found = fusion_of(tmp_path, changed(_text("fusionmap"), cells))
    assert (found.ordered, places(found)) == (True, _PLACES)
    assert (found.split_reads, found.spanning_reads) == (278, None)
    assert found.raw_support == {"SeedCount": "276", "RescuedCount": "2"}


@pytest.mark.parametrize("pair", ["", "->", "EML4->KIF5B", "ALK"])
def test_fusionmap_without_a_pair_of_its_genes_tells_no_order(tmp_path: Path, pair: str) -> None:
    found = fusion_of(tmp_path, changed(_text("fusionmap"), {"FusionGene": pair}))
    assert (found.ordered, found.junction) == (False, "unknown")
    assert places(found) == "chr2:29223528? chr2:42295516?"


def test_fusionmap_of_one_gene_tells_no_order(tmp_path: Path) -> None:
    cells = {"KnownGene1": "ALK", "KnownGene2": "ALK", "FusionGene": "ALK->ALK"}
    found = fusion_of(tmp_path, changed(_text("fusionmap"), cells))
    assert (found.ordered, found.junction) == (False, "unknown")
    assert places(found) == "chr2:29223528? chr2:42295516?"


def test_fusionmap_of_a_place_without_a_gene_tells_no_order(tmp_path: Path) -> None:
    cells = {"KnownGene2": "", "FusionGene": "->ALK"}
    found = fusion_of(tmp_path, changed(_text("fusionmap"), cells))
    assert (found.ordered, found.three_prime.genes) == (False, [])


@pytest.mark.parametrize(
    ("frames", "shift_class", "frame"),
    [
        ("0->1", "InFrame", "in_frame"),
        ("02->1", "InFrame", "in_frame"),
        ("0->0", "FrameShift", "out_of_frame"),
        ("->1", "InFrame", "unknown"),
        ("0->", "InFrame", "unknown"),
        ("->", "InFrame", "unknown"),
        ("0->1", "", "unknown"),
    ],
)
def test_fusionmap_frame_needs_both_genes(
    tmp_path: Path, frames: str, shift_class: str, frame: str
) -> None:
    cells = {"FrameShift": frames, "FrameShiftClass": shift_class}
    assert fusion_of(tmp_path, changed(_text("fusionmap"), cells)).frame == frame


def test_fusionmap_filter(tmp_path: Path) -> None:
    found = fusion_of(tmp_path, changed(_text("fusionmap"), {"Filter": "InBlackList"}))
    assert found.filters == ["InBlackList"]


def test_fusionmap_report_of_several_files_gives_the_fusions_with_reads_of_one(
    tmp_path: Path,
) -> None:
    text = changed(_text("fusionmap"), {"S2.bam.SeedCount": 0, "S2.bam.RescuedCount": 3})
    none = changed(text, {"S2.bam.RescuedCount": 0}).splitlines()[1]
    for sample, reads in (("S1", [12, 12]), ("S2", [3])):
        wanted = Scope(nowhere(), sample=sample)
        found = read_text(tmp_path, f"{text}{none}\n", wanted).fusions
        assert [each.split_reads for each in found] == reads


def test_fusionmap_needs_both_columns_of_reads(tmp_path: Path) -> None:
    text = _text("fusionmap").replace("S1.bam.RescuedCount", "S2.bam.RescuedCount")
    with pytest.raises(InputProblem, match="unknown format"):
        fusions_of(tmp_path, text)


# CICERO


def _along(cells: dict[str, object]) -> str:
    """The contig in the sense of the genes, EML4 on + first."""
    given: dict[str, object] = {"geneA": "EML4", "chrA": "2", "posA": 42295516, "ortA": "+"}
    given |= {"geneB": "ALK", "chrB": "2", "posB": 29223528, "ortB": "-", "sv_ort": ">"}
    return changed(_text("cicero"), {**given, **cells})


def test_cicero_tells_the_order_without_gene_models(tmp_path: Path) -> None:
    (found,) = read_text(tmp_path, _along({"readsB": 3}), _NO_MODELS).fusions
    assert (found.ordered, found.junction, places(found)) == (True, "sense", _PLACES)
    assert (found.split_reads, found.spanning_reads) == (15, None)
    assert found.raw_support == {"readsA": "12", "readsB": "3"}
    assert found.raw_breakpoints == "2:42295516:+|2:29223528:-"


def test_cicero_gene_models_show_a_side_against_its_gene(tmp_path: Path) -> None:
    found = fusion_of(tmp_path, _along({"ortB": "+"}))
    assert found.junction == "five_to_five"


@pytest.mark.parametrize(
    ("rating", "confidence", "filters"),
    [("HQ", "HQ", []), ("LQ", "LQ", []), ("bad", "bad", ["bad"]), ("", None, [])],
)
def test_cicero_rating(
    tmp_path: Path, rating: str, confidence: str | None, filters: list[str]
) -> None:
    found = fusion_of(tmp_path, _along({"rating": rating}))
    assert (found.confidence, found.filters) == (confidence, filters)


@pytest.mark.parametrize(
    ("cell", "frame"),
    [
        ("1,1,1", "in_frame"),
        ("0,0", "out_of_frame"),
        ("1,0", "unknown"),
        ("2", "unknown"),
        ("3,1", "unknown"),
        ("", "unknown"),
    ],
)
def test_cicero_frame_is_that_of_every_pair_of_transcripts(
    tmp_path: Path, cell: str, frame: str
) -> None:
    assert fusion_of(tmp_path, _along({"frame": cell})).frame == frame


def test_cicero_genes_of_a_side(tmp_path: Path) -> None:
    found = fusion_of(tmp_path, _along({"geneA": "EML4|AC1,AC2", "geneB": "NA"}))
    assert (found.five_prime.genes, found.three_prime.genes) == (["EML4", "AC1", "AC2"], [])


def test_cicero_headers_between_rows_are_no_rows(tmp_path: Path) -> None:
    text = _along({})
    header = text.splitlines()[0]
    assert len(fusions_of(tmp_path, f"{text}{header}\n{text.splitlines()[1]}\n")) == 2
