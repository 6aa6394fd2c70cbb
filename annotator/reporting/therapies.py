"""The table therapy x call: one row per therapy, or one per scenario where they differ."""

from annotator.model.base import Effect, Model
from annotator.model.report import Report, SensitivityCall
from annotator.reporting.citations import Citations
from annotator.reporting.sentences import sentence

EFFECTS: list[Effect] = ["sensitive", "reduced", "conflicting", "resistant", "unknown"]
"""The order of tables: what may help first."""


class TherapyRow(Model):
    """One row. `scenario` names the phase it holds for, null where the phase does not matter.

    `first` is false on the second row of a therapy. `references` are numbers of the list of
    references. `unverified`: the evidence that decided is not yet checked against its source.
    `elsewhere` says what the therapy does to a mutated kinase that the call is not about.
    """

    therapy: str
    gene: str
    first: bool
    call: Effect
    tier: str | None
    escat: str | None
    scenario: str | None
    reasons: list[str]
    statements: list[str]
    references: list[int]
    unverified: bool
    laboratories: list[str]
    elsewhere: list[str]


def therapy_rows(report: Report, citations: Citations) -> list[TherapyRow]:
    """Rows by effect, what may help first; the scenarios of one therapy stand together.

    Therapies of one effect keep the order of the report; of two scenarios the worse one places
    the therapy. Scenarios with the same call and tier become one row that says so, with every
    reason.
    """
    groups: dict[tuple[str, str], list[SensitivityCall]] = {}
    for call in report.sensitivity:
        groups.setdefault((call.therapy, call.gene), []).append(call)
    rows: list[TherapyRow] = []
    for calls in sorted(groups.values(), key=_place):
        alike: dict[tuple[Effect, str | None], list[SensitivityCall]] = {}
        for call in calls:
            alike.setdefault((call.call, call.tier), []).append(call)
        elsewhere = [
            f"Against {effect.gene}: {effect.reason}"
            for effect in report.other_kinases
            if effect.therapy == calls[0].therapy
        ]
        rows += [
            _row(same, citations, [] if index else elsewhere, first=index == 0)
            for index, same in enumerate(alike.values())
        ]
    return rows


def _place(calls: list[SensitivityCall]) -> int:
    return max(EFFECTS.index(call.call) for call in calls)


def _row(
    calls: list[SensitivityCall], citations: Citations, elsewhere: list[str], *, first: bool
) -> TherapyRow:
    statements = list(dict.fromkeys(name for call in calls for name in call.statements))
    return TherapyRow(
        therapy=calls[0].therapy,
        gene=calls[0].gene,
        first=first,
        call=calls[0].call,
        tier=calls[0].tier,
        escat=calls[0].escat,
        scenario=_scenario(calls),
        reasons=_reasons(calls),
        statements=statements,
        references=citations.leading(statements=_deciding(calls) or statements),
        unverified=any(call.curation == "unverified" for call in calls),
        laboratories=citations.laboratories(statements=statements),
        elsewhere=elsewhere,
    )


def _deciding(calls: list[SensitivityCall]) -> list[str]:
    return list(dict.fromkeys(name for call in calls for name in call.deciding))


def _scenario(calls: list[SensitivityCall]) -> str | None:
    phases = [call.scenario for call in calls if call.scenario is not None]
    return f"in {' or '.join(phases)}" if phases else None


def _reasons(calls: list[SensitivityCall]) -> list[str]:
    """Each reason once; with its phase where the scenarios give different ones."""
    if len({call.reason for call in calls}) == 1:
        return [sentence(calls[0].reason)]
    return [
        f"In {call.scenario}: {call.reason}" if call.scenario else sentence(call.reason)
        for call in calls
    ]
