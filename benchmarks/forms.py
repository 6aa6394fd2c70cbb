"""The time and size of each form of a report, over the reports of the example cohort.

    python benchmarks/forms.py

Each report is drawn `RUNS` times in one process after one to warm up; the least processor time
counts, over all threads: it says the same with other work beside it.
"""

import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

from annotator.files.documents import document_text
from annotator.interpretation.interpret import interpret
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.pipeline.environment import Environment
from annotator.pipeline.forms import FORMS, draw
from annotator.pipeline.sample import detect_sample
from annotator.readers.sheet.sheet import read_sample_sheet

EXAMPLE = Path(__file__).resolve().parent.parent / "resources" / "example"
RUNS = 3
CREATED = datetime(2026, 11, 22, tzinfo=UTC)


def main() -> None:
    environment = Environment()
    knowledge = KnowledgeAsOf(environment.knowledge)
    requests = read_sample_sheet(EXAMPLE / "samples.tsv").requests
    start = time.process_time()
    texts = []
    for request in requests:
        findings = detect_sample(environment, request)
        texts.append(document_text(interpret(findings, knowledge, CREATED)))
    before = (time.process_time() - start) / len(texts) * 1000
    print(f"before drawing: {before:.1f} ms a report, {len(texts)} reports")
    for form in FORMS:
        draw(environment, [form], texts[0])
        times, sizes = [], []
        for text in texts:
            best = float("inf")
            for _ in range(RUNS):
                start = time.process_time()
                content = draw(environment, [form], text)[form]
                best = min(best, time.process_time() - start)
            times.append(best * 1000)
            sizes.append(len(content))
        print(f"{form}: mean {statistics.mean(times):.1f} ms, largest {max(sizes) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
