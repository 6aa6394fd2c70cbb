"""YAML files: no value is dropped in silence, and what is wrong is told with its line."""

import pytest

from annotator.model.errors import InputProblem
from annotator.yaml_file import read_yaml, yaml_line


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
