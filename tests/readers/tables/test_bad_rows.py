"""A bad row that touches no gene looked at refuses no table; one that may touch one does."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.readers.format import Content
from tests.builders.files import ARRIBA_COLUMNS, STAR_HEADER, STAR_ROW, arriba_row, kinases, write
from tests.builders.files import read as read_as

_CNVKIT = "chromosome\tstart\tend\tgene\tlog2\tcn\tdepth\tprobes\tweight"
_MET = "chr7\t116000000\t117000000\tMET\t1.5\t6\t300\t40\t38.5"
_MAF = (
    "Hugo_Symbol\tChromosome\tStart_Position\tReference_Allele\tTumor_Seq_Allele1\t"
    "Tumor_Seq_Allele2\tTumor_Sample_Barcode"
)
_ALK = "ALK\tchr2\t29220831\tA\tA\tT\tS"
_MITO = STAR_ROW.replace("EML4", "FOO").replace("ALK", "BAR").replace("chr2:42295516", "chrM:0")
_MITO = _MITO.replace("chr2:29223528", "chrM:0")


def read(path: Path, role: str, *lines: str, end: str = "\n") -> Content:
    write(path, *lines)
    if end == "":
        path.write_text(path.read_text().rstrip("\n"))
    return read_as(path, role, kinases("GRCh38", "S"))  # type: ignore[arg-type]


def codes(content: Content) -> list[str]:
    return [warning.code for warning in content.warnings]


def test_the_warning_counts_and_names_the_first_line(tmp_path: Path) -> None:
    content = read(tmp_path / "x.tsv", "fusions", STAR_HEADER, STAR_ROW, _MITO, _MITO)
    (warning,) = content.warnings
    assert (warning.code, warning.source) == ("rows_skipped", "x.tsv:3")
    assert warning.message.startswith("2 rows are not as the format says")
    assert "first: line 3" in warning.message
    assert len(content.fusions) == 1


@pytest.mark.parametrize(
    "row",
    [
        STAR_ROW.replace("\t12\t", "\tx\t"),
        _MITO.replace("BAR^", "ALK^"),
        _MITO.replace("chrM:0:-", "?:0:-"),
        _MITO.replace("chrM:0:-", "chr2:x:-"),
        _MITO.replace("chrM:0:-", "chr2:29223528:-"),
        _MITO.replace("0.5", "near ALK"),
    ],
)
def test_a_row_that_may_touch_a_gene_is_an_error(tmp_path: Path, row: str) -> None:
    with pytest.raises(InputProblem) as told:
        read(tmp_path / "x.tsv", "fusions", STAR_HEADER, row, STAR_ROW)
    assert told.value.line == 2


def test_a_row_of_too_few_cells(tmp_path: Path) -> None:
    short = _MITO.rpartition("\t")[0]
    content = read(tmp_path / "x.tsv", "fusions", STAR_HEADER, short, STAR_ROW)
    assert (codes(content), len(content.fusions)) == (["rows_skipped"], 1)
    with pytest.raises(InputProblem, match="9 cells"):  # the file may have been cut
        read(tmp_path / "x.tsv", "fusions", STAR_HEADER, STAR_ROW, short)
    with pytest.raises(InputProblem, match="9 cells"):  # the header is not that of the rows
        read(tmp_path / "x.tsv", "fusions", STAR_HEADER, short, short, short)
    with pytest.raises(InputProblem, match="9 cells"):  # its cells may stand in other columns
        read(tmp_path / "x.tsv", "fusions", STAR_HEADER, short.replace("FOO^", "ALK^"), STAR_ROW)


def test_segments_on_a_chromosome_without_a_gene_looked_at(tmp_path: Path) -> None:
    content = read(tmp_path / "x.cns", "copy_number", _CNVKIT, _MET, _MET.replace("chr7", "chrM")
                   .replace("MET", "-").replace("116000000", "x"))  # fmt: skip
    assert (codes(content), len(content.segments)) == (["rows_skipped"], 1)
    for bad in (_MET.replace("1.5", "x"), _MET.replace("chr7", "?").replace("MET", "-")):
        with pytest.raises(InputProblem):
            read(tmp_path / "x.cns", "copy_number", _CNVKIT, _MET, bad.replace("\t6\t", "\tx\t"))


@pytest.mark.parametrize("row", ["FOO\tchrM\t0x\tA\tA\tT\tS", "FOO\tchr2\t5\t?\tA\tT\tS"])
def test_a_bad_row_of_a_maf(tmp_path: Path, row: str) -> None:
    content = read(tmp_path / "x.maf", "small_variants", _MAF, row, _ALK)
    assert len(content.small_variants) == 1
    with pytest.raises(InputProblem):
        read(tmp_path / "x.maf", "small_variants", _MAF, row.replace("\t5\t", "\tx\t")
             .replace("chrM", "?"), _ALK)  # fmt: skip


@pytest.mark.parametrize(
    ("version", "header", "row"),
    [
        ("#version 2.4" + "\t" * 6, _MAF, _ALK),
        ('"#version 2.4"', _MAF, _ALK),
        ("#version 2.4", _MAF + "\t\t", _ALK + "\t\t"),
        ("#version 2.4", _MAF, _ALK + "\t\t"),
        ("#version 2.4", "\t".join(f'" {name} "' for name in _MAF.split("\t")), _ALK),
        ("#version 2.4", _MAF, "\t".join(f'"{cell} "' for cell in _ALK.split("\t"))),
        ("#version 2.4", _MAF, "\t".join(f" {cell} " for cell in _ALK.split("\t"))),
        ("#version 2.4", _MAF, _ALK + "\n" + "\t" * 6),
    ],
)
def test_what_a_spreadsheet_leaves(tmp_path: Path, version: str, header: str, row: str) -> None:
    content = read(tmp_path / "x.maf", "small_variants", version, header, row)
    assert [variant.position for variant in content.small_variants] == [29220831]
    assert codes(content) == []


def test_a_padded_cell_of_arriba(tmp_path: Path) -> None:
    row = "\t".join(f" {cell} " for cell in arriba_row().split("\t"))
    assert len(read(tmp_path / "x.tsv", "fusions", "\t".join(ARRIBA_COLUMNS), row).fusions) == 1


def test_a_nul_byte_refuses(tmp_path: Path) -> None:
    with pytest.raises(InputProblem):
        read(tmp_path / "x.tsv", "fusions", STAR_HEADER, STAR_ROW, _MITO.replace("0.5", "\0"))
