"""A driver that an earlier test showed, as it is written."""

from datetime import date

import pytest

from annotator.model.context import KnownDriver
from annotator.model.errors import InputProblem
from annotator.readers.sheet.known_driver import known_driver
from annotator.readers.sheet.request import StatedDriver

KINASES = ["ALK", "ROS1"]


def read(name, **more):
    return known_driver(StatedDriver(known_driver=name, **more), KINASES)


@pytest.mark.parametrize(
    ("written", "name", "gene"),
    [
        ("EML4::ALK", "EML4::ALK", "ALK"),
        (" eml4::alk ", "eml4::ALK", "ALK"),
        ("ALK", "ALK", "ALK"),
        ("ros1", "ROS1", "ROS1"),
        ("NKX2-1::ROS1", "NKX2-1::ROS1", "ROS1"),
        ("ros1::ALK", "ROS1::ALK", "ALK"),
    ],
)
def test_a_fusion_or_a_kinase_alone(written, name, gene):
    found = read(written)
    assert (found.name, found.gene, found.method, found.tested_on) == (name, gene, None, None)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("EML4-ALK", "Did you mean EML4::ALK?"),
        ("EML4 ALK", "Did you mean EML4::ALK?"),
        ("EML4:ALK", "Did you mean EML4::ALK?"),
        ("ALK::EML4", "did you mean EML4::ALK?"),
        ("ALKK", "Did you mean ALK?"),
        ("EML4::ROS", "Did you mean EML4::ROS1?"),
        ("RET", "is not a fusion of ALK or ROS1"),
        ("KIF5B::RET", "is not a fusion of ALK or ROS1"),
        ("EML4::ALK E13;A20", "is not a fusion or a gene"),
        ("A::B::ALK", "is not a fusion or a gene"),
        ("::ALK", "is not a fusion or a gene"),
        ("", "is not a fusion or a gene"),
        ("ALK::ALK", "names one gene twice"),
    ],
)
def test_what_is_not_one_is_refused_with_what_was_meant(written, said):
    with pytest.raises(InputProblem) as caught:
        read(written)
    assert said in str(caught.value)
    assert "PARTNER::ALK or PARTNER::ROS1, or the gene alone (ALK, ROS1)" in str(caught.value)


@pytest.mark.parametrize("lone", [{"known_driver_by": "fish"}, {"known_driver_on": "2025-03-02"}])
def test_a_test_without_its_driver_is_refused(lone):
    with pytest.raises(InputProblem, match="is given without the driver itself"):
        read(None, **lone)
    assert read(None) is None


def test_how_it_is_named_in_sentences():
    day = date(2025, 3, 2)
    named = KnownDriver(name="EML4::ALK", gene="ALK", method="fish", tested_on=day)
    assert (named.partner, named.fusion) == ("EML4", "EML4::ALK")
    assert (named.origin, named.as_stated) == ("FISH of 2025-03-02", "EML4::ALK (FISH, 2025-03-02)")
    alone = KnownDriver(name="ALK", gene="ALK")
    assert (alone.partner, alone.fusion) == (None, "the ALK fusion")
    assert alone.origin == "an earlier test (date not given)"
