"""The genome build that headers and positions tell."""

import pytest

from annotator.model.base import Interval
from annotator.readers.build import build_from_positions, vcf_build_evidence
from annotator.readers.lines.regions import Regions, chromosome_key, same_chromosome_name
from annotator.readers.vcf.header import VcfHeader
from tests.builders.files import targets_of


def _told(*meta: str) -> str | None:
    """The builds that the header tells, in the order of its lines."""
    evidence = vcf_build_evidence(VcfHeader(list(meta), ["#CHROM"], len(meta) + 1))
    return "/".join(each.build for each in evidence) or None


@pytest.mark.parametrize(
    ("meta", "build"),
    [
        (["##contig=<ID=chr2,length=243199373>"], "GRCh37"),
        (["##contig=<ID=2,length=242193529,assembly=x>"], "GRCh38"),
        (["##contig=<assembly=x,ID=7,length=159345973>"], "GRCh38"),
        (["##contig=<ID=1,length=300000>"], None),
        (["##contig=<ID=3,length=242193529>"], None),
        (["##reference=file:///ref/hg19.fa"], "GRCh37"),
        (["##reference=file:///ref/human_g1k_v37_decoy.fasta"], "GRCh37"),
        (["##reference=GRCh38.d1.vd1.fa"], "GRCh38"),
        (["##contig=<ID=chr1,assembly=hg38>"], "GRCh38"),
        (["##source=/tools/hg38/caller"], None),
        ([], None),
    ],
)
def test_header(meta: list[str], build: str | None) -> None:
    assert _told(*meta) == build


def test_lengths_are_facts_and_names_are_not() -> None:
    assert _told("##reference=hg38.fa", "##contig=<ID=chr2,length=243199373>") == "GRCh37"


def test_contradictions_tell_both() -> None:
    lengths = ("##contig=<ID=chr2,length=243199373>", "##contig=<ID=chr7,length=159345973>")
    assert _told(*lengths) == "GRCh37/GRCh38"
    assert _told(*lengths, "##reference=hg38.fa") == "GRCh37/GRCh38"
    assert _told("##reference=hg38.fa", "##contig=<ID=1,assembly=hg19>") == "GRCh38/GRCh37"


def test_evidence_quotes_the_file() -> None:
    header = VcfHeader(["##contig=<ID=chr2,length=243199373>"], ["#CHROM"], 2)
    assert vcf_build_evidence(header)[0].text == "##contig chr2 has length 243199373"


@pytest.mark.parametrize(
    ("positions", "build"),
    [
        ([("chr2", 29223528)], "GRCh38"),
        ([("6", 117642557), ("chr1", 5)], "GRCh37"),
        ([("chr2", 29446394)], None),  # in ALK of both builds
        ([("chr2", 29446394), ("chr6", 117642557)], "GRCh37"),
        ([("chr2", 29223528), ("chr6", 117642557)], None),
        ([("chr2", 29192773)], None),
        ([("chr2", 29192774)], "GRCh38"),
        ([], None),
    ],
)
def test_positions(positions: list[tuple[str, int]], build: str | None) -> None:
    assert build_from_positions(positions, targets_of) == build


@pytest.mark.parametrize(
    ("name", "key"),
    [("chr2", "2"), ("2", "2"), ("CHR2", "2"), ("NC_000002.12", "2"), ("chrx", "X"),
     ("NC_000023.11", "X"), ("NC_007605.1", "NC_007605.1")],
)  # fmt: skip
def test_chromosome_names(name: str, key: str) -> None:
    assert chromosome_key(name) == key


def test_other_contigs_keep_their_names() -> None:
    assert same_chromosome_name("2") == "chr2"
    assert same_chromosome_name("GL000192.1") == "GL000192.1"


def test_overlapping_regions_are_merged() -> None:
    regions = Regions(
        [
            Interval("chr2", 5, 10),
            Interval("2", 8, 20),
            Interval("chr2", 21, 30),
            Interval("chr2", 40, 41),
        ]
    )
    assert regions.on("chr2") == [(5, 30), (40, 41)]


@pytest.mark.parametrize(
    ("start", "end", "inside"), [(1, 4, False), (1, 5, True), (10, 12, True), (11, 12, False)]
)
def test_overlap_is_inclusive(start: int, end: int, inside: bool) -> None:
    assert Regions([Interval("chr2", 5, 10)]).overlaps("2", start, end) is inside
