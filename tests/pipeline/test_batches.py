"""Samples into batches, and what each batch depends on."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.pipeline.batches import knowledge_inputs, plan_batches


def sheet(folder: Path, *rows: str, header: str = "sample\tsmall_variants\ttumor_purity") -> Path:
    path = folder / "samples.tsv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def test_the_last_batch_holds_the_rest_in_the_order_of_the_sheet(tmp_path) -> None:
    batches = plan_batches(sheet(tmp_path, "S3", "S1", "S2"), 2)
    assert [batch.samples for batch in batches] == [("S3", "S1"), ("S2",)]
    assert [batch.name for batch in batches] == ["0001", "0002"]


def test_a_full_batch_opens_no_further_one(tmp_path) -> None:
    assert len(plan_batches(sheet(tmp_path, "S1", "S2"), 2)) == 1


def test_only_files_that_exist_are_inputs(tmp_path) -> None:
    (tmp_path / "a.vcf").write_text("")
    (tmp_path / "b=1.vcf").write_text("")
    (batch,) = plan_batches(sheet(tmp_path, "S1\ta.vcf;gone.vcf", "S2\ta.vcf;b=1.vcf"), 5)
    assert batch.files == (str(tmp_path / "a.vcf"), str(tmp_path / "b=1.vcf"))


def test_a_file_with_its_format_forced_is_an_input(tmp_path) -> None:
    (tmp_path / "a.vcf").write_text("")
    (batch,) = plan_batches(sheet(tmp_path, "S1\tvcf=a.vcf"), 5)
    assert batch.files == (str(tmp_path / "a.vcf"),)


def test_a_description_is_an_input_like_the_table_it_describes(tmp_path) -> None:
    (tmp_path / "a.tsv").write_text("")
    table = sheet(tmp_path, "S1\tmine.yaml=a.tsv", "S2\tmine.yaml=a.tsv", header="sample\tfusions")
    assert plan_batches(table, 5)[0].files == (str(tmp_path / "a.tsv"),)
    (tmp_path / "mine.yaml").write_text("")
    (batch,) = plan_batches(table, 5)
    assert batch.files == (str(tmp_path / "a.tsv"), str(tmp_path / "mine.yaml"))


def test_the_digest_follows_the_rows_of_the_batch_alone(tmp_path) -> None:
    before = plan_batches(sheet(tmp_path, "S1\t\t0.5", "S2\t\t0.5"), 1)
    after = plan_batches(sheet(tmp_path, "S1\t\t0.5", "S2\t\t0.6"), 1)
    assert before[0].digest == after[0].digest
    assert before[1].digest != after[1].digest


def test_a_sample_with_a_bad_cell_stays_in_the_run(tmp_path) -> None:
    (batch,) = plan_batches(sheet(tmp_path, "S1\t\t60", "S2\t\t0.6"), 5)
    assert sorted(batch.samples) == ["S1", "S2"]


def test_a_sheet_that_cannot_be_read_as_a_whole_is_refused(tmp_path) -> None:
    with pytest.raises(InputProblem, match="stands in line 2 already"):
        plan_batches(sheet(tmp_path, "S1", "S1"), 5)


def test_the_knowledge_and_its_overlays_are_inputs(tmp_path, repository) -> None:
    (tmp_path / "therapies.yaml").write_text("[]\n")
    (tmp_path / "notes.txt").write_text("not read\n")
    found = knowledge_inputs([tmp_path])
    assert str(repository / "resources" / "knowledge" / "release.yaml") in found
    assert found[-1] == str(tmp_path / "therapies.yaml")


def test_a_row_that_cannot_be_run_stays_in_its_batch(tmp_path) -> None:
    table = sheet(tmp_path, "S1\t9999-11-22\tnone", "logs\t\t", header="sample\tas_of\tknowledge")
    (batch,) = plan_batches(table, 5)
    assert batch.samples == ("S1", "_row3")


def test_a_file_with_braces_is_no_declared_input_and_counts_by_its_time(tmp_path) -> None:
    (tmp_path / "run{1}").mkdir()
    files = [tmp_path / "run{1}" / "v.vcf", tmp_path / "plain.vcf"]
    for path in files:
        path.write_text("x")
    rows = [f"S{n}\t{path}" for n, path in enumerate(files)]
    table = sheet(tmp_path, *rows, header="sample\tsmall_variants")
    braces, plain = plan_batches(table, 1)
    assert (braces.files, plain.files) == ((), (str(files[1]),))
    for path in files:
        path.write_text("changed")
    after = plan_batches(table, 1)
    assert after[0].digest != braces.digest
    assert after[1].digest == plain.digest
