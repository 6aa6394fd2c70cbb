"""VCF records of one allele as each caller writes them, with what must be read from them.

Every record says 400 reads of the tumor, 60 of them with the allele, as far as the caller says
so at all. The layouts were seen in files of these callers or in their documentation.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.model.base import GenomeBuild

Expected = tuple[int | None, int | None, float | None]
"""Depth, alternate reads, fraction."""
FULL: Expected = (400, 60, 0.15)
_LENGTHS: dict[GenomeBuild, dict[str, int]] = {
    "GRCh37": {"chr2": 243199373, "chr6": 171115067, "chr7": 159138663},
    "GRCh38": {"chr2": 242193529, "chr6": 170805979, "chr7": 159345973},
}


@dataclass(frozen=True)
class Allele:
    """An allele on the plus strand; `position` is 1-based."""

    chrom: str
    position: int
    ref: str
    alt: str


@dataclass(frozen=True)
class Dialect:
    """How a caller writes an allele: INFO, FORMAT, and the columns by sample."""

    name: str
    caller: str
    meta: Sequence[str]
    columns: Callable[[Allele], tuple[str, str, dict[str, str]]]
    expected: Expected = FULL

    def vcf(self, build: GenomeBuild, alleles: Sequence[Allele], chr_prefix: bool = True) -> str:
        """A VCF of the alleles."""
        strip = "" if chr_prefix else "chr"
        contigs = [
            f"##contig=<ID={name.removeprefix(strip)},length={length}>"
            for name, length in _LENGTHS[build].items()
        ]
        samples = list(self.columns(alleles[0])[2])
        header = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"]
        lines = ["##fileformat=VCFv4.2", *self.meta, *contigs]
        lines.append("\t".join([*header, *(["FORMAT", *samples] if samples else [])]))
        for a in alleles:
            info, keys, values = self.columns(a)
            place = [a.chrom.removeprefix(strip), str(a.position), ".", a.ref, a.alt]
            cells = [*place, ".", "PASS", info, *([keys, *values.values()] if samples else [])]
            lines.append("\t".join(cells))
        return "\n".join(lines) + "\n"


def _fixed(
    info: str, keys: str, **samples: str
) -> Callable[[Allele], tuple[str, str, dict[str, str]]]:
    return lambda _allele: (info, keys, samples)


def _strelka_snv(allele: Allele) -> tuple[str, str, dict[str, str]]:
    def counts(ref: int, alt: int) -> str:
        reads = {allele.ref: ref, allele.alt: alt}
        return ":".join(f"{reads.get(base, 0)},{reads.get(base, 0) + 1}" for base in "ACGT")

    keys = "DP:FDP:SDP:SUBDP:AU:CU:GU:TU"
    normal, tumor = f"98:1:0:0:{counts(97, 0)}", f"405:5:0:0:{counts(340, 60)}"
    return "SOMATIC;QSS=42;DP=503", keys, {"NORMAL": normal, "TUMOR": tumor}


def _sniper(allele: Allele) -> tuple[str, str, dict[str, str]]:
    keys = "GT:IGT:DP:DP4:BCOUNT:GQ:SS"
    normal = "0/0:0/0:98:50,48,0,0:0,0,0,0:90:0"
    tumor = "0/1:0/1:400:170,170,30,30:0,0,0,0:90:2"
    return ".", keys, {"NORMAL": normal, "TUMOR": tumor}


DIALECTS = [
    Dialect("mutect2", "mutect2", ["##source=Mutect2", "##tumor_sample=T", "##normal_sample=N"],
            _fixed("DP=503;TLOD=90", "GT:AD:AF:DP:F1R2:F2R1:PGT:PID:PS",
                   N="0|0:98,0:0.01:98:49,0:49,0:0|1:9_A_C:9",
                   T="0|1:340,60:0.15:400:170,30:170,30:0|1:9_A_C:9")),
    Dialect("mutect1", "mutect", ["##MuTect=\"1.1 tumor_sample_name=T normal_sample_name=N\""],
            _fixed("SOMATIC", "GT:AD:BQ:DP:FA:SS", N="0:98,0:.:98:0.00:0",
                   T="0/1:340,60:34:400:0.150:2")),
    Dialect("vardict", "vardict", ["##source=VarDict_v1.8.2", "##INFO=<ID=STATUS,Number=1>"],
            _fixed("STATUS=StrongSomatic;AF=0.15;DP=400", "GT:DP:VD:AD:AF:RD:ALD",
                   T="0/1:400:60:340,60:0.15:170,170:30,30", N="0/0:98:0:98,0:0:49,49:0,0")),
    Dialect("vardict without AD", "vardict", ["##source=VarDict_v1.4"],
            _fixed("DP=400", "GT:DP:VD:AF:RD:ALD", T="0/1:400:60:0.15:170,170:30,30")),
    Dialect("strelka2 SNV", "strelka2", ["##source=strelka", "##content=strelka somatic snv calls"],
            _strelka_snv),
    Dialect("strelka2 germline", "strelka2", ["##source=strelka"],
            _fixed("MQ=60", "GT:GQ:DP:DPF:AD:FT", S="0/1:9:400:3:340,60:PASS")),
    Dialect("varscan2", "varscan2", ["##source=VarScan2", "##INFO=<ID=SSC,Number=1>"],
            _fixed("DP=498;SSC=90", "GT:GQ:DP:RD:AD:FREQ:DP4",
                   NORMAL="0/0:.:98:98:0:0%:49,49,0,0",
                   TUMOR="0/1:.:400:340:60:15%:170,170,30,30")),
    Dialect("varscan2 decimal comma", "varscan2", ["##source=VarScan2"],
            _fixed("ADP=400", "GT:GQ:SDP:DP:RD:AD:FREQ:PVAL",
                   Sample1="0/1:90:401:400:340:60:15,0%:1E-9")),
    Dialect("lofreq", "lofreq", ["##source=lofreq call", "##INFO=<ID=DP4,Number=4>"],
            _fixed("DP=400;AF=0.150000;SB=0;DP4=170,170,30,30", "")),
    Dialect("freebayes", "freebayes", ["##source=freeBayes v1.3.10"],
            _fixed("AF=0.5;AN=2;DP=400", "GT:DP:AD:RO:QR:AO:QA:GL",
                   S="0/1:400:340,60:340:9:60:9:-1,0,-1")),
    Dialect("freebayes without AD", "freebayes", ["##source=freeBayes v0.9"],
            _fixed("AF=0.5;AN=2", "GT:DP:RO:QR:AO:QA:GL", S="0/1:400:340:9:60:9:-1,0,-1")),
    Dialect("dragen", "dragen", ['##DRAGENCommandLine=<ID=dragen,Version="4">'],
            _fixed("DP=400", "GT:SQ:AD:AF:F1R2:F2R1:DP:SB:MB:PS",
                   S="0|1:50.1:340,60:0.150:1,1:1,1:400:1,1,1,1:1,1,1,1:7")),
    Dialect("pisces", "pisces", ["##source=Pisces 5.2.10"],
            _fixed("DP=400", "GT:GQ:AD:DP:VF:NL:SB", S="0/1:100:340,60:400:0.150:20:-100")),
    Dialect("deepsomatic", "deepsomatic", ["##DeepSomatic_version=1.7"],
            _fixed(".", "GT:GQ:DP:AD:VAF:PL", S="1/1:40:400:340,60:0.15:1,0,9")),
    Dialect("deepvariant", "deepvariant", ["##DeepVariant_version=1.6"],
            _fixed(".", "GT:GQ:DP:AD:VAF:PL", S="0/1:40:400:340,60:0.15:1,0,9")),
    Dialect("ion torrent tvc", "tvc", ['##source="tvc 5.12-3"'],
            _fixed("AF=0.16;DP=420", "GT:GQ:DP:FDP:RO:FRO:AO:FAO:AF",
                   S="0/1:9:420:400:350:340:66:60:0.15")),
    Dialect("octopus", "octopus", ["##octopus=<version=0.7>"],
            _fixed("SOMATIC", "GT:GQ:DP:MQ:PS:HPC:MAP_HF", S="0|0|1:9:400:6:5:1,1,1:0.45,0.4,0.15"),
            (400, None, 0.15)),
    Dialect("octopus with AD", "octopus", ["##octopus=<version=0.7>"],
            _fixed("SOMATIC", "GT:GQ:DP:AD:AF:PS", S="0|0|1:9:400:340,60:0.85,0.15:5")),
    Dialect("sage", "sage", ["##SageVersion=3.4", "##tumor_sample=T"],
            _fixed("TIER=HOTSPOT;LPS=3", "GT:AD:AF:DP:RABQ:RC_CNT",
                   N="0/0:98,0:0:98:9,0:0,0", T="0/1:340,60:0.15:400:9,9:1,1")),
    Dialect("tnscope", "tnscope", ["##SentieonCommandLine.TNscope=<ID=TNscope>"],
            _fixed("DP=55;AF=0.05", "GT:AD:AF:ALTHC:DP", TUMOR="0/1:340,60:0.15:58:400",
                   NORMAL="0/0:98,0:0:0:98")),
    Dialect("muse", "muse", ['##MuSE_version="v1.0rc"'],
            _fixed("SOMATIC", "GT:DP:AD:BQ:SS", TUMOR="0/1:400:340,60:30,30:2",
                   NORMAL="0/0:98:98,0:30,0:.")),
    Dialect("somaticsniper", "vcf", ["##FORMAT=<ID=SSC,Number=1>"], _sniper),
    Dialect("somaticseq", "vcf", [],
            _fixed("SOMATIC;NUM_TOOLS=4", "GT:DP4:CD4:VAF", NORMAL="0/0:49,49,0,0:98,0,0,0:0",
                   TUMOR="0/1:170,170,30,30:340,0,60,0:0.150")),
    Dialect("merged", "vcf", ["##source=VarDict", "##source=Mutect2"],
            _fixed("CALLERS=x,y;AF=0.3", "GT:DP:AD:SS:FT", TUMOR="0/1:400:340,60:2:PASS",
                   NORMAL="0/0:98:98,0:0:PASS")),
    Dialect("pcgr", "vcf", [],
            _fixed("TVAF=0.15;TDP=400", "GT:DPC:DPT:ADC:ADT:AL", S="0/1:98:400:98,0:340,60:1,2")),
    Dialect("pcgr without sample", "vcf", [], _fixed("TVAF=0.15;TDP=400", ""), (400, None, 0.15)),
    Dialect("varlociraptor", "varlociraptor", ["##source=varlociraptor"],
            _fixed("PROB_SOMATIC_TUMOR=0.07", "DP:AF:OBS:SB", normal="98:0:9N+:.",
                   tumor="400:0.15:9V+:."), (400, None, 0.15)),
    Dialect("radia", "radia", ['##source="RADIA pipeline v1.1.5"'],
            _fixed("AF=0.1;DP=900", "GT:DP:AD:AF", DNA_NORMAL="0/0:98:98,0:1.0,0.0",
                   DNA_TUMOR="0/1:400:340,60:0.85,0.15", RNA_TUMOR="0/1:9:1,8:0.1,0.9")),
    Dialect("sites only", "vcf", [], _fixed("AC=1;AF=0.5;AN=2;DP=400", ""), (None, None, None)),
]  # fmt: skip
