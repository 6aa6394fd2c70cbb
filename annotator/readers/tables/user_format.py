"""A caller's table that a user describes in YAML: column names, base, order."""

from pathlib import Path

from annotator.files.yaml_file import read_yaml, yaml_line
from annotator.model.errors import InputProblem
from annotator.readers.format import Format


def described_format(path: Path) -> Format:
    """The format that a YAML file describes: the fields of `FusionLayout`.

    Raises `InputProblem` for a file that cannot be read, is no YAML, or whose fields are not
    those of a layout.
    """
    from pydantic import ValidationError

    from annotator.readers.tables.fusions import FusionTable
    from annotator.readers.tables.layout import FusionLayout

    fields, node = read_yaml(path)
    try:
        layout = FusionLayout.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the description"
        raise InputProblem(
            f"{where}: {first['msg']}",
            file=str(path),
            line=yaml_line(node, first["loc"]),
            expected="the description of a table: name, five_prime, three_prime, ...",
            advice="docs/fusions.md has an example.",
        ) from None
    return FusionTable.of(layout, f"described in {path.name}").format
