"""Which index is believed: one that is not older, and that points into the file's last blocks."""

import os
import random
import re
import struct
from pathlib import Path

import pysam
import pytest

from annotator.model.base import Interval
from annotator.readers.datafile import DataFile
from annotator.readers.lines.index_check import index_of, last_blocks
from annotator.readers.lines.indexed import indexed_lines
from annotator.readers.lines.regions import Regions

HEADER = (
    "##fileformat=VCFv4.2\n##contig=<ID=chr2,length=242193529>\n"
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
)


def packed(folder: Path, records: int, csi: bool = False) -> Path:
    """A bgzip VCF of so many records, 1000 bp apart, each some 200 bytes of noise, indexed."""
    plain = folder / "x.vcf"
    source = random.Random(f"{folder.name} {records}")  # the same blocks in every run
    noise = (source.randbytes(100).hex() for _ in range(records))
    rows = (f"chr2\t{1000 * n}\t.\tA\tC\t.\t.\tX={text}\n" for n, text in enumerate(noise, 1))
    plain.write_text(HEADER + "".join(rows), encoding="utf-8")
    path = folder / "x.vcf.gz"
    pysam.tabix_compress(str(plain), str(path), force=True)
    pysam.tabix_index(str(path), preset="vcf", csi=csi, force=True)
    return path


@pytest.mark.parametrize("csi", [False, True])
@pytest.mark.parametrize("records", [1, 5000])
def test_an_index_ends_before_the_last_block_of_its_file(tmp_path, records, csi):
    path = packed(tmp_path, records, csi)
    index = path.with_name(f"x.vcf.gz.{'csi' if csi else 'tbi'}")
    assert list(last_blocks(index)) == [path.stat().st_size - 28]
    assert index_of(path) == index


@pytest.mark.parametrize("records", [500, 4990])
def test_the_index_of_another_file_is_not_believed(tmp_path, records):
    """Neither of one that ends far from this one's end, nor of one that ends among its last."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    path, other = packed(tmp_path / "a", 5000), packed(tmp_path / "b", records)
    index = path.with_name("x.vcf.gz.tbi")
    index.write_bytes(other.with_name("x.vcf.gz.tbi").read_bytes())
    assert index_of(path) is None
    assert indexed_lines(DataFile(path, "x.vcf.gz"), Regions([Interval("chr2", 1, 10**6)])) is None


def test_an_older_index_is_not_believed(tmp_path):
    path = packed(tmp_path, 10)
    os.utime(path.with_name("x.vcf.gz.tbi"), (1, 1))
    assert index_of(path) is None


@pytest.mark.parametrize("content", [b"", b"no index", b"TBI\x01", b"TBI\x01" + b"\0" * 8])
def test_what_is_no_index_is_none(tmp_path, content):
    path = tmp_path / "x.tbi"
    path.write_bytes(content)
    assert list(last_blocks(path)) == []


def test_a_small_file_is_read_whole(tmp_path, monkeypatch):
    path = packed(tmp_path, 10)
    monkeypatch.setattr(
        "annotator.readers.lines.index_check._STREAMED_BELOW", path.stat().st_size + 1
    )
    assert index_of(path) is None
    monkeypatch.setattr("annotator.readers.lines.index_check._STREAMED_BELOW", path.stat().st_size)
    assert index_of(path) is not None


def strip_counts(index: Path, records: int) -> None:
    """Write the index as GATK does, without a bin of counts and the number at the end.

    With one reference, the only count of `records` is in that bin.
    """
    with pysam.BGZFile(str(index), "rb", index=None) as stream:
        content = stream.read()
    counts = re.escape(struct.pack("<II", 37450, 2)) + b".{16}" + struct.pack("<QQ", records, 0)
    stripped, removed = re.subn(counts, b"", content[:-8], flags=re.DOTALL)
    at = stripped.index(b"chr2\0") + 5
    (bins,) = struct.unpack_from("<I", stripped, at)
    with pysam.BGZFile(str(index), "wb", index=None) as stream:
        stream.write(stripped[:at] + struct.pack("<I", bins - removed) + stripped[at + 4 :])


def test_an_index_of_gatk_is_believed_for_its_file(tmp_path):
    path = packed(tmp_path, 5000)
    index = path.with_name("x.vcf.gz.tbi")
    strip_counts(index, 5000)
    last_interval, walked = last_blocks(index)
    assert last_interval <= walked == path.stat().st_size - 28
    assert index_of(path) == index
    lines = indexed_lines(DataFile(path, "x.vcf.gz"), Regions([Interval("chr2", 1, 3000)]))
    assert lines is not None
    assert [line.split(b"\t")[1] for line in lines] == [b"1000", b"2000", b"3000"]


def test_an_index_of_gatk_is_not_believed_for_another_file(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    path, other = packed(tmp_path / "a", 5000), packed(tmp_path / "b", 4990)
    index = other.with_name("x.vcf.gz.tbi")
    strip_counts(index, 4990)
    path.with_name("x.vcf.gz.tbi").write_bytes(index.read_bytes())
    assert index_of(path) is None
