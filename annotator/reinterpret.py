"""Old findings under another knowledge base: whose calls and options change, and why."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from annotator.documents import read_document, write_whole
from annotator.failures import Failures
from annotator.model.findings import FindingsDocument
from annotator.workbench import Workbench

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""The time stamp of reports that are compared and not kept."""


def reinterpret(
    old: Workbench, new: Workbench, as_of: date | None, paths: Sequence[Path]
) -> tuple[str, Failures]:
    """A table with one row for each call or option that differs; what could not be read.

    Lines with `#` before the header name both knowledge bases and count the samples. `as_of`
    overrides the day that a sample asks for; without either, each base speaks as of its release.
    """
    from annotator.interpretation.compare import COLUMNS

    bases = [f"# {line}" for line in _bases(old, new)]
    failures = Failures()
    found: list[list[list[str]] | None] = []

    def work(path: Path) -> None:
        found.append(_changes(old, new, as_of, path))

    for path in paths:
        failures.guarded(path.name, partial(work, path))
    compared = [cells for cells in found if cells is not None]
    rows = ["\t".join(map(_cell, row)) for cells in compared for row in cells]
    lines = [
        *bases,
        f"# {_counted(compared, len(found) - len(compared))}",
        "\t".join(("sample", "findings", *COLUMNS)),
        *rows,
    ]
    return "\n".join(lines) + "\n", failures


def _counted(compared: Sequence[Sequence[object]], failed: int) -> str:
    changed = sum(1 for cells in compared if cells)
    told = f"{changed} with changes" if changed else "no call and no option changes"
    left_out = f"; left out as failed: {failed}" if failed else ""
    return f"samples compared: {len(compared)}, {told}{left_out}"


def _changes(
    old: Workbench, new: Workbench, as_of: date | None, path: Path
) -> list[list[str]] | None:
    """The rows of one sample; null of one that failed, which has nothing to compare."""
    from annotator.interpretation.compare import change_cells, compare
    from annotator.interpretation.interpret import interpret
    from annotator.run import asked_day

    document = read_document(path, FindingsDocument, "findings.json", "detect")
    if document.status == "failed":
        return None
    day = as_of or asked_day(document)
    before, after = (
        interpret(_under(document, bench), bench.knowledge_as_of(day), EPOCH)
        for bench in (old, new)
    )
    return [
        [document.sample.id, path.name, *cells] for cells in change_cells(compare(before, after))
    ]


def _under(document: FindingsDocument, bench: Workbench) -> FindingsDocument:
    """The findings with the history in the names of a knowledge base. Raises InputProblem."""
    from annotator.knowledge.therapy_names import resolve_therapies

    context = document.clinical_context
    if not context.prior_therapies:
        return document
    prior = resolve_therapies(context.prior_therapies, bench.knowledge.therapies)
    changed = context.model_copy(update={"prior_therapies": prior})
    return document.model_copy(update={"clinical_context": changed})


def _bases(old: Workbench, new: Workbench) -> Iterator[str]:
    for name, bench in (("from", old), ("to", new)):
        base = bench.knowledge
        over = "".join(f" + {overlay.name}" for overlay in base.overlays)
        yield f"{name} knowledge {base.release.version}{over} (sha256 {base.sha256})"
    names = [
        name
        for name in type(old.tables).model_fields
        if getattr(old.tables, name) != getattr(new.tables, name)
    ]
    if names:
        yield (
            "tables of detection differ; findings follow them when they are detected again: "
            + ", ".join(names)
        )


def _cell(text: str) -> str:
    return " ".join(text.split())


def write_table(outdir: Path, table: str) -> str:
    """Write the table as `reinterpret.tsv`; gives its lines of comment. Raises InputProblem."""
    write_whole(outdir / "reinterpret.tsv", table.encode())
    return "".join(line[2:] for line in table.splitlines(keepends=True) if line.startswith("# "))
