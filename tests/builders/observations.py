"""What readers give to detection, and the samples it is of: calls in GRCh38 that pass."""

from typing import Any

from annotator.model.context import Sample
from annotator.model.observations import (
    DepthObservation,
    FusionEnd,
    FusionObservation,
    GeneCopiesObservation,
    InputFile,
    SegmentObservation,
    SmallVariantObservation,
    Source,
)

EML4_E13 = FusionEnd(gene="EML4", chrom="chr2", position=42295516, strand="+")
EML4_E6B = FusionEnd(gene="EML4", chrom="chr2", position=42264951, strand="+")
ALK_E20 = FusionEnd(gene="ALK", chrom="chr2", position=29223528, strand="-")
CD74_E6 = FusionEnd(gene="CD74", chrom="chr5", position=150404680, strand="-")
ROS1_E34 = FusionEnd(gene="ROS1", chrom="chr6", position=117324415, strand="-")


def fusion(
    five: FusionEnd = EML4_E13, three: FusionEnd = ALK_E20, **more: Any
) -> FusionObservation:
    """A row of an RNA caller in GRCh38 with 20 + 5 reads."""
    defaults: dict[str, Any] = {
        "caller": "star_fusion",
        "assay": "rna",
        "five_prime": five,
        "three_prime": three,
        "junction": "sense",
        "split_reads": 20,
        "spanning_reads": 5,
        "raw_breakpoints": f"{five.chrom}:{five.position}|{three.chrom}:{three.position}",
        "source": Source(file="a.tsv", line=2),
    }
    return FusionObservation(**(defaults | more))


def variant(
    position: int, ref: str, alt: str, chrom: str = "chr2", **more: Any
) -> SmallVariantObservation:
    """A passing allele at 20 % of 500 reads."""
    defaults: dict[str, Any] = {
        "caller": "mutect2",
        "chrom": chrom,
        "position": position,
        "ref": ref,
        "alt": alt,
        "filters": [],
        "depth": 500,
        "alt_reads": 100,
        "vaf": 0.2,
        "source": Source(file="a.vcf", line=9),
    }
    return SmallVariantObservation(**(defaults | more))


G1202R = variant(29220747, "C", "T")
L1196M = variant(29220765, "G", "T")


def segment(
    start: int, end: int, log2: float | None, chrom: str = "chr7", **more: Any
) -> SegmentObservation:
    """A segment of CNVkit, of chromosome 7 where no other is named."""
    defaults: dict[str, Any] = {
        "caller": "cnvkit",
        "chrom": chrom,
        "start": start,
        "end": end,
        "log2_ratio": log2,
        "source": Source(file="a.cns", line=2),
    }
    return SegmentObservation(**(defaults | more))


def gene_copies(gene: str, method: str, **more: Any) -> GeneCopiesObservation:
    """What a laboratory reports of the copies of one gene; FISH counts in tumor cells alone."""
    defaults: dict[str, Any] = {
        "caller": method,
        "gene": gene,
        "method": method,
        "purity_corrected": method == "fish",
        "source": Source(file="lab.tsv", line=2),
    }
    return GeneCopiesObservation(**(defaults | more))


def depth(
    start: int, end: int, value: float = 900, chrom: str = "chr2", **more: Any
) -> DepthObservation:
    """A stretch of chromosome 2 at 900 reads, where nothing else is said; 1-based, inclusive."""
    defaults: dict[str, Any] = {
        "chrom": chrom,
        "start": start,
        "end": end,
        "depth": value,
        "source": Source(file="d.bed", line=1),
    }
    return DepthObservation(**(defaults | more))


def input_file(role: str, name: str | None = None, **more: Any) -> InputFile:
    """A file that was read; its name and its format are those of its role."""
    defaults: dict[str, Any] = {
        "role": role,
        "name": name or f"{role}.x",
        "format": role,
        "sha256": "0",
        "bytes": 1,
    }
    return InputFile(**(defaults | more))


def sample(**more: Any) -> Sample:
    """Sample S in GRCh38; nothing is known of the tumor."""
    defaults: dict[str, Any] = {"id": "S", "genome_build": "GRCh38"}
    return Sample(**(defaults | more))
