"""What limits a sensitive call: alterations beside the kinase that can bypass it."""

from collections.abc import Iterable

from annotator.interpretation.profile import Profile
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.profile_tokens import is_alteration
from annotator.model.report import SensitivityCall


def with_limits(
    calls: Iterable[SensitivityCall], profile: Profile, knowledge: KnowledgeAsOf
) -> list[SensitivityCall]:
    """The calls, those that are sensitive with the bypasses found that they do not rest on."""
    found = [token for token in profile.bypasses if token in _bypass_tokens(profile, knowledge)]
    return [
        call.model_copy(update={"limited_by": _silent(call, found, knowledge)})
        if call.call == "sensitive"
        else call
        for call in calls
    ]


def _bypass_tokens(profile: Profile, knowledge: KnowledgeAsOf) -> set[str]:
    """The alterations of which each by itself makes a rule in force offer something else."""
    tokens: set[str] = set()
    for rule in knowledge.rules(profile.gene):
        required = [token for token in rule.when.requires if is_alteration(token)]
        if rule.options:
            tokens |= {*rule.when.requires_any, *(required if len(required) == 1 else ())}
    return tokens


def _silent(call: SensitivityCall, found: list[str], knowledge: KnowledgeAsOf) -> list[str]:
    """Those of some alterations that no statement behind a call speaks of."""
    known = knowledge.statements(call.gene, call.therapy)
    spoken = {token for s in known if s.id in call.statements for token in s.requires}
    return [token for token in found if token not in spoken]
