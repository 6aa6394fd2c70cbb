"""Copy number: purity, the arm, focality, and both sides of each line of the table."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.detection.case import Case
from annotator.detection.copy_number.calls import copy_number_calls
from annotator.detection.copy_number.evidence import Scenario, copies_per_cell
from annotator.model.context import Sample
from annotator.model.observations import Observations
from tests.builders.detection_tables import tables
from tests.builders.observations import segment

MET = (116_672_196, 116_798_386)
Q_ARM = (60_100_001, 159_345_973)


def call(reference, segments, purity=None, ploidy=None):
    sample = Sample(id="S", genome_build="GRCh38", tumor_purity=purity, ploidy=ploidy)
    observed = Observations(segments=segments)
    return copy_number_calls(Case(sample, reference.in_build("GRCh38"), observed, tables()))["MET"]


def focal(copies, arm=2.0):
    return [
        segment(Q_ARM[0], 115_999_999, math.log2(arm / 2)),
        segment(116_000_000, 117_000_000, math.log2(copies / 2)),
        segment(117_000_001, Q_ARM[1], math.log2(arm / 2)),
    ]


@pytest.mark.parametrize(
    ("copies", "arm", "level", "result"),
    [
        (2.0, 2.0, "none", "absent"),
        (3.99, 2.0, "none", "absent"),
        (4.0, 2.0, "gain", "absent"),
        (5.0, 2.0, "intermediate", "indeterminate"),
        (5.0, 4.9, "polysomy", "absent"),
        (9.99, 2.0, "intermediate", "indeterminate"),
        (10.0, 2.0, "high", "present"),
    ],
)
def test_levels_at_their_boundaries(reference, copies, arm, level, result):
    made = call(reference, focal(copies, arm), purity=1.0, ploidy=2.0)
    assert (made.finding.level, made.rule.result) == (level, result)
    assert made.finding.amplified == (level == "high")


def test_a_whole_arm_gain_is_not_focal(reference):
    made = call(reference, [segment(Q_ARM[0], Q_ARM[1], math.log2(12 / 2))])
    assert (made.finding.relative_to_arm, made.finding.focality) == (1.0, "arm_level")
    assert made.finding.level == "polysomy"


def test_a_long_segment_is_not_focal_however_high(reference):
    segments = [segment(100_000_000, 130_000_000, 2.6), segment(130_000_001, Q_ARM[1], 0.0)]
    made = call(reference, segments)
    assert made.finding.focality == "arm_level"


def test_two_segments_in_the_gene_are_averaged_by_length(reference):
    middle = (MET[0] + MET[1]) // 2
    made = call(reference, [segment(MET[0], middle, 1.0), segment(middle + 1, MET[1], 3.0)])
    assert made.finding.log2_ratio == pytest.approx(2.0, abs=0.01)
    assert len(made.finding.support) == 2


def test_no_segment_over_the_gene_is_no_call(reference):
    assert call(reference, [segment(1, 1000, 0.0)]) is None


def test_no_rest_of_the_arm_leaves_focality_unknown(reference):
    made = call(reference, [segment(116_000_000, 117_000_000, 3.0)])
    assert (made.finding.relative_to_arm, made.finding.focality) == (None, "unknown")


@given(
    copies=st.floats(0, 40),
    purity=st.floats(0.1, 1.0),
    ploidy=st.floats(1.5, 5.0),
)
def test_purity_and_ploidy_are_taken_out(copies, purity, ploidy):
    mean = purity * ploidy + 2 * (1 - purity)
    ratio = (purity * copies + 2 * (1 - purity)) / mean
    if ratio > 0:
        assert copies_per_cell(math.log2(ratio), Scenario(purity, ploidy)) == pytest.approx(
            copies, abs=1e-6
        )


def test_without_purity_the_ratio_is_read_as_it_is():
    assert copies_per_cell(1.0, Scenario(None, None)) == 4.0
    assert copies_per_cell(-9.0, Scenario(0.5, 2.0)) == 0.0


def test_copy_number_4_at_ploidy_3_is_gain(reference):
    made = call(reference, focal(2 * 4 / 3), purity=1.0, ploidy=3.0)
    assert made.finding.copy_number == pytest.approx(4.0, abs=0.01)
    assert made.finding.level == "gain"


def called(copies, own):
    """The focal profile with the caller's own copies beside its ratios."""
    return [s.model_copy(update={"copy_number": own}) for s in focal(copies)]


def test_ratios_that_may_be_corrected_already_leave_the_result_in_doubt(reference):
    made = call(reference, called(4.0, own=4), purity=0.2)
    assert made.finding.level == "high"
    assert "4 copies" in made.doubt
    assert not made.finding.amplified


@pytest.mark.parametrize(
    ("own", "purity", "said"),
    [
        (4, 0.2, 4),  # 12 copies in the tumor cells: a reader asks why
        (12, 0.2, None),  # the caller's own value is the corrected one
        (4, None, None),  # nothing was corrected
    ],
)
def test_the_callers_value_is_kept_where_the_correction_changes_it(reference, own, purity, said):
    for ploidy in (2.0, None):
        made = call(reference, called(4.0, own=own), purity=purity, ploidy=ploidy)
        assert made.finding.caller_copy_number == said


def test_copies_that_fit_only_the_corrected_ratios_leave_no_doubt(reference):
    assert call(reference, called(4.0, own=12), purity=0.2).doubt is None
    assert call(reference, focal(4.0), purity=0.2).doubt is None
    assert call(reference, called(2.0, own=2), purity=0.2).doubt is None
