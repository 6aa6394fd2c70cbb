"""The share of tumor cells that carry a mutation."""

import pytest

from annotator.detection.mutations.clonality import cancer_cell_fraction, local_copy_number
from annotator.model.context import Sample
from tests.builders.observations import G1202R, segment, variant
from tests.detection.mutations.finding import judged

ALK_SEGMENT = (29_000_000, 30_000_000)


@pytest.mark.parametrize(
    ("vaf", "purity", "copies", "fraction"),
    [
        (0.125, 0.67, 3, 0.498),  # the worked example of PMC3934006, figure 1
        (0.5, 1.0, 2, 1.0),
        (0.25, 0.5, 2, 1.0),
        (0.125, 0.5, 2, 0.5),
        (0.5, 0.5, 2, 1.0),  # both copies
        (0.27, 0.5, 2, 1.0),  # noise above one copy
        (0.9, 0.9, 1, 1.0),
        (0.0, 0.5, 2, 0.0),
    ],
)
def test_formula(vaf, purity, copies, fraction):
    assert cancer_cell_fraction(vaf, purity, copies) == pytest.approx(fraction, abs=0.001)


def given(purity, log2=0.0, copies=None, ploidy=None):
    sample = Sample(id="S", genome_build="GRCh38", tumor_purity=purity, ploidy=ploidy)
    part = segment(*ALK_SEGMENT, log2, "chr2").model_copy(update={"copy_number": copies})
    return sample, [part]


@pytest.mark.parametrize(
    ("purity", "log2", "own", "copies"),
    [
        (0.5, 0.0, None, 2.0),
        (0.5, 0.585, None, 4.0),
        (0.5, 0.585, 4.0, 4.0),
        (0.5, 0.585, 3.2, 3.2),
        (0.5, 0.585, 2.9, None),  # more than a copy apart: corrected twice, or not at all
        (None, 0.0, 2.0, None),
    ],
)
def test_copies_at_the_mutation(purity, log2, own, copies):
    sample, segments = given(purity, log2, own)
    found = local_copy_number(segments, sample, "chr2", 29220747)
    assert found == (None if copies is None else pytest.approx(copies, abs=0.01))
    assert local_copy_number(segments, sample, "chr2", 31_000_000) is None
    assert local_copy_number(segments, sample, "chr7", 29220747) is None


def test_on_the_finding(reference):
    sample, segments = given(0.8)
    (mutation,), _, _ = judged(reference, G1202R, sample=sample, segments=segments)
    assert (mutation.local_copy_number, mutation.cancer_cell_fraction) == (2.0, 0.5)


def test_null_where_it_cannot_be_told(reference):
    sample, segments = given(0.8)
    no_purity, _ = given(None)
    no_vaf = G1202R.model_copy(update={"vaf": None})
    for row, whose, parts in (
        (G1202R, no_purity, segments),
        (G1202R, sample, []),
        (no_vaf, sample, segments),
        (variant(29193615, "T", "C"), sample, segments),  # a polymorphism is not somatic
    ):
        (mutation,), _, _ = judged(reference, row, sample=whose, segments=parts)
        assert mutation.cancer_cell_fraction is None
