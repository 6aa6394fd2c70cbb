"""Assessments of invented patients: every target of the program, looked at or not."""

from annotator.model.base import Result
from annotator.model.findings import Assessment
from tests.builders.findings import assessment
from tests.builders.patient_findings import RNA, SEGMENTS, VCF

RESIDUES = {
    "ALK": "T1151 L1152 C1156 I1171 F1174 V1180 L1196 L1198 G1202 D1203 S1206 E1210 F1245 L1256 "
    "G1269",
    "ROS1": "S1986 L2000 F2004 L2026 G2032 D2033 F2075 L2086 G2101 D2113 L2155",
    "MET": "H1094 G1163 L1195 F1200 D1228 Y1230",
}
BYPASS = ("KRAS", "NRAS", "EGFR", "BRAF", "MAP2K1", "ERBB2")
THIN = "ALK E1210"


def fusions(present: dict[str, str], *, given: bool = True) -> list[Assessment]:
    absent: Result = "absent" if given else "not_assessed"
    why = "RNA fusion callers list none." if given else "No fusion data were given."
    return [
        assessment(
            target,
            "fusion",
            "present" if target in present else absent,
            reason=present.get(target, why),
            inputs=[RNA] if given else [],
        )
        for target in ("ALK fusion", "ROS1 fusion")
    ]


def residues(present: dict[str, str], depth: float | None) -> list[Assessment]:
    """All residues; `depth` null where small variants came without coverage."""
    targets = [f"{gene} {item}" for gene, items in RESIDUES.items() for item in items.split()]
    return [_residue(target, present, depth) for target in targets]


def _residue(target: str, present: dict[str, str], depth: float | None) -> Assessment:
    result: Result = "absent" if depth else "not_assessed"
    reason = (
        "No variant, and covered at the minimum of 250 reads or more."
        if depth
        else "The VCF lists no variant, and no coverage was given: it may be uncovered."
    )
    if depth and target == THIN:
        result, reason, depth = "no_call", "Depth below the minimum of 250 reads.", 112
    if target in present:
        result, reason = "present", present[target]
    return assessment(
        target,
        "residue",
        result,
        reason=reason,
        depth=depth + int(target[-1]) * 9 if depth and result == "absent" else depth,
        inputs=[VCF],
    )


def others(depth: float | None, copies: Result) -> list[Assessment]:
    domains = [
        assessment(
            f"{gene} kinase domain",
            "kinase_domain",
            "absent" if depth else "not_assessed",
            reason="Covered throughout." if depth else "No coverage was given.",
            depth=depth,
            inputs=[VCF],
        )
        for gene in RESIDUES
    ]
    amplification = assessment(
        "MET amplification",
        "copy_number",
        copies,
        reason="No copy-number file was given."
        if copies == "not_assessed"
        else "Copy number of MET judged by the threshold table.",
        inputs=[] if copies == "not_assessed" else [SEGMENTS],
    )
    bypass = [
        assessment(
            gene,
            "bypass",
            "not_assessed",
            reason="Not among the loci that are read.",
        )
        for gene in BYPASS
    ]
    return [*domains, amplification, *bypass]


def everything(
    present: dict[str, str], depth: float | None, copies: Result, *, rna: bool = True
) -> list[Assessment]:
    return [*fusions(present, given=rna), *residues(present, depth), *others(depth, copies)]
