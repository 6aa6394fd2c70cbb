"""The reason of a fusion's class, as the line of the table and the RNA of the sample give it."""

import re
from collections.abc import Sequence

from annotator.detection.fusions.evidence import EventEvidence
from annotator.detection.fusions.rna import RnaGiven
from annotator.model.tables import FusionRule

DOMAIN = "{domain}"
"""The placeholder for the name of the domain in the reasons of the rules."""
_IF_NO_RNA = re.compile(r"\[([^]]*)\]")
"""What a reason says only where RNA could not show the event."""


def reason_of(
    rule: FusionRule, domain: str, evidence: EventEvidence, rna: RnaGiven, beside: Sequence[str]
) -> str:
    """The reason of a line; only DNA without telling RNA asks for RNA.

    Where RNA was given and DNA alone shows the event, what RNA shows instead is said. `beside` are
    the fusions of the gene that RNA shows.
    """
    in_dna = evidence.assay == "dna"
    asks = in_dna and not (rna.given and rna.weakness is None)
    reason = _IF_NO_RNA.sub(r"\1" if asks else "", rule.reason.replace(DOMAIN, domain))
    if in_dna and rna.given and _IF_NO_RNA.search(rule.reason):
        return f"{reason} {_of_rna(evidence, rna, beside)}"
    return reason


def _of_rna(evidence: EventEvidence, rna: RnaGiven, beside: Sequence[str]) -> str:
    if any(junction.in_sense for junction in evidence.of_rna):
        return "RNA shows it in no row that passed its caller's filters and has reads."
    if evidence.of_rna:
        return "RNA shows the two genes in another orientation alone."
    if beside:
        return f"The RNA that was given does not show it; it shows {', '.join(beside)}."
    if rna.weakness:
        return f"The RNA that was given does not show it and excludes nothing: {rna.weakness}."
    return "The RNA that was given does not show it."
