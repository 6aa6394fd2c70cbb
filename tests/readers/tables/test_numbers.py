"""Whole numbers as files write them, and the readers that meet others."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.readers.tables.numbers import whole_number
from tests.builders.files import STAR_HEADER, STAR_ROW, read, vcf, write

_HUGE = "9" * 5000  # more digits than Python turns into a number


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), ("29223528", 29223528), ("9" * 18, 10**18 - 1)]
)
def test_digits_are_a_number(text: str, value: int) -> None:
    assert whole_number(text) == value


@pytest.mark.parametrize("text", ["", "-1", "1.0", "²", "١", " 1", "1_0", "9" * 19, _HUGE])
def test_anything_else_is_none(text: str) -> None:
    assert whole_number(text) is None


@pytest.mark.parametrize("old", ["29223528", "12"])
def test_a_huge_number_in_a_fusion_table_is_a_bad_cell(tmp_path: Path, old: str) -> None:
    path = write(tmp_path / "f.tsv", STAR_HEADER, STAR_ROW.replace(old, _HUGE, 1))
    with pytest.raises(InputProblem, match=r"f\.tsv:2"):
        read(path, "fusions")


def test_a_huge_position_in_a_vcf_is_a_bad_cell(tmp_path: Path) -> None:
    path = vcf(tmp_path / "x.vcf", f"chr2 {_HUGE} . C T . PASS . GT 0/1")
    with pytest.raises(InputProblem, match="POS"):
        read(path, "small_variants")


@pytest.mark.parametrize("end", ["²", _HUGE])
def test_an_end_that_is_no_number_is_a_bad_cell(tmp_path: Path, end: str) -> None:
    path = vcf(tmp_path / "x.vcf", f"chr2 29223700 . N <INV> . PASS SVTYPE=INV;END={end} GT 0/1")
    with pytest.raises(InputProblem, match="END"):
        read(path, "structural_variants")


def test_a_huge_place_in_a_bed_is_a_bad_cell(tmp_path: Path) -> None:
    path = write(tmp_path / "x.bed", "chr2\t1\t2\t5", f"chr2\t5\t{_HUGE}\t5")
    with pytest.raises(InputProblem, match="end"):
        read(path, "coverage")


@pytest.mark.parametrize("log2", ["2000", "-101"])
def test_a_log2_ratio_beyond_all_ratios_is_a_bad_cell(tmp_path: Path, log2: str) -> None:
    header = "chromosome\tstart\tend\tgene\tlog2\tprobes"
    path = write(tmp_path / "x.cns", header, f"chr7\t1\t900\t-\t{log2}\t5")
    with pytest.raises(InputProblem, match="log2"):
        read(path, "copy_number")
