"""GATK copy ratios: called and modelled segments, and denoised bins, under a SAM header.

The ratio is log2 against the panel of normals, not corrected for purity. The calls `+`, `0` and
`-` are relative to the sample's own spread and are not used.
"""

from annotator.readers.build import BuildEvidence, sam_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.tables.segments import SegmentTable
from annotator.readers.tables.table import TableShape

_PLACE = ("CONTIG", "START", "END")
_SHAPE = TableShape(preamble="@")
_LOG2 = {
    "gatk_called": ("MEAN_LOG2_COPY_RATIO", "called.seg, cr.seg"),
    "gatk_model": ("LOG2_COPY_RATIO_POSTERIOR_50", "modelFinal.seg; the median is read"),
    "gatk_denoised": ("LOG2_COPY_RATIO", "denoisedCR.tsv, bins"),
}


def _build_evidence(file: DataFile) -> list[BuildEvidence]:
    return sam_build_evidence(file)


FORMATS = [
    SegmentTable(
        name=name,
        recognized_by=f"header with CONTIG, START, END, {column} ({files})",
        place=_PLACE,
        caller="gatk",
        ratio=column,
        weights=("NUM_POINTS_COPY_RATIO",),
        shape=_SHAPE,
        build_evidence=_build_evidence,
    ).format
    for name, (column, files) in _LOG2.items()
]
