"""Many reports as one table: a row per sample, failed ones too, as TSV and for MultiQC."""

import json
from collections.abc import Iterable, Sequence
from html import escape

from annotator.model.base import Model
from annotator.model.findings import (
    CompoundMutation,
    CopyNumber,
    Finding,
    Fusion,
    Mutation,
    unlisted_said,
)
from annotator.model.percent import percent
from annotator.model.report import Report
from annotator.reporting.sections.results import WORDS

_RESULTS = ("driver", "on_target_mutations", "met", "bypass")
"""The columns that a result word may lead."""
_WORDS = {result.replace("_", " "): words for result, words in WORDS.items()}

_FORMULA = ("=", "+", "-", "@")
"""What begins a formula in a spreadsheet."""


class CohortRow(Model):
    """One sample in words; texts are empty where there is nothing to say.

    `driver` and `on_target_mutations` hold the finding, or else the result word of the summary, so
    that nothing found and nothing looked at stay apart; behind it in `driver` the fusions that
    drive by another gene. `known_driver` is the one that an earlier test showed.
    `on_target_mutations` are those that are known to resist a drug; behind them those known
    without that, and those that a caller filtered.
    `on_target_unknown_significance` are the variants of the same kinase whose effect is not known.
    `met` and `bypass` hold the word and what is behind it. Several entries are joined by `; `.
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


def cohort_rows(reports: Iterable[Report]) -> list[CohortRow]:
    """One row per report, in order of the samples' ids."""
    ordered = sorted(reports, key=lambda report: (report.sample.id, report.report_id))
    return [_row(report) for report in ordered]


def cohort_tsv(rows: Sequence[CohortRow]) -> str:
    """The rows as tab-separated text under a line of column names."""
    lines = ["\t".join(CohortRow.model_fields)]
    lines += ["\t".join(_cell(value) for value in row.model_dump().values()) for row in rows]
    return "\n".join(lines) + "\n"


def cohort_multiqc(rows: Sequence[CohortRow]) -> str:
    """The rows as MultiQC custom content (`annotator_mqc.json`): one table, in words for people."""
    columns = [name for name in CohortRow.model_fields if name != "sample"]
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
    """A value with the result word that leads it as people say it."""
    value: str | int = getattr(row, column)
    if column not in _RESULTS or not isinstance(value, str):
        return value
    word, mark, rest = value.partition("; ")
    return f"{_WORDS.get(word, word)}{mark}{rest}"


def _row(report: Report) -> CohortRow:
    failed = report.status == "failed"
    known = report.clinical_context.known_driver
    return CohortRow(
        sample=report.sample.id,
        patient=report.sample.patient_id or "",
        status=report.status,
        driver="" if failed else _driver(report),
        known_driver=known.as_stated if known else "",
        on_target_mutations="" if failed else _on_target(report),
        on_target_unknown_significance="" if failed else "; ".join(_unknown(report)),
        compound_mutations="" if failed else _compounds(report),
        met="" if failed else _met(report),
        bypass="" if failed else _bypass(report.findings, _result(report, "bypass")),
        preferred_options="" if failed else _preferred(report),
        resistant="" if failed else _resistant(report),
        warnings=len(report.warnings),
        as_of=report.guidance.as_of.isoformat(),
        knowledge=report.provenance.knowledge.version,
        error="; ".join(_error(error.message, error.source) for error in report.errors),
    )


def _error(message: str, source: str | None) -> str:
    return f"{source}: {message}" if source else message


def _result(report: Report, question: str) -> str:
    for line in report.summary:
        if line.question == question:
            return line.result.replace("_", " ")
    return ""


def _driver(report: Report) -> str:
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
    return "; ".join([*(names or [_result(report, "driver")]), *others])


def _on_target(report: Report) -> str:
    """The mutations that resist, or the result word; behind it what else is known of others."""
    found = [m for m in _mutations_on_target(report) if not m.of_unknown_significance]
    resisting = _named([m for m in found if m.counts_as_resistance])
    harmless = _named([m for m in found if m.known_without_resistance])
    return "; ".join(
        [
            *(resisting or [_result(report, "on_target")]),
            *(f"no resistance on record: {name}" for name in harmless),
            *_filtered(found),
        ]
    )


def _unknown(report: Report) -> list[str]:
    found = [m for m in _mutations_on_target(report) if m.of_unknown_significance]
    return [*_named(found), *_filtered(found)]


def _mutations_on_target(report: Report) -> list[Mutation]:
    return [f for f in report.findings if isinstance(f, Mutation) and f.role == "on_target"]


def _named(mutations: list[Mutation]) -> list[str]:
    """The mutations that count, with their allele fraction."""
    return [
        mutation.label if mutation.vaf is None else f"{mutation.label} ({percent(mutation.vaf)})"
        for mutation in mutations
        if not mutation.filters
    ]


def _filtered(mutations: list[Mutation]) -> list[str]:
    return [f"filtered: {m.label} ({', '.join(m.filters)})" for m in mutations if m.filters]


def _compounds(report: Report) -> str:
    """The compounds with their phase, and how many pairs are not among them."""
    named = [
        f"{finding.label} ({finding.phase})"
        for finding in report.findings
        if isinstance(finding, CompoundMutation)
    ]
    return "; ".join([*named, *unlisted_said(report.unlisted_pairs, further=bool(named))])


def _met(report: Report) -> str:
    """The result word, then what is behind it: a number alone does not say what it means."""
    kinase = [f for f in report.findings if isinstance(f, Mutation) and f.role == "met_kinase"]
    copies = [
        f"{finding.gene} {_copies(finding)}, level {' or '.join(finding.levels or [finding.level])}"
        for finding in report.findings
        if isinstance(finding, CopyNumber) and finding.role == "target"
    ]
    return "; ".join([_result(report, "met"), *_named(kinase), *copies, *_filtered(kinase)])


def _bypass(findings: Sequence[Finding], result: str) -> str:
    """The result word, then the alterations behind it, and those that a caller filtered."""
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
    return "; ".join([result, *_named(mutations), *copies, *fusions, *_filtered(mutations)])


def _copies(finding: CopyNumber) -> str:
    if finding.copy_number is not None:
        return f"{finding.copy_number:g} copies"
    if finding.copy_number_range is not None:
        low, high = finding.copy_number_range
        return f"{low:g} to {high:g} copies"
    return "copies not given"


def _preferred(report: Report) -> str:
    """Preferred options by rank; behind the history they hold for where that is not known."""
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
    """A value as one cell: what would break the table becomes a space.

    Names that come from files and could be read as a formula get a `'` before them, which
    spreadsheets take as the mark of a text.
    """
    text = " ".join(str(value).split())
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _as_html(value: str | int) -> str | int:
    """A value as MultiQC puts it into its page: text, not tags."""
    return escape(value, quote=False) if isinstance(value, str) else value
