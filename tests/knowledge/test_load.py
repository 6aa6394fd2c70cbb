"""Loading: overlays, dates, and a message with file and line for every fault."""

from datetime import date
from pathlib import Path

import pytest

from annotator.knowledge.dates import last_day
from annotator.knowledge.load import load_knowledge
from annotator.knowledge.therapy_names import resolve_therapies
from annotator.model.errors import InputProblem

REFERENCE_HEADER = "id\tpmid\tdoi\tcitation\n"


def overlay(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_yaml", ".yaml").replace("_tsv", ".tsv")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016", date(2016, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-04-30", date(2023, 4, 30)),
    ],
)
def test_part_of_a_date_counts_from_its_last_day(text, day):
    assert last_day(text) == day


def test_an_overlay_adds_and_replaces_by_key(tmp_path):
    base = load_knowledge()
    known = base.references[0]
    rows = f"{known.id}\t\t\tOurs\nnew-one\t\t\tNew\n"
    laid = load_knowledge([overlay(tmp_path, references_tsv=REFERENCE_HEADER + rows)])
    citations = {r.id: r.citation for r in laid.references}
    assert citations[known.id] == "Ours"
    assert citations["new-one"] == "New"
    assert len(laid.references) == len(base.references) + 1
    assert laid.sha256 != base.sha256


def test_the_hash_is_of_the_content(tmp_path):
    assert load_knowledge().sha256 == load_knowledge().sha256
    one = overlay(tmp_path / "a", references_tsv=REFERENCE_HEADER + "x\t\t\tOne\n")
    two = overlay(tmp_path / "b", references_tsv=REFERENCE_HEADER + "x\t\t\tTwo\n")
    assert load_knowledge([one]).sha256 != load_knowledge([two]).sha256


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"references_tsv": "id\tname\n"}, "references.tsv:1: unknown column 'name'"),
        ({"references_tsv": REFERENCE_HEADER + "a\tb\n"}, "references.tsv:2: 2 cells"),
        ({"references_tsv": REFERENCE_HEADER + "a\t\t\t\n"}, "references.tsv:2:citation"),
        (
            {"references_tsv": REFERENCE_HEADER + "a\t\t\tx\na\t\t\tx\n"},
            "references.tsv:3: 'a' stands twice",
        ),
        ({"branches_yaml": "- gene: ALK\n  name: [\n"}, "branches.yaml:3: not YAML"),
        ({"branches_yaml": "gene: ALK\n"}, "branches.yaml:1: not a list"),
        (
            {"branches_yaml": "- gene: ALK\n  name: x\n  prior_therapies: []\n  colour: red\n"},
            "branches.yaml:4:",
        ),
        ({"rules__x_yaml": "- id: r\n  since: soon\n"}, "x.yaml:2:0"),
        ({"limits_yaml": "min_depth: {tissue: deep}\n"}, "limits.yaml:1:min_depth"),
    ],
)
def test_faults_name_file_and_line(tmp_path, files, message):
    with pytest.raises(InputProblem) as caught:
        load_knowledge([overlay(tmp_path, **files)])
    shown = str(caught.value)
    assert message.split(":")[0] in shown
    assert message.replace(":0", "") in shown


def test_a_folder_that_is_none_is_said(tmp_path):
    with pytest.raises(InputProblem, match="no such folder"):
        load_knowledge([tmp_path / "nowhere"])


def test_therapies_by_any_usual_name():
    therapies = load_knowledge().therapies
    assert resolve_therapies(["Alecensa", "NVL-655", "LORLATINIB"], therapies) == [
        "alectinib",
        "neladalkib",
        "lorlatinib",
    ]


def test_a_misspelt_therapy_is_an_error_with_the_nearest():
    with pytest.raises(InputProblem, match=r"unknown therapy 'alectinb'.*alectinib"):
        resolve_therapies(["alectinb"], load_knowledge().therapies)
