"""Reads the files of `resources/reference`."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from annotator.files.package_data import resource_folder
from annotator.model.findings import KinaseDomain
from annotator.reference.catalog import Reference
from annotator.reference.genome import Chromosome
from annotator.reference.sequence import Stretch
from annotator.reference.transcript import Transcript

if TYPE_CHECKING:
    from annotator.model.base import GenomeBuild, Strand

FILES = (
    "VERSION",
    "transcripts.tsv",
    "gene_models.tsv",
    "gene_aliases.tsv",
    "kinase_domains.tsv",
    "chromosomes.tsv",
    "cds.fa",
    "genomic.fa",
)
Row = dict[str, str]


def load_reference(folder: Path | None = None) -> Reference:
    """Load the reference data of a folder, by default those of the program.

    Raises FileNotFoundError when a file is missing. The hash is over names and contents of all
    files, so it changes with any of them.
    """
    folder = folder or resource_folder("reference")
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in FILES}
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(f"{name}\n{texts[name]}".encode())
    choices = {row["transcript"]: row for row in _rows(texts["transcripts.tsv"])}
    return Reference(
        version=texts["VERSION"].strip(),
        sha256=digest.hexdigest(),
        kinase_domains={
            row["gene"]: _domain(row, choices[row["transcript"]])
            for row in _rows(texts["kinase_domains.tsv"])
        },
        aliases={row["alias"]: row["gene"] for row in _rows(texts["gene_aliases.tsv"])},
        chromosomes=[_chromosome(row) for row in _rows(texts["chromosomes.tsv"])],
        models=[_model(row, choices[row["transcript"]]) for row in _rows(texts["gene_models.tsv"])],
        coding=dict(_records(texts["cds.fa"])),
        flanks=[_stretch(header, bases) for header, bases in _records(texts["genomic.fa"])],
    )


@cache
def known_chromosomes() -> tuple[Chromosome, ...]:
    """The chromosomes of both builds that came with the program, with lengths and accessions."""
    text = (resource_folder("reference") / "chromosomes.tsv").read_text(encoding="utf-8")
    return tuple(_chromosome(row) for row in _rows(text))


def _rows(text: str) -> list[Row]:
    header, *lines = text.splitlines()
    names = header.split("\t")
    return [dict(zip(names, line.split("\t"), strict=True)) for line in lines]


def _records(text: str) -> Iterable[tuple[str, str]]:
    for block in text.split(">")[1:]:
        header, _, body = block.partition("\n")
        yield header.strip(), body.replace("\n", "")


def _domain(row: Row, choice: Row) -> KinaseDomain:
    return KinaseDomain(
        gene=row["gene"],
        name=row["domain"],
        transcript=row["transcript"],
        protein=choice["protein"],
        start=int(row["start"]),
        end=int(row["end"]),
        source=f"{row['source']} ({row['status']})",
    )


def _chromosome(row: Row) -> Chromosome:
    return Chromosome(
        build=cast("GenomeBuild", row["build"]),
        chrom=row["chrom"],
        accession=row["accession"],
        length=int(row["length"]),
        p_end=int(row["p_end"]),
    )


def _stretch(header: str, bases: str) -> Stretch:
    build, chrom, interval = header.split(":")
    return Stretch(cast("GenomeBuild", build), chrom, int(interval.split("-")[0]), bases)


def _model(row: Row, choice: Row) -> Transcript:
    return Transcript(
        gene=row["gene"],
        accession=row["transcript"],
        protein_accession=choice["protein"] or None,
        preferred=choice["role"] == "preferred",
        build=cast("GenomeBuild", row["build"]),
        chrom=row["chrom"],
        strand=cast("Strand", row["strand"]),
        cds_start=int(row["cds_start"]),
        cds_end=int(row["cds_end"]),
        exon_starts=tuple(map(int, row["exon_starts"].split(","))),
        exon_ends=tuple(map(int, row["exon_ends"].split(","))),
        ensembl=choice["ensembl"] or None,
    )
