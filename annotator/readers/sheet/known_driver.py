"""A driver that an earlier test showed, as the request form names it, by the genes known here."""

import difflib
import re
from collections.abc import Sequence

from annotator.model.context import KnownDriver
from annotator.model.errors import InputProblem
from annotator.readers.sheet.request import StatedDriver

_SYMBOL = re.compile(r"[A-Za-z][A-Za-z0-9.-]*")
"""A gene symbol, with the marks that some have: `NKX2-1`, `HLA-A`."""


def known_driver(stated: StatedDriver, kinases: Sequence[str]) -> KnownDriver | None:
    """The driver of a name as written, `EML4::ALK` or a kinase gene alone; null without one.

    `kinases` are the genes whose fusions are drivers here. Raises InputProblem for a name that is
    neither, and for a test without a driver that it showed.
    """
    if stated.known_driver is None:
        _refuse_lone_test(stated, kinases)
        return None
    name, gene = _read(stated.known_driver.strip(), kinases)
    return KnownDriver(
        name=name, gene=gene, method=stated.known_driver_by, tested_on=stated.known_driver_on
    )


def _refuse_lone_test(stated: StatedDriver, kinases: Sequence[str]) -> None:
    """Raise InputProblem for a test whose driver is not stated."""
    for given, value in (
        ("known driver by", stated.known_driver_by),
        ("known driver on", stated.known_driver_on),
    ):
        if value is not None:
            raise InputProblem(
                f"{given} {value} is given without the driver itself",
                expected=f"a known driver as well: {_expected(kinases)}",
            )


def _read(name: str, kinases: Sequence[str]) -> tuple[str, str]:
    """The name as the report writes it, and its kinase. Raises InputProblem."""
    parts = name.split("::")
    if len(parts) > 2 or not all(_SYMBOL.fullmatch(part) for part in parts):
        raise _unreadable(name, kinases)
    symbols = {kinase.casefold(): kinase for kinase in kinases}
    kinase = symbols.get(parts[-1].casefold())
    if kinase is None:
        raise _not_of_a_kinase(name, parts, kinases)
    if len(parts) == 1:
        return kinase, kinase
    if parts[0].casefold() == kinase.casefold():
        raise InputProblem(
            f"known driver {name!r} names one gene twice", expected=_expected(kinases)
        )
    partner = symbols.get(parts[0].casefold(), parts[0])
    return f"{partner}::{kinase}", kinase


def _unreadable(name: str, kinases: Sequence[str]) -> InputProblem:
    """A name that is not written as a fusion, with what was probably meant."""
    parts = [part for part in re.split(r"[:/_\s-]+", name) if part]
    meant = None
    if len(parts) == 2 and parts[1].upper() in kinases:
        meant = f"Did you mean {parts[0]}::{parts[1].upper()}?"
    return InputProblem(
        f"known driver {name!r} is not a fusion or a gene",
        expected=_expected(kinases),
        advice=meant,
    )


def _not_of_a_kinase(name: str, parts: Sequence[str], kinases: Sequence[str]) -> InputProblem:
    """A name without one of the driver kinases in its place, with what was probably meant."""
    advice = None
    if len(parts) == 2 and parts[0].upper() in kinases:
        advice = f"The kinase stands last: did you mean {parts[1]}::{parts[0].upper()}?"
    near = difflib.get_close_matches(parts[-1].upper(), kinases, n=1)
    if advice is None and near:
        advice = f"Did you mean {'::'.join([*parts[:-1], near[0]])}?"
    elif advice is None and len(parts) == 1 and "-" in name:
        return _unreadable(name, kinases)
    return InputProblem(
        f"known driver {name!r} is not a fusion of {' or '.join(kinases)}",
        expected=_expected(kinases),
        advice=advice,
    )


def _expected(kinases: Sequence[str]) -> str:
    names = " or ".join(f"PARTNER::{kinase}" for kinase in kinases)
    return f"{names}, or the gene alone ({', '.join(kinases)})"
