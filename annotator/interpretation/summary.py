"""The four sentences of page 1: driver, on-target resistance, MET, bypass."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeGuard, TypeVar

from annotator.interpretation.known_driver import driver_fusions, known_driver_sentence
from annotator.interpretation.on_target import KnownResistance, OnTarget
from annotator.interpretation.profile import sample_drivers
from annotator.interpretation.second_driver import (
    driver_mutations,
    other_drivers,
    second_driver_sentence,
)
from annotator.interpretation.sensitivity import WORST_FIRST
from annotator.model.base import RESULTS, Result
from annotator.model.caller_names import caller_name
from annotator.model.context import KnownDriver
from annotator.model.findings import (
    Assessment,
    CompoundMutation,
    CopyNumber,
    Finding,
    FindingsDocument,
    Fusion,
    Mutation,
    unlisted_said,
)
from annotator.model.on_target import beside_the_driver
from annotator.model.percent import percent
from annotator.model.report import KinaseEffect, SummaryLine

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
_FEW_REMARKS = 3
_Named = TypeVar("_Named", Mutation, CompoundMutation)
_MOST_NAMED = 12
"""So many mutations are named in a sentence of page 1; the table of findings names them all."""


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
    known = document.clinical_context.known_driver
    lines = [
        _driver(document.findings, fusions, known, treated),
        _on_target(document, [a for a in kinases if a.gene in drivers]),
        _met(
            document.findings,
            by_category.get("copy_number", []),
            [a for a in kinases if a.gene not in drivers],
            other_kinases,
        ),
        _bypass(document.findings, by_category.get("bypass", [])),
    ]
    if document.sample.specimen == "plasma":
        lines = [_of_plasma(line) for line in lines]
    others = beside_the_driver(
        document.findings,
        drivers,
        {driver.gene for driver in sample_drivers(document.findings, known)},
    )
    return [_with_other_kinases(line, others) for line in lines]


def _of_plasma(line: SummaryLine) -> SummaryLine:
    """The sentence, with what an absence in plasma is worth."""
    if line.result != "absent":
        return line
    worth = "In plasma this does not exclude it in the tumor."
    return line.model_copy(update={"answer": f"{line.answer} {worth}"})


def joint_result(assessments: Iterable[Assessment]) -> Result:
    """The answer over several targets; `not_assessed` when there is none."""
    results = {assessment.result for assessment in assessments}
    return next((result for result in RESULTS if result in results), "not_assessed")


def _driver(
    findings: Sequence[Finding],
    assessments: Sequence[Assessment],
    known: KnownDriver | None,
    treated: bool | None,
) -> SummaryLine:
    events = [f for f in findings if isinstance(f, Fusion) and f.role == "driver"]
    fusions = [f for f in events if f.event == "fusion"]
    drivers = driver_fusions(findings)
    result = joint_result(assessments)
    if drivers:
        answer = "; ".join(_fusion_sentence(f) for f in drivers) + "."
        if len({f.gene for f in drivers}) > 1:
            answer += " Two driver genes in one tumor are unusual: check the sample's identity."
        if known:
            answer += f" {known_driver_sentence(known, drivers)}"
        answer += second_driver_sentence(findings, treated)
        return SummaryLine(question="driver", result="present", answer=answer)
    if known:
        return SummaryLine(
            question="driver",
            result=result,
            answer=_not_seen(known, findings, assessments, treated),
        )
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
    answer += _within_gene(events)
    return SummaryLine(question="driver", result=result, answer=answer)


def _not_seen(
    known: KnownDriver,
    findings: Sequence[Finding],
    assessments: Sequence[Assessment],
    treated: bool | None,
) -> str:
    """What is said of a driver that is known from an earlier test and not seen in this sample."""
    answer = f"{known_driver_sentence(known, [])} {_reasons(assessments)}"
    events = [f for f in findings if isinstance(f, Fusion) and f.role == "driver"]
    return answer + second_driver_sentence(findings, treated) + _within_gene(events)


def _within_gene(events: Sequence[Fusion]) -> str:
    return "".join(
        f" Seen within the gene: {f.nomenclature}. {f.classification_reason}"
        for f in events
        if f.event != "fusion"
    )


def _fusion_sentence(fusion: Fusion) -> str:
    callers = ", ".join(
        caller_name(code) for code in sorted({row.caller for row in fusion.support})
    )
    frame = fusion.frame.replace("_", " ") if fusion.frame != "unknown" else "frame unknown"
    likely = "likely driver, " if fusion.classification == "likely_driver" else ""
    seen = f"{fusion.reads} reads, " if fusion.reads else ""
    assays = " + ".join(assay.upper() for assay in fusion.assays)
    return (
        f"{fusion.nomenclature}: {likely}{frame}, {fusion.domain} {fusion.kinase_domain} "
        f"({seen}{assays}, {callers})"
    )


def _on_target(document: FindingsDocument, assessments: Sequence[Assessment]) -> SummaryLine:
    """Resistance is `present` by a mutation that is known to resist, not by any other."""
    findings, stated = document.findings, document.clinical_context.known_driver
    found = OnTarget.of(f for f in findings if isinstance(f, Mutation))
    in_question = _kinases_in_question(findings, assessments, stated)
    kinases = [a for a in assessments if a.gene in in_question]
    known = [KnownResistance(a.gene, found, document.assessments) for a in kinases]
    results = {each.result for each in known} | ({"present"} if found.resisting else set())
    result: Result = next((each for each in RESULTS if each in results), "not_assessed")
    parts = [_named(found.resisting, _mutation_phrase)] if found.resisting else []
    parts += [*_without_resistance(found.harmless), *_of_unknown_significance(found.unknown)]
    parts += _compound_phrases(_compounds_said(findings))
    parts += _unlisted(document) + _to_confirm(found.filtered)
    if not found.passing:
        lead = "No resistance mutation found. " if result == "absent" else ""
        parts.append(lead + _reasons(kinases))
    answer = "; ".join(part.rstrip(".") for part in parts if part) + "."
    if found.passing and not found.resisting:
        answer += f" {_known_resistance(known, result)}"
    return SummaryLine(question="on_target", result=result, answer=answer)


def _named(findings: Sequence[_Named], phrase: Callable[[_Named], str]) -> str:
    """Findings in words; of very many the first ones are named and the rest is counted."""
    more = len(findings) - _MOST_NAMED
    names = ", ".join(phrase(each) for each in findings[:_MOST_NAMED])
    return names + (f" and {more} more" if more > 0 else "")


def _without_resistance(mutations: Sequence[Mutation]) -> list[str]:
    names = _named(mutations, _mutation_phrase)
    return [f"{names}: known, with no resistance to a drug on record"] if mutations else []


def _of_unknown_significance(mutations: Sequence[Mutation]) -> list[str]:
    """What is said of variants whose effect is not known, where there are some."""
    if not mutations:
        return []
    kind = "variant" if len(mutations) == 1 else "variants"
    names = _named(mutations, _with_fraction)
    told = f"{names}, {kind} of unknown significance: effect not known"
    near = [m for m in mutations if m.resisting_at_residue]
    if len(near) > _FEW_REMARKS:
        return [told, f"at the residues of {len(near)} of them other changes are known to resist"]
    return [told, *map(_residue_remark, near)]


def _residue_remark(mutation: Mutation) -> str:
    known = mutation.resisting_at_residue
    others = "another change" if len(known) == 1 else "other changes"
    are = "is" if len(known) == 1 else "are"
    return f"{others} of residue {mutation.residue} {are} known to resist ({', '.join(known)})"


def _known_resistance(known: Sequence[KnownResistance], result: Result) -> str:
    """What came of looking for known resistance, beside mutations that are not known to resist."""
    reasons = {each.gene: each.reason for each in known if each.reason}
    alone = len(set(reasons.values())) == 1
    told = [next(iter(reasons.values()))] if alone else [f"{g}: {r}" for g, r in reasons.items()]
    lead = (
        "No known resistance mutation found" if result == "absent" else "Known resistance mutations"
    )
    return _sentence(f"{lead}: {'; '.join(told)}") if told else f"{lead}: {_words(result)}."


def _compounds_said(findings: Sequence[Finding]) -> list[CompoundMutation]:
    """The pairs, and larger sets whose phase is known; none within a larger one of its phase."""
    known = [f for f in findings if isinstance(f, CompoundMutation)]
    said = [c for c in known if len(c.members) == 2 or c.phase != "unknown"]
    decided = [(c.phase, set(c.members)) for c in said if c.phase != "unknown"]
    return [
        c
        for c in said
        if not any(c.phase == phase and set(c.members) < members for phase, members in decided)
    ]


def _compound_phrases(compounds: Sequence[CompoundMutation]) -> list[str]:
    """Each compound with its phase; several of one phase together."""
    by_phase: dict[str, list[CompoundMutation]] = {}
    for compound in compounds:
        by_phase.setdefault(_phase_phrase(compound), []).append(compound)
    return [
        f"{phase}: {_named(alike, _short_label)}"
        if len(alike) > 1
        else f"{_short_label(alike[0])}: {phase}"
        for phase, alike in by_phase.items()
    ]


def _short_label(compound: CompoundMutation) -> str:
    """The label; of very many members the first ones, and how many more there are."""
    members = compound.label.split("+")
    more = len(members) - _MOST_NAMED
    return "+".join(members[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _unlisted(document: FindingsDocument) -> list[str]:
    """One line on the pairs that are not named, where there are some."""
    listed = any(isinstance(f, CompoundMutation) for f in document.findings)
    return unlisted_said(document.unlisted_pairs, further=listed)


def _with_other_kinases(line: SummaryLine, others: Sequence[Mutation]) -> SummaryLine:
    """The line on resistance ends with mutations of a fusion kinase that is not the driver."""
    if line.question != "on_target" or not others:
        return line
    genes = " and ".join(sorted({m.gene for m in others}))
    known = [m for m in others if not m.of_unknown_significance]
    parts = [_named(known, _with_fraction)] if known else []
    parts += _of_unknown_significance([m for m in others if m.of_unknown_significance])
    told = "; ".join([*parts, f"{genes} is not the driver kinase of this report"])
    return line.model_copy(update={"answer": f"{line.answer} Not on target: {told}."})


def _to_confirm(filtered: Sequence[Mutation]) -> list[str]:
    """What is said of mutations that a caller filtered, where there are some."""
    names = ", ".join(f"{m.label} ({_filters(m)})" for m in filtered)
    return [f"filtered by the caller, to be confirmed: {names}"] if filtered else []


def _filters(mutation: Mutation) -> str:
    known = "; variant of unknown significance" if mutation.of_unknown_significance else ""
    return f"filter {', '.join(mutation.filters)}{known}"


def _kinases_in_question(
    findings: Sequence[Finding], assessments: Sequence[Assessment], known: KnownDriver | None
) -> set[str]:
    """The kinase of the driver, or every fusion kinase where no driver is known."""
    drivers = {driver.gene for driver in sample_drivers(findings, known)}
    return drivers or {a.gene for a in assessments}


def _with_fraction(mutation: Mutation) -> str:
    return mutation.label + (f" (VAF {percent(mutation.vaf)})" if mutation.vaf is not None else "")


def _mutation_phrase(mutation: Mutation) -> str:
    said = [] if mutation.vaf is None else [f"VAF {percent(mutation.vaf)}"]
    if mutation.of_unknown_significance:
        said.append("variant of unknown significance: effect not known")
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
    known = [m for m in mutations if not m.of_unknown_significance]
    found: set[Result] = {"indeterminate" if m.filters else "present" for m in known}
    parts = [_met_mutation(m, effects) for m in known if not m.filters]
    unknown = [m for m in mutations if m.of_unknown_significance and not m.filters]
    parts += [f"In the kinase domain {said}" for said in _of_unknown_significance(unknown)[:1]]
    parts += [_sentence(part) for part in _to_confirm(filtered)]
    parts.append(AMPLIFICATION.get(amplified, "") + _reasons(amplification))
    if not mutations:
        parts += [f"{a.target}: {_words(a.result)}" for a in kinases if a.result != "absent"]
    return SummaryLine(
        question="met",
        result=next(result for result in RESULTS if result in {*found, amplified}),
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
    of = {r: [a for a in assessments if a.result == r] for r in RESULTS}
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
