"""What the rows of one event show together: the row that stands for it, its frame, its reads.

RNA that is expressed in frame outranks the geometry of one DNA junction; rows that a caller
filtered, or that have no reads, count only where no other row shows the event.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.detection.fusions.junctions import FusionJunction
from annotator.model.base import Assay, Frame


@dataclass(frozen=True, slots=True)
class EventEvidence:
    """The rows of one event, RNA and DNA of all callers."""

    junctions: tuple[FusionJunction, ...]
    """All rows."""
    main: FusionJunction
    """The row that stands for the event."""
    counted: tuple[FusionJunction, ...]
    """The rows whose reads count: of the same product as `main`, and passed where any is."""
    frame: Frame
    """The reading frame."""
    frame_from: Assay
    """The assay that gives the frame: RNA where it says any."""
    assay: Assay
    """The assay that shows the event: RNA where a counted row is of RNA."""
    filtered: bool
    """Whether callers filtered every row of the same product as `main`."""

    @classmethod
    def of(cls, junctions: Sequence[FusionJunction]) -> "EventEvidence":
        """Weigh the rows of one event."""
        main = max([*filter(_shows_transcript, junctions)] or junctions, key=_rank)
        alike = [junction for junction in junctions if _agree(junction, main)]
        passed = [junction for junction in alike if junction.passed] or alike
        frame, frame_from = _frame_of(main, passed)
        counted = [j for j in passed if not _is_another_isoform(j, frame, frame_from)]
        return cls(
            junctions=tuple(junctions),
            main=main,
            counted=tuple(counted),
            frame=frame,
            frame_from=frame_from,
            assay=assays_of(counted)[0],
            filtered=all(junction.observation.filters for junction in alike),
        )

    @property
    def both_assays(self) -> bool:
        """Whether rows of RNA and of DNA that passed join the two genes, in any orientation."""
        return len(assays_of(junction for junction in self.junctions if junction.passed)) > 1

    @property
    def of_rna(self) -> tuple[FusionJunction, ...]:
        """All rows of RNA."""
        return tuple(j for j in self.junctions if j.observation.assay == "rna")


def assays_of(junctions: Iterable[FusionJunction]) -> list[Assay]:
    """The assays of some rows, RNA first."""
    return sorted({junction.observation.assay for junction in junctions}, key=("rna", "dna").index)


def _shows_transcript(junction: FusionJunction) -> bool:
    """Whether a row of RNA shows where the genes are joined and with what frame.

    Such a row stands before what breakpoints in DNA predict.
    """
    placed = junction.located and junction.orientation == "productive"
    in_rna = junction.observation.assay == "rna"
    return in_rna and junction.passed and placed and junction.frame != "unknown"


def _agree(junction: FusionJunction, main: FusionJunction) -> bool:
    """Whether a row shows the product that the main row shows.

    Names of RNA without an orientation may be of either product. DNA without one supports no RNA
    by its reads.
    """
    if junction.in_sense != main.in_sense:
        return False
    if junction.observation.assay == "dna" and main.observation.assay == "rna":
        return main.event != "fusion" or junction.orientation == main.orientation != "unknown"
    return junction.orientation == main.orientation or junction.open_order


def _frame_of(main: FusionJunction, rows: Sequence[FusionJunction]) -> tuple[Frame, Assay]:
    """The reading frame of an event and the assay that gives it: RNA where it says any."""
    of_rna = main.observation.assay == "rna"
    if main.event != "fusion" or (of_rna and main.frame != "unknown"):
        return main.frame, main.observation.assay
    written = {junction.frame for junction in rows if junction.observation.assay == "rna"}
    for frame in ("in_frame", "out_of_frame"):
        if frame in written:
            return frame, "rna"
    return main.frame, main.observation.assay


def _is_another_isoform(junction: FusionJunction, frame: Frame, frame_from: Assay) -> bool:
    """Whether a row of RNA is out of frame beside another one that is in frame."""
    in_rna = junction.observation.assay == frame_from == "rna"
    return in_rna and (junction.frame, frame) == ("out_of_frame", "in_frame")


def _rank(junction: FusionJunction) -> tuple[bool, bool, bool, bool, bool, bool, bool, bool, int]:
    """The sort key of the junction that represents the event.

    Rows that passed and join the genes in their sense come first. Of them an in-frame transcript,
    or breakpoints that predict one: the geometry of one DNA junction does not outrank RNA. Then the
    most functional and the best supported.
    """
    retained = junction.kinase_domain == "retained"
    at_border = junction.five_prime.at_exon_boundary and junction.three_prime.at_exon_boundary
    productive = junction.orientation == "productive"
    of_dna = junction.observation.assay == "dna"
    expressed = not of_dna and junction.in_sense and junction.frame == "in_frame"
    predicted = of_dna and productive and retained and junction.frame != "out_of_frame"
    return (
        junction.in_sense and junction.passed,
        expressed or predicted,
        productive,
        retained,
        junction.frame == "in_frame" and junction.orientation != "reciprocal",
        not of_dna,
        bool(at_border or junction.variants),
        junction.located,
        junction.reads,
    )
