"""CNVkit: segments (`.cns`, `.call.cns`, `segmetrics`), bins (`.cnr`) and `genemetrics`.

The start is 0-based and log2 is relative to a diploid reference. All rows of the chromosomes of
the loci are kept, since a gene is judged against its arm. A `.call.cns` does not say whether it
was corrected for purity.
"""

from annotator.readers.tables.segments import SegmentTable

_PLACE = ("chromosome", "start", "end")
_START = "0-based start"

FORMATS = [
    SegmentTable(
        name="cnvkit",
        recognized_by="header with chromosome, start, end, gene, log2, probes (.cns, .call.cns)",
        place=_PLACE,
        caller="cnvkit",
        coordinates=_START,
        zero_based=True,
        ratio="log2",
        copies=("cn",),
        overlaps="gene",
        weights=("weight", "probes"),
        also=("probes",),
        first="chromosome",
    ).format,
    SegmentTable(
        name="cnvkit_cnr",
        recognized_by="header with chromosome, start, end, gene, log2, weight: bins (.cnr)",
        place=_PLACE,
        caller="cnvkit",
        coordinates=_START,
        zero_based=True,
        ratio="log2",
        overlaps="gene",
        weights=("weight",),
        also=("weight",),
        first="chromosome",
        unlike=("probes", "n_bins"),
    ).format,
    SegmentTable(
        name="cnvkit_genemetrics",
        recognized_by="first column gene, then chromosome, start, end, log2 (genemetrics)",
        place=_PLACE,
        caller="cnvkit",
        coordinates=_START,
        zero_based=True,
        ratio="log2",
        copies=("cn",),
        gene="gene",
        weights=("weight", "n_bins", "probes"),
        first="gene",
    ).format,
]
