"""Whether the rows of a report's tables may break across pages."""

from typing import Any

from annotator.reporting.font_coverage import Json

# Characters in one table cell that surely fit on a page.
_CELL_LIMIT = 1000
# Parts of a page that flow as paragraphs, however long they are.
_FLOWING = ("branches", "notes", "trials", "sheets")


def rows_may_break(content: dict[str, Any]) -> bool:
    """Return whether a text of the dumped page is so long that a row could outgrow its page."""
    report = {name: part for name, part in content["report"].items() if name != "guidance"}
    rest = {name: part for name, part in content.items() if name not in _FLOWING}
    return _longest({**rest, "report": report}) > _CELL_LIMIT


def _longest(value: Json) -> int:
    """Return the length of the longest text, or list of texts in one cell, in characters."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return max((_longest(item) for item in value.values()), default=0)
    if isinstance(value, list):
        together = sum(len(item) for item in value if isinstance(item, str))
        return max(together, *(_longest(item) for item in value), 0)
    return 0
