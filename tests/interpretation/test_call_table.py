"""The golden table: what is predicted of each cataloged profile for each therapy of its gene.

`calls.tsv` holds every single mutation of the kinase domain and every compound that statements
speak of, on one allele and before any TKI; the unmutated fusion and the amplification of MET after
each usual history; and what is known of MET alleles with MET as the target. `pytest
tests/interpretation --update-cases` writes it anew; the difference is what a change of knowledge or
engine does, and is read before it is kept.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.interpretation.history import history_tokens
from annotator.interpretation.other_kinases import effects_on_other_kinases
from annotator.interpretation.profile import build_profile
from annotator.interpretation.sensitivity import SensitivityCaller
from annotator.knowledge.as_of import KnowledgeAsOf
from tests.builders import packaged
from tests.builders.findings import amplification, compounds, fusion, looked, mutation

TABLE = Path(__file__).with_name("calls.tsv")
HEADER = "gene\tprofile\thistory\ttherapy\tcall\ttier\tescat\tcuration\treason"
NAIVE = "before any TKI"


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeAsOf:
    return packaged.knowledge_as_of()


def profiles(knowledge: KnowledgeAsOf, gene: str) -> list[tuple[str, ...]]:
    """The sets of alleles that statements speak of, single ones first, by residue."""
    found = {
        tuple(token for token in statement.requires if token[1:2].isdigit())
        for statement in knowledge.base.statements
        if statement.gene == gene
    } - {()}
    environment = packaged.environment()
    residue = {a.protein_change: a.residue for a in environment.tables.catalog if a.gene == gene}
    domain = environment.reference.kinase_domain(gene)
    found = {p for p in found if all(domain.start <= residue[a] <= domain.end for a in p)}
    return sorted(found, key=lambda p: (len(p), [residue[a] for a in p], p))


def rows(knowledge, gene, profile, history, findings, prior) -> Iterator[str]:
    tokens = history_tokens(prior, gene, knowledge.therapies.values())
    assessed = looked("absent").model_copy(update={"gene": gene})
    caller = SensitivityCaller(build_profile(findings[0], findings, [assessed]), knowledge, tokens)
    for call in caller.calls:
        cells = [call.call, call.tier or "", call.escat or "", call.curation or "", call.reason]
        yield "\t".join([gene, profile, history, call.therapy, *cells])


def driver_rows(knowledge: KnowledgeAsOf, gene: str) -> Iterator[str]:
    driver = fusion(gene=gene)
    for branch in knowledge.branches(gene):
        yield from rows(knowledge, gene, "fusion", branch.name, [driver], branch.prior_therapies)
    for alleles in profiles(knowledge, gene):
        mutations = [mutation(allele, gene=gene) for allele in alleles]
        findings = [driver, *mutations, *compounds(mutations, "cis")]
        yield from rows(knowledge, gene, "+".join(alleles), NAIVE, findings, [])
    for branch in knowledge.branches(gene):
        findings = [driver, amplification("MET")]
        yield from rows(
            knowledge, gene, "MET amplification", branch.name, findings, branch.prior_therapies
        )


def target_rows(knowledge: KnowledgeAsOf, gene: str) -> Iterator[str]:
    for (allele,) in profiles(knowledge, gene):
        found = mutation(allele, gene=gene, role="met_kinase")
        for effect in effects_on_other_kinases([found], knowledge):
            cells = [effect.effect, "", "", effect.curation or "", effect.reason]
            yield "\t".join([gene, allele, "as the target", effect.therapy, *cells])


def table(knowledge: KnowledgeAsOf) -> str:
    lines = [HEADER]
    for kinase in knowledge.base.fusion_kinases:
        of_gene = driver_rows if kinase.role == "driver" else target_rows
        lines += of_gene(knowledge, kinase.gene)
    return "\n".join(lines) + "\n"


def test_every_cataloged_profile_has_the_calls_of_the_golden_table(knowledge, request):
    made = table(knowledge)
    if request.config.getoption("--update-cases"):
        TABLE.write_text(made, encoding="utf-8")
    assert made == TABLE.read_text(encoding="utf-8")
