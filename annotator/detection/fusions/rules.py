"""The classification table of fusions (`fusion_rules.tsv`): the first line that fits an event."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from annotator.model.base import (
    Assay,
    Frame,
    FusionEvent,
    FusionOrientation,
    FusionRole,
    KinaseState,
)
from annotator.model.observations import JunctionKind
from annotator.model.tables import FusionRule

_LEAST = {"reads": "min_reads", "rna_reads": "min_rna_reads", "callers": "min_callers"}
"""The features that a line bounds from below, and the condition that does so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFeatures:
    """What the lines of the table ask of an event, by the names of their conditions."""

    role: FusionRole
    event: FusionEvent
    functional_class: str | None
    junction: JunctionKind
    orientation: FusionOrientation
    frame: Frame
    kinase_domain: KinaseState
    known_partner: bool
    read_through: bool
    partner_named: bool
    canonical: bool | None
    at_border: bool | None
    located: bool
    assay: Assay
    both_assays: bool
    beside_rna: bool
    frame_from: Assay
    filtered: bool
    reads_given: bool
    reads: int
    rna_reads: int
    callers: int


def rule_of(rules: Sequence[FusionRule], features: EventFeatures) -> FusionRule:
    """The first line that fits. Raises ValueError where none does."""
    for rule in rules:
        if all(_fits(rule, field.name, features) for field in fields(features)):
            return rule
    raise ValueError("the fusion classification table has no line that matches always")


def _fits(rule: FusionRule, name: str, features: EventFeatures) -> bool:
    value = getattr(features, name)
    wanted = getattr(rule, _LEAST.get(name, name))
    if wanted in (None, []):
        return True
    if name in _LEAST:
        return bool(value >= wanted)
    return value in wanted if isinstance(wanted, list) else value == wanted
