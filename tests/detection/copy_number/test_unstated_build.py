"""Copies from files that state no build, or may have been cut."""

import pytest

from annotator.detection.case import Case
from annotator.detection.copy_number.assess import assess_copy_numbers
from annotator.detection.copy_number.calls import copy_number_calls
from annotator.detection.copy_number.source_call import CopyNumberCall
from annotator.detection.mutations.clonality import placed_in_both
from annotator.model.context import Sample
from annotator.model.findings import Assessment
from annotator.model.observations import Observations, SegmentObservation
from tests.builders import packaged
from tests.builders.observations import segment
from tests.detection.copy_number.met import gene, tables

HERE, THERE = (116_600_000, 116_900_000), (116_250_000, 116_500_000)
"""Around MET in GRCh38 and in GRCh37."""
END = 159_000_000
UNSTATED = {"without_build": ["a.cns"]}
CUT = {"notices": [{"code": "last_line_open", "message": "-", "source": "a.cns"}]}
SAMPLE = Sample(id="S", genome_build="GRCh38", tumor_purity=0.6, ploidy=2)


def focal(span: tuple[int, int], log2: float = 3.0) -> list[SegmentObservation]:
    return [
        segment(1, span[0] - 1, 0),
        segment(*span, log2),
        segment(span[1] + 1, END, 0),
    ]


def case_of(segments, weak, rows=()) -> Case:
    """A sample of which the files `weak` in some way hold the evidence."""
    given = {"segments": list(segments), "gene_copies": list(rows), **weak}
    observed = Observations.model_validate(given)
    return Case(SAMPLE, packaged.genome(), observed, tables())


def call(segments, weak, rows=()) -> CopyNumberCall:
    return copy_number_calls(case_of(segments, weak, rows))["MET"]


def assessment(segments, weak, rows=()) -> Assessment:
    case = case_of(segments, weak, rows)
    return assess_copy_numbers(case, copy_number_calls(case))[0]


def test_an_amplification_at_the_place_of_the_other_build_is_no_absence():
    made = assessment(focal(THERE), UNSTATED)
    assert made.result == "no_call"
    assert "a.cns states no genome build; if it is in GRCh37, it has 25.3 copies" in made.reason
    assert assessment(focal(THERE), {}).result == "absent"


def test_absence_in_both_builds_stands():
    made = assessment([segment(1, END, 0)], UNSTATED)
    assert (made.result, "build" in made.reason) == ("absent", False)
    assert made.reason == assessment([segment(1, END, 0)], {}).reason


def test_a_place_that_is_not_covered_in_the_other_build_is_no_absence():
    made = assessment([segment(*HERE, 0), segment(120_000_000, END, 0)], UNSTATED)
    assert (made.result, "does not cover the gene" in made.reason) == ("no_call", True)


def test_an_amplification_says_that_the_other_build_would_have_none():
    made = assessment(focal(HERE), UNSTATED)
    assert made.result == "present"
    assert "But a.cns states no genome build; if it is in GRCh37, it has 2.0 copies" in made.reason
    both = assessment(focal((THERE[0], HERE[1])), UNSTATED)
    assert (both.result, "genome build" in both.reason) == ("present", False)


def test_a_source_of_a_known_build_decides():
    stated = segment(1, END, 0).model_copy(
        update={"source": segment(1, 2, 0).source.model_copy(update={"file": "b.cns"})}
    )
    made = assessment([*focal(THERE), stated], UNSTATED)
    assert made.result == "absent"
    assert call([*focal(THERE), stated], UNSTATED).unsure is None


def test_rows_without_a_place_have_no_build():
    made = call([], UNSTATED, [gene("fish", copy_number=2.0, centromere_ratio=1.0)])
    assert (made.result, made.unsure) == ("absent", None)


def test_a_file_that_may_be_cut_shows_no_absence():
    made = assessment([segment(1, END, 0)], CUT)
    assert (made.result, "last line of a.cns has no end" in made.reason) == ("no_call", True)
    assert assessment(focal(HERE), CUT).result == "present"


@pytest.mark.parametrize(
    ("span", "is_kept"),
    [
        ((1, END), True),
        ((116_312_250, 116_798_377), True),  # MET in both builds
        ((116_312_251, END), False),
        ((1, 116_798_376), False),
        (HERE, False),
        (THERE, False),
        ((120_000_000, END), True),
    ],
)
def test_copies_of_a_mutation_need_both_places(span, is_kept):
    row = segment(span[0], span[1], 0)
    models = [packaged.genome(build).transcript("MET") for build in ("GRCh37", "GRCh38")]
    assert (min(m.start for m in models), max(m.end for m in models)) == (116312250, 116798377)
    kept = placed_in_both([row], ["a.cns"], packaged.genome())
    assert kept == [row] * is_kept
    assert placed_in_both([row], [], packaged.genome()) == [row]
