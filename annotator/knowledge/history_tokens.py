"""Tokens of a treatment history: their forms, and what one implies of the others."""

import re
from collections.abc import Iterable, Mapping

from annotator.knowledge.model import Therapy

TKI = "tki"
NONE = "none"
THERAPY = "therapy"
TOXICITY = "toxicity"
COMPLETED = "completed"
ADJUVANT = "adjuvant"
_TOKEN = re.compile(
    r"none|tki|toxicity|completed|adjuvant|generation:\d+"
    r"|(?:therapy|toxicity|completed|adjuvant):(.+)"
)


def is_history_token(token: str) -> bool:
    """Whether a token has a form that a history can hold."""
    return _TOKEN.fullmatch(token) is not None


def therapies_in(tokens: Iterable[str]) -> list[str]:
    """The therapies that history tokens name."""
    found = (_TOKEN.fullmatch(token) for token in tokens)
    return [each[1] for each in found if each and each[1]]


def implied(token: str, gene: str, therapies: Mapping[str, Therapy]) -> frozenset[str]:
    """Everything that holds of a history where `token` does, itself among it.

    A TKI of `gene` implies `tki` and its generation, a generation implies `tki`. One that was
    stopped for toxicity alone implies `toxicity` and nothing more, and so do one given to its
    planned end and one given as adjuvant of theirs.
    """
    tokens = {token}
    if token.startswith("generation:"):
        tokens.add(TKI)
    kind = token.partition(":")[0]
    for name in therapies_in([token]):
        for target in therapies[name].targets if name in therapies else ():
            if target.gene == gene and target.active:
                tokens.add(TKI if kind == THERAPY else kind)
                if target.generation is not None and kind == THERAPY:
                    tokens.add(f"generation:{target.generation}")
    return frozenset(tokens)
