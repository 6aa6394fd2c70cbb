"""The base of every document of the program, and the words that several of them share."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

SchemaVersion = Literal["1.0"]
SCHEMA_VERSION: SchemaVersion = "1.0"

GenomeBuild = Literal["GRCh37", "GRCh38"]
BUILDS: tuple[GenomeBuild, GenomeBuild] = ("GRCh37", "GRCh38")
OTHER_BUILD: Mapping[GenomeBuild, GenomeBuild] = {"GRCh37": "GRCh38", "GRCh38": "GRCh37"}
Specimen = Literal["tissue", "plasma"]
Assay = Literal["rna", "dna"]
RnaQuality = Literal["adequate", "inadequate"]
DiseaseSetting = Literal["advanced", "resected"]
DriverTest = Literal["fish", "ihc", "rna", "dna", "report"]
"""The test that showed a driver before; `report`: an earlier report, its method not stated."""
StopReason = Literal["progression", "toxicity", "completed"]
"""Why a course ended; `completed`: given to its planned end."""
CourseSetting = Literal["adjuvant"]
NameCheck = Literal["strict", "warn", "off"]
"""What becomes of a file whose name of the sample is unlike those of the row: refused, read with a
warning, or read without a word."""
Strand = Literal["+", "-"]


class Interval(NamedTuple):
    """A stretch of a chromosome, 1-based inclusive."""

    chrom: str
    start: int
    end: int

    def overlap(self, other: "Interval") -> int:
        """The number of bases that both intervals contain."""
        if self.chrom != other.chrom:
            return 0
        return max(0, min(self.end, other.end) - max(self.start, other.start) + 1)

    def contains(self, chrom: str, position: int) -> bool:
        """Whether a 1-based position lies in the interval."""
        return self.chrom == chrom and self.start <= position <= self.end


Result = Literal["present", "absent", "no_call", "indeterminate", "not_assessed"]
"""Result of looking for a target: the HL7 words, and `not_assessed` where no such data was given.

`no_call`: looked, data too thin. `indeterminate`: data contradict or are borderline.
"""
RESULTS: tuple[Result, ...] = ("present", "indeterminate", "no_call", "not_assessed", "absent")
"""Of several targets the first of these is the answer: absence only where all are absent."""
Effect = Literal["sensitive", "reduced", "resistant", "conflicting", "unknown"]
Phase = Literal["cis", "trans", "unknown"]
Frame = Literal["in_frame", "out_of_frame", "unknown"]
FusionEvent = Literal["fusion", "deletion", "exon_skipping", "duplication", "inversion"]
"""`fusion` joins two genes; the others are junctions within one gene.

`deletion` leaves out exons in DNA, `exon_skipping` in RNA, `duplication` repeats exons.
"""
FusionRole = Literal["driver", "off_target"]
MutationRole = Literal["on_target", "met_kinase", "bypass", "polymorphism", "other"]
CopyNumberRole = Literal["target", "bypass", "context"]
FusionOrientation = Literal["productive", "reciprocal", "unknown"]
FusionClass = Literal["driver", "likely_driver", "needs_confirmation", "not_functional"]
KinaseState = Literal["retained", "partial", "lost", "unknown"]
CopyNumberLevel = Literal["none", "gain", "polysomy", "low", "intermediate", "high"]
"""The lowest first."""
Focality = Literal["focal", "arm_level", "unknown"]
Loss = Literal["homozygous", "heterozygous"]
OptionCategory = Literal["preferred", "alternative", "investigational", "avoid"]
"""The best first."""
Curation = Literal["verified", "unverified"]


class Model(BaseModel):
    """Immutable, closed pydantic model: an unknown field is an error, not lost data."""

    model_config = ConfigDict(extra="forbid", frozen=True)
