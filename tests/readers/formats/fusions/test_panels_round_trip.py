"""A kinase fusion written in any of the formats comes back the same; a damaged file is told.

Unlike the strategy of the callers, the 3' gene is one that is looked for and lies where it does,
and partners have symbols with a dash: several formats can be read only by this.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.base import Strand
from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import Scope
from annotator.readers.lines.regions import Regions
from annotator.readers.registry import all_formats, format_of
from tests.builders.files import KINASES, LOCI, data_file, targets
from tests.readers.damage import Edits, last_line, read_damaged
from tests.readers.formats.fusions.writers_panels import DNA_LOST, DNA_WRITERS, LOST, WRITERS

_ALL = {**WRITERS, **DNA_WRITERS}
_LOST = {**LOST, **DNA_LOST, "splitfusion": {"strand", "spanning_reads"}}
_ROLES = {each.name: each.role for each in all_formats()}
_GENES: list[tuple[str, Strand]] = [("ALK", "-"), ("ROS1", "-"), ("MET", "+")]


def _at_locus(number: int) -> st.SearchStrategy[FusionEnd]:
    gene, strand = _GENES[number]
    chrom, start, end = LOCI["GRCh38"][number]
    return st.builds(
        FusionEnd,
        gene=st.just(gene),
        chrom=st.just(chrom),
        position=st.integers(start, end),
        strand=st.just(strand),
    )


_PARTNERS = st.builds(
    FusionEnd,
    gene=st.sampled_from(["EML4", "CD74", "HLA-A", "NKX2-1", "ST7-OT4", "AC016683.6", "H3-3A"]),
    chrom=st.sampled_from(["chr1", "chr5", "chr10", "chrX"]),
    position=st.integers(1, 150_000_000),
    strand=st.sampled_from(["+", "-"]),
)
_FUSIONS = st.builds(
    FusionObservation,
    caller=st.just("star_fusion"),
    assay=st.just("rna"),
    five_prime=_PARTNERS,
    three_prime=st.integers(0, 2).flatmap(_at_locus),
    junction=st.just("sense"),
    split_reads=st.integers(1, 10**6),
    spanning_reads=st.integers(0, 10**6),
    frame=st.sampled_from(["in_frame", "out_of_frame", "unknown"]),
    raw_breakpoints=st.just(""),
    source=st.just(Source(file="")),
)
_PIECES = st.one_of(
    st.binary(max_size=4),
    st.sampled_from([b"\t", b"\n", b".", b",", b";", b":", b"|", b"#", b"-1", b"0", b"9" * 5000,
                     b"nan", b"\xff", b"\x00", b'"', b"__", b"{", b"]", b"NA"]),
)  # fmt: skip


def _scope(fusion: FusionObservation) -> Scope:
    regions = Regions(LOCI["GRCh38"])
    strands = {end.place: end.strand for end in (fusion.five_prime, fusion.three_prime)}
    return Scope(targets(regions, KINASES, lambda chrom, at: strands.get((chrom, at))))


@pytest.mark.parametrize("name", sorted(_ALL))
@settings(max_examples=20, deadline=None)
@given(fusion=_FUSIONS)
def test_a_kinase_fusion_comes_back_the_same(name: str, fusion: FusionObservation) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "calls"
        path.write_text(_ALL[name](fusion))
        file = data_file(path)
        form = format_of(file, _ROLES[name])
        (found,) = form.read(file, _scope(fusion)).fusions
    assert form.name == name
    lost = frozenset(_LOST.get(name, ()))
    assert _told(found, frozenset()) == _told(fusion, lost)
    assert found.raw_breakpoints


@pytest.mark.parametrize("name", sorted(_ALL))
@settings(max_examples=40, deadline=None)
@given(
    fusion=_FUSIONS,
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), _PIECES), min_size=1, max_size=3),
    of_records=st.booleans(),
)
def test_damage_is_an_input_problem(
    name: str,
    fusion: FusionObservation,
    edits: Edits,
    of_records: bool,
) -> None:
    def read(file: DataFile) -> None:
        form = format_of(file, _ROLES[name], forced=name)
        form.build_evidence(file)
        form.read(file, _scope(fusion))

    content = _ALL[name](fusion).encode()
    read_damaged(content, edits, read, last_line(content) if of_records else 0)


def _told(fusion: FusionObservation, lost: frozenset[str]) -> dict[str, object]:
    """What a fusion says, without what a format leaves out."""
    ends = (fusion.five_prime, fusion.three_prime)
    return {
        "genes": [[] if "genes" in lost else end.genes for end in ends],
        "places": [None if "place" in lost else end.place for end in ends],
        "strands": [None if lost & {"place", "strand"} else end.strand for end in ends],
        "order": (False, "unknown") if "order" in lost else (fusion.ordered, fusion.junction),
        "split": None if "split_reads" in lost else fusion.split_reads,
        "spanning": None if "spanning_reads" in lost else fusion.spanning_reads,
        "frame": "unknown" if "frame" in lost else fusion.frame,
    }
