"""The one reader of YAML files: what is wrong in one is told with its line, nothing is guessed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.model.errors import InputProblem

DATE_TAG = "tag:yaml.org,2002:timestamp"


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, without the mark that some editors begin it with.

    Raises InputProblem for a file that cannot be read as such.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        raise InputProblem(
            f"byte {error.start} is not UTF-8",
            file=str(path),
            line=before.count(b"\n") + 1,
            expected="text in UTF-8",
            advice="Save the file as UTF-8",
        ) from None
    except OSError as error:
        raise InputProblem(f"cannot be read: {error.strerror or error}", file=str(path)) from None


def read_yaml(path: Path, dates_as_text: bool = True) -> tuple[Any, Any]:
    """The content of a YAML file, and its nodes, which know their lines.

    Raises InputProblem for a file that cannot be read, is no YAML, or gives a key twice. Dates stay
    text, as they are written, unless `dates_as_text` is false.
    """
    import yaml

    kind = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = read_text(path)
    loader = (_without_dates(kind) if dates_as_text else kind)(text)
    try:
        node = loader.get_single_node()
        _refuse_repeated_keys(node, path)
        return (None if node is None else loader.construct_document(node)), node
    except yaml.YAMLError as error:
        raise _no_yaml(error, path, text) from None
    finally:
        loader.dispose()


def yaml_line(node: Any, location: tuple[int | str, ...] = ()) -> int:
    """The 1-based line of the deepest node below `node` that `location` reaches."""
    for part in location:
        child = _child(node, part)
        if child is None:
            break
        node = child
    return 1 if node is None else int(node.start_mark.line) + 1


def yaml_entries(node: Any) -> Iterator[tuple[str, int]]:
    """The keys of a mapping with their 1-based lines; none of any other node."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        for key, _ in node.value:
            yield str(key.value), yaml_line(key)


def _no_yaml(error: Exception, path: Path, text: str) -> InputProblem:
    mark = getattr(error, "problem_mark", None)
    found = getattr(error, "problem", None) or getattr(error, "reason", error)
    line = mark.line + 1 if mark else 1
    written = "".join(text.splitlines()[line - 1 : line])
    indentation = written[: len(written) - len(written.lstrip())]
    return InputProblem(
        f"not YAML: {found}",
        file=str(path),
        line=line,
        expected="a YAML document",
        advice="Indent with spaces: YAML allows no tab there" if "\t" in indentation else None,
    )


def _refuse_repeated_keys(root: Any, path: Path) -> None:
    """YAML would take the last of two values of one key and say nothing. Raises InputProblem."""
    import yaml

    known: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in known:  # a node may stand in several places, even in itself
            continue
        known.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)
        if isinstance(node, yaml.MappingNode):
            _check_keys(node, path)
            waiting += reversed([value for _, value in node.value])


def _check_keys(mapping: Any, path: Path) -> None:
    first: dict[str, int] = {}
    for name, line in yaml_entries(mapping):
        if name in first:
            raise InputProblem(
                f"the key {name!r} stands twice in one item",
                file=str(path),
                line=line,
                column=name,
                expected=f"each key once; the first is in line {first[name]}",
            )
        first[name] = line


def _without_dates(loader: Any) -> Any:
    resolvers = {
        first: [(tag, regexp) for tag, regexp in pairs if tag != DATE_TAG]
        for first, pairs in loader.yaml_implicit_resolvers.items()
    }
    return type("DatesAsText", (loader,), {"yaml_implicit_resolvers": resolvers})


def _child(node: Any, part: int | str) -> Any:
    import yaml

    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value
    return None
