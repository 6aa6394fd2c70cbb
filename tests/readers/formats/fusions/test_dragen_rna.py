"""DRAGEN RNA: the table of calls before and from version 3.9, and the table of all candidates."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from tests.builders.fusion_tables import (
    EML4_ALK,
    changed,
    columns,
    fusion_of,
    fusions_of,
    places,
    row_of,
    table,
)
from tests.readers.formats.fusions.writers_rna2 import WRITERS

_TEXT = WRITERS["dragen_rna"](EML4_ALK)
_OLD = columns("#FusionGene Score LeftBreakpoint RightBreakpoint ReadNames")
_CALL = ["EML4--ALK", "3", "chr2:42295516:+", "chr2:29223528:-", "r:1;r:2;r:1;r:3;"]
_FEATURES = columns(
    "FusionGene Score LeftBreakpoint RightBreakpoint Filter NumSplitReads NumSoftClippedReads "
    "NumPairedReads Gene1Sense Gene2Sense"
)


def test_reads_of_three_kinds(tmp_path: Path) -> None:
    cells = {"NumSplitReads": 10, "NumSoftClippedReads": 4, "NumPairedReads": 1}
    found = fusion_of(tmp_path, changed(_TEXT, cells))
    assert (found.caller, found.split_reads, found.spanning_reads) == ("dragen_rna", 14, 1)
    assert found.raw_support == {name: str(count) for name, count in cells.items()}


def test_old_table_counts_the_names_of_reads_and_tells_no_order(tmp_path: Path) -> None:
    found = fusion_of(tmp_path, table(_OLD, _CALL))
    assert (found.split_reads, found.spanning_reads) == (3, None)
    assert found.raw_support == {"ReadNames": "3", "Score": "3"}
    assert (found.ordered, found.junction) == (False, "unknown")
    assert places(found) == "chr2:42295516? chr2:29223528?"
    assert found.raw_breakpoints == "chr2:42295516:+|chr2:29223528:-"


def test_old_table_without_names_has_no_count(tmp_path: Path) -> None:
    assert fusion_of(tmp_path, table(_OLD, [*_CALL[:4], ""])).split_reads is None


@pytest.mark.parametrize(
    ("senses", "junction", "ordered"),
    [
        (("True", "True"), "sense", True),
        (("True", "False"), "antisense", True),
        (("False", "True;False"), "antisense", True),
        (("False;True", "False;True"), "sense", True),
        (("False", "False"), "unknown", False),
        (("True", ""), "unknown", False),
    ],
)
def test_the_senses_of_the_genes_tell_the_order(
    tmp_path: Path, senses: tuple[str, str], junction: str, ordered: bool
) -> None:
    text = changed(_TEXT, dict(zip(("Gene1Sense", "Gene2Sense"), senses, strict=True)))
    found = fusion_of(tmp_path, text)
    assert (found.junction, found.ordered) == (junction, ordered)
    assert found.five_prime.strand == ("+" if ordered else None)


def test_several_genes_of_a_side(tmp_path: Path) -> None:
    found = fusion_of(tmp_path, changed(_TEXT, {"FusionGene": "HLA-A--AF127577.4;LINC02246"}))
    assert found.five_prime.genes == ["HLA-A"]
    assert found.three_prime.genes == ["AF127577.4", "LINC02246"]


@pytest.mark.parametrize(
    ("word", "filters"),
    [
        ("PASS", []),
        ("PASS;READ_THROUGH", []),
        ("LOW_SCORE;LOW_MAPQ", ["LOW_SCORE", "LOW_MAPQ"]),
        ("FAIL", ["FAIL"]),
    ],
)
def test_candidates_keep_the_filters_they_did_not_pass(
    tmp_path: Path, word: str, filters: list[str]
) -> None:
    cells = dict(zip(_FEATURES, [*_CALL[:4], word, 2, 1, 4, "True", "True"], strict=True))
    text = table(_FEATURES, row_of(_FEATURES, cells), delimiter=",")
    found = fusion_of(tmp_path, text)
    assert (found.filters, found.split_reads, found.spanning_reads) == (filters, 3, 4)


def test_preliminary_candidates_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="preliminary") as told:
        fusions_of(tmp_path, table(_OLD, _CALL), name="S1.fusion_candidates.preliminary")
    assert told.value.expected == "the table of calls, fusion_candidates.final"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("FusionGene", "EML4-ALK"),
        ("FusionGene", "A--B--C"),
        ("LeftBreakpoint", "chr2"),
        ("RightBreakpoint", "chr2:0:-"),
        ("Gene1Sense", "yes"),
        ("NumPairedReads", "."),
    ],
)
def test_a_bad_cell_is_told_with_its_place(tmp_path: Path, column: str, cell: str) -> None:
    with pytest.raises(InputProblem) as told:
        fusions_of(tmp_path, changed(_TEXT, {column: cell}))
    assert (told.value.line, told.value.column) == (2, column)
