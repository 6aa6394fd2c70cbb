"""TruSight Oncology 500: the combined variant output, and the table of all fusions.

Fusions have 1-based places without a strand, and the genes of a side as `ROS1;GOPC` where they
overlap. Of tissue they are those of RNA, of plasma (ctDNA) those of DNA. The panel reports splice
variants of three genes alone, all on the plus strand, by the last base before and the last base of
what is skipped. What the combined output holds of other kinds is read in the roles of these.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from annotator.model.base import Assay
from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.model.roles import Role
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.tables.breakpoints import place_of
from annotator.readers.tables.fusions import (
    FusionTable,
    both_sides,
    raw_cells,
    reads,
    sides_skipped,
)
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.gene_pairs import gene_pair
from annotator.readers.tables.sections import (
    Section,
    read_sections,
    section_rows,
    section_value,
    titles_of,
)
from annotator.readers.tables.table import (
    MISSING,
    BadCell,
    Row,
    TableShape,
    bad_rows,
    quoted,
)

_COMBINED, _ALL = "tso500_combined", "tso500_all_fusions"
_FUSIONS = ("Gene Pair", "Breakpoint 1", "Breakpoint 2", "Fusion Supporting Reads")
_SPLICED = ("Gene", "Breakpoint 1", "Breakpoint 2", "Splice Supporting Reads")
_OF_RNA, _OF_DNA = "Fusions", "DNA Fusions"
_TABLES = {_OF_RNA: _FUSIONS, _OF_DNA: _FUSIONS, "Splice Variants": _SPLICED}
_DETAILS = "Analysis Details"
RNA_LIBRARY, DNA_LIBRARY = "RNA Sample ID", "DNA Sample ID"
_PLASMA_LIBRARY = "Sample ID"
TUMOR_CONTENT = "GIS"
AMPLIFICATIONS = ("Gene Amplifications", "Copy Number Variants")
SMALL_VARIANTS = "Small Variants"
_BANNER = re.compile(r"TruSight Oncology 500.* Combined Variant Output")
_OF_ROLE: Mapping[Role, tuple[str, ...]] = {
    "fusions": (_OF_RNA, _OF_DNA, "Splice Variants"),
    "copy_number": (*AMPLIFICATIONS, TUMOR_CONTENT),
    "small_variants": (SMALL_VARIANTS,),
}
_LIBRARY_OF: Mapping[Role, str] = {
    "fusions": RNA_LIBRARY,
    "copy_number": DNA_LIBRARY,
    "small_variants": DNA_LIBRARY,
}


def is_combined_output(head: list[str], *titles: str) -> bool:
    """Whether the first lines are those of a combined output, or name one of the sections."""
    banner = any(_BANNER.search(line) for line in head[:1])
    return banner or not titles_of(head).isdisjoint(titles)


def sections_of(file: DataFile, wanted: Collection[str]) -> dict[str, Section]:
    """The sections of a combined output.

    Raises `InputProblem` where none of the wanted ones is there: they come late in the file.
    """
    sections = read_sections(file, pairs=(_DETAILS, "Sequencing Run Details", TUMOR_CONTENT))
    if sections.keys().isdisjoint(wanted):
        listed = ", ".join(f"[{title}]" for title in sections) or "none"
        raise file.problem(
            f"no section {' or '.join(f'[{title}]' for title in wanted)}; the sections are "
            f"{listed}, and the file ends in line {file.line_count()}",
            expected="the whole combined variant output",
            advice="If the file was cut, copy it again; another version may name its sections "
            "otherwise.",
        )
    return sections


def library(file: DataFile, sections: Mapping[str, Section], name: str, lost: str) -> str | None:
    """The name of a library, None where the details do not name it; of plasma there is one.

    Raises `InputProblem` for a missing one: nothing was looked for, nothing is absent.
    """
    told = section_value(sections, _DETAILS, name)
    if told is None:
        plasma = section_value(sections, _DETAILS, _PLASMA_LIBRARY)
        return plasma[1] if plasma else None
    line, value = told
    if value is None:
        raise file.problem(
            f"the sample has no {name.split()[0]} library, so that no {lost} were looked for",
            line=line,
            column=name,
            advice=f"Leave this file out of the {lost}.",
        )
    return value


def held_for_others(sections: Mapping[str, Section], role: Role) -> dict[Role, str]:
    """What the file holds for other roles than the one that it is read in, if it was looked for."""
    held: dict[Role, str] = {}
    for other, titles in _OF_ROLE.items():
        found = [f"[{title}]" for title in titles if title in sections]
        told = section_value(sections, _DETAILS, _LIBRARY_OF[other])
        looked_for = told is None or told[1] is not None
        if other != role and found and looked_for:
            held[other] = " and ".join(found)
    return held


_SIDES = both_sides("12", breakpoint="Breakpoint #")


def _read_combined(file: DataFile, scope: Scope) -> Content:
    sections = sections_of(file, (_OF_RNA, _OF_DNA))
    sample = library(file, sections, RNA_LIBRARY, "fusions")
    assay = _assay(sections)
    found: list[FusionObservation] = []
    bad: list[tuple[int | None, BadCell]] = []
    skipped = sides_skipped(scope, _SIDES)
    for title, columns in _TABLES.items():
        for row in section_rows(file, sections, title, columns):
            try:
                found.append(
                    _spliced(file, row) if columns is _SPLICED else _fused(file, row, scope, assay)
                )
            except BadCell as problem:
                if not skipped.takes(row):
                    bad.append((row.line, problem))
    if bad:
        raise bad_rows(file, bad)
    return Content(
        fusions=found,
        warnings=skipped.warnings(file),
        sample_name=sample,
        shows=("dna_junctions",) if assay == "dna" else None,
        held_for_others=held_for_others(sections, "fusions"),
    )


def _assay(sections: Mapping[str, Section]) -> Assay:
    """Plasma has one library, of DNA; tissue names one of RNA besides that of DNA."""
    named = section_value(sections, _DETAILS, _PLASMA_LIBRARY)
    return "dna" if _OF_DNA in sections or named is not None else "rna"


def _fused(file: DataFile, row: Row, scope: Scope, assay: Assay) -> FusionObservation:
    """`A-B` tells the order, `A/B` does not."""
    pair = row.cells["Gene Pair"]
    first, slash, second = pair.partition("/")
    ordered = not slash
    if ordered:
        first, second = gene_pair(pair, scope.targets.fusion_genes) or ("", "")
    return FusionObservation(
        caller=_COMBINED,
        assay=assay,
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
    """The row, unless the software drops it. What it noted with a pass is the confidence."""
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
        confidence=noted if noted and noted.upper() not in ("PASS", "N/A") else None,
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
            note="`A-B` yes, `A/B` open; of plasma they are of DNA",
        ),
        recognized_by="first line ... Combined Variant Output, or a section [Fusions], "
        "[DNA Fusions] or [Splice Variants]",
        coordinates="1-based",
        samples="header",
        bad_rows="elsewhere",
        recognize=lambda head: is_combined_output(head, *_TABLES),
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
]
