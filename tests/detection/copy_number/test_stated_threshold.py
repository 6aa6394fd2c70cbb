"""A discrete amplification whose threshold the input states is judged as that many copies."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.findings import Assessment
from annotator.pipeline.sample import detect_sample
from annotator.readers.sheet.request import SampleRequest
from tests.builders import packaged
from tests.builders.files import write


def met(folder: Path, level: str, *stated: str, specimen: str = "tissue") -> Assessment:
    table = write(folder / "data_CNA.txt", "Hugo_Symbol\tS", f"MET\t{level}")
    spec = str(table)
    if stated:
        spec = f"{write(folder / 'study.yaml', 'table: discrete', 'name: study', *stated)}={table}"
    given = {"sample": "S", "genome_build": "GRCh37", "copy_number": [spec], "specimen": specimen}
    request = SampleRequest.model_validate(given)
    document = detect_sample(packaged.environment(), request)
    return next(a for a in document.assessments if a.target == "MET amplification")


def test_without_a_threshold_it_stays_open(tmp_path: Path) -> None:
    found = met(tmp_path, "2")
    assert (found.result, "discrete level 2" in found.reason) == ("indeterminate", True)


@pytest.mark.parametrize(
    ("copies", "focal", "result"),
    [("10", "true", "present"), ("9.9", "true", "indeterminate"), ("10", "false", "indeterminate"),
     ("4.5", "true", "absent")],
)  # fmt: skip
def test_the_lines_of_sequencing_decide(
    tmp_path: Path, copies: str, focal: str, result: str
) -> None:
    found = met(tmp_path, "2", f"amplified_from: {copies}", f"focal: {focal}")
    assert found.result == result
    assert "at least" in found.reason


@pytest.mark.parametrize(("level", "result"), [("1", "absent"), ("0", "absent")])
def test_other_levels_are_judged_as_before(tmp_path: Path, level: str, result: str) -> None:
    found = met(tmp_path, level, "amplified_from: 10", "focal: true")
    assert (found.result, found.reason) == (result, met(tmp_path, level).reason)


def test_plasma_is_judged_as_before(tmp_path: Path) -> None:
    stated = met(tmp_path, "2", "amplified_from: 10", "focal: true", specimen="plasma")
    assert stated.result == "indeterminate"
    assert stated.reason == met(tmp_path, "2", specimen="plasma").reason


@pytest.mark.parametrize("line", ["amplified_from: 2", "amplified_from: many", "from: 10"])
def test_a_threshold_that_is_none(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputProblem) as told:
        met(tmp_path, "2", line)
    assert (told.value.file or "").endswith("study.yaml")
