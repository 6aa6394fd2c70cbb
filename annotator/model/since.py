"""The date from which an item of the knowledge base holds, in words."""

DATE_NOT_KNOWN = "date not known"


def since_words(since: str, date_known: bool) -> str:
    """The date in words; a stand-in for a date that nobody saw is not printed.

    >>> since_words("2025-06", True)
    'since 2025-06'
    >>> since_words("2026-11-22", False)
    'date not known'
    """
    return f"since {since}" if date_known else DATE_NOT_KNOWN
