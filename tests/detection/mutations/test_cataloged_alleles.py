"""Every published resistance allele is found, under the name the knowledge base uses for it."""

import csv
import re

import pytest

from annotator.reference.genetic_code import reverse_complement, translate
from tests.builders.observations import variant
from tests.detection.mutations.finding import judged

BASES = "TCAG"
CODONS = [a + b + c for a in BASES for b in BASES for c in BASES]
NAMED_OTHERWISE = {"1151Tins (T1151_L1152insT; CIViC T1151dup)": "T1151dup"}


@pytest.fixture
def published(real_data):
    path = real_data.parent / "knowledge" / "mutation_drug.tsv"
    if not path.is_file():
        pytest.skip(f"no published alleles beside {real_data} (--real-data DIR)")
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


def alleles(rows):
    """Gene and allele of every substitution or indel, compounds taken apart."""
    found = set()
    for row in rows:
        text = NAMED_OTHERWISE.get(row["alterations"], row["alterations"])
        for part in text.split("+"):
            if re.fullmatch(r"[A-Z]\d+([A-Z]|del|dup)", part):
                found.add((row["gene"], part))
    return sorted(found)


def record(reference, build, gene, change):
    """A VCF row that makes a change: the nearest codon, or the whole codon removed or repeated."""
    model = reference.in_build(build).transcript(gene)
    letter, residue, new = change[0], int(re.search(r"\d+", change)[0]), re.split(r"\d+", change)[1]
    codon = reference.coding[model.accession][3 * residue - 3 : 3 * residue]
    assert translate(codon) == letter
    positions = sorted(model.codon(residue))
    assert positions[2] - positions[0] == 2
    plus = (lambda text: text) if model.strand == "+" else reverse_complement
    if new in ("del", "dup"):
        anchor = reference.in_build(build).known_bases.base(model.chrom, positions[0] - 1)
        added = "" if new == "del" else 2 * plus(codon)
        return variant(positions[0] - 1, anchor + plus(codon), anchor + added, model.chrom)
    made = [c for c in CODONS if translate(c) == new]
    nearest = min(made, key=lambda c: sum(a != b for a, b in zip(c, codon, strict=True)))
    return variant(positions[0], plus(codon), plus(nearest), model.chrom)


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
def test_every_published_allele_is_found(environment, published, build):
    wanted = alleles(published)
    assert len(wanted) > 70
    catalog = {(a.gene, a.protein_change) for a in environment.tables.catalog}
    for gene, change in wanted:
        row = record(environment.reference, build, gene, change)
        (mutation,), _, _ = judged(environment.reference, row, used=environment.tables, build=build)
        assert (mutation.gene, mutation.protein_change) == (gene, change)
        assert mutation.role == ("met_kinase" if gene == "MET" else "on_target")
        known = "catalogued" if (gene, change) in catalog else "unknown"
        assert mutation.significance == known


def test_every_cataloged_allele_is_found(environment):
    """Without the published table: every allele that a statement of the packaged base names."""
    for build in environment.reference.builds:
        for allele in environment.tables.catalog:
            row = record(environment.reference, build, allele.gene, allele.protein_change)
            (mutation,), _, _ = judged(
                environment.reference, row, used=environment.tables, build=build
            )
            assert mutation.protein_change == allele.protein_change
            domain = environment.reference.kinase_domain(allele.gene)
            role = "met_kinase" if allele.gene == "MET" else "on_target"
            if not domain.start <= allele.residue <= domain.end:
                role = "other"
            assert (mutation.significance, mutation.role) == ("catalogued", role)


def test_the_packaged_base_is_written_in_the_preferred_numbering(environment):
    for allele in environment.tables.catalog:
        assert (
            environment.canonical_allele(allele.gene, allele.protein_change)
            == allele.protein_change
        )
    for named in environment.tables.literature_names:
        assert (
            environment.canonical_allele(named.gene, named.protein_change) == named.protein_change
        )
