"""`.seg` of IGV, DNAcopy, TCGA and cBioPortal. The scale of its means is not in the file.

The same columns hold log2, log10 and linear ratios, so the scale has to be said by the format.
"""

from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Scope
from annotator.readers.tables.segments import Scale, SegmentTable
from annotator.readers.tables.table import TableShape, header_of

_PLACE = ("chrom", "loc.start", "loc.end")
_MEAN = "seg.mean"
_SHAPE = TableShape(
    aliases={
        "Sample": "ID",
        "Chromosome": "chrom",
        "Start": "loc.start",
        "End": "loc.end",
        "Num_Probes": "num.mark",
        "Segment_Mean": _MEAN,
        "sampleName": "ID",
        "chromosome": "chrom",
        "start": "loc.start",
        "end": "loc.end",
        "nbrOfLoci": "num.mark",
        "mean": _MEAN,
    }
)
_SCALES: tuple[Scale, ...] = ("log2", "log10", "linear")


def _is_seg(head: list[str]) -> bool:
    return set(header_of(head, _SHAPE)).issuperset(("ID", *_PLACE, _MEAN))


def _refuse(file: DataFile, _scope: Scope) -> Content:
    raise file.problem(
        "the scale of the segment means is not in a .seg file",
        expected="the scale, said by the format: " + " or ".join(f"seg_{s}=path" for s in _SCALES),
        advice="Most tools write log2; ask the one who made the file.",
    )


FORMATS = [
    Format(
        name="seg",
        role="copy_number",
        recognized_by="header with ID, chrom, loc.start, loc.end, seg.mean: asks for the scale",
        coordinates="1-based",
        recognize=_is_seg,
        read=_refuse,
    ),
    *(
        SegmentTable(
            name=f"seg_{scale}",
            recognized_by=f"forced alone (seg_{scale}=path): a .seg whose means are {scale} ratios",
            place=_PLACE,
            caller="seg",
            whole=False,
            ratio=_MEAN,
            scale=scale,
            weights=("num.mark",),
            sample="ID",
            shape=_SHAPE,
            forced_only=True,
        ).format
        for scale in _SCALES
    ),
]
