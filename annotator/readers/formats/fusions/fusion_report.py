"""fusion-report (nf-core/rnafusion): `fusions.csv` and `fusions.json`, one row per pair of genes.

Each caller that found the pair has a column (in JSON a key) of its own, with what it said of it.
The names `A--B` are those of the callers, 5' first. Arriba's places carry no strands there, so
that its order is not certain; SQUID's are segments, in no order. `fusion_list.tsv` has names
alone and is refused.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from annotator.model.base import Frame, Strand
from annotator.model.observations import FusionEnd, FusionObservation, JunctionKind, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.tables.fusions import FusionTable
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.gene_pairs import gene_pair
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.samples import sample_column
from annotator.readers.tables.table import BadCell, Row, TableShape, header_of, quoted
from annotator.readers.tables.tool_names import caller_of

_NAME, _JSON = "fusion_report", "fusion_report_json"
_COMMAS = TableShape(",")
_REQUIRED = ("Fusion", "Databases")
_ABOUT_THE_PAIR = {
    *_REQUIRED,
    "Score",
    "Explained score",
    "Fusion Indication Index (FII)",
    "Explained FII",
}
_LISTED = re.compile(r"\S+--\S+")
_PLACE = re.compile(r"([^:]+):(?:(\d{1,18})-)?([1-9]\d{0,17})(?::([+-]))?")
_STRANDS: dict[str | None, Strand] = {"+": "+", "-": "-"}
_FRAMES: dict[str, Frame] = {
    "in-frame": "in_frame",
    "out-of-frame": "out_of_frame",
    "stop-codon": "out_of_frame",
    "TRUE": "in_frame",
    "True": "in_frame",
    "FALSE": "out_of_frame",
    "False": "out_of_frame",
}


@dataclass(frozen=True)
class _Told:
    """The keys under which a caller's split reads and pairs, its frame and its doubt stand."""

    split: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    frame: str = ""
    confidence: str = ""


_KEYS = {
    "arriba": _Told(
        ("split_reads1", "split_reads2"), ("discordant_mates",), "reading-frame", "confidence"
    ),
    "star_fusion": _Told(("junction_reads",), ("spanning_reads",)),
    "fusioncatcher": _Told(("spanning_unique_reads",), ("spanning_pairs",), "fusion_type"),
    "ericscript": _Told(("junction_reads",), ("discordant_reads",)),
    "jaffa": _Told(("spanning_reads",), ("spanning_pairs",), "inframe", "classification"),
    "pizzly": _Told(("split_count",), ("pair_count",)),
    "squid": _Told(("score",)),
    "ctat_lr_fusion": _Told(("num_LR",)),
}


def _recognize_csv(head: list[str]) -> bool:
    return tuple(header_of(head, _COMMAS)[:2]) == _REQUIRED or _is_list(head)


def _is_list(head: list[str]) -> bool:
    """Whether these are lines `A--B` and nothing else."""
    names = [line.strip() for line in head if line.strip()]
    return bool(names) and all(_LISTED.fullmatch(name) for name in names)


def _read_csv(file: DataFile, scope: Scope) -> Content:
    if _is_list(file.head()):
        raise file.problem(
            "this is a list of names, without the callers and their support",
            expected="fusions.csv or fusions.json of fusion-report",
        )

    return _TABLE.read(file, scope)


def _observations(file: DataFile, row: Row) -> Iterator[FusionObservation]:
    source = Source(file=file.name, line=row.line)
    no_tools = {*_ABOUT_THE_PAIR, sample_column(row.cells)}
    for column, cell in row.cells.items():
        if column not in no_tools and cell:
            try:
                yield _observation(row.cells["Fusion"], column, _said(cell), source)
            except BadCell as bad:
                bad.column = column
                raise


def _said(cell: str) -> dict[str, str]:
    """`position: 6:1#6:2,type: a,split_reads1: 35`, where a value may itself contain a comma."""
    pairs: list[tuple[str, str]] = []
    for part in cell.split(","):
        key, separator, value = part.partition(": ")
        if separator:
            pairs.append((key, value))
        elif pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]},{part}")
    if not pairs:
        raise BadCell(quoted(cell), expected="what a caller says, as in `position: 2:1#2:9`")
    return dict(pairs)


def _observation(
    pair: str, tool: str, said: Mapping[str, str], source: Source
) -> FusionObservation:
    caller = caller_of(tool)
    keys = _KEYS.get(caller, _Told())
    first, second = gene_pair(pair) or (pair, "")
    ends = _ends(said.get("position", ""), (first, second), caller)
    ordered = caller != "squid" and all(end.strand or not end.place for end in ends)
    counted = {key: value for key, value in said.items() if whole_number(value) is not None}
    return FusionObservation(
        caller=caller,
        assay="rna",
        five_prime=ends[0],
        three_prime=ends[1],
        junction=_junction(said.get("type", ""), ordered),
        ordered=ordered,
        split_reads=_count(said, keys.split),
        spanning_reads=_count(said, keys.pairs),
        raw_support=counted,
        frame=_FRAMES.get(said.get(keys.frame, ""), "unknown"),
        confidence=said.get(keys.confidence),
        raw_breakpoints=said.get("position", pair),
        source=source,
    )


def _ends(position: str, genes: tuple[str, str], caller: str) -> tuple[FusionEnd, FusionEnd]:
    names = [gene_symbols(gene) for gene in genes]
    if not position:
        return end_of(names[0], None), end_of(names[1], None)
    places = [_PLACE.fullmatch(part) for part in position.split("#")]
    if len(places) != 2 or None in places:
        raise BadCell(quoted(position), expected="two places as in 2:42301394:+#2:29223584:-")
    first, second = (
        _end(place, named, caller) for place, named in zip(places, names, strict=True) if place
    )
    return first, second


def _end(place: re.Match[str], genes: list[str], caller: str) -> FusionEnd:
    """SQUID's segment ends at the break where its sign is +, and begins there where it is -."""
    chrom, start, end, sign = place.groups()
    if caller == "squid":
        at_start = sign == "-" and start is not None
        return end_of(genes, (chrom, int(start) + 1 if at_start else int(end)))
    return end_of(genes, (chrom, int(end)), _STRANDS.get(sign))


def _junction(kind: str, ordered: bool) -> JunctionKind:
    """Arriba tells a junction of two 5' or two 3' ends by its type."""
    if kind.endswith("5'-5'"):
        return "five_to_five"
    if kind.endswith("3'-3'"):
        return "three_to_three"
    return "sense" if ordered else "unknown"


def _count(said: Mapping[str, str], keys: tuple[str, ...]) -> int | None:
    texts = [said[key] for key in keys if key in said]
    counts = [count for text in texts if (count := whole_number(text)) is not None]
    if len(counts) < len(texts):
        raise BadCell(quoted(", ".join(texts)), expected=f"whole numbers ({', '.join(keys)})")
    return sum(counts) if counts else None


def _recognize_json(head: list[str]) -> bool:
    text = "".join(head).strip()
    return text == "[]" or (text.startswith("[") and '"Fusion"' in text)


def _read_json(file: DataFile, _scope: Scope) -> Content:
    text = b"\n".join(raw for _, raw in file.lines()).decode("utf-8", "replace")
    try:
        pairs = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise file.problem("this is no JSON", line=line, advice="It may have been cut.") from None
    if not isinstance(pairs, list):
        raise file.problem("this is not a list", expected="a list of fusions")
    found = [each for number, pair in enumerate(pairs, 1) for each in _pair(file, number, pair)]
    return Content(fusions=found)


def _pair(file: DataFile, number: int, pair: object) -> Iterator[FusionObservation]:
    """The callers of one entry of the list."""
    if not isinstance(pair, dict) or not isinstance(pair.get("Fusion"), str):
        raise file.problem(f"entry {number} is not a fusion", expected="an object with a Fusion")
    for tool, said in pair.items():
        if tool in _ABOUT_THE_PAIR:
            continue
        if not isinstance(said, dict):
            raise file.problem(
                f"entry {number}: {quoted(str(said))}", column=tool, expected="an object"
            )
        texts = {key: str(value) for key, value in said.items()}
        try:
            yield _observation(pair["Fusion"], tool, texts, Source(file=file.name))
        except BadCell as bad:
            raise file.problem(
                f"entry {number}: {bad.found}", column=tool, expected=bad.expected
            ) from None


_TABLE = FusionTable(
    name=_NAME,
    about=About(
        title="fusion-report",
        files="`fusions.csv`, fusion lists",
        note="yes; open for Arriba and SQUID",
        link="https://github.com/Clinical-Genomics/fusion-report",
        versions=("2.x",),
        real=True,
    ),
    recognized_by="comma-separated header that begins with Fusion,Databases",
    columns=tuple(_REQUIRED),
    fusions=lambda file, row, _scope: _observations(file, row),
    shape=_COMMAS,
)
FORMATS = [
    replace(_TABLE.format, recognize=_recognize_csv, read=_read_csv),
    Format(
        name=_JSON,
        role="fusions",
        about=About(
            title="fusion-report, JSON",
            files="`fusions.json`",
            note="yes; open for Arriba and SQUID",
            link="https://github.com/Clinical-Genomics/fusion-report",
            versions=("2.x",),
            real=True,
        ),
        recognized_by="a JSON list of objects with the key Fusion",
        coordinates="1-based",
        recognize=_recognize_json,
        read=_read_json,
        needs_build=False,
    ),
]
