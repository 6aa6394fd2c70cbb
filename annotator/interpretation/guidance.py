"""Guidance: which options the rules give for a sample and a history, in order, and why."""

from collections.abc import Sequence

from annotator.interpretation.advisor import Advisor
from annotator.interpretation.guidance_notes import (
    merge_notes,
    notes_of_rules,
    notes_on_history,
    notes_on_profile,
    sort_notes,
)
from annotator.interpretation.known_driver import note_on_known_driver
from annotator.interpretation.notes_without_driver import (
    notes_on_several_drivers,
    notes_without_driver,
)
from annotator.interpretation.other_kinases import notes_on_options
from annotator.interpretation.phases import Advice, join_phases, resolve_phases
from annotator.interpretation.profile import Profile
from annotator.interpretation.sample_findings import SampleFindings
from annotator.interpretation.sensitivity import SensitivityCallers
from annotator.interpretation.therapy_lines import count_lines, course_words
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.model.context import ClinicalContext, Course, KnownDriver, named_courses
from annotator.model.report import (
    Guidance,
    GuidanceOption,
    GuidanceSetting,
    KinaseEffect,
    NotConsidered,
    NoteSource,
)


def guide(
    sample: SampleFindings, callers: SensitivityCallers, other_kinases: Sequence[KinaseEffect]
) -> Guidance:
    """Return the guidance of a sample: options where it has one driver, else why there are none."""
    context = sample.document.clinical_context
    if len(sample.profiles) == 1:
        profile = sample.profiles[0]
        guidance = give_guidance(profile, context, callers, other_kinases)
        return _with_known_driver(guidance, profile, context.known_driver)
    if sample.failed:
        notes = []
    elif sample.profiles:
        notes = notes_on_several_drivers(sample.profiles)
    else:
        notes = notes_without_driver(sample.document, callers.knowledge)
    return Guidance(
        setting=guidance_setting(None, context, callers.knowledge),
        as_of=callers.knowledge.as_of,
        jurisdiction=callers.knowledge.jurisdiction,
        options=[],
        notes=[source.note for source in notes],
        note_sources=notes,
        not_considered=[],
    )


def guidance_setting(
    gene: str | None, context: ClinicalContext, knowledge: KnowledgeAsOf
) -> GuidanceSetting:
    """Return the setting of a driver gene (None: no driver shown) in a clinical context."""
    resected = context.disease_setting == "resected"
    known = None if context.prior_therapies is None else context.courses
    count = count_lines(known, gene, knowledge.therapies)
    return GuidanceSetting(
        gene=gene,
        line="adjuvant" if resected else count.line,
        prior_therapies=context.prior_therapies,
        stop_reasons=context.stop_reasons,
        history=[course_words(course, knowledge.toxicity_name) for course in context.courses],
        switched_for_toxicity=[]
        if resected
        else [" + ".join(therapies) for therapies in count.switched],
        cns_metastases=context.cns_metastases,
    )


def give_guidance(
    profile: Profile,
    context: ClinicalContext,
    callers: SensitivityCallers,
    other_kinases: Sequence[KinaseEffect] = (),
) -> Guidance:
    """Return options for the history given, or for each usual history where it is unknown.

    `other_kinases` add notes alone: no option rests on them.
    """
    knowledge = callers.knowledge
    options: list[GuidanceOption] = []
    not_considered: list[NotConsidered] = []
    rules: list[str] = []
    notes = notes_on_history(context, profile.gene, knowledge)
    background: list[NoteSource] = []
    for branch, courses in _histories(profile.gene, context, knowledge):
        advisors = {
            scenario: Advisor(resolved, courses, context, callers)
            for scenario, resolved in resolve_phases(profile).items()
        }
        advice = join_phases({name: advisor.advice() for name, advisor in advisors.items()})
        options += [draft.option(rank, branch) for rank, draft in enumerate(advice.drafts, start=1)]
        rules += [rule.id for rule in advice.rules]
        not_considered += [
            entry.model_copy(update={"branch": branch}) for entry in advice.not_considered
        ]
        notes += notes_on_profile(profile, next(iter(advisors.values())).history)
        notes += _note_without_option(advice, branch, knowledge)
        background += notes_of_rules(advice.rules, knowledge)
    notes += notes_on_options(other_kinases, profile.gene, options)
    notes = merge_notes(sort_notes([*notes, *background], knowledge.rules(profile.gene)))
    return Guidance(
        setting=guidance_setting(profile.gene, context, knowledge),
        as_of=knowledge.as_of,
        jurisdiction=knowledge.jurisdiction,
        options=options,
        rules=list(dict.fromkeys(rules)),
        notes=[source.note for source in notes],
        note_sources=notes,
        not_considered=not_considered,
    )


def _histories(
    gene: str, context: ClinicalContext, knowledge: KnowledgeAsOf
) -> list[tuple[str | None, list[Course]]]:
    """Return the history given, or each branch of the knowledge base with its name."""
    if context.prior_therapies is not None:
        return [(None, context.courses)]
    return [
        (branch.name, named_courses(branch.prior_therapies)) for branch in knowledge.branches(gene)
    ]


def _with_known_driver(guidance: Guidance, profile: Profile, known: KnownDriver | None) -> Guidance:
    """Put a note first where the driver of an earlier test bears on the guidance."""
    note = note_on_known_driver(known, profile.fusion) if known else None
    if note is None:
        return guidance
    sources = [note, *guidance.note_sources]
    return guidance.model_copy(
        update={"notes": [source.note for source in sources], "note_sources": sources}
    )


def _note_without_option(
    advice: Advice, branch: str | None, knowledge: KnowledgeAsOf
) -> list[NoteSource]:
    """State that the rules leave no option, so that their absence does not look like a fault."""
    offering = [rule.id for rule in advice.rules if rule.options]
    if not offering:
        as_of = knowledge.as_of.isoformat()
        text = f"No guidance rule is in force on {as_of} that names an option in this setting."
    elif all(draft.category == "avoid" for draft in advice.drafts):
        text = "No option is left: all that the rules name are to be avoided."
    else:
        return []
    lead = "" if branch is None else f"History {branch!r}: "
    return [NoteSource(note=lead + text, kind="no_option", rules=offering)]
