"""ASCAT `samplestatistics`: the purity (rho) and ploidy of its fit, one `name value` a line."""

import math
from collections.abc import Mapping

from annotator.model.observations import Source, TumorContent
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope

_ABOUT = About(
    title="ASCAT statistics",
    files="`samplestatistics.txt`",
    note="purity and ploidy, nothing else",
    link="https://github.com/VanLoo-lab/ascat",
    real=True,
)

_PURITY, _PLOIDY = "rho", "Ploidy"
_MOST: Mapping[str, float] = {_PURITY: 1, _PLOIDY: 20}


def _values(lines: list[str]) -> dict[str, str]:
    pairs = (line.split() for line in lines)
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def _recognize(head: list[str]) -> bool:
    return {_PURITY, _PLOIDY}.issubset(_values(head))


def _read(file: DataFile, _scope: Scope) -> Content:
    _check_once(file, file.head())
    values = _values(file.head())
    purity, ploidy = (_fraction(file, name, values.get(name, "")) for name in (_PURITY, _PLOIDY))
    source = Source(file=file.name)
    return Content(
        tumor_contents=[TumorContent(caller="ascat", purity=purity, ploidy=ploidy, source=source)]
    )


def _check_once(file: DataFile, lines: list[str]) -> None:
    """Raise `InputProblem` where purity or ploidy stand twice, as of two samples."""
    seen: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines, 1):
        name, _, value = line.strip().partition(" ")
        if name in _MOST:
            first, before = seen.setdefault(name, (number, value))
            if before != value:
                raise file.problem(
                    f"{name} stands in the lines {first} and {number} with other values",
                    line=number,
                    expected="the statistics of one sample",
                )


def _fraction(file: DataFile, name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= _MOST[name]:
        raise file.problem(
            repr(text), column=name, expected=f"a number above 0 and up to {_MOST[name]:g}"
        )
    return value


FORMATS = [
    Format(
        name="ascat_statistics",
        role="copy_number",
        about=_ABOUT,
        recognized_by="lines `rho` and `Ploidy` with a number each: purity and ploidy alone",
        coordinates="none",
        one_row_each=True,
        recognize=_recognize,
        read=_read,
        shows=("tumor_content",),
    )
]
