"""A report as one readable page of text: what a reviewer looks at when a golden case changes."""

from collections.abc import Iterator

from annotator.model.context import ClinicalContext
from annotator.model.findings import Finding
from annotator.model.report import Report


def digest(report: Report) -> str:
    """Everything that a reader acts on, without ids, hashes and citations."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {report.sample.id}, as of {report.guidance.as_of}"
    context = report.clinical_context
    yield f"build {report.sample.genome_build}, {report.sample.specimen}"
    yield f"prior therapies: {_history(context)}"
    if context.disease_setting:
        yield f"disease setting: {context.disease_setting}"
    yield f"CNS metastases: {context.cns_metastases}"
    if context.known_driver:
        yield f"known driver: {context.known_driver.as_stated}"
    yield from (f"banner: {said}" for said in report.banners)
    yield "\n## Summary"
    yield from (f"{s.question}: {s.result}: {s.answer}" for s in report.summary)
    yield "\n## Findings"
    yield from (_finding(f) for f in report.findings)
    yield "\n## Assessed"
    yield from (
        f"{a.target}: {a.result}: {a.reason}" for a in report.assessments if a.category != "residue"
    )
    yield from _residues(report)
    yield "\n## Sensitivity"
    yield from (
        f"{c.therapy}{f' ({c.scenario})' if c.scenario else ''}: {c.call} "
        f"[{c.tier}{f', ESCAT {c.escat}' if c.escat else ''}] {c.reason}"
        for c in report.sensitivity
    )
    if report.other_kinases:
        yield "\n## Other kinases"
        yield from (f"{e.gene}: {e.therapy}: {e.effect}: {e.reason}" for e in report.other_kinases)
    yield "\n## Guidance"
    setting = report.guidance.setting
    yield f"{setting.gene}, line {setting.line}, approvals of {report.guidance.jurisdiction}"
    for option in report.guidance.options:
        branch = f"{option.branch}: " if option.branch else ""
        yield f"{branch}{option.rank}. {' + '.join(option.therapies)}: {option.category}"
        yield from (f"    {reason}" for reason in option.reasons)
    yield from (f"note: {note}" for note in report.guidance.notes)
    for dropped in report.guidance.not_considered:
        branch = f"{dropped.branch}: " if dropped.branch else ""
        yield f"not considered: {branch}{', '.join(dropped.therapies)}: {dropped.reason}"
    yield "\n## Warnings"
    yield from (f"{w.code}: {w.message}" for w in report.warnings)


def _history(context: ClinicalContext) -> str:
    prior = context.prior_therapies
    if not prior:
        return "unknown" if prior is None else "none"
    reasons = context.stop_reasons or [None] * len(prior)
    return ", ".join(
        f"{name} ({reason})" if reason else name
        for name, reason in zip(prior, reasons, strict=True)
    )


def _finding(finding: Finding) -> str:
    if finding.kind == "fusion":
        return (
            f"{finding.nomenclature}: {finding.classification}, {finding.frame}, kinase "
            f"{finding.kinase_domain}, {finding.orientation}, {', '.join(finding.assays)}"
        )
    if finding.kind == "mutation":
        names = f", {finding.hgvs_c} {finding.hgvs_p}" if finding.hgvs_c else ""
        share = "" if finding.vaf is None else f", VAF {finding.vaf}"
        return f"{finding.label}: {finding.role}{names}{share}"
    if finding.kind == "compound_mutation":
        return f"{finding.label}: {finding.phase} ({finding.phase_evidence})"
    return f"{finding.label}: {finding.level}, {finding.focality}"


def _residues(report: Report) -> Iterator[str]:
    """Residues by result, so that a change of one stands out."""
    groups: dict[tuple[str, str], list[str]] = {}
    for a in report.assessments:
        if a.category == "residue":
            groups.setdefault((a.gene, a.result), []).append(a.target.split()[-1])
    for (gene, result), residues in groups.items():
        yield f"{gene} residues {result}: {' '.join(residues)}"
