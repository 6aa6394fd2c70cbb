"""The commands as a user runs them: outputs, exit status, and one clear message for bad input."""

import gzip
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.cli.main import main

EXAMPLE = Path(__file__).parents[2] / "resources" / "example"
CREATED = "2026-11-22T00:00:00Z"


@pytest.fixture
def run(capfd):
    """Run a command; gives exit status and what it said on stderr."""

    def command(*words: object) -> tuple[int, str]:
        try:
            status = main([str(word) for word in words])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        return status, capfd.readouterr().err

    return command


@pytest.fixture(scope="session")
def reported(tmp_path_factory) -> Path:
    """The folder of a finished report: a fusion and two mutations of its kinase. Not to change."""
    folder = tmp_path_factory.mktemp("reported")
    rows = G1202R + "\n" + G1202R.replace("29220747", "29220765").replace("C\tT", "G\tT")
    inputs = ["--fusions", star_fusion(folder), "--small-variants", vcf(folder, rows)]
    words = ["report", "--sample", "S1", *inputs, "--outdir", folder]
    assert main([str(word) for word in words]) == 0
    return folder / "S1"


def star_fusion(folder: Path, name: str = "fusions.tsv") -> Path:
    path = folder / name
    path.write_text(
        "#FusionName\tJunctionReadCount\tSpanningFragCount\tSpliceType\tLeftGene\tLeftBreakpoint\t"
        "RightGene\tRightBreakpoint\tLargeAnchorSupport\tFFPM\n"
        "EML4--ALK\t40\t12\tONLY_REF_SPLICE\tEML4^ENSG00000143924\tchr2:42295516:+\t"
        "ALK^ENSG00000171094\tchr2:29223528:-\tYES_LDAS\t1.2\n",
        encoding="utf-8",
    )
    return path


def vcf(folder: Path, row: str, name: str = "a.vcf", samples: str = "TUMOR") -> Path:
    path = folder / name
    columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t" + samples
    path.write_text(
        "##fileformat=VCFv4.2\n##contig=<ID=chr2,length=242193529>\n"
        '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Depths">\n'
        f"{columns}\n{row}\n",
        encoding="utf-8",
    )
    return path


G1202R = "chr2\t29220747\t.\tC\tT\t.\tPASS\t.\tAD\t80,20"


def test_report_of_one_sample_writes_all_three_documents(run, tmp_path):
    out = tmp_path / "out"
    status, said = run(
        "report",
        "--sample",
        "S1",
        "--fusions",
        star_fusion(tmp_path),
        "--small-variants",
        vcf(tmp_path, G1202R),
        "--prior-therapies",
        "Alecensa",
        "--cns-metastases",
        "no",
        "--patient",
        "P1",
        "--outdir",
        out,
        "--created",
        CREATED,
    )
    assert (status, said) == (0, "")
    assert sorted(p.name for p in (out / "S1").iterdir()) == [
        "S1.findings.json",
        "S1.report.html",
        "S1.report.json",
        "S1.report.pdf",
    ]
    report = json.loads((out / "S1" / "S1.report.json").read_text(encoding="utf-8"))
    assert report["clinical_context"]["prior_therapies"] == ["alectinib"]
    calls = {c["therapy"]: c["call"] for c in report["sensitivity"]}
    assert (calls["lorlatinib"], calls["alectinib"]) == ("sensitive", "resistant")
    assert report["guidance"]["options"][0]["therapies"] == ["lorlatinib"]
    assert (out / "S1" / "S1.report.pdf").read_bytes().startswith(b"%PDF")
    assert str(tmp_path) not in json.dumps(report)


def test_stages_one_by_one_give_the_same_report(run, tmp_path):
    fusions, out, one = star_fusion(tmp_path), tmp_path / "stages", tmp_path / "one"
    inputs = ["--sample", "S1", "--fusions", fusions]
    assert run("report", *inputs, "--outdir", one, "--created", CREATED)[0] == 0
    assert run("detect", *inputs, "--outdir", out)[0] == 0
    findings, report = out / "S1" / "S1.findings.json", out / "S1" / "S1.report.json"
    assert run("interpret", findings, "--outdir", out, "--created", CREATED)[0] == 0
    assert run("render", report, "--outdir", out)[0] == 0
    for name in ("S1.findings.json", "S1.report.json", "S1.report.pdf", "S1.report.html"):
        assert (out / "S1" / name).read_bytes() == (one / "S1" / name).read_bytes()


def test_interpret_takes_a_history_and_a_date(run, tmp_path):
    assert (
        run("detect", "--sample", "S1", "--fusions", star_fusion(tmp_path), "--outdir", tmp_path)[0]
        == 0
    )
    status, _ = run(
        "interpret",
        tmp_path / "S1" / "S1.findings.json",
        "--outdir",
        tmp_path,
        "--prior-therapies",
        "crizotinib",
        "--as-of",
        "2023-04-30",
    )
    report = json.loads((tmp_path / "S1" / "S1.report.json").read_text(encoding="utf-8"))
    assert status == 0
    options = {tuple(o["therapies"]): o["category"] for o in report["guidance"]["options"]}
    assert options == {
        ("alectinib",): "preferred",
        ("lorlatinib",): "preferred",
        ("ceritinib",): "alternative",
        ("brigatinib",): "alternative",
    }


def test_interpret_explains_on_request_and_leaves_no_explanation_of_another_report(run, tmp_path):
    inputs = ["--sample", "S1", "--fusions", star_fusion(tmp_path)]
    assert run("detect", *inputs, "--outdir", tmp_path)[0] == 0
    findings = tmp_path / "S1" / "S1.findings.json"
    told = tmp_path / "S1" / "S1.explanation.txt"
    interpret = ["interpret", findings, "--outdir", tmp_path, "--prior-therapies", "crizotinib"]
    interpret += ["--created", CREATED]
    assert run(*interpret, "--explain") == (0, "")
    text = told.read_text(encoding="utf-8")
    for heading in ("Predicted effects", "Options", "No options", "Notes"):
        assert f"\n{heading}\n" in text
    assert "\n  crizotinib: given before, with no evidence that it may" in text
    assert run(*interpret)[0] == 0
    assert not told.exists()
    assert run(*interpret, "--explain")[0] == 0
    assert run("report", *inputs, "--outdir", tmp_path)[0] == 0
    assert not told.exists()
    assert run(*interpret, "--explain")[0] == 0
    findings.write_text("{", encoding="utf-8")
    assert run(*interpret, "--explain")[0] == 2
    assert not told.exists()


def made_report(folder: Path) -> dict:
    return json.loads((folder / "S1" / "S1.report.json").read_text(encoding="utf-8"))


def test_why_a_therapy_was_stopped_is_kept_and_can_be_told_anew(run, tmp_path):
    inputs = ["--sample", "S1", "--fusions", star_fusion(tmp_path), "--outdir", tmp_path]
    told = ["--prior-therapies", "Alecensa:toxicity; NVL 655"]
    assert run("report", *inputs, *told)[0] == 0
    context = made_report(tmp_path)["clinical_context"]
    assert context["prior_therapies"] == ["alectinib", "neladalkib"]
    assert context["stop_reasons"] == ["toxicity", None]
    findings = tmp_path / "S1" / "S1.findings.json"
    assert run("interpret", findings, "--outdir", tmp_path, "--cns-metastases", "yes")[0] == 0
    assert made_report(tmp_path)["clinical_context"]["stop_reasons"] == ["toxicity", None]
    again = ["--prior-therapies", "crizotinib", "--disease-setting", "resected"]
    assert run("interpret", findings, "--outdir", tmp_path, *again)[0] == 0
    context = made_report(tmp_path)["clinical_context"]
    assert (context["prior_therapies"], context["stop_reasons"]) == (["crizotinib"], [])
    assert made_report(tmp_path)["guidance"]["setting"]["line"] == "adjuvant"


def test_courses_keep_their_setting_and_the_kind_of_toxicity(run, tmp_path):
    inputs = ["--sample", "S1", "--fusions", star_fusion(tmp_path), "--outdir", tmp_path]
    told = "Alecensa@adjuvant:completed;carboplatin+Alimta;Lorviqua:toxicity/pneumonitis"
    assert run("report", *inputs, "--prior-therapies", told)[0] == 0
    context = made_report(tmp_path)["clinical_context"]
    assert context["prior_therapies"] == ["alectinib", "carboplatin+pemetrexed", "lorlatinib"]
    assert context["stop_reasons"] == ["completed", None, "toxicity"]
    assert [tuple(course.values()) for course in context["courses"]] == [
        (["alectinib"], "adjuvant", "completed", None),
        (["carboplatin", "pemetrexed"], None, None, None),
        (["lorlatinib"], None, "toxicity", "ild"),
    ]
    setting = made_report(tmp_path)["guidance"]["setting"]
    assert (setting["line"], setting["switched_for_toxicity"]) == ("2L", ["lorlatinib"])
    assert setting["history"] == [
        "alectinib (adjuvant, completed)",
        "carboplatin + pemetrexed",
        "lorlatinib (toxicity: interstitial lung disease)",
    ]


def test_findings_without_courses_are_read_by_names_and_reasons(run, tmp_path):
    inputs = ["--sample", "S1", "--fusions", star_fusion(tmp_path), "--outdir", tmp_path]
    assert run("report", *inputs, "--prior-therapies", "crizotinib:toxicity;alectinib")[0] == 0
    findings, before = tmp_path / "S1" / "S1.findings.json", made_report(tmp_path)
    document = json.loads(findings.read_text(encoding="utf-8"))
    del document["clinical_context"]["courses"]
    findings.write_text(json.dumps(document), encoding="utf-8")
    assert run("interpret", findings, "--outdir", tmp_path)[0] == 0
    after = made_report(tmp_path)
    assert after["clinical_context"] == before["clinical_context"]
    assert after["guidance"]["setting"] == before["guidance"]["setting"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"prior_therapies": ["ceritinib"]}, "courses and prior_therapies name different"),
        ({"stop_reasons": ["progression"]}, "courses and stop_reasons give different"),
        ({"stop_reasons": []}, "courses and stop_reasons give different"),
    ],
)
def test_a_history_that_contradicts_itself_is_refused(run, tmp_path, change, said):
    inputs = ["--sample", "S1", "--fusions", star_fusion(tmp_path), "--outdir", tmp_path]
    assert run("detect", *inputs, "--prior-therapies", "crizotinib:toxicity/ild")[0] == 0
    findings = tmp_path / "S1" / "S1.findings.json"
    document = json.loads(findings.read_text(encoding="utf-8"))
    document["clinical_context"].update(change)
    findings.write_text(json.dumps(document), encoding="utf-8")
    status, told = run("interpret", findings, "--outdir", tmp_path / "out")
    assert (status, said in told) == (2, True)


@pytest.mark.parametrize(
    ("history", "said"),
    [
        ("alectinib:toxicity/idl", "samples.tsv:2:prior_therapies: sample S1: unknown kind"),
        ("alectinib@adjuvent", "samples.tsv:2:prior_therapies: 'alectinib@adjuvent'; expected"),
        ("alectinib+lorlatnib", "samples.tsv:2:prior_therapies: sample S1: unknown therapy"),
    ],
)
def test_check_names_file_line_and_column_of_a_bad_course(run, tmp_path, history, said):
    status, told = run("check", sheet(tmp_path, f"S1\t{star_fusion(tmp_path)}\t{history}"))
    assert (status, said in told) == (2, True)


def test_the_jurisdiction_is_a_setting(run, tmp_path):
    inputs = ["--sample", "S1", "--fusions", star_fusion(tmp_path), "--prior-therapies", "none"]

    def categories(*options):
        assert run("report", *inputs, "--outdir", tmp_path, *options)[0] == 0
        report = made_report(tmp_path)
        found = {o["therapies"][0]: o["category"] for o in report["guidance"]["options"]}
        return found["ensartinib"], report["provenance"]["settings"]["jurisdiction"]

    assert categories() == categories("--jurisdiction", "fda") == ("alternative", "FDA")
    assert categories("--jurisdiction", "EMA") == ("investigational", "EMA")
    out = tmp_path / "none"
    status, said = run("report", *inputs, "--outdir", out, "--jurisdiction", "TGA")
    assert (status, out.exists()) == (2, False)
    assert "unknown jurisdiction 'TGA'; expected one of FDA, EMA" in said


BAD = (
    "missing",
    "empty",
    "truncated",
    "tumor column",
    "two candidates",
    "build option",
    "build of fusions",
    "unknown format",
    "malformed row",
    "therapy",
    "no input",
    "purity",
    "date",
    "as of",
    "forced",
)


def bad_inputs(folder: Path) -> dict[str, tuple[list[object], list[str]]]:
    """Options that must fail, and what the message must hold."""
    empty = folder / "empty.vcf"
    empty.write_bytes(b"")
    whole = gzip.compress(vcf(folder, "\n".join([G1202R] * 2000), "w.vcf").read_bytes())
    truncated = folder / "cut.vcf.gz"
    truncated.write_bytes(whole[: len(whole) // 2])
    unknown = folder / "table.tsv"
    unknown.write_text("a\tb\n1\t2\n", encoding="utf-8")
    malformed = folder / "bad.tsv"
    good = star_fusion(folder).read_text(encoding="utf-8")
    malformed.write_text(good.replace("chr2:29223528:-", "chr2:over:-"), encoding="utf-8")
    pair = vcf(folder, G1202R + "\t90,0", "pair.vcf", "A\tB")
    grch37 = vcf(folder, G1202R, "other.vcf")
    return {
        "missing": (["--small-variants", folder / "no.vcf"], ["no.vcf", "no such file"]),
        "empty": (["--small-variants", empty], ["empty.vcf", "empty"]),
        "truncated": (["--small-variants", truncated], ["cut.vcf.gz", "truncated"]),
        "tumor column": (
            ["--small-variants", pair, "--tumor-sample", "C"],
            ["pair.vcf", "C", "A, B"],
        ),
        "two candidates": (["--small-variants", pair], ["pair.vcf", "A", "B", "--tumor-sample"]),
        "build option": (
            ["--small-variants", grch37, "--genome-build", "GRCh37"],
            ["GRCh37", "GRCh38", "242193529"],
        ),
        "build of fusions": (
            ["--fusions", star_fusion(folder), "--genome-build", "hg19"],
            ["fusions.tsv", "GRCh37", "GRCh38"],
        ),
        "unknown format": (
            ["--fusions", unknown],
            ["table.tsv", "unknown format", "annotator formats"],
        ),
        "malformed row": (["--fusions", malformed], ["bad.tsv:2", "RightBreakpoint"]),
        "therapy": (
            ["--fusions", star_fusion(folder), "--prior-therapies", "lorlatnib"],
            ["lorlatnib", "lorlatinib"],
        ),
        "no input": ([], ["no input file"]),
        "empty path": (["--fusions", ""], ["no file is named by ''", "fusions", "FILE"]),
        "format alone": (["--fusions", "arriba="], ["no file is named by 'arriba='"]),
        "agency": (
            ["--fusions", star_fusion(folder), "--jurisdiction", ""],
            ["unknown jurisdiction ''", "FDA"],
        ),
        "processes": (["--jobs", "²"], ["--jobs", "number of processes"]),
        "purity": (
            ["--fusions", star_fusion(folder), "--tumor-purity", "60"],
            ["--tumor-purity", "60", "fraction"],
        ),
        "date": (["--collected-on", "soon"], ["--collected-on", "YYYY-MM-DD"]),
        "as of": (["--as-of", "yesterday"], ["--as-of", "YYYY-MM-DD"]),
        "as of a week": (["--as-of", "2023-W01-1"], ["--as-of", "YYYY-MM-DD"]),
        "forced": (
            ["--fusions", f"nosuch={unknown}"],
            ["nosuch", "unknown format", "annotator formats"],
        ),
    }


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_clear_message_and_status_2(run, tmp_path, name):
    options, expected = bad_inputs(tmp_path)[name]
    out = tmp_path / "out"
    status, said = run("report", "--sample", "S1", *options, "--outdir", out)
    assert status == 2
    assert "Traceback" not in said
    for part in expected:
        assert part in said
    assert not (out / "S1").exists()


def test_ref_that_contradicts_the_reference_is_an_error_that_shows_it(run, tmp_path):
    path = vcf(tmp_path, G1202R.replace("\tC\tT", "\tA\tT"))
    status, said = run("report", "--sample", "S1", "--small-variants", path, "--outdir", tmp_path)
    assert status == 2
    assert "a.vcf:5:REF" in said
    assert "GRCh38" in said


def sheet(folder: Path, *rows: str, header: str = "sample\tfusions\tprior_therapies") -> Path:
    path = folder / "samples.tsv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_one_bad_sample_fails_alone(run, tmp_path):
    star_fusion(tmp_path)
    table = sheet(tmp_path, "good\tfusions.tsv\tnone", "bad\tmissing.tsv\tnone")
    out = tmp_path / "out"
    status, said = run("report", "--samples", table, "--outdir", out)
    assert status == 2
    assert "bad: " in said
    assert (out / "good" / "good.report.pdf").is_file()
    assert not (out / "bad").exists()


def test_a_sample_without_files_is_told_with_its_line(run, tmp_path):
    star_fusion(tmp_path)
    table = sheet(tmp_path, "good\tfusions.tsv\tnone", "bare\t\tnone")
    status, said = run("detect", "--samples", table, "--outdir", tmp_path / "out")
    assert (status, "samples.tsv:3: no input file is given" in said) == (2, True)


def test_keep_going_leaves_a_failed_report_and_status_0(run, tmp_path):
    star_fusion(tmp_path)
    table = sheet(tmp_path, "good\tfusions.tsv\tnone", "bad\tmissing.tsv\tnone")
    out = tmp_path / "out"
    assert run("report", "--samples", table, "--outdir", out, "--keep-going")[0] == 0
    text = (out / "bad" / "bad.report.json").read_text(encoding="utf-8")
    failed = json.loads(text)
    assert failed["status"] == "failed"
    assert "no such file" in failed["errors"][0]["message"]
    assert failed["errors"][0]["source"] == "missing.tsv"
    assert str(tmp_path) not in text
    assert (failed["findings"], failed["summary"]) == ([], [])
    assert run("cohort", *out.glob("*/*.report.json"), "--outdir", out)[0] == 0
    rows = (out / "cohort.tsv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 3
    assert "failed" in rows[1]


def test_a_sample_that_fails_loses_the_outputs_of_an_earlier_run(run, tmp_path):
    path = star_fusion(tmp_path)
    out = tmp_path / "out"
    assert run("report", "--sample", "S1", "--fusions", path, "--outdir", out)[0] == 0
    path.write_text("", encoding="utf-8")
    assert run("report", "--sample", "S1", "--fusions", path, "--outdir", out)[0] == 2
    assert list((out / "S1").iterdir()) == []


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        ("sample\tfusion", ["a\tf"], ["samples.tsv:1", "fusion", "fusions"]),
        ("sample\tfusions", ["a\tf", "a\tf"], ["samples.tsv:3", "'a'"]),
        ("patient\tfusions", ["a\tf"], ["sample"]),
        ("sample\tsample", ["a\tf"], ["repeated"]),
    ],
)
def test_a_bad_sheet_stops_before_anything_is_written(run, tmp_path, header, rows, expected):
    status, said = run(
        "report", "--samples", sheet(tmp_path, *rows, header=header), "--outdir", tmp_path / "out"
    )
    assert status == 2
    for part in expected:
        assert part in said
    assert not (tmp_path / "out").exists()


def test_check_lists_every_problem(run, tmp_path):
    star_fusion(tmp_path)
    table = sheet(
        tmp_path,
        "a\tmissing.tsv\tnone",
        "b\tfusions.tsv\tcrizotnib",
        "c\tfusions.tsv\tnone",
    )
    status, said = run("check", table)
    assert status == 2
    assert "sample a" in said
    assert "sample b" in said
    assert not [line for line in said.splitlines() if "error" in line and "sample c" in line]
    assert run("check", EXAMPLE / "samples.tsv") == (0, "")


@pytest.mark.parametrize(
    ("description", "found"),
    [
        (None, "no such file"),
        ("name: [", "not YAML"),
        ("name: x\nassay: r\nfive_prime: {gene: A}\nthree_prime: {gene: B}\n", "assay"),
    ],
)
def test_check_tells_of_a_description_in_the_sheet(run, tmp_path, description, found):
    (tmp_path / "calls.tsv").write_text("A\tB\nEML4\tALK\n")
    if description:
        (tmp_path / "mine.yaml").write_text(description)
    table = sheet(tmp_path, "S1\tmine.yaml=calls.tsv", header="sample\tfusions")
    status, said = run("check", table)
    assert status == 2
    assert "sample S1" in said
    assert "mine.yaml" in said
    assert found in said


def test_only_selects_samples_of_the_sheet(run, tmp_path):
    star_fusion(tmp_path)
    table = sheet(tmp_path, "a\tfusions.tsv\tnone", "b\tfusions.tsv\tnone")
    assert run("detect", "--samples", table, "--only", "b", "--outdir", tmp_path / "out")[0] == 0
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["b"]
    status, said = run("detect", "--samples", table, "--only", "x", "--outdir", tmp_path / "out")
    assert status == 2
    assert "'x'" in said


def test_messages_as_json_lines(run, tmp_path):
    status, said = run(
        "detect", "--sample", "S", "--fusions", tmp_path / "no", "--outdir", tmp_path, "--log-json"
    )
    assert status == 2
    assert json.loads(said.splitlines()[0])["level"] == "error"


def test_report_is_byte_identical_from_another_process(tmp_path):
    fusions = star_fusion(tmp_path)
    made = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        out = tmp_path / seed
        subprocess.run(
            [
                sys.executable,
                "-m",
                "annotator",
                "report",
                "--sample",
                "S1",
                "--fusions",
                str(fusions),
                "--outdir",
                str(out),
            ],
            check=True,
            env={
                "PYTHONHASHSEED": seed,
                "TZ": zone,
                "SOURCE_DATE_EPOCH": "1790000000",
                "PATH": "/usr/bin:/bin",
            },
            cwd=Path(__file__).parents[2],
        )
        made.append({p.name: p.read_bytes() for p in (out / "S1").iterdir()})
    assert made[0] == made[1]


def test_all_that_is_known_of_the_formats(capsys):
    def table(*words):
        assert main(["formats", *words]) == 0
        return [line.split("\t") for line in capsys.readouterr().out.splitlines()]

    short, whole = table(), table("--all")
    assert [row[: len(short[0])] for row in whole] == short
    assert {len(row) for row in whole} == {len(whole[0])}
    columns = {row[1]: dict(zip(whole[0], row, strict=True)) for row in whole[1:]}
    assert columns["arriba"]["can show"] == "fusions in RNA"
    assert columns["ctat_splicing"]["absence is claimed of"] == "nothing"
    assert columns["seg_log2"]["two rows of one place"] == "an error where they differ"
    assert columns["maf"]["bad rows that touch no gene looked at"] == "left out with a count"


def test_formats_and_knowledge_validate(run):
    assert run("formats")[0] == 0
    assert run("knowledge", "validate") == (0, "")


def test_processes_give_the_same_documents(run, tmp_path):
    for jobs in ("1", "2"):
        out = tmp_path / jobs
        status, _ = run(
            "report",
            "--samples",
            EXAMPLE / "samples.tsv",
            *[word for s in ("EX01", "EX02") for word in ("--only", sample_named(s))],
            "--outdir",
            out,
            "--created",
            CREATED,
            "--jobs",
            jobs,
        )
        assert status == 0
    one, two = (sorted((tmp_path / jobs).glob("*/*")) for jobs in ("1", "2"))
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]
    assert len(one) == 8


def sample_named(start: str) -> str:
    return next(p.name for p in EXAMPLE.iterdir() if p.name.startswith(start))


def test_a_bad_sample_in_another_process_is_told_and_fails_alone(run, tmp_path):
    star_fusion(tmp_path)
    table = sheet(tmp_path, "good\tfusions.tsv\tnone", "bad\tmissing.tsv\tnone")
    out = tmp_path / "out"
    status, said = run("report", "--samples", table, "--outdir", out, "--jobs", 2)
    assert status == 2
    assert "bad: " in said
    assert (out / "good" / "good.report.pdf").is_file()
    assert not (out / "bad").exists()


@pytest.fixture
def whole(tmp_path, repository):
    """A whole knowledge base that differs from the packaged one in its version."""
    folder = tmp_path / "whole"
    shutil.copytree(repository / "resources" / "knowledge", folder)
    release = folder / "release.yaml"
    text = release.read_text(encoding="utf-8")
    release.write_text(re.sub('version: "?[0-9.]+"?', 'version: "2020.01"', text), "utf-8")
    return folder


OWN_HEADER = "sample\tfusions\tprior_therapies\tknowledge"


def knowledge_used(out, name):
    report = json.loads((out / name / f"{name}.report.json").read_text(encoding="utf-8"))
    used = report["provenance"]["knowledge"]
    return used["version"], used["sha256"], [overlay["name"] for overlay in used["overlays"]]


def test_a_whole_folder_of_a_sheet_is_read_as_the_option_reads_it(run, tmp_path, whole):
    star_fusion(tmp_path)
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "release.yaml").write_text("laboratory: Ours\n", encoding="utf-8")
    table = sheet(
        tmp_path,
        "a\tfusions.tsv\tnone\twhole",
        "b\tfusions.tsv\tnone\twhole;lab",
        header=OWN_HEADER,
    )
    (tmp_path / "plain").mkdir()
    star_fusion(tmp_path / "plain")
    plain = sheet(tmp_path / "plain", "a\tfusions.tsv\tnone")
    sheets, options = tmp_path / "of_sheet", tmp_path / "of_options"
    assert run("report", "--samples", table, "--outdir", sheets)[0] == 0
    assert run("report", "--samples", plain, "--knowledge", whole, "--outdir", options)[0] == 0
    assert knowledge_used(sheets, "a") == knowledge_used(options, "a")
    version, _, overlays = knowledge_used(sheets, "b")
    assert (version, overlays) == ("2020.01", ["Ours"])


def test_a_whole_folder_after_another_one_is_a_fault_of_sheet_and_option(run, tmp_path, whole):
    star_fusion(tmp_path)
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "release.yaml").write_text("version: ours\n", encoding="utf-8")
    table = sheet(
        tmp_path,
        "bad\tfusions.tsv\tnone\tlab;whole",
        "good\tfusions.tsv\tnone\tlab",
        header=OWN_HEADER,
    )
    out = tmp_path / "out"
    status, said = run("report", "--samples", table, "--outdir", out)
    assert status == 2
    assert "bad: " in said
    assert "a whole knowledge base stands after" in said
    assert knowledge_used(out, "good")[2] == ["lab"]
    assert run("check", table)[1].count("a whole knowledge base stands after") == 1
    folders = ["--knowledge", tmp_path / "lab", "--knowledge", whole]
    status, said = run("knowledge", "validate", *folders)
    assert status == 2
    assert f"{whole}: a whole knowledge base stands after {tmp_path / 'lab'}" in said


def test_check_knows_what_the_sheet_lays_over(run, tmp_path):
    star_fusion(tmp_path)
    (tmp_path / "lab").mkdir()
    drug = "- {name: examplinib, kind: tki, status: in_trials, description: x, curation: verified}"
    (tmp_path / "lab" / "therapies.yaml").write_text(drug, encoding="utf-8")
    table = sheet(
        tmp_path,
        "a\tfusions.tsv\texamplinib\tlab",
        "b\tfusions.tsv\texamplinib\t",
        "c\tfusions.tsv\tnone\tnowhere",
        header=OWN_HEADER,
    )
    status, said = run("check", table)
    assert status == 2
    assert not [line for line in said.splitlines() if "error" in line and "sample a" in line]
    assert "samples.tsv:3:prior_therapies: sample b: unknown therapy 'examplinib'" in said
    assert "sample c: no such folder" in said


def test_a_sheet_may_ask_for_a_day_and_for_knowledge_of_its_own(run, tmp_path):
    star_fusion(tmp_path)
    overlay = tmp_path / "lab"
    overlay.mkdir()
    (overlay / "release.yaml").write_text(
        'version: lab-1\ndate: 2026-11-22\njurisdiction: FDA\ntitle: ours\nchanges: ["x"]\n',
        encoding="utf-8",
    )
    table = sheet(
        tmp_path,
        "then\tfusions.tsv\tnone\t2023-04-30\t",
        "ours\tfusions.tsv\tnone\t\tlab",
        header="sample\tfusions\tprior_therapies\tas_of\tknowledge",
    )
    out = tmp_path / "out"
    assert run("report", "--samples", table, "--outdir", out)[0] == 0
    then, ours = (
        json.loads((out / name / f"{name}.report.json").read_text(encoding="utf-8"))
        for name in ("then", "ours")
    )
    assert then["guidance"]["as_of"] == "2023-04-30"
    assert [o["version"] for o in ours["provenance"]["knowledge"]["overlays"]] == ["lab-1"]
    assert then["provenance"]["knowledge"]["overlays"] == []
    assert run("interpret", out / "then" / "then.findings.json", "--outdir", out)[0] == 0
    again = json.loads((out / "then" / "then.report.json").read_text(encoding="utf-8"))
    assert again["guidance"]["as_of"] == "2023-04-30"
    status, _ = run("report", "--samples", table, "--outdir", out, "--as-of", "2024-01-01")
    then = json.loads((out / "then" / "then.report.json").read_text(encoding="utf-8"))
    assert (status, then["guidance"]["as_of"]) == (0, "2024-01-01")


@pytest.mark.parametrize("stage", ["report", "detect", "interpret", "render", "cohort"])
def test_an_outdir_that_is_a_file_is_one_clear_message(run, tmp_path, reported, stage):
    inputs = ["--sample", "S1", "--fusions", star_fusion(tmp_path)]
    made = {
        "interpret": [reported / "S1.findings.json"],
        "render": [reported / "S1.report.json"],
        "cohort": [reported / "S1.report.json"],
    }
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")
    status, said = run(stage, *made.get(stage, inputs), "--outdir", taken)
    assert status == 2
    assert "taken" in said
    assert "cannot be written" in said
    assert taken.read_text(encoding="utf-8") == "mine"


def test_a_failure_to_write_leaves_nothing_and_is_no_success(run, tmp_path, monkeypatch):
    """Also with --keep-going: there is no failed document to stand for the sample."""
    out = tmp_path / "out"
    inputs = ["--sample", "S1", "--fusions", star_fusion(tmp_path), "--outdir", out]
    replace = Path.replace

    def full_disk(self, target):
        if target.suffix == ".pdf":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full_disk)
    status, said = run("report", *inputs, "--keep-going")
    assert status == 2
    assert "No space left" in said
    assert list((out / "S1").iterdir()) == []


@pytest.fixture
def documents(reported):
    """The findings and the report of a sample with two mutations of one kinase."""
    return {
        kind: json.loads((reported / f"S1.{kind}.json").read_text(encoding="utf-8"))
        for kind in ("findings", "report")
    }


def _other_version(document):
    document["schema_version"] = "2.0"


def _outside(document):
    document["sample"]["id"] = "../evil"


def _repeated(document):
    document["findings"].append(document["findings"][0])


def _dangling(document):
    compound = next(f for f in document["findings"] if f["kind"] == "compound_mutation")
    compound["members"] = ["M1", "M9"]


def _unnamed(document):
    mutation = next(f for f in document["findings"] if f["kind"] == "mutation")
    mutation["protein_change"] = None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_other_version, "1.0"),
        (_outside, "sample.id"),
        (_repeated, "twice"),
        (_dangling, "M9"),
        (_unnamed, "protein change"),
    ],
)
@pytest.mark.parametrize("stage", ["interpret", "render", "cohort"])
def test_a_document_changed_by_hand_is_refused(run, tmp_path, documents, stage, change, told):
    document = documents["findings" if stage == "interpret" else "report"]
    change(document)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    status, said = run(stage, path, "--outdir", tmp_path / "out")
    assert status == 2
    assert "changed.json" in said
    assert told in said
    assert not (tmp_path / "out").exists()


def test_a_report_that_cites_what_it_does_not_hold_is_refused(run, tmp_path, documents):
    path = tmp_path / "changed.json"
    path.write_text(json.dumps({**documents["report"], "statements": []}), encoding="utf-8")
    status, said = run("render", path, "--outdir", tmp_path / "out")
    assert status == 2
    assert "which is not here" in said


def test_a_history_changed_by_hand_to_an_unknown_therapy_is_refused(run, tmp_path, documents):
    documents["findings"]["clinical_context"]["prior_therapies"] = ["lorlatnib"]
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(documents["findings"]), encoding="utf-8")
    status, said = run("interpret", path, "--outdir", tmp_path / "out")
    assert status == 2
    assert "Did you mean lorlatinib" in said


@pytest.mark.parametrize("epoch", ["99999999999999", "²", "-1", "9" * 5000])
def test_a_source_date_epoch_that_is_no_time(run, tmp_path, monkeypatch, epoch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    inputs = ["--sample", "S1", "--fusions", star_fusion(tmp_path), "--outdir", tmp_path / "out"]
    status, said = run("report", *inputs)
    assert status == 2
    assert "SOURCE_DATE_EPOCH" in said


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_that_is_out_of_range_in_utc(run, tmp_path, time):
    inputs = ["--sample", "S1", "--fusions", star_fusion(tmp_path), "--outdir", tmp_path / "out"]
    status, said = run("report", *inputs, "--created", time)
    assert status == 2
    assert "--created" in said


def test_an_option_that_is_no_utf8(run, tmp_path):
    inputs = ["--sample", "S1", "--fusions", star_fusion(tmp_path), "--outdir", tmp_path / "out"]
    status, said = run("detect", *inputs, "--patient", "M\udcfcller")
    assert status == 2
    assert "UTF-8" in said


def test_a_stage_that_fails_leaves_no_output_of_an_earlier_run(run, tmp_path, reported):
    shutil.copytree(reported, tmp_path / "S1")
    findings = tmp_path / "S1" / "S1.findings.json"
    findings.write_text("{}", encoding="utf-8")
    assert run("interpret", findings, "--outdir", tmp_path)[0] == 2
    assert [p.name for p in (tmp_path / "S1").iterdir()] == ["S1.findings.json"]


def test_one_document_of_each_sample(run, tmp_path, reported):
    report = reported / "S1.report.json"
    status, said = run("cohort", report, report, "--outdir", tmp_path)
    assert status == 2
    assert "given already" in said


def test_trailing_tabs_of_a_sheet_do_no_harm(run, tmp_path):
    star_fusion(tmp_path)
    table = sheet(tmp_path, "a\tfusions.tsv\tnone\t\t")
    assert run("detect", "--samples", table, "--outdir", tmp_path / "out")[0] == 0


def test_a_document_named_like_a_way_out_removes_nothing_outside(run, tmp_path):
    outside = tmp_path / "...report.json"
    outside.write_text("keep", encoding="utf-8")
    odd = tmp_path / "in" / "...findings.json"
    odd.parent.mkdir()
    odd.write_text("{}", encoding="utf-8")
    for jobs in (1, 2):
        status, _ = run("interpret", odd, "--outdir", tmp_path / "a" / "b", "--jobs", jobs)
        assert status == 2
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "...report.json").write_text("keep", encoding="utf-8")
    assert run("interpret", odd, "--outdir", tmp_path / "a" / "b")[0] == 2
    assert (tmp_path / "a" / "...report.json").exists()
    assert outside.exists()


def test_a_missing_knowledge_folder_is_that_of_one_sample(run, tmp_path):
    star_fusion(tmp_path)
    rows = ("a\tfusions.tsv\t", "b\tfusions.tsv\tnone_such")
    table = sheet(tmp_path, *rows, header="sample\tfusions\tknowledge")
    status, said = run("check", table)
    assert status == 2
    assert "none_such: sample b: no such folder" in said
    out = tmp_path / "out"
    status, said = run("report", "--samples", table, "--keep-going", "--outdir", out)
    assert status == 0
    assert "b: " in said
    documents = {name: out / name / f"{name}.report.json" for name in "ab"}
    reports = {name: json.loads(path.read_text()) for name, path in documents.items()}
    assert [report["status"] for report in reports.values()] == ["complete", "failed"]
    assert "no such folder" in reports["b"]["errors"][0]["message"]
    assert run("report", "--samples", table, "--outdir", out)[0] == 2


def test_a_row_without_an_identifier_gets_a_document_that_collides_with_nothing(run, tmp_path):
    star_fusion(tmp_path)
    table = sheet(tmp_path, "cohort.tsv\tfusions.tsv\tnone", "S1\tfusions.tsv\tnone",
                  "s1\tfusions.tsv\tnone")  # fmt: skip
    out = tmp_path / "out"
    assert run("detect", "--samples", table, "--keep-going", "--outdir", out)[0] == 0
    findings = sorted(out.glob("*/*.findings.json"))
    assert [path.parent.name for path in findings] == ["S1", "_row2", "_row4"]
    assert run("interpret", *findings, "--outdir", out)[0] == 0
    reports = sorted(out.glob("*/*.report.json"))
    assert run("render", *reports, "--outdir", out)[0] == 0
    assert run("cohort", *reports, "--outdir", out)[0] == 0
    rows = [line.split("\t") for line in (out / "cohort.tsv").read_text().splitlines()[1:]]
    assert [(row[0], row[2]) for row in rows] == [
        ("S1", "complete"), ("_row2", "failed"), ("_row4", "failed"),
    ]  # fmt: skip
    assert "'cohort.tsv', the name of an output of the whole run" in rows[1][-1]
    assert run("detect", "--samples", table, "--outdir", out)[0] == 2


def test_what_the_later_stages_are_not_told_fails_with_its_sample(run, tmp_path):
    star_fusion(tmp_path)
    rows = ("a\tfusions.tsv\t\t2026-11-22", "b\tfusions.tsv\t.\t", "c\tfusions.tsv\t\t2026-11-23")
    table = sheet(tmp_path, *rows, header="sample\tfusions\tknowledge\tcollected_on")
    asked = ("detect", "--samples", table, "--outdir", tmp_path / "out", "--only")
    stages = ("--one-knowledge", "--created", "2026-11-22T09:00:00Z")
    assert run(*asked, "a", *stages)[0] == 0
    status, said = run(*asked, "b", *stages)
    assert status == 2
    assert f"b: {table}:3:knowledge: the sample has a knowledge folder of its own" in said
    status, said = run(*asked, "c", *stages)
    assert status == 2
    assert "collected_on 2026-11-23 lies after the day of the report" in said
    assert run(*asked, "c")[0] == 0


def test_a_table_on_a_full_disk_is_told(run, tmp_path, reported):
    out = tmp_path / "out"
    out.mkdir()
    (out / "cohort.tsv").symlink_to("/dev/full")
    status, said = run("cohort", reported / "S1.report.json", "--outdir", out)
    assert status == 2
    assert "cohort.tsv: cannot be written: No space left on device" in said
    assert not (out / "annotator_mqc.json").exists()


@pytest.mark.parametrize("command", ["report", "detect", "interpret", "render", "cohort"])
def test_outputs_have_the_mode_that_is_asked_for(run, tmp_path, reported, command):
    out = tmp_path / "out"
    inputs = ("--sample", "S1", "--fusions", star_fusion(tmp_path))
    document = {"interpret": "findings", "render": "report", "cohort": "report"}
    given = [reported / f"S1.{document[command]}.json"] if command in document else inputs
    assert run(command, *given, "--mode", "0640", "--outdir", out)[0] == 0
    files = [path for path in out.rglob("*") if path.is_file()]
    assert files
    assert {path.stat().st_mode & 0o777 for path in files} == {0o640}
    assert {path.stat().st_mode & 0o777 for path in (out, *out.glob("*/"))} >= {0o750}


@pytest.mark.parametrize("mode", ["0755", "0440", "8", "640x", "rw", "0o640", "", "01640"])
def test_what_is_no_mode_is_refused(run, tmp_path, mode):
    star = star_fusion(tmp_path)
    status, said = run(
        "detect", "--sample", "S1", "--fusions", star, "--mode", mode, "--outdir", tmp_path / "out"
    )
    assert status == 2
    assert "invalid mode of output files" in said
    assert not (tmp_path / "out").exists()
