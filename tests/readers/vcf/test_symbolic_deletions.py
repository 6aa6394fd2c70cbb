"""Deletions that a VCF of small variants tells by their ends."""

from pathlib import Path

import pytest

from tests.builders.files import VCF_META, read, scope, vcf

END = '##INFO=<ID=END,Number=1,Type=Integer,Description="x">'


def ends(path: Path, record: str) -> list[tuple[int, int, list[str]]]:
    content = read(vcf(path, record, meta=(*VCF_META, END)), "small_variants", scope())
    assert content.small_variants == []
    assert [warning.code for warning in content.warnings] == ["not_small_variants"]
    return [(f.five_prime.position, f.three_prime.position, f.filters) for f in content.fusions]


@pytest.mark.parametrize(
    ("place", "alt", "info", "found"),
    [
        ("chr7 116771000", "<DEL>", "END=116773000;SVTYPE=DEL", [(116771000, 116773001, ["low"])]),
        ("chr7 116771000", "<DEL>", "SVLEN=-2000", [(116771000, 116773001, ["low"])]),
        ("chr2 29220000", "<DEL:ME>", "END=29220100", [(29220101, 29220000, ["low"])]),
        ("chr7 116771000", "<DEL>", "SVTYPE=DEL", []),  # no end
        ("chr7 116771000", "<DUP>", "END=116773000;SVTYPE=DUP", []),
        ("chr7 116771000", "<DEL>", "END=116900000", []),  # ends outside the locus
    ],
)
def test_a_deletion_within_a_locus(
    tmp_path: Path, place: str, alt: str, info: str, found: list[tuple[int, int, list[str]]]
) -> None:
    record = f"{place} . A {alt} . low {info} GT 0/1"
    assert ends(tmp_path / "x.vcf", record) == found


@pytest.mark.parametrize(("called", "count"), [("0/0", 0), ("./.", 1), ("0|1", 1), ("0", 0)])
def test_a_genotype_without_it_leaves_it_out(tmp_path: Path, called: str, count: int) -> None:
    record = f"chr7 116771000 . A <DEL> . PASS END=116773000 GT {called}"
    assert len(ends(tmp_path / "x.vcf", record)) == count
