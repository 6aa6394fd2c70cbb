"""cBioPortal `data_sv.txt`: the structural variants and RNA fusions of a study.

Position, description and Connection_Type of a site belong together; the gene symbols are known to
be swapped between the sites, and even to be of other genes. The gene of a site is therefore the
one of its description; failing this, a symbol that its position does not contradict. Kept sides
are those of DELLY (3 left, 5 right), in DNA alone: RNA rows write `5to3` for their order. Rows of
a targeted RNA panel may have no positions. A row that DNA and RNA support is one of each: its
positions and reads are of DNA, and so may be what it says of a lost frame. The frame is the text of
Event_Info, and weak. Columns are written in any case of letters (`Sample_ID`).
"""

import re
from dataclasses import dataclass, replace

from annotator.model.base import Assay, Frame, Strand
from annotator.model.observations import FusionObservation, Source
from annotator.model.roles import Role
from annotator.readers.build import BuildEvidence, cell_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Format, Scope
from annotator.readers.junction import Junction, JunctionEnd, Kept, orient
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.fusions import FusionTable, both_sides
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import (
    MISSING,
    BadCell,
    Row,
    cells_of_column,
    header_of,
    in_case_of,
    quoted,
)

_REQUIRED = ("Site1_Hugo_Symbol", "Site2_Hugo_Symbol")
_SAMPLE, _BUILD = "Sample_Id", "NCBI_Build"
_NAMES: dict[str, Role] = {
    "cbioportal_sv": "structural_variants",
    "cbioportal_sv_fusions": "fusions",
}
_DESCRIBED = re.compile(r"(Exon|Intron)?.*?\bof ([^\s()]+)\(([+-])\)")
_CONNECTION = re.compile(r"([35])to([35])", re.IGNORECASE)
_KEPT: dict[str, Kept] = {"3": "left", "5": "right"}
_STRANDS: dict[str, Strand] = {"+": "+", "-": "-"}
_NO_PLACE = MISSING | {"-1", "0"}
_FRAMES: tuple[tuple[str, Frame], ...] = (
    ("out of frame", "out_of_frame"),
    ("out-of-frame", "out_of_frame"),
    ("frameshift", "out_of_frame"),
    ("in frame", "in_frame"),
    ("in-frame", "in_frame"),
)
_RNA_PANEL = "archer"
_COLUMNS = {
    column.lower(): column
    for column in (
        *_REQUIRED,
        *("Sample_Id", "NCBI_Build", "SV_Status", "Class", "Event_Info", "Connection_Type"),
        *("DNA_Support", "RNA_Support", "Confidence_Class", "Site2_Effect_On_Frame"),
        *("Tumor_Split_Read_Count", "Split_Read_Support", "Tumor_Variant_Count"),
        *("Tumor_Paired_End_Read_Count", "Paired_End_Read_Support"),
        *(f"Site{n}_{what}" for n in "12" for what in ("Chromosome", "Position", "Description")),
    )
}
"""The columns that are read, by their names in small letters."""
_SPLIT = ("Tumor_Split_Read_Count", "Split_Read_Support")
_PAIRS = ("Tumor_Paired_End_Read_Count", "Paired_End_Read_Support")
_TOTAL = ("Tumor_Variant_Count",)


@dataclass(frozen=True)
class _Site:
    """One site of a row: what it names and where it is."""

    column: str
    symbol: list[str]
    place: tuple[str, int] | None
    described: str | None
    strand: Strand | None


def _observations(file: DataFile, written: Row, scope: Scope, name: str) -> list[FusionObservation]:
    row = Row(written.line, {_COLUMNS.get(c.lower(), c): cell for c, cell in written.cells.items()})
    of_row = _observation(file, row, scope, name)
    if of_row.assay == "rna" or not _is_yes(row, "RNA_Support"):
        return [of_row]
    sides = {
        side: end.model_copy(update={"chrom": None, "position": None, "strand": None})
        for side, end in (("five_prime", of_row.five_prime), ("three_prime", of_row.three_prime))
    }
    names = {
        **{"assay": "rna", "junction": "unknown", "ordered": False},
        **{"split_reads": None, "spanning_reads": None, "raw_support": dict[str, str]()},
    }
    frame = "in_frame" if of_row.frame == "in_frame" else "unknown"
    return [of_row, of_row.model_copy(update={**names, **sides, "frame": frame})]


def _is_yes(row: Row, column: str) -> bool:
    return _text(row, column).lower() == "yes"


def _observation(file: DataFile, row: Row, scope: Scope, name: str) -> FusionObservation:
    sites = _site(row, scope, "1"), _site(row, scope, "2")
    genes = _genes(sites, _text(row, "Event_Info"), scope)
    assay = _assay(row)
    split, pairs = _reads(row, _SPLIT), _reads(row, _PAIRS)
    if split is None and pairs is None:
        split = _reads(row, _TOTAL)
    kept = _kept(row) if assay == "dna" else None
    first, second = sites
    source = Source(file=file.name, line=row.line)
    columns = (*_SPLIT, *_PAIRS, *_TOTAL)
    told = {column: row.cells[column] for column in columns if column in row.cells}
    if first.place and second.place and kept:
        junction = Junction(
            caller=name,
            first=JunctionEnd(*first.place, kept[0], tuple(genes[0]), first.strand),
            second=JunctionEnd(*second.place, kept[1], tuple(genes[1]), second.strand),
            split_reads=split,
            spanning_reads=pairs,
            filters=_filters(row),
            raw_breakpoints=_written(row),
            source=source,
            assay=assay,
            raw_support=told,
            confidence=row.text("Confidence_Class"),
            frame=_frame(row),
        )
        return orient(junction, scope.targets.strand_at)
    return FusionObservation(
        caller=name,
        assay=assay,
        five_prime=end_of(genes[0], first.place),
        three_prime=end_of(genes[1], second.place),
        junction="unknown",
        ordered=False,
        split_reads=split,
        spanning_reads=pairs,
        raw_support=told,
        frame=_frame(row),
        confidence=row.text("Confidence_Class"),
        filters=_filters(row),
        raw_breakpoints=_written(row),
        source=source,
    )


def _text(row: Row, column: str) -> str:
    return row.text(column) or ""


def _site(row: Row, scope: Scope, number: str) -> _Site:
    """Raises `BadCell` for a position that is none, or not in the gene that it describes."""
    column = f"Site{number}_Position"
    text = _text(row, column).removesuffix(".0")
    chrom = _text(row, f"Site{number}_Chromosome")
    place: tuple[str, int] | None = None
    if text not in _NO_PLACE and chrom:
        position = whole_number(text)
        if position is None:
            raise BadCell(quoted(text), column=column, expected="a position")
        place = same_chromosome_name(chrom), position
    described = _DESCRIBED.match(_text(row, f"Site{number}_Description"))
    region, gene, sign = described.groups() if described else (None, None, "")
    if (
        place
        and region
        and gene in scope.targets.genes
        and not scope.targets.regions.overlaps(*place)
    ):
        raise BadCell(
            f"{place[0]}:{place[1]}",
            column=column,
            expected=f"a position in {gene}, as Site{number}_Description says (another build?)",
        )
    symbol = gene_symbols(_text(row, f"Site{number}_Hugo_Symbol"))
    return _Site(column, symbol, place, gene, _STRANDS.get(sign))


def _genes(sites: tuple[_Site, _Site], event: str, scope: Scope) -> list[list[str]]:
    """The genes of the sites that nothing contradicts.

    A symbol of our genes must stand at a place in the loci, and none of another gene there: of
    the symbols as written or swapped those that fit are taken, else what fits by itself. Without
    places, a symbol that an Event_Info of two genes does not name is left out.
    """
    symbols = [site.symbol for site in sites]
    ways = [symbols, symbols[::-1]]
    for way in ways:
        if all(_fits(genes, site, scope) for genes, site in zip(way, sites, strict=True)):
            symbols = way
            break
    else:
        symbols = [
            genes if _fits(genes, site, scope) else []
            for genes, site in zip(symbols, sites, strict=True)
        ]
    return [
        [site.described] if site.described else _named_in(event, genes, site)
        for genes, site in zip(symbols, sites, strict=True)
    ]


def _fits(genes: list[str], site: _Site, scope: Scope) -> bool:
    if site.place is None:
        return True
    return bool(
        scope.targets.fusion_genes.intersection(genes)
    ) == scope.targets.junction_regions.overlaps(*site.place)


def _named_in(event: str, genes: list[str], site: _Site) -> list[str]:
    words = set(re.findall(r"[A-Za-z0-9.@_]+", event))
    pair = re.search(r"[{(]\s*[^\s{}()]+[:-][^\s{}()]+\s*[})]", event)
    if site.place is not None or pair is None:
        return genes
    return [gene for gene in genes if words.issuperset(re.findall(r"[A-Za-z0-9.@_]+", gene))]


def _assay(row: Row) -> Assay:
    """RNA where only RNA supports it, or where the row is a fusion of an RNA panel."""
    dna, rna = (_is_yes(row, f"{kind}_Support") for kind in ("DNA", "RNA"))
    if dna or rna:
        return "dna" if dna else "rna"
    by_panel = _RNA_PANEL in _text(row, "Event_Info").lower()
    return "rna" if by_panel or _text(row, "Class").lower() == "fusion" else "dna"


def _kept(row: Row) -> tuple[Kept, Kept] | None:
    match = _CONNECTION.fullmatch(_text(row, "Connection_Type"))
    return (_KEPT[match[1]], _KEPT[match[2]]) if match else None


def _frame(row: Row) -> Frame:
    told = f"{_text(row, 'Site2_Effect_On_Frame')} {_text(row, 'Event_Info')}".lower()
    told = told.replace("_", " ")
    return next((frame for words, frame in _FRAMES if words in told), "unknown")


def _filters(row: Row) -> list[str]:
    """A germline variant is not a call of the tumor."""
    status = _text(row, "SV_Status").upper()
    return [f"SV_Status={status}"] if status == "GERMLINE" else []


def _reads(row: Row, columns: tuple[str, ...]) -> int | None:
    """The first count that is given; -1 stands for none."""
    for column in columns:
        text = _text(row, column).removesuffix(".0")
        if text and text != "-1":
            count = whole_number(text)
            if count is None:
                raise BadCell(quoted(text), column=column, expected="a whole number, or -1")
            return count
    return None


def _written(row: Row) -> str:
    sites = [
        f"{_text(row, f'Site{n}_Chromosome') or '?'}:{_text(row, f'Site{n}_Position') or '?'}"
        for n in "12"
    ]
    connection = row.text("Connection_Type")
    return "|".join(sites) + (f" {connection}" if connection else "")


def _build_evidence(file: DataFile) -> list[BuildEvidence]:
    if _BUILD not in in_case_of(header_of(file.head()), [_BUILD]):
        return []
    columns = (*_REQUIRED, _SAMPLE, _BUILD)
    return cell_build_evidence(file, _BUILD, cells_of_column(file, columns, _BUILD, any_case=True))


_ABOUT = {
    role: About(
        title="cBioPortal structural variants",
        files="`data_sv.txt`",
        note=note,
        link="https://docs.cbioportal.org/file-formats/",
    )
    for role, note in (
        ("fusions", "by kept sides in DNA, open in RNA"),
        ("structural_variants", "by Connection_Type"),
    )
}


def _format(name: str, role: Role) -> Format:
    table = FusionTable(
        name=name,
        role=role,
        about=_ABOUT[role],
        recognized_by="header with Sample_Id, Site1_Hugo_Symbol, Site2_Hugo_Symbol, in any case",
        columns=(*_REQUIRED, _SAMPLE),
        sides=both_sides(
            "12",
            gene="Site#_Hugo_Symbol",
            chrom="Site#_Chromosome",
            position="Site#_Position",
        ),
        any_case=True,
        fusions=lambda file, row, scope: _observations(file, row, scope, name),
        sample=_SAMPLE,
        needs_build=True,
    )
    return replace(table.format, build_evidence=_build_evidence)


FORMATS = [_format(name, role) for name, role in _NAMES.items()]
