"""Every polymorphism of the knowledge base is told from a mutation when a VCF writes it."""

import json

import pytest

from annotator.cli.main import main
from tests.builders import packaged

# Gene, change, chromosome, position in GRCh37 and GRCh38, REF, ALT on the plus strand.
ALLELES = [
    ("ALK", "T680I", "chr2", 29497967, 29275101, "G", "A"),
    ("ALK", "I1461V", "chr2", 29416572, 29193706, "T", "C"),
    ("ALK", "K1491R", "chr2", 29416481, 29193615, "T", "C"),
    ("ALK", "D1529E", "chr2", 29416366, 29193500, "G", "C"),
    ("ROS1", "S2229C", "chr6", 117622184, 117301021, "G", "C"),
    ("MET", "N375S", "chr7", 116340262, 116700208, "A", "G"),
]
# Neighbours in the same codons, which nothing names a polymorphism.
OTHERS = [
    ("ALK", "K1491E", "chr2", 29416482, 29193616, "T", "C"),
    ("ROS1", "S2229F", "chr6", 117622184, 117301021, "G", "A"),
    ("MET", "N375I", "chr7", 116340262, 116700208, "A", "T"),
]


def roles(folder, build, alleles):
    """Label and role of each allele, detected from a VCF of them."""
    place = 3 if build == "GRCh37" else 4
    rows = sorted((a[2], a[place], a[5], a[6]) for a in alleles)
    path = folder / "a.vcf"
    path.write_text(
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT\n"
        + "".join(f"{c}\t{p}\t.\t{r}\t{a}\t.\tPASS\t.\tGT:AD\t0/1:50,50\n" for c, p, r, a in rows),
        encoding="utf-8",
    )
    words = ["detect", "--sample", "S", "--small-variants", str(path), "--genome-build", build]
    assert main([*words, "--outdir", str(folder)]) == 0
    document = json.loads((folder / "S" / "S.findings.json").read_text(encoding="utf-8"))
    return {each["label"]: each["role"] for each in document["findings"]}


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
def test_each_is_found(tmp_path, build):
    found = roles(tmp_path, build, ALLELES)
    assert found == {f"{gene} {change}": "polymorphism" for gene, change, *_ in ALLELES}


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
def test_another_allele_of_the_codon_is_none(tmp_path, build):
    found = roles(tmp_path, build, OTHERS)
    assert found == {f"{gene} {change}": "other" for gene, change, *_ in OTHERS}


def test_all_are_tried():
    listed = {(each.gene, each.protein_change) for each in packaged.tables().polymorphisms}
    assert listed == {(gene, change) for gene, change, *_ in ALLELES}
