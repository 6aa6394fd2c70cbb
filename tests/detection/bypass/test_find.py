"""Alterations of bypass genes, with the packaged catalog."""

import json

import pysam
import pytest

from annotator.cli.main import main
from annotator.detection.detect import detect
from annotator.interpretation.second_driver import second_driver_warnings
from annotator.model.context import ClinicalContext, Sample
from annotator.model.observations import (
    AnnotatedName,
    Observations,
)
from annotator.model.warning import ReportWarning
from tests.builders import observations, packaged
from tests.builders.observations import fusion, input_file, variant

FILES = {"small_variants": "a.vcf", "coverage": "d.bed"}
# Chromosome, GRCh37, GRCh38, REF, ALT, label, class, whether it drives lung cancers.
KNOWN = [
    ("chr12", 25398285, 25245351, "C", "A", "KRAS G12C", "KRAS activating mutation", True),
    ("chr1", 115256530, 114713909, "G", "T", "NRAS Q61K", "NRAS activating mutation", False),
    ("chr11", 533874, 533874, "T", "C", "HRAS Q61R", "HRAS activating mutation", False),
    ("chr7", 140453136, 140753336, "A", "T", "BRAF V600E", "BRAF V600 mutation", True),
    ("chr7", 140453136, 140753336, "AC", "TT", "BRAF V600K", "BRAF V600 mutation", False),
    ("chr7", 140453135, 140753335, "CA", "TT", "BRAF V600E", "BRAF V600 mutation", True),
    ("chr7", 140481402, 140781602, "CC", "GA", "BRAF G469S", "BRAF non-V600 mutation", False),
    ("chr15", 66727455, 66435117, "G", "T", "MAP2K1 K57N", "MAP2K1 activating mutation", False),
    ("chr7", 55259515, 55191822, "T", "G", "EGFR L858R", "EGFR activating mutation", True),
    ("chr7", 55249071, 55181378, "C", "T", "EGFR T790M", "EGFR T790M", False),
    ("chr17", 37880220, 39723967, "T", "C", "ERBB2 L755S", "ERBB2 activating mutation", False),
    ("chr3", 178952085, 179234297, "A", "G", "PIK3CA H1047R", "PIK3CA activating mutation", False),
    ("chr4", 55599321, 54733155, "A", "T", "KIT D816V", "KIT activating mutation", False),
    ("chr4", 1807889, 1806162, "A", "G", "FGFR3 K650E", "FGFR3 activating mutation", False),
]
G12C = variant(25245351, "C", "A", "chr12")
G12D = variant(25245350, "C", "T", "chr12")
R175H = variant(7675088, "C", "T", "chr17")


def judged(*rows, depths=None, build="GRCh38", tables=None, warnings=(), **more):
    given = Observations(
        small_variants=list(rows),
        depths=depths,
        inputs=[input_file(role, name) for role, name in FILES.items()],
        notices=list(warnings),
        **more,
    )
    sample = Sample(id="S", genome_build=build)
    used = tables or packaged.tables()
    return detect(sample, packaged.genome(build), ClinicalContext(), given, used)


def findings(*rows, **more):
    return {each.label: each for each in judged(*rows, **more).findings if each.kind == "mutation"}


def results(*rows, **more):
    document = judged(*rows, **more)
    return {a.target: a for a in document.assessments if a.category == "bypass"}


def named(gene, hgvs_p, transcript="ENST1.1", hgvs_c=None, source="VEP"):
    return [
        AnnotatedName(gene=gene, transcript=transcript, hgvs_c=hgvs_c, hgvs_p=hgvs_p, source=source)
    ]


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known[5])
def test_a_cataloged_allele_in_both_builds(known, build):
    chrom, grch37, grch38, ref, alt, label, its_class, driver = known
    at = grch37 if build == "GRCh37" else grch38
    (found,) = findings(variant(at, ref, alt, chrom), build=build).values()
    told = (found.label, found.role, found.functional_class, found.is_driver, found.significance)
    assert told == (label, "bypass", its_class, driver, "catalogued")
    assert found.annotated_by is None


def test_how_it_is_named():
    found = findings(G12C)["KRAS G12C"]
    assert found.hgvs_g == "NC_000012.12:g.25245351C>A"
    assert found.hgvs_c == "NM_004985.5:c.34G>T"
    assert found.hgvs_p == "NP_004976.2:p.(Gly12Cys)"
    assert (found.residue, found.exon, found.consequence) == (12, 2, "missense_variant")
    assert "G12D" in found.known_at_residue
    assert "G12C" not in found.known_at_residue


def test_a_record_with_an_anchor_base_is_the_same_allele():
    assert set(findings(variant(25245350, "CC", "CA", "chr12"))) == {"KRAS G12C"}


@pytest.mark.parametrize(
    ("row", "build"),
    [
        (variant(25398285, "C", "A", "chr12"), "GRCh38"),  # the place in the other build
        (variant(25245351, "C", "A", "chr11"), "GRCh38"),
        (variant(25245200, "C", "A", "chr12"), "GRCh38"),  # beside, in an intron
    ],
)
def test_elsewhere_is_nothing(row, build):
    assert findings(row, build=build) == {}


def test_two_callers_are_one_finding_and_the_unfiltered_one_speaks():
    filtered = variant(
        25245351, "C", "A", "chr12", filters=["weak"], depth=900, caller="vardict", vaf=0.4
    )
    found = findings(filtered, G12C)["KRAS G12C"]
    assert (found.filters, found.vaf) == ([], 0.2)
    assert [row.caller for row in found.support] == ["vardict", "mutect2"]


def test_filtered_is_indeterminate():
    row = variant(25245351, "C", "A", "chr12", filters=["weak"])
    assert findings(row)["KRAS G12C"].filters == ["weak"]
    assert results(row)["KRAS"].result == "indeterminate"
    assert results(row)["KRAS"].reason == "KRAS G12C filtered: weak"


@pytest.mark.parametrize(
    ("low", "ref", "alt", "label"),
    [
        # EGFR exon 19 is chr7:55174722-55174820; codon 745 begins at 55174770, 753 ends at 796.
        (55174772, "AATTAAGAGAAGCAACA", "AA", "EGFR exon 19 deletion"),
        (55174771, "GAATTAAGAGAAGCAA", "G", "EGFR exon 19 deletion"),
        (55174768, "TAAG", "T", "EGFR exon 19 deletion"),  # codon 745, the first
        (55174795, "GTCT", "G", "EGFR exon 19 deletion"),  # codon 753, the last
        (55181310, "A", "AGCG", "EGFR exon 20 insertion"),
    ],
)
def test_kinds_of_alleles(low, ref, alt, label):
    (found,) = findings(variant(low, ref, alt, "chr7")).values()
    assert (found.label, found.role, found.is_driver) == (label, "bypass", True)
    assert found.consequence in {"inframe_deletion", "inframe_insertion"}
    assert found.protein_change is None


@pytest.mark.parametrize(
    ("low", "ref", "alt"),
    [
        (55174766, "TCAA", "T"),  # codon 744
        (55174796, "TCTC", "T"),  # codon 754
        (55174772, "AATT", "AA"),  # out of frame
        (55174772, "A", "AGCG"),  # a gain in exon 19
        (55181310, "AGCG", "A"),  # a loss in exon 20
    ],
)
def test_other_kinds_are_nothing(low, ref, alt):
    found = findings(variant(low, ref, alt, "chr7"))
    assert all(each.role == "other" for each in found.values())


def test_what_nothing_names_at_a_cataloged_codon_is_indeterminate():
    row = variant(25245350, "CC", "AA", "chr12")
    (found,) = findings(row).values()
    assert (found.label, found.role) == ("KRAS c.34_35delinsTT", "other")
    assert (found.hgvs_p, found.significance) == (None, "unknown")
    made = results(row)["KRAS"]
    assert made.result == "indeterminate"
    assert "the protein change is not named" in made.reason


def test_the_annotation_names_it_and_that_is_said():
    row = variant(
        25245350, "CC", "AA", "chr12", annotations=named("KRAS", "ENSP1:p.Gly12Phe", "ENST9.1")
    )
    found = findings(row)["KRAS G12F"]
    assert found.annotated_by == "VEP ENST9.1"
    assert (found.role, found.significance) == ("other", "unknown")
    assert "G12C" in found.known_at_residue
    assert found.hgvs_p == "ENST9.1:ENSP1:p.Gly12Phe"


def test_a_cataloged_change_by_other_bases_is_recognized_by_the_annotation():
    row = variant(114713908, "TG", "CT", "chr1", annotations=named("NRAS", "p.Gln61Arg"))
    found = findings(row)["NRAS Q61R"]
    assert (found.role, found.functional_class) == ("bypass", "NRAS activating mutation")
    assert found.annotated_by == "VEP ENST1.1"


def test_elsewhere_in_the_gene_the_annotation_alone_is_told():
    plain = variant(25227300, "G", "A", "chr12")
    assert findings(plain) == {}
    annotated = plain.model_copy(update={"annotations": named("KRAS", "p.Ser65Asn", source="MAF")})
    found = findings(annotated)["KRAS S65N"]
    assert (found.role, found.annotated_by) == ("other", "MAF ENST1.1")
    assert results(annotated)["KRAS"].result == "not_assessed"


@pytest.mark.parametrize("text", ["p.Gly12=", "p.Gly12Gly", "p.Gly12%3D"])
def test_a_silent_change_is_none(text):
    assert findings(variant(25245349, "A", "G", "chr12", annotations=named("KRAS", text))) == {}


def test_the_name_in_the_own_transcript_comes_first():
    names = [
        *named("KRAS", "p.Gly99Phe", "ENST2.1"),
        *named("KRAS", "p.Gly12Phe", "ENST00000311936.8"),
    ]
    found = findings(variant(25245350, "CC", "AA", "chr12", annotations=names))
    assert set(found) == {"KRAS G12F"}


def test_an_annotation_that_differs_from_the_catalog_is_a_warning():
    def codes(text, transcript):
        row = G12C.model_copy(update={"annotations": named("KRAS", text, transcript)})
        return [n.code for n in judged(row).warnings]

    assert codes("p.Gly12Cys", "NM_004985.3") == []
    assert codes("p.Gly12Val", "NM_004985.3") == ["annotation_differs"]
    assert codes("p.Gly12Val", "ENST2.1") == []  # another transcript may number otherwise


@pytest.mark.parametrize(
    ("row", "consequence"),
    [
        (variant(48304000, "GA", "G", "chr13"), "frameshift_variant"),
        (variant(48342715, "G", "A", "chr13"), "splice_donor_variant"),
    ],
)
def test_a_loss_recognized_by_place_and_length(row, consequence):
    (found,) = [each for each in findings(row, R175H).values() if each.gene == "RB1"]
    assert (found.consequence, found.functional_class) == (consequence, "RB1 loss")
    assert (found.role, found.annotated_by) == ("bypass", None)


def nf2(text, **more):
    return variant(29604112, "C", "T", "chr22", annotations=named("NF2", text), **more)


def test_a_loss_recognized_by_the_annotation():
    (found,) = findings(nf2("p.Arg9Ter")).values()
    assert (found.role, found.functional_class) == ("bypass", "NF2 loss")
    assert (found.consequence, found.annotated_by) == ("stop_gained", "VEP ENST1.1")
    assert results(nf2("p.Arg9Ter"))["NF2"].result == "present"


def test_a_missense_change_of_a_suppressor_is_no_loss():
    (found,) = findings(nf2("p.Arg9Cys")).values()
    assert (found.role, found.functional_class) == ("other", None)
    assert results(nf2("p.Arg9Cys"))["NF2"].result == "not_assessed"


EXON_19 = variant(55174771, "GAATTAAGAGAAGCAA", "G", "chr7")


@pytest.mark.parametrize(
    ("row", "curation"),
    [
        (G12C, "verified"),
        (variant(140781603, "C", "G", "chr7"), "unverified"),  # BRAF G469R by 1405G>C
        (EXON_19, "unverified"),
        (nf2("p.Arg9Ter"), "unverified"),  # by the line of the gene
        (nf2("p.Arg9Cys"), None),  # of no class
    ],
)
def test_a_class_tells_whether_its_line_was_checked(row, curation):
    (found,) = findings(row).values()
    assert found.functional_class_curation == curation


RB1 = variant(48304000, "GA", "G", "chr13")


def test_tp53_counts_beside_rb1_alone():
    def roles(*rows):
        return {each.gene: each.role for each in findings(*rows).values()}

    assert roles(R175H) == {"TP53": "other"}
    assert roles(RB1) == {"RB1": "other"}
    assert roles(R175H, RB1) == {"TP53": "bypass", "RB1": "bypass"}
    filtered = RB1.model_copy(update={"filters": ["weak"]})
    assert roles(R175H, filtered) == {"TP53": "other", "RB1": "bypass"}


def test_the_pair_is_one_target():
    target = "TP53 with RB1"
    assert results()[target].result == "not_assessed"
    alone = results(R175H)[target]
    assert (alone.result, alone.reason.startswith("TP53 R175H alone")) == ("not_assessed", True)
    assert alone.reason.endswith("RB1 not excluded: loss can arise anywhere in the gene")
    assert results(R175H, RB1)[target].result == "present"
    filtered = results(R175H, RB1.model_copy(update={"filters": ["weak"]}))[target]
    assert filtered.result == "indeterminate"
    assert filtered.reason.startswith("TP53 R175H, RB1 ")
    assert filtered.reason.endswith(" filtered: weak")
    assert not {"TP53", "RB1"} & set(results())


def covered(depth, *positions):
    return [observations.depth(low, high, depth, "chr12") for low, high in positions]


KRAS = [(25225625, 25225630), (25225710, 25225716), (25227340, 25227345), (25245345, 25245355)]


@pytest.mark.parametrize(
    ("depths", "result"),
    [
        (None, "not_assessed"),
        (covered(250, *KRAS), "absent"),
        (covered(249, *KRAS), "no_call"),
        (covered(900, *KRAS[:3]), "not_assessed"),  # codons 12 and 13 are not covered
        (covered(900, *KRAS[:3], (25245346, 25245351)), "absent"),  # to the last base
        (covered(900, *KRAS[:3], (25245346, 25245350)), "not_assessed"),
    ],
)
def test_absent_only_where_every_cataloged_codon_is_covered(depths, result):
    made = results(depths=depths)
    assert made["KRAS"].result == result
    if result == "absent":
        assert made["KRAS"].reason.endswith("known alleles only")
        assert made["KRAS"].depth == depths[0].depth
    assert made["EGFR"].result == "not_assessed"


def test_without_small_variants_nothing_is_assessed():
    sample = Sample(id="S", genome_build="GRCh38")
    made = detect(
        sample,
        packaged.genome(),
        ClinicalContext(),
        Observations(),
        packaged.tables(),
    )
    found = {a.target: a for a in made.assessments if a.category == "bypass"}
    for target in ("KRAS", "NF2", "TP53 with RB1"):
        assert found[target].result == "not_assessed"
        assert found[target].reason == "no small-variant file was given"


L858R = variant(55191822, "T", "G", "chr7")


@pytest.mark.parametrize(
    ("rows", "fusions", "named_there"),
    [
        ([G12C], [fusion()], "KRAS G12C"),
        ([L858R, G12C], [fusion()], "KRAS G12C, EGFR L858R"),
        ([G12C], [], None),  # no driver fusion
        ([G12C], [fusion(split_reads=1, spanning_reads=0)], None),  # not held to be one
        ([G12C.model_copy(update={"filters": ["weak"]})], [fusion()], None),
        ([variant(179234297, "A", "G", "chr3")], [fusion()], None),  # PIK3CA drives none
        ([variant(55181378, "C", "T", "chr7")], [fusion()], None),  # EGFR T790M
    ],
)
def test_a_second_driver_is_told_where_one_stands_beside_a_fusion(rows, fusions, named_there):
    found = judged(*rows, fusions=fusions)
    assert "second_driver" not in {warning.code for warning in found.warnings}
    said = [warning.message for warning in second_driver_warnings(found.findings, after_tki=False)]
    if named_there is None:
        assert said == []
    else:
        (message,) = said
        assert named_there in message
        assert message.endswith("check the sample's identity.")


def test_the_driver_stays_what_it_is():
    (found,) = [f for f in judged(G12C, fusions=[fusion()]).findings if f.kind == "fusion"]
    assert found.is_driver


def test_two_alleles_of_one_codon_are_told():
    codes = [n.code for n in judged(G12C, G12D).warnings]
    assert codes == ["one_codon"]
    assert [n.code for n in judged(G12C, L858R).warnings] == []


def test_ids_go_on_after_those_of_the_kinase_genes():
    made = judged(variant(29220747, "C", "T"), G12C, L858R)
    assert [f.id for f in made.findings] == ["M1", "M2", "M3"]
    assert [f.gene for f in made.findings] == ["ALK", "KRAS", "EGFR"]


def test_without_the_tables_nothing_is_said():
    bare = packaged.tables().model_copy(update={"bypass_genes": [], "bypass_alleles": []})
    assert findings(G12C, tables=bare) == {}
    assert "KRAS" not in results(G12C, tables=bare)


def test_a_file_of_other_chromosomes_says_nothing_of_bypass_genes():
    warning = ReportWarning(code="no_locus_chromosome", message="x", source="a.vcf")
    made = results(depths=covered(900, *KRAS), warnings=[warning])
    assert made["KRAS"].result == "not_assessed"


VCF = (
    "##fileformat=VCFv4.2\n"
    '##INFO=<ID=CSQ,Number=.,Type=String,Description="VEP. Format: '
    'Allele|SYMBOL|Feature|HGVSc|HGVSp">\n'
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT\n"
)
MAF = "Hugo_Symbol\tChromosome\tStart_Position\tReference_Allele\tTumor_Seq_Allele2\t"
MAF += "Tumor_Sample_Barcode\tHGVSp\tTranscript_ID\n"


def read(folder, name, text, build):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_file(folder, path, build)


def read_file(folder, path, build):
    words = ["detect", "--sample", "S", "--small-variants", str(path), "--genome-build", build]
    assert main([*words, "--outdir", str(folder)]) == 0
    document = json.loads((folder / "S" / "S.findings.json").read_text(encoding="utf-8"))
    return document, {f["label"]: f for f in document["findings"]}


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
@pytest.mark.parametrize("prefix", ["chr", "", "NC"])
def test_a_vcf_however_it_writes_its_chromosomes(tmp_path, build, prefix):
    at = 3 if build == "GRCh37" else 4
    version = {"GRCh37": "11", "GRCh38": "12"}[build]
    place = {"NC": f"NC_000012.{version}"}.get(prefix, f"{prefix}12")
    row = f"{place}\t{[0, 0, 0, 25398285, 25245351][at]}\t.\tC\tA\t.\tPASS\t.\tGT:AD\t0/1:80,20\n"
    _, found = read(tmp_path, "a.vcf", VCF + row, build)
    assert found["KRAS G12C"]["vaf"] == 0.2


@pytest.mark.parametrize(("build", "at"), [("GRCh37", 25398285), ("GRCh38", 25245351)])
@pytest.mark.parametrize("chrom", ["12", "chr12"])
def test_a_maf(tmp_path, build, at, chrom):
    rows = f"KRAS\t{chrom}\t{at}\tC\tA\tT1\tp.Gly12Cys\tENST00000311936\n"
    rows += f"KRAS\t{chrom}\t{at - 5000}\tC\tT\tT1\tp.Ala9Val\tENST1\n"  # far from every exon
    _, found = read(tmp_path, "a.maf", MAF + rows, build)
    assert set(found) == {"KRAS G12C"}


def test_the_annotation_of_a_vcf_is_read_in_coding_exons_and_beside_them(tmp_path):
    csq = "CSQ=A|KRAS|ENST00000311936.8|c.1A>T|ENSP1:p.Ser65Asn"
    inside = f"12\t25227300\t.\tG\tA\t.\tPASS\t{csq}\tGT:AD\t0/1:80,20\n"
    beyond = f"12\t25240000\t.\tG\tA\t.\tPASS\t{csq}\tGT:AD\t0/1:80,20\n"
    document, found = read(tmp_path, "a.vcf", VCF + inside + beyond, "GRCh38")
    assert list(found) == ["KRAS S65N"]
    assert found["KRAS S65N"]["annotated_by"] == "VEP ENST00000311936.8"
    # The kinase genes' chromosomes are not named: that stays said.
    assert "no_locus_chromosome" in {n["code"] for n in document["warnings"]}


def test_an_indexed_file_is_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr("annotator.readers.lines.index_check._STREAMED_BELOW", 0)
    row = "chr12\t25245351\t.\tC\tA\t.\tPASS\t.\tGT:AD\t0/1:80,20\n"
    last = "chr17\t7675088\t.\tC\tT\t.\tPASS\t.\tGT:AD\t0/1:80,20\n"
    plain = tmp_path / "a.vcf"
    plain.write_text(VCF + row + last, encoding="utf-8")
    packed = pysam.tabix_index(str(plain), preset="vcf", force=True)
    _, found = read_file(tmp_path, packed, "GRCh38")
    assert set(found) == {"KRAS G12C", "TP53 R175H"}
    assert found["KRAS G12C"]["support"][0]["source"] == "a.vcf.gz"


@pytest.mark.parametrize(
    ("name", "build", "expected"),
    [
        ("vcf_smallvar/pcgr/T001-COAD.grch37.vcf", "GRCh37", {"BRAF V600E"}),
        ("vcf_smallvar/pcgr/T001-COAD.grch38.vcf", "GRCh38", {"BRAF V600E"}),
    ],
)
def test_real_vcf(tmp_path, real_data, name, build, expected):
    _, found = read_file(tmp_path, real_data / name, build)
    assert {label for label, each in found.items() if each["role"] == "bypass"} == expected
