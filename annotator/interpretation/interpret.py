"""Interprets one findings document: the public function of the stage."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from annotator.interpretation.guidance import give_guidance, guidance_setting
from annotator.interpretation.history import history_tokens
from annotator.interpretation.laboratories import used_items, used_of
from annotator.interpretation.limits import with_limits
from annotator.interpretation.other_kinases import effects_on_other_kinases
from annotator.interpretation.profile import Profile, build_profile, functional_fusions
from annotator.interpretation.resected import without_foreign_tiers
from annotator.interpretation.second_driver import (
    SECOND_DRIVER,
    after_tki,
    driver_mutations,
    second_driver_notices,
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
from annotator.model.findings import FindingsDocument, Fusion, Mutation
from annotator.model.observations import Notice
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


def interpret(document: FindingsDocument, knowledge: KnowledgeAsOf, created: datetime) -> Report:
    """Read findings, history and knowledge together.

    A failed document becomes a failed report: its errors are kept and nothing is claimed.
    """
    findings = with_significance(document.findings, knowledge)
    document = document.model_copy(update={"findings": findings})
    profiles = [
        build_profile(fusion, document.findings, document.assessments, document.sample.specimen)
        for fusion in functional_fusions(document.findings).values()
    ]
    sensitivity = [call for p in profiles for call in _calls(p, document, knowledge)]
    other_kinases = effects_on_other_kinases(document.findings, knowledge)
    guidance = _guidance(document, profiles, knowledge, other_kinases)
    sources = SourceCollector(knowledge).collect(document, sensitivity, other_kinases, guidance)
    treated = after_tki(document.findings, document.clinical_context, knowledge.therapies)
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
            *(notice for notice in document.warnings if notice.code != SECOND_DRIVER),
            *second_driver_notices(document.findings, treated),
            *_warnings(document, profiles),
        ],
    )
    digest = hashlib.sha256(report.model_dump_json().encode()).hexdigest()
    return report.model_copy(update={"report_id": f"{document.sample.id}-{digest[:12]}"})


def _calls(
    profile: Profile, document: FindingsDocument, knowledge: KnowledgeAsOf
) -> list[SensitivityCall]:
    context = document.clinical_context
    history = history_tokens(
        context.prior_therapies or [],
        profile.gene,
        knowledge.therapies.values(),
        context.not_tolerated,
    )
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
        return give_guidance(profiles[0], context, knowledge, other_kinases)
    if document.status == "failed":
        notes = []
    elif profiles:
        genes = " and ".join(profile.gene for profile in profiles)
        notes = [
            _on_driver(
                f"Driver fusions of {genes} were found together, which is unusual: check the "
                "sample's identity. No line-of-therapy guidance is given.",
                findings=[profile.fusion.id for profile in profiles],
            )
        ]
    else:
        another = _of_another_gene(document)
        shown = "No other driver" if another else "Driver not"
        notes = [
            *another,
            _on_driver(f"{shown} shown: no line-of-therapy guidance is given."),
            *_unplaced(document),
            *_driver_mutations(document),
            *_still_to_test(document),
        ]
    return Guidance(
        setting=guidance_setting(None, context),
        as_of=knowledge.as_of,
        jurisdiction=knowledge.jurisdiction,
        options=[],
        notes=[source.note for source in notes],
        note_sources=notes,
        not_considered=[],
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
    mutations = [
        f
        for f in document.findings
        if isinstance(f, Mutation) and f.role == "on_target" and not f.filters
    ]
    if mutations:
        notes.append(
            _on_driver(
                f"{', '.join(f.label for f in mutations)} without a driver fusion shown: a "
                "resistance mutation has meaning only together with the fusion; no sensitivity "
                "is predicted from it.",
                findings=[f.id for f in mutations],
            )
        )
    return notes


def _warnings(document: FindingsDocument, profiles: Iterable[Profile]) -> list[Notice]:
    """Filtered calls that would matter: they are not counted, and this says so."""
    genes = {profile.gene for profile in profiles}
    return [
        Notice(
            code="filtered_on_target_mutation",
            message=(
                f"{f.label} was filtered by the caller ({', '.join(f.filters)}) and is not counted "
                "in the calls; confirm it by another method."
            ),
            source=f.support[0].source if f.support else None,
        )
        for f in document.findings
        if isinstance(f, Mutation) and f.role == "on_target" and f.filters and f.gene in genes
    ]


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
