"""What one observed junction is: its kinase, partner, order, exons, frame and kinase domain.

A fusion is told by where its breakpoints lie, not by the names that a caller wrote. Exons, frame
and kinase domain come from the gene models, so they do not depend on the caller either.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.detection.fusions.fusion_transcript import (
    fusion_exons,
    fusion_side,
    kept_by_five_prime,
    kinase_state,
)
from annotator.detection.fusions.genes import UNKNOWN, JunctionGenes, Place
from annotator.detection.fusions.intragenic import WithinGene, within_gene
from annotator.detection.fusions.order import against_borders, in_order
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.base import Frame, FusionEvent, FusionOrientation, KinaseState
from annotator.model.findings import FusionExon, FusionPartner
from annotator.model.observations import FusionEnd, FusionObservation, JunctionKind
from annotator.model.tables import (
    DetectionTables,
    FunctionalRegion,
    FusionKinase,
    FusionVariant,
)
from annotator.reference import Genome, Join, Transcript, frame


@dataclass(frozen=True, slots=True)
class FusionJunction:
    """One observed junction with what the gene models say of it.

    `kind` is how the sides meet, after their strands were compared with those of their genes.
    `partner_place` is where the partner breaks. `label` and `functional` are of a junction
    within one gene. `variants` are the named exon joins: in DNA those that splicing may make of it.
    `canonical` is None where the kinase has no usual exons or none is reached.
    """

    observation: FusionObservation
    kinase: FusionKinase
    partner: str
    kind: JunctionKind
    orientation: FusionOrientation
    five_prime: FusionPartner
    three_prime: FusionPartner
    frame: Frame
    kinase_domain: KinaseState
    kinase_residues: str | None = None
    exons: tuple[FusionExon, ...] = ()
    variants: tuple[FusionVariant, ...] = ()
    partner_place: Place | None = None
    event: FusionEvent = "fusion"
    label: str | None = None
    functional: FunctionalRegion | None = None
    canonical: bool | None = None
    read_through: bool = False

    @property
    def reads(self) -> int:
        """Split and spanning reads of the row."""
        return (self.observation.split_reads or 0) + (self.observation.spanning_reads or 0)

    @property
    def located(self) -> bool:
        """Whether the caller gave both breakpoints."""
        ends = (self.observation.five_prime, self.observation.three_prime)
        return all(end.place is not None for end in ends)

    @property
    def open_order(self) -> bool:
        """Whether it is not told which product this is, and nothing speaks against either."""
        return self.orientation == "unknown" and self.kind in ("sense", "unknown")

    @property
    def partner_named(self) -> bool:
        """Whether the gene models or the caller name a gene at the other side."""
        return self.partner != UNKNOWN


class JunctionJudge:
    """Judges the junctions of one sample."""

    def __init__(
        self,
        genome: Genome,
        tables: DetectionTables,
        classes: FunctionalClasses,
    ) -> None:
        """`tables` name the kinases, the known exon joins and the limits."""
        self.genome = genome
        self.tables = tables
        self.classes = classes
        self.genes = JunctionGenes(genome, tables)

    def judge(self, observation: FusionObservation) -> FusionJunction | None:
        """The junction, or None where it joins nothing of the kinases.

        Raises InputProblem where a row names a kinase that lies there in another build.
        """
        tolerance = self.tables.limits.breakpoint_tolerance
        ordered = in_order(observation, self.genome, tolerance)
        first, last = self.genes.kinases_of(ordered)
        if first and last and first.gene == last.gene:
            return self._within(ordered, last) if self._looks_within(last) else None
        if (first or last) and against_borders(ordered, self.genome, tolerance):
            message = (
                f"{observation.raw_breakpoints} starts at the start of an exon and continues at "
                "the end of one: the order of the two genes may be reversed"
            )
            self.genes.note("order_disagrees", message, observation)
        if ordered.ordered:
            if last:
                return self._with_kinase_last(ordered, last)
            return self._with_kinase_first(ordered, first) if first else None
        if first and (last is None or (first.role, last.role) == ("driver", "off_target")):
            return self._without_order(_turned(ordered), first)
        return self._without_order(ordered, last) if last else None

    def _looks_within(self, kinase: FusionKinase) -> bool:
        """Whether changes within the gene are looked at: of drivers, and where a class is known."""
        return kinase.role == "driver" or self.classes.has_exon_of(kinase.gene)

    def _without_order(
        self, observation: FusionObservation, kinase: FusionKinase
    ) -> FusionJunction:
        """The kinase is taken to be the 3' side, unless only the 5' one would keep its domain.

        The orientation stays unknown.
        """
        found = self._with_kinase_last(observation, kinase)
        if kinase.kept_side == "either" and found.kinase_domain == "lost":
            return self._with_kinase_first(_turned(observation), kinase)
        return found

    def _with_kinase_last(
        self, observation: FusionObservation, kinase: FusionKinase
    ) -> FusionJunction:
        five, three = observation.five_prime, observation.three_prime
        tolerance = self.tables.limits.breakpoint_tolerance
        transcript = self.genome.transcript(kinase.gene)
        partner = self.genes.partner(five, observation)
        other, donor = self._donor(partner, five)
        acceptor = three.position and transcript.acceptor_join(three.position, tolerance)
        acceptor = acceptor or None
        kind = _kind(observation, ((five, other), (three, transcript)))
        readable = kind in ("sense", "unknown")
        joins = (kinase.gene, partner, donor, acceptor)
        variants = self._variants(observation, joins) if readable else []
        domain = self.genome.reference.kinase_domain(kinase.gene)
        state, residues = kinase_state(acceptor, transcript, domain) if readable else ("lost", None)
        read = self._frame(observation, donor, acceptor, variants) if readable else "unknown"
        other_way = kinase.kept_side == "either" and state == "lost"
        return FusionJunction(
            observation=observation,
            kinase=kinase,
            partner=partner,
            kind=kind,
            orientation=_orientation(
                observation, kind, "reciprocal" if other_way else "productive"
            ),
            five_prime=fusion_side(partner, other, donor, five),
            three_prime=fusion_side(kinase.gene, transcript, acceptor, three),
            frame=read,
            kinase_domain=state,
            kinase_residues=residues,
            exons=fusion_exons(other, donor, transcript, acceptor, domain),
            variants=tuple(variants),
            partner_place=five.place,
            canonical=_canonical(kinase, acceptor, observation),
            read_through=self._read_through(other, transcript),
        )

    def _with_kinase_first(
        self, observation: FusionObservation, kinase: FusionKinase
    ) -> FusionJunction:
        """The kinase gene gives the 5' part: the kinase is lost, unless that part may keep it.

        Where it is lost, this is the reciprocal product.
        """
        five, three = observation.five_prime, observation.three_prime
        tolerance = self.tables.limits.breakpoint_tolerance
        partner = self.genes.partner(three, observation)
        transcript = self.genome.transcript(kinase.gene)
        donor = (five.position and transcript.donor_join(five.position, tolerance)) or None
        other = self.genome.find_transcript(partner)
        acceptor = None
        if other and three.position:
            acceptor = other.acceptor_join(three.position, tolerance)
        kind = _kind(observation, ((five, transcript), (three, other)))
        domain = self.genome.reference.kinase_domain(kinase.gene)
        state: KinaseState = "lost" if _placed(observation) else "unknown"
        residues = None
        if kinase.kept_side == "either" and kind in ("sense", "unknown"):
            state, residues = kept_by_five_prime(donor, transcript, domain)
        kept = state in ("retained", "partial")
        product: FusionOrientation = "productive" if kept else "reciprocal"
        return FusionJunction(
            observation=observation,
            kinase=kinase,
            partner=partner,
            kind=kind,
            orientation=_orientation(observation, kind, product),
            five_prime=fusion_side(kinase.gene, transcript, donor, five),
            three_prime=fusion_side(partner, other, acceptor, three),
            frame=self._frame(observation, donor, acceptor, []),
            kinase_domain=state,
            kinase_residues=residues,
            exons=fusion_exons(transcript, donor, other, acceptor, domain) if kept else (),
            partner_place=three.place,
            read_through=kept and other is not None and self._read_through(transcript, other),
        )

    def _within(
        self, observation: FusionObservation, kinase: FusionKinase
    ) -> FusionJunction | None:
        """A junction within the gene: exons that it leaves out or repeats, else a warning."""
        transcript = self.genome.transcript(kinase.gene)
        domain = self.genome.reference.kinase_domain(kinase.gene)
        found: WithinGene | None = None
        unseen = "is given without positions: its effect on the exons is not known"
        if observation.five_prime.place and observation.three_prime.place:
            tolerance = self.tables.limits.breakpoint_tolerance
            found = within_gene(observation, transcript, domain, tolerance)
            unseen = "changes no exon"
        if found is None:
            message = f"a junction within {kinase.gene} ({observation.raw_breakpoints}) {unseen}"
            self.genes.note("intragenic_event", message, observation)
            return None
        region = self.classes.left_out(kinase.gene, found.donor, found.acceptor)
        return FusionJunction(
            observation=observation,
            kinase=kinase,
            partner=kinase.gene,
            kind=observation.junction,
            orientation="unknown",
            five_prime=fusion_side(kinase.gene, transcript, found.donor, observation.five_prime),
            three_prime=fusion_side(
                kinase.gene, transcript, found.acceptor, observation.three_prime
            ),
            frame=found.frame,
            kinase_domain=found.kinase_domain,
            event=found.event,
            label=region.functional_class if region else f"{kinase.gene} {found.label}",
            functional=region,
        )

    @staticmethod
    def _frame(
        observation: FusionObservation,
        donor: Join | None,
        acceptor: Join | None,
        variants: Sequence[FusionVariant],
    ) -> Frame:
        """The frame by the gene models; where they cannot tell, what the caller wrote.

        They cannot where RNA ends inside an intron (no known exon), or DNA inside an exon (its
        splicing is not known).
        """
        unreadable = "intron" if observation.assay == "rna" else "exon"
        if not variants and any(j and j.place == unreadable for j in (donor, acceptor)):
            return observation.frame
        told = frame(donor, acceptor, variants[0].inserted if variants else 0)
        return observation.frame if told == "unknown" else told

    def _donor(self, partner: str, end: FusionEnd) -> tuple[Transcript | None, Join | None]:
        """The partner's transcript and exon: of several transcripts, one that ends there."""
        transcripts = self.genome.transcripts(partner)
        if end.position is None:
            return (transcripts[0] if transcripts else None), None
        tolerance = self.tables.limits.breakpoint_tolerance
        joins = [(each, each.donor_join(end.position, tolerance)) for each in transcripts]
        for transcript, join in joins:
            if join is not None and join.at_boundary:
                return transcript, join
        return joins[0] if joins else (None, None)

    def _variants(
        self, observation: FusionObservation, joins: tuple[str, str, Join | None, Join | None]
    ) -> list[FusionVariant]:
        """The named exon joins of a junction of kinase and partner.

        In RNA the one that breaks within tolerance of it. In DNA those of the exons that the
        introns join, when splicing loses or adds nothing at the 3' side.
        """
        kinase, partner, donor, acceptor = joins
        if donor is None or acceptor is None:
            return []
        named = [
            variant
            for variant in self.tables.fusion_variants
            if (variant.gene, variant.partner) == (kinase, partner)
            and variant.five_prime_exon == donor.exon
            and variant.three_prime_exon == acceptor.exon
        ]
        if observation.assay == "dna":
            whole = "exon" not in (donor.place, acceptor.place)
            return [each for each in named if whole and each.three_prime_offset == 0]
        tolerance = self.tables.limits.breakpoint_tolerance
        return [
            each
            for each in named
            if abs(each.offset - donor.offset) <= tolerance
            and abs(each.three_prime_offset - acceptor.offset) <= tolerance
        ][:1]

    def _read_through(self, five: Transcript | None, three: Transcript) -> bool:
        """Whether the 5' gene lies before the 3' gene, near it and on its strand."""
        if five is None or (five.chrom, five.strand) != (three.chrom, three.strand):
            return False
        distance = three.start - five.end if three.strand == "+" else five.start - three.end
        return 0 <= distance <= self.tables.limits.read_through_distance


def _turned(observation: FusionObservation) -> FusionObservation:
    """The row with its sides the other way round."""
    sides = {"five_prime": observation.three_prime, "three_prime": observation.five_prime}
    return observation.model_copy(update=sides)


def _kind(
    observation: FusionObservation, sides: Sequence[tuple[FusionEnd, Transcript | None]]
) -> JunctionKind:
    """How the sides meet; antisense where one is transcribed against its gene."""
    if observation.junction not in ("sense", "unknown"):
        return observation.junction
    against = any(
        end.strand is not None and gene is not None and end.strand != gene.strand
        for end, gene in sides
    )
    return "antisense" if against else observation.junction


def _orientation(
    observation: FusionObservation, kind: JunctionKind, product: FusionOrientation
) -> FusionOrientation:
    """The product, where genes and places tell it: the order of two names alone does not."""
    return product if kind == "sense" and _placed(observation) else "unknown"


def _placed(observation: FusionObservation) -> bool:
    """Whether the caller gave any breakpoint."""
    return bool(observation.five_prime.place or observation.three_prime.place)


def _canonical(
    kinase: FusionKinase, acceptor: Join | None, observation: FusionObservation
) -> bool | None:
    """Whether the kinase part begins with a usual exon: at its border, or in the intron before."""
    if not kinase.canonical_exons or acceptor is None:
        return None
    whole = ("boundary", "intron") if observation.assay == "dna" else ("boundary",)
    return acceptor.exon in kinase.canonical_exons and acceptor.place in whole


def under_name(junction: FusionJunction, partner: str) -> FusionJunction:
    """The junction under another name of its partner."""
    five, three = junction.five_prime, junction.three_prime
    if three.gene == junction.kinase.gene:
        five = five.model_copy(update={"gene": partner})
    else:
        three = three.model_copy(update={"gene": partner})
    return replace(junction, partner=partner, five_prime=five, three_prime=three)
