"""Whether a fusion of each kinase is present; absence only where the files could show it."""

from collections.abc import Sequence

from annotator.detection.case import JUNCTION_ROLES, Case
from annotator.detection.cut_files import early_ends, open_files
from annotator.detection.fusions.find import FoundFusions
from annotator.model.base import Result
from annotator.model.caller_names import format_names
from annotator.model.findings import Assessment, Fusion
from annotator.model.observations import InputFile


def assess_fusions(case: Case, fusions: FoundFusions) -> list[Assessment]:
    """`GENE fusion` for each driver kinase."""
    return [_fusion(case, fusions, gene) for gene in case.tables.driver_kinases]


def assess_other_fusions(case: Case, fusions: FoundFusions) -> list[Assessment]:
    """`GENE fusion` for each gene whose fusion is a way around the drivers.

    A panel for the drivers need not cover these genes, and tables do not say what was covered.
    """
    assessments = []
    for gene in case.tables.off_target_kinases:
        one = _fusion(case, fusions, gene)
        reason = one.reason
        if one.result == "absent":
            reason += "; valid only where the assay covers the gene"
        assessments.append(one.model_copy(update={"category": "bypass", "reason": reason}))
    return assessments


def _fusion(case: Case, found: FoundFusions, gene: str) -> Assessment:
    files = _fusion_files(case)
    fusions = found.of(gene)
    misplaced = found.misplaced.get(gene)
    functional = [f for f in fusions if f.is_functional]
    # A junction of the gene that is no product of its own may stand next to a productive one.
    doubtful = [
        f
        for f in fusions
        if f.classification == "needs_confirmation" or f.orientation != "productive"
    ]
    result: Result
    if functional:
        result, reason = "present", "; ".join(f.nomenclature for f in functional)
    elif doubtful:
        result = "indeterminate"
        reason = "; ".join(f"{f.nomenclature}: {f.classification_reason}" for f in doubtful)
    elif misplaced:
        result = "indeterminate"
        reason = f"a row names {gene} at {misplaced}, which is not in the gene: check that row"
    elif not files:
        result, reason = "not_assessed", "no fusion or structural-variant file was given"
        if case.observations.inputs_of(*JUNCTION_ROLES):
            reason = "the tables given contain other samples and not this one"
    else:
        result, reason = _no_fusion(case, gene, fusions, files)
    return Assessment(
        target=f"{gene} fusion",
        gene=gene,
        aspect="fusion",
        category="fusion",
        result=result,
        reason=reason,
        inputs=[file.name for file in files],
    )


def _fusion_files(case: Case) -> list[InputFile]:
    """The files of junctions that are of this sample."""
    silent = {n.source for n in case.observations.notices if n.code == "sample_not_in_table"}
    return [
        file for file in case.observations.inputs_of(*JUNCTION_ROLES) if file.name not in silent
    ]


def _cut_before(case: Case, gene: str) -> dict[str, str]:
    """The files that may have been cut before a fusion of the gene, and why."""
    model = case.genome.find_transcript(gene)
    cut = {
        name: f"the last line of {name} has no end: it may be cut"
        for name in open_files(case.observations)
    }
    for end in early_ends(case.observations, case.tables.limits):
        if model and end.is_before(model.chrom, model.end):
            place = f"{end.chrom}:{end.position}"
            cut[end.file] = f"the records of {end.file} end at {place}: it may be cut"
    return cut


def _no_fusion(
    case: Case, gene: str, fusions: Sequence[Fusion], given: Sequence[InputFile]
) -> tuple[Result, str]:
    """Why absence is claimed, and how far it reaches.

    Not where the RNA could not show it, nor from files that may have been cut.
    """
    cut = _cut_before(case, gene)
    files = [file for file in given if file.name not in cut]
    if not files:
        return "no_call", f"none is listed, but {'; '.join(cut[f.name] for f in given)}"
    rna = [file for file in files if file.role == "fusions"]
    dna = [file for file in files if file.role == "structural_variants"]
    seen = "none is listed"
    if fusions:
        seen = f"only {'; '.join(f.name for f in fusions)}, not functional, is listed"
    share = case.tables.limits.rna_after_negative_dna
    missed = f"RNA finds a driver in {share:.0%} of tumors without one in DNA"
    if not rna:
        formats = format_names(file.format for file in dna)
        return "absent", f"{seen} in DNA ({formats}); RNA was not given: {missed}"
    formats = format_names(file.format for file in rna)
    weak = _weak_rna(case)
    if weak is not None and not dna:
        return "no_call", f"{seen} in RNA ({formats}), which excludes nothing: {weak}"
    if weak is not None:
        formats = format_names(file.format for file in dna)
        return (
            "absent",
            f"{seen} in DNA ({formats}); the RNA excludes nothing, {weak}: {missed}",
        )
    told = "adequate" if case.sample.rna_quality else "not given"
    return "absent", f"{seen} in RNA ({formats}); RNA quality was {told}"


def _weak_rna(case: Case) -> str | None:
    """Why a fusion missing from the RNA tables is not excluded; null where it is.

    Where nothing is stated of its quality, the RNA has to show some fusion to exclude others.
    """
    if case.sample.rna_quality == "inadequate":
        return "its quality was inadequate"
    if case.sample.rna_quality == "adequate":
        return None
    if any(notice.code == "rna_sample_failed" for notice in case.observations.notices):
        return "it failed the panel's own check"
    if _rna_is_readable(case):
        return None
    return "its quality was not given, and it shows no fusion of any gene that passed the filters"


def _rna_is_readable(case: Case) -> bool:
    """Whether some fusion of any gene was seen in RNA, passed its filters and has reads."""
    return any(
        row.assay == "rna"
        and not row.filters
        and (row.split_reads, row.spanning_reads) not in ((0, 0), (0, None), (None, 0))
        for row in case.observations.fusions or ()
    )
