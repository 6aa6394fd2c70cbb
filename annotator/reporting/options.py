"""The options of the guidance, by branch."""

from annotator.model.base import Model
from annotator.model.report import GuidanceOption, NotConsidered, Report
from annotator.reporting.citations import Citations


class OptionRow(Model):
    """One option with what it cites: numbers of the list of references."""

    rank: int
    therapies: list[str]
    category: str
    reasons: list[str]
    rules: list[str]
    statements: list[str]
    trials: list[str]
    references: list[int]
    unverified: bool


class OptionBranch(Model):
    """The options for one history; `name` is null where the history is known.

    `options` are in order of rank; what is to be avoided stands apart.
    """

    name: str | None
    options: list[OptionRow]
    avoid: list[OptionRow]
    not_considered: list[NotConsidered]


def option_branches(report: Report, citations: Citations) -> list[OptionBranch]:
    """Branches in the order of the report."""
    guidance = report.guidance
    names = dict.fromkeys(
        [option.branch for option in guidance.options]
        + [entry.branch for entry in guidance.not_considered]
    )
    return [
        _branch(
            name,
            [option for option in guidance.options if option.branch == name],
            [entry for entry in guidance.not_considered if entry.branch == name],
            citations,
        )
        for name in names
    ]


def _branch(
    name: str | None,
    options: list[GuidanceOption],
    not_considered: list[NotConsidered],
    citations: Citations,
) -> OptionBranch:
    ranked = sorted(options, key=lambda option: option.rank)
    return OptionBranch(
        name=name,
        options=[_option(item, citations) for item in ranked if item.category != "avoid"],
        avoid=[_option(item, citations) for item in ranked if item.category == "avoid"],
        not_considered=not_considered,
    )


def _option(option: GuidanceOption, citations: Citations) -> OptionRow:
    return OptionRow(
        **option.model_dump(exclude={"branch", "curation"}),
        references=citations.numbers(statements=option.statements, rules=option.rules),
        unverified=option.curation == "unverified",
    )
