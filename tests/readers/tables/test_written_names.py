"""What stands for the name of a gene and is none never names a finding."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.model.roles import ROLES
from annotator.readers.format import Content
from annotator.readers.registry import format_of
from annotator.readers.tables.written_names import check_names
from tests.builders.files import data_file, scope

_KINASES = frozenset({"ALK", "ROS1"})


def _end(gene: str | None, *others: str, chrom: str | None = "chr2") -> FusionEnd:
    position = None if chrom is None else 42295516
    return FusionEnd(gene=gene, other_genes=list(others), chrom=chrom, position=position)


def _checked(tmp_path: Path, five: FusionEnd, three: FusionEnd) -> Content:
    fusion = FusionObservation(
        caller="arriba",
        assay="rna",
        five_prime=five,
        three_prime=three,
        junction="sense",
        raw_breakpoints="a|b",
        source=Source(file="x.tsv", line=7),
    )
    content = Content(fusions=[fusion])
    check_names(data_file(tmp_path / "x.tsv"), content, _KINASES)
    return content


@pytest.mark.parametrize(
    "name",
    ["EML4", "RP11-123.4", "IGH-@-ext", "IGH@", "HLA-A", "C10orf112", "ENSG00000171094.17", "7SK",
     "AC018890.6", "AC018890.6(2000)", "HLA-DRB1*15:01", "5_8S_rRNA", "Y_RNA", "x" * 80],
)  # fmt: skip
def test_names_as_annotations_write_them(tmp_path: Path, name: str) -> None:
    content = _checked(tmp_path, _end(name), _end("ALK"))
    assert content.fusions[0].five_prime.gene == name
    assert content.warnings == []


@pytest.mark.parametrize(
    "name",
    ["=HYPERLINK(1)", "<img src=x onerror=alert(1)>", "+1", "-1", "@SUM(1)", "a\nb", "a\x1b[31m",
     "A&B", 'A"', "A$(x)", "A`x`", "x" * 81, " A"],
)  # fmt: skip
@pytest.mark.parametrize("others", [(), ("evil.example",)])
def test_other_text_is_the_gene_of_nothing(
    tmp_path: Path, name: str, others: tuple[str, ...]
) -> None:
    content = _checked(tmp_path, _end(name, *others), _end("ALK"))
    (fusion,) = content.fusions
    assert (fusion.five_prime.genes, fusion.five_prime.place) == ([], ("chr2", 42295516))
    assert fusion.three_prime.gene == "ALK"
    (warning,) = content.warnings
    assert (warning.code, warning.source) == ("bad_name", "x.tsv:7")


def test_a_kinase_beside_a_bad_name_is_not_lost(tmp_path: Path) -> None:
    content = _checked(tmp_path, _end("EML4", chrom=None), _end("<b>", "x", "ALK", chrom=None))
    assert content.fusions[0].three_prime.genes == ["ALK"]
    assert len(content.warnings) == 1


def test_a_row_of_bad_names_alone_is_told_and_left_out(tmp_path: Path) -> None:
    content = _checked(tmp_path, _end("<b>", chrom=None), _end("=1", chrom=None))
    assert content.fusions == []
    assert len(content.warnings) == 1


@pytest.mark.parametrize("chrom", ["9" * 101, "<b>", "=1", "a b", "chr2\x1b"])
def test_what_names_no_chromosome_is_refused(tmp_path: Path, chrom: str) -> None:
    with pytest.raises(InputProblem, match="is not a name of a chromosome") as told:
        _checked(tmp_path, _end("EML4", chrom=chrom), _end("ALK"))
    assert told.value.line == 7


@pytest.mark.parametrize("chrom", ["chr2", "9" * 100, "HLA-DRB1*15:01:01:01", "chrUn_GL000195v1"])
def test_names_of_contigs(tmp_path: Path, chrom: str) -> None:
    assert _checked(tmp_path, _end("EML4", chrom=chrom), _end("ALK")).warnings == []


def test_no_name_of_a_real_file_is_taken_away(real_data: Path) -> None:
    read = 0
    for path in sorted(real_data.rglob("*")):
        if not path.is_file() or path.stat().st_size > 3_000_000:
            continue
        for role in ROLES:
            file = data_file(path)
            try:
                file.check()
                content = format_of(file, role).read(file, scope())
            except InputProblem:
                continue
            before = list(content.fusions)
            check_names(file, content, _KINASES)
            assert (content.fusions, path) == (before, path)
            assert not [warning for warning in content.warnings if warning.code == "bad_name"]
            read += len(before)
    assert read > 1000
