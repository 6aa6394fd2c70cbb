"""What was and was not assessed; equal results stand in one row."""

from collections.abc import Iterable, Mapping

from annotator.model.base import RESULTS, Model, Result
from annotator.model.findings import Assessment
from annotator.model.report import Report
from annotator.reporting.sections.results import RESULT_WORDS
from annotator.reporting.sections.sentences import sentence

_SECTIONS = {
    "fusion": "Fusions",
    "kinase_domain": "Kinase domains",
    "copy_number": "Copy number",
    "bypass": "Bypass",
    "gain": "Amplification",
    "loss": "Homozygous loss",
}
_BY_GENE = ("gain", "loss")
"""The categories of many similar targets, which are named by their gene."""
_TOGETHER = (*_BY_GENE, "residue")
_STAND_ALONE: frozenset[Result] = frozenset({"present", "indeterminate"})


class AssessedRow(Model):
    """One or more targets with one result.

    `depth` is in reads: a number, or the lowest and the highest. `inputs` are numbers of rows in
    the table of inputs, or the name of a file that is not there.
    """

    targets: list[str]
    result: Result
    words: str
    reason: str
    depth: str | None
    inputs: list[str]


class AssessedSection(Model):
    """The rows of one kind of target."""

    title: str
    rows: list[AssessedRow]


def assessed_sections(report: Report) -> list[AssessedSection]:
    """Return the sections in a fixed order; residues come last, with one section per gene."""
    numbers = {
        item.name: str(number) for number, item in enumerate(report.provenance.inputs, start=1)
    }
    sections = [
        AssessedSection(
            title=title,
            rows=_rows(_of_category(report.assessments, category), numbers),
        )
        for category, title in _SECTIONS.items()
    ]
    residues = [item for item in report.assessments if item.category == "residue"]
    for gene in dict.fromkeys(item.gene for item in residues):
        of_gene = [_without_gene(item) for item in residues if item.gene == gene]
        sections.append(AssessedSection(title=f"{gene} residues", rows=_rows(of_gene, numbers)))
    return [section for section in sections if section.rows]


def _of_category(assessments: Iterable[Assessment], category: str) -> list[Assessment]:
    of_kind = [item for item in assessments if item.category == category]
    if category not in _BY_GENE:
        return of_kind
    return [item.model_copy(update={"target": item.gene}) for item in of_kind]


def _without_gene(item: Assessment) -> Assessment:
    return item.model_copy(update={"target": item.aspect or item.target})


def _rows(items: list[Assessment], numbers: Mapping[str, str]) -> list[AssessedRow]:
    """Return one row for each result and reason; targets with a finding keep their own rows."""
    groups: dict[tuple[str, ...], list[Assessment]] = {}
    for item in items:
        alone = item.result in _STAND_ALONE and item.category not in _TOGETHER
        own = item.target if alone else ""
        # Mutated residues share a row, since the reason of each is the name of its mutation.
        reason = "" if item.category == "residue" and item.result == "present" else _reason(item)
        groups.setdefault((item.result, reason, *item.inputs, own), []).append(item)
    rows = [
        AssessedRow(
            targets=[item.target for item in same],
            result=same[0].result,
            words=RESULT_WORDS[same[0].result],
            reason=sentence(", ".join(dict.fromkeys(_reason(item) for item in same))),
            depth=_depth(same),
            inputs=[numbers.get(name, name) for name in same[0].inputs],
        )
        for same in groups.values()
    ]
    return sorted(rows, key=lambda row: RESULTS.index(row.result))


def _reason(item: Assessment) -> str:
    """The reason of a result; of an absence with what the assay detects at the least."""
    limit = item.limit_of_detection
    return item.reason if limit is None else f"{item.reason}; limit of detection: {limit}"


def _depth(items: list[Assessment]) -> str | None:
    depths = [item.depth for item in items if item.depth is not None]
    if not depths:
        return None
    low, high = f"{min(depths):.0f}", f"{max(depths):.0f}"
    return low if low == high else f"{low}–{high}"
