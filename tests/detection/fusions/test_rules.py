"""The packaged table of fusions: the first line that fits an event, and reasons that fit it."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from annotator.detection.fusions.rules import EventFeatures, rule_of
from annotator.model.tables import FusionRule
from tests.builders import packaged

KNOWN = EventFeatures(
    role="driver",
    event="fusion",
    functional_class=None,
    junction="sense",
    orientation="productive",
    frame="in_frame",
    kinase_domain="retained",
    known_partner=True,
    read_through=False,
    partner_named=True,
    canonical=True,
    at_border=True,
    located=True,
    assay="rna",
    both_assays=False,
    beside_rna=False,
    frame_from="rna",
    filtered=False,
    reads_given=True,
    reads=25,
    rna_reads=25,
    callers=1,
)
"""EML4::ALK in one RNA caller."""


def rule(features: EventFeatures = KNOWN, **changes: Any) -> FusionRule:
    return rule_of(packaged.tables().fusion_rules, replace(features, **changes))


def events() -> list[EventFeatures]:
    """Every event of a kinase with another gene that rows can add up to."""
    told: dict[str, tuple[Any, ...]] = {
        "orientation": ("productive", "reciprocal", "unknown"),
        "frame": ("in_frame", "out_of_frame", "unknown"),
        "kinase_domain": ("retained", "partial", "unknown"),
        "known_partner": (True, False),
        "located": (True, False),
        "filtered": (True, False),
        "at_border": (True, False),
        "evidence": (("rna", "rna", False), ("rna", "rna", True), ("rna", "dna", True),
                     ("dna", "dna", False)),
        "seen": ((False, 0), (True, 1), (True, 2), (True, 12), (True, 2241)),
    }  # fmt: skip
    made = []
    for values in product(*told.values()):
        event: dict[str, Any] = dict(zip(told, values, strict=True))
        assay, frame_from, both = event.pop("evidence")
        given, reads = event.pop("seen")
        event |= {"assay": assay, "frame_from": frame_from, "both_assays": both}
        event |= {"reads_given": given, "reads": reads, "rna_reads": reads * (assay == "rna")}
        event["canonical"] = event["at_border"]
        made.append(replace(KNOWN, **event))
    return made


EVENTS = events()
TRUE_WHERE: dict[str, Callable[[EventFeatures], bool]] = {
    r"few reads|two reads": lambda e: e.reads < 10,
    r"gives? no reads|or reads;": lambda e: not e.reads_given,
    r"caller filtered": lambda e: e.filtered,
    r"without breakpoints(?!,)|without breakpoints,? (?:order|in rows)": lambda e: (
        not e.located or (e.assay, e.both_assays) == ("rna", True)
    ),
    r"^In-frame RNA": lambda e: (e.assay, e.frame) == ("rna", "in_frame"),
    r"[Oo]ut of frame in RNA": lambda e: (e.frame_from, e.frame) == ("rna", "out_of_frame"),
    r"DNA breakpoints? predict": lambda e: e.frame_from == "dna",
    r"DNA shows|DNA a rearrangement": lambda e: e.both_assays,
    r"Seen in RNA|RNA shows a|RNA fusion|pair in RNA": lambda e: e.assay == "rna",
    r"Seen in DNA|^DNA rearr": lambda e: e.assay == "dna",
    r"frame could not be determined|frame is not known|without its (?:reading )?frame": lambda e: (
        e.frame == "unknown" or e.frame_from == "dna"
    ),
    r"not among the known": lambda e: not e.known_partner,
    r"[Kk]nown pa(?:ir|rtner)": lambda e: e.known_partner,
    r"more than one caller": lambda e: e.callers > 1,
    r"keeps the \{domain\}": lambda e: e.kinase_domain == "retained",
}
"""What reasons say, and of which events that is true."""


@pytest.mark.parametrize("said", TRUE_WHERE)
def test_a_reason_says_what_is_so(said: str) -> None:
    wrong = {
        (matched.id, matched.reason)
        for event in EVENTS
        if re.search(said, (matched := rule(event)).reason) and not TRUE_WHERE[said](event)
    }
    assert wrong == set()


@pytest.mark.parametrize("said", TRUE_WHERE)
def test_some_reason_says_it(said: str) -> None:
    assert any(re.search(said, each.reason) for each in packaged.tables().fusion_rules)


def test_no_reason_asks_for_rna_where_rna_shows_the_event() -> None:
    asked = {matched.id for event in EVENTS if event.assay == "rna" and
             re.search(r"\bRNA(?:,| or) IHC", (matched := rule(event)).reason)}  # fmt: skip
    assert asked == set()


def test_filtered_rows_alone_make_no_functional_fusion() -> None:
    functional = ("driver", "likely_driver")
    assert not [e for e in EVENTS if e.filtered and rule(e).classification in functional]


@pytest.mark.parametrize("functional_class", [None, "MET exon 14 skipping"])
@pytest.mark.parametrize("assay", ["rna", "dna"])
@pytest.mark.parametrize("filtered", [False, True])
@pytest.mark.parametrize("reads", [None, 1, 2, 9, 10, 2241])
def test_reasons_of_changes_within_a_gene(
    functional_class: str | None, assay: Any, filtered: bool, reads: int | None
) -> None:
    event = replace(
        KNOWN, event="exon_skipping" if assay == "rna" else "deletion", orientation="unknown",
        functional_class=functional_class, known_partner=False, assay=assay, frame_from=assay,
        filtered=filtered, reads_given=reads is not None, reads=reads or 0,
    )  # fmt: skip
    reason = rule(event).reason
    assert ("too few reads" in reason or "on few reads" in reason) <= (0 < event.reads < 10)
    assert ("reads" in reason.replace("number of reads", "")) or event.reads or filtered
    assert ("caller filtered" in reason) <= filtered
    assert ("Seen in RNA" in reason) <= (assay == "rna")
    assert ("in DNA" in reason) <= (assay == "dna")


@pytest.mark.parametrize(
    ("reads", "expected"),
    [(3, "rna-in-frame-and-dna"), (2, "no-breakpoint-rna")],
)
def test_an_expressed_fusion_outranks_dna_by_reads_of_rna(reads: int, expected: str) -> None:
    names = replace(KNOWN, orientation="unknown", kinase_domain="unknown", located=False)
    assert rule(names, both_assays=True, rna_reads=reads).id == expected
    assert rule(names, both_assays=False, rna_reads=reads).id == "no-breakpoint-rna"
    assert rule(names, both_assays=True, known_partner=False).id == "no-breakpoint-rna"


@pytest.mark.parametrize(("reads", "functional"), [(3, True), (2, False)])
def test_the_frame_of_dna_gives_way_to_rna(reads: int, functional: bool) -> None:
    uncommon = replace(KNOWN, frame="out_of_frame", frame_from="dna", both_assays=True)
    assert (rule(uncommon, rna_reads=reads).id == "rna-known-frame-not-of-dna") is functional
    assert rule(uncommon, frame_from="rna").id == "out-of-frame-rna"
    assert rule(uncommon, assay="dna", both_assays=False).id == "out-of-frame"


def test_dna_beside_a_fusion_that_rna_shows_is_no_second_finding() -> None:
    other = replace(KNOWN, assay="dna", frame_from="dna", known_partner=False, rna_reads=0)
    assert rule(other, partner_named=False).finding
    assert not rule(other, partner_named=False, beside_rna=True).finding
    assert not rule(other, orientation="reciprocal", beside_rna=True).finding
    assert rule(other, orientation="reciprocal").finding
    assert rule(other, beside_rna=True).id == "dna-other-partner-beside-rna"


def test_a_table_must_have_a_line_for_every_event() -> None:
    with pytest.raises(ValueError, match="matches always"):
        rule_of([], KNOWN)
