"""Interprets one findings document: the public function of the stage."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from annotator.interpretation.bypass_limits import with_limits
from annotator.interpretation.guidance import give_guidance, guidance_setting
from annotator.interpretation.history import course_tokens
from annotator.interpretation.known_driver import (
    ask_for_known_driver,
    known_driver_warnings,
    note_on_known_driver,
)
from annotator.interpretation.on_target import OnTarget
from annotator.interpretation.other_kinases import effects_on_other_kinases
from annotator.interpretation.overlay_use import used_items, used_of
from annotator.interpretation.profile import Profile, build_profile, sample_drivers
from annotator.interpretation.reach import earlier_day, reach_warnings
from annotator.interpretation.resected import without_foreign_tiers
from annotator.interpretation.second_driver import (
    after_tki,
    driver_mutations,
    second_driver_warnings,
)
from annotator.interpretation.sensitivity import SensitivityCaller
from annotator.interpretation.significance import with_significance
from annotator.interpretation.sources import SourceCollector
from annotator.interpretation.summary import (
    ANOTHER_DRIVER,
    DRIVER_MUTATION,
    summarise,
)
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.model.context import KnownDriver
from annotator.model.findings import FindingsDocument, Fusion, Mutation
from annotator.model.on_target import beside_the_driver, with_roles
from annotator.model.report import (
    Guidance,
    KinaseEffect,
    KnowledgeUsed,
    NoteSource,
    OverlayUsed,
    Provenance,
    Report,
    RetiredItem,
    SensitivityCall,
)
from annotator.model.warning import DOUBTS, ReportWarning


def interpret(document: FindingsDocument, knowledge: KnowledgeAsOf, created: datetime) -> Report:
    """Read findings, history and knowledge together.

    A failed document becomes a failed report: its errors are kept and nothing is claimed.
    """
    day = (created if created.tzinfo is None else created.astimezone(UTC)).date()
    knowledge = knowledge.as_read_on(day)
    drivers = sample_drivers(document.findings, document.clinical_context.known_driver)
    targets = frozenset(driver.gene for driver in drivers)
    document = with_roles(document, targets)
    findings = with_significance(document.findings, knowledge)
    document = document.model_copy(update={"findings": findings})
    profiles = [
        build_profile(
            driver,
            document.findings,
            document.assessments,
            document.sample.specimen,
            document.phased_alleles,
        )
        for driver in (drivers if document.status == "complete" else [])
    ]
    sensitivity = [call for p in profiles for call in _calls(p, document, knowledge)]
    other_kinases = effects_on_other_kinases(document.findings, knowledge)
    guidance = _guidance(document, profiles, knowledge, other_kinases)
    sources = SourceCollector(knowledge).collect(document, sensitivity, other_kinases, guidance)
    treated = after_tki(document.findings, document.clinical_context, knowledge.therapies)
    cautions = _cautions(document, knowledge, day)
    used = used_items(document.findings, sensitivity, guidance, sources, knowledge)
    report = Report(
        report_id="",
        created=created,
        status=document.status,
        errors=document.errors,
        sample=document.sample,
        clinical_context=document.clinical_context,
        summary=[] if document.status == "failed" else summarise(document, other_kinases, treated),
        findings=document.findings,
        phased_alleles=document.phased_alleles,
        unlisted_pairs=document.unlisted_pairs,
        assessments=document.assessments,
        sensitivity=sensitivity,
        other_kinases=other_kinases,
        guidance=guidance,
        statements=sources.statements,
        rules=sources.rules,
        trials=sources.trials,
        therapies=sources.therapies,
        references=sources.references,
        provenance=_provenance(document, knowledge, used),
        warnings=[
            # Detection gave this warning once, blind to the history: such documents are read too.
            *(warning for warning in document.warnings if warning.code != "second_driver"),
            *second_driver_warnings(document.findings, treated),
            *_warnings(document, profiles),
            *cautions,
        ],
        banners=[
            *(warning.message for warning in document.warnings if warning.code in DOUBTS),
            *(warning.message for warning in cautions),
            *([] if document.status == "failed" else earlier_day(knowledge)),
        ],
    )
    digest = hashlib.sha256(report.model_dump_json().encode()).hexdigest()
    return report.model_copy(update={"report_id": f"{document.sample.id}-{digest[:12]}"})


def _calls(
    profile: Profile, document: FindingsDocument, knowledge: KnowledgeAsOf
) -> list[SensitivityCall]:
    context = document.clinical_context
    history = course_tokens(context.courses, profile.gene, knowledge.therapies.values())
    calls = SensitivityCaller(profile, knowledge, history).calls()
    if context.disease_setting == "resected":
        calls = without_foreign_tiers(calls, knowledge)
    return with_limits(calls, profile, knowledge)


def _guidance(
    document: FindingsDocument,
    profiles: list[Profile],
    knowledge: KnowledgeAsOf,
    other_kinases: list[KinaseEffect],
) -> Guidance:
    context = document.clinical_context
    if len(profiles) == 1:
        given = give_guidance(profiles[0], context, knowledge, other_kinases)
        return _with_known_driver(given, profiles[0], context.known_driver)
    if document.status == "failed":
        notes = []
    elif profiles:
        genes = " and ".join(profile.gene for profile in profiles)
        notes = [
            _on_driver(
                f"Driver fusions of {genes} were found together, which is unusual: check the "
                "sample's identity. No line-of-therapy guidance is given.",
                findings=[profile.fusion.id for profile in profiles if profile.fusion],
            )
        ]
    else:
        another = _of_another_gene(document)
        shown = "No other driver" if another else "Driver not"
        notes = [
            *ask_for_known_driver(document, knowledge),
            *another,
            _on_driver(f"{shown} shown: no line-of-therapy guidance is given."),
            *_unplaced(document),
            *_driver_mutations(document),
            *_still_to_test(document),
        ]
    return Guidance(
        setting=guidance_setting(None, context, knowledge),
        as_of=knowledge.as_of,
        jurisdiction=knowledge.jurisdiction,
        options=[],
        notes=[source.note for source in notes],
        note_sources=notes,
        not_considered=[],
    )


def _with_known_driver(guidance: Guidance, profile: Profile, known: KnownDriver | None) -> Guidance:
    """The guidance, led by how it stands to the driver of an earlier test, where that matters."""
    led = note_on_known_driver(known, profile.fusion) if known else None
    if led is None:
        return guidance
    sources = [led, *guidance.note_sources]
    return guidance.model_copy(
        update={"notes": [source.note for source in sources], "note_sources": sources}
    )


def _on_driver(note: str, **sources: list[str]) -> NoteSource:
    return NoteSource(note=note, kind="driver", **sources)


def _still_to_test(document: FindingsDocument) -> list[NoteSource]:
    """What a report without a driver must not be taken for."""
    untested = [
        a.target
        for a in document.assessments
        if a.category == "fusion" and a.result in ("not_assessed", "no_call")
    ]
    notes = [
        _on_driver(
            "Other drivers of lung cancer are only partly examined: this report does not replace a "
            "full panel."
        )
    ]
    if untested:
        text = f"Still to be tested by RNA, FISH or IHC: {', '.join(untested)}."
        notes.insert(0, _on_driver(text, assessments=untested))
    return notes


def _of_another_gene(document: FindingsDocument) -> list[NoteSource]:
    """Said of a driver fusion that is not of the genes of this report."""
    others = [f for f in document.findings if isinstance(f, Fusion) and f.drives_another]
    if not others:
        return []
    names = ", ".join(f.nomenclature for f in others)
    return [
        _on_driver(
            f"{ANOTHER_DRIVER}: {names}. This report does not give therapies for it: assess it "
            "separately.",
            findings=[f.id for f in others],
        )
    ]


def _driver_mutations(document: FindingsDocument) -> list[NoteSource]:
    """Said of mutations that may be the driver where no fusion of this report is shown."""
    mutations = driver_mutations(document.findings)
    if not mutations:
        return []
    names = ", ".join(m.label for m in mutations)
    genes = " or ".join(a.gene for a in document.assessments if a.category == "fusion")
    beside = f", or as a bypass where a fusion of {genes} is known" if genes else ""
    return [
        _on_driver(
            f"{DRIVER_MUTATION}: {names}. This report does not give therapies for it: assess it "
            f"separately{beside}.",
            findings=[m.id for m in mutations],
        )
    ]


def _unplaced(document: FindingsDocument) -> list[NoteSource]:
    """What was found but means little without a driver, and what needs confirmation first."""
    notes = [
        _on_driver(
            f"{f.nomenclature} needs confirmation before any TKI is considered: "
            f"{f.classification_reason}",
            findings=[f.id],
        )
        for f in document.findings
        if isinstance(f, Fusion)
        and (f.role, f.event) == ("driver", "fusion")
        and f.classification == "needs_confirmation"
    ]
    found = OnTarget.of(f for f in document.findings if isinstance(f, Mutation))
    said = {
        "as a resistance mutation it has meaning only together with the fusion": found.resisting,
        "no resistance by it is on record": found.harmless,
        "a variant of unknown significance, its effect is not known": found.unknown,
    }
    notes += [
        _on_driver(
            f"{', '.join(f.label for f in mutations)} without a driver fusion shown: {meaning}; "
            "no sensitivity is predicted from it.",
            findings=[f.id for f in mutations],
        )
        for meaning, mutations in said.items()
        if mutations
    ]
    return notes


def _warnings(document: FindingsDocument, profiles: Iterable[Profile]) -> list[ReportWarning]:
    """Filtered calls that would matter: they are not counted, and this says so."""
    genes = {profile.gene for profile in profiles}
    return [
        ReportWarning(
            code="filtered_on_target_mutation",
            message=(
                f"{f.label} was filtered by the caller ({', '.join(f.filters)}) and is not counted "
                "in the calls; confirm it by another method."
            ),
            source=f.support[0].source if f.support else None,
        )
        for f in document.findings
        if isinstance(f, Mutation) and f.role == "on_target" and f.filters and f.gene in genes
    ] + _resistance_of_another_kinase(document)


def _resistance_of_another_kinase(document: FindingsDocument) -> list[ReportWarning]:
    """Said of known resistance mutations whose kinase does not drive this tumor."""
    kinases = [a.gene for a in document.assessments if a.category == "fusion"]
    by_gene: dict[str, list[Mutation]] = {}
    drivers = sample_drivers(document.findings, document.clinical_context.known_driver)
    targets = {driver.gene for driver in drivers}
    for mutation in beside_the_driver(document.findings, kinases, targets):
        if mutation.counts_as_resistance:
            by_gene.setdefault(mutation.gene, []).append(mutation)
    return [
        ReportWarning(
            code="resistance_mutation_of_another_kinase",
            message=(
                f"{', '.join(m.label for m in mutations)}: known from resistance of {gene} "
                f"fusions, and {gene} is not the driver kinase of this report, so not counted as "
                f"on-target. Check whether a fusion of {gene} was missed, and the sample's "
                "identity."
            ),
            source=mutations[0].support[0].source if mutations[0].support else None,
        )
        for gene, mutations in by_gene.items()
    ]


def _cautions(
    document: FindingsDocument, knowledge: KnowledgeAsOf, day: date
) -> list[ReportWarning]:
    """What has to stand over page 1: the whole report may mislead without it."""
    if document.status == "failed":
        return []
    return [*known_driver_warnings(document), *reach_warnings(knowledge, day)]


def _provenance(
    document: FindingsDocument, knowledge: KnowledgeAsOf, used: Mapping[str, set[str]]
) -> Provenance:
    made = document.provenance
    settings = {name: value for name, value in made.settings.items() if name != "as_of"}
    if knowledge.asked_as_of is not None:
        settings["as_of"] = knowledge.asked_as_of.isoformat()
    return Provenance(
        software=made.software,
        knowledge=KnowledgeUsed(
            version=knowledge.base.release.version,
            sha256=knowledge.base.sha256,
            as_of=knowledge.as_of,
            asked_as_of=knowledge.asked_as_of,
            asked_jurisdiction=knowledge.asked_jurisdiction,
            overlays=[
                OverlayUsed(
                    name=overlay.name,
                    version=overlay.version,
                    sha256=overlay.sha256,
                    items={table: len(items) for table, items in overlay.items.items()},
                    used=used_of(overlay, used),
                    retired=[RetiredItem(**item.model_dump()) for item in overlay.retired],
                )
                for overlay in knowledge.base.overlays
            ],
        ),
        reference=made.reference,
        inputs=made.inputs,
        settings={**settings, "jurisdiction": knowledge.jurisdiction},
    )
