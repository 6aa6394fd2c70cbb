"""The four sentences of page 1: driver, on-target resistance, MET, bypass."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeGuard, TypeVar

from annotator.interpretation.known_driver import driver_fusions, known_driver_sentence
from annotator.interpretation.known_resistance import KnownResistance, OnTarget
from annotator.interpretation.sample_findings import SampleFindings
from annotator.interpretation.second_driver import (
    driver_mutations,
    other_drivers,
    second_driver_sentence,
)
from annotator.interpretation.verdicts import WORST_FIRST
from annotator.model.base import RESULTS, Result
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
from annotator.model.percent import percent
from annotator.model.report import KinaseEffect, SummaryLine
from annotator.model.tables import AMPLIFICATION

ANOTHER_DRIVER = "A driver fusion of another gene was found"
"""The lead where no fusion of the drivers of this report is shown, but one of another gene."""
DRIVER_MUTATION = "A mutation that can drive lung cancer on its own was found"
"""The lead where no fusion of the drivers of this report is shown, but such a mutation."""
_OPEN: tuple[Result, ...] = ("present", "indeterminate", "no_call")
"""The results that are given with their reason; the others are listed by name after a lead."""
_LEADS: dict[Result, str] = {
    "not_assessed": "Not assessed",
    "absent": "Not detected, as far as the data show",
}
_SHARED_ASPECTS = ("fusion", AMPLIFICATION)
"""What is named once where it was looked for in more than a few genes."""
_FEW = 2
_FEW_REMARKS = 3
_Named = TypeVar("_Named", Mutation, str)
_MOST_NAMED = 12
"""The most mutations that a sentence of page 1 names; the table of findings names them all."""


def summarize(sample: SampleFindings, other_kinases: Sequence[KinaseEffect]) -> list[SummaryLine]:
    """Return one sentence for each question of the reader."""
    document = sample.document
    by_category: dict[str, list[Assessment]] = {}
    for assessment in document.assessments:
        by_category.setdefault(assessment.category, []).append(assessment)
    fusions = by_category.get("fusion", [])
    drivers = {assessment.gene for assessment in fusions}
    kinases = by_category.get("kinase_domain", [])
    known = document.clinical_context.known_driver
    lines = [
        _driver(document, fusions, known, sample.after_tki),
        _on_target(sample, [a for a in kinases if a.gene in drivers]),
        _met(
            document.findings,
            by_category.get("copy_number", []),
            [a for a in kinases if a.gene not in drivers],
            other_kinases,
        ),
        _bypass(document, by_category.get("bypass", [])),
    ]
    if document.sample.specimen == "plasma":
        lines = [_of_plasma(line) for line in lines]
    others = sample.of_other_kinases
    return [_with_other_kinases(line, others) for line in lines]


def _of_plasma(line: SummaryLine) -> SummaryLine:
    """Add to an absence how little it means in plasma."""
    if line.result != "absent":
        return line
    caveat = "In plasma this does not exclude it in the tumor."
    return line.model_copy(update={"answer": f"{line.answer} {caveat}"})


def joint_result(assessments: Iterable[Assessment]) -> Result:
    """Return the joint result of several targets; `not_assessed` where there is none."""
    results = {assessment.result for assessment in assessments}
    return next((result for result in RESULTS if result in results), "not_assessed")


def _driver(
    document: FindingsDocument,
    assessments: Sequence[Assessment],
    known: KnownDriver | None,
    after_tki: bool | None,
) -> SummaryLine:
    findings = document.findings
    events = [f for f in findings if isinstance(f, Fusion) and f.role == "driver"]
    fusions = [f for f in events if f.event == "fusion"]
    drivers = driver_fusions(findings)
    result = joint_result(assessments)
    if drivers:
        answer = "; ".join(_fusion_sentence(f, document) for f in drivers) + "."
        if len({f.gene for f in drivers}) > 1:
            answer += " Two driver genes in one tumor are unusual: check the sample's identity."
        if known:
            answer += f" {known_driver_sentence(known, drivers)}"
        answer += second_driver_sentence(findings, after_tki)
        return SummaryLine(question="driver", result="present", answer=answer)
    if known:
        return SummaryLine(
            question="driver",
            result=result,
            answer=_known_driver_only(known, findings, assessments, after_tki),
        )
    reasons = _reasons(assessments)
    others = [f.nomenclature for f in other_drivers(findings)]
    mutations = [m.label for m in driver_mutations(findings)]
    genes = " or ".join(a.gene for a in assessments)
    of_genes = f" of {genes}" if others or mutations else ""
    doubtful = [f for f in fusions if f.classification == "needs_confirmation"]
    if doubtful:
        names = "; ".join(
            f"{f.nomenclature} ({f.classification_reason.rstrip('.')})" for f in doubtful
        )
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


def _known_driver_only(
    known: KnownDriver,
    findings: Sequence[Finding],
    assessments: Sequence[Assessment],
    after_tki: bool | None,
) -> str:
    """Answer for a driver that is known from an earlier test and not seen in this sample."""
    answer = f"{known_driver_sentence(known, [])} {_reasons(assessments)}"
    events = [f for f in findings if isinstance(f, Fusion) and f.role == "driver"]
    return answer + second_driver_sentence(findings, after_tki) + _within_gene(events)


def _within_gene(events: Sequence[Fusion]) -> str:
    return "".join(
        f" Seen within the gene: {f.nomenclature}. {f.classification_reason}"
        for f in events
        if f.event != "fusion"
    )


def _fusion_sentence(fusion: Fusion, document: FindingsDocument) -> str:
    names, codes = document.provenance.caller_names, {row.caller for row in fusion.support}
    callers = ", ".join(names.get(code, code) for code in sorted(codes))
    frame = fusion.frame.replace("_", " ") if fusion.frame != "unknown" else "frame unknown"
    likely = "likely driver, " if fusion.classification == "likely_driver" else ""
    reads = f"{fusion.reads} read{'s' if fusion.reads > 1 else ''}, " if fusion.reads else ""
    assays = " + ".join(assay.upper() for assay in fusion.assays)
    return (
        f"{fusion.nomenclature}: {likely}{frame}, {fusion.domain} {fusion.kinase_domain} "
        f"({reads}{assays}, {callers})"
    )


def _on_target(sample: SampleFindings, assessments: Sequence[Assessment]) -> SummaryLine:
    """Answer on resistance: `present` only by a mutation that is known to resist."""
    document, findings = sample.document, sample.document.findings
    mutations = OnTarget.of(f for f in findings if isinstance(f, Mutation))
    # Without a known driver every fusion kinase is in question.
    drivers = {driver.gene for driver in sample.drivers}
    kinases = [a for a in assessments if not drivers or a.gene in drivers]
    known = [KnownResistance(a.gene, mutations, document.assessments) for a in kinases]
    results = {kinase.result for kinase in known}
    results |= {"present"} if mutations.resisting else set()
    result: Result = next((r for r in RESULTS if r in results), "not_assessed")
    parts = [_named(mutations.resisting, _mutation_phrase)] if mutations.resisting else []
    parts += _without_resistance(mutations.harmless)
    parts += _of_unknown_significance(mutations.unknown)
    parts += _compound_phrases(_named_compounds(findings), findings)
    parts += _unlisted(document) + _to_confirm(mutations.filtered)
    if not mutations.passing:
        lead = "No resistance mutation found. " if result == "absent" else ""
        parts.append(lead + _reasons(kinases))
    answer = "; ".join(part.rstrip(".") for part in parts if part) + "."
    if mutations.passing and not mutations.resisting:
        answer += f" {_known_resistance(known, result)}"
    return SummaryLine(question="on_target", result=result, answer=answer)


def _named(findings: Sequence[_Named], phrase: Callable[[_Named], str]) -> str:
    """Name findings; of very many name the first and count the rest."""
    more = len(findings) - _MOST_NAMED
    names = ", ".join(map(phrase, findings[:_MOST_NAMED]))
    return names + (f" and {more} more" if more > 0 else "")


def _without_resistance(mutations: Sequence[Mutation]) -> list[str]:
    names = _named(mutations, _mutation_phrase)
    return [f"{names}: known, with no resistance to a drug on record"] if mutations else []


def _of_unknown_significance(mutations: Sequence[Mutation]) -> list[str]:
    """Name the variants of unknown significance, where there are some."""
    if not mutations:
        return []
    kind = "variant" if len(mutations) == 1 else "variants"
    names = _named(mutations, _with_fraction)
    text = f"{names}, {kind} of unknown significance: effect not known"
    near = [m for m in mutations if m.resisting_at_residue]
    if len(near) > _FEW_REMARKS:
        return [text, f"at the residues of {len(near)} of them other changes are known to resist"]
    return [text, *map(_residue_remark, near)]


def _residue_remark(mutation: Mutation) -> str:
    known = mutation.resisting_at_residue
    others = "another change" if len(known) == 1 else "other changes"
    are = "is" if len(known) == 1 else "are"
    return f"{others} of residue {mutation.residue} {are} known to resist ({', '.join(known)})"


def _known_resistance(known: Sequence[KnownResistance], result: Result) -> str:
    """Answer on known resistance where the mutations found are not known to resist."""
    reasons = {kinase.gene: kinase.reason for kinase in known if kinase.reason}
    alike = len(set(reasons.values())) == 1
    texts = [next(iter(reasons.values()))] if alike else [f"{g}: {r}" for g, r in reasons.items()]
    lead = (
        "No known resistance mutation found" if result == "absent" else "Known resistance mutations"
    )
    return _sentence(f"{lead}: {'; '.join(texts)}") if texts else f"{lead}: {_words(result)}."


def _named_compounds(findings: Sequence[Finding]) -> list[CompoundMutation]:
    """Return pairs, and larger sets of known phase, that are not part of a larger set named."""
    compounds = [f for f in findings if isinstance(f, CompoundMutation)]
    candidates = [c for c in compounds if len(c.members) == 2 or c.phase != "unknown"]
    decided = [(c.phase, set(c.members)) for c in candidates if c.phase != "unknown"]
    return [
        c
        for c in candidates
        if not any(c.phase == phase and set(c.members) < members for phase, members in decided)
    ]


def _compound_phrases(
    compounds: Sequence[CompoundMutation], findings: Sequence[Finding]
) -> list[str]:
    """Return each compound with its phase; several of one phase together."""
    mutations = {f.id: f for f in findings if isinstance(f, Mutation)}
    by_phase: dict[str, list[str]] = {}
    for compound in compounds:
        members = [mutations[member] for member in compound.members]
        by_phase.setdefault(_phase_phrase(compound), []).append(_compound_name(members))
    return [
        f"{phase}: {_named(names, str)}" if len(names) > 1 else f"{names[0]}: {phase}"
        for phase, names in by_phase.items()
    ]


def _compound_name(members: Sequence[Mutation]) -> str:
    """Return the gene and the changes; of very many the first, and how many more there are."""
    changes = "+".join(m.protein_change or m.label for m in members[:_MOST_NAMED])
    more = len(members) - _MOST_NAMED
    return f"{members[0].gene} {changes}" + (f" and {more} more" if more > 0 else "")


def _unlisted(document: FindingsDocument) -> list[str]:
    """Count the pairs that are not named, where there are some."""
    listed = any(isinstance(f, CompoundMutation) for f in document.findings)
    return unlisted_said(document.unlisted_pairs, further=listed)


def _with_other_kinases(line: SummaryLine, others: Sequence[Mutation]) -> SummaryLine:
    """Add to the line on resistance the mutations of a fusion kinase that is not the driver."""
    if line.question != "on_target" or not others:
        return line
    genes = " and ".join(sorted({m.gene for m in others}))
    known = [m for m in others if not m.of_unknown_significance]
    parts = [_named(known, _with_fraction)] if known else []
    parts += _of_unknown_significance([m for m in others if m.of_unknown_significance])
    text = "; ".join([*parts, f"{genes} is not the driver kinase of this report"])
    return line.model_copy(update={"answer": f"{line.answer} Not on target: {text}."})


def _to_confirm(filtered: Sequence[Mutation]) -> list[str]:
    """Name the mutations that a caller filtered, where there are some."""
    names = ", ".join(f"{m.label} ({_filters(m)})" for m in filtered)
    return [f"filtered by the caller, to be confirmed: {names}"] if filtered else []


def _filters(mutation: Mutation) -> str:
    known = "; variant of unknown significance" if mutation.of_unknown_significance else ""
    return f"filter {', '.join(mutation.filters)}{known}"


def _with_fraction(mutation: Mutation) -> str:
    return mutation.label + (f" (VAF {percent(mutation.vaf)})" if mutation.vaf is not None else "")


def _mutation_phrase(mutation: Mutation) -> str:
    details = [] if mutation.vaf is None else [f"VAF {percent(mutation.vaf)}"]
    if mutation.of_unknown_significance:
        details.append("variant of unknown significance: effect not known")
    return f"{mutation.label} ({', '.join(details)})" if details else mutation.label


def _phase_phrase(compound: CompoundMutation) -> str:
    return {
        "cis": "on one allele (cis)",
        "trans": "on separate alleles (trans)",
        "unknown": "phase unknown",
    }[compound.phase]


_AMPLIFICATION_LEADS = {
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
    """Answer on MET: kinase mutations first, then amplification, then what was not assessed."""
    mutations = [f for f in findings if isinstance(f, Mutation) and f.role == "met_kinase"]
    filtered = [m for m in mutations if m.filters]
    amplified = joint_result(amplification)
    known = [m for m in mutations if not m.of_unknown_significance]
    of_mutations: set[Result] = {"indeterminate" if m.filters else "present" for m in known}
    parts = [_met_mutation(m, effects) for m in known if not m.filters]
    unknown = [m for m in mutations if m.of_unknown_significance and not m.filters]
    parts += [f"In the kinase domain {text}" for text in _of_unknown_significance(unknown)[:1]]
    parts += [_sentence(part) for part in _to_confirm(filtered)]
    parts.append(_AMPLIFICATION_LEADS.get(amplified, "") + _reasons(amplification))
    if not mutations:
        parts += [f"{a.target}: {_words(a.result)}" for a in kinases if a.result != "absent"]
    return SummaryLine(
        question="met",
        result=next(result for result in RESULTS if result in {*of_mutations, amplified}),
        answer=". ".join(part.rstrip(".") for part in parts if part) + ".",
    )


def _met_mutation(mutation: Mutation, effects: Iterable[KinaseEffect]) -> str:
    """Name a mutation and the effects of drugs on that kinase with their evidence, worst first."""
    by_reason: dict[str, list[str]] = {}
    for effect in sorted(effects, key=lambda e: WORST_FIRST.index(e.effect)):
        if effect.finding == mutation.id:
            by_reason.setdefault(effect.evidence or effect.reason, []).append(effect.therapy)
    known = "; ".join(f"{', '.join(names)} {reason}" for reason, names in by_reason.items())
    effects_text = f". With {mutation.gene} as the target: {known}" if known else ""
    return f"Kinase-domain mutation {_mutation_phrase(mutation)}{effects_text}"


def _words(result: Result) -> str:
    return result.replace("_", " ")


def _bypass(document: FindingsDocument, assessments: Sequence[Assessment]) -> SummaryLine:
    findings = document.findings
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
        phrases = [_bypass_phrase(finding) for finding in passing]
        phrases += [_fusion_sentence(fusion, document) for fusion in functional]
        named = {name for m in filtered for name in (m.gene, m.functional_class)}
        named |= {f"{f.gene} fusion" for f in others}
        parts = ["; ".join([*phrases, *to_confirm]) + ".", *halves.values()]
        parts += _still_open([a for a in others_open if a.target not in named])
        return SummaryLine(question="bypass", result="present", answer=" ".join(parts))
    answer = " ".join([*halves.values(), *_none_found(others_open, named=bool(halves))])
    return SummaryLine(question="bypass", result=joint_result(assessments), answer=answer)


def _half_pairs(findings: Sequence[Finding], assessments: Sequence[Assessment]) -> dict[str, str]:
    """Return one sentence for each pair of genes with one gene alone altered, by its target."""
    sentences = {}
    for assessment in assessments:
        halves = [f for f in findings if _counts_in_pair(f) and f.gene in (assessment.pair or ())]
        if halves and assessment.result != "present":
            names = ", ".join(_half_phrase(f) for f in halves)
            altered = {f.gene for f in halves}
            second = " and ".join(gene for gene in assessment.pair or () if gene not in altered)
            sentences[assessment.target] = f"{names}; an alteration of {second} is not excluded."
    return sentences


def _counts_in_pair(finding: Finding) -> TypeGuard[Mutation | CopyNumber]:
    """Return whether a finding has a class that counts only together with another gene."""
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
    """List the targets that stay open besides an alteration that was found."""
    leads: dict[Result, str] = {
        "indeterminate": "Not settled",
        "no_call": "Data too thin",
        "not_assessed": "Not assessed",
    }
    by_result = {r: [a for a in assessments if a.result == r] for r in leads}
    return [f"{leads[r]}: {_listed(alike)}." for r, alike in by_result.items() if alike]


def _none_found(assessments: Sequence[Assessment], *, named: bool) -> list[str]:
    """Give the open targets with their reasons, and list those not assessed or not detected.

    One reason for all stands without their names, unless these are to be `named`.
    """
    if not named and len({assessment.reason for assessment in assessments}) == 1:
        return [_reasons(assessments)]
    of = {r: [a for a in assessments if a.result == r] for r in RESULTS}
    parts = [_reasons_by_target(of[result]) for result in _OPEN if of[result]]
    for result, lead in _LEADS.items():
        if of[result]:
            parts.append(f"{lead}: {_listed(of[result])}.")
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
    """Give each reason of several assessments once, after its targets where they differ."""
    known = list(assessments)
    alike = len({assessment.reason for assessment in known}) == 1
    return _sentence(known[0].reason) if alike else _reasons_by_target(known)


def _reasons_by_target(assessments: Iterable[Assessment]) -> str:
    by_reason: dict[str, list[Assessment]] = {}
    for assessment in assessments:
        by_reason.setdefault(assessment.reason, []).append(assessment)
    return " ".join(_sentence(f"{_listed(alike)}: {reason}") for reason, alike in by_reason.items())


def _listed(assessments: Sequence[Assessment]) -> str:
    """Name the targets; an aspect that more than a few share is named once, with their genes."""
    genes = {
        aspect: [a.gene for a in assessments if a.aspect == aspect] for aspect in _SHARED_ASPECTS
    }
    shared = {aspect: alike for aspect, alike in genes.items() if len(alike) > _FEW}
    others = [a.target for a in assessments if a.aspect not in shared]
    return "; ".join(
        [
            *([", ".join(others)] if others else []),
            *(f"{aspect} of {', '.join(alike)}" for aspect, alike in shared.items()),
        ]
    )


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else text + "."
