"""A driver that an earlier test showed: whether this sample agrees, and when to ask for one."""

from collections.abc import Sequence

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.profile_tokens import driver_genes
from annotator.model.base import Result
from annotator.model.context import KnownDriver
from annotator.model.findings import Finding, FindingsDocument, Fusion, Mutation
from annotator.model.report import NoteSource
from annotator.model.warning import ReportWarning


def known_driver_warnings(document: FindingsDocument) -> list[ReportWarning]:
    """Warn where this sample contradicts the driver that was stated."""
    known = document.clinical_context.known_driver
    if known is None:
        return []
    drivers = driver_fusions(document.findings)
    stated = f"{_first_upper(known.fusion)} is known from {known.origin}, and"
    names = " and ".join(dict.fromkeys(fusion.name for fusion in drivers))
    if contradicts(known, drivers):
        return [
            ReportWarning(
                code="known_driver_contradicted",
                message=f"{stated} this sample shows {names}: the two contradict each other. "
                "Check the sample's identity and the earlier result.",
                source=None,
            )
        ]
    if has_other_partner(known, drivers):
        return [
            ReportWarning(
                code="known_driver_other_partner",
                message=f"{stated} this sample shows {names}: the partners differ. Check the "
                "earlier result and the sample's identity.",
                source=None,
            )
        ]
    if _missing_from_rna(known, document):
        return [
            ReportWarning(
                code="known_driver_not_in_rna",
                message=f"{stated} the RNA of this sample, of adequate quality, does not show it: "
                "the two contradict each other. Check the earlier result, the sample's identity "
                "and its tumor content.",
                source=None,
            )
        ]
    return []


def driver_fusions(findings: Sequence[Finding]) -> list[Fusion]:
    """Return the driver fusions found."""
    return [f for f in findings if isinstance(f, Fusion) and f.is_driver]


def contradicts(known: KnownDriver, drivers: Sequence[Fusion]) -> bool:
    """Return whether driver fusions were found, and none is of the stated kinase."""
    return bool(drivers) and all(fusion.gene != known.gene for fusion in drivers)


def has_other_partner(known: KnownDriver, drivers: Sequence[Fusion]) -> bool:
    """Return whether the kinase was found fused to named partners, and none is the stated one."""
    partners = [fusion for fusion in drivers if fusion.gene == known.gene]
    stated = (known.partner or "").casefold()
    return bool(
        partners
        and stated
        and all(f.partner_is_named and f.partner.casefold() != stated for f in partners)
    )


def _missing_from_rna(known: KnownDriver, document: FindingsDocument) -> bool:
    """Return whether adequate RNA of tumor tissue excludes a fusion of the kinase."""
    sample, inputs = document.sample, document.provenance.inputs
    readable = sample.rna_quality == "adequate" and sample.specimen == "tissue"
    given = any(file.role == "fusions" for file in inputs)
    return readable and given and _fusion_result(known.gene, document) == "absent"


def _fusion_result(gene: str, document: FindingsDocument) -> Result | None:
    results = (a.result for a in document.assessments if a.category == "fusion" and a.gene == gene)
    return next(results, None)


def known_driver_sentence(known: KnownDriver, drivers: Sequence[Fusion]) -> str:
    """Compare the stated driver with the driver fusions found, in one sentence for page 1."""
    if not drivers:
        return (
            f"{_first_upper(known.fusion)} is known from {known.origin}, not seen in this sample: "
            "guidance and predicted effects rest on it."
        )
    if contradicts(known, drivers):
        return f"It contradicts {known.fusion} known from {known.origin}."
    if has_other_partner(known, drivers):
        return f"The partner differs from that of {known.fusion} known from {known.origin}."
    return f"It confirms {known.fusion} known from {known.origin}."


def note_on_known_driver(known: KnownDriver, fusion: Fusion | None) -> NoteSource | None:
    """Note that the guidance rests on a driver this sample does not show, or on another one.

    Returns None where the sample confirms the stated driver.
    """
    if fusion is not None:
        return _note_on_contradiction(known, fusion) if contradicts(known, [fusion]) else None
    return NoteSource(
        note=f"Guidance and predicted effects rest on {known.fusion}, known from {known.origin} "
        "and not seen in this sample.",
        kind="driver",
    )


def _note_on_contradiction(known: KnownDriver, fusion: Fusion) -> NoteSource:
    return NoteSource(
        note=f"Check the sample's identity and the earlier result first: {known.fusion} is known "
        f"from {known.origin}, and this sample shows {fusion.name}. Guidance and predicted effects "
        f"are for {fusion.name} alone and hold only where this sample is the patient's.",
        kind="driver",
        findings=[fusion.id],
    )


def ask_for_known_driver(document: FindingsDocument, knowledge: KnowledgeAsOf) -> list[NoteSource]:
    """Ask for the driver where the history or a resistance mutation implies one not shown."""
    genes = driver_genes(knowledge.base)
    given = _inhibitors_given(document, knowledge, genes)
    alleles = [
        f
        for f in document.findings
        if isinstance(f, Mutation)
        and f.role == "on_target"
        and f.counts_as_resistance
        and not f.filters
    ]
    sets = [*given.values(), *({m.gene} for m in alleles)]
    if not sets:
        return []
    common = set.intersection(*sets) or set.union(*sets)
    candidates = " or ".join(gene for gene in genes if gene in common)
    return [
        NoteSource(
            note=f"{_reason_to_ask(list(given), alleles)}, but no driver fusion was shown in this "
            f"sample: which {candidates} fusion was shown earlier, by which test and when? Give it "
            f"as the known driver (--known-driver {candidates}); predicted effects and options "
            "follow from it.",
            kind="driver",
            findings=[m.id for m in alleles],
        )
    ]


def _inhibitors_given(
    document: FindingsDocument, knowledge: KnowledgeAsOf, genes: Sequence[str]
) -> dict[str, set[str]]:
    """Return the therapies of the history that inhibit driver kinases, with these kinases."""
    given: dict[str, set[str]] = {}
    for name in document.clinical_context.prior_therapies or []:
        therapy = knowledge.therapies.get(name)
        targets = therapy.targets if therapy else []
        inhibited = {t.gene for t in targets if t.active and t.gene in genes}
        if inhibited:
            given[name] = inhibited
    return given


def _reason_to_ask(given: Sequence[str], alleles: Sequence[Mutation]) -> str:
    parts = [f"The history includes {_listed(given)}"] if given else []
    if alleles:
        names = _listed([mutation.label for mutation in alleles])
        verb = "are resistance mutations" if len(alleles) > 1 else "is a resistance mutation"
        parts.append(f"{names} {verb}")
    return ", and ".join(parts)


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
