"""A fusion's name that contradicts the columns of its genes is told; the columns are read."""

from pathlib import Path

import pytest

from annotator.readers.format import Scope
from tests.builders.files import STAR_HEADER, STAR_ROW, kinases, read, with_targets, write


def _scope() -> Scope:
    return with_targets(kinases(), fusion_genes=frozenset({"ALK"}))


def _codes(folder: Path, row: str, header: str = STAR_HEADER) -> list[str]:
    content = read(write(folder / "x", header, row), "fusions", _scope())
    assert content.fusions[0].five_prime.gene == "EML4"
    return [warning.code for warning in content.warnings]


@pytest.mark.parametrize(
    ("name", "warned"),
    [
        ("EML4--ALK", False),
        ("EML4-ALK", False),
        ("no name", False),
        ("KIF5B--ALK", True),
        ("EML4--ROS1", True),
        ("ALK--EML4", True),  # in another order
        ("CD74--ROS1", True),
    ],
)
def test_name_and_columns(tmp_path: Path, name: str, warned: bool) -> None:
    codes = _codes(tmp_path, STAR_ROW.replace("EML4--ALK", name))
    assert codes == ["fusion_name_disagrees"] * warned


def test_the_warning_names_both_and_the_line(tmp_path: Path) -> None:
    path = write(tmp_path / "x", STAR_HEADER, STAR_ROW.replace("EML4--ALK", "KIF5B--ALK"))
    (warning,) = read(path, "fusions", _scope()).warnings
    assert "called KIF5B--ALK, and its columns name EML4 and ALK" in warning.message
    assert warning.source == "x:2"


def test_rows_of_other_genes_are_not_looked_at(tmp_path: Path) -> None:
    row = STAR_ROW.replace("ALK^ENSG2", "BRD4^ENSG2").replace("EML4--ALK", "EML4--NUTM1")
    assert _codes(tmp_path, row) == []


def test_identifiers_in_the_columns_tell_nothing(tmp_path: Path) -> None:
    row = STAR_ROW.replace("ALK^ENSG2", "ENSG00000171094").replace("EML4--ALK", "EML4--ALK")
    assert _codes(tmp_path, row) == []
