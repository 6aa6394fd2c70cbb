"""Exons, joins and frames of fusions."""

import pytest

from annotator.model.base import GenomeBuild
from annotator.reference import CodingPosition, Join, Location, Reference, frame

ALK_BREAK = {"GRCh37": 29446394, "GRCh38": 29223528}

# Last base of the 5' exon, or first base of the 3' exon, where callers of published samples put it.
DONORS = [
    ("EML4", "GRCh38", 42295516, 13),
    ("EML4", "GRCh37", 42522656, 13),
    ("EML4", "GRCh38", 42264731, 6),
    ("EML4", "GRCh37", 42491871, 6),
    ("EML4", "GRCh38", 42325554, 20),
    ("EML4", "GRCh37", 42552694, 20),
    ("EML4", "GRCh38", 42245687, 2),
    ("NPM1", "GRCh38", 171391799, 4),
    ("NPM1", "GRCh37", 170818803, 4),
    ("CD74", "GRCh38", 150404680, 6),
    ("CD74", "GRCh37", 149784243, 6),
    ("SLC34A2", "GRCh38", 25664330, 4),
    ("SLC34A2", "GRCh37", 25665952, 4),
    ("EZR", "GRCh38", 158770764, 10),
    ("GOPC", "GRCh38", 117566854, 8),
    ("GOPC", "GRCh37", 117888017, 8),
    ("MET", "GRCh37", 116411708, 13),
]
ACCEPTORS = [
    ("ALK", "GRCh38", 29223528, 20),
    ("ALK", "GRCh37", 29446394, 20),
    ("ROS1", "GRCh38", 117324415, 34),
    ("ROS1", "GRCh37", 117645578, 34),
    ("ROS1", "GRCh38", 117329446, 32),
    ("ROS1", "GRCh37", 117650609, 32),
    ("ROS1", "GRCh38", 117321394, 35),
    ("ROS1", "GRCh37", 117642557, 35),
    ("ROS1", "GRCh38", 117320030, 36),
    ("ROS1", "GRCh37", 117641193, 36),
    ("MET", "GRCh37", 116414935, 15),
    ("MET", "GRCh38", 116774881, 15),
]


@pytest.mark.parametrize(("gene", "build", "position", "exon"), DONORS)
def test_donor_anchor(
    reference: Reference, gene: str, build: GenomeBuild, position: int, exon: int
) -> None:
    join = reference.in_build(build).transcript(gene).donor_join(position)
    assert join is not None
    assert (join.exon, join.offset, join.at_boundary) == (exon, 0, True)


@pytest.mark.parametrize(("gene", "build", "position", "exon"), ACCEPTORS)
def test_acceptor_anchor(
    reference: Reference, gene: str, build: GenomeBuild, position: int, exon: int
) -> None:
    join = reference.in_build(build).transcript(gene).acceptor_join(position)
    assert join is not None
    assert (join.exon, join.offset, join.at_boundary) == (exon, 0, True)


def joined(reference: Reference, gene: str, exon: int, kinase: str, kinase_exon: int) -> str:
    five, three = (
        reference.in_build("GRCh38").transcript(gene),
        reference.in_build("GRCh38").transcript(kinase),
    )
    return frame(
        five.donor_join(five.last_base(five.exon(exon))),
        three.acceptor_join(three.first_base(three.exon(kinase_exon))),
    )


@pytest.mark.parametrize(
    ("gene", "exon", "kinase", "kinase_exon"),
    [
        ("EML4", 13, "ALK", 20),
        ("EML4", 6, "ALK", 20),
        ("EML4", 20, "ALK", 20),
        ("EML4", 2, "ALK", 20),
        ("KIF5B", 24, "ALK", 20),
        ("KLC1", 9, "ALK", 20),
        ("NPM1", 4, "ALK", 20),
        ("CD74", 6, "ROS1", 34),
        ("CD74", 6, "ROS1", 32),
        ("SLC34A2", 4, "ROS1", 34),
        ("SLC34A2", 4, "ROS1", 32),
        ("SDC4", 2, "ROS1", 32),
        ("SDC4", 4, "ROS1", 34),
        ("EZR", 10, "ROS1", 34),
        ("TPM3", 8, "ROS1", 35),
        ("LRIG3", 16, "ROS1", 35),
        ("GOPC", 8, "ROS1", 35),
        ("GOPC", 4, "ROS1", 36),
        ("A2M", 22, "ALK", 19),
        ("ATIC", 7, "ALK", 20),
        ("CARS1", 17, "ALK", 20),
        ("CLTC", 31, "ALK", 20),
        ("DCTN1", 26, "ALK", 20),
        ("EML4", 18, "ALK", 20),
        ("EML4", 21, "ALK", 20),
        ("EML4", 6, "ALK", 17),
        ("EML4", 6, "ALK", 18),
        ("EML4", 6, "ALK", 19),
        ("GTF2IRD1", 7, "ALK", 20),
        ("HIP1", 21, "ALK", 20),
        ("HIP1", 28, "ALK", 20),
        ("KIF5B", 17, "ALK", 20),
        ("PPP4R3B", 9, "ALK", 2),
        ("RANBP2", 18, "ALK", 20),
        ("SEC31A", 21, "ALK", 20),
        ("SEC31A", 22, "ALK", 20),
        ("STRN", 3, "ALK", 20),
        ("TFG", 4, "ALK", 20),
        ("TFG", 5, "ALK", 20),
        ("TFG", 6, "ALK", 20),
        ("TPM1", 8, "ALK", 20),
        ("TPM3", 8, "ALK", 20),
        ("TPM4", 7, "ALK", 20),
        ("TPR", 15, "ALK", 20),
        ("TRAF1", 6, "ALK", 20),
        ("VCL", 16, "ALK", 20),
    ],
)
def test_published_joins_are_in_frame(
    reference: Reference, gene: str, exon: int, kinase: str, kinase_exon: int
) -> None:
    assert joined(reference, gene, exon, kinase, kinase_exon) == "in_frame"


@pytest.mark.parametrize(
    ("gene", "exon", "kinase", "kinase_exon"),
    [
        ("EML4", 3, "ALK", 20),
        ("EML4", 14, "ALK", 20),
        ("CD74", 5, "ROS1", 34),
        ("GOPC", 8, "ROS1", 36),
        ("EML4", 13, "ALK", 21),
        ("KIF5B", 15, "ALK", 20),
        ("PRKAR1A", 2, "ALK", 20),
        ("CLIP4", 12, "ALK", 23),
    ],
)
def test_joins_out_of_frame(
    reference: Reference, gene: str, exon: int, kinase: str, kinase_exon: int
) -> None:
    assert joined(reference, gene, exon, kinase, kinase_exon) == "out_of_frame"


def test_a_break_before_the_start_codon_has_no_known_frame(reference: Reference) -> None:
    assert reference.in_build("GRCh38").transcript("SLC34A2").coding_length(1) == 0
    assert joined(reference, "SLC34A2", 1, "ROS1", 34) == "unknown"


def test_a_break_after_the_stop_codon_has_no_known_frame(reference: Reference) -> None:
    assert joined(reference, "SLC34A2", 13, "ROS1", 34) == "unknown"
    assert frame(None, None) == "unknown"


@pytest.mark.parametrize(
    ("shift", "place", "exon"),
    [(10, "boundary", 13), (11, "intron", 13), (-10, "boundary", 13), (-11, "exon", 13)],
)
def test_tolerance_of_a_donor(reference: Reference, shift: int, place: str, exon: int) -> None:
    model = reference.in_build("GRCh38").transcript("EML4")
    join = model.donor_join(42295516 + shift, tolerance=10)
    assert join is not None
    assert (join.exon, join.offset, join.region) == (exon, shift, place)
    whole = model.coding_before(14)
    assert join.coding == (whole - 11 if place == "exon" else whole)


@pytest.mark.parametrize(
    ("shift", "place"),
    [(10, "boundary"), (11, "exon"), (-10, "boundary"), (-11, "intron"), (-1932, "intron")],
)
def test_tolerance_of_an_acceptor_on_the_minus_strand(
    reference: Reference, shift: int, place: str
) -> None:
    model = reference.in_build("GRCh38").transcript("ALK")
    join = model.acceptor_join(ALK_BREAK["GRCh38"] - shift, tolerance=10)
    assert join is not None
    assert (join.exon, join.offset, join.region) == (20, shift, place)
    before = model.coding_before(20)
    assert join.coding == (before + 11 if place == "exon" else before)


def test_the_cryptic_exon_of_variant_3b_lies_in_the_intron(reference: Reference) -> None:
    join = reference.in_build("GRCh38").transcript("EML4").donor_join(42264951)
    assert join == Join(
        6, 220, "intron", reference.in_build("GRCh38").transcript("EML4").coding_before(7)
    )


def test_outside_the_transcript(reference: Reference) -> None:
    model = reference.in_build("GRCh38").transcript("ALK")
    assert model.donor_join(model.end + 1) is None
    assert model.acceptor_join(model.start - 1) is None
    assert model.locate(model.end + 1) == Location(outside="upstream")
    assert model.locate(model.start - 1) == Location(outside="downstream")
    assert model.coding_position(model.end + 1) is None


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
def test_locate_at_the_borders_of_an_exon(reference: Reference, build: GenomeBuild) -> None:
    model = reference.in_build(build).transcript("ALK")
    exon = model.exon(20)
    assert model.locate(exon.end) == Location(exon=20)
    assert model.locate(exon.end + 1) == Location(intron_after=19)
    assert model.locate(exon.start) == Location(exon=20)
    assert model.locate(exon.start - 1) == Location(intron_after=20)


def test_an_exon_that_is_not_there(reference: Reference) -> None:
    model = reference.in_build("GRCh38").transcript("ALK")
    assert model.exon_count == 29
    for number in (0, 30):
        with pytest.raises(IndexError, match=f"NM_004304.5 has no exon {number}"):
            model.exon(number)


@pytest.mark.parametrize(
    ("gene", "position", "text"),
    [
        ("ALK", 29920659, "1"),
        ("ALK", 29920660, "-1"),
        ("ALK", 29193223, "*1"),
        ("ALK", 29193224, "4863"),
        ("ALK", 29220706, "3645"),
        ("ALK", 29220705, "3645+1"),
        ("ALK", 29220835, "3516"),
        ("ALK", 29220836, "3516-1"),
        ("MET", 116771989, "3028"),
        ("MET", 116771990, "3028+1"),
    ],
)
def test_coding_positions(reference: Reference, gene: str, position: int, text: str) -> None:
    model = reference.in_build("GRCh38").transcript(gene)
    coding = model.coding_position(position)
    assert coding is not None
    assert str(coding) == text
    assert model.genomic_position(coding) == position


def test_the_middle_of_an_intron_counts_from_the_exon_before(reference: Reference) -> None:
    for model in (reference.in_build("GRCh38").transcript(gene) for gene in ("ALK", "MET")):
        for before, after in zip(model.exons, model.exons[1:], strict=False):
            ends = sorted((model.last_base(before), model.first_base(after)))
            if (ends[1] - ends[0]) % 2 == 0:
                middle = model.coding_position(sum(ends) // 2)
                assert middle is not None
                assert middle.offset > 0


def test_a_coding_position_outside_the_transcript(reference: Reference) -> None:
    model = reference.in_build("GRCh38").transcript("ALK")
    with pytest.raises(ValueError, match=r"c\.\*99999"):
        model.genomic_position(CodingPosition(99999, after_stop=True))
