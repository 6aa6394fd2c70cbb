"""Samples of different patients whose variants are the same, read for read: one may be a copy."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from annotator.model.findings import FindingsDocument, Mutation
from annotator.model.report import Report

FEWEST_EQUAL = 3
"""So many variants of the same depth and the same reads are no chance."""
LEAST_SHARE = 0.75
"""The share of the longer list that the equal variants make up."""
_MOST_COMPARED = 50
"""Of one variant in very many samples, read for read, so many are compared with each other."""

Variant = tuple[str, int, int]
"""The allele, its depth and its reads."""


@dataclass(frozen=True)
class VariantList:
    """The variants of one sample of which depth and reads are known."""

    sample: str
    patient: str | None
    variants: frozenset[Variant]


def variant_list(document: FindingsDocument | Report) -> VariantList:
    """The variants among the findings of a sample."""
    mutations = (each for each in document.findings if isinstance(each, Mutation))
    return VariantList(
        document.sample.id,
        document.sample.patient_id,
        frozenset(
            (each.hgvs_g, each.depth, each.alt_reads)
            for each in mutations
            if each.depth is not None and each.alt_reads is not None
        ),
    )


def equal_variants(lists: Iterable[VariantList]) -> list[str]:
    """A sentence for each two samples of nearly equal variants that are not of one patient."""
    by_sample = {each.sample: each for each in lists}
    holders: dict[Variant, list[str]] = {}
    for each in by_sample.values():
        for variant in each.variants:
            holders.setdefault(variant, []).append(each.sample)
    shared = Counter(
        pair for names in holders.values() for pair in combinations(names[:_MOST_COMPARED], 2)
    )
    sentences = []
    for (one, other), count in shared.items():
        first, second = by_sample[one], by_sample[other]
        longer = max(len(first.variants), len(second.variants))
        of_one = first.patient is not None and first.patient == second.patient
        if count >= FEWEST_EQUAL and count >= LEAST_SHARE * longer and not of_one:
            sentences.append(
                f"{one} and {other} have nearly the same variants: {count} of {longer} agree in "
                "depth and reads too; check that each file is of its own patient"
            )
    return sorted(sentences)
