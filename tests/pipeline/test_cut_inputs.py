"""A patient of the example with files that were cut, joined, or are of another build."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.findings import FindingsDocument
from annotator.pipeline.environment import Environment
from annotator.pipeline.sample import detect_sample
from annotator.readers.sheet.request import SampleRequest


@pytest.fixture
def patient(repository: Path) -> Path:
    return repository / "resources" / "example" / "EX02_ALK_G1202R"


@pytest.fixture
def variants(patient: Path) -> list[str]:
    """The lines of the VCF, which are its header and four records."""
    text = (patient / "EX02.mutect2.filtered.vcf").read_text(encoding="utf-8")
    return text.splitlines(keepends=True)


@pytest.fixture
def detect(environment: Environment, patient: Path, tmp_path: Path):
    def run(text: str | None = None, **given: object) -> FindingsDocument:
        path = patient / "EX02.mutect2.filtered.vcf"
        if text is not None:
            path = tmp_path / "cut.vcf"
            path.write_text(text, encoding="utf-8")
        values = {
            "sample": "S1",
            "small_variants": [str(path)],
            "fusions": [str(patient / "EX02.arriba.fusions.tsv")],
            "coverage": [str(patient / "EX02.regions.bed.gz")],
            **given,
        }
        return detect_sample(environment, SampleRequest.model_validate(values))

    return run


def _result(document: FindingsDocument, target: str) -> str:
    return next(a.result for a in document.assessments if a.target == target)


def _codes(document: FindingsDocument) -> set[str]:
    return {warning.code for warning in document.warnings}


def _on_chr1(variants: list[str], count: int) -> str:
    header = [line for line in variants if line.startswith("#")]
    cells = variants[-1].rstrip("\n").split("\t")
    rows = ["\t".join(["chr1", str(1_000_000 + n), *cells[2:]]) + "\n" for n in range(count)]
    return "".join([*header, *rows])


def test_many_records_that_end_on_chr1(detect, variants):
    made = detect(_on_chr1(variants, 300))
    assert "records_end_early" in _codes(made)
    for target in ("ALK kinase domain", "ROS1 kinase domain", "MET kinase domain"):
        assert _result(made, target) == "not_assessed"


def test_a_small_panel_that_lists_nothing_further(detect, variants):
    made = detect(_on_chr1(variants, 3))
    assert _codes(made) == set()
    assert _result(made, "ALK kinase domain") == "absent"
    reason = next(a.reason for a in made.assessments if a.target == "ALK kinase domain")
    assert "the last record of cut.vcf is at chr1:1000002" in reason


def test_the_whole_file_is_as_it_was(detect, variants):
    whole, same = detect(), detect("".join(variants))
    assert whole.findings[0] == same.findings[0]
    assert [(a.target, a.result, a.reason) for a in whole.assessments] == [
        (a.target, a.result, a.reason) for a in same.assessments
    ]
    assert _codes(same) == set()


@pytest.mark.parametrize("cut", [1, 2, 9, 40])
def test_a_vcf_cut_in_its_last_line(detect, variants, cut):
    with pytest.raises(InputProblem, match=r"cut\.vcf:\d+: the last line has no line end"):
        detect("".join(variants)[:-cut])


def test_two_vcfs_in_one(detect, variants):
    other = [line.replace("EX02_T", "OTHER_PATIENT") for line in variants]
    with pytest.raises(InputProblem, match=r"a second header.*OTHER_PATIENT"):
        detect("".join([*variants, *other]))


def test_a_fusion_table_cut_in_its_last_cell(detect, patient, tmp_path):
    table = tmp_path / "fusions.tsv"
    table.write_bytes((patient / "EX02.arriba.fusions.tsv").read_bytes()[:-1])
    made = detect(fusions=[str(table)])
    assert "last_line_open" in _codes(made)
    assert (_result(made, "ALK fusion"), _result(made, "ROS1 fusion")) == ("present", "no_call")
    assert _result(detect(), "ROS1 fusion") == "absent"


_MET_37 = """\
chromosome\tstart\tend\tgene\tlog2\tdepth\tprobes\tweight
chr7\t1\t116200000\t-\t0.0\t100\t5000\t5000
chr7\t116200000\t116480000\t-\t3.0\t100\t30\t30
chr7\t116480000\t159000000\t-\t0.0\t100\t3000\t3000
"""


@pytest.mark.parametrize("stated", [None, "GRCh38"])
def test_copies_of_the_other_build(detect, tmp_path, stated):
    table = tmp_path / "x.call.cns"
    table.write_text(_MET_37, encoding="utf-8")
    made = detect(copy_number=[str(table)], tumor_purity=0.6, ploidy=2, genome_build=stated)
    assert _result(made, "MET amplification") == "no_call"
    assert ("build_not_stated" in _codes(made)) is (stated is None)
    table.write_text(_MET_37.replace("3.0", "0.0"), encoding="utf-8")
    made = detect(copy_number=[str(table)], tumor_purity=0.6, ploidy=2)
    assert _result(made, "MET amplification") == "absent"


def test_a_table_of_copies_cut_in_its_last_cell(detect, tmp_path):
    table = tmp_path / "x.call.cns"
    table.write_text(_MET_37.replace("3.0", "0.0")[:-3], encoding="utf-8")
    made = detect(copy_number=[str(table)], tumor_purity=0.6, ploidy=2)
    assert _codes(made) == {"last_line_open", "build_not_stated"}
    assert _result(made, "MET amplification") == "no_call"
