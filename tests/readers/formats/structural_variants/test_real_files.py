"""Every real VCF of structural variants: how many junctions it holds, and what is said of it.

The numbers were counted in the files: two records of a BND are one junction, an `<INV>` without
a word on its side is two. Nothing here depends on where a junction lies.
"""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from annotator.cli.main import main
from annotator.cli.runs import BAD_INPUT
from annotator.detection.fusions.events import FusionDetector
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.base import GenomeBuild
from annotator.model.errors import InputProblem
from annotator.model.findings import Fusion
from annotator.pipeline.environment import Environment
from annotator.pipeline.sample import detect_sample
from annotator.readers.format import Content, Scope
from annotator.readers.formats.structural_variants.structural_variant_vcf import FORMATS
from annotator.readers.lines.regions import Regions
from annotator.readers.sheet.request import SampleRequest
from tests.builders.files import data_file, everywhere, read, targets


class _AnyPlace(Regions):
    def overlaps(self, chrom: str, start: int, end: int | None = None) -> bool:
        return True


class _File(NamedTuple):
    """What a file holds; `tumor` is given where the file does not tell it."""

    name: str
    caller: str
    junctions: int
    single_breakends: int = 0
    no_junctions: int = 0
    tumor: str | None = None


_EML4_ALK = "lumpy/snpeff_EML4-ALK_fusion.lumpy.ann.vcf"
_WITH_CALLS = {
    _EML4_ALK,
    "lumpy/snpeff_test_fusion_EML4-ALK.vcf",
    "lumpy/snpeff_test_fusion_ROS1-SLC34A2.vcf",
}
_FILES = [
    _File("breakdancer/sva_breakdancer-1.4.5.vcf", "breakdancer", 7),
    _File("crest/sva_crest.vcf", "crest", 5),
    _File("cutesv/mavis_cuteSV.vcf", "cutesv", 51, no_junctions=49),
    _File("delly/gGnome_delly.final.vcf", "delly", 210, tumor="HCC1143"),
    _File("delly/mavis_delly_events.vcf", "delly", 31, tumor="A36971_2_lanes_dupsFlagged"),
    _File("delly/sva_delly-0.6.8.vcf", "delly", 4),
    _File("delly/vcf2maf_test_delly.vcf", "delly", 9, no_junctions=3),
    _File("dragen_sv/svdb_dragen_hg002_bnd_interchr.vcf", "dragen_sv", 10),
    _File("dragen_sv/svdb_dragen_hg002_chr1_filtered.vcf", "dragen_sv", 15),
    _File("gridss/colo829_1.gridss.somatic.vcf", "gridss", 109, 7,
          tumor="COLO829v001T_dedup.realigned.bam"),
    _File("gridss/gridss294.colo829.somatic.vcf", "gridss", 106, 10,
          tumor="COLO829T_dedup.realigned.bam"),
    _File("gridss/sva_colo829_somatic_gridss.vcf", "gridss", 103, 15,
          tumor="COLO829v003T_dedup.realigned.bam"),
    _File("gridss/sva_gridss-missingPartner.vcf", "gridss", 2),
    _File("gridss/sva_gridss-na12878.vcf", "gridss", 53),
    _File("gridss/sva_gridss.vcf", "gridss", 6),
    _File("hydra/sva_na12878_chr22_hydra.vcf", "hydra", 470),
    _File("lumpy/gGnome_filter.PE2.SR2.sv.vcf", "lumpy", 1941, tumor="HCC1143"),
    _File(_EML4_ALK, "lumpy", 111),
    _File("lumpy/snpeff_test_fusion_CCDC6-RET.vcf", "vcf", 1),
    _File("lumpy/snpeff_test_fusion_intron_rank.vcf", "vcf", 1),
    _File("lumpy/snpeff_test_fusion_EML4-ALK.vcf", "vcf", 4),  # no header at all
    _File("lumpy/snpeff_test_fusion_ROS1-SLC34A2.vcf", "vcf", 1),
    _File("lumpy/snpeff_vcf_translocation.vcf", "vcf", 8),
    _File("lumpy/svtools_lumpy_cn.vcf", "lumpy", 4),
    _File("manta/HCC2218_manta.vcf", "manta", 18),
    _File("manta/manta_demo_somaticSV.vcf", "manta", 3),
    _File("manta/mavis_manta_events.vcf", "manta", 12),
    _File("manta/scout_manta_vep_cancer.vcf", "manta", 0),
    _File("manta/sva_colo829_somatic_manta.vcf", "manta", 277, no_junctions=10),
    _File("manta/svdb_manta_bnd.vcf", "manta", 10),
    _File("manta/svtools_manta_from_bedpe.vcf", "manta", 1),
    _File("nanosv/sva_colo829_nanoSV_truth_overlap.vcf", "nanosv", 68, no_junctions=17),
    _File("novobreak/gGnome_novoBreak.pass.flt.vcf", "novobreak", 484),
    _File("novobreak/sva_colo829_somatic_novobreak.vcf", "novobreak", 687),
    _File("pindel/mavis_pindel_events.vcf", "pindel", 23, no_junctions=12),
    _File("pindel/sva_pindel-0.2.5b6.vcf", "pindel", 3, no_junctions=2),
    _File("purple/DO52605T.purple.sv.vcf", "gridss", 432, 122, tumor="DO52605T.sorted.bam"),
    _File("purple/TUMOR_SAMPLE.purple.sv.vcf", "esvee", 448, 20, tumor="COLO829v003T"),
    _File("purple/sigstart_purple.sv.missingfilter.vcf", "gridss", 5),
    _File("purple/tumor_sample.purple.sv.vcf", "esvee", 254, 35),
    _File("sniffles/mavis_sniffles.vcf", "sniffles", 58, no_junctions=48),
    _File("sv_vcf/scout_tumor_only.SV.CNV.vcf", "manta", 6, no_junctions=29),
    _File("svaba/HCC1143.svaba.somatic.sv.vcf", "svaba", 500),
    _File("tiddit/svdb_tiddit_chr1_del.vcf", "tiddit", 15),
    _File("tigra/sva_tigra-0.3.7.vcf", "tigra", 5),
    _File("vcf_spec/snpeff_vcf_translocation_parsing.vcf", "vcf", 4),
    _File("vcf_spec/sva_breakend.vcf", "vcf", 1),
    _File("vcf_spec/sva_multipleAltSVs.vcf", "vcf", 2, no_junctions=3),
    _File("vcf_spec/sva_representations.vcf", "vcf", 2, 1, no_junctions=1),
    _File("vcf_spec/sva_simple.vcf", "vcf", 4, no_junctions=5),
    _File("vcf_spec/sva_vcf4.2.example.sv.vcf", "vcf", 5, no_junctions=1),
    # Copy number: no junctions, but for DRAGEN's records that a junction confirms.
    _File("cnv_vcf/hydra_cnv_amp_genes.vcf", "vcf", 0, no_junctions=5),
    _File("cnv_vcf/hydra_sample.svdb_query.vcf", "vcf", 0, no_junctions=1),
    _File("cnv_vcf/twistsolid_jumble.pathology_purecn.vcf", "vcf", 0),
    _File("cnv_vcf/twistsolid_test.cnv1.vcf", "vcf", 0, no_junctions=2),
    _File("cnv_vcf/twistsolid_test.cnv2.vcf", "vcf", 0, no_junctions=3),
    _File("cnvkit/svdb_cnvkit_chr1_del.vcf", "vcf", 0, no_junctions=3),
    _File("dragen_cnv/svdb_dragen_hg002_chrX_cnv.vcf", "dragen_sv", 9, no_junctions=1),
    _File("gatk_cnv/gatk_gcnv_segments_output_SAMPLE_000.vcf", "vcf", 0, no_junctions=1),
]  # fmt: skip
_NO_VCF = [
    ("vcf_spec/vcflib_inversion.vcf", None, "of small variants"),
    ("manta/sva_manta-0.29.6.vcf", 136, "8 columns"),  # three outputs behind each other
    ("manta/sva_manta-1.1.1.vcf", 80, "8 columns"),
    ("fusion_vcf/scout_fusion_data.vcf", None, "of RNA"),
    ("fusioncatcher/final-list_candidate-fusion-genes.vcf", None, "of RNA"),
    ("integrate/sim_101.4.bk_sv.vcf", None, "of RNA"),
]
# One record of a caller: its place, and split and spanning reads as its columns say.
_READS = [
    ("manta/HCC2218_manta.vcf", "1:228158942 ", 27, 0),
    ("dragen_sv/svdb_dragen_hg002_bnd_interchr.vcf", "1:10425170 ", None, 3),
    ("delly/gGnome_delly.final.vcf", "1:6683446 ", 26, 7),
    ("lumpy/gGnome_filter.PE2.SR2.sv.vcf", "1:6569293 ", 11, 9),
    ("gridss/colo829_1.gridss.somatic.vcf", "7:78190206 ", 16, 38),
    ("purple/tumor_sample.purple.sv.vcf", "1:87337011 ", 36, 13),
    ("svaba/HCC1143.svaba.somatic.sv.vcf", "1:6525379 C]", 23, 20),
    ("sniffles/mavis_sniffles.vcf", "chr1:876435 ", 6, None),
    ("cutesv/mavis_cuteSV.vcf", "chr1:10027 ", 7, None),
    ("nanosv/sva_colo829_nanoSV_truth_overlap.vcf", "5:28787992 ", 19, None),
    ("novobreak/sva_colo829_somatic_novobreak.vcf", "1:713519 ", 3, 4),
    ("tiddit/svdb_tiddit_chr1_del.vcf", "1:869037 ", 0, 8),
    ("pindel/mavis_pindel_events.vcf", "1:10459 ", 3, None),
    ("breakdancer/sva_breakdancer-1.4.5.vcf", "chr1:755738 ", None, 2),
    ("crest/sva_crest.vcf", "chr7:205219 ", 9, None),
    ("hydra/sva_na12878_chr22_hydra.vcf", "chr22:16095509 ", None, 7),
]


def _content(real_data: Path, name: str) -> Content:
    tumor = next((file.tumor for file in _FILES if file.name == name), None)
    scope = Scope(targets(_AnyPlace([])), tumor)
    return read(real_data / name, "structural_variants", scope)


@pytest.mark.parametrize("file", _FILES, ids=lambda file: file.name)
def test_junctions_of_a_real_file(real_data: Path, file: _File) -> None:
    content = _content(real_data, file.name)
    codes = [warning.code for warning in content.warnings]
    counted = [n.message.split()[0] for n in content.warnings if n.code == "not_junctions"]
    found = (len(content.fusions), codes.count("single_breakend"), sum(map(int, counted)))
    assert found == (file.junctions, file.single_breakends, file.no_junctions)
    assert {fusion.caller for fusion in content.fusions} <= {file.caller}


@pytest.mark.parametrize(("name", "line", "found"), _NO_VCF)
def test_a_real_file_that_cannot_be_read(
    real_data: Path, name: str, line: int | None, found: str
) -> None:
    (sv_vcf,) = FORMATS
    with pytest.raises(InputProblem, match=found) as raised:
        sv_vcf.read(data_file(real_data / name), everywhere())
    assert raised.value.line == line


@pytest.mark.parametrize("name", [name for name, _, _ in _NO_VCF])
def test_it_ends_the_command_with_one_message(
    real_data: Path, tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    words = ["detect", "--sample", "S", "--genome-build", "GRCh37", "--outdir", str(tmp_path)]
    status = main([*words, "--structural-variants", f"sv_vcf={real_data / name}"])
    said = capfd.readouterr().err
    assert status == BAD_INPUT == 2
    assert name in said
    assert "Traceback" not in said


@pytest.mark.parametrize(("name", "place", "split", "spanning"), _READS)
def test_reads_of_a_real_record(
    real_data: Path, name: str, place: str, split: int | None, spanning: int | None
) -> None:
    fusions = _content(real_data, name).fusions
    found = next(each for each in fusions if each.raw_breakpoints.startswith(place))
    assert (found.split_reads, found.spanning_reads) == (split, spanning)


def test_no_real_file_is_left_out(real_data: Path) -> None:
    known = {file.name for file in _FILES} | {name for name, _, _ in _NO_VCF}
    paths = (path.relative_to(real_data) for path in real_data.rglob("*.vcf"))
    vcfs = {str(path) for path in paths if path.parts[0] not in ("vcf_smallvar", "oncomine")}
    assert vcfs <= known


def test_eml4_alk_of_lumpy_is_one_productive_fusion(
    real_data: Path, environment: Environment
) -> None:
    """Junctions within ALK, ROS1 and MET in the same file are no calls."""
    path = real_data / _EML4_ALK
    request = SampleRequest(sample="S", genome_build="GRCh37", structural_variants=[str(path)])
    document = detect_sample(environment, request)
    (found,) = document.findings
    assert isinstance(found, Fusion)
    assert (found.label, found.orientation) == ("EML4::ALK fusion", "productive")
    assert [each.orientation for each in found.support] == ["productive", "reciprocal"]
    assert {(each.split_reads, each.spanning_reads) for each in found.support} == {(0, 413)}
    no_calls = [w for w in document.warnings if w.code in ("intragenic_event", "no_finding")]
    assert sum("within ALK" in w.message for w in no_calls) == 1
    assert any("ROS1 intragenic inversion of exons 36-38" in w.message for w in no_calls)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("EML4-ALK", ("EML4::ALK", "productive", "likely_driver")),
        ("ROS1-SLC34A2", ("SLC34A2::ROS1", "productive", "needs_confirmation")),  # out of frame
    ],
)
def test_records_without_a_header_are_read_and_told(
    real_data: Path, environment: Environment, name: str, call: tuple[str, str, str]
) -> None:
    path = real_data / f"lumpy/snpeff_test_fusion_{name}.vcf"
    request = SampleRequest(sample="S", genome_build="GRCh37", structural_variants=[str(path)])
    document = detect_sample(environment, request)
    (found,) = document.findings
    assert isinstance(found, Fusion)
    assert (found.name, found.orientation, found.classification) == call
    assert "no_header" in {warning.code for warning in document.warnings}


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
@pytest.mark.parametrize(
    "file", [each for each in _FILES if each.name not in _WITH_CALLS], ids=lambda file: file.name
)
def test_no_other_real_file_gives_a_fusion(
    real_data: Path, environment: Environment, file: _File, build: GenomeBuild
) -> None:
    targets = environment.targets_of(build)
    within = Scope(replace(targets, junction_regions=targets.regions), file.tumor)
    fusions = read(real_data / file.name, "structural_variants", within).fusions
    classes = FunctionalClasses(
        environment.tables.functional_regions, environment.reference.in_build(build)
    )
    assert (
        FusionDetector(environment.reference.in_build(build), environment.tables, classes).detect(
            fusions
        )
        == []
    )
