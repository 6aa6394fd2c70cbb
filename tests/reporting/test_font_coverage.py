"""Characters with and without a glyph."""

from pathlib import Path
from typing import Any

import pytest
import typst

from annotator.reporting.font_coverage import FontCoverage


@pytest.fixture(scope="module")
def fonts(repository: Path) -> Path:
    return repository / "resources" / "fonts"


@pytest.fixture(scope="module")
def glyphs(fonts: Path) -> FontCoverage:
    return FontCoverage.of_fonts(fonts)


@pytest.mark.parametrize("text", ["ALK p.(Gly1202Arg)", "≥ 250 × − → ≤ ≈ ½ µ", "Łukasz Ødegård"])
def test_text_with_glyphs_stays(glyphs: FontCoverage, text: str):
    assert glyphs.printable(text) == text


def test_a_character_without_a_glyph_is_its_code_point(glyphs: FontCoverage):
    assert glyphs.printable("山田-1") == "[U+5C71][U+7530]-1"
    assert glyphs.printable("a🧬") == "a[U+1F9EC]"


def test_two_names_never_look_the_same(glyphs: FontCoverage):
    assert glyphs.printable("山") != glyphs.printable("川")


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u00ad", "\x07", "\ufeff"])
def test_an_invisible_character_is_made_visible(glyphs: FontCoverage, hidden: str):
    assert glyphs.printable(f"a{hidden}b") == f"a[U+{ord(hidden):04X}]b"


def test_white_space_becomes_a_space(glyphs: FontCoverage):
    assert glyphs.printable("a\tb\nc\u2028d") == "a b c d"


def test_a_tree_keeps_its_keys_and_all_that_is_no_text(glyphs: FontCoverage):
    tree: Any = {"山": ["川", 1, 2.5, None, True, {"a": "b"}]}
    assert glyphs.printable_tree(tree) == {"山": ["[U+5DDD]", 1, 2.5, None, True, {"a": "b"}]}


def test_every_character_held_to_be_covered_can_be_drawn(glyphs: FontCoverage, fonts: Path):
    """Typst refuses PDF/A for a character without a glyph: the character maps were read right."""
    kept = [
        chr(code) for code in sorted(glyphs.covered) if glyphs.printable(chr(code)) == chr(code)
    ]
    assert len(kept) > 4000
    source = (
        '#set document(title: "t")\n'
        '#set text(font: ("Noto Sans", "Noto Sans Math"), lang: "en")\n'
        '#for word in sys.inputs.text.split(" ") [#word ]'
    )
    drawn = typst.compile(
        source.encode(),
        sys_inputs={"text": " ".join(kept)},
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
        ),
        pdf_standards=["a-3a", "ua-1"],
    )
    assert drawn.startswith(b"%PDF")


def test_all_faces_of_the_text_font_cover_the_same(fonts: Path, tmp_path: Path):
    covered = set()
    for path in fonts.glob("NotoSans-*.ttf"):
        folder = tmp_path / path.stem
        folder.mkdir()
        (folder / path.name).symlink_to(path)
        covered.add(FontCoverage.of_fonts(folder).covered)
    assert len(covered) == 1


def test_a_folder_without_fonts_is_an_error(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="no fonts"):
        FontCoverage.of_fonts(tmp_path)


def test_a_file_that_is_no_font_is_an_error(tmp_path: Path):
    (tmp_path / "x.ttf").write_bytes(b"\x00\x01\x00\x00" + b"\x00" * 40)
    with pytest.raises(ValueError, match="cmap"):
        FontCoverage.of_fonts(tmp_path)
