"""The table therapy x call: one row per therapy, or one per scenario where they differ."""

from annotator.model.base import Effect, Model
from annotator.model.report import Report, SensitivityCall
from annotator.reporting.sections.citations import Citations
from annotator.reporting.sections.offered import offered_order, why_no_option
from annotator.reporting.sections.sentences import sentence

EFFECTS: list[Effect] = ["sensitive", "reduced", "conflicting", "resistant", "unknown"]
"""The order of effects in tables: what may help comes first."""


class TherapyRow(Model):
    """One row.

    `scenario` names the phase for which it holds; null where the phase does not matter. `first` is
    false on the second row of a therapy. `references` are numbers of the list of references.
    `unverified`: the deciding evidence is not yet checked against its source. `elsewhere` holds
    the effect on a mutated kinase that the call is not about, `no_option` the reason why a therapy
    that is called sensitive is not an option. `limited_by` names the bypasses that a sensitive
    call does not cover.
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
    limited_by: list[str]
    no_option: str | None


def therapy_rows(report: Report, citations: Citations) -> list[TherapyRow]:
    """Return the therapies in the order of the guidance, then the others by effect.

    The scenarios of one therapy stand together. Among therapies that are not options, or only ones
    to avoid, what may help comes first; the worse of two scenarios counts, and equal effects keep
    the order of the report. Scenarios with the same call and tier become one row with all reasons.
    """
    offered = offered_order(report)
    groups: dict[tuple[str, str], list[SensitivityCall]] = {}
    for call in report.sensitivity:
        groups.setdefault((call.therapy, call.gene), []).append(call)
    rows: list[TherapyRow] = []
    for calls in sorted(groups.values(), key=lambda calls: _sort_key(calls, offered)):
        alike: dict[tuple[Effect, str | None, bool], list[SensitivityCall]] = {}
        for call in calls:
            alike.setdefault((call.call, call.tier, bool(call.limited_by)), []).append(call)
        sensitive = any(call.call == "sensitive" for call in calls)
        why = why_no_option(report, calls[0].therapy) if sensitive else None
        elsewhere = [
            f"Against {effect.gene}: {effect.reason}"
            for effect in report.other_kinases
            if effect.therapy == calls[0].therapy
        ]
        rows += [
            _row(
                same,
                citations,
                elsewhere=[] if index else elsewhere,
                no_option=None if index else why,
                first=index == 0,
            )
            for index, same in enumerate(alike.values())
        ]
    return rows


def _sort_key(calls: list[SensitivityCall], offered: list[str]) -> tuple[int, int]:
    therapy = calls[0].therapy
    rank = offered.index(therapy) if therapy in offered else len(offered)
    return rank, max(EFFECTS.index(call.call) for call in calls)


def _row(
    calls: list[SensitivityCall],
    citations: Citations,
    *,
    elsewhere: list[str],
    no_option: str | None,
    first: bool,
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
        limited_by=list(dict.fromkeys(token for call in calls for token in call.limited_by)),
        no_option=no_option,
    )


def _deciding(calls: list[SensitivityCall]) -> list[str]:
    return list(dict.fromkeys(name for call in calls for name in call.deciding))


def _scenario(calls: list[SensitivityCall]) -> str | None:
    phases = [call.scenario for call in calls if call.scenario is not None]
    return f"in {' or '.join(phases)}" if phases else None


def _reasons(calls: list[SensitivityCall]) -> list[str]:
    """Return each reason once, with its phase where the scenarios differ."""
    if len({call.reason for call in calls}) == 1:
        return [sentence(calls[0].reason)]
    return [
        f"In {call.scenario}: {call.reason}" if call.scenario else sentence(call.reason)
        for call in calls
    ]
