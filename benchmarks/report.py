"""One cold sample, and many warm ones with the time of each stage.

    python benchmarks/report.py            the example cohort, repeated to 200 samples
    python benchmarks/report.py --json     the same figures for machines

Cold: the command as a user starts it, on one core, best of five. Warm: the stages in one process,
each sample under a name of its own so that nothing is remembered from another.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent / "resources" / "example"
COLD_SAMPLE = "EX02_ALK_G1202R"
RUNS = 5
STAGES = ("detect", "interpret", "render")


def cold_seconds() -> float:
    """Seconds of `annotator report` for one sample with VCF, two fusion tables, CNV and depth."""
    one_core = ["taskset", "-c", "0"] if sys.platform == "linux" else []
    best = float("inf")
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *one_core,
            str(Path(sys.executable).parent / "annotator"),
            "report",
            "--samples",
            str(EXAMPLE / "samples.tsv"),
            "--only",
            COLD_SAMPLE,
            "--outdir",
            folder,
        ]
        for _ in range(RUNS):
            start = time.perf_counter()
            subprocess.run(command, check=True)
            best = min(best, time.perf_counter() - start)
    return best


def warm_milliseconds(samples: int) -> dict[str, float]:
    """Mean milliseconds per sample and stage over `samples` samples, after one to warm up."""
    from annotator.files.documents import document_text
    from annotator.interpretation.interpret import interpret
    from annotator.knowledge.as_of import KnowledgeAsOf
    from annotator.pipeline.environment import Environment
    from annotator.pipeline.sample import detect_sample
    from annotator.readers.sheet.sheet import read_sample_sheet

    environment = Environment()
    knowledge = KnowledgeAsOf(environment.knowledge)
    requests = read_sample_sheet(EXAMPLE / "samples.tsv").requests
    created = datetime(2026, 11, 22, tzinfo=UTC)
    spent: dict[str, float] = defaultdict(float)
    for number in range(-1, samples):
        request = requests[number % len(requests)]
        named = request.model_copy(update={"sample": f"{request.sample}-{number + 1}"})
        marks = [time.perf_counter()]
        findings = detect_sample(environment, named)
        marks.append(time.perf_counter())
        text = document_text(interpret(findings, knowledge, created))
        marks.append(time.perf_counter())
        environment.renderer.render(text)
        marks.append(time.perf_counter())
        if number >= 0:
            for stage, (start, end) in zip(STAGES, pairwise(marks), strict=True):
                spent[stage] += end - start
    return {stage: seconds / samples * 1000 for stage, seconds in spent.items()}


def processes_seconds(samples: int, jobs: int) -> float:
    """Seconds of `annotator report` for `samples` samples, start-up included."""
    header, *rows = (EXAMPLE / "samples.tsv").read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        lines = [header]
        for number in range(samples):
            cells = rows[number % len(rows)].split("\t")
            lines.append("\t".join([f"{cells[0]}-{number}", *map(_absolute, cells[1:])]))
        sheet = Path(folder) / "samples.tsv"
        sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [
            str(Path(sys.executable).parent / "annotator"),
            "report",
            "--samples",
            str(sheet),
            "--outdir",
            f"{folder}/out",
            "--jobs",
            str(jobs),
        ]
        start = time.perf_counter()
        subprocess.run(command, check=True)
        return time.perf_counter() - start


def _absolute(cell: str) -> str:
    """A cell of the sheet with its files named from anywhere."""
    return ";".join(
        str(EXAMPLE / part) if (EXAMPLE / part).is_file() else part for part in cell.split(";")
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    jobs = os.cpu_count() or 1
    stages = warm_milliseconds(options.samples)
    figures = {
        "cold_seconds": round(cold_seconds(), 2),
        "warm_milliseconds": {stage: round(value, 1) for stage, value in stages.items()},
        "warm_samples_per_second": round(1000 / sum(stages.values()), 1),
        "jobs": jobs,
        "command_seconds": round(processes_seconds(options.samples, jobs), 1),
    }
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    print(f"one cold sample, one core: {figures['cold_seconds']} s")
    print(f"{options.samples} warm samples, one process, ms per sample:")
    for stage, value in stages.items():
        print(f"  {stage:10s} {value:6.1f}")
    print(f"  {'all':10s} {sum(stages.values()):6.1f} = {figures['warm_samples_per_second']}/s")
    seconds = figures["command_seconds"]
    print(f"the command over {options.samples} samples, {jobs} processes: {seconds} s")


if __name__ == "__main__":
    main()
