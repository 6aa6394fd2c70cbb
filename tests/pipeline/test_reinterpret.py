"""Old findings under other knowledge: the calls and options that change, and what made them."""

import csv
import json
import shutil

import pytest

from annotator.cli.main import main
from annotator.files.documents import document_text
from annotator.pipeline.sample import detect_sample
from annotator.readers.sheet.sheet import read_sample_sheet
from tests.builders import packaged
from tests.builders.overlays import lab, rule, statements

NAME = "EX02_ALK_G1202R"
DECIDING = "alk-g1202r-brigatinib-clinical-lin-2017"


@pytest.fixture(scope="module")
def document(repository):
    sheet = read_sample_sheet(repository / "resources" / "example" / "samples.tsv")
    environment = packaged.environment()
    return detect_sample(environment, next(r for r in sheet.requests if r.sample == NAME))


@pytest.fixture
def findings(document, tmp_path):
    path = tmp_path / f"{NAME}.findings.json"
    path.write_text(document_text(document), encoding="utf-8")
    return path


@pytest.fixture
def run(capfd):
    def command(*words: object) -> tuple[int, list[str], list[dict[str, str]], str]:
        status = main(["reinterpret", *map(str, words)])
        said = capfd.readouterr()
        lines = said.out.splitlines()
        comments = [line[2:] for line in lines if line.startswith("# ")]
        table = [line for line in lines if not line.startswith("# ")]
        return status, comments, list(csv.DictReader(table, delimiter="\t")), said.err

    return command


def turned(effect: str, **more: str) -> dict[str, str]:
    change = {"id": DECIDING, "therapy": "brigatinib", "effect": effect, "level": "B"}
    return statements(change | {"evidence_type": "clinical_series", "since": "2017"} | more)


def test_nothing_changes_and_that_is_said(run, findings, repository):
    status, comments, rows, err = run(findings, "--knowledge", repository / "resources/knowledge")
    assert (status, rows, err) == (0, [], "")
    assert comments[-1] == "samples compared: 1, no call and no option changes"
    assert len({line.partition("(sha256")[2] for line in comments[:2]}) == 1


def test_a_statement_that_turned_is_named_with_the_call_that_it_changed(run, findings, tmp_path):
    folder = lab(tmp_path / "lab", turned("sensitive"))
    status, comments, rows, _ = run(findings, "--knowledge", folder)
    assert status == 0
    assert comments[1].startswith("to knowledge ")
    assert " + lab (sha256 " in comments[1]
    assert comments[-1] == "samples compared: 1, 1 with changes"
    (call,) = (row for row in rows if row["what"] == "call")
    assert (call["sample"], call["findings"]) == (NAME, findings.name)
    assert (call["gene"], call["therapy"]) == ("ALK", "brigatinib")
    assert (call["before"], call["after"]) == ("reduced (II-C)", "sensitive (II-C)")
    assert call["why"].startswith("ALK G1202R: sensitive (clinical series)")
    assert call["statements"] == f"~{DECIDING} (reduced → sensitive, clinical series, of lab)"


def test_a_new_rule_is_named_with_the_option_that_it_makes(run, findings, tmp_path):
    files = rule(("[lorlatinib]", "[docetaxel]"), ("when: {}", "when: {requires: [G1202R]}"))
    _, _, rows, _ = run(findings, "--knowledge", lab(tmp_path / "lab", files))
    (option,) = rows
    assert (option["what"], option["therapy"]) == ("option", "docetaxel")
    assert (option["before"], option["after"].split(",")[0]) == ("no option", "alternative")
    assert (option["why"], option["rules"]) == ("alternative by x: Because.", "+x")


def test_a_retired_rule_takes_its_option_with_it(run, findings, tmp_path):
    files = {"retired.tsv": "id\treason\nalk-after-second-generation\tr\n"}
    _, _, rows, _ = run(findings, "--knowledge", lab(tmp_path / "lab", files))
    gone = {row["therapy"]: row for row in rows if row["after"] == "no option"}
    assert gone["neladalkib"]["rules"] == "-alk-after-second-generation"
    assert gone["neladalkib"]["why"].startswith("no approval known as of")


def test_a_rule_that_now_says_another_category(run, findings, tmp_path, repository):
    text = (repository / "resources" / "knowledge" / "rules" / "alk.yaml").read_text("utf-8")
    start = text.index("- id: alk-g1202r\n")
    own = text[start : text.index("- id: alk-c1156y-l1198f\n")]
    changed = own.replace("category: preferred", "category: alternative", 1)
    folder = lab(tmp_path / "lab", {"rules/ours.yaml": changed})
    _, _, rows, _ = run(findings, "--knowledge", folder)
    (option,) = (row for row in rows if row["therapy"] == "lorlatinib")
    assert (option["before"], option["after"].split(",")[0]) == ("preferred, rank 1", "alternative")
    assert option["rules"] == "~alk-g1202r"
    assert option["why"].startswith("alternative by alk-g1202r: ")


def test_what_is_not_approved_where_the_laboratory_is_says_so(run, findings, tmp_path):
    release = "jurisdiction: NOWHERE\nagencies:\n  - {name: NOWHERE, complete: true}\n"
    folder = lab(tmp_path / "lab", {"release.yaml": release})
    _, _, rows, _ = run(findings, "--knowledge", folder)
    (option,) = (row for row in rows if row["therapy"] == "lorlatinib")
    assert option["after"].split(",")[0] == "investigational"
    assert option["why"].startswith(
        "investigational by approval: No NOWHERE approval known as of 2026-11-22 for lorlatinib"
    )


def test_the_old_side_may_be_another_base(run, findings, tmp_path, repository):
    folder = lab(tmp_path / "lab", turned("sensitive"))
    packaged = repository / "resources" / "knowledge"
    _, forth, there, _ = run(findings, "--against", packaged, "--knowledge", folder)
    _, back, here, _ = run(findings, "--against", folder, "--knowledge", packaged)
    assert [(r["before"], r["after"]) for r in there if r["what"] == "call"] == [
        (r["after"], r["before"]) for r in here if r["what"] == "call"
    ]
    assert forth[0].removeprefix("from") == back[1].removeprefix("to")


def test_as_of_a_day_before_the_change_nothing_changes(run, findings, tmp_path):
    folder = lab(tmp_path / "lab", statements({"id": "new", "since": "2026-06-01"}))
    _, comments, rows, _ = run(findings, "--knowledge", folder, "--as-of", "2026-05-31")
    assert rows == []
    assert comments[-1].endswith("no call and no option changes")


def reported(findings, *options: object) -> None:
    """Write the report beside the findings, under these settings."""
    folder = findings.parent / NAME
    folder.mkdir(exist_ok=True)
    words = ["interpret", findings, "--outdir", findings.parent, *options]
    assert main([str(word) for word in words]) == 0
    for path in folder.iterdir():
        path.rename(findings.parent / path.name)


def told_settings(comments: list[str]) -> str:
    (line,) = (line for line in comments if line.startswith("settings of "))
    return line.partition(": ")[2]


def test_without_a_report_the_settings_are_those_of_the_bases(run, findings, tmp_path):
    _, comments, _, _ = run(findings, "--knowledge", lab(tmp_path / "lab", {}))
    assert told_settings(comments) == (
        "as of the release date of each base, approvals of the agency of each base, "
        "history and setting of the findings"
    )


def test_the_settings_of_the_report_beside_the_findings_hold_for_both(run, findings, tmp_path):
    release = "jurisdiction: NOWHERE\nagencies:\n  - {name: NOWHERE, complete: true}\n"
    folder = lab(tmp_path / "lab", {"release.yaml": release})
    asked = ["--as-of", "2025-01-01", "--jurisdiction", "ema", "--prior-therapies", "none"]
    reported(findings, *asked)
    _, comments, rows, _ = run(findings, "--knowledge", folder)
    assert told_settings(comments) == (
        "as of 2025-01-01 (of the report), approvals of EMA (of the report), "
        "history and setting of the report"
    )
    assert rows == []
    words = ["--jurisdiction", "FDA", "--as-of", "2026-01-01", "--prior-therapies", "Xalkori"]
    _, comments, _, _ = run(findings, "--knowledge", folder, *words)
    assert told_settings(comments) == (
        "as of 2026-01-01 (as asked), approvals of FDA (as asked), "
        "history and setting of the report, prior therapies and stop reasons as asked"
    )


def test_a_report_that_followed_its_release_binds_to_no_agency(run, findings, tmp_path):
    release = "jurisdiction: NOWHERE\nagencies:\n  - {name: NOWHERE, complete: true}\n"
    reported(findings)
    _, comments, rows, _ = run(
        findings, "--knowledge", lab(tmp_path / "lab", {"release.yaml": release})
    )
    assert "approvals of the agency of each base" in told_settings(comments)
    assert rows


def test_a_report_of_other_knowledge_than_the_old_one_is_told(run, findings, tmp_path):
    folder = lab(tmp_path / "lab", turned("sensitive"))
    reported(findings, "--knowledge", folder)
    _, comments, _, _ = run(findings, "--knowledge", folder)
    assert any("made under other knowledge than the old one here: 1;" in c for c in comments)
    _, comments, _, _ = run(findings, "--against", folder, "--knowledge", folder)
    assert not any("other knowledge" in c for c in comments)


def test_what_stands_beside_the_findings_and_is_no_report_is_a_fault(run, findings, tmp_path):
    (tmp_path / f"{NAME}.report.json").write_text("{}", encoding="utf-8")
    status, _, _, err = run(findings, "--knowledge", lab(tmp_path / "lab", {}))
    assert status == 2
    assert f"{NAME}.report.json" in err


def test_an_agency_that_only_one_base_knows_is_a_fault(run, findings, tmp_path):
    words = ["--knowledge", lab(tmp_path / "lab", {}), "--jurisdiction", "NOWHERE"]
    status, _, _, err = run(findings, *words)
    assert status == 2
    assert "unknown jurisdiction 'NOWHERE'" in err


def test_tables_that_detection_goes_by_are_told(run, findings, tmp_path):
    folder = lab(tmp_path / "lab", statements({"requires": "fusion; G1202W"}))
    _, comments, _, _ = run(findings, "--knowledge", folder)
    assert "tables of detection differ" in comments[2]
    assert comments[2].endswith(": catalog")


def test_a_mutation_that_was_not_known_then_is_known_now(run, document, tmp_path):
    found = [
        f.model_copy(update={"protein_change": "G1202W", "label": "ALK G1202W"})
        if f.kind == "mutation" and f.protein_change == "G1202R"
        else f
        for f in document.findings
    ]
    path = tmp_path / "s.findings.json"
    path.write_text(document_text(document.model_copy(update={"findings": found})), "utf-8")
    folder = lab(
        tmp_path / "lab", statements({"requires": "fusion; G1202W", "therapy": "lorlatinib"})
    )
    _, _, rows, _ = run(path, "--knowledge", folder)
    (call,) = (r for r in rows if r["what"] == "call" and r["therapy"] == "lorlatinib")
    assert (call["before"], call["after"]) == ("unknown", "resistant (II-D)")
    assert call["statements"] == "+x (resistant, case report, of lab)"


def test_many_files_and_a_bad_one(run, findings, tmp_path, repository):
    more = [tmp_path / f"{number}.findings.json" for number in range(3)]
    for path in more:
        path.write_bytes(findings.read_bytes())
    bad = tmp_path / "bad.findings.json"
    bad.write_text("{", encoding="utf-8")
    folder = lab(tmp_path / "lab", turned("sensitive"))
    status, comments, rows, err = run(*more, bad, "--knowledge", folder)
    assert status == 2
    assert "bad.findings.json" in err
    assert comments[-1] == "samples compared: 3, 3 with changes"
    assert {row["findings"] for row in rows} == {path.name for path in more}


def test_a_sample_that_failed_is_left_out_and_counted(run, document, findings, tmp_path):
    failed = tmp_path / "failed.findings.json"
    changed = document.model_copy(update={"status": "failed", "findings": [], "assessments": []})
    failed.write_text(document_text(changed), encoding="utf-8")
    status, comments, _, _ = run(findings, failed, "--knowledge", lab(tmp_path / "lab", {}))
    assert status == 0
    assert comments[-1].endswith(
        "compared: 1, no call and no option changes; left out as failed: 1"
    )


def test_the_table_as_a_file(run, findings, tmp_path, capfd):
    out = tmp_path / "out"
    folder = lab(tmp_path / "lab", turned("sensitive"))
    assert (
        main(["reinterpret", str(findings), "--knowledge", str(folder), "--outdir", str(out)]) == 0
    )
    said = capfd.readouterr().out.splitlines()
    table = (out / "reinterpret.tsv").read_text(encoding="utf-8").splitlines()
    assert [f"# {line}" for line in said] == table[: len(said)]
    assert table[len(said)].split("\t")[:3] == ["sample", "findings", "what"]


@pytest.mark.parametrize("words", [["--knowledge", "nowhere"], ["--against", "nowhere"]])
def test_a_folder_that_is_none_is_one_message(run, findings, tmp_path, words):
    folder = lab(tmp_path / "lab", {})
    status, comments, rows, err = run(findings, "--knowledge", folder, *words)
    assert (status, comments, rows) == (2, [], [])
    assert err.count("no such folder") == 1


def test_interpret_under_the_same_folder_says_what_was_told(run, findings, tmp_path, repository):
    whole = tmp_path / "whole"
    shutil.copytree(repository / "resources" / "knowledge", whole)
    table = whole / "statements" / "alk.tsv"
    kept = [
        line
        for line in table.read_text(encoding="utf-8").splitlines()
        if not line.startswith("alk-g1202r-zotizalkib-")
    ]
    table.write_text("\n".join(kept) + "\n", encoding="utf-8")
    _, _, rows, _ = run(findings, "--knowledge", whole)
    (call,) = (row for row in rows if row["what"] == "call")
    assert (call["therapy"], call["after"]) == ("zotizalkib", "unknown")
    assert call["statements"].startswith("-alk-g1202r-zotizalkib-")
    words = ["interpret", findings, "--knowledge", whole, "--outdir", tmp_path]
    assert main([str(word) for word in words]) == 0
    report = json.loads((tmp_path / NAME / f"{NAME}.report.json").read_text(encoding="utf-8"))
    assert {c["call"] for c in report["sensitivity"] if c["therapy"] == "zotizalkib"} == {"unknown"}
    assert report["provenance"]["knowledge"]["overlays"] == []
