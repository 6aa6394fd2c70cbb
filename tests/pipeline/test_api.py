"""The public Python functions: the same documents as the commands, and errors of one kind."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import annotator
from annotator.cli.main import main

CREATED = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def inputs(repository) -> Path:
    return repository / "resources" / "example" / "EX02_ALK_G1202R"


@pytest.fixture(scope="module")
def arriba(inputs) -> Path:
    return inputs / "EX02.arriba.fusions.tsv"


@pytest.fixture(scope="module")
def findings(arriba):
    sample = annotator.read_sample(
        "S1", fusions=arriba, prior_therapies=["crizotinib", "alectinib:toxicity"]
    )
    return annotator.detect(sample)


def test_the_package_imports_nothing_until_a_name_is_used():
    code = (
        "import sys, annotator\n"
        "print(sorted(name for name in sys.modules if name.startswith('annotator')))\n"
        "annotator.InputProblem\n"
        "print('annotator.pipeline.api' in sys.modules)\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == ["['annotator']", "True"]


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'repot'"):
        _ = annotator.repot  # type: ignore[attr-defined]
    assert set(annotator.__all__) <= set(dir(annotator))


def test_python_m_annotator_is_the_program():
    words = [sys.executable, "-m", "annotator", "--version"]
    said = subprocess.run(words, capture_output=True, text=True, check=True)
    assert said.stdout == f"annotator {annotator.__version__}\n"


def test_the_documents_are_those_of_the_commands(inputs, arriba, tmp_path):
    words = ["report", "--sample", "S1", "--patient", "P1", "--fusions", str(arriba)]
    words += ["--small-variants", str(inputs / "EX02.mutect2.filtered.vcf")]
    words += ["--collected-on", "2026-02-03", "--tumor-purity", "0.5", "--cns-metastases", "no"]
    words += ["--prior-therapies", "crizotinib;alectinib:toxicity", "--tumor-sample", "EX02_T"]
    words += ["--outdir", str(tmp_path / "command"), "--created", CREATED.isoformat()]
    assert main(words) == 0
    sample = annotator.read_sample(
        "S1",
        patient="P1",
        fusions=[arriba],
        small_variants=str(inputs / "EX02.mutect2.filtered.vcf"),
        collected_on=date(2026, 2, 3),
        tumor_purity=0.5,
        cns_metastases=False,
        prior_therapies=["crizotinib", "alectinib:toxicity"],
        tumor_sample="EX02_T",
    )
    report = annotator.interpret(annotator.detect(sample), created=CREATED)
    for ending in ("json", "pdf"):
        path = tmp_path / f"S1.{ending}"
        annotator.render(report, path)
        command = tmp_path / "command" / "S1" / f"S1.report.{ending}"
        assert path.read_bytes() == command.read_bytes()
    assert annotator.render(report) == (tmp_path / "S1.pdf").read_bytes()
    assert annotator.load_report(tmp_path / "S1.json") == report


def test_other_knowledge_and_another_day_read_the_same_findings(findings, tmp_path):
    path = tmp_path / "S1.findings.json"
    path.write_text(findings.model_dump_json(), encoding="utf-8")
    folder = tmp_path / "laboratory"
    folder.mkdir()
    (folder / "release.yaml").write_text(
        "laboratory: Our laboratory\nversion: '1'\nchanges: [one]\njurisdiction: EMA\n", "utf-8"
    )
    today = annotator.interpret(path, created=CREATED)
    own = annotator.interpret(path, annotator.Knowledge(folder), created=CREATED)
    then = annotator.interpret(path, annotator.Knowledge(as_of="2023-04-30"), created=CREATED)
    assert today == annotator.interpret(findings, created=CREATED)
    assert today.guidance.jurisdiction == "FDA"
    assert own.guidance.jurisdiction == "EMA"
    assert own.provenance.knowledge.sha256 != today.provenance.knowledge.sha256
    assert then.guidance.as_of == date(2023, 4, 30)
    assert then.banners
    assert not today.banners


def test_findings_keep_the_day_of_the_knowledge_they_were_read_with(arriba):
    knowledge = annotator.Knowledge(as_of=date(2023, 4, 30))
    sample = annotator.read_sample("S1", fusions=arriba, knowledge=knowledge)
    findings = annotator.detect(sample)
    assert annotator.interpret(findings, created=CREATED).guidance.as_of == date(2023, 4, 30)


def test_a_time_without_zone_is_in_utc(findings):
    report = annotator.interpret(findings, created=CREATED.replace(tzinfo=None))
    assert report.created == CREATED


def test_the_time_of_a_report_is_source_date_epoch_where_none_is_given(findings, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(CREATED.timestamp())))
    assert annotator.interpret(findings).created == CREATED


def test_a_history_is_unknown_none_or_a_list(arriba):
    def history(**values):
        return annotator.read_sample("S1", fusions=arriba, **values).context.prior_therapies

    assert history() is None
    assert history(prior_therapies=None) is None
    assert history(prior_therapies="none") == history(prior_therapies=[]) == []
    assert history(prior_therapies="Xalkori;alectinib") == ["crizotinib", "alectinib"]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"tumor_purity": 45}, "tumor_purity '45'; expected a fraction above 0"),
        ({"collected_on": "3.2.2026"}, "collected_on '3.2.2026'; expected a date as YYYY-MM-DD"),
        ({"cns_metastases": "perhaps"}, "cns_metastases 'perhaps'; expected yes, no or unknown"),
        ({"prior_therapies": ["alectinb"]}, "unknown therapy 'alectinb'"),
        ({"fusions": "missing.tsv"}, "missing.tsv: no such file"),
        ({"fusions": ()}, "no input file is given for sample 'S1'"),
    ],
)
def test_bad_input_says_what_was_expected(arriba, values, message):
    with pytest.raises(annotator.InputProblem) as raised:
        annotator.read_sample("S1", **{"fusions": arriba, **values})
    assert str(raised.value).startswith(message)


@pytest.mark.parametrize("name", ["tumour_purity", "as_of", "knowledge_folder"])
def test_an_unknown_value_is_a_type_error(arriba, name):
    unknown: Any = {name: "0.5"}
    with pytest.raises(TypeError, match=f"unexpected keyword argument '{name}'"):
        annotator.read_sample("S1", fusions=arriba, **unknown)


def test_bad_knowledge_says_so_when_it_is_made(tmp_path):
    for bad, message in (
        ({"as_of": "2023-4-30"}, "as_of '2023-4-30'; expected a date"),
        ({"jurisdiction": "nobody"}, "unknown jurisdiction 'nobody'; expected one of FDA"),
    ):
        with pytest.raises(annotator.InputProblem, match=message):
            annotator.Knowledge(**bad)
    with pytest.raises(annotator.InputProblem, match="no such folder"):
        annotator.Knowledge(tmp_path / "missing")


def test_a_day_after_that_of_the_report_is_refused(findings, tmp_path):
    path = tmp_path / "S1.findings.json"
    path.write_text(findings.model_dump_json(), encoding="utf-8")
    late = annotator.Knowledge(as_of="2026-11-23")
    with pytest.raises(annotator.InputProblem, match="after the day of the report") as raised:
        annotator.interpret(path, late, created=CREATED)
    assert raised.value.file == str(path)
    assert annotator.interpret(path, late, created=CREATED.replace(day=23)).banners


def test_a_report_is_drawn_in_a_known_form_alone(findings, tmp_path):
    report = annotator.interpret(findings, created=CREATED)
    with pytest.raises(annotator.InputProblem, match=r"expected \.pdf, \.html or \.json"):
        annotator.render(report, tmp_path / "S1.docx")
    assert not list(tmp_path.iterdir())
    annotator.render(report, tmp_path / "S1.html")
    assert (tmp_path / "S1.html").read_bytes().startswith(b"<!doctype html>")


def test_a_file_that_is_not_a_report_is_refused(findings, tmp_path):
    path = tmp_path / "S1.findings.json"
    path.write_text(json.dumps(json.loads(findings.model_dump_json())), encoding="utf-8")
    with pytest.raises(annotator.InputProblem, match=r"not a report\.json"):
        annotator.load_report(path)
