"""Depth, alternate reads and fraction by the callers' conventions, and phase."""

import pytest

from annotator.readers.vcf.allele_support import AlleleValues, allele_support
from annotator.readers.vcf.phase import UNPHASED, allele_phase
from annotator.readers.vcf.records import BadValue


def _written(values: dict[str, object]) -> dict[str, str]:
    """Values as a VCF writes them: a tuple with commas, None as a dot."""

    def text(value: object) -> str:
        items = value if isinstance(value, tuple) else (value,)
        return ",".join("." if item is None else str(item) for item in items)

    return {key: text(value) for key, value in values.items()}


def _support(
    sample: dict[str, object],
    info: dict[str, object] | None = None,
    *,
    ref: str = "C",
    alt: str = "T",
    number: int = 1,
    count: int = 1,
    genotype: tuple[int, ...] = (),
    info_is_of_tumor: bool = False,
) -> tuple[int | None, int | None, float | None]:
    values = AlleleValues(
        ref,
        alt,
        number,
        count,
        _written(sample),
        _written(info or {}),
        genotype=genotype,
        info_is_of_tumor=info_is_of_tumor,
    )
    found = allele_support(values)
    return found.depth, found.alt_reads, found.vaf


_STRELKA_SNV = {"DP": 52, "FDP": 2, "AU": (0, 0), "CU": (36, 37), "GU": (0, 0), "TU": (12, 14)}


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ({"AD": (90, 10), "AF": (0.098,), "DP": 105}, (105, 10, 0.098)),
        ({"AD": (90, 10), "DP": 125}, (125, 10, 0.08)),
        ({"AD": (90, 10)}, (100, 10, 0.1)),
        ({"AD": (None, 10), "DP": 40}, (40, 10, 0.25)),
        ({"AD": (None, 10)}, (None, 10, None)),
        ({"AD": "90,10", "AF": "0.1"}, (100, 10, 0.1)),
        ({"AD": (95, 5), "AF": (0.9, 0.1), "DP": 100}, (100, 5, 0.1)),
        ({"AD": (90, 10), "VAF": (0.11,), "DP": 100}, (100, 10, 0.11)),
        ({"AD": (90, 10), "VF": 0.12, "DP": 100}, (100, 10, 0.12)),
        ({"AD": (90, 10), "FA": 0.13, "DP": 100}, (100, 10, 0.13)),
        ({"CLCAD2": (400, 30), "DP": 432}, (432, 30, 0.069444)),
        ({"CLCAD2": (400, 30)}, (430, 30, 0.069767)),
        ({"GOF": 3, "NR": 382, "NV": 60}, (382, 60, 0.157068)),
        ({"NR": 382, "NV": 60}, (None, None, None)),  # of another caller
        # ClairS: its four counts have no tiers, and AD is the ALT alone
        (
            {"DP": 66, "AF": 0.4091, "AD": 27, "NAF": 0.0, "AU": 1, "CU": 38, "GU": 0, "TU": 27},
            (66, 27, 0.4091),
        ),
        ({"GT": "0/1", "GQ": 20, "DP": 58, "AF": 0.7241, "AD": (0, 42)}, (58, 42, 0.7241)),
        ({"GT": "0/1", "GQ": 40, "DP": 60, "AD": (45, 15), "VAF": 0.25}, (60, 15, 0.25)),
        ({"RD": 90, "AD": 10, "FREQ": "9.5%", "DP": 105}, (105, 10, 0.095)),
        ({"RD": 90, "AD": 10, "FREQ": ("9", "5%"), "DP": 105}, (105, 10, 0.095)),
        ({"RO": 60, "AO": (20,), "DP": 90}, (90, 20, 0.25)),
        ({"RO": 60, "AO": (20,)}, (80, 20, 0.25)),
        ({"DP4": (10, 20, 6, 4)}, (40, 10, 0.25)),
        (_STRELKA_SNV, (50, 12, 0.25)),
        ({"DP": 48, "TAR": (30, 31), "TIR": (10, 12)}, (48, 10, 0.25)),
        ({"DPI": 40, "AD": (30, 10)}, (40, 10, 0.25)),
        ({"DP": 119, "AF": (0.940488,)}, (119, None, 0.940488)),
        ({"DP": 0, "AD": (0, 0)}, (0, 0, None)),
        ({"AD": 10, "FREQ": "9,5%"}, (None, 10, 0.095)),
        ({"AD": 10, "DP": 100}, (100, None, None)),
        ({"DP": 100, "VD": 10, "AF": 0.1}, (100, 10, 0.1)),
        ({"DPT": 29, "ADT": (21, 8), "DPC": 26, "ADC": (None, None)}, (29, 8, 0.275862)),
        (
            {"DP": 100, "FDP": 90, "RO": 80, "AO": (20,), "FRO": 72, "FAO": (18,), "AF": (0.2,)},
            (90, 18, 0.2),
        ),
        ({"AF": "nan", "DP": "1_0"}, (None, None, None)),
        ({"GT": (0, 1)}, (None, None, None)),
        ({}, (None, None, None)),
    ],
)
def test_conventions(
    sample: dict[str, object], expected: tuple[int | None, int | None, float | None]
) -> None:
    assert _support(sample) == expected


def test_the_second_allele_has_its_own_numbers() -> None:
    sample: dict[str, object] = {"AD": (50, 30, 20), "AF": (0.31, 0.19), "DP": 110}
    assert _support(sample, number=2, count=2) == (110, 20, 0.19)
    assert _support({"RO": 50, "AO": (30, 20)}, number=2, count=2) == (100, 20, 0.2)


def test_base_counts_tell_of_one_of_several_alleles() -> None:
    sample: dict[str, object] = {"DP": 75, "DP4": (0, 0, 37, 38), "BCOUNT": (0, 11, 64, 0)}
    assert _support(sample, ref="A", alt="C", number=1, count=2) == (75, 11, 0.146667)
    assert _support(sample, ref="A", alt="G", number=2, count=2) == (75, 64, 0.853333)
    assert _support(sample, ref="A", alt="AC", number=1, count=2) == (75, None, None)
    assert _support({**sample, "BCOUNT": (0, 11)}, ref="A", alt="C", count=2) == (75, None, None)


def test_lists_of_another_length_say_nothing() -> None:
    assert _support({"AD": 78, "AF": (0.1,), "DP": 78}, count=2) == (78, None, None)


def test_info_counts_only_where_it_is_of_the_tumor() -> None:
    info: dict[str, object] = {"DP": 100, "AF": (0.05,), "DP4": (50, 45, 3, 2)}
    assert _support({}, info, info_is_of_tumor=True) == (100, 5, 0.05)
    assert _support({}, info) == (None, None, None)


def test_info_that_names_the_tumor_counts() -> None:
    assert _support({}, {"TDP": 29, "TVAF": 0.275862068966}) == (29, None, 0.275862)


def test_more_reads_than_depth_give_no_fraction() -> None:
    assert _support({"AD": (0, 12), "DP": 10}) == (10, 12, None)


def test_haplotype_frequencies_of_octopus() -> None:
    sample: dict[str, object] = {"DP": 50, "MAP_HF": (0.4, 0.4, 0.2)}
    assert _support(sample, genotype=(0, 0, 1)) == (50, None, 0.2)
    assert _support(sample, genotype=(0, 1, 1)) == (50, None, 0.6)
    assert _support(sample, genotype=(0, 1)) == (50, None, None)


@pytest.mark.parametrize("fraction", [1.01, -0.1])
def test_a_fraction_outside_its_range_is_an_error(fraction: float) -> None:
    with pytest.raises(BadValue):
        _support({"AF": (fraction,)})


@pytest.mark.parametrize("fraction", [0.0, 1.0])
def test_the_ends_of_the_range_are_fractions(fraction: float) -> None:
    assert _support({"AF": (fraction,)})[2] == fraction


def test_a_negative_count_is_an_error() -> None:
    with pytest.raises(BadValue):
        _support({"AD": (10, -1)})


@pytest.mark.parametrize(
    ("genotype", "phased", "sample", "expected"),
    [
        ((0, 1), True, {"PS": 29220000}, ("PS:29220000", 1)),
        ((1, 0), True, {"PS": 29220000}, ("PS:29220000", 0)),
        ((0, 1), True, {}, UNPHASED),
        ((0, 1), False, {"PS": 29220000}, UNPHASED),
        ((1, 1), True, {"PS": 29220000}, UNPHASED),
        ((0, 1), False, {"PGT": "0|1", "PID": "29220_C_T"}, ("PID:29220_C_T", 1)),
        ((0, 1), False, {"PGT": "1|0", "PID": "29220_C_T"}, ("PID:29220_C_T", 0)),
        ((0, 1), False, {"PGT": "0/1", "PID": "29220_C_T"}, UNPHASED),
        ((0, 1), False, {"PGT": "0|1"}, UNPHASED),
        ((0, 1), True, {"PS": 7, "PGT": "1|0", "PID": "x"}, ("PS:7", 1)),
        ((0, 1), True, {"PS": ".", "PGT": "0|1", "PID": "x"}, ("PID:x", 1)),
        ((), False, {}, UNPHASED),
    ],
)
def test_phase(
    genotype: tuple[int, ...],
    phased: bool,
    sample: dict[str, object],
    expected: tuple[str | None, int | None],
) -> None:
    assert allele_phase(1, genotype, phased, _written(sample), {}) == expected


def test_phase_of_the_second_allele() -> None:
    assert allele_phase(2, (2, 1), True, {"PS": "5"}, {}) == ("PS:5", 0)
    assert allele_phase(2, (0, 1), True, {"PS": "5"}, {}) == UNPHASED


def test_phase_on_more_than_two_haplotypes() -> None:
    assert allele_phase(1, (0, 0, 1), True, {"PS": "5"}, {}) == ("PS:5", 2)


@pytest.mark.parametrize(
    ("genotype", "tags", "expected"),
    [
        ((0, 1), "77-1,77-2", ("HP:77", 1)),
        ((0, 1), "77-2,77-1", ("HP:77", 0)),
        ((0, 1), ".", UNPHASED),
        ((1, 1), "77-1,77-2", UNPHASED),
        ((0, 1), "77-1", UNPHASED),
    ],
)
def test_haplotype_tags(genotype: tuple[int, ...], tags: str, expected: object) -> None:
    assert allele_phase(1, genotype, False, {"HP": tags}, {}) == expected


@pytest.mark.parametrize(
    ("local", "expected"), [("12", ("LPS:12", 0)), ("12,13", UNPHASED), (".", UNPHASED)]
)
def test_local_phase_set(local: str, expected: object) -> None:
    assert allele_phase(1, (0, 1), False, {}, {"LPS": local}) == expected


@pytest.mark.parametrize(("number", "alt_reads"), [(1, 60), (2, 5)])
def test_platypus_counts_per_alt(number: int, alt_reads: int) -> None:
    sample = {"GOF": 3, "NR": (382, 380), "NV": (60, 5)}
    found = _support(sample, number=number, count=2)
    assert found[:2] == ((382, 380)[number - 1], alt_reads)


@pytest.mark.parametrize("key", ["AF", "VAF", "VF", "FA"])
def test_a_decimal_comma_is_named(key: str) -> None:
    with pytest.raises(BadValue, match=f"{key}=0,0385, with a decimal comma"):
        _support({key: "0,0385"})


@pytest.mark.parametrize(
    ("sample", "count", "vaf"),
    [({"AF": "0.9,0.1"}, 1, 0.1), ({"AF": "0,1"}, 1, 1.0), ({"VAF": "0,0.25"}, 2, 0.0)],
)
def test_two_fractions_are_no_decimal_comma(
    sample: dict[str, object], count: int, vaf: float
) -> None:
    assert _support(sample, count=count)[2] == vaf
