"""The packaged resources, each loaded once for a process, when a test first asks for them."""

from datetime import date
from functools import cache

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.model import KnowledgeBase
from annotator.model.base import GenomeBuild
from annotator.model.tables import DetectionTables
from annotator.pipeline.environment import Environment
from annotator.reference import Genome, Reference


@cache
def environment() -> Environment:
    """What the samples of a run share. No test changes it."""
    return Environment()


def reference() -> Reference:
    """Gene models and sequences."""
    return environment().reference


def genome(build: GenomeBuild = "GRCh38") -> Genome:
    """The reference in one build."""
    return reference().in_build(build)


def tables() -> DetectionTables:
    """The tables of the knowledge base, as detection uses them."""
    return environment().tables


def knowledge() -> KnowledgeBase:
    """The knowledge base."""
    return environment().knowledge


def knowledge_as_of(day: date | None = None, jurisdiction: str | None = None) -> KnowledgeAsOf:
    """The knowledge base on a day, by default that of its release."""
    return environment().knowledge_as_of(day, jurisdiction)
