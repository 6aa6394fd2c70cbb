"""A laboratory's own limits, laid over the packaged ones."""

import pytest
import yaml

from annotator.detection.detect import detect
from annotator.files.package_data import resource_folder
from annotator.model.context import ClinicalContext, Sample
from annotator.model.observations import Observations
from annotator.pipeline.environment import Environment
from tests.builders.observations import depth, input_file

VCF = input_file("small_variants", "a.vcf")


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
    document = detect(
        Sample(id="S", genome_build="GRCh38"),
        environment.reference.in_build("GRCh38"),
        ClinicalContext(),
        Observations(small_variants=[], depths=[depth(29220001, 29230000, 200)], inputs=[VCF]),
        environment.tables,
    )
    residue = next(a for a in document.assessments if a.target == "ALK G1202")
    assert residue.result == result
    assert reason in residue.reason
    assert document.provenance.settings["min_depth"] == (limit or 250)
