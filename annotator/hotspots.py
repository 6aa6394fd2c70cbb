"""The catalogued codons as BED, for a laboratory's coverage tool or forced calling."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.documents import write_whole
from annotator.workbench import Workbench

if TYPE_CHECKING:
    from annotator.model.base import GenomeBuild


def hotspots_bed(bench: Workbench, build: "GenomeBuild") -> str:
    """Every catalogued residue, named `ALK_G1202`, in order of chromosome and position.

    Four columns, 0-based half-open, chromosomes as `chr2`. A codon that an intron cuts takes a
    line for each part.
    """
    rows = set()
    for allele in bench.tables.catalogue:
        transcript = bench.reference.transcript(allele.gene, build)
        name = f"{allele.gene}_{allele.protein_change[0]}{allele.residue}"
        for start, end in _runs(sorted(transcript.codon(allele.residue))):
            rows.add((transcript.chrom, start - 1, end, name))
    ordered = sorted(rows, key=lambda row: (len(row[0]), row))
    return "".join(f"{chrom}\t{start}\t{end}\t{name}\n" for chrom, start, end, name in ordered)


def write_hotspots(bench: Workbench, builds: Sequence["GenomeBuild"], outdir: Path) -> None:
    """`hotspots.BUILD.bed` of each build in a folder."""
    for build in builds:
        write_whole(outdir / f"hotspots.{build}.bed", hotspots_bed(bench, build).encode())


def _runs(positions: list[int]) -> list[tuple[int, int]]:
    """Adjacent positions as (first, last)."""
    runs: list[tuple[int, int]] = []
    for position in positions:
        if runs and runs[-1][1] == position - 1:
            runs[-1] = (runs[-1][0], position)
        else:
            runs.append((position, position))
    return runs
