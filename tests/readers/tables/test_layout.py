"""Tables of fusions described by their columns, built in or in a user's YAML."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from annotator.model.errors import InputProblem
from annotator.readers.datafile import DataFile
from annotator.readers.format import Scope
from annotator.readers.tables.described import described_format
from annotator.readers.tables.fusion_layout import FusionLayout
from annotator.readers.tables.fusions import FusionTable
from tests.builders.files import nowhere

DESCRIPTION = """\
name: our_caller
base: 0
five_prime: {gene: Gene5, chrom: Chr5, position: Pos5, strand: Strand5}
three_prime: {gene: Gene3, breakpoint: Break3}
split_reads: [Split, Rescued]
spanning_reads: [Pairs]
frame: {column: Frame, in_frame: [in], out_of_frame: [out]}
filters: {column: Filter, passing: [ok]}
sample: Sample
empty_place: [unknown]
"""
PAIRED = """\
name: our_pairs
genes: {column: Fusion, separator: "--"}
split_reads: [Split]
other_reads: [Score]
filters: {column: Anchor, passing: ['YES'], named: {'NO': no_anchor}}
optional: [Score, Anchor]
aliases: {Reads: Split}
"""
_ROWS = """\
Sample Gene5 Chr5 Pos5     Strand5 Gene3     Break3          Split Rescued Pairs Frame Filter
S1     EML4  chr2 42295515 +       ALK;SPDYA chr2:29223527:- 7     1       4     in    ok
"""
HEADER, ROW = (line.split() for line in _ROWS.splitlines())


def described(folder: Path, text: str = DESCRIPTION):
    path = folder / "our.yaml"
    path.write_text(text)
    return described_format(path)


def read(folder: Path, *rows: list[str], **scope: Any):
    path = folder / "calls.tsv"
    path.write_text("\n".join("\t".join(cells) for cells in (HEADER, *rows)) + "\n")
    wanted = Scope(nowhere(), **scope)
    return described(folder).read(DataFile(path, "calls.tsv"), wanted)


def test_every_column_of_a_description_is_read(tmp_path):
    (found,) = read(tmp_path, ROW).fusions
    five, three = found.five_prime, found.three_prime
    assert (five.gene, five.chrom, five.position, five.strand) == ("EML4", "chr2", 42295516, "+")
    assert (three.genes, three.position, three.strand) == (["ALK", "SPDYA"], 29223528, "-")
    assert (found.caller, found.assay, found.junction) == ("our_caller", "rna", "sense")
    assert (found.split_reads, found.spanning_reads, found.frame) == (8, 4, "in_frame")
    assert found.raw_support == {"Split": "7", "Rescued": "1", "Pairs": "4"}
    assert found.filters == []
    assert found.raw_breakpoints == "chr2:42295515:+|chr2:29223527:-"
    assert found.source.place == "calls.tsv:2"


def cells(**changes: str) -> list[str]:
    return [changes.get(name, cell) for name, cell in zip(HEADER, ROW, strict=True)]


def test_a_word_that_says_nothing_of_the_frame_leaves_it_unknown(tmp_path):
    (found,) = read(tmp_path, cells(Frame="?", Filter="low")).fusions
    assert (found.frame, found.filters) == ("unknown", ["low"])


def test_a_place_that_the_caller_did_not_find_is_null(tmp_path):
    (found,) = read(tmp_path, cells(Pos5="unknown", Chr5=".")).fusions
    assert found.five_prime.place is None
    assert found.five_prime.gene == "EML4"


@pytest.mark.parametrize(
    ("column", "cell"),
    [("Pos5", "-2"), ("Pos5", "x"), ("Break3", "29223527"), ("Split", "many"), ("Strand5", "up")],
)
def test_a_cell_that_is_none_is_told_with_its_place(tmp_path, column, cell):
    with pytest.raises(InputProblem) as told:
        read(tmp_path, cells(**{column: cell}))
    assert (told.value.line, told.value.column) == (2, column)


def test_of_several_samples_the_rows_of_one_are_read(tmp_path):
    rows = [ROW, cells(Sample="S2", Gene5="KIF5B")]
    assert [f.five_prime.gene for f in read(tmp_path, *rows, sample="S2").fusions] == ["KIF5B"]
    other = read(tmp_path, *rows, sample="lab-2", tumor_sample="S1").fusions
    assert [f.five_prime.gene for f in other] == ["EML4"]


def test_a_row_without_gene_and_place_is_told(tmp_path):
    nothing = {"Gene5": "NA", "Pos5": "NA", "Gene3": "NA"}
    assert len(read(tmp_path, cells(**nothing)).fusions) == 1
    with pytest.raises(InputProblem, match="neither a gene nor a place"):
        read(tmp_path, cells(**nothing, Break3="NA"))


@pytest.mark.parametrize("names", [{}, {"sample": "T7"}, {"sample": "T7", "tumor_sample": "S1"}])
def test_a_table_of_one_sample_is_of_the_one_reported_and_its_name_is_kept(tmp_path, names):
    content = read(tmp_path, ROW, ROW, **names)
    assert len(content.fusions) == 2
    assert (content.sample_name, content.sample_names, content.warnings) == ("S1", ["S1"], [])


def test_a_sample_without_rows_among_several_is_said(tmp_path):
    content = read(tmp_path, ROW, cells(Sample="S2"), sample="S3")
    assert (content.fusions, content.sample_name) == ([], None)
    assert [warning.code for warning in content.warnings] == ["sample_not_in_table"]


def test_a_tumor_sample_that_is_none_of_them_is_an_error_that_lists_them(tmp_path):
    with pytest.raises(InputProblem) as told:
        read(tmp_path, ROW, cells(Sample="S2"), sample="S1", tumor_sample="S9")
    assert told.value.expected == "one of S1, S2"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name: [", "not YAML"),
        ("name: a b\n", "name"),
        (DESCRIPTION.replace("base: 0", "base: 2"), "base"),
        (DESCRIPTION.replace("chrom: Chr5, ", ""), "chrom and position go together"),
        (DESCRIPTION + "colour: red\n", "colour"),
        (DESCRIPTION + "name: other\n", "the key 'name' stands twice"),
        (DESCRIPTION + "optional: [Break3]\n", "cannot be optional"),
        (PAIRED.replace("[Score, Anchor]", "[Fusion]"), "cannot be optional"),
    ],
)
def test_a_description_that_is_none_is_told(tmp_path, text, found):
    with pytest.raises(InputProblem) as told:
        described(tmp_path, text)
    assert found in str(told.value)


def test_a_side_without_place_and_gene_is_refused():
    with pytest.raises(ValidationError, match="a place"):
        FusionLayout.model_validate(
            {"name": "x", "five_prime": {"gene": "A"}, "three_prime": {"strand": "S"}}
        )


def test_a_layout_is_recognized_by_its_columns():
    layout = FusionLayout.model_validate(
        {"name": "x", "five_prime": {"gene": "A"}, "three_prime": {"gene": "B"}}
    )
    recognize = FusionTable.of(layout).format.recognize
    assert recognize(["## comment", "#B\tC\tA"])
    assert not recognize(["A\tC"])


def paired(folder: Path, *lines: str, text: str = PAIRED):
    path = folder / "pairs.tsv"
    path.write_text("".join(f"{line}\n" for line in lines))
    wanted = Scope(nowhere())
    return described(folder, text).read(DataFile(path, "pairs.tsv"), wanted).fusions


@pytest.mark.parametrize(
    ("cell", "five", "three"),
    [
        ("EML4--ALK", ["EML4"], ["ALK"]),
        ("HLA-A--NKX2-1;X", ["HLA-A"], ["NKX2-1", "X"]),
        ("A--B--C", ["A", "B"], ["C", "B"]),
        ("A----C", ["A"], ["C"]),
    ],
)
def test_one_column_names_the_genes_of_both_sides(tmp_path, cell, five, three):
    (found,) = paired(tmp_path, "Fusion\tSplit", f"{cell}\t3")
    assert (found.five_prime.genes, found.three_prime.genes) == (five, three)
    assert found.raw_breakpoints == cell


@pytest.mark.parametrize("cell", ["EML4", "EML4--", "--ALK", "", "A-B"])
def test_fewer_than_two_genes_are_told(tmp_path, cell):
    with pytest.raises(InputProblem, match="two genes as in A--B") as told:
        paired(tmp_path, "Fusion\tSplit", f"{cell}\t3")
    assert (told.value.line, told.value.column) == (2, "Fusion")


def test_an_optional_column_and_a_column_of_another_name_are_read(tmp_path):
    (found,) = paired(tmp_path, "Fusion\tReads\tScore\tAnchor", "A--B\t3\t0.7\tNO")
    assert (found.split_reads, found.filters) == (3, ["no_anchor"])
    assert found.raw_support == {"Split": "3", "Score": "0.7"}
    (found,) = paired(tmp_path, "Fusion\tSplit", "A--B\t3")
    assert (found.filters, found.raw_support) == ([], {"Split": "3"})


def test_a_column_that_is_not_optional_is_missed(tmp_path):
    with pytest.raises(InputProblem, match="no column Score"):
        paired(tmp_path, "Fusion\tSplit", text=PAIRED.replace("optional: [Score, ", "optional: ["))


@pytest.mark.parametrize(
    ("cell", "count"), [("12", 12), ("12.0", 12), ("0", 0), ("-", None), ("NA", None)]
)
def test_a_count(tmp_path, cell, count):
    (found,) = paired(tmp_path, "Fusion\tSplit", f"A--B\t{cell}")
    assert found.split_reads == count
    assert found.raw_support == {"Split": cell}


@pytest.mark.parametrize("cell", ["12.5", ".0", "-1", "12.00"])
def test_a_count_that_is_none(tmp_path, cell):
    with pytest.raises(InputProblem, match="a whole number"):
        paired(tmp_path, "Fusion\tSplit", f"A--B\t{cell}")


def test_a_table_with_columns_of_another_format_is_not_taken_for_it():
    layout = FusionLayout.model_validate(
        {"name": "x", "unlike": ["C"], "five_prime": {"gene": "A"}, "three_prime": {"gene": "B"}}
    )
    recognize = FusionTable.of(layout, amends_by=["D"]).format.recognize
    assert recognize(["A\tB\tD"])
    assert not recognize(["A\tB\tD\tC"])
    assert not recognize(["A\tB"])


def test_a_rule_of_the_caller_amends_a_row(tmp_path):
    layout = FusionLayout.model_validate(
        {"name": "x", "five_prime": {"gene": "A"}, "three_prime": {"gene": "B"}}
    )
    form = FusionTable.of(
        layout, amend=lambda row, seen: seen.model_copy(update={"confidence": row.cells["C"]})
    ).format
    path = tmp_path / "x"
    path.write_text("A\tB\tC\nEML4\tALK\tsure\n")
    read = form.read(DataFile(path, "x"), Scope(nowhere()))
    assert [each.confidence for each in read.fusions] == ["sure"]


def test_a_column_may_be_named_with_the_hash_of_its_header(tmp_path):
    text = "name: our_pairs\ngenes: {column: '#Fusion', separator: '--'}\n"
    (found,) = paired(tmp_path, "#Fusion\tReads", "EML4--ALK\t3", text=text)
    assert (found.five_prime.gene, found.three_prime.gene) == ("EML4", "ALK")
