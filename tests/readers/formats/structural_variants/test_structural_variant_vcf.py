"""Junctions of structural variants, and their order in a fusion.

The genes of these tests: ALK (chr2, -), its partners EML4 (chr2, +) and CD74 (chr5, -), MET
(chr7, +). The orientation rules are those of breakends in the VCF specification.
"""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from annotator.readers.vcf.adjacencies import adjacencies
from tests.builders.files import read, scope, vcf, write

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


def test_mates_without_names_are_recognized_by_their_ends(tmp_path: Path) -> None:
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
        f"chr2 {_ALK} b N NACGT . PASS SVTYPE=INS",
        f"chr9 {_ALK} c N <INS> . PASS SVTYPE=INS;END={_ALK}",
        samples=(),
        meta=_META[:1],
    )
    content = read(path, "structural_variants")
    assert content.fusions == []
    messages = {warning.code: warning.message for warning in content.warnings}
    assert messages["not_junctions"].startswith("2 records are at the loci")


@pytest.mark.parametrize(("alt", "side"), [("NACGT.", "left"), (".ACGTN", "right"), ("N.", "left")])
@pytest.mark.parametrize(
    ("filters", "shown"), [("PASS", "none"), ("PON;LOW_QUAL", "PON, LOW_QUAL")]
)
def test_a_single_breakend_at_a_locus_is_named(
    tmp_path: Path, alt: str, side: str, filters: str, shown: str
) -> None:
    records = (f"chr{c} {_ALK} b N {alt} . {filters} SVTYPE=BND" for c in (2, 9))
    content = read(
        vcf(tmp_path / "x.vcf", *records, samples=(), meta=_META[:1]), "structural_variants"
    )
    assert content.fusions == []
    (warning,) = content.warnings
    assert (warning.code, warning.source) == ("single_breakend", "x.vcf:3")
    assert warning.message.startswith(f"chr2:{_ALK}: a breakend whose other side")
    assert f"what lies {side} of it is kept (filters: {shown})" in warning.message


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
    assert adjacencies("chr2", 5, "<INS>", {"SVTYPE": "INS", "END": "9"}) == []
    assert adjacencies("chr2", 5, "<DEL>", {}) == []
    assert adjacencies("chr2", 5, "N.", {"SVTYPE": "BND", "END": "9"}) == []


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


_BND = f"chr2 {_ALK} a N N]chr2:{_EML4}]"
_BND_MATE = f"chr2 {_EML4} b N N]chr2:{_ALK}]"


def test_mates_that_differ_are_completed_by_each_other(tmp_path: Path) -> None:
    found = _fusions(
        tmp_path / "x.vcf",
        f"{_BND} . LowQual;MaxDepth SVTYPE=BND;MATEID=b;SECONDARY PR 3,7 ",
        f"{_BND_MATE} . MaxDepth;SR SVTYPE=BND;MATEID=a PR:SR 3,8:5,9",
        samples=("T",),
    )
    (one,) = found
    assert one.filters == ["LowQual", "MaxDepth", "SR"]
    assert (one.split_reads, one.spanning_reads) == (9, 7)


@pytest.mark.parametrize("mate", ["MATEID=b", "PARID=b", "MATEID=x,b"])
def test_a_mate_is_found_by_any_of_its_names(tmp_path: Path, mate: str) -> None:
    shifted = f"chr2 {_EML4 - 2} b N N]chr2:{_ALK + 2}] . PASS SVTYPE=BND;MATEID=a"
    records = (f"{_BND} . PASS SVTYPE=BND;{mate}", shifted)
    assert len(_fusions(tmp_path / "x.vcf", *records)) == 1
    assert len(_fusions(tmp_path / "x.vcf", *records[::-1])) == 1


def test_one_record_may_alone_name_the_other(tmp_path: Path) -> None:
    shifted = f"chr2 {_EML4 - 2} b N N]chr2:{_ALK + 2}] . PASS SVTYPE=BND"
    records = (f"{_BND} . PASS SVTYPE=BND;MATEID=b", shifted)
    assert len(_fusions(tmp_path / "x.vcf", *records)) == 1
    assert len(_fusions(tmp_path / "x.vcf", *records[::-1])) == 1
    assert len(_fusions(tmp_path / "x.vcf", _BND + " . PASS .", shifted)) == 2


def test_a_junction_whose_mate_is_missing_is_kept(tmp_path: Path) -> None:
    for record in (f"{_BND} . PASS SVTYPE=BND;MATEID=b", f"{_BND_MATE} . PASS MATEID=a"):
        found = _fusions(tmp_path / "x.vcf", record)
        assert [_order(each) for each in found] == [_EML4_ALK]


@pytest.mark.parametrize(
    ("position", "alt", "count"),
    [
        (_EML4 - 1000, f"N]chr2:{_ALK}]", 1),
        (_EML4 - 1001, f"N]chr2:{_ALK}]", 2),  # too far for homology
        (_EML4, f"N[chr2:{_ALK}[", 2),  # another side is kept
        (_ALK, f"N]chr5:{_EML4}]", 2),
    ],
)
def test_a_name_used_twice_joins_only_what_agrees(
    tmp_path: Path, position: int, alt: str, count: int
) -> None:
    first = f"{_BND} . PASS SVTYPE=BND;MATEID=1"
    second = f"chr2 {position} 1 N {alt} . PASS SVTYPE=BND;MATEID=a"
    other = f"chr5 9 1 N N]chr2:{_ALK}] . PASS SVTYPE=BND"
    assert len(_fusions(tmp_path / "x.vcf", first, second)) == count
    assert len(_fusions(tmp_path / "x.vcf", first, second, other)) == count + 1


def test_one_junction_of_two_callers_of_a_merged_file_is_two_observations(tmp_path: Path) -> None:
    records = (
        f"chr2 {_ALK} MantaBND:1 N N]chr2:{_EML4}] . PASS SVTYPE=BND",
        f"chr2 {_ALK} 9 N <INV> . LowQual SVTYPE=INV;END={_EML4};CT=3to3;SVMETHOD=EMBL.DELLYv0.8.1",
    )
    path = vcf(tmp_path / "x.vcf", *records, samples=(), meta=("##fileformat=VCFv4.2",))
    found = read(path, "structural_variants").fusions
    assert [(each.caller, each.filters) for each in found] == [
        ("manta", []),
        ("delly", ["LowQual"]),
    ]


@pytest.mark.parametrize(
    ("alt", "mate"),
    [
        ("N[CHR13:500[", ("chr13", 500)),
        ("N[13:500[", ("chr13", 500)),
        ("N[NC_000013.11:500[", ("chr13", 500)),
        ("N[<chr13:500>[", None),
        ("N[<ctg1>:500[", ("ctg1", 500)),
        ("NACGTTT[chr13:500[", ("chr13", 500)),
        (".[chr13:500[", ("chr13", 500)),
        ("N[chrUn_KI270742v1:500[", ("chrUn_KI270742v1", 500)),
        ("N[HLA*01:01:01:02N:500[", ("HLA*01:01:01:02N", 500)),
        ("N[chr13:0[", ("chr13", 0)),
    ],
)
def test_ways_of_writing_the_mate(tmp_path: Path, alt: str, mate: tuple[str, int] | None) -> None:
    record = f"chr2 {_ALK} a N {alt} . PASS SVTYPE=BND"
    if mate is None:
        with pytest.raises(InputProblem, match="breakend"):
            _fusions(tmp_path / "x.vcf", record)
        return
    (found,) = _fusions(tmp_path / "x.vcf", record)
    assert (found.five_prime.chrom, found.five_prime.position) == mate
    assert (found.three_prime.chrom, found.three_prime.position) == ("chr2", _ALK)
    assert found.raw_breakpoints == f"chr2:{_ALK} {alt}"


@pytest.mark.parametrize(
    "alt",
    ["N[chr2:5]", "]chr2:5[N", "N[chr2:5[N", "[chr2:5[", "N[chr2:x[", "N[chr2:-5[", "N[chr2[",
     "N[5[", "N[:5[", "N[chr2:5", "N[chr2:5[,]", f"N[chr2:{'9' * 19}["],
)  # fmt: skip
def test_brackets_that_are_no_breakend(tmp_path: Path, alt: str) -> None:
    with pytest.raises(InputProblem) as raised:
        _fusions(tmp_path / "x.vcf", f"chr9 {_ALK} a N {alt} . PASS SVTYPE=BND")
    assert (raised.value.line, raised.value.column) == (4, "ALT")


@pytest.mark.parametrize(("info", "confidence"), [("IMPRECISE", "IMPRECISE"), ("PRECISE", None)])
def test_an_imprecise_junction_is_evidence_and_says_so(
    tmp_path: Path, info: str, confidence: str | None
) -> None:
    (found,) = _fusions(tmp_path / "x.vcf", f"{_BND} . PASS SVTYPE=BND;CIPOS=-9,9;{info}")
    assert found.confidence == confidence


@pytest.mark.parametrize(
    ("alt", "info"),
    [
        ("<TRA>", f"SVTYPE=TRA;CHR2=chr5;END={_CD74}"),
        ("<CTX>", f"SVTYPE=CTX;CHR2=chr5;END={_CD74}"),
        ("<BND>", f"SVTYPE=BND;CHR2=chr5;END={_CD74};CT=NtoN"),
        ("<DEL>", f"SVTYPE=DEL;CHR2=chr5;END={_CD74}"),
        ("<DUP:TANDEM>", f"SVTYPE=DUP;CHR2=5;END={_CD74}"),
        ("<INV>", f"SVTYPE=INV;CHR2=chr5;POS2={_CD74};END={_ALK + 1}"),
        (f"N[chr5:{_CD74}[", "SVTYPE=BND;UNKNOWN_ORIENTATION"),
    ],
)
def test_a_direction_that_is_not_told_leaves_the_junction_unknown(
    tmp_path: Path, alt: str, info: str
) -> None:
    from_alk = f"chr2 {_ALK} a N {alt} . PASS {info}"
    from_partner = (
        from_alk.replace(f"chr2 {_ALK}", "@").replace("chr5", "chr2").replace("CHR2=5", "CHR2=2")
        .replace(str(_CD74), str(_ALK)).replace("@", f"chr5 {_CD74}")
    )  # fmt: skip
    for record in (from_alk, from_partner):
        (found,) = _fusions(tmp_path / "x.vcf", record)
        assert _order(found) == (("chr5", _CD74), ("chr2", _ALK), "unknown")


def test_within_the_loci_an_untold_direction_keeps_the_order(tmp_path: Path) -> None:
    record = f"chr2 {_ALK} a N <TRA> . PASS SVTYPE=TRA;CHR2=chr7;END={_MET}"
    (found,) = _fusions(tmp_path / "x.vcf", record)
    assert _order(found) == (("chr2", _ALK), ("chr7", _MET), "unknown")


def test_dispersed_copies_have_no_direction_and_tandem_ones_have() -> None:
    info = {"SVTYPE": "DUP", "END": "9"}
    kept = {
        form: [(a.first.kept, a.second.kept) for a in adjacencies("chr2", 5, form, info)]
        for form in ("<DUP>", "<DUP:TANDEM>", "<DUP:INV>", "<DUP:DISPERSED>")
    }
    assert kept["<DUP>"] == kept["<DUP:TANDEM>"] == [("right", "left")]
    assert kept["<DUP:INV>"] == kept["<DUP:DISPERSED>"] == [(None, None)]


@pytest.mark.parametrize(
    ("alt", "info", "ends"),
    [
        ("<DEL>", "CT=5to3", [(5, "left"), (10, "right")]),
        ("<DUP>", "CT=3to5", [(6, "right"), (9, "left")]),
        ("<DEL>", "STRANDS=-+:9", [(5, "left"), (10, "right")]),
        ("<RPL>", "SVTYPE=RPL", [(5, "left"), (10, "right")]),
        ("N", "SVTYPE=DEL", [(5, "left"), (10, "right")]),  # a sequence in REF and ALT
        ("N", "SVTYPE=DUP:TANDEM", [(6, "right"), (9, "left")]),
        ("<INV>", "STRANDS=+-", [(5, "left"), (9, "left"), (6, "right"), (10, "right")]),
        ("<INV>", "STRAND=+-", [(5, "left"), (9, "left"), (6, "right"), (10, "right")]),
        ("<INV>", "STRAND=--", [(6, "right"), (10, "right")]),
        ("<INV>", "STRANDS=++:0,--:4", [(6, "right"), (10, "right")]),
        ("<INV>", "CT=5to5;INV3", [(6, "right"), (10, "right")]),
        ("<INV>", "INV3;INV5", [(5, "left"), (9, "left"), (6, "right"), (10, "right")]),
        ("<INVDUP>", "STRANDS=++", [(5, "left"), (9, "left")]),
        ("<TRA>", "STRANDS=-+:5", [(5, "right"), (9, "left")]),
        ("<TRA>", "CT=5to5", [(5, "right"), (9, "right")]),
    ],
)
def test_what_a_symbolic_allele_keeps(alt: str, info: str, ends: list[tuple[int, str]]) -> None:
    fields = dict(each.partition("=")[::2] for each in f"{info};END=9".split(";"))
    found = adjacencies("chr2", 5, alt, fields)
    sides = [side for each in found for side in (each.first, each.second)]
    assert [(side.position, side.kept) for side in sides] == ends
    told = info if info.startswith(("CT", "STRAND", "INV")) else ""
    assert {each.written for each in found} == {
        f"chr2:5 {alt if alt != 'N' else '<' + fields['SVTYPE'] + '>'} chr2:9"
        + "".join(f" {word}" for word in told.split(";") if word)
    }


def test_an_interval_may_be_written_from_its_end() -> None:
    for kind, kept in (("<DEL>", ("left", "right")), ("<DUP>", ("right", "left"))):
        (forward,) = adjacencies("chr2", 5, kind, {"END": "9"})
        (backward,) = adjacencies("chr2", 9, kind, {"END": "5"})
        assert (forward.first, forward.second) == (backward.first, backward.second)
        assert (forward.first.kept, forward.second.kept) == kept


@pytest.mark.parametrize(
    ("info", "end"),
    [
        ("END=9", 9),
        ("SVLEN=-4", 9),
        ("SVLEN=4", 9),
        ("END=.;SVLEN=4", 9),
        ("POS2=9;END=6", 9),  # DELLY 0.9 and later: END is POS + 1
        ("SVLEN=NA", None),
        (".", None),
    ],
)
def test_the_second_place(info: str, end: int | None) -> None:
    fields = dict(each.partition("=")[::2] for each in info.split(";"))
    found = adjacencies("chr2", 5, "<INV>", {**fields, "CT": "3to3"})
    assert [each.second.position for each in found] == ([] if end is None else [end])


@pytest.mark.parametrize(
    ("info", "count"),
    [
        ("SVTYPE=DEL", 1),
        ("SVTYPE=DEL;SVCLAIM=D", 0),
        ("SVTYPE=DEL;SVCLAIM=J", 1),
        ("SVTYPE=CNV;SVCLAIM=DJ", 1),
        ("SVTYPE=CNV", 0),
        ("SVTYPE=DEL;FOLD_CHANGE=0.6;PROBES=42", 0),
        ("SVTYPE=DEL;CORR_CN=1", 0),
    ],
)
def test_copy_number_is_no_junction(tmp_path: Path, info: str, count: int) -> None:
    record = f"chr6 117320000 a N <DEL> . PASS {info};END=117566000"
    content = read(
        vcf(tmp_path / "x.vcf", record, samples=(), meta=_META[:1]), "structural_variants"
    )
    assert len(content.fusions) == count
    codes = ["shows_no_junctions"] if count else ["holds_no_gene_fusion", "not_junctions"]
    assert sorted(warning.code for warning in content.warnings) == codes
    assert content.shows == ()  # deletions alone: a caller of copy numbers writes them too


@pytest.mark.parametrize(
    ("meta", "record"),
    [
        (("##source=Mutect2",), None),  # a header alone
        (("##source=strelka",), "chr2 5 a C T . PASS SVTYPE=x"),
        ((), "chr2 29223528 a C T . PASS DP=5"),
        ((), "chr1 5 a CAG C . PASS ."),
    ],
)
def test_a_file_of_small_variants_is_refused(
    tmp_path: Path, meta: tuple[str, ...], record: str | None
) -> None:
    path = vcf(
        tmp_path / "x.vcf", *([record] if record else []), samples=(), meta=(_META[0], *meta)
    )
    with pytest.raises(InputProblem, match="small variants") as raised:
        read(path, "structural_variants")
    assert "--small-variants" in (raised.value.advice or "")


@pytest.mark.parametrize(
    ("meta", "records", "codes"),
    [
        ((), (), ["shows_no_junctions"]),
        (("##INFO=<ID=MATEID,Number=.>",), (), []),
        (("##ALT=<ID=INV>",), (), []),
        ((), ("chr9 5 a N <DEL> . PASS SVTYPE=DEL;END=9",), ["shows_no_junctions"]),
        ((), ("chr9 5 a N <INV> . PASS SVTYPE=INV;END=9",), []),
        ((), ("chr9 5 a N <DUP> . PASS SVTYPE=DUP;END=9;CHR2=chr9",), []),
        (("##source=Manta",), (), ["no_sample_column"]),
        (("##source=GenerateSVCandidates 1.6",), ("chr9 5 a CAG C . PASS SVTYPE=DEL",), None),
        (("##source=Mutect2",), (f"{_BND} . . SVTYPE=BND",), []),  # a junction is a junction
        (("##INFO=<ID=FOLD_CHANGE,Number=1>",), (), ["holds_no_gene_fusion"]),
        ((), ("chr9 5 a N <DEL> . PASS SVTYPE=CNV;END=9",), ["holds_no_gene_fusion"]),
        # Copy numbers and junctions in one file
        ((), ("chr9 5 a N <DEL> . PASS SVTYPE=CNV;END=9", f"{_BND} . . SVTYPE=BND"), []),
    ],
)
def test_a_file_that_shows_no_junction(
    tmp_path: Path,
    meta: tuple[str, ...],
    records: tuple[str, ...],
    codes: list[str] | None,
) -> None:
    path = vcf(tmp_path / "x.vcf", *records, samples=(), meta=(_META[0], *meta))
    found = [warning.code for warning in read(path, "structural_variants").warnings]
    assert found == (["no_sample_column"] if codes is None else codes)


@pytest.mark.parametrize(
    ("keys", "columns", "count"),
    [
        ("GT", ["./."], 1),  # novoBreak, TIGRA
        ("GT", ["./.", "./."], 1),  # PURPLE, of what it infers
        ("GT", ["./.", "0/1"], 0),
        ("GT", ["0/0"], 0),
        ("PR:SR", ["0,0:0,0"], 1),  # Manta on a tumor alone
        ("PR:SR", ["0,0:0,0", "0,0:0,0"], 0),
        ("GT:PR", ["./.:9,0"], 0),  # one of several samples, taken out
    ],
)
def test_a_column_without_a_sign_of_the_variant(
    tmp_path: Path, keys: str, columns: list[str], count: int
) -> None:
    record = f"{_BND} . PASS SVTYPE=BND {keys} {' '.join(columns)}"
    samples = ("TUMOR", "NORMAL")[: len(columns)]
    assert len(_fusions(tmp_path / "x.vcf", record, samples=samples)) == count


def test_a_vcf_of_rna_fusions_is_refused(tmp_path: Path) -> None:
    for line in ("##source=fusioncatcher_v1.20", "##INFO=<ID=TOOL_HITS,Number=1>"):
        path = vcf(tmp_path / "x.vcf", f"{_BND} . . SVTYPE=BND", samples=(), meta=(_META[0], line))
        with pytest.raises(InputProblem, match="of RNA"):
            read(path, "structural_variants")


@pytest.mark.parametrize(
    ("meta", "samples", "count"),
    [
        (_META[1], (), 1),
        (_META[1], ("T",), 0),
        ("##source=LUMPY", (), 0),
    ],
)
def test_mantas_candidates_are_no_calls(
    tmp_path: Path, meta: str, samples: tuple[str, ...], count: int
) -> None:
    columns = "PR 9,7" if samples else ""
    path = vcf(
        tmp_path / "x.vcf",
        f"{_BND} . . SVTYPE=BND {columns}",
        samples=samples,
        meta=(_META[0], meta),
    )
    content = read(path, "structural_variants")
    assert len(content.fusions) == 1
    assert [warning.code for warning in content.warnings] == ["no_sample_column"] * count


_RECORD = "2\t29224000\t.\tN\t{alt}\t.\tPASS\tSVTYPE=INV;END=42296000"


@pytest.mark.parametrize("alt", ["<INV>", "<DUP:TANDEM>", "N]chr2:42296000]", "[CHR2:42296000[N"])
@pytest.mark.parametrize("sample", ["", "\tGT:PR\t0/1:3,9"])
def test_records_without_a_header_are_recognized_by_their_junction(tmp_path, alt, sample):
    path = tmp_path / "x.vcf"
    path.write_text(_RECORD.format(alt=alt) + sample + "\n")
    content = read(path, "structural_variants")
    assert content.fusions
    assert "no_header" in [warning.code for warning in content.warnings]


@pytest.mark.parametrize("line", [_RECORD.format(alt="T"), _RECORD.format(alt="<INV>") + "\tGT"])
def test_other_records_without_a_header_are_no_vcf(tmp_path, line):
    path = tmp_path / "x.vcf"
    path.write_text(line + "\n")
    with pytest.raises(InputProblem, match="unknown format"):
        read(path, "structural_variants")
