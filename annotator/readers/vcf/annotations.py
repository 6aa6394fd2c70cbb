"""Names that an annotator wrote into INFO: VEP's CSQ and SnpEff's ANN."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from annotator.model.observations import AnnotatedName
from annotator.readers.vcf.header import VcfHeader
from annotator.readers.vcf.records import Record


@dataclass(frozen=True)
class _Annotator:
    """One annotator: its INFO key and what it calls the fields that are read."""

    source: Literal["VEP", "SnpEff"]
    key: str
    gene: str
    transcript: str
    hgvs_c: str
    hgvs_p: str


_ANNOTATORS = (
    _Annotator("VEP", "CSQ", "SYMBOL", "Feature", "HGVSc", "HGVSp"),
    _Annotator("SnpEff", "ANN", "Gene_Name", "Feature_ID", "HGVS.c", "HGVS.p"),
)


class Annotations:
    """Reads the names of an allele by the orders of fields that one header declares."""

    def __init__(self, header: VcfHeader, genes: frozenset[str]) -> None:
        """`genes` are those whose names are kept."""
        self._genes = genes
        orders = ((each, _declared_order(header, each.key)) for each in _ANNOTATORS)
        self._orders = [(each, order) for each, order in orders
                        if {"Allele", each.gene} <= set(order)]  # fmt: skip

    def of(self, record: Record, alt: str) -> list[AnnotatedName]:
        """The names that the record gives one ALT, each once, in the order of the file.

        A name stands without the transcript before its colon.
        """
        found = [
            name
            for annotator, order in self._orders
            for entry in _entries(record, annotator.key, order)
            if entry.get(annotator.gene) in self._genes and _is_of_allele(entry, record, alt)
            for name in _named(annotator, entry)
        ]
        return list({(n.source, n.transcript, n.hgvs_c, n.hgvs_p): n for n in found}.values())


def _declared_order(header: VcfHeader, key: str) -> list[str]:
    """The field names that the header's line of the key lists, after `Format:` or in quotes."""
    for line in header.meta:
        if line.startswith(f"##INFO=<ID={key},"):
            listed = re.search(r"(?:Format: |')([^'\"]*\|[^'\"]*)", line)
            return [name.strip() for name in listed[1].split("|")] if listed else []
    return []


def _entries(record: Record, key: str, order: Sequence[str]) -> Iterator[dict[str, str]]:
    for text in record.info.get(key, "").split(","):
        yield dict(zip(order, text.split("|"), strict=False))


def _is_of_allele(entry: dict[str, str], record: Record, alt: str) -> bool:
    """Whether an entry speaks of one ALT.

    By VEP's ALLELE_NUM; else by the allele, which SnpEff writes as ALT and VEP without the base
    that all alleles of an indel share (`-` where nothing is left).
    """
    number = entry.get("ALLELE_NUM", "")
    if number.isdigit():
        return number == str(record.alts.index(alt) + 1)
    written = entry["Allele"]
    return len(record.alts) == 1 or written in (alt, _without_anchor(record, alt))


def _without_anchor(record: Record, alt: str) -> str:
    alleles = [record.ref, *record.alts]
    shared = len({allele[:1] for allele in alleles}) == 1
    indel = len({len(allele) for allele in alleles}) > 1
    return (alt[1:] or "-") if shared and indel else alt


def _named(annotator: _Annotator, entry: dict[str, str]) -> Iterator[AnnotatedName]:
    hgvs_c, hgvs_p = (
        unquote(entry.get(field, "")).rpartition(":")[2] or None
        for field in (annotator.hgvs_c, annotator.hgvs_p)
    )
    if hgvs_c or hgvs_p:
        yield AnnotatedName(
            gene=entry[annotator.gene],
            transcript=entry.get(annotator.transcript) or None,
            hgvs_c=hgvs_c,
            hgvs_p=hgvs_p,
            source=annotator.source,
        )
