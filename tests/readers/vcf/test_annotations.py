"""Names that VEP and SnpEff wrote into a VCF."""

from pathlib import Path

import pytest

from annotator.model.observations import AnnotatedName
from tests.builders.files import VCF_META, everywhere, read, scope, vcf

_VEP = (
    '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. '
    'Format: Allele|Consequence|SYMBOL|Feature|HGVSc|HGVSp">'
)
_VEP_OTHER_ORDER = (
    '##INFO=<ID=CSQ,Number=.,Type=String,Description="x. Format: HGVSp|HGVSc|Feature|SYMBOL|'
    'Allele|ALLELE_NUM">'
)
_SNPEFF = (
    "##INFO=<ID=ANN,Number=.,Type=String,Description=\"Functional annotations: 'Allele | "
    "Annotation | Annotation_Impact | Gene_Name | Gene_ID | Feature_Type | Feature_ID | "
    "Transcript_BioType | Rank | HGVS.c | HGVS.p'\">"
)


def _names(
    path: Path, info: str, *meta: str, alleles: str = "C T", genes: str = "ALK"
) -> list[list[AnnotatedName]]:
    genotype = "1/2" if "," in alleles else "0/1"
    record = f"chr2 29220831 . {alleles} . PASS {info} GT {genotype}"
    within = scope(genes={genes})
    content = read(vcf(path, record, meta=(*VCF_META, *meta)), "small_variants", within)
    return [v.annotations for v in content.small_variants]


def test_vep(tmp_path: Path) -> None:
    csq = (
        "T|missense_variant|ALK|ENST1.8|ENST1.8:c.3604G>A|ENSP1.5:p.Gly1202Arg,"
        "T|intron_variant|EML4|ENST9|ENST9:c.1+1G>A|,T|downstream|ALK|ENST2||"
    )
    assert _names(tmp_path / "x.vcf", f"CSQ={csq}", _VEP) == [
        [AnnotatedName(gene="ALK", transcript="ENST1.8", hgvs_c="c.3604G>A",
                       hgvs_p="p.Gly1202Arg", source="VEP")]
    ]  # fmt: skip


def test_the_order_of_the_header_counts(tmp_path: Path) -> None:
    csq = "p.Gly1202%3D|c.3604G>A|NM_1|ALK|T|1"
    name = _names(tmp_path / "x.vcf", f"CSQ={csq}", _VEP_OTHER_ORDER)[0][0]
    assert (name.transcript, name.hgvs_c, name.hgvs_p) == ("NM_1", "c.3604G>A", "p.Gly1202=")


def test_snpeff(tmp_path: Path) -> None:
    ann = "T|missense|MODERATE|ALK|ENSG|transcript|NM_004304.5|coding|23|c.3604G>A|p.Gly1202Arg"
    name = _names(tmp_path / "x.vcf", f"ANN={ann}", _SNPEFF)[0][0]
    assert (name.source, name.transcript, name.hgvs_c) == ("SnpEff", "NM_004304.5", "c.3604G>A")


@pytest.mark.parametrize(
    ("alleles", "csq", "found"),
    [
        ("C T,A", "T|x|ALK|E1|c.1|,A|x|ALK|E1|c.2|", [["c.1"], ["c.2"]]),
        ("CAG C,CAGT", "-|x|ALK|E1|c.1|,AGT|x|ALK|E1|c.2|", [["c.1"], ["c.2"]]),
        ("C CTT", "TT|x|ALK|E1|c.1|", [["c.1"]]),
        ("C T,A", "G|x|ALK|E1|c.1|", [[], []]),
    ],
)
def test_each_allele_has_its_own_names(
    tmp_path: Path, alleles: str, csq: str, found: list[list[str]]
) -> None:
    names = _names(tmp_path / "x.vcf", f"CSQ={csq}", _VEP, alleles=alleles)
    assert [[name.hgvs_c for name in of_allele] for of_allele in names] == found


def test_allele_num_counts_before_the_bases(tmp_path: Path) -> None:
    csq = "|c.2|E1|ALK|T|2,|c.1|E1|ALK|T|1"
    names = _names(tmp_path / "x.vcf", f"CSQ={csq}", _VEP_OTHER_ORDER, alleles="C T,A")
    assert [[name.hgvs_c for name in of_allele] for of_allele in names] == [["c.1"], ["c.2"]]


def test_equal_names_stand_once(tmp_path: Path) -> None:
    csq = ",".join(["T|x|ALK|E1|c.1|"] * 3)
    assert len(_names(tmp_path / "x.vcf", f"CSQ={csq}", _VEP)[0]) == 1


@pytest.mark.parametrize("info", [".", "CSQ", "CSQ=", "CSQ=T|x", "CSQ=|||||,T"])
def test_no_name(tmp_path: Path, info: str) -> None:
    assert _names(tmp_path / "x.vcf", info, _VEP) == [[]]


def test_undeclared_fields_are_not_guessed(tmp_path: Path) -> None:
    assert _names(tmp_path / "x.vcf", "CSQ=T|x|ALK|E1|c.1|") == [[]]


def test_real_vep_and_snpeff(real_data: Path) -> None:
    within = everywhere(genes={"TP53", "WASH4P"})
    folder = real_data / "vcf_smallvar"
    vep = read(folder / "varcode_vep_annotated_csq.vcf", "small_variants", within)
    first = next(v for v in vep.small_variants if v.annotations).annotations
    assert [(n.transcript, n.hgvs_c, n.hgvs_p) for n in first] == [
        ("ENST00000269305", "c.844C>T", "p.Arg282Ter"),
        ("ENST00000420246", "c.715C>T", "p.Arg239Ter"),
    ]
    snpeff = read(folder / "umccr_test-mutect2.vcf", "small_variants", within)
    name = snpeff.small_variants[0].annotations[0]
    assert (name.gene, name.transcript, name.hgvs_c) == ("WASH4P", "ENST00000326592", "c.*2041C>G")
