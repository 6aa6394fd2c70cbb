"""The approvals of an agency, as they bear on one therapy in one setting."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.interpretation.history import NONE, TKI, drugs_of, history_tokens
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.layout import KEYS, key_text
from annotator.knowledge.model import Approval
from annotator.model.base import DiseaseSetting
from annotator.model.context import Course


@dataclass(frozen=True, slots=True)
class ApprovalRemark:
    """A remark on a therapy that is not used within its approval.

    `capped`: the therapy is at most investigational. `awaited`: the agency is still to decide, as
    far as is known.
    """

    text: str
    capped: bool
    awaited: bool


class AgencyApprovals:
    """The approvals of one agency for one driver, under one history."""

    def __init__(
        self,
        gene: str,
        setting: DiseaseSetting,
        courses: Sequence[Course],
        knowledge: KnowledgeAsOf,
    ) -> None:
        """`courses` are those given before, including those stopped for toxicity."""
        self.gene = gene
        self.setting = setting
        self.courses = courses
        self.knowledge = knowledge

    def remark(self, therapy: str) -> ApprovalRemark | None:
        """Return what the approvals say against a therapy; None where its label covers the use."""
        agency = self.knowledge.agency.name
        approvals = self.knowledge.approvals(therapy)
        here = [a for a in approvals if a.agency == agency]
        if not here:
            return self._not_approved_here(therapy, approvals)
        coverings = self._coverings(therapy)
        if all(coverings):
            return None
        if any(coverings):
            drugs = " and ".join(self._adjuvant_alone(therapy))
            return ApprovalRemark(
                f"Whether the {agency} label of {therapy} covers relapse after adjuvant {drugs} is "
                "not clear from its wording.",
                capped=False,
                awaited=False,
            )
        return ApprovalRemark(
            f"Off-label: no {agency} approval of {therapy} for {self.gene}-positive disease in "
            f"this setting is known as of {self.knowledge.known_until}{self._awaited(therapy)}.",
            capped=False,
            awaited=bool(self._awaited(therapy)),
        )

    def covering(self, therapy: str) -> list[str]:
        """Return the keys of the agency's approvals that cover a therapy in this setting."""
        return list(dict.fromkeys(name for names in self._coverings(therapy) for name in names))

    def _coverings(self, therapy: str) -> list[list[str]]:
        """Return the approvals that cover a therapy, for each way to count an adjuvant course.

        It counts as earlier treatment or, where the disease returned after it, as none.
        """
        # A label asks which other drugs were given, so the drug itself does not count.
        others = [name for name in drugs_of(self.courses) if name != therapy]
        history = self._tokens(others)
        adjuvant = self._adjuvant_alone(therapy)
        if not adjuvant:
            return [self._approvals(therapy, history, history)]
        advanced = self._tokens([name for name in others if name not in adjuvant])
        return [self._approvals(therapy, counted, history) for counted in (history, advanced)]

    def _adjuvant_alone(self, therapy: str) -> list[str]:
        """Return the other drugs that were given as adjuvant alone, without progression on them."""
        after_resection = [
            course
            for course in self.courses
            if course.setting == "adjuvant" and course.shows_no_resistance
        ]
        counted = drugs_of(course for course in self.courses if course not in after_resection)
        return [
            name for name in drugs_of(after_resection) if name not in counted and name != therapy
        ]

    def _tokens(self, names: Sequence[str]) -> frozenset[str]:
        return history_tokens(names, self.gene, self.knowledge.therapies.values())

    def _approvals(
        self, therapy: str, counted: frozenset[str], history: frozenset[str]
    ) -> list[str]:
        """Return the keys of the approvals that hold for the tokens counted of a whole history."""
        tokens = counted if TKI in history else counted | {NONE}
        return [
            key_text(KEYS["approvals"](approval))
            for approval in self.knowledge.approvals(therapy)
            if approval.agency == self.knowledge.agency.name and self._covers(approval, tokens)
        ]

    def _covers(self, approval: Approval, history: frozenset[str]) -> bool:
        """Return whether an approval holds for the driver, the setting and the tokens given."""
        lines = {"any", "later" if TKI in history else "first"}
        if self.setting == "resected":
            lines = {"adjuvant"}
        if approval.gene != self.gene or approval.lines not in lines:
            return False
        histories = approval.histories
        return not histories or any(history.issuperset(tokens) for tokens in histories)

    def _not_approved_here(self, therapy: str, approvals: Sequence[Approval]) -> ApprovalRemark:
        agency = self.knowledge.agency
        others = ", ".join(sorted({a.agency for a in approvals}))
        elsewhere = f" (approved by {others})" if others else ""
        if others and not agency.complete:
            return ApprovalRemark(
                f"Whether {agency.name} has approved {therapy} is not known to this knowledge "
                f"base{elsewhere}{self._awaited(therapy)}.",
                capped=False,
                awaited=bool(self._awaited(therapy)),
            )
        return ApprovalRemark(
            f"No {agency.name} approval known as of {self.knowledge.known_until} for "
            f"{therapy}{elsewhere}{self._awaited(therapy)}.",
            capped=True,
            awaited=bool(self._awaited(therapy)),
        )

    def _awaited(self, therapy: str) -> str:
        return "".join(f"; {text}" for text in self.knowledge.awaited(therapy, self.gene))
