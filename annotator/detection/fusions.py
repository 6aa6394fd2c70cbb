"""Fusions of the driver kinases, judged over all callers.

A fusion is told by where its breakpoints lie, not by the names that a caller wrote. Exons, frame
and kinase domain come from the gene models, so they do not depend on the caller either.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.model.base import Frame, GenomeBuild
from annotator.model.errors import InputProblem
from annotator.model.findings import (
    Fusion,
    FusionExon,
    FusionPartner,
    FusionSupport,
    KinaseDomain,
)
from annotator.model.observations import FusionEnd, FusionObservation, Notice
from annotator.model.tables import DetectionTables, FusionRule, FusionVariant
from annotator.reference import Join, Reference, Transcript

Orientation = Literal["productive", "reciprocal", "unknown"]
KinaseState = Literal["retained", "partial", "lost", "unknown"]


@dataclass(frozen=True, slots=True)
class _Junction:
    """One observed junction with what the gene models say of it."""

    observation: FusionObservation
    kinase: str
    partner: str
    orientation: Orientation
    five_prime: FusionPartner
    three_prime: FusionPartner
    frame: Frame
    kinase_domain: KinaseState
    kinase_residues: str | None
    exons: tuple[FusionExon, ...]
    variant: FusionVariant | None

    @property
    def reads(self) -> int:
        return (self.observation.split_reads or 0) + (self.observation.spanning_reads or 0)


class FusionDetector:
    """Finds the fusions of one sample."""

    def __init__(self, build: GenomeBuild, reference: Reference, tables: DetectionTables) -> None:
        """`tables` name the driver kinases (those with known partners) and the rules."""
        self.build = build
        self.reference = reference
        self.tables = tables
        self.kinases = sorted({partner.gene for partner in tables.fusion_partners})
        self.notices: list[Notice] = []
        self.misplaced: dict[str, str] = {}
        """Driver kinases that a row names at a place outside their gene, with the place."""

    def detect(self, observations: Iterable[FusionObservation]) -> list[Fusion]:
        """All fusions of the driver kinases, functional ones first, best supported first."""
        events: dict[tuple[str, str], list[_Junction]] = defaultdict(list)
        for observation in observations:
            junction = self._junction(observation)
            if junction is not None:
                events[junction.kinase, junction.partner].append(junction)
        fusions = [self._event(*key, junctions) for key, junctions in sorted(events.items())]
        order = ("driver", "likely_driver", "needs_confirmation", "not_functional")
        fusions.sort(key=lambda f: (order.index(f.classification), -_best_reads(f.support), f.name))
        return [
            fusion.model_copy(update={"id": f"F{number}"})
            for number, fusion in enumerate(fusions, start=1)
        ]

    def _kinase_at(self, end: FusionEnd) -> str | None:
        """The driver kinase whose gene span holds the breakpoint."""
        genes = self.reference.genes_at(
            self.build, end.chrom, end.position, slack=self.tables.limits.breakpoint_tolerance
        )
        return next((gene for gene in self.kinases if gene in genes), None)

    def _junction(self, observation: FusionObservation) -> _Junction | None:
        five, three = observation.five_prime, observation.three_prime
        kinase_five, kinase_three = self._kinase_at(five), self._kinase_at(three)
        self._compare_names(observation, kinase_five, kinase_three)
        kinase = kinase_three or kinase_five
        if kinase is None:
            return None
        if kinase_five == kinase_three:
            self._note(
                "intragenic_event",
                f"a junction within {kinase} ({observation.raw_breakpoints}) is not judged",
                observation,
            )
            return None
        if kinase_three:
            return self._with_kinase_last(observation, kinase_three)
        return self._with_kinase_first(observation, kinase)

    def _compare_names(
        self, observation: FusionObservation, five: str | None, three: str | None
    ) -> None:
        """Say so where the written symbol and the locus name different driver kinases."""
        for end, found in ((observation.five_prime, five), (observation.three_prime, three)):
            written = end.gene if end.gene in self.kinases else None
            if written == found or (found and end.gene is None):
                continue
            locus = f"{end.chrom}:{end.position}"
            if found:
                message = f"{locus} is written as {end.gene} but lies in {found}; read as {found}"
            else:
                message = f"{locus} is written as {written} but lies outside it; not counted"
                self._check_other_builds(end, observation)
                self.misplaced[str(written)] = locus
            self._note("gene_name_disagrees", message, observation)

    def _check_other_builds(self, end: FusionEnd, observation: FusionObservation) -> None:
        """Raise InputProblem where the named gene lies there in another build."""
        for build in self.reference.builds:
            if end.gene in self.reference.genes_at(build, end.chrom, end.position):
                raise InputProblem(
                    f"{end.chrom}:{end.position} is written as {end.gene}, which lies there in "
                    f"{build} and not in {self.build}",
                    file=observation.source.file,
                    line=observation.source.line,
                    expected=f"breakpoints of {self.build}",
                    advice=f"Give --genome-build {build}, or the file of the right build",
                )

    def _note(self, code: str, message: str, observation: FusionObservation) -> None:
        place = observation.source.place
        self.notices.append(Notice(code=code, message=message, source=place))

    def _partner_name(self, end: FusionEnd, observation: FusionObservation) -> str:
        genes = self.reference.genes_at(self.build, end.chrom, end.position)
        if not genes or end.gene in genes:
            return end.gene or "intergenic"
        if end.gene is not None:
            self._note(
                "gene_name_disagrees",
                f"{end.chrom}:{end.position} is written as {end.gene} but lies in {genes[0]}; "
                f"read as {genes[0]}",
                observation,
            )
        return genes[0]

    def _with_kinase_last(self, observation: FusionObservation, kinase: str) -> _Junction:
        five, three = observation.five_prime, observation.three_prime
        partner = self._partner_name(five, observation)
        transcript = self.reference.transcript(kinase, self.build)
        acceptor = transcript.acceptor_join(three.position, self.tables.limits.breakpoint_tolerance)
        donor_transcript, donor = self._donor(partner, five.position)
        variant = self._variant(kinase, partner, donor, acceptor)
        domain = self.reference.kinase_domain(kinase)
        readable = observation.junction in ("sense", "unknown") and (
            three.strand is None or three.strand == transcript.strand
        )
        state, residues = _kinase_state(acceptor, domain) if readable else ("lost", None)
        frame: Frame = "unknown"
        if readable:
            frame = self._frame(observation, donor, acceptor, variant)
        return _Junction(
            observation=observation,
            kinase=kinase,
            partner=partner,
            orientation="productive" if observation.junction == "sense" else "unknown",
            five_prime=_partner(partner, donor_transcript, donor, five),
            three_prime=_partner(kinase, transcript, acceptor, three),
            frame=frame,
            kinase_domain=state,
            kinase_residues=residues,
            exons=_exons(donor_transcript, donor, transcript, acceptor, domain),
            variant=variant,
        )

    def _with_kinase_first(self, observation: FusionObservation, kinase: str) -> _Junction:
        """The reciprocal product: the kinase gene gives the 5' part, so the kinase is lost."""
        five, three = observation.five_prime, observation.three_prime
        partner = self._partner_name(three, observation)
        tolerance = self.tables.limits.breakpoint_tolerance
        transcript = self.reference.transcript(kinase, self.build)
        donor = transcript.donor_join(five.position, tolerance)
        other = self.reference.find_transcript(partner, self.build)
        acceptor = other.acceptor_join(three.position, tolerance) if other else None
        return _Junction(
            observation=observation,
            kinase=kinase,
            partner=partner,
            orientation="unknown" if observation.junction == "unknown" else "reciprocal",
            five_prime=_partner(kinase, transcript, donor, five),
            three_prime=_partner(partner, other, acceptor, three),
            frame=self._frame(observation, donor, acceptor, None),
            kinase_domain="lost",
            kinase_residues=None,
            exons=(),
            variant=None,
        )

    @staticmethod
    def _frame(
        observation: FusionObservation,
        donor: Join | None,
        acceptor: Join | None,
        variant: FusionVariant | None,
    ) -> Frame:
        """The frame by the gene models; where they cannot tell, what the caller wrote.

        They cannot where RNA ends inside an intron (no known exon), or DNA inside an exon (its
        splicing is not known).
        """
        unreadable = "intron" if observation.assay == "rna" else "exon"
        if variant is None and any(j and j.place == unreadable for j in (donor, acceptor)):
            return observation.frame
        return _frame(donor, acceptor, variant) or observation.frame

    def _donor(self, partner: str, position: int) -> tuple[Transcript | None, Join | None]:
        """The partner's transcript and exon: of several transcripts, one that ends there."""
        tolerance = self.tables.limits.breakpoint_tolerance
        joins = [
            (transcript, transcript.donor_join(position, tolerance))
            for transcript in self.reference.transcripts(partner, self.build)
        ]
        for transcript, join in joins:
            if join is not None and join.at_boundary:
                return transcript, join
        return joins[0] if joins else (None, None)

    def _variant(
        self, kinase: str, partner: str, donor: Join | None, acceptor: Join | None
    ) -> FusionVariant | None:
        """The named exon join of this junction: within tolerance at the 5' side."""
        if donor is None or acceptor is None:
            return None
        tolerance = self.tables.limits.breakpoint_tolerance
        for variant in self.tables.fusion_variants:
            if (
                (variant.gene, variant.partner) == (kinase, partner)
                and variant.five_prime_exon == donor.exon
                and variant.three_prime_exon == acceptor.exon
                and abs(variant.offset - donor.offset) <= tolerance
            ):
                return variant
        return None

    def _event(self, kinase: str, partner: str, junctions: Sequence[_Junction]) -> Fusion:
        main = max(junctions, key=_rank)
        known = any((p.gene, p.partner) == (kinase, partner) for p in self.tables.fusion_partners)
        assays = sorted({j.observation.assay for j in junctions}, key=("rna", "dna").index)
        support = [_support(junction) for junction in junctions]
        alike = [j for j in junctions if j.orientation == main.orientation]
        filtered = all(j.observation.filters for j in alike)
        rule = self._classify(main, known, "rna" if "rna" in assays else "dna", filtered, support)
        name = f"{main.five_prime.gene}::{main.three_prime.gene}"
        self._compare_frames(main, junctions)
        return Fusion(
            id="",
            gene=kinase,
            label=f"{name} fusion",
            name=name,
            five_prime=main.five_prime,
            three_prime=main.three_prime,
            nomenclature=_nomenclature(name, main),
            frame=main.frame,
            kinase_domain=main.kinase_domain,
            kinase_residues=main.kinase_residues,
            orientation=main.orientation,
            classification=rule.classification,
            classification_reason=rule.reason,
            classification_reference=rule.reference,
            assays=assays,
            known_partner=known,
            exons=list(main.exons),
            support=support,
        )

    def _classify(
        self,
        main: _Junction,
        known: bool,
        assay: str,
        filtered: bool,
        support: Sequence[FusionSupport],
    ) -> FusionRule:
        reads = _best_reads(support)
        for rule in self.tables.fusion_rules:
            if (
                (not rule.orientation or main.orientation in rule.orientation)
                and (not rule.frame or main.frame in rule.frame)
                and (not rule.kinase_domain or main.kinase_domain in rule.kinase_domain)
                and rule.known_partner in (None, known)
                and rule.assay in (None, assay)
                and rule.filtered in (None, filtered)
                and (rule.min_reads is None or reads >= rule.min_reads)
            ):
                return rule
        raise ValueError("the fusion classification table has no line that matches always")

    def _compare_frames(self, main: _Junction, junctions: Sequence[_Junction]) -> None:
        for junction in junctions:
            written = junction.observation.frame
            if junction.orientation == "reciprocal" or "unknown" in (written, junction.frame):
                continue
            if written != junction.frame:
                self._note(
                    "frame_disagrees",
                    f"{junction.observation.caller} calls {main.five_prime.gene}::"
                    f"{main.three_prime.gene} {written.replace('_', ' ')}, the gene models say "
                    f"{junction.frame.replace('_', ' ')}",
                    junction.observation,
                )


def _rank(junction: _Junction) -> tuple[bool, bool, bool, bool, int]:
    """The junction that stands for the event: the most functional, then the best supported."""
    return (
        junction.orientation == "productive",
        junction.kinase_domain == "retained",
        junction.frame == "in_frame",
        bool(junction.five_prime.at_exon_boundary and junction.three_prime.at_exon_boundary),
        junction.reads,
    )


def _best_reads(support: Sequence[FusionSupport]) -> int:
    """Split + spanning reads of the caller that saw most: callers share the same reads.

    Rows of one caller add up over their junctions; a junction written twice counts once.
    """
    junctions: dict[tuple[str, str], int] = defaultdict(int)
    for row in support:
        reads = (row.split_reads or 0) + (row.spanning_reads or 0)
        key = (row.caller, row.raw_breakpoints)
        junctions[key] = max(junctions[key], reads)
    per_caller: dict[str, int] = defaultdict(int)
    for (caller, _), reads in junctions.items():
        per_caller[caller] += reads
    return max(per_caller.values(), default=0)


def _frame(
    donor: Join | None, acceptor: Join | None, variant: FusionVariant | None
) -> Frame | None:
    """Frame from the coding nucleotides before and after the junction; null when not known."""
    if donor is None or acceptor is None:
        return None
    if donor.coding_kept is None or acceptor.coding_skipped is None:
        return None
    kept = donor.coding_kept + (variant.inserted if variant else 0)
    return "in_frame" if (kept - acceptor.coding_skipped) % 3 == 0 else "out_of_frame"


def _kinase_state(acceptor: Join | None, domain: KinaseDomain) -> tuple[KinaseState, str | None]:
    """How much of the kinase domain the 3' part keeps, and from which residue on."""
    if acceptor is None or acceptor.coding_skipped is None:
        return "unknown", None
    # A codon cut by the junction is rebuilt with the partner's bases, so it does not count.
    first = -(-acceptor.coding_skipped // 3) + 1
    kept = f"{max(first, domain.start)}-{domain.end}"
    if first <= domain.start:
        return "retained", kept
    return ("partial", kept) if first <= domain.end else ("lost", None)


def _partner(
    gene: str, transcript: Transcript | None, join: Join | None, end: FusionEnd
) -> FusionPartner:
    return FusionPartner(
        gene=gene,
        transcript=transcript.accession if transcript else None,
        exon=join.exon if join else None,
        exon_count=transcript.exon_count if transcript else None,
        at_exon_boundary=join.at_boundary if join else None,
        chrom=end.chrom,
        pos=end.position,
        strand=end.strand or (transcript.strand if transcript else None),
    )


def _exons(
    five: Transcript | None,
    donor: Join | None,
    three: Transcript,
    acceptor: Join | None,
    domain: KinaseDomain,
) -> tuple[FusionExon, ...]:
    """The exons of the fusion transcript with their coding and kinase lengths in nucleotides."""
    if acceptor is None:
        return ()
    exons = []
    if five is not None and donor is not None:
        exons = [
            FusionExon(gene=five.gene, exon=n, coding_length=five.coding_length(n), kinase_length=0)
            for n in range(1, donor.exon + 1)
        ]
    start, end = (domain.start - 1) * 3, domain.end * 3
    for n in range(acceptor.exon, three.exon_count + 1):
        before, length = three.coding_before(n), three.coding_length(n)
        kinase = max(0, min(end, before + length) - max(start, before))
        exons.append(
            FusionExon(gene=three.gene, exon=n, coding_length=length, kinase_length=kinase)
        )
    return tuple(exons)


def _nomenclature(name: str, junction: _Junction) -> str:
    five, three = junction.five_prime, junction.three_prime
    if junction.variant is not None:
        named = f" ({junction.variant.name})" if junction.variant.name else ""
        return f"{name} {junction.variant.exon_label}{named}"
    if five.exon is None and three.exon is None:
        return name
    left = f"{five.gene[0]}{five.exon}" if five.exon else "?"
    right = f"{three.gene[0]}{three.exon}" if three.exon else "?"
    return f"{name} {left};{right}"


def _support(junction: _Junction) -> FusionSupport:
    seen = junction.observation
    return FusionSupport(
        caller=seen.caller,
        assay=seen.assay,
        source=seen.source.place,
        split_reads=seen.split_reads,
        spanning_reads=seen.spanning_reads,
        frame=seen.frame,
        orientation=junction.orientation,
        confidence=seen.confidence,
        filters=seen.filters,
        raw_breakpoints=seen.raw_breakpoints,
    )
