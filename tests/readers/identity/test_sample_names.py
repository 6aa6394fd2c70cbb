"""What the names in the files of one row leave in doubt."""

import pytest

from annotator.readers.identity.sample_names import NamedFile, name_doubts
from annotator.readers.sheet.request import SampleRequest

OTHERWISE, TWO = ["sample_named_otherwise"], ["files_name_two_people"]


def codes(*files: tuple[str, str | None], **row: str) -> list[str]:
    request = SampleRequest.model_validate({"sample": "EX02", **row})
    return [each.warning.code for each in name_doubts(request, [NamedFile(*f) for f in files])]


@pytest.mark.parametrize(
    "row",
    [{}, {"sample": "S9", "patient": "P-EX02"}, {"sample": "S9", "tumor_sample": "EX02_T"}],
)
def test_a_name_like_sample_patient_or_tumor_sample_is_no_doubt(row: dict[str, str]) -> None:
    assert codes(("a.vcf", "EX02_T"), **row) == []


def test_a_name_like_none_is_in_doubt() -> None:
    assert codes(("a.vcf", "KRANK")) == OTHERWISE
    assert codes(("KRANK.vcf", "KRANK")) == OTHERWISE  # its own file is no witness
    assert codes(("a.vcf", "KRANK"), ("b.tsv", None)) == OTHERWISE


@pytest.mark.parametrize("name", [None, "TUMOR", "Sample1", "SRR8618961"])
def test_a_name_that_could_be_anyones_is_no_doubt(name: str | None) -> None:
    assert codes(("a.vcf", name)) == []


def test_a_name_like_those_of_the_other_files_is_no_doubt() -> None:
    assert codes(("a.vcf", "KRANK_T"), ("KRANK.fusions.tsv", None), sample="S9") == []
    assert codes(("a.vcf", "KRANK_T"), ("b.seg", "KRANK"), sample="S9") == []


def test_a_name_of_another_number_is_in_doubt_whatever_the_other_files_say() -> None:
    assert codes(("a.vcf", "EX03_T"), ("EX03.regions.bed", None)) == OTHERWISE
    assert codes(("EX03.vcf", "TUMOR")) == OTHERWISE
    assert codes(("EX03.tsv", None)) == OTHERWISE
    assert codes(("EX02.tsv", None)) == []
    assert codes(("EX03.tsv", None), patient="EX03") == []


def test_two_files_name_two_people() -> None:
    assert codes(("a.vcf", "EX02_T"), ("b.seg", "KRANK"), ("KRANK.bed", None)) == TWO
    names = [("a.vcf", "MEIER"), ("MEIER.bed", None), ("b.seg", "KRANK"), ("KRANK.tsv", None)]
    assert codes(*names, sample="S9") == TWO
    assert codes(*names[:2], sample="S9") == []
    rivals = [("a.vcf", "LAB07"), ("LAB07.bed", None), ("LAB08.tsv", None)]
    assert codes(*rivals, sample="S9") == TWO


def test_names_like_the_patient_and_like_the_sample_are_of_one() -> None:
    files = [("a.vcf", "EX02"), ("b.seg", "MEIER"), ("MEIER.bed", None)]
    assert codes(*files, patient="MEIER") == []


def test_the_message_names_file_sample_and_patient() -> None:
    request = SampleRequest(sample="EX02", patient="P-7")
    (doubt,) = name_doubts(request, [NamedFile("a.vcf", "KRANK")])
    assert doubt.warning.message.startswith("the sample is called KRANK in a.vcf, which is like")
    assert "sample EX02, patient P-7" in doubt.warning.message
    assert (doubt.file, doubt.warning.source) == ("a.vcf", "a.vcf")
