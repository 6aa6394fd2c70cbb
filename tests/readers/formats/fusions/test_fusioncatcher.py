"""FusionCatcher: the table by version, its summary, and its VCF."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from tests.builders.fusion_tables import columns, places, read_text, row_of, table
from tests.readers.formats.fusions.writers_callers import FUSIONCATCHER_HEADER

_OLD = columns(
    "Fusion_gene_symbol_1(5end_partner) Fusion_gene_symbol_2(3end_partner) Fusion_description "
    "Counts_of_common_mapping_reads Spanning_pairs Spanning_unique_reads Longest_spanning_read "
    "Aligner(s) Fusion_gene_1_position(5end_partner) Fusion_gene_2_position(3end_partner) "
    "Fusion_gene_1(5end_partner) Fusion_gene_2(3end_partner) Fusion_exon_1(5end_partner) "
    "Fusion_exon_2(3end_partner) Fusion_sequence"
)
_PROTEINS = ["Predicted_fused_transcripts", "Predicted_fused_proteins"]
_CELLS = columns(
    "CD74 ROS1 known,oncogene,exon-exon 39165 128 25 36 BOWTIE;BOWTIE+STAR 5:150404680:- "
    "6:117324415:- ENSG1 ENSG2 . . ACGT*ACGT"
)


def _one(folder: Path, **changed: str) -> FusionObservation:
    row = {**dict(zip(FUSIONCATCHER_HEADER, [*_CELLS, "in-frame"], strict=True)), **changed}
    text = table(FUSIONCATCHER_HEADER, row_of(FUSIONCATCHER_HEADER, row))
    (found,) = read_text(folder, text).fusions
    return found


@pytest.mark.parametrize(
    ("header", "more", "frame"),
    [
        (_OLD, [], "unknown"),
        (FUSIONCATCHER_HEADER, ["in-frame"], "in_frame"),
        ([*FUSIONCATCHER_HEADER, *_PROTEINS], ["in-frame", "ENST1:5", "MMQ"], "in_frame"),
        ([*FUSIONCATCHER_HEADER, *_PROTEINS], ["in-frame"], "in_frame"),
    ],
)
def test_every_version_says_the_same(
    tmp_path: Path, header: list[str], more: list[str], frame: str
) -> None:
    (found,) = read_text(tmp_path, table(header, [*_CELLS, *more])).fusions
    assert (found.caller, found.junction, found.frame) == ("fusioncatcher", "sense", frame)
    assert (found.five_prime.gene, found.three_prime.gene) == ("CD74", "ROS1")
    assert places(found) == "chr5:150404680- chr6:117324415-"
    assert (found.split_reads, found.spanning_reads, found.filters) == (25, 128, [])
    assert found.raw_support["Counts_of_common_mapping_reads"] == "39165"


@pytest.mark.parametrize(
    ("effect", "frame"),
    [("out-of-frame", "out_of_frame"), ("CDS(truncated)/intronic", "unknown"), ("", "unknown")],
)
def test_an_effect_that_tells_no_frame_leaves_it_unknown(
    tmp_path: Path, effect: str, frame: str
) -> None:
    assert _one(tmp_path, Predicted_effect=effect).frame == frame


@pytest.mark.parametrize(
    ("description", "filters"),
    [("", []), ("known,readthrough", []), ("known,banned, hpa,m0", ["banned", "hpa"])],
)
def test_labels_of_a_probably_false_fusion_are_flags(
    tmp_path: Path, description: str, filters: list[str]
) -> None:
    assert _one(tmp_path, Fusion_description=description).filters == filters


def test_a_row_that_is_cut_off_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as told:
        read_text(tmp_path, table(FUSIONCATCHER_HEADER, _CELLS[:9]))
    assert (told.value.line, told.value.column) == (
        2, "Fusion_point_for_gene_2(3end_fusion_partner)"
    )  # fmt: skip


def test_of_the_summary_the_right_file_is_named(tmp_path: Path) -> None:
    text = "Very short summary of found candidate fusion genes\n=====\n\n  * EML4--ALK  (known)\n"
    with pytest.raises(InputProblem, match=r"final-list_candidate-fusion-genes\.txt"):
        read_text(tmp_path, text, name="summary_candidate_fusions.txt")


_INFO = "SR=7;SP=6;GENE5=CD74;GENE3=ROS1;EFFECT=in-frame;DESC=known,banned,10K<gap<100K"
_META = "##fileformat=VCFv4.3\n##source=fusioncatcher_v1.20\n##reference=GRCh38\n"
_COLUMNS = columns("#CHROM POS ID REF ALT QUAL FILTER INFO")
_FIVE = columns("5 150404680 F5 N N]6:117324415] . PASS SVTYPE=BND;MATEID=F3;END=5;STRAND=-;")
_THREE = columns("6 117324415 F3 N ]5:150404680]N . PASS SVTYPE=BND;MATEID=F5;END=3;STRAND=-;")


def _vcf(*records: list[str], info: str = _INFO) -> str:
    return _META + table(_COLUMNS, *([*each[:-1], each[-1] + info] for each in records))


@pytest.mark.parametrize("records", [(_FIVE, _THREE), (_THREE, _FIVE)])
def test_the_two_records_of_the_vcf_are_one_fusion(
    tmp_path: Path, records: tuple[list[str], ...]
) -> None:
    (found,) = read_text(tmp_path, _vcf(*records)).fusions
    assert (found.caller, found.junction, found.frame) == ("fusioncatcher", "sense", "in_frame")
    assert (found.five_prime.gene, found.three_prime.gene) == ("CD74", "ROS1")
    assert places(found) == "chr5:150404680- chr6:117324415-"
    assert (found.split_reads, found.spanning_reads, found.filters) == (7, 6, ["banned"])
    assert found.raw_support == {"SR": "7", "SP": "6"}
    assert found.raw_breakpoints == "5:150404680:-|6:117324415:-"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_vcf(_FIVE), "MATEID of a record with END=3"),
        (_vcf(_FIVE, _FIVE), "MATEID of a record with END=3"),
        (_vcf(_FIVE, _THREE, info="SP=6"), "SR=a whole number"),
        (_vcf(_FIVE, _THREE, info="SR=7;SP=x"), "SP=a whole number"),
    ],
)
def test_a_record_without_its_mate_or_its_reads_is_told(
    tmp_path: Path, text: str, expected: str
) -> None:
    with pytest.raises(InputProblem) as told:
        read_text(tmp_path, text)
    assert (told.value.line, told.value.column) == (5, "INFO")
    assert expected in (told.value.expected or "")
