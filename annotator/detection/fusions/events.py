"""Fusions of the kinases, judged over all callers: one event per driver, classified by table."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from annotator.detection.fusions.genes import UNKNOWN
from annotator.detection.fusions.junctions import FusionJunction, JunctionJudge, under_name
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.base import Assay
from annotator.model.findings import Fusion, FusionSupport, most_reads
from annotator.model.observations import FusionObservation, Notice
from annotator.model.tables import DetectionTables, FusionRule
from annotator.reference import Genome

DOMAIN = "{domain}"
"""Stands in the reasons of the rules for the name of the domain of the gene."""
_ORDER = ("driver", "likely_driver", "needs_confirmation", "not_functional")


class FusionDetector:
    """Finds the fusions of one sample."""

    def __init__(
        self,
        genome: Genome,
        tables: DetectionTables,
        classes: FunctionalClasses,
    ) -> None:
        """`tables` name the kinases, their partners and the rules."""
        self.genome = genome
        self.tables = tables
        self.judge = JunctionJudge(genome, tables, classes)
        self.known = {(partner.gene, partner.partner) for partner in tables.fusion_partners}

    @property
    def notices(self) -> list[Notice]:
        """What a reader must know of the rows."""
        return self.judge.genes.notices

    @property
    def misplaced(self) -> dict[str, str]:
        """Kinases that a row names at a place outside their gene, with the place."""
        return self.judge.genes.misplaced

    def detect(self, observations: Iterable[FusionObservation]) -> list[Fusion]:
        """All events of the kinases: driver fusions first, then functional, best supported."""
        judged = (self.judge.judge(observation) for observation in observations)
        found = [junction for junction in judged if junction is not None]
        events = [self._event(junctions) for junctions in self._events(found)]
        fusions = sorted((fusion for fusion, shown in events if shown), key=_position)
        for fusion in (fusion for fusion, shown in events if not shown):
            self._tell(fusion)
        return [
            fusion.model_copy(update={"id": f"F{number}"})
            for number, fusion in enumerate(fusions, start=1)
        ]

    def _events(self, junctions: Sequence[FusionJunction]) -> list[list[FusionJunction]]:
        """The junctions by event: of one kinase with one partner, or one change within it."""
        events: dict[tuple[str, str, str], list[FusionJunction]] = defaultdict(list)
        named = self._under_one_name(junctions)
        for junction in named:
            change = junction.label or self._unnamed_place(junction, named)
            events[junction.kinase.gene, junction.partner, change].append(junction)
        return [events[key] for key in sorted(events)]

    def _unnamed_place(self, junction: FusionJunction, named: Sequence[FusionJunction]) -> str:
        """What tells partners without a name apart: where they break; nothing for a named one."""
        if junction.partner != UNKNOWN or junction.partner_place is None:
            return ""
        near = [each.partner_place for each in named if self._one_place(junction, each)]
        chrom, position = min(place for place in near if place)
        return f"{chrom}:{position}"

    def _under_one_name(self, junctions: Sequence[FusionJunction]) -> list[FusionJunction]:
        """Partners that callers name differently, or not at all, at one place get one name."""
        named = []
        for junction in junctions:
            near = [
                other.partner
                for other in junctions
                if other.kinase == junction.kinase and self._one_place(junction, other)
            ]
            names = Counter(near or [junction.partner])
            best = max(names, key=lambda name: self._name_rank(junction, name, names[name]))
            named.append(under_name(junction, best) if best != junction.partner else junction)
        return named

    def _one_place(self, one: FusionJunction, other: FusionJunction) -> bool:
        """Whether the partner breaks at one place in both, within the spread between callers."""
        if one.partner_place is None or other.partner_place is None:
            return False
        (chrom, position), (chrom_of_other, place) = one.partner_place, other.partner_place
        near = abs(position - place) <= self.tables.limits.breakpoint_tolerance
        return chrom == chrom_of_other and near

    def _name_rank(
        self, junction: FusionJunction, name: str, count: int
    ) -> tuple[bool, bool, bool, int, str]:
        return (
            (junction.kinase.gene, name) in self.known,
            self.genome.find_transcript(name) is not None,
            name != UNKNOWN,
            count,
            name,
        )

    def _event(self, junctions: Sequence[FusionJunction]) -> tuple[Fusion, bool]:
        """The event, and whether it is a finding."""
        main = max(junctions, key=_rank)
        gene = main.kinase.gene
        support = [_support(junction) for junction in junctions]
        name = f"{main.five_prime.gene}::{main.three_prime.gene}"
        known = (gene, main.partner) in self.known
        rule = self._classify(main, known, junctions)
        self._compare_frames(name, junctions)
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
            frame=main.frame,
            domain=domain,
            kinase_domain=main.kinase_domain,
            kinase_residues=main.kinase_residues,
            orientation=main.orientation,
            classification=rule.classification,
            classification_reason=rule.reason.replace(DOMAIN, domain),
            classification_rule=rule.id,
            classification_reference=rule.reference,
            functional_class=main.functional.functional_class if main.functional else None,
            functional_class_reference=main.functional.reference if main.functional else None,
            class_is_driver=bool(main.functional and main.functional.driver),
            assays=_assays(junctions),
            known_partner=known,
            exons=list(main.exons),
            support=support,
        )
        return fusion, rule.finding

    def _tell(self, fusion: Fusion) -> None:
        """Note an event that is no finding, with the reads behind it."""
        message = (
            f"{fusion.nomenclature} ({fusion.reads} reads) is not reported as a finding: "
            f"{fusion.classification_reason}"
        )
        places = ", ".join(dict.fromkeys(row.source for row in fusion.support))
        self.notices.append(Notice(code="no_finding", message=message, source=places))

    def _classify(
        self,
        main: FusionJunction,
        known: bool,
        junctions: Sequence[FusionJunction],
    ) -> FusionRule:
        alike = [each for each in junctions if each.orientation == main.orientation]
        support = [_support(each) for each in junctions if each in alike or each.open_order]
        reads, callers = most_reads(support), len({row.caller for row in support})
        given = any(
            row.split_reads is not None or row.spanning_reads is not None for row in support
        )
        told = {
            "role": main.kinase.role,
            "known_partner": known,
            "read_through": main.read_through,
            "partner_named": main.partner_named,
            "canonical": main.canonical,
            "at_border": main.three_prime.at_exon_boundary,
            "located": main.located,
            "assay": _assays(junctions)[0],
            "filtered": all(each.observation.filters for each in alike),
            "reads_given": given,
            "functional_class": main.functional and main.functional.functional_class,
        }
        words = {
            "event": main.event,
            "junction": main.kind,
            "orientation": main.orientation,
            "frame": main.frame,
            "kinase_domain": main.kinase_domain,
        }
        for rule in self.tables.fusion_rules:
            if (
                all(getattr(rule, key) in (None, value) for key, value in told.items())
                and all(value in (getattr(rule, key) or [value]) for key, value in words.items())
                and (rule.min_reads is None or reads >= rule.min_reads)
                and (rule.min_callers is None or callers >= rule.min_callers)
            ):
                return rule
        raise ValueError("the fusion classification table has no line that matches always")

    def _compare_frames(self, name: str, junctions: Sequence[FusionJunction]) -> None:
        for junction in junctions:
            written = junction.observation.frame
            if junction.orientation == "reciprocal" or "unknown" in (written, junction.frame):
                continue
            if written != junction.frame:
                message = (
                    f"{junction.observation.caller} calls {name} {written.replace('_', ' ')}, "
                    f"the gene models say {junction.frame.replace('_', ' ')}"
                )
                source = junction.observation.source.place
                self.notices.append(Notice(code="frame_disagrees", message=message, source=source))


def _position(fusion: Fusion) -> tuple[bool, bool, int, int, str]:
    """Where an event stands in the list."""
    return (
        fusion.role != "driver",
        fusion.event != "fusion",
        _ORDER.index(fusion.classification),
        -fusion.reads,
        fusion.nomenclature,
    )


def _assays(junctions: Sequence[FusionJunction]) -> list[Assay]:
    return sorted({each.observation.assay for each in junctions}, key=("rna", "dna").index)


def _rank(junction: FusionJunction) -> tuple[bool, bool, bool, bool, bool, int]:
    """The junction that stands for the event: the most functional, then the best supported."""
    return (
        junction.orientation == "productive",
        junction.kinase_domain == "retained",
        junction.frame == "in_frame",
        bool(junction.five_prime.at_exon_boundary and junction.three_prime.at_exon_boundary),
        junction.located,
        junction.reads,
    )


def _nomenclature(name: str, junction: FusionJunction) -> str:
    five, three = junction.five_prime, junction.three_prime
    variants = junction.variants
    names = " or ".join(each.name for each in variants if each.name)
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


def _support(junction: FusionJunction) -> FusionSupport:
    seen = junction.observation
    return FusionSupport(
        caller=seen.caller,
        assay=seen.assay,
        source=seen.source.place,
        split_reads=seen.split_reads,
        spanning_reads=seen.spanning_reads,
        raw_support=seen.raw_support,
        frame=seen.frame,
        orientation=junction.orientation,
        confidence=seen.confidence,
        filters=seen.filters,
        flags=seen.flags,
        raw_breakpoints=seen.raw_breakpoints,
    )
