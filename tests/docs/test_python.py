"""`docs/python.md` is true: its code runs from top to bottom and gives what the page shows."""

import doctest
import re

import annotator

CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^### `(\w+)`$", re.MULTILINE)


def test_the_code_of_the_page_gives_what_it_shows(repository, tmp_path, monkeypatch):
    page = (repository / "docs" / "python.md").read_text(encoding="utf-8")
    code = "\n".join(CODE.findall(page))
    (tmp_path / "resources").symlink_to(repository / "resources")
    monkeypatch.chdir(tmp_path)
    examples = doctest.DocTestParser().get_doctest(code, {}, "docs/python.md", None, 0)
    said: list[str] = []
    results = doctest.DocTestRunner().run(examples, out=said.append)
    assert results.failed == 0, "".join(said)
    assert results.attempted > 20
    assert (tmp_path / "EX02.report.pdf").read_bytes().startswith(b"%PDF")


def test_every_public_name_has_its_heading(repository):
    page = (repository / "docs" / "python.md").read_text(encoding="utf-8")
    assert sorted(HEADING.findall(page)) == sorted(annotator.__all__)
