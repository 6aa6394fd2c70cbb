"""The options of the guidance, by branch."""

from collections.abc import Mapping, Sequence

from annotator.model.base import Effect, Model
from annotator.model.report import GuidanceOption, NotConsidered, Report
from annotator.reporting.citations import Citations
from annotator.reporting.sentences import sentence
from annotator.reporting.statements import StatementGroup
from annotator.reporting.therapies import TherapyRow


class OptionCall(Model):
    """The predicted effect of one drug of an option; `scenario` as in the table of therapies."""

    therapy: str
    call: Effect
    scenario: str | None


class OptionRow(Model):
    """One option with what it cites: numbers of the list of references and of the statements.

    `calls` holds the predicted effects that speak against it or are not known, `labels` what the
    approvals say against one that its category does not tell already.
    """

    rank: int
    therapies: list[str]
    category: str
    calls: list[OptionCall]
    reasons: list[str]
    labels: list[str]
    rules: list[str]
    statements: list[int]
    trials: list[str]
    references: list[int]
    unverified: bool
    laboratories: list[str]


class LeftOut(Model):
    """The therapies that are not among the options for one reason."""

    reason: str
    therapies: list[str]


class OptionBranch(Model):
    """The options for one history; `name` is null where the history is known.

    `options` are in order of rank; what is to be avoided stands apart.
    """

    name: str | None
    options: list[OptionRow]
    avoid: list[OptionRow]
    left_out: list[LeftOut]


def option_branches(
    report: Report,
    citations: Citations,
    effects: Sequence[TherapyRow],
    statements: Sequence[StatementGroup],
) -> list[OptionBranch]:
    """Branches in the order of the report; `effects` and `statements` as they are listed in it."""
    guidance = report.guidance
    names = dict.fromkeys(
        [option.branch for option in guidance.options]
        + [entry.branch for entry in guidance.not_considered]
    )
    against = [row for row in effects if row.gene == guidance.setting.gene]
    numbers = {row.id: row.number for group in statements for row in group.rows}
    return [
        _branch(
            name,
            [
                _option(option, citations, against, numbers)
                for option in sorted(guidance.options, key=lambda option: option.rank)
                if option.branch == name
            ],
            [entry for entry in guidance.not_considered if entry.branch == name],
        )
        for name in names
    ]


def _branch(
    name: str | None, options: list[OptionRow], not_considered: list[NotConsidered]
) -> OptionBranch:
    left_out: dict[str, list[str]] = {}
    for entry in not_considered:
        left_out.setdefault(entry.reason, []).append(" + ".join(entry.therapies))
    return OptionBranch(
        name=name,
        options=[option for option in options if option.category != "avoid"],
        avoid=[option for option in options if option.category == "avoid"],
        left_out=[
            LeftOut(reason=sentence(reason).rstrip("."), therapies=therapies)
            for reason, therapies in left_out.items()
        ],
    )


def _option(
    option: GuidanceOption,
    citations: Citations,
    effects: Sequence[TherapyRow],
    numbers: Mapping[str, int],
) -> OptionRow:
    return OptionRow(
        rank=option.rank,
        therapies=option.therapies,
        category=option.category,
        calls=_calls(option, effects),
        reasons=[sentence(reason) for reason in option.reasons],
        labels=_labels(option),
        rules=option.rules,
        statements=sorted(numbers[name] for name in option.statements if name in numbers),
        trials=option.trials,
        references=citations.numbers(statements=option.statements, rules=option.rules),
        unverified=option.curation == "unverified",
        laboratories=citations.laboratories(
            statements=option.statements,
            rules=option.rules,
            trials=option.trials,
            therapies=option.therapies,
            approvals=option.approvals,
        ),
    )


def _labels(option: GuidanceOption) -> list[str]:
    """What is off-label, or not known to be approved, of what is preferred or an alternative.

    Of what is investigational that an approval is awaited.
    """
    kinds = {"investigational": ["awaited"], "avoid": []}.get(
        option.category, ["approval", "awaited"]
    )
    return [sentence(step.reason) for step in option.steps if step.kind in kinds]


def _calls(option: GuidanceOption, effects: Sequence[TherapyRow]) -> list[OptionCall]:
    """The effects of drugs that are not predicted sensitive throughout.

    None for an assumed history: the calls of the report hold for the history that was given.
    """
    if option.branch is not None:
        return []
    calls: list[OptionCall] = []
    for therapy in option.therapies:
        rows = [row for row in effects if row.therapy == therapy]
        if any(row.call != "sensitive" for row in rows):
            calls += [
                OptionCall(therapy=therapy, call=row.call, scenario=row.scenario) for row in rows
            ]
    return calls
