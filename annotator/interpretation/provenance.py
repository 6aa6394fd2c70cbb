"""The provenance of a report: program, knowledge, reference, inputs and settings."""

from collections.abc import Mapping

from annotator.interpretation.overlay_use import used_of
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.model import Overlay
from annotator.model.findings import FindingsDocument
from annotator.model.report import KnowledgeUsed, OverlayUsed, Provenance, RetiredItem


def provenance_of(
    document: FindingsDocument, knowledge: KnowledgeAsOf, used: Mapping[str, set[str]]
) -> Provenance:
    """Return what a report was made from; `used` are the keys of the items behind it, by table."""
    origin = document.provenance
    settings = {name: value for name, value in origin.settings.items() if name != "as_of"}
    if knowledge.asked_as_of is not None:
        settings["as_of"] = knowledge.asked_as_of.isoformat()
    return Provenance(
        software=origin.software,
        knowledge=KnowledgeUsed(
            version=knowledge.base.release.version,
            sha256=knowledge.base.sha256,
            as_of=knowledge.as_of,
            asked_as_of=knowledge.asked_as_of,
            asked_jurisdiction=knowledge.asked_jurisdiction,
            overlays=[_overlay(overlay, used) for overlay in knowledge.base.overlays],
        ),
        reference=origin.reference,
        inputs=origin.inputs,
        caller_names=origin.caller_names,
        settings={**settings, "jurisdiction": knowledge.jurisdiction},
    )


def _overlay(overlay: Overlay, used: Mapping[str, set[str]]) -> OverlayUsed:
    return OverlayUsed(
        name=overlay.name,
        version=overlay.version,
        sha256=overlay.sha256,
        items={table: len(items) for table, items in overlay.items.items()},
        used=used_of(overlay, used),
        retired=[RetiredItem(**item.model_dump()) for item in overlay.retired],
    )
