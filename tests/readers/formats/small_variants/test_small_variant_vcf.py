"""Small variants: which records, which alleles, and the errors."""

import gzip
import os
from contextlib import suppress
from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import SmallVariantObservation
from annotator.model.roles import Role
from tests.builders.files import VCF_META, everywhere, read, scope, vcf, write

_G1202R = "chr2 29220831 . C T . PASS DP=99 GT:AD:AF:DP 0/1:400,60:0.13:465"


def _variants(path: Path, *records: str, **kinds: object) -> list[SmallVariantObservation]:
    return read(vcf(path, *records, **kinds), "small_variants").small_variants  # type: ignore[arg-type]


def test_mutect2_record(tmp_path: Path) -> None:
    found = _variants(tmp_path / "x.vcf", _G1202R)[0]
    assert (found.caller, found.chrom, found.position) == ("mutect2", "chr2", 29220831)
    assert (found.ref, found.alt, found.filters) == ("C", "T", [])
    assert (found.depth, found.alt_reads, found.vaf) == (465, 60, 0.13)
    assert (found.phase_set, found.haplotype) == (None, None)
    assert (found.source.file, found.source.line) == ("x.vcf", len(VCF_META) + 2)


def test_only_records_that_touch_the_loci_are_read(tmp_path: Path) -> None:
    # The locus is chr2:29192774-29921611; a deletion may reach into it from before.
    end = "GT:AD 0/1:1,1"
    found = _variants(
        tmp_path / "x.vcf",
        f"chr1 29220831 . C T . . . {end}",
        f"chr2 29192773 . C T . . . {end}",
        f"chr2 29192772 . CAG C . . . {end}",
        f"chr2 29192774 . C T . . . {end}",
        f"chr2 29921611 . C T . . . {end}",
        f"chr2 29921612 . C T . . . {end}",
    )
    assert [v.position for v in found] == [29192772, 29192774, 29921611]


def test_line_numbers_hold_through_gzip_and_crlf(tmp_path: Path) -> None:
    path = vcf(tmp_path / "x.vcf", "chr1 5 . C T . . . GT 0/1", _G1202R)
    packed = tmp_path / "y.vcf.gz"
    packed.write_bytes(gzip.compress(path.read_bytes().replace(b"\n", b"\r\n")))
    found = read(packed, "small_variants").small_variants
    assert [v.source.line for v in found] == [len(VCF_META) + 3]


def test_chromosomes_without_chr_are_the_same(tmp_path: Path) -> None:
    assert _variants(tmp_path / "x.vcf", _G1202R.removeprefix("chr"))[0].chrom == "chr2"


def test_each_alternate_allele_is_an_observation(tmp_path: Path) -> None:
    found = _variants(
        tmp_path / "x.vcf",
        "chr2 29220831 . C T,A,<NON_REF>,* . PASS . GT:AD:AF:DP 0/1/2:10,5,3,0,0:0.25,0.15,0,0:20",
    )
    assert [(v.alt, v.alt_reads, v.vaf) for v in found] == [("T", 5, 0.25), ("A", 3, 0.15)]


def test_filters_are_kept(tmp_path: Path) -> None:
    record = _G1202R.replace("PASS", "weak_evidence;clustered")
    assert _variants(tmp_path / "x.vcf", record)[0].filters == ["weak_evidence", "clustered"]


@pytest.mark.parametrize(
    ("genotype", "reads", "kept"),
    [("0/0", "50,0", False), ("0/0", "50,1", True), ("./.", "50,0", False), ("0/1", "50,1", True)],
)
def test_an_allele_of_another_sample_is_left_out(
    tmp_path: Path, genotype: str, reads: str, kept: bool
) -> None:
    record = f"chr2 29220831 . C T . PASS . GT:AD {genotype}:{reads}"
    assert bool(_variants(tmp_path / "x.vcf", record)) is kept


def test_a_genotype_without_a_read_is_left_out_and_told(tmp_path: Path) -> None:
    """SAGE and MuTect write 0/1 into the column of a sample that shows nothing."""
    path = vcf(
        tmp_path / "x.vcf",
        "chr2 29220831 . C T . PASS . GT:AD:AF 0/1:50,0:0",
        "chr2 29220832 . C A . PASS . GT:AD 0/1:50,0",
        "chr2 29220833 . C T . PASS . GT:AD:AF 0/1:50,0:1",
        "chr2 29220834 . C T . PASS . GT 0/1",
    )
    content = read(path, "small_variants")
    assert [v.position for v in content.small_variants] == [29220833, 29220834]
    assert [(n.code, n.message.partition(" ")[0]) for n in content.warnings] == [
        ("genotype_without_reads", "2")
    ]


def test_symbolic_and_breakend_alleles_are_counted_not_read(tmp_path: Path) -> None:
    path = vcf(
        tmp_path / "x.vcf",
        "chr2 29220831 . C <DEL> . PASS . GT 0/1",
        "chr2 29220832 . C C[chr3:5[ . PASS . GT 0/1",
        _G1202R,
    )
    content = read(path, "small_variants")
    assert len(content.small_variants) == 1
    assert [n.code for n in content.warnings] == ["not_small_variants"]
    assert content.warnings[0].message.startswith("2 symbolic or breakend alleles")


def test_a_file_without_sample_column_is_read_from_info(tmp_path: Path) -> None:
    meta = ("##fileformat=VCFv4.0", "##source=lofreq call -f x.fa",
            '##INFO=<ID=DP,Number=1,Type=Integer,Description="x">',
            '##INFO=<ID=AF,Number=1,Type=Float,Description="x">',
            '##INFO=<ID=DP4,Number=4,Type=Integer,Description="x">')  # fmt: skip
    record = "chr2 29220831 . C T 490 PASS DP=100;AF=0.05;DP4=50,45,3,2"
    found = _variants(tmp_path / "x.vcf", record, samples=(), meta=meta)[0]
    assert (found.caller, found.depth, found.alt_reads, found.vaf) == ("lofreq", 100, 5, 0.05)


def test_undeclared_fields_and_filters_are_read(tmp_path: Path) -> None:
    record = "2 29220831 . C T . LowEVS . GT:AD:AF:DP 0/1:8,2:0.2:10"
    found = _variants(tmp_path / "x.vcf", record, meta=("##fileformat=VCFv4.2",))[0]
    assert (found.depth, found.alt_reads, found.vaf, found.filters) == (10, 2, 0.2, ["LowEVS"])
    assert found.caller == "vcf"


def test_empty_vcf_holds_no_variant_and_no_warning(tmp_path: Path) -> None:
    content = read(vcf(tmp_path / "x.vcf"), "small_variants")
    assert (content.small_variants, content.warnings) == ([], [])


def test_a_vcf_of_other_chromosome_names_says_so(tmp_path: Path) -> None:
    meta = ("##fileformat=VCFv4.2", "##contig=<ID=scaffold_1>")
    path = vcf(tmp_path / "x.vcf", "scaffold_1 5 . C T . . . GT 0/1", meta=meta)
    assert [n.code for n in read(path, "small_variants").warnings] == ["no_locus_chromosome"]


def test_refseq_accessions_name_chromosomes(tmp_path: Path) -> None:
    record = _G1202R.replace("chr2", "NC_000002.12")
    assert _variants(tmp_path / "x.vcf", record)[0].chrom == "chr2"


@pytest.mark.parametrize(
    ("record", "column", "found"),
    [
        ("chr2 29220831 . C T . PASS", None, "a record of 7 columns"),
        ("chr2 here . C T . PASS . GT 0/1", "POS", "'here'"),
        ("chr2 29220831 . C3 T . PASS . GT 0/1", "REF", "'C3'"),
        ("chr2 29220831 . C T . PASS . GT:AF 0/1:13", "AF", "an allele fraction of 13"),
    ],
)
def test_malformed_record(tmp_path: Path, record: str, column: str | None, found: str) -> None:
    with pytest.raises(InputProblem) as raised:
        _variants(tmp_path / "x.vcf", _G1202R, record)
    assert (raised.value.line, raised.value.column) == (len(VCF_META) + 3, column)
    assert raised.value.found == found


def test_malformed_record_of_a_locus_chromosome_beside_the_locus(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="3 columns"):
        _variants(tmp_path / "x.vcf", "chr2 5 .")


def test_a_line_without_tabs_is_malformed(tmp_path: Path) -> None:
    path = vcf(tmp_path / "x.vcf", _G1202R)
    path.write_text(path.read_text() + "chr2 29220831 . C T\n")
    with pytest.raises(InputProblem, match="1 columns"):
        read(path, "small_variants")


def test_vcf_without_column_line(tmp_path: Path) -> None:
    path = write(tmp_path / "x.vcf", "##fileformat=VCFv4.2", "chr2\t1\t.\tC\tT\t.\t.\t.")
    with pytest.raises(InputProblem, match="no #CHROM line"):
        read(path, "small_variants")


def test_column_line_with_spaces(tmp_path: Path) -> None:
    path = write(tmp_path / "x.vcf", "##fileformat=VCFv4.2", "#CHROM POS ID")
    with pytest.raises(InputProblem, match="#CHROM line is malformed"):
        read(path, "small_variants")


def test_repeated_sample_column(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="repeats the sample T"):
        _variants(tmp_path / "x.vcf", samples=("T", "T"))


def test_truncated_vcf(tmp_path: Path) -> None:
    path = vcf(tmp_path / "x.vcf", *[_G1202R] * 5000)
    path.write_bytes(gzip.compress(path.read_bytes())[:-9])
    with pytest.raises(InputProblem, match="truncated"):
        read(path, "small_variants")


def _indexed(tmp_path: Path) -> Path:
    import pysam

    plain = vcf(tmp_path / "x.vcf", "chr2 100 . C T . . . GT 0/1", _G1202R)
    packed = tmp_path / "x.vcf.gz"
    pysam.tabix_compress(str(plain), str(packed))
    pysam.tabix_index(str(packed), preset="vcf")
    return packed


def test_an_index_gives_the_same_records_without_lines(tmp_path: Path) -> None:
    found = read(_indexed(tmp_path), "small_variants").small_variants
    assert [(v.position, v.vaf, v.source.line) for v in found] == [(29220831, 0.13, None)]


def test_an_index_older_than_the_file_is_not_used(tmp_path: Path) -> None:
    packed = _indexed(tmp_path)
    os.utime(f"{packed}.tbi", (1, 1))
    found = read(packed, "small_variants").small_variants
    assert [v.source.line for v in found] == [len(VCF_META) + 3]


def test_an_index_that_cannot_be_read_is_not_used(tmp_path: Path) -> None:
    packed = _indexed(tmp_path)
    Path(f"{packed}.tbi").write_bytes(b"not an index")
    found = read(packed, "small_variants").small_variants
    assert [v.source.line for v in found] == [len(VCF_META) + 3]


def test_bgzip_file_that_is_not_in_order_needs_no_index(tmp_path: Path) -> None:
    found = _variants(tmp_path / "x.vcf", _G1202R, _G1202R.replace("29220831", "29209798"))
    assert [v.position for v in found] == [29220831, 29209798]


# Number of alleles; caller, depth, alternate reads and fraction of the first.
_REAL = {
    "balsamic_tnscope_variants": (2, "tnscope", 953, 5, 0.005247),
    "balsamic_vardict_variants": (2, "vardict", 993, 5, 0.005),
    "freebayes_freebayes-test": (34, "freebayes", 75, 15, 0.2),
    "hydra_deepsomatic_t_only": (3, "deepvariant", 2, 2, 1.0),
    "hydra_sample.ensembled.vep_annotated": (2, "vcf", 1841, 617, 0.3351),
    "mavis_strelka": (128, "strelka2", 87, 2, 0.033333),
    "pcgr/T001-COAD.grch38": (3313, "vcf", 29, 8, 0.275862),
    "pisces_MultiAllelicVariantTest": (13, "pisces", 75, 45, 0.6),
    "pisces_example_S1.genome": (0, None, None, None, None),
    "purecn_example_mutect2": (11, "mutect2", 43, 3, 0.072),
    "purecn_issue109": (10, "varscan2", 274, 2, 0.0073),
    "purecn_issue184": (13, "strelka2", 1569, 751, 0.478649),
    "scout_cancer_test": (10, "freebayes", 4046, 1209, 0.299),
    "scout_tumor_only.snv.indel": (15, "vcf", 499, 56, 0.1122),
    "somaticseq_paired_Consensus.sINDEL": (53, "vcf", 49, 44, 0.898),
    "somaticseq_paired_LoFreq.snv": (67, "lofreq", 44, 44, 1.0),
    "somaticseq_paired_MuSE": (69, "muse", 44, 44, 1.0),
    "somaticseq_paired_MuTect2": (121, "mutect2", 44, 44, 0.978),
    "somaticseq_paired_Scalpel": (52, "scalpel", 65, 32, 0.492308),
    "somaticseq_paired_SomaticSniper": (75, "vcf", 44, 44, 1.0),
    "somaticseq_paired_Strelka.indel": (52, "strelka2", 50, 46, 1.0),
    "somaticseq_paired_Strelka.snv": (83, "strelka2", 47, 1, 0.021739),
    "somaticseq_paired_VarDict": (128, "vcf", 44, 44, 1.0),
    "umccr_test-ensemble": (1, "vcf", 112, 64, 0.5714),
    "umccr_test-sage": (2, "vcf", 63, 12, 0.190476),
    "umccr_test-tso500-tumoronly": (31, "vcf", 3022, 62, 0.02052),
    "umccr_test-varlociraptor-tn": (635, "varlociraptor", 119, None, 0.940488),
    "varcode_strelka2_somatic_snvs": (3, "strelka2", 28, 11, 0.392857),
    "varcode_vep_annotated_csq": (5, "vcf", None, None, None),
    "vcf2maf_test_b38": (25, "vcf", 54, 21, 0.388889),
    "vcf2maf_test_merged": (573, "vcf", 43, 15, 0.186),
    "vcf2maf_test_mutect": (429, "vcf", 206, 30, 0.146),
    "vcf2maf_test_pindel": (32, "pindel", 47, 4, 0.085106),
    "vcf2maf_test_radia": (93, "radia", 106, 11, 0.1),
    "vcf2maf_test_sniper": (171, "somaticsniper", 7, 4, 0.571429),
    "vcf2maf_test_varscan": (487, "varscan2", 91, 35, 0.3846),
}


@pytest.mark.parametrize("name", sorted(_REAL))
def test_real_callers_first_allele(real_data: Path, name: str) -> None:
    path = real_data / "vcf_smallvar" / f"{name}.vcf"
    found = read(path, "small_variants", everywhere()).small_variants
    first = [(v.caller, v.depth, v.alt_reads, v.vaf) for v in found[:1]] or [(None,) * 4]
    assert (len(found), *first[0]) == _REAL[name]


def test_every_real_vcf_is_read_or_refused_with_its_line(real_data: Path) -> None:
    refused = {}
    for path in sorted((real_data / "vcf_smallvar").rglob("*.vcf")):
        try:
            content = read(path, "small_variants", everywhere())
        except InputProblem as problem:
            refused[path.name] = problem.line
        else:
            assert all(v.vaf is None or 0 <= v.vaf <= 1 for v in content.small_variants)
    assert None not in refused.values()
    assert set(refused) == {
        "pisces_VcfReWriter_NoChangeToVariants.vcf",  # a sample column without a name
        "purecn_example_vcf.vcf",
        "umccr_test-sage2-multitumor.vcf",
    }


def test_every_real_vcf_of_any_kind_is_read_or_refused(real_data: Path) -> None:
    paths = [path for path in real_data.rglob("*.vcf*") if path.is_file()]
    assert len(paths) > 100
    for path in paths:
        for role in ("small_variants", "structural_variants", "coverage"):
            with suppress(InputProblem):
                read(path, role, everywhere())


def test_the_callers_other_build_has_nothing_at_the_loci(tmp_path: Path) -> None:
    path = vcf(tmp_path / "x.vcf", _G1202R)
    assert read(path, "small_variants", scope("GRCh37")).small_variants == []


@pytest.mark.parametrize(
    ("format_", "tumor", "seen"),
    [
        ("GT", "0/0", False),
        ("GT", "./.", False),
        ("GT:AD:DP", "./.:.:.", False),
        ("AD:DP", "100,0:100", False),
        ("AF", "0", False),
        ("GT:AD:DP", "0/1:100,0:100", False),
        ("GT:AD:AF:DP", "0/1:100,0:0.0098:100", False),
        ("GT:AD:AF:DP", "0/1:100,0:0.01:100", True),
        ("GT:AD:DP", "./.:98,2:100", True),
        ("GT", "0/1", True),
        ("PID", "a", True),
    ],
)
def test_an_allele_of_the_normal_alone_is_not_the_tumors(
    tmp_path: Path, format_: str, tumor: str, seen: bool
) -> None:
    normal = {"GT": "0/1", "AD": "60,40", "DP": "100", "AF": "0.4", "PID": "a"}
    other = ":".join(normal[key] for key in format_.split(":"))
    record = f"chr2 29220831 . C T . PASS . {format_} {tumor} {other}"
    found = _variants(tmp_path / "x.vcf", record, samples=("TUMOR", "NORMAL"))
    assert bool(found) is seen


@pytest.mark.parametrize(
    ("word", "filters"),
    [("PASS", []), ("pass", []), ("KEEP", []), ("REJECT", ["REJECT"]), ("pass;weak", ["weak"])],
)
def test_words_for_a_record_that_passed(tmp_path: Path, word: str, filters: list[str]) -> None:
    path = vcf(tmp_path / "x.vcf", _G1202R.replace("PASS", word))
    assert [v.filters for v in read(path, "small_variants").small_variants] == [filters]


_AF = '##INFO=<ID=AF,Number=A,Type=Float,Description="x">'
_DP = '##INFO=<ID=DP,Number=1,Type=Integer,Description="x">'
_AN = '##INFO=<ID=AN,Number=1,Type=Integer,Description="x">'


@pytest.mark.parametrize(
    ("meta", "depth", "vaf"),
    [
        ((_AF, _DP), 200, 0.25),
        ((_AF, _DP, _AN), None, None),  # a file of a population
        ((_DP,), None, None),
        ((_AF,), None, None),
        ((), None, None),
    ],
)
def test_info_of_a_file_without_sample_column(
    tmp_path: Path, meta: tuple[str, ...], depth: int | None, vaf: float | None
) -> None:
    record = "chr2 29220831 . C T . PASS AF=0.25;DP=200"
    path = tmp_path / "x.vcf"
    found = _variants(path, record, samples=(), meta=("##fileformat=VCFv4.2", *meta))[0]
    assert (found.depth, found.vaf) == (depth, vaf)


def test_info_beside_a_sample_column_is_not_asked(tmp_path: Path) -> None:
    record = "chr2 29220831 . C T . PASS AF=0.25;DP=200 GT 0/1"
    found = _variants(tmp_path / "x.vcf", record, meta=("##fileformat=VCFv4.2", _AF, _DP))[0]
    assert (found.depth, found.vaf) == (None, None)


@pytest.mark.parametrize(
    "first", ["##fileformat=VCFv4.2", '"##fileformat=VCFv4.2"', "##fileformat=VCFv4.2\t\t\t"]
)
@pytest.mark.parametrize("role", ["small_variants", "structural_variants"])
def test_a_header_in_the_quotes_of_a_spreadsheet(tmp_path: Path, first: str, role: Role) -> None:
    quoted = '"##INFO=<ID=DP,Number=1,Type=Integer,Description=""x"">"'
    path = write(tmp_path / "x.vcf", first, quoted, "#CHROM\tPOS")
    with pytest.raises(InputProblem, match="as a spreadsheet saves it") as raised:
        read(path, role)
    assert raised.value.line == (1 if first.startswith('"') else 2)


@pytest.mark.parametrize("role", ["small_variants", "structural_variants"])
def test_a_position_before_the_chromosome(tmp_path: Path, role: Role) -> None:
    path = vcf(tmp_path / "x.vcf", "chr2 -1 . C C]chr5:9] . PASS SVTYPE=BND GT 0/1")
    with pytest.raises(InputProblem, match="'-1', a position before the chromosome begins"):
        read(path, role)


@pytest.mark.parametrize(
    ("meta", "warned"),
    [
        (("##source=strelka", "##content=strelka somatic indel calls"), True),
        (("##source=strelka", "##content=strelka somatic snv calls"), False),
        (("##source=scalpel",), True),
        (("##source=GenerateSVCandidates 1.6.0",), True),
        (("##source=Mutect2",), False),
        ((), False),
    ],
)
def test_a_file_of_indels_alone(tmp_path: Path, meta: tuple[str, ...], warned: bool) -> None:
    deletion = "chr2 29220831 . CAG C . PASS . GT:AD 0/1:50,50"
    path = vcf(tmp_path / "x.vcf", deletion, meta=("##fileformat=VCFv4.2", *meta))
    codes = [notice.code for notice in read(path, "small_variants").warnings]
    assert codes == ["holds_no_substitution"] * warned
    mixed = vcf(tmp_path / "y.vcf", deletion, _G1202R, meta=("##fileformat=VCFv4.2", *meta))
    assert read(mixed, "small_variants").warnings == []
