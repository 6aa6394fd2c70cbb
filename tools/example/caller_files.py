"""The files of the example cohort, in the formats of their callers.

STAR-Fusion 1.10 abridged, Arriba 2 (30 columns), Mutect2 of GATK 4 (VCF 4.2, optionally phased
afterwards by WhatsHap), CNVkit `.cns` and `.call.cns`, mosdepth `regions.bed`. Every function
returns the text of a file. Read numbers follow from the patient's own numbers by arithmetic, so
the same patients always give the same bytes.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

from example.panel import ARMS, CONTIGS, Region
from example.patients import ALLELES, BUILDS, CoverageFile, FusionEvent, Patient, Side, Variant

STAR_FUSION_COLUMNS = (
    "#FusionName",
    "JunctionReadCount",
    "SpanningFragCount",
    "est_J",
    "est_S",
    "SpliceType",
    "LeftGene",
    "LeftBreakpoint",
    "RightGene",
    "RightBreakpoint",
    "LargeAnchorSupport",
    "FFPM",
    "LeftBreakDinuc",
    "LeftBreakEntropy",
    "RightBreakDinuc",
    "RightBreakEntropy",
    "annots",
)
ARRIBA_COLUMNS = (
    "#gene1",
    "gene2",
    "strand1(gene/fusion)",
    "strand2(gene/fusion)",
    "breakpoint1",
    "breakpoint2",
    "site1",
    "site2",
    "type",
    "split_reads1",
    "split_reads2",
    "discordant_mates",
    "coverage1",
    "coverage2",
    "confidence",
    "reading_frame",
    "tags",
    "retained_protein_domains",
    "closest_genomic_breakpoint1",
    "closest_genomic_breakpoint2",
    "gene_id1",
    "gene_id2",
    "transcript_id1",
    "transcript_id2",
    "direction1",
    "direction2",
    "filters",
    "fusion_transcript",
    "peptide_sequence",
    "read_identifiers",
)
MILLION_READS = 48.0
"""Sequenced fragments of every RNA sample, for FFPM."""


def table(rows: Iterable[Sequence[object]]) -> str:
    """Tab-separated lines."""
    return "".join("\t".join(str(cell) for cell in row) + "\n" for row in rows)


def star_fusion(patient: Patient) -> str:
    """`star-fusion.fusion_predictions.abridged.tsv`."""
    rows: list[Sequence[object]] = [STAR_FUSION_COLUMNS]
    if patient.fusion is not None:
        rows.append(_star_fusion_row(patient.fusion, patient))
    return table(rows)


def _star_fusion_row(event: FusionEvent, patient: Patient) -> Sequence[object]:
    left, right = event.five_prime, event.three_prime
    reads = event.junction_reads + event.spanning_reads
    places = [f"{patient.chrom_prefix}{side.chrom}" for side in (left, right)]
    distance = abs(left.position(patient.build) - right.position(patient.build)) / 1e6
    where = (
        f"INTRACHROMOSOMAL[{places[0]}:{distance:.2f}Mb]"
        if left.chrom == right.chrom
        else f"INTERCHROMOSOMAL[{places[0]}--{places[1]}]"
    )
    return (
        f"{left.gene}--{right.gene}",
        event.junction_reads,
        event.spanning_reads,
        f"{event.junction_reads:.2f}",
        f"{event.spanning_reads:.2f}",
        "ONLY_REF_SPLICE",
        f"{left.gene}^{left.gene_id}",
        f"{places[0]}:{left.position(patient.build)}:{left.strand}",
        f"{right.gene}^{right.gene_id}",
        f"{places[1]}:{right.position(patient.build)}:{right.strand}",
        "YES_LDAS",
        f"{reads / MILLION_READS:.4f}",
        "GT",
        f"{1.6 + event.junction_reads % 7 / 20:.4f}",
        "AG",
        f"{1.6 + event.spanning_reads % 7 / 20:.4f}",
        f'["{where}"]' if event.passenger else f'["Cosmic","{where}"]',
    )


def arriba(patient: Patient) -> str:
    """`fusions.tsv`."""
    rows: list[Sequence[object]] = [ARRIBA_COLUMNS]
    if patient.fusion is not None:
        rows.append(_arriba_row(patient.fusion, patient))
    return table(rows)


def _arriba_row(event: FusionEvent, patient: Patient) -> Sequence[object]:
    left, right = event.five_prime, event.three_prime
    split_right = event.junction_reads * 3 // 5
    inverted = left.chrom == right.chrom and left.strand != right.strand
    return (
        left.gene,
        right.gene,
        f"{left.strand}/{left.strand}",
        f"{right.strand}/{right.strand}",
        f"{patient.chrom_prefix}{left.chrom}:{left.position(patient.build)}",
        f"{patient.chrom_prefix}{right.chrom}:{right.position(patient.build)}",
        "CDS/splice-site",
        "CDS/splice-site",
        "inversion" if inverted else "translocation",
        event.junction_reads - split_right,
        split_right,
        event.spanning_reads,
        event.junction_reads * 4,
        event.junction_reads * 2,
        "medium" if event.passenger else "high",
        "out-of-frame" if event.passenger else "in-frame",
        "." if event.passenger else "Mitelman",
        "." if event.passenger else "|Protein_kinase_domain(100%)",
        ".",
        ".",
        left.gene_id,
        right.gene_id,
        left.transcript,
        right.transcript,
        _kept_direction(left, five_prime=True),
        _kept_direction(right, five_prime=False),
        f"duplicates({event.spanning_reads})",
        ".",
        ".",
        ".",
    )


def _kept_direction(side: Side, *, five_prime: bool) -> str:
    """Where the other gene attaches: Arriba's `upstream` is towards lower coordinates."""
    return "downstream" if (side.strand == "+") == five_prime else "upstream"


VCF_META = (
    '##FILTER=<ID=PASS,Description="Passed all filters">',
    '##FILTER=<ID=germline,Description="Allele is germline, not somatic">',
    '##FILTER=<ID=weak_evidence,Description="Likelihood of the allele below threshold">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads per allele, REF first">',
    '##FORMAT=<ID=AF,Number=A,Type=Float,Description="Fraction of the ALT allele">',
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Informative depth">',
    '##FORMAT=<ID=F1R2,Number=R,Type=Integer,Description="Reads in F1R2 orientation">',
    '##FORMAT=<ID=F2R1,Number=R,Type=Integer,Description="Reads in F2R1 orientation">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=PGT,Number=1,Type=String,Description="Physically phased genotype">',
    '##FORMAT=<ID=PID,Number=1,Type=String,Description="Physical phasing group">',
    '##FORMAT=<ID=PS,Number=1,Type=Integer,Description="Phase set">',
    '##FORMAT=<ID=SB,Number=4,Type=Integer,Description="Reads per allele and strand">',
    '##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth over all samples">',
    '##INFO=<ID=ECNT,Number=1,Type=Integer,Description="Events in this haplotype">',
    '##INFO=<ID=GERMQ,Number=1,Type=Integer,Description="Phred that ALT is not germline">',
    '##INFO=<ID=NLOD,Number=A,Type=Float,Description="Log odds of no ALT in the normal">',
    '##INFO=<ID=POPAF,Number=A,Type=Float,Description="-log10 of the population frequency">',
    '##INFO=<ID=TLOD,Number=A,Type=Float,Description="Log odds of ALT in the tumor">',
)


def mutect2(patient: Patient) -> str:
    """The VCF of Mutect2 and FilterMutectCalls, tumor-only or with the matched normal."""
    tumor, normal = tumor_column(patient), normal_column(patient)
    samples = sorted([tumor, normal] if patient.small_variants.paired else [tumor])
    lines = ["##fileformat=VCFv4.2", *VCF_META, *_contigs(patient), "##MutectVersion=2.2"]
    if patient.small_variants.phaser == "whatshap":
        lines.append("##phasing=whatshap phase, long reads of the tumor")
    if patient.small_variants.paired:
        lines.append(f"##normal_sample={normal}")
    lines += ["##source=FilterMutectCalls", "##source=Mutect2", f"##tumor_sample={tumor}"]
    header = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", *samples]
    order = list(CONTIGS)
    variants = sorted(
        patient.variants,
        key=lambda variant: (
            order.index(ALLELES[variant.name].chrom),
            ALLELES[variant.name].position(patient.build),
        ),
    )
    rows = [_vcf_row(variant, patient, samples) for variant in variants]
    return "\n".join(lines) + "\n" + table([header, *rows])


def tumor_column(patient: Patient) -> str:
    """The name of the tumor's column in the VCF."""
    return f"{patient.sample.split('_')[0]}_T"


def normal_column(patient: Patient) -> str:
    """The name of the matched normal's column in the VCF."""
    return f"{patient.sample.split('_')[0]}_N"


def _contigs(patient: Patient) -> list[str]:
    column = BUILDS.index(patient.build)
    return [
        f"##contig=<ID={patient.chrom_prefix}{name},length={lengths[column]}>"
        for name, lengths in CONTIGS.items()
    ]


def _vcf_row(variant: Variant, patient: Patient, samples: Sequence[str]) -> Sequence[object]:
    allele = ALLELES[variant.name]
    alt_reads = round(variant.vaf * variant.depth)
    known_germline = variant.germline and patient.small_variants.paired
    mates = sum(v.phase_group == variant.phase_group is not None for v in patient.variants)
    info = {
        "DP": variant.depth + (90 if patient.small_variants.paired else 0),
        "ECNT": max(mates, 1),
        "GERMQ": 1 if known_germline else 93,
        **({"NLOD": "24.38"} if patient.small_variants.paired else {}),
        "POPAF": "0.60" if known_germline else "6.00",
        "TLOD": f"{alt_reads * 2.6:.2f}",
    }
    phased = _phase_fields(variant, patient)
    return (
        f"{patient.chrom_prefix}{allele.chrom}",
        allele.position(patient.build),
        allele.rsid,
        allele.ref,
        allele.alt,
        ".",
        "germline" if known_germline else "PASS",
        ";".join(f"{key}={value}" for key, value in info.items()),
        ":".join(["GT", "AD", "AF", "DP", "F1R2", "F2R1", *phased, "SB"]),
        *(_genotype(variant, phased, tumor=name == tumor_column(patient)) for name in samples),
    )


def _phase_fields(variant: Variant, patient: Patient) -> Mapping[str, str]:
    """The phasing fields of the record: Mutect2's own, or WhatsHap's `PS`."""
    if variant.phase_group is None:
        return {}
    if patient.small_variants.phaser == "whatshap":
        return {"PS": variant.phase_group}
    first = variant.phase_group.partition("_")[0]
    return {"PGT": "0|1", "PID": variant.phase_group, "PS": first}


def _genotype(variant: Variant, phased: Mapping[str, str], *, tumor: bool) -> str:
    """The cell of one sample. The normal has 90 reads and only germline alleles."""
    depth = variant.depth if tumor else 90
    inherited = round(variant.vaf * 2) / 2 if variant.germline else 0.0
    fraction = variant.vaf if tumor else inherited
    alt = round(fraction * depth)
    ref = depth - alt
    carries = "1" if alt else "0"
    genotype = f"0|{carries}" if phased else f"0/{carries}"
    values = [
        genotype,
        f"{ref},{alt}",
        f"{alt / depth if alt else 1 / (depth + 2):.3f}",
        depth,
        f"{ref // 2},{alt // 2}",
        f"{ref - ref // 2},{alt - alt // 2}",
        *phased.values(),
        f"{ref // 2},{ref - ref // 2},{alt // 2},{alt - alt // 2}",
    ]
    return ":".join(str(value) for value in values)


CNVKIT_COLUMNS = ("chromosome", "start", "end", "gene", "log2", "depth", "probes", "weight")
MET_AMPLICON = {"GRCh37": (115240000, 117060000), "GRCh38": (115600000, 117420000)}
"""A focal segment over MET, 0-based start and end."""


def cnvkit(patient: Patient) -> str:
    """`.cns`, or `.call.cns` as `cnvkit.py call` writes it without purity (thresholds)."""
    spec = patient.copy_number
    if spec is None:
        raise ValueError(f"{patient.sample} has no copy-number file")
    columns = list(CNVKIT_COLUMNS)
    if spec.called:
        columns.insert(columns.index("log2") + 1, "cn")
    rows: list[Sequence[object]] = [columns]
    # No two patients are sequenced equally deep, so that no two files are the same.
    mean_depth = 80 + int(patient.patient.removeprefix("P-"))
    for chrom, start, end, gene, log2 in _segments(patient):
        probes = max(3, (end - start) // 260000)
        cells: list[object] = [f"{patient.chrom_prefix}{chrom}", start, end, gene, f"{log2:.6g}"]
        if spec.called:
            cells.append(_threshold_call(log2))
        cells += [f"{mean_depth * 2**log2:.3f}", probes, f"{probes * 0.93:.5g}"]
        rows.append(cells)
    return table(rows)


def _segments(patient: Patient) -> list[tuple[str, int, int, str, float]]:
    """One segment per arm, and the MET amplicon cut out of 7q where there is one."""
    segments: list[tuple[str, int, int, str, float]] = []
    overrides = patient.copy_number.arms if patient.copy_number else {}
    amplicon = patient.copy_number.met_amplicon if patient.copy_number else None
    for arm, bounds in ARMS.items():
        start, end = bounds[BUILDS.index(patient.build)]
        background = (int(arm[:-1]) * 7 + len(segments) * 3) % 11 / 100 - 0.05
        log2 = overrides.get(arm, background)
        chrom = arm[:-1]
        if arm == "7q" and amplicon is not None:
            low, high = MET_AMPLICON[patient.build]
            segments.append((chrom, start, low, "CDK6,SLC26A5", log2))
            segments.append((chrom, low, high, "CAV1,MET,CAPZA2,ST7", amplicon))
            segments.append((chrom, high, end, "BRAF,EZH2", log2))
        else:
            genes = {"2p": "EML4,ALK", "7p": "EGFR", "7q": "CDK6,MET,BRAF,EZH2", "6q": "ROS1"}
            segments.append((chrom, start, end, genes.get(arm, "-"), log2))
    return segments


def _threshold_call(log2: float) -> int:
    """The integer copy number of CNVkit's default thresholds for a diploid reference."""
    thresholds = (-1.1, -0.25, 0.2, 0.7)
    for copies, threshold in enumerate(thresholds):
        if log2 <= threshold:
            return copies
    return math.ceil(2 * 2**log2)


def mosdepth(patient: Patient, coverage: CoverageFile, regions: Iterable[Region]) -> str:
    """`regions.bed`: 0-based start, end, the region's name in the panel, mean depth."""
    rows = []
    for region in regions:
        depth = coverage.thin.get(f"{region.gene} {region.exon}")
        if depth is None:
            depth = coverage.depth * (0.86 + region.start % 29 / 100)
        name = f"{patient.chrom_prefix}{region.chrom}"
        rows.append((name, region.start - 1, region.end, region.name, f"{depth:.2f}"))
    return table(rows)
