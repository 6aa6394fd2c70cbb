"""What the name and the remarks of a row add to its fusion: exons, and a change within one gene."""

import re

from annotator.model.observations import FusionEnd, FusionObservation
from annotator.readers.tables.exon_names import exons_in, join_without
from annotator.readers.tables.table import Row

_REMARKS = frozenset(
    f"{name}{plural}"
    for name in (
        *("fusion", "fusionname", "fusiongene", "name", "event", "eventinfo", "eventtype"),
        *("variant", "alteration", "annotation", "comment", "remark", "note", "description"),
        *("svtype", "type", "class", "locus", "exon"),
    )
    for plural in ("", "s")
)
"""The columns of names and remarks, without case and separators."""
_INTRAGENIC = re.compile(r"\bintragenic\b", re.IGNORECASE)
_SKIPPED = re.compile(r"\bskip", re.IGNORECASE)
_EXON_OF = re.compile(r"(?:\b([A-Z][A-Z0-9]{2,})\W{1,2})?\b[Ee][Xx][Oo][Nn][Ss]?[\s_-]?\d")
"""The number of an exon, with the word before it where that may be the symbol of a gene."""
_NO_GENES = frozenset({"RNA", "DNA", "MRNA", "CDNA"})
_OF_TWO_GENES = re.compile(r"\bfus|rearrang|transloc|\bpartner", re.IGNORECASE)


def with_remarks(row: Row, fusion: FusionObservation) -> FusionObservation:
    """The fusion with the exons of its name, or within one gene where its remarks say so."""
    text = " | ".join(cell for name, cell in row.cells.items() if _bare(name) in _REMARKS)
    alone = _gene_alone(fusion)
    if alone is not None and _is_within(text, alone):
        side = FusionEnd(gene=alone)
        update = {"five_prime": side, "three_prime": side, "exons": join_without(text, alone)}
        return fusion.model_copy(update=update)
    if fusion.exons is not None or not _is_spliced(fusion):
        return fusion
    return fusion.model_copy(update={"exons": exons_in(text)})


def _bare(column: str) -> str:
    return re.sub(r"[\s_.-]", "", column).lower()


def _gene_alone(fusion: FusionObservation) -> str | None:
    """The only gene of a row without two places, which may name it for both sides."""
    ends = (fusion.five_prime, fusion.three_prime)
    if all(end.place for end in ends) or any(end.place and not end.genes for end in ends):
        return None
    genes = {gene for end in ends for gene in end.genes}
    return genes.pop() if len(genes) == 1 else None


def _is_within(text: str, gene: str) -> bool:
    """Whether remarks on one gene speak of its exons, and not of another gene."""
    if _INTRAGENIC.search(text):
        return True
    named = _EXON_OF.findall(text)
    if not named or not {*named} <= {"", gene, *_NO_GENES}:
        return False
    return bool(_SKIPPED.search(text)) or not _OF_TWO_GENES.search(text)


def _is_spliced(fusion: FusionObservation) -> bool:
    """Whether exons are what a row joins: in RNA, and in DNA where it gives no breakpoints."""
    placed = fusion.five_prime.place or fusion.three_prime.place
    return fusion.assay == "rna" or not placed
