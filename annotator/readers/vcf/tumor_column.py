"""Which sample column of a VCF is the tumor: told by the user, the header, or the names."""

import re

from annotator.readers.datafile import DataFile
from annotator.readers.vcf.header import VcfHeader

_TUMOR = re.compile(r"(^|[^a-z])tumou?r([^a-z]|$)", re.IGNORECASE)
_NORMAL = re.compile(r"(^|[^a-z])normal([^a-z]|$)", re.IGNORECASE)


def tumor_column(file: DataFile, header: VcfHeader, wanted: str | None) -> str | None:
    """The name of the tumor's column; None where the file has no sample column.

    Raises `InputProblem` where the wanted column is not there, or where several columns could be
    the tumor.
    """
    samples = header.samples
    if wanted is not None and samples:
        if wanted not in samples:
            raise file.problem(
                f"the VCF has no sample column {wanted!r}",
                line=header.line,
                expected=f"one of {', '.join(samples)}",
                advice="Correct --tumor-sample.",
            )
        return wanted
    if len(samples) <= 1:
        return samples[0] if samples else None
    for candidates in (_by_header(header), _by_exclusion(header), _by_name(samples)):
        if len(candidates) == 1:
            return candidates.pop()
    raise file.problem(
        f"several sample columns could be the tumor: {', '.join(samples)}",
        line=header.line,
        advice="Say which one with --tumor-sample.",
    )


def _by_header(header: VcfHeader) -> set[str]:
    """Columns that the header calls the tumor, by the first convention that names one."""
    conventions = (
        header.values("tumor_sample"),
        _fields(header, "PEDIGREE", "Derived"),
        [
            fields["ID"]
            for fields in _structured(header, "SAMPLE")
            if fields.get("Genomes", "").lower() == "tumor" and "ID" in fields
        ],
        [
            fields.get("SampleName", "")
            for fields in _structured(header, "SAMPLE")
            if _TUMOR.search(fields.get("ID", ""))
        ],
    )
    found = (set(names) & set(header.samples) for names in conventions)
    return next((names for names in found if names), set())


def _by_exclusion(header: VcfHeader) -> set[str]:
    """The columns that the header does not call the normal, where it calls one so."""
    normal = set(header.values("normal_sample") + _fields(header, "PEDIGREE", "Original"))
    rest = set(header.samples) - normal
    return rest if len(rest) < len(header.samples) else set()


def _by_name(samples: list[str]) -> set[str]:
    """Columns called TUMOR, else the columns not called NORMAL."""
    tumor = {name for name in samples if _TUMOR.search(name)}
    return tumor or {name for name in samples if not _NORMAL.search(name)}


def _fields(header: VcfHeader, key: str, field: str) -> list[str]:
    return [fields[field] for fields in _structured(header, key) if field in fields]


def _structured(header: VcfHeader, key: str) -> list[dict[str, str]]:
    """The fields of lines such as `##SAMPLE=<ID=T,Genomes=Tumor>`."""
    return [dict(re.findall(r"(\w+)=(\"[^\"]*\"|[^,>]*)", value)) for value in header.values(key)]
