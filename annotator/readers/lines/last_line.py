"""Whether a file may have been cut: what writes whole files ends their last line."""

from annotator.model.roles import Role
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.vcf.bcf import MAGIC
from annotator.readers.vcf.header import looks_like_junctions, looks_like_vcf

_JSON = ("{", "[")


def check_last_line(file: DataFile, head: list[str]) -> None:
    """Raise `InputProblem` for a VCF whose last line has no end; `head` are its first lines.

    Every program that writes VCF ends each line, so such a file was cut, or changed by hand.
    """
    if not _is_text(head) or not (looks_like_vcf(head) or looks_like_junctions(head)):
        return
    if file.last_line.is_open:
        raise file.problem(
            "the last line has no line end: the file may be cut",
            line=file.line_count(),
            expected="a VCF whose every line ends with a newline",
            advice="Copy the file again, or write it again. If it is whole, end its last line.",
        )


def open_line_warning(file: DataFile, role: Role) -> list[ReportWarning]:
    """A warning of a table whose last line has no end, as files saved by an editor lack it.

    It keeps absence from being claimed; a cut row of depth says less than the whole one anyway.
    """
    if not _is_text(file.head()) or not file.last_line.is_open:
        return []
    effect = "nothing is called absent from this file alone"
    if role == "coverage":
        effect = "its last depth may be too low"
    message = f"the last line ({file.line_count()}) has no line end: the file may be cut; {effect}"
    return [ReportWarning(code="last_line_open", message=message, source=file.name)]


def _is_text(head: list[str]) -> bool:
    """Whether the file consists of lines: BCF does not, and JSON shows by itself where it ends."""
    first = next((line for line in head if line.strip()), "")
    return not first.startswith((MAGIC, *_JSON))
