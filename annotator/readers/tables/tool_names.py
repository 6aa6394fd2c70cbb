"""The callers that tables of several callers name, in the spelling of the observations."""

import re
from collections.abc import Mapping
from functools import cache

from annotator.readers.registry import all_formats


def caller_of(tool: str) -> str:
    """`STARFUSION`, `starFusion` and `STAR-Fusion` are `star_fusion`; others in lower case."""
    words = re.findall(r"[a-z0-9]+", tool.lower())
    return _spellings().get("".join(words)) or "_".join(words) or "unknown"


@cache
def _spellings() -> Mapping[str, str]:
    """The codes of the callers of fusions, by their letters and by the other names they go by."""
    formats = [form for form in all_formats() if form.role == "fusions"]
    codes = {form.name.replace("_", ""): form.name for form in formats}
    return codes | {name: form.name for form in formats for name in form.about.also_called}
