"""Protein changes as people and programs write them, in one spelling."""

import re
from dataclasses import dataclass

from annotator.reference.genetic_code import one_letter, reverse_complement, three_letter

_CHANGE = re.compile(
    r"(?P<first>[A-Z*])(?P<at>\d+)(?:_(?P<last>[A-Z*])(?P<to>\d+))?"
    r"(?P<rest>=|\?|(?:[A-Z*]?(?:fs|ext).*)|del(?:ins[A-Z]+\*?)?|dup|ins[A-Z]+\*?|[A-Z*])"
)
_TERMINATION = re.compile(r"fs\*.*|fs$|ext.*")


@dataclass(frozen=True, slots=True)
class ProteinText:
    """A change in one-letter codes: the residues it names, and what replaces them.

    `rest` is what follows the residues: `R`, `=`, `*`, `del`, `dup`, `insT`, `delinsFP`, `Efs*56`.
    `accession` is the sequence that the text names, without its version, or None.
    """

    accession: str | None
    first: str
    residue: int
    last: str | None
    last_residue: int
    rest: str

    @property
    def residues(self) -> tuple[tuple[str, int], ...]:
        """The residues named, with their letters."""
        ends = ((self.first, self.residue),)
        return ends if self.last is None else (*ends, (self.last, self.last_residue))

    def __str__(self) -> str:
        """The short spelling: `G1202R`, `T1151_L1152insT`."""
        last = f"_{self.last}{self.last_residue}" if self.last else ""
        return f"{self.first}{self.residue}{last}{self.rest}"


def parse_protein_text(text: str) -> ProteinText | None:
    """`G1202R`, `p.(Gly1202Arg)`, `NP_004295.2:p.Gly1202Arg`, `p.G1202fsX5`; None for other texts.

    Three-letter codes are accepted, `Ter` or `X` for a stop, `%3D` for `=`, and an unchanged
    residue (`G1202G`).
    """
    accession, _, change = text.strip().rpartition(":")
    change = change.replace("%3D", "=").removeprefix("p.").strip("()")
    change = one_letter(change)
    change = re.sub(r"(?<=fs)X|(?<=\d)X$|(?<=ext)X", "*", change)
    match = _CHANGE.fullmatch(change)
    if match is None:
        return None
    rest = "=" if match["rest"] == match["first"] else match["rest"]
    return ProteinText(
        accession=accession.split(".")[0] or None,
        first=match["first"],
        residue=int(match["at"]),
        last=match["last"],
        last_residue=int(match["to"] or match["at"]),
        rest=rest,
    )


def long_protein_text(change: str) -> str:
    """The predicted change of one residue in HGVS: `p.(Gly12Cys)` of `G12C`."""
    return f"p.({three_letter(change[0])}{change[1:-1]}{three_letter(change[-1])})"


def same_protein_change(one: str, other: str) -> bool:
    """Whether two texts are the same change of one protein, whatever their spelling.

    The length of a new reading frame or extension may be left out: `G1202fs` is `G1202Efs*56`.
    """
    a, b = parse_protein_text(one), parse_protein_text(other)
    if a is None or b is None:
        return one.strip() == other.strip()
    if _TERMINATION.search(a.rest) and _TERMINATION.search(b.rest):
        short = {a.rest, b.rest} & {"fs"}
        untold = any("?" in rest for rest in (a.rest, b.rest))
        return a.residues == b.residues and (bool(short) or untold or a.rest == b.rest)
    added = _added(a)
    return (a.residues, a.rest) == (b.residues, b.rest) or (
        added is not None and added == _added(b)
    )


def _added(text: ProteinText) -> tuple[int, str] | None:
    """The residue after which residues are added, and the added ones, for an `ins` or a `dup`.

    None for another kind of change, and for a `dup` of more residues than its name spells.
    """
    if text.rest.startswith("ins"):
        return text.residue, text.rest.removeprefix("ins")
    spelled = text.first + (text.last or "")
    if text.rest == "dup" and text.last_residue - text.residue + 1 == len(spelled):
        return text.last_residue, spelled
    return None


def same_coding_change(one: str, other: str) -> bool:
    """Whether two c. texts of one transcript are the same change.

    Removed bases may be left out, and an inversion may be written as a `delins`.
    """
    return _bare_coding(one) == _bare_coding(other)


def _bare_coding(text: str) -> str:
    change = text.strip().rpartition(":")[2].replace("%3D", "=").removeprefix("c.")
    replaced = re.fullmatch(r"(.+)del([ACGT]+)ins([ACGT]+)", change)
    if replaced and len(replaced[2]) > 1 and replaced[3] == reverse_complement(replaced[2]):
        return f"{replaced[1]}inv"
    return re.sub(r"(del|dup|inv)[ACGT]+", r"\1", change)
