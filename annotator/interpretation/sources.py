"""Collects every statement, rule, trial, therapy and reference that a report rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.layout import KEYS, key_text
from annotator.knowledge.model import Statement, Trial
from annotator.knowledge.profile_tokens import profile_text
from annotator.model.base import Model
from annotator.model.findings import CopyNumber, FindingsDocument, Fusion, Mutation
from annotator.model.report import (
    AdverseEvent,
    ApprovalLine,
    Guidance,
    KinaseEffect,
    ReportReference,
    ReportRule,
    ReportStatement,
    ReportTherapy,
    ReportTrial,
    SensitivityCall,
    TrialFigure,
)


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of one report, each list in a fixed order."""

    statements: list[ReportStatement]
    rules: list[ReportRule]
    trials: list[ReportTrial]
    therapies: list[ReportTherapy]
    references: list[ReportReference]


def collect_sources(
    document: FindingsDocument,
    sensitivity: Sequence[SensitivityCall],
    other_kinases: Sequence[KinaseEffect],
    guidance: Guidance,
    knowledge: KnowledgeAsOf,
) -> Sources:
    """Return everything that the findings, the calls and the guidance cite."""
    return _Collector(knowledge).collect(document, sensitivity, other_kinases, guidance)


class _Collector:
    """Looks up what calls and options cite."""

    def __init__(self, knowledge: KnowledgeAsOf) -> None:
        self.knowledge = knowledge

    def collect(
        self,
        document: FindingsDocument,
        sensitivity: Sequence[SensitivityCall],
        other_kinases: Sequence[KinaseEffect],
        guidance: Guidance,
    ) -> Sources:
        cited = {s for call in sensitivity for s in call.statements}
        cited |= {s for effect in other_kinases for s in effect.statements}
        cited |= {s for option in guidance.options for s in option.statements}
        cited |= {s for entry in guidance.not_considered for s in entry.statements}
        cited |= {s for note in guidance.note_sources for s in note.statements}
        statements = [
            self.knowledge.without_later_note(s)
            for s in self.knowledge.base.statements
            if s.id in cited
        ]
        rule_ids = {*guidance.rules, *(r for option in guidance.options for r in option.rules)}
        rules = self._rules(rule_ids)
        trial_names = dict.fromkeys(
            [
                *(t for o in guidance.options if o.category != "avoid" for t in o.trials),
                *(s.trial for s in statements if s.trial),
            ]
        )
        trials = [t for name in trial_names if (t := self.knowledge.trial(name)) is not None]
        therapies = self._therapies(
            dict.fromkeys(
                therapy
                for option in guidance.options
                if option.category != "avoid"
                for therapy in option.therapies
            )
        )
        cited_statements = [self._statement(s) for s in statements]
        needed = _reference_ids(document, cited_statements, rules, trials, therapies)
        needed |= {r for o in guidance.options for s in o.deciding_steps for r in s.references}
        needed |= {r for note in guidance.note_sources for r in note.references}
        return Sources(
            statements=cited_statements,
            rules=rules,
            trials=[self._trial(t) for t in trials],
            therapies=therapies,
            references=[
                ReportReference(
                    **r.model_dump(exclude={"published"}),
                    laboratory=self.knowledge.laboratory("references", r.id),
                )
                for r in self.knowledge.base.references
                if r.id in needed
            ],
        )

    def _statement(self, statement: Statement) -> ReportStatement:
        return ReportStatement(
            id=statement.id,
            profile=profile_text(statement),
            therapy=statement.therapy,
            effect=statement.effect,
            evidence_type=statement.evidence_type,
            level=statement.level,
            value=statement.value,
            unit=statement.unit,
            fold=statement.fold,
            reference=statement.reference,
            further_references=self.knowledge.published(statement.further_references),
            since=statement.counts_from,
            date_known=statement.date_known,
            curation=statement.curation,
            note=statement.note,
            laboratory=self.knowledge.laboratory("statements", statement.id),
        )

    def _rules(self, ids: set[str]) -> list[ReportRule]:
        return [
            ReportRule(
                id=rule.id,
                title=rule.title,
                reason=rule.reason,
                since=rule.since,
                evidence_type=rule.evidence_type,
                references=self.knowledge.published(rule.references),
                curation=rule.curation,
                laboratory=self.knowledge.laboratory("rules", rule.id),
            )
            for rule in self.knowledge.base.rules
            if rule.id in ids
        ]

    def _therapies(self, names: Iterable[str]) -> list[ReportTherapy]:
        return [self._therapy(name) for name in names]

    def _therapy(self, name: str) -> ReportTherapy:
        return ReportTherapy(
            name=name,
            description=self.knowledge.description(name),
            approvals=[
                ApprovalLine(
                    id=self._key("approvals", a),
                    agency=a.agency,
                    indication=a.indication,
                    since=a.counts_from,
                    date_known=a.date_known,
                    reference=a.reference,
                    curation=a.curation,
                    laboratory=self._laboratory("approvals", a),
                )
                for a in self.knowledge.approvals(name)
            ],
            adverse_events=[
                AdverseEvent(
                    **e.model_dump(include=set(AdverseEvent.model_fields)),
                    laboratory=self._laboratory("adverse_events", e),
                )
                for e in self.knowledge.adverse_events(name)
            ],
            laboratory=self.knowledge.laboratory("therapies", name),
        )

    def _trial(self, trial: Trial) -> ReportTrial:
        return ReportTrial(
            id=trial.id,
            nct=trial.nct,
            phase=trial.phase,
            setting=trial.setting,
            arms=trial.arms,
            figures=[
                TrialFigure(
                    **r.model_dump(exclude={"since", "until"}),
                    since=r.counts_from,
                    date_known=r.date_known,
                )
                for r in trial.results
            ],
            laboratory=self._laboratory("trials", trial),
        )

    def _laboratory(self, table: str, item: Model) -> str | None:
        return self.knowledge.laboratory(table, self._key(table, item))

    @staticmethod
    def _key(table: str, item: Model) -> str:
        return key_text(KEYS[table](item))


def _reference_ids(
    document: FindingsDocument,
    statements: Iterable[ReportStatement],
    rules: Iterable[ReportRule],
    trials: Iterable[Trial],
    therapies: Iterable[ReportTherapy],
) -> set[str]:
    ids = {s.reference for s in statements}
    ids |= {r for s in statements for r in s.further_references}
    ids |= {r for rule in rules for r in rule.references}
    ids |= {result.reference for trial in trials for result in trial.results}
    for therapy in therapies:
        ids |= {a.reference for a in therapy.approvals if a.reference}
        ids |= {e.reference for e in therapy.adverse_events}
    for finding in document.findings:
        if isinstance(finding, Fusion) and finding.classification_reference:
            ids.add(finding.classification_reference)
        if isinstance(finding, Mutation | CopyNumber) and finding.functional_class_reference:
            ids.add(finding.functional_class_reference)
        if isinstance(finding, CopyNumber) and finding.rule_reference:
            ids.add(finding.rule_reference)
    return ids
