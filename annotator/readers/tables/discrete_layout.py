"""What a study calls amplified: the setting of a table of discrete copy numbers."""

from typing import Literal

from pydantic import Field

from annotator.model.base import Model


class DiscreteLayout(Model):
    """A table of discrete levels (cBioPortal, GISTIC) whose threshold of level 2 is known.

    `amplified_from` is the least number of copies per tumor cell that the study calls 2. With
    `focal` it calls only focal gains so, and not gains of the arm or the chromosome. The columns
    are those of the program's own formats of discrete levels.
    """

    table: Literal["discrete"]
    name: str = Field(pattern=r"^[a-z0-9_]+$")
    title: str | None = None
    amplified_from: float = Field(gt=2, le=1000)
    focal: bool = False
