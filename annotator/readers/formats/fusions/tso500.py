"""TruSight Oncology 500: the combined variant output, and the table of all fusions.

Fusions have 1-based places without a strand, and the genes of a side as `ROS1;GOPC` where they
overlap. The panel reports splice variants of three genes alone, all on the plus strand, by the
last base before and the last base of what is skipped.
"""

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from annotator.model.observations import (
    FusionEnd,
    FusionObservation,
    GeneCopiesObservation,
    Source,
)
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.tables.breakpoints import place_of
from annotator.readers.tables.fusions import FusionTable, both_sides, raw_cells, reads
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.gene_pairs import gene_pair
from annotator.readers.tables.one_row_each import one_row_a_gene
from annotator.readers.tables.segments import MAX_COPIES
from annotator.readers.tables.table import (
    MISSING,
    TABS,
    BadCell,
    Row,
    TableShape,
    bad_rows,
    quoted,
)

_COMBINED, _ALL = "tso500_combined", "tso500_all_fusions"
_FUSIONS = ("Gene Pair", "Breakpoint 1", "Breakpoint 2", "Fusion Supporting Reads")
_SPLICED = ("Gene", "Breakpoint 1", "Breakpoint 2", "Splice Supporting Reads")
_SECTIONS = {"Fusions": _FUSIONS, "Splice Variants": _SPLICED}
_DETAILS, _LIBRARY = "Analysis Details", "RNA Sample ID"
_DNA_LIBRARY = "DNA Sample ID"
_AMPLIFIED = {
    "Gene Amplifications": ("Gene", "Fold Change"),
    "Copy Number Variants": ("Gene", "Fold Change"),
}
_TITLE = re.compile(r"\[(.+)\]")


@dataclass
class _Section:
    """A section of a combined output: the line of its title, its columns and its rows."""

    line: int
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def _recognize_combined(head: list[str]) -> bool:
    return any(_title(TABS.cells(line)) in _SECTIONS for line in head)


def _title(cells: list[str]) -> str | None:
    match = _TITLE.fullmatch(cells[0].strip('"'))
    return match[1] if match else None


def _read_combined(file: DataFile, scope: Scope) -> Content:
    sections = _sections(file)
    if "Fusions" not in sections:  # it comes last
        raise file.problem("no section [Fusions]", advice="The file may have been cut.")
    sample = _library(file, sections, _LIBRARY, "fusions")
    found: list[FusionObservation] = []
    bad: list[tuple[int | None, BadCell]] = []
    for title, columns in _SECTIONS.items():
        for row in _rows(file, title, columns, sections):
            try:
                found.append(
                    _spliced(file, row) if columns is _SPLICED else _fused(file, row, scope)
                )
            except BadCell as problem:
                bad.append((row.line, problem))
    if bad:
        raise bad_rows(file, bad)
    return Content(fusions=found, sample_name=sample)


def _sections(
    file: DataFile, titles: Collection[str] = (*_SECTIONS, _DETAILS)
) -> dict[str, _Section]:
    """Sections by title; the first line of several cells names the columns of a table."""
    sections: dict[str, _Section] = {}
    current: _Section | None = None
    details = False
    for line, raw in file.lines():
        cells = [cell.strip('"') for cell in TABS.cells(raw.decode("utf-8", "replace"))]
        title = _title(cells)
        if title is not None:
            wanted = title in titles
            current = sections.setdefault(title, _Section(line)) if wanted else None
            details = title == _DETAILS
        elif current is not None and any(cells):
            if current.columns or details:
                current.rows.append((line, cells))
            else:
                current.columns = cells
    return sections


def _library(file: DataFile, sections: dict[str, _Section], name: str, lost: str) -> str | None:
    """The name of a library, None where the details do not name it.

    Raises `InputProblem` for a missing one: nothing was looked for, nothing is absent.
    """
    details = sections.get(_DETAILS)
    for line, cells in details.rows if details else []:
        if cells[:1] == [name] and not set(cells[1:]) - MISSING:
            raise file.problem(
                f"the sample has no {name.split()[0]} library, so that no {lost} were looked for",
                line=line,
                column=name,
                advice=f"Leave this file out of the {lost}.",
            )
        if cells[:1] == [name]:
            return cells[1]
    return None


def _rows(
    file: DataFile, title: str, wanted: tuple[str, ...], sections: dict[str, _Section]
) -> Iterator[Row]:
    section = sections.get(title, _Section(0))
    rows = [(line, cells) for line, cells in section.rows if set(cells) - MISSING]
    missing = [column for column in wanted if column not in section.columns]
    if missing and (rows or set(section.columns) - MISSING):
        raise file.problem(
            f"the section [{title}] has no column {', '.join(missing)}",
            line=section.line,
            expected=f"the columns {', '.join(wanted)}",
        )
    for line, cells in rows:
        padded = [*cells, *[""] * (len(section.columns) - len(cells))]
        yield Row(line, dict(zip(section.columns, padded, strict=False)))


def _fused(file: DataFile, row: Row, scope: Scope) -> FusionObservation:
    """`A-B` tells the order, `A/B` does not."""
    pair = row.cells["Gene Pair"]
    first, slash, second = pair.partition("/")
    ordered = not slash
    if ordered:
        first, second = gene_pair(pair, scope.targets.fusion_genes) or ("", "")
    return FusionObservation(
        caller=_COMBINED,
        assay="rna",
        five_prime=_end(row, "Breakpoint 1", gene_symbols(first)),
        three_prime=_end(row, "Breakpoint 2", gene_symbols(second)),
        junction="sense" if ordered else "unknown",
        ordered=ordered,
        split_reads=reads(row, "Fusion Supporting Reads"),
        raw_support=raw_cells(
            row, "Fusion Supporting Reads", "Gene 1 Reference Reads", "Gene 2 Reference Reads"
        ),
        raw_breakpoints=_written(row),
        source=Source(file=file.name, line=row.line),
    )


def _spliced(file: DataFile, row: Row) -> FusionObservation:
    genes = gene_symbols(row.cells["Gene"])
    ends = [_end(row, f"Breakpoint {number}", genes) for number in (1, 2)]
    first, last = sorted(ends, key=lambda end: end.position or 0)
    after = (last.position or 0) + 1
    return FusionObservation(
        caller=_COMBINED,
        assay="rna",
        five_prime=first,
        three_prime=last.model_copy(update={"position": after}),
        junction="sense",
        split_reads=reads(row, "Splice Supporting Reads"),
        raw_support=raw_cells(row, "Splice Supporting Reads", "Reference Reads Transcript"),
        raw_breakpoints=_written(row),
        source=Source(file=file.name, line=row.line),
    )


def _written(row: Row) -> str:
    return f"{row.cells['Breakpoint 1']}|{row.cells['Breakpoint 2']}"


def _end(row: Row, column: str, genes: list[str]) -> FusionEnd:
    chrom, position, strand = place_of(row, column)
    return end_of(genes, (chrom, position), strand)


def _has_amplifications(head: list[str]) -> bool:
    return any(_title(TABS.cells(line)) in _AMPLIFIED for line in head)


def _read_amplifications(file: DataFile, scope: Scope) -> Content:
    """The listed genes; the panel leaves out those below its own threshold.

    The fold change is read depth against normal samples: a ratio, no copy number.
    """
    sections = _sections(file, (*_AMPLIFIED, _DETAILS))
    sample = _library(file, sections, _DNA_LIBRARY, "copy numbers")
    found: list[GeneCopiesObservation] = []
    bad: list[tuple[int | None, BadCell]] = []
    for title, columns in _AMPLIFIED.items():
        for row in _rows(file, title, columns, sections):
            try:
                found.append(_amplified(file, row))
            except BadCell as problem:
                bad.append((row.line, problem))
    if bad:
        raise bad_rows(file, bad)
    genes = scope.targets.copy_number_genes
    copies, repeated = one_row_a_gene(file, (each for each in found if each.gene in genes))
    return Content(gene_copies=copies, sample_name=sample, warnings=repeated)


def _amplified(file: DataFile, row: Row) -> GeneCopiesObservation:
    fold = row.number("Fold Change")
    if not 0 < fold <= MAX_COPIES:
        raise BadCell(
            quoted(row.cells["Fold Change"]), column="Fold Change", expected="a number above 0"
        )
    return GeneCopiesObservation(
        caller="tso500",
        gene=row.required("Gene", "a gene"),
        method="sequencing",
        log2_ratio=math.log2(fold),
        source=Source(file=file.name, line=row.line),
    )


_CSV = TableShape(",", comments=True)
_DIRECTION = "Fusion Directionality Known"
_NO_ANSWER = MISSING | {"N/A"}
_REQUIRED = (
    "Caller",
    "Gene A",
    "Gene B",
    "Gene A Breakpoint",
    "Gene B Breakpoint",
    "Filter",
    "KeepFusion",
    "Alt Split",
    "Alt Pair",
    _DIRECTION,
)


def _kept(file: DataFile, row: Row) -> Iterator[FusionObservation]:
    """The row, unless the software drops it. What it noted beside a pass is the confidence."""
    if not _truth(row, "KeepFusion"):
        return
    ordered = row.cells[_DIRECTION] not in _NO_ANSWER and _truth(row, _DIRECTION)
    senses = [row.cells.get(f"Gene {side} Sense", "").lower().split(";") for side in "AB"]
    against = any("false" in told and "true" not in told for told in senses)
    split, pairs = (_best_count(row, name) for name in ("Alt Split", "Alt Pair"))
    noted = row.text("Filter")
    yield FusionObservation(
        caller=_ALL,
        assay="rna",
        five_prime=_end(row, "Gene A Breakpoint", gene_symbols(row.cells["Gene A"])),
        three_prime=_end(row, "Gene B Breakpoint", gene_symbols(row.cells["Gene B"])),
        junction=("antisense" if against else "sense") if ordered else "unknown",
        ordered=ordered,
        split_reads=split,
        spanning_reads=pairs,
        raw_support=raw_cells(row, "Alt Split Dedup", "Alt Pair Dedup", "Alt Split", "Alt Pair"),
        confidence=noted if noted not in (None, "PASS", "N/A") else None,
        raw_breakpoints=f"{row.cells['Gene A Breakpoint']}|{row.cells['Gene B Breakpoint']}",
        source=Source(file=file.name, line=row.line),
    )


def _truth(row: Row, column: str) -> bool:
    word = row.cells[column].lower()
    if word not in ("true", "false"):
        raise BadCell(quoted(row.cells[column]), column=column, expected="True or False")
    return word == "true"


def _best_count(row: Row, name: str) -> int | None:
    """The count without duplicates where there is one."""
    unique = reads(row, f"{name} Dedup")
    return reads(row, name) if unique is None else unique


FORMATS = [
    Format(
        name=_COMBINED,
        role="fusions",
        about=About(
            title="TruSight Oncology 500, CombinedVariantOutput",
            files="`CombinedVariantOutput.tsv`",
            note="`A-B` yes, `A/B` open",
        ),
        recognized_by="a section [Fusions] or [Splice Variants]",
        coordinates="1-based",
        samples="header",
        recognize=_recognize_combined,
        read=_read_combined,
        needs_build=False,
    ),
    FusionTable(
        name=_ALL,
        about=About(
            title="TruSight Oncology 500, AllFusions",
            files="`AllFusions.csv`",
            note="where it is known",
        ),
        recognized_by="comma-separated header with Gene A, Gene B, KeepFusion, Filter",
        columns=_REQUIRED,
        sides=both_sides("AB", gene="Gene #", breakpoint="Gene # Breakpoint"),
        fusions=lambda file, row, _scope: _kept(file, row),
        shape=_CSV,
    ).format,
    Format(
        name="tso500_amplifications",
        role="copy_number",
        about=About(
            title="TruSight Oncology 500, amplifications",
            files="`CombinedVariantOutput.tsv`",
            note="fold change, which is a ratio; only amplified genes are listed",
        ),
        recognized_by="a section [Gene Amplifications] or [Copy Number Variants]",
        coordinates="none",
        samples="header",
        one_row_each=True,
        recognize=_has_amplifications,
        read=_read_amplifications,
    ),
]
