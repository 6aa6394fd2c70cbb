"""What is looked for in the tests of panels: the kinase genes, in one build."""

from annotator.model.base import GenomeBuild
from annotator.readers.format import Scope
from tests.readers.samples import everywhere, scope

KINASES = frozenset({"ALK", "ROS1", "MET"})


def kinases(
    build: GenomeBuild = "GRCh38", sample: str | None = None, tumor_sample: str | None = None
) -> Scope:
    """The loci of the kinase genes."""
    return scope(build, tumor_sample, sample, KINASES)


def all_places(sample: str | None = None, tumor_sample: str | None = None) -> Scope:
    """The whole genome, so that no row of a real file is left out."""
    return everywhere(tumor_sample, sample, KINASES)
