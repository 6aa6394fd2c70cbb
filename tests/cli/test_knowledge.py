"""The curator's commands as they are run: what they print, write and return."""

import csv
import json

import pytest

from annotator.cli.main import main
from tests.builders.overlays import lab, statements

OURS = {"release.yaml": "laboratory: Our Lab\n"}


@pytest.fixture
def run(capfd):
    """Run a command of `annotator knowledge`: its exit status, its output and its messages."""

    def command(*words: object) -> tuple[int, str, str]:
        try:
            status = main(["knowledge", *map(str, words)])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        said = capfd.readouterr()
        return status, said.out, said.err

    return command


def test_validate_says_the_release_and_whose_folders_lie_over_it(run, tmp_path):
    status, out, err = run("validate", "--knowledge", lab(tmp_path, OURS | statements({})))
    assert (status, err) == (0, "")
    assert " + Our Lab (sha256 " in out
    assert "no problem found" in out


def test_validate_tells_every_fault_with_its_place_and_ends_with_2(run, tmp_path):
    folder = lab(tmp_path, statements({"reference": "gone"}, {"id": "y", "therapy": "gone"}))
    status, out, err = run("validate", "--knowledge", folder)
    assert (status, out) == (2, "")
    lines = err.splitlines()
    assert len(lines) == 2
    for number, line in enumerate(lines, start=2):
        assert line.startswith(f"annotator: error: {folder}/statements/lab.tsv:{number}: ")


def test_show_prints_text_or_json(run, tmp_path):
    folder = lab(tmp_path, OURS | statements({"therapy": "lorlatinib", "effect": "reduced"}))
    words = ["show", "ALK G1202R", "--therapy", "LORLATINIB", "--knowledge", folder]
    status, out, err = run(*words)
    assert (status, err) == (0, "")
    assert "    reduced: case report, level C, tier II-D, since 2020, unverified, of Our Lab" in out
    _, out, _ = run(*words, "--json")
    (section,) = json.loads(out)["sections"]
    laboratories = {s["id"]: s["laboratory"] for s in section["therapies"][0]["statements"]}
    assert laboratories.pop("x") == "Our Lab"
    assert set(laboratories.values()) == {None}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["ALK G1202K"], "Nearest: ALK G1202R"),
        (["RETT"], "the knowledge base does not know the gene 'RETT'"),
        (["EGFR"], "one of: EGFR activating mutation, EGFR T790M"),
        (["EGFR L858R"], "has no statement on an allele of EGFR"),
        (["ALK", "--therapy", "lorlatnib"], "Did you mean lorlatinib"),
        (["ALK", "--as-of", "soon"], "expected YYYY-MM-DD"),
        ([], "one of the arguments PROFILE --release is required"),
        (["ALK", "--release"], "not allowed with argument"),
        (["ALK", "--knowledge", "nowhere"], "no such folder"),
    ],
)
def test_show_of_what_is_not_known_is_one_message_and_status_2(run, words, message):
    status, out, err = run("show", *words)
    assert (status, out) == (2, "")
    assert message in err


def test_show_release(run, tmp_path):
    files = OURS | statements({}) | {"retired.tsv": "id\treason\nalk-g1202r\tr\n"}
    folder = lab(tmp_path, files)
    _, out, _ = run("show", "--release", "--knowledge", folder)
    for line in ("Laid over by Our Lab", "  statements added or changed: x", "Changes"):
        assert f"\n{line}\n" in out
    assert "\n  retired: alk-g1202r: r\n" in out
    release = json.loads(run("show", "--release", "--json", "--knowledge", folder)[1])
    assert f"\nsha256 {release['sha256']}\n" in out
    assert release["items"]["statements"] > 400
    assert [overlay["name"] for overlay in release["overlays"]] == ["Our Lab"]
    assert json.loads(run("show", "--release", "--json")[1])["sha256"] != release["sha256"]


def test_diff_of_folders(run, tmp_path, repository):
    packaged = repository / "resources" / "knowledge"
    status, out, _ = run("diff", packaged, packaged)
    assert status == 0
    assert out.endswith("\nNo difference.\n")
    folder = lab(tmp_path / "a", OURS | statements({}))
    status, out, _ = run("diff", packaged, folder)
    assert status == 0
    assert "  new (by Our Lab): crizotinib on ALK fusion with G1202R [x]" in out
    changes = json.loads(run("diff", packaged, folder, "--json")[1])["changes"]
    assert [(c["kind"], c["laboratory"]) for c in changes] == [("added", "Our Lab")]
    status, out, err = run("diff", packaged, tmp_path / "nowhere")
    assert (status, out) == (2, "")
    assert "nowhere: no such folder" in err


def test_diff_sees_no_difference_in_the_spelling_of_an_allele(run, tmp_path):
    change = {"gene": "MET", "therapy": "crizotinib", "evidence_type": "model", "level": "E"}
    one = lab(tmp_path / "one", statements(change | {"requires": "D1228N"}))
    two = lab(tmp_path / "two", statements(change | {"requires": "D1246N"}))
    assert "No difference." in run("diff", one, two)[1]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_export(run, tmp_path, form):
    path = tmp_path / "out" / f"statements.{form}"
    status, out, err = run("export", "--format", form, "--output", path)
    assert (status, err) == (0, "")
    with path.open(encoding="utf-8", newline="") as handle:
        made = (
            list(csv.DictReader(handle)) if form == "csv" else json.load(handle)["evidence_items"]
        )
    assert out == f"{path}: {len(made)} statements\n"
    assert run("export", "--format", form)[1] == path.read_text(encoding="utf-8")
    run("export", "--format", form, "--output", path, "--as-of", "2000-01-01")
    assert len(path.read_text(encoding="utf-8")) < 2000


def test_export_to_a_place_that_cannot_be_written(run, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    status, _, err = run("export", "--format", "csv", "--output", blocked / "a.csv")
    assert status == 2
    assert "cannot be written" in err
