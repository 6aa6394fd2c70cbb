"""RNA whose metrics miss a limit excludes no fusion; the limits are those of the packaged table."""

from typing import Any

import pytest

from annotator.detection.detect import detect
from annotator.model.context import ClinicalContext, Sample
from annotator.model.findings import Assessment
from annotator.model.observations import InputFile, Observations, RnaMetric, Source
from annotator.reference import Reference
from tests.builders import observations as made
from tests.builders import packaged

_OTHER_FUSION = made.fusion(
    five_prime=made.fusion().five_prime.model_copy(update={"gene": "TMPRSS2", "chrom": "chr21"}),
    three_prime=made.fusion().three_prime.model_copy(
        update={"gene": "ERG", "chrom": "chr21", "position": 38_445_621}
    ),
)


def metric(caller: str, name: str, value: float, **limits: float) -> RnaMetric:
    return RnaMetric(caller=caller, name=name, value=value, source=Source(file="x"), **limits)


def ros1_fusion(
    reference: Reference, *metrics: RnaMetric, roles: tuple[str, ...] = ("fusions",), **sample: Any
) -> Assessment:
    inputs = [
        InputFile.model_validate(
            {"role": role, "name": role, "format": "x", "sha256": "0", "bytes": 1}
        )
        for role in roles
    ]
    observations = Observations(fusions=[_OTHER_FUSION], inputs=inputs, rna_metrics=list(metrics))
    document = detect(
        Sample(id="S", genome_build="GRCh38", **sample),
        reference.in_build("GRCh38"),
        ClinicalContext(),
        observations,
        packaged.tables(),
    )
    return next(a for a in document.assessments if a.target == "ROS1 fusion")


@pytest.mark.parametrize(
    ("caller", "name", "good", "bad"),
    [
        ("oncomine", "TotalMappedFusionPanelReads", 20_000, 19_999),
        ("oncomine", "ExprControl targets without reads", 1, 2),
        ("oncomine", "ExprControl targets with reads", 1, 0),
        ("oncomine", "ProcControl most reads", 3, 2),
        ("tso500", "MEDIAN_CV_GENE_500X", 0.93, 0.94),
        ("tso500", "MEDIAN_INSERT_SIZE", 80, 79),
        ("tso500", "TOTAL_ON_TARGET_READS", 9_000_000, 8_999_999),
        ("dragen_rna", "Mapped reads", 1, 0),
    ],
)
def test_each_limit_at_its_bound(
    reference: Reference, caller: str, name: str, good: float, bad: float
) -> None:
    assert ros1_fusion(reference, metric(caller, name, good)).result == "absent"
    missed = ros1_fusion(reference, metric(caller, name, bad))
    assert missed.result == "no_call"
    assert name in missed.reason


def test_every_line_of_the_table_is_tried() -> None:
    assert len(packaged.tables().rna_quality) == 8


def test_the_limit_that_a_file_states_counts_before_that_of_the_table(
    reference: Reference,
) -> None:
    name = "TOTAL_ON_TARGET_READS"
    assert ros1_fusion(reference, metric("tso500", name, 3e6)).result == "no_call"
    assert ros1_fusion(reference, metric("tso500", name, 3e6, low=2.5e6)).result == "absent"
    assert ros1_fusion(reference, metric("tso500", name, 2e7, high=1e7)).result == "no_call"


def test_a_metric_without_a_limit_says_nothing(reference: Reference) -> None:
    assert ros1_fusion(reference, metric("tso500", "PCT_Q30", 0)).result == "absent"


def test_a_stated_quality_does_not_outweigh_a_missed_limit(reference: Reference) -> None:
    few = metric("oncomine", "TotalMappedFusionPanelReads", 500)
    found = ros1_fusion(reference, few, rna_quality="adequate")
    assert (found.result, "though its quality was stated" in found.reason) == ("no_call", True)


def test_dna_beside_such_rna_keeps_its_own_absence(reference: Reference) -> None:
    few = metric("oncomine", "TotalMappedFusionPanelReads", 500)
    found = ros1_fusion(reference, few, roles=("fusions", "structural_variants"))
    assert (found.result, "the RNA excludes nothing" in found.reason) == ("absent", True)
