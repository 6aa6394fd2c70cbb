"""Depth, alternate reads and allele fraction of one allele, by the conventions of the callers.

Each convention is one small function that answers or returns None; the first answer of a tuple
counts. What no convention gives stays null.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Numbers = list[float | None]
_DIGITS = 6


class BadValue(Exception):  # noqa: N818 - it never leaves the readers
    """A value of a record that cannot be what its field says."""

    def __init__(self, column: str, found: str, expected: str) -> None:
        """Keep the parts; the reader adds file and line."""
        super().__init__(found)
        self.column = column
        self.found = found
        self.expected = expected


@dataclass(frozen=True)
class AlleleValues:
    """What a record says of one ALT allele (`alt_number` from 1) in the tumor's column.

    `sample` holds the FORMAT values. `info` is empty unless the file has no sample column at
    all: else INFO may speak of all samples together.
    """

    ref: str
    alt: str
    alt_number: int
    alt_count: int
    sample: Mapping[str, object]
    info: Mapping[str, object]

    def numbers(self, key: str) -> Numbers:
        """The numbers of a FORMAT field; empty where it is not there."""
        return _numbers(self.sample.get(key))

    def per_alt(self, key: str) -> float | None:
        """This allele's value of a FORMAT field that has one value per ALT."""
        return self._pick(self.numbers(key))

    def info_per_alt(self, key: str) -> float | None:
        """This allele's value of an INFO field that has one value per ALT."""
        return self._pick(_numbers(self.info.get(key)))

    def one(self, key: str) -> float | None:
        """The value of a FORMAT field that has one value."""
        values = self.numbers(key)
        return values[0] if len(values) == 1 else None

    def strand_counts(self) -> list[float] | None:
        """DP4 (ref forward, ref reverse, alt forward, alt reverse) of a biallelic record."""
        values = self.numbers("DP4") or _numbers(self.info.get("DP4"))
        known = [value for value in values if value is not None]
        return known if self.alt_count == 1 and len(known) == len(values) == 4 else None

    def _pick(self, values: Numbers) -> float | None:
        return values[self.alt_number - 1] if len(values) == self.alt_count else None


@dataclass(frozen=True)
class AlleleSupport:
    """Depth and alternate reads in reads, `vaf` as a fraction; null where not given."""

    depth: int | None
    alt_reads: int | None
    vaf: float | None


def allele_support(values: AlleleValues) -> AlleleSupport:
    """Ask the conventions. Raises `BadValue` for a fraction outside 0-1 or a negative count."""
    depth = _count("DP", _first(_DEPTH, values))
    alt_reads = _count("AD", _first(_ALT_READS, values))
    vaf = _first(_FRACTION, values)
    if vaf is None and alt_reads is not None and depth:
        vaf = alt_reads / depth
    if vaf is not None and not 0 <= vaf <= 1:
        raise BadValue("AF", f"an allele fraction of {vaf:g}", "a fraction of 0 to 1")
    return AlleleSupport(depth, alt_reads, None if vaf is None else round(vaf, _DIGITS))


def _numbers(value: object) -> Numbers:
    if value is None:
        return []
    if isinstance(value, str):
        items: list[object] = list(value.split(","))
    else:
        items = list(value) if isinstance(value, tuple | list) else [value]
    return [_number(item) for item in items]


def _number(item: object) -> float | None:
    try:
        number = float(str(item))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _count(column: str, value: float | None) -> int | None:
    if value is not None and (value < 0 or value != int(value)):
        raise BadValue(column, f"{value:g} reads", "a whole number of 0 or more")
    return None if value is None else int(value)


Convention = Callable[[AlleleValues], float | None]


def _first(conventions: tuple[Convention, ...], values: AlleleValues) -> float | None:
    return next((answer for ask in conventions if (answer := ask(values)) is not None), None)


def _by_allele(values: AlleleValues) -> Numbers | None:
    """AD as the VCF specification has it: REF and every ALT."""
    reads = values.numbers("AD")
    return reads if len(reads) == values.alt_count + 1 else None


def _tier1(values: AlleleValues, key: str) -> float | None:
    """The first of Strelka's two tiers."""
    tiers = values.numbers(key)
    return tiers[0] if len(tiers) == 2 else None


def _is_strelka_snv(values: AlleleValues) -> bool:
    return {"AU", "CU", "GU", "TU"} <= values.sample.keys() and len(values.alt) == 1


def _strelka_snv_depth(values: AlleleValues) -> float | None:
    depth, filtered = values.one("DP"), values.one("FDP")
    if not _is_strelka_snv(values) or depth is None or filtered is None:
        return None
    return depth - filtered


def _strelka_snv_alt(values: AlleleValues) -> float | None:
    return _tier1(values, f"{values.alt.upper()}U") if _is_strelka_snv(values) else None


def _strelka_snv_ref(values: AlleleValues) -> float | None:
    known = _is_strelka_snv(values) and len(values.ref) == 1
    return _tier1(values, f"{values.ref.upper()}U") if known else None


def _strelka_indel_alt(values: AlleleValues) -> float | None:
    return _tier1(values, "TIR") if values.alt_count == 1 else None


def _strelka_fraction(values: AlleleValues) -> float | None:
    """alt / (ref + alt) of tier 1, as Strelka's user guide defines it."""
    alt, ref = _strelka_snv_alt(values), _strelka_snv_ref(values)
    if alt is None or ref is None:
        alt, ref = _strelka_indel_alt(values), _tier1(values, "TAR")
    return alt / (ref + alt) if alt is not None and ref is not None and ref + alt else None


def _alone_with_rd(values: AlleleValues) -> float | None:
    """VarScan: RD holds the REF reads and AD the ALT reads alone."""
    return values.one("AD") if "RD" in values.sample and values.alt_count == 1 else None


def _ad_alt(values: AlleleValues) -> float | None:
    reads = _by_allele(values)
    return reads[values.alt_number] if reads else None


def _ad_sum(values: AlleleValues) -> float | None:
    reads = _by_allele(values) or []
    known = [value for value in reads if value is not None]
    return sum(known) if known and len(known) == len(reads) else None


def _ro_ao(values: AlleleValues) -> tuple[float, float] | None:
    """FreeBayes: this allele's observations, and those of REF and every ALT."""
    ref, alts = values.one("RO"), values.numbers("AO")
    known = [value for value in alts if value is not None]
    if ref is None or len(known) != len(alts) or len(known) != values.alt_count:
        return None
    return known[values.alt_number - 1], ref + sum(known)


def _ro_ao_alt(values: AlleleValues) -> float | None:
    found = _ro_ao(values)
    return found[0] if found else None


def _ro_ao_depth(values: AlleleValues) -> float | None:
    found = _ro_ao(values)
    return found[1] if found else None


def _ro_ao_fraction(values: AlleleValues) -> float | None:
    found = _ro_ao(values)
    return found[0] / found[1] if found and found[1] else None


def _dp4_alt(values: AlleleValues) -> float | None:
    counts = values.strand_counts()
    return counts[2] + counts[3] if counts else None


def _dp4_depth(values: AlleleValues) -> float | None:
    counts = values.strand_counts()
    return sum(counts) if counts else None


def _af(values: AlleleValues) -> float | None:
    """AF per ALT, or (RADIA) per allele with REF first."""
    fractions = values.numbers("AF")
    if len(fractions) == values.alt_count + 1:
        return fractions[values.alt_number]
    return values.per_alt("AF")


def _freq(values: AlleleValues) -> float | None:
    """VarScan's percent, `48.7%` or with a decimal comma `48,7%`."""
    value = values.sample.get("FREQ")
    text = ".".join(map(str, value)) if isinstance(value, tuple) else str(value or "")
    if values.alt_count != 1 or not text.endswith("%"):
        return None
    percent = _number(text.removesuffix("%").replace(",", "."))
    return None if percent is None else percent / 100


_DEPTH: tuple[Convention, ...] = (
    _strelka_snv_depth,
    lambda values: values.one("DP"),
    lambda values: values.one("DPI"),  # Strelka's indels without DP
    _ad_sum,
    _ro_ao_depth,
    lambda values: _single(_numbers(values.info.get("DP"))),
    _dp4_depth,
)
_ALT_READS: tuple[Convention, ...] = (
    _strelka_snv_alt,
    _strelka_indel_alt,
    _alone_with_rd,
    _ad_alt,
    _ro_ao_alt,
    _dp4_alt,
)
_FRACTION: tuple[Convention, ...] = (
    _strelka_fraction,
    _af,
    lambda values: values.per_alt("VAF"),
    lambda values: values.per_alt("VF"),
    lambda values: values.per_alt("FA"),
    _freq,
    _ro_ao_fraction,
    lambda values: values.info_per_alt("AF"),
)


def _single(numbers: Numbers) -> float | None:
    return numbers[0] if len(numbers) == 1 else None
