"""Small input files, and how the tests read them: positions of invented but well-formed calls."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.model.base import GenomeBuild, Interval, Strand
from annotator.model.roles import Role
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Scope
from annotator.readers.lines.regions import Regions
from annotator.readers.registry import format_of
from annotator.readers.targets import StrandAt, Targets

LOCI: dict[GenomeBuild, list[Interval]] = {
    "GRCh37": [
        Interval("chr2", 29415640, 30144477),
        Interval("chr6", 117609530, 117747018),
        Interval("chr7", 116312459, 116438440),
    ],
    "GRCh38": [
        Interval("chr2", 29192774, 29921611),
        Interval("chr6", 117288300, 117425855),
        Interval("chr7", 116672405, 116798386),
    ],
}
_STRANDS: list[tuple[Interval, Strand]] = [
    (Interval("chr2", 29192774, 30144477), "-"),
    (Interval("chr6", 117288300, 117747018), "-"),
    (Interval("chr7", 116312459, 116798386), "+"),
    (Interval("chr2", 42169350, 42559688), "+"),
    (Interval("chr5", 149780000, 150420000), "-"),
]
KINASES = frozenset({"ALK", "ROS1", "MET"})
STAR_HEADER = (
    "#FusionName\tJunctionReadCount\tSpanningFragCount\tSpliceType\tLeftGene\tLeftBreakpoint\t"
    "RightGene\tRightBreakpoint\tLargeAnchorSupport\tFFPM"
)
STAR_ROW = (
    "EML4--ALK\t12\t5\tONLY_REF_SPLICE\tEML4^ENSG1.2\tchr2:42295516:+\t"
    "ALK^ENSG2\tchr2:29223528:-\tYES_LDAS\t0.5"
)
_ARRIBA_COLUMNS = (
    "#gene1 gene2 strand1(gene/fusion) strand2(gene/fusion) breakpoint1 breakpoint2 site1 site2 "
    "type split_reads1 split_reads2 discordant_mates coverage1 coverage2 confidence "
    "reading_frame filters"
)
ARRIBA_COLUMNS = _ARRIBA_COLUMNS.split()
_ARRIBA_CELLS = (
    "EML4 ALK +/+ -/- 2:42522656 2:29446394 splice-site splice-site inversion 3 4 5 10 10 high "
    "in-frame duplicates(2),mismatches(1)"
)
ARRIBA_CELLS = _ARRIBA_CELLS.split()
VCF_META = (
    "##fileformat=VCFv4.2",
    '##FILTER=<ID=weak_evidence,Description="x">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="x">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="x">',
    '##FORMAT=<ID=AF,Number=A,Type=Float,Description="x">',
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="x">',
    '##FORMAT=<ID=PGT,Number=1,Type=String,Description="x">',
    '##FORMAT=<ID=PID,Number=1,Type=String,Description="x">',
    '##FORMAT=<ID=PS,Number=1,Type=Integer,Description="x">',
    "##source=Mutect2",
    "##contig=<ID=chr2,length=242193529>",
    "##contig=<ID=chr7,length=159345973>",
)


def strand_at(chrom: str, position: int) -> Strand | None:
    """The strand of the gene at a position of either build."""
    return next(
        (strand for (name, start, end), strand in _STRANDS
         if name == chrom and start <= position <= end),
        None,
    )  # fmt: skip


def targets(
    regions: Regions, genes: Iterable[str] = (), strand_at: StrandAt = strand_at
) -> Targets:
    """Targets that look for everything in the same regions, and for the same genes."""
    named = frozenset(genes)
    return Targets(
        genes=named,
        regions=regions,
        fusion_genes=named,
        junction_regions=regions,
        variant_genes=named,
        variant_regions=regions,
        copy_number_genes=named,
        copy_number_regions=regions,
        depth_regions=regions,
        breakpoint_regions=regions,
        strand_at=strand_at,
    )


def targets_of(*builds: GenomeBuild) -> Targets:
    """The targets in the loci of the kinase genes, in one build or in both."""
    return targets(Regions(locus for build in builds for locus in LOCI[build]), {"ALK"})


def nowhere(strand_at: StrandAt = lambda _chrom, _position: None) -> Targets:
    """Targets without regions, for tables that are read whole."""
    return targets(Regions([]), strand_at=strand_at)


def scope(
    build: GenomeBuild = "GRCh38",
    tumor_sample: str | None = None,
    sample: str | None = None,
    genes: Iterable[str] = (),
) -> Scope:
    return Scope(targets(Regions(LOCI[build]), genes), tumor_sample, sample)


def everywhere(
    tumor_sample: str | None = None, sample: str | None = None, genes: Iterable[str] = ()
) -> Scope:
    regions = Regions(Interval(f"chr{name}", 1, 300_000_000) for name in [*range(1, 23), "X", "Y"])
    return Scope(targets(regions, genes), tumor_sample, sample)


def with_targets(within: Scope, **changed: Any) -> Scope:
    """The scope with some fields of its targets changed."""
    return replace(within, targets=replace(within.targets, **changed))


def kinases(
    build: GenomeBuild = "GRCh38", sample: str | None = None, tumor_sample: str | None = None
) -> Scope:
    """The loci of the kinase genes."""
    return scope(build, tumor_sample, sample, KINASES)


def all_places(sample: str | None = None, tumor_sample: str | None = None) -> Scope:
    """The whole genome, so that no row of a real file is left out."""
    return everywhere(tumor_sample, sample, KINASES)


def data_file(path: Path) -> DataFile:
    return DataFile(path, path.name)


def read(path: Path, role: Role, within: Scope | None = None) -> Content:
    """Recognise a file and read it."""
    file = data_file(path)
    return format_of(file, role).read(file, within or scope())


def write(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def arriba_row(**changed: str) -> str:
    """The usual row with some cells changed, by column name without `#`."""
    names = [name.removeprefix("#") for name in ARRIBA_COLUMNS]
    cells = dict(zip(names, ARRIBA_CELLS, strict=True))
    for name, cell in changed.items():
        cells[{"strand1": "strand1(gene/fusion)", "strand2": "strand2(gene/fusion)"}.get(
            name, name)] = cell  # fmt: skip
    return "\t".join(cells.values())


def vcf(
    path: Path,
    *records: str,
    samples: Sequence[str] = ("TUMOR",),
    meta: Sequence[str] = VCF_META,
) -> Path:
    """A VCF; records are written with spaces instead of tabs."""
    columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"]
    header = "\t".join([*columns, *(["FORMAT", *samples] if samples else [])])
    return write(path, *meta, header, *("\t".join(record.split()) for record in records))
