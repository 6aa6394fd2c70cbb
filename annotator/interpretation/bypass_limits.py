"""What limits a sensitive call: alterations outside the kinase that can bypass it."""

from collections.abc import Iterable

from annotator.interpretation.profile import Profile
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.profile_tokens import is_alteration
from annotator.model.report import SensitivityCall


def with_limits(
    calls: Iterable[SensitivityCall], profile: Profile, knowledge: KnowledgeAsOf
) -> list[SensitivityCall]:
    """Add to each sensitive call the bypasses in the sample that no statement behind it covers."""
    tokens = _bypass_tokens(profile, knowledge)
    bypasses = [token for token in profile.bypasses if token in tokens]
    return [
        call.model_copy(update={"limited_by": _not_covered(call, bypasses, knowledge)})
        if call.call == "sensitive"
        else call
        for call in calls
    ]


def _bypass_tokens(profile: Profile, knowledge: KnowledgeAsOf) -> set[str]:
    """Return the alterations that by themselves make a rule in force offer something else."""
    tokens: set[str] = set()
    for rule in knowledge.rules(profile.gene):
        required = [token for token in rule.when.requires if is_alteration(token)]
        if rule.options:
            tokens |= {*rule.when.requires_any, *(required if len(required) == 1 else ())}
    return tokens


def _not_covered(call: SensitivityCall, bypasses: list[str], knowledge: KnowledgeAsOf) -> list[str]:
    """Return the bypasses that no statement behind a call covers."""
    known = knowledge.statements(call.gene, call.therapy)
    covered = {token for s in known if s.id in call.statements for token in s.requires}
    return [token for token in bypasses if token not in covered]
