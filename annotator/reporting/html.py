"""The report as HTML: one file that loads nothing, with the content and the order of the PDF.

Every text of the report is escaped by the template engine. The page's own style and script are the
only ones that a browser may run: its content security policy names their hashes.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from annotator.model.percent import percent
from annotator.model.report import Report
from annotator.reporting.page import Page, arrange
from annotator.reporting.svg import fusion_svg, mutation_svg

_IDENTIFIERS = re.compile(r"NCT\d{8}|PMID \d{5,9}|PMC\d{5,9}")
_COUNTABLE = 1e15
"""No measured number is as large; a larger one is written as it is."""


class HtmlRenderer:
    """Draws many reports with templates that are compiled once."""

    def __init__(self, templates: Path) -> None:
        """`templates` holds `report.html` with its style and script."""
        self._templates = page_templates(templates)
        self._shell = page_shell(templates, "report")

    def render(self, report_json: str) -> bytes:
        """Return the page of a report; the same text gives the same bytes on any machine.

        Raises pydantic's ValidationError when the text is not a report.
        """
        page = arrange(Report.model_validate_json(report_json))
        return self.render_page(page)

    def render_page(self, page: Page) -> bytes:
        """Return the page of an arranged report."""
        template = self._templates.get_template("report.html")
        content = template.render(page=page, report=page.report, issue=page.issue, **self._shell)
        return content.encode("utf-8", "replace")


def page_templates(folder: Path) -> Environment:
    """Return the templates of a folder: they escape every text, and miss no name silently."""
    templates = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.filters.update(
        words=lambda value: str(value).replace("_", " "),
        fixed=fixed,
        percent=percent,
        linked=linked,
        upper_first=lambda text: text[:1].upper() + text[1:],
        lower_first=lambda text: text[:1].lower() + text[1:],
        address=lambda text: quote(str(text), safe="/"),
        distinct=lambda items: list(dict.fromkeys(items)),
        plain_number=_plain_number,
    )
    templates.globals.update(fusion_svg=fusion_svg, mutation_svg=mutation_svg)
    return templates


def page_shell(folder: Path, name: str) -> dict[str, str]:
    """Return the style and the script of a page, and the policy that allows these two alone."""
    style = Markup((folder / f"{name}.css").read_text("utf-8"))
    script = Markup((folder / f"{name}.js").read_text("utf-8"))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return {"style": style, "script": script, "policy": policy}


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def fixed(value: float, digits: int) -> str:
    """Return a number with a fixed count of decimals and a typographic minus.

    >>> fixed(-0.456, 2)
    '−0.46'
    """
    if abs(value) >= _COUNTABLE:
        return str(value)
    return f"{value:.{digits}f}".replace("-", "−")


def linked(text: str) -> Markup:
    """Return a text, escaped, with links on the trials and articles that it names.

    >>> str(linked("<b> NCT01234567"))[:9]
    '&lt;b&gt;'
    """
    return Markup("").join(_pieces(text))


def _pieces(text: str) -> Iterable[Markup]:
    start = 0
    for match in _IDENTIFIERS.finditer(text):
        yield escape(text[start : match.start()])
        yield Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(
            _address(match[0]), match[0]
        )
        start = match.end()
    yield escape(text[start:])


def _address(identifier: str) -> str:
    if identifier.startswith("NCT"):
        return f"https://clinicaltrials.gov/study/{identifier}"
    if identifier.startswith("PMC"):
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{identifier}/"
    return f"https://pubmed.ncbi.nlm.nih.gov/{identifier.removeprefix('PMID ')}/"


def _plain_number(value: object) -> str:
    """Return a setting in words; a whole number without decimals."""
    if value is None:
        return "not set"
    if isinstance(value, float) and abs(value) < _COUNTABLE and value.is_integer():
        return str(int(value))
    return str(value).lower() if isinstance(value, bool) else str(value)
