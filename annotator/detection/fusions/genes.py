"""Which genes a junction joins: by where it breaks, with what its caller wrote compared."""

from annotator.model.errors import InputProblem
from annotator.model.findings import UNKNOWN_PARTNER
from annotator.model.observations import FusionEnd, FusionObservation
from annotator.model.tables import DetectionTables, FusionKinase
from annotator.model.warning import ReportWarning, WarningCode
from annotator.reference import Genome

UNKNOWN = UNKNOWN_PARTNER
Place = tuple[str, int]


class JunctionGenes:
    """Names the genes of the junctions of one sample. What is noted gathers in `warnings`."""

    def __init__(self, genome: Genome, tables: DetectionTables) -> None:
        """`tables` name the kinases and the limits."""
        self.genome = genome
        self.limits = tables.limits
        self.kinases = {kinase.gene: kinase for kinase in tables.fusion_kinases}
        self.warnings: list[ReportWarning] = []
        self.misplaced: dict[str, str] = {}
        """Kinases that a row names at a place outside their gene, with the place."""

    def kinases_of(
        self, observation: FusionObservation
    ) -> tuple[FusionKinase | None, FusionKinase | None]:
        """The kinases of the 5' and of the 3' side; what names contradict is noted.

        Raises InputProblem where a row names a kinase that lies there in another build.
        """
        first, last = (
            self._kinase(end) for end in (observation.five_prime, observation.three_prime)
        )
        self._compare_names(observation, first, last)
        return first, last

    def _kinase(self, end: FusionEnd) -> FusionKinase | None:
        """The kinase whose gene span holds the breakpoint; by name where no place is given."""
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
        """Say so where the written symbol and the locus name different kinases."""
        ends = ((observation.five_prime, first), (observation.three_prime, last))
        for end, found in ends:
            symbols = [self.genome.reference.symbol(gene) for gene in end.genes]
            if end.place is None or not symbols or (found and found.gene in symbols):
                continue
            locus = f"{end.chrom}:{end.position}"
            written = next((symbol for symbol in symbols if symbol in self.kinases), None)
            if found:
                message = (
                    f"{locus} is written as {symbols[0]} but lies in {found.gene}; "
                    f"read as {found.gene}"
                )
            elif written:
                message = f"{locus} is written as {written} but lies outside it; not counted"
                if written in self.genome.reference.kinase_genes:
                    self._check_other_builds(end, written, observation)
                self.misplaced[written] = locus
            else:
                continue
            self.note("gene_name_disagrees", message, observation)

    def _check_other_builds(
        self, end: FusionEnd, gene: str, observation: FusionObservation
    ) -> None:
        """Raise InputProblem where the named gene lies there in another build."""
        for build in self.genome.reference.builds:
            other = self.genome.reference.in_build(build)
            if end.place and gene in other.genes_at(*end.place):
                raise InputProblem(
                    f"{end.chrom}:{end.position} is written as {gene}, which lies there in "
                    f"{build} and not in {self.genome.build}",
                    file=observation.source.file,
                    line=observation.source.line,
                    expected=f"breakpoints of {self.genome.build}",
                    advice=f"Give --genome-build {build}, or the file of the right build",
                )

    def note(self, code: WarningCode, message: str, observation: FusionObservation) -> None:
        """Note something of a row."""
        place = observation.source.place
        self.warnings.append(ReportWarning(code=code, message=message, source=place))

    def partner(self, end: FusionEnd, observation: FusionObservation) -> str:
        """The gene of the other side: by locus, on the strand that is transcribed if told."""
        symbols = [self.genome.reference.symbol(gene) for gene in end.genes]
        if end.place is None:
            return symbols[0] if symbols else UNKNOWN
        genes = self.genome.genes_at(*end.place)
        alike = [gene for gene in genes if self._strand(gene) == end.strand]
        genes = (alike or genes) if end.strand else genes
        named = next((symbol for symbol in symbols if symbol in genes), None)
        if named:
            return named
        if end.strand and symbols and not alike and self._strand(symbols[0]) is None:
            # A gene without a model, across a known one on the other strand.
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

    def _elsewhere(self, gene: str, place: Place) -> bool:
        """Whether a gene of known place lies on another chromosome, or beyond its neighbours."""
        transcript = self.genome.find_transcript(gene)
        if transcript is None:
            return False
        chrom, position = place
        near = self.limits.read_through_distance
        return transcript.chrom != self.genome.reference.normalise_chrom(chrom) or not (
            transcript.start - near <= position <= transcript.end + near
        )
