"""Depth, alternate reads and allele fraction of one allele, by the conventions of the callers.

Each convention is a small function that answers or returns None, with the FORMAT field that it
rests on; the first answer of a tuple counts. What no convention gives stays null.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from annotator.readers.vcf.records import BadValue

Numbers = list[float | None]
_NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_ALONE = frozenset({"RD", "FREQ", "NAF"})
_COUNTS = {"AU", "CU", "GU", "TU"}
_DIGITS = 6
_LONG = 30
_LARGEST_COUNT = 10**9


@dataclass(slots=True)
class AlleleValues:
    """What a record says of one ALT allele (`alt_number` from 1) in the tumor's column.

    `sample` holds the FORMAT values as written, `genotype` the alleles of GT. `info` counts only
    where it speaks of the tumor alone: see `info_is_of_tumor`.
    """

    ref: str
    alt: str
    alt_number: int
    alt_count: int
    sample: Mapping[str, str]
    info: Mapping[str, str]
    genotype: Sequence[int | None] = field(default=())
    info_is_of_tumor: bool = False
    _parsed: dict[str, Numbers] = field(default_factory=dict)

    def numbers(self, key: str) -> Numbers:
        """The numbers of a FORMAT field; empty where it is not there."""
        found = self._parsed.get(key)
        if found is None:
            found = self._parsed[key] = _numbers(self.sample.get(key))
        return found

    @property
    def is_strelka_snv(self) -> bool:
        """Whether the field holds Strelka's counts of the four bases, for an ALT of one base."""
        return "AU" in self.sample and len(self.alt) == 1 and self.sample.keys() >= _COUNTS

    def per_alt(self, key: str) -> float | None:
        """This allele's value of a FORMAT field that has one value per ALT."""
        return self._pick(self.numbers(key))

    def info_per_alt(self, key: str) -> float | None:
        """This allele's value of an INFO field that has one value per ALT."""
        return self._pick(_numbers(self.info.get(key)))

    def one(self, key: str) -> float | None:
        """The value of a FORMAT field that has one value."""
        return _single(self.numbers(key))

    def per_allele(self, key: str) -> Numbers | None:
        """A FORMAT field with a value for REF and one for every ALT; None where it has others."""
        values = self.numbers(key)
        return values if len(values) == self.alt_count + 1 else None

    def strand_counts(self) -> list[float] | None:
        """DP4 (ref forward, ref reverse, alt forward, alt reverse) of a biallelic record."""
        values = self.numbers("DP4")
        if not values and self.info_is_of_tumor:
            values = _numbers(self.info.get("DP4"))
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

    @property
    def shows(self) -> bool | None:
        """Whether reads show the allele; None where no number tells.

        With no read, a fraction counts only if it stands for one: Mutect2's is never quite 0.
        """
        if self.alt_reads is None:
            return None if self.vaf is None else self.vaf > 0
        return self.alt_reads > 0 or (self.vaf or 0) * (self.depth or 0) >= 1


def allele_support(values: AlleleValues) -> AlleleSupport:
    """Ask the conventions. Raises `BadValue` for a fraction outside 0-1 or a negative count."""
    depth = _count("DP", _first(_DEPTH, values))
    alt_reads = _count("AD", _first(_ALT_READS, values))
    vaf = _first(_FRACTION, values)
    if vaf is None and alt_reads is not None and depth and alt_reads <= depth:
        vaf = alt_reads / depth
    if vaf is None or not 0 <= vaf <= 1:
        if written := _decimal_comma(values):
            raise BadValue(
                "AF", f"{written}, with a decimal comma", "a fraction of 0 to 1 with a point"
            )
        if vaf is not None:
            raise BadValue("AF", f"an allele fraction of {vaf:g}", "a fraction of 0 to 1")
    return AlleleSupport(depth, alt_reads, None if vaf is None else round(vaf, _DIGITS))


def _decimal_comma(values: AlleleValues) -> str | None:
    """A fraction written `0,0385`, which reads as two numbers; None where there is none."""
    fractions = ((key, values.sample.get(key, "")) for key in ("AF", "VAF", "VF", "FA"))
    if values.alt_count > 1:
        return None
    return next((f"{key}={text}" for key, text in fractions if re.fullmatch(r"0,\d+", text)), None)


def _numbers(value: str | None) -> Numbers:
    return list(map(_number, value.split(","))) if value else []


@lru_cache(maxsize=4096)  # counts of reads repeat
def _number(item: str) -> float | None:
    plain = item.isascii() and item.isdigit() and len(item) < _LONG
    return float(item) if plain or _NUMBER.fullmatch(item) else None


def _single(numbers: Numbers) -> float | None:
    return numbers[0] if len(numbers) == 1 else None


def _count(column: str, value: float | None) -> int | None:
    if value is not None and (not 0 <= value <= _LARGEST_COUNT or value != int(value)):
        raise BadValue(column, f"{value:g} reads", "a whole number of 0 or more")
    return None if value is None else int(value)


_Ask = Callable[[AlleleValues], float | None]


class _Convention(NamedTuple):
    """`field` is the FORMAT field that tells of it, so that few are asked; None for INFO."""

    field: str | None
    ask: _Ask


def _first(conventions: tuple[_Convention, ...], values: AlleleValues) -> float | None:
    for recognized_by, ask in conventions:
        if recognized_by is None or recognized_by in values.sample:
            answer = ask(values)
            if answer is not None:
                return answer
    return None


def _tier1(values: AlleleValues, key: str) -> float | None:
    """The first of Strelka's two tiers."""
    tiers = values.numbers(key)
    return tiers[0] if len(tiers) == 2 else None


def _strelka_snv_depth(values: AlleleValues) -> float | None:
    if not values.is_strelka_snv:
        return None
    depth, filtered = values.one("DP"), values.one("FDP")
    return None if depth is None or filtered is None else depth - filtered


def _strelka_snv_alt(values: AlleleValues) -> float | None:
    return _tier1(values, f"{values.alt.upper()}U") if values.is_strelka_snv else None


def _strelka_snv_ref(values: AlleleValues) -> float | None:
    known = values.is_strelka_snv and len(values.ref) == 1
    return _tier1(values, f"{values.ref.upper()}U") if known else None


def _strelka_indel_alt(values: AlleleValues) -> float | None:
    return _tier1(values, "TIR") if values.alt_count == 1 else None


def _strelka_snv_fraction(values: AlleleValues) -> float | None:
    """alt / (ref + alt) of tier 1, as Strelka's user guide defines it."""
    return _part(_strelka_snv_alt(values), _strelka_snv_ref(values))


def _strelka_indel_fraction(values: AlleleValues) -> float | None:
    return _part(_strelka_indel_alt(values), _tier1(values, "TAR"))


def _part(alt: float | None, ref: float | None) -> float | None:
    return alt / (ref + alt) if alt is not None and ref is not None and ref + alt else None


def _flow_depth(values: AlleleValues) -> float | None:
    """Ion Torrent's depth after its flow evaluator, which FAO and AF are counted of."""
    return values.one("FDP")


def _flow_fraction(values: AlleleValues) -> float | None:
    alt, depth = values.per_alt("FAO"), _flow_depth(values)
    return alt / depth if alt is not None and depth else None


def _alone(values: AlleleValues) -> float | None:
    """VarScan (with RD or FREQ) and ClairS (with NAF): AD is the ALT reads alone."""
    is_alone = not _ALONE.isdisjoint(values.sample)
    return values.one("AD") if is_alone and values.alt_count == 1 else None


def _platypus_depth(values: AlleleValues) -> float | None:
    """Platypus, known by its goodness of fit: NR are the reads over each ALT, NV those with it."""
    return values.per_alt("NR") if "GOF" in values.sample else None


def _platypus_alt(values: AlleleValues) -> float | None:
    return values.per_alt("NV") if "GOF" in values.sample else None


def _of_allele(key: str) -> _Ask:
    """The ALT's part of a field with a value for REF and every ALT."""

    def ask(values: AlleleValues) -> float | None:
        reads = values.per_allele(key)
        return reads[values.alt_number] if reads else None

    return ask


def _sum_of(key: str) -> _Ask:
    """The reads of all alleles together."""

    def ask(values: AlleleValues) -> float | None:
        reads = values.per_allele(key) or []
        known = [value for value in reads if value is not None]
        return sum(known) if known and len(known) == len(reads) else None

    return ask


def _ro_ao(values: AlleleValues) -> tuple[float, float] | None:
    """FreeBayes: this allele's observations, and those of REF and every ALT."""
    ref, alts = values.one("RO"), values.numbers("AO")
    known = [value for value in alts if value is not None]
    if ref is None or len(known) != len(alts) or len(known) != values.alt_count:
        return None
    return known[values.alt_number - 1], ref + sum(known)


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


def _base_count(values: AlleleValues) -> float | None:
    """SomaticSniper's reads of A, C, G and T, for a record of several ALTs."""
    counts = values.numbers("BCOUNT")
    base = "ACGT".find(values.alt.upper()) if len(values.alt) == 1 else -1
    return counts[base] if len(counts) == 4 and base >= 0 else None


def _freq(values: AlleleValues) -> float | None:
    """VarScan's percent, `48.7%` or with a decimal comma `48,7%`."""
    text = values.sample.get("FREQ", "")
    if values.alt_count != 1 or not text.endswith("%"):
        return None
    percent = _number(text.removesuffix("%").replace(",", "."))
    return None if percent is None else percent / 100


def _haplotype_fraction(values: AlleleValues) -> float | None:
    """Octopus: the summed MAP frequencies of the haplotypes of GT that carry the allele."""
    fractions = values.numbers("MAP_HF")
    known = [value for value in fractions if value is not None]
    if not known or len(known) != len(fractions) or len(known) != len(values.genotype):
        return None
    carried = zip(values.genotype, known, strict=True)
    return sum(value for allele, value in carried if allele == values.alt_number)


def _depth_of_tumor(values: AlleleValues) -> float | None:
    return _single(_numbers(values.info.get("DP"))) if values.info_is_of_tumor else None


def _info_of_tumor(key: str) -> _Ask:
    """INFO of a file that says there what others say of a sample (LoFreq)."""
    return lambda values: values.info_per_alt(key) if values.info_is_of_tumor else None


def _one(key: str) -> _Convention:
    return _Convention(key, lambda values: values.one(key))


def _per_alt(key: str) -> _Convention:
    return _Convention(key, lambda values: values.per_alt(key))


_DEPTH = (
    _Convention("AU", _strelka_snv_depth),
    _Convention("FAO", _flow_depth),
    _one("DP"),
    _one("DPI"),  # Strelka's indels without DP
    _one("DPT"),  # PCGR: tumor and control in one column
    _Convention("AD", _sum_of("AD")),
    _Convention("RO", _ro_ao_depth),
    _Convention("ADT", _sum_of("ADT")),
    _Convention("NR", _platypus_depth),
    _Convention("CLCAD2", _sum_of("CLCAD2")),
    _Convention(None, _depth_of_tumor),
    _Convention(None, _dp4_depth),
    _Convention(None, lambda values: _single(_numbers(values.info.get("TDP")))),  # PCGR
)
_ALT_READS = (
    _Convention("AU", _strelka_snv_alt),
    _Convention("TIR", _strelka_indel_alt),
    _per_alt("FAO"),
    _Convention("AD", _alone),
    _Convention("AD", _of_allele("AD")),
    _per_alt("AO"),
    _per_alt("VD"),
    _Convention("ADT", _of_allele("ADT")),
    _Convention("NV", _platypus_alt),
    _Convention("CLCAD2", _of_allele("CLCAD2")),
    _Convention(None, _dp4_alt),
    _Convention("BCOUNT", _base_count),
)
_FRACTION = (
    _Convention("AU", _strelka_snv_fraction),
    _Convention("TIR", _strelka_indel_fraction),
    _Convention("FAO", _flow_fraction),
    _Convention("AF", _of_allele("AF")),  # RADIA, Octopus: REF first
    _per_alt("AF"),
    _per_alt("VAF"),
    _per_alt("VF"),
    _per_alt("FA"),
    _Convention("FREQ", _freq),
    _Convention("RO", _ro_ao_fraction),
    _Convention("MAP_HF", _haplotype_fraction),
    _Convention(None, _info_of_tumor("AF")),
    _Convention(None, lambda values: values.info_per_alt("TVAF")),  # PCGR: the tumor's by its name
)
