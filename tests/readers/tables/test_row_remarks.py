"""What the remarks of a row add: the exons of its join, or that it is a change within one gene."""

import re
from pathlib import Path
from typing import Any

import pytest

from annotator.detection.fusions.events import FusionDetector
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.errors import InputProblem
from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.registry import all_formats, format_of
from annotator.readers.tables.row_remarks import with_remarks
from annotator.readers.tables.table import Row
from tests.builders import packaged
from tests.builders.files import data_file
from tests.builders.fusion_tables import scope_of
from tests.builders.observations import fusion
from tests.readers.formats.fusions.writers import WRITERS
from tests.readers.formats.fusions.writers_panels import DNA_WRITERS

ALONE = FusionEnd(gene="MET")
NOTHING = FusionEnd(gene=None)
PLACED = FusionEnd(gene=None, chrom="chr3", position=1000)


def remarked(five: FusionEnd, three: FusionEnd, **cells: str) -> FusionObservation:
    return with_remarks(Row(2, cells), fusion(five, three))


def genes(found: FusionObservation) -> tuple[str | None, str | None]:
    return found.five_prime.gene, found.three_prime.gene


@pytest.mark.parametrize(
    ("cells", "exons"),
    [
        ({"Fusion": "MET-intragenic"}, None),
        ({"Fusion": "MET fusion", "Comments": "exon 14 skipping"}, "M13;M15"),
        ({"Event_Info": "MET exon 14"}, None),
        ({"Fusion_Name": "MET", "annotation": "Exon 14 deletion"}, "M13;M15"),
        ({"Comment": "RNA exon 14 skipping"}, "M13;M15"),
    ],
)
def test_remarks_on_one_gene_make_it_a_change_within(
    cells: dict[str, Any], exons: str | None
) -> None:
    for sides in ((ALONE, NOTHING), (NOTHING, ALONE), (ALONE, ALONE)):
        found = remarked(*sides, **cells)
        assert (genes(found), found.exons) == (("MET", "MET"), exons)


@pytest.mark.parametrize(
    "cells",
    [
        {"Fusion": "MET fusion"},
        {"Fusion": "MET fusion", "Comments": "exon 14, partner unknown"},
        {"Fusion": "MET fusion", "Comments": "EGFR exon 19 deletion"},
        {"reads": "exon 14 skipping"},
        {},
    ],
)
def test_other_remarks_leave_the_other_side_open(cells: dict[str, Any]) -> None:
    assert genes(remarked(ALONE, NOTHING, **cells)) == ("MET", None)


def test_a_row_of_two_places_or_two_genes_stays_as_it_is() -> None:
    skipped = {"Comments": "MET exon 14 skipping"}
    assert genes(remarked(ALONE, PLACED, **skipped)) == ("MET", None)
    assert genes(remarked(FusionEnd(gene="HGF"), ALONE, **skipped)) == ("HGF", "MET")


def test_exons_of_the_name_are_kept_of_rna_and_of_names() -> None:
    five, three = FusionEnd(gene="EML4"), FusionEnd(gene="ALK")
    row = Row(2, {"FusionName": "EML4-ALK.E13A20"})
    assert with_remarks(row, fusion(five, three)).exons == "E13;A20"
    assert with_remarks(row, fusion(five, three, assay="dna")).exons == "E13;A20"
    assert with_remarks(row, fusion(assay="dna")).exons is None  # a break in DNA is not a join
    assert with_remarks(row, fusion(exons="E6;A20")).exons == "E6;A20"


_TABLES = {
    each.name: each.role
    for each in all_formats()
    if each.name in {*WRITERS, *DNA_WRITERS} and "vcf" not in each.name
}
_WITHOUT_REMARKS = {
    *("bedpe_rna", "tophat_fusion", "mapsplice", "metafusion_cff", "fusion_report_json")
}
"""Formats without a header, in which a column more has no name; their rows have two places."""


@pytest.mark.parametrize("name", sorted(set(_TABLES) - _WITHOUT_REMARKS))
def test_no_table_gives_a_fusion_of_met_with_nothing(name: str, tmp_path: Path) -> None:
    """A row of MET alone with such a remark is a change within MET, or is refused."""
    written = fusion(
        FusionEnd(gene="QQQQ1", chrom="chr9", position=75541007, strand="+"),
        FusionEnd(gene="MET", chrom="chr7", position=116774881, strand="+"),
        raw_breakpoints="", source=Source(file=""),
    )  # fmt: skip
    *before, header, last = {**WRITERS, **DNA_WRITERS}[name](written).splitlines()
    last = re.sub(r"(?:chr)?9?:?7554100\d(?::[+-])?|QQQQ1", "", last)
    delimiter = "\t" if "\t" in last else ","
    lines = [*before, f"{header}{delimiter}Comments", f"{last}{delimiter}MET exon 14 skipping"]
    (tmp_path / "x.txt").write_text("".join(f"{line}\n" for line in lines))
    file = data_file(tmp_path / "x.txt")
    try:
        content = format_of(file, _TABLES[name], forced=name).read(file, scope_of(written))
    except InputProblem:
        return
    genome, tables = packaged.genome(), packaged.tables()
    classes = FunctionalClasses(tables.functional_regions, genome)
    found = FusionDetector(genome, tables, classes).detect(content.fusions)
    assert [each.event for each in found if each.gene == "MET"] in (
        [],
        ["exon_skipping"],
        ["deletion"],
    )
