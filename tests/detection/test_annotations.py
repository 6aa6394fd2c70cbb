"""Names that came with the file, against ours."""

import pytest

from annotator.detection.detect import detect
from annotator.model.context import ClinicalContext, Sample
from annotator.model.observations import AnnotatedName, Observations
from tests.detection.builders import G1202R, tables, variant


@pytest.fixture
def notices(reference):
    def run(row, transcript, hgvs_c, hgvs_p):
        name = AnnotatedName(
            gene="ALK", transcript=transcript, hgvs_c=hgvs_c, hgvs_p=hgvs_p, source="VEP"
        )
        document = detect(
            Sample(id="S", genome_build="GRCh38"),
            "GRCh38",
            ClinicalContext(),
            Observations(small_variants=[row.model_copy(update={"annotations": [name]})]),
            reference,
            tables(),
        )
        return [w for w in document.warnings if w.code == "annotation_differs"]

    return run


@pytest.mark.parametrize(
    ("transcript", "hgvs_c", "hgvs_p"),
    [
        ("NM_004304.5", "NM_004304.5:c.3604G>A", "NP_004295.2:p.Gly1202Arg"),
        ("NM_004304.4", "c.3604G>A", "p.G1202R"),
        ("NM_004304", "c.3604G>A", None),
        ("NM_004304.5", None, None),
        ("NM_999999.1", "c.1A>G", "p.Met1Val"),
        ("ENST00000389048.8", "ENST00000389048.8:c.3604G>A", "ENSP00000373700.3:p.Gly1202Arg"),
        ("ENST00000999999", "c.1A>G", "p.Met1Val"),
        (None, "c.1A>G", None),
    ],
)
def test_names_that_agree_or_cannot_be_compared_say_nothing(notices, transcript, hgvs_c, hgvs_p):
    assert notices(G1202R, transcript, hgvs_c, hgvs_p) == []


@pytest.mark.parametrize(
    ("hgvs_c", "hgvs_p", "shown"),
    [
        ("c.3604G>C", "p.Gly1202Arg", "c.3604G>C;"),
        ("c.3604G>A", "p.Gly1203Arg", "p.Gly1203Arg;"),
        ("c.3607G>A", "p.Gly1203Arg", "c.3607G>A and p.Gly1203Arg;"),
    ],
)
def test_a_disagreement_shows_both_names(notices, hgvs_c, hgvs_p, shown):
    (notice,) = notices(G1202R, "NM_004304.4", hgvs_c, hgvs_p)
    assert f"VEP names NM_004304.4 {shown}" in notice.message
    assert "NM_004304.5:c.3604G>A p.(Gly1202Arg)" in notice.message
    assert notice.source == "a.vcf:9"


def test_an_ensembl_transcript_of_the_same_names_is_compared(notices):
    (notice,) = notices(G1202R, "ENST00000389048", "c.3604G>C", None)
    assert (
        "VEP names ENST00000389048 c.3604G>C; this program names it NM_004304.5" in notice.message
    )


def test_the_other_transcript_is_compared_in_its_own_numbering(notices):
    row = variant(116783353, "G", "A", "chr7")
    assert notices(row, "NM_001127500.2", "c.3736G>A", "p.Asp1246Asn") == []
    assert len(notices(row, "NM_001127500.2", "c.3682G>A", "p.Asp1228Asn")) == 1


def test_silent_changes_however_written(notices):
    row = variant(29220745, "T", "C")
    for protein in ("p.Gly1202=", "p.(=)", "p.Gly1202%3D", "p.G1202G", "NP_004295.2:p.Gly1202="):
        assert notices(row, "NM_004304.5", "c.3606A>G", protein) == []
    assert len(notices(row, "NM_004304.5", "c.3606A>G", "p.Gly1202Arg")) == 1
