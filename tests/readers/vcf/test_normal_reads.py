"""Called records whose reads lie in the normal's column."""

from pathlib import Path

import pytest

from annotator.model.roles import Role
from tests.builders.files import read, scope, vcf

_PAIR = ("TUMOR", "NORMAL")


def swapped(
    path: Path, *records: str, samples: tuple[str, ...] = _PAIR, wanted: str | None = None,
    role: Role = "small_variants",
) -> list[str]:  # fmt: skip
    content = read(vcf(path / "a.vcf", *records, samples=samples), role, scope("GRCh38", wanted))
    return [each.message for each in content.warnings if each.code == "tumor_normal_swapped"]


def record(tumor: str, normal: str, filters: str = "PASS", info: str = ".") -> str:
    return f"chr2 29220747 . C T . {filters} {info} GT:AD {tumor} {normal}"


def test_the_warning_names_both_columns_and_the_record(tmp_path: Path) -> None:
    (message,) = swapped(tmp_path, record("0/0:500,0", "0/1:399,112"))
    assert "in the column NORMAL and not in TUMOR" in message
    assert "chr2:29220747 C>T" in message


@pytest.mark.parametrize(
    ("tumor", "normal", "warned"),
    [
        ("0/0:500,0", "0/1:95,5", True),
        ("0/0:500,0", "0/1:96,4", False),  # so few are errors of sequencing
        ("0/1:399,112", "0/0:500,0", False),
        ("0/1:250,250", "0/1:250,250", False),  # germline
        ("0/1:495,5", "0/1:450,50", True),  # a tenth of the fraction is contamination
        ("0/1:494,6", "0/1:450,50", False),
        ("0/0", "0/1", True),  # no reads: the genotypes speak
        ("0/1", "0/1", False),
    ],
)
def test_how_many_reads_are_a_sign(tmp_path: Path, tumor: str, normal: str, warned: bool) -> None:
    assert bool(swapped(tmp_path, record(tumor, normal))) is warned


@pytest.mark.parametrize(("filters", "info"), [("germline", "."), ("PASS", "SS=3")])
def test_what_was_filtered_or_lost_is_no_sign(tmp_path: Path, filters: str, info: str) -> None:
    """A filtered record is expected in the normal; VarScan calls a lost allele SS=3."""
    assert swapped(tmp_path, record("0/0:500,0", "0/1:300,200", filters, info)) == []


def test_a_record_off_the_loci_is_not_looked_at(tmp_path: Path) -> None:
    row = record("0/0:500,0", "0/1:300,200").replace("chr2 29220747", "chr9 5")
    assert swapped(tmp_path, row) == []


def test_which_column_is_the_normal(tmp_path: Path) -> None:
    row = record("0/0:500,0", "0/1:300,200")
    assert "column B and not in A" in swapped(tmp_path, row, samples=("A", "B"), wanted="A")[0]
    three = f"{row} 0/0:100,0"
    assert swapped(tmp_path, three, samples=("A", "NORMAL", "C"), wanted="A")
    assert swapped(tmp_path, three, samples=("A", "B", "C"), wanted="A") == []
    assert swapped(tmp_path, record("0/1:300,200", ""), samples=("A",)) == []


def test_a_bad_value_of_the_normal_is_not_an_error(tmp_path: Path) -> None:
    row = "chr2 29220747 . C T . PASS . GT:AF 0/1:0.2 0/1:49"
    assert swapped(tmp_path, row) == []


@pytest.mark.parametrize(
    ("tumor", "normal", "filters", "warned"),
    [
        ("0,0", "10,5", "PASS", True),
        ("0,0", "10,4", "PASS", False),
        ("0,0", "10,5", "LowQual", False),
        ("10,5", "0,0", "PASS", False),
    ],
)
def test_junctions(tmp_path: Path, tumor: str, normal: str, filters: str, warned: bool) -> None:
    row = f"chr2 29224000 a N N]chr2:42299000] . {filters} SVTYPE=BND PR {tumor} {normal}"
    assert bool(swapped(tmp_path, row, role="structural_variants")) is warned
