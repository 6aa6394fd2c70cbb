"""Tumors of known copies as files of callers: what is claimed of MET is true, else refused.

Purity 0.1 to 1 and ploidy 1.5 to 5, known or not. Conditions: no noise; a ratio is read against
the mean of the sample, so that most of the genome is at its ploidy; all tumor cells are alike.
"""

import itertools
import math
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.detection.copy_number.source_call import CopyNumberCall
from annotator.model.observations import SegmentObservation
from annotator.readers.registry import format_of
from tests.builders import packaged
from tests.builders.files import data_file, scope
from tests.builders.observations import segment
from tests.detection.copy_number.met import (
    AMPLICON,
    MET,
    P_ARM,
    Q_ARM,
    call,
    corrected,
    result,
)

PURITIES = (0.1, 0.15, 0.2, 0.4, 0.7, 1.0)
PLOIDIES = (1.5, 2.0, 3.0, 4.0, 5.0)
COPIES = (*range(11), 12, 15, 20, 30)
KNOWN = [(True, True), (True, False), (False, True), (False, False)]
"""Whether purity and ploidy are told."""
_GATK = "CONTIG\tSTART\tEND\tNUM_POINTS_COPY_RATIO\tMEAN_LOG2_COPY_RATIO\tCALL\n"
_CNVKIT = "chromosome\tstart\tend\tgene\tlog2\tdepth\tprobes\tweight\n"


def truth(copies: float, arm: float) -> str:
    """The result of a tumor with so many copies of MET and of the rest of 7q, from the issue."""
    ratio = round(copies / arm, 2)
    if (copies >= 3 and ratio >= 4) or (copies >= 10 and ratio >= 1.8):
        return "present"
    return "indeterminate" if copies >= 3 and ratio >= 1.8 else "absent"


def log2(copies: float, purity: float, ploidy: float) -> float:
    """The ratio of a tumor mixed with normal cells against the mean of its sample."""
    mean = purity * ploidy + 2 * (1 - purity)
    return math.log2(max((purity * copies + 2 * (1 - purity)) / mean, 1e-9))


def genome(copies: float, arm: float, ploidy: float) -> list[tuple[str, int, int, float]]:
    """Copies of each segment of a genome that is at its ploidy elsewhere."""
    others = [(f"chr{n}", 1, 100_000_000, ploidy) for n in range(1, 23) if n != 7]
    seven = [
        (*P_ARM, ploidy),
        (Q_ARM[0], AMPLICON[0] - 1, arm),
        (*AMPLICON, copies),
        (AMPLICON[1] + 1, Q_ARM[1], arm),
    ]
    return [*others, *(("chr7", *each) for each in seven)]


def _file(folder: Path, caller: str, copies: float, purity: float, ploidy: float) -> Path:
    """The file that a caller writes of such a tumor, its log2 ratios against the mean."""
    gatk = caller == "gatk"
    text = f"@HD\tVN:1.6\n@SQ\tSN:chr7\tLN:{Q_ARM[1]}\n{_GATK}" if gatk else _CNVKIT
    for chrom, start, end, held in genome(copies, ploidy, ploidy):
        ratio = f"{log2(held, purity, ploidy):.6f}"
        if gatk:
            text += f"{chrom}\t{start}\t{end}\t99\t{ratio}\t0\n"
        else:
            text += f"{chrom}\t{start - 1}\t{end}\t-\t{ratio}\t300\t99\t90\n"
    path = folder / f"{caller}.txt"
    path.write_text(text, encoding="utf-8")
    return path


def _read(path: Path) -> list[SegmentObservation]:
    file = data_file(path)
    return format_of(file, "copy_number").read(file, scope("GRCh38")).segments


def _told(
    segments: list[SegmentObservation], purity: float, ploidy: float, known: tuple[bool, bool]
) -> CopyNumberCall:
    made = call(segments, purity=purity if known[0] else None, ploidy=ploidy if known[1] else None)
    assert made is not None
    return made


def _holds(made: CopyNumberCall, copies: float, off: float) -> bool:
    """Whether the copies, or their range, hold the truth."""
    shown = made.finding.copy_number
    low, high = made.finding.copy_number_range or (shown, shown)
    return low - off <= copies <= high + off


def test_files_over_all_purities_and_ploidies(tmp_path: Path) -> None:
    said: Counter[tuple[tuple[bool, bool], str, str]] = Counter()
    for copies, purity, ploidy in itertools.product(COPIES, PURITIES, PLOIDIES):
        caller = ("cnvkit", "gatk")[copies % 2]
        segments = _read(_file(tmp_path, caller, copies, purity, ploidy))
        true = truth(copies, ploidy)
        for known in KNOWN:
            made = _told(segments, purity, ploidy, known)
            where = (copies, purity, ploidy, known, made.finding.label)
            assert result(made) in (true, "indeterminate"), where
            assert _holds(made, copies, 0.02), where
            assert known != (True, True) or result(made) == true, where
            one = known == (True, True) or copies in (0, ploidy)  # at any purity the same
            assert one or made.finding.copy_number is None, where
            if copies == ploidy:
                assert result(made) == "absent", where
            said[known, true, result(made)] += 1
    both = (False, False)
    assert said[both, "absent", "absent"] > said[both, "absent", "indeterminate"]
    assert said[both, "present", "present"] > 40


@pytest.mark.parametrize("known", KNOWN)
def test_whole_copies_of_all_cells(known: tuple[bool, bool]) -> None:
    """A germline caller's whole numbers of a tumor mixed with normal cells."""
    for copies, purity, ploidy in itertools.product(COPIES, PURITIES, PLOIDIES):
        rounded = [
            (start, end, round(2 * 2 ** log2(held, purity, ploidy)))
            for chrom, start, end, held in genome(copies, ploidy, ploidy)
            if chrom == "chr7"
        ]
        segments = [
            corrected(start, end, float(held), purity_corrected=False)
            for start, end, held in rounded
        ]
        made = _told(segments, purity, ploidy, known)
        claimed = result(made)
        assert claimed in (truth(copies, ploidy), "indeterminate"), (copies, purity, ploidy)
        if purity == 1.0 and copies == ploidy == 2 and known == (True, True):
            assert claimed == "absent"
        if rounded[0] == rounded[2] and known != (True, True):
            assert claimed == "indeterminate"


def test_an_amplification_in_few_tumor_cells_is_not_called_absent(tmp_path: Path) -> None:
    segments = _read(_file(tmp_path, "cnvkit", 9, 0.1, 2.0))
    assert call(segments, purity=0.1, ploidy=2.0).rule.id == "met-ratio-high"
    assert max(s.log2_ratio for s in segments) < 0.45
    assert [result(_told(segments, 0.1, 2.0, known)) for known in KNOWN] == [
        "present", "indeterminate", "indeterminate", "indeterminate"
    ]  # fmt: skip


def test_what_holds_at_all_purities_says_so(tmp_path: Path) -> None:
    made = call(_read(_file(tmp_path, "cnvkit", 2, 0.6, 2.0)))
    assert made.reason == (
        "Amplification absent (none, gain, polysomy). This is so at every plausible purity "
        "(10 % to 100 %) and ploidy (1.5 to 5), which is not known."
    )
    lost = call(_read(_file(tmp_path, "cnvkit", 0, 0.6, 2.0)), ploidy=2.0)
    assert lost.reason == (
        "Fewer than 4 copies. This is so at every plausible purity (10 % to 100 %), "
        "which is not known."
    )


def _around(copies: float, purity: float, ploidy: float, arm: float) -> list[SegmentObservation]:
    return [
        segment(start, end, log2(held, purity, ploidy))
        for chrom, start, end, held in genome(copies, arm, ploidy)
        if chrom == "chr7"
    ]


_TRUTH = st.floats(0, 40), st.floats(0.1, 1.0), st.floats(1.5, 5.0), st.floats(1, 6)


@settings(deadline=None)
@given(*_TRUTH)
def test_known_purity_and_ploidy_recover_the_copies(
    copies: float, purity: float, ploidy: float, arm: float
) -> None:
    made = call(_around(copies, purity, ploidy, arm), purity=purity, ploidy=ploidy)
    assert made.doubt is None
    assert made.finding.copy_number == pytest.approx(copies, abs=0.02)
    assert made.finding.relative_to_arm == pytest.approx(copies / arm, abs=0.05)


@settings(deadline=None, max_examples=200)
@given(*_TRUTH, st.sampled_from(KNOWN[1:]))
def test_what_is_claimed_without_them_is_true(
    copies: float, purity: float, ploidy: float, arm: float, known: tuple[bool, bool]
) -> None:
    """Copies within 0.15 of a boundary may have the result of its other side."""
    made = _told(_around(copies, purity, ploidy, arm), purity, ploidy, known)
    near = {truth(copies + off, arm) for off in (-0.15, 0, 0.15)}
    assert result(made) in {*near, "indeterminate"}
    assert _holds(made, copies, 0.15)


@settings(deadline=None, max_examples=50)
@given(
    st.floats(3, 40), st.floats(0, 40), st.floats(0.1, 1.0), st.floats(1.5, 5.0),
    st.sampled_from(KNOWN),
)  # fmt: skip
def test_a_gene_gained_in_part_is_not_called_amplified(
    copies: float, rest: float, purity: float, ploidy: float, known: tuple[bool, bool]
) -> None:
    middle = (MET[0] + MET[1]) // 2
    bounds = [Q_ARM[0], AMPLICON[0], middle, AMPLICON[1], Q_ARM[1]]
    segments = [
        segment(start + 1, end, log2(held, purity, ploidy))
        for (start, end), held in zip(
            itertools.pairwise(bounds), (ploidy, copies, rest, ploidy), strict=True
        )
    ]
    claimed = result(_told(segments, purity, ploidy, known))
    if claimed == "present":
        assert "absent" not in {truth(part + 0.15, ploidy) for part in (copies, rest)}


@pytest.mark.parametrize(
    ("copies", "outcome"),
    [(2.99, "absent"), (3.0, "indeterminate")],
)
def test_a_purity_that_leaves_the_arm_no_copies_does_not_fit(copies: float, outcome: str) -> None:
    ratio = log2(copies, 0.2, 2.0)
    segments = [segment(Q_ARM[0], AMPLICON[0] - 1, -0.4), segment(*AMPLICON, ratio),
                segment(AMPLICON[1] + 1, Q_ARM[1], -0.4)]  # fmt: skip
    made = call(segments, purity=0.2, ploidy=2.0)
    assert (result(made), made.finding.relative_to_arm) == (outcome, None)
    assert made.finding.copy_number == pytest.approx(copies)
    assert (made.doubt is not None) == (outcome == "indeterminate")
    assert made.doubt is None or "does not fit" in made.doubt


def test_purities_that_leave_the_arm_no_copies_are_not_plausible() -> None:
    low, _ = packaged.tables().limits.plausible_purity
    assert log2(0, low, 2.0) > -0.4
    focal = [segment(Q_ARM[0], AMPLICON[0] - 1, -0.4), segment(*AMPLICON, 3.5),
             segment(AMPLICON[1] + 1, Q_ARM[1], -0.4)]  # fmt: skip
    assert result(call(focal)) == "present"
