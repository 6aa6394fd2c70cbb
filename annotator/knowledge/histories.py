"""Tokens of a treatment history: their forms, and what one implies of the others."""

import re
from collections.abc import Iterable, Mapping

from annotator.knowledge.model import Therapy

TKI = "tki"
NONE = "none"
_TOKEN = re.compile(r"none|tki|generation:\d+|therapy:(.+)")


def is_history_token(token: str) -> bool:
    """Whether a token has a form that a history can hold."""
    return _TOKEN.fullmatch(token) is not None


def therapies_in(tokens: Iterable[str]) -> list[str]:
    """The therapies that history tokens name."""
    return [token.removeprefix("therapy:") for token in tokens if token.startswith("therapy:")]


def implied(token: str, gene: str, therapies: Mapping[str, Therapy]) -> frozenset[str]:
    """Everything that holds of a history where `token` does, itself among it.

    A TKI of `gene` implies `tki` and its generation, a generation implies `tki`.
    """
    tokens = {token}
    if token.startswith("generation:"):
        tokens.add(TKI)
    for name in therapies_in([token]):
        for target in therapies[name].targets if name in therapies else ():
            if target.gene == gene and target.active:
                tokens.add(TKI)
                if target.generation is not None:
                    tokens.add(f"generation:{target.generation}")
    return frozenset(tokens)
