"""A report as one readable page of text: what a reviewer looks at when a golden case changes."""

from collections.abc import Iterator

from annotator.model.context import ClinicalContext, Course
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
    yield from (f"interpretation: {sentence}" for sentence in report.interpretation)
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
    switched = ", ".join(setting.switched_for_toxicity)
    within = f" ({switched} switched for toxicity within the line)" if switched else ""
    line = f"line {setting.line}{within}"
    yield f"{setting.gene}, {line}, approvals of {report.guidance.jurisdiction}"
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
    if not context.prior_therapies:
        return "unknown" if context.prior_therapies is None else "none"
    return ", ".join(map(_course, context.courses))


def _course(course: Course) -> str:
    reason = "/".join(filter(None, (course.stopped, course.toxicity)))
    further = ", ".join(filter(None, (course.setting, reason)))
    return f"{course.name} ({further})" if further else course.name


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
