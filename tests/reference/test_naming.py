"""HGVS names of alleles of the kinase genes."""

import re
from functools import cache
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.base import GenomeBuild
from annotator.model.errors import InputProblem
from annotator.reference import (
    BuildAgreement,
    VariantName,
    builds_matching,
    name_variant,
)
from annotator.reference.genetic_code import reverse_complement, three_letter, translate
from tests.builders import packaged
from tests.reference.tables import KINASE_GENES

BUILDS: tuple[GenomeBuild, ...] = get_args(GenomeBuild)
LANDMARKS = [
    ("ALK", "G1202R", "c.3604G>A", 29443613, 29220747, "C", "T"),
    ("ALK", "L1196M", "c.3586C>A", 29443631, 29220765, "G", "T"),
    ("ALK", "I1171N", "c.3512T>A", 29445213, 29222347, "A", "T"),
    ("ROS1", "G2032R", "c.6094G>A", 117638347, 117317184, "C", "T"),
    ("MET", "D1228N", "c.3682G>A", 116423407, 116783353, "G", "A"),
    ("MET", "Y1230C", "c.3689A>G", 116423414, 116783360, "A", "G"),
]
# Rows whose REF is not a base of the genome: (build, chromosome, position, REF) and the reason.
WRONG_REF = {
    ("GRCh37", "2", "29443695", "C"): "REF and ALT are given on the transcript's strand",
}
# Rows named otherwise by their source, and the reason. Compared by what is listed here instead.
OTHERWISE = {
    ("29456443", "p.T825fs"): ("p.(Tyr826Thrfs*5)", "the source counts the codon of the deletion"),
    ("116403177", "p.LP831fs"): ("p.(Leu833Profs*18)", "the source gives the codons of the site"),
    ("116411633", "p.969_970insVSISTALLLLLGF"): ("p.(Val957_Phe969dup)", "HGVS calls it a dup"),
    ("117609591", "c.*64delA"): ("c.*64del", "the base is no longer written"),
    ("117746958", "c.-140dupA"): ("c.-140_-139insA", "the UTR base it repeats is not known"),
}


@cache
def published_as() -> dict[str, str]:
    """The RefSeq accession of each Ensembl transcript."""
    return {
        model.ensembl: model.accession
        for gene in KINASE_GENES
        for model in packaged.genome().transcripts(gene)
        if model.ensembl
    }


def named(build: GenomeBuild, chrom: str, position: int, ref: str, alt: str) -> VariantName:
    name = name_variant(packaged.genome(build), chrom, position, ref, alt)
    assert name is not None
    return name


def coding_allele(
    gene: str, build: GenomeBuild, index: int, length: int, inserted: str
) -> tuple[str, int, str, str]:
    """The VCF allele that replaces coding bases of one exon, anchored on the base below."""
    model = packaged.genome(build).transcript(gene)
    coding = packaged.reference().coding[model.accession]
    places = sorted(position_of(gene, build, index + step) for step in range(max(length, 1)))
    removed = coding[index : index + length]
    if model.strand == "-":
        removed, inserted = reverse_complement(removed), reverse_complement(inserted)
    start = places[0] + (1 if model.strand == "-" and not length else 0)
    anchor = packaged.genome(build).known_bases.base(model.chrom, start - 1) or "N"
    if anchor == "N":
        raise AssertionError("no anchor base here")
    return model.chrom, start - 1, anchor + removed, anchor + inserted


def position_of(gene: str, build: GenomeBuild, index: int) -> int:
    """The genomic position of a 0-based coding index."""
    model = packaged.genome(build).transcript(gene)
    exon = next(
        e for e in model.exons if e.coding_before <= index < e.coding_before + e.coding_length
    )
    depth = index - exon.coding_before
    if model.strand == "+":
        return max(exon.start, model.cds_start) + depth
    return min(exon.end, model.cds_end) - depth


@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize(
    ("gene", "change", "coding", "old", "new", "ref", "alt"), LANDMARKS, ids=lambda value: value
)
def test_landmarks(
    build: GenomeBuild,
    gene: str,
    change: str,
    coding: str,
    old: int,
    new: int,
    ref: str,
    alt: str,
) -> None:
    model = packaged.genome(build).transcript(gene)
    name = named(build, model.chrom, old if build == "GRCh37" else new, ref, alt)
    assert (name.gene, name.protein_change) == (gene, change)
    assert name.hgvs_c == f"{model.accession}:{coding}"
    assert name.residue == int(change[1:-1])
    assert name.consequence == "missense_variant"


def test_a_complete_name() -> None:
    assert named("GRCh38", "2", 29220747, "C", "T") == VariantName(
        gene="ALK",
        transcript="NM_004304.5",
        hgvs_g="NC_000002.12:g.29220747C>T",
        hgvs_c="NM_004304.5:c.3604G>A",
        hgvs_p="NP_004295.2:p.(Gly1202Arg)",
        protein_change="G1202R",
        residue=1202,
        last_residue=1202,
        exon=23,
        consequence="missense_variant",
        kind="substitution",
        span=(29220747, 29220747),
        others=(),
    )


@pytest.mark.parametrize(
    ("position", "ref", "alt", "alternative"),
    [
        (116783353, "G", "A", "NM_001127500.3:c.3736G>A p.(Asp1246Asn)"),
        (116783360, "A", "G", "NM_001127500.3:c.3743A>G p.(Tyr1248Cys)"),
    ],
)
def test_the_other_numbering_of_met(position: int, ref: str, alt: str, alternative: str) -> None:
    assert named("GRCh38", "7", position, ref, alt).alternative_names == (alternative,)


def test_the_other_numbering_of_ros1() -> None:
    name = named("GRCh37", "chr6", 117638347, "C", "T")
    assert name.hgvs_p == "NP_002935:p.(Gly2032Arg)"
    assert name.alternative_names == ("NM_001378902.1:c.6076G>A p.(Gly2026Arg)",)


@settings(max_examples=400, deadline=None)
@given(data=st.data(), build=st.sampled_from(BUILDS), gene=st.sampled_from(KINASE_GENES))
def test_every_substitution(data: st.DataObject, build: GenomeBuild, gene: str) -> None:
    model = packaged.genome(build).transcript(gene)
    coding = packaged.reference().coding[model.accession]
    index = data.draw(st.integers(0, len(coding) - 1))
    alt = data.draw(st.sampled_from(sorted({*"ACGT"} - {coding[index]})))
    position = position_of(gene, build, index)
    place = model.coding_position(position)
    assert place is not None
    assert (place.base, place.offset, place.after_stop) == (index + 1, 0, False)
    assert model.genomic_position(place) == position

    plus = str if model.strand == "+" else reverse_complement
    name = named(build, model.chrom, position, plus(coding[index]), plus(alt))
    assert name.hgvs_c == f"{model.accession}:c.{index + 1}{coding[index]}>{alt}"
    before = translate(coding)[index // 3]
    after = translate(coding[:index] + alt + coding[index + 1 :])[index // 3]
    assert name.residue == index // 3 + 1
    if index < 3:
        assert (name.protein_change, name.consequence) == ("M1?", "start_lost")
    elif before == after:
        assert name.protein_change == f"{before}{name.residue}="
        assert name.consequence == "synonymous_variant"
    elif before == "*":
        assert name.protein_change == f"*{name.residue}{after}ext*?"
        assert name.consequence == "stop_lost"
    else:
        assert name.protein_change == f"{before}{name.residue}{after}"
        assert name.consequence == ("stop_gained" if after == "*" else "missense_variant")


@settings(max_examples=300, deadline=None)
@given(data=st.data(), build=st.sampled_from(BUILDS), gene=st.sampled_from(KINASE_GENES))
def test_every_in_frame_change_rebuilds_the_protein(
    data: st.DataObject, build: GenomeBuild, gene: str
) -> None:
    """Deleting or repeating whole residues inside one exon: the name tells the new protein."""
    model = packaged.genome(build).transcript(gene)
    coding = packaged.reference().coding[model.accession]
    exon = data.draw(st.sampled_from([e for e in model.exons if e.coding_length > 60]))
    size = 3 * data.draw(st.integers(1, 4))
    low = max(exon.coding_before + 20, 20)
    index = data.draw(st.integers(low, exon.coding_before + exon.coding_length - size - 20))
    repeat = data.draw(st.booleans())
    bases = coding[index : index + size]
    if repeat:
        allele = coding_allele(gene, build, index + size, 0, bases)
    else:
        allele = coding_allele(gene, build, index, size, "")
    name = named(build, *allele)
    mutated = coding[: index + size] + bases + coding[index + size :]
    if not repeat:
        mutated = coding[:index] + coding[index + size :]
    expected = translate(mutated)
    assert apply(translate(coding), name.protein_change or "") == expected.split("*")[0] + "*"
    assert name.hgvs_c is not None
    assert name.hgvs_c.endswith("dup" if repeat else "del")


def apply(protein: str, change: str) -> str:
    """The protein that a short in-frame name describes, up to its stop."""
    match = re.fullmatch(
        r"([A-Z*])(\d+)(?:_([A-Z*])(\d+))?(dup|delins|del|ins|)([A-Z]*\*?)", change
    )
    assert match, change
    first, last = int(match[2]), int(match[4] or match[2])
    assert protein[first - 1] == match[1]
    assert match[3] is None or protein[last - 1] == match[3]
    new = {"dup": 2 * protein[first - 1 : last], "del": ""}.get(match[5], match[6])
    if match[5] == "ins":
        new = protein[first - 1] + match[6] + protein[last - 1]
    changed = protein[: first - 1] + new + protein[last:]
    return changed.split("*")[0] + "*"


@pytest.mark.parametrize("build", BUILDS)
def test_insertion_of_threonine_1151_in_either_alignment(build: GenomeBuild) -> None:
    shift = 0 if build == "GRCh38" else 222866
    for position, ref, alt in ((29222405, "G", "GCGT"), (29222406, "C", "CGTC")):
        name = named(build, "2", position + shift, ref, alt)
        assert name.hgvs_c == "NM_004304.5:c.3451_3453dup"
        assert (name.protein_change, name.residue) == ("T1151dup", 1151)
        assert name.hgvs_p == "NP_004295.2:p.(Thr1151dup)"
        assert (name.exon, name.consequence) == (22, "inframe_insertion")
    genomic = "NC_000002.12:g.29222407_29222409dup"
    if build == "GRCh38":
        assert named(build, "2", 29222405, "G", "GCGT").hgvs_g == genomic


@pytest.mark.parametrize(
    ("gene", "index", "length", "inserted", "coding", "change", "consequence"),
    [
        # GGG GGA GAC: the deletion of GGA moves on by one base, its protein name does not.
        ("ALK", 3603, 3, "", "c.3605_3607del", "G1202del", "inframe_deletion"),
        ("ALK", 3604, 3, "", "c.3605_3607del", "G1202del", "inframe_deletion"),
        ("ALK", 3605, 3, "", "c.3606_3608del", "D1203del", "inframe_deletion"),
        ("ALK", 3603, 6, "", "c.3604_3609del", "G1202_D1203del", "inframe_deletion"),
        ("ALK", 3603, 2, "AA", "c.3604_3605delinsAA", "G1202K", "missense_variant"),
        ("ALK", 3603, 3, "AAA", "c.3604_3605delinsAA", "G1202K", "missense_variant"),
        ("ALK", 3603, 1, "", "c.3605del", "G1202Efs*56", "frameshift_variant"),
        ("ALK", 3603, 0, "TGATGA", "c.3603_3604insTGATGA", "G1202*", "stop_gained"),
        ("ALK", 3451, 0, "A", "c.3451dup", "T1151Nfs*4", "frameshift_variant"),
        ("ALK", 4860, 3, "CAT", "c.4861_4863delinsCAT", "*1621Hext*?", "stop_lost"),
        ("ALK", 4861, 1, "", "c.4862del", None, "stop_lost"),
        ("ROS1", 6093, 3, "AAA", "c.6094_6095delinsAA", "G2032K", "missense_variant"),
        ("MET", 3681, 3, "", "c.3682_3684del", "D1228del", "inframe_deletion"),
        ("MET", 3681, 3, "TAA", "c.3682_3684delinsTAA", "D1228*", "stop_gained"),
        (
            "MET",
            3681,
            3,
            "TTTCCG",
            "c.3682_3684delinsTTTCCG",
            "D1228delinsFP",
            "protein_altering_variant",
        ),
        (
            "MET",
            3681,
            6,
            "TTTCCC",
            "c.3682_3687delinsTTTCCC",
            "D1228_M1229delinsFP",
            "missense_variant",
        ),
        ("MET", 3683, 0, "TTT", "c.3683_3684insTTT", "D1228_M1229insF", "inframe_insertion"),
        ("MET", 3683, 0, "CTTTAAC", "c.3684_3685insTTTAACC", "M1229Ffs*5", "frameshift_variant"),
    ],
)
@pytest.mark.parametrize("build", BUILDS)
def test_indels(
    build: GenomeBuild,
    gene: str,
    index: int,
    length: int,
    inserted: str,
    coding: str,
    change: str | None,
    consequence: str,
) -> None:
    name = named(build, *coding_allele(gene, build, index, length, inserted))
    assert (name.hgvs_c, name.protein_change) == (f"{name.transcript}:{coding}", change)
    assert name.consequence == consequence


@settings(max_examples=200, deadline=None)
@given(data=st.data(), build=st.sampled_from(BUILDS), gene=st.sampled_from(KINASE_GENES))
def test_every_frameshift_tells_the_new_stop(
    data: st.DataObject, build: GenomeBuild, gene: str
) -> None:
    model = packaged.genome(build).transcript(gene)
    coding = packaged.reference().coding[model.accession]
    exon = data.draw(st.sampled_from([e for e in model.exons if e.coding_length > 60]))
    low = max(exon.coding_before + 20, 20)
    index = data.draw(st.integers(low, exon.coding_before + exon.coding_length - 22))
    size = data.draw(st.sampled_from([1, 2]))
    name = named(build, *coding_allele(gene, build, index, size, ""))
    protein = translate(coding[:index] + coding[index + size :])
    match = re.fullmatch(r"([A-Z])(\d+)(?:\*|([A-Z])fs\*(\d+|\?))", name.protein_change or "")
    assert match
    first = int(match[2])
    assert translate(coding)[: first - 1] == protein[: first - 1]
    assert translate(coding)[first - 1] == match[1] != protein[first - 1]
    stop = protein.find("*", first - 1)
    if match[3] is None:
        assert stop == first - 1
        assert name.consequence == "stop_gained"
    else:
        assert protein[first - 1] == match[3]
        assert match[4] == (str(stop - first + 2) if stop >= 0 else "?")
        assert name.consequence == "frameshift_variant"


@settings(max_examples=200, deadline=None)
@given(data=st.data(), build=st.sampled_from(BUILDS))
def test_an_indel_has_one_name_however_it_is_aligned(
    data: st.DataObject, build: GenomeBuild
) -> None:
    flank = data.draw(st.sampled_from([f for f in packaged.reference().flanks if f.build == build]))
    start = data.draw(st.integers(20, len(flank.bases) - 30))
    size = data.draw(st.integers(1, 6))
    bases = flank.bases[start : start + size]
    deletion = data.draw(st.booleans())

    def record(at: int, moved: str) -> tuple[str, int, str, str]:
        anchor = flank.bases[at - 1]
        ref, alt = (anchor + moved, anchor) if deletion else (anchor, anchor + moved)
        return flank.chrom, flank.start + at - 1, ref, alt

    same = [record(start, bases)]
    while start > 1 and flank.bases[start - 1] == bases[-1]:
        start, bases = start - 1, bases[-1] + bases[:-1]
        same.append(record(start, bases))
    names = {name_variant(packaged.genome(build), *allele, neighborhood=200) for allele in same}
    assert len(names) == 1


@pytest.mark.parametrize(
    ("gene", "index", "length", "inserted", "change", "consequence"),
    [
        ("MET", 1, 1, "", "M1?", "start_lost"),
        ("MET", 2, 2, "", "M1?", "start_lost"),
        ("ALK", 2, 3, "", "M1?", "start_lost"),
        ("MET", 3, 0, "G", "K2Efs*26", "frameshift_variant"),
        ("MET", 3, 3, "", "K2del", "inframe_deletion"),
    ],
)
def test_at_the_start_codon(
    gene: str, index: int, length: int, inserted: str, change: str, consequence: str
) -> None:
    name = named("GRCh38", *coding_allele(gene, "GRCh38", index, length, inserted))
    assert (name.protein_change, name.consequence) == (change, consequence)


@pytest.mark.parametrize(
    ("position", "ref", "alt", "coding", "consequence"),
    [
        # ALK exon 23 is chr2:29220706-29220835 on the minus strand.
        (29220706, "C", "T", "c.3645G>A", "synonymous_variant"),
        (29220705, "C", "T", "c.3645+1G>A", "splice_donor_variant"),
        (29220704, "A", "T", "c.3645+2T>A", "splice_donor_variant"),
        (29220703, None, None, "c.3645+3", "splice_region_variant"),
        (29220698, None, None, "c.3645+8", "splice_region_variant"),
        (29220697, None, None, "c.3645+9", "intron_variant"),
        (29220686, None, None, "c.3645+20", "intron_variant"),
        (29220836, None, None, "c.3516-1", "splice_acceptor_variant"),
        (29220837, None, None, "c.3516-2", "splice_acceptor_variant"),
        (29220838, None, None, "c.3516-3", "splice_region_variant"),
        (29220855, None, None, "c.3516-20", "intron_variant"),
    ],
)
def test_around_an_exon(
    position: int, ref: str | None, alt: str | None, coding: str, consequence: str
) -> None:
    known = packaged.genome().known_bases.base("chr2", position)
    assert known is not None
    name = named("GRCh38", "2", position, ref or known, alt or ("A" if known != "A" else "C"))
    assert name.hgvs_c is not None
    assert name.hgvs_c.removeprefix("NM_004304.5:").startswith(coding)
    assert (name.consequence, name.exon) == (consequence, 23)
    assert (name.hgvs_p is None) == (consequence != "synonymous_variant")


def test_beyond_the_neighborhood_of_an_exon() -> None:
    assert name_variant(packaged.genome(), "2", 29220685, "A", "C", 20) is None
    assert name_variant(packaged.genome(), "2", 29220856, "A", "C", 20) is None
    far = name_variant(packaged.genome(), "2", 29220560, "A", "C", 500)
    assert far is not None
    assert far.consequence == "intron_variant"


@pytest.mark.parametrize(
    ("chrom", "position", "ref", "alt"),
    [
        ("3", 29220747, "C", "T"),
        ("2", 29220747, "C", "C"),
        ("2", 29220747, "C", "<DEL>"),
        ("2", 29220747, "C", "*"),
        ("2", 29220747, "C", "N"),
        ("2", 29220747, "C", "C[chr2:42295516["),
        ("2", 42295516, "A", "T"),
    ],
)
def test_what_has_no_name(chrom: str, position: int, ref: str, alt: str) -> None:
    assert name_variant(packaged.genome(), chrom, position, ref, alt) is None


@pytest.mark.parametrize(
    ("position", "ref", "alt", "coding", "consequence"),
    [
        # MET exon 14 is chr7:116771849-116771989 in GRCh38, chr7:116411903-116412043 in GRCh37.
        (116411885, "CTTTCTCTCTGTTTTAA", "-", "c.2888-18_2888-2del", "splice_acceptor_variant"),
        (116412043, "GGTA", "G", "c.3028+1_3028+3del", "splice_donor_variant"),
        (116412040, "GAAG", "G", "c.3026_3028del", "inframe_deletion"),
        (116412044, "G", "A", "c.3028+1G>A", "splice_donor_variant"),
        (116412043, "G", "C", "c.3028G>C", "missense_variant"),
    ],
)
def test_met_exon_14(position: int, ref: str, alt: str, coding: str, consequence: str) -> None:
    name = named("GRCh37", "7", position, ref, alt)
    assert name.hgvs_c == f"NM_000245.4:{coding}"
    assert (name.consequence, name.exon) == (consequence, 14)
    assert (name.hgvs_p is None) == ("splice" in consequence)


def test_a_whole_exon_deleted() -> None:
    known = packaged.genome().known_bases
    ref = "".join(known.base("chr7", at) or "" for at in range(116771840, 116772001))
    name = named("GRCh38", "7", 116771840, ref, ref[0])
    assert (name.hgvs_p, name.protein_change) == (None, None)
    assert name.consequence == "splice_acceptor_variant"


@pytest.mark.parametrize(
    ("gene", "position", "ref", "alt", "consequence"),
    [
        ("ALK", 29920660, "C", "T", "5_prime_UTR_variant"),
        ("ALK", 29193223, "C", "T", "3_prime_UTR_variant"),
        ("ALK", 29920659, "TG", "T", "5_prime_UTR_variant"),
        ("MET", 116699084, "A", "G", "5_prime_UTR_variant"),
        ("MET", 116699084, "CAT", "C", "start_lost"),
        ("ALK", 29920658, "ATG", "A", "start_lost"),
    ],
)
def test_outside_the_reading_frame(
    gene: str, position: int, ref: str, alt: str, consequence: str
) -> None:
    model = packaged.genome().transcript(gene)
    known = packaged.genome().known_bases
    ref = "".join(known.base(model.chrom, position + i) or given for i, given in enumerate(ref))
    name = named("GRCh38", model.chrom, position, ref, ref[0] if len(ref) > 1 else alt)
    assert name.consequence == consequence


@pytest.mark.parametrize(
    ("build", "wrong"), [("GRCh38", 29443613), ("GRCh37", 29220747)], ids=["of 37", "of 38"]
)
def test_a_position_of_the_other_build_is_no_coding_change(build: GenomeBuild, wrong: int) -> None:
    assert name_variant(packaged.genome(build), "2", wrong, "C", "T") is None
    assert packaged.genome(build).check_ref("2", wrong, "C") is None


def test_a_ref_that_is_not_the_base_of_the_genome() -> None:
    assert packaged.genome().check_ref("2", 29220747, "C") is True
    assert packaged.genome().check_ref("2", 29220747, "G") is False
    assert packaged.genome().check_ref("2", 29220747, "CG") is False
    with pytest.raises(InputProblem, match="REF G at chr2:29220747 is not the base of GRCh38"):
        name_variant(packaged.genome(), "2", 29220747, "G", "T")


@pytest.mark.parametrize("ref", ["N", "-", "n"])
def test_letters_that_say_nothing_of_the_genome(ref: str) -> None:
    assert packaged.genome().check_ref("2", 29220747, ref) is None


def test_the_build_that_ref_alleles_speak_for() -> None:
    alleles = []
    for gene in packaged.reference().kinase_genes:
        model = packaged.genome("GRCh37").transcript(gene)
        known = packaged.genome("GRCh37").known_bases
        for exon in model.exons:
            if exon.coding_length:
                at = max(exon.start, model.cds_start)
                alleles.append((model.chrom.removeprefix("chr"), at, known.base(model.chrom, at)))
    answer = builds_matching(packaged.reference(), alleles)
    assert answer["GRCh37"] == BuildAgreement("GRCh37", len(alleles), 0)
    assert answer["GRCh38"].matching < len(alleles) // 10
    assert builds_matching(packaged.reference(), []) == {
        build: BuildAgreement(build, 0, 0) for build in BUILDS
    }


def test_published_resistance_alleles(resistance: list[dict[str, str]]) -> None:
    compared = 0
    for row in resistance:
        for build in BUILDS:
            if row[build].startswith("codon"):  # no single substitution makes this allele
                continue
            chrom, position, change = row[build].split(":")
            name = named(build, chrom, int(position), *change.split(">"))
            assert name.protein_change == row["protein"]
            assert name.hgvs_c == f"{row['transcript']}:{row['hgvs_c']}"
            assert str(name.exon) == row["exon"]
            if row["alt_hgvs_c"] != ".":
                other = f"{row['alt_transcript']}:{row['alt_hgvs_c']} p.("
                assert [text.startswith(other) for text in name.alternative_names] == [True]
            compared += 1
    assert compared >= 120


def test_published_variants(published: list[dict[str, str]]) -> None:
    """Every published name is ours, but for the rows listed with their reasons."""
    problems = []
    for row in published:
        site = (row["build"], row["chrom"], row["pos"], row["ref"])
        allele = (row["chrom"], int(row["pos"]), row["ref"], row["alt"])
        if site in WRONG_REF:
            with pytest.raises(InputProblem):
                name_variant(packaged.genome("GRCh37"), *allele)
            continue
        build: GenomeBuild = "GRCh38" if row["build"] == "GRCh38" else "GRCh37"
        name = name_variant(packaged.genome(build), *allele)
        problems += [(row, name)] if not agrees(row, name) else []
    assert problems == []
    assert len(published) > 400


def agrees(row: dict[str, str], name: VariantName | None) -> bool:
    if name is None:  # only what lies deep in an intron has no name
        offset = re.search(r"\d[+-](\d+)", row["hgvs_c"])
        deep = row["hgvs_p"] == "." and offset is not None and int(offset[1]) > 20
        return deep and (len(row["ref"]) != len(row["alt"]) or agrees_if_asked(row))
    spoken = [f"{name.hgvs_c} {(name.hgvs_p or '').split(':')[-1]}", *name.alternative_names]
    transcript = published_as().get(row["transcript"].split(".")[0], row["transcript"])
    texts = [text for text in spoken if transcript in (".", text.split(":")[0])]
    expected = [
        OTHERWISE.get((row["pos"], text), (text, ""))[0]
        for text in (row["hgvs_c"], row["hgvs_p"])
        if text != "."
    ]
    return all(any(tells(text, published) for text in texts) for published in expected)


def agrees_if_asked(row: dict[str, str]) -> bool:
    """Whether a substitution deep in an intron gets its published name when it is asked for."""
    allele = (row["chrom"], int(row["pos"]), row["ref"], row["alt"])
    build: GenomeBuild = "GRCh38" if row["build"] == "GRCh38" else "GRCh37"
    name = name_variant(packaged.genome(build), *allele, neighborhood=1_000_000)
    return name is not None and agrees(row, name)


def tells(text: str, published: str) -> bool:
    """Whether a name (`NM_...:c.1A>G p.(Met1Val)`) says what a source wrote, in either alphabet."""
    coding, _, protein = text.partition(" ")
    if published.startswith("c."):
        return coding.split(":")[1] == published
    if published.endswith("_splice"):
        return "+" in coding or "-" in coding
    silent = re.fullmatch(r"p\.([A-Z])(\d+)\1", published)
    if silent:
        published = f"p.{silent[1]}{silent[2]}="
    shortened = re.sub(r"[A-Z][a-z]{2}", lambda three: LETTERS[three[0]], protein)
    forms = {protein, protein.replace("(", "").replace(")", "")}
    forms |= {shortened.replace("(", "").replace(")", "")}
    forms |= {re.sub(r"[A-Z]?fs\*\d+$", "fs", form) for form in forms}
    return published in forms


LETTERS = {three_letter(letter): letter for letter in "ACDEFGHIKLMNPQRSTVWY"}
