"""Days that lie after that of the report are refused; those of the same day are not."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from annotator.cli.main import main
from annotator.model.errors import InputProblem
from annotator.pipeline.days import CreationDay
from tests.cli.test_commands import run, star_fusion  # noqa: F401 - a fixture

DAY = "2026-11-22T12:00:00Z"


@pytest.fixture
def report(run, tmp_path):  # noqa: F811 - the fixture
    def made(*words, created=DAY):
        inputs = ["--sample", "S1", "--fusions", star_fusion(tmp_path)]
        when = ["--created", created] if created else []
        return run("report", *inputs, *words, *when, "--outdir", tmp_path / "out")

    return made


@pytest.mark.parametrize("option", ["--as-of", "--collected-on"])
def test_a_day_after_the_creation_is_refused(report, option):
    assert report(option, "2026-11-22")[0] == 0
    status, said = report(option, "2026-11-23")
    assert status == 2
    assert said.count("\n") == 1
    assert f"{option} 2026-11-23 lies after the day of the report (--created: 2026-11-22)" in said


def test_so_is_the_day_of_the_test_of_a_known_driver(report):
    known = ["--known-driver", "ALK", "--known-driver-on"]
    assert report(*known, "2026-11-22")[0] == 0
    assert report(*known, "2026-11-23")[0] == 2


def test_without_a_time_of_creation_today_counts(report):
    tomorrow = datetime.now(tz=UTC).date() + timedelta(days=2)
    status, said = report("--collected-on", str(tomorrow), created=None)
    assert status == 2
    assert "(today: " in said
    assert report("--collected-on", str(datetime.now().date()), created=None)[0] == 0


def test_source_date_epoch_counts(report, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")  # 2023-11-14
    status, said = report("--as-of", "2023-11-15", created=None)
    assert status == 2
    assert "SOURCE_DATE_EPOCH: 2023-11-14" in said
    assert report("--as-of", "2023-11-14", created=None)[0] == 0
    assert report(created=None)[0] == 0  # the release is later, and nobody asked for its day


def test_both_days_of_a_time_with_a_zone_are_the_same_day(report):
    assert report("--as-of", "2026-11-23", created="2026-11-23T01:00:00+09:00")[0] == 0
    assert report("--as-of", "2026-11-23", created="2026-11-22T23:00:00-05:00")[0] == 0
    assert report("--as-of", "2026-11-24", created="2026-11-23T01:00:00+09:00")[0] == 2


def test_the_later_day_of_a_time_counts():
    west = datetime(2026, 11, 22, 23, tzinfo=timezone(timedelta(hours=-5)))
    assert CreationDay.of(west, "x").day == date(2026, 11, 23)
    east = datetime(2026, 11, 23, 1, tzinfo=timezone(timedelta(hours=9)))
    limit = CreationDay.of(east, "x")
    assert limit.day == date(2026, 11, 23)
    assert limit.problem("a day", None) is None
    with pytest.raises(InputProblem):
        limit.refuse("a day", date(2026, 11, 24))


def sheet(folder, *cells):
    star_fusion(folder)
    path = folder / "samples.tsv"
    rows = "".join(f"{name}\tfusions.tsv\t{day}\n" for name, day in cells)
    path.write_text(f"sample\tfusions\tcollected_on\n{rows}", encoding="utf-8")
    return path


def test_one_late_row_fails_alone(run, tmp_path):  # noqa: F811
    table = sheet(tmp_path, ("S1", "2026-11-22"), ("S2", "2026-11-23"))
    out = tmp_path / "out"
    status, said = run("report", "--samples", table, "--created", DAY, "--outdir", out)
    assert status == 2
    assert "samples.tsv:3:collected_on: collected_on 2026-11-23 lies after" in said
    assert sorted(path.name for path in out.iterdir()) == ["S1"]


def test_check_and_detect_go_by_today(run, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    table = sheet(tmp_path, ("S1", "2023-11-14"), ("S2", "2023-11-15"))
    status, said = run("check", table)
    assert status == 2
    assert said.count("lies after the day of the report") == 1
    assert ":3:collected_on: sample S2: " in said
    assert run("detect", "--samples", table, "--outdir", tmp_path / "out")[0] == 2


def test_interpret_refuses_findings_of_a_later_day(run, tmp_path):  # noqa: F811
    table = sheet(tmp_path, ("S1", "2026-11-22"))
    assert run("detect", "--samples", table, "--outdir", tmp_path)[0] == 0
    made = tmp_path / "S1" / "S1.findings.json"
    same = ["interpret", made, "--outdir", tmp_path, "--created"]
    assert run(*same, DAY)[0] == 0
    status, said = run(*same, "2026-11-21T12:00:00Z")
    assert status == 2
    assert "S1.findings.json:sample.collected_on: collected on 2026-11-22 lies after" in said
    assert run(*same, DAY, "--as-of", "2026-11-23")[0] == 2
    assert run(*same, DAY, "--known-driver", "ALK", "--known-driver-on", "2026-11-23")[0] == 2


def test_reinterpret_does_not_look_ahead(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    words = ["reinterpret", str(tmp_path / "f.json"), "--knowledge", str(tmp_path)]
    assert main([*words, "--as-of", "2023-11-15"]) == 2
    assert "--as-of 2023-11-15 lies after" in capfd.readouterr().err


@pytest.mark.parametrize("option", ["--as-of", "--collected-on"])
def test_a_day_long_before_is_refused(report, option):
    for day in ("0001-01-01", "1899-12-31"):
        status, said = report(option, day)
        assert status == 2
        assert said.count("\n") == 1
        assert f"{option} {day} lies too far back; expected a day from 1900-01-01 on" in said


def test_the_earliest_day():
    limit = CreationDay(date(2026, 11, 22), "created")
    assert limit.problem("x", date(1900, 1, 1)) is None
    assert limit.problem("x", date(1899, 12, 31)) is not None
    assert limit.problem("x", date.max) is not None
    assert limit.problem("x", None) is None


def test_a_day_long_before_in_findings_is_refused(report, run, tmp_path):  # noqa: F811
    assert report("--collected-on", "2026-02-01")[0] == 0
    path = tmp_path / "out" / "S1" / "S1.findings.json"
    path.write_text(path.read_text().replace("2026-02-01", "0001-02-01"))
    status, said = run("interpret", path, "--created", DAY, "--outdir", tmp_path / "out")
    assert status == 2
    assert "collected on 0001-02-01 lies too far back" in said
