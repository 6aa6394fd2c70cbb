"""Interpretation of one sample with many on-target mutations, and the naming of its compounds.

    python benchmarks/many_mutations.py          5, 20 and 200 mutations of ALK in each phase

The mutations are the cataloged alleles of ALK first, then invented ones. Milliseconds are the
least processor time of `RUNS` runs, of `interpret()` end to end and of the step of detection that
names compounds.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from annotator.detection.mutations.compounds import Compounds, compounds_of
from annotator.interpretation.interpret import interpret
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.model.base import Phase
from annotator.model.context import ClinicalContext, Sample
from annotator.model.findings import (
    DetectionProvenance,
    FindingsDocument,
    Fusion,
    FusionPartner,
    FusionSupport,
    Mutation,
    ReferenceUsed,
    Software,
)
from annotator.pipeline.environment import Environment

GENE = "ALK"
COUNTS = (5, 20, 200)
PHASES: tuple[Phase, ...] = ("unknown", "cis", "trans")
HISTORIES: dict[str, list[str] | None] = {"unknown": None, "one TKI": ["alectinib"]}
RUNS = 5
CREATED = datetime(2026, 11, 22, tzinfo=UTC)


def driver() -> Fusion:
    """A driver fusion of the gene."""
    return Fusion(
        id="F1",
        gene=GENE,
        label=f"EML4::{GENE} fusion",
        name=f"EML4::{GENE}",
        five_prime=FusionPartner(gene="EML4"),
        three_prime=FusionPartner(gene=GENE),
        nomenclature=f"EML4::{GENE} E13;A20 (variant 1)",
        frame="in_frame",
        domain="kinase domain",
        kinase_domain="retained",
        orientation="productive",
        classification="driver",
        classification_reason="as the benchmark states",
        assays=["rna"],
        known_partner=True,
        support=[FusionSupport(caller="stated", assay="rna", source="-", raw_breakpoints="-")],
    )


def mutation(change: str) -> Mutation:
    """An on-target mutation."""
    return Mutation(
        id=f"M-{change}",
        gene=GENE,
        label=f"{GENE} {change}",
        hgvs_g="-",
        hgvs_c=None,
        hgvs_p=None,
        protein_change=change,
        residue=int("".join(letter for letter in change[1:5] if letter.isdigit())),
        exon=None,
        in_kinase_domain=True,
        consequence="missense_variant",
        role="on_target",
        support=[],
    )


def document(
    mutations: list[Mutation], compounds: Compounds, prior: list[str] | None
) -> FindingsDocument:
    """The findings of one sample."""
    return FindingsDocument(
        sample=Sample(id="many", genome_build="GRCh38"),
        clinical_context=ClinicalContext(prior_therapies=prior),
        findings=[driver(), *mutations, *compounds.findings],
        phased_alleles=compounds.phased,
        unlisted_pairs=compounds.unlisted,
        assessments=[],
        provenance=DetectionProvenance(
            software=Software(name="annotator", version="benchmark"),
            reference=ReferenceUsed(version="-", sha256="-", transcripts=[], kinase_domains=[]),
            inputs=[],
            settings={},
        ),
        warnings=[],
    )


def least_milliseconds(work: Callable[[], object]) -> float:
    """The time of the fastest run."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def main() -> None:
    """Print one row per number of mutations, phase and history."""
    environment = Environment()
    knowledge = KnowledgeAsOf(environment.knowledge)
    known = environment.tables.known_compounds
    cataloged = [allele.protein_change for allele in knowledge.alleles(GENE)]
    others = [f"{letter}{place}K" for place in range(1120, 1400) for letter in "QW"]
    print("mutations  phase    history   compounds ms  interpret ms  findings  JSON kB")
    for count in COUNTS:
        mutations = [mutation(name) for name in [*cataloged, *others][:count]]
        for phase in PHASES:
            name = partial(compounds_of, mutations, partial(_told, phase), known)
            naming, compounds = least_milliseconds(name), name()
            for history, prior in HISTORIES.items():
                made = document(mutations, compounds, prior)
                read = partial(interpret, made, knowledge, CREATED)
                spent, size = least_milliseconds(read), len(read().model_dump_json()) // 1000
                print(
                    f"{count:9}  {phase:7}  {history:8}  {naming:12.1f}  {spent:12.1f}"
                    f"  {len(made.findings):8}  {size:7}"
                )


def _told(phase: Phase, *_pair: str) -> tuple[Phase, str]:
    return phase, "stated"


if __name__ == "__main__":
    main()
