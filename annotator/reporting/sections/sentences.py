"""Phrases of a report as the sentences of a page."""


def sentence(phrase: str) -> str:
    """Return a phrase with a capital letter at its start, where its first word is a plain word.

    >>> sentence("no rule names it")
    'No rule names it'
    >>> sentence("p.(Gly1202Arg) was seen")
    'p.(Gly1202Arg) was seen'
    """
    first = phrase.split(maxsplit=1)[0] if phrase.strip() else ""
    plain = first.rstrip(".,;:").isalpha() and first.islower()
    return phrase[0].upper() + phrase[1:] if plain else phrase
