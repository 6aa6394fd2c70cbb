"""ichorCNA `.seg.txt`: segments of plasma; Corrected_Copy_Number counts where it is there."""

from annotator.readers.segment_table import SegmentTable

_PLACE = ("chrom", "start", "end")
_RATIO = "seg.median.logR"

FORMATS = [
    SegmentTable(
        name=name,
        told_by=f"header with ID, chrom, start, end, seg.median.logR, {copies}",
        place=_PLACE,
        caller="ichorcna",
        whole=False,
        ratio=_RATIO,
        copies=(copies,),
        corrected=True,
        weights=("num.mark",),
        sample="ID",
        also=(copies,),
        unlike=unlike,
    ).format
    for name, copies, unlike in (
        ("ichorcna", "Corrected_Copy_Number", ()),
        ("ichorcna_older", "copy.number", ("Corrected_Copy_Number",)),
    )
]
