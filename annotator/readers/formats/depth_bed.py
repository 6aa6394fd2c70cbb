"""Read depth as BED: mosdepth `regions.bed` and `per-base.bed`, or any BED that ends in a depth.

Four columns (chromosome, start, end, depth) or five (a name before the depth); start is 0-based.
"""

import math

from annotator.model.observations import DepthObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Scope
from annotator.readers.numbers import whole_number
from annotator.readers.regions import Regions, same_chromosome_name
from annotator.readers.table import BadCell, bad_rows, quoted

_EXPECTED = "chromosome, start, end, an optional name, and the depth"
_NOT_DATA = (b"#", b"track", b"browser")
_HEADER_STARTS = frozenset({b"start", b"chromstart"})


def _recognise(head: list[str]) -> bool:
    for text in head:
        line = text.encode()
        if _is_data(line):
            try:
                _interval(_cells(line))
            except BadCell:
                return False
            return True
    return False


def _read(file: DataFile, scope: Scope) -> Content:
    depths: list[DepthObservation] = []
    bad: list[tuple[int, BadCell]] = []
    on_locus: dict[bytes, bool] = {}
    for number, line in file.lines():
        chrom = line[: line.find(b"\t")] if b"\t" in line else line.partition(b" ")[0]
        if chrom not in on_locus:
            on_locus[chrom] = bool(scope.depth_regions.on(chrom.decode("utf-8", "replace")))
        if not on_locus[chrom] or not _is_data(line):
            continue
        try:
            found = _observation(file, number, _cells(line), scope.depth_regions)
        except BadCell as problem:
            bad.append((number, problem))
        else:
            depths += found
    if bad:
        raise bad_rows(file, bad)
    return Content(depths=depths)


def _is_data(line: bytes) -> bool:
    """Not blank, not a comment, not a browser line, not a header such as `chrom start end`."""
    if not line.strip() or line.startswith(_NOT_DATA):
        return False
    second = _cells(line)[1:2]
    return not second or second[0].lower() not in _HEADER_STARTS


def _cells(line: bytes) -> list[bytes]:
    return line.split(b"\t") if b"\t" in line else line.split()


def _interval(cells: list[bytes]) -> tuple[int, int, float]:
    """Return 0-based start, end and depth."""
    if len(cells) not in (4, 5):
        raise BadCell(f"{len(cells)} columns", expected=_EXPECTED)
    start, end = _place(cells[1], "start"), _place(cells[2], "end")
    if end <= start:
        raise BadCell(f"end {end} with start {start}", column="end", expected="an end after start")
    try:
        depth = float(cells[-1])
    except ValueError:
        depth = math.nan
    if not math.isfinite(depth) or depth < 0:
        raise BadCell(_shown(cells[-1]), column="depth", expected="a number of 0 or more")
    return start, end, depth


def _place(cell: bytes, column: str) -> int:
    value = whole_number(cell.decode("utf-8", "replace"))
    if value is None:
        raise BadCell(_shown(cell), column=column, expected="a whole number")
    return value


def _observation(
    file: DataFile, line: int, cells: list[bytes], regions: Regions
) -> list[DepthObservation]:
    start, end, depth = _interval(cells)
    chrom = same_chromosome_name(cells[0].decode("utf-8", "replace"))
    if not regions.overlaps(chrom, start + 1, end):
        return []
    source = Source(file=file.name, line=line)
    return [DepthObservation(chrom=chrom, start=start + 1, end=end, depth=depth, source=source)]


def _shown(cell: bytes) -> str:
    return quoted(cell.decode("utf-8", "replace"))


FORMATS = [
    Format(
        name="depth_bed",
        role="coverage",
        told_by="BED of 4 or 5 columns whose last is a number (mosdepth regions, per-base)",
        coordinates="0-based start",
        recognise=_recognise,
        read=_read,
    )
]
