"""The junctions that a VCF record of a structural variant stands for.

Which side a junction keeps: a breakend `t[p[` or `t]p]` keeps what lies left of POS, `[p[t` and
`]p]t` what lies right of it; at the mate `]p]` keeps left and `[p[` right (VCF specification,
section 5.4). DELLY's CT names the joined ends: 3 keeps left, 5 keeps right; LUMPY's STRANDS
likewise with + and -.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from annotator.readers.junction import JunctionEnd, Kept
from annotator.readers.regions import same_chromosome_name

_BREAKEND = re.compile(r"([^\[\]]*)([\[\]])(.+):([0-9]{1,10})[\[\]]([^\[\]]*)")
_WHOLE = re.compile(r"[0-9]{1,10}")
_KEPT: dict[str, Kept] = {"3": "left", "5": "right", "+": "left", "-": "right"}


@dataclass(frozen=True)
class Adjacency:
    """Two ends that a record joins, and how the record writes that."""

    first: JunctionEnd
    second: JunctionEnd
    written: str


def adjacencies(chrom: str, position: int, alt: str, info: Mapping[str, str]) -> list[Adjacency]:
    """The junctions of one ALT; empty where it is none (an insertion, a single breakend)."""
    breakend = _BREAKEND.fullmatch(alt)
    if breakend:
        return [_of_breakend(chrom, position, alt, breakend)]
    kind = alt.strip("<>").partition(":")[0] if alt.startswith("<") else info.get("SVTYPE", "")
    other = _other_end(chrom, position, info)
    if other is None or kind not in ("DEL", "DUP", "INV", "TRA", "BND"):
        return []
    return [_symbolic(chrom, position, other, kind, pair) for pair in _kept_pairs(kind, info)]


def _of_breakend(chrom: str, position: int, alt: str, breakend: re.Match[str]) -> Adjacency:
    before, bracket, mate_chrom, mate_position, _ = breakend.groups()
    kept: Kept = "left" if before else "right"
    mate_kept: Kept = "left" if bracket == "]" else "right"
    mate_chrom = same_chromosome_name(mate_chrom.strip("<>"))
    return Adjacency(
        JunctionEnd(same_chromosome_name(chrom), position, kept),
        JunctionEnd(mate_chrom, int(mate_position), mate_kept),
        f"{chrom}:{position} {alt}",
    )


def _other_end(chrom: str, position: int, info: Mapping[str, str]) -> tuple[str, int] | None:
    end = info.get("POS2", info.get("END", ""))
    if _WHOLE.fullmatch(end):
        return info.get("CHR2", chrom), int(end)
    length = info.get("SVLEN", "").lstrip("-")
    return (chrom, position + int(length)) if _WHOLE.fullmatch(length) else None


def _kept_pairs(kind: str, info: Mapping[str, str]) -> list[tuple[str, str]]:
    """The joined ends, as pairs of 3 and 5 (or + and -): of this place and of the other."""
    connection = re.fullmatch(r"([35])to([35])", info.get("CT", ""))
    if connection:
        return [(connection[1], connection[2])]
    strands = [
        (pair[0], pair[1])
        for pair, count in re.findall(r"([+-]{2})(?::(\d+))?", info.get("STRANDS", ""))
        if count != "0"
    ]
    if strands:
        return strands
    if kind == "INV":
        return _inversion(info)
    return {"DEL": [("3", "5")], "DUP": [("5", "3")]}.get(kind, [])


def _inversion(info: Mapping[str, str]) -> list[tuple[str, str]]:
    """Both junctions of an inversion, unless Manta's flag says that only one was seen."""
    if "INV3" in info:
        return [("3", "3")]
    return [("5", "5")] if "INV5" in info else [("3", "3"), ("5", "5")]


def _symbolic(
    chrom: str, position: int, other: tuple[str, int], kind: str, pair: tuple[str, str]
) -> Adjacency:
    """POS and END are the last bases before the joints: what is kept right starts after them."""
    ends = []
    for (name, place), sign in zip(((chrom, position), other), pair, strict=True):
        kept = _KEPT[sign]
        shift = 1 if kept == "right" and kind in ("DEL", "DUP", "INV") else 0
        ends.append(JunctionEnd(same_chromosome_name(name), place + shift, kept))
    joined = "to".join("3" if _KEPT[sign] == "left" else "5" for sign in pair)
    written = f"{chrom}:{position} <{kind}> {other[0]}:{other[1]} {joined}"
    return Adjacency(ends[0], ends[1], written)
