"""What each file can show, from which alone absence is claimed."""

from pathlib import Path

import pytest

from annotator.model.evidence import OF_ROLE
from annotator.model.observations import InputFile
from annotator.pipeline.sample import detect_sample
from annotator.readers.registry import all_formats
from annotator.readers.sheet.request import SampleRequest
from tests.builders import packaged
from tests.builders.files import vcf, write

OTHERWISE = {
    "ctat_splicing": ("rna_splicing",),
    "tso500_splice_vcf": ("rna_splicing",),
    "ascat_statistics": ("tumor_content",),
    "purple_purity": ("tumor_content",),
    "tso500_metrics": ("rna_quality",),
    "dragen_rna_metrics": ("rna_quality",),
    "purecn_purity": ("tumor_content",),
    "genefuse": (),
}
SV_HEADER = (
    "Sample_Id\tSite1_Hugo_Symbol\tSite1_Chromosome\tSite1_Position\tSite2_Hugo_Symbol\t"
    "Site2_Chromosome\tSite2_Position\tDNA_Support\tRNA_Support\tSV_Status"
)
SV_ROW = "S\tTMPRSS2\t21\t42870046\tERG\t21\t39817544\t{}\t{}\tSOMATIC"


def test_every_format_shows_what_its_role_does_or_says_otherwise():
    for each in all_formats():
        assert each.evidence == OTHERWISE.get(each.name, OF_ROLE[each.role]), each.name


def of_input(**given: object) -> InputFile:
    return InputFile.model_validate(
        {"name": "x", "format": "x", "sha256": "0", "bytes": 1, **given}
    )


def test_files_of_older_documents_show_what_their_role_does():
    assert of_input(role="fusions").can_show("rna_fusions")
    assert not of_input(role="fusions").can_show("dna_junctions")
    assert not of_input(role="fusions", shows=[]).can_show("rna_fusions")


def fusion_of_ros1(**files: list[str]) -> tuple[str, str]:
    given = {"sample": "S", "genome_build": "GRCh37", **files}
    request = SampleRequest.model_validate(given)
    document = detect_sample(packaged.environment(), request)
    assessment = next(a for a in document.assessments if a.target == "ROS1 fusion")
    return assessment.result, assessment.reason


@pytest.mark.parametrize(
    ("dna", "rna", "said"),
    [("Yes", "No", "in DNA"), ("No", "Yes", "in RNA"), ("Yes", "Yes", "in RNA")],
)
@pytest.mark.parametrize("role", ["fusions", "structural_variants"])
def test_a_table_is_of_the_assay_of_its_rows(
    tmp_path: Path, role: str, dna: str, rna: str, said: str
) -> None:
    path = write(tmp_path / "data_sv.txt", SV_HEADER, SV_ROW.format(dna, rna))
    _, reason = fusion_of_ros1(**{role: [str(path)]})
    assert said in reason


def test_introns_and_files_without_a_sign_of_junctions_show_no_absence(tmp_path: Path) -> None:
    introns = write(
        tmp_path / "cancer.introns",
        "intron\tstrand\tgenes\tuniq_mapped\tmulti_mapped\tvariant_name",
        "chr7:55087059-55223522\t+\tEGFR\t30\t0\tEGFRvIII",
    )
    result, reason = fusion_of_ros1(fusions=[str(introns)])
    assert (result, "splicing within genes" in reason) == ("not_assessed", True)
    bare = vcf(tmp_path / "x.vcf", samples=(), meta=("##fileformat=VCFv4.2",))
    assert fusion_of_ros1(structural_variants=[str(bare)])[0] == "not_assessed"
    manta = vcf(
        tmp_path / "y.vcf",
        samples=(),
        meta=("##fileformat=VCFv4.2", "##source=GenerateSVCandidates 1.6"),
    )
    assert fusion_of_ros1(structural_variants=[str(manta)])[0] == "absent"
