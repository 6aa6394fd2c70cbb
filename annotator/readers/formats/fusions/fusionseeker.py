"""FusionSeeker `confident_genefusion.txt` of long reads: the order of the two genes is not told.

Breakpoints are those of aligned reads, some bases off the exon border.
"""

from annotator.readers.tables.fusions import FusionTable
from annotator.readers.tables.layout import FusionLayout, Side

_LAYOUT = FusionLayout(
    name="fusionseeker",
    ordered=False,
    five_prime=Side(gene="Gene1", chrom="Chrom1", position="Breakpoint1"),
    three_prime=Side(gene="Gene2", chrom="Chrom2", position="Breakpoint2"),
    split_reads=["NumSupp"],
)
FORMATS = [FusionTable.of(_LAYOUT, "header with Gene1, Gene2, NumSupp, Chrom1, Breakpoint1").format]
