"""The message of a file that no format fits: what it may be, and how to give it."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.roles import Role
from annotator.readers.registry import format_of
from tests.builders.files import STAR_HEADER, STAR_ROW, data_file, vcf, write

_LABORATORY = ("gene\tmethod\tvalue\tunit", "MET\tFISH\t12\tcopies")


def _told(path: Path, role: Role) -> InputProblem:
    with pytest.raises(InputProblem) as told:
        format_of(data_file(path), role)
    return told.value


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("fusions", "YAML file, MINE.yaml=FILE (docs/fusions.md)"),
        ("structural_variants", "YAML file, MINE.yaml=FILE (docs/fusions.md)"),
        ("copy_number", "YAML file, MINE.yaml=FILE (docs/copy-number.md)"),
        ("copy_number", "gene, method, value, unit"),
        ("small_variants", "a VCF or a MAF"),
        ("coverage", "chromosome, start, end, mean depth"),
    ],
)
def test_a_table_of_no_caller(tmp_path: Path, role: Role, said: str) -> None:
    told = _told(write(tmp_path / "x", "a\tb", "1\t2"), role)
    assert told.found.startswith("unknown format; the first line is 'a\\tb'")
    assert "annotator formats" in (told.advice or "")
    assert said in (told.advice or "")


@pytest.mark.parametrize(
    ("mark", "named"), [(",", "commas"), (";", "semicolons"), (" ", "blanks"), ("   ", "blanks")]
)
@pytest.mark.parametrize("role", ["fusions", "copy_number"])
def test_another_delimiter_is_named(tmp_path: Path, mark: str, named: str, role: Role) -> None:
    rows = (line.replace("\t", mark) for line in (STAR_HEADER, STAR_ROW))
    told = _told(write(tmp_path / "x", *rows), role)
    assert told.found == f"the cells are separated by {named}"
    assert told.expected == "tabs, as in a table of STAR-Fusion (star_fusion)"
    assert told.advice == "Save the table with tabs, and give it as --fusions."


def test_cells_in_quotes_are_taken_apart(tmp_path: Path) -> None:
    rows = (";".join(f'"{cell}"' for cell in line.split("\t")) for line in _LABORATORY)
    told = _told(write(tmp_path / "x", *rows), "copy_number")
    assert told.found == "the cells are separated by semicolons"


def test_a_table_with_commas_that_was_saved_with_tabs(tmp_path: Path) -> None:
    header = "Sampleid\tPurity\tPloidy\tFlagged\tFailed\tCurated\tComment"
    told = _told(write(tmp_path / "x", header), "copy_number")
    assert told.found == "the cells are separated by tabs"
    assert (told.expected or "").startswith("commas")


def test_a_delimiter_within_cells_is_none(tmp_path: Path) -> None:
    told = _told(write(tmp_path / "x", "Hugo_Symbol\tS1", "MET\t3;2;1"), "copy_number")
    assert told.found.startswith("unknown format")


def test_a_vcf_whose_tabs_became_blanks(tmp_path: Path) -> None:
    path = vcf(tmp_path / "x.vcf", "chr2 5 . C T . PASS . GT 0/1")
    path.write_text(path.read_text(encoding="utf-8").replace("\t", " "), encoding="utf-8")
    file = data_file(path)
    with pytest.raises(InputProblem, match="#CHROM line are separated by blanks"):
        format_of(file, "small_variants").read(file, None)


@pytest.mark.parametrize("role", ["fusions", "copy_number"])
def test_a_header_in_quotes(tmp_path: Path, role: Role) -> None:
    path = write(tmp_path / "x.vcf", '"##fileformat=VCFv4.2"')
    assert "in quotes, as a spreadsheet saves it" in _told(path, role).found


@pytest.mark.parametrize("role", ["structural_variants", "copy_number", "fusions"])
def test_what_is_known_and_not_read_says_what_to_give(tmp_path: Path, role: Role) -> None:
    columns = "AnnotSV_ID\tSV_chrom\tSV_start\tSV_end\tSV_length\tSV_type"
    told = _told(write(tmp_path / "x", columns), role)
    assert told.found == "this is a table of AnnotSV, which is not read"
    assert "give that VCF as --structural-variants" in (told.advice or "")


def test_a_format_of_another_role_comes_first(tmp_path: Path) -> None:
    told = _told(write(tmp_path / "x", STAR_HEADER, STAR_ROW), "copy_number")
    assert told.advice == "Its format is star_fusion: give it as --fusions."
