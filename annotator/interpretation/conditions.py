"""Whether a guidance rule fires for a profile and a history, and which condition is not met."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.interpretation.history import unmet_history
from annotator.knowledge.model import Rule
from annotator.model.base import DiseaseSetting

_TOKEN_WORDS = {
    "on_target_mutation": "a known on-target mutation",
    "no_on_target_mutation": "a kinase domain examined and free of mutations",
    "compound": "two mutations or more on one allele",
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The conditions of rules besides the profile.

    `history` holds the tokens of the prior therapies. `cns` says whether there are CNS metastases;
    None where that is unknown. `jurisdiction` is the agency whose approvals count.
    """

    history: frozenset[str]
    cns: bool | None
    setting: DiseaseSetting
    jurisdiction: str


def unmet_condition(
    rule: Rule, profile: frozenset[str], circumstances: Circumstances
) -> str | None:
    """Return the first condition of a rule that is not met, in words; None where the rule fires.

    `profile` holds the tokens of the profile.
    """
    return _unmet_circumstance(rule, circumstances) or _unmet_token(rule, profile)


def _unmet_circumstance(rule: Rule, circumstances: Circumstances) -> str | None:
    when = rule.when
    if when.setting != circumstances.setting:
        return f"holds for {when.setting} disease"
    if when.jurisdictions and circumstances.jurisdiction not in when.jurisdictions:
        return f"holds where {' or '.join(when.jurisdictions)} decides"
    unmet = unmet_history(when.prior, circumstances.history)
    if unmet is not None:
        return f"holds {unmet}"
    if when.cns_metastases is True and circumstances.cns is not True:
        return "needs CNS metastases"
    if when.cns_metastases is False and circumstances.cns is True:
        return "holds without CNS metastases"
    return None


def _unmet_token(rule: Rule, profile: frozenset[str]) -> str | None:
    when = rule.when
    missing = [token for token in when.requires if token not in profile]
    if missing:
        return f"needs {_listed(missing, ' and ')}"
    if when.requires_any and not set(when.requires_any) & profile:
        return f"needs {_listed(when.requires_any, ' or ')}"
    present = [token for token in when.excludes if token in profile]
    return f"does not hold with {_listed(present, ' or ')}" if present else None


def _listed(tokens: Iterable[str], link: str) -> str:
    return link.join(_TOKEN_WORDS.get(token, token) for token in tokens)
