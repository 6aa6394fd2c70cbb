"""Every real file of panels, aggregators and BEDPE: recognized as one format, rows counted."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from annotator.model.roles import Role
from annotator.readers.registry import all_formats, format_of
from tests.builders.files import KINASES, all_places, data_file

_RNA: Role = "fusions"
_DNA: Role = "structural_variants"
# File, role, format, sample (of a table of several), observations, those at ALK, ROS1 or MET.
_FILES: list[tuple[str, Role, str, str | None, int, int]] = [
    ("annofuse/PutativeDriverAnnoFuse.ALK_ROS1_MET.tsv", _RNA, "annofuse", "BS_014EVM2D", 1, 0),
    ("bedpe/gGnome_junctions.bedpe", _DNA, "bedpe", None, 83, 0),
    ("bedpe/gridss_simple.bedpe", _RNA, "bedpe_rna", None, 3, 0),
    ("bedpe/lumpy_pe.pos_sorted.pesr.bedpe", _DNA, "bedpe", None, 255, 0),
    ("bedpe/lumpy_sr.pos_sorted.sr.bedpe", _DNA, "bedpe", None, 32, 0),
    ("bedpe/sva_gridss.bedpe", _DNA, "bedpe", None, 2, 0),
    ("bedpe/sva_unnamed.bedpe", _DNA, "bedpe", None, 2, 0),
    ("bedpe/svtools_lumpy.bedpe", _DNA, "svtools_bedpe", "NA12878", 1, 0),
    ("bedpe/svtools_manta.bedpe", _DNA, "svtools_bedpe", None, 1, 0),
    ("bedpe/svtools_training_vars.bedpe", _DNA, "svtools_bedpe", None, 200, 0),
    ("brass/BrassMarkedGroups_test.out.bedpe", _DNA, "brass", None, 20, 0),
    ("brass/CnFlag_test.out", _DNA, "bedpe", None, 9, 0),
    ("brass/OccursFlag_test.out", _DNA, "bedpe", None, 4, 0),
    ("brass/TransFlag_test.out", _DNA, "bedpe", None, 7, 0),
    ("ctat_splicing/ctat_splicing_test.cancer.introns", _RNA, "ctat_splicing", None, 5, 2),
    ("enfusion/enfusion_Singleton_KnownFusions_test_data.tsv", _RNA, "enfusion", None, 0, 0),
    ("enfusion/enfusion_collapse_overlap_test_data.tsv", _RNA, "enfusion", None, 85, 15),
    ("enfusion/enfusion_filtered_overlap_knownfusionlist_3callers_test_data.tsv", _RNA, "enfusion",
     None, 38, 15),
    ("enfusion/enfusion_overlap_test_data.tsv", _RNA, "enfusion", None, 38, 15),
    ("enfusion/fusor_enfusion_test.csv", _RNA, "enfusion", None, 1, 0),
    ("fusion_report/fusions.csv", _RNA, "fusion_report", None, 53, 13),
    ("fusion_report/fusions.json", _RNA, "fusion_report_json", None, 84, 15),
    ("fusion_vcf/scout_fusion_data.vcf", _RNA, "rnafusion_vcf", None, 7, 3),
    ("metafusion_cff/SIM101.cluster.CANCER_FUSIONS", _RNA, "metafusion", "sim_101.4", 84, 7),
    ("metafusion_cff/UHRR.cff", _RNA, "metafusion_cff", None, 71, 11),
    ("metafusion_cff/dream.sim45.sim52.cff", _RNA, "metafusion_cff", "smc_rna_sim52", 11, 2),
    ("metafusion_cff/dream.sim45.sim52.cff", _RNA, "metafusion_cff", "smc_rna_sim45", 51, 0),
    ("metafusion_cff/sim101.cff", _RNA, "metafusion_cff", "sim_101.4", 7, 7),
    ("metafusion_cff/sim101.cff", _RNA, "metafusion_cff", "sim_101.1", 60, 0),
    ("pcgr/T001-COAD.grch37.fusions.tsv", _RNA, "pcgr", None, 13, 2),
    ("pcgr/T001-COAD.grch38.fusions.tsv", _RNA, "pcgr", None, 9, 1),
]  # fmt: skip
_REFUSED = ("fusion_report/fusion_list.tsv", "fusion_report/fusion_list_filtered.tsv")
_OTHERS = {
    "cbioportal": "copy number",
    "pcgr/T001-COAD.grch37.cna.tsv": "copy number",
    "pcgr/T001-COAD.grch38.cna.tsv": "copy number",
}
_FOLDERS = ("annofuse", "bedpe", "brass", "cbioportal", "ctat_splicing", "enfusion",
            "fusion_report", "fusion_vcf", "metafusion_cff", "pcgr")  # fmt: skip


def _read(path: Path, role: Role, sample: str | None) -> list[FusionObservation]:
    file = data_file(path)
    return format_of(file, role).read(file, all_places(tumor_sample=sample)).fusions


def _genes(found: FusionObservation) -> set[str]:
    return {*found.five_prime.genes, *found.three_prime.genes}


@pytest.mark.parametrize(
    ("name", "role", "form", "sample", "rows", "kinase"), _FILES, ids=lambda value: str(value)[:40]
)
def test_rows_of_a_real_file(
    real_data: Path, name: str, role: Role, form: str, sample: str | None, rows: int, kinase: int
) -> None:
    assert format_of(data_file(real_data / name), role).name == form
    found = _read(real_data / name, role, sample)
    assert len(found) == rows
    assert sum(bool(_genes(each) & KINASES) for each in found) == kinase


@pytest.mark.parametrize("name", _REFUSED)
def test_names_alone_are_refused(real_data: Path, name: str) -> None:
    file = data_file(real_data / name)
    with pytest.raises(InputProblem, match="list of names"):
        format_of(file, "fusions").read(file, all_places())


def test_no_file_of_these_folders_is_left_out(real_data: Path) -> None:
    listed = {name for name, *_ in _FILES} | set(_REFUSED)
    found = {
        f"{folder}/{path.name}" for folder in _FOLDERS for path in (real_data / folder).iterdir()
    }
    left = {name for name in found - listed if not {name, name.split("/")[0]} & _OTHERS.keys()}
    assert left == set()


def test_no_real_file_fits_two_formats_of_a_role(real_data: Path) -> None:
    """Nor does one of another caller fit ours."""
    ours = {form for _, _, form, *_ in _FILES} | {
        "cbioportal_fusions", "cbioportal_sv", "cbioportal_sv_fusions", "fuseq_wes", "juli",
        "oncomine", "pori", "splitfusion", "tso500_all_fusions", "tso500_combined",
    }  # fmt: skip
    forms = [each for each in all_formats() if each.role in (_RNA, _DNA)]
    doubtful = {}
    for path in sorted(path for path in real_data.rglob("*") if path.is_file()):
        try:
            head = data_file(path).head()
        except InputProblem:
            continue
        for role in (_RNA, _DNA):
            names = [each.name for each in forms if each.role == role and each.recognize(head)]
            alien = path.parent.name not in _FOLDERS and ours & set(names)
            if len(names) > 1 or alien:
                doubtful[path.name, role] = names
    assert doubtful == {}


def _called(real_data: Path, name: str, *genes: str, sample: str | None = None) -> set[str]:
    """The calls of two genes in short, each of `caller 5' place 3' place split/spanning order`."""
    five, three = genes
    return {
        f"{each.caller} {each.five_prime.chrom}:{each.five_prime.position} "
        f"{each.three_prime.chrom}:{each.three_prime.position} "
        f"{each.split_reads}/{each.spanning_reads} {'ordered' if each.ordered else 'open'}"
        for each in _read(real_data / name, _RNA, sample)
        if five in each.five_prime.genes and three in each.three_prime.genes
    }


_EML4 = "chr2:42295516 chr2:29223528"
_CD74 = "chr5:150404680 chr6:117324415"
_GOPC_37 = "chr6:117888017 chr6:117642557"


@pytest.mark.parametrize(
    ("name", "genes", "calls"),
    [
        (
            "fusion_vcf/scout_fusion_data.vcf",
            ("EML4", "ALK"),
            {f"{tool} {_EML4} 4/0 ordered" for tool in ("arriba", "star_fusion", "fusioncatcher")},
        ),
        (
            "enfusion/enfusion_overlap_test_data.tsv",
            ("EML4", "ALK"),
            {f"fusionmap {_EML4} 276/None ordered", f"star_fusion {_EML4} 219/None ordered",
             f"mapsplice {_EML4} 403/None ordered", f"jaffa {_EML4} 171/None ordered"},
        ),
        (
            "enfusion/enfusion_overlap_test_data.tsv",
            ("CD74", "ROS1"),
            {f"fusionmap {_CD74} 67/None ordered", f"star_fusion {_CD74} 58/None ordered",
             f"jaffa {_CD74} 55/None ordered", f"mapsplice {_CD74} 113/None ordered",
             f"fusioncatcher {_CD74} 128/None ordered"},
        ),
        (
            "fusion_report/fusions.csv",
            ("GOPC", "ROS1"),
            {"arriba chr6:117566854 chr6:117321394 51/26 open",
             "fusioncatcher chr6:117566854 chr6:117321394 22/73 ordered"},
        ),
        (
            "fusion_report/fusions.json",
            ("NPM1", "ALK"),
            {"fusioncatcher chr5:171391799 chr2:29223528 3/3 ordered",
             "star_fusion chr5:171391799 chr2:29223528 1/2 ordered"},
        ),
        (
            "metafusion_cff/UHRR.cff",
            ("GOPC", "ROS1"),
            {f"arriba {_GOPC_37} 2/2 ordered", f"arriba {_GOPC_37} 12/2 ordered",
             f"star_fusion {_GOPC_37} 15/1 ordered", f"arriba {_GOPC_37} 5/2 ordered",
             f"arriba {_GOPC_37} 4/1 ordered", f"star_fusion {_GOPC_37} 10/1 ordered",
             "arriba chr6:117923167 chr6:117632280 0/0 ordered"},
        ),
        (
            "metafusion_cff/UHRR.cff",
            ("FAM227B", "MET"),
            {"defuse chr15:49688526 chr7:116371722 4/5 open"},
        ),
        (
            "pcgr/T001-COAD.grch38.fusions.tsv",
            ("EML4", "ALK"),
            {"pcgr chr2:42295554 chr2:29223528 100/None ordered"},
        ),
        (
            "ctat_splicing/ctat_splicing_test.cancer.introns",
            ("MET", "MET"),
            {"ctat_splicing chr7:116411708 chr7:116414935 5947/None ordered",
             "ctat_splicing chr7:116340338 chr7:116364826 180/None ordered"},
        ),
    ],
)  # fmt: skip
def test_expected_calls(
    real_data: Path, name: str, genes: tuple[str, str], calls: set[str]
) -> None:
    assert _called(real_data, name, *genes) == calls


def test_expected_calls_of_one_sample_of_a_cohort(real_data: Path) -> None:
    calls = _called(real_data, "metafusion_cff/sim101.cff", "SON", "ROS1", sample="sim_101.4")
    place = "chr21:34939573 chr6:117714484"
    # STAR-SEQR counts from 0; INTEGRATE is one base off on both sides.
    assert {f"star_seqr {place} 2/3 ordered", f"arriba {place} 3/3 ordered",
            f"defuse {place} 23/13 open"} <= calls  # fmt: skip
    assert len(calls) == 7


def test_a_side_without_a_gene(real_data: Path) -> None:
    found = _read(real_data / "pcgr/T001-COAD.grch37.fusions.tsv", _RNA, None)
    (one,) = (each for each in found if each.five_prime.gene is None and "ALK" in _genes(each))
    assert (one.five_prime.position, one.three_prime.position) == (29955249, 29717697)


def test_a_row_without_places_in_the_vcf_of_a_pipeline(real_data: Path) -> None:
    found = _read(real_data / "fusion_vcf/scout_fusion_data.vcf", _RNA, None)[-1]
    assert (found.five_prime.gene, found.three_prime.gene) == ("MED30", "SLC30A8")
    assert (found.five_prime.place, found.split_reads, found.ordered) == (None, None, False)


def test_drivers_of_every_sample_of_a_cohort(real_data: Path) -> None:
    path = real_data / "annofuse/PutativeDriverAnnoFuse.ALK_ROS1_MET.tsv"
    rows = [line.split("\t") for line in path.read_text().splitlines()[1:]]
    found = [each for sample in dict.fromkeys(row[0] for row in rows)
             for each in _read(path, _RNA, sample)]  # fmt: skip
    assert len(found) == len(rows) == 119
    pairs = {(gene, other) for each in found for gene in each.five_prime.genes
             for other in each.three_prime.genes}  # fmt: skip
    assert {("PTPRZ1", "MET"), ("GOPC", "ROS1"), ("ST13", "ROS1"), ("DCTN1", "ALK")} <= pairs
    assert {each.caller for each in found} == {"arriba", "star_fusion"}


def test_groups_of_brass_are_no_calls(real_data: Path) -> None:
    found = _read(real_data / "brass/BrassMarkedGroups_test.out.bedpe", _DNA, None)
    assert {tuple(each.filters) for each in found} == {("brass_group",)}
    assert found[0].spanning_reads == 15
