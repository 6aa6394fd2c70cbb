"""The sample sheet: its rows, and every way it can be wrong."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.context import Course
from annotator.model.errors import InputProblem
from annotator.readers.inputs import check_inputs
from annotator.readers.sheet.request import SampleRequest
from annotator.readers.sheet.sample_ids import output_id
from annotator.readers.sheet.sheet import (
    COLUMNS,
    SampleSheet,
    read_sample_sheet,
    sample_sheet_problems,
)
from annotator.readers.sheet.values import therapies
from annotator.readers.tables.table import BadCell
from tests.builders.files import write


def _read(tmp_path: Path, *lines: str) -> SampleSheet:
    return read_sample_sheet(write(tmp_path / "samples.tsv", *lines))


def _one(tmp_path: Path, column: str, cell: str) -> SampleRequest:
    return _read(tmp_path, f"sample\t{column}", f"S1\t{cell}").requests[0]


def _structural(tmp_path: Path, *lines: str) -> InputProblem:
    with pytest.raises(InputProblem) as raised:
        _read(tmp_path, *lines)
    return raised.value


def test_columns_are_the_fields_of_a_request() -> None:
    assert {*COLUMNS, "row", "sample_names", "warnings"} == set(SampleRequest.model_fields)


def _asked(sheet: SampleSheet) -> list[SampleRequest]:
    """The requests without the rows that they were read from."""
    return [request.model_copy(update={"row": None}) for request in sheet.requests]


def test_a_request_knows_its_row_and_does_not_tell_it(tmp_path: Path) -> None:
    first, second = _read(tmp_path, "sample\tpatient", "S1\tP", "", "S2\tP").requests
    sheet = str(tmp_path / "samples.tsv")
    assert (first.row, second.row) == ((sheet, 2), (sheet, 4))
    assert "row" not in first.model_dump()


def test_a_row_of_everything(tmp_path: Path) -> None:
    cells = {
        "sample": "S1", "patient": "P1", "specimen": "plasma", "collected-on": "2024-02-29",
        "genome_build": "hg38", "tumor-sample": "T", "tumor_purity": "0.6", "ploidy": "2.8",
        "small_variants": "/a.vcf; /b.vcf", "structural_variants": "/s.vcf",
        "fusions": "arriba=/f.tsv", "copy_number": "/c.cns", "coverage": "/d.bed",
        "prior_therapies": "Crizotinib: Toxicity;alectinib", "disease_setting": "Advanced",
        "cns_metastases": "yes", "diagnosis": "Lung  adenocarcinoma",
        "known-driver": "EML4::ALK", "known_driver_by": "FISH", "known_driver_on": "2025-03-02",
    }  # fmt: skip
    sheet = _read(tmp_path, "\t".join(cells), "\t".join(cells.values()))
    assert sheet.problems == {}
    assert _asked(sheet) == [
        SampleRequest(
            sample="S1", patient="P1", specimen="plasma", collected_on=date(2024, 2, 29),
            genome_build="GRCh38", tumor_sample="T", tumor_purity=0.6, ploidy=2.8,
            small_variants=["/a.vcf", "/b.vcf"], structural_variants=["/s.vcf"],
            fusions=["arriba=/f.tsv"], copy_number=["/c.cns"], coverage=["/d.bed"],
            prior_therapies=[
                Course(therapies=["crizotinib"], stopped="toxicity"),
                Course(therapies=["alectinib"]),
            ],
            disease_setting="advanced", cns_metastases=True, diagnosis="Lung adenocarcinoma",
            known_driver="EML4::ALK", known_driver_by="fish", known_driver_on=date(2025, 3, 2),
        )
    ]  # fmt: skip


def test_a_description_stands_beside_the_sheet_as_the_table_does(tmp_path: Path) -> None:
    for written, read in (
        ("mine.yaml=a.tsv", "{0}/mine.yaml={0}/a.tsv"),
        ("/etc/mine.yml=a.tsv", "/etc/mine.yml={0}/a.tsv"),
        ("mine.yaml=/data/a.tsv;arriba=b.tsv", "{0}/mine.yaml=/data/a.tsv;arriba={0}/b.tsv"),
    ):
        request = _one(tmp_path, "fusions", written)
        assert request.fusions == read.format(tmp_path).split(";")


def test_empty_and_missing_cells_are_unknown(tmp_path: Path) -> None:
    sheet = _read(tmp_path, "sample\tprior_therapies\tcns_metastases\tpatient", "S1\t\t", "S2")
    assert _asked(sheet) == [SampleRequest(sample="S1"), SampleRequest(sample="S2")]
    assert sheet.requests[0].prior_therapies is None


def test_comma_separated_with_quotes(tmp_path: Path) -> None:
    sheet = _read(tmp_path, "sample,patient,prior_therapies", 'S1,"P, 1",none')
    assert (sheet.requests[0].patient, sheet.requests[0].prior_therapies) == ("P, 1", [])


def test_comments_blank_lines_and_crlf(tmp_path: Path) -> None:
    (tmp_path / "s.tsv").write_bytes(b"\xef\xbb\xbf#sample\tpatient\r\n\r\n# no\tone\r\nS1\tP\r\n")
    assert _asked(read_sample_sheet(tmp_path / "s.tsv")) == [
        SampleRequest(sample="S1", patient="P")
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("none", []),
        ("None;", []),
        ("unknown", None),
        ("a; b;", [("a", None), ("b", None)]),
        ("Lorlatinib", [("lorlatinib", None)]),
        ("a:progression;b : PD", [("a", "progression"), ("b", "progression")]),
        ("a:toxicity;a:Intolerance", [("a", "toxicity"), ("a", "toxicity")]),
    ],
)
def test_prior_therapies(
    tmp_path: Path, cell: str, value: list[tuple[str, str | None]] | None
) -> None:
    found = _one(tmp_path, "prior_therapies", cell).prior_therapies
    assert (found if found is None else [(each.name, each.stopped) for each in found]) == value


@pytest.mark.parametrize(
    ("cell", "course"),
    [
        (
            "A@Adjuvant:Completed",
            {"therapies": ["a"], "setting": "adjuvant", "stopped": "completed"},
        ),
        ("a @ adjuvant", {"therapies": ["a"], "setting": "adjuvant"}),
        ("a+b", {"therapies": ["a", "b"]}),
        (
            " a + b : toxicity / ILD ",
            {"therapies": ["a", "b"], "stopped": "toxicity", "toxicity": "ild"},
        ),
        ("a:intolerance/other", {"therapies": ["a"], "stopped": "toxicity", "toxicity": "other"}),
    ],
)
def test_a_course_with_its_setting_and_end(
    tmp_path: Path, cell: str, course: dict[str, object]
) -> None:
    found = _one(tmp_path, "prior_therapies", cell).prior_therapies
    assert found == [Course.model_validate(course)]


NAMES = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=8).filter(
    lambda name: name not in ("none", "unknown")
)
ENDS = st.one_of(
    st.tuples(st.sampled_from(["progression", "completed", "toxicity", None]), st.none()),
    st.tuples(st.just("toxicity"), NAMES),
)
COURSES = st.builds(
    lambda names, setting, end: Course(
        therapies=names, setting=setting, stopped=end[0], toxicity=end[1]
    ),
    st.lists(NAMES, min_size=1, max_size=3, unique=True),
    st.sampled_from(["adjuvant", None]),
    ENDS,
)


def _written(course: Course) -> str:
    setting = f"@{course.setting}" if course.setting else ""
    reason = f":{course.stopped}" if course.stopped else ""
    return f"{course.name}{setting}{reason}{f'/{course.toxicity}' if course.toxicity else ''}"


@given(courses=st.lists(COURSES, min_size=1, max_size=4))
def test_any_history_is_read_as_it_is_written(courses: list[Course]) -> None:
    assert therapies(";".join(map(_written, courses))) == courses
    assert therapies(" ; ".join(map(_written, courses)).upper()) == courses


@given(text=st.text("ab;:+@/ nouekwcd", max_size=20))
def test_any_text_is_a_history_or_a_bad_cell(text: str) -> None:
    try:
        found = therapies(text)
    except BadCell:
        return
    assert found is None or all(all(course.therapies) for course in found)


@pytest.mark.parametrize(("cell", "value"), [("yes", True), ("No", False), ("unknown", None)])
def test_cns_metastases(tmp_path: Path, cell: str, value: bool | None) -> None:
    assert _one(tmp_path, "cns_metastases", cell).cns_metastases is value


@pytest.mark.parametrize(
    ("cell", "build"),
    [("hg19", "GRCh37"), ("b37", "GRCh37"), ("GRCh37", "GRCh37"), ("HG38", "GRCh38")],
)
def test_builds(tmp_path: Path, cell: str, build: str) -> None:
    assert _one(tmp_path, "genome_build", cell).genome_build == build


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("tumor_purity", "0"), ("tumor_purity", "1.01"), ("tumor_purity", "60%"),
        ("tumor_purity", "nan"), ("ploidy", "0.99"), ("ploidy", "20.1"), ("ploidy", "two"),
        ("collected_on", "20240229"), ("collected_on", "2023-02-29"),
        ("collected_on", "29.02.2024"), ("specimen", "blood"), ("cns_metastases", "maybe"),
        ("genome_build", "hg18"), ("prior_therapies", "none;crizotinib"),
        ("prior_therapies", ";"), ("prior_therapies", "unknown;crizotinib"),
        ("prior_therapies", "none:toxicity"), ("prior_therapies", "crizotinib:tired"),
        ("prior_therapies", "crizotinib:"), ("prior_therapies", "a@adjuvent:completed"),
        ("prior_therapies", "a@:completed"), ("prior_therapies", "a:completed@adjuvant"),
        ("prior_therapies", "a:progression/ild"), ("prior_therapies", "a:toxicity/"),
        ("prior_therapies", "a+"), ("prior_therapies", "a++b"), ("prior_therapies", "a+A"),
        ("prior_therapies", "none+a"), ("prior_therapies", "a:/ild"),
        ("prior_therapies", ":toxicity"),
        ("disease_setting", "early"),
    ],
)  # fmt: skip
def test_a_bad_value_is_its_own_samples_problem(tmp_path: Path, column: str, cell: str) -> None:
    sheet = _read(tmp_path, f"sample\t{column}", f"S1\t{cell}", "S2\t")
    assert [request.sample for request in sheet.requests] == ["S2"]
    assert list(sheet.problems) == ["S1"]
    problem = sheet.problems["S1"]
    assert (problem.line, problem.column) == (2, column)
    assert problem.found == repr(cell)
    assert problem.expected


@pytest.mark.parametrize(
    ("column", "cell"),
    [("tumor_purity", "1"), ("tumor_purity", "0.01"), ("ploidy", "1"), ("ploidy", "20")],
)
def test_values_at_the_ends_of_their_range(tmp_path: Path, column: str, cell: str) -> None:
    assert getattr(_one(tmp_path, column, cell), column) == float(cell)


def test_a_row_of_too_many_cells_is_its_own_samples_problem(tmp_path: Path) -> None:
    sheet = _read(tmp_path, "sample\tpatient", "S1\tP\tX", "S2\tP")
    assert [request.sample for request in sheet.requests] == ["S2"]
    assert sheet.problems["S1"].found == "3 cells"


def test_unknown_column_names_the_nearest(tmp_path: Path) -> None:
    problem = _structural(tmp_path, "sample\tsmall_varaints", "S1\tx")
    assert (problem.line, problem.column) == (1, 2)
    assert problem.advice == "Did you mean small_variants?"
    assert problem.expected is not None
    assert "copy_number" in problem.expected


def test_unknown_column_like_none_has_no_advice(tmp_path: Path) -> None:
    assert _structural(tmp_path, "sample\tqqq", "S1\tx").advice is None


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["patient", "P"], "no column named sample"),
        (["sample\tpatient\tpatient", "S\tP\tP"], "the column patient is repeated"),
        (["sample\tcns-metastases\tcns_metastases"], "the column cns_metastases is repeated"),
        (["sample\tpatient"], "the sample sheet has no sample"),
        (["sample", "S1", "S2", "S1"], "the sample 'S1' stands in line 2 already"),
    ],
)
def test_problems_of_the_sheet(tmp_path: Path, lines: list[str], found: str) -> None:
    assert _structural(tmp_path, *lines).found == found


@pytest.mark.parametrize(
    "name",
    ["", "../x", "S 1", "-S", "_row3", "S" * 101, "a.", "CON", "con.txt", "nul", "LPT9", "logs",
     "cohort.tsv", "Cohort.TSV", "complete.txt", "annotator_mqc.json", "reinterpret.tsv",
     "hotspots.GRCh38.bed"],
)  # fmt: skip
def test_a_row_without_a_usable_identifier_fails_alone(tmp_path: Path, name: str) -> None:
    sheet = _read(tmp_path, "sample\tpatient", "S1\tP", f"{name}\tP", "S2\tP")
    assert [request.sample for request in sheet.requests] == ["S1", "S2"]
    assert sheet.samples == ["S1", "_row3", "S2"]
    problem = sheet.problems["_row3"]
    assert (problem.line, problem.column) == (3, "sample")
    assert problem.found.startswith(repr(name))
    assert [each.line for each in sample_sheet_problems(tmp_path / "samples.tsv")] == [3]


@pytest.mark.parametrize(
    "name", ["S", "S" * 100, "9", "a.b", "con1", "xcon", "logs2", "cohort.tsv.1", "com", "lpt10"]
)
def test_a_usable_identifier(tmp_path: Path, name: str) -> None:
    assert [request.sample for request in _read(tmp_path, "sample", name).requests] == [name]


def test_of_identifiers_that_differ_in_case_the_later_rows_fail(tmp_path: Path) -> None:
    sheet = _read(tmp_path, "sample", "s1", "S1", "S1", "S2")
    assert [request.sample for request in sheet.requests] == ["s1", "S2"]
    assert sheet.samples == ["s1", "_row3", "_row4", "S2"]
    assert sheet.problems["_row4"].found == "'S1', which differs in case alone from 's1' of line 2"


def test_no_identifier_stands_for_a_row(tmp_path: Path) -> None:
    assert output_id("_row3") == "_row3"
    for name in ("_row", "_rowx", "_row3.x", "../x", "logs"):
        with pytest.raises(BadCell):
            output_id(name)


def test_a_path_of_any_length_is_that_of_one_sample(tmp_path: Path) -> None:
    sheet = _read(tmp_path, "sample\tfusions", "S1\t" + "x" * 300, "S2\t" + "a=b" * 100_000)
    said = ["the file cannot be read (File name too long)", "unknown format 'a'"]
    for request, found in zip(sheet.requests, said, strict=True):
        assert [problem.found for problem in check_inputs(request)] == [found]


def test_a_sheet_separated_by_semicolons_is_told_so(tmp_path: Path) -> None:
    problem = _structural(tmp_path, "sample;fusions", "S1;x.tsv")
    assert (problem.line, "';'" in problem.found, "tabs" in str(problem.advice)) == (1, True, True)


def test_missing_and_empty_sheets(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="no such file"):
        read_sample_sheet(tmp_path / "none.tsv")
    (tmp_path / "empty.tsv").touch()
    with pytest.raises(InputProblem, match="empty"):
        read_sample_sheet(tmp_path / "empty.tsv")
    with pytest.raises(InputProblem, match="no header"):
        read_sample_sheet(write(tmp_path / "blank.tsv", "", ""))


def test_every_problem_is_listed(tmp_path: Path) -> None:
    path = write(
        tmp_path / "s.tsv", "sample\tploidy\tspecimen", "S1\tx\tblood", "S1\t\t", "S2\t0\t"
    )
    assert [(p.line, p.column) for p in sample_sheet_problems(path)] == [
        (2, "ploidy"), (2, "specimen"), (3, "sample"), (4, "ploidy"),
    ]  # fmt: skip


def test_a_good_sheet_has_no_problems(tmp_path: Path) -> None:
    assert sample_sheet_problems(write(tmp_path / "s.tsv", "sample", "S1")) == []
    assert len(sample_sheet_problems(tmp_path / "none.tsv")) == 1


def test_relative_paths_start_at_the_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    for folder, name in (("run", "a.tsv"), ("elsewhere", "b.tsv"), ("run", "x=1.tsv")):
        write(tmp_path / folder / name, "x")
    sheet = write(
        tmp_path / "run/s.tsv",
        "sample\tfusions",
        "S1\ta.tsv;b.tsv;missing.tsv;arriba=a.tsv;x=1.tsv;wrong=a.tsv",
    )
    run = tmp_path / "run"
    assert read_sample_sheet(sheet).requests[0].fusions == [
        f"{run}/a.tsv",
        "b.tsv",
        f"{run}/missing.tsv",
        f"arriba={run}/a.tsv",
        f"{run}/x=1.tsv",
        "wrong=a.tsv",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"sample\tpatient\tfusions\na\tM\xfcller\tf\n", "not UTF-8"),
        (b'sample,patient,fusions\na,"' + b"x" * 200_000 + b'",f\n', "comma-separated"),
        (b'sample,patient,fusions\na,"x\ny",f\n', "comma-separated"),
    ],
)
def test_lines_that_cannot_be_read_as_written(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "s.tsv"
    path.write_bytes(content)
    with pytest.raises(InputProblem, match=f"s.tsv:2.*{told}"):
        read_sample_sheet(path)


@pytest.mark.parametrize("column", ["patient", "tumor_sample", "diagnosis", "known_driver"])
def test_texts_are_of_one_line_that_a_page_can_show(tmp_path: Path, column: str) -> None:
    for cell in ("Müller 3", "x" * 1000, "<b>", "=1"):
        assert getattr(_one(tmp_path, column, cell), column) == cell
    for cell in ("a\x1b[31mb", "a\x07", "x" * 1001):
        sheet = _read(tmp_path, f"sample\t{column}", f"S1\t{cell}")
        assert sheet.problems["S1"].column == column
