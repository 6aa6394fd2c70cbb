"""ichorCNA `.cna.seg`: bins of one sample or more, each in columns of its own.

Corrected_Copy_Number counts where it is there. `copy.number` is left out: it goes no higher than
the greatest state of the run, whatever the amplification.
"""

from dataclasses import replace

from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Scope
from annotator.readers.tables.samples import column_of_sample
from annotator.readers.tables.segment_layout import SegmentLayout
from annotator.readers.tables.segments import SegmentTable
from annotator.readers.tables.table import header_of

_CORRECTED = "Corrected_Copy_Number"
_LAYOUT = SegmentLayout(
    name="ichorcna_bins",
    caller="ichorcna",
    title="ichorCNA bins",
    files="`.cna.seg`",
    note="corrected copies of the tumor",
    link="https://github.com/broadinstitute/ichorCNA",
    recognized_by="header with chr, start, end, SAMPLE.copy.number, SAMPLE.logR (cna.seg)",
    chrom="chr",
    start="start",
    end="end",
    exponents=True,
    ratio="logR",
)


def _is_bins(head: list[str]) -> bool:
    found = header_of(head)
    return found[:3] == ["chr", "start", "end"] and bool(_samples(found))


def _samples(columns: list[str]) -> list[str]:
    """The samples whose bins stand in columns of their own, each before a dot."""
    known = set(columns)
    return [
        name.removesuffix(".logR")
        for name in columns
        if name.endswith(".logR") and f"{name.removesuffix('.logR')}.copy.number" in known
    ]


def _read_bins(file: DataFile, scope: Scope) -> Content:
    columns = header_of(file.head())
    samples = _samples(columns)
    sample, warnings = column_of_sample(file, samples, scope)
    if sample is None:
        return Content(warnings=warnings, sample_names=samples)
    corrected = f"{sample}.{_CORRECTED}"
    known = corrected in columns
    layout = _LAYOUT.model_copy(
        update={
            "ratio": f"{sample}.logR",
            "copies": [corrected] if known else [],
            "purity_corrected": True if known else None,
        }
    )
    content = SegmentTable.of(layout, gaps=True).format.read(file, scope)
    content.sample_name, content.sample_names = sample, samples
    return content


FORMATS = [
    replace(
        SegmentTable.of(_LAYOUT).format, recognize=_is_bins, read=_read_bins, samples="columns"
    ),
]
