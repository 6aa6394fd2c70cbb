"""The report as PDF: PDF/A-3a and PDF/UA-1 in one file, with the report's JSON attached.

Every text of the report reaches the template as a JSON string, which Typst never reads as markup.
"""

import json
from pathlib import Path
from typing import Any

from annotator.model.report import Report
from annotator.reporting.font_coverage import FontCoverage
from annotator.reporting.page import arrange, utc
from annotator.reporting.sections.row_breaking import rows_may_break

# Parts of the report that the template reads only as arranged; leaving them out saves time.
_ARRANGED = {
    "statements",
    "rules",
    "trials",
    "therapies",
    "sensitivity",
    "other_kinases",
    "assessments",
}


class PdfRenderer:
    """Draws many reports with one compiler; the first report takes longest.

    `templates` holds `report.typ`, `fonts` the only fonts that are used. A renderer must not be
    used by several threads at once.
    """

    def __init__(self, templates: Path, fonts: Path) -> None:
        import typst

        self._glyphs = FontCoverage.of_fonts(fonts)
        self._compiler: typst.Compiler = typst.Compiler(
            templates / "report.typ",
            root=templates,
            font_paths=typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
            ),
        )

    def render(self, report_json: str) -> bytes:
        """Return the PDF of a report; the same text gives the same bytes on any machine.

        The text is attached unchanged, as `<sample>.report.json`. The date of the document is the
        report's. Raises pydantic's ValidationError when the text is not a report.
        """
        return self._compile(report_json, format="pdf", pdf_standards=["a-3a", "ua-1"])[0]

    def pages_as_png(self, report_json: str, ppi: float = 110) -> list[bytes]:
        """Return the pages of a report as PNG pictures of `ppi` pixels per inch."""
        return self._compile(report_json, format="png", ppi=ppi)

    def _compile(self, report_json: str, **output: Any) -> list[bytes]:
        report = Report.model_validate_json(report_json)
        content = arrange(report).model_dump(mode="json", exclude={"report": _ARRANGED})
        page = self._glyphs.printable_tree(content)
        compiled = self._compiler.compile(
            sys_inputs={
                "page": json.dumps(page, ensure_ascii=False),
                "break_rows": "yes" if rows_may_break(content) else "no",
                "attachment": report_json,
                "attachment_name": f"{_file_name(report.sample.id)}.report.json",
            },
            timestamp=utc(report.created),
            **output,
        )
        if compiled is None:
            raise RuntimeError("the compiler gave no document")
        return compiled if isinstance(compiled, list) else [compiled]


def _file_name(sample: str) -> str:
    """Return a sample's id with `_` for each character that a file name cannot hold."""
    return "".join("_" if char in '/\\:*?"<>|' or ord(char) < 32 else char for char in sample)
