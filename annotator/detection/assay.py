"""What an assay covers: outside it nothing was assessed, and an absence is one within its limits.

Source of the rule: an assay shows only what it was validated for; its limits belong to each
negative result (the laboratory's own description decides).
"""

from collections.abc import Iterator, Sequence

from annotator.model.base import Result
from annotator.model.findings import Assessment, CompoundMutation, FindingsDocument
from annotator.model.laboratory import LaboratoryAssay, VariantClass
from annotator.model.percent import percent
from annotator.model.warning import ReportWarning
from annotator.reference import Genome
from annotator.reference.transcript import Transcript

_SHOWN: tuple[Result, ...] = ("present", "indeterminate")
"""What was seen stays so, also outside the assay: a warning says where it lies."""
_CLASSES: dict[str, VariantClass] = {
    "fusion": "fusions",
    "amplification": "copy_number",
    "gain": "copy_number",
    "loss": "copy_number",
    "copy_number": "copy_number",
}


def held_to_assay(
    document: FindingsDocument, assay: LaboratoryAssay, genome: Genome
) -> FindingsDocument:
    """Return the document with its assessments as far as the assay can support them.

    A finding outside the assay, and too few tumor cells for it, are warnings.
    """
    content = _tumor_content(document)
    assessments = [_within(item, assay, content, genome) for item in document.assessments]
    warnings = [*document.warnings, *_outside(document, assay), *_too_few_cells(content, assay)]
    return document.model_copy(
        update={"assay": assay, "assessments": assessments, "warnings": warnings}
    )


def _tumor_content(document: FindingsDocument) -> float | None:
    """The share of tumor cells in tissue, as counted, else the purity; None for plasma."""
    if document.sample.specimen == "plasma":
        return None
    counted = document.case.tumor_content
    return document.sample.tumor_purity if counted is None else counted


def _outside(document: FindingsDocument, assay: LaboratoryAssay) -> Iterator[ReportWarning]:
    genes = {
        finding.gene
        for finding in document.findings
        if not isinstance(finding, CompoundMutation) and not _covers(assay, finding.gene)
    }
    for gene in sorted(genes):
        yield ReportWarning(
            code="outside_assay",
            message=f"{gene} is not in the assay {assay.name}, and the files give findings in it: "
            "check that they are of this assay.",
        )


def _too_few_cells(content: float | None, assay: LaboratoryAssay) -> Iterator[ReportWarning]:
    least = assay.minimum_tumor_content
    if content is not None and least is not None and content < least:
        yield ReportWarning(
            code="low_tumor_content",
            message=f"The tumor content of {percent(content)} is below the {percent(least)} that "
            f"the assay {assay.name} needs: what it did not find may be there.",
        )


def _within(
    item: Assessment, assay: LaboratoryAssay, tumor_content: float | None, genome: Genome
) -> Assessment:
    if item.result in _SHOWN:
        return item
    missing = [gene for gene in item.pair or (item.gene,) if not _covers(assay, gene)]
    if missing:
        are = "is" if len(missing) == 1 else "are"
        what = "" if item.pair is None else f"{' and '.join(missing)} {are} "
        return _with(item, "not_assessed", f"{what}not in the assay {assay.name}")
    exons = _missing_exons(item, assay, genome)
    if exons:
        words = f"exon{'s' if len(exons) > 1 else ''} {', '.join(map(str, exons))}"
        whole = item.category == "residue" or len(exons) == len(_exons_of(item, genome))
        result: Result = "not_assessed" if whole else "no_call"
        return _with(item, result, f"{words} of {item.gene} not in the assay {assay.name}")
    if item.result != "absent":
        return item
    least = assay.minimum_tumor_content
    if least is not None and tumor_content is not None and tumor_content < least:
        found = f"the tumor content of {percent(tumor_content)} is below the {percent(least)}"
        return _with(item, "no_call", f"{item.reason}, but {found} that {assay.name} needs")
    limit = getattr(assay.limits_of_detection, _class_of(item))
    return item.model_copy(update={"limit_of_detection": limit})


def _with(item: Assessment, result: Result, reason: str) -> Assessment:
    return item.model_copy(update={"result": result, "reason": reason})


def _covers(assay: LaboratoryAssay, gene: str) -> bool:
    return not assay.genes or gene.upper() in assay.genes


def _class_of(item: Assessment) -> VariantClass:
    """The class of variant that a target is; the aspect of a bypass gene says it."""
    return _CLASSES.get(item.category) or _CLASSES.get(item.aspect or "") or "small_variants"


def _missing_exons(item: Assessment, assay: LaboratoryAssay, genome: Genome) -> list[int]:
    """The exons of a residue or kinase domain that the assay leaves out."""
    covered = assay.genes.get(item.gene.upper())
    return [exon for exon in _exons_of(item, genome) if exon not in covered] if covered else []


def _exons_of(item: Assessment, genome: Genome) -> Sequence[int]:
    """The exons that encode a residue or a kinase domain; none for any other target."""
    if item.category == "residue" and item.residue is not None:
        first = last = item.residue
    elif item.category == "kinase_domain":
        domain = genome.reference.kinase_domain(item.gene)
        first, last = domain.start, domain.end
    else:
        return ()
    return _coding_exons(genome.transcript(item.gene), 3 * first - 2, 3 * last)


def _coding_exons(transcript: Transcript, first: int, last: int) -> list[int]:
    """The exons with coding nucleotides from `first` to `last` (1-based, inclusive)."""
    return [
        exon.number
        for exon in transcript.exons
        if exon.coding_length > 0
        and exon.coding_before < last
        and exon.coding_before + exon.coding_length >= first
    ]
