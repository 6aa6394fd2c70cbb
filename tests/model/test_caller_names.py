"""Names of callers and formats for people."""

from annotator.model.caller_names import caller_name, format_name, format_names
from annotator.readers.registry import all_formats
from annotator.readers.vcf.sv_callers import CALLERS


def test_every_format_has_a_name():
    known_alike = {"fusionfusion", "pizzly", "pbfusion"}
    codes = {each.name for each in all_formats()} - known_alike
    assert [code for code in sorted(codes) if format_name(code) == code] == []


def test_every_caller_of_structural_variants_has_a_name():
    known_alike = {"nanomonsv", "pbsv"}
    codes = {each.name for each in CALLERS} - known_alike
    assert [code for code in sorted(codes) if caller_name(code) == code] == []


def test_a_caller_and_its_format_can_have_two_names():
    assert (caller_name("cnvkit"), format_name("cnvkit")) == ("CNVkit", "CNVkit segments")


def test_an_unknown_code_stays_as_it_is():
    assert caller_name("Our Own_Caller") == format_name("Our Own_Caller") == "Our Own_Caller"


def test_several_formats_are_joined_in_their_order():
    assert format_names(["star_fusion", "our_own", "arriba"]) == "STAR-Fusion, our_own, Arriba"
