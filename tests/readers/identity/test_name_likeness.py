"""Whether two names of a sample may be of one patient."""

import pytest

from annotator.readers.identity.name_likeness import are_alike, are_rivals, bare_name, is_telling


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("EX02_T", "EX02_ALK_G1202R"),
        ("ex02-tumor", "EX02"),
        ("102_T", "P-102"),
        ("EX2", "EX02"),  # zeros before a number
        ("EX02T", "EX02"),
        ("S1", "s1_normal"),
        ("TUMOR", "tumor"),
        ("B", "b"),
        ("TCGA-02-0055-01A-11D-1", "TCGA-02-0055-01A-11R-2"),
        ("H24-00123", "H24-00123_S7_L001"),
    ],
)
def test_alike(name: str, other: str) -> None:
    assert are_alike(name, other)
    assert are_alike(other, name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("EX03_T", "EX02_ALK_G1202R"),
        ("EX1", "EX10"),
        ("EX1", "EX11"),
        ("12", "S12"),  # so short a number is no name
        ("TUMOR", "EX02"),
        ("TUMOR", "EX02_TUMOR"),
        ("TCGA-02-0055-01A", "TCGA-02-0099-01A"),
        ("H24-00123", "H24-00124"),
        ("unlike", "EX02"),
    ],
)
def test_not_alike(name: str, other: str) -> None:
    assert not are_alike(name, other)
    assert not are_alike(other, name)


@pytest.mark.parametrize(
    "name",
    ["TUMOR", "tumor", "NORMAL", "Sample1", "SAMPLE_12", "T2", ".", "", "B", "12", "FFPE DNA",
     "NULL", "unknown", "SRR8618961", "3f2a9c1e-7b1d-4c8e-9d55-0a1b2c3d4e5f"],
)  # fmt: skip
def test_names_that_could_be_anyones(name: str) -> None:
    assert not is_telling(name)


@pytest.mark.parametrize("name", ["EX02_T", "S1", "AB", "102", "999-99", "TCGA-02-0055", "SRR_EX2"])
def test_names_that_tell_whose_a_sample_is(name: str) -> None:
    assert is_telling(name)


@pytest.mark.parametrize(
    ("name", "other", "rivals"),
    [
        ("EX03_T", "EX02_ALK_G1202R", True),
        ("EX03.arriba.fusions.tsv", "EX02", True),
        ("SAMPLE1", "SAMPLE2", True),
        ("SRR0000001", "SRR0000002", True),
        ("EX02_T", "EX02_ALK_G1202R", False),
        ("EX3", "EX02", False),  # a number of other length is of another kind
        ("p53_panel.tsv", "P-102", False),
        ("12345", "12346", False),
        ("TUMOR", "TUMOR1", False),
        ("A03", "B02", False),
    ],
)
def test_rivals_differ_in_a_number_alone(name: str, other: str, rivals: bool) -> None:
    assert are_rivals(name, other) is rivals
    assert are_rivals(other, name) is rivals


@pytest.mark.parametrize(
    ("written", "name"),
    [("/data/run/A1.bam", "A1.bam"), ("D:\\run\\A1.bam", "A1.bam"), ("A1", "A1"), ("/", "/")],
)
def test_the_folders_of_a_name_are_left_out(written: str, name: str) -> None:
    assert bare_name(written) == name
