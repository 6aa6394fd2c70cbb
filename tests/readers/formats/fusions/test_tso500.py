"""TruSight Oncology 500: the combined variant output and the table of all fusions.

The layouts are those of the software's own files; genes and places are well known ones, GRCh37.
"""

from pathlib import Path
from typing import Any

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from annotator.model.roles import Role
from annotator.readers.format import Content
from tests.builders.files import kinases, read, write

_SPLICE = "Gene\tAffected Exon\tBreakpoint 1\tBreakpoint 2\tSplice Supporting Reads"
_SPLICE += "\tReference Reads Transcript"
_FUSIONS = "Gene Pair\tBreakpoint 1\tBreakpoint 2\tFusion Supporting Reads"
_FUSIONS += "\tGene 1 Reference Reads\tGene 2 Reference Reads"
_MET14 = "MET\t14/21\tchr7:116411708\tchr7:116414934\t91\t1"


_SMALL = (
    "Gene\tChromosome\tGenomic Position\tReference Call\tAlternative Call\tAllele Frequency\t"
    "Depth\tP-Dot Notation\tC-Dot Notation\tConsequence(s)\tAffected Exon(s)"
)
_G1202R = (
    "ALK\tchr2\t29443613\tC\tT\t0.12\t486\tNP_004295.2:p.(Gly1202Arg)\t"
    "NM_004304.5:c.3604G>A\tmissense_variant\t23/29"
)


def _combined(
    path: Path,
    *fusions: str,
    splice: tuple[str, ...] = (_MET14,),
    library: str = "RNA1",
    dna: str = "DNA1",
    small: tuple[str, ...] = (_G1202R,),
    content: tuple[str, str] = ("0.62", "2.10"),
) -> Path:
    return write(
        path,
        "DRAGEN TruSight Oncology 500 - Combined Variant Output\t\t\t",
        "\t\t\t",
        "[Analysis Details]\t\t\t",
        f"DNA Sample ID\t{dna}\t\t",
        f"RNA Sample ID\t{library}\t\t",
        "",
        "[GIS]\t\t\t",
        "Genomic Instability Score\t31\t\t",
        f"Tumor Fraction\t{content[0]}\t\t",
        f"Ploidy\t{content[1]}\t\t",
        "",
        "[Gene Amplifications]\t\t\t",
        "Gene\tFold Change\t\t",
        "MET\t2.173\t\t",
        "",
        "[Splice Variants]\t\t\t",
        _SPLICE,
        *splice,
        "",
        "[Fusions]\t\t\t",
        _FUSIONS + "\t\t",
        *fusions,
        "\t\t\t",
        "[Small Variants]\t\t\t",
        _SMALL,
        *small,
    )


def _read(path: Path, *fusions: str, **more: Any) -> list[FusionObservation]:
    return read(_combined(path, *fusions, **more), "fusions", kinases("GRCh37")).fusions


def test_exon_skipping_joins_two_places_of_one_gene(tmp_path: Path) -> None:
    (found,) = _read(tmp_path / "x.tsv")
    five, three = found.five_prime, found.three_prime
    assert (five.gene, five.chrom, five.position) == ("MET", "chr7", 116411708)
    # The second breakpoint is the last base that is skipped.
    assert (three.gene, three.chrom, three.position) == ("MET", "chr7", 116414935)
    assert (found.junction, found.ordered, found.assay) == ("sense", True, "rna")
    assert (found.split_reads, found.spanning_reads) == (91, None)
    assert found.raw_support == {"Splice Supporting Reads": "91", "Reference Reads Transcript": "1"}
    assert found.raw_breakpoints == "chr7:116411708|chr7:116414934"


@pytest.mark.parametrize(
    ("pair", "five", "three", "ordered"),
    [
        ("EML4-ALK", ["EML4"], ["ALK"], True),
        ("CD74-ROS1;GOPC", ["CD74"], ["ROS1", "GOPC"], True),
        ("GOPC;ROS1-CD74", ["GOPC", "ROS1"], ["CD74"], True),
        ("HLA-A-ROS1;GOPC", ["HLA-A"], ["ROS1", "GOPC"], True),
        ("NKX2-1-ALK", ["NKX2-1"], ["ALK"], True),
        ("ALK-HLA-A", ["ALK"], ["HLA-A"], True),
        ("PPARG/AC016683.6;PAX8", ["PPARG"], ["AC016683.6", "PAX8"], False),
        ("HLA-A/ALK", ["HLA-A"], ["ALK"], False),
        ("NKX2-1-HLA-A", [], [], True),
    ],
)
def test_the_genes_of_a_pair_and_their_order(
    tmp_path: Path, pair: str, five: list[str], three: list[str], ordered: bool
) -> None:
    row = f"{pair}\tchr5:149784243\tchr6:117645578\t96\t2\t0"
    (found,) = _read(tmp_path / "x.tsv", row, splice=())
    assert (found.five_prime.genes, found.three_prime.genes) == (five, three)
    assert (found.five_prime.position, found.three_prime.position) == (149784243, 117645578)
    assert (found.ordered, found.junction) == (ordered, "sense" if ordered else "unknown")
    assert found.split_reads == 96


@pytest.mark.parametrize("rows", [(), ("NA\t\t\t\t\t",)])
def test_sections_without_calls(tmp_path: Path, rows: tuple[str, ...]) -> None:
    assert _read(tmp_path / "x.tsv", *rows, splice=rows) == []


def test_a_section_that_says_na_in_place_of_its_header(tmp_path: Path) -> None:
    path = write(tmp_path / "x.tsv", "[Splice Variants]", "NA\t\t", "[Fusions]", "NA")
    assert read(path, "fusions").fusions == []


def test_a_sample_without_rna_was_not_looked_at(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="no RNA library") as told:
        _read(tmp_path / "x.tsv", library="NA")
    assert (told.value.line, told.value.column) == (5, "RNA Sample ID")


def test_a_file_that_ends_before_the_fusions(tmp_path: Path) -> None:
    path = write(tmp_path / "x.tsv", "[Splice Variants]", _SPLICE, _MET14)
    with pytest.raises(InputProblem, match=r"no section \[Fusions\]") as told:
        read(path, "fusions")
    assert told.value.found.endswith(
        "the sections are [Splice Variants], and the file ends in line 3"
    )


@pytest.mark.parametrize("role", ["fusions", "copy_number", "small_variants"])
def test_a_file_that_ends_after_its_details(tmp_path: Path, role: Role) -> None:
    banner = "DRAGEN TruSight Oncology 500 v2.6.2 Analysis Software - Combined Variant Output"
    path = write(tmp_path / "x.tsv", banner, "[Analysis Details]", "DNA Sample ID\tD1")
    with pytest.raises(InputProblem, match=r"the sections are \[Analysis Details\]") as told:
        read(path, role)
    assert "If the file was cut" in (told.value.advice or "")


@pytest.mark.parametrize(
    ("role", "held"),
    [
        (
            "fusions",
            {
                "copy_number": "[Gene Amplifications] and [GIS]",
                "small_variants": "[Small Variants]",
            },
        ),
        (
            "copy_number",
            {"fusions": "[Fusions] and [Splice Variants]", "small_variants": "[Small Variants]"},
        ),
        (
            "small_variants",
            {
                "fusions": "[Fusions] and [Splice Variants]",
                "copy_number": "[Gene Amplifications] and [GIS]",
            },
        ),
    ],
)
def test_what_the_file_holds_for_other_roles(
    tmp_path: Path, role: Role, held: dict[Role, str]
) -> None:
    content = read(_combined(tmp_path / "x.tsv"), role, kinases("GRCh37"))
    assert content.held_for_others == held


@pytest.mark.parametrize(
    ("role", "lost", "held"),
    [
        ("small_variants", {"library": "NA"}, {"copy_number"}),
        ("fusions", {"dna": "NA"}, set()),
    ],
)
def test_what_was_not_looked_for_is_not_held(
    tmp_path: Path, role: Role, lost: dict[str, str], held: set[Role]
) -> None:
    content = read(_combined(tmp_path / "x.tsv", **lost), role, kinases("GRCh37"))  # type: ignore[arg-type]
    assert set(content.held_for_others) == held


def _plasma(path: Path, title: str) -> Path:
    details = ("[Analysis Details]", "Sample ID\tP1", "")
    row = "EML4-ALK\tchr2:42522654\tchr2:29446394\t75\t749\t9"
    return write(path, *details, f"[{title}]", _FUSIONS, row)


@pytest.mark.parametrize("title", ["Fusions", "DNA Fusions"])
def test_fusions_of_plasma_are_of_dna(tmp_path: Path, title: str) -> None:
    content = read(_plasma(tmp_path / "x.tsv", title), "fusions", kinases("GRCh37"))
    assert [each.assay for each in content.fusions] == ["dna"]
    assert (content.shows, content.sample_name) == (("dna_junctions",), "P1")


def test_fusions_of_tissue_are_of_rna(tmp_path: Path) -> None:
    content = read(_combined(tmp_path / "x.tsv"), "fusions", kinases("GRCh37"))
    assert ({each.assay for each in content.fusions}, content.shows) == ({"rna"}, None)


def _small(path: Path, *rows: str) -> Content:
    return read(_combined(path, small=rows), "small_variants", kinases("GRCh37"))


def test_a_small_variant_has_the_reads_and_names_of_its_row(tmp_path: Path) -> None:
    content = _small(tmp_path / "x.tsv", _G1202R)
    (found,) = content.small_variants
    assert (found.chrom, found.position, found.ref, found.alt) == ("chr2", 29443613, "C", "T")
    assert (found.vaf, found.depth, found.filters, found.source.line) == (0.12, 486, [], 25)
    (name,) = found.annotations
    assert (name.gene, name.transcript) == ("ALK", "NM_004304.5")
    assert (name.hgvs_c, name.hgvs_p) == ("c.3604G>A", "p.(Gly1202Arg)")
    assert content.sample_name == "DNA1"


@pytest.mark.parametrize("rows", [("NA\t\t",), (), ("TP53\tchr17\tx\ty\tz\t2\tw",)])
def test_no_small_variant_of_the_genes(tmp_path: Path, rows: tuple[str, ...]) -> None:
    content = _small(tmp_path / "x.tsv", *rows)
    assert (content.small_variants, content.unread_alleles) == ([], [])


def test_an_allele_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    content = _small(tmp_path / "x.tsv", _G1202R.replace("\tT\t", "\tY\t"))
    assert content.small_variants == []
    assert [allele.written for allele in content.unread_alleles] == ["C>Y"]
    assert [warning.code for warning in content.warnings] == ["allele_not_read"]


def test_a_variant_outside_of_the_transcripts_has_no_name(tmp_path: Path) -> None:
    (found,) = _small(
        tmp_path / "x.tsv", "\tchr2\t29443613\tC\tT\t0.12\t486\t\t\t\t"
    ).small_variants
    assert found.annotations == []


@pytest.mark.parametrize(
    ("cell", "bad", "column"),
    [
        ("0.12", "0,12", "Allele Frequency"),
        ("0.12", "12", "Allele Frequency"),
        ("486", "many", "Depth"),
        ("29443613", "x", "Genomic Position"),
    ],
)
def test_a_bad_cell_of_a_small_variant(tmp_path: Path, cell: str, bad: str, column: str) -> None:
    with pytest.raises(InputProblem) as told:
        _small(tmp_path / "x.tsv", _G1202R.replace(f"\t{cell}\t", f"\t{bad}\t"))
    assert (told.value.line, told.value.column) == (25, column)


def test_a_sample_without_dna_was_not_looked_at(tmp_path: Path) -> None:
    path = _combined(tmp_path / "x.tsv", dna="NA")
    with pytest.raises(InputProblem, match="no DNA library, so that no small variants"):
        read(path, "small_variants", kinases("GRCh37"))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (("0.62", "2.10"), [(0.62, 2.1)]),
        (("0.62", "NA"), [(0.62, None)]),
        (("NA", "NA"), []),
        (("0.00", "2.00"), []),  # no tumor was found: no purity to use
    ],
)
def test_the_tumor_fraction_and_ploidy(
    tmp_path: Path, content: tuple[str, str], found: list[tuple[float, float | None]]
) -> None:
    path = _combined(tmp_path / "x.tsv", content=content)
    contents = read(path, "copy_number", kinases("GRCh37")).tumor_contents
    assert [(each.purity, each.ploidy) for each in contents] == found


@pytest.mark.parametrize(
    ("content", "column"),
    [(("62", "2"), "Tumor Fraction"), (("0.6", "-1"), "Ploidy"), (("x", "2"), "Tumor Fraction")],
)
def test_a_tumor_fraction_that_is_none(
    tmp_path: Path, content: tuple[str, str], column: str
) -> None:
    with pytest.raises(InputProblem) as told:
        read(_combined(tmp_path / "x.tsv", content=content), "copy_number", kinases("GRCh37"))
    assert told.value.column == column


def test_a_section_with_other_columns(tmp_path: Path) -> None:
    path = write(tmp_path / "x.tsv", "[Fusions]", "Gene Pair\tBreakpoint 1", "A-B\tchr1:1")
    with pytest.raises(InputProblem, match="has no column Breakpoint 2, Fusion Supporting Reads"):
        read(path, "fusions")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("EML4-ALK\tchr2\tchr2:29446394\t75\t0\t0", "Breakpoint 1"),
        ("EML4-ALK\tchr2:42522654\tchr2:x\t75\t0\t0", "Breakpoint 2"),
        ("EML4-ALK\tchr2:42522654\tchr2:29446394\tmany\t0\t0", "Fusion Supporting Reads"),
    ],
)
def test_a_bad_cell_of_a_section(tmp_path: Path, row: str, column: str) -> None:
    with pytest.raises(InputProblem) as told:
        _read(tmp_path / "x.tsv", row)
    assert (told.value.line, told.value.column) == (22, column)


_CALL = {
    "Caller": "DRAGEN", "Gene A": "EML4", "Gene B": "ALK", "Gene A Breakpoint": "chr2:42522654",
    "Gene B Breakpoint": "chr2:29446394", "Score": "0.5", "Filter": "PASS", "Alt Split": "70",
    "Alt Pair": "20", "KeepFusion": "True", "Alt Split Dedup": "61", "Alt Pair Dedup": "14",
    "Fusion Directionality Known": "True", "Gene A Sense": "True", "Gene B Sense": "True",
}  # fmt: skip


def _all(path: Path, **changed: str) -> list[FusionObservation]:
    cells = {**_CALL, **{name.replace("_", " "): cell for name, cell in changed.items()}}
    comments = ("# Source = FusionProcessor 1.0", "# Gene A = genes, separated by a semicolon")
    return read(
        write(path, *comments, ",".join(_CALL), ",".join(cells.values())), "fusions"
    ).fusions


def test_a_kept_fusion(tmp_path: Path) -> None:
    (found,) = _all(tmp_path / "x.csv")
    assert (found.five_prime.gene, found.five_prime.position) == ("EML4", 42522654)
    assert (found.three_prime.gene, found.three_prime.position) == ("ALK", 29446394)
    assert (found.junction, found.ordered, found.filters) == ("sense", True, [])
    assert (found.split_reads, found.spanning_reads, found.confidence) == (61, 14, None)
    assert found.raw_support["Alt Split"] == "70"


def test_a_dropped_fusion_is_no_observation(tmp_path: Path) -> None:
    assert _all(tmp_path / "x.csv", KeepFusion="False", Filter="FAIL;LOW_SCORE") == []


def test_what_the_software_notes_beside_a_pass(tmp_path: Path) -> None:
    (found,) = _all(tmp_path / "x.csv", Filter="PASS;LOW_ALT_TO_REF")
    assert (found.confidence, found.filters) == ("PASS;LOW_ALT_TO_REF", [])


@pytest.mark.parametrize(
    ("changed", "junction", "ordered"),
    [
        ({"Fusion_Directionality_Known": "False"}, "unknown", False),
        ({"Fusion_Directionality_Known": "N/A"}, "unknown", False),
        ({"Gene_B": "ROS1;GOPC", "Gene_B_Sense": "False;True"}, "sense", True),
        ({"Gene_B_Sense": "False"}, "antisense", True),
        ({"Gene_B_Sense": "N/A"}, "sense", True),
    ],
)
def test_the_order_of_a_kept_fusion(
    tmp_path: Path, changed: dict[str, str], junction: str, ordered: bool
) -> None:
    (found,) = _all(tmp_path / "x.csv", **changed)
    assert (found.junction, found.ordered) == (junction, ordered)


def test_counts_with_duplicates_where_there_are_no_others(tmp_path: Path) -> None:
    (found,) = _all(tmp_path / "x.csv", Alt_Split_Dedup="N/A", Alt_Pair_Dedup="N/A")
    assert (found.split_reads, found.spanning_reads) == (70, 20)


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"KeepFusion": "maybe"}, "KeepFusion"),
        ({"Gene_A_Breakpoint": "42522654"}, "Gene A Breakpoint"),
        ({"Alt_Split_Dedup": "x"}, "Alt Split Dedup"),
    ],
)
def test_a_bad_cell_of_the_table(tmp_path: Path, changed: dict[str, str], column: str) -> None:
    with pytest.raises(InputProblem) as told:
        _all(tmp_path / "x.csv", **changed)
    assert (told.value.line, told.value.column) == (4, column)
