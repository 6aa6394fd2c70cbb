"""The four sentences of page 1: driver, on-target resistance, MET, bypass."""

from collections.abc import Iterable, Sequence
from typing import TypeGuard

from annotator.interpretation.second_driver import (
    driver_mutations,
    other_drivers,
    second_driver_sentence,
)
from annotator.interpretation.sensitivity import WORST_FIRST
from annotator.model.base import Result
from annotator.model.findings import (
    Assessment,
    CompoundMutation,
    CopyNumber,
    Finding,
    FindingsDocument,
    Fusion,
    Mutation,
)
from annotator.model.percent import percent
from annotator.model.report import KinaseEffect, SummaryLine

RESULTS_FIRST: tuple[Result, ...] = (
    "present",
    "indeterminate",
    "no_call",
    "not_assessed",
    "absent",
)
"""Of several targets the first of these is the answer: absence only where all are absent."""
ANOTHER_DRIVER = "A driver fusion of another gene was found"
"""Said where no fusion of the drivers of this report is shown, and one of another gene is."""
DRIVER_MUTATION = "A mutation that can drive lung cancer on its own was found"
"""Said where no fusion of the drivers of this report is shown, and such a mutation is."""
_OPEN: tuple[Result, ...] = ("present", "indeterminate", "no_call")
"""What is told with its reason; the others are listed by name behind their lead."""
_LEADS: dict[Result, str] = {
    "not_assessed": "Not assessed",
    "absent": "Not detected, as far as the data show",
}
_KINDS = (" fusion", " amplification")
"""Words that end the names of targets, told once for more than a few of them."""
_FEW = 2


def summarise(
    document: FindingsDocument,
    other_kinases: Sequence[KinaseEffect],
    treated: bool | None,
) -> list[SummaryLine]:
    """One sentence per question of the reader.

    `treated` says whether a TKI of the driver had been given; null where that is not known.
    """
    by_category: dict[str, list[Assessment]] = {}
    for assessment in document.assessments:
        by_category.setdefault(assessment.category, []).append(assessment)
    fusions = by_category.get("fusion", [])
    drivers = {assessment.gene for assessment in fusions}
    kinases = by_category.get("kinase_domain", [])
    lines = [
        _driver(document.findings, fusions, treated),
        _on_target(document.findings, [a for a in kinases if a.gene in drivers]),
        _met(
            document.findings,
            by_category.get("copy_number", []),
            [a for a in kinases if a.gene not in drivers],
            other_kinases,
        ),
        _bypass(document.findings, by_category.get("bypass", [])),
    ]
    return [_of_plasma(line) for line in lines] if document.sample.specimen == "plasma" else lines


def _of_plasma(line: SummaryLine) -> SummaryLine:
    """The sentence, with what an absence in plasma is worth."""
    if line.result != "absent":
        return line
    worth = "In plasma this does not exclude it in the tumor."
    return line.model_copy(update={"answer": f"{line.answer} {worth}"})


def joint_result(assessments: Iterable[Assessment]) -> Result:
    """The answer over several targets; `not_assessed` when there is none."""
    results = {assessment.result for assessment in assessments}
    return next((result for result in RESULTS_FIRST if result in results), "not_assessed")


def _driver(
    findings: Sequence[Finding], assessments: Sequence[Assessment], treated: bool | None
) -> SummaryLine:
    events = [f for f in findings if isinstance(f, Fusion) and f.role == "driver"]
    fusions = [f for f in events if f.event == "fusion"]
    drivers = [f for f in fusions if f.is_driver]
    result = joint_result(assessments)
    if drivers:
        answer = "; ".join(_fusion_sentence(f) for f in drivers) + "."
        if len({f.gene for f in drivers}) > 1:
            answer += " Two driver genes in one tumor are unusual: check the sample's identity."
        answer += second_driver_sentence(findings, treated)
        return SummaryLine(question="driver", result="present", answer=answer)
    reasons = _reasons(assessments)
    others = [f.nomenclature for f in other_drivers(findings)]
    mutations = [m.label for m in driver_mutations(findings)]
    genes = " or ".join(a.gene for a in assessments)
    of_genes = f" of {genes}" if others or mutations else ""
    doubtful = [f for f in fusions if f.classification == "needs_confirmation"]
    if doubtful:
        whys = [(f.nomenclature, f.classification_reason.rstrip(".")) for f in doubtful]
        names = "; ".join(f"{name} ({why})" for name, why in whys)
        answer = f"No driver shown; to be confirmed: {names}."
    elif result == "absent":
        answer = f"No driver fusion{of_genes} found. {reasons}"
    else:
        answer = f"Driver{of_genes} not shown. {reasons}"
    if others:
        answer = f"{ANOTHER_DRIVER}: {', '.join(others)}. {answer}"
    if mutations:
        answer = f"{DRIVER_MUTATION}: {', '.join(mutations)}. {answer}"
    answer += "".join(
        f" Seen within the gene: {f.nomenclature}. {f.classification_reason}"
        for f in events
        if f.event != "fusion"
    )
    return SummaryLine(question="driver", result=result, answer=answer)


def _fusion_sentence(fusion: Fusion) -> str:
    callers = sorted({row.caller for row in fusion.support})
    frame = fusion.frame.replace("_", " ") if fusion.frame != "unknown" else "frame unknown"
    likely = "likely driver, " if fusion.classification == "likely_driver" else ""
    seen = f"{fusion.reads} reads, " if fusion.reads else ""
    assays = " + ".join(assay.upper() for assay in fusion.assays)
    return (
        f"{fusion.nomenclature}: {likely}{frame}, {fusion.domain} {fusion.kinase_domain} "
        f"({seen}{assays}, {', '.join(callers)})"
    )


def _on_target(findings: Sequence[Finding], assessments: Sequence[Assessment]) -> SummaryLine:
    mutations = [f for f in findings if isinstance(f, Mutation) and f.role == "on_target"]
    passing = [m for m in mutations if not m.filters]
    filtered = [m for m in mutations if m.filters]
    kinases = [a for a in assessments if a.gene in _kinases_in_question(findings, assessments)]
    result = joint_result(kinases)
    parts = []
    if passing:
        parts.append(", ".join(_mutation_phrase(m) for m in passing))
        parts += [
            f"{c.label}: {_phase_phrase(c)}"
            for c in findings
            if isinstance(c, CompoundMutation) and len(c.members) == 2
        ]
        result = "present"
    parts += _to_confirm(filtered)
    if not passing:
        lead = "No resistance mutation found. " if result == "absent" else ""
        parts.append(lead + _reasons(kinases))
    answer = "; ".join(part.rstrip(".") for part in parts if part) + "."
    return SummaryLine(question="on_target", result=result, answer=answer)


def _to_confirm(filtered: Sequence[Mutation]) -> list[str]:
    """What is said of mutations that a caller filtered, where there are some."""
    names = ", ".join(f"{m.label} (filter {', '.join(m.filters)})" for m in filtered)
    return [f"filtered by the caller, to be confirmed: {names}"] if filtered else []


def _kinases_in_question(
    findings: Sequence[Finding], assessments: Sequence[Assessment]
) -> set[str]:
    """The kinase of the driver, or every fusion kinase where no driver was shown."""
    drivers = {f.gene for f in findings if isinstance(f, Fusion) and f.is_driver}
    return drivers or {a.gene for a in assessments}


def _mutation_phrase(mutation: Mutation) -> str:
    said = [] if mutation.vaf is None else [f"VAF {percent(mutation.vaf)}"]
    if mutation.significance == "unknown":
        said.append("unknown significance")
    return f"{mutation.label} ({', '.join(said)})" if said else mutation.label


def _phase_phrase(compound: CompoundMutation) -> str:
    return {
        "cis": "on one allele (cis)",
        "trans": "on separate alleles (trans)",
        "unknown": "phase unknown",
    }[compound.phase]


AMPLIFICATION = {
    "present": "Amplified: ",
    "absent": "Not amplified: ",
    "indeterminate": "Amplification not settled: ",
}


def _met(
    findings: Sequence[Finding],
    amplification: Sequence[Assessment],
    kinases: Sequence[Assessment],
    effects: Sequence[KinaseEffect],
) -> SummaryLine:
    """Amplification answers; a mutation of the kinase comes first, a gap in looking for it last."""
    mutations = [f for f in findings if isinstance(f, Mutation) and f.role == "met_kinase"]
    filtered = [m for m in mutations if m.filters]
    amplified = joint_result(amplification)
    found: set[Result] = {"indeterminate" if m.filters else "present" for m in mutations}
    parts = [_met_mutation(m, effects) for m in mutations if not m.filters]
    parts += [_sentence(part) for part in _to_confirm(filtered)]
    parts.append(AMPLIFICATION.get(amplified, "") + _reasons(amplification))
    if not mutations:
        parts += [f"{a.target}: {_words(a.result)}" for a in kinases if a.result != "absent"]
    return SummaryLine(
        question="met",
        result=next(result for result in RESULTS_FIRST if result in {*found, amplified}),
        answer=". ".join(part.rstrip(".") for part in parts if part) + ".",
    )


def _met_mutation(mutation: Mutation, effects: Iterable[KinaseEffect]) -> str:
    """A mutation and what is known of drugs against that kinase, on what evidence; worst first."""
    by_reason: dict[str, list[str]] = {}
    for effect in sorted(effects, key=lambda each: WORST_FIRST.index(each.effect)):
        if effect.finding == mutation.id:
            reason = effect.reason.removeprefix(f"{mutation.label}: ")
            by_reason.setdefault(reason, []).append(effect.therapy)
    known = "; ".join(f"{', '.join(names)} {reason}" for reason, names in by_reason.items())
    told = f". With {mutation.gene} as the target: {known}" if known else ""
    return f"Kinase-domain mutation {_mutation_phrase(mutation)}{told}"


def _words(result: Result) -> str:
    return result.replace("_", " ")


def _bypass(findings: Sequence[Finding], assessments: Sequence[Assessment]) -> SummaryLine:
    mutations = [f for f in findings if isinstance(f, Mutation) and f.role == "bypass"]
    copies = [f for f in findings if isinstance(f, CopyNumber) and f.role == "bypass"]
    passing: list[Mutation | CopyNumber] = [m for m in mutations if not m.filters]
    passing += copies
    others = [f for f in findings if isinstance(f, Fusion) and f.role == "off_target"]
    functional = [f for f in others if f.is_functional]
    filtered = [m for m in mutations if m.filters]
    to_confirm = _to_confirm(filtered)
    doubtful = [f.nomenclature for f in others if f.classification == "needs_confirmation"]
    to_confirm += [f"to be confirmed: {', '.join(doubtful)}"] if doubtful else []
    halves = _half_pairs(findings, assessments)
    others_open = [a for a in assessments if a.target not in halves]
    if passing or functional:
        phrases = [*map(_bypass_phrase, passing), *map(_fusion_sentence, functional)]
        told = {name for m in filtered for name in (m.gene, m.functional_class)}
        told |= {f"{f.gene} fusion" for f in others}
        parts = ["; ".join([*phrases, *to_confirm]) + ".", *halves.values()]
        parts += _still_open([a for a in others_open if a.target not in told])
        return SummaryLine(question="bypass", result="present", answer=" ".join(parts))
    answer = " ".join([*halves.values(), *_none_found(others_open, named=bool(halves))])
    return SummaryLine(question="bypass", result=joint_result(assessments), answer=answer)


def _half_pairs(findings: Sequence[Finding], assessments: Sequence[Assessment]) -> dict[str, str]:
    """One sentence for each pair of genes of which one alone was found altered, by its target."""
    said = {}
    for assessment in assessments:
        found = [f for f in findings if _alone(f) and f.gene in assessment.pair]
        if found and assessment.result != "present":
            names = ", ".join(_half_phrase(f) for f in found)
            altered = {f.gene for f in found}
            second = " and ".join(gene for gene in assessment.pair if gene not in altered)
            said[assessment.target] = f"{names}; an alteration of {second} is not excluded."
    return said


def _alone(finding: Finding) -> TypeGuard[Mutation | CopyNumber]:
    """Whether it is of a class that counts only together with that of another gene."""
    if isinstance(finding, Mutation):
        return finding.role == "other" and finding.functional_class is not None
    return isinstance(finding, CopyNumber) and finding.role == "context" and finding.lost


def _half_phrase(finding: Mutation | CopyNumber) -> str:
    if isinstance(finding, CopyNumber):
        return f"{finding.label}: detected"
    if finding.filters:
        return f"{finding.label} filtered by the caller, to be confirmed"
    return f"{_mutation_phrase(finding)} detected"


def _still_open(assessments: Sequence[Assessment]) -> list[str]:
    """What was looked for beside an alteration that was found, and was not answered."""
    leads: dict[Result, str] = {
        "indeterminate": "Not settled",
        "no_call": "Data too thin",
        "not_assessed": "Not assessed",
    }
    named = {r: [a.target for a in assessments if a.result == r] for r in leads}
    return [f"{leads[r]}: {_listed(targets)}." for r, targets in named.items() if targets]


def _none_found(assessments: Sequence[Assessment], *, named: bool) -> list[str]:
    """What is open with its reason, and in names what was not looked at, or not found.

    One reason for all stands without their names, unless these are to be `named`.
    """
    if not named and len({assessment.reason for assessment in assessments}) == 1:
        return [_reasons(assessments)]
    of = {r: [a for a in assessments if a.result == r] for r in RESULTS_FIRST}
    parts = [_reasons_by_target(of[result]) for result in _OPEN if of[result]]
    for result, lead in _LEADS.items():
        if of[result]:
            parts.append(f"{lead}: {_listed([a.target for a in of[result]])}.")
    return parts


def _bypass_phrase(finding: Mutation | CopyNumber) -> str:
    if isinstance(finding, CopyNumber):
        phrase, curation = finding.label, finding.meaning_curation
        if finding.caller_copy_number is not None:
            phrase += f" (the caller's value {finding.caller_copy_number:g}, corrected for purity)"
        named = finding.functional_class if finding.amplified else None
    else:
        phrase, curation = _mutation_phrase(finding), finding.functional_class_curation
        named = finding.functional_class
    mark = " († unverified)" if curation == "unverified" else ""
    return (f"{phrase}: {named}" if named else phrase) + mark


def _reasons(assessments: Iterable[Assessment]) -> str:
    """The reasons of several assessments, each once and led by its targets when they differ."""
    known = list(assessments)
    alone = len({assessment.reason for assessment in known}) == 1
    return _sentence(known[0].reason) if alone else _reasons_by_target(known)


def _reasons_by_target(assessments: Iterable[Assessment]) -> str:
    by_reason: dict[str, list[str]] = {}
    for assessment in assessments:
        by_reason.setdefault(assessment.reason, []).append(assessment.target)
    return " ".join(
        _sentence(f"{_listed(targets)}: {reason}") for reason, targets in by_reason.items()
    )


def _listed(targets: Sequence[str]) -> str:
    """The targets; of more than a few of one kind its word is told once."""
    many = {
        kind: alike
        for kind in _KINDS
        if len(alike := [target for target in targets if target.endswith(kind)]) > _FEW
    }
    others = [target for target in targets if not any(target in alike for alike in many.values())]
    told = [", ".join(others)] if others else []
    for kind, alike in many.items():
        told.append(f"{kind.strip()} of " + ", ".join(t.removesuffix(kind) for t in alike))
    return "; ".join(told)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else text + "."
