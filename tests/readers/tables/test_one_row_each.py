"""Rows of two samples in one table of copies are an error; rows that are alike count once."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.readers.format import Content
from tests.builders.files import kinases, read, write

_CNVKIT = "chromosome\tstart\tend\tgene\tlog2\tcn\tdepth\tprobes\tweight"
_FACETS = "chrom\tseg\tnum.mark\tnhet\tcnlr.median\tmafR\tstart\tend\tcf.em\ttcn.em\tlcn.em"


def cnvkit(path: Path, *rows: str) -> Content:
    cells = ("\t".join([*row.split(), "6", "300", "40", "38.5"]) for row in rows)
    return read(write(path, _CNVKIT, *cells), "copy_number", kinases("GRCh38"))


def facets(path: Path, *places: str) -> Content:
    rows = ("\t".join(["7", "9", "40", "3", "0.9", "0.1", *place.split("-"), "0.5", "6", "1"])
            for place in places)  # fmt: skip
    return read(write(path, _FACETS, *rows), "copy_number", kinases("GRCh38"))


def test_rows_that_are_alike_count_once(tmp_path: Path) -> None:
    content = cnvkit(tmp_path / "x", *["chr7 116000000 117000000 MET 1.5"] * 2)
    assert len(content.segments) == 1
    assert [warning.code for warning in content.warnings] == ["repeated_rows"]


def test_rows_of_one_place_that_differ_name_both_lines(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="lines 2 and 3") as told:
        cnvkit(tmp_path / "x", "chr7 116000000 117000000 MET 1.5",
               "chr7 116000000 117000000 MET 0.1")  # fmt: skip
    assert (told.value.line, "several samples" in (told.value.advice or "")) == (3, True)


def test_other_places_and_other_chromosomes_are_no_repetition(tmp_path: Path) -> None:
    rows = ["chr7 116000000 117000000 MET 1.5", "chr7 117000000 117000001 MET 0.1"]
    content = cnvkit(tmp_path / "x", *rows, "chr1 1 2000000 - 1", "chr1 1 2000000 - 2")
    assert (len(content.segments), content.warnings) == (2, [])


def test_segments_of_two_samples_lie_over_each_other(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match=r"line 2 and .* line 4"):
        facets(tmp_path / "x", "1-80000000", "80000001-159000000", "1-116000000",
               "116000001-159000000")  # fmt: skip


def test_segments_side_by_side_and_some_overlap_are_read(tmp_path: Path) -> None:
    content = facets(tmp_path / "x", "1-80000000", "79000000-159000000")
    assert len(content.segments) == 2


def test_short_bins_may_lie_over_each_other(tmp_path: Path) -> None:
    bins = [f"{116000000 + step}-{116000900 + step}" for step in range(0, 1000, 100)]
    assert len(facets(tmp_path / "x", *bins).segments) == 10
