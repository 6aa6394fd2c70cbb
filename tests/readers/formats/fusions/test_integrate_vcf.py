"""INTEGRATE's VCF: what is 5' and 3' is told beside the brackets."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.findings import Fusion
from annotator.model.observations import FusionObservation
from annotator.pipeline.sample import detect_sample
from annotator.readers.sheet.request import SampleRequest
from tests.builders import packaged
from tests.builders.files import read, vcf

_META = "##INFO=<ID=IMPRECISE(Fucion Junction),Number=0>"


def _fusions(path: Path, *records: str) -> list[FusionObservation]:
    file = vcf(path, *records, samples=("S",), meta=("##fileformat=VCFv4.1", _META))
    found = read(file, "fusions").fusions
    assert {each.caller for each in found} <= {"integrate"}
    return found


def _sides(found: FusionObservation) -> list[tuple[str | None, str, int, str | None]]:
    return [
        (end.gene, end.chrom, end.position, end.strand)
        for end in (found.five_prime, found.three_prime)
    ]


_CD74_ROS1 = [("CD74", "chr5", 150404680, "-"), ("ROS1", "chr6", 117324415, "-")]


def test_integrate_tells_the_order_by_its_names(tmp_path: Path) -> None:
    records = (
        "6 117324415 bnd_3_CD74_ROS1_3p C C[5:150404680[ . . SVTYPE=BND GT ./.",
        "5 150404680 bnd_3_CD74_ROS1_5p C C[6:117324415[ . . SVTYPE=BND GT ./.",
    )
    (found,) = _fusions(tmp_path / "x.vcf", *records)
    assert _sides(found) == [(None, chrom, place, None) for _, chrom, place, _ in _CD74_ROS1]
    assert found.source.line == 5


@pytest.mark.parametrize("alt", [".", "N", "<BND>", "N[2["])
def test_a_record_without_a_mate_is_bad(tmp_path: Path, alt: str) -> None:
    with pytest.raises(InputProblem) as raised:
        _fusions(tmp_path / "x.vcf", f"5 9 a_5p N {alt} . . SVTYPE=BND GT ./1")
    assert (raised.value.line, raised.value.column) == (4, "ALT")


def test_the_real_file(real_data: Path) -> None:
    """SON, the partner in the simulation, is not among the gene models, nor named."""
    file = real_data / "integrate" / "sim_101.4.bk_sv.vcf"
    request = SampleRequest(sample="S", genome_build="GRCh37", fusions=[str(file)])
    (found,) = detect_sample(packaged.environment(), request).findings
    assert isinstance(found, Fusion)
    assert (found.name, found.classification) == ("unknown::ROS1", "needs_confirmation")
