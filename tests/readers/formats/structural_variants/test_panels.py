"""iAnnotateSV and GeneFuse: kept sides, reads, and bad rows. Places are of GRCh37."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from tests.builders.files import kinases, read, write

_HEADER = (
    "chr1\tpos1\tstr1\tchr2\tpos2\tstr2\tgene1\ttranscript1\tsite1\tgene2\ttranscript2\tsite2\t"
    "fusion"
)
_ROW = (
    "2\t29447271\t{}\t2\t42492091\t{}\tALK\tNM_004304\tIntron of ALK(-):877bp before exon 20\t"
    "EML4\tNM_019063\tIntron of EML4(+):1Kb after exon 6\tProtein Fusion: {}  {{EML4:ALK}}"
)


def _fusions(path: Path, *lines: str) -> list[FusionObservation]:
    return read(write(path, *lines), "structural_variants", kinases("GRCh37")).fusions


def _sides(found: FusionObservation) -> list[tuple[str | None, int | None]]:
    return [(end.gene, end.position) for end in (found.five_prime, found.three_prime)]


_SENSE = [("EML4", 42492091), ("ALK", 29447271)]


@pytest.mark.parametrize(
    ("first", "second", "junction"),
    [("0", "0", "sense"), ("1", "1", "sense"), ("0", "1", "three_to_three")],
)
def test_the_direction_of_the_reads_tells_what_is_kept(
    tmp_path: Path, first: str, second: str, junction: str
) -> None:
    (found,) = _fusions(tmp_path / "x", _HEADER, _ROW.format(first, second, "in frame"))
    assert found.junction == junction
    assert (found.assay, found.split_reads, found.frame) == ("dna", None, "in_frame")
    if junction == "sense":
        assert _sides(found) == (_SENSE if first == "0" else _SENSE[::-1])


@pytest.mark.parametrize(
    ("said", "frame"), [("out of frame", "out_of_frame"), ("mid-exon", "unknown")]
)
def test_the_frame_of_iannotatesv(tmp_path: Path, said: str, frame: str) -> None:
    (found,) = _fusions(tmp_path / "x", _HEADER, _ROW.format("0", "0", said))
    assert found.frame == frame


def test_the_nearest_gene_of_a_break_between_genes_is_none(tmp_path: Path) -> None:
    row = _ROW.format("0", "0", "in frame").replace("Intron of EML4(+)", "IGR: 10Kb before EML4(+)")
    (found,) = _fusions(tmp_path / "x", _HEADER, row)
    assert {end.gene for end in (found.five_prime, found.three_prime)} == {None, "ALK"}


@pytest.mark.parametrize(
    ("cell", "bad", "column"), [("\t0\t2\t", "\t2\t2\t", "str1"), ("42492091", "x", "pos2")]
)
def test_a_bad_row_of_iannotatesv(tmp_path: Path, cell: str, bad: str, column: str) -> None:
    row = _ROW.format("0", "0", "in frame").replace(cell, bad, 1)
    with pytest.raises(InputProblem) as told:
        _fusions(tmp_path / "x", _HEADER, row)
    assert (told.value.line, told.value.column) == (2, column)


_EML4 = "EML4_ENST00000318522.5:intron:6|{}chr2:42492091"
_ALK = "ALK_ENST00000389048.3:intron:19|{}chr2:29447271"


@pytest.mark.parametrize(
    "sides", [(_EML4.format("+"), _ALK.format("-")), (_ALK.format("+"), _EML4.format("-"))]
)
@pytest.mark.parametrize("written", ["#{}", '\t\t"{}":{{'])
def test_a_fusion_of_genefuse_in_text_and_json(
    tmp_path: Path, sides: tuple[str, str], written: str
) -> None:
    title = f"Fusion: {'_'.join(sides)} (total: 4, unique:3)"
    (found,) = _fusions(tmp_path / "x", "", written.format(title), ">1, read", "ACGT")
    assert (_sides(found), found.junction) == (_SENSE, "sense")
    assert (found.split_reads, found.assay, found.source.line) == (3, "dna", 2)


def test_a_junction_of_two_first_parts(tmp_path: Path) -> None:
    title = f"#Fusion: {_EML4.format('+')}_{_ALK.format('+')} (total: 4, unique:3)"
    (found,) = _fusions(tmp_path / "x", title)
    assert found.junction == "five_to_five"


def test_an_empty_result_of_genefuse(tmp_path: Path) -> None:
    assert _fusions(tmp_path / "x", "# genefuse v0.8.0, time used: 9 seconds") == []


def test_a_title_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as told:
        _fusions(tmp_path / "x", "# genefuse v0.8.0", "#Fusion: EML4 and ALK")
    assert (told.value.line, told.value.expected is not None) == (2, True)
