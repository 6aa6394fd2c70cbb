"""Whether a guidance rule fires for a profile and a history, and what it asks for in vain."""

from collections.abc import Iterable

from annotator.interpretation.history import unmet_history
from annotator.knowledge.model import Rule

WORDS = {
    "on_target_mutation": "a known on-target mutation",
    "no_on_target_mutation": "a kinase domain looked at and without mutation",
    "compound": "two mutations or more on one allele",
}


def unmet_condition(
    rule: Rule, profile: frozenset[str], history: frozenset[str], cns: bool | None
) -> str | None:
    """The first condition of a rule that is not met, in words; null where the rule fires.

    `profile` and `history` are tokens, `cns` whether there are CNS metastases (null: unknown).
    """
    when = rule.when
    unmet = unmet_history(when.prior, history)
    if unmet is not None:
        return f"holds {unmet}"
    if when.cns_metastases is True and cns is not True:
        return "needs CNS metastases"
    if when.cns_metastases is False and cns is True:
        return "holds without CNS metastases"
    missing = [token for token in when.requires if token not in profile]
    if missing:
        return f"needs {_listed(missing, ' and ')}"
    if when.requires_any and not set(when.requires_any) & profile:
        return f"needs {_listed(when.requires_any, ' or ')}"
    present = [token for token in when.excludes if token in profile]
    return f"does not hold with {_listed(present, ' or ')}" if present else None


def _listed(tokens: Iterable[str], link: str) -> str:
    return link.join(WORDS.get(token, token) for token in tokens)
