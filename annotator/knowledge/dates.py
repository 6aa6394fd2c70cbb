"""The dates of the knowledge base, and what is in force on a day.

Dates (`since`, `until`) are ISO dates or parts of one (`2016`, `2023-04`). A partial `since` or
`until` counts as its last day: what is only known to the month is not claimed before that month is
over. A `since` that ends in `?` stands in for an unknown date: the item counts from that day on,
and the report shows its date as not known.
"""

import calendar
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from annotator.model.base import Model

STAND_IN = "?"
"""The mark at the end of a `since` that stands in for an unknown date."""


def last_day(partial: str) -> date:
    """Return the last day of an ISO date or part of one. Raises ValueError for anything else.

    >>> last_day("2023-04")
    datetime.date(2023, 4, 30)
    """
    parts = _numbers(partial)
    year = parts[0]
    month = parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return date(year, month, day)


def first_day(partial: str) -> date:
    """Return the first day of an ISO date or part of one. Raises ValueError for anything else.

    >>> first_day("2023-04")
    datetime.date(2023, 4, 1)
    """
    parts = _numbers(partial)
    return date(*parts, *[1] * (3 - len(parts)))


def _numbers(partial: str) -> list[int]:
    """Return the year, month and day of a date, as far as given."""
    return [int(part) for part in partial.removesuffix(STAND_IN).split("-")]


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def date_in_words(partial: str) -> str:
    """Return an ISO date or part of one for a sentence, with its preposition.

    >>> date_in_words("2026-11-27"), date_in_words("2026-11")
    ('on 27 November 2026', 'in November 2026')
    """
    parts = _numbers(partial)
    words = [str(part) for part in parts[2:]] + [_MONTHS[part - 1] for part in parts[1:2]]
    return " ".join(["on" if len(parts) > 2 else "in", *words, str(parts[0])])


def _check_partial_date(value: str) -> str:
    last_day(value)
    return value


def _year_as_text(value: object) -> object:
    """Return a year, which YAML reads as a number, as text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


PartialDate = Annotated[
    str,
    Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"),
    AfterValidator(_check_partial_date),
    BeforeValidator(_year_as_text),
]

StartDate = Annotated[
    str,
    Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?\??$"),
    AfterValidator(_check_partial_date),
    BeforeValidator(_year_as_text),
]


class InForce(Model):
    """Anything that is in force from a date, and possibly until one."""

    since: StartDate
    """The date, or part of one, from which it counts; `?` at its end marks a stand-in for a date
    that is not known."""
    until: PartialDate | None = None
    """The last day on which it holds; null where no end is known."""

    @property
    def date_known(self) -> bool:
        """Whether `since` is the date itself and not a stand-in."""
        return not self.since.endswith(STAND_IN)

    @property
    def counts_from(self) -> str:
        """The date, or part of one, from which this counts, known or standing in."""
        return self.since.removesuffix(STAND_IN)

    def in_force(self, as_of: date) -> bool:
        """Return whether this is in force on a date."""
        if last_day(self.since) > as_of:
            return False
        return self.until is None or as_of <= last_day(self.until)
