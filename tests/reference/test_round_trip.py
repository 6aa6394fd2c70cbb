"""Names told back: what a g., c. or p. name says, applied to the sequence, is the allele."""

import re
from functools import cache
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.base import GenomeBuild
from annotator.reference import Exon, Transcript, name_variant
from annotator.reference.genetic_code import one_letter, reverse_complement, translate
from tests.builders import packaged
from tests.reference.tables import KINASE_GENES

BUILDS: tuple[GenomeBuild, ...] = get_args(GenomeBuild)


@cache
def exons() -> list[tuple[GenomeBuild, str, int]]:
    """The exons of the kinase genes with some coding bases, in each build."""
    return [
        (build, gene, exon.number)
        for build in BUILDS
        for gene in KINASE_GENES
        for exon in packaged.genome(build).transcript(gene).exons
        if exon.coding_length > 8
    ]


def applied(name: str, sequence: str, first: int) -> str:
    """The sequence, whose first base is number `first`, with the change after `g.` or `c.`."""
    found = re.fullmatch(
        r"(\d+)(?:_(\d+))?(?:([ACGT])>([ACGT])|(delins|del|ins|dup|inv)([ACGT]*))", name
    )
    assert found, name
    low, high = int(found[1]) - first, int(found[2] or found[1]) - first + 1
    old = sequence[low:high]
    if found[3]:
        assert old == found[3]
        return sequence[:low] + found[4] + sequence[high:]
    new = {
        "del": "",
        "delins": found[6],
        "dup": old + old,
        "inv": reverse_complement(old),
        "ins": old[:1] + found[6] + old[1:],
    }[found[5]]
    if found[5] == "ins":
        assert len(old) == 2
    return sequence[:low] + new + sequence[high:]


def bases_of(model: Transcript, exon: Exon) -> tuple[int, str]:
    """Start and plus-strand bases of the coding part of an exon."""
    low, high = max(exon.start, model.cds_start), min(exon.end, model.cds_end)
    known = packaged.genome(model.build).known_bases
    return low, "".join(known.base(model.chrom, at) or "N" for at in range(low, high + 1))


@settings(max_examples=700, deadline=None)
@given(data=st.data())
def test_every_coding_base_of_every_kind_of_allele(data: st.DataObject) -> None:
    build, gene, number = data.draw(st.sampled_from(exons()))
    model = packaged.genome(build).transcript(gene)
    exon = model.exon(number)
    low, bases = bases_of(model, exon)
    at = data.draw(st.integers(1, len(bases) - 2))
    size = data.draw(st.sampled_from([0, 0, 1, 1, 2, 3, 6]))
    removed = bases[at : min(at + size, len(bases) - 1)]
    added = data.draw(st.text("ACGT", min_size=0 if removed else 1, max_size=6))
    if removed == added:
        return
    mutated = bases[:at] + added + bases[at + len(removed) :]
    ref, alt = bases[at - 1] + removed, bases[at - 1] + added
    name = name_variant(packaged.genome(build), model.chrom, low + at - 1, ref, alt)
    assert name is not None
    genomic = name.hgvs_g.partition(":g.")[2]
    places = [int(n) for n in re.findall(r"\d+", genomic)]
    if low <= min(places) and max(places) < low + len(bases):
        assert applied(genomic, bases, low) == mutated
    assert name.hgvs_c is not None
    change = name.hgvs_c.partition(":c.")[2]
    if re.search(r"\d[+-]|\*|^-", change):  # moved out of the exon by the 3' rule
        assert name.hgvs_p is None or "*" in change
        return
    coding = packaged.reference().coding[model.accession]
    plus = model.strand == "+"
    whole = (
        coding[: exon.coding_before]
        + (mutated if plus else reverse_complement(mutated))
        + coding[exon.coding_before + exon.coding_length :]
    )
    assert applied(change, coding, 1) == whole
    if name.hgvs_p is not None:
        told(name.hgvs_p.partition(":p.")[2], translate(coding), translate(whole))


def told(change: str, before: str, after: str) -> None:
    """Check that a p. name says how the protein became another, as far as it can say it."""
    text = one_letter(change.strip("()"))
    ends = after.partition("*")[0]
    if text == "?" or text.startswith("M1?") or "ext" in text:
        return
    if text.endswith("="):
        assert ends == before.partition("*")[0]
        return
    found = re.fullmatch(
        r"([A-Z])(\d+)(?:_([A-Z*])(\d+))?(?:(delins|del|dup|ins)([A-Z]*\*?)|([A-Z*])(?:fs\*(\d+|\?))?)",
        text,
    )
    assert found, change
    first, last = int(found[2]), int(found[4] or found[2])
    assert before[first - 1] == found[1]
    if found[8] is not None:
        assert after[: first - 1] == before[: first - 1]
        assert after[first - 1] == found[7]
        stop = after.find("*", first - 1)
        assert found[8] == (str(stop - first + 2) if stop >= 0 else "?")
        return
    old = before[first - 1 : last]
    new = found[7] or {"del": "", "dup": old + old, "delins": found[6]}.get(found[5])
    if new is None:
        new = old[0] + found[6] + old[1]
    made = before[: first - 1] + new + before[last:]
    assert made.partition("*")[0] == ends
