"""How each format is guarded against the faults of real files, in words for people."""

from collections.abc import Mapping

from annotator.model.evidence import EVIDENCE_WORDS, Evidence
from annotator.readers.format import BadRowRule, Format, SampleNames

COLUMNS = (
    "absence is claimed of",
    "another sample in the file",
    "two rows of one place",
    "bad rows that touch no gene looked at",
)
"""The kinds of fault, as the headings of a table."""

_ABSENCE_OF: frozenset[Evidence] = frozenset(
    {"rna_fusions", "dna_junctions", "copy_numbers", "small_variants", "depth"}
)
_SAMPLES: Mapping[SampleNames, str] = {
    "column": "a column of a usual name; rows of others are never taken",
    "columns": "a column of each sample; that of another is never taken",
    "genotypes": "the sample column of the VCF",
    "header": "the name in the file is compared",
    "none": "the file names no sample",
}
_BAD_ROWS: Mapping[BadRowRule, str] = {
    "elsewhere": "left out with a count",
    "never": "an error, as any bad row",
}


def guards_of(form: Format) -> tuple[str, ...]:
    """Return how a format is guarded, in the order of `COLUMNS`."""
    shown = [EVIDENCE_WORDS[each] for each in form.evidence if each in _ABSENCE_OF]
    return (
        ", ".join(shown) or "nothing",
        _SAMPLES[form.samples],
        _repeated(form),
        _BAD_ROWS[form.bad_rows],
    )


def _repeated(form: Format) -> str:
    if form.one_row_each:
        return "an error where they differ"
    return {
        "copy_number": "each counts",
        "coverage": "each counts",
        "small_variants": "one mutation, with a warning where they differ",
    }.get(form.role, "one fusion, by its places")
