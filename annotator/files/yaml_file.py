"""The one reader of YAML files: every fault is reported with its line, nothing is guessed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.files import bounds
from annotator.files.paths import is_file, is_there
from annotator.model.errors import InputProblem

DATE_TAG = "tag:yaml.org,2002:timestamp"
_WHOLE_TAG = "tag:yaml.org,2002:int"
_LONGEST_NUMBER = 18
_SHOWN = 60


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, without a byte order mark.

    Raises InputProblem for a file that cannot be read, is not UTF-8, or is far too large.
    """
    try:
        if is_there(path) and not is_file(path):  # reading a pipe or a device may never end
            raise InputProblem("not a regular file", file=str(path), expected="a file")
        if path.stat().st_size > bounds.DOCUMENT_BYTES:
            limit = f"at most {bounds.DOCUMENT_BYTES >> 20} MiB"
            raise InputProblem("the file is too large", file=str(path), expected=limit)
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
    """Return the content of a YAML file and its root node, whose nodes have their lines.

    Raises InputProblem for a file that cannot be read, is not YAML, gives a key twice, is nested
    too deeply, or repeats too much by aliases. Dates stay text as written, unless `dates_as_text`
    is false.
    """
    import yaml

    kind = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = read_text(path)
    node: Any = None
    _refuse_deep_nesting(text, kind, path)
    loader = (_without_dates(kind) if dates_as_text else kind)(text)
    try:
        node = loader.get_single_node()
        _check_nodes(node, path)
        return (None if node is None else loader.construct_document(node)), node
    except yaml.YAMLError as error:
        raise _not_yaml(error, path, text) from None
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError):
        raise _bad_value(node, kind, path) from None
    finally:
        loader.dispose()


def yaml_line(node: Any, location: tuple[int | str, ...] = ()) -> int:
    """Return the 1-based line of the deepest node below `node` that `location` reaches."""
    for part in location:
        child = _child(node, part)
        if child is None:
            break
        node = child
    return 1 if node is None else int(node.start_mark.line) + 1


def yaml_entries(node: Any) -> Iterator[tuple[str, int]]:
    """Yield the keys of a mapping with their 1-based lines; nothing for any other node."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        for key, _ in node.value:
            yield str(key.value), yaml_line(key)


def _not_yaml(error: Exception, path: Path, text: str) -> InputProblem:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", error)
    line = mark.line + 1 if mark else 1
    written = "".join(text.splitlines()[line - 1 : line])
    indentation = written[: len(written) - len(written.lstrip())]
    return InputProblem(
        f"not YAML: {reason}",
        file=str(path),
        line=line,
        expected="a YAML document",
        advice="Indent with spaces: YAML allows no tab there" if "\t" in indentation else None,
    )


def _bad_value(root: Any, kind: Any, path: Path) -> InputProblem:
    """The problem of the first scalar that is not valid for its tag (`2026-13-45`, `!!int x`)."""
    import yaml

    for node in _nodes(root):
        if isinstance(node, yaml.ScalarNode):
            loader = kind("")
            try:
                loader.construct_object(node)
            except (ValueError, TypeError, LookupError, AttributeError, OverflowError):
                kind_named = node.tag.rpartition(":")[2]
                return InputProblem(
                    f"{node.value[:_SHOWN]!r} is not a value of its kind ({kind_named})",
                    file=str(path),
                    line=yaml_line(node),
                    expected="a value that exists, or text in quotes",
                )
            finally:
                loader.dispose()
    return InputProblem("a value that cannot be read", file=str(path), expected="a YAML document")


def _refuse_deep_nesting(text: str, kind: Any, path: Path) -> None:
    """Raise InputProblem for a document nested so deeply that the parser would crash.

    The brackets and the longest line give an upper bound of the depth, which is quickly counted.
    """
    import yaml

    columns = max(map(len, text.splitlines()), default=0)
    if text.count("[") + text.count("{") + 2 * columns <= bounds.YAML_DEPTH:
        return
    depth = 0
    try:
        for event in yaml.parse(text, Loader=kind):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > bounds.YAML_DEPTH:
                    raise InputProblem(
                        f"nested deeper than {bounds.YAML_DEPTH} levels",
                        file=str(path),
                        line=yaml_line(event),
                        expected="a YAML document written by people",
                    )
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError as error:
        raise _not_yaml(error, path, text) from None


def _nodes(root: Any) -> Iterator[Any]:
    """Every node of a document once, in the order of the file."""
    import yaml

    known: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in known:  # aliases: a node can be in several nodes, even in itself
            continue
        known.add(id(node))
        yield node
        if isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)
        if isinstance(node, yaml.MappingNode):
            waiting += reversed([part for pair in node.value for part in pair])


def _check_nodes(root: Any, path: Path) -> None:
    """Raise InputProblem for a repeated key, a number of too many digits, and endless repetition.

    YAML itself takes the last of two values of a key without an error.
    """
    import yaml

    for node in _nodes(root):
        if isinstance(node, yaml.MappingNode):
            _check_keys(node, path)
        elif node is not None and len(node.value) > _LONGEST_NUMBER and node.tag == _WHOLE_TAG:
            raise InputProblem(
                f"a number of {len(node.value)} digits",
                file=str(path),
                line=yaml_line(node),
                expected=f"at most {_LONGEST_NUMBER} digits, or text in quotes",
            )
    _refuse_repetition(root, path)


def _refuse_repetition(root: Any, path: Path) -> None:
    """Raise InputProblem where aliases repeat too many values.

    With aliases of aliases a few lines can stand for billions of values.
    """
    import yaml

    sizes: dict[int, int] = {}
    entered: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting[-1]
        inner: list[Any] = []
        if isinstance(node, yaml.SequenceNode):
            inner = node.value
        elif isinstance(node, yaml.MappingNode):
            inner = [value for _, value in node.value]
        if inner and id(node) not in entered:
            entered.add(id(node))
            waiting += [child for child in inner if id(child) not in entered]
            continue
        waiting.pop()
        sizes[id(node)] = 1 + sum(sizes.get(id(child), 1) for child in inner)
        if sizes[id(node)] > bounds.YAML_NODES:
            raise InputProblem(
                "its aliases repeat too much",
                file=str(path),
                line=yaml_line(node),
                expected=f"at most {bounds.YAML_NODES} values",
            )


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
