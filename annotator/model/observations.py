"""Observations: one record as a caller wrote it, with its source, before judgement."""

from typing import Literal

from annotator.model.base import Assay, Frame, Interval, Model, Strand
from annotator.model.evidence import OF_ROLE, Evidence
from annotator.model.roles import InputRole
from annotator.model.warning import ReportWarning

JunctionKind = Literal["sense", "five_to_five", "three_to_three", "antisense", "unknown"]
CopyMethod = Literal["sequencing", "fish", "mlpa", "ddpcr", "discrete"]


class Source(Model):
    """The position of a record in a file."""

    file: str
    """The base name of the file."""
    line: int | None = None
    """The 1-based line; null where the record was read by an index."""

    @property
    def place(self) -> str:
        """`a.vcf:9`, or the file alone where the line is not known."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


class InputFile(Model):
    """One input file as it was read."""

    role: InputRole
    """The kind of data that the file was given as."""
    name: str
    """The base name of the file."""
    format: str
    """The recognized format, as `annotator formats` lists it."""
    format_name: str | None = None
    """The name of the format for people; null in documents of versions that did not say it."""
    sha256: str
    """The SHA-256 of the file's bytes, in hexadecimal."""
    bytes: int
    """The size of the file in bytes."""
    sample_name: str | None = None
    """The sample as the file names it: the VCF column that was read, or the name in a table's rows;
    null where the file names none."""
    shows: list[Evidence] | None = None
    """What the file can show, and can so show to be absent; null in documents of versions that did
    not say it, where the role of the file decides."""

    def can_show(self, evidence: Evidence) -> bool:
        """Whether the absence of something of this kind may be claimed from the file."""
        if self.shows is not None:
            return evidence in self.shows
        return any(evidence in shown for role, shown in OF_ROLE.items() if role == self.role)


class AnnotatedName(Model):
    """The name that another annotator gave an allele in one transcript, as it wrote it."""

    gene: str
    """The gene symbol."""
    transcript: str | None
    """The accession of the transcript, with its version where the annotator wrote one; null where
    it named none."""
    hgvs_c: str | None
    """The coding change in HGVS without the accession (`c.3604G>A`); null where none was
    written."""
    hgvs_p: str | None
    """The protein change in HGVS without the accession; null where none was written."""
    source: Literal["VEP", "SnpEff", "MAF", "TSO 500"]
    """The annotator that wrote the name."""


class SmallVariantObservation(Model):
    """One ALT allele of one VCF record in the tumor column, or one row of a MAF."""

    caller: str
    """The caller that wrote the record."""
    chrom: str
    """The chromosome with its prefix (`chr2`)."""
    position: int
    """The 1-based position; in a MAF the first deleted base, or the base before an insertion."""
    ref: str
    """The reference allele on the plus strand as written; `-` in a MAF where it is empty."""
    alt: str
    """The alternate allele on the plus strand as written; `-` in a MAF where it is empty."""
    filters: list[str]
    """The filters that the record did not pass."""
    depth: int | None = None
    """The number of reads at the position; null where the file does not give it."""
    alt_reads: int | None = None
    """The number of reads with the alternate allele; null where the file does not give it."""
    vaf: float | None = None
    """The fraction of reads with the alternate allele (0-1); null where the file does not give
    it."""
    phase_set: str | None = None
    """The name of the set of alleles that the caller phased together; null without phase."""
    haplotype: int | None = None
    """The haplotype of the phase set (from 0) that carries this allele; null without phase."""
    annotations: list[AnnotatedName] = []
    """The names that another annotator gave the allele in the genes that are looked at."""
    source: Source
    """The record in its file."""


class UnreadAllele(Model):
    """An allele of the tumor that the program cannot read, so that nothing is absent there."""

    chrom: str
    """The chromosome with its prefix (`chr2`)."""
    start: int
    """The first base that the allele changes or may change, 1-based."""
    end: int
    """The last base that the allele changes or may change, 1-based and inclusive."""
    written: str
    """The allele as the record writes it (`C>Y`)."""
    source: Source
    """The record in its file."""

    def touches(self, chrom: str, position: int) -> bool:
        """Whether the allele may change a base."""
        return chrom == self.chrom and self.start <= position <= self.end


class FusionEnd(Model):
    """One side of a fusion as the caller wrote it."""

    gene: str | None
    """The gene that the caller names at this side; null where it names none."""
    other_genes: list[str] = []
    """Further genes that the caller names at this side, which overlap there."""
    chrom: str | None = None
    """The chromosome of the breakpoint; null where the caller names genes alone."""
    position: int | None = None
    """The 1-based position of the breakpoint; null where the caller names genes alone."""
    strand: Strand | None = None
    """The strand that is transcribed through the junction at this side; null where the caller does
    not say."""

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
    """One row of a fusion caller: two sides in transcript order, its support and its own flags."""

    caller: str
    """The caller that wrote the row."""
    assay: Assay
    """Whether RNA or DNA was sequenced."""
    five_prime: FusionEnd
    """The 5' side, or the first one of the row where `ordered` is false."""
    three_prime: FusionEnd
    """The 3' side, or the second one of the row where `ordered` is false."""
    junction: JunctionKind
    """How the two sides meet: `sense` joins the 5' part of one gene to the 3' part of the other; no
    other known one makes a chimeric protein."""
    ordered: bool = True
    """Whether the caller says which side is the 5' one."""
    split_reads: int | None = None
    """The number of reads that span the junction itself; null where the caller does not give it."""
    spanning_reads: int | None = None
    """The number of read pairs with one mate on each side; null where the caller does not give
    it."""
    raw_support: dict[str, str] = {}
    """The columns of read counts, by their name, as the caller wrote them."""
    frame: Frame = "unknown"
    """The reading frame as the caller states it."""
    exons: str | None = None
    """The exons that the caller names, as the literature writes them (`E13;A20`); null where it
    names none."""
    confidence: str | None = None
    """The caller's own confidence, as written; null where it gives none."""
    filters: list[str] = []
    """The caller's filters that the row did not pass."""
    flags: list[str] = []
    """Other remarks of the caller."""
    raw_breakpoints: str
    """The two breakpoints as the caller wrote them."""
    source: Source
    """The row in its file."""


class SegmentObservation(Model):
    """One copy-number segment, or the row of one gene in a table of genes.

    At least one of `log2_ratio` and `copy_number` is not null.
    """

    caller: str
    """The caller that wrote the segment."""
    chrom: str
    """The chromosome with its prefix (`chr7`)."""
    start: int
    """The first base, 1-based."""
    end: int
    """The last base, 1-based and inclusive."""
    gene: str | None = None
    """The gene whose row this is; null for a segment of the genome."""
    overlaps: tuple[str, ...] = ()
    """The genes, among those looked at, that the file names as lying in the segment."""
    log2_ratio: float | None = None
    """The log2 of the ratio to a diploid reference, computed where the file has a linear or log10
    ratio; null where it has none."""
    copy_number: float | None = None
    """The caller's own absolute copy number, in copies per cell; null where it gave none."""
    max_copy_number: float | None = None
    """The highest copies within a gene whose lowest are `copy_number`; null where they are not
    given."""
    low_copy_number: float | None = None
    """The lower bound of the confidence interval of `copy_number`; null where it is not given."""
    purity_corrected: bool | None = None
    """Whether the copies are those of the tumor cells alone (true) or of all cells (false); null
    where the file does not say."""
    weight: float | None = None
    """The weight that the caller gives the segment, or its number of probes; null where it gives
    neither."""
    source: Source
    """The row in its file."""


class GeneCopiesObservation(Model):
    """What a file says of the copies of a gene without saying where the gene lies."""

    caller: str
    """The caller or laboratory method that wrote the row."""
    gene: str
    """The gene symbol."""
    method: CopyMethod
    """The method of measurement; `discrete` for the levels of a cohort."""
    log2_ratio: float | None = None
    """The log2 of the ratio to a diploid reference; null where it is not given."""
    copy_number: float | None = None
    """The copies per cell; null where they are not given."""
    purity_corrected: bool = False
    """Whether the copies are those of the tumor cells alone."""
    centromere_ratio: float | None = None
    """The ratio of the gene to the centromere of its chromosome (MET/CEP7); null where it is not
    given."""
    discrete_level: float | None = None
    """The level of a cohort, from -2 (deep loss) to 2 (amplification); null for any other
    method."""
    amplified_from: float | None = None
    """The least copies of the tumor cells that the maker of the levels calls 2, as the description
    of the input states it; null where nobody stated it."""
    amplified_is_focal: bool = False
    """Whether the description states that a level of 2 is given to focal gains alone."""
    source: Source
    """The row in its file."""


class TumorContent(Model):
    """The tumor purity and the ploidy that a copy-number caller found."""

    caller: str
    """The caller."""
    purity: float | None
    """The share of tumor cells (0-1); null where the caller found none."""
    ploidy: float | None
    """The mean copy number of the tumor genome, in copies per cell; null where the caller gives
    none."""
    source: Source
    """The row in its file."""


class RnaMetric(Model):
    """A measure of how well RNA was sequenced: it tells a silent assay from a negative one."""

    caller: str
    """The assay or caller that gives it."""
    name: str
    """The name of the metric, as the file writes it."""
    value: float
    """Its value in the sample."""
    low: float | None = None
    """The least good value that the file itself states; null where it states none."""
    high: float | None = None
    """The greatest good value that the file itself states; null where it states none."""
    source: Source
    """The row in its file."""


class DepthObservation(Model):
    """The read depth over an interval."""

    chrom: str
    """The chromosome with its prefix (`chr2`)."""
    start: int
    """The first base, 1-based."""
    end: int
    """The last base, 1-based and inclusive."""
    depth: float | None
    """The mean depth of the interval in reads, or with `at_least` a lower bound; null where the
    file gives a state alone."""
    at_least: bool = False
    """Whether `depth` is one that each base of the interval reaches, and may exceed."""
    callable: bool | None = None
    """Whether the file calls the bases callable, by the limits of the tool that wrote it; null
    where it does not say."""
    source: Source
    """The row in its file."""


class FileEnd(Model):
    """The last record of a file that ends before loci that are looked at."""

    file: str
    """The base name of the file."""
    chrom: str
    """The chromosome of the last record."""
    position: int
    """The 1-based position of the last record."""
    beyond: list[Interval]
    """The loci after the end, as chromosome, start and end (1-based, inclusive)."""
    records: int | None = None
    """The number of records up to the end; null for coverage, where a row covers any number of
    bases."""
    expected: float | None = None
    """How many records would follow if the later chromosomes held as many as those before; null for
    coverage."""

    def is_before(self, chrom: str, position: int) -> bool:
        """Whether a wanted place lies after the end."""
        return any(interval.contains(chrom, position) for interval in self.beyond)


class Observations(Model):
    """All that the readers took from the files of one sample.

    A list is null when that kind of file was not given, and empty when it was given and has no
    record at the loci of the program: the difference between not assessed and not found.
    """

    small_variants: list[SmallVariantObservation] | None = None
    """The alleles of the small-variant files; null where none was given."""
    unread_alleles: list[UnreadAllele] = []
    """The alleles of the small-variant files that cannot be read."""
    fusions: list[FusionObservation] | None = None
    """The junctions of the fusion and structural-variant files; null where none was given."""
    segments: list[SegmentObservation] | None = None
    """The copy-number segments; null where no copy-number file was given."""
    gene_copies: list[GeneCopiesObservation] = []
    """The copies of genes in files that do not say where the genes lie."""
    tumor_contents: list[TumorContent] = []
    """The purity and ploidy that copy-number callers found."""
    rna_metrics: list[RnaMetric] = []
    """The measures of how well the RNA was sequenced."""
    depths: list[DepthObservation] | None = None
    """The read depths; null where no coverage file was given."""
    ends: list[FileEnd] = []
    """The files whose last record lies before loci that are looked at."""
    without_build: list[str] = []
    """The base names of files of copies or depth that do not show their genome build."""
    inputs: list[InputFile] = []
    """The input files."""
    caller_names: dict[str, str] = {}
    """The names for people of the callers of these records, by the codes that the records hold."""
    notices: list[ReportWarning] = []
    """The warnings of the readers."""

    def inputs_of(self, *roles: InputRole) -> list[InputFile]:
        """The files that were given in some roles."""
        return [file for file in self.inputs if file.role in roles]
