"""`.seg` of IGV, DNAcopy, TCGA and cBioPortal. The scale of its means is not in the file.

The same columns hold log2, log10 and linear ratios, so the scale has to be said by the format.
"""

from dataclasses import replace

from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Scope
from annotator.readers.tables.segment_layout import Scale, SegmentLayout
from annotator.readers.tables.segments import SegmentTable
from annotator.readers.tables.table import header_of

_LAYOUT = SegmentLayout(
    name="seg",
    title="SEG",
    files="`.seg` of IGV, DNAcopy, TCGA, cBioPortal",
    note="nothing: the scale of the ratio is not in the file, and has to be said by the format",
    tested_on_real_file=True,
    recognized_by="header with ID, chrom, loc.start, loc.end, seg.mean: asks for the scale",
    sample="ID",
    chrom="chrom",
    start="loc.start",
    end="loc.end",
    exponents=True,
    ratio="seg.mean",
    weights=["num.mark"],
    aliases={
        "Sample": "ID",
        "Chromosome": "chrom",
        "Start": "loc.start",
        "End": "loc.end",
        "Num_Probes": "num.mark",
        "Segment_Mean": "seg.mean",
        "sampleName": "ID",
        "chromosome": "chrom",
        "start": "loc.start",
        "end": "loc.end",
        "nbrOfLoci": "num.mark",
        "mean": "seg.mean",
    },
)
_SCALES: tuple[Scale, ...] = ("log2", "log10", "linear")
_TESTED: frozenset[Scale] = frozenset({"log2", "log10"})


def _is_seg(head: list[str]) -> bool:
    return set(header_of(head, _LAYOUT.shape)).issuperset(("ID", *_LAYOUT.required))


def _refuse(file: DataFile, _scope: Scope) -> Content:
    raise file.problem(
        "the scale of the segment means is not in a .seg file",
        expected="the scale, said by the format: " + " or ".join(f"seg_{s}=path" for s in _SCALES),
        advice="Most tools write log2; ask the one who made the file.",
    )


def _with_scale(scale: Scale) -> Format:
    layout = _LAYOUT.model_copy(
        update={
            "name": f"seg_{scale}",
            "caller": "seg",
            "title": f"SEG, {scale}",
            "note": f"the ratio, {scale}",
            "tested_on_real_file": scale in _TESTED,
            "recognized_by": f"forced alone (seg_{scale}=path): a .seg whose means are {scale} "
            "ratios",
            "scale": scale,
        }
    )
    return SegmentTable.of(layout, forced_only=True).format


FORMATS = [
    replace(SegmentTable.of(_LAYOUT).format, recognize=_is_seg, read=_refuse),
    *(_with_scale(scale) for scale in _SCALES),
]
