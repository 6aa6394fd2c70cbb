"""What was looked for, and with which of the five results: absence only where it could show."""

from collections.abc import Iterable, Sequence

from annotator.detection.copy_number import CopyNumberCall
from annotator.model.base import GenomeBuild, Result
from annotator.model.context import Sample
from annotator.model.findings import Assessment, Fusion, Mutation
from annotator.model.observations import DepthObservation, InputFile, InputRole, Observations
from annotator.model.tables import DetectionTables
from annotator.reference import CodingPosition, Reference


class Assessor:
    """Assesses every target of the program for one sample."""

    def __init__(
        self,
        sample: Sample,
        build: GenomeBuild,
        observations: Observations,
        reference: Reference,
        tables: DetectionTables,
    ) -> None:
        """`tables` name the driver kinases, the catalogued residues and the limits."""
        self.sample = sample
        self.build = build
        self.observations = observations
        self.reference = reference
        self.tables = tables
        self.driver_genes = sorted({partner.gene for partner in tables.fusion_partners})

    def _files(self, *roles: InputRole) -> list[InputFile]:
        return [i for i in self.observations.inputs if i.role in roles]

    def fusions(self, fusions: Sequence[Fusion]) -> list[Assessment]:
        """`GENE fusion` for each driver kinase."""
        return [
            self._fusion(gene, [f for f in fusions if f.gene == gene]) for gene in self.driver_genes
        ]

    def _fusion(self, gene: str, fusions: Sequence[Fusion]) -> Assessment:
        files = self._files("fusions", "structural_variants")
        functional = [f for f in fusions if f.classification in ("driver", "likely_driver")]
        doubtful = [f for f in fusions if f.classification == "needs_confirmation"]
        result: Result
        if functional:
            result, reason = "present", "; ".join(f.nomenclature for f in functional)
        elif doubtful:
            result = "indeterminate"
            reason = "; ".join(f"{f.nomenclature}: {f.classification_reason}" for f in doubtful)
        elif not files:
            result, reason = "not_assessed", "no fusion or structural-variant file was given"
        else:
            result, reason = "absent", self._no_fusion(fusions)
        return Assessment(
            target=f"{gene} fusion",
            gene=gene,
            category="fusion",
            result=result,
            reason=reason,
            inputs=[file.name for file in files],
        )

    def _no_fusion(self, fusions: Sequence[Fusion]) -> str:
        """Why absence is claimed, and how far it reaches."""
        rna, dna = self._files("fusions"), self._files("structural_variants")
        seen = "none is listed"
        if fusions:
            seen = f"only {'; '.join(f.name for f in fusions)}, not functional, is listed"
        if not rna:
            formats = ", ".join(file.format for file in dna)
            return (
                f"{seen} in DNA ({formats}); RNA was not given, which finds fusions that DNA misses"
            )
        formats = ", ".join(file.format for file in rna)
        reason = f"{seen} in RNA ({formats}); RNA quality was not given"
        if not self.observations.fusions:
            reason += ", and the table holds no fusion at all"
        return reason

    def residues(self, mutations: Sequence[Mutation]) -> list[Assessment]:
        """`GENE residue` for every catalogued residue, and `GENE kinase domain` over them."""
        catalogue: dict[str, dict[int, str]] = {gene: {} for gene in self.driver_genes}
        for allele in self.tables.catalogue:
            label = f"{allele.protein_change[0]}{allele.residue}"
            catalogue.setdefault(allele.gene, {})[allele.residue] = label
        assessments = []
        for gene, residues in sorted(catalogue.items()):
            of_gene = [m for m in mutations if m.gene == gene and m.in_kinase_domain]
            singles = [
                self._residue(gene, label, residue, of_gene)
                for residue, label in sorted(residues.items())
            ]
            assessments += singles
            assessments.append(self._kinase_domain(gene, singles, of_gene))
        return assessments

    def _residue(
        self, gene: str, label: str, residue: int, mutations: Sequence[Mutation]
    ) -> Assessment:
        here = [m for m in mutations if m.residue == residue and m.role != "polymorphism"]
        passing = [m for m in here if not m.filters]
        depth = self._depth(gene, residue)
        files = self._files("small_variants", "coverage")
        limit = self.tables.limits.min_depth[self.sample.specimen]
        result: Result
        if passing:
            result, reason = "present", ", ".join(m.label for m in passing)
        elif here:
            result = "indeterminate"
            reason = "; ".join(f"{m.label} filtered: {', '.join(m.filters)}" for m in here)
        elif self.observations.small_variants is None:
            result, reason = "not_assessed", "no small-variant file was given"
        elif self.observations.depths is None:
            result = "not_assessed"
            reason = "not listed in the VCF; without coverage absence is not claimed"
        elif depth is None:
            result, reason = "not_assessed", "outside the regions of the coverage file"
        elif depth < limit:
            result, reason = "no_call", f"depth below {limit:g}x"
        else:
            result, reason = "absent", f"not listed in the VCF at a depth of {limit:g}x or more"
        return Assessment(
            target=f"{gene} {label}",
            gene=gene,
            category="residue",
            result=result,
            reason=reason,
            depth=depth,
            inputs=[file.name for file in files],
        )

    def _depth(self, gene: str, residue: int) -> float | None:
        """Lowest depth over the three bases of a codon; null where one is not covered."""
        if self.observations.depths is None:
            return None
        transcript = self.reference.transcript(gene, self.build)
        depths = []
        for base in range(3 * residue - 2, 3 * residue + 1):
            position = transcript.genomic_position(CodingPosition(base))
            found = _depth_at(transcript.chrom, position, self.observations.depths)
            if found is None:
                return None
            depths.append(found)
        return min(depths)

    def _kinase_domain(
        self, gene: str, singles: Sequence[Assessment], mutations: Sequence[Mutation]
    ) -> Assessment:
        """The joint answer: present where any mutation is, absent only where all residues are."""
        altering = [m for m in mutations if m.role in ("on_target", "met_kinase")]
        passing = [m for m in altering if not m.filters]
        doubtful_first: tuple[Result, ...] = ("indeterminate", "no_call", "not_assessed", "absent")
        counts = [(r, sum(single.result == r for single in singles)) for r in doubtful_first]
        result: Result
        if passing:
            result, reason = "present", ", ".join(m.label for m in passing)
        elif altering:
            result = "indeterminate"
            reason = ", ".join(f"{m.label} filtered" for m in altering)
        elif len({single.reason for single in singles}) == 1:
            result, reason = singles[0].result, singles[0].reason
        else:
            result = next((r for r, n in counts if n), "not_assessed")
            reason = "catalogued residues: " + ", ".join(
                f"{n} {r.replace('_', ' ')}" for r, n in counts if n
            )
        depths = [single.depth for single in singles if single.depth is not None]
        return Assessment(
            target=f"{gene} kinase domain",
            gene=gene,
            category="kinase_domain",
            result=result,
            reason=reason,
            depth=min(depths, default=None),
            inputs=[file.name for file in self._files("small_variants", "coverage")],
        )

    def copy_numbers(self, calls: dict[str, CopyNumberCall | None]) -> list[Assessment]:
        """`GENE amplification` for each gene of the copy-number table."""
        files = self._files("copy_number")
        genes = dict.fromkeys(rule.gene for rule in self.tables.copy_number_rules)
        assessments = []
        for gene in genes:
            call = calls.get(gene)
            result: Result
            if self.observations.segments is None:
                result, reason = "not_assessed", "no copy-number file was given"
            elif call is None:
                result, reason = "no_call", f"no segment covers {gene}"
            else:
                result, reason = call.rule.result, f"{call.finding.label}: {call.rule.reason}"
                if call.doubt is not None:
                    result, reason = "indeterminate", f"{call.finding.label}: {call.doubt}"
            assessments.append(
                Assessment(
                    target=f"{gene} amplification",
                    gene=gene,
                    category="copy_number",
                    result=result,
                    reason=reason,
                    inputs=[file.name for file in files],
                )
            )
        return assessments

    def bypass(self) -> list[Assessment]:
        """What is not looked for yet is said."""
        return [
            Assessment(
                target="Bypass alterations of other genes",
                gene="",
                category="bypass",
                result="not_assessed",
                reason="this version does not look at other genes",
            )
        ]


def _depth_at(chrom: str, position: int, depths: Iterable[DepthObservation]) -> float | None:
    """Highest depth of the intervals over a position: files may overlap."""
    found = [d.depth for d in depths if d.chrom == chrom and d.start <= position <= d.end]
    return max((depth for depth in found if depth is not None), default=None)
