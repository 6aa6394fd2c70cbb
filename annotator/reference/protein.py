"""The effect of a change of the coding sequence on the protein, as an HGVS name."""

from dataclasses import dataclass

from annotator.reference.genetic_code import three_letter, translate

START_CODON = "ATG"


@dataclass(frozen=True, slots=True)
class ProteinChange:
    """The predicted change. `hgvs` is the text after the accession: `p.(Gly1202Arg)`.

    `short` is the same with one-letter codes (`G1202R`), None where the change cannot be predicted
    (`p.?`). `residue` is the first changed, repeated or (for an insertion) preceding residue,
    `last_residue` the last one of those that are replaced, removed or repeated; of a frameshift
    or stop both are the first.
    """

    hgvs: str
    short: str | None
    residue: int | None
    consequence: str
    last_residue: int | None = None

    def __post_init__(self) -> None:
        """A change of one residue ends where it begins."""
        if self.last_residue is None:
            object.__setattr__(self, "last_residue", self.residue)


@dataclass(frozen=True, slots=True)
class _Words:
    """A change as residues and plain words, written with either alphabet.

    Parts that are tuples are one-letter residues.
    """

    parts: tuple[str | tuple[str], ...]

    @property
    def short(self) -> str:
        return "".join(part if isinstance(part, str) else part[0] for part in self.parts)

    @property
    def long(self) -> str:
        return "".join(
            part if isinstance(part, str) else three_letter(part[0]) for part in self.parts
        )


def protein_change(coding: str, index: int, removed: int, inserted: str) -> ProteinChange:
    """The effect of replacing `removed` bases at 0-based `index` of a coding sequence.

    `coding` runs from the start codon to the stop codon; the bases after it are not known,
    so an extension has no known length. Splicing is assumed to be unchanged: the change must lie
    in one exon.
    """
    mutated = coding[:index] + inserted + coding[index + removed :]
    if index < len(START_CODON) and not mutated.startswith(START_CODON):
        return _known(_Words((("M",), "1?")), 1, "start_lost")
    before, after = translate(coding), translate(mutated)
    if (len(inserted) - removed) % 3:
        return _frameshift(before, after)
    first = _common_prefix(before, after)
    if first >= len(before):
        return _synonymous(before, index // 3, (index + max(removed, 1) - 1) // 3)
    return in_frame_change(before, after)


def in_frame_change(before: str, after: str) -> ProteinChange:
    """The one change that turns a protein into another (both one-letter, `*` at the end).

    By the 3' rule it is at the last position where a residue may have been removed or repeated.
    Raises ValueError for equal proteins.
    """
    if before == after:
        raise ValueError("the proteins are equal")
    first = _common_prefix(before, after)
    same = _common_prefix(before[first:][::-1], after[first:][::-1])
    return _in_frame(
        before, first, before[first : len(before) - same], after[first : len(after) - same]
    )


def _known(words: _Words, residue: int, consequence: str, last: int | None = None) -> ProteinChange:
    return ProteinChange(f"p.({words.long})", words.short, residue, consequence, last)


def _common_prefix(one: str, other: str) -> int:
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))


def _synonymous(before: str, first: int, last: int) -> ProteinChange:
    residue = first + 1
    if first == last:
        return _known(_Words(((before[first],), f"{residue}=")), residue, "synonymous_variant")
    return _known(_Words(("=",)), residue, "synonymous_variant")


def _frameshift(before: str, after: str) -> ProteinChange:
    first = _common_prefix(before, after)
    residue = first + 1
    if first >= len(before) - 1:
        return ProteinChange("p.?", None, min(residue, len(before)), "stop_lost")
    if first >= len(after):
        return ProteinChange("p.?", None, residue, "frameshift_variant")
    if after[first] == "*":
        words = _Words(((before[first],), f"{residue}*"))
        return _known(words, residue, "stop_gained")
    stop = after.find("*", first)
    length = str(stop - first + 1) if stop >= 0 else "?"
    words = _Words(((before[first],), str(residue), (after[first],), f"fs*{length}"))
    return _known(words, residue, "frameshift_variant")


def _in_frame(before: str, first: int, ref: str, alt: str) -> ProteinChange:
    if "*" in alt:
        return _stop_gained(before, first, ref, alt[: alt.index("*") + 1])
    residue = first + 1
    if "*" in ref:
        if len(ref) == len(alt) == 1:
            return _known(_Words(("*", str(residue), (alt,), "ext*?")), residue, "stop_lost")
        return ProteinChange("p.?", None, residue, "stop_lost")
    if len(ref) == len(alt) == 1:
        return _known(_Words(((ref,), str(residue), (alt,))), residue, "missense_variant")
    if not ref:
        return _inserted(before, first, alt)
    residues = _span(before, first, first + len(ref) - 1)
    if not alt:
        return _known(_Words((*residues, "del")), residue, "inframe_deletion", first + len(ref))
    equal = len(ref) == len(alt)
    consequence = "missense_variant" if equal else "protein_altering_variant"
    words = _Words((*residues, "delins", (alt,)))
    return _known(words, residue, consequence, first + len(ref))


def _inserted(before: str, first: int, alt: str) -> ProteinChange:
    start = first - len(alt)
    if start >= 0 and before[start:first] == alt:
        words = _Words((*_span(before, start, first - 1), "dup"))
        return _known(words, start + 1, "inframe_insertion", first)
    words = _Words((*_span(before, first - 1, first), "ins", (alt,)))
    return _known(words, first, "inframe_insertion")


def _stop_gained(before: str, first: int, ref: str, alt: str) -> ProteinChange:
    residue = first + 1
    if alt == "*":
        return _known(_Words(((before[first],), f"{residue}*")), residue, "stop_gained")
    if not ref:
        words = _Words((*_span(before, first - 1, first), "ins", (alt,)))
        return _known(words, first, "stop_gained")
    words = _Words((*_span(before, first, first + len(ref) - 1), "delins", (alt,)))
    return _known(words, residue, "stop_gained")


def _span(before: str, first: int, last: int) -> tuple[str | tuple[str], ...]:
    """`Thr1151` or `Thr1151_Leu1152`, from 0-based indices."""
    start: tuple[str | tuple[str], ...] = ((before[first],), str(first + 1))
    if first == last:
        return start
    return (*start, "_", (before[last],), str(last + 1))
