"""Compares the names in a file's own annotation with those given here."""

from collections.abc import Iterable, Sequence

from annotator.detection.mutations.codon_haplotypes import NamedRecord
from annotator.model.observations import AnnotatedName
from annotator.model.warning import ReportWarning
from annotator.reference import (
    Genome,
    TranscriptName,
    VariantName,
    same_coding_change,
    same_protein_change,
)


def annotation_warnings(named: Iterable[NamedRecord], genome: Genome) -> list[ReportWarning]:
    """A warning for every annotated name that differs from ours in the same transcript.

    Transcripts are compared without their version, an Ensembl transcript with the RefSeq one of
    the same coding sequence. Different spellings of one name agree. Names in transcripts that are
    not in the reference are not compared.
    """
    warnings = []
    refseq_of = {
        model.ensembl: _unversioned(model.accession)
        for gene in genome.reference.kinase_genes
        for model in genome.transcripts(gene)
        if model.ensembl
    }
    for record, name in named:
        ours = {_unversioned(n.transcript): n for n in name.transcript_names}
        for annotated in record.annotations:
            accession = _unversioned(annotated.transcript or "")
            our_name = ours.get(refseq_of.get(accession, accession))
            different = _different(annotated, our_name, name) if our_name else []
            if different:
                warnings.append(
                    ReportWarning(
                        code="annotation_differs",
                        message=f"{annotated.source} names {annotated.transcript} "
                        f"{' and '.join(different)}; this program names it {our_name}.",
                        source=record.source.place,
                    )
                )
    return warnings


def _unversioned(accession: str) -> str:
    return accession.split(".")[0]


def _different(annotated: AnnotatedName, ours: TranscriptName, name: VariantName) -> Sequence[str]:
    """The annotated names that differ from ours; where we give none, nothing is compared."""
    texts = []
    coding, protein = annotated.hgvs_c, annotated.hgvs_p
    if coding and ours.hgvs_c and not same_coding_change(coding, ours.hgvs_c):
        texts.append(coding)
    if protein and ours.hgvs_p and not same_protein_change(protein, ours.hgvs_p):
        silent = name.consequence == "synonymous_variant" and protein.endswith(("=", "%3D", "=)"))
        texts += [] if silent else [protein]
    return texts
