"""The output files of one sample: their names, and writing or removing them together."""

import logging
from collections.abc import Mapping
from pathlib import Path

from annotator.files.documents import remove, write_together
from annotator.model.errors import InputProblem
from annotator.pipeline.parallel import require_parent

log = logging.getLogger("annotator")
SUFFIXES = {
    "findings": "findings.json",
    "report": "report.json",
    "pdf": "report.pdf",
    "html": "report.html",
    "explanation": "explanation.txt",
}
"""The kinds of outputs, each with the end of its file name."""
DERIVED = {
    "findings": ("report", "pdf", "html", "explanation"),
    "report": ("pdf", "html", "explanation"),
}
"""For each kind of output, the kinds that are made from it and are outdated when it changes."""


def output_path(outdir: Path, sample: str, kind: str) -> Path:
    """Return the path of an output, e.g. `DIR/S/S.findings.json`; `kind` is a key of `SUFFIXES`."""
    return outdir / sample / f"{sample}.{SUFFIXES[kind]}"


def write_outputs(outdir: Path, sample: str, content: Mapping[str, bytes]) -> None:
    """Write outputs of a sample together and remove those made from their former content.

    `content` has the bytes of each kind of output. Raises InputProblem where a file cannot be
    written.
    """
    files = [(output_path(outdir, sample, kind), content[kind]) for kind in content]
    outdated = {kind for written in content for kind in DERIVED.get(written, ())} - set(content)
    stale = [output_path(outdir, sample, kind) for kind in SUFFIXES if kind in outdated]
    write_together(files, stale, require_parent)
    for path, _ in files:
        log.info("%s: wrote %s", sample, path)


def remove_outputs(outdir: Path, sample: str, *kinds: str) -> None:
    """Remove outputs of a sample, all kinds by default.

    A sample that failed must not keep outputs of an earlier run.
    """
    for kind in kinds or SUFFIXES:
        remove(output_path(outdir, sample, kind))


def remove_outputs_named_after(outdir: Path, document: Path, *kinds: str) -> None:
    """Remove outputs of the sample in a document's file name, never outside `outdir`."""
    sample = sample_in_name(document)
    try:
        check_output_id(document, sample)
    except InputProblem:
        return
    remove_outputs(outdir, sample, *kinds)


def sample_in_name(document: Path) -> str:
    """Return the sample that a document is named after: `S` for `S.findings.json`."""
    name = document.name
    for suffix in SUFFIXES.values():
        name = name.removesuffix(f".{suffix}")
    return name


def check_output_id(document: Path, sample: str) -> None:
    """Raise InputProblem for a sample identifier that cannot name a folder and files."""
    from annotator.readers.sheet.sample_ids import output_id
    from annotator.readers.tables.table import BadCell

    try:
        output_id(sample)
    except BadCell as bad:
        raise InputProblem(
            bad.found, file=str(document), column="sample.id", expected=bad.expected
        ) from None
