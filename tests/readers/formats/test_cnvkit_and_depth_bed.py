"""CNVkit segments and BED depth."""

import gzip
from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from tests.builders.files import read, scope, write

_CNS = "chromosome\tstart\tend\tgene\tlog2\tcn\tdepth\tprobes\tweight"
_SEGMENT = "chr7\t100\t159000000\tMET\t1.25\t6\t300\t40\t38.5"


def test_segment_start_becomes_one_based(tmp_path: Path) -> None:
    found = read(write(tmp_path / "x.call.cns", _CNS, _SEGMENT), "copy_number").segments[0]
    assert (found.chrom, found.start, found.end) == ("chr7", 101, 159000000)
    assert (found.log2_ratio, found.copy_number, found.weight) == (1.25, 6, 38.5)
    assert (found.caller, found.source.line) == ("cnvkit", 2)


def test_segment_without_call_and_weight_has_its_probes(tmp_path: Path) -> None:
    path = write(tmp_path / "x.cns", "chromosome\tstart\tend\tgene\tlog2\tprobes",
                 "7\t0\t10\t-\t-0.5\t3")  # fmt: skip
    found = read(path, "copy_number").segments[0]
    assert (found.chrom, found.start, found.copy_number, found.weight) == ("chr7", 1, None, 3)


def test_segments_of_other_chromosomes_are_dropped(tmp_path: Path) -> None:
    far = "chr7\t0\t50\t-\t0\t2\t1\t1\t1"
    path = write(tmp_path / "x.cns", _CNS, "chr1\t0\t50\t-\t0\t2\t1\t1\t1", far, _SEGMENT)
    assert [found.source.line for found in read(path, "copy_number").segments] == [3, 4]


@pytest.mark.parametrize(
    ("old", "new", "column"), [("1.25", "nan", "log2"), ("\t100\t", "\t1e2\t", "start")]
)
def test_bad_segment(tmp_path: Path, old: str, new: str, column: str) -> None:
    with pytest.raises(InputProblem) as raised:
        read(write(tmp_path / "x.cns", _CNS, _SEGMENT.replace(old, new)), "copy_number")
    assert (raised.value.line, raised.value.column) == (2, column)


def test_segment_without_length_is_left_out_with_a_warning(tmp_path: Path) -> None:
    turned = _SEGMENT.replace("159000000", "100")
    content = read(write(tmp_path / "x.cns", _CNS, turned, _SEGMENT), "copy_number")
    assert len(content.segments) == 1
    assert [warning.code for warning in content.warnings] == ["segment_without_length"]
    assert "line 2" in content.warnings[0].message


def test_bins_are_read_as_short_segments(tmp_path: Path) -> None:
    head = "chromosome\tstart\tend\tgene\tlog2\tdepth\tweight"
    path = write(tmp_path / "x.cnr", head, "chr7\t100\t300\tMET\t0.5\t200\t0.9")
    found = read(path, "copy_number").segments
    assert [(s.start, s.end, s.log2_ratio, s.gene) for s in found] == [(101, 300, 0.5, None)]


def test_real_amplification(real_data: Path) -> None:
    found = read(real_data / "cnvkit/amplicon.cns", "copy_number", scope("GRCh37")).segments
    met = [
        (s.start, s.end, round(s.log2_ratio, 3), s.weight)
        for s in found
        if s.chrom == "chr7" and s.end > 116312459 and s.start < 116438440
    ]
    assert met == [(116335752, 116371963, 2.963, 7), (116379961, 116436223, 3.813, 19)]


@pytest.mark.parametrize(("name", "copies"), [("p2-9_2.cns", None), ("p2-9_2.call.cns", 2)])
def test_real_neutral_segment(real_data: Path, name: str, copies: float | None) -> None:
    found = read(real_data / "cnvkit" / name, "copy_number", scope("GRCh37")).segments
    met = [s for s in found if s.chrom == "chr7" and s.start <= 116312459 <= s.end]
    assert [(round(s.log2_ratio, 3), s.copy_number) for s in met] == [(0.018, copies)]


def test_every_real_segment_file_is_read(real_data: Path) -> None:
    for path in sorted((real_data / "cnvkit").glob("*.cns")):
        for segment in read(path, "copy_number", scope("GRCh37")).segments:
            assert segment.start <= segment.end, path.name


def test_mosdepth_regions_with_and_without_names(tmp_path: Path) -> None:
    path = tmp_path / "x.regions.bed.gz"
    rows = "chr2\t29220000\t29220100\tALK_e23\t512.25\nchr2\t29220200\t29220300\t7.00\n"
    path.write_bytes(gzip.compress(rows.encode()))
    found = read(path, "coverage").depths
    assert [(d.start, d.end, d.depth) for d in found] == [
        (29220001, 29220100, 512.25),
        (29220201, 29220300, 7.0),
    ]


def test_intervals_beside_the_loci_are_dropped(tmp_path: Path) -> None:
    # The locus is chr2:29192774-29921611.
    path = write(
        tmp_path / "x.bed",
        "chr2\t29192700\t29192773\t1",
        "chr2\t29192700\t29192774\t2",
        "2\t29921610\t29921700\t3",
        "chr2\t29921611\t29921700\t4",
        "chr3\t29200000\t29200100\t5",
    )
    assert [d.depth for d in read(path, "coverage").depths] == [2, 3]


def test_comments_track_and_header_lines_are_not_data(tmp_path: Path) -> None:
    path = write(
        tmp_path / "x.bed",
        "# made by a tool",
        "track name=x",
        "chrom\tstart\tend\tdepth",
        "chr7 116700000 116700010 30",
    )
    assert [(d.start, d.source.line) for d in read(path, "coverage").depths] == [(116700001, 4)]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("chr2\t29200000\t29200100\tdeep", "depth"),
        ("chr2\t29200000\t29200100\t-3", "depth"),
        ("chr2\t29200000\tx\t3", "end"),
        ("chr2\t29200100\t29200100\t3", "end"),
        ("chr2\t29200000\t29200100", None),
    ],
)
def test_bad_interval(tmp_path: Path, row: str, column: str | None) -> None:
    good = "chr2\t29200000\t29200100\t3"
    with pytest.raises(InputProblem) as raised:
        read(write(tmp_path / "x.bed", good, row, row), "coverage")
    assert (raised.value.line, raised.value.column) == (2, column)
    assert raised.value.advice == "1 more row is bad (line 3)"


def test_a_bed_of_other_columns_is_not_depth(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="unknown format"):
        read(write(tmp_path / "x.bed", "chr2\t1\t2\tname\t0\t+"), "coverage")
