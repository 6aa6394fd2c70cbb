"""What was looked for in the copies of genes, and with which result."""

from collections.abc import Mapping

from annotator.detection.copy_number.calls import CopyNumberCall
from annotator.model.base import Result
from annotator.model.context import Sample
from annotator.model.findings import Assessment, AssessmentCategory, CopyNumber
from annotator.model.observations import Observations
from annotator.model.percent import percent
from annotator.model.tables import DetectionTables

Calls = Mapping[str, CopyNumberCall | None]


class CopyAssessor:
    """Assesses the copies of each graded gene for one sample."""

    def __init__(
        self,
        sample: Sample,
        observations: Observations,
        tables: DetectionTables,
        calls: Calls,
    ) -> None:
        """`calls` by gene; null for a gene that no source covers enough."""
        self.sample = sample
        self.observations = observations
        self.tables = tables
        self.calls = calls

    def amplifications(self) -> list[Assessment]:
        """`GENE amplification` for each gene of the copy-number table that is not context alone."""
        assessments = []
        for gene in self.tables.amplified_genes:
            call = self.calls.get(gene)
            result, reason = self._result(gene, call)
            if call is not None and self.observations.segments is not None:
                reason = f"{call.finding.label}{self._own_value(call.finding)}: {reason}"
                if call.others:
                    reason += f" Also given: {'; '.join(call.others)}."
            assessments.append(
                self._made(f"{gene} amplification", gene, "copy_number", result, reason)
            )
        return assessments

    def further_genes(self) -> list[Assessment]:
        """What is looked for in each further gene; a gene that is no finding is told in short."""
        assessments = []
        told = {row.gene for row in self.observations.gene_copies}
        for listed in self.tables.copy_number_genes:
            if listed.gene not in self.calls:
                continue
            call = self.calls[listed.gene]
            result, reason = self._result(listed.gene, call)
            if result == "no_call" and call is None:
                result, reason = "not_assessed", "not covered by the copy-number files"
                if listed.gene in told:
                    reason = "measured by a method that is not interpreted for this gene"
            if call is not None and call.is_shown and result != "absent":
                reason = f"{call.finding.label}{self._own_value(call.finding)}: {reason}"
            category: AssessmentCategory = listed.change
            if listed.change == "gain" and listed.token:
                category = "bypass"
            assessments.append(self._made(listed.target, listed.gene, category, result, reason))
        return assessments

    def _result(self, gene: str, call: CopyNumberCall | None) -> tuple[Result, str]:
        if self.observations.segments is None:
            if self.observations.inputs_of("copy_number"):
                return "not_assessed", "the copy-number files give only purity, or other samples"
            return "not_assessed", "no copy-number file was given"
        if call is None:
            return "no_call", f"no segments cover {gene}, or too little of it"
        if call.unsure is None:
            return call.result, call.reason
        if call.rule.result == "absent" and not call.doubt:
            return call.result, call.unsure
        return call.result, f"{call.reason.rstrip('.')}. But {call.unsure}"

    def _own_value(self, finding: CopyNumber) -> str:
        """What the caller itself wrote, where the copies are corrected for purity and differ."""
        purity = self.sample.tumor_purity
        if finding.caller_copy_number is None or purity is None:
            return ""
        own = f"{finding.caller_copy_number:g}"
        return f" (the caller's value {own}, corrected for purity {percent(purity)})"

    def _made(
        self, target: str, gene: str, category: AssessmentCategory, result: Result, reason: str
    ) -> Assessment:
        return Assessment(
            target=target,
            gene=gene,
            category=category,
            result=result,
            reason=reason,
            inputs=[file.name for file in self.observations.inputs_of("copy_number")],
        )
