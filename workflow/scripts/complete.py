"""Fails, naming the samples, when the cohort table holds a failed one; else says all is well."""

import csv
import sys
from pathlib import Path


def summary(table: Path) -> tuple[list[str], int]:
    """One line on the run and one per failed sample, and how many failed."""
    with table.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t"))
    failed = [row for row in rows if row["status"] == "failed"]
    lines = [f"samples: {len(rows)}, failed: {len(failed)}"]
    return lines + [f"FAILED {row['sample']}: {row['error']}" for row in failed], len(failed)


def main(table: Path, log: Path, done: Path) -> int:
    """Write the summary to the log, and to `done` when no sample failed; the exit status."""
    lines, failed = summary(table)
    text = "\n".join(lines) + "\n"
    log.write_text(text, encoding="utf-8")
    if failed:
        sys.stderr.write(f"{text}The other samples are finished; all files of the run are kept.\n")
        return 1
    done.write_text(text, encoding="utf-8")
    return 0


job = snakemake  # noqa: F821 - given to the script by Snakemake
sys.exit(main(Path(job.input.cohort), Path(job.log[0]), Path(job.output[0])))
