"""The genes that a junction joins: by its breakpoints, compared with the names of its caller."""

from annotator.model.errors import InputProblem
from annotator.model.findings import UNKNOWN_PARTNER
from annotator.model.observations import FusionEnd, FusionObservation
from annotator.model.tables import DetectionTables, FusionKinase
from annotator.model.warning import ReportWarning, WarningCode
from annotator.reference import Genome

UNKNOWN = UNKNOWN_PARTNER
Breakpoint = tuple[str, int]
"""Chromosome and 1-based position."""


class JunctionGenes:
    """Names the genes of the junctions of one sample. `warnings` collects the warnings."""

    def __init__(self, genome: Genome, tables: DetectionTables) -> None:
        """`tables` name the kinases and the limits."""
        self.genome = genome
        self.limits = tables.limits
        self.kinases = {kinase.gene: kinase for kinase in tables.fusion_kinases}
        self.warnings: list[ReportWarning] = []
        self.misplaced: dict[str, str] = {}
        """The locus of each kinase that a row names outside its gene."""

    def kinases_of(
        self, observation: FusionObservation
    ) -> tuple[FusionKinase | None, FusionKinase | None]:
        """The kinases of the 5' and of the 3' side; contradictory names are warned of.

        Raises InputProblem where a row names a kinase that lies at its locus in the other build.
        """
        first, last = (
            self._kinase(end) for end in (observation.five_prime, observation.three_prime)
        )
        self._compare_names(observation, first, last)
        return first, last

    def _kinase(self, end: FusionEnd) -> FusionKinase | None:
        """The kinase whose gene contains the breakpoint; by name where no breakpoint is given."""
        if end.place is None:
            named = [self.genome.reference.symbol(gene) for gene in end.genes]
        else:
            tolerance = self.limits.breakpoint_tolerance
            named = self.genome.genes_at(*end.place, slack=tolerance)
        return next((self.kinases[gene] for gene in named if gene in self.kinases), None)

    def _compare_names(
        self,
        observation: FusionObservation,
        first: FusionKinase | None,
        last: FusionKinase | None,
    ) -> None:
        """Warn where the written symbol and the locus are of different kinases."""
        ends = ((observation.five_prime, first), (observation.three_prime, last))
        for end, kinase in ends:
            symbols = [self.genome.reference.symbol(gene) for gene in end.genes]
            if end.place is None or not symbols or (kinase and kinase.gene in symbols):
                continue
            locus = f"{end.chrom}:{end.position}"
            written = next((symbol for symbol in symbols if symbol in self.kinases), None)
            if kinase:
                message = (
                    f"{locus} is written as {symbols[0]} but lies in {kinase.gene}; "
                    f"read as {kinase.gene}"
                )
            elif written:
                message = f"{locus} is written as {written} but lies outside it; not counted"
                if written in self.genome.reference.kinase_genes:
                    self._check_other_build(end, written, observation)
                self.misplaced[written] = locus
            else:
                continue
            self.note("gene_name_disagrees", message, observation)

    def _check_other_build(self, end: FusionEnd, gene: str, observation: FusionObservation) -> None:
        """Raise InputProblem where the named gene lies at the breakpoint in the other build."""
        other = self.genome.other
        if end.place and gene in other.genes_at(*end.place):
            raise InputProblem(
                f"{end.chrom}:{end.position} is written as {gene}, which lies there in "
                f"{other.build} and not in {self.genome.build}",
                file=observation.source.file,
                line=observation.source.line,
                expected=f"breakpoints of {self.genome.build}",
                advice=f"Give --genome-build {other.build}, or the file of the right build",
            )

    def note(self, code: WarningCode, message: str, observation: FusionObservation) -> None:
        """Add a warning of a row."""
        source = observation.source.place
        self.warnings.append(ReportWarning(code=code, message=message, source=source))

    def partner(self, end: FusionEnd, observation: FusionObservation) -> str:
        """The gene of the other side: by locus, on the transcribed strand if that is given."""
        symbols = [self.genome.reference.symbol(gene) for gene in end.genes]
        if end.place is None:
            return symbols[0] if symbols else UNKNOWN
        genes = self.genome.genes_at(*end.place)
        on_strand = [gene for gene in genes if self._strand(gene) == end.strand]
        genes = (on_strand or genes) if end.strand else genes
        named = next((symbol for symbol in symbols if symbol in genes), None)
        if named:
            return named
        if end.strand and symbols and not on_strand and self._strand(symbols[0]) is None:
            # A gene without a model that overlaps a known one on the other strand.
            return symbols[0]
        if genes and symbols:
            self._note_partner(end, symbols[0], f"lies in {genes[0]}; read as it", observation)
        if genes:
            return genes[0]
        if symbols and self._elsewhere(symbols[0], end.place):
            self._note_partner(end, symbols[0], "lies far from it; not read as it", observation)
            return UNKNOWN
        return symbols[0] if symbols else UNKNOWN

    def _note_partner(
        self, end: FusionEnd, symbol: str, what: str, observation: FusionObservation
    ) -> None:
        message = f"{end.chrom}:{end.position} is written as {symbol} but {what}"
        self.note("gene_name_disagrees", message, observation)

    def _strand(self, gene: str) -> str | None:
        transcript = self.genome.find_transcript(gene)
        return transcript.strand if transcript else None

    def _elsewhere(self, gene: str, locus: Breakpoint) -> bool:
        """Whether a known gene is on another chromosome, or too far away to be read through."""
        transcript = self.genome.find_transcript(gene)
        if transcript is None:
            return False
        chrom, position = locus
        near = self.limits.read_through_distance
        return transcript.chrom != self.genome.reference.normalize_chrom(chrom) or not (
            transcript.start - near <= position <= transcript.end + near
        )
