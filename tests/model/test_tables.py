"""What a line of the copy-number tables may be."""

import pytest
from pydantic import ValidationError

from annotator.model.tables import CopyNumberRule

LINE = {
    "id": "x",
    "level": "none",
    "result": "absent",
    "reason": "r",
    "reference": "ref",
    "curation": "unverified",
}


@pytest.mark.parametrize(
    "fields",
    [
        {"gene": "GENE1"},
        {"change": "gain"},
        {"gene": "GENE1", "token": "GENE1 amplification"},
        {"change": "loss", "loss": "homozygous"},
    ],
)
def test_a_line_is_of_a_gene_or_of_a_change(fields: dict[str, str]) -> None:
    assert CopyNumberRule.model_validate(LINE | fields).id == "x"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "a gene or a change"),
        ({"gene": "GENE1", "change": "gain"}, "a gene or a change"),
        ({"change": "gain", "token": "GENE1 amplification"}, "that of the gene counts"),
        ({"change": "loss", "loss": "homozygous", "level": "gain"}, "has the level none"),
    ],
)
def test_what_would_be_read_over_is_refused(fields: dict[str, str], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        CopyNumberRule.model_validate(LINE | fields)
