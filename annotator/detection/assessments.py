"""What was looked for, and with which of the five results: absence only where it could show."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial

from annotator.detection.bypass.catalog import BypassCatalogue
from annotator.detection.bypass.findings import UNNAMED
from annotator.detection.copy_number.calls import CopyNumberCall
from annotator.detection.mutations.absence import AbsenceJudge, Place, early_ends, open_files
from annotator.detection.mutations.codons import at_residue
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.detection.mutations.region_deletions import ClassDeletion
from annotator.model.base import RESULTS, Result
from annotator.model.context import Sample
from annotator.model.findings import PAIR, Assessment, Fusion, Mutation
from annotator.model.observations import InputFile, Observations
from annotator.model.on_target import with_remarks
from annotator.model.roles import InputRole
from annotator.model.tables import BypassGene, DetectionTables
from annotator.reference import Genome

_ALLELES: tuple[InputRole, ...] = ("small_variants", "coverage")
_COPIES: tuple[InputRole, ...] = ("copy_number",)
_JUNCTIONS: tuple[InputRole, ...] = ("fusions", "structural_variants")
_WITHOUT_NAMES: dict[Result, str] = {
    "absent": "no mutation at",
    "not_assessed": "not assessed at",
}
"""What is said of residues that are counted; the others are named."""
_BY_NAME: dict[Result, str] = {
    "present": "mutated:",
    "indeterminate": "not settled at",
    "no_call": "data too thin at",
}


class Assessor:
    """Assesses every target of the program for one sample."""

    def __init__(
        self,
        sample: Sample,
        genome: Genome,
        observations: Observations,
        tables: DetectionTables,
    ) -> None:
        """`tables` name the driver kinases, the catalogued residues and the limits."""
        self.sample = sample
        self.genome = genome
        self.observations = observations
        self.tables = tables
        self.driver_genes = tables.driver_kinases
        self.judge = AbsenceJudge(observations, genome, sample.specimen, tables.limits)
        self._classes = cache(lambda genome: FunctionalClasses(tables.functional_regions, genome))
        self._catalogue = cache(lambda genome: BypassCatalogue(tables, genome))

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
            told = f"{made.reason}; valid only where the assay covers the gene"
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
                reason = "the tables given contain other samples and not this one"
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
        model = self.genome.find_transcript(gene)
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

        Not where the RNA could not show it, nor from files that may have been cut.
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
        weak = self._weak_rna()
        if weak is not None and not dna:
            return "no_call", f"{seen} in RNA ({formats}), which excludes nothing: {weak}"
        if weak is not None:
            formats = ", ".join(file.format for file in dna)
            return (
                "absent",
                f"{seen} in DNA ({formats}); the RNA excludes nothing, {weak}: {missed}",
            )
        told = "adequate" if self.sample.rna_quality else "not given"
        return "absent", f"{seen} in RNA ({formats}); RNA quality was {told}"

    def _weak_rna(self) -> str | None:
        """Why a fusion missing from the RNA tables is not excluded; null where it is.

        Where nothing is stated of its quality, the RNA has to show some fusion to exclude others.
        """
        if self.sample.rna_quality == "inadequate":
            return "its quality was inadequate"
        if self.sample.rna_quality == "adequate":
            return None
        if any(notice.code == "rna_sample_failed" for notice in self.observations.notices):
            return "it failed the panel's own check"
        if self._rna_is_readable():
            return None
        return (
            "its quality was not given, and it shows no fusion of any gene that passed the filters"
        )

    def _rna_is_readable(self) -> bool:
        """Whether some fusion of any gene was seen in RNA, passed its filters and has reads."""
        return any(
            row.assay == "rna"
            and not row.filters
            and (row.split_reads, row.spanning_reads) not in ((0, 0), (0, None), (None, 0))
            for row in self.observations.fusions or ()
        )

    def residues(
        self, mutations: Sequence[Mutation], drivers: frozenset[str] = frozenset()
    ) -> list[Assessment]:
        """`GENE residue` for every catalogued residue of a kinase domain, and the domain over them.

        The driver kinases come first. `drivers` are those of which a fusion is shown. A mutation
        that is there makes a target `present`, whatever is known of it; the reason says what. A
        catalogued allele outside the domain resists nothing there.
        """
        catalogue: dict[str, dict[int, str]] = {gene: {} for gene in self.driver_genes}
        for allele in self.tables.catalogue:
            domain = self.genome.reference.kinase_domain(allele.gene)
            if not domain.start <= allele.residue <= domain.end:
                continue
            label = f"{allele.protein_change[0]}{allele.residue}"
            catalogue.setdefault(allele.gene, {})[allele.residue] = label
        assessments = []
        for gene, residues in catalogue.items():
            of_gene = [m for m in mutations if m.gene == gene and m.in_kinase_domain]
            made = [
                self._residue(gene, label, residue, of_gene)
                for residue, label in sorted(residues.items())
            ]
            assessments += [*made, self._kinase_domain(gene, made, of_gene)]
        return with_remarks(assessments, self.driver_genes, drivers)

    def _residue(
        self, gene: str, label: str, residue: int, mutations: Sequence[Mutation]
    ) -> Assessment:
        here = [m for m in at_residue(mutations, residue) if m.role != "polymorphism"]

        def codon(genome: Genome) -> list[tuple[str, int]]:
            transcript = genome.transcript(gene)
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
            return "present", ", ".join(map(_named, passing))
        if here:
            return "indeterminate", "; ".join(map(_named_allele, here))
        return self.judge.unlisted(place)

    def _kinase_domain(
        self, gene: str, singles: Sequence[Assessment], mutations: Sequence[Mutation]
    ) -> Assessment:
        """The joint answer: present where any mutation is, absent only where all residues are."""
        altering = [m for m in mutations if m.alters_kinase]
        passing = [m for m in altering if not m.filters]
        others = [result for result in RESULTS if result != "present"]
        counts = [(r, sum(single.result == r for single in singles)) for r in others]
        result: Result
        if passing:
            result, reason = "present", ", ".join(map(_named, passing))
        elif altering:
            result = "indeterminate"
            reason = ", ".join(f"{_named(m)} filtered" for m in altering)
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
                reason += "; only small variants were examined"
            found.append(self._of_bypass(name, gene, result, reason, place, roles))
        return found

    def _class_positions(
        self, classes: FunctionalClasses, name: str, genome: Genome
    ) -> Iterator[tuple[str, int]]:
        held = classes if genome is self.genome else self._classes(genome)
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

        def codons(genome: Genome) -> list[tuple[str, int]]:
            held = catalogue if genome is self.genome else self._catalogue(genome)
            return held.positions(gene.gene)

        place = self.judge.place(codons)
        result, reason = self._looked_for(here, place)
        loss = losses.get(gene.gene)
        if loss is not None and result != "present":
            result = "present" if loss.finding.lost else "indeterminate"
            reason = _told_loss(loss)
        elif not here and unnamed:
            result = "indeterminate"
            reason = f"{', '.join(unnamed)}: at a known codon; the protein change is not named"
        elif not here and gene.kind == "suppressor":
            result, reason = self._no_loss()
        elif result == "absent":
            reason += "; known alleles only"
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
        losses_seen = [c.finding.label for c in lost.values() if c.finding.loss == "homozygous"]
        found = [*named, *losses_seen]
        altered = {*(m.gene for m in named), *lost}
        if altered != {one, other} or not found:
            result, reason = self._no_loss()
            if found:
                second = ", ".join(gene for gene in (one, other) if gene not in altered)
                seen = [*map(_named_allele, named), *losses_seen]
                reason = f"{', '.join(seen)} alone; {second} not excluded: {reason}"
        else:
            certain = {m.gene for m in named if not m.filters} | {
                gene for gene, call in lost.items() if call.finding.lost
            }
            result = "present" if certain == {one, other} else "indeterminate"
            reason = ", ".join([*map(_named_allele, named), *map(_told_loss, lost.values())])
        roles = (*_ALLELES, *_COPIES) if lost else _ALLELES
        return self._of_bypass(f"{one}{PAIR}{other}", one, result, reason, None, roles)

    def _no_loss(self) -> tuple[Result, str]:
        if self.observations.small_variants is None:
            return self._looked_for([], None)
        return "not_assessed", "loss can arise anywhere in the gene"

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


def _named_allele(mutation: Mutation) -> str:
    """A mutation; one that a caller filtered with its filters."""
    if not mutation.filters:
        return _named(mutation)
    return f"{_named(mutation)} filtered: {', '.join(mutation.filters)}"


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
    if result in _WITHOUT_NAMES:
        return f"{_WITHOUT_NAMES[result]} {count} residues"
    those = [single for single in singles if single.result == result]
    names = ", ".join(single.target.split()[-1] for single in those)
    depths = [single.depth for single in those if single.depth is not None]
    lowest = f" (lowest depth {min(depths):g})" if depths else ""
    return f"{_BY_NAME[result]} {names}{lowest}"


def _named(mutation: Mutation) -> str:
    """A mutation, with what a variant of a kinase that no statement knows is."""
    if mutation.significance != "unknown" or not mutation.alters_kinase:
        return mutation.label
    return f"{mutation.label} (variant of unknown significance: effect not known)"
