"""A fusion that is written in a caller's format comes back the same; a damaged file is told."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from annotator.model.observations import FusionEnd, FusionObservation
from annotator.readers.datafile import DataFile
from annotator.readers.registry import format_of
from tests.builders.fusion_tables import FORMAT_NAMES, Told, fusions, read_text, scope_of
from tests.readers.damage import Edits, last_line, read_damaged
from tests.readers.formats.fusions.writers import LOST, WRITERS
from tests.readers.formats.fusions.writers_panels import TARGETS, WITHIN_ONE_GENE

_PIECES = st.one_of(
    st.text(max_size=4).map(lambda text: text.encode("utf-8", "replace")),
    st.sampled_from([b"\t", b"\n", b"", b".", b",", b";", b":", b"|", b"-", b"--", b'"', b"-1",
                     b"0", b"9" * 5000, b"nan", b"inf", b"1e999", b"NA", b"\xff", b"\x00", b"#",
                     b"{", b"]", b"chr"]),
)  # fmt: skip


def test_every_format_of_fusions_has_a_writer() -> None:
    assert sorted({*WRITERS, *WITHIN_ONE_GENE}) == FORMAT_NAMES


def test_no_words_of_what_is_lost_belong_to_no_format() -> None:
    assert set(LOST) <= set(WRITERS)


@pytest.mark.parametrize("name", sorted(WRITERS))
@settings(max_examples=25, deadline=None)
@given(fusion=fusions)
def test_a_fusion_comes_back_the_same(name: str, fusion: FusionObservation) -> None:
    assume(fusion.split_reads or name not in TARGETS)
    with TemporaryDirectory() as folder:
        (found,) = read_text(Path(folder), WRITERS[name](fusion), scope_of(fusion)).fusions
    lost = LOST.get(name, frozenset())
    assert _told(found) == _told(fusion, lost)
    assert name.startswith(found.caller) or found.caller == fusion.caller
    assert found.raw_support or lost.issuperset({"split_reads", "spanning_reads"})
    assert found.raw_breakpoints


@pytest.mark.parametrize("name", sorted(WRITERS))
@settings(max_examples=20, deadline=None)
@given(
    fusion=fusions,
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
        format_of(file, "fusions", forced=name).read(file, scope_of(fusion))

    content = WRITERS[name](fusion).encode()
    read_damaged(content, edits, read, last_line(content) if of_records else 0)


def _told(fusion: FusionObservation, lost: frozenset[Told] = frozenset()) -> dict[str, object]:
    """What a fusion says, without what a format leaves out."""
    return {
        "five_prime": _end(fusion.five_prime, lost),
        "three_prime": _end(fusion.three_prime, lost),
        "order": (False, "unknown") if "order" in lost else (fusion.ordered, fusion.junction),
        "split_reads": None if "split_reads" in lost else fusion.split_reads,
        "spanning_reads": None if "spanning_reads" in lost else fusion.spanning_reads,
        "frame": "unknown" if "frame" in lost else fusion.frame,
    }


def _end(end: FusionEnd, lost: frozenset[Told]) -> tuple[object, ...]:
    place = None if "place" in lost else end.place
    strand = None if lost.intersection({"place", "strand"}) else end.strand
    return ([] if "genes" in lost else end.genes, place, strand)
