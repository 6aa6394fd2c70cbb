"""Observations: one record as a caller wrote it, with its source, before judgement."""

from typing import Literal

from annotator.model.base import Assay, Frame, Model, Strand

JunctionKind = Literal["sense", "five_to_five", "three_to_three", "antisense", "unknown"]
LAST_LINE_OPEN = "last_line_open"
"""Code of the notice of a table whose last line has no end, which may have been cut."""
CopyMethod = Literal["sequencing", "fish", "mlpa", "ddpcr", "discrete"]
InputRole = Literal[
    "small_variants",
    "structural_variants",
    "fusions",
    "copy_number",
    "coverage",
    "format_description",
    "findings",
]


class Source(Model):
    """Where a record stands: base name of the file and 1-based line (null when read by index)."""

    file: str
    line: int | None = None

    @property
    def place(self) -> str:
        """`a.vcf:9`, or the file alone where the line is not known."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


class InputFile(Model):
    """One input file as it was read: its role, base name, recognised format, SHA-256 and size.

    `sample_name` is the sample as the file names it: the column of a VCF that was read, or the
    name in the rows of a table; null where the file names none.
    """

    role: InputRole
    name: str
    format: str
    sha256: str
    bytes: int
    sample_name: str | None = None


class AnnotatedName(Model):
    """The name that an annotator gave an allele in one transcript, as it wrote it.

    `transcript` is its accession; `hgvs_c` and `hgvs_p` stand without it (`c.3604G>A`).
    """

    gene: str
    transcript: str | None
    hgvs_c: str | None
    hgvs_p: str | None
    source: Literal["VEP", "SnpEff", "MAF"]


class SmallVariantObservation(Model):
    """One ALT allele of one VCF record in the tumor column, or one row of a MAF.

    `position` is 1-based, `ref`/`alt` are on the plus strand as written. A MAF writes `-` for an
    empty side; `position` is then the first deleted base, or the base before an insertion. `vaf`
    is the alternate allele fraction (0-1); a number that the file does not give is null, never a
    guess. `phase_set` names a set of alleles phased together and `haplotype` which of its
    haplotypes (from 0) carries this ALT; both are null where the caller gave no phase.
    `annotations` are the names that another annotator gave the allele in the loci's genes.
    """

    caller: str
    chrom: str
    position: int
    ref: str
    alt: str
    filters: list[str]
    depth: int | None = None
    alt_reads: int | None = None
    vaf: float | None = None
    phase_set: str | None = None
    haplotype: int | None = None
    annotations: list[AnnotatedName] = []
    source: Source


class FusionEnd(Model):
    """One side of a fusion as the caller wrote it; `position` is 1-based.

    `chrom` and `position` are null where the caller names genes alone. `other_genes` are further
    genes that it names at this side, which overlap there. `strand` is the strand that is
    transcribed through the junction at this side.
    """

    gene: str | None
    other_genes: list[str] = []
    chrom: str | None = None
    position: int | None = None
    strand: Strand | None = None

    @property
    def genes(self) -> list[str]:
        """Every gene that the caller names at this side."""
        return [self.gene, *self.other_genes] if self.gene else list(self.other_genes)

    @property
    def place(self) -> tuple[str, int] | None:
        """Chromosome and position, None where the caller gives none."""
        if self.chrom is None or self.position is None:
            return None
        return self.chrom, self.position


class FusionObservation(Model):
    """One row of a fusion caller: two sides in transcript order, its support and its own flags.

    `junction` says how the two sides meet: `sense` (5' part of one gene into the 3' part of the
    other, same sense), or a junction that cannot make a chimeric protein. Where `ordered` is
    false the caller does not tell which side is the 5' one: the order is then that of its row.
    `raw_support` holds the columns of read counts, by name, as the caller wrote them. `filters`
    are those that the row did not pass, `flags` other remarks of the caller.
    """

    caller: str
    assay: Assay
    five_prime: FusionEnd
    three_prime: FusionEnd
    junction: JunctionKind
    ordered: bool = True
    split_reads: int | None = None
    spanning_reads: int | None = None
    raw_support: dict[str, str] = {}
    frame: Frame = "unknown"
    confidence: str | None = None
    filters: list[str] = []
    flags: list[str] = []
    raw_breakpoints: str
    source: Source


class SegmentObservation(Model):
    """One copy-number segment, or with `gene` a row of that gene; `start`/`end` 1-based inclusive.

    `log2_ratio` is relative to a diploid reference as written (of a linear or log10 ratio its
    log2). `copy_number` is the caller's own absolute call where it gave one, `max_copy_number` the
    highest within a gene whose lowest is `copy_number`, and `low_copy_number` the lower bound of
    its confidence interval. `purity_corrected` says of which cells these copies are: of the tumor
    cells alone (true), of all cells (false), or not told (null). `weight` is the caller's weight,
    or its number of probes. `overlaps` are the genes, of those wanted, that the file names as lying
    in the segment. At least one of `log2_ratio` and `copy_number` is there.
    """

    caller: str
    chrom: str
    start: int
    end: int
    gene: str | None = None
    overlaps: tuple[str, ...] = ()
    log2_ratio: float | None = None
    copy_number: float | None = None
    max_copy_number: float | None = None
    low_copy_number: float | None = None
    purity_corrected: bool | None = None
    weight: float | None = None
    source: Source


class GeneCopiesObservation(Model):
    """What a file says of the copies of a gene without saying where the gene lies.

    `method` is the laboratory method (`fish`, `mlpa`, `ddpcr`), `discrete` for the levels of a
    cohort (-2 to 2 in `discrete_level`), or `sequencing`. `copy_number` in copies per cell, of
    the tumor cells alone where `purity_corrected`; `centromere_ratio` is the ratio to the
    centromere of the gene's chromosome (MET/CEP7).
    """

    caller: str
    gene: str
    method: CopyMethod
    log2_ratio: float | None = None
    copy_number: float | None = None
    purity_corrected: bool = False
    centromere_ratio: float | None = None
    discrete_level: float | None = None
    source: Source


class TumorContent(Model):
    """The tumor purity (0-1) and the ploidy that a copy-number caller found."""

    caller: str
    purity: float | None
    ploidy: float | None
    source: Source


class DepthObservation(Model):
    """Read depth over an interval; `start`/`end` are 1-based inclusive.

    `depth` is in reads: the mean of the interval, or with `at_least` a depth that each of its
    bases reaches (it may be more). It is null where the file gives a state alone; `callable` then
    says whether the file holds the bases to be callable by the limits of the tool that wrote it.
    """

    chrom: str
    start: int
    end: int
    depth: float | None
    at_least: bool = False
    callable: bool | None = None
    source: Source


class FileEnd(Model):
    """Where the records of a file end, in the order of its chromosomes, before wanted places.

    `beyond` are those places (chromosome, start, end; 1-based inclusive). `records` is the number
    of records up to there, `expected` how many would follow if each chromosome after it held as
    many as those before; both null for coverage, of which a row may stand for any number of bases.
    """

    file: str
    chrom: str
    position: int
    beyond: list[tuple[str, int, int]]
    records: int | None = None
    expected: float | None = None

    def is_before(self, chrom: str, position: int) -> bool:
        """Whether a wanted place lies after the end."""
        return any(c == chrom and start <= position <= end for c, start, end in self.beyond)


class Notice(Model):
    """Something a reader must know: a code for machines, a sentence for people, its source."""

    code: str
    message: str
    source: str | None = None


class Observations(Model):
    """All that the readers took from the files of one sample.

    A list is null when that kind of file was not given, and empty when it was given and holds no
    record at the loci of the program: the difference between not assessed and not found.
    `ends` are files whose records (or rows of depth) end before places that are looked at, and
    `without_build` files of copies or depth in which nothing says in which build they are.
    """

    small_variants: list[SmallVariantObservation] | None = None
    fusions: list[FusionObservation] | None = None
    segments: list[SegmentObservation] | None = None
    gene_copies: list[GeneCopiesObservation] = []
    tumor_contents: list[TumorContent] = []
    depths: list[DepthObservation] | None = None
    ends: list[FileEnd] = []
    without_build: list[str] = []
    inputs: list[InputFile] = []
    notices: list[Notice] = []

    def inputs_of(self, *roles: InputRole) -> list[InputFile]:
        """The files that were given in some roles."""
        return [file for file in self.inputs if file.role in roles]
