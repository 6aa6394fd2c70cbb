"""ichorCNA, mostly of plasma: `.seg.txt` and `.seg` of segments, `.cna.seg` of bins.

Corrected_Copy_Number counts where it is there. `copy.number` is left out: it goes no higher than
the greatest state of the run, whatever the amplification.
"""

from dataclasses import replace

from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Scope
from annotator.readers.tables.samples import column_of_sample
from annotator.readers.tables.segments import SegmentTable
from annotator.readers.tables.table import header_of

_CORRECTED = "Corrected_Copy_Number"
_RATIO = "seg.median.logR"
_SEGMENTS = SegmentTable(
    name="ichorcna",
    recognized_by=f"header with ID, chrom, start, end, {_RATIO}, {_CORRECTED} (seg.txt)",
    place=("chrom", "start", "end"),
    caller="ichorcna",
    whole=False,
    ratio=_RATIO,
    copies=(_CORRECTED,),
    corrected=True,
    weights=("num.mark",),
    sample="ID",
    also=(_CORRECTED,),
)
_OLDER = replace(
    _SEGMENTS,
    name="ichorcna_older",
    recognized_by=f"header with ID, chrom, start, end, {_RATIO}, copy.number (seg.txt)",
    copies=(),
    corrected=None,
    also=("copy.number",),
    unlike=(_CORRECTED,),
)
_IGV = replace(
    _OLDER,
    name="ichorcna_seg",
    recognized_by="header with sample, chr, start, end, event, copy.number, bins, median (seg)",
    place=("chr", "start", "end"),
    ratio="median",
    weights=("bins",),
    sample="sample",
    also=("event", "copy.number", "bins"),
    unlike=(),
)
_BINS = replace(
    _SEGMENTS, place=("chr", "start", "end"), weights=(), sample=None, also=(), gaps=True
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
    table = replace(
        _BINS,
        ratio=f"{sample}.logR",
        copies=(corrected,) if known else (),
        corrected=True if known else None,
    )
    content = table.format.read(file, scope)
    content.sample_name, content.sample_names = sample, samples
    return content


FORMATS = [
    _SEGMENTS.format,
    _OLDER.format,
    _IGV.format,
    Format(
        name="ichorcna_bins",
        role="copy_number",
        recognized_by="header with chr, start, end, SAMPLE.copy.number, SAMPLE.logR (cna.seg)",
        coordinates="1-based",
        recognize=_is_bins,
        read=_read_bins,
    ),
]
