"""Codons on the genome, and substitutions of one codon taken together."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.base import GenomeBuild
from annotator.reference import (
    CodingPosition,
    changed_bases,
    codon_change,
    codons_touched,
)
from annotator.reference.genetic_code import reverse_complement, translate
from tests.builders import packaged
from tests.reference.tables import KINASE_GENES

BUILDS: tuple[GenomeBuild, ...] = get_args(GenomeBuild)


@pytest.mark.parametrize("text", ["1", "3604", "-5", "*12", "3604+5", "3605-2", "-5+1", "*1-3"])
def test_coding_positions_are_read_as_they_are_written(text: str) -> None:
    assert str(CodingPosition.parse(text)) == text


@pytest.mark.parametrize("text", ["", "0", "+5", "3604+", "a", "1.5", "--1"])
def test_what_is_no_coding_position(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a c\. position"):
        CodingPosition.parse(text)


def test_the_codon_of_a_residue() -> None:
    assert packaged.genome().transcript("ALK").codon(1202) == (
        29220747,
        29220746,
        29220745,
    )
    met = packaged.genome().transcript("MET")
    assert met.codon(1010) == (116771989, 116774881, 116774882)
    for residue in (0, met.cds_length // 3 + 1):
        with pytest.raises(ValueError, match="no residue"):
            met.codon(residue)


@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize("gene", KINASE_GENES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_two_substitutions_of_a_codon_make_the_residue_they_spell(
    data: st.DataObject, gene: str, build: GenomeBuild
) -> None:
    model = packaged.genome(build).transcript(gene)
    coding = packaged.reference().coding[model.accession]
    residue = data.draw(st.integers(2, model.cds_length // 3 - 1))
    codon = coding[3 * residue - 3 : 3 * residue]
    places = data.draw(st.permutations([0, 1, 2]))[: data.draw(st.integers(2, 3))]
    spelled = list(codon)
    rows = []
    for place in places:
        new = data.draw(st.sampled_from("ACGT".replace(codon[place], "")))
        spelled[place] = new
        pair = (codon[place], new)
        if model.strand == "-":
            pair = (reverse_complement(codon[place]), reverse_complement(new))
        rows.append((model.codon(residue)[place], *pair))
    for row in rows:
        assert codons_touched(packaged.genome(build), model.chrom, row) == {(gene, residue)}
    name = codon_change(packaged.genome(build), model.chrom, rows)
    assert name is not None
    before, after = translate(codon), translate("".join(spelled))
    expected = "=" if before == after else after
    assert name.protein_change in (f"{before}{residue}{expected}", "=")
    assert (name.residue, name.gene) == (residue, gene)
    assert name.kind in ("delins", "inversion")


def test_a_codon_cut_by_an_intron_is_named_in_cis() -> None:
    rows = [(116774881, "A", "G"), (116771989, "G", "A")]
    name = codon_change(packaged.genome(), "7", rows)
    assert name is not None
    assert name.hgvs_g == "NC_000007.14:g.[116771989G>A;116774881A>G]"
    assert name.hgvs_c == "NM_000245.4:c.[3028G>A;3029A>G]"
    assert name.hgvs_p == "NP_000236.2:p.(Asp1010Ser)"
    assert name.alternative_names == ("NM_001127500.3:c.[3082G>A;3083A>G] p.(Asp1028Ser)",)


def test_in_cis_the_order_is_the_transcripts() -> None:
    """A codon of a minus-strand gene over two exons: c. in its order, g. in the genome's."""
    model = packaged.genome().transcript("ALK")
    residue = next(r for r in range(2, 1500) if abs(model.codon(r)[0] - model.codon(r)[2]) > 2)
    known = packaged.genome().known_bases
    ends = (model.codon(residue)[0], model.codon(residue)[2])
    rows = []
    for at in ends:
        base = known.base("chr2", at) or "N"
        rows.append((at, base, "A" if base != "A" else "C"))
    name = codon_change(packaged.genome(), "chr2", rows)
    assert name is not None
    assert name.hgvs_c is not None
    assert name.hgvs_c.index(f"[{3 * residue - 2}") < name.hgvs_c.index(f";{3 * residue}")
    assert f"g.[{ends[1]}" in name.hgvs_g


@pytest.mark.parametrize(
    "rows",
    [
        [(29220747, "C", "T"), (29220747, "C", "A")],  # one base cannot become two
        [(29220747, "C", "T"), (29220746, "CC", "C")],
        [(29220747, "C", "T"), (29220500, "A", "C")],
        [(42295516, "A", "C"), (42295517, "A", "C")],
    ],
)
def test_what_cannot_be_taken_together(rows: list[tuple[int, str, str]]) -> None:
    assert codon_change(packaged.genome(), "2", rows) is None


def test_bases_and_codons_of_a_row() -> None:
    assert changed_bases((29220746, "CCA", "TCG")) == {(29220746, "T"), (29220748, "G")}
    assert changed_bases((29220746, "CC", "C")) == frozenset()
    row = (29220747, "CC", "TT")
    assert codons_touched(packaged.genome(), "2", row) == {("ALK", 1202), ("ALK", 1201)}
    assert codons_touched(packaged.genome(), "2", (29220746, "CC", "C")) == frozenset()
    assert codons_touched(packaged.genome(), "2", (29220500, "A", "C")) == frozenset()
