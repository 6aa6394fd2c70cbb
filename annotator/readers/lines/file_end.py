"""Where the records of a file end, and what lies after it in the order of the chromosomes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotator.model.base import Interval
from annotator.model.observations import FileEnd
from annotator.readers.datafile import DataFile
from annotator.readers.lines.intervals import split
from annotator.readers.lines.regions import Regions, chromosome_key, same_chromosome_name
from annotator.readers.tables.numbers import whole_number
from annotator.readers.vcf.bcf import is_bcf
from annotator.readers.vcf.header import VcfHeader
from annotator.readers.vcf.lines import RecordLine, all_records

CHROMOSOMES = (*(str(number) for number in range(1, 23)), "X", "Y")
_COUNTED = frozenset(CHROMOSOMES) - {"Y"}
"""The chromosomes on which every sample has variants."""
_PLACE = re.compile(rb"([^:\t,]+):(\d{1,10})(?:-(\d{1,10}))?[\t,]")
_Place = tuple[str, int]


def vcf_end(file: DataFile, header: VcfHeader, regions: Regions) -> list[FileEnd]:
    """Where the records of a VCF end, if that is before some of the regions.

    The order of the chromosomes is that of the header's contigs, else that of their numbers.
    Nothing where the records are not sorted in it: then their end says nothing.
    """
    order = _order(header)
    last = None if is_bcf(file) else _vcf_place(file.last_line.text)
    if last is not None and not _beyond(last, order, regions):
        return []
    counted = _counted(all_records(file, header), order)
    if counted is None:
        return []
    last, records = counted
    beyond = _beyond(last, order, regions)
    if not beyond:
        return []
    rank = order[chromosome_key(last[0])]
    ranks = [order[key] for key in _COUNTED if key in order]
    after = sum(each > rank for each in ranks)
    expected = records * after / max(1, len(ranks) - after)
    return [_end(file, last, beyond, records, expected)]


def coverage_end(file: DataFile, regions: Regions) -> list[FileEnd]:
    """Where the rows of a coverage file end, if that is before some of the regions.

    Only by the order of the chromosomes' numbers, since such files state no other.
    """
    order = {key: rank for rank, key in enumerate(CHROMOSOMES)}
    last = _row_place(file.last_line.text)
    beyond = _beyond(last, order, regions) if last else []
    return [_end(file, last, beyond)] if last and beyond else []


def _end(
    file: DataFile,
    last: _Place,
    beyond: Sequence[Interval],
    records: int | None = None,
    expected: float | None = None,
) -> FileEnd:
    return FileEnd(
        file=file.name,
        chrom=same_chromosome_name(last[0]),
        position=last[1],
        beyond=list(beyond),
        records=records,
        expected=expected,
    )


def _order(header: VcfHeader) -> Mapping[str, int]:
    names = map(chromosome_key, header.contigs) if header.contigs else CHROMOSOMES
    return {key: rank for rank, key in enumerate(dict.fromkeys(names))}


def _beyond(last: _Place, order: Mapping[str, int], regions: Regions) -> list[Interval]:
    """The regions, or their parts, after a place; none where the order does not hold it."""
    rank = order.get(chromosome_key(last[0]))
    if rank is None:
        return []
    found = []
    for key in sorted(regions.chromosomes):
        its_rank = order.get(key, -1)
        name = same_chromosome_name(key)
        for start, end in regions.on(key):
            if its_rank > rank:
                found.append(Interval(name, start, end))
            elif its_rank == rank and end > last[1]:
                found.append(Interval(name, max(start, last[1] + 1), end))
    return found


def _counted(records: Iterable[RecordLine], order: Mapping[str, int]) -> tuple[_Place, int] | None:
    """The last record and the number of records; None without records, or if not in order."""
    before, count, place = (-1, -1), 0, None
    for record in records:
        place = _vcf_place(record.text)
        if place is None:
            return None
        here = order.get(chromosome_key(place[0]), -1), place[1]
        if here < before:
            return None
        before, count = here, count + 1
    return (place, count) if place else None


def _vcf_place(line: bytes) -> _Place | None:
    if line.startswith(b"#"):
        return None
    chrom, _, rest = line.partition(b"\t")
    position = whole_number(rest.partition(b"\t")[0].decode("utf-8", "replace"))
    return None if position is None else (chrom.decode("utf-8", "replace"), position)


def _row_place(line: bytes) -> _Place | None:
    """The last base of a row: `chr2:9-12`, a BED interval, or a position (of VCF, of one base)."""
    named = _PLACE.match(line)
    if named:
        return named[1].decode("utf-8", "replace"), int(named[3] or named[2])
    numbers = list(_leading_numbers(split(line)[1:3]))
    return (split(line)[0].decode("utf-8", "replace"), max(numbers)) if numbers else None


def _leading_numbers(cells: Iterable[bytes]) -> Iterator[int]:
    for cell in cells:
        value = whole_number(cell.decode("utf-8", "replace"))
        if value is None:
            return
        yield value
