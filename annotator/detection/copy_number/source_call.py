"""The call of one source on one gene: the finding, and whether its level is certain."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from annotator.detection.copy_number.evidence import Copies
from annotator.detection.copy_number.genes import copies_label, profile_token, role_of
from annotator.detection.copy_number.levels import GeneLevel, LevelJudge, ratio_to
from annotator.detection.copy_number.uncertainty import certainty, doubt_of, named_levels
from annotator.model.base import Loss, Result
from annotator.model.findings import CopyNumber
from annotator.model.tables import CopyNumberGene, CopyNumberRule
from annotator.reference import Arm

_VISIBLE_DIFFERENCE = 0.5
"""The least difference between a caller's own copies and the corrected ones that is shown."""
_OF_A_SETTLED_CHANGE = (
    "functional_class",
    "functional_class_reference",
    "meaning",
    "meaning_curation",
)


@dataclass(frozen=True, slots=True)
class CopyNumberCall:
    """A finding with the reasons of its level."""

    finding: CopyNumber
    rule: CopyNumberRule
    """The line of the table that decided the level."""
    doubt: str | None
    """Why the level is uncertain; None where it is certain."""
    reason: str
    """Why the gene has this level, in words for people."""
    copies: str
    """The copies in words, as the label has them."""
    listed: CopyNumberGene | None = None
    """The gene's line of `copy_number_genes.tsv`; None for MET."""
    others: tuple[str, ...] = ()
    """What further sources say, each in words."""
    source: tuple[str, str] = ("", "")
    """The file and the caller."""
    unsure: str | None = None
    """Why the file cannot show absence, or what contradicts another result: it may have been cut,
    or its positions may be of the other build."""

    @property
    def result(self) -> Result:
        """The result of looking for the change; absence only where the file can show it."""
        if self.doubt:
            return "indeterminate"
        absent = self.rule.result == "absent"
        return "no_call" if absent and self.unsure else self.rule.result

    @property
    def is_shown(self) -> bool:
        """Whether it is a finding: a further gene is one only where it is amplified or lost."""
        gained = self.finding.level not in ("none", "gain")
        return self.listed is None or gained or self.finding.loss is not None

    def doubted(self, doubt: str) -> "CopyNumberCall":
        """The call, uncertain because a further source contradicts it."""
        finding = self.finding
        label = copies_label(finding.gene, finding.loss, False, self.copies)
        unsettled = {"amplified": False, "lost": False, "role": role_of(self.listed, None)}
        changed = {**unsettled, "label": label, **dict.fromkeys(_OF_A_SETTLED_CHANGE)}
        return replace(self, finding=finding.model_copy(update=changed), doubt=doubt, reason=doubt)


def call_of_source(
    identifier: str, judge: LevelJudge, arms: tuple[Arm, Arm] | None
) -> CopyNumberCall:
    """The call of the source that `judge` looks up; in plasma its copies are as measured.

    `arms` are the gene's own arm and the other one of its chromosome.
    """
    if judge.sample.specimen == "plasma":
        judge = replace(judge, source=judge.source.as_measured())
    return _JudgedSource(judge, arms).call(identifier)


@dataclass(frozen=True)
class _JudgedSource:
    """The levels of one source in every scenario, and what follows from them."""

    judge: LevelJudge
    arms: tuple[Arm, Arm] | None

    def call(self, identifier: str) -> CopyNumberCall:
        """The finding with its reasons."""
        source = self.judge.source
        return CopyNumberCall(
            self._finding(identifier),
            self.shown.rule,
            self.doubt,
            self.doubt or certainty(self.judge, self.levels),
            self.text,
            self.judge.listed,
            source=(source.file, source.support[0].caller),
        )

    @cached_property
    def levels(self) -> list[GeneLevel]:
        """The level in each scenario."""
        return [self.judge.level(s, self.judge.decisive) for s in self.judge.scenarios]

    @property
    def shown(self) -> GeneLevel:
        """The level of the first scenario."""
        return self.levels[0]

    @cached_property
    def copies(self) -> list[float]:
        """The copies of all scenarios, the fewest first; empty where none are given."""
        return sorted(level.copies for level in self.levels if level.copies is not None)

    @cached_property
    def doubt(self) -> str | None:
        """Why the result is uncertain; None where it is certain."""
        return doubt_of(self.judge, self.levels)

    @property
    def settled(self) -> bool:
        """Whether the change is certainly present."""
        return self.doubt is None and self.shown.rule.result == "present"

    @property
    def loss(self) -> Loss | None:
        """The loss of the first scenario; a heterozygous one only where all scenarios have it."""
        loss = self.shown.rule.loss
        if loss == "heterozygous" and any(level.rule.loss != loss for level in self.levels):
            return None
        return loss

    def _finding(self, identifier: str) -> CopyNumber:
        judge, shown, loss = self.judge, self.shown, self.loss
        source, listed, copies = judge.source, judge.listed, self.copies
        known = bool(copies) and copies[0] == copies[-1]
        token = profile_token(listed, shown.rule) if self.settled else None
        log2 = source.mean.log2_ratio if source.mean else None
        return CopyNumber(
            id=identifier,
            gene=judge.gene,
            label=copies_label(judge.gene, loss, self.settled or loss == "heterozygous", self.text),
            copy_number=self._per_cell(source.mean) if known else None,
            copy_number_range=None if known or not copies else (copies[0], copies[-1]),
            caller_copy_number=self._caller_copies(),
            lowest_exon=self._per_cell(source.least),
            log2_ratio=None if log2 is None else round(log2, 4),
            relative_to_arm=shown.ratio if source.arm else None,
            relative_to_centromere=source.centromere_ratio or self._ratio(source.centromere_side),
            relative_to_other_arm=self._ratio(source.other_arm),
            purity_corrected=judge.is_corrected,
            method=source.method,
            focality=shown.focality,
            level=shown.rule.level,
            levels=named_levels(self.levels),
            amplified=self.settled and loss is None,
            loss=loss,
            lost=self.settled and loss == "homozygous",
            role=role_of(listed, token),
            functional_class=token,
            functional_class_reference=_first_reference(listed) if token else None,
            meaning=listed.meaning if listed and self.settled else None,
            meaning_curation=listed.curation if listed and self.settled else None,
            rule=shown.rule.reason,
            rule_id=shown.rule.id,
            rule_reference=shown.rule.reference,
            support=list(source.support),
        )

    def _per_cell(self, copies: Copies | None) -> float | None:
        """Copies per tumor cell in the first scenario, to two decimals."""
        return None if copies is None else round(copies.per_cell(self.judge.scenarios[0]), 2)

    def _ratio(self, region: Copies | None) -> float | None:
        """The ratio of the gene's copies to those of a region, in the first scenario."""
        copies = self.shown.copies
        return None if copies is None else ratio_to(copies, region, self.judge.scenarios[0])

    def _caller_copies(self) -> float | None:
        """The caller's own copies, where these were corrected here and differ from all results."""
        source = self.judge.source
        if source.own is None or source.corrected or not (self.judge.is_corrected and self.copies):
            return None
        own = source.own
        differs = all(abs(own - copies) >= _VISIBLE_DIFFERENCE for copies in self.copies)
        return round(own, 2) if differs else None

    @cached_property
    def text(self) -> str:
        """The copies and what they are compared with; of a polysomy also the other arm."""
        judge, shown, source = self.judge, self.shown, self.judge.source
        text = self._copies_text()
        if judge.of_losses:
            return f"{text} in the exon with the fewest copies" if judge.is_partial else text
        if source.centromere_ratio is not None:
            return f"{text}, {source.centromere_ratio:g} times the centromere (FISH)"
        if self.arms and shown.ratio is not None:
            text += f", {judge.ratio_in_words(shown.ratio)} times the rest of {self.arms[0].name}"
            to_other_arm = self._ratio(source.other_arm)
            if shown.rule.level == "polysomy" and to_other_arm is not None:
                text += f" and {judge.ratio_in_words(to_other_arm)} times {self.arms[1].name}"
        return text

    def _copies_text(self) -> str:
        copies, level = self.copies, self.judge.source.discrete_level
        if not copies:
            return "copies not given" if level is None else f"discrete level {level:g}"
        scenario = self.judge.scenarios[0]
        least, most = (self.judge.copies_in_words(n, scenario) for n in (copies[0], copies[-1]))
        if self.judge.source.at_least:
            return f"at least {least} copies"
        return f"{least} copies" if copies[0] == copies[-1] else f"{least} to {most} copies"


def _first_reference(listed: CopyNumberGene | None) -> str | None:
    return listed.references[0] if listed and listed.references else None


def combined(calls: Sequence[CopyNumberCall]) -> CopyNumberCall:
    """The call of the first source; uncertain where another source has another result.

    FISH is the reference method: no other source makes it uncertain.
    """
    first, *rest = calls
    texts = tuple(f"{_source(call)}: {call.finding.label} ({level_name(call)})" for call in rest)
    contradictions = [
        text
        for call, text in zip(rest, texts, strict=True)
        if call.result != first.result
        and "no_call" not in (call.result, first.result)
        and not (call.doubt and call.finding.copy_number_range)  # its purity alone is not known
    ]
    fish = first.rule.method == "fish"
    if any(call.rule.result == first.rule.result and not call.unsure for call in rest):
        first = replace(first, unsure=None)
    if contradictions and not fish and first.doubt is None:
        first = first.doubted(f"the sources disagree, {'; '.join(contradictions)}; confirm by FISH")
    return replace(first, others=texts)


def level_name(call: CopyNumberCall) -> str:
    """The level in words; `not settled` where it is uncertain."""
    return "not settled" if call.doubt else call.rule.level


def _source(call: CopyNumberCall) -> str:
    """The file and line of the first row behind a call."""
    return call.finding.support[0].source
