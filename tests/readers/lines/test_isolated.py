"""A library that crashes ends its own process alone."""

import os
import signal
import struct

import pysam
import pytest

from annotator.model.base import Interval
from annotator.readers.lines.indexed import indexed_contigs, indexed_lines
from annotator.readers.lines.isolated import isolated
from annotator.readers.lines.regions import Regions
from annotator.readers.vcf.header import read_header
from annotator.readers.vcf.lines import locus_lines
from tests.builders.files import data_file
from tests.readers.lines.test_index_check import packed


def test_an_answer_comes_back():
    assert isolated(lambda: [b"x" * 200_000, b"\0"]) == [b"x" * 200_000, b"\0"]
    assert isolated(list) == []


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_crash_is_no_answer(number):
    assert isolated(lambda: os.kill(os.getpid(), number)) is None


@pytest.mark.parametrize("error", [OSError, ValueError, MemoryError, UnicodeError])
def test_neither_is_an_error(error):
    def fail() -> None:
        raise error

    assert isolated(fail) is None


def _with_index(folder, change):
    """A packed VCF whose index is changed, unpacked, by a function of its bytes."""
    path = packed(folder, 2000)
    index = path.with_name("x.vcf.gz.tbi")
    with pysam.BGZFile(str(index), "rb", index=None) as stream:
        content = bytearray(stream.read())
    with pysam.BGZFile(str(index), "wb", index=None) as stream:
        stream.write(bytes(change(content)))
    return data_file(path)


def _of_longer_names(content: bytearray) -> bytearray:
    """Of which htslib takes the names to go on behind their end."""
    (length,) = struct.unpack_from("<I", content, 32)
    struct.pack_into("<I", content, 32, length + 1)
    return content


@pytest.mark.parametrize("change", [_of_longer_names, lambda content: content[: len(content) // 2]])
def test_an_index_that_crashes_htslib_is_not_asked_for_the_records(tmp_path, monkeypatch, change):
    file = _with_index(tmp_path, change)
    index = file.path.with_name("x.vcf.gz.tbi")
    for module in ("annotator.readers.lines.indexed", "annotator.readers.vcf.bcf"):
        monkeypatch.setattr(f"{module}.index_of", lambda _path: index)
    regions = Regions([Interval("chr2", 1000, 5000)])
    assert indexed_lines(file, regions) is None
    assert indexed_contigs(file) is None
    records = list(locus_lines(file, read_header(file), regions))
    assert [record.line for record in records] == [4, 5, 6, 7, 8]


def test_a_sound_index_is_asked(tmp_path):
    file = _with_index(tmp_path, lambda content: content)
    assert indexed_contigs(file) == ["chr2"]
    assert len(list(indexed_lines(file, Regions([Interval("chr2", 1000, 5000)])) or ())) == 5
