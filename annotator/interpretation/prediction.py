"""The predicted effects of a sample: its sensitivity calls, with what limits them."""

from annotator.interpretation.bypass_limits import with_limits
from annotator.interpretation.history import course_tokens
from annotator.interpretation.profile import Profile
from annotator.interpretation.resected import without_foreign_tiers
from annotator.interpretation.sample_findings import SampleFindings
from annotator.interpretation.sensitivity import SensitivityCallers
from annotator.model.context import ClinicalContext
from annotator.model.report import SensitivityCall


def predict_sensitivity(
    sample: SampleFindings, callers: SensitivityCallers
) -> list[SensitivityCall]:
    """Return the calls on every therapy for each driver of the sample."""
    context = sample.document.clinical_context
    return [call for profile in sample.profiles for call in _calls(profile, context, callers)]


def _calls(
    profile: Profile, context: ClinicalContext, callers: SensitivityCallers
) -> list[SensitivityCall]:
    knowledge = callers.knowledge
    history = course_tokens(context.courses, profile.gene, knowledge.therapies.values())
    calls = callers.caller(profile, history).calls
    if context.disease_setting == "resected":
        calls = without_foreign_tiers(calls, knowledge)
    return with_limits(calls, profile, knowledge)
