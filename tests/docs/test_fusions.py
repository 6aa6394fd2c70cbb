"""The examples of the documentation, descriptions of tables, are read, also from a sheet."""

import re
from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.pipeline.sample import detect_sample
from annotator.readers.inputs import check_inputs
from annotator.readers.registry import format_of, split_forced
from annotator.readers.sheet.request import SampleRequest
from annotator.readers.sheet.sheet import read_sample_sheet
from tests.builders import packaged
from tests.builders.files import data_file, everywhere, scope


@pytest.fixture
def example(repository: Path, tmp_path: Path) -> Path:
    """A folder with the description, the table and the sample sheet of the documentation."""
    text = (repository / "docs/fusions.md").read_text(encoding="utf-8")
    (description,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    table, sheet = re.findall(r"```tsv\n(.*?)```", text, re.DOTALL)
    (tmp_path / "mine.yaml").write_text(description)
    (tmp_path / "calls.tsv").write_text(table)
    (tmp_path / "samples.tsv").write_text(sheet)
    return tmp_path


def test_the_example_is_read(example: Path) -> None:
    forced, path = split_forced(f"{example}/mine.yaml={example}/calls.tsv")
    file = data_file(Path(path))
    first, second = format_of(file, "fusions", forced).read(file, scope()).fusions
    five, three = first.five_prime, first.three_prime
    assert (five.gene, five.chrom, five.position, five.strand) == ("EML4", "chr2", 42295516, "+")
    assert (three.gene, three.position, three.strand) == ("ALK", 29223528, "-")
    assert (first.caller, first.assay, first.junction) == ("our_caller", "rna", "sense")
    assert (first.split_reads, first.spanning_reads, first.frame) == (8, 4, "in_frame")
    assert (first.confidence, first.filters) == ("high", [])
    assert second.three_prime.genes == ["ROS1", "GOPC"]
    assert (second.frame, second.confidence, second.filters) == (
        "out_of_frame",
        "low",
        ["few_reads"],
    )


def test_the_example_stands_beside_its_sheet(
    example: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    (request,) = read_sample_sheet(example / "samples.tsv").requests
    assert request.fusions == [
        f"{example}/mine.yaml={example}/calls.tsv",
        f"arriba={example}/S1.fusions.tsv",
    ]
    (missing,) = check_inputs(request)
    assert (missing.file, missing.found) == (f"{example}/S1.fusions.tsv", "no such file")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (None, "no such file"),
        ("name: [", "not YAML"),
        ("name: x\nbase: 2\nfive_prime: {gene: A}\nthree_prime: {gene: B}\n", "base"),
    ],
)
def test_a_description_that_cannot_be_used_is_told_before_a_run(
    example: Path, text: str | None, found: str
) -> None:
    if text is None:
        (example / "mine.yaml").unlink()
    else:
        (example / "mine.yaml").write_text(text)
    (request,) = read_sample_sheet(example / "samples.tsv").requests
    problem = check_inputs(request)[0]
    assert problem.file == f"{example}/mine.yaml"
    assert problem.found.startswith(found)


def test_a_description_of_dna_is_not_of_fusions(example: Path) -> None:
    text = (example / "mine.yaml").read_text().replace("assay: rna", "assay: dna")
    (example / "mine.yaml").write_text(text)
    file = data_file(example / "calls.tsv")
    with pytest.raises(InputProblem, match="describes a table of structural variants"):
        format_of(file, "fusions", f"{example}/mine.yaml")
    form = format_of(file, "structural_variants", f"{example}/mine.yaml")
    assert form.read(file, scope()).fusions[0].assay == "dna"


def test_the_description_is_an_input_of_the_report(example: Path) -> None:
    request = SampleRequest(
        sample="S1",
        genome_build="GRCh38",
        fusions=[f"{example}/mine.yaml={example}/calls.tsv"],
    )
    inputs = detect_sample(packaged.environment(), request).provenance.inputs
    assert [(each.role, each.name) for each in inputs] == [
        ("fusions", "calls.tsv"),
        ("format_description", "mine.yaml"),
    ]


@pytest.fixture
def segments(repository: Path, tmp_path: Path) -> Path:
    """A folder with the description and the table of segments of the documentation."""
    text = (repository / "docs/copy-number.md").read_text(encoding="utf-8")
    description, study = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "study.yaml").write_text(study)
    (table,) = re.findall(r"```tsv\n(.*?)```", text, re.DOTALL)
    (tmp_path / "mine.yaml").write_text(description)
    (tmp_path / "segments.tsv").write_text(table)
    return tmp_path


def test_the_example_of_segments_is_read(segments: Path) -> None:
    forced, path = split_forced(f"{segments}/mine.yaml={segments}/segments.tsv")
    form = format_of(data_file(Path(path)), "copy_number", forced)
    content = form.read(data_file(Path(path)), everywhere(genes={"MET"}))
    met, arm = content.segments
    assert (met.caller, met.chrom, met.start, met.end) == (
        "our_segments", "chr7", 116000001, 117000000,
    )  # fmt: skip
    assert (met.log2_ratio, met.copy_number, met.purity_corrected) == (1.58, 6, True)
    assert (met.weight, met.overlaps, arm.overlaps, arm.end) == (40, ("MET",), (), 159000000)
    assert content.sample_name == "S1"


def test_the_example_of_a_threshold_is_read(segments: Path) -> None:
    levels = segments / "data_CNA.txt"
    levels.write_text("Hugo_Symbol\tS1\nMET\t2\n")
    form = format_of(data_file(levels), "copy_number", f"{segments}/study.yaml")
    (met,) = form.read(data_file(levels), everywhere(genes={"MET"})).gene_copies
    assert form.name == "our_study"
    assert (met.discrete_level, met.amplified_from, met.amplified_is_focal) == (2, 10, True)


def test_segments_are_no_fusions(segments: Path) -> None:
    request = SampleRequest(sample="S1", fusions=[f"{segments}/mine.yaml={segments}/segments.tsv"])
    (problem,) = check_inputs(request)
    assert "describes a table of copy number" in problem.found
    assert "--copy-number" in (problem.advice or "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("table: segments\nname: x\nchrom: A\nstart: B\nend: C\n", "a ratio or copies"),
        ("table: segments\nname: x\nchrom: A\nstart: B\nratio: D\n", "end: Field required"),
        ("table: other\nname: x\n", "table: "),
    ],
)
def test_a_description_of_segments_that_says_too_little(
    tmp_path: Path, text: str, found: str
) -> None:
    (tmp_path / "mine.yaml").write_text(text)
    (tmp_path / "x").write_text("A\n")
    (problem,) = check_inputs(
        SampleRequest(sample="S1", copy_number=[f"{tmp_path}/mine.yaml={tmp_path}/x"])
    )
    assert found in problem.found
    assert problem.expected is not None
