"""Genes beside MET on the packaged tables: gains, losses, their pairs, what is not claimed."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.detection.case import Case
from annotator.detection.copy_number.calls import copy_number_calls
from annotator.detection.copy_number.source_call import CopyNumberCall
from annotator.detection.detect import detect
from annotator.model.base import GenomeBuild
from annotator.model.context import ClinicalContext, Sample
from annotator.model.findings import Assessment, CopyNumber, FindingsDocument, Mutation
from annotator.model.observations import (
    GeneCopiesObservation,
    Observations,
    SegmentObservation,
    SmallVariantObservation,
)
from annotator.model.tables import CopyNumberRule
from annotator.pipeline.checks import check_knowledge
from annotator.pipeline.environment import Environment
from annotator.pipeline.sample import detect_sample
from annotator.readers.sheet.request import SampleRequest
from tests.builders import packaged
from tests.builders.observations import gene_copies, input_file, segment, variant

BUILD: GenomeBuild = "GRCh38"
GAINED = ["ALK", "ROS1", "EGFR", "ERBB2", "KRAS", "KIT", "BRAF", "PIK3CA", "MYC", "CDK4", "MDM2"]
LOST = ["CDKN2A", "RB1", "TP53", "NF2", "PTEN"]
R273H = variant(7_673_802, "C", "T", chrom="chr17")


def around(
    gene: str, copies: float, arm: float = 2.0, ratio: bool = False
) -> list[SegmentObservation]:
    """A gene and the rest of its arm: copies of the tumor cells, or ratios to two."""
    model = packaged.genome(BUILD).transcript(gene)
    span = packaged.genome(BUILD).chromosome_arm(model.chrom, model.start)
    assert span is not None
    places = [
        (span.start, model.start - 1, arm),
        (model.start, model.end, copies),
        (model.end + 1, span.end, arm),
    ]
    return [_piece(model.chrom, *place, ratio) for place in places]


def _piece(chrom: str, start: int, end: int, copies: float, ratio: bool) -> SegmentObservation:
    log2 = math.log2(copies / 2) if ratio else 0.0
    told = {"log2_ratio": None, "copy_number": copies, "purity_corrected": True}
    return segment(start, end, log2, chrom).model_copy(update={} if ratio else told)


def with_an_exon_of(gene: str, copies: float, rest: float, ratio: bool) -> list[SegmentObservation]:
    """A gene of which one exon has other copies than the rest of it."""
    model = packaged.genome(BUILD).transcript(gene)
    exon = model.exons[1]
    bounds = [(model.start, exon.start - 1), (exon.start, exon.end), (exon.end + 1, model.end)]
    numbers = [rest, copies, rest]
    return [
        _piece(model.chrom, start, end, number, ratio)
        for (start, end), number in zip(bounds, numbers, strict=True)
    ]


def level(gene: str, value: float) -> GeneCopiesObservation:
    return gene_copies(gene, "discrete", discrete_level=value)


def call(
    gene: str,
    segments: Sequence[SegmentObservation] = (),
    rows: Sequence[GeneCopiesObservation] = (),
    environment: Environment | None = None,
    **sample: object,
) -> CopyNumberCall:
    of_sample = Sample.model_validate({"id": "S", "genome_build": BUILD, **sample})
    environment = environment or packaged.environment()
    observed = Observations(segments=list(segments), gene_copies=list(rows))
    genome = environment.reference.in_build(BUILD)
    made = copy_number_calls(Case(of_sample, genome, observed, environment.tables))[gene]
    assert made is not None
    return made


def result(made: CopyNumberCall) -> str:
    return "indeterminate" if made.doubt else made.rule.result


def document(
    segments: Sequence[SegmentObservation] | None,
    rows: Sequence[GeneCopiesObservation] = (),
    variants: Sequence[SmallVariantObservation] | None = None,
    **sample: object,
) -> FindingsDocument:
    file = input_file("copy_number", "a.cns")
    return detect(
        Sample.model_validate({"id": "S", "genome_build": BUILD, **sample}),
        packaged.genome(BUILD),
        ClinicalContext(),
        Observations(
            small_variants=None if variants is None else list(variants),
            segments=None if segments is None else list(segments),
            gene_copies=list(rows),
            inputs=[] if segments is None else [file],
        ),
        packaged.tables(),
    )


def changed(made: FindingsDocument) -> dict[str, CopyNumber]:
    return {f.gene: f for f in made.findings if isinstance(f, CopyNumber) and f.role != "target"}


def assessed(made: FindingsDocument) -> Mapping[str, Assessment]:
    return {each.target: each for each in made.assessments}


def test_these_are_the_genes_of_the_table() -> None:
    genes = [(gene.gene, gene.change) for gene in packaged.tables().copy_number_genes]
    assert {change for _, change in genes} == {"gain", "loss"}
    assert [gene for gene, change in genes if change == "gain"] == GAINED
    assert [gene for gene, change in genes if change == "loss"] == LOST


@pytest.mark.parametrize("gene", GAINED)
@pytest.mark.parametrize(
    ("copies", "arm", "ploidy", "rule", "outcome"),
    [
        (5.99, 2.0, 2.0, "gain-none", "absent"),
        (6.0, 2.0, 2.0, "gain-high", "present"),
        (8.99, 2.0, 3.0, "gain-none", "absent"),
        (9.0, 2.0, 3.0, "gain-high", "present"),
        (9.0, 5.0, 3.0, "gain-high", "present"),
        (9.0, 5.1, 3.0, "gain-polysomy", "absent"),
    ],
)
def test_gains_at_their_boundaries(
    gene: str, copies: float, arm: float, ploidy: float, rule: str, outcome: str
) -> None:
    made = call(gene, around(gene, copies, arm), ploidy=ploidy)
    assert (made.finding.rule_id, result(made)) == (rule, outcome)
    assert (made.finding.loss, made.finding.lost) == (None, False)
    assert made.finding.amplified == (outcome == "present")
    assert made.is_shown == (rule != "gain-none")


@pytest.mark.parametrize("gene", LOST)
@pytest.mark.parametrize(
    ("copies", "ploidy", "loss", "outcome"),
    [
        (0.0, 2.0, "homozygous", "present"),
        (0.49, 2.0, "homozygous", "present"),
        (0.5, 2.0, "heterozygous", "absent"),
        (1.19, 2.0, "heterozygous", "absent"),
        (1.2, 2.0, None, "absent"),
        (2.39, 4.0, "heterozygous", "absent"),
        (2.4, 4.0, None, "absent"),
        (20.0, 2.0, None, "absent"),
    ],
)
def test_losses_at_their_boundaries(
    gene: str, copies: float, ploidy: float, loss: str | None, outcome: str
) -> None:
    made = call(gene, around(gene, copies), ploidy=ploidy)
    assert (made.finding.loss, result(made)) == (loss, outcome)
    assert (made.finding.level, made.finding.amplified) == ("none", False)
    assert made.finding.lost == (outcome == "present")
    assert made.is_shown == (loss is not None)
    named = f"{gene} {loss} loss, " if loss else f"{gene} "
    told = made.finding.label.removeprefix(named).removesuffix(" copies")
    assert told in (f"{copies:.1f}", f"{copies:.2f}")


@pytest.mark.parametrize(
    ("change", "copies", "shown", "outcome"),
    [
        ("gain", 6.0, True, "present"),  # at any purity below 1 it is more
        ("gain", 5.9, False, "indeterminate"),
        ("gain", 2.32, False, "indeterminate"),
        ("gain", 2.3, False, "absent"),  # below 3 times the ploidy even at a purity of 10 %
        ("loss", 0.19, True, "present"),
        ("loss", 0.21, True, "indeterminate"),  # at a ploidy of 5 it is 0.52
        ("loss", 1.0, False, "indeterminate"),
        ("loss", 1.8, False, "indeterminate"),  # at a purity of 10 % it is 0
        ("loss", 1.92, False, "absent"),
        ("loss", 2.0, False, "absent"),
    ],
)
def test_without_purity_only_what_holds_at_each_is_claimed(
    change: str, copies: float, shown: bool, outcome: str
) -> None:
    gene = "EGFR" if change == "gain" else "CDKN2A"
    made = call(gene, around(gene, copies, ratio=True))
    assert (made.is_shown, result(made)) == (shown, outcome)
    assert (made.finding.amplified or made.finding.lost) == (outcome == "present")
    assert made.finding.purity_corrected is False


def test_with_purity_a_diluted_loss_is_seen() -> None:
    made = call("CDKN2A", around("CDKN2A", 1.4, ratio=True), tumor_purity=0.3, ploidy=2)
    assert (made.finding.loss, result(made), made.finding.copy_number) == (
        "homozygous", "present", 0.0,
    )  # fmt: skip
    clear = call("CDKN2A", around("CDKN2A", 1.7, ratio=True), tumor_purity=0.3, ploidy=2)
    assert (clear.finding.loss, result(clear)) == ("heterozygous", "absent")


def test_copies_of_the_tumor_need_the_ploidy_for_a_gain_and_not_for_a_loss() -> None:
    made = call("MYC", around("MYC", 14.9))
    assert (made.finding.level, result(made)) == ("high", "indeterminate")
    assert made.doubt == "it depends on the unknown ploidy (1.5 to 5): give it, or confirm by FISH"
    assert result(call("MYC", around("MYC", 15.0))) == "present"
    assert result(call("PTEN", around("PTEN", 0.49))) == "present"
    assert call("PTEN", around("PTEN", 0.8)).finding.loss == "heterozygous"
    assert call("PTEN", around("PTEN", 1.0)).finding.loss is None  # 0.67 of a ploidy of 1.5


def test_one_lost_exon_is_a_loss_by_copies_of_the_tumor_and_unsettled_by_ratios() -> None:
    made = call("PTEN", with_an_exon_of("PTEN", 0.1, 2.0, ratio=False), ploidy=2)
    assert (made.finding.lost, made.finding.lowest_exon) == (True, 0.1)
    assert made.finding.copy_number == pytest.approx(2.0, abs=0.1)
    assert (
        made.finding.label == "PTEN homozygous loss, 0.1 copies in the exon with the fewest copies"
    )
    ratios = with_an_exon_of("PTEN", 0.1, 2.0, ratio=True)
    made = call("PTEN", ratios, tumor_purity=1, ploidy=2)
    assert (made.finding.lost, result(made), made.is_shown) == (False, "indeterminate", False)
    assert "with the fewest copies has 0.1 (homozygous)" in str(made.doubt)


def test_a_gene_of_which_an_exon_is_left_is_not_held_to_be_lost_by_ratios() -> None:
    ratios = with_an_exon_of("RB1", 2.0, 0.01, ratio=True)
    made = call("RB1", ratios, tumor_purity=1, ploidy=2)
    assert (made.finding.loss, made.finding.lost, result(made)) == (
        "homozygous", False, "indeterminate",
    )  # fmt: skip
    assert made.finding.label.startswith("RB1 homozygous loss not settled, ")
    assert "exon with the most copies has 2.0" in str(made.doubt)


@pytest.mark.parametrize(
    ("gene", "value", "shown", "outcome"),
    [
        ("EGFR", 2, True, "indeterminate"),
        ("EGFR", 1, False, "absent"),
        ("EGFR", 0, False, "absent"),
        ("EGFR", -2, False, "absent"),
        ("CDKN2A", 2, False, "absent"),
        ("CDKN2A", 0, False, "absent"),
        ("CDKN2A", -1, True, "absent"),
        ("CDKN2A", -1.5, True, "indeterminate"),
        ("CDKN2A", -2, True, "indeterminate"),
    ],
)
def test_levels_settle_no_amplification_and_no_homozygous_loss(
    gene: str, value: float, shown: bool, outcome: str
) -> None:
    made = call(gene, rows=[level(gene, value)])
    assert (made.is_shown, result(made)) == (shown, outcome)
    assert not made.finding.amplified
    assert not made.finding.lost


def test_plasma_shows_presence_and_no_absence() -> None:
    kras = around("KRAS", 6.0, ratio=True)
    assert result(call("KRAS", kras, specimen="plasma", ploidy=4)) == "present"
    assert result(call("KRAS", around("KRAS", 5.9, ratio=True), specimen="plasma")) == "no_call"
    assert result(call("RB1", around("RB1", 2.0, ratio=True), specimen="plasma")) == "no_call"
    assert result(call("RB1", rows=[level("RB1", 0)], specimen="plasma")) == "no_call"
    assert result(call("KRAS", rows=[level("KRAS", 0)], specimen="plasma")) == "no_call"


def test_sources_that_disagree_leave_a_loss_unsettled() -> None:
    one = around("NF2", 0.1)
    other = [s.model_copy(update={"caller": "facets"}) for s in around("NF2", 2.0)]
    made = call("NF2", [*one, *other], ploidy=2)
    assert result(made) == "indeterminate"
    assert made.finding.label == "NF2 homozygous loss not settled, 0.1 copies"
    assert (made.finding.lost, made.finding.role, made.finding.functional_class) == (
        False, "context", None,
    )  # fmt: skip


@given(
    gene=st.sampled_from([*GAINED, *LOST]),
    copies=st.none() | st.floats(0, 100),
    value=st.sampled_from([-2, -1.5, -1, 0, 1, 2]),
    specimen=st.sampled_from(["tissue", "plasma"]),
)
def test_some_line_fits_whatever_is_given(
    gene: str, copies: float | None, value: float, specimen: str
) -> None:
    row = level(gene, value)
    if copies is not None:
        more = {"method": "mlpa", "copy_number": copies, "discrete_level": None}
        row = row.model_copy(update=more)
    made = call(gene, rows=[row], specimen=specimen)
    assert not (made.finding.amplified and made.finding.lost)
    assert made.finding.amplified <= (gene in GAINED)
    assert made.finding.lost <= (gene in LOST)


@given(
    gene=st.sampled_from(["KRAS", "CDKN2A"]),
    copies=st.floats(0, 30),
    purity=st.floats(0.2, 1.0),
    ploidy=st.floats(1.5, 4.0),
)
def test_what_is_claimed_without_purity_holds_at_the_true_one(
    gene: str, copies: float, purity: float, ploidy: float
) -> None:
    normal = 2 * (1 - purity)
    ratio = (purity * copies + normal) / (purity * ploidy + normal)
    made = call(gene, around(gene, max(2 * ratio, 1e-6), ratio=True))
    truth = call(gene, around(gene, copies), ploidy=ploidy)
    bound = 3 * ploidy if gene == "KRAS" else 0.5
    if abs(copies - bound) > 0.3 and truth.finding.level != "polysomy":
        assert result(made) in ("indeterminate", result(truth))


@pytest.mark.parametrize(
    ("gene", "role", "token"),
    [
        ("KRAS", "bypass", "KRAS amplification"),
        ("KIT", "bypass", "KIT amplification"),
        ("ERBB2", "bypass", "ERBB2 amplification"),
        ("EGFR", "context", None),
        ("MYC", "context", None),
        ("ALK", "context", None),
        ("CDKN2A", "context", None),
        ("PTEN", "context", None),
        ("NF2", "bypass", "NF2 loss"),
        ("RB1", "context", "RB1 loss"),
        ("TP53", "context", "TP53 mutation"),
    ],
)
def test_what_a_change_of_a_gene_counts_for(gene: str, role: str, token: str | None) -> None:
    made = document(around(gene, 0.1 if gene in LOST else 20.0), ploidy=2)
    finding = changed(made)[gene]
    assert (finding.role, finding.functional_class) == (role, token)
    target = f"{gene} homozygous loss" if gene in LOST else f"{gene} amplification"
    told = assessed(made)[target]
    assert (told.result, told.inputs) == ("present", ["a.cns"])
    assert told.reason.startswith(finding.label)
    bypass = token is not None and gene in GAINED
    assert told.category == ("bypass" if bypass else "loss" if gene in LOST else "gain")


def test_loss_of_rb1_beside_a_mutation_of_tp53_is_a_bypass_and_each_alone_is_none() -> None:
    both = document(around("RB1", 0.1), variants=[R273H], ploidy=2)
    (tp53,) = [f for f in both.findings if isinstance(f, Mutation)]
    assert (tp53.role, changed(both)["RB1"].role) == ("bypass", "bypass")
    told = assessed(both)["TP53 with RB1"]
    assert told.result == "present"
    assert told.reason == "TP53 R273H, RB1 homozygous loss, 0.1 copies"
    assert told.inputs == ["a.cns"]
    alone = document(around("RB1", 2.0), variants=[R273H], ploidy=2)
    assert [f.role for f in alone.findings if isinstance(f, Mutation)] == ["other"]
    assert assessed(alone)["TP53 with RB1"].result == "not_assessed"
    lost = document(around("RB1", 0.1), variants=[], ploidy=2)
    assert changed(lost)["RB1"].role == "context"
    assert assessed(lost)["TP53 with RB1"].result == "not_assessed"


def test_a_doubtful_half_of_the_pair_leaves_it_indeterminate() -> None:
    level_alone = document([], [level("RB1", -2)], variants=[R273H])
    assert assessed(level_alone)["TP53 with RB1"].result == "indeterminate"
    assert changed(level_alone)["RB1"].role == "context"
    filtered = R273H.model_copy(update={"filters": ["weak_evidence"]})
    made = document(around("RB1", 0.1), variants=[filtered], ploidy=2)
    assert assessed(made)["TP53 with RB1"].result == "indeterminate"
    assert changed(made)["RB1"].role == "context"


@pytest.mark.parametrize(
    ("gene", "copies", "said"),
    [
        ("NF2", 0.48, "NF2 homozygous loss, 0.48 copies"),
        ("NF2", 0.42, "NF2 homozygous loss, 0.4 copies"),
        ("KRAS", 5.98, "KRAS 5.98 copies, 3.0 times the rest of 12p"),
        ("KRAS", 6.02, "KRAS 6.0 copies, 3.0 times the rest of 12p"),
    ],
)
def test_the_number_shown_stands_on_the_side_of_the_bound_that_decided(
    gene: str, copies: float, said: str
) -> None:
    made = call(gene, around(gene, copies), ploidy=2)
    assert made.finding.label == said
    assert (made.rule.result == "present") == (copies in (0.48, 0.42, 6.02))


def test_a_loss_that_the_purity_would_settle_leaves_the_gene_indeterminate() -> None:
    made = assessed(document(around("NF2", 0.7, ratio=True), variants=[]))["NF2"]
    assert (made.result, made.inputs) == ("indeterminate", ["a.cns"])
    assert made.reason.startswith("NF2 homozygous loss not settled: it depends on the unknown")
    settled = assessed(document(around("NF2", 2.0, ratio=True), variants=[]))["NF2"]
    assert settled.result == "not_assessed"
    beside = document(around("RB1", 0.7, ratio=True), variants=[R273H])
    assert changed(beside) == {}
    told = assessed(beside)["TP53 with RB1"]
    assert told.result == "indeterminate"
    assert told.reason.startswith("TP53 R273H, RB1 homozygous loss not settled: ")
    doubtful = [*around("RB1", 0.7, ratio=True), *around("TP53", 0.7, ratio=True)]
    for segments in (around("RB1", 0.7, ratio=True), doubtful):
        alone = assessed(document(segments, variants=[]))["TP53 with RB1"]
        assert (alone.result, "not settled" in alone.reason) == ("not_assessed", False)


def test_a_mutation_in_a_lost_gene_is_a_warning() -> None:
    def said(gene: str, copies: float, row: SmallVariantObservation) -> list[str]:
        made = document(around(gene, copies), variants=[row], ploidy=2)
        return [n.message for n in made.warnings if n.code == "mutation_in_lost_gene"]

    (told,) = said("TP53", 0.1, R273H)
    assert told.startswith(
        "TP53 R273H was found although the copy numbers show TP53 homozygous loss"
    )
    assert said("TP53", 1.0, R273H) == []  # one copy is left to be mutated
    assert said("RB1", 0.1, R273H) == []
    assert said("TP53", 0.1, R273H.model_copy(update={"filters": ["weak_evidence"]})) == []


def test_both_lost_by_copies_are_the_cue_as_well() -> None:
    made = document([*around("RB1", 0.1), *around("TP53", 0.1)], ploidy=2)
    assert {f.role for f in changed(made).values()} == {"bypass"}
    assert assessed(made)["TP53 with RB1"].result == "present"


def test_loss_of_nf2_is_an_alteration_of_it() -> None:
    told = assessed(document(around("NF2", 0.1), variants=[], ploidy=2))["NF2"]
    assert (told.result, told.reason) == ("present", "NF2 homozygous loss, 0.1 copies")
    doubtful = assessed(document([], [level("NF2", -2)], variants=[]))["NF2"]
    assert doubtful.result == "indeterminate"
    left = assessed(document(around("NF2", 2.0), variants=[], ploidy=2))
    assert (left["NF2"].result, left["NF2 homozygous loss"].result) == ("not_assessed", "absent")


def test_absence_is_told_of_covered_genes_alone() -> None:
    made = document([*around("KRAS", 2.0), *around("CDKN2A", 2.0)], ploidy=2)
    told = assessed(made)
    assert told["KRAS amplification"].result == "absent"
    assert told["CDKN2A homozygous loss"].result == "absent"
    for target in ("KIT amplification", "PTEN homozygous loss"):
        assert (told[target].result, told[target].reason) == (
            "not_assessed", "not covered by the copy-number files",
        )  # fmt: skip
    assert changed(made) == {}
    none = assessed(document(None))
    assert {none[f"{gene} amplification"].result for gene in GAINED} == {"not_assessed"}


def test_fish_of_a_further_gene_is_said_not_to_be_graded() -> None:
    more = {"method": "fish", "centromere_ratio": 6.0, "discrete_level": None}
    told = assessed(document([], [level("ERBB2", 0).model_copy(update=more)]))
    assert (told["ERBB2 amplification"].result, told["ERBB2 amplification"].reason) == (
        "not_assessed", "measured by a method that is not interpreted for this gene",
    )  # fmt: skip


def _laboratory(folder: Path, rows: str) -> Environment:
    """The packaged knowledge with lines of a laboratory's own."""
    (folder / "copy_number_genes.tsv").write_text(GENE_HEADER + rows, encoding="utf-8")
    return Environment([folder])


GENE_HEADER = "gene\tchange\ttoken\tmeaning\treferences\tcuration\n"


def test_a_laboratory_adds_a_gene_and_takes_a_token_away(tmp_path: Path) -> None:
    rows = "FGFR1\tgain\t\tcontext\t\tunverified\nKRAS\tgain\t\tcontext\t\tunverified\n"
    environment = _laboratory(tmp_path, rows)
    assert check_knowledge(environment) != []  # rules ask for KRAS amplification
    assert call("FGFR1", around("FGFR1", 20.0), environment=environment, ploidy=2).finding.amplified
    assert (
        call("KRAS", around("KRAS", 20.0), environment=environment, ploidy=2).finding.role
        == "context"
    )


def test_a_gene_without_a_model_is_told(tmp_path: Path) -> None:
    row = "NOGENE1\tgain\t\tcontext\t\tunverified\n"
    environment = _laboratory(tmp_path, row)
    assert any("NOGENE1" in str(problem) for problem in check_knowledge(environment))


def test_a_token_of_a_loss_is_that_of_the_bypass_gene(tmp_path: Path) -> None:
    row = "RB1\tloss\tTP53 mutation\tcontext\t\tunverified\n"
    environment = _laboratory(tmp_path, row)
    assert any(
        "bypass_genes.tsv says 'RB1 loss'" in str(each) for each in check_knowledge(environment)
    )


@pytest.mark.parametrize(
    "fields",
    [{"gene": "MET", "change": "gain"}, {}, {"gene": "MET", "level": "gain", "loss": "homozygous"}],
)
def test_a_line_is_of_a_gene_or_of_a_change(fields: dict[str, str]) -> None:
    line = {"id": "x", "level": "none", "result": "absent", "reason": "r", "reference": "ref"}
    with pytest.raises(ValueError, match="a line"):
        CopyNumberRule.model_validate({**line, "curation": "verified", **fields})


COPIES = "chromosome\tstart\tend\tgene\tminCopyNumber\tmaxCopyNumber\tminRegions\n"


def test_rows_of_genes_and_what_they_do_not_list(tmp_path: Path) -> None:
    rows = "12\t25205246\t25250929\tKRAS\t13.9\t14.2\t1\n"
    rows += "9\t21967752\t21974857\tCDKN2A\t-0.01\t0.9\t1\n"
    path = tmp_path / "a.purple.cnv.gene.tsv"
    path.write_text(COPIES + rows, encoding="utf-8")
    request = SampleRequest(
        sample="S", copy_number=[str(path)], genome_build=BUILD, ploidy=2.1, tumor_purity=0.6
    )
    made = detect_sample(packaged.environment(), request)
    found = changed(made)
    assert (found["KRAS"].amplified, found["KRAS"].focality) == (True, "unknown")
    assert found["CDKN2A"].label == "CDKN2A homozygous loss, 0.0 copies"
    assert assessed(made)["RB1 homozygous loss"].result == "not_assessed"


_REAL = {
    # PURPLE's own catalog of drivers of this sample holds one deletion, of PTEN.
    ("purple/tumor_sample.purple.cnv.somatic.tsv", "purple/tumor_sample.purple.purity.tsv"): {
        "PTEN": "PTEN homozygous loss, 0.0 copies in the exon with the fewest copies",
    },
    # HCC2218, a line with amplified ERBB2, by three callers.
    ("facets/HCC2218_facets_cncf.tsv",): {
        "ERBB2": "ERBB2 16.0 copies, 4.4 times the rest of 17q",
    },
    ("cnvkit/HCC2218_cnvkit-call.cns",): {
        "ERBB2": "ERBB2 11.6 to 160.0 copies, 5.8 times the rest of 17q",
    },
    ("pcgr/T001-COAD.grch37.cna.tsv",): {},
    ("cnvkit/nv3.cns",): {"EGFR": "EGFR 5.4 to 64.5 copies, 2.6 times the rest of 7p"},
    ("cnvkit/amplicon.cns",): {"CDKN2A": "CDKN2A homozygous loss, 0.0 copies"},
    ("cnvkit/p2-9_2.cns",): {},
}


@pytest.mark.parametrize(("names", "expected"), _REAL.items(), ids=lambda x: str(x)[:40])
def test_real_files(real_data: Path, names: Sequence[str], expected: dict[str, str]) -> None:
    made = detect_sample(
        packaged.environment(),
        SampleRequest(
            sample="S",
            copy_number=[str(real_data / name) for name in names],
            genome_build="GRCh37",
        ),
    )
    settled = {g: f.label for g, f in changed(made).items() if f.amplified or f.lost}
    assert settled == expected


def test_real_levels(real_data: Path) -> None:
    made = detect_sample(
        packaged.environment(),
        SampleRequest(
            sample="FAKE_P001_S6",
            copy_number=[str(real_data / "cbioportal/ascn_data_CNA.txt")],
            genome_build="GRCh37",
        ),
    )
    assert {g: f.rule_id for g, f in changed(made).items()} == {
        "CDKN2A": "loss-discrete-homozygous",
        "RB1": "loss-discrete-homozygous",
    }
    told = assessed(made)
    assert told["RB1 homozygous loss"].result == "indeterminate"
    assert told["PTEN homozygous loss"].result == told["KRAS amplification"].result == "absent"
