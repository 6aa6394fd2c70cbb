"""OncoKB annotator's input of structural variants: the names of two genes and a type.

`ALK EML4 FUSION`, without places, reads and order. The table does not say what was sequenced: the
option under which it is given does. Two equal names are a variant within one gene.
"""

from annotator.model.base import Assay
from annotator.model.observations import FusionObservation, Source
from annotator.model.roles import Role
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Format, Scope
from annotator.readers.tables.fusion_layout import Side
from annotator.readers.tables.fusions import FusionTable
from annotator.readers.tables.gene_names import end_of
from annotator.readers.tables.table import BadCell, Row

_SAMPLE = "Tumor_Sample_Barcode"
_GENES = ("GeneA", "GeneB")
_TYPE = "Sv_Type"
_NAMES: dict[str, tuple[Role, Assay]] = {
    "oncokb_sv": ("structural_variants", "dna"),
    "oncokb_sv_fusions": ("fusions", "rna"),
}


_WITHIN_ONE_GENE = ("DELETION", "DUPLICATION", "INSERTION", "INVERSION")
"""Types of a row that, where it names one gene alone, is a change within that gene."""


def _format(name: str, role: Role, assay: Assay) -> Format:
    def fusions(file: DataFile, row: Row, _scope: Scope) -> list[FusionObservation]:
        first, second = (end_of(row.cells[column]) for column in _GENES)
        if not first.genes and not second.genes:
            raise BadCell("no gene", column="+".join(_GENES), expected="a gene of a side")
        if row.cells[_TYPE].upper() in _WITHIN_ONE_GENE and not (first.genes and second.genes):
            first = second = first if first.genes else second
        written = f"{row.cells[_GENES[0]]} {row.cells[_GENES[1]]} {row.cells[_TYPE]}"
        fusion = FusionObservation(
            caller="oncokb_sv",
            assay=assay,
            five_prime=first,
            three_prime=second,
            junction="unknown",
            ordered=False,
            raw_breakpoints=written,
            source=Source(file=file.name, line=row.line),
        )
        return [fusion]

    return FusionTable(
        name=name,
        role=role,
        about=About(
            title="OncoKB structural variants",
            files="`example_sv.txt`: the names of two genes and a type",
            note="open",
            link="https://github.com/oncokb/oncokb-annotator",
        ),
        recognized_by=f"header with {_SAMPLE}, GeneA, GeneB, {_TYPE}, in any case",
        coordinates="none",
        columns=(_SAMPLE, *_GENES, _TYPE),
        sides=tuple(Side(gene=column) for column in _GENES),
        fusions=fusions,
        sample=_SAMPLE,
        any_case=True,
    ).format


FORMATS = [_format(name, role, assay) for name, (role, assay) in _NAMES.items()]
