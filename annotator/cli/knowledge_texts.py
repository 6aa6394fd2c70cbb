"""What a curator asks of the knowledge base: a profile, a release, a difference, an export."""

from datetime import date
from pathlib import Path

from annotator.files.documents import document_text, write_whole
from annotator.pipeline.environment import Workbench


def show_profile(
    bench: Workbench, profile: str, therapy: str | None, as_of: date | None, as_json: bool
) -> str:
    """What the base says of a profile, as text or as JSON.

    Raises InputProblem for a profile or a therapy that the base does not know.
    """
    from annotator.knowledge.curation.answer import answer
    from annotator.knowledge.curation.answer_text import answer_text
    from annotator.knowledge.curation.question import read_question
    from annotator.knowledge.therapy_names import resolve_therapies

    base = bench.knowledge
    name = None
    if therapy is not None:
        expected = "a therapy of the knowledge base, by any of its names"
        name = resolve_therapies([therapy], base.therapies, expected)[0]
    question = read_question(profile, base, bench.canonical_allele)
    found = answer(question, bench.knowledge_as_of(as_of), name)
    return document_text(found) if as_json else answer_text(found)


def show_release(bench: Workbench, as_json: bool) -> str:
    """The release with its hash, its change log, and what is laid over it."""
    from annotator.knowledge.curation.release import release_of, release_text

    found = release_of(bench.knowledge)
    return document_text(found) if as_json else release_text(found)


def show_difference(old: Path, new: Path, as_json: bool) -> str:
    """What changed between two knowledge folders, whole ones or laid over the packaged one."""
    from annotator.knowledge.curation.diff import diff_text, knowledge_diff

    before = Workbench.of_folders([old])
    after = before.sharing(Workbench.of_folders([new]))
    found = knowledge_diff(before.knowledge, after.knowledge)
    return document_text(found) if as_json else diff_text(found)


def exported_statements(bench: Workbench, form: str, as_of: date | None) -> tuple[str, int]:
    """The statements, of any date or in force on one, as `csv` or `json` text, and how many."""
    from annotator.knowledge.curation.export import (
        DISEASE,
        evidence_export,
        statement_records,
        statements_csv,
    )

    knowledge, all_dates = bench.knowledge_as_of(as_of), as_of is None
    records = statement_records(knowledge, all_dates)
    if form == "csv":
        return statements_csv(records), len(records)
    return document_text(evidence_export(knowledge, records, DISEASE, all_dates)), len(records)


def write_export(output: Path, text: str) -> None:
    """Write exported statements whole."""
    write_whole(output, text.encode())
