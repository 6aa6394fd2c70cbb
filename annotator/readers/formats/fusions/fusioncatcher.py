"""FusionCatcher `final-list_candidate-fusion-genes.txt`: 15 to 18 columns, and the GRCh37 copy.

Gene 1 is the 5' and gene 2 the 3' partner. Points are `chromosome:position:strand`, 1-based. The
pairs are those of the gene pair, the same in each of its rows.
"""

from dataclasses import replace

from annotator.model.observations import FusionObservation
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Scope
from annotator.readers.tables.fusion_layout import FrameColumn, FusionLayout, Side
from annotator.readers.tables.fusions import FusionTable
from annotator.readers.tables.table import Row

_DESCRIPTION = "Fusion_description"
_GENES = ("Gene_1_symbol(5end_fusion_partner)", "Gene_2_symbol(3end_fusion_partner)")
_POINTS = (
    "Fusion_point_for_gene_1(5end_fusion_partner)",
    "Fusion_point_for_gene_2(3end_fusion_partner)",
)
_LAYOUT = FusionLayout(
    name="fusioncatcher",
    title="FusionCatcher",
    files="`final-list_candidate-fusion-genes.txt`",
    note="yes",
    link="https://github.com/ndaniel/fusioncatcher",
    versions=["0.99.5a beta", "1.x"],
    tested_on_real_file=True,
    recognized_by="header with Gene_1_symbol(5end_fusion_partner), Spanning_unique_reads",
    ragged=True,
    five_prime=Side(gene=_GENES[0], breakpoint=_POINTS[0]),
    three_prime=Side(gene=_GENES[1], breakpoint=_POINTS[1]),
    split_reads=["Spanning_unique_reads"],
    spanning_reads=["Spanning_pairs"],
    other_reads=["Counts_of_common_mapping_reads"],
    frame=FrameColumn(
        column="Predicted_effect", in_frame=["in-frame"], out_of_frame=["out-of-frame"]
    ),
    optional=["Predicted_effect"],
    aliases={
        "Fusion_gene_symbol_1(5end_partner)": _GENES[0],
        "Fusion_gene_symbol_2(3end_partner)": _GENES[1],
        "Fusion_gene_1_position(5end_partner)": _POINTS[0],
        "Fusion_gene_2_position(3end_partner)": _POINTS[1],
    },
)
# The labels by which FusionCatcher's own summary calls a fusion "probably false positive".
_PROBABLY_FALSE = frozenset(
    {"1000genomes", "banned", "conjoing", "cortex", "healthy", "hpa", "paralogs"}
)
_SUMMARY = "Very short summary of found candidate fusion genes"


def probably_false(description: str) -> list[str]:
    """The labels of a fusion's description that FusionCatcher takes for signs of a false one."""
    labels = [label.strip() for label in description.split(",")]
    return [label for label in labels if label in _PROBABLY_FALSE]


def _amend(row: Row, seen: FusionObservation) -> FusionObservation:
    for column in _POINTS:  # a row that is cut off lacks them
        row.required(column, "chromosome:position:strand")
    return seen.model_copy(update={"filters": probably_false(row.cells[_DESCRIPTION])})


_FORMAT = FusionTable.of(
    _LAYOUT,
    amend=_amend,
    amends_by=[_DESCRIPTION],
).format


def _is_summary(head: list[str]) -> bool:
    return bool(head) and head[0].strip() == _SUMMARY


def _recognize(head: list[str]) -> bool:
    return _is_summary(head) or _FORMAT.recognize(head)


def _read(file: DataFile, scope: Scope) -> Content:
    if _is_summary(file.head(1)):
        raise file.problem(
            "this is FusionCatcher's summary, which has no reads and no breakpoints",
            expected="the table, final-list_candidate-fusion-genes.txt",
        )
    return _FORMAT.read(file, scope)


FORMATS = [replace(_FORMAT, recognize=_recognize, read=_read)]
