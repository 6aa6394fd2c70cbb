"""Which sample column of a VCF is the tumor: by the user, the header, names, or the caller."""

import re
from dataclasses import dataclass, replace

from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.vcf.callers import caller_code
from annotator.readers.vcf.header import VcfHeader

_TUMOR = re.compile(r"(^|[^a-z])tumou?r([^a-z]|$)", re.IGNORECASE)
_NORMAL = re.compile(r"(^|[^a-z])normal([^a-z]|$)", re.IGNORECASE)
_DRAGEN_TUMOR = re.compile(r"--RGSM-tumor[ =]+([^\s\"]+)")
_RNA = re.compile(r"(^|[^a-z])rna([^a-z]|$)", re.IGNORECASE)


@dataclass(frozen=True)
class TumorColumn:
    """The name of the tumor's column (None where the file has no sample column), and a doubt.

    `normal` is the other column of a file of two, and of more the one called the normal.
    """

    name: str | None
    warnings: tuple[ReportWarning, ...] = ()
    normal: str | None = None


@dataclass(frozen=True)
class _PairOrder:
    """The place of the tumor among the two columns of a caller's tumor/normal file.

    `sign` is a part of the header that only its tumor/normal mode writes.
    """

    tumor: int
    sign: str


# The orders that the callers fix in their own code, whatever the samples are called.
_PAIR_ORDERS = {
    "strelka2": _PairOrder(1, "##content=strelka somatic"),
    "varscan2": _PairOrder(1, "##INFO=<ID=SSC,"),
    "somaticsniper": _PairOrder(1, "##FORMAT=<ID=SSC,"),
    "vardict": _PairOrder(0, "##INFO=<ID=STATUS,"),
    "muse": _PairOrder(0, "##MuSE_"),
    "manta": _PairOrder(1, "##INFO=<ID=SOMATICSCORE,"),
}


def tumor_column(
    file: DataFile, header: VcfHeader, wanted: str | None, sample: str | None = None
) -> TumorColumn:
    """Find the tumor's column: the wanted one, else by the header and the names.

    A column called as the `sample` itself comes before one that only looks like a tumor's. A
    caller's fixed order decides last, and with a warning.

    Raises `InputProblem` where the wanted column is not there, or where several columns could be
    the tumor.
    """
    tumor = _tumor(file, header, wanted, sample)
    return replace(tumor, normal=_normal(header, tumor.name))


def _normal(header: VcfHeader, tumor: str | None) -> str | None:
    others = [name for name in header.samples if name != tumor]
    if len(others) > 1:
        called = _called_normal(header)
        others = [name for name in others if name in called or _NORMAL.search(name)]
    return others[0] if len(others) == 1 else None


def _tumor(
    file: DataFile, header: VcfHeader, wanted: str | None, sample: str | None
) -> TumorColumn:
    samples = header.samples
    if wanted is not None and samples:
        if wanted not in samples:
            raise file.problem(
                f"the VCF has no sample column {wanted!r}",
                line=header.line,
                expected=f"one of {', '.join(samples)}",
                advice="Correct --tumor-sample.",
            )
        return TumorColumn(wanted)
    if len(samples) <= 1:
        return TumorColumn(samples[0] if samples else None, _only_normal_warning(file, header))
    own = {name for name in samples if name == sample}
    for candidates in (_by_header(header), _by_exclusion(header), own, _by_name(samples)):
        if len(candidates) == 1:
            return TumorColumn(candidates.pop())
    by_order = _by_order(file, header)
    if by_order:
        return by_order
    raise file.problem(
        f"several sample columns could be the tumor: {', '.join(samples)}",
        line=header.line,
        advice="Say which one with --tumor-sample.",
    )


def _only_normal_warning(file: DataFile, header: VcfHeader) -> tuple[ReportWarning, ...]:
    """The warning that the only column is called a normal, so that no tumor was read."""
    name = header.samples[0] if header.samples else ""
    named = _NORMAL.search(name) and not _TUMOR.search(name)
    if not named and name not in _called_normal(header):
        return ()
    message = (
        f"the only sample column is called {name}: if it is the normal, the file says nothing of "
        "the tumor, and mutations of the tumor would be missed"
    )
    return (ReportWarning(code="only_column_is_normal", message=message, source=file.name),)


def _by_header(header: VcfHeader) -> set[str]:
    """Columns that the header calls the tumor, by the first convention that names one."""
    conventions = (
        header.values("tumor_sample"),
        _fields(header, "PEDIGREE", "Derived"),
        [
            fields["ID"]
            for fields in _structured(header, "SAMPLE")
            if _is_called_tumor(fields) and "ID" in fields
        ],
        [
            fields.get("SampleName", "")
            for fields in _structured(header, "SAMPLE")
            if _TUMOR.search(fields.get("ID", ""))
        ],
        re.findall(r"\btumor_sample_name=(\S+)", "\n".join(header.values("MuTect"))),
        re.findall(r"\bsvaba run .*?-t (\S+)", "\n".join(header.values("source"))),
        _DRAGEN_TUMOR.findall("\n".join(header.values("DRAGENCommandLine"))),
    )
    found = (set(names) & set(header.samples) for names in conventions)
    return next((names for names in found if names), set())


def _is_called_tumor(sample: dict[str, str]) -> bool:
    """By a `##SAMPLE` line of bcbio (`Genomes=Tumor`) or of megSAP (`IsTumor=yes`)."""
    return sample.get("Genomes", "").lower() == "tumor" or sample.get("IsTumor") == "yes"


def _by_exclusion(header: VcfHeader) -> set[str]:
    """The columns that the header does not call the normal, where it calls one so."""
    rest = set(header.samples) - _called_normal(header)
    return rest if len(rest) < len(header.samples) else set()


def _called_normal(header: VcfHeader) -> set[str]:
    return set(header.values("normal_sample") + _fields(header, "PEDIGREE", "Original"))


def _by_name(samples: list[str]) -> set[str]:
    """Columns called TUMOR, without those of RNA where others are left; else those not NORMAL."""
    tumor = {name for name in samples if _TUMOR.search(name)}
    dna = {name for name in tumor if not _RNA.search(name)}
    return dna or tumor or {name for name in samples if not _NORMAL.search(name)}


def _by_order(file: DataFile, header: VcfHeader) -> TumorColumn | None:
    caller = caller_code(header)
    order = _PAIR_ORDERS.get(caller)
    if order is None or len(header.samples) != 2:
        return None
    if not any(line.startswith(order.sign) for line in header.meta):
        return None
    name = header.samples[order.tumor]
    place = ("first", "second")[order.tumor]
    message = (
        f"the column {name} is taken for the tumor because {caller} writes the tumor {place}; "
        "--tumor-sample says it for certain"
    )
    return TumorColumn(
        name, (ReportWarning(code="tumor_by_order", message=message, source=file.name),)
    )


def _fields(header: VcfHeader, key: str, field: str) -> list[str]:
    return [fields[field] for fields in _structured(header, key) if field in fields]


def _structured(header: VcfHeader, key: str) -> list[dict[str, str]]:
    """The fields of lines such as `##SAMPLE=<ID=T,Genomes=Tumor>`."""
    return [dict(re.findall(r"(\w+)=(\"[^\"]*\"|[^,>]*)", value)) for value in header.values(key)]
