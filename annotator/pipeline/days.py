"""The day on which a report is made, and the refusal of days that lie after it."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from annotator.model.errors import InputProblem

if TYPE_CHECKING:
    from annotator.model.findings import FindingsDocument
    from annotator.readers.sheet.request import SampleRequest


EARLIEST = date(1900, 1, 1)
"""The earliest day that is accepted: an earlier one is a typing error."""
_SOURCE_DATE = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True, slots=True)
class CreationDay:
    """The day of a report, after which no day in it can lie; `origin` says where it is from.

    A time whose zone is not UTC has two days. The later one counts, so that nothing of the same
    day is refused.
    """

    day: date
    origin: str

    @classmethod
    def of(cls, moment: datetime, origin: str) -> "CreationDay":
        """The later one of the days that a time has in its own zone and in UTC."""
        return cls(max(moment.date(), moment.astimezone(UTC).date()), origin)

    @classmethod
    def today(cls) -> "CreationDay":
        """Today, here or in UTC."""
        return cls.of(datetime.now().astimezone(), "today")

    @classmethod
    def asked(cls, given: datetime | None, origin: str) -> "CreationDay":
        """The day of a given time, of SOURCE_DATE_EPOCH, or today. Raises InputProblem."""
        if given is not None:
            return cls.of(given, origin)
        epoch = _source_date()
        return cls.of(epoch, _SOURCE_DATE) if epoch else cls.today()

    def problem(self, what: str, day: date | None) -> InputProblem | None:
        """The problem of a day after this one or before `EARLIEST`, None for any other day."""
        if day is None or EARLIEST <= day <= self.day:
            return None
        if day < EARLIEST:
            return InputProblem(
                f"{what} {day} lies too far back",
                expected=f"a day from {EARLIEST} on",
                advice="Correct the date.",
            )
        return InputProblem(
            f"{what} {day} lies after the day of the report ({self.origin}: {self.day})",
            expected=f"a day up to {self.day}",
            advice="Correct the date.",
        )

    def refuse(self, what: str, day: date | None) -> None:
        """Raise InputProblem for a day after this one or before `EARLIEST`."""
        problem = self.problem(what, day)
        if problem is not None:
            raise problem


def creation_time(given: datetime | None) -> datetime:
    """Return the time stamp of a report in UTC: the given one, SOURCE_DATE_EPOCH, or now.

    Raises InputProblem for a SOURCE_DATE_EPOCH that is not a number of seconds.
    """
    time = given or _source_date() or datetime.now(tz=UTC).replace(microsecond=0)
    return time.astimezone(UTC)


def _source_date() -> datetime | None:
    """The time of SOURCE_DATE_EPOCH, None where it is not set. Raises InputProblem."""
    epoch = os.environ.get(_SOURCE_DATE)
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(_seconds(epoch), tz=UTC)
    except (ValueError, OverflowError, OSError):
        raise InputProblem(
            f"{_SOURCE_DATE} is {epoch[:60]!r}", expected="seconds since 1970-01-01"
        ) from None


def _seconds(text: str) -> int:
    """Raise ValueError for a text with anything but digits."""
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def request_problems(request: "SampleRequest", limit: CreationDay) -> list[InputProblem]:
    """Return a problem for each day of a request after that of the report or before `EARLIEST`.

    So too where the status of issue and the amended report do not fit together.
    """
    days = (
        ("collected_on", request.collected_on),
        ("known_driver_on", request.known_driver_on),
        ("as_of", request.as_of),
        ("birth_date", request.birth_date),
        ("received", request.received),
        ("reported", request.reported),
    )
    problems = []
    for column, day in days:
        what = column if request.row else f"--{column.replace('_', '-')}"
        problem = limit.problem(what, day)
        if problem is not None:
            if request.row is not None:
                problem.file, problem.line = request.row
                problem.column = column
            problems.append(problem)
    return [*problems, *_issue_problems(request)]


def _issue_problems(request: "SampleRequest") -> list[InputProblem]:
    """The problem of an amended report that does not say which report it amends, or the reverse."""
    if request.status == "amended" and request.amends is None:
        column, expected = "amends", "REPORT_ID: why it was amended"
        found = "the status is amended, and no report is named"
    elif request.status == "final" and request.amends is not None:
        column, expected = "status", "amended or draft, since the report amends another"
        found = "the status is final"
    else:
        return []
    file, line = request.row or (None, None)
    return [InputProblem(found, file=file, line=line, column=column, expected=expected)]


def refuse_later_days(
    document: "FindingsDocument", asked: date | None, limit: CreationDay, file: str | None
) -> None:
    """Raise InputProblem for findings with a day after that of the report or before `EARLIEST`.

    `asked` is the day whose knowledge is asked for, `file` the path of the findings. A failed
    document is never refused.
    """
    if document.status == "failed":
        return
    known = document.clinical_context.known_driver
    days: tuple[tuple[str, str, date | None], ...] = (
        ("collected on", "sample.collected_on", document.sample.collected_on),
        ("known driver of", "clinical_context.known_driver", known.tested_on if known else None),
        ("as of", "provenance.settings.as_of", asked),
    )
    for what, column, day in days:
        problem = limit.problem(what, day)
        if problem is not None:
            problem.file, problem.column = file, column
            raise problem
