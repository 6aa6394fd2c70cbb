"""Small variants from a MAF."""

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import SmallVariantObservation
from annotator.readers.format import Scope
from annotator.readers.registry import format_of
from tests.builders.files import data_file, everywhere, read, scope, write

_CELLS = {
    "Hugo_Symbol": "ALK",
    "NCBI_Build": "GRCh38",
    "Chromosome": "2",
    "Start_Position": "29220831",
    "End_Position": "29220831",
    "Reference_Allele": "C",
    "Tumor_Seq_Allele1": "C",
    "Tumor_Seq_Allele2": "T",
    "Tumor_Sample_Barcode": "T1",
    "HGVSc": "ENST00000389048.8:c.3604G>A",
    "HGVSp": "p.Gly1202Arg",
    "Transcript_ID": "ENST00000389048",
    "t_depth": "400",
    "t_ref_count": "340",
    "t_alt_count": "60",
    "FILTER": "PASS",
}


def _maf(path: Path, *changes: dict[str, str], without: tuple[str, ...] = ()) -> Path:
    columns = [name for name in _CELLS if name not in without]
    rows = ["\t".join((_CELLS | change)[name] for name in columns) for change in changes]
    return write(path, "#version 2.4", "\t".join(columns), *rows)


def _read(
    tmp_path: Path, *changes: dict[str, str], without: tuple[str, ...] = ()
) -> list[SmallVariantObservation]:
    path = _maf(tmp_path / "x.maf", *changes, without=without)
    return read(path, "small_variants", _scope()).small_variants


def _scope(tumor_sample: str | None = None) -> Scope:
    return scope(tumor_sample=tumor_sample, genes={"ALK"})


def test_a_row(tmp_path: Path) -> None:
    found = _read(tmp_path, {})[0]
    assert (found.caller, found.chrom, found.position) == ("maf", "chr2", 29220831)
    assert (found.ref, found.alt, found.filters, found.source.line) == ("C", "T", [], 3)
    assert (found.depth, found.alt_reads, found.vaf) == (400, 60, 0.15)
    name = found.annotations[0]
    assert (name.gene, name.transcript, name.source) == ("ALK", "ENST00000389048", "MAF")
    assert (name.hgvs_c, name.hgvs_p) == ("c.3604G>A", "p.Gly1202Arg")


@pytest.mark.parametrize(("ref", "alt"), [("-", "TTC"), ("CAG", "-"), ("CA", "TG"), ("CAG", "T")])
def test_indels_stay_as_written(tmp_path: Path, ref: str, alt: str) -> None:
    change = {"Reference_Allele": ref, "Tumor_Seq_Allele1": ref, "Tumor_Seq_Allele2": alt}
    found = _read(tmp_path, change)[0]
    assert (found.position, found.ref, found.alt) == (29220831, ref, alt)


def test_both_alleles_where_both_differ(tmp_path: Path) -> None:
    found = _read(tmp_path, {"Tumor_Seq_Allele1": "A"})
    assert [(v.alt, v.alt_reads) for v in found] == [("T", 60), ("A", None)]
    assert [v.alt for v in _read(tmp_path, {"Tumor_Seq_Allele1": "T"})] == ["T"]
    found = _read(tmp_path, {"Tumor_Seq_Allele1": "A", "Tumor_Seq_Allele2": "C"})
    assert [(v.alt, v.alt_reads) for v in found] == [("A", 60)]


def test_depth_from_its_parts_and_nothing_from_nothing(tmp_path: Path) -> None:
    found = _read(tmp_path, {}, without=("t_depth",))[0]
    assert (found.depth, found.vaf) == (400, 0.15)
    none = _read(tmp_path, {"t_depth": ".", "t_ref_count": "", "t_alt_count": "NA"})[0]
    assert (none.depth, none.alt_reads, none.vaf) == (None, None, None)


def test_filters_and_rows_elsewhere(tmp_path: Path) -> None:
    far = {"Start_Position": "5"}
    found = _read(tmp_path, {"FILTER": "panel_of_normals;PASS"}, far, {"Chromosome": "3"})
    assert [v.filters for v in found] == [["panel_of_normals"]]


def test_the_sample_is_the_only_one_or_the_named_one(tmp_path: Path) -> None:
    path = _maf(tmp_path / "x.maf", {}, {"Tumor_Sample_Barcode": "T2", "t_alt_count": "7"})
    with pytest.raises(InputProblem, match="2 tumor samples: T1, T2"):
        read(path, "small_variants")
    found = read(path, "small_variants", _scope("T2")).small_variants
    assert [v.alt_reads for v in found] == [7]
    with pytest.raises(InputProblem, match="no Tumor_Sample_Barcode 'T3'"):
        read(path, "small_variants", _scope("T3"))


def test_a_maf_without_rows_holds_no_variant(tmp_path: Path) -> None:
    assert _read(tmp_path) == []


def test_columns_in_the_case_of_the_first_tcga_files(tmp_path: Path) -> None:
    path = _maf(tmp_path / "x.maf", {})
    path.write_text(path.read_text().replace("Start_Position", "Start_position"))
    assert len(read(path, "small_variants").small_variants) == 1


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Start_Position", "x"),
        ("Tumor_Seq_Allele2", "<DEL>"),
        ("Tumor_Seq_Allele2", ""),
        ("Reference_Allele", "C-"),
        ("t_alt_count", "-3"),
    ],
)
def test_bad_cell(tmp_path: Path, column: str, cell: str) -> None:
    with pytest.raises(InputProblem) as raised:
        _read(tmp_path, {}, {column: cell})
    assert (raised.value.line, raised.value.column) == (4, column)


@pytest.mark.parametrize(
    ("cells", "builds"),
    [
        (["37"], ["GRCh37"]),
        (["GRCh38", "GRCh38"], ["GRCh38"]),
        (["hg19"], ["GRCh37"]),
        (["37", "38"], ["GRCh37", "GRCh38"]),
        (["."], []),
        (["unknown"], []),
    ],
)
def test_build(tmp_path: Path, cells: list[str], builds: list[str]) -> None:
    path = _maf(tmp_path / "x.maf", *({"NCBI_Build": cell} for cell in cells))
    file = data_file(path)
    told = format_of(file, "small_variants").build_evidence(file)
    assert [each.build for each in told] == builds


def test_real_vcf2maf(real_data: Path) -> None:
    path = real_data / "maf/vcf2maf_test_b38_output.maf"
    found = read(path, "small_variants", everywhere()).small_variants
    assert [(v.position, v.ref, v.alt, v.depth, v.alt_reads, v.vaf) for v in found[:2]] == [
        (34792292, "A", "C", 54, 21, 0.388889),
        (34792478, "C", "T", 901, 123, 0.136515),
    ]
    assert (found[3].position, found[3].ref, found[3].alt) == (34880555, "-", "CCTCTT")
    old = read(
        real_data / "maf/vcf2maf_test_output.vep_isoforms.maf", "small_variants", everywhere()
    )
    first = old.small_variants[0]
    assert (first.position, first.ref, first.alt, first.depth) == (11290179, "A", "-", 20)


def test_real_cohort_asks_for_the_sample(real_data: Path) -> None:
    path = real_data / "maf/tcga_laml.maf"
    with pytest.raises(InputProblem, match="TCGA-AB-2988"):
        read(path, "small_variants", everywhere())
    one = everywhere("TCGA-AB-2988")
    found = read(path, "small_variants", one).small_variants
    assert [(v.chrom, v.position, v.ref, v.alt, v.vaf) for v in found] == [
        ("chr17", 67170917, "T", "C", None),
        ("chr14", 21161742, "G", "A", None),
    ]


def test_a_row_without_reads_is_a_place_that_was_looked_at(tmp_path: Path) -> None:
    nothing = {"t_ref_count": "812", "t_alt_count": "0", "t_depth": "812"}
    content = read(_maf(tmp_path / "x.maf", nothing, {}), "small_variants", _scope())
    assert [v.alt_reads for v in content.small_variants] == [60]
    (notice,) = content.warnings
    assert notice.code == "genotype_without_reads"
    assert "1 allele has no read in the tumor and is left out (line 3)" in notice.message


def test_a_row_of_unknown_or_one_read_is_kept(tmp_path: Path) -> None:
    unknown = {"t_alt_count": ".", "t_ref_count": ".", "t_depth": "."}
    one = {"t_alt_count": "1", "Start_Position": "29220832"}
    assert [v.alt_reads for v in _read(tmp_path, unknown, one)] == [None, 1]


@pytest.mark.parametrize(
    ("column", "cell", "filters"),
    [
        ("judgement", "REJECT", ["REJECT"]),
        ("judgement", "KEEP", []),
        ("Validation_Status", "Invalid", ["Validation_Status=Invalid"]),
        ("Validation_Status", "Valid", []),
        ("Validation_Status", "Untested", []),
        ("validation_status", "INVALID", ["Validation_Status=Invalid"]),
        ("Mutation_Status", "Germline", ["germline"]),
        ("Mutation_Status", "Somatic", []),
        ("Mutation_Status", "Unknown", []),
        ("FILTER", "pass", []),
        ("FILTER", "KEEP", []),
        ("FILTER", "REJECT", ["REJECT"]),
    ],
)
def test_what_a_row_says_of_itself_is_a_filter(
    tmp_path: Path, column: str, cell: str, filters: list[str]
) -> None:
    cells = {**_CELLS, column: cell}
    path = write(tmp_path / "x.maf", "\t".join(cells), "\t".join(cells.values()))
    (found,) = read(path, "small_variants", _scope()).small_variants
    assert found.filters == filters


def test_a_decimal_comma_is_named(tmp_path: Path) -> None:
    cells = {**_CELLS, "tumor_f": "0,0385"}
    path = write(tmp_path / "x.maf", "\t".join(cells), "\t".join(cells.values()))
    with pytest.raises(InputProblem, match="0,0385") as raised:
        read(path, "small_variants", _scope())
    assert "not a comma" in (raised.value.expected or "")


def test_the_barcode_of_the_sample_itself_is_read(tmp_path: Path) -> None:
    path = _maf(tmp_path / "x.maf", {}, {"Tumor_Sample_Barcode": "T2", "t_alt_count": "7"})
    content = read(path, "small_variants", replace(_scope(), sample="T2"))
    assert [v.alt_reads for v in content.small_variants] == [7]
    with pytest.raises(InputProblem, match="2 tumor samples"):
        read(path, "small_variants", replace(_scope(), sample="T3"))


@pytest.mark.parametrize("cell", ["36", "hg18", "mm10", "GRCm38", "CHM13v2.0"])
def test_another_assembly_is_an_error(tmp_path: Path, cell: str) -> None:
    file = data_file(_maf(tmp_path / "x.maf", {}, {"NCBI_Build": cell}))
    with pytest.raises(InputProblem, match="another assembly") as raised:
        format_of(file, "small_variants").build_evidence(file)
    assert raised.value.column == "NCBI_Build"
