"""Tokens of a treatment history: their forms, and which tokens one implies."""

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
    """Return whether a token has a valid form."""
    return _TOKEN.fullmatch(token) is not None


def therapies_in(tokens: Iterable[str]) -> list[str]:
    """Return the therapies that history tokens name."""
    matches = (_TOKEN.fullmatch(token) for token in tokens)
    return [match[1] for match in matches if match and match[1]]


def implied(token: str, gene: str, therapies: Mapping[str, Therapy]) -> frozenset[str]:
    """Return all tokens of a history that has `token`, including itself.

    A TKI of `gene` implies `tki` and its generation; a generation implies `tki`. A TKI that was
    stopped for toxicity, given to its planned end, or given as adjuvant implies only `toxicity`,
    `completed` or `adjuvant`.
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
