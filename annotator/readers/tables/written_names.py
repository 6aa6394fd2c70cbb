"""Refuses what stands for a name in a file and is none: text that a page or a table would obey."""

import re
from collections.abc import Iterable

from annotator.model.observations import FusionEnd, FusionObservation
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content
from annotator.readers.tables.table import quoted

_GENE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@()+:*' -]{0,79}")
"""Symbols and identifiers as annotations write them: `RP11-123.4`, `IGH-@-ext`, `HLA-A`."""
_CHROMOSOME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:*|+@#-]{0,99}")


def check_names(file: DataFile, content: Content, known: frozenset[str]) -> None:
    """Take the names of genes that are none out of the content, with a warning of each row.

    Such a side of a fusion counts with its gene unknown, or with the one of the `known` genes that
    it names beside. A row that tells neither gene nor place of any side is left out. Raises
    `InputProblem` for what stands for a chromosome and names none.
    """
    if all(_is_sound(end) for fusion in content.fusions for end in _ends(fusion)):
        return
    kept: list[FusionObservation] = []
    warnings: list[ReportWarning] = []
    for fusion in content.fusions:
        for end in _ends(fusion):
            _check_chromosome(file, fusion, end)
        bad = [name for end in _ends(fusion) for name in end.genes if not _GENE.fullmatch(name)]
        if bad:
            warnings.append(_warning(fusion, bad[0]))
            fusion = fusion.model_copy(
                update={
                    "five_prime": _named(fusion.five_prime, known),
                    "three_prime": _named(fusion.three_prime, known),
                }
            )
        if any(end.genes or end.place for end in _ends(fusion)):
            kept.append(fusion)
    content.fusions, content.warnings = kept, [*content.warnings, *warnings]


def _ends(fusion: FusionObservation) -> tuple[FusionEnd, FusionEnd]:
    return fusion.five_prime, fusion.three_prime


def _is_sound(end: FusionEnd) -> bool:
    placed = end.chrom is None or _CHROMOSOME.fullmatch(end.chrom)
    return bool(placed) and all(_GENE.fullmatch(name) for name in end.genes)


def _named(end: FusionEnd, known: Iterable[str]) -> FusionEnd:
    """The side without its names where one of them is none: the others may be parts of it."""
    if all(_GENE.fullmatch(name) for name in end.genes):
        return end
    genes = [name for name in end.genes if name in known]
    return end.model_copy(update={"gene": genes[0] if genes else None, "other_genes": genes[1:]})


def _check_chromosome(file: DataFile, fusion: FusionObservation, end: FusionEnd) -> None:
    if end.chrom is not None and not _CHROMOSOME.fullmatch(end.chrom):
        raise file.problem(
            f"{quoted(end.chrom)} is not a name of a chromosome",
            line=fusion.source.line,
            expected="a name such as chr2, 2 or NC_000002.12",
        )


def _warning(fusion: FusionObservation, name: str) -> ReportWarning:
    return ReportWarning(
        code="bad_name",
        message=f"{quoted(name)} is not the name of a gene; the row is read without it",
        source=fusion.source.place,
    )
