"""Warnings of samples of different patients with equal variants: one may be a copy."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from annotator.model.findings import FindingsDocument, Mutation
from annotator.model.report import Report

FEWEST_EQUAL = 3
"""The number of variants of equal depth and reads that do not agree by chance."""
LEAST_SHARE = 0.75
"""The least share of the longer list that equal variants make up."""
_MOST_COMPARED = 50
"""The number of samples with one equal variant that are compared with each other."""

Variant = tuple[str, int, int]
"""The allele, its depth and its reads."""


@dataclass(frozen=True)
class VariantList:
    """The variants of one sample whose depth and reads are known."""

    sample: str
    patient: str | None
    variants: frozenset[Variant]


def variant_list(document: FindingsDocument | Report) -> VariantList:
    """Return the variants among the findings of a sample."""
    mutations = (finding for finding in document.findings if isinstance(finding, Mutation))
    return VariantList(
        document.sample.id,
        document.sample.patient_id,
        frozenset(
            (mutation.hgvs_g, mutation.depth, mutation.alt_reads)
            for mutation in mutations
            if mutation.depth is not None and mutation.alt_reads is not None
        ),
    )


def equal_variants(lists: Iterable[VariantList]) -> list[str]:
    """Return a sentence for each two samples of different patients with nearly equal variants."""
    by_sample = {one.sample: one for one in lists}
    samples_with: dict[Variant, list[str]] = {}
    for one in by_sample.values():
        for variant in one.variants:
            samples_with.setdefault(variant, []).append(one.sample)
    shared = Counter(
        pair for names in samples_with.values() for pair in combinations(names[:_MOST_COMPARED], 2)
    )
    sentences = []
    for (name, other), count in shared.items():
        first, second = by_sample[name], by_sample[other]
        longer = max(len(first.variants), len(second.variants))
        same_patient = first.patient is not None and first.patient == second.patient
        if count >= FEWEST_EQUAL and count >= LEAST_SHARE * longer and not same_patient:
            sentences.append(
                f"{name} and {other} have nearly the same variants: {count} of {longer} agree in "
                "depth and reads too; check that each file is of its own patient"
            )
    return sorted(sentences)
