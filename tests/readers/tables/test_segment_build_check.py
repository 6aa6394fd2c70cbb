"""Copy-number segments of another genome build than the sample's."""

from pathlib import Path

import pytest

from annotator.model.base import GenomeBuild
from annotator.model.errors import InputProblem
from annotator.model.observations import SegmentObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.tables.segment_build_check import check_segment_build
from tests.builders import packaged
from tests.builders.files import read, scope, write

_CNS = "chromosome\tstart\tend\tgene\tlog2\tprobes"
_MET_37 = "chr7\t116339000\t116436000\tCAV1,MET\t2.5\t20"
_MET_38 = "chr7\t116699000\t116796000\tMET,CAPZA2\t2.5\t20"
_ARM = "chr7\t60100000\t159000000\tMET,EGFR-AS1\t0.1\t200"
_BESIDE_MET = "chr7\t116660000\t116664000\tMET\t0.1\t2"


def _check(tmp_path: Path, build: GenomeBuild, *lines: str) -> None:
    path = write(tmp_path / "x.cns", _CNS, *lines)
    content = read(path, "copy_number", scope(genes={"MET"}))
    check_segment_build(
        DataFile(path, "x.cns"), content.segments, build, packaged.environment().targets_of
    )


@pytest.mark.parametrize(
    ("build", "lines"),
    [
        ("GRCh37", [_MET_37, _ARM]),
        ("GRCh38", [_MET_38, _ARM]),
        ("GRCh38", [_ARM]),  # MET lies in it in both builds
        ("GRCh38", [_BESIDE_MET]),  # a target beside its gene
        ("GRCh38", [_MET_37, _MET_38]),  # of neither build: nothing is told
        ("GRCh38", [_MET_37.replace("CAV1,MET", "METTL2B")]),
    ],
)
def test_genes_that_lie_where_they_are_named_or_tell_nothing(tmp_path, build, lines):
    _check(tmp_path, build, *lines)


@pytest.mark.parametrize(
    ("build", "other", "line"), [("GRCh38", "GRCh37", _MET_37), ("GRCh37", "GRCh38", _MET_38)]
)
def test_a_gene_named_where_it_lies_in_the_other_build(tmp_path, build, other, line):
    with pytest.raises(InputProblem, match=f"named MET, which .* in {build}, but in {other}") as it:
        _check(tmp_path, build, _ARM, line)
    assert (it.value.file, it.value.line) == ("x.cns", 3)


def test_a_row_of_a_gene_tells_its_build_too(tmp_path):
    row = SegmentObservation(
        caller="purple", chrom="chr7", start=116312459, end=116438440, gene="MET",
        copy_number=2.0, source=Source(file="x", line=2),
    )  # fmt: skip
    file = DataFile(tmp_path / "x", "x")
    check_segment_build(file, [row], "GRCh37", packaged.environment().targets_of)
    with pytest.raises(InputProblem, match="named MET"):
        check_segment_build(file, [row], "GRCh38", packaged.environment().targets_of)


@pytest.mark.parametrize(
    ("build", "end", "found"),
    [
        ("GRCh37", 159138663, None),
        ("GRCh38", 159345973, None),
        ("GRCh38", 159138663, "where it ends in GRCh37"),
        ("GRCh37", 159345973, "where it ends in GRCh38"),
        ("GRCh38", 159138662, None),
        ("GRCh38", 160345973, None),  # a bin that overhangs
        ("GRCh38", 160345974, "beyond the end"),
    ],
)
def test_the_end_of_a_chromosome_tells_the_build(tmp_path, build, end, found):
    line = f"chr7\t60100000\t{end}\t-\t0.1\t200"
    if found is None:
        _check(tmp_path, build, line)
        return
    with pytest.raises(InputProblem, match=found) as problem:
        _check(tmp_path, build, line)
    assert (problem.value.line, "--genome-build" in problem.value.advice) == (2, True)
