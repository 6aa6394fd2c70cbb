"""Fusions of the kinases over all callers: one event per partner, classified by the table."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.detection.fusions.evidence import EventEvidence, assays_of
from annotator.detection.fusions.genes import UNKNOWN
from annotator.detection.fusions.junctions import FusionJunction, JunctionJudge, under_name
from annotator.detection.fusions.reasons import reason_of
from annotator.detection.fusions.rna import NO_RNA, RnaGiven
from annotator.detection.fusions.rules import EventFeatures, rule_of
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.findings import Fusion, FusionSupport, most_reads
from annotator.model.observations import FusionObservation
from annotator.model.tables import DetectionTables
from annotator.model.warning import ReportWarning
from annotator.reference import Genome

_ORDER = ("driver", "likely_driver", "needs_confirmation", "not_functional")


@dataclass(frozen=True, slots=True)
class _Event:
    """One event as it is reported, and whether it is a finding."""

    evidence: EventEvidence
    fusion: Fusion
    is_finding: bool

    @property
    def shown_in_rna(self) -> bool:
        """Whether RNA shows a functional fusion."""
        fusion = self.fusion
        return (self.evidence.assay, fusion.event) == ("rna", "fusion") and fusion.is_functional


class FusionDetector:
    """Finds the fusions of one sample."""

    def __init__(
        self,
        genome: Genome,
        tables: DetectionTables,
        classes: FunctionalClasses,
        rna: RnaGiven = NO_RNA,
    ) -> None:
        """`tables` name the kinases, their partners and the rules."""
        self.genome = genome
        self.tables = tables
        self.rna = rna
        self.judge = JunctionJudge(genome, tables, classes)
        self.known = {(partner.gene, partner.partner) for partner in tables.fusion_partners}

    @property
    def warnings(self) -> list[ReportWarning]:
        """The warnings of the rows."""
        return self.judge.genes.warnings

    @property
    def misplaced(self) -> dict[str, str]:
        """The locus of each kinase that a row names outside its gene."""
        return self.judge.genes.misplaced

    @property
    def unplaced(self) -> dict[str, list[str]]:
        """The rows of changes within each gene whose exons are not known."""
        return self.judge.unplaced

    def detect(self, observations: Iterable[FusionObservation]) -> list[Fusion]:
        """All events of the kinases: those of drivers first, then the most functional ones."""
        judged = (self.judge.judge(observation) for observation in observations)
        junctions = [junction for junction in judged if junction is not None]
        events = self._judged([EventEvidence.of(rows) for rows in self._events(junctions)])
        for event in events:
            self._compare_frames(event)
            if not event.is_finding:
                self._warn_not_reported(event.fusion)
        fusions = sorted((event.fusion for event in events if event.is_finding), key=_position)
        return [
            fusion.model_copy(update={"id": f"F{number}"})
            for number, fusion in enumerate(fusions, start=1)
        ]

    def _events(self, junctions: Sequence[FusionJunction]) -> list[list[FusionJunction]]:
        """The junctions by event: of one kinase with one partner, or one change within a gene."""
        events: dict[tuple[str, str, str], list[FusionJunction]] = defaultdict(list)
        named = self._under_one_name(junctions)
        for junction in named:
            change = junction.label or self._unnamed_breakpoint(junction, named)
            events[junction.kinase.gene, junction.partner, change].append(junction)
        return [events[key] for key in sorted(events)]

    def _unnamed_breakpoint(self, junction: FusionJunction, named: Sequence[FusionJunction]) -> str:
        """The breakpoint that distinguishes a partner without a name; empty for a named one."""
        if junction.partner != UNKNOWN or junction.partner_breakpoint is None:
            return ""
        near = (
            other.partner_breakpoint for other in named if self._same_breakpoint(junction, other)
        )
        chrom, position = min(locus for locus in near if locus)
        return f"{chrom}:{position}"

    def _under_one_name(self, junctions: Sequence[FusionJunction]) -> list[FusionJunction]:
        """Give partners with one breakpoint one name, if callers name them differently or not."""
        named = []
        for junction in junctions:
            near = [
                other.partner
                for other in junctions
                if other.kinase == junction.kinase and self._same_breakpoint(junction, other)
            ]
            names = Counter(near or [junction.partner])
            best = max(names, key=lambda name: self._name_rank(junction, name, names[name]))
            named.append(under_name(junction, best) if best != junction.partner else junction)
        return named

    def _same_breakpoint(self, one: FusionJunction, other: FusionJunction) -> bool:
        """Whether the partner's breakpoints agree within the tolerance between callers."""
        if one.partner_breakpoint is None or other.partner_breakpoint is None:
            return False
        (chrom, position), (other_chrom, other_position) = (
            one.partner_breakpoint,
            other.partner_breakpoint,
        )
        near = abs(position - other_position) <= self.tables.limits.breakpoint_tolerance
        return chrom == other_chrom and near

    def _name_rank(
        self, junction: FusionJunction, name: str, count: int
    ) -> tuple[bool, bool, bool, int, str]:
        """The sort key of a partner's name: a known partner, a gene of the reference, any name."""
        return (
            (junction.kinase.gene, name) in self.known,
            self.genome.find_transcript(name) is not None,
            name != UNKNOWN,
            count,
            name,
        )

    def _judged(self, evidence: Sequence[EventEvidence]) -> list[_Event]:
        """The events, those that RNA does not show in the light of those that it does."""
        events = [self._event(of_event) for of_event in evidence]
        in_rna: dict[str, list[str]] = defaultdict(list)
        for event in events:
            if event.shown_in_rna:
                in_rna[event.fusion.gene].append(event.fusion.nomenclature)
        return [
            self._event(event.evidence, in_rna[event.fusion.gene])
            if not event.shown_in_rna and event.fusion.gene in in_rna
            else event
            for event in events
        ]

    def _event(self, evidence: EventEvidence, beside: Sequence[str] = ()) -> _Event:
        """The event; `beside` are other fusions of the gene that RNA shows."""
        main = evidence.main
        gene = main.kinase.gene
        name = _name(main)
        known = (gene, main.partner) in self.known
        counted = set(map(id, evidence.counted))
        support = [_support(junction, id(junction) in counted) for junction in evidence.junctions]
        features = _features(evidence, support, known_partner=known, beside_rna=bool(beside))
        rule = rule_of(self.tables.fusion_rules, features)
        domain = self.genome.reference.kinase_domain(gene).name
        fusion = Fusion(
            id="",
            event=main.event,
            role=main.kinase.role,
            gene=gene,
            label=main.label or f"{name} fusion",
            name=name,
            five_prime=main.five_prime,
            three_prime=main.three_prime,
            nomenclature=_nomenclature(name, main),
            variants=[variant.exon_label for variant in main.variants if variant.name],
            frame=evidence.frame,
            domain=domain,
            kinase_domain=main.kinase_domain,
            kinase_residues=main.kinase_residues,
            orientation=main.orientation,
            classification=rule.classification,
            classification_reason=reason_of(rule, domain, evidence, self.rna, beside),
            classification_rule=rule.id,
            classification_reference=rule.reference,
            functional_class=main.functional.functional_class if main.functional else None,
            functional_class_reference=main.functional.reference if main.functional else None,
            class_is_driver=bool(main.functional and main.functional.driver),
            assays=assays_of(evidence.junctions),
            known_partner=known,
            exons=list(main.exons),
            support=support,
        )
        return _Event(evidence, fusion, rule.finding)

    def _warn_not_reported(self, fusion: Fusion) -> None:
        """Warn of an event that is not a finding, with the number of its reads."""
        message = (
            f"{fusion.nomenclature} ({fusion.reads} reads) is not reported as a finding: "
            f"{fusion.classification_reason}"
        )
        sources = ", ".join(dict.fromkeys(row.source for row in fusion.support))
        self.warnings.append(ReportWarning(code="no_finding", message=message, source=sources))

    def _compare_frames(self, event: _Event) -> None:
        """Warn of callers whose frame differs from that of the gene models."""
        for junction in event.evidence.junctions:
            written = junction.observation.frame
            if junction.orientation == "reciprocal" or "unknown" in (written, junction.frame):
                continue
            if written != junction.frame:
                message = (
                    f"{junction.observation.caller} calls {event.fusion.name} "
                    f"{written.replace('_', ' ')}, "
                    f"the gene models say {junction.frame.replace('_', ' ')}"
                )
                source = junction.observation.source.place
                self.warnings.append(
                    ReportWarning(code="frame_disagrees", message=message, source=source)
                )


def _name(junction: FusionJunction) -> str:
    return f"{junction.five_prime.gene}::{junction.three_prime.gene}"


def _features(
    evidence: EventEvidence,
    support: Sequence[FusionSupport],
    *,
    known_partner: bool,
    beside_rna: bool,
) -> EventFeatures:
    """What the classification table asks of an event."""
    main = evidence.main
    counted = [row for row in support if row.counted]
    return EventFeatures(
        role=main.kinase.role,
        event=main.event,
        functional_class=main.functional.functional_class if main.functional else None,
        junction=main.sense,
        orientation=main.orientation,
        frame=evidence.frame,
        kinase_domain=main.kinase_domain,
        known_partner=known_partner,
        read_through=main.read_through,
        partner_named=main.partner_named,
        canonical=main.canonical,
        at_border=main.three_prime.at_exon_boundary,
        located=main.located,
        assay=evidence.assay,
        both_assays=evidence.both_assays,
        beside_rna=beside_rna,
        frame_from=evidence.frame_from,
        filtered=evidence.filtered,
        reads_given=any(junction.reads_given for junction in evidence.counted),
        reads=most_reads(counted),
        rna_reads=most_reads(row for row in counted if row.assay == "rna"),
        callers=len({row.caller for row in counted}),
    )


def _position(fusion: Fusion) -> tuple[bool, bool, int, int, str]:
    """The sort key of an event in the list of findings."""
    return (
        fusion.role != "driver",
        fusion.event != "fusion",
        _ORDER.index(fusion.classification),
        -fusion.reads,
        fusion.nomenclature,
    )


def _nomenclature(name: str, junction: FusionJunction) -> str:
    five, three = junction.five_prime, junction.three_prime
    variants = junction.variants
    names = " or ".join(variant.name for variant in variants if variant.name)
    if names and junction.observation.assay == "dna":
        names += ", predicted from DNA"
    named = f" ({names})" if names else ""
    if len(variants) == 1:
        return f"{name} {variants[0].exon_label}{named}"
    lead = junction.label or name
    if five.exon is None and three.exon is None:
        return lead
    left = f"{five.gene[0]}{five.exon}" if five.exon else "?"
    right = f"{three.gene[0]}{three.exon}" if three.exon else "?"
    return f"{lead} {left};{right}{named}"


def _support(junction: FusionJunction, counted: bool) -> FusionSupport:
    observation = junction.observation
    return FusionSupport(
        caller=observation.caller,
        assay=observation.assay,
        source=observation.source.place,
        split_reads=observation.split_reads,
        spanning_reads=observation.spanning_reads,
        raw_support=observation.raw_support,
        frame=observation.frame,
        orientation=junction.orientation,
        counted=counted,
        confidence=observation.confidence,
        filters=observation.filters,
        flags=observation.flags,
        raw_breakpoints=observation.raw_breakpoints,
    )
