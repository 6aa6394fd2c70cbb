"""The file of a laboratory: read whole, or refused with the line of the first fault."""

import base64
import struct
import zlib
from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.readers.laboratory import LaboratoryFile, read_laboratory

WHOLE = """\
name: Laboratory One
address: [1 Street, Town]
logo: logo.svg
paper: US Letter
signatories:
  - {name: A. B., role: Molecular pathologist}
assays:
  panel:
    version: "2"
    analytes: [DNA]
    genes:
      alk: [20, 21]
      ROS1:
    limits_of_detection: {small_variants: VAF 5 %}
    minimum_tumor_content: 0.2
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def read(folder: Path, text: str) -> LaboratoryFile:
    path = folder / "lab.yaml"
    path.write_text(text, encoding="utf-8")
    return read_laboratory(path)


def refused(folder: Path, text: str) -> InputProblem:
    with pytest.raises(InputProblem) as caught:
        read(folder, text)
    return caught.value


def png(width: int = 3, height: int = 2) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x7f" * width for _ in range(height)))
    chunks = (chunk(b"IHDR", header), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_a_laboratory_with_its_assays(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(SVG)
    file = read(tmp_path, WHOLE)
    assay = file.assay("panel")
    assert (file.laboratory.name, file.laboratory.paper) == ("Laboratory One", "US Letter")
    assert (assay.name, assay.genes) == ("panel", {"ALK": [20, 21], "ROS1": []})
    assert file.laboratory.logo == (
        "data:image/svg+xml;base64," + base64.b64encode(SVG.encode()).decode()
    )


def test_only_the_name_is_needed(tmp_path: Path) -> None:
    file = read(tmp_path, "name: One\n")
    assert (file.laboratory.paper, file.laboratory.show, file.assays) == ("A4", "whole", {})


def test_genes_can_be_a_list_of_names(tmp_path: Path) -> None:
    file = read(tmp_path, "name: One\nassays:\n  a:\n    genes: [alk, MET]\n")
    assert file.assay("a").genes == {"ALK": [], "MET": []}


def test_a_png_is_a_logo_too(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png())
    logo = read(tmp_path, "name: One\nlogo: logo.png\n").laboratory.logo
    assert logo is not None
    assert logo.startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    "content",
    [png()[:-1], png()[:-8], png().replace(b"IHDR", b"IHDX"), b"GIF89a", b"<svg>", b"<html/>", b"",
     b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'],
)  # fmt: skip
def test_another_picture_or_a_cut_one_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    problem = refused(tmp_path, "name: One\nlogo: logo.png\n")
    assert (problem.line, problem.column) == (2, "logo")
    assert "neither SVG nor PNG" in problem.found


def test_a_large_logo_is_refused(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(SVG + " " * 200_000)
    assert "bytes" in refused(tmp_path, "name: One\nlogo: logo.svg\n").found
    assert "no such file" in refused(tmp_path, "name: One\nlogo: other.svg\n").found


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("address: [a]\n", 1, "name"),
        ("name: One\npaper: A5\n", 2, "paper"),
        ("name: One\ncolor: red\n", 2, "color"),
        ("name: One\nassays:\n  a:\n    genes: {ALK: [0]}\n", 4, "assays.a.genes.ALK.0"),
        ("name: One\nassays:\n  a:\n    minimum_tumor_content: 20\n", 4,
         "assays.a.minimum_tumor_content"),
        ("name: One\nassays: [a]\n", 2, "assays"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(tmp_path: Path, text: str, line: int, column: str) -> None:
    problem = refused(tmp_path, text)
    assert (problem.line, problem.column) == (line, column)


def test_a_file_without_keys_is_refused(tmp_path: Path) -> None:
    assert "does not describe a laboratory" in refused(tmp_path, "- One\n").found


def test_an_unknown_assay_is_refused_with_a_suggestion(tmp_path: Path) -> None:
    file = read(tmp_path, "name: One\nassays:\n  panel-1: {}\n")
    with pytest.raises(InputProblem, match="panel-l") as caught:
        file.assay("panel-l")
    assert caught.value.advice == "Did you mean panel-1?"
