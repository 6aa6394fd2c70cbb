"""Real tables: SOAPfuse to pbfusion are recognized, counted, and hold the calls they should."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.readers.registry import all_formats, format_of
from tests.builders.files import data_file, scope
from tests.builders.fusion_tables import called, places, read_file, summary

# file, format, observations, those that name ALK, ROS1 or MET
_TABLES = """
soapfuse/soapfuse_833ke_final.Fusion.specific.for.genes                    soapfuse    41 0
prada/PRADA.acc.fusion.fq.TAF.tsv                                          prada       13 0
infusion/infusion_fusions.txt                                              infusion    19 0
chimerascan/fuma_Edgren.ChimeraScan.txt                                    chimerascan 43 3
chimerascan/mavis_chimerascan_output.bedpe                                 chimerascan 19 0
mapsplice/enfusion_seracare_fusions_well_annotated.txt                     mapsplice   26 3
fusionmap/chimeraviz_FusionMap_01_TestDataset_InputFastq.FusionReport.txt  fusionmap   36 0
fusionmap/enfusion_seracare_FusionReport.Table.txt                         fusionmap   32 3
fusionmap/fuma_Edgren.FusionMap.txt                                        fusionmap   69 0
fusionmap/sim_101.4.FusionReport.txt                                       fusionmap   41 1
fusionmap/smc_rna_sim52.02_RNA.FusionReport.txt                            fusionmap   31 0
star_seqr/sim_101.4_STAR-SEQR_candidates.txt                               star_seqr   41 1
integrate/sim_101.4.bk_fusion.bedpe                                        integrate   41 1
integrate/sim_101.4.breakpoints.cov.tsv                                    integrate   41 1
integrate/sim_101.4.breakpoints.tsv                                        integrate   41 1
integrate/sim_101.4.summary.tsv                                            integrate   41 1
cicero/annotated.all.txt                                                   cicero       1 0
cicero/annotated.all.txt.frame.tab                                         cicero       1 0
cicero/annotated.fusion.txt                                                cicero       1 0
cicero/final_fusions.txt                                                   cicero       1 0
cicero/final_internal.txt                                                  cicero       0 0
dragen_rna/RNAsum_dragen.fusion_candidates.final                           dragen_rna   2 0
dragen_rna/enfusion_seracare_DRAGEN.fusion_candidates.final                dragen_rna  26 3
dragen_rna/fusion-report_dragen.tsv                                        dragen_rna   5 0
isofox/sample.pass_fusions.csv                                             isofox       2 0
isofox/tumor_sample.isf.pass_fusions.tsv                                   isofox       0 0
"""
_ROWS = [line.split() for line in _TABLES.split("\n") if line]
_LINX = {
    "TUMOR_SAMPLE.linx.fusion.tsv": 4,
    "gpgr_linx.fusion.tsv": 91,
    "orange_old.linx.fusion.tsv": 14,
    "sample_CamelCase.linx.fusion.tsv": 1,
    "tumor_sample.linx.fusion.tsv": 12,
    "tumor_sample.linx.vis_fusion.tsv": 0,
}


@pytest.mark.parametrize(("file", "name", "rows", "kinase"), _ROWS, ids=[row[0] for row in _ROWS])
def test_every_table_is_recognized_and_counted(
    real_data: Path, file: str, name: str, rows: str, kinase: str
) -> None:
    assert summary(real_data / file) == (name, int(rows), int(kinase))


@pytest.mark.parametrize(("file", "rows"), _LINX.items())
def test_every_linx_table_is_recognized_and_counted(real_data: Path, file: str, rows: int) -> None:
    linx = data_file(real_data / "linx" / file)
    form = format_of(linx, "structural_variants")
    assert (form.name, len(form.read(linx, scope()).fusions)) == ("linx", rows)


def test_every_other_file_of_these_callers_is_refused(real_data: Path) -> None:
    read = {row[0] for row in _ROWS} | {f"linx/{name}" for name in _LINX}
    callers = {name.partition("/")[0] for name in read}
    others = [
        path
        for caller in callers
        for path in (real_data / caller).iterdir()
        if f"{caller}/{path.name}" not in read and path.suffix != ".vcf"
    ]
    assert len(others) == 11
    for path in others:
        with pytest.raises(InputProblem):
            read_file(path)


def test_no_real_file_is_of_two_formats_of_a_role(real_data: Path) -> None:
    for path in sorted(each for each in real_data.glob("*/*") if each.is_file()):
        try:
            head = data_file(path).head()
        except InputProblem:
            continue
        found = [(each.role, each.name) for each in all_formats() if each.recognize(head)]
        assert len({role for role, _ in found}) == len(found), (path.name, found)


def test_tophat_fusion_has_the_rows_of_one_of_its_samples(real_data: Path) -> None:
    path = real_data / "tophat_fusion" / "agfusion_result.txt"
    counts = {
        sample: len(read_file(path, scope(tumor_sample=sample)).fusions)
        for sample in ("TCGA-02-0055-01A", "TCGA-02-2483-01A", "TCGA-02-2485-01A")
    }
    assert list(counts.values()) == [1, 12, 7]
    (found,) = read_file(path, scope(tumor_sample="TCGA-02-0055-01A")).fusions
    assert places(found) == "chr4:185765276? chr4:186231970?"


_SERASEQ = [
    ("EML4", "ALK", "chr2:42295516+ chr2:29223528-"),
    ("SLC34A2", "ROS1", "chr4:25664330+ chr6:117324415-"),
    ("CD74", "ROS1", "chr5:150404680- chr6:117324415-"),
]


def test_fusionmap_has_the_fusions_of_the_reference_sample(real_data: Path) -> None:
    found = read_file(real_data / "fusionmap/enfusion_seracare_FusionReport.Table.txt").fusions
    expected = zip(_SERASEQ, (278, 77, 67), strict=True)
    for (five, three, place), reads in expected:
        (call,) = called(found, five, three)
        assert (places(call), call.split_reads, call.frame) == (place, reads, "in_frame")
        assert (call.ordered, call.junction, call.filters) == (True, "sense", [])
    filtered = [call.filters[0] for call in found if call.filters]
    assert sorted(filtered) == ["InBlackList"] * 4 + ["InFamilyList", "SameEnsemblGene"]


def test_fusionmap_turns_rows_whose_pair_is_the_other_way(real_data: Path) -> None:
    found = read_file(real_data / "fusionmap/fuma_Edgren.FusionMap.txt").fusions
    assert all(call.ordered for call in found)
    (turned,) = [call for call in found if "uc001bmp.4" in call.three_prime.genes]
    assert places(turned) == "chr12:56527458+ chr1:26799003+"


def test_mapsplice_has_the_fusions_of_the_reference_sample(real_data: Path) -> None:
    path = real_data / "mapsplice" / "enfusion_seracare_fusions_well_annotated.txt"
    found = read_file(path).fusions
    expected = zip(_SERASEQ, ((403, 8), (126, 14), (113, 10)), strict=True)
    for (five, three, place), reads in expected:
        (call,) = called(found, five, three)
        assert (places(call), (call.split_reads, call.spanning_reads)) == (place, reads)


def test_dragen_has_two_of_the_fusions_of_the_reference_sample(real_data: Path) -> None:
    path = real_data / "dragen_rna" / "enfusion_seracare_DRAGEN.fusion_candidates.final"
    found = read_file(path).fusions
    first, second = called(found, "EML4", "ALK")
    assert first.raw_breakpoints == "chr2:42295516:+|chr2:29223528:-"
    assert second.raw_breakpoints == "chr2:42326593:+|chr2:29223528:-"
    (ros1,) = called(found, "SLC34A2", "ROS1")
    assert ros1.raw_breakpoints == "chr4:25664330:+|chr6:117324415:-"
    assert [(each.split_reads, each.raw_support["Score"]) for each in (first, second, ros1)] == [
        (390, "367"),
        (62, "35"),
        (51, "43"),
    ]
    assert called(found, "CD74", "ROS1") == []


def test_dragen_from_version_3_9(real_data: Path) -> None:
    path = real_data / "dragen_rna" / "RNAsum_dragen.fusion_candidates.final"
    first, second = read_file(path).fusions
    assert places(first) == "chr8:123380529- chr8:123534814-"
    assert (first.split_reads, first.spanning_reads, first.junction) == (14, 1, "sense")
    assert second.three_prime.genes == ["AF127577.4", "LINC02246"]


@pytest.mark.parametrize(
    ("file", "place", "reads"),
    [
        ("star_seqr/sim_101.4_STAR-SEQR_candidates.txt", "+ -", (4, 3)),
        ("fusionmap/sim_101.4.FusionReport.txt", "+ -", (10, None)),
        ("integrate/sim_101.4.breakpoints.cov.tsv", "? ?", (6, 4)),
        ("integrate/sim_101.4.breakpoints.tsv", "? ?", (None, None)),
        ("integrate/sim_101.4.bk_fusion.bedpe", "? ?", (None, None)),
    ],
)
def test_simulated_ros1_fusion(
    real_data: Path, file: str, place: str, reads: tuple[int | None, int | None]
) -> None:
    (call,) = called(read_file(real_data / file).fusions, "SON", "ROS1")
    strands = place.split()
    assert places(call) == f"chr21:34939573{strands[0]} chr6:117714484{strands[1]}"
    assert (call.split_reads, call.spanning_reads) == reads
    assert (call.ordered, call.junction) == (True, "sense")


def test_simulated_ros1_fusion_in_the_summary_of_integrate(real_data: Path) -> None:
    (call,) = called(
        read_file(real_data / "integrate/sim_101.4.summary.tsv").fusions, "SON", "ROS1"
    )
    assert (call.split_reads, call.spanning_reads, call.confidence) == (6, 4, "tier 3")


def test_chimerascan_breaks_where_other_callers_do(real_data: Path) -> None:
    found = read_file(real_data / "chimerascan/fuma_Edgren.ChimeraScan.txt").fusions
    (call,) = called(found, "BCAS4", "BCAS3")
    assert places(call) == "chr20:49411710+ chr17:59445688+"
    assert (call.split_reads, call.spanning_reads) == (75, 121)


def test_cicero_call(real_data: Path) -> None:
    (call,) = read_file(real_data / "cicero/final_fusions.txt").fusions
    assert (call.five_prime.genes, call.three_prime.genes) == (["TCF3"], ["PBX1"])
    assert places(call) == "chr19:1619111- chr1:164792494+"
    assert (call.split_reads, call.confidence, call.frame) == (140, "HQ", "in_frame")


def test_linx_reported_fusions(real_data: Path) -> None:
    linx = data_file(real_data / "linx/TUMOR_SAMPLE.linx.fusion.tsv")
    found = format_of(linx, "structural_variants").read(linx, scope()).fusions
    reported = [call for call in found if not call.filters]
    assert [call.five_prime.genes + call.three_prime.genes for call in reported] == [
        ["TMPRSS2", "ERG"], ["MIA2", "BRAF"], ["FGFR2", "CDYL"]]  # fmt: skip


def test_prada_junctions_of_one_row(real_data: Path) -> None:
    found = read_file(real_data / "prada/PRADA.acc.fusion.fq.TAF.tsv").fusions
    first, second = called(found, "MLL", "ATP5L")
    assert (first.split_reads, second.split_reads) == (5, 1)
    assert places(second) == "chr11:118397539+ chr11:118301739+"


def test_soapfuse_frames(real_data: Path) -> None:
    path = real_data / "soapfuse" / "soapfuse_833ke_final.Fusion.specific.for.genes"
    (call,) = called(read_file(path).fusions, "RCC1", "GNB1")
    assert (places(call), call.frame) == ("chr1:28834672+ chr1:1770677-", "in_frame")
