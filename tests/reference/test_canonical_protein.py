"""One name for a protein change, whichever numbering and spelling it is written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import InputProblem
from annotator.reference import canonical_allele
from annotator.reference.genetic_code import three_letter, translate
from annotator.reference.protein_text import (
    parse_protein_text,
    same_coding_change,
    same_protein_change,
)
from tests.builders import packaged
from tests.reference.tables import KINASE_GENES

RESIDUES = "ACDEFGHIKLMNPQRSTVWY"


@pytest.mark.parametrize(
    ("gene", "text", "change"),
    [
        ("MET", "D1246N", "D1228N"),
        ("MET", "D1228N", "D1228N"),
        ("MET", "p.(Asp1246Asn)", "D1228N"),
        ("MET", "NM_001127500.3:p.Asp1246Asn", "D1228N"),
        ("MET", "NP_001120972:p.D1246N", "D1228N"),
        ("MET", "NM_000245.2:p.D1228N", "D1228N"),
        ("MET", "D1246_M1247delinsFP", "D1228_M1229delinsFP"),
        ("MET", "Y1248*", "Y1230*"),
        ("MET", "D1246fs", "D1228fs"),
        ("ROS1", "G2026R", "G2032R"),
        ("ROS1", "G2032R", "G2032R"),
        ("ALK", "T1151_L1152insT", "T1151dup"),
        ("ALK", "p.Gly1202del", "G1202del"),
        ("ALK", "G1201del", "G1202del"),  # by the 3' rule the last of two equal residues
        ("ALK", "R1275X", "R1275*"),
    ],
)
def test_one_name(gene: str, text: str, change: str) -> None:
    assert canonical_allele(packaged.reference(), gene, text) == change


@given(data=st.data(), gene=st.sampled_from(KINASE_GENES))
def test_every_residue_of_every_transcript_with_its_accession(
    data: st.DataObject, gene: str
) -> None:
    """What one numbering says, said in the others, is one name, and the same as in our own."""
    models = packaged.genome().transcripts(gene)
    preferred = translate(packaged.reference().coding[models[0].accession])
    at = data.draw(st.integers(2, len(preferred) - 1))
    new = data.draw(st.sampled_from(RESIDUES.replace(preferred[at - 1], "")))
    change = f"{preferred[at - 1]}{at}{new}"
    own = f"{models[0].accession}:p.{three_letter(preferred[at - 1])}{at}{three_letter(new)}"
    assert canonical_allele(packaged.reference(), gene, own) == change
    for other in models[1:]:
        codon = [other.coding_index(position) for position in models[0].codon(at)]
        if None in codon or codon[0] % 3 or codon[2] - codon[0] != 2:
            continue  # the codon is not one of this transcript
        there = codon[0] // 3 + 1
        text = f"{other.accession}:p.{preferred[at - 1]}{there}{new}"
        assert canonical_allele(packaged.reference(), gene, text) == change


def ambiguous() -> tuple[str, str]:
    """A MET change that both numberings have, as two residues; and its letter."""
    short = translate(packaged.reference().coding["NM_000245.4"])
    long = translate(packaged.reference().coding["NM_001127500.3"])
    at = next(n for n in range(1100, 1300) if short[n - 1] == long[n - 1])
    new = "A" if short[at - 1] != "A" else "G"
    return f"{short[at - 1]}{at}{new}", f"{short[at - 1]}{at - 18}{new}"


def test_a_text_that_fits_two_numberings_shows_both() -> None:
    text, other = ambiguous()
    with pytest.raises(InputProblem) as problem:
        canonical_allele(packaged.reference(), "MET", text)
    message = str(problem.value)
    assert f"{text} ({text} in NM_000245.4)" in message
    assert f"{other} ({text} in NM_001127500.3)" in message
    assert canonical_allele(packaged.reference(), "MET", f"NM_000245.4:p.{text}") == text
    assert canonical_allele(packaged.reference(), "MET", f"NM_001127500.3:p.{text}") == other


@pytest.mark.parametrize(
    ("gene", "text", "message"),
    [
        ("ALK", "A1202R", "expected G1202 (NM_004304.5)"),
        ("MET", "G1246N", "expected P1246 (NM_000245.4) or D1246 (NM_001127500.3)"),
        ("ALK", "G9999R", "nothing at 9999"),
        ("ALK", "1151Tins", "not a protein change"),
        ("ALK", "", "not a protein change"),
        ("TP53", "R175H", "not a protein change of a kinase gene"),
        ("MET", "NM_004304.5:p.D1228N", "fits no transcript"),
    ],
)
def test_what_has_no_name(gene: str, text: str, message: str) -> None:
    with pytest.raises(InputProblem) as problem:
        canonical_allele(packaged.reference(), gene, text)
    assert message in str(problem.value)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("NP_004295.2:p.Gly1202Arg", "p.(Gly1202Arg)", True),
        ("G1202R", "p.(Gly1202Arg)", True),
        ("p.Gly1202Lys", "p.(Gly1202Arg)", False),
        ("p.Gly1203Arg", "p.(Gly1202Arg)", False),
        ("ENSP00000373700.3:p.Arg1275Ter", "p.(Arg1275*)", True),
        ("p.R1275X", "p.(Arg1275*)", True),
        ("p.Gly1202GlufsTer56", "p.(Gly1202Glufs*56)", True),
        ("p.G1202Efs*57", "p.(Gly1202Glufs*56)", False),
        ("p.Gly1202fs", "p.(Gly1202Glufs*56)", True),
        ("p.Gly1202fs", "p.(Asp1203Thrfs*2)", False),
        ("p.Gly1202%3D", "p.(Gly1202=)", True),
        ("p.G1202G", "p.(Gly1202=)", True),
        ("p.Thr1151_Leu1152insThr", "p.(Thr1151dup)", True),
        ("p.Thr1151_Leu1152insLeu", "p.(Thr1151dup)", False),
        ("p.Leu1152_Met1153insThr", "p.(Thr1151dup)", False),
        ("p.Leu1152_Met1153insThrLeu", "p.(Thr1151_Leu1152dup)", True),
        ("p.?", "p.?", True),
        ("p.?", "p.(Gly1202Arg)", False),
    ],
)
def test_spellings_of_a_protein_change(one: str, other: str, same: bool) -> None:
    assert same_protein_change(one, other) is same
    assert same_protein_change(other, one) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ENST00000389048.8:c.3604G>A", "NM_004304.5:c.3604G>A", True),
        ("c.3604G>C", "c.3604G>A", False),
        ("c.3605_3607delGAG", "c.3605_3607del", True),
        ("c.3604_3605delGGinsAA", "c.3604_3605delinsAA", True),
        ("c.3451_3453dupACG", "c.3451_3453dup", True),
        ("c.3451_3453dup", "c.3450_3452dup", False),
        ("c.3451_3452insACG", "c.3451_3452insTTT", False),
    ],
)
def test_spellings_of_a_coding_change(one: str, other: str, same: bool) -> None:
    assert same_coding_change(one, other) is same


@pytest.mark.parametrize(
    "text", ["", "G", "1202", "G1202", "p.", "hello", "G1202R+L1196M", "c.1A>G"]
)
def test_what_is_no_protein_change(text: str) -> None:
    assert parse_protein_text(text) is None
