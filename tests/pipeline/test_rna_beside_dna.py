"""A table of RNA and a VCF of DNA of one sample, from the files to the sentences of the report."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.interpretation.interpret import interpret
from annotator.model.findings import Fusion
from annotator.model.report import Report
from annotator.pipeline.sample import detect_sample
from annotator.readers.sheet.request import SampleRequest
from tests.builders import packaged
from tests.builders.files import vcf, write

_META = (
    "##fileformat=VCFv4.2",
    "##reference=GRCh38",
    "##source=GenerateSVCandidates 1.6.0",
)
_BREAKENDS = {
    "EML4::ALK, opposed": "chr2\t42299000\to\tN\tN[chr2:29224000[",
    "EML4::ALK, reciprocal": "chr2\t42299001\tr\tN\t[chr2:29224001[N",
    "ALK, no gene": "chr2\t30000000\tq\tN\tN]chr2:29224000]",
    "CD74::ROS1, intron 32": "chr6\t117328000\tc\tN\tN[chr5:150404000[",
}
_NAMES = "Hugo_Symbol\tTumor_Sample_Barcode\tFusion\tDNA_support\tRNA_support\tFrame\tComments"
_STAR = (
    "#FusionName\tJunctionReadCount\tSpanningFragCount\tSpliceType\tLeftGene\tLeftBreakpoint\t"
    "RightGene\tRightBreakpoint\tLargeAnchorSupport\tFFPM"
)
_IN_RNA = {
    "names": "EML4-ALK fusion\tno\tyes\tin-frame\t",
    "EML4::ALK": "EML4^E\tchr2:42295516:+\tALK^E\tchr2:29223528:-",
    "CD74::ROS1": "CD74^E\tchr5:150404680:-\tROS1^E\tchr6:117324415:-",
}


def _report(folder: Path, in_rna: str, in_dna: str | None) -> Report:
    if in_rna in _IN_RNA and "chr" in _IN_RNA[in_rna]:
        sides = _IN_RNA[in_rna]
        table = write(folder / "rna.tsv", _STAR, f"A--B\t20\t5\tONLY_REF_SPLICE\t{sides}\tYES\t1")
    else:
        row = _IN_RNA.get(in_rna, in_rna)
        table = write(folder / "rna.tsv", _NAMES, f"X\tS\t{row}")
    given: dict[str, object] = {"sample": "S", "genome_build": "GRCh38", "fusions": [str(table)]}
    if in_dna:
        record = f"{_BREAKENDS[in_dna]}\t.\tPASS\tSVTYPE=BND\tPR:SR\t50,10:60,12"
        path = vcf(folder / "dna.vcf", record, samples=("S",), meta=_META)
        given["structural_variants"] = [str(path)]
    document = detect_sample(packaged.environment(), SampleRequest.model_validate(given))
    return interpret(document, packaged.knowledge_as_of(), datetime(2026, 8, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("in_rna", "in_dna", "names"),
    [
        ("names", "EML4::ALK, opposed", ["EML4::ALK"]),
        ("names", "EML4::ALK, reciprocal", ["EML4::ALK"]),
        ("EML4::ALK", "EML4::ALK, opposed", ["EML4::ALK"]),
        ("EML4::ALK", "EML4::ALK, reciprocal", ["EML4::ALK"]),
        ("EML4::ALK", "ALK, no gene", ["EML4::ALK"]),
        ("CD74::ROS1", "CD74::ROS1, intron 32", ["CD74::ROS1"]),
    ],
)
def test_the_report_of_a_fusion_that_rna_shows_asks_for_nothing(
    tmp_path: Path, in_rna: str, in_dna: str, names: list[str]
) -> None:
    report = _report(tmp_path, in_rna, in_dna)
    fusions = [found for found in report.findings if isinstance(found, Fusion)]
    assert [found.name for found in fusions] == names
    (driver,) = [line for line in report.summary if line.question == "driver"]
    assert driver.result == "present"
    assert report.guidance.options
    said = " ".join([driver.answer, *(found.classification_reason for found in fusions)])
    assert "onfirm" not in said
    assert "no chimeric" not in said
    assert not any("needs confirmation" in note for note in report.guidance.notes)


@pytest.mark.parametrize(
    ("row", "skipping"),
    [
        ("MET-intragenic\tno\tyes\tunknown\t", "indeterminate"),
        ("MET fusion\tno\tyes\tunknown\tMET exon 14 skipping", "indeterminate"),
        ("MET fusion\tno\tyes\tunknown\tseen", "not_assessed"),
    ],
)
def test_a_row_of_met_alone(tmp_path: Path, row: str, skipping: str) -> None:
    report = _report(tmp_path, row, None)
    names = {found.name for found in report.findings if isinstance(found, Fusion)}
    is_within = skipping == "indeterminate"
    assert ("unknown::MET" in names) is not is_within
    results = {each.target: each.result for each in report.assessments}
    assert results["MET exon 14 skipping"] == skipping
