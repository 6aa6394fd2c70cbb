"""Runs the real Snakemake on small cohorts cut from the example."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path


class Run:
    """A working directory with a sample sheet, its own settings and an overlay folder."""

    def __init__(self, folder: Path, repository: Path) -> None:
        self.folder = folder
        self.repository = repository
        self.sheet = folder / "samples.tsv"
        self.overlay = folder / "lab"
        self.results = folder / "results"

    def snakemake(
        self, *arguments: str, snakefile: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run Snakemake here with two cores; the programs of this environment come first."""
        programs = Path(sys.executable).parent
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "snakemake",
                "--snakefile",
                snakefile or str(self.repository / "Snakefile"),
                "--cores",
                "2",
                *arguments,
            ],
            cwd=self.folder,
            env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def planned(self, *arguments: str) -> list[str]:
        """The rules of a dry run, in the order of its table."""
        done = self.snakemake("--dry-run", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        lines = (done.stdout + done.stderr).splitlines()
        if "job" not in (line.split(" ")[0] for line in lines):
            return []
        start = next(at for at, line in enumerate(lines) if line.startswith("job "))
        rows = [line.split() for line in lines[start + 2 :]]
        names = [row[0] for row in rows[: next(at for at, row in enumerate(rows) if not row)]]
        return [name for name in names if name not in ("default", "total")]

    def write_config(self, **values: object) -> None:
        """Write config/config.yaml."""
        lines = [f"{key}: {value}\n" for key, value in values.items()]
        (self.folder / "config").mkdir(exist_ok=True)
        (self.folder / "config" / "config.yaml").write_text("".join(lines), encoding="utf-8")

    def write_sheet(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Write the sample sheet."""
        rows = list(rows)
        lines = ["\t".join(rows[0]), *("\t".join(row.values()) for row in rows)]
        self.sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def read_sheet(self) -> list[dict[str, str]]:
        """The rows of the sample sheet."""
        with self.sheet.open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle, delimiter="\t"))

    def read_cohort(self) -> dict[str, dict[str, str]]:
        """The rows of the cohort table by sample."""
        with (self.results / "cohort.tsv").open(encoding="utf-8", newline="") as handle:
            return {row["sample"]: row for row in csv.DictReader(handle, delimiter="\t")}


def prepare(folder: Path, repository: Path, *samples: str) -> Run:
    """A run of some example samples, one to a batch, with an empty overlay of the knowledge."""
    example = repository / "resources" / "example"
    run = Run(folder, repository)
    run.overlay.mkdir()
    (run.overlay / "references.tsv").write_text("id\tpmid\tdoi\tcitation\n", encoding="utf-8")
    for sample in samples:
        shutil.copytree(example / sample, folder / sample)
    with (example / "samples.tsv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t"))
    run.write_sheet(row for row in rows if row["sample"] in samples)
    run.write_config(
        samples="samples.tsv",
        batch_size=1,
        knowledge="[lab]",
        as_of="2025-12-31",
        jurisdiction="EMA",
        created="2026-07-01T00:00:00Z",
    )
    return run
