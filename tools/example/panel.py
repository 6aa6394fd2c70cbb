"""Where the invented assays looked: contigs, chromosome arms, exons and codons of a panel."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from example.patients import Build

REFERENCE = Path(__file__).resolve().parents[2] / "resources" / "reference"

CONTIGS: Mapping[str, tuple[int, int]] = {
    "1": (249250621, 248956422),
    "2": (243199373, 242193529),
    "3": (198022430, 198295559),
    "4": (191154276, 190214555),
    "5": (180915260, 181538259),
    "6": (171115067, 170805979),
    "7": (159138663, 159345973),
    "8": (146364022, 145138636),
    "9": (141213431, 138394717),
    "10": (135534747, 133797422),
    "11": (135006516, 135086622),
    "12": (133851895, 133275309),
    "13": (115169878, 114364328),
    "14": (107349540, 107043718),
    "15": (102531392, 101991189),
    "16": (90354753, 90338345),
    "17": (81195210, 83257441),
    "18": (78077248, 80373285),
    "19": (59128983, 58617616),
    "20": (63025520, 64444167),
    "21": (48129895, 46709983),
    "22": (51304566, 50818468),
    "X": (155270560, 156040895),
    "Y": (59373566, 57227415),
}
"""Lengths of the chromosomes in GRCh37 and GRCh38."""

ARMS: Mapping[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "1p": ((850000, 121480000), (900000, 121700000)),
    "1q": ((144900000, 249200000), (143200000, 248880000)),
    "2p": ((40000, 90500000), (40000, 91800000)),
    "2q": ((95800000, 243150000), (96000000, 242150000)),
    "6p": ((290000, 58750000), (290000, 58400000)),
    "6q": ((62000000, 171050000), (61400000, 170750000)),
    "7p": ((190000, 57900000), (190000, 58000000)),
    "7q": ((62100000, 159120000), (62700000, 159330000)),
    "8p": ((160000, 43500000), (160000, 43900000)),
    "8q": ((47400000, 146300000), (46500000, 145070000)),
}
"""The covered part of chromosome arms in GRCh37 and GRCh38, 0-based start and end."""

EXONS: Mapping[str, tuple[int, int]] = {"ALK": (20, 29), "ROS1": (34, 43), "MET": (13, 21)}
"""First and last exon that the panel captures, numbered in the preferred transcripts."""

CODONS: Mapping[str, tuple[int, ...]] = {
    "ALK": (1151, 1152, 1156, 1171, 1174, 1180, 1196, 1198, 1202, 1203, 1206, 1210, 1256, 1269),
    "ROS1": (1986, 2026, 2032, 2033),
    "MET": (1228, 1230),
}
"""Codons that the panel reports one by one, numbered in the preferred transcripts."""


@dataclass(frozen=True)
class Region:
    """A captured interval, 1-based inclusive, with the exon it lies in; `chrom` without `chr`."""

    chrom: str
    start: int
    end: int
    name: str
    gene: str
    exon: int


def regions(build: Build) -> list[Region]:
    """Exons and codons of the panel in genome order, from the gene models of the reference."""
    preferred = {
        row["transcript"] for row in _table("transcripts.tsv") if row["role"] == "preferred"
    }
    found = [
        region
        for model in _table("gene_models.tsv")
        if model["build"] == build and model["gene"] in EXONS and model["transcript"] in preferred
        for region in (*_exons(model), *_codons(model))
    ]
    return sorted(found, key=lambda region: (int(region.chrom), region.start, -region.end))


def _table(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


def _coding_exons(model: Mapping[str, str]) -> Iterator[tuple[int, int, int]]:
    """Exon number in the transcript, and the first and last coding base (1-based)."""
    low, high = int(model["cds_start"]), int(model["cds_end"])
    starts = [int(start) for start in model["exon_starts"].split(",")]
    ends = [int(end) for end in model["exon_ends"].split(",")]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        if start <= high and end >= low:
            yield number, max(start, low), min(end, high)


def _exons(model: Mapping[str, str]) -> Iterator[Region]:
    gene, chrom = model["gene"], model["chrom"].removeprefix("chr")
    first, last = EXONS[gene]
    for number, start, end in _coding_exons(model):
        if first <= number <= last:
            yield Region(chrom, start, end, f"{gene}_exon{number}", gene, number)


def _codons(model: Mapping[str, str]) -> Iterator[Region]:
    """One region per codon; a codon split by an intron gives one region per piece."""
    gene, chrom = model["gene"], model["chrom"].removeprefix("chr")
    bases: list[tuple[int, int]] = []
    for number, start, end in _coding_exons(model):
        exon = range(start, end + 1) if model["strand"] == "+" else range(end, start - 1, -1)
        bases += [(number, position) for position in exon]
    for codon in CODONS[gene]:
        triplet = bases[3 * (codon - 1) : 3 * codon]
        cuts = [0, *(at for at in (1, 2) if triplet[at - 1][0] != triplet[at][0]), 3]
        for left, right in pairwise(cuts):
            positions = [position for _, position in triplet[left:right]]
            name = f"{gene}_codon{codon}"
            yield Region(chrom, min(positions), max(positions), name, gene, triplet[left][0])
