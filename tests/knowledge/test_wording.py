"""What the knowledge base prints is worded as a clinician would word it."""

import csv
import re
from pathlib import Path

import pytest
import yaml

BANNED = ["tumour", "in vain", "but for", "has no cataloged place", "is told", "are told"]
INTERVAL = re.compile(r"[(,] ?(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?|not reached)(?: %)?[,)]")


def texts(value: object) -> list[str]:
    """Every text of a document, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [text for item in value for text in texts(item)] if isinstance(value, list) else []


def printed(knowledge: Path) -> list[str]:
    """The texts of rules, trials and therapies, and of the tables of statements."""
    found: list[str] = []
    for path in [*knowledge.glob("rules/*.yaml"), knowledge / "trials.yaml"]:
        found += texts(yaml.load(path.read_text(), Loader=yaml.BaseLoader))
    for path in knowledge.glob("statements/*.tsv"):
        with path.open(newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                found += [row["unit"] or "", row["note"] or ""]
    return found


def unlabeled(text: str) -> list[str]:
    """The intervals of a text that are not said to be confidence intervals."""
    return [found.group() for found in INTERVAL.finditer(text)]


@pytest.mark.parametrize(
    ("text", "intervals"),
    [
        ("59 % (10 of 17, 33-82 %)", 1),
        ("not reached (68.5-not reached) v 9.1 months", 1),
        ("51 % (37-65, n=55)", 1),
        ("59 % (10 of 17, 95 % CI 33-82 %)", 0),
        ("NCT01970865, 2018-2019 (n=28)", 0),
    ],
)
def test_an_interval_without_a_label_is_seen(text: str, intervals: int):
    assert len(unlabeled(text)) == intervals


def test_every_interval_is_labeled(repository: Path):
    found = printed(repository / "resources" / "knowledge")
    assert len(found) > 1000
    assert [text for text in found if unlabeled(text)] == []


def test_sentences_are_plain_american_english(repository: Path):
    found = printed(repository / "resources" / "knowledge")
    assert [text for text in found if any(word in text.lower() for word in BANNED)] == []
