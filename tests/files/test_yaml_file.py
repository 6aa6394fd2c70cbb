"""YAML files: no value is dropped in silence, and what is wrong is told with its line."""

import os
from itertools import pairwise

import pytest

from annotator.files.yaml_file import read_yaml, yaml_line
from annotator.model.errors import InputProblem


@pytest.fixture
def problem(tmp_path):
    def read(content: bytes) -> InputProblem:
        path = tmp_path / "a.yaml"
        path.write_bytes(content)
        with pytest.raises(InputProblem) as told:
            read_yaml(path)
        assert told.value.file == str(path)
        return told.value

    return read


def test_content_and_lines(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - c: 2026-11-22\r\n")
    content, node = read_yaml(path)
    assert content == {"a": 1, "b": [{"c": "2026-11-22"}]}
    assert yaml_line(node, ("b", 0, "c")) == 3
    assert yaml_line(node, ("nowhere",)) == 1


def test_an_empty_file_holds_nothing(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("# nothing\n", encoding="utf-8")
    assert read_yaml(path) == (None, None)


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        (b"a: 1\nb: 2\na: 1\n", 3, "a"),
        (b"- x: 1\n- x: 1\n  y: {z: 1,\n    z: 2}\n", 4, "z"),
        (b"'a': 1\na: 2\n", 2, "a"),
    ],
)
def test_a_key_that_stands_twice_is_told_with_both_lines(problem, text, line, key):
    found = problem(text)
    assert (found.line, found.column) == (line, key)
    assert found.expected.startswith("each key once; the first is in line ")


def test_one_key_in_two_items_is_no_fault(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("- &x {a: 1}\n- {a: 1}\n- *x\n", encoding="utf-8")
    assert read_yaml(path)[0] == [{"a": 1}] * 3


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        (b"a: [\n", 2, "not YAML"),
        (b"a:\n\tb: 1\n", 2, "not YAML"),
        (b"a: 1\nb: \xff\n", 2, "byte 8 is not UTF-8"),
        (b"a: \x00\n", 1, "not YAML"),
        (b"a: 1\n---\nb: 1\n", 2, "not YAML"),
    ],
)
def test_what_is_no_yaml(problem, text, line, found):
    told = problem(text)
    assert told.found.startswith(found)
    assert told.line == line


def test_a_tab_is_named(problem):
    assert problem(b"a:\n\tb: 1\n").advice == "Indent with spaces: YAML allows no tab there"


def test_a_node_that_holds_itself_ends(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("a: &x\n  b: *x\n", encoding="utf-8")
    assert list(read_yaml(path)[0]) == ["a"]


def test_what_is_nested_beyond_all_measure_is_refused(tmp_path, problem):
    path = tmp_path / "b.yaml"
    path.write_text("[" * 100 + "]" * 100, encoding="utf-8")
    assert read_yaml(path)[0] is not None
    brackets = "[" * 101 + "]" * 101
    deep = "\n".join(" " * level + "a:" for level in range(30_000 // 100))
    for text in (brackets, "[" * 30_000 + "]" * 30_000, "{" * 30_000, "- " * 30_000, deep):
        assert problem(text.encode()).found == "nested deeper than 100 levels"


def test_brackets_in_text_are_no_nesting(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(f"a: '{'[' * 3000}'\nb: [{'[], ' * 500}]\n", encoding="utf-8")
    assert len(read_yaml(path)[0]["b"]) == 500


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("9" * 5000, "a number of 5000 digits"),
        ("0x" + "f" * 9000, "a number of 9002 digits"),
        ("9" * 19, "a number of 19 digits"),
        ("!!int x", "'x' is not a value of its kind (int)"),
        ("!!int ''", "'' is not a value of its kind (int)"),
        ("!!float x", "'x' is not a value of its kind (float)"),
        ("!!bool x", "'x' is not a value of its kind (bool)"),
        ("!!timestamp x", "'x' is not a value of its kind (timestamp)"),
    ],
)
def test_a_value_that_is_none_is_told_with_its_line(problem, value, found):
    told = problem(f"a: 1\nb: {value}\n".encode())
    assert (told.found, told.line) == (found, 2)
    if len(value) == 19:
        told = problem(f"a: 1\n{value}: 1\n".encode())
        assert (told.found, told.line) == (found, 2)


def test_a_day_that_does_not_exist_is_text_or_a_fault(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\nb: 2026-13-45\n", encoding="utf-8")
    assert read_yaml(path)[0]["b"] == "2026-13-45"
    with pytest.raises(InputProblem, match="'2026-13-45' is not a value of its kind") as told:
        read_yaml(path, dates_as_text=False)
    assert told.value.line == 2


def test_the_longest_number(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(f"a: {'9' * 18}\nb: '{'9' * 5000}'\n", encoding="utf-8")
    assert read_yaml(path)[0] == {"a": 10**18 - 1, "b": "9" * 5000}


def test_aliases_that_stand_for_billions_of_values_are_refused(tmp_path, problem):
    lines = ["a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    for name, before in pairwise("abcdefghij"):
        lines.append(f"{before}: &{before} [{', '.join([f'*{name}'] * 9)}]")
    assert problem("\n".join(lines).encode()).found == "its aliases repeat too much"
    path = tmp_path / "b.yaml"
    path.write_text("\n".join(lines[:4]), encoding="utf-8")
    assert len(read_yaml(path)[0]) == 4


def test_what_is_no_regular_file_is_not_read(tmp_path):
    path = tmp_path / "a.yaml"
    os.mkfifo(path)
    with pytest.raises(InputProblem, match="not a regular file"):
        read_yaml(path)
    with pytest.raises(InputProblem, match="cannot be read"):
        read_yaml(tmp_path / "none.yaml")


def test_a_file_that_is_far_too_large_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n", encoding="utf-8")
    monkeypatch.setattr("annotator.files.bounds.DOCUMENT_BYTES", 5)
    assert read_yaml(path)[0] == {"a": 1}
    monkeypatch.setattr("annotator.files.bounds.DOCUMENT_BYTES", 4)
    with pytest.raises(InputProblem, match="too large"):
        read_yaml(path)
