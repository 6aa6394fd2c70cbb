"""Junctions of structural variants, and their order in a fusion.

The genes of these tests: ALK (chr2, -), its partners EML4 (chr2, +) and CD74 (chr5, -), MET
(chr7, +). The orientation rules are those of breakends in the VCF specification.
"""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from annotator.readers.vcf.adjacencies import adjacencies
from tests.readers.samples import read, scope, vcf, write

_META = ("##fileformat=VCFv4.2", "##source=GenerateSVCandidates 1.6.0")
_EML4, _ALK, _CD74, _MET = 42299000, 29224000, 150404000, 116770000


def _fusions(path: Path, *records: str, samples: tuple[str, ...] = ()) -> list[FusionObservation]:
    file = vcf(path, *records, samples=samples, meta=_META)
    return read(file, "structural_variants").fusions


def _order(fusion: FusionObservation) -> tuple[tuple[str, int], tuple[str, int], str]:
    five, three = fusion.five_prime, fusion.three_prime
    return (five.chrom, five.position), (three.chrom, three.position), fusion.junction


_EML4_ALK = (("chr2", _EML4), ("chr2", _ALK), "sense")


@pytest.mark.parametrize(
    ("record", "order"),
    [
        (f"chr2 {_ALK} a N N]chr2:{_EML4}] . PASS SVTYPE=BND", _EML4_ALK),
        (f"chr2 {_EML4} a N N]chr2:{_ALK}] . PASS SVTYPE=BND", _EML4_ALK),
        (f"chr2 {_ALK} a N <INV> . PASS SVTYPE=INV;END={_EML4};CT=3to3", _EML4_ALK),
        (f"chr2 {_ALK} a N <INV> . PASS SVTYPE=INV;END={_EML4};INV3", _EML4_ALK),
        (f"chr2 {_ALK} a N <INV> . PASS SVTYPE=INV;END={_EML4};STRANDS=++:9,--:0", _EML4_ALK),
        (
            f"chr2 {_ALK} a N <INV> . PASS SVTYPE=INV;END={_EML4};INV5",
            (("chr2", _ALK + 1), ("chr2", _EML4 + 1), "sense"),
        ),
        (
            f"chr2 {_ALK} a N [chr2:{_EML4}[N . PASS SVTYPE=BND",
            (("chr2", _ALK), ("chr2", _EML4), "sense"),
        ),
        (
            f"chr2 {_ALK} a N <DEL> . PASS SVTYPE=DEL;END={_EML4}",
            (("chr2", _ALK), ("chr2", _EML4 + 1), "three_to_three"),
        ),
        (
            f"chr2 {_ALK} a N <DUP:TANDEM> . PASS SVTYPE=DUP;END={_EML4}",
            (("chr2", _ALK + 1), ("chr2", _EML4), "five_to_five"),
        ),
        (
            f"chr2 {_ALK} a N N[CHR5:{_CD74}[ . PASS SVTYPE=BND",
            (("chr5", _CD74), ("chr2", _ALK), "sense"),
        ),
        (
            f"chr5 {_CD74} a N ]2:{_ALK}]GATTN . PASS SVTYPE=BND",
            (("chr5", _CD74), ("chr2", _ALK), "sense"),
        ),
        (
            f"chr5 {_CD74} a N <TRA> . PASS SVTYPE=TRA;CHR2=chr2;END={_ALK};CT=5to3",
            (("chr5", _CD74), ("chr2", _ALK), "sense"),
        ),
        (
            f"chr7 {_MET} a N [chr5:{_CD74}[N . PASS SVTYPE=BND",
            (("chr5", _CD74), ("chr7", _MET), "sense"),
        ),
    ],
)
def test_each_way_of_writing_a_junction(
    tmp_path: Path, record: str, order: tuple[tuple[str, int], tuple[str, int], str]
) -> None:
    assert [_order(found) for found in _fusions(tmp_path / "x.vcf", record)] == [order]


def test_an_inversion_without_more_word_holds_both_junctions(tmp_path: Path) -> None:
    record = f"chr2 {_ALK} a N <INV> . PASS SVTYPE=INV;END={_EML4}"
    found = _fusions(tmp_path / "x.vcf", record)
    assert [_order(each) for each in found] == [
        _EML4_ALK,
        (("chr2", _ALK + 1), ("chr2", _EML4 + 1), "sense"),
    ]


@pytest.mark.parametrize(
    ("alt", "order"),
    [
        ("N]chr9:500]", (("chr9", 500), ("chr2", _ALK), "unknown")),
        ("]chr9:500]N", (("chr2", _ALK), ("chr9", 500), "unknown")),
    ],
)
def test_a_side_between_genes_is_ordered_by_the_other(
    tmp_path: Path, alt: str, order: tuple[tuple[str, int], tuple[str, int], str]
) -> None:
    found = _fusions(tmp_path / "x.vcf", f"chr2 {_ALK} a N {alt} . PASS SVTYPE=BND")[0]
    assert _order(found) == order
    ends = {end.chrom: end.strand for end in (found.five_prime, found.three_prime)}
    assert ends == {"chr2": "-", "chr9": None}


@pytest.mark.parametrize(("position", "count"), [(29192774, 1), (29192773, 0)])
def test_one_side_must_lie_in_the_loci(tmp_path: Path, position: int, count: int) -> None:
    record = f"chr9 500 a N N]chr2:{position}] . PASS SVTYPE=BND"
    assert len(_fusions(tmp_path / "x.vcf", record)) == count


def test_mates_are_one_junction(tmp_path: Path) -> None:
    # Two bases of homology shift the mates against each other, as Manta writes it.
    found = _fusions(
        tmp_path / "x.vcf",
        f"chr2 {_ALK} a N N]chr2:{_EML4}] . PASS SVTYPE=BND;MATEID=b",
        f"chr2 {_EML4 - 2} b N N]chr2:{_ALK + 2}] . PASS SVTYPE=BND;MATEID=a",
    )
    assert [_order(each) for each in found] == [_EML4_ALK]


def test_mates_without_names_are_told_by_their_ends(tmp_path: Path) -> None:
    found = _fusions(
        tmp_path / "x.vcf",
        f"chr2 {_ALK} . N N]chr2:{_EML4}] . PASS SVTYPE=BND",
        f"chr2 {_EML4} . N N]chr2:{_ALK}] . PASS SVTYPE=BND",
        f"chr2 {_EML4 + 1} . N N]chr2:{_ALK}] . PASS SVTYPE=BND",
    )
    assert [each.five_prime.position for each in found] == [_EML4, _EML4 + 1]


@pytest.mark.parametrize(
    ("keys", "values", "reads"),
    [
        ("PR:SR", "20,7:30,9", (9, 7)),
        ("PR", "20,7", (None, 7)),
        ("GT:DR:DV:RR:RV", "0/1:20:7:30:9", (9, 7)),
        ("GT:SU:PE:SR", "./.:16:7:9", (9, 7)),
        ("GT", "0/1", (None, None)),
    ],
)
def test_support(
    tmp_path: Path, keys: str, values: str, reads: tuple[int | None, int | None]
) -> None:
    record = f"chr2 {_ALK} a N N]chr2:{_EML4}] . MinQUAL SVTYPE=BND {keys} {values}"
    found = _fusions(tmp_path / "x.vcf", record, samples=("T",))[0]
    assert (found.split_reads, found.spanning_reads) == reads
    assert (found.caller, found.assay, found.filters) == ("manta", "dna", ["MinQUAL"])
    assert found.raw_breakpoints == f"chr2:{_ALK} N]chr2:{_EML4}]"
    assert found.source.line == 4


@pytest.mark.parametrize(
    ("values", "count"), [("0/0:20:0:30:0", 0), ("0/0:20:1:30:0", 1), ("0/1:20:0:30:0", 1)]
)
def test_a_variant_that_the_tumor_does_not_have(tmp_path: Path, values: str, count: int) -> None:
    record = f"chr2 {_ALK} a N N]chr2:{_EML4}] . PASS SVTYPE=BND GT:DR:DV:RR:RV {values}"
    assert len(_fusions(tmp_path / "x.vcf", record, samples=("T",))) == count


def test_records_without_a_second_breakpoint_are_counted(tmp_path: Path) -> None:
    path = vcf(
        tmp_path / "x.vcf",
        f"chr2 {_ALK} a N <INS> . PASS SVTYPE=INS;END={_ALK}",
        f"chr2 {_ALK} b N NACGT. . PASS SVTYPE=BND",
        f"chr9 {_ALK} c N <INS> . PASS SVTYPE=INS;END={_ALK}",
        samples=(),
        meta=_META,
    )
    content = read(path, "structural_variants")
    assert content.fusions == []
    assert content.notices[0].message.startswith("2 records are at the loci")


def test_malformed_record(tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as raised:
        _fusions(tmp_path / "x.vcf", "chr2 1 . N")
    assert raised.value.line == 4


def test_a_header_without_records(tmp_path: Path) -> None:
    path = write(tmp_path / "x.vcf", "##fileformat=VCFv4.2")
    with pytest.raises(InputProblem, match="no #CHROM line"):
        read(path, "structural_variants")


def test_several_alleles_or_kinds_that_are_no_junction() -> None:
    assert adjacencies("chr2", 5, "<CNV>", {"SVTYPE": "CNV", "END": "9"}) == []
    assert adjacencies("chr2", 5, "<TRA>", {"CHR2": "chr5", "END": "9"}) == []


def test_real_lumpy_inversion(real_data: Path) -> None:
    path = real_data / "lumpy/snpeff_EML4-ALK_fusion.lumpy.ann.vcf"
    found = read(path, "structural_variants", scope("GRCh37")).fusions
    first = found[0]
    assert _order(first) == (("chr2", 42524140), ("chr2", 29447648), "sense")
    assert (first.caller, first.split_reads, first.spanning_reads) == ("lumpy", 0, 413)
    assert (first.five_prime.strand, first.three_prime.strand) == ("+", "-")


@pytest.mark.parametrize(
    ("format_", "tumor", "seen"),
    [
        ("PR:SR", "50,0:40,0", False),
        ("PR", "50,0", False),
        ("GT:PR:SR", "./.:.:.", False),
        ("GT", "0/0", False),
        ("PR:SR", "50,1:40,0", True),
        ("GT", "0/1", True),
        ("GT:QUAL", ".:99", True),
    ],
)
def test_a_junction_of_the_normal_alone_is_not_the_tumors(
    tmp_path: Path, format_: str, tumor: str, seen: bool
) -> None:
    record = f"chr2 {_ALK} a N N[CHR5:{_CD74}[ . PASS SVTYPE=BND {format_} {tumor} 0/1"
    path = vcf(tmp_path / "x.vcf", record, samples=("TUMOR", "NORMAL"))
    assert bool(read(path, "structural_variants").fusions) is seen
