"""The forms of a report that are drawn from its JSON, and which of them a run writes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, get_args

from annotator.pipeline.environment import Environment

Form = Literal["pdf", "html"]
FORMS: tuple[Form, ...] = get_args(Form)
"""The forms, in the order in which they are drawn."""
DEFAULT_FORMS: tuple[Form, ...] = ("pdf", "html")
"""The forms that a run writes where it is not asked for others."""


def forms_of(text: str) -> tuple[Form, ...]:
    """Return the forms in a list with commas (`pdf,html`), in the order of `FORMS`.

    Raises ValueError for a word that is not a form, and for a list without one.
    """
    words = [word.strip().lower() for word in text.split(",") if word.strip()]
    unknown = [word for word in words if word not in FORMS]
    if unknown or not words:
        raise ValueError(f"unknown form {unknown[0]!r}" if unknown else "no form is given")
    return tuple(form for form in FORMS if form in words)


def draw(environment: Environment, forms: Sequence[Form], report_json: str) -> dict[str, bytes]:
    """Return the bytes of a report in each form, by its kind of output.

    Raises pydantic's ValidationError where the text is not a report.
    """
    return {form: _DRAWING[form](environment, report_json) for form in FORMS if form in forms}


def _pdf(environment: Environment, report_json: str) -> bytes:
    return environment.renderer.render(report_json)


def _html(environment: Environment, report_json: str) -> bytes:
    return environment.html_renderer.render(report_json)


_DRAWING: Mapping[Form, Callable[[Environment, str], bytes]] = {"pdf": _pdf, "html": _html}
