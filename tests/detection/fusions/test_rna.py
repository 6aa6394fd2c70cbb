"""What the RNA of a sample can exclude."""

from typing import Any

import pytest

from annotator.detection.case import Case
from annotator.detection.fusions.rna import NO_RNA, RnaGiven, rna_of
from annotator.model.observations import FusionObservation, Observations
from annotator.model.warning import ReportWarning
from tests.builders import packaged
from tests.builders.observations import fusion, input_file, sample

DNA = input_file("structural_variants", shows=["dna_junctions"])
RNA = input_file("fusions", shows=["rna_fusions"])
EMPTY = "its quality was not given, and it shows no fusion of any gene that passed the filters"


def rna(*rows: FusionObservation, quality: str | None = None, **more: Any) -> RnaGiven:
    seen = Observations(fusions=list(rows), **({"inputs": [RNA]} | more))
    case = Case(sample(rna_quality=quality), packaged.genome(), seen, packaged.tables())
    return rna_of(case)


def test_no_file_of_rna_is_no_rna() -> None:
    assert rna(fusion(assay="dna"), inputs=[DNA]) == NO_RNA


@pytest.mark.parametrize(
    ("rows", "quality", "weakness"),
    [
        ([fusion()], None, None),
        ([], "adequate", None),
        ([fusion()], "inadequate", "its quality was inadequate"),
        ([], None, EMPTY),
        ([fusion(filters=["low"])], None, EMPTY),
        ([fusion(split_reads=0, spanning_reads=0)], None, EMPTY),
        ([fusion(assay="dna")], None, EMPTY),
    ],
)
def test_why_rna_excludes_nothing(
    rows: list[FusionObservation], quality: str | None, weakness: str | None
) -> None:
    assert rna(*rows, quality=quality) == RnaGiven(given=True, weakness=weakness)


def test_a_sample_that_failed_the_panel_excludes_nothing() -> None:
    failed = ReportWarning(code="rna_sample_failed", message="failed", source="x")
    assert rna(fusion(), notices=[failed]).weakness == "it failed the panel's own check"
