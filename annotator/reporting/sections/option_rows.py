"""The options of the guidance, by branch."""

from collections.abc import Container, Mapping, Sequence

from annotator.model.base import Effect, Model, OptionCategory
from annotator.model.report import GuidanceOption, Report
from annotator.reporting.sections.citations import MOST, Citations
from annotator.reporting.sections.left_out import LeftOut, left_out_of_branch
from annotator.reporting.sections.sentences import sentence
from annotator.reporting.sections.statements import StatementGroup
from annotator.reporting.sections.therapies import TherapyRow


class OptionCall(Model):
    """The predicted effect of one drug of an option; `scenario` as in the table of therapies."""

    therapy: str
    call: Effect
    scenario: str | None


class OptionReason(Model):
    """One reason; `references` are numbers of the few references with the strongest evidence."""

    text: str
    references: list[int]


class OptionRow(Model):
    """One option with what it cites; `rules` and `statements` are numbers of their lists.

    `names` are its drugs, joined where they are given together; a row of options to avoid names
    all those that share their reasons. `calls` holds the predicted effects that are adverse or
    unknown. `remarks` holds what an earlier toxicity and the approvals add to the category, and
    why an unknown effect does not lower a preferred option.
    """

    rank: int
    names: list[str]
    therapies: list[str]
    category: OptionCategory
    calls: list[OptionCall]
    reasons: list[OptionReason]
    remarks: list[str]
    rules: list[int]
    statements: list[int]
    trials: list[str]
    unverified: bool
    laboratories: list[str]


class Avoided(Model):
    """An option to avoid, with the assumed histories in which it is avoided for the same reasons.

    `always`: these are all the histories.
    """

    option: OptionRow
    branches: list[str]
    always: bool


class OptionBranch(Model):
    """The options for one history; `name` is null where the history is known.

    `options` are in order of rank. `avoid` holds the options to avoid; for an assumed history each
    has its own row. `avoid_in_short` is for page 1: options with the same deciding reason share a
    row. `left_out` is what not every branch leaves out for the same reason.
    """

    name: str | None
    options: list[OptionRow]
    avoid: list[OptionRow]
    avoid_in_short: list[OptionRow]
    left_out: list[LeftOut]


def option_branches(
    report: Report,
    citations: Citations,
    effects: Sequence[TherapyRow],
    statements: Sequence[StatementGroup],
) -> list[OptionBranch]:
    """Return the branches in the order of the report.

    `effects` and `statements` are the rows of the report's tables.
    """
    guidance = report.guidance
    names = dict.fromkeys(
        [option.branch for option in guidance.options]
        + [entry.branch for entry in guidance.not_considered]
    )
    on_driver = [row for row in effects if row.gene == guidance.setting.gene]
    numbers = {row.id: row.number for group in statements for row in group.rows}
    trials = {trial.id for trial in report.trials}
    return [
        _branch(
            name,
            [
                _option(option, citations, on_driver, numbers, trials)
                for option in sorted(guidance.options, key=lambda option: option.rank)
                if option.branch == name
            ],
            left_out_of_branch(guidance, name),
        )
        for name in names
    ]


def avoided(branches: Sequence[OptionBranch]) -> list[Avoided]:
    """Return what the branches of an unknown history avoid, each option once."""
    by_option: dict[tuple[str, ...], list[tuple[str, OptionRow]]] = {}
    for branch in branches:
        if branch.name is not None:
            for row in branch.avoid:
                key = (*row.names, *(reason.text for reason in row.reasons))
                by_option.setdefault(key, []).append((branch.name, row))
    return [
        Avoided(
            option=_merged([row for _, row in same], same[0][1].names),
            branches=[name for name, _ in same],
            always=len(same) == len(branches),
        )
        for same in by_option.values()
    ]


def avoided_in_short(branches: Sequence[OptionBranch]) -> list[Avoided]:
    """Return what the branches of an unknown history avoid, each once with its first reason.

    Options with the same reason and branches share a row; what every branch avoids comes last.
    """
    by_option: dict[tuple[object, ...], list[tuple[str, OptionRow]]] = {}
    for branch in branches:
        if branch.name is not None:
            for row in branch.avoid:
                first = row.reasons[0].text if row.reasons else ""
                by_option.setdefault((*row.names, first), []).append((branch.name, row))
    alike: dict[tuple[str, ...], list[OptionRow]] = {}
    for same in by_option.values():
        rows = [row.model_copy(update=_first_alone(row)) for _, row in same]
        alike.setdefault(tuple(name for name, _ in same), []).append(_merged(rows, rows[0].names))
    short = [
        Avoided(option=row, branches=list(names), always=len(names) == len(branches))
        for names, rows in alike.items()
        for row in _together(rows)
    ]
    return sorted(short, key=lambda entry: entry.always)


def _branch(name: str | None, options: list[OptionRow], left_out: list[LeftOut]) -> OptionBranch:
    avoid = [option for option in options if option.category == "avoid"]
    return OptionBranch(
        name=name,
        options=[option for option in options if option.category != "avoid"],
        avoid=avoid if name else _together(avoid),
        avoid_in_short=_together(
            [] if name else [row.model_copy(update=_first_alone(row)) for row in avoid]
        ),
        left_out=left_out,
    )


def _first_alone(row: OptionRow) -> dict[str, list[OptionReason]]:
    return {"reasons": row.reasons[:1]}


def _together(rows: list[OptionRow]) -> list[OptionRow]:
    """Join options to avoid for the same reasons into one row."""
    alike: dict[tuple[object, ...], list[OptionRow]] = {}
    for row in rows:
        effects = tuple((call.call, call.scenario) for call in row.calls)
        reasons = tuple(reason.text for reason in row.reasons)
        combination = () if len(row.therapies) == 1 else tuple(row.therapies)
        key = (
            reasons,
            effects,
            tuple(row.remarks),
            row.unverified,
            *row.laboratories,
            *combination,
        )
        alike.setdefault(key, []).append(row)
    return [_merged(same, [n for row in same for n in row.names]) for same in alike.values()]


def _merged(rows: list[OptionRow], names: list[str]) -> OptionRow:
    """Return one row for several that share their reasons, with the sources of all."""
    first = rows[0]
    cited = [
        sorted({n for row in rows for n in row.reasons[i].references})
        for i in range(len(first.reasons))
    ]
    return first.model_copy(
        update={
            "names": names,
            "reasons": [
                reason.model_copy(update={"references": numbers[:MOST]})
                for reason, numbers in zip(first.reasons, cited, strict=True)
            ],
            "rules": sorted({number for row in rows for number in row.rules}),
            "statements": sorted({number for row in rows for number in row.statements}),
        }
    )


def _option(
    option: GuidanceOption,
    citations: Citations,
    effects: Sequence[TherapyRow],
    numbers: Mapping[str, int],
    trials: Container[str],
) -> OptionRow:
    calls = _calls(option, effects)
    return OptionRow(
        rank=option.rank,
        names=[" + ".join(option.therapies)],
        therapies=option.therapies,
        category=option.category,
        calls=calls,
        reasons=[_reason(reason, option, citations) for reason in _shown(option)],
        remarks=[*_unknown_effects(option, calls), *_remarks(option)],
        rules=citations.rules(option.rules),
        statements=sorted(numbers[name] for name in option.statements if name in numbers),
        trials=[trial for trial in option.trials if trial in trials],
        unverified=option.curation == "unverified",
        laboratories=citations.laboratories(
            statements=option.statements,
            rules=option.rules,
            trials=option.trials,
            therapies=option.therapies,
            approvals=option.approvals,
        ),
    )


def _unknown_effects(option: GuidanceOption, calls: Sequence[OptionCall]) -> list[str]:
    """Return the reasons of the calls where a preferred option has an unknown effect."""
    unknown = any(call.call == "unknown" for call in calls)
    if option.category != "preferred" or not unknown:
        return []
    return [sentence(step.reason) for step in option.steps if step.kind == "call"]


def _shown(option: GuidanceOption) -> list[str]:
    """Return the reasons of an option; of one to avoid the deciding ones, where steps show them."""
    deciding = {step.reason for step in option.deciding_steps}
    return [reason for reason in option.reasons if reason in deciding] or option.reasons


def _reason(text: str, option: GuidanceOption, citations: Citations) -> OptionReason:
    """Return a reason with the sources of its steps, or of the option where it has no step."""
    steps = [step for step in option.steps if step.reason == text]
    if steps:
        numbers = citations.leading(
            references=[name for step in steps for name in step.references],
            statements=[name for step in steps for name in step.statements],
        )
    else:
        numbers = citations.leading(statements=option.statements, rules=option.rules)
    return OptionReason(text=sentence(text), references=numbers)


def _remarks(option: GuidanceOption) -> list[str]:
    """Return what page 1 adds to an option.

    These are remarks on an earlier toxicity, on use that is off-label or not known to be approved,
    and for an investigational option that an approval is awaited.
    """
    kinds = {"investigational": ["awaited"], "avoid": []}.get(
        option.category, ["approval", "awaited"]
    )
    offered = option.category in ("preferred", "alternative")
    steps = (s for s in option.steps if s.kind in kinds or (offered and s.toxicities))
    return [sentence(step.reason) for step in steps]


def _calls(option: GuidanceOption, effects: Sequence[TherapyRow]) -> list[OptionCall]:
    """Return the effects of drugs that are not predicted sensitive throughout.

    There are none for an assumed history: the calls hold for the history that was given.
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
