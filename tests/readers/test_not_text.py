"""Files that are no lines of text are named as what they are, in every role and as a sheet."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.roles import ROLES, Role
from annotator.readers.inputs import open_input
from annotator.readers.sheet.sheet import read_sample_sheet
from tests.builders.files import data_file, vcf, write

_TEXT = b"chr2\t1\t2\t300\n" * 60


def _zip(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


def _tar() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        info = tarfile.TarInfo("a.tsv")
        info.size = len(_TEXT)
        archive.addfile(info, io.BytesIO(_TEXT))
    return packed.getvalue()


_OTHERS = {
    "xlsx": (_zip("[Content_Types].xml", "xl/workbook.xml"), "Excel workbook", "tab-separated"),
    "ods": (
        b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        "OpenDocument spreadsheet",
        "tab-separated",
    ),
    "cram": (b"CRAM\x03\x00", "CRAM", "--alignments"),
    "zip": (_zip("a.tsv"), "zip archive", "Unpack it"),
    "bz2": (bz2.compress(_TEXT), "bzip2", "Unpack it"),
    "xz": (lzma.compress(_TEXT), "xz", "Unpack it"),
    "tar": (_tar(), "tar archive", "give the file in it"),
    "tar.gz": (gzip.compress(_tar()), "tar archive", "give the file in it"),
    "lfs": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n",
        "pointer of Git LFS",
        "git lfs pull",
    ),
    "html": (b"\n<!DOCTYPE html><html>", "web page", "caller's own file"),
    "pdf": (b"%PDF-1.7\n", "PDF", "caller's own file"),
    "utf16": ("a\tb\n".encode("utf-16"), "UTF-16", "UTF-8"),
    "bam": (gzip.compress(b"BAM\x01xxxx"), "BAM", "--alignments"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook", "tab-separated"),
}


@pytest.mark.parametrize("kind", _OTHERS)
@pytest.mark.parametrize("role", ROLES)
def test_each_is_named_with_what_to_do(tmp_path: Path, kind: str, role: Role) -> None:
    content, what, advice = _OTHERS[kind]
    (tmp_path / "x.vcf").write_bytes(content)
    with pytest.raises(InputProblem) as told:
        open_input(role, str(tmp_path / "x.vcf"))
    assert what in told.value.found
    assert advice in (told.value.advice or "")


def test_a_workbook_is_no_sheet_of_samples(tmp_path: Path) -> None:
    (tmp_path / "samples.xlsx").write_bytes(_OTHERS["xlsx"][0])
    with pytest.raises(InputProblem, match="Excel workbook"):
        read_sample_sheet(tmp_path / "samples.xlsx")


def test_text_and_packed_text_pass(tmp_path: Path) -> None:
    data_file(vcf(tmp_path / "x.vcf")).check()
    data_file(write(tmp_path / "x.tsv", "CRAM\tBZ")).check()
    (tmp_path / "x.gz").write_bytes(gzip.compress(_TEXT))
    data_file(tmp_path / "x.gz").check()
    (tmp_path / "cut.gz").write_bytes(gzip.compress(_TEXT)[:12])
    data_file(tmp_path / "cut.gz").check()  # what is damaged is told where it is read
