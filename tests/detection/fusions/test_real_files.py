"""The fusions of real files, judged: what their index expects, negatives too."""

import csv
from pathlib import Path
from typing import Any

import pytest

from annotator.model.base import GenomeBuild
from annotator.model.findings import Fusion
from annotator.pipeline.environment import Environment
from annotator.pipeline.sample import detect_sample
from annotator.readers.sheet.request import SampleRequest

_SERASEQ = {
    "EML4::ALK E13;A20 (variant 1)": "driver",
    "SLC34A2::ROS1 S4;R34": "driver",
    "CD74::ROS1 C6;R34": "driver",
}
_TEST_READS = {
    "GOPC::ROS1 F8;R35": "driver",
    "CD74::ROS1 C6;R34": "driver",
    "NPM1::ALK N4;A20": "driver",
    "EML4::ALK E14;A20": "likely_driver",
}
_SERASEQ_OTHERS = dict.fromkeys(
    (
        "KIF5B::RET K24;R11",
        "NCOA4::RET N7;R12",
        "TPM3::NTRK1 T8;N10",
        "LMNA::NTRK1 L2;N11",
        "ETV6::NTRK3 E5;N15",
        "FGFR3::TACC3 F17;T11",
        "FGFR3::BAIAP2L1 F17;B2",
    ),
    "driver",
)
"""What else the reference material holds: every one of these is told, in frame, by its exons."""
_FEWER = {
    name: call
    for name, call in _SERASEQ_OTHERS.items()
    if name not in ("TPM3::NTRK1 T8;N10", "FGFR3::BAIAP2L1 F17;B2")
}
_TEST_READS_OTHERS = {
    "HOOK3::RET H11;R12": "driver",
    "ETV6::NTRK3 E5;N15": "driver",
    "FGFR3::TACC3 F17;T4": "needs_confirmation",  # out of frame by the gene models
}
_OTHERS: list[tuple[str, GenomeBuild, dict[str, str]]] = [
    ("star_fusion/enfusion_seracare_abridged.tsv", "GRCh38", _SERASEQ_OTHERS),
    (
        "fusioncatcher/enfusion_seracare_final-list_candidate-fusion-genes.txt",
        "GRCh38",
        _SERASEQ_OTHERS,
    ),
    ("fusionmap/enfusion_seracare_FusionReport.Table.txt", "GRCh38", _SERASEQ_OTHERS),
    ("mapsplice/enfusion_seracare_fusions_well_annotated.txt", "GRCh38", _SERASEQ_OTHERS),
    ("dragen_rna/enfusion_seracare_DRAGEN.fusion_candidates.final", "GRCh38", _SERASEQ_OTHERS),
    (
        "jaffa/enfusion_seracare_jaffa_results.csv",  # with seven reads of low confidence
        "GRCh38",
        {**_SERASEQ_OTHERS, "AC010149.4::NTRK1 ?;N10": "needs_confirmation"},
    ),
    ("enfusion/enfusion_overlap_test_data.tsv", "GRCh38", _FEWER),
    ("fusioncatcher/final-list_candidate-fusion-genes.txt", "GRCh38", _TEST_READS_OTHERS),
    ("fusioncatcher/final-list_candidate-fusion-genes.vcf", "GRCh38", _TEST_READS_OTHERS),
    ("arriba/fusion-report_arriba_v1.tsv", "GRCh38", _TEST_READS_OTHERS),
    ("star_fusion/fusion-report_starfusion.tsv", "GRCh38", _TEST_READS_OTHERS),
    ("ericscript/fusion-report_ericscript.tsv", "GRCh38", _TEST_READS_OTHERS),
    (
        "pizzly/fusion-report_pizzly.tsv",  # names alone
        "GRCh38",
        dict.fromkeys(("HOOK3::RET", "ETV6::NTRK3", "FGFR3::TACC3"), "needs_confirmation"),
    ),
    (
        "pcgr/T001-COAD.grch38.fusions.tsv",  # FGFR3 breaks within its kinase
        "GRCh38",
        {"CCDC6::RET C7;R12": "likely_driver", "FGFR3::TACC3 F14;?": "needs_confirmation"},
    ),
    # One read of Arriba between two genes of 8p11.
    ("metafusion_cff/UHRR.cff", "GRCh37", {"WHSC1L1::FGFR1 ?;F2": "needs_confirmation"}),
    ("chimerascan/fuma_Edgren.ChimeraScan.txt", "GRCh37", {}),
    ("star_fusion/smc_rna_sim52.abridged.tsv", "GRCh37", {}),
    ("isofox/sample.pass_fusions.csv", "GRCh37", {}),
]
_SIMULATED = {"SON::ROS1 ?;R11": "needs_confirmation"}
_GOPC = {"GOPC::ROS1 F8;R35": "driver"}
_EXPECTED: list[tuple[str, GenomeBuild, dict[str, str]]] = [
    ("star_fusion/enfusion_seracare_abridged.tsv", "GRCh38", _SERASEQ),
    ("fusioncatcher/enfusion_seracare_final-list_candidate-fusion-genes.txt", "GRCh38", _SERASEQ),
    ("fusionmap/enfusion_seracare_FusionReport.Table.txt", "GRCh38", _SERASEQ),
    ("jaffa/enfusion_seracare_jaffa_results.csv", "GRCh38", _SERASEQ),
    ("mapsplice/enfusion_seracare_fusions_well_annotated.txt", "GRCh38", _SERASEQ),
    ("enfusion/enfusion_overlap_test_data.tsv", "GRCh38", _SERASEQ),
    (
        "dragen_rna/enfusion_seracare_DRAGEN.fusion_candidates.final",  # it misses CD74::ROS1
        "GRCh38",
        {name: call for name, call in _SERASEQ.items() if "CD74" not in name},
    ),
    ("fusioncatcher/final-list_candidate-fusion-genes.txt", "GRCh38", _TEST_READS),
    ("fusioncatcher/final-list_candidate-fusion-genes.vcf", "GRCh38", _TEST_READS),
    # Arriba calls EML4::ALK in frame, of which the gene models cannot tell; it misses NPM1::ALK.
    (
        "arriba/fusion-report_arriba_v1.tsv",
        "GRCh38",
        {
            "GOPC::ROS1 F8;R35": "driver",
            "CD74::ROS1 C6;R34": "driver",
            "EML4::ALK E14;A20": "driver",
        },
    ),
    (
        "star_fusion/fusion-report_starfusion.tsv",
        "GRCh38",
        {name: call for name, call in _TEST_READS.items() if "GOPC" not in name},
    ),
    (
        "ctat_lr_fusion/fusion-report_ctat_lr_fusion.tsv",  # one long read of NPM1::ALK
        "GRCh38",
        {
            "CD74::ROS1 C6;R34": "driver",
            "EML4::ALK E14;A20": "likely_driver",
            "NPM1::ALK N4;A20": "needs_confirmation",
        },
    ),
    ("ericscript/fusion-report_ericscript.tsv", "GRCh38", {**_GOPC, "CD74::ROS1 C6;R34": "driver"}),
    ("jaffa/fusion-report_jaffa_results.csv", "GRCh38", {**_GOPC, "CD74::ROS1 C6;R34": "driver"}),
    ("pizzly/fusion-report_pizzly.tsv", "GRCh38", {"CD74::ROS1": "needs_confirmation"}),
    (
        "fusion_report/fusions.csv",
        "GRCh38",
        dict.fromkeys(_TEST_READS, "driver"),
    ),
    ("fusion_report/fusions.json", "GRCh38", dict.fromkeys(_TEST_READS, "driver")),
    ("fusion_vcf/scout_fusion_data.vcf", "GRCh38", {"EML4::ALK E13;A20 (variant 1)": "driver"}),
    ("arriba/smc_rna_sim52.fusions.tsv", "GRCh37", _GOPC),
    ("star_fusion/smc_rna_sim52.abridged.tsv", "GRCh37", _GOPC),
    ("star_fusion/sim_101.4.abridged.tsv", "GRCh37", _SIMULATED),
    ("defuse/sim_101.4.results.filtered.tsv", "GRCh37", _SIMULATED),
    ("ericscript/sim_101.4.results.filtered.tsv", "GRCh37", _SIMULATED),
    ("integrate/sim_101.4.breakpoints.tsv", "GRCh37", _SIMULATED),
    ("star_seqr/sim_101.4_STAR-SEQR_candidates.txt", "GRCh37", _SIMULATED),
    # FusionMap alone tells its frame.
    ("fusionmap/sim_101.4.FusionReport.txt", "GRCh37", {"SON::ROS1 ?;R11": "likely_driver"}),
    (
        "ctat_splicing/ctat_splicing_test.cancer.introns",
        "GRCh37",
        {"MET exon 14 skipping M13;M15": "likely_driver"},
    ),
    ("pcgr/T001-COAD.grch38.fusions.tsv", "GRCh38", {"EML4::ALK E13;A20": "likely_driver"}),
    ("chimerascan/fuma_Edgren.ChimeraScan.txt", "GRCh37", {}),
    ("cicero/final_fusions.txt", "GRCh37", {}),
    ("squid/fusion-report_squid.txt", "GRCh38", {}),
    ("prada/PRADA.acc.fusion.fq.TAF.tsv", "GRCh37", {}),
    ("soapfuse/soapfuse_833ke_final.Fusion.specific.for.genes", "GRCh37", {}),
    ("isofox/sample.pass_fusions.csv", "GRCh37", {}),
    ("infusion/infusion_fusions.txt", "GRCh37", {}),
    ("fusioncatcher/multiqc_empty_final-list_candidate-fusion-genes.txt", "GRCh38", {}),
]


def _fusions(
    environment: Environment, build: GenomeBuild, *files: Path, **more: Any
) -> list[Fusion]:
    request = SampleRequest(
        sample="S", genome_build=build, fusions=[str(file) for file in files], **more
    )
    return [
        each for each in detect_sample(environment, request).findings if isinstance(each, Fusion)
    ]


def _of_this_report(fusions: list[Fusion]) -> list[Fusion]:
    return [each for each in fusions if each.role == "driver" or each.gene == "MET"]


@pytest.mark.parametrize(
    ("name", "build", "expected"), _EXPECTED, ids=[name for name, _, _ in _EXPECTED]
)
def test_the_calls_of_a_real_file(
    real_data: Path,
    environment: Environment,
    name: str,
    build: GenomeBuild,
    expected: dict[str, str],
) -> None:
    found = _of_this_report(_fusions(environment, build, real_data / name))
    assert {each.nomenclature: each.classification for each in found} == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize(
    ("name", "build", "expected"), _OTHERS, ids=[name for name, _, _ in _OTHERS]
)
def test_the_other_drivers_of_a_real_file(
    real_data: Path,
    environment: Environment,
    name: str,
    build: GenomeBuild,
    expected: dict[str, str],
) -> None:
    everything = _fusions(environment, build, real_data / name)
    found = [each for each in everything if each not in _of_this_report(everything)]
    assert {each.nomenclature: each.classification for each in found} == expected
    assert len(found) == len(expected)
    roles = [each.role for each in everything]
    assert roles == sorted(roles)  # the drivers of this report come first


@pytest.mark.parametrize(
    ("name", "build", "expected"),
    [
        # Whole RET behind two exons of CCDC6, out of frame.
        (
            "lumpy/snpeff_test_fusion_CCDC6-RET.vcf",
            "GRCh37",
            [("CCDC6::RET C2;R4", "out-of-frame")],
        ),
        ("linx/TUMOR_SAMPLE.linx.fusion.tsv", "GRCh37", [("FGFR2::CDYL", "no-breakpoint")]),
        ("gridss/sva_gridss-na12878.vcf", "GRCh37", []),  # one junction, which the caller filtered
        ("lumpy/snpeff_EML4-ALK_fusion.lumpy.ann.vcf", "GRCh37", []),
    ],
)
def test_the_other_drivers_of_real_junctions_of_dna(
    real_data: Path,
    tmp_path: Path,
    environment: Environment,
    name: str,
    build: GenomeBuild,
    expected: list[tuple[str, str]],
) -> None:
    file = tmp_path / Path(name).name  # an excerpt may lack the end of its last line
    file.write_bytes((real_data / name).read_bytes().rstrip(b"\n") + b"\n")
    request = SampleRequest(sample="S", genome_build=build, structural_variants=[str(file)])
    found = [
        each for each in detect_sample(environment, request).findings if isinstance(each, Fusion)
    ]
    others = [each for each in found if each not in _of_this_report(found)]
    assert [(each.nomenclature, each.classification_rule) for each in others] == expected


def test_six_callers_of_one_sample_give_three_events(
    real_data: Path, environment: Environment
) -> None:
    files = [real_data / name for name, _, _ in _EXPECTED if "enfusion_seracare" in name]
    everything = _fusions(environment, "GRCh38", *files)
    found = _of_this_report(everything)
    assert {each.nomenclature: each.classification for each in found} == _SERASEQ
    others = {each.nomenclature: each.classification for each in everything[len(found) :]}
    assert {name: others[name] for name in _SERASEQ_OTHERS} == _SERASEQ_OTHERS
    callers = {each.name: {row.caller for row in each.support} for each in found}
    all_six = {"star_fusion", "fusioncatcher", "fusionmap", "jaffa", "mapsplice", "dragen_rna"}
    assert callers == {
        "EML4::ALK": all_six,
        "SLC34A2::ROS1": all_six,
        "CD74::ROS1": all_six - {"dragen_rna"},
    }


@pytest.mark.parametrize(
    ("sample", "expected"), [("smc_rna_sim45", []), ("smc_rna_sim52", ["GOPC::ROS1"])]
)
def test_the_rows_of_one_sample_of_a_cohort(
    real_data: Path, environment: Environment, sample: str, expected: list[str]
) -> None:
    table = real_data / "metafusion_cff/dream.sim45.sim52.cff"
    found = _fusions(environment, "GRCh37", table, tumor_sample=sample)
    assert [each.name for each in found] == expected


def test_kinases_that_another_tool_finds_retained(
    real_data: Path, environment: Environment
) -> None:
    """annoFuse tells of each fusion whether its 3' gene keeps its kinase domain."""
    table = real_data / "annofuse/PutativeDriverAnnoFuse.ALK_ROS1_MET.tsv"
    with table.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t"))
    told = {
        (row["Sample"], row["Gene1B"])
        for row in rows
        if row["Gene1B"] in ("ALK", "ROS1", "MET")
        and (row["Fusion_Type"], row["kinaseDomainRetainedGene1B"]) == ("in-frame", "Yes")
    }
    assert len(told) == 24
    for sample, gene in sorted(told):
        found = _fusions(environment, "GRCh38", table, tumor_sample=sample)
        assert "retained" in {each.kinase_domain for each in found if each.gene == gene}, sample
