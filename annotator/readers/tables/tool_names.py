"""The callers that tables of several callers name, in the spelling of the observations."""

import re

_CALLERS = (
    "arriba",
    "chimerascan",
    "chimpipe",
    "cicero",
    "ctat_lr_fusion",
    "defuse",
    "dragen_rna",
    "ericscript",
    "fusioncatcher",
    "fusionfusion",
    "fusioninspector",
    "fusionmap",
    "fusionseeker",
    "infusion",
    "integrate",
    "isofox",
    "jaffa",
    "jaffal",
    "longgf",
    "mapsplice",
    "pbfusion",
    "pizzly",
    "prada",
    "soapfuse",
    "squid",
    "star_fusion",
    "star_seqr",
    "tophat_fusion",
    "transabyss",
)
_SPELLED = {"dragen": "dragen_rna", **{name.replace("_", ""): name for name in _CALLERS}}


def caller_of(tool: str) -> str:
    """`STARFUSION`, `starFusion` and `STAR-Fusion` are `star_fusion`; others in lower case."""
    words = re.findall(r"[a-z0-9]+", tool.lower())
    return _SPELLED.get("".join(words)) or "_".join(words) or "unknown"
