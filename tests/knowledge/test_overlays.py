"""A laboratory's folder: what it adds, changes and retires, and its name on all of it."""

import shutil
from datetime import date

import pytest

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.load import is_whole, load_knowledge, read_knowledge
from tests.builders.overlays import lab, rule, statements, table

KNOWN = "alk-g1202r-lorlatinib-cells-gainor-2016"
NAMED = {"release.yaml": 'laboratory: Our Lab\nversion: "2026.12"\nchanges: [More]\n'}


def view(*folders) -> KnowledgeAsOf:
    return KnowledgeAsOf(load_knowledge(folders))


def test_what_is_added_or_changed_carries_the_name_of_the_laboratory(tmp_path):
    changed = {"id": KNOWN, "therapy": "lorlatinib", "effect": "reduced"}
    folder = lab(tmp_path, NAMED | statements({}, changed) | rule())
    seen = view(folder)
    assert seen.laboratory("statements", "x") == "Our Lab"
    assert seen.laboratory("statements", KNOWN) == "Our Lab"
    assert seen.laboratory("rules", "x") == "Our Lab"
    assert seen.laboratory("statements", "alk-g1202r-alectinib-clinical-gainor-2016") is None
    (overlay,) = seen.base.overlays
    assert (overlay.version, overlay.changes) == ("2026.12", ["More"])
    assert overlay.items == {"statements": ["x", KNOWN], "rules": ["x"]}


def test_a_line_that_says_what_was_there_is_not_the_laboratorys(tmp_path, repository):
    packaged = repository / "resources" / "knowledge" / "statements" / "ros1.tsv"
    whole = table_text = packaged.read_text(encoding="utf-8")
    files = {"statements/ros1.tsv": table_text, "tiers.tsv": tiers(repository)}
    assert view(lab(tmp_path / "same", files)).base.overlays[0].items == {}
    edited = whole.replace("\tresistant\tcase_report", "\treduced\tcase_report", 1)
    assert edited != whole
    items = view(lab(tmp_path / "edited", {"statements/ros1.tsv": edited})).base.overlays[0].items
    assert items == {"statements": ["ros1-g2032r-crizotinib-case-awad-2013"]}


def tiers(repository) -> str:
    return (repository / "resources" / "knowledge" / "tiers.tsv").read_text(encoding="utf-8")


def test_a_whole_table_in_another_order_is_the_laboratorys(tmp_path, repository):
    header, *rows = tiers(repository).splitlines()
    turned = "\n".join([header, *reversed(rows)]) + "\n"
    (overlay,) = view(lab(tmp_path, {"tiers.tsv": turned})).base.overlays
    assert len(overlay.items["tiers"]) == len(rows)


def test_without_a_name_it_is_that_of_the_folder(tmp_path):
    folder = lab(tmp_path / "pathology", statements({}))
    assert view(folder).laboratory("statements", "x") == "pathology"


def test_of_several_laboratories_the_last_one_counts(tmp_path):
    one = lab(tmp_path / "one", statements({}, {"id": "y", "therapy": "ceritinib"}))
    two = lab(tmp_path / "two", statements({"effect": "sensitive"}))
    seen = view(one, two)
    assert seen.laboratory("statements", "x") == "two"
    assert seen.laboratory("statements", "y") == "one"
    assert [overlay.name for overlay in seen.base.overlays] == ["one", "two"]
    first, second = seen.base.overlays
    assert len({first.sha256, second.sha256, seen.base.sha256}) == 3


def test_the_release_below_stays_but_for_date_and_jurisdiction(tmp_path):
    text = NAMED["release.yaml"] + "date: 2027-02-03\njurisdiction: EMA\n"
    seen = view(lab(tmp_path, {"release.yaml": text}))
    packaged = load_knowledge().release
    assert seen.base.release.version == packaged.version
    assert seen.base.release.changes == packaged.changes
    assert (seen.as_of, seen.jurisdiction) == (date(2027, 2, 3), "EMA")
    assert seen.base.overlays[0].items == {"release": ["date", "jurisdiction"]}


def test_agencies_are_added_or_take_the_place_of_one_of_the_same_name(tmp_path):
    text = "agencies: [{name: TGA, complete: true}, {name: NMPA, complete: true}]\n"
    seen = view(lab(tmp_path, {"release.yaml": text}))
    complete = {agency.name: agency.complete for agency in seen.base.release.agencies}
    packaged = {agency.name: agency.complete for agency in load_knowledge().release.agencies}
    assert complete == packaged | {"TGA": True, "NMPA": True} != packaged
    assert seen.base.overlays[0].items == {"release": ["agencies"]}


def test_limits_of_its_own_are_the_laboratorys(tmp_path, repository):
    text = (repository / "resources" / "knowledge" / "limits.yaml").read_text(encoding="utf-8")
    deeper = text.replace("tissue: 250", "tissue: 500")
    seen = view(lab(tmp_path / "own", {"limits.yaml": deeper}))
    assert seen.base.limits.min_depth["tissue"] == 500
    assert seen.base.overlays[0].items == {"limits": ["limits.yaml"]}
    assert view(lab(tmp_path / "same", {"limits.yaml": text})).base.overlays[0].items == {}


def ids(base) -> set[str]:
    return {s.id for s in base.statements} | {r.id for r in base.rules}


@pytest.mark.parametrize("item", [KNOWN, "alk-g1202r"])
def test_a_retired_item_is_gone_and_the_reason_is_kept(tmp_path, item):
    base = load_knowledge([lab(tmp_path, {"retired.tsv": f"id\treason\n{item}\tNot ours.\n"})])
    assert ids(load_knowledge()) - ids(base) == {item}
    (retired,) = base.overlays[0].retired
    assert (retired.id, retired.reason) == (item, "Not ours.")


@pytest.mark.parametrize(
    ("since", "last"), [("2026-03-01", "2026-02-28"), ("2026-03", "2026-03-30")]
)
def test_retired_from_a_day_on_it_holds_until_the_day_before(tmp_path, since, last):
    folder = lab(tmp_path, {"retired.tsv": f"id\treason\tsince\n{KNOWN}\tr\t{since}\n"})
    (found,) = (s for s in load_knowledge([folder]).statements if s.id == KNOWN)
    assert found.until == last


def test_retired_before_it_began_it_is_gone(tmp_path):
    folder = lab(tmp_path, {"retired.tsv": f"id\treason\tsince\n{KNOWN}\tr\t2010\n"})
    assert KNOWN not in ids(load_knowledge([folder]))


def test_what_ended_before_it_was_retired_ends_as_it_did(tmp_path):
    ended = next(s for s in load_knowledge().statements if s.until == "2024-12-17")
    folder = lab(tmp_path, {"retired.tsv": f"id\treason\tsince\n{ended.id}\tr\t2026\n"})
    (found,) = (s for s in load_knowledge([folder]).statements if s.id == ended.id)
    assert found == ended


def test_a_laboratory_may_retire_what_another_added_but_not_twice(tmp_path):
    one = lab(tmp_path / "one", statements({}))
    two = lab(tmp_path / "two", {"retired.tsv": "id\treason\nx\tr\n"})
    three = lab(tmp_path / "three", {"retired.tsv": "id\treason\nx\tr\n"})
    assert "x" not in ids(load_knowledge([one, two]))
    (fault,) = read_knowledge([one, two, three]).faults
    assert str(fault).startswith(f"{three}/retired.tsv:2:id: 'x' is not a statement or rule")


def test_places_are_those_of_the_line_that_counts(tmp_path, repository):
    folder = lab(tmp_path, statements({}, {"id": KNOWN}))
    places = read_knowledge([folder]).sources
    assert (places["statements", KNOWN].line, places["statements", KNOWN].layer) == (3, 1)
    rules = repository / "resources" / "knowledge" / "rules" / "alk.yaml"
    place = places["rules", "alk-g1202r"]
    line = rules.read_text(encoding="utf-8").splitlines()[place.line - 1]
    assert (line, place.layer) == ("- id: alk-g1202r", 0)


def test_a_folder_is_whole_where_its_release_names_no_laboratory(tmp_path, repository):
    assert is_whole(repository / "resources" / "knowledge")
    assert not is_whole(lab(tmp_path / "named", NAMED))
    assert not is_whole(lab(tmp_path / "bare", {"references.tsv": table({"id": "a"})}))
    assert not is_whole(lab(tmp_path / "dated", {"release.yaml": "jurisdiction: EMA\n"}))
    assert not is_whole(tmp_path / "nowhere")
    broken = tmp_path / "broken"
    shutil.copytree(repository / "resources" / "knowledge", broken)
    (broken / "release.yaml").write_text("[", encoding="utf-8")
    assert not is_whole(broken)


def test_a_base_may_lie_below_instead_of_the_packaged_one(tmp_path):
    with_nothing = tmp_path / "empty"
    with_nothing.mkdir()
    faults = [str(fault) for fault in read_knowledge([], below=with_nothing).faults]
    assert faults == [
        f"{with_nothing}/release.yaml: the file is missing",
        f"{with_nothing}/limits.yaml: the file is missing",
    ]
