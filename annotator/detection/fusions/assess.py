"""Whether a fusion of each kinase is present; absence only where the files can show it."""

from collections.abc import Sequence

from annotator.detection.case import JUNCTION_ROLES, Case
from annotator.detection.fusions.find import FoundFusions
from annotator.model.base import Result
from annotator.model.evidence import evidence_text
from annotator.model.findings import Assessment, Fusion
from annotator.model.observations import InputFile, RnaMetric


def assess_fusions(case: Case, fusions: FoundFusions) -> list[Assessment]:
    """Assess the fusion of each driver kinase."""
    return [_fusion(case, fusions, gene) for gene in case.tables.driver_kinases]


def assess_other_fusions(case: Case, fusions: FoundFusions) -> list[Assessment]:
    """Assess the fusion of each gene whose fusion bypasses the drivers.

    A panel for the drivers may not cover these genes, and tables do not list what was covered.
    """
    assessments = []
    for gene in case.tables.off_target_kinases:
        assessment = _fusion(case, fusions, gene)
        reason = assessment.reason
        if assessment.result == "absent":
            reason += "; valid only where the assay covers the gene"
        bypass = {"category": "bypass", "reason": reason}
        assessments.append(assessment.model_copy(update=bypass))
    return assessments


def _fusion(case: Case, of_sample: FoundFusions, gene: str) -> Assessment:
    files = _fusion_files(case)
    fusions = of_sample.of(gene)
    misplaced = of_sample.misplaced.get(gene)
    functional = [f for f in fusions if f.is_functional]
    # A reciprocal junction, or one of unknown orientation, may accompany a productive one.
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
            if any(n.code == "holds_no_gene_fusion" for n in case.observations.notices):
                reason = "the files given cannot hold a fusion of two genes, or not of this sample"
    elif not any(map(_can_show_fusions, files)):
        result, reason = "not_assessed", "; ".join(map(_cannot_show, files))
    else:
        result, reason = _no_fusion(case, gene, fusions, [*filter(_can_show_fusions, files)])
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
    """The files of junctions that are of this sample and can hold a fusion of two genes."""
    codes = ("sample_not_in_table", "holds_no_gene_fusion")
    silent = {n.source for n in case.observations.notices if n.code in codes}
    return [
        file for file in case.observations.inputs_of(*JUNCTION_ROLES) if file.name not in silent
    ]


def _can_show_fusions(file: InputFile) -> bool:
    return file.can_show("rna_fusions") or file.can_show("dna_junctions")


def _cannot_show(file: InputFile) -> str:
    """Why the absence of a fusion cannot be claimed from a file."""
    if file.shows:
        return f"{file.name} shows {evidence_text(file.shows)} and cannot show a gene fusion"
    if file.format.endswith("vcf"):
        return (
            f"{file.name} names no caller of structural variants and lists no breakend, inversion "
            "or translocation: it cannot show a gene fusion"
        )
    return f"{file.name} does not say which genes its caller looked at"


def _cut_before(case: Case, gene: str) -> dict[str, str]:
    """The files that may have been cut before a fusion of the gene, and why."""
    model = case.genome.find_transcript(gene)
    cut = {
        name: f"the last line of {name} has no end: it may be cut"
        for name in case.cut_files.last_line_open
    }
    for end in case.cut_files.ended_early:
        if model and end.is_before(model.chrom, model.end):
            locus = f"{end.chrom}:{end.position}"
            cut[end.file] = f"the records of {end.file} end at {locus}: it may be cut"
    return cut


def _no_fusion(
    case: Case, gene: str, fusions: Sequence[Fusion], given: Sequence[InputFile]
) -> tuple[Result, str]:
    """The result and its reason without a functional fusion.

    Absence is not claimed where the RNA could not show a fusion, nor from files that may be cut.
    """
    cut = _cut_before(case, gene)
    files = [file for file in given if file.name not in cut]
    if not files:
        return "no_call", f"none is listed, but {'; '.join(cut[f.name] for f in given)}"
    rna = [file for file in files if file.can_show("rna_fusions")]
    dna = [file for file in files if file.can_show("dna_junctions")]
    listed = "none is listed"
    if fusions:
        listed = f"only {'; '.join(f.name for f in fusions)}, not functional, is listed"
    share = case.tables.limits.rna_after_negative_dna
    missed = f"RNA finds a driver in {share:.0%} of tumors without one in DNA"
    if not rna:
        formats = _format_names(dna)
        return "absent", f"{listed} in DNA ({formats}); RNA was not given: {missed}"
    formats = _format_names(rna)
    weak = _weak_rna(case)
    if weak is not None and not dna:
        return "no_call", f"{listed} in RNA ({formats}), which excludes nothing: {weak}"
    if weak is not None:
        formats = _format_names(dna)
        return (
            "absent",
            f"{listed} in DNA ({formats}); the RNA excludes nothing, {weak}: {missed}",
        )
    quality = "adequate" if case.sample.rna_quality else "not given"
    return "absent", f"{listed} in RNA ({formats}); RNA quality was {quality}"


def _format_names(files: Sequence[InputFile]) -> str:
    return ", ".join(file.format_name or file.format for file in files)


def _weak_rna(case: Case) -> str | None:
    """Why the RNA tables cannot exclude a fusion that they do not list; None where they can.

    RNA of unknown quality must show some fusion to exclude others.
    """
    if case.sample.rna_quality == "inadequate":
        return "its quality was inadequate"
    missed = [text for metric in case.observations.rna_metrics if (text := _missed(case, metric))]
    if missed:
        stated = ", though its quality was stated as adequate" if case.sample.rna_quality else ""
        return f"{'; '.join(missed)}{stated}"
    if case.sample.rna_quality == "adequate":
        return None
    if any(warning.code == "rna_sample_failed" for warning in case.observations.notices):
        return "it failed the panel's own check"
    if _rna_is_readable(case):
        return None
    return "its quality was not given, and it shows no fusion of any gene that passed the filters"


def _missed(case: Case, metric: RnaMetric) -> str | None:
    """The limit that a metric of the RNA does not reach; of the file itself before the table's."""
    low, high = metric.low, metric.high
    if low is None and high is None:
        named = metric.caller, metric.name
        limits = [each for each in case.tables.rna_quality if (each.caller, each.metric) == named]
        low, high = (limits[0].min, limits[0].max) if limits else (None, None)
    if low is not None and metric.value < low:
        bound = f"below {low:,g}"
    elif high is not None and metric.value > high:
        bound = f"above {high:,g}"
    else:
        return None
    return f"{metric.name} of {metric.source.file} is {metric.value:,.10g}, {bound}"


def _rna_is_readable(case: Case) -> bool:
    """Whether RNA shows an unfiltered fusion of any genes that has reads."""
    return any(
        row.assay == "rna"
        and not row.filters
        and (row.split_reads, row.spanning_reads) not in ((0, 0), (0, None), (None, 0))
        for row in case.observations.fusions or ()
    )
