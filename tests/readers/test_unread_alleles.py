"""Alleles that cannot be read keep their place and line."""

from pathlib import Path

import pytest

from annotator.readers.unread_alleles import is_plain
from tests.builders.files import read, vcf, write

_MAF = (
    "Hugo_Symbol Chromosome Start_Position Reference_Allele Tumor_Seq_Allele2 Tumor_Sample_Barcode"
)


def _unread(path: Path, *records: str) -> list[tuple[int, int, str, int | None]]:
    content = read(vcf(path, *records), "small_variants")
    assert content.small_variants == []
    return [(a.start, a.end, a.written, a.source.line) for a in content.unread_alleles]


@pytest.mark.parametrize(
    ("ref", "alt", "end", "named"),
    [
        ("C", "Y", 100, True),
        ("C", "N", 100, True),
        ("C", "-", 100, True),
        ("CAG", "CNN", 102, True),
        ("N", "T", 100, True),
        ("C", "*", 100, False),
        ("C", "<INS>", 101, False),
        ("C", "<DUP>", 101, False),
        ("C", "C[chr3:5[", 101, False),
    ],
)
def test_an_allele_that_cannot_be_read(
    tmp_path: Path, ref: str, alt: str, end: int, named: bool
) -> None:
    record = f"chr2 29220100 . {ref} {alt} . PASS . GT:AD 0/1:150,50"
    path = tmp_path / "x.vcf"
    assert _unread(path, record) == [(29220100, 29220000 + end, f"{ref}>{alt}", 14)]
    warnings = read(path, "small_variants").warnings
    messages = [n.message for n in warnings if n.code == "allele_not_read"]
    assert (
        messages
        == [
            "1 allele is not written in known bases and cannot be read "
            f"(chr2:29220100 {ref}>{alt} in line 14)"
        ]
        * named
    )


@pytest.mark.parametrize(
    ("alt", "info", "end"),
    [
        ("<DEL>", "END=29220900", 29220900),
        ("<INV>", "END=29220900", 29220900),
        ("<DEL>", "END=99920900", 29220101),  # beyond the locus: a matter of copies
        ("<DEL>", ".", 29220101),
        ("<DUP>", "END=29220900", 29220101),  # what is repeated is still there
    ],
)
def test_how_far_a_symbol_reaches(tmp_path: Path, alt: str, info: str, end: int) -> None:
    record = f"chr2 29220100 . C {alt} . PASS {info} GT:AD 0/1:150,50"
    assert _unread(tmp_path / "x.vcf", record) == [(29220100, end, f"C>{alt}", 14)]


@pytest.mark.parametrize(
    ("alt", "values"),
    [
        ("Y", "0/0:200,0"),  # not in the tumor
        ("*", "0/0:200,0"),
        ("<NON_REF>", "0/0:200,0"),
        ("<*>", "0/1:150,50"),
        ("<CN3>", "0/1:150,50"),
        ("<CNV>", "0/1:150,50"),
        ("<INS>", "0/0:200,0"),
        (".", "0/0:200"),
    ],
)
def test_what_is_no_unread_allele(tmp_path: Path, alt: str, values: str) -> None:
    record = f"chr2 29220100 . C {alt} . PASS . GT:AD {values}"
    assert _unread(tmp_path / "x.vcf", record) == []


@pytest.mark.parametrize(
    ("ref", "alt", "end"), [("C", "Y", 100), ("CA", "NN", 101), ("-", "N", 101)]
)
def test_of_a_maf(tmp_path: Path, ref: str, alt: str, end: int) -> None:
    row = f"ALK chr2 29220100 {ref} {alt} T1"
    path = write(tmp_path / "x.maf", *("\t".join(line.split()) for line in (_MAF, row)))
    content = read(path, "small_variants")
    assert content.small_variants == []
    assert [(a.end, a.written, a.source.line) for a in content.unread_alleles] == [
        (29220000 + end, f"{ref}>{alt}", 2)
    ]
    assert [n.code for n in content.warnings] == ["allele_not_read"]


def test_a_dash_is_an_allele_of_a_maf_alone() -> None:
    assert is_plain("C", "T")
    assert is_plain("c", "-", empty="-")
    assert not is_plain("C", "-")
    assert not is_plain("C", "<DEL>")
