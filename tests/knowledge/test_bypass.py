"""The bypass catalog as packaged: each place agrees with the gene models of both builds.

The models hold no bases. So the c. name, the strand and the plus-strand alleles must agree, and
one codon must exist that all alleles of a residue can be changes of.
"""

import re
from itertools import product
from typing import Any

import pytest

from annotator.model.tables import BypassAllele, BypassGene
from annotator.pipeline.checks import check_knowledge
from annotator.pipeline.environment import Environment
from annotator.reference.genetic_code import reverse_complement, translate
from tests.builders import packaged


def alleles(*, exact: bool) -> list[BypassAllele]:
    """The alleles that are one place each, or those that are a kind of alleles."""
    return [a for a in packaged.knowledge().bypass_alleles if (a.alleles == "exact") is exact]


def change(allele):
    """First coding base, and the coding-strand REF and ALT of an exact allele."""
    found = re.fullmatch(r"(\d+)(?:([ACGT])>([ACGT])|_\d+delins([ACGT]+))", allele.hgvs_c)
    strand = packaged.genome().transcript(allele.gene).strand
    sides = [allele.ref, allele.alt]
    if strand == "-":
        sides = [reverse_complement(side) for side in sides]
    assert [found[2] or sides[0], found[3] or found[4]] == sides
    return int(found[1]), *sides


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
def test_the_place_is_that_of_the_codon_in_the_model(build):
    accessions = {gene.gene: gene.transcript for gene in packaged.knowledge().bypass_genes}
    for allele in alleles(exact=True):
        model = packaged.genome(build).transcript(allele.gene)
        assert (model.accession, model.chrom) == (accessions[allele.gene], allele.chrom), allele
        first, ref, _ = change(allele)
        places = [allele.position(build) + step for step in range(len(ref))]
        coding = [model.coding_index(place) for place in places]
        assert sorted(at + 1 for at in coding) == list(range(first, first + len(ref))), allele
        residue = int(allele.name[1:-1])
        assert set(coding) <= {3 * residue - 3, 3 * residue - 2, 3 * residue - 1}, allele
        assert set(places) <= set(model.codon(residue)), allele


def test_one_codon_fits_all_alleles_of_a_residue():
    residues: dict[tuple[str, int], list[BypassAllele]] = {}
    for allele in alleles(exact=True):
        residues.setdefault((allele.gene, int(allele.name[1:-1])), []).append(allele)
    assert len(residues) > 50
    for (gene, residue), here in residues.items():
        codons = map("".join, product("ACGT", repeat=3))
        assert any(_fits(codon, residue, here) for codon in codons), (gene, residue)


def _fits(codon, residue, here):
    """Whether all alleles of a residue can be changes of a codon."""
    for allele in here:
        first, ref, alt = change(allele)
        at = first - (3 * residue - 2)
        if codon[at : at + len(ref)] != ref or translate(codon) != allele.name[0]:
            return False
        if translate(codon[:at] + alt + codon[at + len(ref) :]) != allele.name[-1]:
            return False
    return True


# Places that public texts and files name, seen apart from the catalog's other sources.
@pytest.mark.parametrize(
    ("gene", "name", "grch37", "grch38", "ref", "alt"),
    [
        ("KRAS", "G12C", 25398285, 25245351, "C", "A"),
        ("KRAS", "G12D", 25398284, 25245350, "C", "T"),
        ("NRAS", "Q61K", 115256530, 114713909, "G", "T"),
        ("BRAF", "V600E", 140453136, 140753336, "A", "T"),
        ("EGFR", "L858R", 55259515, 55191822, "T", "G"),
        ("EGFR", "T790M", 55249071, 55181378, "C", "T"),
        ("ERBB2", "L755S", 37880220, 39723967, "T", "C"),
        ("PIK3CA", "E545K", 178936091, 179218303, "G", "A"),
        ("PIK3CA", "H1047R", 178952085, 179234297, "A", "G"),
        ("KIT", "D816V", 55599321, 54733155, "A", "T"),
        ("TP53", "R175H", 7578406, 7675088, "C", "T"),
    ],
)
def test_landmarks(gene, name, grch37, grch38, ref, alt):
    here = [a for a in alleles(exact=True) if (a.gene, a.name) == (gene, name)]
    places = [(a.position_grch37, a.position_grch38, a.ref, a.alt) for a in here]
    assert (grch37, grch38, ref, alt) in places


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
def test_a_kind_of_alleles_lies_in_one_exon(build):
    kinds = alleles(exact=False)
    assert kinds
    for allele in kinds:
        model = packaged.genome(build).transcript(allele.gene)
        ends = [at for r in (allele.first_residue, allele.last_residue) for at in model.codon(r)]
        exons = {model.locate(at).exon for at in ends}
        named = re.search(r"exon (\d+)", allele.name)
        assert int(named[1]) in exons, allele
        assert len(exons) == 1 or allele.alleles == "inframe_insertion", allele


def test_real_calls_are_of_the_catalog(real_data):
    """Rows of public caller files at cataloged places have the catalog's alleles."""
    places = {
        (build, a.chrom.removeprefix("chr"), str(a.position(build)), a.ref, a.alt)
        for a in alleles(exact=True)
        for build in ("GRCh37", "GRCh38")
    }
    files = {
        "vcf_smallvar/pcgr/T001-COAD.grch37.vcf": ("GRCh37", "7", "140453136", "A", "T"),
        "vcf_smallvar/pcgr/T001-COAD.grch38.vcf": ("GRCh38", "7", "140753336", "A", "T"),
        "vcf_smallvar/vcf2maf_test_merged.vcf": ("GRCh37", "12", "25398284", "C", "T"),
    }
    for name, place in files.items():
        rows = (line.split("\t") for line in (real_data / name).read_text().splitlines())
        at = [r for r in rows if len(r) > 4 and (r[0].removeprefix("chr"), r[1]) == place[1:3]]
        assert at
        assert place in places
        assert any((place[0], place[1], r[1], r[3], r[4]) in places for r in at)


FIELDS: dict[str, Any] = {
    "functional_class": "X mutation",
    "references": ["docm-2015"],
    "curation": "unverified",
}


@pytest.mark.parametrize(
    "missing", ["hgvs_c", "chrom", "position_grch37", "position_grch38", "ref", "alt"]
)
def test_an_exact_allele_has_its_place_in_both_builds(missing):
    whole = FIELDS | {"gene": "KRAS", "name": "G12C", "alleles": "exact", "hgvs_c": "34G>T"}
    whole |= {"chrom": "chr12", "position_grch37": 1, "position_grch38": 2, "ref": "C", "alt": "A"}
    assert BypassAllele(**whole).position("GRCh37") == 1
    with pytest.raises(ValueError, match="an exact allele has"):
        BypassAllele(**{key: value for key, value in whole.items() if key != missing})


def test_a_kind_of_alleles_has_its_residues():
    kind = FIELDS | {"gene": "EGFR", "name": "exon 19 deletion", "alleles": "inframe_deletion"}
    assert BypassAllele(**kind, first_residue=1, last_residue=2).position("GRCh38") is None
    with pytest.raises(ValueError, match="first and last residue"):
        BypassAllele(**kind, first_residue=1)


HEADER = "gene\tname\talleles\thgvs_c\tchrom\tposition_grch37\tposition_grch38\tref\talt\t"
HEADER += "functional_class\treferences\tcuration\n"


def test_a_verified_allele_has_two_sources(tmp_path):
    def messages(references):
        cells = ["KRAS", "G12C", "exact", "34G>T", "chr12", "25398285", "25245351", "C", "A"]
        row = "\t".join([*cells, "x y", references, "verified\n"])
        (tmp_path / "bypass.tsv").write_text(HEADER + row, encoding="utf-8")
        return [str(problem) for problem in check_knowledge(Environment([tmp_path]))]

    assert messages("docm-2015; refseq-models") == []
    assert any("one source alone" in found for found in messages("docm-2015"))


GENE_HEADER = "gene\ttranscript\tkind\tloss_class\ttogether_with\tmeaning\tcuration\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("KRAS\t\toncogene\t\t\tx\tunverified", "transcript"),
        ("KRAS\tNM_004985.5\toncogene\tKRAS loss\t\tx\tunverified", "has a loss_class if"),
        ("NF2\tNM_000268.4\tsuppressor\t\t\tx\tunverified", "has a loss_class if"),
        ("NF2\tNM_000268.4\tsuppressor\tNF2 loss\tRB1\tx\tunverified", "does not say the same"),
    ],
)
def test_faults_of_genes(tmp_path, row, said):
    (tmp_path / "bypass_genes.tsv").write_text(GENE_HEADER + row + "\n", encoding="utf-8")
    assert any(said in str(problem) for problem in check_knowledge(Environment([tmp_path])))


@pytest.mark.parametrize(
    ("name", "grch37", "said"),
    [
        ("G12C", 25398286, "is not its codon in GRCh37"),
        ("G13C", 25398285, "is not its codon in GRCh37"),
        ("G999C", 25398285, "no such residues"),
        ("Gly12Cys", 25398285, "a change such as G12C"),
    ],
)
def test_a_misplaced_allele(tmp_path, name, grch37, said):
    row = (
        f"KRAS\t{name}\texact\t34G>T\tchr12\t{grch37}\t25245351\tC\tA\tx y\tdocm-2015\tunverified\n"
    )
    (tmp_path / "bypass.tsv").write_text(HEADER + row, encoding="utf-8")
    assert any(said in str(problem) for problem in check_knowledge(Environment([tmp_path])))


def test_every_gene_of_the_issue_is_there():
    wanted = {"KRAS", "NRAS", "HRAS", "BRAF", "MAP2K1", "EGFR", "ERBB2", "PIK3CA", "KIT", "NF2"}
    wanted |= {"TP53", "RB1", "FGFR1", "FGFR2", "FGFR3"}
    base = packaged.knowledge()
    assert {gene.gene for gene in base.bypass_genes} == wanted
    fused = {"FGFR1", "FGFR2", "FGFR3", "MET", "NRG1", "NTRK1", "NTRK2", "NTRK3", "RET"}
    assert {k.gene for k in base.fusion_kinases if k.role == "off_target"} == fused
    assert all(isinstance(gene, BypassGene) and gene.meaning for gene in base.bypass_genes)
