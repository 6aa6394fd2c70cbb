"""A sensitive call names the bypasses found that it does not speak for."""

from annotator.interpretation.bypass_limits import with_limits
from annotator.interpretation.profile import build_profile
from annotator.interpretation.sensitivity import SensitivityCaller
from annotator.model.findings import Finding
from tests.builders.findings import amplification, fusion, looked
from tests.builders.knowledge import knowledge, rule, statement

TOKEN = "GENE9 amplification"
SENSITIVE = statement("", "drug-a", "sensitive")


def offers(**when):
    return rule("BYPASS", [("drug-b", "preferred")], when=when)


def limits(rules, statements=(SENSITIVE,), found=True):
    driver = fusion()
    findings: list[Finding] = [driver, *([amplification()] if found else [])]
    base = knowledge(statements, rules)
    profile = build_profile(driver, findings, [looked("absent")])
    calls = SensitivityCaller(profile, base, frozenset()).calls
    return {c.therapy: c.limited_by for c in with_limits(calls, profile, base)}["drug-a"]


def test_a_bypass_by_itself_limits_a_sensitive_call():
    assert limits([offers(requires=[TOKEN])]) == [TOKEN]
    assert limits([offers(requires_any=[TOKEN, "GENE8 fusion"])]) == [TOKEN]
    assert limits([offers(requires=[TOKEN])], found=False) == []


def test_what_makes_no_rule_offer_something_else_limits_nothing():
    assert limits([]) == []
    assert limits([offers(requires=[TOKEN, "GENE8 loss"])]) == []
    note = rule(
        "NOTE", [], when={"requires": [TOKEN]}, notes=[{"text": "said", "references": ["ref"]}]
    )
    assert limits([note]) == []


def test_a_call_that_rests_on_the_bypass_is_not_limited_by_it():
    on_it = statement(TOKEN, "drug-a", "sensitive")
    assert limits([offers(requires=[TOKEN])], [SENSITIVE, on_it]) == []


def test_a_call_that_is_not_sensitive_is_not_limited():
    resistant = statement("", "drug-a", "resistant")
    assert limits([offers(requires=[TOKEN])], [resistant]) == []
