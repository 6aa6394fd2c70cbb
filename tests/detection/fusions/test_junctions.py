"""Which DNA junctions are a productive fusion, in every way that callers write them.

One row a fusion: the ALT, CT and STRANDS that stand on the record of the kinase, by the strands
of both genes. The partner's record, symbolic alleles and the reciprocal junction follow from it.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from annotator.detection.fusions.events import FusionDetector
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.base import GenomeBuild, Strand
from annotator.model.findings import Fusion
from annotator.model.observations import FusionObservation
from annotator.pipeline.environment import Environment
from annotator.readers.format import Scope
from tests.builders.files import read, vcf


class _Row(NamedTuple):
    """A fusion broken in one intron of each gene; `{p}` is the place of the partner."""

    partner: tuple[str, int]
    kinase: tuple[str, int]
    alt: str
    ct: str
    strands: str


_ROWS = [
    _Row(("EML4", 13), ("ALK", 19), "N]{p}]", "3to3", "++"),
    _Row(("STRN", 3), ("ALK", 19), "N[{p}[", "3to5", "+-"),
    _Row(("KIF5B", 24), ("ALK", 19), "N[{p}[", "3to5", "+-"),
    _Row(("NPM1", 4), ("ALK", 19), "N]{p}]", "3to3", "++"),
    _Row(("CD74", 6), ("ROS1", 33), "N[{p}[", "3to5", "+-"),
    _Row(("TPM3", 8), ("ROS1", 34), "N[{p}[", "3to5", "+-"),
    _Row(("SLC34A2", 4), ("ROS1", 33), "N]{p}]", "3to3", "++"),
    _Row(("EZR", 10), ("ROS1", 33), "N[{p}[", "3to5", "+-"),
    _Row(("GOPC", 8), ("ROS1", 34), "N[{p}[", "3to5", "+-"),
    _Row(("SDC4", 2), ("ROS1", 31), "N[{p}[", "3to5", "+-"),
    _Row(("KIF5B", 24), ("MET", 13), "[{p}[N", "5to5", "--"),
    _Row(("TFG", 3), ("MET", 14), "]{p}]N", "5to3", "-+"),
    _Row(("CCDC6", 1), ("RET", 11), "[{p}[N", "5to5", "--"),
    _Row(("TPM3", 8), ("NTRK1", 9), "[{p}[N", "5to5", "--"),
    _Row(("ETV6", 5), ("NTRK3", 14), "N]{p}]", "3to3", "++"),
    _Row(("CD74", 6), ("NRG1", 5), "[{p}[N", "5to5", "--"),
    _Row(("FGFR3", 17), ("TACC3", 10), "]{p}]N", "5to3", "-+"),  # the 5' part keeps the kinase
]
_OTHER = {"left": "right", "right": "left"}
_Place = tuple[str, int]
_Kept = tuple[str, str]


def _place(environment: Environment, build: GenomeBuild, gene: str, intron: int) -> _Place:
    """The middle of an intron."""
    transcript = environment.reference.in_build(build).transcript(gene)
    ends = [p for n in (intron, intron + 1) for e in [transcript.exon(n)] for p in (e.start, e.end)]
    return transcript.chrom, sum(sorted(ends)[1:3]) // 2


def _kept(row: _Row) -> _Kept:
    """What the kinase and the partner keep, by the ALT of the kinase's record."""
    own = "left" if row.alt.startswith("N") else "right"
    return own, "left" if "]" in row.alt else "right"


def _alt(kept: _Kept, place: _Place) -> str:
    bracket = "]" if kept[1] == "left" else "["
    mate = f"{bracket}{place[0]}:{place[1]}{bracket}"
    return f"N{mate}" if kept[0] == "left" else f"{mate}N"


def _breakends(sides: tuple[_Place, _Place], kept: _Kept) -> Iterator[str]:
    for (chrom, position), mate, alike in (
        (sides[0], sides[1], kept),
        (sides[1], sides[0], kept[::-1]),
    ):
        yield f"{chrom} {position} . N {_alt(alike, mate)} . PASS SVTYPE=BND"


def _symbolic(sides: tuple[_Place, _Place], kept: _Kept) -> Iterator[str]:
    """TRA between chromosomes; within one INV, DEL or DUP, whose places are the base before."""
    one_chromosome = sides[0][0] == sides[1][0]
    low, high = sorted(zip(sides, kept, strict=True), key=lambda side: side[0][1])
    kinds = {("left", "right"): "DEL", ("right", "left"): "DUP"}
    kind = kinds.get((low[1], high[1]), "INV") if one_chromosome else "TRA"
    for first, second in ((0, 1), (1, 0)):
        words = [{"left": "3", "right": "5"}[kept[n]] for n in (first, second)]
        signs = "".join({"left": "+", "right": "-"}[kept[n]] for n in (first, second))
        (chrom, position), (other, end) = sides[first], sides[second]
        if one_chromosome:
            position, end = (
                place[1] - (side == "right")
                for place, side in ((sides[first], kept[first]), (sides[second], kept[second]))
            )
        start = f"{chrom} {position} . N <{kind}> . PASS SVTYPE={kind};CHR2={other};END={end}"
        yield f"{start};CT={words[0]}to{words[1]}"
        yield f"{start};STRANDS={signs}:9"


def _observed(
    environment: Environment, build: GenomeBuild, path: Path, *records: str
) -> list[FusionObservation]:
    within = Scope(environment.targets_of(build))
    file = vcf(path, *records, samples=(), meta=("##fileformat=VCFv4.2",))
    return read(file, "structural_variants", within).fusions


def _judged(
    environment: Environment, build: GenomeBuild, observed: list[FusionObservation]
) -> list[Fusion]:
    classes = FunctionalClasses(
        environment.tables.functional_regions, environment.reference.in_build(build)
    )
    return FusionDetector(
        environment.reference.in_build(build), environment.tables, classes
    ).detect(observed)


def _ends(found: FusionObservation) -> tuple[_Place, _Place]:
    """The 3' and the 5' side."""
    three, five = found.three_prime, found.five_prime
    return (three.chrom, three.position), (five.chrom, five.position)


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
@pytest.mark.parametrize("row", _ROWS, ids=lambda row: f"{row.partner[0]}-{row.kinase[0]}")
class TestEveryWriting:
    def test_the_words_of_the_table_say_the_same(self, row: _Row, build: GenomeBuild) -> None:
        kept = [{"3": "left", "5": "right"}[word] for word in row.ct.split("to")]
        assert (
            tuple(kept) == _kept(row) == tuple({"+": "left", "-": "right"}[s] for s in row.strands)
        )

    def test_the_junction_is_productive(
        self, tmp_path: Path, environment: Environment, row: _Row, build: GenomeBuild
    ) -> None:
        sides = _place(environment, build, *row.kinase), _place(environment, build, *row.partner)
        on_kinase, on_partner = _breakends(sides, _kept(row))
        literal = row.alt.format(p=f"{sides[1][0]}:{sides[1][1]}")
        assert f" {literal} " in on_kinase
        writings = [(on_kinase,), (on_partner,), (on_kinase, on_partner)]
        writings += [(record,) for record in _symbolic(sides, _kept(row))]
        for records in writings:
            (seen,) = _observed(environment, build, tmp_path / "x.vcf", *records)
            assert (seen.junction, _ends(seen)) == ("sense", sides), records
            for found in _judged(environment, build, [seen]):
                assert found.name == f"{row.partner[0]}::{row.kinase[0]}"
                assert (found.orientation, found.kinase_domain) == ("productive", "retained")

    def test_the_opposite_junction_is_reciprocal(
        self, tmp_path: Path, environment: Environment, row: _Row, build: GenomeBuild
    ) -> None:
        sides = _place(environment, build, *row.kinase), _place(environment, build, *row.partner)
        own, mate = _kept(row)
        opposite = _OTHER[own], _OTHER[mate]
        for record in (*_breakends(sides, opposite), *_symbolic(sides, opposite)):
            (seen,) = _observed(environment, build, tmp_path / "x.vcf", record)
            assert (seen.junction, _ends(seen)) == ("sense", sides[::-1]), record
            for found in _judged(environment, build, [seen]):
                assert found.name == f"{row.kinase[0]}::{row.partner[0]}"
                assert (found.orientation, found.classification) == ("reciprocal", "not_functional")

    def test_a_junction_of_two_like_ends_is_no_fusion(
        self, tmp_path: Path, environment: Environment, row: _Row, build: GenomeBuild
    ) -> None:
        sides = _place(environment, build, *row.kinase), _place(environment, build, *row.partner)
        own, mate = _kept(row)
        for kept, kind in (
            ((_OTHER[own], mate), "five_to_five"),
            ((own, _OTHER[mate]), "three_to_three"),
        ):
            for record in (*_breakends(sides, kept), *_symbolic(sides, kept)):
                (seen,) = _observed(environment, build, tmp_path / "x.vcf", record)
                assert seen.junction == kind, record
                for found in _judged(environment, build, [seen]):
                    assert found.classification == "not_functional"

    def test_each_is_one_event(
        self, tmp_path: Path, environment: Environment, row: _Row, build: GenomeBuild
    ) -> None:
        sides = _place(environment, build, *row.kinase), _place(environment, build, *row.partner)
        seen = _observed(
            environment, build, tmp_path / "x.vcf", next(_breakends(sides, _kept(row)))
        )
        (found,) = _judged(environment, build, seen)
        assert found.role == ("driver" if row.kinase[0] in ("ALK", "ROS1") else "off_target")


def test_a_balanced_inversion_is_one_fusion_with_its_reciprocal(
    tmp_path: Path, environment: Environment
) -> None:
    """LUMPY, and Manta up to 1.4, write both junctions as one record."""
    (chrom, start), (_, end) = (
        _place(environment, "GRCh38", *place) for place in (("ALK", 19), ("EML4", 13))
    )
    record = f"{chrom} {start} . N <INV> . PASS SVTYPE=INV;END={end};STRANDS=++:212,--:201"
    (found,) = _judged(
        environment, "GRCh38", _observed(environment, "GRCh38", tmp_path / "x.vcf", record)
    )
    assert (found.name, found.orientation) == ("EML4::ALK", "productive")
    assert [each.orientation for each in found.support] == ["productive", "reciprocal"]


def test_a_duplication_joins_a_gene_behind_met_to_it(
    tmp_path: Path, environment: Environment
) -> None:
    """The 5' part of a gene on plus behind MET, as ST7: no such gene is in the models."""
    chrom, start = _place(environment, "GRCh38", "MET", 14)
    record = f"{chrom} {start - 1} . N <DUP> . PASS SVTYPE=DUP;END=117000000;CT=5to3;STRANDS=-+:9"
    targets = environment.targets_of("GRCh38")

    def strand_at(at: str, position: int) -> Strand | None:
        return "+" if position == 117000000 else targets.strand_at(at, position)

    within = Scope(replace(targets, strand_at=strand_at))
    file = vcf(tmp_path / "x.vcf", record, samples=(), meta=("##fileformat=VCFv4.2",))
    (seen,) = read(file, "structural_variants", within).fusions
    assert (seen.five_prime.position, seen.three_prime.position) == (117000000, start)
    assert seen.junction == "sense"


def test_an_untold_direction_needs_confirmation(tmp_path: Path, environment: Environment) -> None:
    alk, npm1 = (_place(environment, "GRCh38", *place) for place in (("ALK", 19), ("NPM1", 4)))
    for (chrom, position), (other, end) in ((alk, npm1), (npm1, alk)):
        record = f"{chrom} {position} . N <CTX> . PASS SVTYPE=CTX;CHR2={other};END={end}"
        seen = _observed(environment, "GRCh38", tmp_path / "x.vcf", record)
        (found,) = _judged(environment, "GRCh38", seen)
        assert (found.name, found.orientation) == ("NPM1::ALK", "unknown")
        assert found.classification == "needs_confirmation"
