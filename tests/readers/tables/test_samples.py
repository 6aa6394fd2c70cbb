"""A column of samples under any usual name: rows of other samples are never taken in silence."""

from pathlib import Path

import pytest

from annotator.readers.tables.samples import sample_column
from tests.builders.files import STAR_HEADER, STAR_ROW, all_places, read, write

USUAL = [
    "sample",
    "sample_id",
    "Sample_ID",
    "sampleId",
    "Tumor_Sample_Barcode",
    "tumor_id",
    "Kids_First_Biospecimen_ID",
    "case_id",
    "Sample Name",
    "TUMOUR.SAMPLE",
]


@pytest.mark.parametrize("name", USUAL)
def test_a_usual_name_is_a_column_of_samples(name: str) -> None:
    assert sample_column(["gene", name]) == name
    assert sample_column(["gene", name], known=[name]) is None


@pytest.mark.parametrize("name", ["samples_seen", "normal_sample", "sample_type", "gene", "id", ""])
def test_other_names_are_none(name: str) -> None:
    assert sample_column(["gene", name]) is None


@pytest.mark.parametrize("name", USUAL)
@pytest.mark.parametrize("at_end", [True, False])
def test_rows_of_others_are_not_taken(tmp_path: Path, name: str, at_end: bool) -> None:
    def line(row: str, cell: str) -> str:
        mark, bare = ("#", row[1:]) if row.startswith("#") else ("", row)
        return mark + (f"{bare}\t{cell}" if at_end else f"{cell}\t{bare}")

    rows = [line(STAR_ROW, "P1"), line(STAR_ROW, "P2")]
    path = write(tmp_path / "x.tsv", line(STAR_HEADER, name), *rows)
    other = read(path, "fusions", all_places(sample="S"))
    assert other.fusions == []
    assert [warning.code for warning in other.warnings] == ["sample_not_in_table"]
    own = read(path, "fusions", all_places(sample="P2"))
    assert [fusion.source.line for fusion in own.fusions] == [3]
    assert own.warnings == []


@pytest.mark.parametrize("name", USUAL)
def test_segments_of_others_are_not_taken(tmp_path: Path, name: str) -> None:
    header = f"chromosome\tstart\tend\tgene\tlog2\tdepth\tprobes\tweight\t{name}"
    row = "chr7\t116000000\t117000000\tMET\t{}\t100\t10\t5\t{}"
    path = write(tmp_path / "x.cns", header, row.format("2.0", "P1"), row.format("0.0", "P2"))
    assert read(path, "copy_number", all_places(sample="S")).segments == []
    (segment,) = read(path, "copy_number", all_places(sample="P2")).segments
    assert segment.log2_ratio == 0.0
