"""Recognition by content, forced formats, and the list for people."""

import gzip
from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.roles import ROLES, Role
from annotator.readers import formats
from annotator.readers.registry import all_formats, caller_names, format_of, split_forced
from annotator.readers.vcf.callers import CALLER_NAMES
from annotator.readers.vcf.sv_callers import CALLERS
from tests.builders.files import ARRIBA_COLUMNS, STAR_HEADER, STAR_ROW, data_file, vcf, write


def test_every_role_has_a_format() -> None:
    assert {each.role for each in all_formats()} == set(ROLES)


def test_names_are_unique_and_fit_the_option() -> None:
    names = [each.name for each in all_formats()]
    assert len(names) == len(set(names))
    assert all(name.isascii() and name == name.lower() and "=" not in name for name in names)


def test_every_format_says_what_people_want_to_know_of_it() -> None:
    for each in all_formats():
        about = each.about
        assert each.recognized_by, each.name
        assert each.coordinates, each.name
        assert about.title, each.name
        assert about.files, each.name
        assert not about.link or about.link.startswith("https://"), each.name
        assert about.real or not about.versions, f"{each.name}: a version of no file"


def test_formats_said_to_be_tested_have_a_real_file(real_data: Path) -> None:
    heads = [_head(path) for path in real_data.rglob("*") if path.is_file()]
    read_where_forced = {"seg_log2", "seg_log10"}
    for each in all_formats():
        if each.about.real and each.name not in read_where_forced:
            assert any(each.recognize(head) for head in heads), each.name


def _head(path: Path) -> list[str]:
    """The first lines of a file; none where it is no text."""
    try:
        return data_file(path).head()
    except InputProblem:
        return []


def test_titles_of_one_role_are_unique() -> None:
    titles = [(each.role, each.about.title) for each in all_formats()]
    assert len(titles) == len(set(titles))


def test_formats_are_listed_in_the_order_of_role_and_name() -> None:
    listed = [(each.role, each.name) for each in all_formats()]
    assert listed == sorted(listed)


def test_a_described_format_stands_under_its_name_and_role() -> None:
    folder = Path(formats.__file__).parent
    roles = {each.name: each.role for each in all_formats()}
    described = {path.stem: path.parent.name for path in folder.rglob("*.yaml")}
    assert described
    assert described.items() <= roles.items()


def test_content_tells_the_format_whatever_the_name(tmp_path: Path) -> None:
    star = write(tmp_path / "arriba.tsv", STAR_HEADER, STAR_ROW)
    assert format_of(data_file(star), "fusions").name == "star_fusion"
    packed = tmp_path / "x"
    packed.write_bytes(gzip.compress("\t".join(ARRIBA_COLUMNS).encode()))
    assert format_of(data_file(packed), "fusions").name == "arriba"


def test_unknown_format_shows_its_first_line_and_the_formats_of_the_role(tmp_path: Path) -> None:
    path = write(tmp_path / "x.tsv", "FusionGene\t" + "long" * 40)
    with pytest.raises(InputProblem) as raised:
        format_of(data_file(path), "fusions")
    assert "FusionGene" in raised.value.found
    assert len(raised.value.found) < 120
    assert raised.value.expected is not None
    assert "a fusions file in one of its" in raised.value.expected
    assert "annotator formats" in (raised.value.advice or "")


def test_a_format_of_another_role_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="unknown format"):
        format_of(data_file(vcf(tmp_path / "x.vcf")), "fusions")


@pytest.mark.parametrize(("content", "said"), [(b"\x00\x01", "binary"), (b"\n\n", "blank")])
def test_unreadable_content_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(InputProblem, match=said):
        format_of(data_file(tmp_path / "x"), "coverage")


def test_empty_content_in_a_gzip(tmp_path: Path) -> None:
    (tmp_path / "x.gz").write_bytes(gzip.compress(b""))
    with pytest.raises(InputProblem, match="empty"):
        format_of(data_file(tmp_path / "x.gz"), "fusions")


def test_forced_format_is_taken_without_recognition(tmp_path: Path) -> None:
    path = write(tmp_path / "x", "nothing known")
    assert format_of(data_file(path), "fusions", "arriba").name == "arriba"


def test_forced_format_of_another_role_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "x", "nothing known")
    with pytest.raises(InputProblem, match="not one of fusions"):
        format_of(data_file(path), "fusions", "cnvkit")


@pytest.mark.parametrize(
    ("spec", "parts"),
    [
        ("arriba=/data/x.tsv", ("arriba", "/data/x.tsv")),
        ("arriba=a=b.tsv", ("arriba", "a=b.tsv")),
        ("/data/run=1/x.tsv", (None, "/data/run=1/x.tsv")),
        ("Run=1.tsv", (None, "Run=1.tsv")),
        ("x.tsv", (None, "x.tsv")),
    ],
)
def test_forced_name_before_the_first_equals_sign(spec: str, parts: tuple[str | None, str]) -> None:
    assert split_forced(spec) == parts


def test_unknown_forced_name_gives_the_nearest() -> None:
    with pytest.raises(InputProblem, match=r"unknown format 'ariba'.*Did you mean arriba"):
        split_forced("ariba=x.tsv")


def test_unknown_name_is_part_of_the_path_where_that_file_exists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "ariba=x.tsv", "x")
    assert split_forced("ariba=x.tsv") == (None, "ariba=x.tsv")


@pytest.mark.parametrize(
    ("folder", "role", "name"),
    [
        ("cnvkit", "copy_number", "cnvkit"),
    ],
)
def test_real_files_are_told(real_data: Path, folder: str, role: Role, name: str) -> None:
    met = set()
    for path in sorted((real_data / folder).iterdir()):
        if path.suffix not in (".vcf", ".seg"):
            met.add(format_of(data_file(path), role).name)
    assert name in met
    assert met <= {name, "cnvkit_cnr"}


def test_every_caller_that_a_vcf_can_name_has_a_name_for_people():
    codes = {*CALLER_NAMES, *(caller.name for caller in CALLERS)}
    assert set(caller_names(codes)) == codes
    assert {name for name in codes if caller_names([name])[name] == name} == {"nanomonsv", "pbsv"}


def test_a_caller_can_have_another_name_than_its_format():
    formats = {form.name: form.about.title for form in all_formats()}
    assert formats["cnvkit"] == "CNVkit segments"
    assert caller_names(["cnvkit", "purple"]) == {"cnvkit": "CNVkit", "purple": "PURPLE"}


def test_a_caller_of_no_format_has_no_name():
    assert caller_names(["our_own", "manta"]) == {"manta": "Manta"}


def test_every_format_has_a_name_for_people():
    spelled_alike = {"pbfusion", "pizzly"}
    alike = {form.name for form in all_formats() if form.about.title == form.name}
    assert alike == spelled_alike
