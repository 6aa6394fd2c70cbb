"""The cataloged codons as BED, for a laboratory's coverage tool or forced calling."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.files.documents import write_whole
from annotator.pipeline.environment import Environment

if TYPE_CHECKING:
    from annotator.reference import Genome


def hotspots_bed(environment: Environment, genome: "Genome") -> str:
    """Return every cataloged residue, named `ALK_G1202`, in order of chromosome and position.

    Residues of bypass genes are included; one without an exact allele has no letter (`EGFR_747`).
    Four columns, 0-based half-open, chromosomes as `chr2`. A codon that an intron splits has a
    line for each part.
    """
    rows = set()
    for (gene, residue), letter in _residues(environment).items():
        transcript = genome.transcript(gene)
        for start, end in _runs(sorted(transcript.codon(residue))):
            rows.add((transcript.chrom, start - 1, end, f"{gene}_{letter}{residue}"))
    ordered = sorted(rows, key=lambda row: (len(row[0]), row))
    return "".join(f"{chrom}\t{start}\t{end}\t{name}\n" for chrom, start, end, name in ordered)


def _residues(environment: Environment) -> dict[tuple[str, int], str]:
    """Gene and residue of the catalogs, with its letter, empty without an exact allele."""
    from annotator.detection.bypass.catalog import residues_of

    letters = {(a.gene, a.residue): a.protein_change[0] for a in environment.tables.catalog}
    for entry in environment.tables.bypass_alleles:
        for residue in residues_of(entry):
            if entry.alleles == "exact":
                letters[entry.gene, residue] = entry.name[0]
            else:
                letters.setdefault((entry.gene, residue), "")
    return letters


def write_hotspots(environment: Environment, genomes: Sequence["Genome"], outdir: Path) -> None:
    """Write `hotspots.BUILD.bed` of each build to a folder."""
    for genome in genomes:
        text = hotspots_bed(environment, genome)
        write_whole(outdir / f"hotspots.{genome.build}.bed", text.encode())


def _runs(positions: list[int]) -> list[tuple[int, int]]:
    """Adjacent positions as (first, last)."""
    runs: list[tuple[int, int]] = []
    for position in positions:
        if runs and runs[-1][1] == position - 1:
            runs[-1] = (runs[-1][0], position)
        else:
            runs.append((position, position))
    return runs
