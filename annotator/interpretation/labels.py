"""What the agencies have approved, as it bears on one therapy in one setting."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.interpretation.history import TKI
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.model import Approval
from annotator.model.base import DiseaseSetting


@dataclass(frozen=True, slots=True)
class LabelRemark:
    """What the approvals say against a therapy; `capped` where it is at most investigational."""

    text: str
    capped: bool


class Labels:
    """The approvals of one agency for one driver, under one history."""

    def __init__(
        self,
        gene: str,
        setting: DiseaseSetting,
        history: frozenset[str],
        knowledge: KnowledgeAsOf,
    ) -> None:
        """`history` holds the tokens of all prior therapies, those stopped for toxicity too."""
        self.gene = gene
        self.knowledge = knowledge
        self.history = history
        self.lines = {"any", "later" if TKI in history else "first"}
        if setting == "resected":
            self.lines = {"adjuvant"}

    def remark(self, therapy: str) -> LabelRemark | None:
        """What stands against a therapy; null where it is used within its label."""
        agency = self.knowledge.agency.name
        approvals = self.knowledge.approvals(therapy)
        here = [a for a in approvals if a.agency == agency]
        as_of = self.knowledge.as_of.isoformat()
        if not here:
            return self._not_approved_here(therapy, approvals)
        if any(self._covers(approval) for approval in here):
            return None
        return LabelRemark(
            f"Off-label: no {agency} approval of {therapy} for {self.gene}-positive "
            f"disease in this setting as of {as_of}.",
            capped=False,
        )

    def _covers(self, approval: Approval) -> bool:
        """Whether an approval holds for this driver, setting and history."""
        if approval.gene != self.gene or approval.lines not in self.lines:
            return False
        asked = approval.histories
        return not asked or any(self.history.issuperset(tokens) for tokens in asked)

    def _not_approved_here(self, therapy: str, approvals: Sequence[Approval]) -> LabelRemark:
        agency = self.knowledge.agency
        others = ", ".join(sorted({a.agency for a in approvals}))
        elsewhere = f" (approved by {others})" if others else ""
        name = therapy.capitalize()
        if others and not agency.complete:
            return LabelRemark(
                f"Whether {agency.name} has approved {therapy} is not known to this knowledge "
                f"base{elsewhere}.",
                capped=False,
            )
        as_of = self.knowledge.as_of.isoformat()
        return LabelRemark(
            f"{name} has no {agency.name} approval as of {as_of}{elsewhere}.", capped=True
        )
