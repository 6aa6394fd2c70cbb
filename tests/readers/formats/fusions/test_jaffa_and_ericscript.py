"""JAFFA and EricScript: headers of the versions, odd cells, their own doubts."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from tests.builders.files import scope
from tests.builders.fusion_tables import places, read_text, row_of, table
from tests.readers.formats.fusions.writers_callers import ERICSCRIPT_HEADER, JAFFA_HEADER

_OLD_JAFFA = [each for each in JAFFA_HEADER if each not in ("strand1", "strand2")]
_JAFFA: dict[str, object] = {
    "sample": "S1",
    "fusion genes": "EML4:ALK",
    "chrom1": "chr2",
    "base1": 42295516,
    "strand1": "+",
    "chrom2": "chr2",
    "base2": 29223528,
    "strand2": "-",
    "gap (kb)": "Inf",
    "spanning pairs": 80,
    "spanning reads": 91,
    "inframe": "TRUE",
    "classification": "HighConfidence",
}


def _jaffa(folder: Path, header: list[str] = JAFFA_HEADER, **changed: object) -> FusionObservation:
    cells = {name: cell for name, cell in _JAFFA.items() if name in header}
    renamed = {name.replace("_", " "): cell for name, cell in changed.items()}
    text = table(header, row_of(header, {**cells, **renamed}), delimiter=",")
    (found,) = read_text(folder, text).fusions
    return found


def test_jaffa_row(tmp_path: Path) -> None:
    found = _jaffa(tmp_path)
    assert (found.caller, found.junction, found.frame) == ("jaffa", "sense", "in_frame")
    assert (found.five_prime.genes, found.three_prime.genes) == (["EML4"], ["ALK"])
    assert places(found) == "chr2:42295516+ chr2:29223528-"
    assert (found.split_reads, found.spanning_reads) == (91, 80)
    assert (found.confidence, found.filters) == ("HighConfidence", [])


def test_jaffa_without_strands_and_with_quotes(tmp_path: Path) -> None:
    quoted = [f'"{name}"' for name in _OLD_JAFFA]
    cells = row_of(_OLD_JAFFA, {k: v for k, v in _JAFFA.items() if k in _OLD_JAFFA}, '"x,y"')
    (found,) = read_text(tmp_path, table(quoted, cells, delimiter=",")).fusions
    assert places(found) == "chr2:42295516? chr2:29223528?"
    assert found.raw_breakpoints == "chr2:42295516|chr2:29223528"


@pytest.mark.parametrize(
    ("genes", "five", "three"),
    [
        ("EML4::ALK", ["EML4"], ["ALK"]),
        ("CD74:GOPC:ROS1", ["CD74", "GOPC"], ["ROS1", "GOPC"]),
    ],
)
def test_jaffa_names(tmp_path: Path, genes: str, five: list[str], three: list[str]) -> None:
    found = _jaffa(tmp_path, fusion_genes=genes)
    assert (found.five_prime.genes, found.three_prime.genes) == (five, three)


def test_jaffa_pairs_that_a_short_contig_cannot_tell(tmp_path: Path) -> None:
    found = _jaffa(tmp_path, spanning_pairs="-")
    assert (found.split_reads, found.spanning_reads) == (91, None)
    assert found.raw_support == {"spanning reads": "91", "spanning pairs": "-"}


@pytest.mark.parametrize(
    ("inframe", "frame"), [("FALSE", "out_of_frame"), ("NA", "unknown"), ("TRUE", "in_frame")]
)
def test_jaffa_frame(tmp_path: Path, inframe: str, frame: str) -> None:
    assert _jaffa(tmp_path, inframe=inframe).frame == frame


@pytest.mark.parametrize(
    ("classification", "filters"),
    [
        ("LowConfidence", []),
        ("PotentialTransSplicing", []),
        ("PotentialRegularTranscript", ["PotentialRegularTranscript"]),
        ("PotentialRunThrough", ["PotentialRunThrough"]),
    ],
)
def test_what_jaffa_takes_for_no_fusion_is_flagged(
    tmp_path: Path, classification: str, filters: list[str]
) -> None:
    found = _jaffa(tmp_path, classification=classification)
    assert (found.confidence, found.filters) == (classification, filters)


def test_of_several_samples_of_jaffa_one_is_read(tmp_path: Path) -> None:
    rows = [row_of(JAFFA_HEADER, {**_JAFFA, "sample": name}) for name in ("S1", "S2")]
    text = table(JAFFA_HEADER, *rows, delimiter=",")
    assert len(read_text(tmp_path, text, scope(tumor_sample="S1")).fusions) == 1


@pytest.mark.parametrize(
    ("column", "cell"),
    [("base1", "x"), ("chrom2", ""), ("fusion genes", "ALK"), ("strand2", "minus")],
)
def test_a_cell_of_jaffa_that_is_none_is_told(tmp_path: Path, column: str, cell: str) -> None:
    with pytest.raises(InputProblem) as told:
        _jaffa(tmp_path, JAFFA_HEADER, **{column: cell})
    assert told.value.line == 2
    assert told.value.column == ("base2" if column == "chrom2" else column)


_ERICSCRIPT: dict[str, object] = {
    "GeneName1": "GOPC",
    "GeneName2": "ROS1",
    "chr1": "6",
    "Breakpoint1": 117566854,
    "strand1": "-",
    "chr2": "6",
    "Breakpoint2": 117321394,
    "strand2": "-",
    "crossingreads": 140,
    "spanningreads": 73,
    "EricScore": 0.98,
}
_TOTAL = [*ERICSCRIPT_HEADER[:15], "Blacklist", *ERICSCRIPT_HEADER[15:]]


def _ericscript(
    folder: Path, header: list[str] = ERICSCRIPT_HEADER, **changed: object
) -> FusionObservation:
    text = table(header, row_of(header, {**_ERICSCRIPT, **changed}))
    (found,) = read_text(folder, text).fusions
    return found


def test_spanning_reads_of_ericscript_lie_over_the_junction(tmp_path: Path) -> None:
    found = _ericscript(tmp_path)
    assert (found.caller, found.junction, found.frame) == ("ericscript", "sense", "unknown")
    assert (found.split_reads, found.spanning_reads) == (73, 140)
    assert found.raw_support == {"spanningreads": "73", "crossingreads": "140"}
    assert places(found) == "chr6:117566854- chr6:117321394-"
    assert (found.confidence, found.filters) == ("0.98", [])


def test_a_breakpoint_that_ericscript_could_not_predict_is_null(tmp_path: Path) -> None:
    found = _ericscript(tmp_path, Breakpoint1="Unable to predict breakpoint position")
    assert (found.five_prime.gene, found.five_prime.place) == ("GOPC", None)
    assert found.three_prime.place == ("chr6", 117321394)


@pytest.mark.parametrize(
    ("changed", "filters"),
    [
        ({"Blacklist": ""}, []),
        ({"Blacklist": "Frequency: 0.032"}, ["Blacklist"]),
        ({"EricScore": 0.5}, ["EricScore<=0.5"]),
        ({"EricScore": 0.501}, []),
        ({"spanningreads": 1, "crossingreads": 10}, ["one spanning read"]),
        ({"spanningreads": 1, "crossingreads": 9}, []),
        ({"spanningreads": 2, "crossingreads": 10}, []),
    ],
)
def test_rows_that_ericscript_would_filter_are_flagged(
    tmp_path: Path, changed: dict[str, object], filters: list[str]
) -> None:
    assert _ericscript(tmp_path, _TOTAL, **{"Blacklist": "", **changed}).filters == filters


def test_ericscript_says_that_it_found_nothing(tmp_path: Path) -> None:
    assert read_text(tmp_path, "No Chimeric Transcript found!\n").fusions == []


@pytest.mark.parametrize(
    ("column", "cell"),
    [("Breakpoint2", "unable"), ("crossingreads", "x"), ("EricScore", "high"), ("strand1", "up")],
)
def test_a_cell_of_ericscript_that_is_none_is_told(tmp_path: Path, column: str, cell: str) -> None:
    with pytest.raises(InputProblem) as told:
        _ericscript(tmp_path, ERICSCRIPT_HEADER, **{column: cell})
    assert (told.value.line, told.value.column) == (2, column)
