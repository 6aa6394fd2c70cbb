"""Alterations of bypass genes: alleles of the catalog, and what a file's annotation names.

Of these genes the exon model is known and no sequence. An allele is named by the catalog; by its
place and length where these suffice; else by the annotation of the file, and that is said. What
none of them names is no finding, unless it touches a codon of the catalog.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.detection.bypass.catalog import BypassCatalog, PlacedAllele, residues_of
from annotator.detection.copy_number.genes import altered_genes, counts
from annotator.detection.mutations.mutations import mutation_support
from annotator.model.findings import CopyNumber, Mutation
from annotator.model.observations import AnnotatedName, Notice, SmallVariantObservation
from annotator.model.tables import BypassAllele
from annotator.reference import (
    PlacedName,
    ProteinText,
    long_protein_text,
    parse_protein_text,
    same_protein_change,
)

UNNAMED = "coding_sequence_variant"
"""The consequence of an allele at a codon of the catalog that nothing names."""
TAKES_AWAY = frozenset(
    {"frameshift_variant", "splice_acceptor_variant", "splice_donor_variant", "start_lost"}
)
"""What, by its place and length alone, leaves no protein of the gene."""


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


class BypassFinder:
    """Makes findings of the alleles of bypass genes in one sample."""

    def __init__(self, catalog: BypassCatalog) -> None:
        """`notices` fills while findings are made."""
        self.catalog = catalog
        self.notices: list[Notice] = []

    def findings(
        self,
        records: Iterable[SmallVariantObservation],
        first_number: int,
        copies: Iterable[CopyNumber] = (),
    ) -> list[Mutation]:
        """The findings, with ids from M`first_number` on. A loss in `copies` counts as a pair."""
        named: list[Mutation] = []
        for allele in self.catalog.alleles(records):
            identifier = f"M{first_number + len(named)}"
            finding = self._finding(identifier, allele)
            if finding is not None:
                named.append(finding)
        self.notices += _one_codon(named)
        altered = altered_genes([*named, *copies])
        return [
            finding
            if counts(finding.gene, altered, self.catalog.genes)
            else finding.model_copy(update={"role": "other"})
            for finding in named
        ]

    def _finding(self, identifier: str, allele: PlacedAllele) -> Mutation | None:
        gene, name = allele.gene.gene, allele.name
        entry = self.catalog.entry(gene, name)
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
        allele: PlacedAllele,
        entry: BypassAllele,
        annotated: _Annotated | None,
    ) -> Mutation:
        if annotated is not None and self._is_of_model(annotated.name, entry.gene):
            self._compare(allele, entry, annotated)
        residue = residues_of(entry).start
        model = self.catalog.model(entry.gene)
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
        allele: PlacedAllele,
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
            for each in self.catalog.of(allele.gene.gene)
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

    def _annotated(self, allele: PlacedAllele) -> _Annotated | None:
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
        model = self.catalog.model(gene)
        return _unversioned(name.transcript) in {_unversioned(model.accession), model.ensembl}

    def _named_by(self, gene: str, annotated: _Annotated) -> BypassAllele | None:
        """The line of the catalog that has the annotated change, told by other bases."""
        change = str(annotated.protein)
        return next((a for a in self.catalog.of(gene) if a.name == change), None)

    def _is_lost(self, allele: PlacedAllele, annotated: _Annotated | None) -> bool:
        if allele.gene.loss_class is None:
            return False
        return allele.name.consequence in TAKES_AWAY or bool(annotated and annotated.stops)

    def _at_codon(self, allele: PlacedAllele) -> bool:
        """Whether it changes a codon of which the catalog holds exact alleles."""
        exact = {
            residues_of(each).start
            for each in self.catalog.of(allele.gene.gene)
            if each.alleles == "exact"
        }
        touched = allele.name.residues
        return touched is not None and any(touched[0] <= at <= touched[1] for at in exact)

    def _compare(self, allele: PlacedAllele, entry: BypassAllele, annotated: _Annotated) -> None:
        text = annotated.name.hgvs_p or ""
        if not same_protein_change(text, entry.name):
            self.notices.append(
                Notice(
                    code="annotation_differs",
                    message=f"{annotated.source} names {text}; the catalog names it "
                    f"{entry.gene} {entry.name}.",
                    source=allele.best.source.place,
                )
            )


def lost_gene_notices(mutations: Iterable[Mutation], copies: Iterable[CopyNumber]) -> list[Notice]:
    """A warning where a mutation was read in a gene that is lost: both of one clone cannot be."""
    lost = {finding.gene: finding for finding in copies if finding.lost}
    return [
        Notice(
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
