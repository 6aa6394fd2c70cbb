"""DRAGEN: the coverage report by region of a BED, with or without names of the regions."""

from annotator.readers.format import About
from annotator.readers.tables.depth_table import Columns, DepthTable

FORMATS = [
    DepthTable(
        name="dragen_coverage",
        about=About(
            title="DRAGEN, coverage report",
            files="`cov_report.bed`",
            link="https://support-docs.illumina.com/SW/DRAGEN_v39/Content/SW/DRAGEN/"
            "CoverageReport.htm",
        ),
        recognized_by="header #chrom with start, end, total_cvg, mean_cvg, min_cvg",
        columns=Columns("chrom", "start", "end", "mean_cvg"),
        also=("total_cvg", "min_cvg"),
        base=0,
    ).format
]
