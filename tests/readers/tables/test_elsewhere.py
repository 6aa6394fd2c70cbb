"""Where a bad row lies: only one that can be read far enough is left out."""

import pytest

from annotator.model.base import Interval
from annotator.readers.lines.regions import Regions
from annotator.readers.tables.elsewhere import (
    LookedAt,
    Where,
    is_contig,
    is_unreadable,
    names_something,
)

_ALK = LookedAt(frozenset({"ALK"}), Regions([Interval("chr2", 100, 200)]))


@pytest.mark.parametrize("name", ["chr1", "22", "X", "chrM", "MT", "NC_000002.12", "chrUn_GL0",
                                  "chr6_mhc_hap", "GL000192.1", "HLA-A*01", "hs37d5"])  # fmt: skip
def test_names_of_contigs(name: str) -> None:
    assert is_contig(name)


@pytest.mark.parametrize("name", ["", "23", "chr99", "x1", "ALK", "1e5", "?", "chr 2 "])
def test_other_texts_are_none(name: str) -> None:
    assert not is_contig(name)


@pytest.mark.parametrize(
    ("chrom", "position", "where"),
    [
        ("chrM", "0", "elsewhere"),
        ("M", "x", "elsewhere"),
        ("chr2", "99", "elsewhere"),
        ("chr2", "100", "near"),
        ("2", "200", "near"),
        ("2", "201", "elsewhere"),
        ("chr2", "0", "near"),
        ("chr2", "x", "near"),
        ("chr2", None, "near"),
        (" chr1 ", " 5 ", "elsewhere"),
        ("?", "5", "unreadable"),
        ("", "5", "missing"),
        (".", "5", "missing"),
    ],
)
def test_a_place_that_cannot_be_read_may_be_any(
    chrom: str, position: str | None, where: Where
) -> None:
    assert _ALK.place(chrom, position) == where


@pytest.mark.parametrize(
    ("cell", "where"),
    [
        ("chrM:0:+", "elsewhere"),
        ("chr2:150:-", "near"),
        ("22:1|11:2", "elsewhere"),
        ("22:1|2:150", "near"),
        ("22:1|", "missing"),
        ("1_5__2_150", "near"),
        ("chr1~chr5", "elsewhere"),
        ("nowhere", "unreadable"),
        ("", "missing"),
    ],
)
def test_places_of_one_cell(cell: str, where: Where) -> None:
    assert _ALK.written_places(cell) == where


@pytest.mark.parametrize("cell", ["ALK", "EML4--ALK", "alk", "ALK_intron19", "x;ALK(0)", "5'-ALK"])
def test_a_gene_is_found_in_any_writing(cell: str) -> None:
    assert _ALK.names(cell)


@pytest.mark.parametrize("cell", ["ALKBH1", "TALK", "", "EML4"])
def test_other_genes_are_not_it(cell: str) -> None:
    assert not _ALK.names(cell)


def test_of_a_row_without_sure_columns_every_cell_counts() -> None:
    assert not _ALK.may_be_in(["FOO", "chr1", "5"])
    assert _ALK.may_be_in(["FOO", "chr1", "2"])
    assert _ALK.may_be_in(["FOO", "chr2:7", "5"])
    assert _ALK.may_be_in(["near ALK"])


def test_where_nothing_is_looked_for_nothing_is_elsewhere() -> None:
    nothing = LookedAt(frozenset(), Regions([]))
    assert nothing.place("chrM", "0") == "near"


@pytest.mark.parametrize(
    ("cell", "something", "unreadable"),
    [("FOO", True, False), ("FOO,BAR", True, False), ("HLA-A", True, False), ("", False, False),
     ("NA", False, False), ("12", False, True), ("?!", False, True)],
)  # fmt: skip
def test_cells_of_genes(cell: str, something: bool, unreadable: bool) -> None:
    assert (names_something(cell), is_unreadable(cell)) == (something, unreadable)
