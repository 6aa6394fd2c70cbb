"""One observed junction by the gene models: kinase, partner, order, exons, frame, kinase domain.

Breakpoints decide which genes are fused, not the names that a caller wrote. Exons, frame and
kinase domain come from the gene models, so they do not depend on the caller either.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.detection.fusions.fusion_transcript import (
    Side,
    fusion_exons,
    fusion_side,
    kept_by_five_prime,
    kinase_state,
)
from annotator.detection.fusions.genes import UNKNOWN, Breakpoint, JunctionGenes
from annotator.detection.fusions.intragenic import WithinGene, within_gene
from annotator.detection.fusions.named_exons import join_of_names
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
    """One observed junction, described by the gene models."""

    observation: FusionObservation
    kinase: FusionKinase
    partner: str
    sense: JunctionKind
    """How the sides join, after their strands were compared with those of their genes."""
    orientation: FusionOrientation
    five_prime: FusionPartner
    three_prime: FusionPartner
    frame: Frame
    kinase_domain: KinaseState
    kinase_residues: str | None = None
    exons: tuple[FusionExon, ...] = ()
    variants: tuple[FusionVariant, ...] = ()
    """The named exon joins; of a DNA junction those that splicing may produce from it."""
    partner_breakpoint: Breakpoint | None = None
    event: FusionEvent = "fusion"
    label: str | None = None
    """The name of an event within one gene."""
    functional: FunctionalRegion | None = None
    """The functional region whose exon an event within one gene leaves out."""
    canonical: bool | None = None
    """Whether the kinase part begins with a usual exon; None where no usual exons are known, or
    no exon is reached."""
    read_through: bool = False
    by_exons: bool = False
    """Whether the caller named the exons that join."""

    @property
    def reads(self) -> int:
        """The number of split and spanning reads of the row."""
        return (self.observation.split_reads or 0) + (self.observation.spanning_reads or 0)

    @property
    def reads_given(self) -> bool:
        """Whether the caller gave a number of reads."""
        row = self.observation
        return row.split_reads is not None or row.spanning_reads is not None

    @property
    def passed(self) -> bool:
        """Whether the row passed its caller's filters and is not one without a read."""
        return not self.observation.filters and (self.reads > 0 or not self.reads_given)

    @property
    def in_sense(self) -> bool:
        """Whether the genes are joined in their sense, and not as the reciprocal product."""
        return self.orientation != "reciprocal" and self.sense in ("sense", "unknown")

    @property
    def located(self) -> bool:
        """Whether the caller gave both breakpoints, or named both exons."""
        ends = (self.observation.five_prime, self.observation.three_prime)
        return self.by_exons or all(end.place is not None for end in ends)

    @property
    def open_order(self) -> bool:
        """Whether the orientation is not known, and either one is possible."""
        return self.orientation == "unknown" and self.sense in ("sense", "unknown")

    @property
    def partner_named(self) -> bool:
        """Whether the gene models or the caller name a gene on the other side."""
        return self.partner != UNKNOWN


class JunctionJudge:
    """Describes the junctions of one sample by the gene models."""

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
        self.unplaced: dict[str, list[str]] = {}
        """The rows of changes within a gene whose exons are not known, by the gene."""

    def judge(self, observation: FusionObservation) -> FusionJunction | None:
        """The junction, or None where it involves no kinase.

        Raises InputProblem where a row names a kinase that lies at its locus in the other build.
        """
        named = join_of_names(
            observation,
            self.genome,
            self.tables.fusion_variants,
            self.tables.limits.named_exon_rounding,
        )
        if named is None:
            return self._judge(observation)
        if named.contradicted:
            message = (
                f"the caller names {observation.exons}, and its breakpoints "
                f"{observation.raw_breakpoints} lie elsewhere: the breakpoints count"
            )
            self.genes.note("exons_disagree", message, observation)
            return self._judge(observation)
        junction = self._judge(named.observation)
        if junction is None:
            return None
        variants = self._of_exons(junction) if named.one_of_several else junction.variants
        return replace(_as_written(junction, observation), variants=variants)

    def _of_exons(self, junction: FusionJunction) -> tuple[FusionVariant, ...]:
        """The named variants of the exons of a junction that join the whole 3' exon."""
        return tuple(
            variant
            for variant in self.tables.fusion_variants
            if (variant.gene, variant.partner) == (junction.kinase.gene, junction.partner)
            and variant.five_prime_exon == junction.five_prime.exon
            and variant.three_prime_exon == junction.three_prime.exon
            and variant.three_prime_offset == 0
        )

    def _judge(self, observation: FusionObservation) -> FusionJunction | None:
        tolerance = self.tables.limits.breakpoint_tolerance
        ordered = in_order(observation, self.genome, tolerance)
        first, last = self.genes.kinases_of(ordered)
        if first and last and first.gene == last.gene:
            return self._within(ordered, last) if self._looks_within(last) else None
        if (first or last) and against_borders(observation, self.genome, tolerance):
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
        """Whether events within the gene are judged: in drivers and genes with a class of them."""
        return kinase.role == "driver" or self.classes.has_exon_of(kinase.gene)

    def _without_order(
        self, observation: FusionObservation, kinase: FusionKinase
    ) -> FusionJunction:
        """Take the kinase as the 3' side, unless its domain is kept only as the 5' side.

        The orientation stays unknown.
        """
        junction = self._with_kinase_last(observation, kinase)
        if kinase.kept_side == "either" and junction.kinase_domain == "lost":
            return self._with_kinase_first(_turned(observation), kinase)
        return junction

    def _with_kinase_last(
        self, observation: FusionObservation, kinase: FusionKinase
    ) -> FusionJunction:
        five, three = observation.five_prime, observation.three_prime
        tolerance = self.tables.limits.breakpoint_tolerance
        transcript = self.genome.transcript(kinase.gene)
        partner = self.genes.partner(five, observation)
        partner_side = self._partner_side(partner, five)
        other, donor = partner_side
        acceptor = None
        if three.position:
            acceptor = transcript.acceptor_join(three.position, tolerance)
        kinase_side = Side(transcript, acceptor)
        sense = _sense(observation, ((five, other), (three, transcript)))
        readable = sense in ("sense", "unknown")
        joins = (kinase.gene, partner, donor, acceptor)
        variants = self._variants(observation, joins) if readable else []
        domain = self.genome.reference.kinase_domain(kinase.gene)
        state, residues = kinase_state(acceptor, transcript, domain) if readable else ("lost", None)
        reading_frame: Frame = "unknown"
        if readable:
            reading_frame = self._frame(observation, donor, acceptor, variants)
        reciprocal = kinase.kept_side == "either" and state == "lost"
        return FusionJunction(
            observation=observation,
            kinase=kinase,
            partner=partner,
            sense=sense,
            orientation=_orientation(
                observation, sense, "reciprocal" if reciprocal else "productive"
            ),
            five_prime=fusion_side(partner, partner_side, five),
            three_prime=fusion_side(kinase.gene, kinase_side, three),
            frame=reading_frame,
            kinase_domain=state,
            kinase_residues=residues,
            exons=fusion_exons(partner_side, kinase_side, domain),
            variants=tuple(variants),
            partner_breakpoint=five.place,
            canonical=_canonical(kinase, acceptor, observation),
            read_through=self._read_through(other, transcript),
        )

    def _with_kinase_first(
        self, observation: FusionObservation, kinase: FusionKinase
    ) -> FusionJunction:
        """The kinase gene is the 5' part, which loses the kinase domain unless it may keep it.

        Where the domain is lost, the junction is the reciprocal product. By names alone that is not
        known, and a frame that the caller writes may be of either product.
        """
        five, three = observation.five_prime, observation.three_prime
        tolerance = self.tables.limits.breakpoint_tolerance
        partner = self.genes.partner(three, observation)
        transcript = self.genome.transcript(kinase.gene)
        donor = None
        if five.position:
            donor = transcript.donor_join(five.position, tolerance)
        other = self.genome.find_transcript(partner)
        acceptor = None
        if other and three.position:
            acceptor = other.acceptor_join(three.position, tolerance)
        kinase_side, partner_side = Side(transcript, donor), Side(other, acceptor)
        sense = _sense(observation, ((five, transcript), (three, other)))
        domain = self.genome.reference.kinase_domain(kinase.gene)
        placed = _placed(observation)
        state: KinaseState = "lost" if placed else "unknown"
        residues = None
        if kinase.kept_side == "either" and sense in ("sense", "unknown"):
            state, residues = kept_by_five_prime(donor, transcript, domain)
        kept = state in ("retained", "partial")
        reading_frame: Frame = "unknown"
        if placed or kinase.kept_side == "either":
            reading_frame = self._frame(observation, donor, acceptor, [])
        product: FusionOrientation = "productive" if kept else "reciprocal"
        return FusionJunction(
            observation=observation,
            kinase=kinase,
            partner=partner,
            sense=sense,
            orientation=_orientation(observation, sense, product),
            five_prime=fusion_side(kinase.gene, kinase_side, five),
            three_prime=fusion_side(partner, partner_side, three),
            frame=reading_frame,
            kinase_domain=state,
            kinase_residues=residues,
            exons=fusion_exons(kinase_side, partner_side, domain) if kept else (),
            partner_breakpoint=three.place,
            read_through=kept and other is not None and self._read_through(transcript, other),
        )

    def _within(
        self, observation: FusionObservation, kinase: FusionKinase
    ) -> FusionJunction | None:
        """A junction within the gene that changes exons; None, with a warning, for any other."""
        transcript = self.genome.transcript(kinase.gene)
        domain = self.genome.reference.kinase_domain(kinase.gene)
        change: WithinGene | None = None
        no_effect = "is given without positions: its effect on the exons is not known"
        if observation.five_prime.place and observation.three_prime.place:
            tolerance = self.tables.limits.breakpoint_tolerance
            change = within_gene(observation, transcript, domain, tolerance)
            no_effect = "changes no exon"
        if change is None:
            message = f"a junction within {kinase.gene} ({observation.raw_breakpoints}) {no_effect}"
            if not (observation.five_prime.place and observation.three_prime.place):
                self.unplaced.setdefault(kinase.gene, []).append(message)
            self.genes.note("intragenic_event", message, observation)
            return None
        region = self.classes.left_out(kinase.gene, change.donor, change.acceptor)
        return FusionJunction(
            observation=observation,
            kinase=kinase,
            partner=kinase.gene,
            sense=observation.junction,
            orientation="unknown",
            five_prime=fusion_side(
                kinase.gene, Side(transcript, change.donor), observation.five_prime
            ),
            three_prime=fusion_side(
                kinase.gene, Side(transcript, change.acceptor), observation.three_prime
            ),
            frame=change.frame,
            kinase_domain=change.kinase_domain,
            event=change.event,
            label=region.functional_class if region else f"{kinase.gene} {change.label}",
            functional=region,
        )

    @staticmethod
    def _frame(
        observation: FusionObservation,
        donor: Join | None,
        acceptor: Join | None,
        variants: Sequence[FusionVariant],
    ) -> Frame:
        """The frame by the gene models; where they do not give it, as the caller wrote it.

        They do not where RNA breaks inside an intron (in no known exon), or DNA inside an exon
        (its splicing is not known).
        """
        unreadable = "intron" if observation.assay == "rna" else "exon"
        if not variants and any(j and j.region == unreadable for j in (donor, acceptor)):
            return observation.frame
        by_models = frame(donor, acceptor, variants[0].inserted if variants else 0)
        return observation.frame if by_models == "unknown" else by_models

    def _partner_side(self, partner: str, end: FusionEnd) -> Side:
        """The partner's transcript and exon; of a transcript with an exon end there if any."""
        transcripts = self.genome.transcripts(partner)
        if end.position is None:
            return Side(transcripts[0] if transcripts else None, None)
        tolerance = self.tables.limits.breakpoint_tolerance
        sides = [Side(t, t.donor_join(end.position, tolerance)) for t in transcripts]
        at_boundary = (side for side in sides if side.join and side.join.at_boundary)
        return next(at_boundary, sides[0] if sides else Side(None, None))

    def _variants(
        self, observation: FusionObservation, joins: tuple[str, str, Join | None, Join | None]
    ) -> list[FusionVariant]:
        """The named exon joins of a junction of kinase and partner.

        For RNA the one whose breakpoints are within the tolerance. For DNA those of the exons
        next to the broken introns, with the whole first exon of the 3' side.
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
            whole = "exon" not in (donor.region, acceptor.region)
            return [variant for variant in named if whole and variant.three_prime_offset == 0]
        tolerance = self.tables.limits.breakpoint_tolerance
        return [
            variant
            for variant in named
            if abs(variant.offset - donor.offset) <= tolerance
            and abs(variant.three_prime_offset - acceptor.offset) <= tolerance
        ][:1]

    def _read_through(self, five: Transcript | None, three: Transcript) -> bool:
        """Whether the 5' gene is just upstream of the 3' gene, on the same strand."""
        if five is None or (five.chrom, five.strand) != (three.chrom, three.strand):
            return False
        distance = three.start - five.end if three.strand == "+" else five.start - three.end
        return 0 <= distance <= self.tables.limits.read_through_distance


def _as_written(junction: FusionJunction, observation: FusionObservation) -> FusionJunction:
    """The junction with the breakpoints that the caller gave, or none where it named exons."""
    ends = [observation.five_prime, observation.three_prime]
    if junction.observation.five_prime.gene != observation.five_prime.gene:
        ends.reverse()
    sides = [
        side.model_copy(update={"chrom": end.chrom, "pos": end.position})
        for side, end in zip((junction.five_prime, junction.three_prime), ends, strict=True)
    ]
    return replace(
        junction,
        observation=observation,
        five_prime=sides[0],
        three_prime=sides[1],
        partner_breakpoint=ends[0].place,
        by_exons=True,
    )


def _turned(observation: FusionObservation) -> FusionObservation:
    """The row with its sides exchanged."""
    sides = {"five_prime": observation.three_prime, "three_prime": observation.five_prime}
    return observation.model_copy(update=sides)


def _sense(
    observation: FusionObservation, sides: Sequence[tuple[FusionEnd, Transcript | None]]
) -> JunctionKind:
    """How the sides join; `antisense` where one is transcribed against the strand of its gene."""
    if observation.junction not in ("sense", "unknown"):
        return observation.junction
    against = any(
        end.strand is not None and gene is not None and end.strand != gene.strand
        for end, gene in sides
    )
    return "antisense" if against else observation.junction


def _orientation(
    observation: FusionObservation, sense: JunctionKind, product: FusionOrientation
) -> FusionOrientation:
    """The orientation `product` of a sense junction with a breakpoint; else `unknown`.

    The order of two gene names alone does not show the orientation.
    """
    return product if sense == "sense" and _placed(observation) else "unknown"


def _placed(observation: FusionObservation) -> bool:
    """Whether the caller gave any breakpoint."""
    return bool(observation.five_prime.place or observation.three_prime.place)


def _canonical(
    kinase: FusionKinase, acceptor: Join | None, observation: FusionObservation
) -> bool | None:
    """Whether the kinase part begins with a usual exon; in DNA, or in the intron before it."""
    if not kinase.canonical_exons or acceptor is None:
        return None
    whole = ("boundary", "intron") if observation.assay == "dna" else ("boundary",)
    return acceptor.exon in kinase.canonical_exons and acceptor.region in whole


def under_name(junction: FusionJunction, partner: str) -> FusionJunction:
    """The junction with another name of its partner."""
    five, three = junction.five_prime, junction.three_prime
    if three.gene == junction.kinase.gene:
        five = five.model_copy(update={"gene": partner})
    else:
        three = three.model_copy(update={"gene": partner})
    return replace(junction, partner=partner, five_prime=five, three_prime=three)
