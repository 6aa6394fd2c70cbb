"""MET on the packaged table: each level's boundary, sources, purity and plasma."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.detection.case import Case
from annotator.detection.copy_number.calls import copy_number_calls
from annotator.detection.detect import detect
from annotator.model.base import CopyNumberLevel, Specimen
from annotator.model.context import ClinicalContext, Sample
from annotator.model.observations import Observations, Source
from annotator.pipeline.sample import detect_sample
from annotator.readers.sheet.request import SampleRequest
from tests.builders import packaged
from tests.builders.observations import segment
from tests.detection.copy_number.met import (
    AMPLICON,
    MET,
    P_ARM,
    Q_ARM,
    call,
    corrected,
    gene,
    result,
    tumor,
)


@pytest.mark.parametrize(
    ("copies", "arm", "rule", "level", "outcome"),
    [
        (3.99, 3.0, "met-none", "none", "absent"),
        (4.0, 3.0, "met-gain", "gain", "absent"),
        (4.99, 3.0, "met-gain", "gain", "absent"),
        (5.0, 3.0, "met-polysomy", "polysomy", "absent"),
        (5.37, 3.0, "met-polysomy", "polysomy", "absent"),
        (5.4, 3.0, "met-ratio-low", "low", "indeterminate"),
        (6.59, 3.0, "met-ratio-intermediate", "intermediate", "indeterminate"),
        (6.57, 3.0, "met-ratio-low", "low", "indeterminate"),
        (2.99, 1.0, "met-none", "none", "absent"),
        (3.0, 1.0, "met-ratio-intermediate", "intermediate", "indeterminate"),
        (7.98, 2.0, "met-ratio-intermediate", "intermediate", "indeterminate"),
        (8.0, 2.0, "met-ratio-high", "high", "present"),
        (9.99, 3.0, "met-ratio-intermediate", "intermediate", "indeterminate"),
        (10.0, 3.0, "met-focal-high", "high", "present"),
        (10.0, 6.0, "met-polysomy", "polysomy", "absent"),
    ],
)
def test_boundaries_of_sequencing(
    copies: float, arm: float, rule: str, level: str, outcome: str
) -> None:
    made = call(tumor(copies, arm))
    assert (made.finding.rule_id, made.finding.level, result(made)) == (rule, level, outcome)
    assert made.finding.amplified == (outcome == "present")


@pytest.mark.parametrize(
    ("copies", "level", "outcome"),
    [
        (3.99, "none", "absent"),
        (4.0, "gain", "absent"),
        (5.0, "intermediate", "indeterminate"),
        (10.0, "intermediate", "indeterminate"),
    ],
)
def test_boundaries_without_the_arm(copies: float, level: str, outcome: str) -> None:
    made = call([corrected(*MET, copies, gene="MET")])
    assert (made.finding.level, made.rule.result) == (level, outcome)
    assert made.finding.focality == "unknown"


@pytest.mark.parametrize(
    ("copies", "ratio", "level", "outcome"),
    [
        (None, 4.0, "high", "present"),
        (None, 3.99, "intermediate", "indeterminate"),
        (None, 2.2, "intermediate", "indeterminate"),
        (None, 2.19, "low", "indeterminate"),
        (None, 1.8, "low", "indeterminate"),
        (None, 1.79, "none", "absent"),
        (5.0, 1.79, "polysomy", "absent"),
        (4.99, 1.79, "none", "absent"),
        (20.0, None, "intermediate", "indeterminate"),
        (5.0, None, "intermediate", "indeterminate"),
        (4.99, None, "gain", "absent"),
        (3.99, None, "none", "absent"),
    ],
)
def test_boundaries_of_fish(
    copies: float | None, ratio: float | None, level: str, outcome: str
) -> None:
    made = call(rows=[gene("fish", copy_number=copies, centromere_ratio=ratio)])
    assert (made.finding.level, result(made)) == (level, outcome)
    assert made.finding.method == "fish"


@pytest.mark.parametrize(
    ("discrete", "level", "outcome"),
    [(2, "intermediate", "indeterminate"), (1, "gain", "absent"), (0, "none", "absent"),
     (-1.5, "none", "absent")],
)  # fmt: skip
def test_discrete_levels_never_show_an_amplification(
    discrete: float, level: str, outcome: str
) -> None:
    made = call(rows=[gene("discrete", discrete_level=discrete)])
    assert (made.finding.level, result(made)) == (level, outcome)
    assert (made.finding.copy_number, made.finding.amplified) == (None, False)


@pytest.mark.parametrize(
    ("copies", "level", "outcome"),
    [(2.29, "none", "no_call"), (2.3, "low", "indeterminate"), (2.49, "low", "indeterminate"),
     (2.5, "intermediate", "indeterminate"), (40, "intermediate", "indeterminate")],
)  # fmt: skip
def test_plasma_has_its_own_lines(copies: float, level: str, outcome: str) -> None:
    segments = [segment(*Q_ARM, math.log2(copies / 2))]
    made = call(segments, specimen="plasma")
    assert (made.finding.level, result(made)) == (level, outcome)
    assert not made.finding.purity_corrected
    given_purity = call(segments, specimen="plasma", purity=0.05)
    assert given_purity.finding.copy_number == made.finding.copy_number


@pytest.mark.parametrize(
    ("copies", "said"),
    [(2.46, "MET 2.46 copies"), (2.44, "MET 2.4 copies"), (2.5, "MET 2.5 copies")],
)
def test_copies_are_not_rounded_over_a_bound(copies: float, said: str) -> None:
    made = call([segment(*Q_ARM, math.log2(copies / 2))], specimen="plasma")
    assert made.finding.label.startswith(said)


def test_plasma_takes_the_ratio_beside_corrected_copies() -> None:
    both = [corrected(*P_ARM, 2.0, log2_ratio=0.0), corrected(*Q_ARM, 6.0, log2_ratio=0.1)]
    plasma, tissue = call(both, specimen="plasma"), call(both)
    assert plasma.finding.relative_to_other_arm == pytest.approx(1.07, abs=0.01)
    assert tissue.finding.relative_to_other_arm == 3.0
    assert plasma.finding.copy_number == pytest.approx(2.14, abs=0.01)
    assert (plasma.finding.purity_corrected, result(plasma)) == (False, "no_call")
    assert (tissue.finding.copy_number, tissue.finding.purity_corrected) == (6.0, True)


def test_a_level_in_plasma_claims_no_absence() -> None:
    assert result(call(rows=[gene("discrete", discrete_level=0)], specimen="plasma")) == "no_call"


def test_a_second_source_without_purity_does_not_contradict() -> None:
    other = Source(file="b.cns", line=9)
    vague = [segment(*Q_ARM, 0.0), segment(*AMPLICON, 0.8)]
    vague = [s.model_copy(update={"source": other}) for s in vague]
    assert call(vague).doubt is not None
    made = call([*tumor(3.5), *vague])
    assert (result(made), made.doubt) == ("absent", None)
    assert "b.cns" in made.others[0]


def test_polysomy_says_whether_the_other_arm_is_gained() -> None:
    whole = call(tumor(6.0, arm=6.0, other=6.0)).finding
    assert whole.label == "MET 6.0 copies, 1.0 times the rest of 7q and 1.0 times 7p"
    assert call(tumor(6.0, arm=6.0)).finding.relative_to_other_arm == 3.0


def test_four_copies_at_ploidy_three_are_a_gain() -> None:
    made = call([segment(*P_ARM, 0), segment(*Q_ARM, math.log2(4 / 3))], purity=1.0, ploidy=3.0)
    assert (made.finding.level, result(made)) == ("gain", "absent")


def test_only_neighbours_on_the_amplicon_leave_focality_unknown() -> None:
    near = [corrected(116_400_000, 116_500_000, 12.0, gene="CAV1")]
    made = call([corrected(*MET, 12.0, gene="MET"), *near])
    assert (made.finding.focality, result(made)) == ("unknown", "indeterminate")
    far = [*near, corrected(140_700_000, 140_900_000, 2.0, gene="BRAF")]
    assert call([corrected(*MET, 12.0, gene="MET"), *far]).finding.focality == "focal"


def test_an_exon_without_the_gain_leaves_doubt() -> None:
    middle = (MET[0] + MET[1]) // 2
    part = [*tumor(2.0)[:2], corrected(AMPLICON[0], middle, 2.0)]
    part.append(corrected(middle + 1, Q_ARM[1], 2.0))
    assert call(part).doubt is None
    part[2] = corrected(AMPLICON[0], middle, 40.0)
    made = call(part)
    assert made.finding.lowest_exon == 2.0
    assert made.finding.copy_number == pytest.approx(21, abs=1)
    assert "fewest copies has 2.0" in made.doubt
    assert not made.finding.amplified


def test_the_greatest_of_a_gene_and_the_bound_of_an_interval_count() -> None:
    rest = [corrected(*P_ARM, 2.0), corrected(Q_ARM[0], 100_000_000, 2.0)]
    row = corrected(*MET, 3.0, gene="MET", max_copy_number=12.0)
    assert "most copies has 12.0" in call([row, *rest]).doubt
    sure = corrected(*MET, 12.0, gene="MET", low_copy_number=10.0)
    assert call([sure, *rest]).doubt is None
    unsure = corrected(*MET, 12.0, gene="MET", low_copy_number=5.0)
    assert "lower bound" in call([unsure, *rest]).doubt


def test_rows_of_the_gene_that_differ_leave_doubt() -> None:
    rest = [corrected(*P_ARM, 2.0), corrected(Q_ARM[0], 100_000_000, 2.0)]
    middle = (MET[0] + MET[1]) // 2
    halves = [corrected(MET[0], middle, 30.0, gene="MET")]
    assert call([*halves, *rest]).doubt is None
    halves.append(corrected(middle + 1, MET[1], 2.0, gene="MET"))
    made = call([*halves, *rest])
    assert made.rule.result == "present"
    assert "row) with the fewest copies has 2.0" in made.doubt


def test_fish_decides_over_sequencing_and_shows_it() -> None:
    made = call(tumor(12.0), [gene("fish", copy_number=3.0, centromere_ratio=1.1)])
    assert (result(made), made.finding.level) == ("absent", "none")
    assert "12.0 copies" in made.others[0]


def test_other_sources_that_disagree_leave_doubt() -> None:
    level = gene("discrete", discrete_level=0)
    assert "disagree" in call(tumor(12.0), [level]).doubt
    assert call(tumor(2.0), [level]).doubt is None


def test_unknown_purity_is_a_range_and_refuses_where_it_matters() -> None:
    focal = [segment(Q_ARM[0], AMPLICON[0] - 1, 0), segment(*AMPLICON, 0.8),
             segment(AMPLICON[1] + 1, Q_ARM[1], 0)]  # fmt: skip
    made = call(focal)
    assert made.finding.copy_number is None
    assert "confirm by FISH" in made.doubt
    assert "purity (10 % to 100 %)" in made.doubt
    known = call(focal, purity=1.0, ploidy=2.0)
    assert (known.finding.copy_number, result(known)) == (3.48, "absent")


def test_neutral_without_purity_is_absent() -> None:
    made = call([segment(*P_ARM, 0.0), segment(*Q_ARM, 0.02)])
    assert (made.finding.level, result(made)) == ("none", "absent")


def _alk(copies: float, ploidy: float | None) -> tuple[list[CopyNumberLevel], list[str]]:
    """Levels of ALK that are shown, and targets that are assessed."""
    sample = Sample(id="S", genome_build="GRCh38", tumor_purity=1.0, ploidy=ploidy)
    parts = [(1, 28_999_999, 2.0), (29_000_000, 30_000_000, copies), (30_000_001, 93_900_000, 2.0)]
    spans = [corrected(*each).model_copy(update={"chrom": "chr2"}) for each in parts]
    observed, genome = Observations(segments=spans), packaged.genome()
    found = copy_number_calls(Case(sample, genome, observed, packaged.tables()))
    document = detect(sample, genome, ClinicalContext(), observed, packaged.tables())
    shown = [f.level for f in document.findings if f.kind == "copy_number"]
    assert found["ALK"].finding.level == (shown[0] if shown else "none")
    return shown, [a.target for a in document.assessments if a.category == "copy_number"]


def test_alk_and_ros1_are_context_by_the_ploidy() -> None:
    assert _alk(6.0, 2.0) == (["high"], ["MET amplification"])
    assert _alk(5.99, 2.0) == ([], ["MET amplification"])
    assert _alk(6.0, None)[0] == ["high"]
    assert _alk(8.99, 3.0)[0] == []
    assert _alk(9.0, 3.0)[0] == ["high"]


@given(
    copies=st.none() | st.floats(0, 100),
    ratio=st.none() | st.floats(0, 20),
    level=st.sampled_from([-2, -1.5, -1, 0, 1, 2]),
    method=st.sampled_from(["fish", "discrete", "sequencing", "mlpa", "ddpcr"]),
    specimen=st.sampled_from(["tissue", "plasma"]),
)
def test_some_line_fits_whatever_is_given(
    copies: float | None, ratio: float | None, level: float, method: str, specimen: Specimen
) -> None:
    values = {"copy_number": copies, "centromere_ratio": ratio if method == "fish" else None}
    if method == "discrete":
        values = {"discrete_level": level}
    elif all(value is None for value in values.values()):
        values["copy_number"] = 2.0
    assert call(rows=[gene(method, **values)], specimen=specimen) is not None


@pytest.mark.parametrize(
    ("name", "outcome", "level", "focality"),
    [
        ("cnvkit/amplicon.cns", "present", "high", "focal"),
        ("cnvkit/amplicon.cnr", "present", "high", "focal"),
        ("cnvkit/p2-9_2.cns", "absent", "none", "arm_level"),
        ("cnvkit/p2-9_2.call.cns", "absent", "none", "arm_level"),
        ("cnvkit/p2-9_2.chr7.cnr", "absent", "none", "arm_level"),
        ("gatk_cnv/SM-74NF5.called.seg", "absent", "none", "arm_level"),
        ("purple/HCC2218_purple.cnv.tsv", "absent", "none", "arm_level"),
        ("facets/HCC2218_facets_cncf.tsv", "absent", "none", "arm_level"),
        ("titan/HCC2218_titan.segs.tsv", "absent", "none", "arm_level"),
        ("purple/tumor_sample.purple.cnv.somatic.tsv", "absent", "gain", "arm_level"),
        ("pcgr/T001-COAD.grch37.cna.tsv", "absent", "none", "arm_level"),
        ("seg_log10=seg/acgh-log10.TR_74_T.seg", "indeterminate", "intermediate", "focal"),
    ],
)
def test_real_files_give_what_is_expected_of_them(
    real_data: Path, name: str, outcome: str, level: str, focality: str
) -> None:
    form, separator, path = name.rpartition("=")
    spec = f"{form}{separator}{real_data / path}"
    document = detect_sample(
        packaged.environment(), SampleRequest(sample="S", copy_number=[spec], genome_build="GRCh37")
    )
    told = next(a for a in document.assessments if a.target == "MET amplification")
    found = next(f for f in document.findings if f.kind == "copy_number")
    assert (told.result, found.level, found.focality) == (outcome, level, focality)


def test_purity_of_a_real_fit_is_used_and_said(real_data: Path) -> None:
    names = ("purple/tumor_sample.purple.cnv.somatic.tsv", "purple/tumor_sample.purple.purity.tsv")
    request = SampleRequest(
        sample="S", copy_number=[str(real_data / name) for name in names], genome_build="GRCh37"
    )
    document = detect_sample(packaged.environment(), request)
    assert (document.sample.tumor_purity, document.sample.ploidy) == (0.99, 3.1)
    assert "purity_of_caller" in {warning.code for warning in document.warnings}
    own = detect_sample(packaged.environment(), request.model_copy(update={"tumor_purity": 0.5}))
    assert (own.sample.tumor_purity, own.sample.ploidy) == (0.5, None)
    assert {"purity_differs"} <= {warning.code for warning in own.warnings}


def test_the_levels_that_the_purity_leaves_open_stand_in_their_order() -> None:
    arm = math.log2(1.3)
    flanks = [segment(Q_ARM[0], MET[0] - 1, arm), segment(MET[1] + 1, Q_ARM[1], arm)]
    made = call([*flanks, segment(*MET, math.log2(1.72))])
    ordered = ["none", "gain", "polysomy", "low", "intermediate", "high"]
    assert made.finding.levels == [level for level in ordered if level in made.finding.levels]
    assert len(made.finding.levels) > 2
    assert f"({', '.join(made.finding.levels)})" in (made.doubt or "")


@pytest.mark.parametrize(
    ("log2", "purity", "claimed"),
    [
        (0.1, 0.02, "indeterminate"),  # noise would be 9 copies
        (0.0, 0.02, "indeterminate"),  # 10 copies would be a ratio of 1.08
        (0.0, 0.1, "absent"),  # the least plausible purity
        (3.0, 0.02, "present"),  # also at the least plausible purity
        (3.0, 0.1, "present"),
    ],
)
def test_a_purity_below_the_plausible_ones_tells_nothing_of_noise(log2, purity, claimed):
    arm = [(Q_ARM[0], AMPLICON[0] - 1, 0.0), (*AMPLICON, log2), (AMPLICON[1] + 1, Q_ARM[1], 0.0)]
    made = call([segment(*each) for each in arm], purity=purity, ploidy=2.0)
    assert (result(made), made.finding.amplified) == (claimed, claimed == "present")
    assert ("below 0.1" in (made.doubt or "")) == (claimed == "indeterminate")
