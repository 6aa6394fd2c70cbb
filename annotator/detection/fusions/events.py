"""Fusions of the kinases over all callers: one event per partner, classified by the table."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.detection.fusions.genes import UNKNOWN
from annotator.detection.fusions.junctions import FusionJunction, JunctionJudge, under_name
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.base import Assay, Frame
from annotator.model.findings import Fusion, FusionSupport, most_reads
from annotator.model.observations import FusionObservation
from annotator.model.tables import DetectionTables, FusionRule
from annotator.model.warning import ReportWarning
from annotator.reference import Genome

DOMAIN = "{domain}"
"""The placeholder for the name of the domain in the reasons of the rules."""
_IF_NO_RNA = re.compile(r"\[([^]]*)\]")
"""What a reason says only where RNA was not given."""
_ORDER = ("driver", "likely_driver", "needs_confirmation", "not_functional")


class FusionDetector:
    """Finds the fusions of one sample."""

    def __init__(
        self,
        genome: Genome,
        tables: DetectionTables,
        classes: FunctionalClasses,
        rna_given: bool = False,
    ) -> None:
        """`tables` name the kinases, their partners and the rules.

        `rna_given` says whether RNA was looked at, whatever it shows.
        """
        self.genome = genome
        self.tables = tables
        self.rna_given = rna_given
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

    def detect(self, observations: Iterable[FusionObservation]) -> list[Fusion]:
        """All events of the kinases: those of drivers first, then the most functional ones."""
        judged = (self.judge.judge(observation) for observation in observations)
        junctions = [junction for junction in judged if junction is not None]
        events = [self._event(of_event) for of_event in self._events(junctions)]
        fusions = sorted((fusion for fusion, is_finding in events if is_finding), key=_position)
        for fusion in (fusion for fusion, is_finding in events if not is_finding):
            self._warn_not_reported(fusion)
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

    def _event(self, junctions: Sequence[FusionJunction]) -> tuple[Fusion, bool]:
        """The event, and whether it is a finding."""
        main = max(junctions, key=_rank)
        gene = main.kinase.gene
        support = [_support(junction) for junction in junctions]
        name = f"{main.five_prime.gene}::{main.three_prime.gene}"
        known = (gene, main.partner) in self.known
        counted = [
            row
            for junction, row in zip(junctions, support, strict=True)
            if junction.orientation == main.orientation or junction.open_order
        ]
        reading_frame, frame_from = _frame_of(main, junctions)
        features = {
            **_exact_features(main, junctions, known),
            "frame_from": frame_from,
        }
        rule = self._rule(features, replace(main, frame=reading_frame), counted)
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
            frame=reading_frame,
            domain=domain,
            kinase_domain=main.kinase_domain,
            kinase_residues=main.kinase_residues,
            orientation=main.orientation,
            classification=rule.classification,
            classification_reason=self._reason(rule, domain, features["assay"] == "dna"),
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

    def _reason(self, rule: FusionRule, domain: str, of_dna: bool) -> str:
        """The reason of a line; DNA alone asks for RNA where none was given, else says so."""
        reason = rule.reason.replace(DOMAIN, domain)
        if of_dna and not self.rna_given:
            return _IF_NO_RNA.sub(r"\1", reason)
        reason = _IF_NO_RNA.sub("", reason)
        return f"{reason} The RNA that was given does not show it." if of_dna else reason

    def _warn_not_reported(self, fusion: Fusion) -> None:
        """Warn of an event that is not a finding, with the number of its reads."""
        message = (
            f"{fusion.nomenclature} ({fusion.reads} reads) is not reported as a finding: "
            f"{fusion.classification_reason}"
        )
        sources = ", ".join(dict.fromkeys(row.source for row in fusion.support))
        self.warnings.append(ReportWarning(code="no_finding", message=message, source=sources))

    def _rule(
        self,
        exact: Mapping[str, object],
        main: FusionJunction,
        counted: Sequence[FusionSupport],
    ) -> FusionRule:
        """The first line of the table that matches an event; `counted` are its rows that count."""
        reads, callers = most_reads(counted), len({row.caller for row in counted})
        given = any(
            row.split_reads is not None or row.spanning_reads is not None for row in counted
        )
        exact = {**exact, "reads_given": given}
        one_of = {
            "event": main.event,
            "junction": main.sense,
            "orientation": main.orientation,
            "frame": main.frame,
            "kinase_domain": main.kinase_domain,
        }
        for rule in self.tables.fusion_rules:
            if (
                all(getattr(rule, key) in (None, value) for key, value in exact.items())
                and all(value in (getattr(rule, key) or [value]) for key, value in one_of.items())
                and (rule.min_reads is None or reads >= rule.min_reads)
                and (rule.min_callers is None or callers >= rule.min_callers)
            ):
                return rule
        raise ValueError("the fusion classification table has no line that matches always")

    def _compare_frames(self, name: str, junctions: Sequence[FusionJunction]) -> None:
        """Warn of callers whose frame differs from that of the gene models."""
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
                self.warnings.append(
                    ReportWarning(code="frame_disagrees", message=message, source=source)
                )


def _shows_in_sense(junction: FusionJunction) -> bool:
    """Whether a junction joins the genes in their sense, and not as the reciprocal product."""
    return junction.orientation != "reciprocal" and junction.sense in ("sense", "unknown")


def _expressed(junction: FusionJunction) -> bool:
    """Whether a row of RNA shows an in-frame transcript, by its caller or by the gene models."""
    in_rna = junction.observation.assay == "rna"
    return in_rna and _shows_in_sense(junction) and junction.frame == "in_frame"


def _frame_of(main: FusionJunction, junctions: Sequence[FusionJunction]) -> tuple[Frame, Assay]:
    """The reading frame of an event and the assay that gives it: RNA where it says any."""
    rna = [j for j in junctions if j.observation.assay == "rna" and _shows_in_sense(j)]
    if main.observation.assay == "rna" or main.event != "fusion":
        return main.frame, main.observation.assay
    for reading_frame in ("in_frame", "out_of_frame"):
        if any(junction.frame == reading_frame for junction in rna):
            return reading_frame, "rna"
    return main.frame, "dna"


def _exact_features(
    main: FusionJunction, junctions: Sequence[FusionJunction], known: bool
) -> dict[str, object]:
    """The features of an event for which a line of the table has one value, or none."""
    alike = (junction for junction in junctions if junction.orientation == main.orientation)
    return {
        "role": main.kinase.role,
        "known_partner": known,
        "read_through": main.read_through,
        "partner_named": main.partner_named,
        "canonical": main.canonical,
        "at_border": main.three_prime.at_exon_boundary,
        "located": main.located,
        "assay": (_assays([j for j in junctions if _shows_in_sense(j)]) or _assays(junctions))[0],
        "both_assays": len(_assays(junctions)) > 1,
        "filtered": all(junction.observation.filters for junction in alike),
        "functional_class": main.functional and main.functional.functional_class,
    }


def _position(fusion: Fusion) -> tuple[bool, bool, int, int, str]:
    """The sort key of an event in the list of findings."""
    return (
        fusion.role != "driver",
        fusion.event != "fusion",
        _ORDER.index(fusion.classification),
        -fusion.reads,
        fusion.nomenclature,
    )


def _assays(junctions: Sequence[FusionJunction]) -> list[Assay]:
    return sorted({junction.observation.assay for junction in junctions}, key=("rna", "dna").index)


def _rank(junction: FusionJunction) -> tuple[bool, bool, bool, bool, bool, bool, bool, int]:
    """The sort key of the junction that represents the event.

    An in-frame transcript, or breakpoints that predict one, come first: the geometry of one DNA
    junction does not outrank RNA. Then the most functional and the best supported.
    """
    retained = junction.kinase_domain == "retained"
    at_border = junction.five_prime.at_exon_boundary and junction.three_prime.at_exon_boundary
    productive = junction.orientation == "productive"
    of_dna = junction.observation.assay == "dna"
    predicted = of_dna and productive and retained and junction.frame != "out_of_frame"
    return (
        _expressed(junction) or predicted,
        productive,
        retained,
        junction.frame == "in_frame" and junction.orientation != "reciprocal",
        junction.observation.assay == "rna",
        bool(at_border or junction.variants),
        junction.located,
        junction.reads,
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


def _support(junction: FusionJunction) -> FusionSupport:
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
        confidence=observation.confidence,
        filters=observation.filters,
        flags=observation.flags,
        raw_breakpoints=observation.raw_breakpoints,
    )
