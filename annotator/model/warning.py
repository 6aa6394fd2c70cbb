"""Warnings: what the reader of a document must know, under a closed list of codes."""

from typing import Annotated, Any, Literal, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from annotator.model.base import Model

WarningCode = Literal[
    # Whose the data are, and what the report rests on
    "sample_named_otherwise",  # A file names its sample unlike every name of the row.
    "files_name_two_people",  # Two files of a row name their samples unlike each other.
    "content_in_two_rows",  # A file holds the bytes of a file of another row.
    "tumor_normal_swapped",  # Called records have their reads in the normal's column.
    "only_column_is_normal",  # The only column of a VCF is called a normal.
    "genome_build_not_proven",  # Nothing proves build and coordinates of the small variants.
    "known_driver_contradicted",  # The sample shows a fusion of another kinase than stated.
    "known_driver_other_partner",  # The sample shows another partner than stated.
    "known_driver_not_in_rna",  # Adequate RNA does not show the stated driver.
    "knowledge_out_of_reach",  # The day of the guidance lies beyond the knowledge.
    # Files that may be incomplete, or of something else
    "last_line_open",  # The last line of a table has no end: the file may be cut.
    "records_end_early",  # A VCF ends before loci that are looked at: it may be cut.
    "no_locus_chromosome",  # A VCF names no chromosome of the loci.
    "sample_not_in_table",  # A table of several samples does not hold this one.
    "holds_no_substitution",  # A file of indels or structural variants alone.
    "holds_other_data",  # A file holds what is read in another role, and was not given in that.
    "depth_may_be_sum",  # Whole numbers of intervals may be sums of depths.
    "holds_no_gene_fusion",  # A file of splicing or copies cannot hold a gene fusion.
    "tumor_by_order",  # The tumor column was chosen by the caller's usual order.
    "no_header",  # A VCF of structural variants has no header.
    "no_sample_column",  # A VCF of structural variants has no sample column.
    "build_not_stated",  # A file of copies or depth states no genome build.
    "rna_sample_failed",  # The panel's own check says that the RNA failed.
    # The assay
    "assay_not_described",  # An assay is named, and no laboratory file describes it.
    "outside_assay",  # Findings in a gene that the assay does not cover.
    "low_tumor_content",  # Fewer tumor cells than the assay needs.
    # Records that were left out, or read in part
    "not_small_variants",  # Symbolic or breakend alleles in a file of small variants.
    "allele_not_read",  # Alleles that are not written in known bases.
    "genotype_without_reads",  # Alleles of the genotype that no read shows.
    "rows_skipped",  # Bad rows that touch no gene that is looked at.
    "repeated_rows",  # Rows of one place that a table gives twice, alike.
    "duplicate_records",  # One allele in several records with other numbers.
    "not_junctions",  # Structural variants without a second breakpoint.
    "shows_no_junctions",  # A VCF given as structural variants has no sign of them.
    "single_breakend",  # A breakend whose other side the caller does not know.
    "filtered_segments",  # Copy-number records that did not pass the caller's filters.
    "segment_without_length",  # Copy-number segments that end before they start.
    "bad_name",  # A fusion names what is not the name of a gene.
    # Tumor content and copies
    "purity_of_caller",  # Purity or ploidy of a copy-number caller is used.
    "purity_differs",  # A caller's purity differs from the one that is used.
    "ploidy_differs",  # A caller's ploidy differs from the one that is used.
    "no_tumor_found",  # PURPLE found no tumor.
    "fit_in_doubt",  # The caller itself doubts its fit of purity and ploidy.
    "gene_marked",  # The caller itself doubts the copies of a gene.
    # Fusions
    "gene_name_disagrees",  # A breakpoint does not lie in the gene that the caller names.
    "fusion_name_disagrees",  # The name of a fusion is of other genes than its columns.
    "order_disagrees",  # The breakpoints fit the reversed order of the two genes.
    "frame_disagrees",  # The caller's reading frame is not that of the gene models.
    "exons_disagree",  # The breakpoints lie elsewhere than the exons that the caller names.
    "intragenic_event",  # A junction within a gene has no known effect on its exons.
    "no_finding",  # An event was seen and is not reported as a finding.
    "expression_imbalance",  # The 3' part of a gene is read more than its 5' part.
    # Mutations
    "annotation_differs",  # The file's own annotation names an allele differently.
    "codon_joined",  # Substitutions of one codon are read as one, as another caller shows.
    "one_codon",  # Mutations of one codon are kept apart, whose phase is not known.
    "deletion_not_judged",  # A deletion of unknown effect in a region that has a class.
    "mutation_in_lost_gene",  # A mutation in a gene that the copies show to be lost.
    "filtered_on_target_mutation",  # An on-target mutation that the caller filtered.
    "resistance_mutation_of_another_kinase",  # A resistance mutation, and another driver.
    "second_driver",  # A driver of another gene, and a driver fusion.
]
"""The kind of a warning; `docs/warnings.md` says what each means and what to do."""

DOUBTS: frozenset[WarningCode] = frozenset(
    {
        "sample_named_otherwise",
        "files_name_two_people",
        "content_in_two_rows",
        "tumor_normal_swapped",
        "only_column_is_normal",
        "shows_no_junctions",
        "genome_build_not_proven",
    }
)
"""Those that stand over page 1: the whole report may be of another patient, or of other bases."""


class AnyCode:
    """Read a code as any text, since a document of another release may have others.

    Its schema is the closed list, which documents of this release keep to.
    """

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """The schema by which a code is checked."""
        return core_schema.str_schema()

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The schema that is published."""
        return {"type": "string", "enum": list(get_args(WarningCode))}


class ReportWarning(Model):
    """Something that the reader of a report must know."""

    code: Annotated[WarningCode, AnyCode()]
    """The kind of warning, for machines; `docs/warnings.md` explains each."""
    message: str
    """What happened and what it means, in a sentence for people."""
    source: str | None = None
    """The file, the file and line, or the files that the warning is about; null where it is about
    none."""
