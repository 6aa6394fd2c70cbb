"""What no real file holds is refused with its place, and what a real one may hold is read."""

import gzip
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pysam
import pytest

from annotator.files import bounds
from annotator.files.bounds import FileBounds, file_bounds
from annotator.model.errors import InputProblem
from annotator.readers.datafile import DataFile
from annotator.readers.registry import format_of
from annotator.readers.vcf.header import read_header
from tests.builders.files import STAR_HEADER, STAR_ROW, data_file, scope, vcf

_ROW = "chr2\t29220747\t.\tC\tT\t.\tPASS\t.\tGT:AD\t0/1:30,12"


@pytest.fixture
def bound(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Sets one bound of files, as its environment variable does."""

    def set_bound(name: str, value: str) -> None:
        monkeypatch.setenv(f"ANNOTATOR_{name}", value)
        file_bounds.cache_clear()

    yield set_bound
    file_bounds.cache_clear()


@pytest.fixture
def small(bound: Callable[[str, str], None]) -> None:
    """Bounds that small files pass."""
    bound("LINE_CELLS", "20")
    bound("LINE_BYTES", "1000")
    bound("PACKED_FREELY_BYTES", "100000")
    bound("PACKED_TIMES", "5")


def _file(folder: Path, content: bytes, how: str) -> DataFile:
    path = folder / "x"
    path.write_bytes(gzip.compress(content, mtime=0) if how == "gzip" else content)
    if how == "bgzip":
        pysam.tabix_compress(str(path), str(folder / "y"), force=True)
        path = folder / "y"
    return data_file(path)


_PACKINGS = pytest.mark.parametrize("how", ["plain", "gzip", "bgzip"])


@_PACKINGS
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("length", "is_read"), [(1000, True), (1001, False)])
def test_the_longest_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str, length: int, is_read: bool
) -> None:
    monkeypatch.setattr("annotator.readers.datafile._BIG_BLOCK", 100)
    for end in (b"\nc\n", b""):
        file = _file(tmp_path, b"a\nb\n" + b"x" * length + end, how)
        if is_read:
            assert len([*file.lines()][2][1]) == length
            assert sum(map(len, file.blocks())) == 4 + length + len(end)
            continue
        for read in (file.lines, file.blocks, lambda file=file: [file.head()]):
            with pytest.raises(InputProblem, match="a line of more than 1000 bytes") as told:
                list(read())
            assert told.value.line == 3


@_PACKINGS
def test_a_long_last_line_is_not_kept_to_see_its_end(
    tmp_path: Path, bound: Callable[[str, str], None], how: str
) -> None:
    bound("LINE_BYTES", "1000000")
    noise = random.Random(7).randbytes(1_000_000).hex().encode()
    with pytest.raises(InputProblem, match="a line of more than"):
        _ = _file(tmp_path, b"a\n" + noise, how).last_line
    assert _file(tmp_path, b"a\n" + noise[:1_000_000], how).last_line.text == noise[:1_000_000]


@_PACKINGS
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("cells", "is_read"), [(20, True), (21, False)])
def test_the_most_cells(tmp_path: Path, how: str, cells: int, is_read: bool) -> None:
    file = _file(tmp_path, b"a\n" + b"\t".join([b"x"] * cells) + b"\n", how)
    if is_read:
        assert len([*file.lines()]) == 2
        return
    with pytest.raises(InputProblem, match="a line of 21 cells") as told:
        list(file.lines())
    assert told.value.line == 2


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("how", ["gzip", "bgzip"])
def test_a_file_that_is_packed_too_tightly(tmp_path: Path, how: str) -> None:
    tight = _file(tmp_path, b"chr2\t1\t2\t30\n" * 20_000, how)
    for read in (tight.lines, tight.blocks):
        with pytest.raises(InputProblem, match=r"a compressed file of more than 97\.66 KiB"):
            list(read())
    small = _file(tmp_path, b"chr2\t1\t2\t30\n" * 8_000, how)
    assert len([*small.lines()]) == 8_000


@pytest.mark.usefixtures("small")
def test_a_large_file_that_is_packed_as_real_ones_are(tmp_path: Path) -> None:
    rows = b"".join(b"chr2\t%d\t%d\n" % (n, n * n * 7919) for n in range(20_000))
    assert len(rows) > file_bounds().packed_freely_bytes
    assert len([*_file(tmp_path, rows, "gzip").lines()]) == 20_000


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "32 MiB", "1" * 19])
def test_a_bound_that_is_no_number(bound: Callable[[str, str], None], text: str) -> None:
    bound("LINE_BYTES", text)
    with pytest.raises(InputProblem, match="ANNOTATOR_LINE_BYTES"):
        file_bounds()


def test_an_unset_bound_keeps_its_default(bound: Callable[[str, str], None]) -> None:
    bound("LINE_BYTES", "")
    bound("LINE_CELLS", "7")
    assert file_bounds() == FileBounds(line_cells=7)


def test_a_line_of_gigabytes_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.vcf.gz"
    with gzip.open(path, "wb", compresslevel=9) as stream:
        for _ in range(64):
            stream.write(b"A" * 2**20)
    with pytest.raises(InputProblem, match="a line of more than 32 MiB") as told:
        format_of(data_file(path), "small_variants")
    assert told.value.line == 1


def test_many_sample_columns_take_no_longer_than_they_are_many(tmp_path: Path) -> None:
    names = [f"S{number}" for number in range(100_000)]
    path = vcf(tmp_path / "x.vcf", samples=names)
    start = time.process_time()
    assert len(read_header(data_file(path)).samples) == 100_000
    assert time.process_time() - start < 5
    with pytest.raises(InputProblem, match="repeats the sample S7"):
        read_header(data_file(vcf(tmp_path / "y.vcf", samples=[*names, "S7", "S9"])))


def test_a_table_of_bad_rows_alone_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "BAD_ROWS", 5)
    path = tmp_path / "x.tsv"
    for bad, said in ((4, "3 more rows are bad (line 3, 4, 5)"),
                      (9, "at least 4 more rows are bad (line 3, 4, 5, 6)")):  # fmt: skip
        path.write_text("\n".join([STAR_HEADER, *["x"] * bad, STAR_ROW, ""]))
        with pytest.raises(InputProblem) as told:
            format_of(data_file(path), "fusions").read(data_file(path), scope())
        assert (told.value.line, told.value.advice) == (2, said)
