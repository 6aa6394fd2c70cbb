"""Picard CollectHsMetrics and CollectTargetedPcrMetrics: coverage by target."""

from annotator.readers.format import About
from annotator.readers.tables.depth_table import Columns, DepthTable

FORMATS = [
    DepthTable(
        name="picard_per_target",
        about=About(
            title="Picard, coverage by target",
            files="PER_TARGET_COVERAGE of CollectHsMetrics, CollectTargetedPcrMetrics",
            link="https://broadinstitute.github.io/picard/",
        ),
        recognized_by="header with chrom, start, end, mean_coverage, normalized_coverage, pct_0x",
        columns=Columns("chrom", "start", "end", "mean_coverage"),
        also=("normalized_coverage", "pct_0x"),
        base=1,
    ).format
]
