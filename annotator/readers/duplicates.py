"""Records of one file that give the same allele with other numbers."""

from collections.abc import Iterable, Sequence

from annotator.model.observations import SmallVariantObservation
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile

_LISTED = 3


def duplicate_warning(
    file: DataFile, variants: Iterable[SmallVariantObservation]
) -> list[ReportWarning]:
    """A warning of alleles that stand in several records with other reads or fractions."""
    rows: dict[tuple[str, int, str, str], list[SmallVariantObservation]] = {}
    for row in variants:
        rows.setdefault((row.chrom, row.position, row.ref, row.alt), []).append(row)
    differing = [same for same in rows.values() if len(set(map(_numbers, same))) > 1]
    if not differing:
        return []
    listed = "; ".join(map(_in_words, differing[:_LISTED]))
    more = len(differing) - _LISTED
    if more > 0:
        listed += f"; and {more} more"
    message = f"the same allele is given with other numbers: {listed}"
    return [ReportWarning(code="duplicate_records", message=message, source=file.name)]


def _numbers(row: SmallVariantObservation) -> tuple[int | None, int | None, float | None]:
    return row.alt_reads, row.depth, row.vaf


def _in_words(same: Sequence[SmallVariantObservation]) -> str:
    first = same[0]
    allele = f"{first.chrom}:{first.position} {_short(first.ref)}>{_short(first.alt)}"
    return f"{allele} ({', '.join(map(_record, same))})"


def _record(row: SmallVariantObservation) -> str:
    reads = f"{_known(row.alt_reads)} of {_known(row.depth)} reads"
    if row.alt_reads is None and row.vaf is not None:
        reads = f"fraction {row.vaf:g}"
    return reads if row.source.line is None else f"line {row.source.line}: {reads}"


def _known(number: int | None) -> str:
    return "?" if number is None else str(number)


def _short(bases: str) -> str:
    return bases if len(bases) <= 12 else f"{bases[:12]}…"
