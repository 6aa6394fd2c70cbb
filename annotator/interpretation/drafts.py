"""A guidance option while rules, calls and approvals still add to it."""

from dataclasses import dataclass, field

from annotator.interpretation.tolerance import Caution
from annotator.model.base import Curation, OptionCategory
from annotator.model.report import GuidanceOption, OptionStep, StepKind

CATEGORIES: tuple[OptionCategory, ...] = ("preferred", "alternative", "investigational", "avoid")
LAST = 1000
"""A priority beyond that of every rule; it sorts an option last within its category."""


@dataclass(slots=True)
class Draft:
    """An option that is still being judged.

    `cases` holds its categories in both phases, the worse first, where the phase of mutations is
    unknown and decides; else it is empty. `cautioned`: the data against the option are too weak to
    rule it out.
    """

    therapies: tuple[str, ...]
    category: OptionCategory
    priority: int
    order: int
    cases: tuple[OptionCategory, ...] = ()
    cautioned: bool = False
    reasons: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    trials: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    approvals: list[str] = field(default_factory=list)
    curations: list[Curation] = field(default_factory=list)
    steps: list[OptionStep] = field(default_factory=list)

    @property
    def sort_key(self) -> tuple[int, list[int], int, int]:
        """What options are sorted by: the category, its cases, the rule, the order in the rule."""
        cases = [CATEGORIES.index(case) for case in self.cases or (self.category, self.category)]
        return CATEGORIES.index(self.category), cases, self.priority, self.order

    def cap(self, category: OptionCategory) -> None:
        """Lower the category to at most `category`."""
        if CATEGORIES.index(category) > CATEGORIES.index(self.category):
            self.category = category

    def step(self, kind: StepKind, reason: str, **sources: list[str]) -> None:
        """Record what brought the option to the category that it has now."""
        self.steps.append(OptionStep(kind=kind, category=self.category, reason=reason, **sources))

    def warn(self, caution: Caution) -> None:
        """Apply a caution from an earlier toxicity; one that rules the option out comes first."""
        if caution.cap is not None:
            self.cap(caution.cap)
        self.priority += LAST if caution.last else 0
        self.reasons.insert(0 if caution.cap == "avoid" else len(self.reasons), caution.text)
        self.curations += caution.curations
        self.step(
            "tolerance",
            caution.text,
            toxicities=caution.toxicities,
            references=caution.references,
        )

    def add_reason(self, kind: StepKind, reason: str) -> None:
        """Add a reason, and record it as a step."""
        self.reasons.append(reason)
        self.step(kind, reason)

    def option(self, rank: int, branch: str | None) -> GuidanceOption:
        """Return the option as it stands in the report."""
        return GuidanceOption(
            rank=rank,
            branch=branch,
            therapies=list(self.therapies),
            category=self.category,
            reasons=self.reasons,
            rules=self.rules,
            statements=self.statements,
            trials=self.trials,
            approvals=self.approvals if self.category != "avoid" else [],
            curation="unverified" if "unverified" in self.curations else "verified",
            steps=self.steps,
        )
