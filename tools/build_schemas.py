"""Writes the JSON Schemas of the documents and of the knowledge base from their models.

python tools/build_schemas.py          writes them into resources/schemas
python tools/build_schemas.py --check  exits 1 when one is not current

The sentence under each field becomes its description. Models read those sentences only while they
are defined, from their source, which takes longer than a command should need to start: only here
is it switched on, before any model but the base is imported.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from annotator.model.base import Model

if Model.__subclasses__():
    raise ImportError("models were imported before their descriptions could be: run this by itself")
Model.model_config["use_attribute_docstrings"] = True

from annotator.knowledge import model as knowledge  # noqa: E402
from annotator.model import tables  # noqa: E402
from annotator.model.findings import FindingsDocument  # noqa: E402
from annotator.model.laboratory import LaboratoryDescription  # noqa: E402
from annotator.model.observations import Observations  # noqa: E402
from annotator.model.report import Report  # noqa: E402

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "schemas"
DOCUMENTS: dict[str, type[Model]] = {
    "observations": Observations,
    "findings": FindingsDocument,
    "report": Report,
    "laboratory": LaboratoryDescription,
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
    "knowledge/rna_quality": tables.RnaQualityLimit,
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
    for schema in made.values():
        for field in _properties(schema):
            if "description" in field:
                field["description"] = " ".join(field["description"].split())
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {
        f"{name}.schema.json": json.dumps(dialect | schema, indent=2, sort_keys=True) + "\n"
        for name, schema in sorted(made.items())
    }


def _properties(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The properties of a schema and of the models that it defines."""
    for model in (schema, *schema.get("$defs", {}).values()):
        yield from model.get("properties", {}).values()


def main() -> int:
    """Write or check the schemas."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only")
    parser.add_argument(
        "--outdir", type=Path, default=FOLDER, metavar="DIR", help="default: resources/schemas"
    )
    arguments = parser.parse_args()
    made = schemas()
    stale = [name for name, text in made.items() if _text(arguments.outdir / name) != text]
    written = {p.relative_to(arguments.outdir).as_posix() for p in arguments.outdir.rglob("*.json")}
    left_over = sorted(written - made.keys())
    for name in stale:
        if not arguments.check:
            path = arguments.outdir / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[name], encoding="utf-8")
        print(f"{name}: {'not current' if arguments.check else 'written'}")
    for name in left_over:
        print(f"{name}: left over")
    return 1 if left_over or (arguments.check and stale) else 0


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main())
