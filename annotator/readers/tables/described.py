"""A caller's table that a YAML file describes: one that comes with the program, or a user's."""

from pathlib import Path
from typing import Any

from annotator.files.yaml_file import read_yaml, yaml_line
from annotator.model.errors import InputProblem
from annotator.readers.format import Format


def described_format(path: Path) -> Format:
    """The format that a YAML file describes, by the fields of `FusionLayout` or `SegmentLayout`.

    The second where the file says `table: segments`; `DiscreteLayout` where it says `table:
    discrete`. Raises `InputProblem` for a file that cannot
    be read, is not YAML, or whose fields are not those of a layout.
    """
    from pydantic import ValidationError

    fields, node = read_yaml(path)
    try:
        return _format_of(_without_hash(fields))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the description"
        raise InputProblem(
            f"{where}: {first['msg']}",
            file=str(path),
            line=yaml_line(node, first["loc"]),
            expected="the description of a table: name, five_prime, three_prime, ...; or, of "
            "table: segments, name, chrom, start, end, ...; or, of table: discrete, name, "
            "amplified_from",
            advice="docs/fusions.md and docs/copy-number.md have examples.",
        ) from None


def _without_hash(value: Any) -> Any:
    """The fields with `#` taken off the names of columns, as it is taken off a header."""
    if isinstance(value, dict):
        return {key: _without_hash(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_hash(inner) for inner in value]
    return value.removeprefix("#") if isinstance(value, str) else value


def _format_of(fields: Any) -> Format:
    from annotator.readers.tables.discrete_layout import DiscreteLayout
    from annotator.readers.tables.fusion_layout import FusionLayout
    from annotator.readers.tables.fusions import FusionTable
    from annotator.readers.tables.segment_layout import SegmentLayout
    from annotator.readers.tables.segments import SegmentTable

    if isinstance(fields, dict) and fields.get("table") == "discrete":
        from annotator.readers.formats.copy_number.discrete_copy_number import described_levels

        return described_levels(DiscreteLayout.model_validate(fields))
    if isinstance(fields, dict) and fields.get("table") == "segments":
        return SegmentTable.of(SegmentLayout.model_validate(fields)).format
    return FusionTable.of(FusionLayout.model_validate(fields)).format
