"""Resected disease: evidence from advanced disease gives a drug no tier there."""

from collections.abc import Iterable

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.model.report import SensitivityCall


def without_foreign_tiers(
    calls: Iterable[SensitivityCall], knowledge: KnowledgeAsOf
) -> list[SensitivityCall]:
    """The calls of resected disease: a tier is kept where the drug is approved or studied there.

    The effect on the fusion stays: it is of the kinase, not of the stage.
    """
    return [
        call
        if call.tier is None or _has_a_place(call, knowledge)
        else call.model_copy(
            update={
                "tier": None,
                "escat": None,
                "reason": f"{call.reason}; no tier after resection: no approval or study there is "
                "on record",
            }
        )
        for call in calls
    ]


def _has_a_place(call: SensitivityCall, knowledge: KnowledgeAsOf) -> bool:
    """Whether some agency approved a drug after resection, or a rule for that setting names it."""
    approved = any(
        approval.gene == call.gene and approval.lines == "adjuvant"
        for approval in knowledge.approvals(call.therapy)
    )
    return approved or any(
        call.therapy in option.therapies
        for rule in knowledge.rules(call.gene)
        if rule.when.setting == "resected"
        for option in rule.options
        if option.in_force(knowledge.as_of) and option.category != "avoid"
    )
