"""Isofox (RNA) and LINX (DNA)."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from annotator.readers.registry import format_of
from annotator.readers.tables.gene_pairs import joined_by_underscore
from tests.builders.files import data_file, scope
from tests.builders.fusion_tables import (
    EML4_ALK,
    changed,
    columns,
    fusion_of,
    fusions_of,
    places,
    row_of,
    table,
    without,
)
from tests.readers.formats.fusions.writers_rna2 import isofox

_PLACES = "chr2:42295516+ chr2:29223528-"


@pytest.mark.parametrize("delimiter", ["\t", ","])
def test_isofox_with_tabs_or_commas(tmp_path: Path, delimiter: str) -> None:
    found = fusion_of(tmp_path, isofox(EML4_ALK, delimiter))
    assert (found.caller, found.junction, places(found)) == ("isofox", "sense", _PLACES)
    assert (found.split_reads, found.spanning_reads, found.filters) == (12, 5, [])


def _isofox(folder: Path, cells: dict[str, object]) -> FusionObservation:
    return fusion_of(folder, changed(isofox(EML4_ALK, "\t"), cells))


def test_isofox_realigned_fragments_lie_over_the_junction(tmp_path: Path) -> None:
    found = _isofox(tmp_path, {"RealignedFrags": 3})
    assert found.split_reads == 15
    assert set(found.raw_support) == {"SplitFrags", "RealignedFrags", "DiscordantFrags"}


def test_isofox_fusion_that_is_not_valid_has_no_order(tmp_path: Path) -> None:
    found = _isofox(tmp_path, {"Valid": "false", "GeneNameUp": "", "StrandUp": 0})
    assert (found.ordered, found.junction) == (False, "unknown")
    assert (found.five_prime.genes, found.five_prime.strand) == ([], None)


def test_isofox_keeps_the_filter(tmp_path: Path) -> None:
    assert _isofox(tmp_path, {"Filter": "MIN_FRAG"}).filters == ["MIN_FRAG"]


def test_isofox_bad_cell(tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as told:
        _isofox(tmp_path, {"PosDown": "x"})
    assert (told.value.line, told.value.column) == (2, "PosDown")


# LINX

_NEW = columns(
    "fivePrimeBreakendId threePrimeBreakendId name reported reportedType reportableReasons phased "
    "likelihood chainLength skippedExonsUp skippedExonsDown fusedExonUp fusedExonDown geneStart "
    "geneContextStart transcriptStart geneEnd geneContextEnd transcriptEnd junctionCopyNumber"
)
_OLDEST = [f"{name[0].upper()}{name[1:]}" for name in _NEW if name not in
           ("likelihood", "reportableReasons")]  # fmt: skip
_CELLS = dict(zip(_NEW, [cell.replace("_", " ") for cell in columns(
    "1 2 EML4-ALK true KNOWN OK INFRAME HIGH 0 0 0 13 20 EML4 Exon_13 ENST1 ALK Exon_20 ENST2 1.0"
)], strict=True))  # fmt: skip
_VIS = columns(
    "SampleId ClusterId Reportable GeneNameUp TranscriptUp ChrUp PosUp StrandUp RegionTypeUp "
    "FusedExonUp GeneNameDown TranscriptDown ChrDown PosDown StrandDown RegionTypeDown "
    "FusedExonDown"
)


def _linx(folder: Path, text: str) -> FusionObservation:
    (folder / "s.linx.fusion.tsv").write_text(text)
    file = data_file(folder / "s.linx.fusion.tsv")
    form = format_of(file, "structural_variants")
    assert (form.name, form.needs_build) == ("linx", False)
    (found,) = form.read(file, scope()).fusions
    return found


def _new(cells: dict[str, str]) -> str:
    return table(_NEW, row_of(_NEW, {**_CELLS, **cells}))


def test_linx_names_genes_and_exons_but_no_places(tmp_path: Path) -> None:
    found = _linx(tmp_path, _new({}))
    assert (found.caller, found.assay, found.junction, found.ordered) == (
        "linx", "dna", "sense", True)  # fmt: skip
    assert (found.five_prime.genes, found.three_prime.genes) == (["EML4"], ["ALK"])
    assert (found.five_prime.place, found.three_prime.place) == (None, None)
    assert (found.frame, found.confidence, found.filters) == ("in_frame", "HIGH", [])
    assert (found.split_reads, found.spanning_reads) == (None, None)
    assert found.raw_breakpoints == "EML4 ENST1 Exon 13|ALK ENST2 Exon 20"


def test_linx_versions_without_reasons_and_with_capitals(tmp_path: Path) -> None:
    assert _linx(tmp_path, without(_new({}), "reportableReasons")).confidence == "HIGH"
    lower = {name.lower(): cell for name, cell in _CELLS.items()} | {"phased": "true"}
    oldest = table(_OLDEST, [lower[name.lower()] for name in _OLDEST])
    found = _linx(tmp_path, oldest)
    assert (found.five_prime.genes, found.frame, found.confidence) == (["EML4"], "in_frame", None)


@pytest.mark.parametrize(
    ("phased", "skipped", "frame"),
    [
        ("INFRAME", "0", "in_frame"),
        ("OUT_OF_FRAME", "0", "out_of_frame"),
        ("SKIPPED_EXONS", "1", "unknown"),
        ("true", "0", "in_frame"),
        ("true", "1", "unknown"),
        ("false", "1", "out_of_frame"),
        ("", "0", "unknown"),
    ],
)
def test_linx_frame_that_needs_skipped_exons_is_not_told(
    tmp_path: Path, phased: str, skipped: str, frame: str
) -> None:
    assert _linx(tmp_path, _new({"phased": phased, "skippedExonsDown": skipped})).frame == frame


@pytest.mark.parametrize(
    ("reported", "reasons", "filters"),
    [
        ("true", "OK", []),
        ("true", "NOT_KNOWN", []),
        ("false", "NOT_KNOWN", ["NOT_KNOWN"]),
        ("false", "NMD;OUT_OF_FRAME", ["NMD", "OUT_OF_FRAME"]),
        ("false", "OK", ["not_reported"]),
        ("false", "", ["not_reported"]),
    ],
)
def test_linx_why_a_fusion_is_not_reported(
    tmp_path: Path, reported: str, reasons: str, filters: list[str]
) -> None:
    found = _linx(tmp_path, _new({"reported": reported, "reportableReasons": reasons}))
    assert found.filters == filters


@pytest.mark.parametrize(("column", "cell"), [("reported", "yes"), ("skippedExonsUp", "x")])
def test_linx_bad_cell(tmp_path: Path, column: str, cell: str) -> None:
    with pytest.raises(InputProblem) as told:
        _linx(tmp_path, _new({column: cell}))
    assert (told.value.line, told.value.column) == (2, column)


@pytest.mark.parametrize("header", [_VIS, _VIS[1:]])
def test_linx_vis_fusion_has_the_places(tmp_path: Path, header: list[str]) -> None:
    cells = {"Reportable": "false", "GeneNameUp": "EML4", "ChrUp": 2, "PosUp": 42295516}
    cells |= {"StrandUp": 1, "GeneNameDown": "ALK", "ChrDown": 2, "PosDown": 29223528}
    cells |= {"StrandDown": -1}
    found = _linx(tmp_path, table(header, row_of(header, cells)))
    assert (found.caller, found.assay, places(found)) == ("linx", "dna", _PLACES)
    assert found.filters == ["not_reported"]


def test_linx_given_as_fusions_is_told_where_it_belongs(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="unknown format") as told:
        fusions_of(tmp_path, _new({}))
    assert told.value.advice == "Its format is linx: give it as --structural-variants."


# Version 3 of Isofox and version 2 of LINX: a name for both genes, orientations of breakends

_ISOFOX_3 = columns(
    "Name KnownType ChromosomeUp ChromosomeDown PositionUp PositionDown OrientationUp "
    "OrientationDown JunctionTypeUp JunctionTypeDown TranscriptUp TranscriptDown ExonUp ExonDown "
    "SvType SplitFrags RealignedFrags DiscordantFrags DepthUp DepthDown CohortFrequency"
)
_ISOFOX_3_CELLS = dict(zip(_ISOFOX_3, columns(
    "EML4_ALK KNOWN_PAIR chr2 chr2 42295516 29223528 1 1 KNOWN KNOWN ENST1 ENST2 13 20 INV 24 3 12 "
    "100 40 0"
), strict=True))  # fmt: skip


def _isofox_3(folder: Path, **cells: str) -> FusionObservation:
    return fusion_of(folder, table(_ISOFOX_3, row_of(_ISOFOX_3, {**_ISOFOX_3_CELLS, **cells})))


def test_isofox_3_names_both_genes_in_one_column(tmp_path: Path) -> None:
    found = _isofox_3(tmp_path)
    assert (found.caller, found.junction, places(found)) == ("isofox", "sense", _PLACES)
    assert (found.five_prime.genes, found.three_prime.genes) == (["EML4"], ["ALK"])
    assert (found.split_reads, found.spanning_reads, found.filters) == (27, 12, [])


@pytest.mark.parametrize(
    ("name", "five", "three"),
    [("_ALK", [], ["ALK"]), ("EML4_", ["EML4"], []), ("_", [], [])],
)
def test_isofox_3_name_that_lacks_a_half_tells_no_order(
    tmp_path: Path, name: str, five: list[str], three: list[str]
) -> None:
    found = _isofox_3(tmp_path, Name=name)
    assert (found.five_prime.genes, found.three_prime.genes) == (five, three)
    assert (found.ordered, found.junction) == (False, "unknown")


def test_isofox_3_orientation_of_a_side_is_1_or_minus_1(tmp_path: Path) -> None:
    turned = _isofox_3(tmp_path, OrientationUp="-1", OrientationDown="-1")
    assert (turned.five_prime.strand, turned.three_prime.strand) == ("-", "+")
    with pytest.raises(InputProblem) as told:
        _isofox_3(tmp_path, OrientationDown="+")
    assert (told.value.line, told.value.column) == (2, "OrientationDown")


def test_linx_2_has_places_and_one_name(tmp_path: Path) -> None:
    placed = {
        **_CELLS,
        "name": "EML4_ALK",
        "fivePrimeCoords": "chr2:42298000:1",
        "threePrimeCoords": "chr2:29224500:1",
    }
    text = table(list(placed), list(placed.values()))
    genes = ("geneStart", "geneContextStart", "transcriptStart",
             "geneEnd", "geneContextEnd", "transcriptEnd", "junctionCopyNumber")  # fmt: skip
    for version in (text, without(text, *genes)):
        found = _linx(tmp_path, version)
        assert (found.five_prime.genes, found.three_prime.genes) == (["EML4"], ["ALK"])
        assert places(found) == "chr2:42298000+ chr2:29224500-"
        assert found.raw_breakpoints == "chr2:42298000:1|chr2:29224500:1"
        assert (found.frame, found.confidence, found.filters) == ("in_frame", "HIGH", [])


@pytest.mark.parametrize("cell", ["chr2:42298000", "chr2:x:1", "chr2:42298000:2", "chr2:0:1"])
def test_linx_2_bad_place(tmp_path: Path, cell: str) -> None:
    placed = {**_CELLS, "fivePrimeCoords": cell, "threePrimeCoords": "chr2:29224500:1"}
    with pytest.raises(InputProblem) as told:
        _linx(tmp_path, table(list(placed), list(placed.values())))
    assert (told.value.line, told.value.column) == (2, "fivePrimeCoords")


def test_linx_2_side_without_a_place(tmp_path: Path) -> None:
    placed = {**_CELLS, "fivePrimeCoords": "", "threePrimeCoords": "chr2:29224500:1"}
    found = _linx(tmp_path, table(list(placed), list(placed.values())))
    assert (found.five_prime.place, found.raw_breakpoints) == (None, "?|chr2:29224500:1")


@pytest.mark.parametrize(
    ("name", "pair"),
    [
        ("EML4_ALK", ("EML4", "ALK")),
        ("A_B_ALK", ("A_B", "ALK")),
        ("ALK_A_B", ("ALK", "A_B")),
        ("A_B_C", ("A", "B_C")),
        ("_ALK", (None, "ALK")),
        ("ALK", ("ALK", None)),
        ("", (None, None)),
    ],
)
def test_genes_joined_by_an_underscore(name: str, pair: tuple[str | None, str | None]) -> None:
    assert joined_by_underscore(name, frozenset({"ALK"})) == pair
