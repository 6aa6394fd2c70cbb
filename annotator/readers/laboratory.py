"""The file in which a laboratory describes itself and its assays."""

import base64
import difflib
import re
import zlib
from pathlib import Path
from xml.etree import ElementTree

from pydantic import ValidationError

from annotator.files.item_problems import item_problems
from annotator.files.paths import is_file
from annotator.files.yaml_file import read_yaml, yaml_line
from annotator.model.base import Model
from annotator.model.errors import InputProblem
from annotator.model.laboratory import Laboratory, LaboratoryAssay, LaboratoryDescription

_LARGEST_LOGO = 200_000
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG_ROOT = re.compile(r"(\{http://www\.w3\.org/2000/svg\})?svg")
_EXPECTED_LOGO = f"an SVG or PNG picture of at most {_LARGEST_LOGO // 1000} kB"


class LaboratoryFile(Model):
    """A laboratory with its assays, and the file that describes them."""

    laboratory: Laboratory
    assays: dict[str, LaboratoryAssay]
    file: str
    """The path of the file, for messages."""

    def assay(self, name: str) -> LaboratoryAssay:
        """The assay of a name. Raises InputProblem for one that the file does not describe."""
        if name in self.assays:
            return self.assays[name]
        near = difflib.get_close_matches(name, self.assays, n=1)
        raise InputProblem(
            f"the assay {name!r} is not in {self.file}",
            expected=f"one of {', '.join(self.assays)}" if self.assays else "its key `assays`",
            advice=f"Did you mean {near[0]}?" if near else None,
        )


def read_laboratory(path: Path) -> LaboratoryFile:
    """Read the description of a laboratory (YAML), the logo from the folder of the file.

    Raises InputProblem, with the line, for the first fault.
    """
    content, node = read_yaml(path)
    if not isinstance(content, dict):
        raise InputProblem(
            "the file does not describe a laboratory",
            file=str(path),
            expected="keys such as name, address, signatories and assays",
        )
    try:
        described = LaboratoryDescription.model_validate(content)
    except ValidationError as error:
        names = [*LaboratoryDescription.model_fields]
        raise next(item_problems(error, path, names, node=node)) from None
    fields = {name: getattr(described, name) for name in Laboratory.model_fields}
    if described.logo is not None:
        line = yaml_line(node, ("logo",))
        fields["logo"] = _logo(path, path.parent / described.logo, line)
    return LaboratoryFile(
        laboratory=Laboratory.model_validate(fields),
        assays={
            name: LaboratoryAssay.model_validate({**assay.model_dump(), "name": name})
            for name, assay in described.assays.items()
        },
        file=str(path),
    )


def _logo(file: Path, picture: Path, line: int) -> str:
    """A picture as a data URI. Raises InputProblem for a file that is none, or is too large."""
    if not is_file(picture):
        found = f"no such file: {picture}"
    elif picture.stat().st_size > _LARGEST_LOGO:
        found = f"{picture.name} has {picture.stat().st_size} bytes"
    else:
        content = picture.read_bytes()
        kind = "png" if _is_png(content) else "svg+xml" if _is_svg(content) else None
        if kind is not None:
            return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
        found = f"{picture.name} is neither SVG nor PNG, or is cut"
    raise InputProblem(found, file=str(file), line=line, column="logo", expected=_EXPECTED_LOGO)


def _is_svg(content: bytes) -> bool:
    """Whether a text is XML with the root of an SVG, without entities of its own."""
    if b"<!ENTITY" in content:
        return False
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        return False
    return _SVG_ROOT.fullmatch(root.tag) is not None


def _is_png(content: bytes) -> bool:
    """Whether bytes are a PNG to its end, each chunk with the checksum that it states."""
    at, kind = len(_PNG), b""
    if not content.startswith(_PNG):
        return False
    while at + 12 <= len(content) and kind != b"IEND":
        length = int.from_bytes(content[at : at + 4])
        kind = content[at + 4 : at + 8]
        body = content[at + 4 : at + 8 + length]
        if zlib.crc32(body) != int.from_bytes(content[at + 8 + length : at + 12 + length]):
            return False
        at += 12 + length
    return kind == b"IEND"
