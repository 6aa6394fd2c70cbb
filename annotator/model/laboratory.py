"""The laboratory that issues a report, and the assay that it sequenced with."""

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from annotator.model.base import Model

Paper = Literal["A4", "US Letter"]
Shown = Literal["whole", "page 1"]
Analyte = Literal["DNA", "RNA"]
VariantClass = Literal["small_variants", "fusions", "copy_number"]
Exon = Annotated[int, Field(ge=1)]


class Signatory(Model):
    """Somebody who signs a report."""

    name: str
    """The name, with titles."""
    role: str
    """What the person signs as (`Molecular pathologist`)."""


class Laboratory(Model):
    """The laboratory that issues a report, and how its reports look."""

    name: str
    """The name of the laboratory."""
    address: list[str] = []
    """The lines of its address."""
    contact: list[str] = []
    """Telephone, mail or web address, a line each."""
    accreditation: str | None = None
    """Its accreditation, as it is to be printed; null where it states none."""
    logo: str | None = None
    """The logo, an SVG or PNG picture: in the file of a laboratory its path from there, in a report
    the picture as a data URI; null where it has none."""
    signatories: list[Signatory] = []
    """Who signs its reports."""
    disclaimer: str | None = None
    """What it adds to the limits of a report; null where it adds nothing."""
    paper: Paper = "A4"
    """The paper of the PDF."""
    language: Literal["en"] = "en"
    """The language of the report."""
    show: Shown = "whole"
    """Whether the PDF is the whole report or page 1 alone; the attached JSON is always whole."""


class LimitsOfDetection(Model):
    """What an assay detects at the least, by class of variant, in the laboratory's words."""

    small_variants: str | None = None
    """Of substitutions and short indels (`VAF 5 % at 250 reads`); null where not stated."""
    fusions: str | None = None
    """Of fusions and structural variants; null where not stated."""
    copy_number: str | None = None
    """Of changed copy numbers; null where not stated."""


class DescribedAssay(Model):
    """An assay as the laboratory validated it."""

    version: str | None = None
    """Its version; null where none is stated."""
    analytes: list[Analyte] = []
    """What it sequences; empty where that is not stated."""
    design: Literal["tumor only", "tumor and normal"] | None = None
    """Whether a normal sample is sequenced too; null where that is not stated."""
    genes: dict[str, list[Exon]] = {}
    """The genes that it covers, each with its exons in the numbering of the gene's transcript; an
    empty list is the whole gene. Empty where the genes are not stated: then nothing is outside
    it."""
    limits_of_detection: LimitsOfDetection = LimitsOfDetection()
    """What it detects at the least."""
    minimum_tumor_content: Annotated[float, Field(gt=0, le=1)] | None = None
    """The share of tumor cells (0-1) below which it can miss what is there; null where none is
    stated."""
    limitations: list[str] = []
    """What it cannot show, a sentence each."""

    @field_validator("genes", mode="before")
    @classmethod
    def _of_names(cls, value: Any) -> Any:
        """Read a list of names as whole genes, and a gene without exons as a whole one."""
        if isinstance(value, list) and all(isinstance(name, str) for name in value):
            return {name.upper(): [] for name in value}
        if isinstance(value, dict):
            return {str(name).upper(): exons or [] for name, exons in value.items()}
        return value


class LaboratoryAssay(DescribedAssay):
    """The assay that a sample was sequenced with."""

    name: str
    """The name of the assay, as sample sheets give it."""


class LaboratoryDescription(Laboratory):
    """The file in which a laboratory describes itself and its assays."""

    assays: dict[str, DescribedAssay] = {}
    """The assays, by the names that sample sheets give."""
