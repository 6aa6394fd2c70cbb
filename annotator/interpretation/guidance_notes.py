"""The notes of the guidance, each with what it rests on."""

from collections.abc import Iterable, Iterator, Sequence

from annotator.interpretation.history import TKI
from annotator.interpretation.history_remarks import remarks_on_history
from annotator.interpretation.profile import Profile
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.model import Rule
from annotator.model.context import ClinicalContext
from annotator.model.report import NoteKind, NoteSource

ORDER: tuple[NoteKind, ...] = (
    "driver",
    "history",
    "no_option",
    "mutations",
    "rule",
    "kinase_effect",
    "assessment",
)
"""The order of the kinds of notes; those of rules that rest on no finding come last."""
NO_MUTATION = "no_on_target_mutation"

_MOST_NAMED = 6
"""The most mutations that a note names; more are counted."""


def notes_on_history(
    context: ClinicalContext, gene: str, knowledge: KnowledgeAsOf
) -> list[NoteSource]:
    """Return how the history was read, what does not fit the driver, and that it is unknown."""
    remarks = remarks_on_history(context, gene, knowledge)
    if context.prior_therapies is None:
        remarks.append("The treatment history is unknown: read the branch that fits the patient.")
    return [NoteSource(note=text, kind="history") for text in remarks]


def notes_on_profile(profile: Profile, history: frozenset[str]) -> list[NoteSource]:
    """Return what the findings leave open; `history` holds the tokens of the prior therapies."""
    at_resistance = TKI in history
    return [
        *_phase(profile),
        *_significance(profile),
        *_unknown_in_bypass(profile),
        *(_not_excluded(profile) if at_resistance else ()),
        *(_not_assessed(profile) if at_resistance else ()),
        *(_not_settled(profile) if at_resistance else ()),
    ]


def notes_of_rules(rules: Iterable[Rule], knowledge: KnowledgeAsOf) -> list[NoteSource]:
    """Return the sentences that rules add; one without sources takes those of its rule."""
    return [
        NoteSource(
            note=note.text,
            kind="rule",
            rules=[rule.id],
            references=knowledge.published(note.references or rule.references),
        )
        for rule in rules
        for note in rule.notes
        if note.in_force(knowledge.as_of)
    ]


def sort_notes(notes: Iterable[NoteSource], rules: Iterable[Rule]) -> list[NoteSource]:
    """Sort notes: on findings first, then on what was not assessed, then what always holds."""
    on_findings = {rule.id for rule in rules if _rests_on_findings(rule)}

    def position(source: NoteSource) -> int:
        if source.kind == "rule" and on_findings.isdisjoint(source.rules):
            return len(ORDER)
        return ORDER.index(source.kind)

    return sorted(notes, key=position)


def _rests_on_findings(rule: Rule) -> bool:
    """Return whether a rule requires a finding besides the fusion itself."""
    required = [*rule.when.requires, *rule.when.requires_any]
    return any("::" not in token and token != NO_MUTATION for token in required)


def merge_notes(notes: Iterable[NoteSource]) -> list[NoteSource]:
    """Return each note once, with the rules and references of all notes of the same text."""
    merged: dict[str, NoteSource] = {}
    for source in notes:
        known = merged.setdefault(source.note, source)
        both = {
            "rules": list(dict.fromkeys([*known.rules, *source.rules])),
            "references": list(dict.fromkeys([*known.references, *source.references])),
        }
        merged[source.note] = known.model_copy(update=both)
    return [*merged.values()]


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _phase(profile: Profile) -> Iterator[NoteSource]:
    """Note that the phase is unknown where it can decide."""
    if profile.phase_matters:
        names = _listed([m.protein_change or m.label for m in profile.mutations])
        if len(profile.mutations) > _MOST_NAMED:
            names = f"the {len(profile.mutations)} mutations of {profile.gene}"
        yield NoteSource(
            note=f"Whether {names} lie on one allele (in cis) or on different alleles (in trans) "
            "is not known, and this can change the choice: resolve the phase (read-backed, long "
            "reads or RNA). An option that depends on it says what each case gives.",
            kind="mutations",
            findings=[*(m.id for m in profile.mutations), *(c.id for c in profile.compounds)],
        )


def _significance(profile: Profile) -> Iterator[NoteSource]:
    """Note on-target mutations that no statement covers."""
    unknown = [m for m in profile.mutations if m.of_unknown_significance]
    if unknown:
        names = ", ".join(m.label for m in unknown[:_MOST_NAMED])
        if len(unknown) > _MOST_NAMED:
            names = f"{len(unknown)} variants of {profile.gene}"
        yield NoteSource(
            note=f"{names}: of unknown significance; the effect on any drug is not known.",
            kind="mutations",
            findings=[m.id for m in unknown],
        )


def _unknown_in_bypass(profile: Profile) -> Iterator[NoteSource]:
    """Note variants of unknown significance in a kinase that is itself a bypass."""
    unknown = profile.unknown_in_bypass
    if not unknown:
        return
    names = ", ".join(m.label for m in unknown[:_MOST_NAMED])
    genes = _listed(sorted({m.gene for m in unknown}))
    if len(unknown) > _MOST_NAMED:
        names = f"{len(unknown)} variants of {genes}"
    near = list(dict.fromkeys(other for m in unknown for other in m.resisting_at_residue))
    remark = f" Known to resist at the same residue: {', '.join(near)}." if near else ""
    yield NoteSource(
        note=f"{names}: of unknown significance; whether an inhibitor of {genes} still works is "
        f"not known.{remark}",
        kind="mutations",
        findings=[m.id for m in unknown],
    )


def _not_excluded(profile: Profile) -> Iterator[NoteSource]:
    """Note, after a TKI, that mutations could have been missed."""
    if not profile.mutations and not profile.mutations_excluded:
        yield NoteSource(
            note=f"Resistance mutations of {profile.gene} were not excluded (kinase domain: "
            f"{profile.looked_for_mutations}): options after a TKI rest on the fusion alone.",
            kind="assessment",
            assessments=[f"{profile.gene} kinase domain"],
        )


def _not_assessed(profile: Profile) -> Iterator[NoteSource]:
    """Note, after a TKI, the targets outside the kinase that were not assessed."""
    if profile.not_assessed:
        targets = ", ".join(profile.not_assessed)
        yield NoteSource(
            note=f"{targets} was not assessed in this sample: test it before the next line.",
            kind="assessment",
            assessments=list(profile.not_assessed),
        )


def _not_settled(profile: Profile) -> Iterator[NoteSource]:
    """Note, after a TKI, the targets outside the kinase in doubt, which no option counts."""
    if profile.not_settled:
        targets = ", ".join(profile.not_settled)
        yield NoteSource(
            note=f"{targets} is not settled in this sample and not counted in the options: "
            "clarify it before the next line.",
            kind="assessment",
            assessments=list(profile.not_settled),
        )
