"""The RNA rows of an Oncomine VCF: targets, exon variants, imbalance. GRCh37."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.readers.format import Content
from annotator.readers.registry import format_of
from tests.builders.files import data_file, kinases, read, vcf, with_targets

_META = ("##fileformat=VCFv4.1", "##reference=hg19", "##TotalMappedFusionPanelReads=73149")
_ALK = (
    "chr2 42491871 EML4-ALK.E6aA20.AB374361_1 G G]chr2:29446394] . PASS "
    "SVTYPE=Fusion;READ_COUNT=731;GENE_NAME=EML4;EXON_NUM=6;RPM=99 GT:GQ ./.:.",
    "chr2 29446394 EML4-ALK.E6aA20.AB374361_2 C C[chr2:42491871[ . PASS "
    "SVTYPE=Fusion;READ_COUNT=731;GENE_NAME=ALK;EXON_NUM=20;RPM=99 GT:GQ ./.:.",
)
_SKIPPED = (
    "chr7 116411708 MET-MET.M13M15.1_1 G G]chr7:116414935] . PASS "
    "SVTYPE=RNAExonVariant;READ_COUNT=5947;GENE_NAME=MET GT:GQ ./.:.",
    "chr7 116414935 MET-MET.M13M15.1_2 A A[chr7:116411708[ . PASS "
    "SVTYPE=RNAExonVariant;READ_COUNT=5947;GENE_NAME=MET GT:GQ ./.:.",
)
_WILD = (
    "chr7 116411708 MET.M13M14M15.WT_1 G G]chr7:116411903] . PASS "
    "SVTYPE=RNAExonVariant;READ_COUNT=800;GENE_NAME=MET GT:GQ ./.:."
)
_IMBALANCE = (
    "chr2 29448326 ALK_5P3P A <5P3P> . {} "
    "SVTYPE=5p3pAssays;READ_COUNT=12,340;GENE_NAME=ALK;5P_3P_ASSAYS=0.24 GT:GQ ./.:."
)
_SMALL = "chr2 29443695 COSM1 G T 99 PASS AF=0.2;TYPE=snp GT:GQ 0/1:99"


def _content(path: Path, *records: str, meta: tuple[str, ...] = _META) -> Content:
    file = vcf(path, *records, meta=meta)
    assert format_of(data_file(file), "fusions").name == "oncomine"
    return read(file, "fusions", kinases("GRCh37"))


def test_two_rows_are_one_fusion(tmp_path: Path) -> None:
    (found,) = _content(tmp_path / "x.vcf", _SMALL, *_ALK).fusions
    five, three = found.five_prime, found.three_prime
    assert (five.gene, five.chrom, five.position) == ("EML4", "chr2", 42491871)
    assert (three.gene, three.chrom, three.position) == ("ALK", "chr2", 29446394)
    assert (found.junction, found.ordered, found.assay) == ("sense", True, "rna")
    assert (found.split_reads, found.spanning_reads) == (731, None)
    assert (found.raw_support, found.filters) == ({"READ_COUNT": "731"}, [])


@pytest.mark.parametrize("kept", [0, 1])
def test_one_row_tells_both_places(tmp_path: Path, kept: int) -> None:
    (found,) = _content(tmp_path / "x.vcf", _ALK[kept]).fusions
    assert (found.five_prime.gene, found.five_prime.position) == ("EML4", 42491871)
    assert (found.three_prime.gene, found.three_prime.position) == ("ALK", 29446394)


def test_a_symbol_with_a_dash_in_the_name_of_a_target(tmp_path: Path) -> None:
    row = _ALK[1].replace("EML4-ALK", "HLA-A-ALK")
    (found,) = _content(tmp_path / "x.vcf", row).fusions
    assert (found.five_prime.gene, found.three_prime.gene) == ("HLA-A", "ALK")


def test_targets_without_reads_are_no_calls(tmp_path: Path) -> None:
    rows = [row.replace("READ_COUNT=731", "READ_COUNT=0") for row in _ALK]
    assert _content(tmp_path / "x.vcf", *rows).fusions == []


def test_a_target_that_failed_keeps_its_filter(tmp_path: Path) -> None:
    (found,) = _content(tmp_path / "x.vcf", *(row.replace("PASS", "FAIL") for row in _ALK)).fusions
    assert found.filters == ["FAIL"]


def test_exon_skipping_and_not_its_wild_type(tmp_path: Path) -> None:
    (found,) = _content(tmp_path / "x.vcf", *_SKIPPED, _WILD).fusions
    five, three = found.five_prime, found.three_prime
    assert (five.gene, three.gene) == ("MET", "MET")
    assert (five.position, three.position) == (116411708, 116414935)
    assert (found.junction, found.split_reads) == ("sense", 5947)


def test_imbalance_is_a_warning(tmp_path: Path) -> None:
    content = _content(tmp_path / "x.vcf", _IMBALANCE.format("PASS"))
    assert content.fusions == []
    (warning,) = content.warnings
    assert (warning.code, warning.source) == ("expression_imbalance", "x.vcf")
    assert "ALK" in warning.message
    assert "0.24" in warning.message


@pytest.mark.parametrize(
    "row", [_IMBALANCE.format("FAIL"), _IMBALANCE.format("PASS").replace("=ALK", "=RET")]
)
def test_imbalance_that_is_none_or_of_another_gene(tmp_path: Path, row: str) -> None:
    assert _content(tmp_path / "x.vcf", row).warnings == []


def test_imbalance_of_each_gene_whose_fusions_are_wanted(tmp_path: Path) -> None:
    row = _IMBALANCE.format("PASS").replace("=ALK", "=RET")
    file = data_file(vcf(tmp_path / "x.vcf", row, meta=_META))
    wanted = with_targets(kinases("GRCh37"), fusion_genes=frozenset({"RET"}))
    amplified = with_targets(kinases("GRCh37"), copy_number_genes=frozenset({"RET"}))
    read_by = format_of(file, "fusions").read
    assert [warning.code for warning in read_by(file, wanted).warnings] == ["expression_imbalance"]
    assert read_by(file, amplified).warnings == []


def test_a_sample_whose_rna_failed_is_told(tmp_path: Path) -> None:
    meta = (*_META, "##FusionSampleQC=FAIL (low reads)")
    (warning,) = _content(tmp_path / "x.vcf", *_ALK, meta=meta).warnings
    assert warning.code == "rna_sample_failed"


def test_a_file_without_rna_was_not_looked_at(tmp_path: Path) -> None:
    meta = ("##fileformat=VCFv4.1", '##INFO=<ID=READ_COUNT,Number=1,Type=String,Description="x">')
    with pytest.raises(InputProblem, match="no row of an RNA assay"):
        _content(tmp_path / "x.vcf", _SMALL, meta=meta)


def test_no_targets_at_all_in_a_file_of_rna(tmp_path: Path) -> None:
    assert _content(tmp_path / "x.vcf").fusions == []


def test_the_build_is_that_of_the_header(tmp_path: Path) -> None:
    file = data_file(vcf(tmp_path / "x.vcf", *_ALK, meta=_META))
    (told,) = format_of(file, "fusions").build_evidence(file)
    assert told.build == "GRCh37"


@pytest.mark.parametrize("count", ["READ_COUNT=x", "READS=3"])
def test_a_target_without_a_count(tmp_path: Path, count: str) -> None:
    with pytest.raises(InputProblem) as told:
        _content(tmp_path / "x.vcf", _ALK[0].replace("READ_COUNT=731", count))
    assert (told.value.line, told.value.column) == (5, "INFO/READ_COUNT")


def test_a_vcf_of_small_variants_is_none(tmp_path: Path) -> None:
    file = vcf(tmp_path / "x.vcf", _SMALL, meta=("##fileformat=VCFv4.1",))
    with pytest.raises(InputProblem, match="unknown format"):
        read(file, "fusions")
