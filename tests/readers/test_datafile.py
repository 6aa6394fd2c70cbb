"""Lines of plain, gzip and bgzip files, and the files that cannot be read."""

import gzip
import os
from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.readers.datafile import DataFile
from tests.builders.files import data_file


def _lines(path: Path) -> list[bytes]:
    return [line for _, line in data_file(path).lines()]


@pytest.mark.parametrize("packed", [False, True])
def test_byte_order_mark_and_crlf_are_removed(tmp_path: Path, packed: bool) -> None:
    content = b"\xef\xbb\xbf#a\tb\r\n1\t2\r\nlast"
    path = tmp_path / "x.tsv"
    path.write_bytes(gzip.compress(content) if packed else content)
    assert _lines(path) == [b"#a\tb", b"1\t2", b"last"]


def test_lines_count_from_one(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"a\nb\n")
    assert list(data_file(path).lines()) == [(1, b"a"), (2, b"b")]


def test_truncated_gzip(tmp_path: Path) -> None:
    path = tmp_path / "x.gz"
    path.write_bytes(gzip.compress(b"line\n" * 50_000)[:-20])
    with pytest.raises(InputProblem, match=r"x\.gz.*truncated"):
        _lines(path)


def test_bgzip_cut_between_blocks_is_truncated(tmp_path: Path) -> None:
    import pysam

    plain, packed = tmp_path / "x", tmp_path / "x.gz"
    plain.write_bytes(b"line\n" * 50_000)
    pysam.tabix_compress(str(plain), str(packed))
    assert len(_lines(packed)) == 50_000
    packed.write_bytes(packed.read_bytes()[:-28])
    with pytest.raises(InputProblem, match="truncated"):
        _lines(packed)


def test_damaged_gzip(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(bytes(range(256)) * 500))
    packed[40] ^= 0xFF
    path = tmp_path / "x.gz"
    path.write_bytes(packed)
    with pytest.raises(InputProblem, match="damaged"):
        _lines(path)


@pytest.mark.parametrize(
    ("name", "message"), [("none", "no such file"), ("folder", "folder"), ("empty", "is empty")]
)
def test_files_that_hold_nothing(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").touch()
    with pytest.raises(InputProblem, match=message):
        data_file(tmp_path / name).check()


def test_a_file_with_content_passes_the_check(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    data_file(tmp_path / "x").check()


def test_sha256_is_of_the_bytes_on_disk(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    assert data_file(tmp_path / "x").sha256().startswith("ba7816bf8f01cfea")


def test_problems_show_the_path_as_written_and_documents_the_base_name(tmp_path: Path) -> None:
    file = DataFile(tmp_path / "x.tsv", "runs/x.tsv")
    assert file.problem("bad", line=3).where == "runs/x.tsv:3"
    assert file.name == "x.tsv"


def test_lines_that_end_in_cr_alone_are_refused(tmp_path: Path) -> None:
    # Read as one line, a table would be a header without a row: nothing found, wrongly.
    path = tmp_path / "mac.tsv"
    path.write_bytes(b"a\tb\r1\t2\r")
    with pytest.raises(InputProblem, match="carriage return"):
        list(DataFile(path, "mac.tsv").lines())


@pytest.mark.parametrize("content", [b"a\tb\n1\0\t2\n", "a\tb\n1\t2\n".encode("utf-16")])
def test_nul_bytes_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.tsv"
    path.write_bytes(content)
    with pytest.raises(InputProblem, match="NUL"):
        list(DataFile(path, "x.tsv").lines())


def test_a_pipe_is_refused_before_it_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputProblem, match="pipe"):
        DataFile(tmp_path / "pipe", "pipe").check()


def test_a_path_through_a_file_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    with pytest.raises(InputProblem, match="no such file"):
        DataFile(tmp_path / "f" / "g", "f/g").check()


def test_a_gzip_file_cut_in_its_first_line_names_no_line(tmp_path: Path) -> None:
    path = tmp_path / "x.gz"
    path.write_bytes(gzip.compress(b"abc")[:12])
    with pytest.raises(InputProblem, match="truncated") as caught:
        list(DataFile(path, "x.gz").lines())
    assert caught.value.line is None
