"""STAR-Fusion, FusionInspector and ctat-LR-fusion: headers of the versions, odd cells."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from annotator.readers.registry import format_of
from tests.builders.files import STAR_HEADER, STAR_ROW, data_file, scope
from tests.builders.fusion_tables import columns, places, read_text, row_of, table
from tests.readers.formats.fusions.writers_callers import CTAT_LR_HEADER

_PLACES = "LeftGene LeftBreakpoint RightGene RightBreakpoint"
_ENTROPY = "LeftBreakDinuc LeftBreakEntropy RightBreakDinuc RightBreakEntropy"
_EFFECT = (
    "CDS_LEFT_ID CDS_LEFT_RANGE CDS_RIGHT_ID CDS_RIGHT_RANGE PROT_FUSION_TYPE FUSION_MODEL "
    "FUSION_CDS FUSION_TRANSL PFAM_LEFT PFAM_RIGHT"
)
_COUNTS = "#FusionName JunctionReadCount SpanningFragCount"
STAR_VERSIONS = {
    "1.10 abridged": f"{_COUNTS} est_J est_S SpliceType {_PLACES} LargeAnchorSupport FFPM "
                     f"{_ENTROPY} annots",
    "1.5 abridged": f"{_COUNTS} SpliceType {_PLACES} LargeAnchorSupport FFPM {_ENTROPY} annots",
    "full": f"{_COUNTS} SpliceType {_PLACES} JunctionReads SpanningFrags LargeAnchorSupport FFPM "
            f"{_ENTROPY} annots",
    "coding effect": f"{_COUNTS} SpliceType {_PLACES} LargeAnchorSupport {_ENTROPY} FFPM annots "
                     f"{_EFFECT}",
    "0.x candidates": f"{_COUNTS} SpliceType {_PLACES} LargeAnchorSupport",
}  # fmt: skip
_ROW = {
    "#FusionName": "EML4--ALK",
    "JunctionReadCount": 12,
    "SpanningFragCount": 5,
    "LeftGene": "EML4^ENSG00000143924.18",
    "LeftBreakpoint": "chr2:42295516:+",
    "RightGene": "ALK^ENSG00000171094",
    "RightBreakpoint": "chr2:29223528:-",
}
_EST = {"est_J": "12.00", "est_S": "4.31"}


def _one(folder: Path, header: list[str], **changed: object) -> FusionObservation:
    row = {name: cell for name, cell in _ROW.items() if name in header}
    (found,) = read_text(folder, table(header, row_of(header, {**row, **changed}))).fusions
    return found


@pytest.mark.parametrize("version", STAR_VERSIONS)
def test_every_version_of_star_fusion_says_the_same(tmp_path: Path, version: str) -> None:
    header = columns(STAR_VERSIONS[version])
    found = _one(tmp_path, header, **(_EST if "est_J" in header else {}))
    assert (found.caller, found.assay, found.junction) == ("star_fusion", "rna", "sense")
    assert (found.five_prime.gene, found.three_prime.gene) == ("EML4", "ALK")
    assert places(found) == "chr2:42295516+ chr2:29223528-"
    assert (found.split_reads, found.spanning_reads, found.frame) == (12, 5, "unknown")
    assert found.raw_breakpoints == "chr2:42295516:+|chr2:29223528:-"
    assert found.source.place == "calls.txt:2"


def test_estimated_reads_are_kept_as_written(tmp_path: Path) -> None:
    found = _one(tmp_path, columns(STAR_VERSIONS["1.10 abridged"]), **_EST)
    assert found.raw_support == {"JunctionReadCount": "12", "SpanningFragCount": "5", **_EST}


@pytest.mark.parametrize(
    ("effect", "frame"),
    [("INFRAME", "in_frame"), ("FRAMESHIFT", "out_of_frame"), (".", "unknown"), ("", "unknown")],
)
def test_the_frame_is_that_of_the_coding_effect(tmp_path: Path, effect: str, frame: str) -> None:
    header = columns(STAR_VERSIONS["coding effect"])
    assert _one(tmp_path, header, PROT_FUSION_TYPE=effect).frame == frame


@pytest.mark.parametrize(
    ("anchor", "flags"),
    [("YES_LDAS", []), ("YES", []), (".", []), ("NO_LDAS", ["NO_LDAS"]), ("NO", ["NO_LDAS"])],
)
def test_a_missing_anchor_is_a_flag(tmp_path: Path, anchor: str, flags: list[str]) -> None:
    header = columns(STAR_VERSIONS["0.x candidates"])
    assert _one(tmp_path, header, LargeAnchorSupport=anchor).flags == flags


@pytest.mark.parametrize(
    "header",
    [
        f"sample {STAR_VERSIONS['1.5 abridged']}",
        f"#sample {STAR_VERSIONS['1.5 abridged']}",
        f"{STAR_VERSIONS['coding effect']} tumor_id",
        f"{STAR_VERSIONS['1.5 abridged']} Sample Caller",
    ],
)
def test_of_a_merged_table_the_rows_of_the_sample_are_read(tmp_path: Path, header: str) -> None:
    names = columns(header)
    sample = next(name for name in names if name in ("sample", "#sample", "tumor_id", "Sample"))
    rows = [
        row_of(names, {**_ROW, sample: name, "JunctionReadCount": count})
        for name, count in (("S1", 1), ("S2", 2))
    ]
    found = read_text(tmp_path, table(names, *rows), scope(tumor_sample="S2")).fusions
    assert [each.split_reads for each in found] == [2]


def test_padded_cells_and_chromosomes_without_chr(tmp_path: Path) -> None:
    text = f"{STAR_HEADER}\n{STAR_ROW}\n".replace("chr2:", "2:").replace("\t", "  \t ")
    (found,) = read_text(tmp_path, text).fusions
    assert places(found) == "chr2:42295516+ chr2:29223528-"
    assert found.raw_breakpoints == "2:42295516:+|2:29223528:-"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("LeftBreakpoint", "chr2:0:+"),
        ("RightBreakpoint", "chr2:29223528:="),
        ("JunctionReadCount", "-1"),
        ("SpanningFragCount", "2.5"),
    ],
)
def test_a_cell_that_is_none_is_told(tmp_path: Path, column: str, cell: str) -> None:
    with pytest.raises(InputProblem) as told:
        _one(tmp_path, columns(STAR_VERSIONS["full"]), **{column: cell})
    assert (told.value.line, told.value.column) == (2, column)


def test_fusioninspector_is_told_from_star_fusion(tmp_path: Path) -> None:
    header = columns(
        f"{_COUNTS} est_J est_S LeftGene LeftLocalBreakpoint LeftBreakpoint RightGene "
        "RightLocalBreakpoint RightBreakpoint SpliceType LargeAnchorSupport NumCounterFusionLeft "
        "NumCounterFusionRight FAR_left FAR_right FFPM"
    )
    found = _one(tmp_path, header, LargeAnchorSupport="NO", LeftLocalBreakpoint=2641)
    assert (found.caller, found.flags) == ("fusioninspector", ["NO_LDAS"])
    assert places(found) == "chr2:42295516+ chr2:29223528-"


def test_long_reads_are_split_reads(tmp_path: Path) -> None:
    found = _one(tmp_path, CTAT_LR_HEADER, num_LR=26)
    assert (found.caller, found.split_reads, found.spanning_reads) == ("ctat_lr_fusion", 26, None)
    assert found.raw_support == {"num_LR": "26"}


@pytest.mark.parametrize(
    ("long", "junction", "pairs", "split", "spanning"),
    [
        ("26", "12", "5", 38, 5),
        ("26.0", "NA", "NA", 26, None),
        ("", "12.0", "5.0", 12, 5),
        ("NA", "NA", "NA", None, None),
    ],
)
def test_long_and_short_reads_add_up(
    tmp_path: Path, long: str, junction: str, pairs: str, split: int | None, spanning: int | None
) -> None:
    header = [*CTAT_LR_HEADER, "JunctionReadCount", "SpanningFragCount", "est_J", "FFPM"]
    path = tmp_path / "calls.txt"
    found = _one(tmp_path, header, num_LR=long, JunctionReadCount=junction, SpanningFragCount=pairs)
    assert format_of(data_file(path), "fusions").name == "ctat_lr_fusion"
    assert (found.split_reads, found.spanning_reads) == (split, spanning)
