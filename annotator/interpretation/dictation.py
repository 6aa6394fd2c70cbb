"""The interpretation at the top of page 1: driver, resistance and options in three sentences."""

from collections.abc import Iterable, Sequence

from annotator.interpretation.known_driver import driver_fusions
from annotator.interpretation.known_resistance import OnTarget
from annotator.interpretation.sample_findings import SampleFindings
from annotator.interpretation.second_driver import driver_mutations, other_drivers
from annotator.interpretation.summary import joint_result
from annotator.model.base import Effect, Result
from annotator.model.findings import CopyNumber, FindingsDocument, Fusion, Mutation
from annotator.model.percent import percent
from annotator.model.report import Guidance, GuidanceOption, SensitivityCall, SummaryLine

_MOST_NAMED = 5
"""The most names in one list; the tables of the report name all."""
_NOT_SHOWN: dict[Result, str] = {
    "absent": "No driver fusion of {genes} was found.",
    "not_assessed": "Whether a fusion of {genes} drives this tumor was not assessed.",
}
_OPEN: dict[Result, str] = {
    "not_assessed": "not assessed",
    "no_call": "not decided, the data being too thin",
    "indeterminate": "not settled",
}
_QUESTIONS = {"on_target": "on-target resistance", "met": "MET"}
_CATEGORIES = ("preferred", "alternative")
_LINES = {
    "adjuvant": "After resection",
    "1L": "For first-line treatment",
    "2L": "For second-line treatment",
    "3L": "For third-line treatment",
    "4L": "For fourth-line treatment",
    "unknown": "For the next line",
}
_LATER = "For the next line"


def dictate(
    sample: SampleFindings,
    summary: Sequence[SummaryLine],
    sensitivity: Sequence[SensitivityCall],
    guidance: Guidance,
) -> list[str]:
    """Return what the findings mean, as sentences that stand for themselves; empty if failed."""
    if sample.failed:
        return []
    results: dict[str, Result] = {line.question: line.result for line in summary}
    sentences = [_driver(sample), _resistance(sample, results, sensitivity), _options(guidance)]
    return [sentence for sentence in sentences if sentence]


def _driver(sample: SampleFindings) -> str:
    findings = sample.document.findings
    fusions = driver_fusions(findings)
    known = sample.document.clinical_context.known_driver
    if fusions:
        likely = all(fusion.classification == "likely_driver" for fusion in fusions)
        names = _listed([fusion.nomenclature for fusion in fusions])
        if len(fusions) > 1:
            return f"{names} were found, each of which can drive this tumor."
        return f"{names} {'is the likely driver of' if likely else 'drives'} this tumor."
    if known is not None:
        return (
            f"{known.fusion[:1].upper()}{known.fusion[1:]}, known from {known.origin}, is taken as "
            "the driver; this sample does not show it."
        )
    doubtful = [f.nomenclature for f in findings if isinstance(f, Fusion) and _in_doubt(f)]
    if doubtful:
        one = len(doubtful) == 1
        return (
            f"{_listed(doubtful)} {'is' if one else 'are'} to be confirmed before "
            f"{'it is' if one else 'one is'} taken as the driver."
        )
    looked_for = [a for a in sample.document.assessments if a.category == "fusion"]
    text = _NOT_SHOWN.get(
        joint_result(looked_for), "Whether a fusion of {genes} drives this tumor is not settled."
    ).format(genes=" or ".join(a.gene for a in looked_for))
    others = [f.nomenclature for f in other_drivers(findings)]
    others += [m.label for m in driver_mutations(findings)]
    if others:
        which = "which" if len(others) == 1 else "each of which"
        text += f" {_were(others)} found, {which} can drive lung cancer by itself."
    elif sample.document.sample.specimen == "plasma":
        text += " Plasma does not exclude one in the tumor."
    return text


def _in_doubt(fusion: Fusion) -> bool:
    to_confirm = fusion.classification == "needs_confirmation"
    return to_confirm and fusion.role == "driver" and fusion.event == "fusion"


def _resistance(
    sample: SampleFindings, results: dict[str, Result], sensitivity: Sequence[SensitivityCall]
) -> str:
    """What resists, and what is left open; empty without a driver that could be resisted."""
    if not sample.drivers:
        return ""
    findings = sample.document.findings
    resisting = OnTarget.of(f for f in findings if isinstance(f, Mutation)).resisting
    parts = []
    if resisting:
        parts.append(_with_mutations(resisting, sample, sensitivity))
    elif results.get("on_target") == "absent":
        plasma = sample.document.sample.specimen == "plasma"
        caveat = " in plasma, which does not exclude one in the tumor" if plasma else ""
        parts.append(f"no on-target resistance mutation was found{caveat}")
    others = _besides_the_driver(sample.document)
    if others:
        parts.append(f"{_were(others)} found besides the driver")
    parts += _left_open(results)
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _with_mutations(
    resisting: Sequence[Mutation], sample: SampleFindings, sensitivity: Sequence[SensitivityCall]
) -> str:
    given = set(sample.document.clinical_context.prior_therapies or ())
    names = _listed([_with_fraction(mutation) for mutation in resisting])
    resisted = _named_by_effect(sensitivity, "resistant", given)
    weakened = _named_by_effect(sensitivity, "reduced", given)
    effects = [f"resistance to {_listed(resisted)}"] if resisted else []
    effects += [f"a weaker effect of {_listed(weakened)}"] if weakened else []
    if not effects:
        return f"{names} {'was' if len(resisting) == 1 else 'were'} found on target"
    predicts = "predicts" if len(resisting) == 1 else "predict"
    return f"{names} {predicts} {', and '.join(effects)}"


def _named_by_effect(
    sensitivity: Sequence[SensitivityCall], effect: Effect, given: set[str]
) -> list[str]:
    """The therapies with one effect whatever the phase, those given before first."""
    effects: dict[str, set[Effect]] = {}
    for call in sensitivity:
        effects.setdefault(call.therapy, set()).add(call.call)
    names = [therapy for therapy, calls in effects.items() if calls == {effect}]
    before = [f"{name} (given before)" for name in names if name in given]
    return before + [name for name in names if name not in given]


def _besides_the_driver(document: FindingsDocument) -> list[str]:
    """Alterations outside the driver that can resist, not those that a caller filtered.

    One of two genes that count only together is left out while the other is not seen altered.
    """
    pairs = [(a.pair, a.result) for a in document.assessments if a.pair is not None]
    halves = {gene for pair, result in pairs if result != "present" for gene in pair}
    named = []
    for finding in document.findings:
        if finding.gene in halves:
            continue
        if isinstance(finding, Mutation) and finding.role == "bypass" and not finding.filters:
            named.append(_with_fraction(finding))
        elif isinstance(finding, CopyNumber) and finding.role != "context":
            named += [f"{finding.gene} amplification"] if finding.amplified else []
        elif isinstance(finding, Fusion) and finding.role == "off_target" and finding.is_functional:
            named.append(finding.nomenclature)
    return named


def _left_open(results: dict[str, Result]) -> list[str]:
    """The questions without an answer, those with one word for it together."""
    by_word: dict[str, list[str]] = {}
    for question, name in _QUESTIONS.items():
        word = _OPEN.get(results.get(question, "absent"))
        if word is not None:
            by_word.setdefault(word, []).append(name)
    return [
        f"{_listed(names)} {'was' if len(names) == 1 else 'were'} {word}"
        for word, names in by_word.items()
    ]


def _options(guidance: Guidance) -> str:
    """The options to prefer and their alternatives, where one history is known."""
    if not guidance.options or guidance.setting.gene is None:
        return ""
    if any(option.branch is not None for option in guidance.options):
        return "The treatment history is unknown: the options for each history stand below."
    preferred, alternative = (_named_options(guidance.options, name) for name in _CATEGORIES)
    parts = []
    if preferred:
        parts.append(f"{_listed(preferred)} {'is' if len(preferred) == 1 else 'are'} preferred")
    if alternative:
        are = "an alternative is" if len(alternative) == 1 else "alternatives are"
        parts.append(f"{are} {_listed(alternative)}")
    if not parts:
        return "No option is preferred or an alternative; see the guidance below."
    return f"{_LINES.get(guidance.setting.line, _LATER)}, {'; '.join(parts)}."


def _named_options(options: Iterable[GuidanceOption], category: str) -> list[str]:
    return [" with ".join(o.therapies) for o in options if o.category == category]


def _were(names: Sequence[str]) -> str:
    return f"{_listed(names)} {'was' if len(names) == 1 else 'were'}"


def _with_fraction(mutation: Mutation) -> str:
    return mutation.label + (f" (VAF {percent(mutation.vaf)})" if mutation.vaf is not None else "")


def _listed(names: Sequence[str]) -> str:
    """Names as a list in a sentence; of many the first, and how many more there are."""
    more = len(names) - _MOST_NAMED
    shown = [*names[:_MOST_NAMED], *([f"{more} more"] if more > 0 else [])]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
