"""QDNAseq `.seg` as `exportSEG` writes it: the altered segments alone.

The mean is log2 against the mean of the sample, not corrected for purity.
"""

from annotator.readers.tables.segments import SegmentTable

FORMATS = [
    SegmentTable(
        name="qdnaseq",
        recognized_by="header with SAMPLE_NAME, CHROMOSOME, START, STOP, LOG2_RATIO_MEAN",
        place=("CHROMOSOME", "START", "STOP"),
        caller="qdnaseq",
        ratio="LOG2_RATIO_MEAN",
        weights=("DATAPOINTS",),
        sample="SAMPLE_NAME",
    ).format
]
