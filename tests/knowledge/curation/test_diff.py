"""What changed between two knowledge bases, in words that a clinician reads."""

import pytest

from annotator.knowledge.curation.diff import diff_text, knowledge_diff
from annotator.knowledge.load import load_knowledge
from tests.builders import packaged
from tests.builders.overlays import lab, rule, statements


@pytest.fixture(scope="module")
def base():
    return packaged.knowledge()


def with_item(base, table: str, **changes):
    """The base with one item of a table changed: the first whose id or name fits `item`."""
    name = changes.pop("item")
    items = [
        i.model_copy(update=changes)
        if name in (getattr(i, "id", None), getattr(i, "name", None))
        else i
        for i in getattr(base, table)
    ]
    assert items != getattr(base, table)
    return base.model_copy(update={table: items})


def without(base, table: str, item: str):
    kept = [i for i in getattr(base, table) if item not in (getattr(i, "id", None),)]
    return base.model_copy(update={table: kept})


def only(diff):
    (change,) = diff.changes
    return change


def test_no_difference_is_said(base):
    diff = knowledge_diff(base, base)
    assert diff.changes == []
    assert diff_text(diff).endswith("\nNo difference.\n")


def test_a_statement_that_turned(base):
    name = "alk-g1202r-brigatinib-clinical-lin-2017"
    change = only(
        knowledge_diff(base, with_item(base, "statements", item=name, effect="resistant"))
    )
    assert (change.group, change.kind) == ("Statements", "changed")
    assert change.subject == f"brigatinib on ALK fusion with G1202R [{name}]"
    (fact,) = change.facts
    assert (fact.fact, fact.before, fact.after) == ("effect", "reduced", "resistant")


def test_a_statement_that_ended_and_one_that_is_gone_or_new(base):
    name = "alk-g1202r-brigatinib-clinical-lin-2017"
    ended = only(knowledge_diff(base, with_item(base, "statements", item=name, until="2026-12-31")))
    assert (ended.kind, ended.facts[0].after) == ("ended", "2026-12-31")
    fewer = without(base, "statements", name)
    gone, new = only(knowledge_diff(base, fewer)), only(knowledge_diff(fewer, base))
    assert (gone.kind, new.kind) == ("removed", "added")
    assert gone.summary == new.summary
    assert new.summary.startswith("reduced (clinical series, level B, since 2017, lin-2017")


def test_a_statement_of_another_id_that_says_the_same_is_one_change(base):
    name = "alk-g1202r-brigatinib-clinical-lin-2017"
    change = only(knowledge_diff(base, with_item(base, "statements", item=name, id="renamed")))
    assert [(f.fact, f.before, f.after) for f in change.facts] == [("id", name, "renamed")]


def test_an_approval_that_got_its_day(base):
    rows = [
        a.model_copy(update={"since": "2026-08-01"})
        if (a.therapy, a.agency) == ("zidesamtinib", "FDA")
        else a
        for a in base.approvals
    ]
    change = only(knowledge_diff(base, base.model_copy(update={"approvals": rows})))
    assert change.subject == "FDA approval of zidesamtinib, ROS1, later lines"
    assert [(f.fact, f.after) for f in change.facts] == [("in force since", "2026-08-01")]


def test_a_new_therapy(base):
    fewer = base.model_copy(update={"therapies": base.therapies[1:]})
    change = only(knowledge_diff(fewer, base))
    assert (change.group, change.kind, change.subject) == ("Therapies", "added", "crizotinib")


def test_a_rule_whose_option_or_condition_changed(base):
    old = next(r for r in base.rules if r.id == "alk-g1202r")
    option = old.options[0].model_copy(update={"category": "alternative"})
    prior = old.when.prior.model_copy(update={"none_of": ["generation:4"]})
    changed = {
        "options": [option, *old.options[1:]],
        "when": old.when.model_copy(update={"prior": prior, "requires": ["G1202R", "L1196M"]}),
    }
    change = only(knowledge_diff(base, with_item(base, "rules", item=old.id, **changed)))
    assert change.subject == "ALK G1202R [alk-g1202r]"
    assert {f.fact: (f.before, f.after) for f in change.facts} == {
        "history": (
            "not after a third- or fourth-generation TKI",
            "not after a fourth-generation TKI",
        ),
        "requires": ("G1202R", "G1202R, L1196M"),
        "option lorlatinib, category": ("preferred", "alternative"),
    }


def test_a_threshold_and_a_limit(base):
    rules = [
        r.model_copy(update={"min_ratio": 5.0}) if r.id == "met-ratio-high" else r
        for r in base.copy_number_rules
    ]
    limits = base.limits.model_copy(update={"min_depth": {"tissue": 300.0, "plasma": 1000.0}})
    new = base.model_copy(update={"copy_number_rules": rules, "limits": limits})
    found = {c.group: c for c in knowledge_diff(base, new).changes}
    assert found.keys() == {"Copy-number thresholds", "Limits of detection"}
    (fact,) = found["Copy-number thresholds"].facts
    assert (fact.fact, fact.before, fact.after) == (
        "ratio to the rest of the arm, at least",
        "4",
        "5",
    )
    (fact,) = found["Limits of detection"].facts
    assert (fact.fact, fact.before, fact.after) == ("reads needed in tissue", "250", "300")


def test_an_order_that_decides(base):
    turned = [*base.fusion_rules[1::-1], *base.fusion_rules[2:]]
    change = only(knowledge_diff(base, base.model_copy(update={"fusion_rules": turned})))
    assert change.subject.startswith("the order of the lines")


def test_a_trial_figure(base):
    trial = next(t for t in base.trials if t.id == "CROWN")
    fewer = with_item(base, "trials", item="CROWN", results=trial.results[:-1])
    change = only(knowledge_diff(fewer, base))
    assert change.group == "Trials"
    assert all(fact.before is None for fact in change.facts)
    assert trial.results[-1].value in {fact.after for fact in change.facts}


def test_groups_come_in_the_order_of_reading(base, tmp_path):
    therapy = "- name: new-1\n  kind: tki\n  status: marketed\n  description: d\n"
    files = statements({}) | rule() | {"therapies.yaml": therapy + "  curation: unverified\n"}
    new = load_knowledge([lab(tmp_path, files)])
    groups = [change.group for change in knowledge_diff(base, new).changes]
    assert groups == ["Therapies", "Statements", "Guidance rules"]


def test_a_laboratorys_changes_carry_its_name_and_its_reasons(base, tmp_path):
    name = "alk-g1202r-brigatinib-clinical-lin-2017"
    later = "alk-g1202r-alectinib-clinical-gainor-2016"
    retired = f"id\treason\tsince\n{name}\tNot ours.\t\n{later}\tOurs is newer.\t2026\n"
    folder = lab(tmp_path / "ours", statements({}) | {"retired.tsv": retired})
    text = diff_text(knowledge_diff(base, load_knowledge([folder])))
    assert "  new (by ours): crizotinib on ALK fusion with G1202R [x]: resistant (" in text
    assert f"  no longer there (by ours): brigatinib on ALK fusion with G1202R [{name}]" in text
    assert "Retired: Not ours.\n" in text
    assert "  ended (by ours): alectinib on ALK fusion" in text
    assert "Retired: Ours is newer.\n      in force until: 2026-12-30\n" in text
