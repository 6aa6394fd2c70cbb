"""The callers that the header of a VCF names."""

import re
from collections.abc import Mapping

from annotator.readers.vcf.header import VcfHeader

# What each tool writes of itself in `##source` and in the lines of `_NAMED_BY`, its code in the
# documents, and its name for people.
_CALLERS = (
    (r"mutect2|mutectcalls|^mutectversion$", "mutect2", "Mutect2"),
    (r"^mutect$", "mutect", "MuTect"),
    (r"haplotypecaller", "haplotypecaller", "HaplotypeCaller"),
    (r"vardict", "vardict", "VarDict"),
    (r"strelka", "strelka2", "Strelka2"),
    (r"freebayes", "freebayes", "FreeBayes"),
    (r"varscan", "varscan2", "VarScan2"),
    (r"lofreq", "lofreq", "LoFreq"),
    (r"muse", "muse", "MuSE"),
    (r"pisces", "pisces", "Pisces"),
    (r"deepsomatic", "deepsomatic", "DeepSomatic"),
    (r"deepvariant", "deepvariant", "DeepVariant"),
    (r"tnscope", "tnscope", "TNscope"),
    (r"varlociraptor", "varlociraptor", "Varlociraptor"),
    (r"octopus", "octopus", "Octopus"),
    (r"scalpel", "scalpel", "Scalpel"),
    (r"clairs", "clairs", "ClairS"),
    (r"platypus", "platypus", "Platypus"),
    (r"^CLC ", "clc", "CLC Genomics Workbench"),
    (r"pindel", "pindel", "Pindel"),
    (r"sniper", "somaticsniper", "SomaticSniper"),
    (r"radia", "radia", "RADIA"),
    (r"\btvc\b|torrent", "tvc", "Torrent Variant Caller"),
    (r"\bsage\b", "sage", "SAGE"),
    (r"dragen_sv", "dragen_sv", "DRAGEN SV"),
    (r"dragen(?!_)", "dragen", "DRAGEN"),
    (r"generatesvcandidates|manta", "manta", "Manta"),
    (r"delly", "delly", "DELLY"),
    (r"lumpy|smoove", "lumpy", "LUMPY"),
    (r"gridss", "gridss", "GRIDSS"),
    (r"svaba", "svaba", "SvABA"),
    (r"sniffles", "sniffles", "Sniffles"),
    (r"cutesv", "cutesv", "cuteSV"),
    (r"tiddit", "tiddit", "TIDDIT"),
    (r"survivor", "survivor", "SURVIVOR"),
    (r"esvee", "esvee", "ESVEE"),
    (r"\bgrass\b|brass", "brass", "BRASS"),
    (r"^savana", "savana", "SAVANA"),
    (r"^severus", "severus", "Severus"),
    (r"^pbsv", "pbsv", "pbsv"),
    (r"^svim(?!-asm)", "svim", "SVIM"),
    (r"nanomonsv", "nanomonsv", "nanomonsv"),
)
CALLER_NAMES: Mapping[str, str] = {code: name for _, code, name in _CALLERS}
"""The names for people, by the codes."""
SMALL_VARIANT_CALLERS = frozenset(
    ("mutect2", "mutect", "haplotypecaller", "vardict", "strelka2", "freebayes", "varscan2",
     "lofreq", "muse", "pisces", "deepsomatic", "deepvariant", "tnscope", "octopus",
     "somaticsniper", "radia", "tvc", "sage", "clairs", "platypus")
)  # fmt: skip
"""The callers that write no structural variants."""
_NAMED_BY = (
    r"##source=(.*)",
    r"##GATKCommandLine(?:=<ID=|\.)(\w+)",
    r"##(MutectVersion|MuTect)=",
    r"##(MuSE)_version",
    r"##(DeepSomatic|DeepVariant)_version",
    r"##SentieonCommandLine\.(\w+)",
    r"##(SAGE)Version|##(sage)Version",
    r"##(gridss)Version",
    r"##(Esvee)Version",
    r"##source_[0-9.]+=.*?(grass)",
    r"##(octopus)=",
    r"##(DRAGEN)(?:CommandLine|Version)",
    r"##(LoFreq|SomaticSniper)_version",
    r"##(varlociraptor)_",
    r"##vcfProcessLog=.*InputVCFSource=([^,;]+)",
)


def caller_code(header: VcfHeader) -> str:
    """The code of the caller that the header names; `vcf` where it names none, or several."""
    found: set[str] = set()
    for line in header.meta:
        for pattern in _NAMED_BY:
            named = re.match(pattern, line, re.IGNORECASE)
            if named:
                found |= _callers_in(next(group for group in named.groups() if group is not None))
    return found.pop() if len(found) == 1 else "vcf"


def _callers_in(text: str) -> set[str]:
    return {code for pattern, code, _ in _CALLERS if re.search(pattern, text, re.IGNORECASE)}
