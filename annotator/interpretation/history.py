"""The prior therapies as the tokens that statements and rules ask for."""

from collections.abc import Iterable, Sequence

from annotator.knowledge.histories import NONE, TKI, implied
from annotator.knowledge.model import HistoryCondition, Therapy
from annotator.knowledge.profiles import history_words

__all__ = ["NONE", "TKI", "history_tokens", "unmet_history"]


def history_tokens(prior: Sequence[str], gene: str, therapies: Iterable[Therapy]) -> frozenset[str]:
    """Tokens that hold for a history: `therapy:NAME`, and for TKIs of `gene` also `tki` and
    `generation:N`.
    """
    by_name = {therapy.name: therapy for therapy in therapies}
    tokens: set[str] = set()
    return frozenset(tokens.union(*(implied(f"therapy:{name}", gene, by_name) for name in prior)))


def unmet_history(condition: HistoryCondition, tokens: frozenset[str]) -> str | None:
    """What a condition asks of the history in vain, in words; null where it is met."""
    if condition.none and TKI in tokens:
        return history_words(NONE)
    missing = [token for token in condition.all_of if token not in tokens]
    if missing:
        return " and ".join(map(history_words, missing))
    if condition.any_of and not set(condition.any_of) & tokens:
        return " or ".join(map(history_words, condition.any_of))
    refused = [token for token in condition.none_of if token in tokens]
    return "not " + " or ".join(map(history_words, refused)) if refused else None
