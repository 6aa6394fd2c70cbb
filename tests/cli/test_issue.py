"""A report that a laboratory issues, by the commands: assay, case, status and comment."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.cli.main import main
from tests.builders.files import vcf
from tests.readers.test_laboratory import SVG

LABORATORY = """\
name: Laboratory One
logo: logo.svg
assays:
  panel:
    genes: {ALK: [23], ROS1: }
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    vcf(tmp_path / "small.vcf")
    (tmp_path / "lab.yaml").write_text(LABORATORY)
    (tmp_path / "logo.svg").write_text(SVG)
    return tmp_path


def run(folder: Path, *more: str) -> int:
    return main(
        ["report", "--sample", "S", "--small-variants", str(folder / "small.vcf"),
         "--genome-build", "GRCh38", "--laboratory", str(folder / "lab.yaml"),
         "--created", "2026-11-22T00:00:00Z", "--outdir", str(folder / "out"), *more]
    )  # fmt: skip


def made(folder: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads((folder / "out/S/S.report.json").read_text())
    return report


def test_laboratory_assay_and_case_stand_in_the_report(files: Path) -> None:
    case = ("--accession", "S-1", "--sex", "F", "--tumor-content", "30%", "--status", "draft")
    assert run(files, "--assay", "panel", *case) == 0
    report = made(files)
    assert report["laboratory"]["name"] == "Laboratory One"
    assert report["assay"]["genes"] == {"ALK": [23], "ROS1": []}
    assert (report["case"]["sex"], report["case"]["tumor_content"]) == ("female", 0.3)
    assert report["banners"][0] == "Draft: not released for clinical use."
    by_target = {a["target"]: a for a in report["assessments"]}
    assert by_target["MET amplification"]["reason"] == "not in the assay panel"
    assert by_target["ALK C1156"]["reason"] == "exon 22 of ALK not in the assay panel"


def test_an_amended_report_says_what_it_amends(files: Path) -> None:
    assert run(files, "--amends", "S-123: other block") == 0
    assert made(files)["case"]["status"] == "amended"
    assert made(files)["banners"][0] == (
        "Amended report: it takes the place of S-123. Reason: other block."
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--status", "amended"), "no report is named"),
        (("--status", "final", "--amends", "A: b"), "the status is final"),
        (("--amends", "A"), "REPORT_ID: why it was amended"),
        (("--assay", "panle"), "Did you mean panel?"),
        (("--birth-date", "2026-11-23"), "lies after the day of the report"),
        (("--sex", "x"), "female, male, other or unknown"),
        (("--tumor-content", "30"), "a fraction from 0 to 1"),
    ],
)
def test_what_does_not_fit_is_refused(
    files: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    assert run(files, *arguments) == 2
    assert message in capsys.readouterr().err


def test_an_assay_that_no_file_describes_is_a_warning(files: Path) -> None:
    (files / "lab.yaml").write_text("name: One\n")
    assert run(files, "--assay", "panel") == 2
    arguments = ["report", "--sample", "S", "--small-variants", str(files / "small.vcf")]
    arguments += ["--genome-build", "GRCh38", "--assay", "panel", "--outdir", str(files / "out")]
    assert main(arguments) == 0
    assert "assay_not_described" in [w["code"] for w in made(files)["warnings"]]


def test_a_comment_is_laid_over_the_findings(files: Path) -> None:
    assert run(files) == 0
    assert made(files)["interpretation"] != []
    findings = str(files / "out/S/S.findings.json")
    out = ["--outdir", str(files / "out")]
    assert main(["interpret", findings, "--comment", "In my view.", *out]) == 0
    assert made(files)["interpretation"] == []
    assert made(files)["case"]["comment"] == "In my view."
