"""Whole numbers as files write them."""

import re

_WHOLE = re.compile(r"[0-9]{1,18}")


def whole_number(text: str) -> int | None:
    """A number of 1 to 18 ASCII digits (it fits 64 bits); None for anything else."""
    return int(text) if _WHOLE.fullmatch(text) else None
