"""RNA fusions as VCF: what is 5' and 3' is told beside the brackets."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from annotator.readers.sample_request import SampleRequest
from annotator.workbench import Workbench
from tests.readers.samples import read, vcf

_META = {
    "fusioncatcher": "##source=fusioncatcher_v1.20",
    "rnafusion": "##INFO=<ID=TOOL_HITS,Number=.,Type=Integer>",
    "integrate": "##INFO=<ID=IMPRECISE(Fucion Junction),Number=0>",
}


def _fusions(
    path: Path, caller: str, *records: str, sample: bool = True
) -> list[FusionObservation]:
    samples = ("S",) if sample else ()
    file = vcf(path, *records, samples=samples, meta=("##fileformat=VCFv4.1", _META[caller]))
    found = read(file, "fusions").fusions
    assert {each.caller for each in found} <= {caller}
    return found


def _sides(found: FusionObservation) -> list[tuple[str | None, str, int, str | None]]:
    return [
        (end.gene, end.chrom, end.position, end.strand)
        for end in (found.five_prime, found.three_prime)
    ]


_CD74_ROS1 = [("CD74", "chr5", 150404680, "-"), ("ROS1", "chr6", 117324415, "-")]


def test_fusioncatcher_writes_two_records(tmp_path: Path) -> None:
    said = "SVTYPE=BND;STRAND=-;SR=7;SP=6;GENE5=CD74;GENE3=ROS1;EFFECT=in-frame"
    records = (
        f"5 150404680 CR__5 N N]6:117324415] . PASS {said};END=5;MATEID=CR__3",
        f"6 117324415 CR__3 N ]5:150404680]N . PASS {said};END=3;MATEID=CR__5",
    )
    for order in (records, records[::-1]):
        (found,) = _fusions(tmp_path / "x.vcf", "fusioncatcher", *order, sample=False)
        assert _sides(found) == _CD74_ROS1
        assert (found.assay, found.junction, found.frame) == ("rna", "sense", "in_frame")
        assert (found.split_reads, found.spanning_reads) == (7, 6)
        assert found.raw_breakpoints == "5:150404680 N]6:117324415]"
    (alone,) = _fusions(tmp_path / "x.vcf", "fusioncatcher", records[0], sample=False)
    assert [side[3] for side in _sides(alone)] == ["-", None]


@pytest.mark.parametrize(
    ("status", "frame"),
    [("INFRAME", "in_frame"), ("FRAMESHIFT", "out_of_frame"), ("nan", "unknown")],
)
def test_rnafusion_names_both_genes(tmp_path: Path, status: str, frame: str) -> None:
    record = (
        "5 150404680 . N [6:117324415[N . . SVTYPE=BND;GENEA=CD74;GENEB=ROS1;ORIENTATION=-,-;"
        f"FRAME_STATUS={status} GT:DV:RV ./1:4:3"
    )
    (found,) = _fusions(tmp_path / "x.vcf", "rnafusion", record)
    assert _sides(found) == _CD74_ROS1
    assert (found.split_reads, found.spanning_reads, found.frame) == (3, 4, frame)


def test_rnafusion_may_not_know_the_strands(tmp_path: Path) -> None:
    record = "5 9 . N [6:8[N . . GENEA=A;GENEB=B;ORIENTATION=nan,nan GT:DV:RV ./1:4:0"
    (found,) = _fusions(tmp_path / "x.vcf", "rnafusion", record)
    assert [side[3] for side in _sides(found)] == [None, None]


def test_integrate_tells_the_order_by_its_names(tmp_path: Path) -> None:
    records = (
        "6 117324415 bnd_3_CD74_ROS1_3p C C[5:150404680[ . . SVTYPE=BND GT ./.",
        "5 150404680 bnd_3_CD74_ROS1_5p C C[6:117324415[ . . SVTYPE=BND GT ./.",
    )
    (found,) = _fusions(tmp_path / "x.vcf", "integrate", *records)
    assert _sides(found) == [(None, chrom, place, None) for _, chrom, place, _ in _CD74_ROS1]
    assert found.source.line == 5


@pytest.mark.parametrize("alt", [".", "N", "<BND>", "N[2["])
def test_a_record_without_a_mate_is_bad(tmp_path: Path, alt: str) -> None:
    with pytest.raises(InputProblem) as raised:
        _fusions(tmp_path / "x.vcf", "rnafusion", f"5 9 . N {alt} . . GENEA=A GT ./1")
    assert (raised.value.line, raised.value.column) == (4, "ALT")


def test_a_forced_vcf_of_anything_else_is_refused(tmp_path: Path) -> None:
    path = vcf(tmp_path / "x.vcf", meta=("##fileformat=VCFv4.2",))
    request = SampleRequest(sample="S", genome_build="GRCh38", fusions=[f"fusion_vcf={path}"])
    with pytest.raises(InputProblem, match="not of RNA fusions"):
        Workbench().detect(request)


@pytest.mark.parametrize(
    ("name", "build", "expected"),
    [
        ("fusion_vcf/scout_fusion_data.vcf", "GRCh38", {"EML4::ALK": ("in_frame", 0, 4)}),
        (
            "fusioncatcher/final-list_candidate-fusion-genes.vcf",
            "GRCh38",
            {
                "GOPC::ROS1": ("in_frame", 20, 73),
                "CD74::ROS1": ("in_frame", 7, 6),
                "NPM1::ALK": ("in_frame", 3, 3),
                "EML4::ALK": ("unknown", 4, 5),
            },
        ),
        ("integrate/sim_101.4.bk_sv.vcf", "GRCh37", {"intergenic::ROS1": ("unknown", None, None)}),
    ],
)
def test_real_files(
    real_data: Path, name: str, build: str, expected: dict[str, tuple[str, int, int]]
) -> None:
    """SON, the partner in INTEGRATE's simulation, is not among the gene models."""
    request = SampleRequest(sample="S", genome_build=build, fusions=[str(real_data / name)])
    found = Workbench().detect(request).findings
    assert {
        each.name: (each.frame, each.support[0].split_reads, each.support[0].spanning_reads)
        for each in found
    } == expected
