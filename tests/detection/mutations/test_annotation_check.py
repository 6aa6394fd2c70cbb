"""Names that came with the file, against ours."""

import pytest

from annotator.detection.detect import detect
from annotator.model.context import ClinicalContext, Sample
from annotator.model.observations import AnnotatedName, Observations
from tests.builders.detection_tables import tables
from tests.builders.files import VCF_META, read, scope, vcf, write
from tests.builders.observations import G1202R, variant


@pytest.fixture
def warnings(reference):
    def run(row, transcript, hgvs_c, hgvs_p):
        name = AnnotatedName(
            gene="ALK", transcript=transcript, hgvs_c=hgvs_c, hgvs_p=hgvs_p, source="VEP"
        )
        document = detect(
            Sample(id="S", genome_build="GRCh38"),
            reference.in_build("GRCh38"),
            ClinicalContext(),
            Observations(small_variants=[row.model_copy(update={"annotations": [name]})]),
            tables(),
        )
        return [w for w in document.warnings if w.code == "annotation_differs"]

    return run


@pytest.mark.parametrize(
    ("transcript", "hgvs_c", "hgvs_p"),
    [
        ("NM_004304.5", "NM_004304.5:c.3604G>A", "NP_004295.2:p.Gly1202Arg"),
        ("NM_004304.4", "c.3604G>A", "p.G1202R"),
        ("NM_004304", "c.3604G>A", None),
        ("NM_004304.5", None, None),
        ("NM_999999.1", "c.1A>G", "p.Met1Val"),
        ("ENST00000389048.8", "ENST00000389048.8:c.3604G>A", "ENSP00000373700.3:p.Gly1202Arg"),
        ("ENST00000999999", "c.1A>G", "p.Met1Val"),
        (None, "c.1A>G", None),
    ],
)
def test_names_that_agree_or_cannot_be_compared_say_nothing(warnings, transcript, hgvs_c, hgvs_p):
    assert warnings(G1202R, transcript, hgvs_c, hgvs_p) == []


@pytest.mark.parametrize(
    ("hgvs_c", "hgvs_p", "shown"),
    [
        ("c.3604G>C", "p.Gly1202Arg", "c.3604G>C;"),
        ("c.3604G>A", "p.Gly1203Arg", "p.Gly1203Arg;"),
        ("c.3607G>A", "p.Gly1203Arg", "c.3607G>A and p.Gly1203Arg;"),
    ],
)
def test_a_disagreement_shows_both_names(warnings, hgvs_c, hgvs_p, shown):
    (warning,) = warnings(G1202R, "NM_004304.4", hgvs_c, hgvs_p)
    assert f"VEP names NM_004304.4 {shown}" in warning.message
    assert "NM_004304.5:c.3604G>A p.(Gly1202Arg)" in warning.message
    assert warning.source == "a.vcf:9"


def test_an_ensembl_transcript_of_the_same_names_is_compared(warnings):
    (warning,) = warnings(G1202R, "ENST00000389048", "c.3604G>C", None)
    assert (
        "VEP names ENST00000389048 c.3604G>C; this program names it NM_004304.5" in warning.message
    )


def test_the_other_transcript_is_compared_in_its_own_numbering(warnings):
    row = variant(116783353, "G", "A", "chr7")
    assert warnings(row, "NM_001127500.2", "c.3736G>A", "p.Asp1246Asn") == []
    assert len(warnings(row, "NM_001127500.2", "c.3682G>A", "p.Asp1228Asn")) == 1


@pytest.mark.parametrize(
    ("row", "hgvs_c", "hgvs_p"),
    [
        ((29220746, "CC", "TT"), "c.3604_3605delGGinsAA", "p.Gly1202Lys"),
        ((29220745, "TCC", "GGA"), "c.3604_3606delGGAinsTCC", "p.Gly1202Ser"),
        ((29222405, "G", "GCGT"), "c.3451_3453dupACG", "p.Thr1151_Leu1152insThr"),
        ((29220744, "CTCC", "C"), "c.3605_3607delGAG", "p.Gly1202del"),
        ((29220745, "T", "TA"), "c.3605_3606insT", "p.Asp1203fs"),
    ],
)
def test_longer_alleles_however_written(warnings, row, hgvs_c, hgvs_p):
    assert warnings(variant(*row), "NM_004304.4", hgvs_c, hgvs_p) == []
    assert len(warnings(variant(*row), "NM_004304.4", hgvs_c.replace("36", "37"), hgvs_p)) == (
        "36" in hgvs_c
    )
    assert len(warnings(variant(*row), "NM_004304.4", hgvs_c, "p.Gly1201_Gly1202insThr")) == 1


CSQ = (
    '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. '
    'Format: Allele|Consequence|SYMBOL|Feature|HGVSc|HGVSp">'
)
ANN = (
    "##INFO=<ID=ANN,Number=.,Type=String,Description=\"Functional annotations: 'Allele | "
    "Annotation | Annotation_Impact | Gene_Name | Gene_ID | Feature_Type | Feature_ID | "
    "Transcript_BioType | Rank | HGVS.c | HGVS.p'\">"
)
MAF_COLUMNS = (
    "Hugo_Symbol Chromosome Start_Position Reference_Allele Tumor_Seq_Allele2 "
    "Tumor_Sample_Barcode Transcript_ID HGVSc HGVSp"
)


def csq(allele, gene, *names):
    return "CSQ=" + ",".join(f"{allele}|x|{gene}|{name}" for name in names)


def ann(allele, gene, *names):
    entries = (f"{allele}|x|MODERATE|{gene}|G|transcript|{name}" for name in names)
    return "ANN=" + ",".join(entries)


@pytest.fixture
def told(reference, tmp_path):
    """The disagreements of an annotated file, read and detected in GRCh38."""

    def run(path):
        within = scope(genes={"ALK", "ROS1", "MET"})
        rows = read(path, "small_variants", within).small_variants
        assert rows
        assert all(row.annotations for row in rows)
        document = detect(
            Sample(id="S", genome_build="GRCh38"),
            reference.in_build("GRCh38"),
            ClinicalContext(),
            Observations(small_variants=rows),
            tables(),
        )
        return [w.message for w in document.warnings if w.code == "annotation_differs"]

    return run


AGREEING = [
    "chr2 29220747 . C T . PASS {} GT 0/1",
    "chr2 29222405 . G GCGT . PASS {} GT 0/1",
    "chr7 116783353 . G A . PASS {} GT 0/1",
]
VEP_NAMES = [
    csq("T", "ALK", "ENST00000389048.8|ENST00000389048.8:c.3604G>A|ENSP00000373700.3:p.Gly1202Arg",
        "NM_004304.4|NM_004304.4:c.3604G>A|NP_004295.2:p.Gly1202Arg", "ENST00000618119|c.9G>A|"),
    csq("CGT", "ALK", "ENST00000389048|ENST00000389048:c.3451_3453dup|ENSP1:p.Thr1151dup"),
    csq("A", "MET", "ENST00000318493|ENST00000318493:c.3736G>A|ENSP2:p.Asp1246Asn",
        "ENST00000397752|ENST00000397752:c.3682G>A|ENSP3:p.Asp1228Asn"),
]  # fmt: skip
SNPEFF_NAMES = [
    ann("T", "ALK", "NM_004304.4|protein_coding|23/29|c.3604G>A|p.Gly1202Arg"),
    ann("GCGT", "ALK", "NM_004304.5|protein_coding|22/29|c.3451_3453dupACG|p.Thr1151dup"),
    ann("A", "MET", "NM_001127500.1|protein_coding|19/21|c.3736G>A|p.Asp1246Asn",
        "NM_000245.2|protein_coding|19/21|c.3682G>A|p.Asp1228Asn"),
]  # fmt: skip


@pytest.mark.parametrize(("names", "meta"), [(VEP_NAMES, CSQ), (SNPEFF_NAMES, ANN)])
def test_an_annotated_vcf_that_agrees_says_nothing(told, tmp_path, names, meta):
    records = [row.format(info) for row, info in zip(AGREEING, names, strict=True)]
    assert told(vcf(tmp_path / "x.vcf", *records, meta=(*VCF_META, meta))) == []


@pytest.mark.parametrize(
    ("info", "meta", "shown"),
    [
        (csq("T", "ALK", "ENST00000389048|c.3604G>A|p.Gly1202Glu"), CSQ, "VEP names ENST"),
        (ann("T", "ALK", "NM_004304.4|x|23/29|c.3604G>A|p.Gly1202Glu"), ANN, "SnpEff names NM"),
    ],
)  # fmt: skip
def test_an_annotated_vcf_that_differs_shows_both_names(told, tmp_path, info, meta, shown):
    path = vcf(tmp_path / "x.vcf", AGREEING[0].format(info), meta=(*VCF_META, meta))
    (message,) = told(path)
    assert message.startswith(shown)
    assert "p.Gly1202Glu; this program names it NM_004304.5:c.3604G>A p.(Gly1202Arg)" in message


@pytest.mark.parametrize(("protein", "count"), [("p.Asp1246Asn", 0), ("p.Asp1228Asn", 1)])
def test_an_annotated_maf(told, tmp_path, protein, count):
    row = f"MET 7 116783353 G A T ENST00000318493 c.3736G>A {protein}"
    lines = ["\t".join(line.split()) for line in (MAF_COLUMNS, row)]
    assert len(told(write(tmp_path / "x.maf", *lines))) == count


def test_silent_changes_however_written(warnings):
    row = variant(29220745, "T", "C")
    for protein in ("p.Gly1202=", "p.(=)", "p.Gly1202%3D", "p.G1202G", "NP_004295.2:p.Gly1202="):
        assert warnings(row, "NM_004304.5", "c.3606A>G", protein) == []
    assert len(warnings(row, "NM_004304.5", "c.3606A>G", "p.Gly1202Arg")) == 1
