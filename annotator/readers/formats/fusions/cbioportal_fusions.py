"""cBioPortal `data_fusions.txt` (also the input of the OncoKB annotator): the names of fusions.

`EML4-ALK fusion`, without places and counts, in no order (`ALK-EML4 fusion` is EML4::ALK too). A
fusion is listed once for each of its genes, and is read once. Where DNA and RNA support it, it is a
row of each.
"""

from dataclasses import replace

from annotator.model.base import Assay, Frame
from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Scope
from annotator.readers.tables.fusion_layout import Side
from annotator.readers.tables.fusions import FusionTable
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.gene_pairs import gene_pair
from annotator.readers.tables.table import Row

_ABOUT = About(
    title="cBioPortal fusions",
    files="`data_fusions.txt`, OncoKB fusions",
    note="open",
    link="https://docs.cbioportal.org/file-formats/",
)

_NAME = "cbioportal_fusions"
_FUSION, _SAMPLE = "Fusion", "Tumor_Sample_Barcode"
_DNA, _RNA, _FRAME = "DNA_support", "RNA_support", "Frame"
_COLUMNS = {column.lower(): column for column in (_FUSION, _SAMPLE, _DNA, _RNA, _FRAME)}
_FRAMES: dict[str, Frame] = {
    "in frame": "in_frame",
    "in-frame": "in_frame",
    "out of frame": "out_of_frame",
    "out-of-frame": "out_of_frame",
    "frameshift": "out_of_frame",
}


def _read(file: DataFile, scope: Scope) -> Content:
    met: set[tuple[str, ...]] = set()

    def observe(written: Row) -> list[FusionObservation]:
        cells = {_COLUMNS.get(name.lower(), name): cell for name, cell in written.cells.items()}
        row = Row(written.line, cells)
        columns = (_SAMPLE, _FUSION, _DNA, _RNA, _FRAME)
        key = tuple(row.cells.get(column, "") for column in columns)
        new = key not in met
        met.add(key)
        return _observations(file, row, scope) if new else []

    return replace(_TABLE, fusions=lambda _file, row, _scope: observe(row)).read(file, scope)


def _observations(file: DataFile, row: Row, scope: Scope) -> list[FusionObservation]:
    """One row of each assay that supports the fusion."""
    return [_observation(file, row, scope, assay) for assay in _assays(row)]


def _observation(file: DataFile, row: Row, scope: Scope, assay: Assay) -> FusionObservation:
    text = row.required(_FUSION, "the name of a fusion, as EML4-ALK fusion")
    name = text.split()[0]
    # A name that cannot be parted stays whole: it is then of no gene that is looked for.
    first, second = gene_pair(name, scope.targets.fusion_genes) or (name, "")
    return FusionObservation(
        caller=_NAME,
        assay=assay,
        five_prime=end_of(gene_symbols(first), None),
        three_prime=end_of(gene_symbols(second), None),
        junction="unknown",
        ordered=False,
        frame=_FRAMES.get(row.cells.get(_FRAME, "").lower(), "unknown"),
        raw_breakpoints=text,
        source=Source(file=file.name, line=row.line),
    )


def _assays(row: Row) -> list[Assay]:
    """The assays that are said to support the fusion; RNA where none is."""
    supporting: list[Assay] = ["dna"] if row.cells.get(_DNA, "").lower() == "yes" else []
    if not supporting or row.cells.get(_RNA, "").lower() == "yes":
        supporting.append("rna")
    return supporting


_TABLE = FusionTable(
    name=_NAME,
    about=_ABOUT,
    recognized_by=f"header with {_SAMPLE} and {_FUSION}, in any case",
    coordinates="none",
    columns=(_FUSION, _SAMPLE),
    sides=(Side(),),
    pair=_FUSION,
    any_case=True,
    fusions=_observations,
    sample=_SAMPLE,
)
FORMATS = [replace(_TABLE.format, read=_read)]
