"""pizzly: genes without places, as a table and as JSON."""

import json
from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.readers.format import Content
from annotator.readers.registry import all_formats
from tests.builders.fusion_tables import read_text, table
from tests.readers.formats.fusions.writers_callers import PIZZLY_HEADER

_PAIR = {
    "geneA": {"id": "ENSG1", "name": "CD74"},
    "geneB": {"id": "ENSG2", "name": "ROS1"},
    "paircount": 1,
    "splitcount": 2,
}


def _json(folder: Path, document: object, indent: int | None = 2) -> Content:
    return read_text(folder, json.dumps(document, indent=indent))


def test_table(tmp_path: Path) -> None:
    row = ["CD74", "ENSG1.15", "ROS1", "ENSG2.10", "1", "2", "ENST1_0:805_ENST2_5738:7417"]
    (found,) = read_text(tmp_path, table(PIZZLY_HEADER, row)).fusions
    assert (found.caller, found.junction, found.ordered) == ("pizzly", "sense", True)
    assert (found.five_prime.gene, found.five_prime.place) == ("CD74", None)
    assert (found.three_prime.gene, found.three_prime.strand) == ("ROS1", None)
    assert (found.split_reads, found.spanning_reads) == (2, 1)
    assert found.raw_breakpoints == "CD74|ROS1"


@pytest.mark.parametrize("indent", [None, 2])
def test_json_says_the_same(tmp_path: Path, indent: int | None) -> None:
    (found,) = _json(tmp_path, {"genes": [_PAIR]}, indent).fusions
    assert (found.caller, found.junction) == ("pizzly", "sense")
    assert (found.five_prime.gene, found.three_prime.gene) == ("CD74", "ROS1")
    assert (found.split_reads, found.spanning_reads) == (2, 1)
    assert found.raw_support == {"splitcount": "2", "paircount": "1"}
    assert found.source.place == "calls.txt"


def test_it_is_said_that_there_are_no_coordinates() -> None:
    told = {each.name: each.coordinates for each in all_formats()}
    assert (told["pizzly"], told["pizzly_json"]) == ("none", "none")


def test_json_of_no_fusion(tmp_path: Path) -> None:
    assert _json(tmp_path, {"genes": []}).fusions == []


@pytest.mark.parametrize(
    ("fusion", "column"),
    [
        ({**_PAIR, "splitcount": "2"}, "genes[1].splitcount"),
        ({**_PAIR, "paircount": -1}, "genes[1].paircount"),
        ({**_PAIR, "paircount": True}, "genes[1].paircount"),
        ({**_PAIR, "geneB": {"id": "ENSG2"}}, "genes[1].geneB"),
        ({**_PAIR, "geneA": "CD74"}, "genes[1].geneA"),
        ([], "genes[1]"),
    ],
)
def test_json_that_says_something_else_is_told(tmp_path: Path, fusion: object, column: str) -> None:
    with pytest.raises(InputProblem) as told:
        _json(tmp_path, {"genes": [_PAIR, fusion]})
    assert told.value.column == column


@pytest.mark.parametrize(
    ("text", "found"), [('{"genes": [', "no JSON"), ('{"genes": 7}', "no list of fusions")]
)
def test_json_that_is_none_is_told(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(InputProblem, match=found):
        read_text(tmp_path, text)
