"""Writes the JSON Schemas of the documents and of the knowledge base from their models.

python tools/build_schemas.py          writes them into resources/schemas
python tools/build_schemas.py --check  exits 1 when one is not current
"""

import argparse
import json
import sys
from pathlib import Path

from pydantic import TypeAdapter

from annotator.knowledge import model as knowledge
from annotator.model import tables
from annotator.model.base import Model
from annotator.model.findings import FindingsDocument
from annotator.model.observations import Observations
from annotator.model.report import Report

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "schemas"
DOCUMENTS: dict[str, type[Model]] = {
    "observations": Observations,
    "findings": FindingsDocument,
    "report": Report,
    "knowledge/release": knowledge.Release,
    "knowledge/overlay_release": knowledge.OverlayRelease,
    "knowledge/limits": tables.DetectionLimits,
}
LISTS: dict[str, type[Model]] = {
    "knowledge/therapies": knowledge.Therapy,
    "knowledge/trials": knowledge.Trial,
    "knowledge/rules": knowledge.Rule,
    "knowledge/branches": knowledge.Branch,
}
ROWS: dict[str, type[Model]] = {
    "knowledge/references": knowledge.Reference,
    "knowledge/approvals": knowledge.Approval,
    "knowledge/adverse_events": knowledge.AdverseEventRow,
    "knowledge/toxicity_kinds": knowledge.ToxicityKind,
    "knowledge/toxicities": knowledge.Toxicity,
    "knowledge/statements": knowledge.Statement,
    "knowledge/disagreements": knowledge.Disagreement,
    "knowledge/retired": knowledge.Retired,
    "knowledge/tiers": knowledge.TierRow,
    "knowledge/fusion_kinases": tables.FusionKinase,
    "knowledge/fusion_partners": tables.PartnerGene,
    "knowledge/fusion_variants": tables.FusionVariant,
    "knowledge/fusion_rules": tables.FusionRule,
    "knowledge/copy_number_rules": tables.CopyNumberRule,
    "knowledge/copy_number_changes": tables.CopyNumberRule,
    "knowledge/copy_number_genes": tables.CopyNumberGene,
    "knowledge/polymorphisms": tables.Polymorphism,
    "knowledge/literature_names": tables.LiteratureName,
    "knowledge/functional_regions": tables.FunctionalRegion,
    "knowledge/bypass_genes": tables.BypassGene,
    "knowledge/bypass": tables.BypassAllele,
}


def schemas() -> dict[str, str]:
    """File name -> text of every schema. A table's schema is that of one row."""
    made = {name: model.model_json_schema() for name, model in {**DOCUMENTS, **ROWS}.items()}
    for name, model in LISTS.items():
        made[name] = TypeAdapter(list[model]).json_schema()  # type: ignore[valid-type]
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {
        f"{name}.schema.json": json.dumps(dialect | schema, indent=2, sort_keys=True) + "\n"
        for name, schema in sorted(made.items())
    }


def main() -> int:
    """Write or check the schemas."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only")
    check = parser.parse_args().check
    stale = []
    for name, text in schemas().items():
        path = FOLDER / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name}: {'not current' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
