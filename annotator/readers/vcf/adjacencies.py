"""The junctions that a VCF record of a structural variant stands for.

Which side a junction keeps: a breakend `t[p[` or `t]p]` keeps what lies left of POS, `[p[t` and
`]p]t` what lies right of it; at the mate `]p]` keeps left and `[p[` right (VCF specification,
section 5.4). DELLY's CT names the joined ends: 3 keeps left, 5 keeps right; LUMPY's STRANDS
likewise with + and -. A deletion joins what lies left of it to what lies right of it, a tandem
duplication its end to its beginning, whatever CT and STRANDS say.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.readers.junction import JunctionEnd, Kept
from annotator.readers.lines.regions import chromosome_key, same_chromosome_name
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import quoted
from annotator.readers.vcf.records import BadValue

_BREAKEND = re.compile(r"([^\[\]]*)([\[\]])([^\[\]]+):([0-9]{1,18})([\[\]])([^\[\]]*)")
_SINGLE = re.compile(r"([A-Za-z]+)\.|\.([A-Za-z]+)")
_KEPT: dict[str, Kept] = {"3": "left", "5": "right", "+": "left", "-": "right"}
_Sides = tuple[Kept | None, Kept | None]
_LEFTS: _Sides = ("left", "left")
_RIGHTS: _Sides = ("right", "right")
_MANTA_FLAGS = {"INV3": _LEFTS, "INV5": _RIGHTS}
# Names of types that differ from those of the specification, by the caller that writes them.
_SAME_TYPE = {
    "RPL": "DEL",  # pindel: a deletion with inserted bases
    "CTX": "TRA",  # TIGRA, BreakDancer
    "ITX": "TRA",
    "BND": "TRA",  # with CHR2 and END in place of brackets
    "INVDUP": "TRA",  # Sniffles 1: STRANDS alone says it
    "DEL/INV": "TRA",
}
_INTERVALS = ("DEL", "DUP", "INV")
_DIRECTION_KEYS = ("CT", "STRANDS", "STRAND", *_MANTA_FLAGS)
# Written by callers of copy number (CNVkit, jumble, DRAGEN, Ion Reporter) and by none of junctions.
_COPY_NUMBER_KEYS = {"FOLD_CHANGE", "FOLD_CHANGE_LOG", "LOG_ODDS_RATIO", "CORR_CN", "NUMTILES"}
_COPY_NUMBER_TYPES = {"CNV", "COPY_NORMAL"}


@dataclass(frozen=True)
class Directions:
    """Which words of a caller about the joined sides hold, where they are known not to.

    `brackets` are those of breakends; where `strands_first`, STRANDS hold and the brackets do
    not; `inversions` is the side of an inversion by CT or STRANDS.
    """

    brackets: bool = True
    strands_first: bool = False
    inversions: bool = True


BY_SPECIFICATION = Directions()


@dataclass(frozen=True)
class Adjacency:
    """Two ends that a record joins, and how the record writes that."""

    first: JunctionEnd
    second: JunctionEnd
    written: str


def adjacencies(
    chrom: str,
    position: int,
    alt: str,
    info: Mapping[str, str],
    directions: Directions = BY_SPECIFICATION,
) -> list[Adjacency]:
    """The junctions of one ALT; empty where it is none (an insertion, a single breakend).

    What an end keeps is None where the record does not tell it. Raises `BadValue` for brackets
    that are not breakends, and for a second position that is not a number.
    """
    if "[" in alt or "]" in alt:
        return [_of_breakend(chrom, position, alt, info, directions)]
    symbol = alt.strip("<>") if alt.startswith("<") else info.get("SVTYPE", "")
    name, _, form = symbol.partition(":")
    kind = _SAME_TYPE.get(name, name)
    if kind not in (*_INTERVALS, "TRA") or single_breakend(alt):
        return []
    other = _other_end(chrom, position, info)
    if other is None:
        return []
    if chromosome_key(other[0]) != chromosome_key(chrom):
        kind = "TRA"
    written = f"{chrom}:{position} <{symbol}> {other[0]}:{other[1]}{_direction_text(info)}"
    sides = _sides(kind, form, info, directions)
    return [_joined((chrom, position), other, kind, pair, written) for pair in sides]


def single_breakend(alt: str) -> Kept | None:
    """What a breakend without a known mate keeps: `N.` what lies left of it, `.N` right."""
    match = _SINGLE.fullmatch(alt)
    if match is None:
        return None
    return "left" if match[1] else "right"


def mate_place(alt: str) -> tuple[str, int] | None:
    """Chromosome and 1-based position that the brackets of a breakend name."""
    breakend = _BREAKEND.fullmatch(alt)
    return (breakend[3].strip("<>"), int(breakend[4])) if breakend else None


def states_copy_number(info: Mapping[str, str]) -> bool:
    """Whether a record says how much of a segment there is, and not what is joined at its ends.

    VCF 4.4 says it by SVCLAIM: D (depth) without J (junction).
    """
    claim = info.get("SVCLAIM")
    if claim is not None:
        return "J" not in claim
    return info.get("SVTYPE") in _COPY_NUMBER_TYPES or bool(_COPY_NUMBER_KEYS & info.keys())


def declares_copy_number(meta: Iterable[str]) -> bool:
    """Whether header lines declare a field that callers of copy number alone write."""
    declared = {key for line in meta for key in re.findall(r"^##INFO=<ID=(\w+),", line)}
    return bool(declared & _COPY_NUMBER_KEYS)


def _of_breakend(
    chrom: str, position: int, alt: str, info: Mapping[str, str], directions: Directions
) -> Adjacency:
    breakend = _BREAKEND.fullmatch(alt)
    sides = _told(info, "STRANDS") if directions.strands_first else []
    if breakend is None or (not sides and not _is_consistent(breakend)):
        raise BadValue("ALT", quoted(alt), "a breakend such as N]chr2:42299000] or ]2:9]N")
    before, bracket, mate_chrom, mate_position, _, _ = breakend.groups()
    if not directions.brackets or "UNKNOWN_ORIENTATION" in info:
        sides = [(None, None)]
    elif not sides:
        sides = [("left" if before else "right", "left" if bracket == "]" else "right")]
    mate = mate_chrom.strip("<>"), int(mate_position)
    text = f" STRANDS={info['STRANDS']}" if directions.strands_first and "STRANDS" in info else ""
    return _joined((chrom, position), mate, "TRA", sides[0], f"{chrom}:{position} {alt}{text}")


def _is_consistent(breakend: re.Match[str]) -> bool:
    """Bases on one side of the brackets alone, and brackets that open the same way."""
    before, opening, _, _, closing, after = breakend.groups()
    return opening == closing and bool(before) != bool(after)


def _other_end(chrom: str, position: int, info: Mapping[str, str]) -> tuple[str, int] | None:
    """The second place: DELLY 0.9 and later write POS2 (their END is another), else END."""
    for key in ("POS2", "END"):
        text = info.get(key, ".")
        if text not in (".", ""):
            place = whole_number(text)
            if place is None:
                raise BadValue(f"INFO/{key}", quoted(text), "a whole number")
            return info.get("CHR2", chrom), place
    length = whole_number(info.get("SVLEN", "").lstrip("-"))
    return None if length is None else (chrom, position + length)


def _sides(kind: str, form: str, info: Mapping[str, str], directions: Directions) -> list[_Sides]:
    """What the junctions of a symbolic allele keep, at the lower place first of DEL and DUP."""
    if kind == "DEL":
        return [("left", "right")]
    if kind == "DUP" and form in ("", "TANDEM"):
        return [("right", "left")]
    if kind == "INV":
        return _inversion(info, directions)
    connection = re.fullmatch(r"([35])to([35])", info.get("CT", ""))
    if connection:
        return [(_KEPT[connection[1]], _KEPT[connection[2]])]
    return _told(info, "STRANDS") or [(None, None)]


def _inversion(info: Mapping[str, str], directions: Directions) -> list[_Sides]:
    """Both junctions of an inversion, unless the record says that only one was seen."""
    connection = {"3to3": [_LEFTS], "5to5": [_RIGHTS]}.get(info.get("CT", ""), [])
    strands = _told(info, "STRANDS") or _told(info, "STRAND")  # cuteSV writes STRAND
    alike = [pair for pair in connection or strands if pair[0] == pair[1]]
    flagged = [pair for flag, pair in _MANTA_FLAGS.items() if flag in info]
    return (alike if directions.inversions else []) or flagged or [_LEFTS, _RIGHTS]


def _told(info: Mapping[str, str], key: str) -> list[_Sides]:
    """STRANDS as `++`, or `++:212,--:201` with the evidence of each junction."""
    pairs = re.findall(r"(?:^|,)([+-])([+-])(?::(\d+))?(?=,|$)", info.get(key, ""))
    return [(_KEPT[first], _KEPT[second]) for first, second, count in pairs if count != "0"]


def _direction_text(info: Mapping[str, str]) -> str:
    found = ((key, info[key]) for key in _DIRECTION_KEYS if key in info)
    return "".join(f" {key}={value}" if value else f" {key}" for key, value in found)


def _joined(
    first: tuple[str, int], second: tuple[str, int], kind: str, sides: _Sides, written: str
) -> Adjacency:
    """POS and END of an interval are the last bases before its ends: what is kept right of them
    starts one further.
    """
    places = [first, second]
    if kind in ("DEL", "DUP"):
        places.sort(key=lambda place: place[1])
    ends = [
        JunctionEnd(
            same_chromosome_name(name),
            position + (1 if kind in _INTERVALS and kept == "right" else 0),
            kept,
        )
        for (name, position), kept in zip(places, sides, strict=True)
    ]
    return Adjacency(ends[0], ends[1], written)
