"""Alterations of bypass genes: alleles of the catalogue, and what a file's annotation names.

Of these genes the exon model is known and no sequence. An allele is named by the catalogue; by its
place and length where these suffice; else by the annotation of the file, and that is said. What
none of them names is no finding, unless it touches a codon of the catalogue.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.detection.graded_genes import altered_genes, counts
from annotator.detection.mutations import mutation_support
from annotator.model.base import GenomeBuild
from annotator.model.errors import InputProblem
from annotator.model.findings import CopyNumber, Fusion, Mutation
from annotator.model.observations import AnnotatedName, Notice, SmallVariantObservation
from annotator.model.tables import BypassAllele, BypassGene, DetectionTables
from annotator.reference import (
    PlacedName,
    ProteinText,
    Reference,
    Transcript,
    long_protein_text,
    name_by_place,
    parse_protein_text,
    same_protein_change,
)

FLANK = 8
"""Intronic bases beside a coding exon that are read too: the splice site and its region."""
UNNAMED = "coding_sequence_variant"
"""The consequence of an allele at a codon of the catalogue that nothing names."""
TAKES_AWAY = frozenset(
    {"frameshift_variant", "splice_acceptor_variant", "splice_donor_variant", "start_lost"}
)
"""What, by its place and length alone, leaves no protein of the gene."""


@dataclass(frozen=True, slots=True)
class _Allele:
    """One allele of a gene with every caller's record of it."""

    gene: BypassGene
    name: PlacedName
    records: tuple[SmallVariantObservation, ...]

    @property
    def best(self) -> SmallVariantObservation:
        """The record that speaks for it: unfiltered before filtered, then the deepest."""
        return max(self.records, key=lambda r: (not r.filters, r.vaf is not None, r.depth or 0))


@dataclass(frozen=True, slots=True)
class _Annotated:
    """The name that the file gives an allele in one transcript."""

    name: AnnotatedName
    protein: ProteinText

    @property
    def stops(self) -> bool:
        """Whether it ends the protein early, or never begins it."""
        return "fs" in self.protein.rest or self.protein.rest.startswith("*")

    @property
    def consequence(self) -> str:
        """The Sequence Ontology term of the protein change."""
        rest = self.protein.rest
        if "fs" in rest:
            return "frameshift_variant"
        if rest.startswith("*"):
            return "stop_gained"
        if rest == "del":
            return "inframe_deletion"
        if rest.startswith(("ins", "dup")):
            return "inframe_insertion"
        return "missense_variant" if len(rest) == 1 else "protein_altering_variant"

    @property
    def source(self) -> str:
        """Whose annotation it is, in which transcript."""
        return " ".join(part for part in (self.name.source, self.name.transcript) if part)


class BypassCatalogue:
    """The genes and alleles of the two tables on the genome of one build."""

    def __init__(self, tables: DetectionTables, build: GenomeBuild, reference: Reference) -> None:
        """Raises InputProblem for a transcript that the reference lacks, or a misplaced allele."""
        self.genes = tables.bypass_genes
        self.build = build
        self.reference = reference
        self._alleles = tables.bypass_alleles
        self._models = {g.gene: _model(g, build, reference) for g in self.genes}
        for gene, model in self._models.items():
            for allele in self.of(gene):
                _check_place(allele, model)

    def spans(self) -> Iterator[tuple[str, int, int]]:
        """Where alleles are looked for: the coding exons with their splice sites."""
        for model in self._models.values():
            for exon in model.exons:
                low, high = max(exon.start, model.cds_start), min(exon.end, model.cds_end)
                if low <= high:
                    yield model.chrom, low - FLANK, high + FLANK

    def codons(self, gene: str) -> dict[int, tuple[int, int, int]]:
        """The residues of a gene that the catalogue names, with the places of their bases."""
        model = self._models[gene]
        return {at: model.codon(at) for allele in self.of(gene) for at in residues_of(allele)}

    def positions(self, gene: str) -> list[tuple[str, int]]:
        """Chromosome and genomic position (1-based) of every base of those residues."""
        chrom = self._models[gene].chrom
        return [(chrom, at) for codon in self.codons(gene).values() for at in codon]

    def of(self, gene: str) -> list[BypassAllele]:
        """The alleles of a gene."""
        return [allele for allele in self._alleles if allele.gene == gene]

    def alleles(self, records: Iterable[SmallVariantObservation]) -> list[_Allele]:
        """The alleles of the genes, each once over all callers, in order of gene and place."""
        found: dict[tuple[str, str], tuple[BypassGene, PlacedName, list[SmallVariantObservation]]]
        found = {}
        for record in records:
            for gene in self.genes:
                name = self._placed(gene, record)
                if name is not None:
                    key = gene.gene, name.hgvs_g
                    found.setdefault(key, (gene, name, []))[2].append(record)
        order = {gene.gene: number for number, gene in enumerate(self.genes)}
        alleles = [_Allele(gene, name, tuple(rows)) for gene, name, rows in found.values()]
        return sorted(alleles, key=lambda a: (order[a.gene.gene], a.name.allele.start))

    def _placed(self, gene: BypassGene, record: SmallVariantObservation) -> PlacedName | None:
        model = self._models[gene.gene]
        if model.chrom != self.reference.normalise_chrom(record.chrom):
            return None
        last = record.position + len(record.ref)
        if last < model.cds_start - FLANK or record.position > model.cds_end + FLANK:
            return None
        return name_by_place(self.reference, model, record.position, record.ref, record.alt)

    def entry(self, gene: str, name: PlacedName) -> BypassAllele | None:
        """The line of the catalogue that an allele is, or is a kind of."""
        return next((a for a in self.of(gene) if self._is(a, name)), None)

    def _is(self, entry: BypassAllele, name: PlacedName) -> bool:
        allele = name.allele
        if entry.alleles == "exact":
            place = (entry.position(self.build), entry.ref, entry.alt)
            return place == (allele.start, allele.ref, allele.alt)
        inside = residues_of(entry)
        touched = name.residues or (0, 0)
        return (
            name.consequence == entry.alleles
            and touched[0] <= inside.stop - 1
            and inside.start <= touched[1]
        )

    def model(self, gene: str) -> Transcript:
        """The transcript that numbers a gene."""
        return self._models[gene]


def residues_of(entry: BypassAllele) -> range:
    """The residues that a line of the catalogue speaks of."""
    if entry.first_residue is not None and entry.last_residue is not None:
        return range(entry.first_residue, entry.last_residue + 1)
    residue = int(entry.name[1:-1])
    return range(residue, residue + 1)


def _model(gene: BypassGene, build: GenomeBuild, reference: Reference) -> Transcript:
    models = {t.accession: t for t in reference.transcripts(gene.gene, build)}
    if gene.transcript not in models:
        raise InputProblem(
            f"bypass_genes.tsv: no transcript {gene.transcript} of {gene.gene}",
            expected=", ".join(models) or "a gene of the reference",
        )
    return models[gene.transcript]


def _check_place(entry: BypassAllele, model: Transcript) -> None:
    """Raise InputProblem where a line is no codon of its gene, or lies elsewhere in the build."""
    listed = residues_of(entry)
    name = f"bypass.tsv: {entry.gene} {entry.name}"
    if not 1 <= listed.start < listed.stop <= model.cds_length // 3:
        raise InputProblem(f"{name}: no such residues", expected=f"residues of {model.accession}")
    position = entry.position(model.build)
    if position is None:
        return
    codon = set(model.codon(listed.start))
    touched = set(range(position, position + len(entry.ref)))
    if entry.chrom != model.chrom or not touched <= codon:
        raise InputProblem(
            f"{name}: {entry.chrom}:{position} is not its codon in {model.build}",
            expected=f"{model.chrom}: {', '.join(map(str, sorted(codon)))}",
        )


class BypassFinder:
    """Makes findings of the alleles of bypass genes in one sample."""

    def __init__(self, catalogue: BypassCatalogue) -> None:
        """`notices` fills while findings are made."""
        self.catalogue = catalogue
        self.notices: list[Notice] = []

    def findings(
        self,
        records: Iterable[SmallVariantObservation],
        first_number: int,
        copies: Iterable[CopyNumber] = (),
    ) -> list[Mutation]:
        """The findings, with ids from M`first_number` on. A loss in `copies` counts as a pair."""
        named: list[Mutation] = []
        for allele in self.catalogue.alleles(records):
            identifier = f"M{first_number + len(named)}"
            finding = self._finding(identifier, allele)
            if finding is not None:
                named.append(finding)
        self.notices += _one_codon(named)
        altered = altered_genes([*named, *copies])
        return [
            finding
            if counts(finding.gene, altered, self.catalogue.genes)
            else finding.model_copy(update={"role": "other"})
            for finding in named
        ]

    def _finding(self, identifier: str, allele: _Allele) -> Mutation | None:
        gene, name = allele.gene.gene, allele.name
        entry = self.catalogue.entry(gene, name)
        annotated = self._annotated(allele)
        if entry is not None and entry.alleles == "exact":
            return self._exact(identifier, allele, entry, annotated)
        if annotated is not None and annotated.protein.rest == "=":
            return None
        if entry is None and annotated is not None:
            entry = self._named_by(gene, annotated)
        lost = self._is_lost(allele, annotated)
        if entry is None and annotated is None and not lost and not self._at_codon(allele):
            return None
        change = str(annotated.protein) if annotated else None
        found_class = entry.functional_class if entry else None
        if lost:
            found_class = allele.gene.loss_class
        return self._made(
            identifier,
            allele,
            label=f"{gene} {entry.name if entry else change or _coding(name)}",
            protein_change=change,
            hgvs_p=_written(annotated),
            residues=_residues(annotated, name),
            consequence=annotated.consequence if annotated else name.consequence,
            functional_class=found_class,
            entry=entry,
            annotated_by=annotated.source if annotated else None,
        )

    def _exact(
        self,
        identifier: str,
        allele: _Allele,
        entry: BypassAllele,
        annotated: _Annotated | None,
    ) -> Mutation:
        if annotated is not None and self._is_of_model(annotated.name, entry.gene):
            self._compare(allele, entry, annotated)
        residue = residues_of(entry).start
        model = self.catalogue.model(entry.gene)
        sequence = model.protein_accession or model.accession
        return self._made(
            identifier,
            allele,
            label=f"{entry.gene} {entry.name}",
            protein_change=entry.name,
            hgvs_p=f"{sequence}:{long_protein_text(entry.name)}",
            residues=(residue, residue),
            consequence="missense_variant",
            functional_class=entry.functional_class,
            entry=entry,
            annotated_by=None,
        )

    def _made(
        self,
        identifier: str,
        allele: _Allele,
        *,
        label: str,
        protein_change: str | None,
        hgvs_p: str | None,
        residues: tuple[int | None, int | None],
        consequence: str,
        functional_class: str | None,
        entry: BypassAllele | None,
        annotated_by: str | None,
    ) -> Mutation:
        best = allele.best
        sets = {record.phase_set for record in allele.records if record.phase_set}
        known = [
            each.name
            for each in self.catalogue.of(allele.gene.gene)
            if each.alleles == "exact" and residues_of(each).start == residues[0]
        ]
        said_by = entry or allele.gene
        references = said_by.references
        return Mutation(
            id=identifier,
            gene=allele.gene.gene,
            label=label,
            hgvs_g=allele.name.hgvs_g,
            hgvs_c=allele.name.hgvs_c,
            hgvs_p=hgvs_p,
            protein_change=protein_change,
            residue=residues[0],
            last_residue=residues[1],
            exon=allele.name.exon,
            in_kinase_domain=False,
            consequence=consequence,
            vaf=best.vaf,
            depth=best.depth,
            alt_reads=best.alt_reads,
            filters=best.filters,
            phase_set=min(sets) if sets else None,
            role="bypass" if functional_class else "other",
            functional_class=functional_class,
            functional_class_reference=references[-1] if functional_class and references else None,
            functional_class_curation=said_by.curation if functional_class else None,
            significance="catalogued" if functional_class else "unknown",
            known_at_residue=[name for name in dict.fromkeys(known) if name != protein_change],
            annotated_by=annotated_by,
            is_driver=bool(entry and entry.driver),
            support=[mutation_support(record) for record in allele.records],
        )

    def _annotated(self, allele: _Allele) -> _Annotated | None:
        """The file's name of the allele: of the gene's own transcript where there is one."""
        gene = allele.gene.gene
        named = [
            _Annotated(name, protein)
            for record in allele.records
            for name in record.annotations
            if name.gene == gene and name.hgvs_p
            for protein in (parse_protein_text(name.hgvs_p),)
            if protein is not None
        ]
        own = [each for each in named if self._is_of_model(each.name, gene)]
        return next(iter([*own, *named]), None)

    def _is_of_model(self, name: AnnotatedName, gene: str) -> bool:
        model = self.catalogue.model(gene)
        return _unversioned(name.transcript) in {_unversioned(model.accession), model.ensembl}

    def _named_by(self, gene: str, annotated: _Annotated) -> BypassAllele | None:
        """The line of the catalogue that has the annotated change, told by other bases."""
        change = str(annotated.protein)
        return next((a for a in self.catalogue.of(gene) if a.name == change), None)

    def _is_lost(self, allele: _Allele, annotated: _Annotated | None) -> bool:
        if allele.gene.loss_class is None:
            return False
        return allele.name.consequence in TAKES_AWAY or bool(annotated and annotated.stops)

    def _at_codon(self, allele: _Allele) -> bool:
        """Whether it changes a codon of which the catalogue holds exact alleles."""
        exact = {
            residues_of(each).start
            for each in self.catalogue.of(allele.gene.gene)
            if each.alleles == "exact"
        }
        touched = allele.name.residues
        return touched is not None and any(touched[0] <= at <= touched[1] for at in exact)

    def _compare(self, allele: _Allele, entry: BypassAllele, annotated: _Annotated) -> None:
        text = annotated.name.hgvs_p or ""
        if not same_protein_change(text, entry.name):
            self.notices.append(
                Notice(
                    code="annotation_differs",
                    message=f"{annotated.source} names {text}; the catalogue names it "
                    f"{entry.gene} {entry.name}.",
                    source=allele.best.source.place,
                )
            )


def second_driver_notices(fusions: Sequence[Fusion], mutations: Iterable[Mutation]) -> list[Notice]:
    """A warning where a driver of another gene stands beside a driver fusion."""
    drivers = [fusion.nomenclature for fusion in fusions if fusion.is_driver]
    others = [fusion.nomenclature for fusion in fusions if fusion.drives_another]
    others += [m.label for m in mutations if m.drives_another]
    if not drivers or not others:
        return []
    message = (
        f"{', '.join(drivers)} and {', '.join(others)} in one sample are unusual: "
        "check the sample's identity."
    )
    return [Notice(code="second_driver", message=message)]


def lost_gene_notices(mutations: Iterable[Mutation], copies: Iterable[CopyNumber]) -> list[Notice]:
    """A warning where a mutation was read in a gene that is lost: both of one clone cannot be."""
    lost = {finding.gene: finding for finding in copies if finding.lost}
    return [
        Notice(
            code="mutation_in_lost_gene",
            message=(
                f"{mutation.label} was read where the copy numbers say "
                f"{lost[mutation.gene].label}: both do not fit one clone; check the purity and the "
                "copy numbers."
            ),
        )
        for mutation in mutations
        if mutation.gene in lost and not mutation.filters
    ]


def _one_codon(mutations: Sequence[Mutation]) -> Iterator[Notice]:
    """Alleles of one codon may be on one molecule, and then make another residue together."""
    at: dict[tuple[str, int], list[Mutation]] = {}
    for mutation in mutations:
        if mutation.residue is not None and mutation.residue == mutation.last_residue:
            at.setdefault((mutation.gene, mutation.residue), []).append(mutation)
    for (gene, residue), here in at.items():
        if len(here) > 1:
            yield Notice(
                code="one_codon",
                message=f"{' and '.join(m.label for m in here)} change codon {residue} of {gene}: "
                "on one molecule they make another residue than either.",
                source=here[0].support[0].source,
            )


def _residues(annotated: _Annotated | None, name: PlacedName) -> tuple[int | None, int | None]:
    if annotated is not None:
        return annotated.protein.residue, annotated.protein.last_residue
    return name.residues or (None, None)


def _written(annotated: _Annotated | None) -> str | None:
    """The annotated protein name with its transcript, as the file gives it."""
    if annotated is None:
        return None
    transcript = annotated.name.transcript
    return f"{transcript}:{annotated.name.hgvs_p}" if transcript else annotated.name.hgvs_p


def _coding(name: PlacedName) -> str:
    return (name.hgvs_c or name.hgvs_g).partition(":")[2]


def _unversioned(accession: str | None) -> str:
    return (accession or "").split(".")[0]
