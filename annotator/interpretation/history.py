"""The prior therapies as the tokens that statements and rules ask for."""

from collections.abc import Iterable, Sequence

from annotator.knowledge.histories import NONE, TKI, implied
from annotator.knowledge.model import HistoryCondition, Therapy

__all__ = ["NONE", "TKI", "history_tokens", "holds"]


def history_tokens(prior: Sequence[str], gene: str, therapies: Iterable[Therapy]) -> frozenset[str]:
    """Tokens that hold for a history: `therapy:NAME`, and for TKIs of `gene` also `tki` and
    `generation:N`.
    """
    by_name = {therapy.name: therapy for therapy in therapies}
    tokens: set[str] = set()
    return frozenset(tokens.union(*(implied(f"therapy:{name}", gene, by_name) for name in prior)))


def holds(condition: HistoryCondition, tokens: frozenset[str]) -> bool:
    """Whether a history meets a condition."""
    if condition.none and TKI in tokens:
        return False
    if not set(condition.all_of) <= tokens:
        return False
    if condition.any_of and not set(condition.any_of) & tokens:
        return False
    return not set(condition.none_of) & tokens
