"""A caller's table that a user describes in YAML: column names, base, order."""

from pathlib import Path

from annotator.model.errors import InputProblem
from annotator.readers.format import Format


def described_format(path: Path) -> Format:
    """The format that a YAML file describes: the fields of `FusionLayout`.

    Raises `InputProblem` for a file that cannot be read, is no YAML, or whose fields are not
    those of a layout.
    """
    import yaml
    from pydantic import ValidationError

    from annotator.readers.fusion_layout import FusionLayout, layout_format

    shown = str(path)
    try:
        fields = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputProblem(f"the description cannot be read ({error})", file=shown) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise InputProblem("this is no YAML", file=shown, line=line) from None
    try:
        layout = FusionLayout.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the description"
        raise InputProblem(
            f"{where}: {first['msg']}",
            file=shown,
            expected="the description of a table: name, five_prime, three_prime, ...",
            advice="docs/fusions.md has an example.",
        ) from None
    return layout_format(layout, f"described in {path.name}")
