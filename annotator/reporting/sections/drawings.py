"""The shapes of the drawings, with positions as fractions of the width."""

from annotator.model.base import Model
from annotator.model.findings import (
    Finding,
    Fusion,
    FusionExon,
    FusionPartner,
    KinaseDomain,
    Mutation,
)
from annotator.model.percent import percent
from annotator.model.report import Report

# Width of one character of a mutation's label, and of its margin, against the width of the axis.
_CHARACTER = 0.0105
_LABEL_MARGIN = 0.012
# Most tiers of labels; more mutations than these hold get labels that stand upright, evenly spread.
_MOST_TIERS = 6
# Width of an upright label against the width of the axis, and the label that the axis has room for.
_UPRIGHT = 0.0235
_ROOM = 1 / _UPRIGHT
# Residues between the numbers under the axis, and to the numbers at its ends.
_TICK = 50
_TICK_CLEARANCE = 12


class ExonBox(Model):
    """One exon; all positions and widths are fractions of the drawing's width (0-1)."""

    number: int
    five_prime: bool
    x: float
    width: float
    kinase_x: float
    kinase_width: float


class FusionDrawing(Model):
    """A fusion transcript to the scale of its coding sequence; `length` is in nucleotides."""

    finding: str
    exons: list[ExonBox]
    breakpoint: float
    kinase_start: float | None
    kinase_end: float | None
    length: int
    alt: str


class Flag(Model):
    """One mutation on the axis.

    `x` is a fraction of the axis (0-1), `tier` the height of the label, 0 the lowest. `label_x` is
    the position of an upright label; `label` is empty where there is no room for one.
    """

    label: str
    residue: int
    x: float
    tier: int
    label_x: float
    emphasis: bool


class MutationDrawing(Model):
    """The mutations of one gene along its kinase domain, in residues of `transcript`.

    The labels stand `upright` where there are too many for tiers; `unlabeled` counts the mutations
    without room for a label.
    """

    gene: str
    transcript: str
    axis_start: int
    axis_end: int
    domain_start: int
    domain_end: int
    domain_source: str
    ticks: list[int]
    flags: list[Flag]
    upright: bool
    unlabeled: int
    alt: str


def fusion_drawing(fusion: Fusion) -> FusionDrawing | None:
    """Return exon boxes, breakpoint and kinase domain of a fusion.

    Returns None where its exons are not known, or where both sides are one gene: the exons then
    do not show on which side of the breakpoint they lie.
    """
    exons = [exon for exon in fusion.exons if exon.coding_length > 0]
    length = sum(exon.coding_length for exon in exons)
    if not length or fusion.five_prime.gene == fusion.three_prime.gene:
        return None
    boxes: list[ExonBox] = []
    start = 0
    for index, exon in enumerate(exons):
        kinase_start = start + _kinase_offset(exons, index)
        boxes.append(
            ExonBox(
                number=exon.exon,
                five_prime=exon.gene != fusion.three_prime.gene,
                x=start / length,
                width=exon.coding_length / length,
                kinase_x=kinase_start / length,
                kinase_width=exon.kinase_length / length,
            )
        )
        start += exon.coding_length
    kinase = [box for box in boxes if box.kinase_width > 0]
    return FusionDrawing(
        finding=fusion.id,
        exons=boxes,
        breakpoint=sum(box.width for box in boxes if box.five_prime),
        kinase_start=kinase[0].kinase_x if kinase else None,
        kinase_end=kinase[-1].kinase_x + kinase[-1].kinase_width if kinase else None,
        length=length,
        alt=_fusion_alt(fusion),
    )


def _kinase_offset(exons: list[FusionExon], index: int) -> int:
    """Return where the kinase domain begins in an exon, in nucleotides from its start.

    The domain is contiguous: it reaches the end of its first exon and the start of all others.
    """
    exon = exons[index]
    begins_here = index == 0 or exons[index - 1].kinase_length == 0
    goes_on = index + 1 < len(exons) and exons[index + 1].kinase_length > 0
    return exon.coding_length - exon.kinase_length if begins_here and goes_on else 0


def _fusion_alt(fusion: Fusion) -> str:
    domain = {
        "retained": "retained whole",
        "partial": "retained in part",
        "lost": "lost",
        "unknown": "not known to be retained",
    }[fusion.kinase_domain]
    return (
        f"Exons of the fusion transcript {fusion.name}: {_side(fusion.five_prime)} joined to "
        f"{_side(fusion.three_prime)}; {fusion.domain} of {fusion.gene} {domain}."
    )


def _side(partner: FusionPartner) -> str:
    exon = f"exon {partner.exon}" if partner.exon is not None else "outside known exons"
    return f"{partner.gene} {exon} ({partner.chrom}:{partner.pos})"


def mutation_drawings(report: Report) -> list[MutationDrawing]:
    """Return one drawing for each gene with a mutation in its kinase domain.

    Mutations that a caller filtered are not drawn: the report lists them apart.
    """
    drawings = []
    for domain in report.provenance.reference.kinase_domains:
        drawing = _mutation_drawing(domain, report.findings)
        if drawing is not None:
            drawings.append(drawing)
    return drawings


def _mutation_drawing(domain: KinaseDomain, findings: list[Finding]) -> MutationDrawing | None:
    shown = sorted(
        (
            (finding.residue, finding)
            for finding in findings
            if isinstance(finding, Mutation)
            and finding.gene == domain.gene
            and finding.residue is not None
            and finding.in_kinase_domain
            and not finding.filters
        ),
        key=lambda pair: (pair[0], pair[1].id),
    )
    if not shown:
        return None
    start = min(domain.start, shown[0][0])
    end = max(domain.end, shown[-1][0])
    flags = _flags(shown, start, end)
    upright = max(flag.tier for flag in flags) >= _MOST_TIERS
    if upright:
        flags = _upright(flags)
    labels = ", and ".join(
        f"{_flag_label(mutation)} at residue {residue}" for residue, mutation in shown
    )
    return MutationDrawing(
        gene=domain.gene,
        transcript=domain.transcript,
        axis_start=start,
        axis_end=end,
        domain_start=domain.start,
        domain_end=domain.end,
        domain_source=domain.source,
        ticks=_ticks(start, end),
        flags=flags,
        upright=upright,
        unlabeled=sum(not flag.label for flag in flags),
        alt=(
            f"The kinase domain of {domain.gene} spans the residues {domain.start} to {domain.end} "
            f"of {domain.transcript}. It carries {labels}."
        ),
    )


def _flags(shown: list[tuple[int, Mutation]], start: int, end: int) -> list[Flag]:
    """Place the labels in tiers so that none crosses the mast of another.

    Labels stand to the right of their masts, so a label is higher than every mast that it passes.
    """
    flags: list[Flag] = []
    for residue, mutation in reversed(shown):
        label = _flag_label(mutation)
        x = (residue - start) / max(end - start, 1)
        reach = x + _CHARACTER * len(label) + _LABEL_MARGIN
        below = [flag.tier for flag in flags if flag.x <= reach]
        flags.append(
            Flag(
                label=label,
                residue=residue,
                x=x,
                tier=max(below) + 1 if below else 0,
                label_x=x,
                emphasis=mutation.role in ("on_target", "met_kinase"),
            )
        )
    return flags[::-1]


def _upright(flags: list[Flag]) -> list[Flag]:
    """Spread upright labels along the axis, near their residues, so that none covers another.

    Where there is no room for all, mutations of the driver's and the MET kinase keep their labels.
    """
    room = int(_ROOM)
    first = sorted(flags, key=lambda flag: not flag.emphasis)[:room]
    places: list[float] = []
    for flag in flags:
        if flag in first:
            places.append(max(flag.x, places[-1] + _UPRIGHT) if places else flag.x)
    most = 1.0
    for index in reversed(range(len(places))):
        places[index] = max(0.0, min(places[index], most))
        most = places[index] - _UPRIGHT
    spread = iter(places)
    return [
        flag.model_copy(update={"label_x": next(spread), "tier": 0})
        if flag in first
        else flag.model_copy(update={"label": "", "tier": 0})
        for flag in flags
    ]


def _flag_label(mutation: Mutation) -> str:
    name = mutation.protein_change or mutation.label
    return name if mutation.vaf is None else f"{name} {percent(mutation.vaf)}"


def _ticks(start: int, end: int) -> list[int]:
    """Return round residue numbers for the axis, clear of the numbers at its ends."""
    first = -(-start // _TICK) * _TICK
    return [
        tick
        for tick in range(first, end + 1, _TICK)
        if tick - start > _TICK_CLEARANCE and end - tick > _TICK_CLEARANCE
    ]
