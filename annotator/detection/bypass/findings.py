"""Mutations of bypass genes: alleles of the catalog, and those that a file's annotation names.

The reference has the exons of these genes but not their sequence. An allele is named by the
catalog, by its position and length where these suffice, or else by the annotation of the file,
which the finding then states. An allele without a name is a finding only at a cataloged codon.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.detection.bypass.catalog import BypassCatalog, PlacedAllele, residues_of
from annotator.detection.copy_number.genes import altered_genes, counts
from annotator.detection.mutations.mutations import mutation_support
from annotator.model.findings import CopyNumber, Mutation
from annotator.model.observations import AnnotatedName, SmallVariantObservation
from annotator.model.tables import BypassAllele
from annotator.model.warning import ReportWarning
from annotator.reference import (
    PlacedName,
    ProteinText,
    long_protein_text,
    parse_protein_text,
    same_protein_change,
)

UNNAMED = "coding_sequence_variant"
"""The consequence of an allele at a cataloged codon that has no name."""
ABOLISHES_PROTEIN = frozenset(
    {"frameshift_variant", "splice_acceptor_variant", "splice_donor_variant", "start_lost"}
)
"""Consequences by position and length alone after which the gene makes no protein."""


@dataclass(frozen=True, slots=True)
class _Annotated:
    """The name that the file gives an allele in one transcript."""

    name: AnnotatedName
    protein: ProteinText

    @property
    def stops(self) -> bool:
        """Whether the change ends the protein early."""
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
        """The annotating program and the transcript."""
        return " ".join(part for part in (self.name.source, self.name.transcript) if part)


@dataclass(frozen=True, slots=True)
class _Effect:
    """The name of an allele and its effect on the protein."""

    label: str
    protein_change: str | None
    hgvs_p: str | None
    residues: tuple[int | None, int | None]
    """The first and the last residue that change; None where they are not known."""
    consequence: str
    functional_class: str | None
    """None for an allele of unknown effect."""
    entry: BypassAllele | None
    """The line of the catalog that lists the allele."""
    annotated_by: str | None
    """The annotation that names the allele; None where the catalog does."""


class BypassFinder:
    """Makes findings of the alleles of bypass genes in one sample."""

    def __init__(self, catalog: BypassCatalog) -> None:
        """`warnings` collects the warnings of `findings`."""
        self.catalog = catalog
        self.warnings: list[ReportWarning] = []

    def findings(
        self,
        records: Iterable[SmallVariantObservation],
        first_number: int,
        copies: Iterable[CopyNumber] = (),
    ) -> list[Mutation]:
        """The findings, with ids from M`first_number` on.

        A gene that counts only as one of a pair counts with a mutation of the other gene, or with
        a loss of it in `copies`.
        """
        named: list[Mutation] = []
        for allele in self.catalog.alleles(records):
            effect = self._effect(allele)
            if effect is not None:
                identifier = f"M{first_number + len(named)}"
                named.append(self._finding(identifier, allele, effect))
        self.warnings += _one_codon(named)
        altered = altered_genes([*named, *copies])
        return [
            finding
            if counts(finding.gene, altered, self.catalog.genes)
            else finding.model_copy(update={"role": "other"})
            for finding in named
        ]

    def _effect(self, allele: PlacedAllele) -> _Effect | None:
        """What an allele does; None where it is not a finding."""
        gene, name = allele.gene.gene, allele.name
        entry = self.catalog.entry(gene, name)
        annotated = self._annotated(allele)
        if entry is not None and entry.alleles == "exact":
            return self._listed_effect(allele, entry, annotated)
        if annotated is not None and annotated.protein.rest == "=":
            return None
        if entry is None and annotated is not None:
            entry = self._named_by(gene, annotated)
        lost = self._is_lost(allele, annotated)
        if entry is None and annotated is None and not lost and not self._at_codon(allele):
            return None
        change = str(annotated.protein) if annotated else None
        functional_class = entry.functional_class if entry else None
        return _Effect(
            label=f"{gene} {entry.name if entry else change or _coding(name)}",
            protein_change=change,
            hgvs_p=_written(annotated),
            residues=_residues(annotated, name),
            consequence=annotated.consequence if annotated else name.consequence,
            functional_class=allele.gene.loss_class if lost else functional_class,
            entry=entry,
            annotated_by=annotated.source if annotated else None,
        )

    def _listed_effect(
        self, allele: PlacedAllele, entry: BypassAllele, annotated: _Annotated | None
    ) -> _Effect:
        """The effect of an allele whose exact bases the catalog lists."""
        if annotated is not None and self._is_of_model(annotated.name, entry.gene):
            self._compare(allele, entry, annotated)
        residue = residues_of(entry).start
        model = self.catalog.model(entry.gene)
        sequence = model.protein_accession or model.accession
        return _Effect(
            label=f"{entry.gene} {entry.name}",
            protein_change=entry.name,
            hgvs_p=f"{sequence}:{long_protein_text(entry.name)}",
            residues=(residue, residue),
            consequence="missense_variant",
            functional_class=entry.functional_class,
            entry=entry,
            annotated_by=None,
        )

    def _finding(self, identifier: str, allele: PlacedAllele, effect: _Effect) -> Mutation:
        best = allele.best
        phase_sets = {record.phase_set for record in allele.records if record.phase_set}
        functional_class = effect.functional_class
        line = effect.entry or allele.gene
        references = line.references if functional_class else []
        return Mutation(
            id=identifier,
            gene=allele.gene.gene,
            label=effect.label,
            hgvs_g=allele.name.hgvs_g,
            hgvs_c=allele.name.hgvs_c,
            hgvs_p=effect.hgvs_p,
            protein_change=effect.protein_change,
            residue=effect.residues[0],
            last_residue=effect.residues[1],
            exon=allele.name.exon,
            in_kinase_domain=False,
            consequence=effect.consequence,
            vaf=best.vaf,
            depth=best.depth,
            alt_reads=best.alt_reads,
            filters=best.filters,
            phase_set=min(phase_sets) if phase_sets else None,
            role="bypass" if functional_class else "other",
            functional_class=functional_class,
            functional_class_reference=references[-1] if references else None,
            functional_class_curation=line.curation if functional_class else None,
            significance="catalogued" if functional_class else "unknown",
            known_at_residue=self._known_at_residue(allele.gene.gene, effect),
            annotated_by=effect.annotated_by,
            is_driver=bool(effect.entry and effect.entry.driver),
            support=[mutation_support(record) for record in allele.records],
        )

    def _known_at_residue(self, gene: str, effect: _Effect) -> list[str]:
        """The other cataloged alleles of the first residue that changes."""
        names = (
            entry.name
            for entry in self._exact_entries(gene)
            if residues_of(entry).start == effect.residues[0]
        )
        return [name for name in dict.fromkeys(names) if name != effect.protein_change]

    def _exact_entries(self, gene: str) -> list[BypassAllele]:
        """The lines of a gene that list exact alleles."""
        return [entry for entry in self.catalog.of(gene) if entry.alleles == "exact"]

    def _annotated(self, allele: PlacedAllele) -> _Annotated | None:
        """The file's name of the allele; in the gene's own transcript where the file gives that."""
        gene = allele.gene.gene
        named = [
            _Annotated(name, protein)
            for record in allele.records
            for name in record.annotations
            if name.gene == gene and name.hgvs_p
            for protein in (parse_protein_text(name.hgvs_p),)
            if protein is not None
        ]
        own = [annotated for annotated in named if self._is_of_model(annotated.name, gene)]
        return next(iter([*own, *named]), None)

    def _is_of_model(self, name: AnnotatedName, gene: str) -> bool:
        model = self.catalog.model(gene)
        return _unversioned(name.transcript) in {_unversioned(model.accession), model.ensembl}

    def _named_by(self, gene: str, annotated: _Annotated) -> BypassAllele | None:
        """The line of the catalog for the annotated protein change, by whatever bases."""
        change = str(annotated.protein)
        return next((a for a in self.catalog.of(gene) if a.name == change), None)

    def _is_lost(self, allele: PlacedAllele, annotated: _Annotated | None) -> bool:
        if allele.gene.loss_class is None:
            return False
        return allele.name.consequence in ABOLISHES_PROTEIN or bool(annotated and annotated.stops)

    def _at_codon(self, allele: PlacedAllele) -> bool:
        """Whether it changes a codon with exact alleles in the catalog."""
        if allele.name.residues is None:
            return False
        first, last = allele.name.residues
        entries = self._exact_entries(allele.gene.gene)
        return any(first <= residues_of(entry).start <= last for entry in entries)

    def _compare(self, allele: PlacedAllele, entry: BypassAllele, annotated: _Annotated) -> None:
        text = annotated.name.hgvs_p or ""
        if not same_protein_change(text, entry.name):
            self.warnings.append(
                ReportWarning(
                    code="annotation_differs",
                    message=f"{annotated.source} names {text}; the catalog names it "
                    f"{entry.gene} {entry.name}.",
                    source=allele.best.source.place,
                )
            )


def lost_gene_warnings(
    mutations: Iterable[Mutation], copies: Iterable[CopyNumber]
) -> list[ReportWarning]:
    """A warning for each mutation of a lost gene: one clone cannot have both."""
    lost = {finding.gene: finding for finding in copies if finding.lost}
    return [
        ReportWarning(
            code="mutation_in_lost_gene",
            message=(
                f"{mutation.label} was found although the copy numbers show "
                f"{lost[mutation.gene].label}: one clone cannot have both; check "
                "the purity and the copy numbers."
            ),
        )
        for mutation in mutations
        if mutation.gene in lost and not mutation.filters
    ]


def _one_codon(mutations: Sequence[Mutation]) -> Iterator[ReportWarning]:
    """A warning for alleles of one codon: on one molecule they would make another residue."""
    by_codon: dict[tuple[str, int], list[Mutation]] = {}
    for mutation in mutations:
        if mutation.residue is not None and mutation.residue == mutation.last_residue:
            by_codon.setdefault((mutation.gene, mutation.residue), []).append(mutation)
    for (gene, residue), here in by_codon.items():
        if len(here) > 1:
            yield ReportWarning(
                code="one_codon",
                message=f"{' and '.join(m.label for m in here)} change codon {residue} of {gene}: "
                "on one molecule they encode another residue than either alone.",
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
