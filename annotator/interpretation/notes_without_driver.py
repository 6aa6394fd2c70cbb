"""The notes of a guidance without options: no driver was shown, or more than one."""

from collections.abc import Sequence

from annotator.interpretation.known_driver import ask_for_known_driver
from annotator.interpretation.known_resistance import OnTarget
from annotator.interpretation.profile import Profile
from annotator.interpretation.second_driver import driver_mutations, other_drivers
from annotator.interpretation.summary import ANOTHER_DRIVER, DRIVER_MUTATION
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.model.findings import FindingsDocument, Fusion, Mutation
from annotator.model.report import NoteSource


def note_on_driver(text: str, **sources: list[str]) -> NoteSource:
    """Make a note on the driver; `sources` are the fields of what it rests on."""
    return NoteSource(note=text, kind="driver", **sources)


def notes_on_several_drivers(profiles: Sequence[Profile]) -> list[NoteSource]:
    """Return why no guidance is given for drivers that were found together."""
    genes = " and ".join(profile.gene for profile in profiles)
    return [
        note_on_driver(
            f"Driver fusions of {genes} were found together, which is unusual: check the "
            "sample's identity. No line-of-therapy guidance is given.",
            findings=[profile.fusion.id for profile in profiles if profile.fusion],
        )
    ]


def notes_without_driver(document: FindingsDocument, knowledge: KnowledgeAsOf) -> list[NoteSource]:
    """Return why no guidance is given, what the findings mean, and what is still to be tested."""
    another = _fusion_of_another_gene(document)
    shown = "No other driver" if another else "Driver not"
    return [
        *ask_for_known_driver(document, knowledge),
        *another,
        note_on_driver(f"{shown} shown: no line-of-therapy guidance is given."),
        *_fusions_to_confirm(document),
        *_mutations_without_driver(document),
        *_driver_mutations(document),
        *_still_to_test(document),
    ]


def _fusion_of_another_gene(document: FindingsDocument) -> list[NoteSource]:
    """Note a driver fusion of a gene that this report does not cover."""
    fusions = other_drivers(document.findings)
    if not fusions:
        return []
    names = ", ".join(f.nomenclature for f in fusions)
    return [
        note_on_driver(
            f"{ANOTHER_DRIVER}: {names}. This report does not give therapies for it: assess it "
            "separately.",
            findings=[f.id for f in fusions],
        )
    ]


def _fusions_to_confirm(document: FindingsDocument) -> list[NoteSource]:
    """Note each fusion of a driver kinase that needs confirmation first."""
    return [
        note_on_driver(
            f"{f.nomenclature} needs confirmation before any TKI is considered: "
            f"{f.classification_reason}",
            findings=[f.id],
        )
        for f in document.findings
        if isinstance(f, Fusion)
        and (f.role, f.event) == ("driver", "fusion")
        and f.classification == "needs_confirmation"
    ]


def _mutations_without_driver(document: FindingsDocument) -> list[NoteSource]:
    """Note what mutations of a driver kinase mean where no fusion of it is shown."""
    on_target = OnTarget.of(f for f in document.findings if isinstance(f, Mutation))
    by_meaning = {
        "as a resistance mutation it has meaning only together with the fusion": (
            on_target.resisting
        ),
        "no resistance by it is on record": on_target.harmless,
        "a variant of unknown significance, its effect is not known": on_target.unknown,
    }
    return [
        note_on_driver(
            f"{', '.join(f.label for f in mutations)} without a driver fusion shown: {meaning}; "
            "no sensitivity is predicted from it.",
            findings=[f.id for f in mutations],
        )
        for meaning, mutations in by_meaning.items()
        if mutations
    ]


def _driver_mutations(document: FindingsDocument) -> list[NoteSource]:
    """Note mutations that may be the driver where no fusion of this report is shown."""
    mutations = driver_mutations(document.findings)
    if not mutations:
        return []
    names = ", ".join(m.label for m in mutations)
    genes = " or ".join(a.gene for a in document.assessments if a.category == "fusion")
    as_bypass = f", or as a bypass where a fusion of {genes} is known" if genes else ""
    return [
        note_on_driver(
            f"{DRIVER_MUTATION}: {names}. This report does not give therapies for it: assess it "
            f"separately{as_bypass}.",
            findings=[m.id for m in mutations],
        )
    ]


def _still_to_test(document: FindingsDocument) -> list[NoteSource]:
    """Note the fusions that were not assessed, and that this report replaces no full panel."""
    untested = [
        a.target
        for a in document.assessments
        if a.category == "fusion" and a.result in ("not_assessed", "no_call")
    ]
    notes = [
        note_on_driver(
            "Other drivers of lung cancer are only partly examined: this report does not replace a "
            "full panel."
        )
    ]
    if untested:
        text = f"Still to be tested by RNA, FISH or IHC: {', '.join(untested)}."
        notes.insert(0, note_on_driver(text, assessments=untested))
    return notes
