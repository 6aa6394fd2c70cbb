"""Resected disease: evidence from advanced disease does not give a drug a tier there."""

from collections.abc import Iterable

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.model.report import SensitivityCall


def without_foreign_tiers(
    calls: Iterable[SensitivityCall], knowledge: KnowledgeAsOf
) -> list[SensitivityCall]:
    """Keep the tiers of calls only where the drug is approved or studied after resection.

    The effect stays: it depends on the kinase, not on the stage.
    """
    return [
        call
        if call.tier is None or _is_used_after_resection(call, knowledge)
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


def _is_used_after_resection(call: SensitivityCall, knowledge: KnowledgeAsOf) -> bool:
    """Return whether an agency approved a drug after resection, or a rule for it names the drug."""
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
