"""The day on which a report is made, and the refusal of days that lie after it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from annotator.model.errors import InputProblem

if TYPE_CHECKING:
    from annotator.model.findings import FindingsDocument
    from annotator.readers.sheet.request import SampleRequest


EARLIEST = date(1900, 1, 1)
"""No day of a living patient, and none of knowledge, lies before: such one is a slip."""


@dataclass(frozen=True, slots=True)
class CreationDay:
    """The latest day that it is anywhere where a report is made; `origin` says whence it is known.

    A time has two days where its zone is not UTC: the later one counts, so that nothing of the
    same day is refused.
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

    def problem(self, what: str, day: date | None) -> InputProblem | None:
        """What is wrong with a day after this one, or long before; null for any other."""
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
        """Raise InputProblem for a day that lies after this one, or long before."""
        problem = self.problem(what, day)
        if problem is not None:
            raise problem


def request_problems(request: "SampleRequest", limit: CreationDay) -> list[InputProblem]:
    """Every day of a sample as asked for that lies after that of the report, or long before."""
    days = (
        ("collected_on", request.collected_on),
        ("known_driver_on", request.known_driver_on),
        ("as_of", request.as_of),
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
    return problems


def refuse_later_days(
    document: "FindingsDocument", asked: date | None, limit: CreationDay, file: str
) -> None:
    """Raise InputProblem for findings with a day after that of the report, or long before.

    `asked` is the day as of which they ask for knowledge. A failed document claims nothing.
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
