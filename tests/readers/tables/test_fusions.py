"""What holds for every table of fusions: its header alone, and rows that are none."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from annotator.readers.registry import format_of
from tests.builders.files import (
    ARRIBA_COLUMNS,
    STAR_HEADER,
    STAR_ROW,
    data_file,
    read,
    scope,
    write,
)


def _fusions(path: Path, *lines: str) -> list[FusionObservation]:
    return read(write(path, *lines), "fusions").fusions


def test_a_table_of_its_header_alone_holds_no_fusion(tmp_path: Path) -> None:
    assert _fusions(tmp_path / "x.tsv", STAR_HEADER) == []
    assert _fusions(tmp_path / "y.tsv", "\t".join(ARRIBA_COLUMNS)) == []


def test_all_bad_rows_are_told_at_once(tmp_path: Path) -> None:
    bad = [
        STAR_ROW.replace("chr2:29223528:-", "29223528"),
        STAR_ROW,
        STAR_ROW.replace("\t12\t", "\tmany\t"),
        STAR_ROW.rpartition("\t")[0],
    ]
    with pytest.raises(InputProblem) as raised:
        _fusions(tmp_path / "x.tsv", STAR_HEADER, *bad)
    problem = raised.value
    assert (problem.line, problem.column) == (2, "RightBreakpoint")
    assert problem.found == "'29223528'"
    assert problem.expected == "chromosome:position or chromosome:position:strand"
    assert problem.advice == "2 more rows are bad (line 4, 5)"


def test_one_bad_row_has_no_others(tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as raised:
        _fusions(tmp_path / "x.tsv", STAR_HEADER, STAR_ROW + "\tmore")
    assert raised.value.advice is None
    assert raised.value.found == "11 cells"
    assert raised.value.expected == "10 cells as in the header"


def test_of_many_bad_rows_ten_lines_are_listed(tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as raised:
        _fusions(tmp_path / "x.tsv", STAR_HEADER, *["x"] * 12)
    assert raised.value.advice == "11 more rows are bad (line 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, …)"


def test_forced_on_a_table_of_other_columns(tmp_path: Path) -> None:
    file = data_file(write(tmp_path / "x.tsv", STAR_HEADER))
    with pytest.raises(InputProblem, match="no column gene1, breakpoint1, gene2"):
        format_of(file, "fusions", "arriba").read(file, scope())
