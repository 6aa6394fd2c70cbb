"""Tables that hold what several callers found, and the tables of reports. GRCh38."""

import json
from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from annotator.readers.format import Content
from annotator.readers.tables.tool_names import caller_of
from tests.builders.files import kinases, read, vcf, write
from tests.readers.formats.fusions.writers_panels import CLUSTERS, PCGR


def _content(path: Path, *lines: str, sample: str | None = None) -> Content:
    return read(write(path, *lines), "fusions", kinases(sample=sample))


def _fusions(path: Path, *lines: str) -> list[FusionObservation]:
    return _content(path, *lines).fusions


def _sides(found: FusionObservation) -> str:
    ends = (found.five_prime, found.three_prime)
    return " ".join(
        f"{'/'.join(end.genes)}@{end.chrom}:{end.position}{end.strand or '?'}" for end in ends
    )


def _tabs(*cells: object) -> str:
    return "\t".join(map(str, cells))


_EML4_ALK = "EML4@chr2:42295516+ ALK@chr2:29223528-"
_UNSTRANDED = "EML4@chr2:42295516? ALK@chr2:29223528?"


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("STARFUSION", "star_fusion"),
        ("starFusion", "star_fusion"),
        ("STAR-Fusion", "star_fusion"),
        ("fusionCatcher", "fusioncatcher"),
        ("ctat_lr_fusion", "ctat_lr_fusion"),
        ("dragen", "dragen_rna"),
        ("Our New-Tool", "our_new_tool"),
        ("--", "unknown"),
    ],
)
def test_names_of_callers(written: str, spelled: str) -> None:
    assert caller_of(written) == spelled


_VCF_META = ("##fileformat=VCFv4.1", *(
    f'##INFO=<ID={key},Number=.,Type=String,Description="x">'
    for key in ("GENEA", "GENEB", "TOOL_HITS")
))  # fmt: skip


def _rnafusion(path: Path, info: str, sample: str = "./1:4:2:8.0") -> list[FusionObservation]:
    record = f"2 42295516 . N N]2:29223528] . PASS SVTYPE=BND;{info} GT:DV:RV:FFPM {sample}"
    return read(vcf(path, record, meta=_VCF_META), "fusions", kinases()).fusions


_FOUND = (
    "CHRA=2;CHRB=2;GENEA=EML4;GENEB=ALK;POSA=42295516;POSB=29223528;ORIENTATION=+,-;"
    "FOUND_IN=arriba,starfusion;TOOL_HITS=2;FRAME_STATUS=INFRAME"
)


def test_rnafusion_gives_one_call_per_caller(tmp_path: Path) -> None:
    found = _rnafusion(tmp_path / "x.vcf", _FOUND)
    assert [each.caller for each in found] == ["arriba", "star_fusion"]
    first = found[0]
    assert (_sides(first), first.junction, first.ordered) == (_EML4_ALK, "sense", True)
    # DV holds the junction reads and RV the spanning fragments, whatever the header says.
    assert (first.split_reads, first.spanning_reads, first.frame) == (4, 2, "in_frame")


def test_rnafusion_without_places(tmp_path: Path) -> None:
    info = _FOUND.replace("CHRA=2;CHRB=2", "CHRA=0;CHRB=0").replace("+,-", "nan,nan")
    info = info.replace("42295516", "0").replace("29223528", "0").replace("INFRAME", "nan")
    found = _rnafusion(tmp_path / "x.vcf", info, "./1:0:0:0.0")[0]
    assert _sides(found) == "EML4@None:None? ALK@None:None?"
    assert (found.ordered, found.junction, found.frame) == (False, "unknown", "unknown")
    assert (found.split_reads, found.spanning_reads) == (None, None)


def test_rnafusion_without_positions_in_info(tmp_path: Path) -> None:
    info = _FOUND.replace("POSA=42295516;POSB=29223528;", "")
    assert _sides(_rnafusion(tmp_path / "x.vcf", info)[0]) == _EML4_ALK


def test_rnafusion_of_the_time_before_found_in(tmp_path: Path) -> None:
    info = _FOUND.replace("FOUND_IN=arriba,starfusion", "ARRIBA=false;STARFUSION=true;SQUID=")
    assert [each.caller for each in _rnafusion(tmp_path / "x.vcf", info)] == ["star_fusion"]


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [("POSA=42295516", "POSA=x", "INFO/POSA"), ("./1:4", "./1:four", "FORMAT/DV")],
)
def test_rnafusion_bad_values(tmp_path: Path, old: str, new: str, column: str) -> None:
    with pytest.raises(InputProblem) as told:
        _rnafusion(tmp_path / "x.vcf", _FOUND.replace(old, new), "./1:4:2:8".replace(old, new))
    assert (told.value.line, told.value.column) == (6, column)


def _cff(tool: str, *strands: str, places: tuple[int, int] = (42295516, 29223528)) -> str:
    signs = strands or ("+", "-")
    return _tabs("2", places[0], signs[0], "chr2", places[1], signs[1], "RNA", "S1", "Tumor",
                 "LUAD", tool, 9, 4, "EML4", "NA", "ALK", "NA")  # fmt: skip


@pytest.mark.parametrize(
    ("row", "sides", "ordered"),
    [
        (_cff("arriba"), _EML4_ALK, True),
        (_cff("star_seqr", places=(42295515, 29223527)), _EML4_ALK, True),
        (_cff("ericscript", "NA", "NA"), _UNSTRANDED, False),
        (_cff("arriba", "+", "."), _EML4_ALK.replace("-", "?"), False),
        (_cff("defuse", "+", "+"), _UNSTRANDED, False),
    ],
)
def test_a_cff_row_by_what_its_caller_writes(
    tmp_path: Path, row: str, sides: str, ordered: bool
) -> None:
    (found,) = _fusions(tmp_path / "x.cff", row)
    assert (_sides(found), found.ordered) == (sides, ordered)
    assert found.junction == ("sense" if ordered else "unknown")
    assert (found.split_reads, found.spanning_reads, found.assay) == (9, 4, "rna")


def test_a_cff_of_dna_and_of_no_count(tmp_path: Path) -> None:
    row = _cff("integrate").replace("RNA", "DNA").replace("\t4\t", "\t-1\t")
    (found,) = _fusions(tmp_path / "x.cff", row)
    assert (found.assay, found.spanning_reads) == ("dna", None)


def test_a_cff_of_several_samples(tmp_path: Path) -> None:
    rows = (_cff("arriba"), _cff("arriba").replace("S1", "S2"))
    assert len(_content(tmp_path / "x.cff", *rows, sample="S2").fusions) == 1
    assert _content(tmp_path / "x.cff", *rows, sample="S3").warnings


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [("42295516", "x", "pos1"), ("42295516", "0", "pos1"), ("\t-\t", "\tup\t", "strand2"),
     ("RNA", "x", "library"), ("\t9\t", "\tx\t", "split_cnt")],
)  # fmt: skip
def test_a_bad_cell_of_a_cff(tmp_path: Path, old: str, new: str, column: str) -> None:
    with pytest.raises(InputProblem) as told:
        _fusions(tmp_path / "x.cff", _cff("arriba"), _cff("arriba").replace(old, new, 1))
    assert (told.value.line, told.value.column) == (2, column)


def test_clusters_of_metafusion(tmp_path: Path) -> None:
    row = _tabs("EML4", "ALK,SPDYA", "chr2", "42295516|42295520", "chr2", "29223528", 23, 24,
                "defuse,star_fusion", "S1")  # fmt: skip
    found = _fusions(tmp_path / "x.tsv", CLUSTERS, row)
    assert [each.caller for each in found] == ["defuse", "star_fusion"]
    assert _sides(found[0]) == "EML4@chr2:42295516? ALK/SPDYA@chr2:29223528?"
    assert (found[0].ordered, found[0].split_reads, found[0].spanning_reads) == (False, 23, 24)
    with pytest.raises(InputProblem) as told:
        _fusions(tmp_path / "x.tsv", CLUSTERS, row.replace("42295516|", "x|"))
    assert (told.value.line, told.value.column) == (2, "breakpoint_1")


_CALLERS: dict[str, tuple[str, tuple[object, ...]]] = {
    "arriba": (
        "position: 2:42295516#2:29223528,reading-frame: in-frame,type: inversion,"
        "split_reads1: 1,split_reads2: 3,discordant_mates: 5,confidence: high",
        ("arriba", _UNSTRANDED, "unknown", 4, 5, "in_frame", "high"),
    ),
    "starfusion": (
        "position: 2:42295516:+#2:29223528:-,junction_reads: 4,spanning_reads: 6,ffmp: 0.5",
        ("star_fusion", _EML4_ALK, "sense", 4, 6, "unknown", None),
    ),
    "fusioncatcher": (
        "position: 2:42295516:+#2:29223528:-,spanning_pairs: 8,spanning_unique_reads: 7,"
        "fusion_type: out-of-frame",
        ("fusioncatcher", _EML4_ALK, "sense", 7, 8, "out_of_frame", None),
    ),
    "ericscript": (
        "position: 2:42295516:+#2:29223528:-,discordant_reads: 14,junction_reads: 3",
        ("ericscript", _EML4_ALK, "sense", 3, 14, "unknown", None),
    ),
    "jaffa": (
        "position: 2:42295516:+#2:29223528:-,spanning_pairs: 5,spanning_reads: 2,"
        "inframe: TRUE,classification: LowConfidence",
        ("jaffa", _EML4_ALK, "sense", 2, 5, "in_frame", "LowConfidence"),
    ),
    "squid": (
        "position: 2:42290000-42295516:+#2:29223527-29230000:-,score: 7",
        ("squid", _UNSTRANDED, "unknown", 7, None, "unknown", None),
    ),
    "pizzly": (
        "pair_count: 4,split_count: 5",
        ("pizzly", "EML4@None:None? ALK@None:None?", "sense", 5, 4, "unknown", None),
    ),
    "ctat_lr_fusion": (
        "position: 2:42295516:+#2:29223528:-,num_LR: 6,ffmp: 797.0",
        ("ctat_lr_fusion", _EML4_ALK, "sense", 6, None, "unknown", None),
    ),
    "dragen": (
        "position: 2:42295516:+#2:29223528:-,score: 8",
        ("dragen_rna", _EML4_ALK, "sense", None, None, "unknown", None),
    ),
}


def _told(found: FusionObservation) -> tuple[object, ...]:
    counts = (found.split_reads, found.spanning_reads)
    return (found.caller, _sides(found), found.junction, *counts, found.frame, found.confidence)


@pytest.mark.parametrize("tool", list(_CALLERS))
def test_what_each_caller_says_in_fusion_report(tmp_path: Path, tool: str) -> None:
    cell, told = _CALLERS[tool]
    header = f"Fusion,Databases,Fusion Indication Index (FII),Explained FII,{tool},other"
    row = f'EML4--ALK,"COSMIC,Mitelman",0.5,0.5 * (2 / 4),"{cell}",'
    (found,) = _fusions(tmp_path / "x.csv", header, row)
    assert _told(found) == told
    said = dict(part.split(": ") for part in cell.split(","))
    pair = {"Fusion": "EML4--ALK", "Databases": [], "Score": 0.5, "Explained score": "", tool: said}
    (same,) = _fusions(tmp_path / "x.json", json.dumps([pair]))
    assert _told(same) == told


def test_a_value_with_a_comma_in_fusion_report(tmp_path: Path) -> None:
    header = "Fusion,Databases,Score,Explained score,arriba"
    cell = "position: 2:1#2:9,type: inversion,5'-5',split_reads1: 1,split_reads2: 2"
    (found,) = _fusions(tmp_path / "x.csv", header, f'A--B,,1,1,"{cell}"')
    assert (found.junction, found.split_reads) == ("five_to_five", 3)


@pytest.mark.parametrize(
    "cell",
    ["position: 2:1", "position: 2:1#x", "position: 2:0#2:9", "junction_reads: many", "nothing"],
)
def test_a_bad_cell_of_fusion_report(tmp_path: Path, cell: str) -> None:
    with pytest.raises(InputProblem) as told:
        _fusions(tmp_path / "x.csv", "Fusion,Databases,starfusion", f'A--B,,"{cell}"')
    assert (told.value.line, told.value.column) == (2, "starfusion")


@pytest.mark.parametrize("text", ['[{"Fusion":', '[{"Fusion": 1}]', '[{"Fusion": "A--B", "x": 1}]',
                                  '[{"Fusion": "A--B", "x": {"position": "2"}}]'])  # fmt: skip
def test_a_bad_json_of_fusion_report(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputProblem):
        _fusions(tmp_path / "x.json", text)


def test_an_empty_json_holds_nothing(tmp_path: Path) -> None:
    assert _fusions(tmp_path / "x.json", "[]") == []


def test_a_list_of_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="list of names") as told:
        _fusions(tmp_path / "fusion_list.tsv", "EML4--ALK", "CD74--ROS1")
    assert told.value.expected == "fusions.csv or fusions.json of fusion-report"


_ANNOFUSE = [
    "Sample", "LeftBreakpoint", "RightBreakpoint", "FusionName", "Caller", "Fusion_Type",
    "JunctionReadCount", "SpanningFragCount", "Confidence", "Gene1A", "Gene2A", "Gene1B",
    "Gene2B", "kinaseDomainRetainedGene1B",
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "frame"),
    [("in-frame", "in_frame"), ("frameshift", "out_of_frame"), ("other", "unknown")],
)
def test_annofuse(tmp_path: Path, kind: str, frame: str) -> None:
    row = _tabs("S1", "2:42295516", "2:29223528", "EML4--ALK/X", "STARFUSION", kind, 9, 4, "high",
                "EML4", "NA", "ALK", "X", "Yes")  # fmt: skip
    (found,) = _fusions(tmp_path / "x.tsv", _tabs(*_ANNOFUSE), row)
    assert _told(found) == (
        "star_fusion", "EML4@chr2:42295516? ALK/X@chr2:29223528?", "sense", 9, 4, frame, "high",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "column"), [("2:42295516", "2", "LeftBreakpoint"), ("ARRIBA", "NA", "Caller")]
)
def test_a_bad_cell_of_annofuse(tmp_path: Path, old: str, new: str, column: str) -> None:
    row = _tabs("S1", "2:42295516", "2:29223528", "EML4--ALK", "ARRIBA", "other", 9, 4, "high",
                "EML4", "NA", "ALK", "NA", "Yes")  # fmt: skip
    with pytest.raises(InputProblem) as told:
        _fusions(tmp_path / "x.tsv", _tabs(*_ANNOFUSE), row.replace(old, new))
    assert (told.value.line, told.value.column) == (2, column)


_ENFUSION = [
    "UnorderedFusion", "OrderedFusion", "Gene1", "Chr1", "Break1", "Strand1", "Gene2", "Chr2",
    "Break2", "Strand2", "Tool", "SupportingReads",
]  # fmt: skip


def _enfusion(path: Path, tools: str) -> list[FusionObservation]:
    row = _tabs("ALK+EML4", "EML4>>ALK", "EML4", 2, 42295516, "+", "ALK", 2, 29223528, "-", tools,
                219)  # fmt: skip
    comments = ("# Sample: x", "# NumToolsAggregated: \t5")
    return _fusions(path, *comments, _tabs(*_ENFUSION), row)


def test_enfusion_of_one_caller_and_of_several(tmp_path: Path) -> None:
    (found,) = _enfusion(tmp_path / "x.tsv", "starFusion")
    assert _told(found) == ("star_fusion", _EML4_ALK, "sense", 219, None, "unknown", None)
    several = _enfusion(tmp_path / "x.tsv", "starFusion,jaffa,STAR-Fusion")
    assert [(each.caller, each.ordered) for each in several] == [
        ("star_fusion", False),
        ("jaffa", False),
    ]


def test_enfusion_without_callers(tmp_path: Path) -> None:
    header = [
        "UnorderedFusion", "OrderedFusion", "Gene1", "Gene2", "Chr1", "Chr2", "Break1",
        "Break2",
    ]  # fmt: skip
    row = _tabs("ALK+EML4", "EML4>>ALK", "EML4", "ALK", 2, 2, 42295516, 29223528)
    (found,) = _fusions(tmp_path / "x.tsv", "# Sample: x", _tabs(*header), row)
    assert _told(found) == ("enfusion", _UNSTRANDED, "sense", None, None, "unknown", None)


@pytest.mark.parametrize(
    ("pair", "genes"),
    [("EML4--ALK", ("EML4", "ALK")), ("EML4::ALK", ("EML4", "ALK")), ("--ALK", (None, "ALK")),
     ("FGFR2--", ("FGFR2", None)), ("HLA-A--ROS1", ("HLA-A", "ROS1"))],
)  # fmt: skip
def test_pcgr(tmp_path: Path, pair: str, genes: tuple[str | None, str | None]) -> None:
    (found,) = _fusions(tmp_path / "x.tsv", PCGR, f"{pair}\t2:42295516\tchr2:29223528\t100")
    assert (found.five_prime.gene, found.three_prime.gene) == genes
    assert (found.five_prime.position, found.three_prime.position) == (42295516, 29223528)
    assert (found.split_reads, found.spanning_reads, found.junction) == (100, None, "sense")


@pytest.mark.parametrize(
    ("row", "column"),
    [("EML4\t2:29223528\t2:9\t1", "FusionGene"), ("A--B\t2\t2:9\t1", "LeftBreakpoint"),
     ("A--B\t2:29223528\t2:9\tx", "SplitReads")],
)  # fmt: skip
def test_a_bad_cell_of_pcgr(tmp_path: Path, row: str, column: str) -> None:
    with pytest.raises(InputProblem) as told:
        _fusions(tmp_path / "x.tsv", PCGR, row)
    assert (told.value.line, told.value.column) == (2, column)


_PORI = "eventType\tbreakpoint\tgene1\tgene2\texon1\texon2\tdetectedIn\tframe\trnaAltCount"
_PORI += "\ttumourAltCount"


@pytest.mark.parametrize(
    ("seen", "assay", "reads"), [("RNA", "rna", 9), ("DNA/RNA", "rna", 9), ("DNA", "dna", 5)]
)
def test_pori(tmp_path: Path, seen: str, assay: str, reads: int) -> None:
    row = _tabs("inversion", "2:42295516|2:29223528", "EML4", "ALK", 13, 20, seen, "in-frame", 9, 5)
    (found,) = _fusions(tmp_path / "x.tab", _PORI, row)
    assert _told(found) == ("pori", _UNSTRANDED, "sense", reads, None, "in_frame", None)
    assert found.assay == assay


def test_pori_of_older_columns_and_within_a_gene(tmp_path: Path) -> None:
    header = "eventType\tgenes\tbreakpoint\tframe"
    rows = ("translocation\tEML4::ALK\t2:42295516|2:29223528\tna", "insertion\tALK::ALK\t2:5-9\tna")
    fusion, within = _fusions(tmp_path / "x.tab", header, *rows)
    assert (_sides(fusion), fusion.frame) == (_UNSTRANDED, "unknown")
    assert (_sides(within), within.ordered) == ("ALK@chr2:5? ALK@chr2:9?", False)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("x\tALK\t2:5-9\tna", "genes"),
        ("x\tA::B\t2:29223528\tna", "breakpoint"),
        ("x\tA::B\t2:0|2:5\tna", "breakpoint"),
    ],
)
def test_a_bad_cell_of_pori(tmp_path: Path, row: str, column: str) -> None:
    with pytest.raises(InputProblem) as told:
        _fusions(tmp_path / "x.tab", "eventType\tgenes\tbreakpoint\tframe", row)
    assert (told.value.line, told.value.column) == (2, column)
