"""`docs/knowledge.md` is true: its files are written, its commands run, its output is theirs."""

import re
import shlex
from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.knowledge.load import load_knowledge

FILE = re.compile(r"^`([^`]+)`:\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


WRITTEN_FOR = ("2026.11", "2026-11-22")


@pytest.fixture(scope="module")
def page(repository) -> str:
    """The page, with the version and the date of the release of today."""
    text = (repository / "docs" / "knowledge.md").read_text(encoding="utf-8")
    release = load_knowledge().release
    version, day = WRITTEN_FOR
    return text.replace(version, release.version).replace(day, release.date.isoformat())


@pytest.fixture
def folder(page, repository, tmp_path, monkeypatch) -> Path:
    """The files of the page, beside the resources of the project."""
    for name, text in FILE.findall(page):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "resources").symlink_to(repository / "resources")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands(page: str) -> list[tuple[str, list[str]]]:
    """Every command with the lines that the page shows of its output."""
    found: list[tuple[str, list[str]]] = []
    for block in CONSOLE.findall(page):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def test_every_command_says_what_the_page_shows(page, folder, capfd):
    shown = commands(page)
    assert len(shown) > 8
    for command, expected in shown:
        words = shlex.split(command)
        assert words[0] == "annotator"
        status = main(words[1:])
        said = capfd.readouterr()
        assert status == (2 if "wrong" in command else 0), said.err
        missing = [line for line in expected if line not in said.out + said.err]
        assert missing == [], command
    report = folder / "reports" / "EX02_ALK_G1202R" / "EX02_ALK_G1202R.report.json"
    assert '"laboratory": "Example Hospital"' in report.read_text(encoding="utf-8")


def test_every_kind_of_file_is_named(page, repository):
    packaged = repository / "resources" / "knowledge"
    for path in packaged.iterdir():
        named = path.name in page or f"{path.name}/*" in page
        assert named or path.name.startswith("fusion_"), path.name
