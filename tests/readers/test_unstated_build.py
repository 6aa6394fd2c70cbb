"""Files of copies and depth: whether anything in them says in which build they are."""

from pathlib import Path

import pytest

from annotator.model.base import Interval
from annotator.model.errors import InputProblem
from annotator.model.observations import DepthObservation, Observations, Source
from annotator.readers.lines.regions import Regions
from annotator.readers.sample import read_observations
from annotator.readers.sheet.request import SampleRequest
from annotator.readers.unstated_build import build_of_depths
from tests.builders import packaged
from tests.builders.files import vcf, write
from tests.readers.formats.coverage.test_formats import _GVCF_META as GVCF_META

_CNS = "chromosome\tstart\tend\tgene\tlog2\tprobes"
_ARM = "chr7\t60100000\t159000000\t-\t0.1\t200"
_HERE, _THERE = "chr2\t29220700\t29220800\t300.5", "chr2\t29443550\t29443660\t300.5"
"""Around G1202 of ALK in GRCh38 and in GRCh37."""


def _read(tmp_path: Path, **given: object) -> Observations:
    variants = str(vcf(tmp_path / "x.vcf"))  # its contigs are of GRCh38
    values = {"sample": "S1", "small_variants": [variants], **given}
    request = SampleRequest.model_validate(values)
    return read_observations(request, packaged.environment().targets_of).observations


def _codes(found: Observations) -> list[str]:
    return [warning.code for warning in found.notices]


@pytest.mark.parametrize(
    ("lines", "is_unstated"),
    [
        ([_ARM], True),
        ([_ARM.replace("159000000", "159345973")], False),  # where chr7 ends in GRCh38
        ([_ARM.replace("-", "MET")], True),  # MET lies in it in both builds
        ([_ARM, "chr7\t116699000\t116796000\tMET,CAPZA2\t2.5\t20"], False),
        ([_ARM, "chr7\t116699000\t116796000\t-\t2.5\t20"], True),
        ([], False),
    ],
)
def test_segments(tmp_path: Path, lines: list[str], is_unstated: bool) -> None:
    table = str(write(tmp_path / "x.cns", _CNS, *lines))
    found = _read(tmp_path, copy_number=[table])
    assert found.without_build == ["x.cns"] * is_unstated
    assert _codes(found) == ["build_not_stated"] * is_unstated


def test_the_option_spares_the_warning_and_proves_nothing(tmp_path: Path) -> None:
    table = str(write(tmp_path / "x.cns", _CNS, _ARM))
    found = _read(tmp_path, copy_number=[table], genome_build="GRCh38")
    assert (found.without_build, _codes(found)) == (["x.cns"], [])


def test_a_header_states_the_build(tmp_path: Path) -> None:
    sequence = "@SQ\tSN:chr7\tLN:159345973"
    rows = ["CONTIG\tSTART\tEND\tNUM_POINTS_COPY_RATIO\tMEAN_LOG2_COPY_RATIO\tCALL"]
    rows.append("chr7\t60100000\t159000000\t200\t0.1\t0")
    table = write(tmp_path / "x.seg", "@HD\tVN:1.6", sequence, *rows)
    assert _read(tmp_path, copy_number=[str(table)]).without_build == []
    write(table, "@HD\tVN:1.6", *rows)
    assert _read(tmp_path, copy_number=[str(table)]).without_build == ["x.seg"]


@pytest.mark.parametrize(
    ("lines", "codes", "message"),
    [
        ([_HERE], [], ""),  # the targets of a panel
        ([_HERE, _THERE], ["build_not_stated"], "only where it holds in GRCh37 too"),
        (["chr2\t1\t242000000\t300"], ["build_not_stated"], "only where it holds in GRCh37 too"),
        ([_THERE], ["build_not_stated"], "at the places of GRCh37 alone"),
        (["chr9\t1\t9\t300.5"], [], ""),
    ],
)
def test_depth(tmp_path: Path, lines: list[str], codes: list[str], message: str) -> None:
    bed = str(write(tmp_path / "x.bed", *lines))
    found = _read(tmp_path, coverage=[bed])
    assert _codes(found) == codes
    assert found.without_build == ["x.bed"] * len(codes)
    assert all(message in warning.message for warning in found.notices)
    assert len(found.depths or []) == sum(line.startswith("chr2") for line in lines)


def test_a_gvcf_states_its_build(tmp_path: Path) -> None:
    meta = GVCF_META  # with the contig of GRCh38
    row = "chr2 29192774 . C <NON_REF> . . END=29921611 GT:DP 0/0:300"
    found = _read(tmp_path, coverage=[str(vcf(tmp_path / "g.vcf", row, meta=meta))])
    assert (found.without_build, _codes(found)) == ([], [])
    bare = vcf(tmp_path / "g.vcf", row, meta=meta[:2])
    assert _read(tmp_path, coverage=[str(bare)]).without_build == ["g.vcf"]


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([], None),
        ([(21, 29)], None),
        ([(20, 20)], "this"),
        ([(40, 50)], "other"),
        ([(1, 10), (30, 30)], "neither"),
        ([(20, 30)], "neither"),
    ],
)
def test_what_rows_of_depth_show(spans: list[tuple[int, int]], shown: str | None) -> None:
    here, there = Regions([Interval("chr2", 10, 20)]), Regions([Interval("chr2", 30, 40)])
    source = Source(file="x.bed", line=1)
    rows = [
        DepthObservation(chrom="chr2", start=start, end=end, depth=1, source=source)
        for start, end in spans
    ]
    assert build_of_depths(rows, here, there) == shown


def test_both_sources_of_one_sample(tmp_path: Path) -> None:
    """An open last line, an early end and a missing build are told beside each other."""
    bed = write(tmp_path / "x.bed", _HERE, _THERE)
    bed.write_bytes(bed.read_bytes()[:-4])  # 300.5 is cut to 30
    found = _read(tmp_path, coverage=[str(bed)])
    assert _codes(found) == ["build_not_stated", "last_line_open"]
    assert [row.depth for row in found.depths or []] == [300.5, 30]
    assert [(end.file, end.position) for end in found.ends] == [("x.bed", 29443660)]


def test_a_cut_vcf_of_depth_is_refused(tmp_path: Path) -> None:
    row = "chr2 29192774 . C <NON_REF> . . END=29921611 GT:DP 0/0:300"
    path = vcf(tmp_path / "g.vcf", row, meta=GVCF_META)
    path.write_bytes(path.read_bytes()[:-2])
    with pytest.raises(InputProblem, match=r"g\.vcf:5: the last line has no line end"):
        _read(tmp_path, coverage=[str(path)])
