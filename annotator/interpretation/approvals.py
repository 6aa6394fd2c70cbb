"""What the agencies have approved, as it bears on one therapy in one setting."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.interpretation.history import NONE, TKI, drugs_of, history_tokens
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.layout import KEYS, label
from annotator.knowledge.model import Approval
from annotator.model.base import DiseaseSetting
from annotator.model.context import Course


@dataclass(frozen=True, slots=True)
class LabelRemark:
    """What the approvals say against a therapy; `capped` where it is at most investigational.

    `awaited` where the agency is still to decide, as far as is known.
    """

    text: str
    capped: bool
    awaited: bool


class Labels:
    """The approvals of one agency for one driver, under one history."""

    def __init__(
        self,
        gene: str,
        setting: DiseaseSetting,
        prior: Sequence[Course],
        knowledge: KnowledgeAsOf,
    ) -> None:
        """`prior` holds the courses given before, those stopped for toxicity too."""
        self.gene = gene
        self.setting = setting
        self.prior = prior
        self.knowledge = knowledge

    def remark(self, therapy: str) -> LabelRemark | None:
        """What stands against a therapy; null where it is used within its label."""
        agency = self.knowledge.agency.name
        approvals = self.knowledge.approvals(therapy)
        here = [a for a in approvals if a.agency == agency]
        if not here:
            return self._not_approved_here(therapy, approvals)
        readings = self._readings(therapy)
        if all(readings):
            return None
        if any(readings):
            drugs = " and ".join(self._adjuvant_alone(therapy))
            return LabelRemark(
                f"Whether the {agency} label of {therapy} covers relapse after adjuvant {drugs} is "
                "not clear from its wording.",
                capped=False,
                awaited=False,
            )
        return LabelRemark(
            f"Off-label: no {agency} approval of {therapy} for {self.gene}-positive disease in "
            f"this setting is known as of {self.knowledge.known_until}{self._awaited(therapy)}.",
            capped=False,
            awaited=bool(self._awaited(therapy)),
        )

    def covering(self, therapy: str) -> list[str]:
        """The approvals of the agency that the use of a therapy in this setting rests on."""
        return list(dict.fromkeys(name for names in self._readings(therapy) for name in names))

    def _readings(self, therapy: str) -> list[list[str]]:
        """The approvals that cover a therapy, by each way to read an adjuvant course.

        It counts as earlier treatment, or, where the disease returned after it, as none.
        """
        # A label asks what else was given: a drug taken up again does not stand against itself.
        others = [name for name in drugs_of(self.prior) if name != therapy]
        whole = self._tokens(others)
        adjuvant = self._adjuvant_alone(therapy)
        if not adjuvant:
            return [self._approvals(therapy, whole, whole)]
        advanced = self._tokens([name for name in others if name not in adjuvant])
        return [self._approvals(therapy, each, whole) for each in (whole, advanced)]

    def _adjuvant_alone(self, therapy: str) -> list[str]:
        """The other drugs that were given as adjuvant alone and not progressed on."""
        after_resection = [
            course
            for course in self.prior
            if course.setting == "adjuvant" and course.shows_no_resistance
        ]
        counted = drugs_of(course for course in self.prior if course not in after_resection)
        return [
            name for name in drugs_of(after_resection) if name not in counted and name != therapy
        ]

    def _tokens(self, names: Sequence[str]) -> frozenset[str]:
        return history_tokens(names, self.gene, self.knowledge.therapies.values())

    def _approvals(self, therapy: str, history: frozenset[str], whole: frozenset[str]) -> list[str]:
        held = history if TKI in whole else history | {NONE}
        return [
            label(KEYS["approvals"](approval))
            for approval in self.knowledge.approvals(therapy)
            if approval.agency == self.knowledge.agency.name and self._covers(approval, held)
        ]

    def _covers(self, approval: Approval, history: frozenset[str]) -> bool:
        """Whether an approval holds for this driver, this setting and the tokens of a history."""
        lines = {"any", "later" if TKI in history else "first"}
        if self.setting == "resected":
            lines = {"adjuvant"}
        if approval.gene != self.gene or approval.lines not in lines:
            return False
        asked = approval.histories
        return not asked or any(history.issuperset(tokens) for tokens in asked)

    def _not_approved_here(self, therapy: str, approvals: Sequence[Approval]) -> LabelRemark:
        agency = self.knowledge.agency
        others = ", ".join(sorted({a.agency for a in approvals}))
        elsewhere = f" (approved by {others})" if others else ""
        if others and not agency.complete:
            return LabelRemark(
                f"Whether {agency.name} has approved {therapy} is not known to this knowledge "
                f"base{elsewhere}{self._awaited(therapy)}.",
                capped=False,
                awaited=bool(self._awaited(therapy)),
            )
        return LabelRemark(
            f"No {agency.name} approval known as of {self.knowledge.known_until} for "
            f"{therapy}{elsewhere}{self._awaited(therapy)}.",
            capped=True,
            awaited=bool(self._awaited(therapy)),
        )

    def _awaited(self, therapy: str) -> str:
        return "".join(f"; {said}" for said in self.knowledge.awaited(therapy, self.gene))
