"""BEDPE of svtools (`vcftobedpe`): a row holds the VCF records of both ends of a junction.

Place and kept sides are read from the VCF part, which is exact, and not from the intervals.
"""

import re

from annotator.model.observations import FusionObservation, Source
from annotator.readers.build import BuildEvidence, checked_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.junction import Junction
from annotator.readers.tables.bedpe_rows import at_loci, columns_of, read_rows
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import BadCell, Row, quoted
from annotator.readers.vcf.adjacencies import adjacencies
from annotator.readers.vcf.callers import caller_code
from annotator.readers.vcf.header import FIXED_COLUMNS, VcfHeader
from annotator.readers.vcf.records import PASSING
from annotator.readers.vcf.tumor_column import tumor_column

_ABOUT = About(
    title="svtools BEDPE",
    files="BEDPE with the columns of its VCF",
    note="by kept sides",
    link="https://github.com/hall-lab/svtools",
    real=True,
)

_NAME = "svtools_bedpe"
_REQUIRED = ("CHROM_A", "FILTER", "ALT_A", "INFO_A")
_BREAKEND = re.compile(r"[A-Za-z]+([\[\]])[^\[\]]+:\d{1,18}\1|([\[\]])[^\[\]]+:\d{1,18}\2[A-Za-z]+")
_SYMBOL = re.compile(r"<[^<>]+>")
_PASSED = frozenset({*PASSING, ".", ""})
# Keys of split reads and of pairs: LUMPY, svtyper, Manta (reference,alternative).
_SPLIT, _PAIRS = ("AS", "SR"), ("AP", "PE", "PR")


def _recognize(head: list[str]) -> bool:
    return set(columns_of(head)).issuperset(_REQUIRED)


def _header(file: DataFile) -> VcfHeader:
    """The header as that of the VCF that the table was made of."""
    meta: list[str] = []
    for line, raw in file.lines():
        text = raw.decode("utf-8", "replace")
        columns = columns_of([text])
        if set(columns).issuperset(_REQUIRED):
            samples = columns[columns.index("FORMAT") :] if "FORMAT" in columns else []
            return VcfHeader(meta, [*FIXED_COLUMNS, *samples], line)
        meta.append(text)
    raise file.problem("no header line", expected=f"the columns {', '.join(_REQUIRED)}")


def _build_evidence(file: DataFile) -> list[BuildEvidence]:
    return checked_build_evidence(file, _header(file))


def _read(file: DataFile, scope: Scope) -> Content:
    header = _header(file)
    tumor = tumor_column(file, header, scope.tumor_sample, scope.sample)
    named = caller_code(header)
    caller = _NAME if named == "vcf" else named

    def observe(row: Row) -> list[FusionObservation]:
        sample = _sample(row, tumor.name)
        return [] if _is_absent(sample) else at_loci(_junctions(file, row, sample, caller), scope)

    rows = read_rows(file, scope, observe)
    return Content(
        fusions=rows.rows,
        warnings=[*tumor.warnings, *rows.warnings],
        sample_name=tumor.name,
        sample_names=header.samples,
    )


def _sample(row: Row, name: str | None) -> dict[str, str]:
    if name is None:
        return {}
    keys, values = row.cells.get("FORMAT", ""), row.cells.get(name, "")
    return dict(zip(keys.split(":"), values.split(":"), strict=False))


def _is_absent(sample: dict[str, str]) -> bool:
    """The tumor's genotype, or else its reads, are those of the reference."""
    alleles = set(re.split(r"[/|]", sample.get("GT", ".")))
    if alleles - {"0", "."}:
        return False
    counts = [count for keys in (_SPLIT, _PAIRS) if (count := _count(sample, keys)) is not None]
    return not any(counts) if counts else alleles == {"0"}


def _count(values: dict[str, str], keys: tuple[str, ...]) -> int | None:
    texts = (values[key].rpartition(",")[2] for key in keys if key in values)
    return next((count for text in texts if (count := whole_number(text)) is not None), None)


def _junctions(file: DataFile, row: Row, sample: dict[str, str], caller: str) -> list[Junction]:
    info = dict(part.partition("=")[::2] for part in row.cells.get("INFO_A", "").split(";"))
    alt = row.cells["ALT_A"]
    position = whole_number(info.get("POS", ""))
    if position is None:
        raise BadCell("no POS", column="INFO_A", expected="POS of the first end")
    _check(alt, info)
    counted = sample or info
    return [
        Junction(
            caller=caller,
            first=each.first,
            second=each.second,
            split_reads=_count(counted, _SPLIT),
            spanning_reads=_count(counted, _PAIRS),
            filters=[f for f in row.cells["FILTER"].split(";") if f.lower() not in _PASSED],
            raw_breakpoints=each.written,
            source=Source(file=file.name, line=row.line),
            raw_support={key: counted[key] for key in (*_SPLIT, *_PAIRS) if key in counted},
        )
        for each in adjacencies(row.cells["CHROM_A"], position, alt, info)
    ]


def _check(alt: str, info: dict[str, str]) -> None:
    """Raise `BadCell` for an ALT that is neither breakend nor symbol, and for an END that is no
    number.
    """
    if not (_BREAKEND.fullmatch(alt) or _SYMBOL.fullmatch(alt)):
        raise BadCell(quoted(alt), column="ALT_A", expected="a breakend, or a symbol as <DEL>")
    for key in ("END", "POS2"):
        if whole_number(info.get(key, "0")) is None:
            raise BadCell(f"{key}={info[key]}", column="INFO_A", expected="a whole number")


FORMATS = [
    Format(
        name=_NAME,
        role="structural_variants",
        about=_ABOUT,
        recognized_by="BEDPE with a header that names CHROM_A, ALT_A, INFO_A",
        coordinates="1-based (POS of the VCF part)",
        samples="genotypes",
        bad_rows="elsewhere",
        recognize=_recognize,
        read=_read,
        build_evidence=_build_evidence,
    )
]
