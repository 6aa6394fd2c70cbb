"""The knowledge base as it stood on a date, without anything that began later."""

from collections import defaultdict
from collections.abc import Sequence
from copy import copy
from datetime import date
from functools import cached_property

from annotator.knowledge.allele_statements import AlleleStatements
from annotator.knowledge.dates import date_in_words, first_day, last_day
from annotator.knowledge.detection_tables import catalog
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
from annotator.model.tables import CatalogedAllele


class KnowledgeAsOf:
    """A view of a knowledge base as of a date."""

    def __init__(
        self, base: KnowledgeBase, as_of: date | None = None, jurisdiction: str | None = None
    ) -> None:
        """`as_of` and `jurisdiction` default to those of the release; `asked_...` is then None.

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
        self._read_on: dict[date, KnowledgeAsOf] = {}

    def as_read_on(self, day: date) -> "KnowledgeAsOf":
        """Return the knowledge for a report made on a day; decisions due before it are past."""
        view = copy(self)
        view.read_on = max(self.as_of, day)
        return view

    @property
    def known_until(self) -> date:
        """The last day with knowledge: the day of the release, or an earlier `as_of`."""
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
    def _alleles(self) -> dict[str, list[CatalogedAllele]]:
        index = defaultdict(list)
        for allele in catalog(self.base):
            index[allele.gene].append(allele)
        return dict(index)

    def alleles(self, gene: str) -> list[CatalogedAllele]:
        """Return the alleles of a gene with statements of any date, by residue."""
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
        """Return the laboratory that added or changed an item of a table last; None without one.

        `table` is its name in the knowledge base (`statements`, `approvals`), `item` the text of
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
        """Return a statement, without its note where that is of a later date."""
        since = statement.note_since
        if since is None or last_day(since) <= self.as_of:
            return statement
        return statement.model_copy(update={"note": None})

    def statements(self, gene: str, therapy: str) -> list[Statement]:
        """Return the statements in force on one therapy in disease driven by `gene`."""
        return self._statements.get((gene, therapy), [])

    def by_alleles(self, gene: str, therapy: str) -> AlleleStatements:
        """Return the same statements as `statements`, indexed by alleles."""
        if (gene, therapy) not in self._by_alleles:
            self._by_alleles[gene, therapy] = AlleleStatements.of(self.statements(gene, therapy))
        return self._by_alleles[gene, therapy]

    def therapies_with_statements(self, gene: str) -> set[str]:
        """Return the therapies with a statement in force for `gene`."""
        return {therapy for its_gene, therapy in self._statements if its_gene == gene}

    @cached_property
    def _approvals(self) -> dict[str, list[Approval]]:
        index = defaultdict(list)
        for approval in self.base.approvals:
            if approval.in_force(self.as_of):
                index[approval.therapy].append(approval)
        return dict(index)

    def approvals(self, therapy: str) -> list[Approval]:
        """Return the approvals of a therapy in force, of every agency."""
        return self._approvals.get(therapy, [])

    def rules(self, gene: str) -> list[Rule]:
        """Return the rules in force for `gene`, most specific (lowest priority number) first."""
        rules = [r for r in self.base.rules if r.gene == gene and r.in_force(self.as_of)]
        return sorted(rules, key=lambda rule: (rule.priority, rule.id))

    def compound_tokens(self, gene: str) -> frozenset[str]:
        """Return the compounds (`L1196M+G1202R`) that the rules for `gene` ask for."""
        return frozenset(
            token
            for rule in self.base.rules
            if rule.gene == gene
            for token in (*rule.when.requires, *rule.when.requires_any, *rule.when.excludes)
            if is_compound(token)
        )

    def branches(self, gene: str) -> list[Branch]:
        """Return the histories to assume for `gene` where the patient's is unknown."""
        return [branch for branch in self.base.branches if branch.gene == gene]

    def adverse_events(self, therapy: str) -> list[AdverseEventRow]:
        """Return the adverse events of a therapy in force."""
        rows = self.base.adverse_events
        return [row for row in rows if row.therapy == therapy and row.in_force(self.as_of)]

    def toxicities(self, therapy: str, kind: str) -> list[Toxicity]:
        """Return the lines on a therapy and a kind of toxicity in force."""
        return [
            row
            for row in self.base.toxicities
            if (row.therapy, row.kind) == (therapy, kind) and row.in_force(self.as_of)
        ]

    def toxicity_name(self, kind: str) -> str:
        """Return a kind of toxicity in words; an unknown kind unchanged."""
        return next((k.name for k in self.base.toxicity_kinds if k.kind == kind), kind)

    def description(self, therapy: str) -> str:
        """Return what a therapy is, with its development."""
        return " ".join([self.therapies[therapy].description, *self.development(therapy)])

    def development(self, therapy: str) -> list[str]:
        """Return the development of a therapy and the decisions awaited on it, in sentences."""
        known = self.therapies[therapy]
        steps = [step.text for step in known.development if step.in_force(self.as_of)]
        awaited = [
            f"A decision of the {decision.agency} {self._due(decision)}."
            for decision in known.decisions
            if decision.in_force(self.as_of)
        ]
        return [*steps, *awaited]

    def awaited(self, therapy: str, gene: str) -> list[str]:
        """Return the decisions of the agency that are awaited on a therapy, in words."""
        return [
            f"a decision {self._due(decision)}"
            for decision in self.therapies[therapy].decisions
            if (decision.agency, decision.gene) == (self.agency.name, gene)
            and decision.in_force(self.as_of)
        ]

    def _due(self, decision: Decision) -> str:
        tense = "was" if last_day(decision.due) < self.read_on else "is"
        return f"{tense} due {date_in_words(decision.due)}"

    def published(self, references: Sequence[str]) -> list[str]:
        """Return the references that did not appear after the date, as far as is known."""
        return [name for name in references if self._was_published(name)]

    def _was_published(self, reference: str) -> bool:
        known = self.references.get(reference)
        published = known.published if known else None
        return published is None or first_day(published) <= self.as_of

    def trial(self, name: str) -> Trial | None:
        """Return a trial with the figures in force; None where it has none."""
        for trial in self.base.trials:
            if trial.id == name:
                results = [r for r in trial.results if r.in_force(self.as_of)]
                return trial.model_copy(update={"results": results}) if results else None
        return None

    def tier(self, statement: Statement) -> str | None:
        """Return the AMP/ASCO/CAP tier of a statement; None without one."""
        row = self.tier_row(statement)
        return row.tier if row else None

    def escat(self, statement: Statement) -> str | None:
        """Return the ESCAT tier of a statement; None where that scale has none for its evidence."""
        row = self.tier_row(statement)
        return row.escat if row else None

    def tier_row(self, statement: Statement) -> TierRow | None:
        """Return the row of its level for its evidence type, else the row for any type."""
        rows = [row for row in self.base.tiers if row.level == statement.level]
        for row in rows:
            if row.evidence_type == statement.evidence_type:
                return row
        return next((row for row in rows if row.evidence_type is None), None)


def _agency(base: KnowledgeBase, name: str) -> Agency:
    """Return the agency of a name, in any case. Raises InputProblem for an unknown one."""
    listed = {agency.name: agency for agency in base.release.agencies}
    others = {base.release.jurisdiction, *(a.agency for a in base.approvals)} - set(listed)
    # The approvals of an agency that a laboratory added are taken as complete.
    known = [*listed.values(), *(Agency(name=other, complete=True) for other in sorted(others))]
    for agency in known:
        if agency.name.casefold() == name.strip().casefold():
            return agency
    raise InputProblem(
        f"unknown jurisdiction {name!r}", expected="one of " + ", ".join(a.name for a in known)
    )
