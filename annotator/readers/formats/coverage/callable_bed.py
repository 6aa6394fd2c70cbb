"""States of coverage as BED: GATK CallableLoci, and mosdepth `--quantize`.

CallableLoci and mosdepth with labels write a state by limits that stand outside the file: it says
callable or not, but no depth. mosdepth without labels writes `150:inf`, from 150 reads on, or
`5:150`, from 5 to below 150: the lower end is a depth that each base reaches.
"""

import re

from annotator.model.observations import DepthObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.lines.intervals import BedRow, mostly, read_intervals, shown
from annotator.readers.tables.table import BadCell

_ABOUT = About(
    title="BED of callable regions",
    files="CallableLoci; quantized BED of mosdepth",
)

_CALLABLE = b"CALLABLE"
_NOT_CALLABLE = frozenset(
    {
        b"REF_N",
        b"NO_COVERAGE",
        b"LOW_COVERAGE",
        b"EXCESSIVE_COVERAGE",
        b"HIGH_COVERAGE",
        b"POOR_MAPPING_QUALITY",
    }
)
_RANGE = re.compile(rb"(\d{1,9}):(\d{1,9}|inf)")
_EXPECTED = "a state such as CALLABLE or LOW_COVERAGE, or a range such as 150:inf"


def _recognize(head: list[str]) -> bool:
    return mostly(head, _is_state)


def _is_state(row: list[bytes]) -> bool:
    try:
        return bool(_state(BedRow(row)))
    except BadCell:
        return False


def _read(file: DataFile, scope: Scope) -> Content:
    return read_intervals(file, scope, _observation)


def _state(interval: BedRow) -> tuple[int | None, bool | None]:
    """The depth that each base reaches, or else whether the interval is callable."""
    written = interval.cells[3] if len(interval.cells) == 4 else b""
    limits = _RANGE.fullmatch(written)
    if limits:
        return int(limits[1]), None
    if written == _CALLABLE or written in _NOT_CALLABLE:
        return None, written == _CALLABLE
    raise BadCell(shown(written), column="state", expected=_EXPECTED)


def _observation(interval: BedRow, source: Source) -> DepthObservation:
    depth, callable_ = _state(interval)
    return DepthObservation(
        chrom=interval.chrom,
        start=interval.start,
        end=interval.end,
        depth=depth,
        at_least=depth is not None,
        callable=callable_,
        source=source,
    )


FORMATS = [
    Format(
        name="callable_bed",
        role="coverage",
        about=_ABOUT,
        recognized_by="BED of 4 columns whose last is CALLABLE, LOW_COVERAGE, ... or 150:inf",
        coordinates="0-based start",
        samples="column",
        bad_rows="elsewhere",
        recognize=_recognize,
        read=_read,
        may_coincide=True,
    )
]
