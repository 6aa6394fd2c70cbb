"""SplitFusion, CTAT-splicing and FuSeq_WES."""

from pathlib import Path

import pytest

from annotator.model.base import Interval
from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from annotator.model.roles import Role
from annotator.readers.lines.regions import Regions
from tests.builders.files import kinases, read, with_targets, write

_SPLIT = (
    "SampleID GeneExon5_GeneExon3 frame num_partner_ends num_unique_reads exon.junction "
    "breakpoint transcript_5 transcript_3 function_5 function_3 gene_5 cdna_5 gene_3 cdna_3"
)
_EML4_ALK = (
    "Lib1 EML4_exon6---ALK_exon20 in-frame 6 11 Both 2_29446396__2_42491871 NM_019063 NM_004304 "
    "exonic exonic EML4 667 ALK 3171"
)


def _fusions(path: Path, *lines: str, role: Role = "fusions") -> list[FusionObservation]:
    return read(write(path, *lines), role, kinases("GRCh37")).fusions


def _split(path: Path, row: str, tabs: bool = True) -> FusionObservation:
    lines = (_SPLIT, row)
    (found,) = _fusions(path, *("\t".join(line.split()) if tabs else line for line in lines))
    return found


def _sides(found: FusionObservation) -> list[tuple[str | None, int | None]]:
    return [(end.gene, end.position) for end in (found.five_prime, found.three_prime)]


@pytest.mark.parametrize("tabs", [True, False])
def test_places_of_splitfusion_go_to_the_genes_that_lie_there(tmp_path: Path, tabs: bool) -> None:
    found = _split(tmp_path / "x", _EML4_ALK, tabs)
    assert _sides(found) == [("EML4", 42491871), ("ALK", 29446396)]
    assert (found.junction, found.frame, found.assay) == ("sense", "in_frame", "rna")
    assert (found.split_reads, found.spanning_reads) == (11, None)
    assert found.raw_support == {"num_unique_reads": "11", "num_partner_ends": "6"}


def test_the_kinase_first(tmp_path: Path) -> None:
    row = _EML4_ALK.replace("EML4 667 ALK", "ALK 667 EML4")
    assert _sides(_split(tmp_path / "x", row)) == [("ALK", 29446396), ("EML4", 42491871)]


@pytest.mark.parametrize(
    ("genes", "places", "sides"),
    [
        ("MET 1 MET", "7_116411708__7_116414935", [116411708, 116414935]),
        ("ALK 1 ALK", "2_29446396__2_29498093", [29498093, 29446396]),
        ("ALK 1 ROS1", "2_29446396__6_117645578", [None, None]),
        ("NKX2-1 1 HLA-A", "2_29446396__6_117645578", [None, None]),
        ("EML4 1 ALK", "2_42491871__9_500", [None, None]),
    ],
)
def test_places_within_one_gene_and_places_of_no_certain_gene(
    tmp_path: Path, genes: str, places: str, sides: list[int | None]
) -> None:
    row = _EML4_ALK.replace("EML4 667 ALK", genes).replace("2_29446396__2_42491871", places)
    found = _split(tmp_path / "x", row)
    assert [position for _, position in _sides(found)] == sides
    assert found.raw_breakpoints == places


@pytest.mark.parametrize(
    ("genes", "places", "sides"),
    [
        ("CCDC6 1 RET", "10_43612000__10_61665880", [61665880, 43612000]),  # RET alone is wanted
        ("RET 1 ALK", "10_43612000__2_29446396", [43612000, 29446396]),  # ALK tells the order
        ("CCDC6 1 RET", "10_5000__10_61665880", [None, None]),
    ],
)
def test_places_of_splitfusion_in_other_genes_whose_fusions_are_wanted(
    tmp_path: Path, genes: str, places: str, sides: list[int | None]
) -> None:
    row = _EML4_ALK.replace("EML4 667 ALK", genes).replace("2_29446396__2_42491871", places)
    ours = kinases("GRCh37")
    within = with_targets(
        ours,
        junction_regions=Regions(
            [Interval("chr2", 29415640, 30144432), Interval("chr10", 43572516, 43625799)]
        ),
        fusion_genes=ours.targets.genes | {"RET"},
    )
    file = write(tmp_path / "x", *("\t".join(line.split()) for line in (_SPLIT, row)))
    (found,) = read(file, "fusions", within).fusions
    assert [position for _, position in _sides(found)] == sides


@pytest.mark.parametrize(
    ("word", "frame"), [("out-frame", "out_of_frame"), ("N.A.", "unknown"), ("gDNA", "unknown")]
)
def test_frames_of_splitfusion(tmp_path: Path, word: str, frame: str) -> None:
    assert _split(tmp_path / "x", _EML4_ALK.replace("in-frame", word)).frame == frame


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [("__", "_", "breakpoint"), ("29446396", "0", "breakpoint"),
     (" 11 ", " x ", "num_unique_reads")],
)  # fmt: skip
def test_a_bad_cell_of_splitfusion(tmp_path: Path, old: str, new: str, column: str) -> None:
    with pytest.raises(InputProblem) as told:
        _split(tmp_path / "x", _EML4_ALK.replace(old, new))
    assert (told.value.line, told.value.column) == (2, column)


def test_splitfusion_without_filters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="without filters"):
        _fusions(
            tmp_path / "x", *(f"{line} 0" for line in (_SPLIT[:-1] + "3 intragene", _EML4_ALK))
        )


_INTRONS = "intron\tstrand\tgenes\tuniq_mapped\tmulti_mapped\tvariant_name"


@pytest.mark.parametrize(
    ("strand", "sides"),
    [("+", [116411708, 116414935]), ("-", [116414935, 116411708]), (".", [116411708, 116414935])],
)
def test_an_intron_joins_the_exons_beside_it(tmp_path: Path, strand: str, sides: list[int]) -> None:
    row = f"chr7:116411709-116414934\t{strand}\tMET^ENSG00000105976.10\t5947\t10\tMETx14del"
    (found,) = _fusions(tmp_path / "x", _INTRONS, row)
    assert _sides(found) == [("MET", position) for position in sides]
    assert (found.split_reads, found.assay, found.ordered) == (5947, "rna", strand != ".")
    assert found.junction == ("sense" if strand != "." else "unknown")


@pytest.mark.parametrize(
    ("row", "column"),
    [("chr7:1-9\t+\tMET\t1\t1\tNA", "intron"), ("chr7:9-8\t+\tMET\t1\t1\tNA", "intron"),
     ("7\t+\tMET\t1\t1\tNA", "intron"), ("chr7:2-9\t*+\tMET\t1\t1\tNA", "strand"),
     ("chr7:2-9\t+\tMET\tx\t1\tNA", "uniq_mapped")],
)  # fmt: skip
def test_a_bad_intron(tmp_path: Path, row: str, column: str) -> None:
    with pytest.raises(InputProblem) as told:
        _fusions(tmp_path / "x", _INTRONS, row)
    assert (told.value.line, told.value.column) == (2, column)


def test_fuseq_wes_names_genes_of_dna_in_no_order(tmp_path: Path) -> None:
    header = "fusionName gene1 gene2 name21 chrom1 strand1 chrom2 strand2 supportCount SR MR"
    row = "ALK--EML4 ALK EML4 EML4--ALK chr2 - chr2 + 9 4 5"
    lines = ("\t".join(line.split()) for line in (header, row))
    (found,) = _fusions(tmp_path / "x", *lines, role="structural_variants")
    assert _sides(found) == [("ALK", None), ("EML4", None)]
    assert (found.ordered, found.junction, found.assay) == (False, "unknown", "dna")
    assert (found.split_reads, found.spanning_reads, found.caller) == (4, 5, "fuseq_wes")
