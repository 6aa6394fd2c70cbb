"""The drawings of a report as SVG, from the shapes of which the PDF's are made.

Colors are classes of the page's style, so that it also darkens them for print. Texts are escaped.
"""

from markupsafe import Markup

from annotator.model.findings import Fusion, FusionPartner
from annotator.reporting.sections.drawings import ExonBox, Flag, FusionDrawing, MutationDrawing

_WIDTH = 1000
_LEFT = 24
_AXIS = 800
"""The width of the axis of mutations: the rest is for the label of the last one."""
_STEP = 30
_LONGEST = 24


def fusion_svg(drawing: FusionDrawing, fusion: Fusion) -> Markup:
    """Return a fusion transcript with its breakpoint and its kinase domain."""
    split = drawing.breakpoint * _WIDTH
    middle = min(max(split, 330), _WIDTH - 330)
    parts = [
        _text(middle - 10, 18, _named(fusion.five_prime), "end", "b"),
        _text(middle - 10, 38, _locus(fusion.five_prime), "end", "q"),
        _text(middle + 10, 18, _named(fusion.three_prime), "start", "b"),
        _text(middle + 10, 38, _locus(fusion.three_prime), "start", "q"),
        *(part for exon in drawing.exons for part in _exon(exon)),
        _line(split, 44, split, 100, "cut"),
        _shape(
            '<polygon class="cut-head" points="{},44 {},44 {},56"/>', split - 8, split + 8, split
        ),
    ]
    for side, five, start, end in (
        (fusion.five_prime, True, 0.0, split - 3),
        (fusion.three_prime, False, split + 3, float(_WIDTH)),
    ):
        numbers = [exon.number for exon in drawing.exons if exon.five_prime == five]
        if numbers:
            parts += _bracket(start, end, 112, f"{side.gene} {_span(numbers)}")
    if drawing.kinase_start is not None and drawing.kinase_end is not None:
        residues = f", residues {fusion.kinase_residues}" if fusion.kinase_residues else ""
        parts += _bracket(
            drawing.kinase_start * _WIDTH,
            drawing.kinase_end * _WIDTH,
            152,
            f"{fusion.domain} {fusion.kinase_domain}{residues}",
        )
    bar = 200 / drawing.length * _WIDTH
    parts += [_line(0, 196, bar, 196, "scale"), _text(bar + 8, 201, "200 nt", "start", "q")]
    return _drawing(drawing.alt, 206, parts)


def mutation_svg(drawing: MutationDrawing) -> Markup:
    """Return the mutations of one gene along its kinase domain."""
    longest = max(len(_short(flag.label)) for flag in drawing.flags)
    tiers = max(flag.tier for flag in drawing.flags) + 1
    base = longest * 10 + 64 if drawing.upright else tiers * _STEP + 20
    length = max(drawing.axis_end - drawing.axis_start, 1)

    def at(residue: int) -> float:
        return _LEFT + (residue - drawing.axis_start) / length * _AXIS

    start, end = at(drawing.domain_start), at(drawing.domain_end)
    parts = [
        _line(_LEFT, base + 15, _LEFT + _AXIS, base + 15, "axis"),
        _box(start, base, end - start, 30, "kinase"),
        _text((start + end) / 2, base + 20, f"{drawing.gene} kinase domain", "middle", "on"),
        _text(_LEFT + _AXIS + 16, base + 12, "residues of", "start", "q"),
        _text(_LEFT + _AXIS + 16, base + 30, drawing.transcript, "start", "q"),
    ]
    for residue in (drawing.domain_start, drawing.domain_end, *drawing.ticks):
        parts += [
            _line(at(residue), base + 30, at(residue), base + 37, "axis"),
            _text(at(residue), base + 54, str(residue), "middle", "q"),
        ]
    for flag in drawing.flags:
        parts += _upright(flag, base) if drawing.upright else _in_tier(flag, base)
    return _drawing(drawing.alt, base + 62, parts)


def _in_tier(flag: Flag, base: float) -> list[Markup]:
    """Return the mast of a mutation with its label next to the head."""
    x, y = _LEFT + flag.x * _AXIS, base - (flag.tier + 1) * _STEP
    kind = "mast strong" if flag.emphasis else "mast"
    return [
        _line(x, y, x, base, kind),
        _shape('<circle class="{}" cx="{}" cy="{}" r="7"/>', kind, x, y),
        _text(x + 12, y + 6, _short(flag.label), "start", "b"),
    ]


def _upright(flag: Flag, base: float) -> list[Markup]:
    """Return the mast of one among many: its label stands upright, and a line leads to it."""
    x, label_x = _LEFT + flag.x * _AXIS, _LEFT + flag.label_x * _AXIS
    kind = "mast strong" if flag.emphasis else "mast"
    parts = [_line(x, base - 16, x, base, kind)]
    if flag.label:
        parts += [
            _line(x, base - 16, label_x, base - 44, kind),
            _shape(
                '<text class="b" transform="translate({} {}) rotate(-90)">{}</text>',
                label_x + 5,
                base - 50,
                _short(flag.label),
            ),
        ]
    return [*parts, _shape('<circle class="{}" cx="{}" cy="{}" r="5"/>', kind, x, base - 18)]


def _exon(exon: ExonBox) -> list[Markup]:
    """Return the box of an exon, the part in the kinase domain, and the number where it fits."""
    parts = [
        _box(exon.x * _WIDTH, 58, exon.width * _WIDTH, 36, "five" if exon.five_prime else "three")
    ]
    if exon.kinase_width > 0:
        parts.append(_box(exon.kinase_x * _WIDTH, 58, exon.kinase_width * _WIDTH, 36, "kinase"))
    parts.append(_box(exon.x * _WIDTH, 58, exon.width * _WIDTH, 36, "edge"))
    dark = exon.kinase_width > exon.width / 2
    behind = not dark and exon.kinase_width > 0 and exon.kinase_x == exon.x
    start = exon.kinase_x if dark else exon.x + (exon.kinase_width if behind else 0)
    room = exon.kinase_width if dark else exon.width - exon.kinase_width
    if room * _WIDTH > 20:
        middle = (start + room / 2) * _WIDTH
        parts.append(_text(middle, 81, str(exon.number), "middle", "on" if dark else "n"))
    return parts


def _bracket(start: float, end: float, y: float, label: str) -> list[Markup]:
    middle = min(max((start + end) / 2, 5.0 * len(label)), _WIDTH - 5.0 * len(label))
    return [
        _line(start, y, end, y, "axis"),
        _line(start, y - 5, start, y + 5, "axis"),
        _line(end, y - 5, end, y + 5, "axis"),
        _text(middle, y + 22, label, "middle", "n"),
    ]


def _named(partner: FusionPartner) -> str:
    return partner.gene if partner.exon is None else f"{partner.gene} exon {partner.exon}"


def _locus(partner: FusionPartner) -> str:
    if partner.chrom is None:
        return "no breakpoint given"
    strand = f" ({partner.strand.replace('-', '−')})" if partner.strand else ""
    return f"{partner.chrom}:{partner.pos}{strand}"


def _span(numbers: list[int]) -> str:
    one = numbers[0] == numbers[-1]
    return f"exon {numbers[0]}" if one else f"exons {numbers[0]}–{numbers[-1]}"


def _short(label: str) -> str:
    half = (_LONGEST - 1) // 2
    return label if len(label) <= _LONGEST else f"{label[:half]}…{label[-half:]}"


def _drawing(alt: str, height: float, parts: list[Markup]) -> Markup:
    frame = Markup(
        '<svg class="drawing" role="img" aria-label="{}" viewBox="-2 0 1004 {}">{}</svg>'
    )
    return frame.format(alt, f"{height:g}", Markup("").join(parts))


def _shape(form: str, *values: object) -> Markup:
    """Fill a form; numbers with two decimals at most, texts escaped."""
    rounded = (f"{round(value, 2):g}" if isinstance(value, float) else value for value in values)
    return Markup(form).format(*rounded)


def _line(x: float, y: float, to_x: float, to_y: float, kind: str) -> Markup:
    return _shape('<path class="{}" d="M{} {}L{} {}"/>', kind, x, y, to_x, to_y)


def _box(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    form = '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'
    return _shape(form, kind, x, y, max(width, 0.0), height)


def _text(x: float, y: float, text: str, anchor: str, kind: str) -> Markup:
    form = '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>'
    return _shape(form, kind, x, y, anchor, text)
