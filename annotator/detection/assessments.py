"""What was looked for, and with which of the five results: absence only where it could show."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial

from annotator.detection.absence import AbsenceJudge, Place, early_ends, open_files
from annotator.detection.bypass import UNNAMED
from annotator.detection.bypass_catalogue import BypassCatalogue
from annotator.detection.codons import at_residue
from annotator.detection.copy_number import CopyNumberCall
from annotator.detection.deletions import ClassDeletion
from annotator.detection.functional import FunctionalClasses
from annotator.model.base import GenomeBuild, Result
from annotator.model.context import Sample
from annotator.model.findings import Assessment, Fusion, Mutation
from annotator.model.observations import InputFile, InputRole, Observations
from annotator.model.tables import BypassGene, DetectionTables
from annotator.reference import Reference

_ALLELES: tuple[InputRole, ...] = ("small_variants", "coverage")
_COPIES: tuple[InputRole, ...] = ("copy_number",)
_JUNCTIONS: tuple[InputRole, ...] = ("fusions", "structural_variants")


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
        self.driver_genes = tables.driver_kinases
        self.judge = AbsenceJudge(observations, build, sample.specimen, tables.limits)
        self._classes = cache(
            lambda build: FunctionalClasses(tables.functional_regions, build, reference)
        )
        self._catalogue = cache(lambda build: BypassCatalogue(tables, build, reference))

    def fusions(self, fusions: Sequence[Fusion], misplaced: Mapping[str, str]) -> list[Assessment]:
        """`GENE fusion` for each driver kinase; `misplaced` are those named outside their gene."""
        return [
            self._fusion(gene, _of(fusions, gene), misplaced.get(gene))
            for gene in self.driver_genes
        ]

    def other_fusions(
        self, fusions: Sequence[Fusion], misplaced: Mapping[str, str]
    ) -> list[Assessment]:
        """`GENE fusion` for each gene whose fusion is a way around the drivers.

        A panel for the drivers need not cover these genes, and tables do not say what was covered.
        """
        found = []
        for gene in self.tables.off_target_kinases:
            made = self._fusion(gene, _of(fusions, gene), misplaced.get(gene))
            told = f"{made.reason}; it holds where the assay covers the gene"
            reason = told if made.result == "absent" else made.reason
            found.append(made.model_copy(update={"category": "bypass", "reason": reason}))
        return found

    def _fusion(self, gene: str, fusions: Sequence[Fusion], misplaced: str | None) -> Assessment:
        files = self._fusion_files()
        functional = [f for f in fusions if f.is_functional]
        # A junction of the gene that is no product of its own may have a productive one beside it.
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
            if self.observations.inputs_of(*_JUNCTIONS):
                reason = "the tables given hold other samples, and none of this one"
        else:
            result, reason = self._no_fusion(gene, fusions, files)
        return Assessment(
            target=f"{gene} fusion",
            gene=gene,
            category="fusion",
            result=result,
            reason=reason,
            inputs=[file.name for file in files],
        )

    def _fusion_files(self) -> list[InputFile]:
        """The files of junctions that are of this sample."""
        silent = {n.source for n in self.observations.notices if n.code == "sample_not_in_table"}
        return [
            file for file in self.observations.inputs_of(*_JUNCTIONS) if file.name not in silent
        ]

    def _cut_before(self, gene: str) -> dict[str, str]:
        """The files that may have been cut before a fusion of the gene, and why."""
        model = self.reference.find_transcript(gene, self.build)
        cut = {
            name: f"the last line of {name} has no end: it may be cut"
            for name in open_files(self.observations)
        }
        for end in early_ends(self.observations, self.tables.limits):
            if model and end.is_before(model.chrom, model.end):
                place = f"{end.chrom}:{end.position}"
                cut[end.file] = f"the records of {end.file} end at {place}: it may be cut"
        return cut

    def _no_fusion(
        self, gene: str, fusions: Sequence[Fusion], given: Sequence[InputFile]
    ) -> tuple[Result, str]:
        """Why absence is claimed, and how far it reaches.

        Not where the RNA was inadequate, nor from files that may have been cut.
        """
        cut = self._cut_before(gene)
        files = [file for file in given if file.name not in cut]
        if not files:
            return "no_call", f"none is listed, but {'; '.join(cut[f.name] for f in given)}"
        rna = [file for file in files if file.role == "fusions"]
        dna = [file for file in files if file.role == "structural_variants"]
        seen = "none is listed"
        if fusions:
            seen = f"only {'; '.join(f.name for f in fusions)}, not functional, is listed"
        share = self.tables.limits.rna_after_negative_dna
        missed = f"RNA finds a driver in {share:.0%} of tumors without one in DNA"
        if not rna:
            formats = ", ".join(file.format for file in dna)
            return "absent", f"{seen} in DNA ({formats}); RNA was not given: {missed}"
        formats = ", ".join(file.format for file in rna)
        if self.sample.rna_quality == "inadequate":
            reason = f"{seen} in RNA ({formats}), whose quality was inadequate"
            if not dna:
                return "no_call", reason
            formats = ", ".join(file.format for file in dna)
            return "absent", f"{seen} in DNA ({formats}); the RNA was inadequate: {missed}"
        told = "adequate" if self.sample.rna_quality else "not given"
        reason = f"{seen} in RNA ({formats}); RNA quality was {told}"
        if not self.observations.fusions:
            reason += ", and the table holds no fusion at all"
        return "absent", reason

    def residues(self, mutations: Sequence[Mutation]) -> list[Assessment]:
        """`GENE residue` for every catalogued residue, and `GENE kinase domain` over them.

        The driver kinases come first.
        """
        catalogue: dict[str, dict[int, str]] = {gene: {} for gene in self.driver_genes}
        for allele in self.tables.catalogue:
            label = f"{allele.protein_change[0]}{allele.residue}"
            catalogue.setdefault(allele.gene, {})[allele.residue] = label
        assessments = []
        for gene, residues in catalogue.items():
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
        here = [m for m in at_residue(mutations, residue) if m.role != "polymorphism"]

        def codon(build: GenomeBuild) -> list[tuple[str, int]]:
            transcript = self.reference.transcript(gene, build)
            return [(transcript.chrom, at) for at in transcript.codon(residue)]

        place = self.judge.place(codon)
        result, reason = self._looked_for(here, place)
        return Assessment(
            target=f"{gene} {label}",
            gene=gene,
            category="residue",
            result=result,
            reason=reason,
            depth=place.depth,
            inputs=[file.name for file in self.observations.inputs_of(*_ALLELES)],
        )

    def _looked_for(self, here: Sequence[Mutation], place: Place | None) -> tuple[Result, str]:
        """The result at a place: the mutations found there, else what its cover allows to say."""
        passing = [m for m in here if not m.filters]
        if passing:
            return "present", ", ".join(m.label for m in passing)
        if here:
            filtered = (f"{m.label} filtered: {', '.join(m.filters)}" for m in here)
            return "indeterminate", "; ".join(filtered)
        return self.judge.unlisted(place)

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
            reason = "; ".join(_residues(singles, r, n) for r, n in counts if n)
        depths = [single.depth for single in singles if single.depth is not None]
        return Assessment(
            target=f"{gene} kinase domain",
            gene=gene,
            category="kinase_domain",
            result=result,
            reason=reason,
            depth=min(depths, default=None),
            inputs=[file.name for file in self.observations.inputs_of(*_ALLELES)],
        )

    def bypass(
        self,
        mutations: Sequence[Mutation],
        classes: FunctionalClasses,
        deletions: Sequence[ClassDeletion],
        fusions: Sequence[Fusion],
    ) -> list[Assessment]:
        """The functional classes of alleles.

        A class is `present` by an allele, or by a junction that leaves its exon out; where only
        an unjudged deletion or a doubtful junction was seen it is `indeterminate`.
        """
        found = []
        for gene, name in classes.classes():
            place = self.judge.place(partial(self._class_positions, classes, name))
            here = [m for m in mutations if m.gene == gene and m.functional_class == name]
            lost = [d.message for d in deletions if (d.gene, d.functional_class) == (gene, name)]
            junctions = [f for f in fusions if (f.gene, f.functional_class) == (gene, name)]
            lost += [
                f"{f.nomenclature}: {f.classification_reason}"
                for f in junctions
                if not f.is_functional
            ]
            roles = (*_ALLELES, *_JUNCTIONS) if lost or junctions else _ALLELES
            result, reason = self._looked_for(here, place)
            if shown := [f.nomenclature for f in junctions if f.is_functional]:
                before = [reason] if result == "present" else []
                result, reason = "present", ", ".join([*before, *shown])
            if lost and result != "present":
                seen = [reason] if result == "indeterminate" else []
                result, reason = "indeterminate", "; ".join([*seen, *lost])
            if result == "absent":
                reason += "; only small variants were looked at"
            found.append(self._of_bypass(name, gene, result, reason, place, roles))
        return found

    def _class_positions(
        self, classes: FunctionalClasses, name: str, build: GenomeBuild
    ) -> Iterator[tuple[str, int]]:
        held = classes if build == self.build else self._classes(build)
        return held.positions(name)

    def bypass_genes(
        self,
        mutations: Sequence[Mutation],
        calls: Mapping[str, CopyNumberCall | None],
        catalogue: BypassCatalogue,
    ) -> list[Assessment]:
        """Each gene of the bypass catalogue, by name; a homozygous loss is an alteration too."""
        losses = {gene: call for gene, call in calls.items() if call and _may_be_lost(call)}
        done: set[str] = set()
        found = []
        for gene in catalogue.genes:
            if gene.together_with is None:
                found.append(self._bypass_gene(gene, mutations, losses, catalogue))
            elif gene.together_with not in done:
                found.append(self._pair(gene.gene, gene.together_with, mutations, losses))
            done.add(gene.gene)
        return found

    def _bypass_gene(
        self,
        gene: BypassGene,
        mutations: Sequence[Mutation],
        losses: Mapping[str, CopyNumberCall],
        catalogue: BypassCatalogue,
    ) -> Assessment:
        """`present` by a catalogued alteration; `absent` only where its codons were covered."""
        of_gene = [m for m in mutations if m.gene == gene.gene]
        here = [m for m in of_gene if m.functional_class]
        unnamed = [m.label for m in of_gene if m.consequence == UNNAMED]

        def codons(build: GenomeBuild) -> list[tuple[str, int]]:
            held = catalogue if build == self.build else self._catalogue(build)
            return held.positions(gene.gene)

        place = self.judge.place(codons)
        result, reason = self._looked_for(here, place)
        loss = losses.get(gene.gene)
        if loss is not None and result != "present":
            result = "present" if loss.finding.lost else "indeterminate"
            reason = _told_loss(loss)
        elif not here and unnamed:
            result = "indeterminate"
            reason = f"{', '.join(unnamed)}: at a catalogued codon, and nothing names the change"
        elif not here and gene.kind == "suppressor":
            result, reason = self._no_loss()
        elif result == "absent":
            reason += "; the catalogued alleles alone"
        roles = _ALLELES if loss is None else (*_ALLELES, *_COPIES)
        return self._of_bypass(gene.gene, gene.gene, result, reason, place, roles)

    def _pair(
        self,
        one: str,
        other: str,
        mutations: Sequence[Mutation],
        losses: Mapping[str, CopyNumberCall],
    ) -> Assessment:
        """Two genes whose alterations count together; two doubtful losses alone are no cue."""
        named = [m for g in (one, other) for m in mutations if m.gene == g and m.functional_class]
        lost = {gene: losses[gene] for gene in (one, other) if gene in losses}
        seen = [c.finding.label for c in lost.values() if c.finding.loss == "homozygous"]
        found = [*(m.label for m in named), *seen]
        if {*(m.gene for m in named), *lost} != {one, other} or not found:
            result, reason = self._no_loss()
            if found:
                reason = f"{', '.join(found)} alone; {reason}"
        elif not lost:
            result, reason = self._looked_for(named, None)
        else:
            certain = {m.gene for m in named if not m.filters} | {
                gene for gene, call in lost.items() if call.finding.lost
            }
            result = "present" if certain == {one, other} else "indeterminate"
            reason = ", ".join([*(m.label for m in named), *map(_told_loss, lost.values())])
        roles = (*_ALLELES, *_COPIES) if lost else _ALLELES
        return self._of_bypass(f"{one} with {other}", one, result, reason, None, roles)

    def _no_loss(self) -> tuple[Result, str]:
        if self.observations.small_variants is None:
            return self._looked_for([], None)
        return "not_assessed", "a loss has no catalogued place, so absence is not claimed"

    def _of_bypass(
        self,
        target: str,
        gene: str,
        result: Result,
        reason: str,
        place: Place | None,
        roles: Sequence[InputRole],
    ) -> Assessment:
        return Assessment(
            target=target,
            gene=gene,
            category="bypass",
            result=result,
            reason=reason,
            depth=place.depth if place else None,
            inputs=[file.name for file in self.observations.inputs_of(*roles)],
        )


def _may_be_lost(call: CopyNumberCall) -> bool:
    """Whether a homozygous loss was found, or could not be settled."""
    looked_for = call.listed is not None and call.listed.change == "loss"
    return call.finding.loss == "homozygous" or (looked_for and call.doubt is not None)


def _told_loss(call: CopyNumberCall) -> str:
    """A loss with its copies; one that is not settled with the reason."""
    if call.finding.loss == "homozygous":
        return call.finding.label
    return f"{call.finding.gene} homozygous loss not settled: {call.reason}"


def _of(fusions: Sequence[Fusion], gene: str) -> list[Fusion]:
    """The fusions of a gene with another; what happens within it is none."""
    return [f for f in fusions if f.gene == gene and f.event == "fusion"]


def _residues(singles: Sequence[Assessment], result: Result, count: int) -> str:
    """The residues of one result: by name where something could be missed, else their number."""
    words = result.replace("_", " ")
    if result in ("absent", "not_assessed"):
        return f"{count} residues {words}"
    those = [single for single in singles if single.result == result]
    names = ", ".join(single.target.split()[-1] for single in those)
    depths = [single.depth for single in those if single.depth is not None]
    lowest = f" (lowest depth {min(depths):g})" if depths else ""
    return f"{words}: {names}{lowest}"
