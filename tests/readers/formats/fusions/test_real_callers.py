"""Real tables of the general RNA fusion callers: format, row counts, and the expected calls."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from tests.builders.files import everywhere
from tests.builders.fusion_tables import called, places, read_file, summary

# File, its format, the fusions in it, and those that name ALK, ROS1 or MET.
_FILES = """\
arriba/RNAsum_arriba_fusions.tsv                                                 arriba            4 0
arriba/agfusion_fusions.tsv                                                      arriba            1 0
arriba/annoFuse_arriba_example.tsv                                               arriba           25 0
arriba/fusion-report_arriba_v1.tsv                                               arriba           14 4
arriba/fusor_arriba_fusions_itd.tsv                                              arriba            1 0
arriba/smc_rna_sim52.fusions.tsv                                                 arriba           36 1
ctat_lr_fusion/fusion-report_ctat_lr_fusion.tsv                                  ctat_lr_fusion   12 3
defuse/chimeraviz_defuse_833ke_results.filtered.tsv                              defuse           17 0
defuse/fuma_Edgren.Defuse.txt                                                    defuse           30 0
defuse/mavis_defuse_output.tsv                                                   defuse           19 0
defuse/sim_101.4.results.filtered.tsv                                            defuse           41 1
defuse/smc_rna_sim52.results.filtered.tsv                                        defuse           40 0
ericscript/chimeraviz_ericscript_SRR1657556.results.total.tsv                    ericscript       10 0
ericscript/fusion-report_ericscript.tsv                                          ericscript       12 2
ericscript/sim_101.4.results.filtered.tsv                                        ericscript       41 1
ericscript/smc_rna_sim52.fusion.results.filtered.tsv                             ericscript       40 0
fusioncatcher/agfusion_final-list_candidate-fusion-genes.txt                     fusioncatcher     9 0
fusioncatcher/chimeraviz_fusioncatcher_833ke_final-list-candidate-fusion-genes.txt fusioncatcher   7 0
fusioncatcher/enfusion_seracare_final-list_candidate-fusion-genes.txt            fusioncatcher   355 8
fusioncatcher/final-list_candidate-fusion-genes.txt                              fusioncatcher    25 5
fusioncatcher/final-list_candidate-fusion-genes.vcf                              fusioncatcher_vcf 22 5
fusioncatcher/fusion-report_fusioncatcher.txt                                    fusioncatcher    22 5
fusioncatcher/multiqc_empty_final-list_candidate-fusion-genes.txt                fusioncatcher     0 0
fusioncatcher/multiqc_final-list_candidate-fusion-genes.GRCh37.txt               fusioncatcher    40 0
fusioncatcher/multiqc_final-list_candidate-fusion-genes.txt                      fusioncatcher    40 0
fusioninspector/agfusion_FusionInspector.fusions.abridged.txt                    fusioninspector   2 0
fusioninspector/agfusion_FusionInspector.fusions.txt                             fusioninspector   2 0
jaffa/enfusion_seracare_jaffa_results.csv                                        jaffa           491 3
jaffa/fusion-report_jaffa_results.csv                                            jaffa            12 3
jaffa/fusor_jaffa_results_test.csv                                               jaffa             2 0
pizzly/fusion-report_pizzly.tsv                                                  pizzly            8 1
squid/chimeraviz_squid_hcc1954_sv.txt                                            squid            98 0
squid/fusion-report_squid.txt                                                    squid             9 0
star_fusion/agfusion_abridged.coding_effect.tsv                                  star_fusion       4 0
star_fusion/annoFuse_starfusion_example.tsv                                      star_fusion       1 0
star_fusion/chimeraviz_star-fusion.fusion_candidates.final.abridged.txt          star_fusion      11 0
star_fusion/chimeraviz_star-fusion.fusion_predictions.abridged.annotated.coding_effect.tsv star_fusion 3 0
star_fusion/enfusion_seracare_abridged.tsv                                       star_fusion      37 3
star_fusion/fusion-report_starfusion.tsv                                         star_fusion      12 3
star_fusion/kickstart.star-fusion.fusion_candidates.final                        star_fusion      24 0
star_fusion/sim_101.4.abridged.tsv                                               star_fusion      41 1
star_fusion/smc_rna_sim52.abridged.tsv                                           star_fusion      40 1
"""  # noqa: E501
FILES = [line.split() for line in _FILES.splitlines()]
_FOLDERS = sorted({Path(name).parent.name for name, *_ in FILES})
_SUMMARY = "fusioncatcher/summary_candidate_fusions.txt"
_TWO_SAMPLES = "jaffa/chimeraviz_jaffa_results.csv"

# File, 5' and 3' gene, places, reads over the junction, pairs around it, frame.
_CALLS = """\
arriba/fusion-report_arriba_v1.tsv     GOPC    ROS1 6:117566854-  6:117321394-  51   26 in_frame
arriba/fusion-report_arriba_v1.tsv     GOPC    ROS1 6:117566854-  6:117320030-   1    8 out_of_frame
arriba/fusion-report_arriba_v1.tsv     EML4    ALK  2:42301394+   2:29223584-    4    3 in_frame
arriba/fusion-report_arriba_v1.tsv     CD74    ROS1 5:150404680-  6:117324415-   5    0 in_frame
arriba/smc_rna_sim52.fusions.tsv       GOPC    ROS1 6:117888017-  6:117642557- 567  294 in_frame
ctat_lr_fusion/fusion-report_ctat_lr_fusion.tsv CD74 ROS1 5:150404680- 6:117324415- 7 None unknown
ctat_lr_fusion/fusion-report_ctat_lr_fusion.tsv EML4 ALK  2:42301394+  2:29223584-  4 None unknown
ctat_lr_fusion/fusion-report_ctat_lr_fusion.tsv NPM1 ALK  5:171391799+ 2:29223528-  1 None unknown
defuse/sim_101.4.results.filtered.tsv  SON     ROS1 21:34939573+  6:117714484-  23   13 unknown
ericscript/fusion-report_ericscript.tsv GOPC   ROS1 6:117566854-  6:117321394-  73  140 unknown
ericscript/fusion-report_ericscript.tsv CD74   ROS1 5:150404680-  6:117324415-  14    3 unknown
ericscript/sim_101.4.results.filtered.tsv SON  ROS1 21:34939573+  6:117714484-  24   14 unknown
fusioncatcher/enfusion_seracare_final-list_candidate-fusion-genes.txt EML4 ALK 2:42295516+ 2:29223528- 27 545 in_frame
fusioncatcher/enfusion_seracare_final-list_candidate-fusion-genes.txt SLC34A2 ROS1 4:25664330+ 6:117324415- 26 206 in_frame
fusioncatcher/enfusion_seracare_final-list_candidate-fusion-genes.txt CD74 ROS1 5:150404680- 6:117324415- 25 128 in_frame
fusioncatcher/enfusion_seracare_final-list_candidate-fusion-genes.txt ALK EML4 2:29223427- 2:42295181+ 4 545 out_of_frame
fusioncatcher/final-list_candidate-fusion-genes.txt GOPC ROS1 6:117566854- 6:117321394- 22 73 in_frame
fusioncatcher/final-list_candidate-fusion-genes.txt GOPC ROS1 6:117566854- 6:117320030-  2 73 out_of_frame
fusioncatcher/final-list_candidate-fusion-genes.txt EML4 ALK  2:42301391+  2:29223587-   4  4 unknown
fusioncatcher/final-list_candidate-fusion-genes.txt CD74 ROS1 5:150404680- 6:117324415-  7  3 in_frame
fusioncatcher/final-list_candidate-fusion-genes.txt NPM1 ALK  5:171391799+ 2:29223528-   3  3 in_frame
fusioncatcher/final-list_candidate-fusion-genes.vcf GOPC ROS1 6:117566854- 6:117321394- 20 73 in_frame
fusioncatcher/final-list_candidate-fusion-genes.vcf GOPC ROS1 6:117566854- 6:117320030-  2 73 out_of_frame
fusioncatcher/final-list_candidate-fusion-genes.vcf EML4 ALK  2:42301391+  2:29223587-   4  5 unknown
fusioncatcher/final-list_candidate-fusion-genes.vcf CD74 ROS1 5:150404680- 6:117324415-  7  6 in_frame
fusioncatcher/final-list_candidate-fusion-genes.vcf NPM1 ALK  5:171391799+ 2:29223528-   3  3 in_frame
fusioncatcher/fusion-report_fusioncatcher.txt       GOPC ROS1 6:117566854- 6:117321394- 22 73 in_frame
fusioncatcher/fusion-report_fusioncatcher.txt       EML4 ALK  2:42301391+  2:29223587-   4  4 unknown
jaffa/enfusion_seracare_jaffa_results.csv EML4 ALK  2:42295516+  2:29223528-   91   80 in_frame
jaffa/enfusion_seracare_jaffa_results.csv SLC34A2 ROS1 4:25664330+ 6:117324415- 32  45 in_frame
jaffa/enfusion_seracare_jaffa_results.csv CD74 ROS1 5:150404680- 6:117324415-  43   12 in_frame
jaffa/fusion-report_jaffa_results.csv  GOPC    ROS1 6:117566854-  6:117321394-  11   65 in_frame
jaffa/fusion-report_jaffa_results.csv  GOPC    ROS1 6:117566854-  6:117320030-   1   65 out_of_frame
jaffa/fusion-report_jaffa_results.csv  CD74    ROS1 5:150404680-  6:117324415-   2    1 in_frame
star_fusion/enfusion_seracare_abridged.tsv EML4 ALK  2:42295516+  2:29223528-  219   39 unknown
star_fusion/enfusion_seracare_abridged.tsv SLC34A2 ROS1 4:25664330+ 6:117324415- 77  26 unknown
star_fusion/enfusion_seracare_abridged.tsv CD74 ROS1 5:150404680- 6:117324415-  58    6 unknown
star_fusion/fusion-report_starfusion.tsv   CD74 ROS1 5:150404680- 6:117324415-   7    0 unknown
star_fusion/fusion-report_starfusion.tsv   EML4 ALK  2:42301394+  2:29223584-    4    4 unknown
star_fusion/fusion-report_starfusion.tsv   NPM1 ALK  5:171391799+ 2:29223528-    1    2 unknown
star_fusion/sim_101.4.abridged.tsv         SON  ROS1 21:34939573+ 6:117714484-   5    3 unknown
star_fusion/smc_rna_sim52.abridged.tsv     GOPC ROS1 6:117888017- 6:117642557- 1406 1091 unknown
"""  # noqa: E501
CALLS = [line.split() for line in _CALLS.splitlines()]


def _sense(found: FusionObservation) -> bool:
    return (found.junction, found.ordered, found.filters) == ("sense", True, [])


def test_every_real_file_is_in_the_table(real_data: Path) -> None:
    present = {
        f"{folder}/{each.name}" for folder in _FOLDERS for each in (real_data / folder).iterdir()
    }
    assert present == {name for name, *_ in FILES} | {_SUMMARY, _TWO_SAMPLES}


@pytest.mark.parametrize("line", FILES, ids=lambda line: line[0])
def test_file(real_data: Path, line: list[str]) -> None:
    name, form, rows, kinase = line
    assert summary(real_data / name) == (form, int(rows), int(kinase))


@pytest.mark.parametrize(("sample", "rows"), [("MCF7-demo", 9), ("BT474-demo", 15)])
def test_file_of_two_samples(real_data: Path, sample: str, rows: int) -> None:
    assert summary(real_data / _TWO_SAMPLES, sample) == ("jaffa", rows, 0)


def test_the_summary_is_no_table(real_data: Path) -> None:
    with pytest.raises(InputProblem, match="summary"):
        read_file(real_data / _SUMMARY)


@pytest.mark.parametrize("line", CALLS, ids=lambda line: " ".join(line[:5]))
def test_call(real_data: Path, line: list[str]) -> None:
    name, five, three, five_place, three_place, split, spanning, frame = line
    wanted = f"chr{five_place} chr{three_place}"
    found = [
        each
        for each in called(read_file(real_data / name, everywhere()).fusions, five, three)
        if places(each) == wanted
    ]
    assert [
        (str(each.split_reads), str(each.spanning_reads), each.frame, _sense(each))
        for each in found
    ] == [(split, spanning, frame, True)]  # fmt: skip


def test_call_without_places(real_data: Path) -> None:
    found = called(read_file(real_data / "pizzly/fusion-report_pizzly.tsv").fusions, "CD74", "ROS1")
    assert [(each.split_reads, each.spanning_reads, each.three_prime.place) for each in found] == [
        (2, 0, None)
    ]


def test_squid_breakpoints_are_those_of_other_callers(real_data: Path) -> None:
    """Its three fusions whose partner's exon ends are anchors: positions count from 1."""
    found = {
        (each.five_prime.place, each.three_prime.place)
        for each in read_file(real_data / "squid/fusion-report_squid.txt").fusions
    }
    assert {
        (("chr12", 11869969), ("chr15", 87940753)),
        (("chr15", 34347969), ("chr19", 15254152)),
        (("chr7", 92003235), ("chr7", 140787584)),
    } <= found


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ericscript/chimeraviz_ericscript_SRR1657556.results.total.tsv",
         {"EricScore<=0.5": 5, "Blacklist": 1, "one spanning read": 1}),
        ("star_fusion/kickstart.star-fusion.fusion_candidates.final", {"NO_LDAS": 13}),
        ("fusioncatcher/chimeraviz_fusioncatcher_833ke_final-list-candidate-fusion-genes.txt",
         {"paralogs": 5}),
        ("arriba/smc_rna_sim52.fusions.tsv", {}),
    ],
)  # fmt: skip
def test_what_callers_hold_against_rows(real_data: Path, name: str, words: dict[str, int]) -> None:
    rows = read_file(real_data / name).fusions
    found = [word for each in rows for word in (*each.filters, *each.flags)]
    assert {word: found.count(word) for word in found} == words
