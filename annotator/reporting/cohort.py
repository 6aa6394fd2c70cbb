"""Many reports as one table: a row per sample, failed ones too, as TSV and for MultiQC."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from pydantic import Field

from annotator.model.base import RESULTS, Model, Result
from annotator.model.findings import (
    CompoundMutation,
    CopyNumber,
    Fusion,
    Mutation,
    unlisted_said,
)
from annotator.model.percent import percent
from annotator.model.report import Report
from annotator.reporting.sections.results import RESULT_WORDS

_CODES: Mapping[Result, str] = {result: result.replace("_", " ") for result in RESULTS}
"""The results as the table writes them."""
_FORMULA = ("=", "+", "-", "@")
"""The characters that begin a formula in a spreadsheet."""


class CohortRow(Model):
    """One sample in words; a text is empty where there is nothing to report.

    `driver` and `on_target_mutations` hold the finding, or else the result word of the summary, so
    that nothing found and nothing assessed stay apart. `driver` also lists the fusions that drive
    by another gene. `known_driver` is the one that an earlier test showed. `on_target_mutations`
    lists mutations that are known to resist a drug, then those known not to, then those that a
    caller filtered. `on_target_unknown_significance` lists the variants of the same kinase whose
    effect is not known. `met` and `bypass` hold the result word and the findings behind it.
    Several entries are joined by `; `.
    """

    sample: str
    patient: str
    status: str
    driver: str
    known_driver: str
    on_target_mutations: str
    on_target_unknown_significance: str
    compound_mutations: str
    met: str
    bypass: str
    preferred_options: str
    resistant: str
    warnings: int
    as_of: str
    knowledge: str
    error: str
    for_people: dict[str, str] = Field(default={}, exclude=True)
    """The columns that a result word can lead, with that word as people say it."""


_COLUMNS = [name for name in CohortRow.model_fields if name != "for_people"]


@dataclass(frozen=True, slots=True)
class _Entries:
    """The entries of one cell, after the result word where one leads them."""

    result: Result | None
    texts: Sequence[str]

    def text(self, words: Mapping[Result, str]) -> str:
        """Return the cell, with the result in some words."""
        lead = [] if self.result is None else [words[self.result]]
        return "; ".join([*lead, *self.texts])


def cohort_rows(reports: Iterable[Report]) -> list[CohortRow]:
    """Return one row per report, in order of the samples' ids."""
    ordered = sorted(reports, key=lambda report: (report.sample.id, report.report_id))
    return [_row(report) for report in ordered]


def cohort_tsv(rows: Sequence[CohortRow]) -> str:
    """Return the rows as tab-separated text under a line of column names."""
    lines = ["\t".join(_COLUMNS)]
    lines += ["\t".join(_cell(value) for value in row.model_dump().values()) for row in rows]
    return "\n".join(lines) + "\n"


def cohort_multiqc(rows: Sequence[CohortRow]) -> str:
    """Return the rows as custom content of MultiQC (`annotator_mqc.json`), in words for people."""
    columns = [name for name in _COLUMNS if name != "sample"]
    content = {
        "id": "annotator",
        "section_name": "ALK/ROS1 genomic report annotator",
        "description": "One row per sample. For qualified professionals; not a medical device.",
        "plot_type": "table",
        "pconfig": {"id": "annotator_table", "title": "ALK/ROS1 genomic reports", "scale": False},
        "headers": {name: {"title": name.replace("_", " ").capitalize()} for name in columns},
        "data": {
            _as_html(row.sample): {name: _as_html(_for_people(row, name)) for name in columns}
            for row in rows
        },
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _for_people(row: CohortRow, column: str) -> str | int:
    """Return a value, with a result word that leads it as people say it."""
    value: str | int = getattr(row, column)
    return row.for_people.get(column, value)


def _row(report: Report) -> CohortRow:
    failed = report.status == "failed"
    known = report.clinical_context.known_driver
    cells: dict[str, _Entries] = {}
    if not failed:
        cells = {
            "driver": _driver(report),
            "on_target_mutations": _on_target(report),
            "met": _met(report),
            "bypass": _bypass(report),
        }
    texts = {column: entries.text(_CODES) for column, entries in cells.items()}
    return CohortRow(
        sample=report.sample.id,
        patient=report.sample.patient_id or "",
        status=report.status,
        driver=texts.get("driver", ""),
        known_driver=known.as_stated if known else "",
        on_target_mutations=texts.get("on_target_mutations", ""),
        on_target_unknown_significance="" if failed else "; ".join(_unknown(report)),
        compound_mutations="" if failed else _compounds(report),
        met=texts.get("met", ""),
        bypass=texts.get("bypass", ""),
        preferred_options="" if failed else _preferred(report),
        resistant="" if failed else _resistant(report),
        warnings=len(report.warnings),
        as_of=report.guidance.as_of.isoformat(),
        knowledge=report.provenance.knowledge.version,
        error="; ".join(_error(error.message, error.source) for error in report.errors),
        for_people={column: entries.text(RESULT_WORDS) for column, entries in cells.items()},
    )


def _error(message: str, source: str | None) -> str:
    return f"{source}: {message}" if source else message


def _result(report: Report, question: str) -> Result | None:
    """Return the result of a question of the summary; None where it was not asked."""
    return next((line.result for line in report.summary if line.question == question), None)


def _driver(report: Report) -> _Entries:
    names = [
        finding.nomenclature
        for finding in report.findings
        if isinstance(finding, Fusion) and finding.is_driver
    ]
    others = [
        f"of another gene: {finding.nomenclature}"
        for finding in report.findings
        if isinstance(finding, Fusion) and finding.drives_another
    ]
    return _Entries(None if names else _result(report, "driver"), [*names, *others])


def _on_target(report: Report) -> _Entries:
    """Return the mutations that resist, or the result; then the other known mutations."""
    known = [m for m in _mutations_on_target(report) if not m.of_unknown_significance]
    resisting = _named([m for m in known if m.counts_as_resistance])
    harmless = _named([m for m in known if m.known_without_resistance])
    return _Entries(
        None if resisting else _result(report, "on_target"),
        [
            *resisting,
            *(f"no resistance on record: {name}" for name in harmless),
            *_filtered(known),
        ],
    )


def _unknown(report: Report) -> list[str]:
    unknown = [m for m in _mutations_on_target(report) if m.of_unknown_significance]
    return [*_named(unknown), *_filtered(unknown)]


def _mutations_on_target(report: Report) -> list[Mutation]:
    return [f for f in report.findings if isinstance(f, Mutation) and f.role == "on_target"]


def _named(mutations: list[Mutation]) -> list[str]:
    """Name the mutations that count, with their allele fraction."""
    return [
        mutation.label if mutation.vaf is None else f"{mutation.label} ({percent(mutation.vaf)})"
        for mutation in mutations
        if not mutation.filters
    ]


def _filtered(mutations: list[Mutation]) -> list[str]:
    return [f"filtered: {m.label} ({', '.join(m.filters)})" for m in mutations if m.filters]


def _compounds(report: Report) -> str:
    """Name the compounds with their phase, and count the pairs that are not among them."""
    named = [
        f"{finding.label} ({finding.phase})"
        for finding in report.findings
        if isinstance(finding, CompoundMutation)
    ]
    return "; ".join([*named, *unlisted_said(report.unlisted_pairs, further=bool(named))])


def _met(report: Report) -> _Entries:
    """Return the result with the mutations and copies behind it."""
    kinase = [f for f in report.findings if isinstance(f, Mutation) and f.role == "met_kinase"]
    copies = [
        f"{finding.gene} {_copies(finding)}, level {' or '.join(finding.levels or [finding.level])}"
        for finding in report.findings
        if isinstance(finding, CopyNumber) and finding.role == "target"
    ]
    return _Entries(_result(report, "met"), [*_named(kinase), *copies, *_filtered(kinase)])


def _bypass(report: Report) -> _Entries:
    """Return the result with the alterations behind it, and those that a caller filtered."""
    findings = report.findings
    mutations = [f for f in findings if isinstance(f, Mutation) and f.role == "bypass"]
    copies = [
        f"{finding.gene} {'homozygous loss' if finding.lost else 'amplification'}"
        for finding in findings
        if isinstance(finding, CopyNumber) and finding.role == "bypass"
    ]
    fusions = [
        finding.nomenclature
        for finding in findings
        if isinstance(finding, Fusion) and finding.role == "off_target" and finding.is_functional
    ]
    return _Entries(
        _result(report, "bypass"),
        [*_named(mutations), *copies, *fusions, *_filtered(mutations)],
    )


def _copies(finding: CopyNumber) -> str:
    if finding.copy_number is not None:
        return f"{finding.copy_number:g} copies"
    if finding.copy_number_range is not None:
        low, high = finding.copy_number_range
        return f"{low:g} to {high:g} copies"
    return "copies not given"


def _preferred(report: Report) -> str:
    """Return the preferred options by rank; of an unknown history with the branch they are for."""
    names = []
    for option in report.guidance.options:
        if option.category == "preferred":
            name = " + ".join(option.therapies)
            names.append(f"{option.branch}: {name}" if option.branch else name)
    return "; ".join(names)


def _resistant(report: Report) -> str:
    names = []
    for call in report.sensitivity:
        if call.call == "resistant":
            name = f"{call.therapy} (in {call.scenario})" if call.scenario else call.therapy
            names.append(name)
    return "; ".join(names)


def _cell(value: str | int) -> str:
    """Return a value as one cell; characters that would break the table become spaces.

    A text that a spreadsheet could read as a formula gets a `'` before it, which marks a text.
    """
    text = " ".join(str(value).split())
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _as_html(value: str | int) -> str | int:
    """Escape a value for the page of MultiQC, which would read tags in it."""
    return escape(value, quote=False) if isinstance(value, str) else value
