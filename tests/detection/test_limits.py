"""A laboratory's own limits, laid over the packaged ones."""

import pytest
import yaml

from annotator.detection.detect import detect
from annotator.files.package_data import resource_folder
from annotator.model.context import ClinicalContext, Sample
from annotator.model.observations import DepthObservation, InputFile, Observations, Source
from annotator.pipeline.environment import Environment

VCF = InputFile(role="small_variants", name="a.vcf", format="vcf", sha256="0", bytes=1)


@pytest.mark.parametrize(
    ("limit", "result", "reason"),
    [
        (None, "no_call", "depth below 250x"),
        (100, "absent", "at a depth of 100x or more"),
        (500, "no_call", "depth below 500x"),
    ],
)
def test_the_depth_limit_comes_from_the_overlay_and_is_said(tmp_path, limit, result, reason):
    overlays = []
    if limit is not None:
        packaged = resource_folder("knowledge") / "limits.yaml"
        limits = yaml.safe_load(packaged.read_text(encoding="utf-8"))
        limits["min_depth"]["tissue"] = limit
        (tmp_path / "limits.yaml").write_text(yaml.safe_dump(limits), encoding="utf-8")
        overlays = [tmp_path]
    environment = Environment(overlays)
    source = Source(file="d.bed", line=1)
    depth = DepthObservation(chrom="chr2", start=29220001, end=29230000, depth=200, source=source)
    document = detect(
        Sample(id="S", genome_build="GRCh38"),
        environment.reference.in_build("GRCh38"),
        ClinicalContext(),
        Observations(small_variants=[], depths=[depth], inputs=[VCF]),
        environment.tables,
    )
    residue = next(a for a in document.assessments if a.target == "ALK G1202")
    assert residue.result == result
    assert reason in residue.reason
    assert document.provenance.settings["min_depth"] == (limit or 250)
