"""Every exon join of the common partners with the kinases, as one table to read and to compare.

`pytest tests/reference --update-cases` writes `joins.tsv` anew; review it by eye.
"""

import re
from pathlib import Path

import pytest

from annotator.model.base import GenomeBuild
from annotator.reference import Join, Reference, Transcript, frame
from tests.reference.tables import rows

TABLE = Path(__file__).parent / "joins.tsv"
PARTNERS = ("EML4", "KIF5B", "STRN", "TFG", "CD74", "SLC34A2", "SDC4", "EZR", "TPM3", "GOPC")
KINASE_EXONS = (("ALK", 20), *(("ROS1", exon) for exon in range(32, 37)))
HEADER = "gene partner partner_transcript five_exon three_exon kept_mod_3 skipped_mod_3 frame"

# Why each of these is not in frame stands in `resources/reference/SOURCES.md`.
NOT_IN_FRAME = {
    ("EML4", "E14;del12A20"): "out_of_frame",
    ("SLC34A2", "S13;R32"): "unknown",
    ("SLC34A2", "S13;R34"): "unknown",
}
COUNTED_ONE_LOWER = {"EML4", "EZR", "TPM3"}


def whole_exons(
    five: Transcript, exon: int, three: Transcript, kinase_exon: int
) -> tuple[Join, Join]:
    donor = five.donor_join(five.last_base(five.exon(exon)))
    acceptor = three.acceptor_join(three.first_base(three.exon(kinase_exon)))
    assert donor is not None
    assert acceptor is not None
    return donor, acceptor


def join_table(reference: Reference, build: GenomeBuild) -> str:
    lines = [HEADER.replace(" ", "\t")]
    for gene, kinase_exon in KINASE_EXONS:
        three = reference.in_build(build).transcript(gene)
        for partner in PARTNERS:
            five = reference.in_build(build).transcript(partner)
            for exon in range(1, five.exon_count + 1):
                donor, acceptor = whole_exons(five, exon, three, kinase_exon)
                left, right = (
                    "." if coding is None else str(coding % 3)
                    for coding in (donor.coding, acceptor.coding)
                )
                fields = [gene, partner, five.accession, str(exon), str(kinase_exon)]
                lines.append("\t".join([*fields, left, right, frame(donor, acceptor)]))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
def test_joins_are_those_of_the_table(
    reference: Reference, build: GenomeBuild, request: pytest.FixtureRequest
) -> None:
    made = join_table(reference, build)
    if request.config.getoption("--update-cases") and build == "GRCh37":
        TABLE.write_text(made, encoding="utf-8")
    assert made == TABLE.read_text(encoding="utf-8")


def test_named_variants_of_the_knowledge_base_are_in_frame(
    reference: Reference, repository: Path
) -> None:
    variants = rows(repository / "resources" / "knowledge" / "fusion_variants.tsv")
    assert len(variants) > 20
    for row in variants:
        five = reference.in_build("GRCh38").transcript(row["partner"])
        three = reference.in_build("GRCh38").transcript(row["gene"])
        joins = whole_exons(five, int(row["five_prime_exon"]), three, int(row["three_prime_exon"]))
        lost = max(0, int(row["three_prime_offset"]))
        found = frame_of(*joins, inserted=int(row["inserted"]) - lost)
        expected = NOT_IN_FRAME.get((row["partner"], row["exon_label"]), "in_frame")
        assert found == expected, row["exon_label"]


def test_published_joins_are_in_frame(reference: Reference, shared: Path) -> None:
    told = [
        row
        for row in rows(shared / "knowledge" / "partners.tsv")
        if re.match(r"[A-Z]\d", row["exon_join"])
    ]
    assert len(told) == 24
    for row in told:
        partner = row["partner"].split()[0]
        expected = NOT_IN_FRAME.get((partner, row["exon_join"]), "in_frame")
        assert frame_of_name(reference, row["gene"], partner, row["exon_join"]) == expected, row


def test_joins_of_a_cohort_are_in_frame(reference: Reference, shared: Path) -> None:
    """By intron numbers, in any model of the partner; some are counted one lower there."""
    checked = 0
    for row in rows(shared / "knowledge" / "partners.tsv"):
        three = reference.in_build("GRCh38").transcript(row["gene"])
        partner = reference.symbol(row["partner"])
        introns = re.findall(r"intron (\d+) \| \S+ intron (\d+)", row["exon_join"])
        for intron, kinase_intron in introns:
            exon, kinase_exon = int(intron), int(kinase_intron) + 1
            found = {
                frame(*whole_exons(five, exon + step, three, kinase_exon))
                for five in reference.in_build("GRCh38").transcripts(partner)
                for step in ((0, 1) if partner in COUNTED_ONE_LOWER else (0,))
                if exon + step <= five.exon_count
            }
            assert "in_frame" in found, (partner, exon)
            checked += 1
    assert checked == 25


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("E13;A20", "in_frame"),
        ("E6b;A20", "in_frame"),
        ("E2;ins117A20", "in_frame"),
        ("E2;ins116A20", "out_of_frame"),
        ("E14;ins11del49A20", "in_frame"),
        ("E14;ins11del48A20", "out_of_frame"),
    ],
)
def test_inserted_and_lost_bases_count(reference: Reference, name: str, expected: str) -> None:
    assert frame_of_name(reference, "ALK", "EML4", name) == expected


def frame_of_name(reference: Reference, gene: str, partner: str, name: str) -> str:
    """The frame of a join written as `E14;ins11del49A20`; `6b` is the exon of 33 bases after 6."""
    parts = re.fullmatch(r"[A-Z](\d+)([ab]?);(?:ins(\d+))?(?:del(\d+))?[AR](\d+)", name)
    assert parts is not None, name
    exon, part, inserted, lost, kinase_exon = parts.groups()
    joins = whole_exons(
        reference.in_build("GRCh38").transcript(partner),
        int(exon),
        reference.in_build("GRCh38").transcript(gene),
        int(kinase_exon),
    )
    added = int(inserted or 0) + (33 if part == "b" else 0)
    return frame_of(*joins, inserted=added - int(lost or 0))


def frame_of(donor: Join, acceptor: Join, inserted: int) -> str:
    """The frame with bases added to the junction, or (negative) lost of its 3' part."""
    if donor.coding is None or acceptor.coding is None:
        return "unknown"
    excess = donor.coding + inserted - acceptor.coding
    return "out_of_frame" if excess % 3 else "in_frame"
