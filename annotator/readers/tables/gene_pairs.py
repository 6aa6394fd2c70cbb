"""Cells that name the two genes of a fusion."""

import re

from annotator.readers.tables.gene_names import gene_symbols

_INTRAGENIC = re.compile(r"(.+?)\s*[-: ]+\s*intragenic", re.IGNORECASE)
_CERTAIN = re.compile(r"::|--|>>|->")


def gene_pair(text: str, known: frozenset[str] = frozenset()) -> tuple[str, str] | None:
    """The two sides of `A::B`, `A--B`, `A>>B` or `A-B`, each as written, maybe empty.

    A symbol may contain `-` itself (`HLA-A`): of several places to part `A-B` that one is taken
    where a side names one of the `known` genes. Both sides are one gene in `A-intragenic`. None
    where this does not tell, and where there is nothing to part.
    """
    alone = _INTRAGENIC.fullmatch(text.strip())
    if alone:
        return alone[1], alone[1]
    certain = _CERTAIN.search(text)
    if certain:
        return text[: certain.start()].strip(), text[certain.end() :].strip()
    parts = [(text[:at], text[at + 1 :]) for at, letter in enumerate(text) if letter == "-"]
    whole = [pair for pair in parts if pair[0].strip() and pair[1].strip()]
    if len(whole) > 1:
        whole = [pair for pair in whole if any(known.intersection(gene_symbols(s)) for s in pair)]
    return whole[0] if len(whole) == 1 else None


def joined_by_underscore(
    text: str, known: frozenset[str] = frozenset()
) -> tuple[str | None, str | None]:
    """The two genes of `A_B` (WiGiTS), None for a half that is missing (`_B`, `A_`).

    A symbol may contain `_` itself: of several places to part the name that one is taken where a
    side is one of the `known` genes, else the first.
    """
    parts = [(text[:at], text[at + 1 :]) for at, letter in enumerate(text) if letter == "_"]
    if not parts:
        return text or None, None
    whole = [pair for pair in parts if known.intersection(pair)] or parts
    return whole[0][0] or None, whole[0][1] or None
