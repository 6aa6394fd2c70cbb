"""The knowledge base as it stood on a date: whatever began later does not exist."""

from collections import defaultdict
from collections.abc import Sequence
from copy import copy
from datetime import date
from functools import cached_property

from annotator.knowledge.allele_statements import AlleleStatements
from annotator.knowledge.dates import first_day, in_words, last_day
from annotator.knowledge.detection_tables import catalogue
from annotator.knowledge.model import (
    AdverseEventRow,
    Agency,
    Approval,
    Branch,
    Decision,
    KnowledgeBase,
    Reference,
    Rule,
    Statement,
    Therapy,
    TierRow,
    Toxicity,
    Trial,
)
from annotator.knowledge.profile_tokens import is_compound
from annotator.model.errors import InputProblem
from annotator.model.tables import CataloguedAllele


class KnowledgeAsOf:
    """Answers questions to a knowledge base as of a date."""

    def __init__(
        self, base: KnowledgeBase, as_of: date | None = None, jurisdiction: str | None = None
    ) -> None:
        """`as_of` and `jurisdiction` default to those of the release, and are null in `asked_...`.

        Raises InputProblem for an agency that the knowledge base does not know.
        """
        self.base = base
        self.asked_as_of = as_of
        self.as_of = as_of or base.release.date
        self.read_on = self.as_of
        default = base.release.jurisdiction
        self.agency = _agency(base, default if jurisdiction is None else jurisdiction)
        self.jurisdiction = self.agency.name
        self.asked_jurisdiction = None if jurisdiction is None else self.jurisdiction
        self._by_alleles: dict[tuple[str, str], AlleleStatements] = {}

    def as_read_on(self, day: date) -> "KnowledgeAsOf":
        """The same knowledge in a report made on a day: what was due before it lies in the past."""
        view = copy(self)
        view.read_on = max(self.as_of, day)
        return view

    @property
    def known_until(self) -> date:
        """The last day of which something is known: that of the release, or an earlier one."""
        return min(self.as_of, self.base.release.date)

    @cached_property
    def therapies(self) -> dict[str, Therapy]:
        """All therapies by name."""
        return {therapy.name: therapy for therapy in self.base.therapies}

    @cached_property
    def references(self) -> dict[str, Reference]:
        """All references by id."""
        return {reference.id: reference for reference in self.base.references}

    @cached_property
    def _alleles(self) -> dict[str, list[CataloguedAllele]]:
        index = defaultdict(list)
        for allele in catalogue(self.base):
            index[allele.gene].append(allele)
        return dict(index)

    def alleles(self, gene: str) -> list[CataloguedAllele]:
        """The alleles of a gene that statements of any date speak of, by residue."""
        return self._alleles.get(gene, [])

    @cached_property
    def _laboratories(self) -> dict[tuple[str, str], str]:
        return {
            (table, item): overlay.name
            for overlay in self.base.overlays
            for table, items in overlay.items.items()
            for item in items
        }

    def laboratory(self, table: str, item: str) -> str | None:
        """The laboratory that added or changed an item of a table last.

        `table` is its name in the knowledge base (`statements`, `approvals`), `item` the label of
        the item's key there.
        """
        return self._laboratories.get((table, item))

    @cached_property
    def _statements(self) -> dict[tuple[str, str], list[Statement]]:
        index = defaultdict(list)
        for statement in self.base.statements:
            if statement.in_force(self.as_of):
                index[statement.gene, statement.therapy].append(self.without_later_note(statement))
        return dict(index)

    def without_later_note(self, statement: Statement) -> Statement:
        """A statement without its note where that holds something later."""
        since = statement.note_since
        if since is None or last_day(since) <= self.as_of:
            return statement
        return statement.model_copy(update={"note": None})

    def statements(self, gene: str, therapy: str) -> list[Statement]:
        """Statements in force on one therapy in disease driven by `gene`."""
        return self._statements.get((gene, therapy), [])

    def by_alleles(self, gene: str, therapy: str) -> AlleleStatements:
        """The statements in force on one therapy in disease driven by `gene`, by alleles."""
        if (gene, therapy) not in self._by_alleles:
            self._by_alleles[gene, therapy] = AlleleStatements.of(self.statements(gene, therapy))
        return self._by_alleles[gene, therapy]

    def therapies_with_statements(self, gene: str) -> set[str]:
        """Therapies that some statement in force speaks of for `gene`."""
        return {therapy for spoken_gene, therapy in self._statements if spoken_gene == gene}

    @cached_property
    def _approvals(self) -> dict[str, list[Approval]]:
        index = defaultdict(list)
        for approval in self.base.approvals:
            if approval.in_force(self.as_of):
                index[approval.therapy].append(approval)
        return dict(index)

    def approvals(self, therapy: str) -> list[Approval]:
        """Authorisations in force, of every agency."""
        return self._approvals.get(therapy, [])

    def rules(self, gene: str) -> list[Rule]:
        """Guidance rules in force for `gene`, most specific (lowest priority number) first."""
        rules = [r for r in self.base.rules if r.gene == gene and r.in_force(self.as_of)]
        return sorted(rules, key=lambda rule: (rule.priority, rule.id))

    def compound_tokens(self, gene: str) -> frozenset[str]:
        """The compounds (`L1196M+G1202R`) that the rules for `gene` ask for."""
        return frozenset(
            token
            for rule in self.base.rules
            if rule.gene == gene
            for token in (*rule.when.requires, *rule.when.requires_any, *rule.when.excludes)
            if is_compound(token)
        )

    def branches(self, gene: str) -> list[Branch]:
        """The histories to go through where the patient's is unknown."""
        return [branch for branch in self.base.branches if branch.gene == gene]

    def adverse_events(self, therapy: str) -> list[AdverseEventRow]:
        """What was known of the harm of a therapy."""
        rows = self.base.adverse_events
        return [row for row in rows if row.therapy == therapy and row.in_force(self.as_of)]

    def toxicities(self, therapy: str, kind: str) -> list[Toxicity]:
        """What was known of a therapy and a kind of toxicity."""
        return [
            row
            for row in self.base.toxicities
            if (row.therapy, row.kind) == (therapy, kind) and row.in_force(self.as_of)
        ]

    def toxicity_name(self, kind: str) -> str:
        """A kind of toxicity in words; as it is written where the knowledge base has none."""
        return next((k.name for k in self.base.toxicity_kinds if k.kind == kind), kind)

    def description(self, therapy: str) -> str:
        """What a therapy is, and what had become of it."""
        return " ".join([self.therapies[therapy].description, *self.development(therapy)])

    def development(self, therapy: str) -> list[str]:
        """What had become of a therapy and what was awaited of agencies, in sentences."""
        known = self.therapies[therapy]
        steps = [step.text for step in known.development if step.in_force(self.as_of)]
        awaited = [
            f"A decision of the {decision.agency} {self._due(decision)}."
            for decision in known.decisions
            if decision.in_force(self.as_of)
        ]
        return [*steps, *awaited]

    def awaited(self, therapy: str, gene: str) -> list[str]:
        """The decisions of the agency on a therapy that are awaited, in words."""
        return [
            f"a decision {self._due(decision)}"
            for decision in self.therapies[therapy].decisions
            if (decision.agency, decision.gene) == (self.agency.name, gene)
            and decision.in_force(self.as_of)
        ]

    def _due(self, decision: Decision) -> str:
        tense = "was" if last_day(decision.due) < self.read_on else "is"
        return f"{tense} due {in_words(decision.due)}"

    def published(self, references: Sequence[str]) -> list[str]:
        """Those of some references that are not known to have appeared later."""
        return [name for name in references if self._had_appeared(name)]

    def _had_appeared(self, reference: str) -> bool:
        known = self.references.get(reference)
        published = known.published if known else None
        return published is None or first_day(published) <= self.as_of

    def trial(self, name: str) -> Trial | None:
        """A trial with the figures in force; null when it has none on the date."""
        for trial in self.base.trials:
            if trial.id == name:
                results = [r for r in trial.results if r.in_force(self.as_of)]
                return trial.model_copy(update={"results": results}) if results else None
        return None

    def tier(self, statement: Statement) -> str | None:
        """AMP/ASCO/CAP tier of a statement."""
        row = self.tier_row(statement)
        return row.tier if row else None

    def escat(self, statement: Statement) -> str | None:
        """ESCAT tier of a statement; null where that scale has none for its kind of evidence."""
        row = self.tier_row(statement)
        return row.escat if row else None

    def tier_row(self, statement: Statement) -> TierRow | None:
        """The row of its level that fits the evidence type, else the one for any type."""
        rows = [row for row in self.base.tiers if row.level == statement.level]
        for row in rows:
            if row.evidence_type == statement.evidence_type:
                return row
        return next((row for row in rows if row.evidence_type is None), None)


def _agency(base: KnowledgeBase, name: str) -> Agency:
    """The agency of a name, in any case. Raises InputProblem for one that is not known."""
    told = {agency.name: agency for agency in base.release.agencies}
    others = {base.release.jurisdiction, *(a.agency for a in base.approvals)} - set(told)
    # Of an agency that a laboratory brings along the list is the laboratory's own.
    known = [*told.values(), *(Agency(name=each, complete=True) for each in sorted(others))]
    for agency in known:
        if agency.name.casefold() == name.strip().casefold():
            return agency
    raise InputProblem(
        f"unknown jurisdiction {name!r}", expected="one of " + ", ".join(a.name for a in known)
    )
