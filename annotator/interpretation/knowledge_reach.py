"""How far the knowledge reaches: what a report states where its day lies outside."""

from datetime import date

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.model.warning import ReportWarning


def reach_warnings(knowledge: KnowledgeAsOf, created: date) -> list[ReportWarning]:
    """Warn where the guidance is for a day after the release, or was made long after it."""
    release = knowledge.base.release.date
    if knowledge.as_of > release:
        lead = f"Guidance as of {knowledge.as_of}"
    elif (created - release).days > knowledge.base.limits.knowledge_current_days:
        lead = f"This report of {created}"
    else:
        return []
    text = f"{lead} rests on knowledge of {release}; nothing later is known."
    return [ReportWarning(code="knowledge_out_of_reach", message=text, source=None)]


def earlier_day_banner(knowledge: KnowledgeAsOf) -> list[str]:
    """Return a sentence where the guidance is for a day before the release; else nothing."""
    release = knowledge.base.release.date
    if knowledge.as_of >= release:
        return []
    return [
        f"This is guidance as it stood on {knowledge.as_of}: what became known after that day, up "
        f"to {release}, is left out."
    ]
