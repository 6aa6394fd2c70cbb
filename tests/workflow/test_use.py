"""The workflow as others take it up: their settings, their sheets, their own workflows."""

import pytest

from tests.workflow.runs import Run, prepare


@pytest.fixture
def run(tmp_path, repository) -> Run:
    return prepare(tmp_path, repository, "EX10_variants_only")


def refused(run: Run) -> str:
    """What Snakemake says when it does not even plan the run."""
    done = run.snakemake("--dry-run")
    assert done.returncode != 0
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout + done.stderr


def test_wrong_settings_are_told_with_file_and_line(run: Run) -> None:
    run.write_config(samples="samples.tsv", batch_size=0, colour="red")
    said = refused(run)
    assert "config/config.yaml:2:batch_size: found 0; expected a whole number from 1 to" in said
    assert "config/config.yaml:3:colour: unknown setting; expected one of samples," in said


def test_a_sheet_with_a_repeated_sample_is_told_with_its_line(run: Run) -> None:
    run.write_sheet(run.read_sheet() * 2)
    assert "samples.tsv:3:sample: the sample 'EX10_variants_only' stands in line 2" in refused(run)


def test_as_a_module_of_another_workflow(run: Run) -> None:
    snakefile = run.folder / "outer.smk"
    snakefile.write_text(
        "module kinases:\n"
        f'    snakefile: "{run.repository}/workflow/Snakefile"\n'
        '    config: {"samples": "samples.tsv", "outdir": "reports"}\n\n'
        "use rule * from kinases as kinases_*\n"
    )
    done = run.snakemake(snakefile=str(snakefile))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "rule kinases_detect_0001:" in done.stdout + done.stderr
    assert (run.folder / "reports" / "complete.txt").is_file()
