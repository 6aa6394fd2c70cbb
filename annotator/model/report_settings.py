"""What a report was made under, read from its document without the rest of it."""

from datetime import date
from typing import Literal

from pydantic import BaseModel

from annotator.model.context import ClinicalContext


class KnowledgeSettings(BaseModel):
    """As in `KnowledgeUsed` of the report."""

    sha256: str
    asked_as_of: date | None = None
    asked_jurisdiction: str | None = None


class ProvenanceSettings(BaseModel):
    """Of the provenance, the knowledge alone."""

    knowledge: KnowledgeSettings


class ReportSettings(BaseModel):
    """Of a report, the clinical context and the knowledge that it was made under."""

    status: Literal["complete", "failed"]
    clinical_context: ClinicalContext
    provenance: ProvenanceSettings
