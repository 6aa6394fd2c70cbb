"""The knowledge base as it stood on a date: whatever began later does not exist."""

from collections import defaultdict
from datetime import date
from functools import cached_property

from annotator.knowledge.detection_tables import catalogue
from annotator.knowledge.model import (
    Approval,
    Branch,
    KnowledgeBase,
    Reference,
    Rule,
    Statement,
    Therapy,
    Trial,
)
from annotator.model.tables import CataloguedAllele


class KnowledgeAsOf:
    """Answers questions to a knowledge base as of a date."""

    def __init__(self, base: KnowledgeBase, as_of: date | None = None) -> None:
        """`as_of` defaults to the date of the release."""
        self.base = base
        self.as_of = as_of or base.release.date
        self.jurisdiction = base.release.jurisdiction

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
        """The laboratory that added or changed an item of a table (`statements`, `rules`) last."""
        return self._laboratories.get((table, item))

    @cached_property
    def _statements(self) -> dict[tuple[str, str], list[Statement]]:
        index = defaultdict(list)
        for statement in self.base.statements:
            if statement.in_force(self.as_of):
                index[statement.gene, statement.therapy].append(statement)
        return dict(index)

    def statements(self, gene: str, therapy: str) -> list[Statement]:
        """Statements in force on one therapy in disease driven by `gene`."""
        return self._statements.get((gene, therapy), [])

    def therapies_spoken_of(self, gene: str) -> set[str]:
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

    def branches(self, gene: str) -> list[Branch]:
        """The histories to go through where the patient's is unknown."""
        return [branch for branch in self.base.branches if branch.gene == gene]

    def trial(self, name: str) -> Trial | None:
        """A trial with the figures in force; null when it has none on the date."""
        for trial in self.base.trials:
            if trial.id == name:
                results = [r for r in trial.results if r.in_force(self.as_of)]
                return trial.model_copy(update={"results": results}) if results else None
        return None

    def tier(self, statement: Statement) -> str | None:
        """AMP/ASCO/CAP tier of a statement: the row of its level that fits its evidence type."""
        rows = [row for row in self.base.tiers if row.level == statement.level]
        for row in rows:
            if row.evidence_type == statement.evidence_type:
                return row.tier
        return next((row.tier for row in rows if row.evidence_type is None), None)
