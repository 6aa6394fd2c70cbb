"""Whether each gene is amplified or lost; absence only where its copies could be called."""

from annotator.detection.case import COPY_ROLES, Case
from annotator.detection.copy_number.calls import Calls
from annotator.detection.copy_number.source_call import CopyNumberCall
from annotator.model.base import Result
from annotator.model.findings import Assessment, AssessmentCategory, CopyNumber
from annotator.model.percent import percent
from annotator.model.tables import AMPLIFICATION


def assess_copy_numbers(case: Case, calls: Calls) -> list[Assessment]:
    """Assess the amplification of each gene with lines of its own in the copy-number table."""
    assessments = []
    for gene in case.tables.amplified_genes:
        call = calls.get(gene)
        result, reason = _result(case, gene, call)
        if call is not None and case.observations.segments is not None:
            reason = f"{call.finding.label}{_own_value(case, call.finding)}: {reason}"
            if call.others:
                reason += f" Also given: {'; '.join(call.others)}."
        assessments.append(
            Assessment(
                target=f"{gene} {AMPLIFICATION}",
                gene=gene,
                aspect=AMPLIFICATION,
                category="copy_number",
                result=result,
                reason=reason,
                inputs=case.files(COPY_ROLES),
            )
        )
    return assessments


def assess_further_genes(case: Case, calls: Calls) -> list[Assessment]:
    """Assess the change of each further gene; the reason is short where it is not a finding."""
    assessments = []
    measured = {row.gene for row in case.observations.gene_copies}
    for listed in case.tables.copy_number_genes:
        if listed.gene not in calls:
            continue
        call = calls[listed.gene]
        result, reason = _result(case, listed.gene, call)
        if result == "no_call" and call is None:
            result, reason = "not_assessed", "not covered by the copy-number files"
            if listed.gene in measured:
                reason = "measured by a method that is not interpreted for this gene"
        if call is not None and call.is_shown and result != "absent":
            reason = f"{call.finding.label}{_own_value(case, call.finding)}: {reason}"
        category: AssessmentCategory = listed.change
        if listed.change == "gain" and listed.token:
            category = "bypass"
        assessments.append(
            Assessment(
                target=listed.target,
                gene=listed.gene,
                aspect=listed.aspect,
                category=category,
                result=result,
                reason=reason,
                inputs=case.files(COPY_ROLES),
            )
        )
    return assessments


def _result(case: Case, gene: str, call: CopyNumberCall | None) -> tuple[Result, str]:
    if case.observations.segments is None:
        if case.observations.inputs_of("copy_number"):
            return "not_assessed", "the copy-number files give only purity, or other samples"
        return "not_assessed", "no copy-number file was given"
    if call is None:
        return "no_call", f"no segments cover {gene}, or too little of it"
    if call.unsure is None:
        return call.result, call.reason
    if call.rule.result == "absent" and not call.doubt:
        return call.result, call.unsure
    return call.result, f"{call.reason.rstrip('.')}. But {call.unsure}"


def _own_value(case: Case, finding: CopyNumber) -> str:
    """The caller's own copies, where they differ from those corrected for purity here."""
    purity = case.sample.tumor_purity
    if finding.caller_copy_number is None or purity is None:
        return ""
    own = f"{finding.caller_copy_number:g}"
    return f" (the caller's value {own}, corrected for purity {percent(purity)})"
