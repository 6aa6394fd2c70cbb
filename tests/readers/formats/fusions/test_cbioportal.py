"""cBioPortal tables: places tell the genes, symbols are not trusted. GRCh37.

The traps are those that published studies hold; the rows are written anew.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from annotator.model.roles import Role
from annotator.readers.format import Content
from annotator.readers.registry import format_of
from tests.builders.files import data_file, kinases, read, write

_EML4_ALK = {
    "Sample_Id": "S1",
    "Site1_Hugo_Symbol": "ALK",
    "Site1_Chromosome": "2",
    "Site1_Position": "29447207",
    "Site1_Description": "Intron of ALK(-):813bp before exon 20",
    "Site2_Hugo_Symbol": "EML4",
    "Site2_Chromosome": "2",
    "Site2_Position": "42554727",
    "Site2_Description": "Intron of EML4(+):1Kb before exon 21",
    "Class": "INVERSION",
    "NCBI_Build": "GRCh37",
    "Connection_Type": "3to3",
    "Event_Info": "Protein Fusion: in frame  {EML4:ALK}",
    "SV_Status": "SOMATIC",
    "Tumor_Split_Read_Count": "7",
    "Tumor_Paired_End_Read_Count": "12",
    "Tumor_Variant_Count": "19",
}


def _table(path: Path, *rows: dict[str, str], columns: list[str] | None = None) -> Path:
    names = columns or list(_EML4_ALK)
    cells = ["\t".join({**_EML4_ALK, **row}[name] for name in names) for row in rows]
    return write(path, "\t".join(names), *cells)


def _content(
    path: Path, *rows: dict[str, str], sample: str | None = None, **more: list[str]
) -> Content:
    return read(_table(path, *rows, **more), "structural_variants", kinases("GRCh37", sample))


def _one(path: Path, **changed: str) -> FusionObservation:
    (found,) = _content(path, changed).fusions
    return found


def _sides(found: FusionObservation) -> list[tuple[list[str], int | None]]:
    return [(end.genes, end.position) for end in (found.five_prime, found.three_prime)]


def test_kept_sides_order_a_junction_of_dna(tmp_path: Path) -> None:
    found = _one(tmp_path / "x.txt")
    assert _sides(found) == [(["EML4"], 42554727), (["ALK"], 29447207)]
    assert (found.five_prime.strand, found.three_prime.strand) == ("+", "-")
    assert (found.junction, found.ordered, found.assay) == ("sense", True, "dna")
    assert (found.split_reads, found.spanning_reads, found.frame) == (7, 12, "in_frame")
    assert found.raw_breakpoints == "2:29447207|2:42554727 3to3"
    assert (found.caller, found.filters) == ("cbioportal_sv", [])


def test_the_reciprocal_junction_is_the_other_fusion(tmp_path: Path) -> None:
    found = _one(tmp_path / "x.txt", Connection_Type="5to5")
    assert _sides(found) == [(["ALK"], 29447207), (["EML4"], 42554727)]


@pytest.mark.parametrize("turned", [0, 1, 2])
def test_columns_in_any_order(tmp_path: Path, turned: int) -> None:
    names = list(_EML4_ALK)
    columns = {0: names[::-1], 1: sorted(names), 2: names[5:] + names[:5]}[turned]
    (found,) = _content(tmp_path / "x.txt", {}, columns=columns).fusions
    assert _sides(found) == [(["EML4"], 42554727), (["ALK"], 29447207)]


@pytest.mark.parametrize("descriptions", [True, False])
def test_symbols_swapped_against_the_places(tmp_path: Path, descriptions: bool) -> None:
    changed = {"Site1_Hugo_Symbol": "EML4", "Site2_Hugo_Symbol": "ALK"}
    if not descriptions:
        changed |= {"Site1_Description": "NA", "Site2_Description": "NA"}
    found = _one(tmp_path / "x.txt", **changed)
    assert _sides(found) == [(["EML4"], 42554727), (["ALK"], 29447207)]


def test_a_symbol_of_an_unrelated_gene_is_left_out(tmp_path: Path) -> None:
    found = _one(
        tmp_path / "x.txt",
        Site1_Hugo_Symbol="ERG", Site1_Chromosome="21", Site1_Position="39945578",
        Site1_Description="NA", Site2_Hugo_Symbol="ROS1", Site2_Chromosome="21",
        Site2_Position="42867090", Site2_Description="NA", Connection_Type="3to5",
        Event_Info="Protein Fusion: in frame  {ERG:TMPRSS2}",
    )  # fmt: skip
    assert _sides(found) == [(["ERG"], 39945578), ([], 42867090)]


def test_a_symbol_of_another_gene_at_one_of_ours_is_left_out(tmp_path: Path) -> None:
    found = _one(
        tmp_path / "x.txt", Site1_Hugo_Symbol="CD47", Site1_Chromosome="7",
        Site1_Position="116412066", Site1_Description="NA", Site2_Hugo_Symbol="CAPZA2",
        Site2_Chromosome="7", Site2_Position="116500000", Site2_Description="NA",
        Connection_Type="5to3",
    )  # fmt: skip
    assert ([], 116412066) in _sides(found)
    assert (["CAPZA2"], 116500000) in _sides(found)


@pytest.mark.parametrize(
    ("told", "frame"),
    [
        ("Protein fusion: in frame (EML4-ALK)", "in_frame"),
        ("Protein Fusion: out of frame  {EML4:ALK}", "out_of_frame"),
        ("Protein Fusion: mid-exon  {EML4:ALK}", "unknown"),
        ("ALK-EML4 fusion", "unknown"),
        ("NA", "unknown"),
    ],
)
def test_frames_of_the_event(tmp_path: Path, told: str, frame: str) -> None:
    assert _one(tmp_path / "x.txt", Event_Info=told).frame == frame


@pytest.mark.parametrize("connection", ["NA", "", "5toN"])
def test_without_kept_sides_the_order_is_open(tmp_path: Path, connection: str) -> None:
    found = _one(tmp_path / "x.txt", Connection_Type=connection)
    assert (found.ordered, found.junction) == (False, "unknown")
    assert _sides(found) == [(["ALK"], 29447207), (["EML4"], 42554727)]


def test_a_row_of_a_targeted_rna_panel_has_names_alone(tmp_path: Path) -> None:
    found = _one(
        tmp_path / "x.txt", Site1_Position="NA", Site1_Chromosome="NA", Site1_Description="NA",
        Site2_Position="-1", Site2_Chromosome="NA", Site2_Description="NA", Connection_Type="NA",
        Event_Info="ALK-EML4 fusion - Archer",
    )  # fmt: skip
    assert _sides(found) == [(["ALK"], None), (["EML4"], None)]
    assert (found.ordered, found.junction, found.assay) == (False, "unknown", "rna")


def test_without_places_the_event_names_the_genes(tmp_path: Path) -> None:
    found = _one(
        tmp_path / "x.txt", Site1_Position="NA", Site1_Description="NA", Site2_Position="NA",
        Site2_Description="NA", Site1_Hugo_Symbol="ROS1",
        Event_Info="Protein Fusion: in frame  {ERG:EML4}",
    )  # fmt: skip
    assert _sides(found) == [([], None), (["EML4"], None)]


@pytest.mark.parametrize(
    ("remark", "genes"),
    [
        ("MET-intragenic", ["MET"]),
        ("Deletion of exon 14: in frame", ["MET"]),
        ("MET fusion - Archer", []),
        ("NA", []),
    ],
)
def test_a_row_of_one_gene_is_a_change_within_it_where_it_says_so(
    tmp_path: Path, remark: str, genes: list[str]
) -> None:
    found = _one(
        tmp_path / "x.txt", Site1_Hugo_Symbol="MET", Site1_Position="NA", Site1_Description="NA",
        Site2_Hugo_Symbol="NA", Site2_Position="NA", Site2_Description="NA",
        Connection_Type="NA", Event_Info=remark,
    )  # fmt: skip
    assert [end.genes for end in (found.five_prime, found.three_prime)] == [["MET"], genes]


@pytest.mark.parametrize(
    ("changed", "assays"),
    [
        ({}, ["dna"]),
        ({"Class": "Fusion"}, ["rna"]),
        ({"RNA_Support": "Yes"}, ["rna"]),
        ({"RNA_Support": "Yes", "DNA_Support": "Yes"}, ["dna", "rna"]),
        ({"DNA_Support": "yes", "Class": "FUSION"}, ["dna"]),
        ({"RNA_Support": "No"}, ["dna"]),
    ],
)
def test_rna_or_dna(tmp_path: Path, changed: dict[str, str], assays: list[str]) -> None:
    row = {"DNA_Support": "NA", "RNA_Support": "NA", **changed}
    found = _content(tmp_path / "x.txt", row, columns=[*_EML4_ALK, *list(row)[:2]]).fusions
    assert [each.assay for each in found] == assays


@pytest.mark.parametrize(
    ("event", "in_dna", "in_rna"),
    [
        ("in frame", "in_frame", "in_frame"),
        ("out of frame", "out_of_frame", "unknown"),
        ("fusion", "unknown", "unknown"),
    ],
)
def test_the_places_and_reads_of_a_row_that_both_support_are_of_dna(
    tmp_path: Path, event: str, in_dna: str, in_rna: str
) -> None:
    row = {"DNA_Support": "Yes", "RNA_Support": "Yes", "Event_Info": event}
    dna, rna = _content(tmp_path / "x.txt", row, columns=[*_EML4_ALK, *list(row)[:2]]).fusions
    assert dna.five_prime.place is not None
    assert (rna.five_prime.place, rna.three_prime.place) == (None, None)
    assert (rna.split_reads, rna.spanning_reads, rna.ordered) == (None, None, False)
    assert {*rna.five_prime.genes, *rna.three_prime.genes} == {"EML4", "ALK"}
    assert (dna.frame, rna.frame) == (in_dna, in_rna)


def test_the_connection_of_an_rna_row_says_nothing_of_kept_sides(tmp_path: Path) -> None:
    found = _one(
        tmp_path / "x.txt", Class="Fusion", Connection_Type="5to3", Site1_Hugo_Symbol="EML4",
        Site1_Position="42522656", Site1_Description="Exon 13 of EML4(+)",
        Site2_Hugo_Symbol="ALK", Site2_Position="29446394", Site2_Description="Exon 20 of ALK(-)",
    )  # fmt: skip
    assert (found.ordered, found.junction) == (False, "unknown")
    assert _sides(found) == [(["EML4"], 42522656), (["ALK"], 29446394)]


@pytest.mark.parametrize(
    ("split", "pairs", "total", "read"),
    [("-1", "-1", "110", (110, None)), ("138", "-1", "-1", (138, None)),
     ("-1", "4", "9", (None, 4)), ("NA", "", "NA", (None, None)), ("7.0", "NA", "NA", (7, None))],
)  # fmt: skip
def test_counts_and_the_sign_of_none(
    tmp_path: Path, split: str, pairs: str, total: str, read: tuple[int | None, int | None]
) -> None:
    found = _one(
        tmp_path / "x.txt",
        Tumor_Split_Read_Count=split,
        Tumor_Paired_End_Read_Count=pairs,
        Tumor_Variant_Count=total,
    )
    assert (found.split_reads, found.spanning_reads) == read


def test_a_germline_variant_did_not_pass(tmp_path: Path) -> None:
    assert _one(tmp_path / "x.txt", SV_Status="GERMLINE").filters == ["SV_Status=GERMLINE"]


def test_rows_of_other_samples_are_not_looked_at(tmp_path: Path) -> None:
    other = {"Sample_Id": "S2", "Site1_Position": "nowhere"}
    content = _content(tmp_path / "x.txt", {}, other, sample="S1")
    assert len(content.fusions) == 1
    with pytest.raises(InputProblem, match="nowhere"):
        _content(tmp_path / "x.txt", {}, other, sample="S2")


def test_a_place_of_another_build_contradicts_its_description(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="another build") as told:
        _one(tmp_path / "x.txt", Site1_Position="29223528")
    assert (told.value.line, told.value.column) == (2, "Site1_Position")


@pytest.mark.parametrize(
    ("changed", "column"),
    [({"Site2_Position": "x"}, "Site2_Position"), ({"Tumor_Variant_Count": "x"}, None),
     ({"Tumor_Split_Read_Count": "many"}, "Tumor_Split_Read_Count")],
)  # fmt: skip
def test_bad_cells(tmp_path: Path, changed: dict[str, str], column: str | None) -> None:
    if column is None:  # a column that is not asked where there is a better one
        assert _one(tmp_path / "x.txt", **changed).split_reads == 7
        return
    with pytest.raises(InputProblem) as told:
        _one(tmp_path / "x.txt", **changed)
    assert (told.value.line, told.value.column) == (2, column)


def test_builds_of_the_rows(tmp_path: Path) -> None:
    file = data_file(_table(tmp_path / "x.txt", {}, {"NCBI_Build": "37"}, {"NCBI_Build": "NA"}))
    form = format_of(file, "structural_variants")
    assert [told.build for told in form.build_evidence(file)] == ["GRCh37"]
    both = data_file(_table(tmp_path / "y.txt", {}, {"NCBI_Build": "GRCh38"}))
    assert [told.build for told in form.build_evidence(both)] == ["GRCh37", "GRCh38"]


@pytest.mark.parametrize(
    ("role", "name"),
    [("structural_variants", "cbioportal_sv"), ("fusions", "cbioportal_sv_fusions")],
)
def test_the_table_may_be_given_as_either(tmp_path: Path, role: Role, name: str) -> None:
    file = _table(tmp_path / "x.txt", {})
    assert format_of(data_file(file), role).name == name
    (found,) = read(file, role, kinases("GRCh37")).fusions
    assert found.caller == name


_NAMES = "Hugo_Symbol\tTumor_Sample_Barcode\tFusion\tDNA_support\tRNA_support\tFrame"


def _names(path: Path, *rows: str, header: str = _NAMES) -> list[FusionObservation]:
    return read(write(path, header, *rows), "fusions", kinases()).fusions


def test_a_fusion_is_read_once(tmp_path: Path) -> None:
    rows = [f"{gene}\tS1\tALK-EML4 fusion\tyes\tunknown\tin frame" for gene in ("ALK", "EML4")]
    (found,) = _names(tmp_path / "x.txt", *rows)
    assert _sides(found) == [(["ALK"], None), (["EML4"], None)]
    assert (found.ordered, found.junction, found.assay) == (False, "unknown", "dna")
    assert (found.frame, found.split_reads) == ("in_frame", None)
    assert found.raw_breakpoints == "ALK-EML4 fusion"


@pytest.mark.parametrize(
    ("text", "genes"),
    [
        ("ALK-EML4 fusion - Archer", [["ALK"], ["EML4"]]),
        ("HLA-A-ROS1", [["HLA-A"], ["ROS1"]]),
        ("ALK-intragenic", [["ALK"], ["ALK"]]),
        ("MET-INTRAGENIC", [["MET"], ["MET"]]),
        ("NKX2-1-HLA-A fusion", [["NKX2-1-HLA-A"], []]),
        ("EML4::ALK", [["EML4"], ["ALK"]]),
    ],
)
def test_names_of_fusions(tmp_path: Path, text: str, genes: list[list[str]]) -> None:
    (found,) = _names(tmp_path / "x.txt", f"S1\t{text}", header="Tumor_Sample_Barcode\tFusion")
    assert [end.genes for end in (found.five_prime, found.three_prime)] == genes
    assert found.assay == "rna"


@pytest.mark.parametrize(
    ("dna", "rna", "assays"),
    [
        ("yes", "yes", ["dna", "rna"]),
        ("yes", "no", ["dna"]),
        ("no", "yes", ["rna"]),
        ("unknown", "unknown", ["rna"]),
    ],
)
def test_names_that_dna_and_rna_support(
    tmp_path: Path, dna: str, rna: str, assays: list[str]
) -> None:
    found = _names(tmp_path / "x.txt", f"ALK\tS1\tEML4-ALK fusion\t{dna}\t{rna}\tin frame")
    assert [each.assay for each in found] == assays
    assert {each.frame for each in found} == {"in_frame"}


def test_a_row_without_a_name(tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as told:
        _names(tmp_path / "x.txt", "S1\t", header="Tumor_Sample_Barcode\tFusion")
    assert (told.value.line, told.value.column) == (2, "Fusion")


@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
def test_columns_in_any_case_of_letters(tmp_path: Path, case: Callable[[str], str]) -> None:
    path = _table(tmp_path / "x.txt", {})
    header, row = path.read_text().splitlines()
    write(path, case(header), row)
    content = read(path, "structural_variants", kinases("GRCh37"))
    assert content == read(_table(tmp_path / "x.txt", {}), "structural_variants", kinases("GRCh37"))
    assert content.fusions[0].split_reads == 7
    file = data_file(write(path, case(header), row))
    evidence = format_of(file, "structural_variants").build_evidence(file)
    assert [one.build for one in evidence] == ["GRCh37"]


def test_the_column_of_samples_may_be_written_sample_id(tmp_path: Path) -> None:
    path = _table(tmp_path / "x.txt", {"Sample_Id": "S1"}, {"Sample_Id": "S2"})
    write(path, *path.read_text().replace("Sample_Id", "Sample_ID").splitlines())
    content = read(path, "structural_variants", kinases("GRCh37", "S2"))
    assert (len(content.fusions), content.sample_name) == (1, "S2")


def test_a_frame_with_underscores(tmp_path: Path) -> None:
    assert _one(tmp_path / "x.txt", Event_Info="OUT_OF_FRAME").frame == "out_of_frame"


def test_names_of_fusions_in_columns_of_any_case(tmp_path: Path) -> None:
    path = write(
        tmp_path / "x.txt",
        "TUMOR_SAMPLE_BARCODE\tFUSION\tDNA_SUPPORT\tFRAME",
        "S1\tEML4-ALK fusion\tyes\tin frame",
    )
    (found,) = read(path, "fusions", kinases()).fusions
    assert (found.assay, found.frame) == ("dna", "in_frame")


# OncoKB's table of structural variants

_ONCOKB = "Tumor_Sample_Barcode\tGeneA\tGeneB\tSv_Type"


@pytest.mark.parametrize(
    ("role", "name", "assay"),
    [("structural_variants", "oncokb_sv", "dna"), ("fusions", "oncokb_sv_fusions", "rna")],
)
def test_the_option_says_what_was_sequenced(
    tmp_path: Path, role: Role, name: str, assay: str
) -> None:
    path = write(tmp_path / "x.txt", _ONCOKB, "S1\tALK\tEML4\tFUSION", "S2\tA\tB\tFUSION")
    assert format_of(data_file(path), role).name == name
    (found,) = read(path, role, kinases(sample="S1")).fusions
    assert (found.five_prime.genes, found.three_prime.genes) == (["ALK"], ["EML4"])
    assert (found.assay, found.ordered, found.junction) == (assay, False, "unknown")
    assert found.raw_breakpoints == "ALK EML4 FUSION"


@pytest.mark.parametrize(
    ("kind", "genes"), [("DELETION", ["MET"]), ("FUSION", []), ("UNKNOWN", [])]
)
def test_a_deletion_of_one_gene_lies_within_it(tmp_path: Path, kind: str, genes: list[str]) -> None:
    path = write(tmp_path / "x.txt", _ONCOKB, f"S1\tMET\t\t{kind}")
    (found,) = read(path, "structural_variants", kinases()).fusions
    assert [end.genes for end in (found.five_prime, found.three_prime)] == [["MET"], genes]


def test_a_variant_of_no_gene_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "x.txt", _ONCOKB, "S1\t\tNA\tFUSION")
    with pytest.raises(InputProblem) as told:
        read(path, "structural_variants", kinases())
    assert (told.value.line, told.value.column) == (2, "GeneA+GeneB")
