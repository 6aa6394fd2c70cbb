"""A junction is the same observation however it is written."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from annotator.model.observations import FusionObservation
from tests.builders.files import LOCI, read, vcf

_META = ("##fileformat=VCFv4.2",)
_ALK = LOCI["GRCh38"][0]
_SIDES = {"left": ("3", "+"), "right": ("5", "-")}
_End = tuple[str, int, str]
"""Chromosome, 1-based position that is itself kept, and what is kept of it on."""

_KEPT = st.sampled_from(["left", "right"])
_AT_ALK = st.tuples(st.just("chr2"), st.integers(_ALK[1], _ALK[2]), _KEPT)
_PARTNERS = st.tuples(
    st.sampled_from(["chr2", "chr5", "chr6", "chr9"]), st.integers(2, 200_000_000), _KEPT
)


def _breakend(
    end: _End, mate: _End, identifier: str = ".", info: str = "SVTYPE=BND", bases: str = "N"
) -> str:
    bracket = "]" if mate[2] == "left" else "["
    place = f"{bracket}{mate[0]}:{mate[1]}{bracket}"
    alt = f"{bases}{place}" if end[2] == "left" else f"{place}{bases}"
    return f"{end[0]} {end[1]} {identifier} N {alt} . PASS {info}"


def _symbolic(end: _End, other: _End) -> list[str]:
    """The record at one end: TRA, or the interval, whose places are the bases before."""
    words = f"CT={_SIDES[end[2]][0]}to{_SIDES[other[2]][0]}"
    signs = f"STRANDS={_SIDES[end[2]][1]}{_SIDES[other[2]][1]}:9"
    told = [words, signs]
    if end[0] != other[0]:
        kind, start, stop = "TRA", end[1], other[1]
    else:
        low, high = sorted((end, other), key=lambda side: side[1])
        kind = {("left", "right"): "DEL", ("right", "left"): "DUP"}.get((low[2], high[2]), "INV")
        start, stop = (side[1] - (side[2] == "right") for side in (end, other))
        told += {"DEL": [""], "DUP": [""], "INV": ["INV3" if end[2] == "left" else "INV5"]}[kind]
    fields = f"SVTYPE={kind};CHR2={other[0]};END={stop}"
    return [f"{end[0]} {start} . N <{kind}> . PASS {fields};{word}".rstrip(";") for word in told]


def _read(*records: str) -> list[FusionObservation]:
    with TemporaryDirectory() as folder:
        path = vcf(Path(folder) / "x.vcf", *records, samples=(), meta=_META)
        found = read(path, "structural_variants").fusions
    return [each.model_copy(update={"raw_breakpoints": "", "source": None}) for each in found]


@settings(deadline=None)
@given(first=_AT_ALK, second=_PARTNERS)
@example(first=("chr2", 29192774, "left"), second=("chr6", 117288300, "left"))
def test_every_writing_of_a_junction_is_one_observation(first: _End, second: _End) -> None:
    assume((first[0], first[1]) != (second[0], second[1]))
    expected = _read(_breakend(first, second))
    assert len(expected) == 1
    mates = (
        _breakend(first, second, "a", "SVTYPE=BND;MATEID=b"),
        _breakend(second, first, "b", "SVTYPE=BND;MATEID=a"),
    )
    writings = [
        (_breakend(second, first),),
        (_breakend(first, second), _breakend(second, first)),
        mates,
        mates[::-1],
        mates[:1],
        mates[1:],
        *((record,) for record in _symbolic(first, second)),
        *((record,) for record in _symbolic(second, first)),
    ]
    for records in writings:
        assert _read(*records) == expected, records


@settings(deadline=None)
@given(
    first=_AT_ALK,
    second=_PARTNERS,
    homology=st.integers(1, 40),
    inserted=st.text("ACGT", max_size=5),
)
def test_homology_and_inserted_bases_leave_mates_one_junction(
    first: _End, second: _End, homology: int, inserted: str
) -> None:
    """The mate's record stands at the other end of the homology, as Manta writes it."""
    assume(first[0] != second[0] or abs(first[1] - second[1]) > 100)
    same_way = first[2] == second[2]
    one = _breakend(first, second, "a", "SVTYPE=BND;MATEID=b", f"{inserted}N")
    moved = (
        (second[0], max(1, second[1] - homology), second[2]),
        (first[0], first[1] + (homology if same_way else -homology), first[2]),
    )
    other = _breakend(*moved, "b", "SVTYPE=BND;MATEID=a")
    assert len(_read(one, other)) == 1


@settings(deadline=None)
@given(first=_AT_ALK, second=_PARTNERS)
def test_an_inversion_without_a_word_is_both_of_its_junctions(first: _End, second: _End) -> None:
    assume(second[0] == "chr2" and abs(first[1] - second[1]) > 1)
    low, high = sorted((first[1], second[1]))
    whole = _read(f"chr2 {low} . N <INV> . PASS SVTYPE=INV;END={high}")
    halves = [
        _read(_breakend(("chr2", low, "left"), ("chr2", high, "left"))),
        _read(_breakend(("chr2", low + 1, "right"), ("chr2", high + 1, "right"))),
    ]
    assert whole == [found for half in halves for found in half]
