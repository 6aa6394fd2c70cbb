"""One name for a protein change, whichever transcript's numbering it is written in."""

from collections.abc import Iterator

from annotator.model.errors import InputProblem
from annotator.reference.catalog import Reference
from annotator.reference.protein import in_frame_change
from annotator.reference.protein_text import ProteinText, parse_protein_text
from annotator.reference.transcript import Transcript


def canonical_allele(reference: Reference, gene: str, text: str) -> str:
    """The change in the preferred numbering and in HGVS words: MET `D1246N` gives `D1228N`.

    `text` is a change of one kinase gene's protein in one or three letters, with or without `p.`,
    parentheses and accession (`NM_001127500:p.Asp1246Asn`). The reference residues decide which
    numbering it is in; an accession decides it. An insertion that repeats the residues before it
    is returned as the duplication that it is in HGVS (`T1151_L1152insT`: `T1151dup`).

    Raises InputProblem for a text that is not a protein change, for residues that no transcript
    has at that position, and for a text that fits two numberings as different changes.
    """
    parsed = parse_protein_text(text)
    if parsed is None or gene not in reference.kinase_genes:
        raise InputProblem(
            f"{gene} {text!r} is not a protein change of a kinase gene",
            expected="a protein change in one or three letters, in one of "
            + ", ".join(reference.kinase_genes),
        )
    readings: dict[str, str] = {}
    for transcript, renumbered in _readings(reference, gene, parsed):
        change = _by_hgvs(
            _protein(reference, reference.in_build(transcript.build).transcript(gene)), renumbered
        )
        readings.setdefault(change, transcript.accession)
    if not readings:
        raise InputProblem(
            f"{gene} {text!r} fits no transcript", expected=_residues_there(reference, gene, parsed)
        )
    if len(readings) > 1:
        both = " or ".join(f"{change} ({text} in {name})" for change, name in readings.items())
        raise InputProblem(
            f"{gene} {text!r} can be read in two numberings: {both}",
            expected="one of them",
            advice="Write the transcript before it, as in "
            f"{next(iter(readings.values()))}:p.{parsed}",
        )
    return next(iter(readings))


def _readings(
    reference: Reference, gene: str, parsed: ProteinText
) -> Iterator[tuple[Transcript, ProteinText]]:
    """Every transcript whose residues fit, with the change in the preferred numbering."""
    models = reference.in_build(reference.builds[0]).transcripts(gene)
    for transcript in models:
        if parsed.accession and parsed.accession not in _accessions(transcript):
            continue
        if not _fits(_protein(reference, transcript), parsed):
            continue
        ends = [_renumbered(transcript, models[0], at) for _, at in parsed.residues]
        if all(ends):
            first, last = ends[0] or 0, ends[-1] or 0
            moved = ProteinText(None, parsed.first, first, parsed.last, last, parsed.rest)
            if _fits(_protein(reference, models[0]), moved):
                yield transcript, moved


def _accessions(transcript: Transcript) -> set[str]:
    names = (transcript.accession, transcript.protein_accession)
    return {name.split(".")[0] for name in names if name}


def _protein(reference: Reference, transcript: Transcript) -> str:
    return reference.proteins[transcript.accession]


def _fits(protein: str, parsed: ProteinText) -> bool:
    return all(protein[at - 1 : at] == letter for letter, at in parsed.residues)


def _renumbered(transcript: Transcript, preferred: Transcript, residue: int) -> int | None:
    """The residue of the preferred transcript with the same codon; None where there is none."""
    indices = [preferred.coding_index(position) for position in transcript.codon(residue)]
    if indices[0] is None or indices[0] % 3:
        return None
    together = [indices[0], indices[0] + 1, indices[0] + 2]
    return indices[0] // 3 + 1 if indices == together else None


def _by_hgvs(protein: str, change: ProteinText) -> str:
    """The change by the rules of HGVS, where the text gives the new protein."""
    low, high = change.residue - 1, change.last_residue
    rest = change.rest
    if rest == "del":
        new = ""
    elif rest == "dup":
        new = 2 * protein[low:high]
    elif rest.startswith("delins"):
        new = rest.removeprefix("delins")
    elif rest.startswith("ins") and high == low + 2:
        new = protein[low] + rest.removeprefix("ins") + protein[low + 1]
    else:
        return str(change)
    after = protein[:low] + new + protein[high:]
    if "*" in new or after == protein:
        return str(change)
    return in_frame_change(protein, after).short or str(change)


def _residues_there(reference: Reference, gene: str, parsed: ProteinText) -> str:
    """The residues of each transcript at the positions of a change, as `M1246 (NM_000245.4)`."""
    texts = []
    for transcript in reference.in_build(reference.builds[0]).transcripts(gene):
        protein = _protein(reference, transcript)
        here = ", ".join(
            f"{protein[at - 1 : at] or 'nothing at '}{at}" for _, at in parsed.residues
        )
        texts.append(f"{here} ({transcript.accession})")
    return " or ".join(texts)
