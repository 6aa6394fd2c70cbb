"""pizzly: the JSON from which its table of gene pairs is made.

Gene A is the 5' and gene B the 3' partner. It gives positions in transcripts alone, none in the
genome.
"""

import json
from typing import Any

from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.tables.gene_names import end_of
from annotator.readers.tables.table import quoted

_SPLIT, _PAIRS = "splitcount", "paircount"
_GENES = ("geneA", "geneB")


def _recognize(head: list[str]) -> bool:
    text = "".join(line.strip() for line in head[:5])
    return text.startswith("{") and '"genes"' in text[:100]


def _read(file: DataFile, _scope: Scope) -> Content:
    text = b"\n".join(line for _, line in file.lines()).decode("utf-8", "replace")
    try:
        fusions = json.loads(text)["genes"]
    except json.JSONDecodeError as error:
        raise file.problem("this is no JSON", line=error.lineno, expected=error.msg) from None
    except (KeyError, TypeError, RecursionError, ValueError):
        fusions = None
    if not isinstance(fusions, list):
        raise file.problem("no list of fusions", column="genes", expected='{"genes": [...]}')
    return Content(fusions=[_observation(file, *each) for each in enumerate(fusions)])


def _observation(file: DataFile, number: int, fusion: Any) -> FusionObservation:
    at = f"genes[{number}]"
    if not isinstance(fusion, dict):
        raise file.problem(quoted(str(fusion)), column=at, expected="a fusion")
    five, three = (_end(file, at, key, fusion.get(key)) for key in _GENES)
    split, pairs = (_count(file, at, key, fusion.get(key)) for key in (_SPLIT, _PAIRS))
    return FusionObservation(
        caller="pizzly",
        assay="rna",
        five_prime=five,
        three_prime=three,
        junction="sense",
        split_reads=split,
        spanning_reads=pairs,
        raw_support={_SPLIT: str(split), _PAIRS: str(pairs)},
        raw_breakpoints=f"{five.gene}|{three.gene}",
        source=Source(file=file.name),
    )


def _end(file: DataFile, at: str, key: str, gene: Any) -> FusionEnd:
    name = gene.get("name") if isinstance(gene, dict) else None
    end = end_of(name if isinstance(name, str) else "")
    if end.gene is None:
        raise file.problem(quoted(str(gene)), column=f"{at}.{key}", expected="a gene with its name")
    return end


def _count(file: DataFile, at: str, key: str, count: Any) -> int:
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise file.problem(quoted(str(count)), column=f"{at}.{key}", expected="a whole number")
    return count


FORMATS = [
    Format(
        name="pizzly_json",
        role="fusions",
        about=About(
            title="pizzly, JSON",
            files="the JSON of gene pairs",
            note="yes",
            link="https://github.com/pmelsted/pizzly",
        ),
        recognized_by='JSON with "genes" first',
        coordinates="none",
        recognize=_recognize,
        read=_read,
        needs_build=False,
    ),
]
