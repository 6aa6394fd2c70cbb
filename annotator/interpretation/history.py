"""The prior therapies as the tokens that statements and rules ask for, and what is said of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.histories import NONE, THERAPY, TKI, TOXICITY, implied
from annotator.knowledge.model import HistoryCondition, Therapy
from annotator.knowledge.profiles import FUSION, any_history_words, history_words
from annotator.model.context import ClinicalContext

__all__ = ["NONE", "TKI", "TOXICITY", "history_tokens", "remarks_on_history", "unmet_history"]


def history_tokens(
    prior: Sequence[str],
    gene: str,
    therapies: Iterable[Therapy],
    not_tolerated: Collection[str] = (),
) -> frozenset[str]:
    """Tokens that hold for a history: `therapy:NAME`, and for TKIs of `gene` also `tki` and
    `generation:N`. A regimen whose parts were given one by one was given.

    Those of `not_tolerated` were stopped for toxicity alone, which shows no resistance: they give
    `toxicity:NAME`, and TKIs of `gene` also `toxicity`.
    """
    by_name = {therapy.name: therapy for therapy in therapies}
    tokens: set[str] = set()
    for name in [*prior, *_regimens(prior, by_name)]:
        kind = TOXICITY if name in not_tolerated else THERAPY
        tokens |= implied(f"{kind}:{name}", gene, by_name)
    return frozenset(tokens)


def _regimens(prior: Sequence[str], therapies: Mapping[str, Therapy]) -> list[str]:
    given = set(prior)
    return [
        name
        for name, therapy in therapies.items()
        if therapy.made_of and all(given & set(part) for part in therapy.made_of)
    ]


def unmet_history(condition: HistoryCondition, tokens: frozenset[str]) -> str | None:
    """What a condition asks of the history in vain, in words; null where it is met."""
    if condition.none and TKI in tokens:
        return history_words(NONE)
    missing = [token for token in condition.all_of if token not in tokens]
    if missing:
        return " and ".join(map(history_words, missing))
    if condition.any_of and not set(condition.any_of) & tokens:
        return any_history_words(condition.any_of)
    refused = [token for token in condition.none_of if token in tokens]
    return f"not {any_history_words(refused)}" if refused else None


def remarks_on_history(context: ClinicalContext, gene: str, knowledge: KnowledgeAsOf) -> list[str]:
    """What a reader of the history must know: how it was read, and what does not fit the driver."""
    prior = context.prior_therapies or []
    names = list(dict.fromkeys(prior))
    stopped = [
        f"{name.capitalize()} was stopped for toxicity, which shows no resistance: other "
        "inhibitors of its class stay options, and the same drug is not preferred."
        for name in names
        if name in context.not_tolerated
    ]
    repeated = [
        f"{name.capitalize()} stands in the history more than once: it is read as given again"
        f"{_differently_stopped(name, context)}."
        for name in names
        if prior.count(name) > 1
    ]
    unfit = [remark for name in names if (remark := _unfit(name, gene, knowledge))]
    return [*stopped, *repeated, *unfit]


def _differently_stopped(name: str, context: ClinicalContext) -> str:
    """How a drug counts whose courses did not all end for toxicity, where one did."""
    reasons = zip(context.prior_therapies or [], context.stop_reasons, strict=False)
    stopped = any(each == (name, "toxicity") for each in reasons)
    once = stopped and name not in context.not_tolerated
    return ", and counts as progressed on, since toxicity did not end every course" if once else ""


def _unfit(name: str, gene: str, knowledge: KnowledgeAsOf) -> str | None:
    """Said of an inhibitor of other kinases that neither the driver nor a bypass explains."""
    bypasses = {kinase.gene for kinase in knowledge.base.fusion_kinases if kinase.role != "driver"}
    known = knowledge.therapies.get(name)
    targets = {target.gene for target in known.targets if target.active} if known else set()
    spoken = knowledge.statements(gene, name)
    # One that the unmutated fusion resists is no inhibitor of it, whatever is said of alleles.
    inert = any(s.requires == [FUSION] and s.effect == "resistant" for s in spoken)
    explained = targets & {gene, *bypasses} or (spoken and not inert)
    if not targets or explained:
        return None
    return (
        f"{name.capitalize()}, given before, inhibits {', '.join(sorted(targets))} and not {gene}: "
        "it counts as no line against this driver. Check the history, and the sample for a second "
        "driver."
    )
