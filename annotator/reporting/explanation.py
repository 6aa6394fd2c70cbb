"""Explains each call, option and exclusion of a report, as text for a person."""

from collections.abc import Iterator

from annotator.model.report import (
    GuidanceOption,
    KinaseEffect,
    NotConsidered,
    NoteSource,
    OverlayUsed,
    Report,
    ReportStatement,
    SensitivityCall,
)
from annotator.model.since import since_words
from annotator.reporting.sections.sentences import sentence

STEPS = {
    "rule": "rule",
    "further_rule": "also rule",
    "call": "predicted effect",
    "tolerance": "toxicity before",
    "cns_activity": "CNS activity",
    "approval": "approval",
    "awaited": "approval awaited",
    "other_option": "compared with the others",
    "phase": "phase unknown",
}

NOTES = {
    "rule": "",
    "history": "the treatment history",
    "mutations": "the mutations found",
    "assessment": "what was assessed",
    "kinase_effect": "a mutated kinase that no fusion drives",
    "no_option": "what the rules leave",
    "driver": "the driver fusions found",
}


def explanation(report: Report) -> str:
    """Return the rules and statements behind everything in a report, in the order of the report."""
    return "\n".join(_Explanation(report).lines()) + "\n"


class _Explanation:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.statements = {item.id: item for item in report.statements}
        self.rules = {item.id: item for item in report.rules}
        self.references = {item.id: item for item in report.references}
        self.findings = {item.id: item.label for item in report.findings}
        self.approvals = {
            item.id: item for therapy in report.therapies for item in therapy.approvals
        }

    def lines(self) -> Iterator[str]:
        report = self.report
        used = report.provenance.knowledge
        over = "".join(f" + {overlay.name}" for overlay in used.overlays)
        yield f"{report.sample.id}, knowledge {used.version}{over}, as of {used.as_of}"
        for error in report.errors:
            yield f"failed: {error.message}"
        yield from _headed("Predicted effects", [self._call(c) for c in report.sensitivity])
        yield from _headed(
            "Mutated kinases that no fusion drives", [self._effect(e) for e in report.other_kinases]
        )
        guidance = report.guidance
        yield from _headed("Options", [self._option(o) for o in guidance.options])
        yield from _headed("No options", [self._dropped(d) for d in guidance.not_considered])
        sources = {source.note: source for source in guidance.note_sources}
        yield from _headed("Notes", [self._note(n, sources.get(n)) for n in guidance.notes])
        yield from _headed("Laid over the packaged knowledge", [_overlay(o) for o in used.overlays])

    def _call(self, call: SensitivityCall) -> list[str]:
        scenario = f" (if in {call.scenario})" if call.scenario else ""
        tier = f", tier {call.tier}" if call.tier else ""
        tier += f", ESCAT {call.escat}" if call.escat else ""
        others = [name for name in call.statements if name not in call.deciding]
        return [
            f"{call.therapy}{scenario}: {call.call}{tier}",
            f"  {sentence(call.reason)}",
            *self._cited("decided by", call.deciding),
            *self._cited("also on record" if call.deciding else "on record", others),
        ]

    def _effect(self, effect: KinaseEffect) -> list[str]:
        return [
            f"{effect.therapy}: {effect.effect}",
            f"  {sentence(effect.reason)}",
            *self._cited("on record", effect.statements),
        ]

    def _option(self, option: GuidanceOption) -> list[str]:
        branch = f"[{option.branch}] " if option.branch else ""
        lines = [f"{branch}{option.rank}. {' + '.join(option.therapies)}: {option.category}"]
        for step in option.steps:
            named = ", ".join(self._rule(name) for name in step.rules)
            by = f"{STEPS[step.kind]} {named}".strip()
            lines.append(f"  {step.category}, {by}: {sentence(step.reason)}")
            lines += [f"      {self._statement(name)}" for name in step.statements]
            cited = [self.references[name] for name in step.references if name in self.references]
            lines += [f"      {reference.citation}" for reference in cited]
        covered = [self._approval(name) for name in option.approvals]
        return lines + [f"  approved: {approval}" for approval in covered]

    def _dropped(self, dropped: NotConsidered) -> list[str]:
        branch = f"[{dropped.branch}] " if dropped.branch else ""
        return [
            f"{branch}{' + '.join(dropped.therapies)}: {dropped.reason}",
            *(f"  named all the same by rule {self._rule(name)}" for name in dropped.rules),
            *(f"  not by rule {u.rule} ({u.title}), which {u.condition}" for u in dropped.unmet),
            *self._cited("on record", dropped.statements),
        ]

    def _note(self, note: str, source: NoteSource | None) -> list[str]:
        if source is None:
            return [note]
        rests_on = [*(self.findings[name] for name in source.findings), *source.assessments]
        by = [
            *(f"rule {self._rule(name)}" for name in source.rules),
            f"{NOTES[source.kind]}{': ' if rests_on else ''}{'; '.join(rests_on)}",
        ]
        lines = [f"  by {named}" for named in by if named]
        lines += [f"  source: {self._reference(name)}" for name in source.references]
        return [note, *lines, *self._cited("on record", source.statements)]

    def _approval(self, name: str) -> str:
        item = self.approvals.get(name)
        if item is None:
            return name
        cited = f" {self._reference(item.reference)}" if item.reference in self.references else ""
        marks = _marks(item.curation, item.laboratory)
        since = since_words(item.since, item.date_known)
        return f"{item.agency}, {since}{marks}: {item.indication}.{cited}"

    def _cited(self, lead: str, names: list[str]) -> list[str]:
        return [f"  {lead}:", *(f"    {self._statement(n)}" for n in names)] if names else []

    def _rule(self, name: str) -> str:
        rule = self.rules[name]
        return f"{name} ({rule.title}{_marks(rule.curation, rule.laboratory)})"

    def _statement(self, name: str) -> str:
        item = self.statements[name]
        evidence = f"{item.evidence_type.replace('_', ' ')}, level {item.level}"
        marks = _marks(item.curation, item.laboratory)
        since = since_words(item.since, item.date_known)
        return (
            f"{name}: {item.profile}: {item.effect}{_value(item)} ({evidence}, {since}"
            f"{marks}). {self._source(item)}"
        )

    def _source(self, item: ReportStatement) -> str:
        names = [item.reference, *item.further_references]
        return " ".join(self._reference(name) for name in names if name in self.references)

    def _reference(self, name: str) -> str:
        reference = self.references[name]
        numbers = [
            *([f"PMID {reference.pmid}"] if reference.pmid else []),
            *([f"doi:{reference.doi}"] if reference.doi else []),
        ]
        return sentence(reference.citation) + (f" {', '.join(numbers)}." if numbers else "")


def _overlay(overlay: OverlayUsed) -> list[str]:
    version = f", version {overlay.version}" if overlay.version else ""
    return [
        f"{overlay.name}{version}",
        *(f"  {t.replace('_', ' ')}: {', '.join(items)}" for t, items in overlay.used.items()),
        *(["  nothing in this report is of it"] if not overlay.used else []),
        *(f"  retired: {item.id}: {item.reason}" for item in overlay.retired),
    ]


def _headed(title: str, entries: list[list[str]]) -> Iterator[str]:
    if entries:
        yield f"\n{title}"
        for entry in entries:
            yield from (f"  {line}" for line in entry)


def _value(item: ReportStatement) -> str:
    parts = [" ".join(filter(None, (item.value, item.unit)))] if item.value else []
    parts += [f"{item.fold:g}-fold"] if item.fold is not None else []
    return f", {', '.join(parts)}" if parts else ""


def _marks(curation: str, laboratory: str | None) -> str:
    unverified = ", unverified" if curation == "unverified" else ""
    return unverified + (f", of {laboratory}" if laboratory else "")
