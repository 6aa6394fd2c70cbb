"""Every real copy-number file: its format and rows on the loci's chromosomes, or why not.

`rows` are segments on the chromosomes of the loci, rows of genes, and statements of purity.
"""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.readers.format import Content
from annotator.readers.registry import format_of, split_forced
from tests.builders.files import data_file, scope

_READ = {
    "cnvkit/HCC2218_cnvkit-call.cns": ("cnvkit", 21),
    "cnvkit/amplicon.cnr": ("cnvkit_cnr", 449),
    "cnvkit/amplicon.cns": ("cnvkit", 19),
    "cnvkit/balsamic_tumor.merged.cns": ("cnvkit", 0),
    "cnvkit/lumpy_example.cns": ("cnvkit", 0),
    "cnvkit/nv3.cns": ("cnvkit", 12),
    "cnvkit/p2-20_1.MET.cnr": ("cnvkit_cnr", 61),
    "cnvkit/p2-9_2.call.cns": ("cnvkit", 57),
    "cnvkit/p2-9_2.chr7.cnr": ("cnvkit_cnr", 1113),
    "cnvkit/p2-9_2.cns": ("cnvkit", 57),
    "cnvkit/purecn_issue192_tumor.cnr": ("cnvkit_cnr", 21),
    "cnvkit/svdb_cnvkit_chr1_del.vcf": ("copy_number_vcf", 0),
    "gatk_cnv/SM-74NF5.called.seg": ("gatk_called", 82),
    "gatk_cnv/gatk_call-copy-ratio-segments-segments.seg": ("gatk_called", 0),
    "gatk_cnv/gatk_empty_b37.called.seg": ("gatk_called", 0),
    "gatk_cnv/gatk_gcnv_segments_output_SAMPLE_000.vcf": ("copy_number_vcf", 1),
    "gatk_cnv/gatk_multiple-sample-cr-ac-tumor-1.cr.seg": ("gatk_called", 0),
    "gatk_cnv/gatk_multiple-sample-cr-ac-tumor-1.modelFinal.seg": ("gatk_model", 0),
    "gatk_cnv/purecn_example_gatk4_denoised_cr.tsv": ("gatk_denoised", 6),
    "gatk_cnv/purecn_example_gatk4_modelfinal.seg": ("gatk_model", 3),
    "gatk_cnv/twistsolid_HD832.HES45_T.filter2_amp.tsv": ("gatk_denoised", 19),
    "gatk_cnv/twistsolid_LI-VAL-42_T.denoisedCR.chr7_2.tsv": ("gatk_denoised", 456),
    "purple/HCC2218_purple.cnv.tsv": ("purple_segments", 6),
    "purple/TUMOR_SAMPLE.purple.purity.tsv": ("purple_purity", 1),
    "purple/gpgr_purple.cnv.gene.tsv": ("purple_gene", 10),
    "purple/gpgr_purple.cnv.somatic.tsv": ("purple_segments", 11),
    "purple/gpgr_v2.39_purple.cnv.gene.tsv": ("purple_gene", 10),
    "purple/multiqc_good_quality_sample.purple.purity.tsv": ("purple_purity", 1),
    "purple/sample_CamelCase_header.purple.cnv.gene.tsv": ("purple_gene", 0),
    "purple/sample_lower_header.purple.cnv.gene.tsv": ("purple_gene", 0),
    "purple/sigstart_purple.cnv.somatic.tsv": ("purple_segments", 51),
    "purple/tumor_sample.purple.cnv.somatic.tsv": ("purple_segments", 44),
    "purple/tumor_sample.purple.purity.tsv": ("purple_purity", 1),
    "facets/HCC2218_facets_cncf.tsv": ("facets", 5),
    "ascat/balsamic_ascat.samplestatistics.txt": ("ascat_statistics", 1),
    "titan/HCC2218_titan.segs.tsv": ("titan", 13),
    "pcgr/T001-COAD.grch37.cna.tsv": ("pcgr_segments", 46),
    "pcgr/T001-COAD.grch38.cna.tsv": ("pcgr_segments", 47),
    "cbioportal/ascn_data_CNA.txt": ("discrete_copy_number", 0),
    "cnv_vcf/hydra_cnv_amp_genes.vcf": ("copy_number_vcf", 0),
    "cnv_vcf/hydra_sample.svdb_query.vcf": ("copy_number_vcf", 0),
    "cnv_vcf/twistsolid_jumble.pathology_purecn.vcf": ("copy_number_vcf", 1),
    "cnv_vcf/twistsolid_test.cnv1.vcf": ("copy_number_vcf", 0),
    "cnv_vcf/twistsolid_test.cnv2.vcf": ("copy_number_vcf", 0),
    "dragen_cnv/svdb_dragen_hg002_chrX_cnv.vcf": ("copy_number_vcf", 0),
    "sv_vcf/scout_tumor_only.SV.CNV.vcf": ("copy_number_vcf", 1),
    "seg_log2=seg/TCGA.AB.3009.hg19.seg.txt": ("seg_log2", 116),
    "seg_log10=seg/acgh-log10.TR_74_T.seg": ("seg_log10", 74),
    "seg_log10=seg/acgh-log10.seg": ("seg_log10", 0),
    "seg_log2=seg/cw-tr-log2.seg": ("seg_log2", 0),
    "seg_log2=seg/purecn_example_seg.txt": ("seg_log2", 7),
    "seg_log2=cbioportal/ascn_data_cna_hg19.seg": ("seg_log2", 0),
    "seg_log2=gatk_cnv/gatk_multiple-sample-cr-ac-tumor-1.cr.igv.seg": ("seg_log2", 0),
    "seg_linear=gatk_cnv/gatkprotected_caller_segments.tsv": ("seg_linear", 0),
}
_REFUSED = {
    "seg/acgh-log10.TR_74_T.seg": "scale",
    "seg/TCGA.AB.3009.hg19.seg.txt": "scale",
    "gatk_cnv/gatk_multiple-sample-cr-ac-tumor-1.af.igv.seg": "scale",
    "seg_log2=seg/purecn_buggy_cnvkit.seg": "loc.start",  # without positions
    "cnvkit/warning.seg": "unknown format",  # a warning of R is its first line
    "cbioportal/ascn_data_CNA.ascna.txt": "unknown format",  # total;minor
    "cnvnator/mavis_cnvnator.tab": "unknown format",
    "gistic/all_lesions.conf_99.txt": "unknown format",  # peaks of a cohort
    "gistic/amp_genes.conf_99.txt": "unknown format",
    "cnv_vcf/twistsolid_test.amplifications.tsv": "unknown format",
    "cnv_vcf/twistsolid_test.deletions.tsv": "unknown format",
    "gatk_cnv/purecn_example_allelic_counts.tsv": "unknown format",
    "purple/tumor_sample.purple.chromosome_arm.tsv": "unknown format",
    "purple/tumor_sample.purple.driver.catalog.somatic.tsv": "unknown format",
    "purple/tumor_sample.purple.germline_amp_del.tsv": "unknown format",  # germline
    "purple/tumor_sample.purple.qc": "unknown format",
    "purple/tidywigits_boxbox_genes.tsv": "unknown format",  # names of genes
    "purple/tumor_sample.purple.sv.vcf": "unknown format",  # breakpoints
}
_FOLDERS = {name.split("=")[-1].split("/")[0] for name in (*_READ, *_REFUSED)}
_FOLDERS -= {"sv_vcf", "cbioportal"}  # they hold files of other kinds
_NOT_COPIES = (".fusions.tsv", ".purple.sv.vcf", ".missingfilter.vcf")


def _content(real_data: Path, spec: str) -> tuple[str, Content]:
    forced, path = split_forced(spec)
    file = data_file(real_data / path)
    form = format_of(file, "copy_number", forced)
    return form.name, form.read(file, scope("GRCh38" if "grch38" in path else "GRCh37"))


@pytest.mark.parametrize(("spec", "expected"), _READ.items())
def test_rows(real_data: Path, spec: str, expected: tuple[str, int]) -> None:
    name, content = _content(real_data, spec)
    rows = [*content.segments, *content.gene_copies, *content.tumor_contents]
    assert (name, len(rows)) == expected


@pytest.mark.parametrize(("spec", "reason"), _REFUSED.items())
def test_what_is_refused_says_why(real_data: Path, spec: str, reason: str) -> None:
    with pytest.raises(InputProblem, match=reason):
        _content(real_data, spec)


def test_no_file_is_left_out(real_data: Path) -> None:
    named = {split_forced(spec)[1] for spec in (*_READ, *_REFUSED)}
    files = {
        f"{folder}/{path.name}" for folder in _FOLDERS for path in (real_data / folder).iterdir()
    }
    assert {name for name in files - named if not name.endswith(_NOT_COPIES)} == set()
