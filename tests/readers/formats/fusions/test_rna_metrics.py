"""How well RNA was sequenced: of Oncomine, TSO 500 and DRAGEN, read from their files."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.readers.format import Content
from annotator.readers.registry import format_of
from tests.builders.files import data_file, kinases, read, vcf, write

_META = ("##fileformat=VCFv4.1", "##reference=hg19", "##TotalMappedFusionPanelReads={}")
_CONTROL = "chr1 9 C G <X> . {} SVTYPE={};READ_COUNT={};GENE_NAME=TBP GT:GQ ./.:."
_HEADER = "Metric (UOM)\tLSL Guideline\tUSL Guideline\tP1\tS"


def told(content: Content) -> list[tuple[str, float, float | None, float | None]]:
    return [(each.name, each.value, each.low, each.high) for each in content.rna_metrics]


def oncomine(path: Path, *records: str, reads: str = "73149") -> Content:
    meta = (*_META[:2], _META[2].format(reads))
    return read(vcf(path, *records, meta=meta), "fusions", kinases("GRCh37"))


def test_oncomine_reads_and_controls(tmp_path: Path) -> None:
    controls = [
        _CONTROL.format("PASS", "ExprControl", 500),
        _CONTROL.format("PASS", "ExprControl", 0),
        _CONTROL.format("FAIL", "ExprControl", 9),
        _CONTROL.format("PASS", "ProcControl", 2),
        _CONTROL.format("PASS", "ProcControl", 7),
    ]
    assert told(oncomine(tmp_path / "x.vcf", *controls)) == [
        ("TotalMappedFusionPanelReads", 73149, None, None),
        ("ExprControl targets with reads", 1, None, None),
        ("ExprControl targets without reads", 2, None, None),
        ("ProcControl most reads", 7, None, None),
    ]


def test_oncomine_without_controls(tmp_path: Path) -> None:
    assert told(oncomine(tmp_path / "x.vcf")) == [
        ("TotalMappedFusionPanelReads", 73149, None, None)
    ]


def test_reads_of_the_panel_that_are_no_number(tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as problem:
        oncomine(tmp_path / "x.vcf", reads="many")
    assert problem.value.column == "TotalMappedFusionPanelReads"


def tso500(path: Path, *rows: str, header: str = _HEADER, sample: str = "S") -> Content:
    write(path, "[Header]\t", "Output Date\t2024", "", "[RNA Library QC Metrics]\t", header, *rows,
          "", "[RNA Expanded Metrics]", header, "TOTAL\tNA\tNA\t1\t1")  # fmt: skip
    assert format_of(data_file(path), "fusions").name == "tso500_metrics"
    return read(path, "fusions", kinases("GRCh37", sample))


def test_tso500_metrics_of_the_sample_with_the_guidelines_of_the_file(tmp_path: Path) -> None:
    content = tso500(
        tmp_path / "MetricsOutput.tsv",
        "MEDIAN_INSERT_SIZE (bp)\t80\tNA\t100\t60",
        "MEDIAN_CV_GENE_500X (Coefficient)\tNA\t0.93\t0.5\t0.7",
        "TOTAL_ON_TARGET_READS (NA)\t2500000\tNA\t1\tNA",
    )
    assert told(content) == [
        ("MEDIAN_INSERT_SIZE", 60, 80, None),
        ("MEDIAN_CV_GENE_500X", 0.7, None, 0.93),
    ]
    assert content.sample_name == "S"


def test_tso500_metrics_of_other_samples_are_not_taken(tmp_path: Path) -> None:
    content = tso500(tmp_path / "x.tsv", "MEDIAN_INSERT_SIZE (bp)\t80\tNA\t100\t60", sample="P3")
    assert content.rna_metrics == []
    assert [warning.code for warning in content.warnings] == ["sample_not_in_table"]


@pytest.mark.parametrize(
    ("row", "header"),
    [("MEDIAN_INSERT_SIZE (bp)\t80\tNA\t1\tlong", _HEADER), ("x\t1\t1", "Metric (UOM)\tP1\tS")],
)
def test_tso500_metrics_that_cannot_be_read(tmp_path: Path, row: str, header: str) -> None:
    with pytest.raises(InputProblem):
        tso500(tmp_path / "x.tsv", row, header=header)


def test_tso500_metrics_without_rna(tmp_path: Path) -> None:
    path = write(tmp_path / "x.tsv", "[Run Metrics]\t", "PCT_PF_READS (%)\t80\tNA\t90")
    with pytest.raises(InputProblem, match="no section"):
        read(path, "fusions", kinases("GRCh37"))


def test_dragen_mapped_reads(tmp_path: Path) -> None:
    lines = ("MAPPING/ALIGNING SUMMARY,,Total input reads,9,100.00",
             "MAPPING/ALIGNING SUMMARY,,Mapped reads,7,77.78")  # fmt: skip
    path = write(tmp_path / "S.mapping_metrics.csv", *lines)
    content = read(path, "fusions", kinases("GRCh37"))
    assert told(content) == [("Mapped reads", 7, None, None)]
    for bad in ((lines[0],), (lines[1].replace(",7,", ",x,"),)):
        with pytest.raises(InputProblem):
            read(write(path, *bad), "fusions", kinases("GRCh37"))
