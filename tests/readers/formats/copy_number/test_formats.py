"""Each copy-number format: its recognition, what a row becomes, and what is refused."""

import gzip
import math
from pathlib import Path
from typing import Any

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import SegmentObservation
from annotator.readers.format import Content, Scope
from annotator.readers.registry import all_formats, format_of
from tests.builders.files import data_file, scope
from tests.readers.formats.copy_number.texts import FORCED, TEXTS, vcf

_MET = frozenset({"ALK", "MET"})


def looking(sample: str = "S1", tumor_sample: str | None = None) -> Scope:
    return scope("GRCh38", tumor_sample, sample, _MET)


def read(folder: Path, text: str, form: str | None = None, where: Scope | None = None) -> Content:
    path = folder / "x"
    path.write_text(text, encoding="utf-8")
    file = data_file(path)
    return format_of(file, "copy_number", form).read(file, where or looking())


def only(content: Content) -> SegmentObservation:
    assert len(content.segments) == 1
    return content.segments[0]


def test_every_copy_number_format_has_a_text() -> None:
    known = {each.name for each in all_formats() if each.role == "copy_number"}
    assert known == {*TEXTS, "seg"}


@pytest.mark.parametrize("name", [name for name in TEXTS if name not in FORCED])
def test_each_text_is_recognized_by_its_content_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "x").write_text(TEXTS[name], encoding="utf-8")
    assert format_of(data_file(tmp_path / "x"), "copy_number").name == name


@pytest.mark.parametrize("name", TEXTS)
def test_line_ends_and_packing_do_not_matter(tmp_path: Path, name: str) -> None:
    text, form = TEXTS[name], name if name in FORCED else None
    plain = read(tmp_path, text, form)
    for data in (
        text.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + text.encode(),
        gzip.compress(text.encode()),
    ):  # fmt: skip
        (tmp_path / "x").write_bytes(data)
        file = data_file(tmp_path / "x")
        assert format_of(file, "copy_number", form).read(file, looking()) == plain


_OF_GENES = ("cnvkit_genemetrics", "facets_gene", "purple_gene", "purecn_genes")


@pytest.mark.parametrize(
    ("name", "log2", "copies", "corrected"),
    [
        ("cnvkit", 1.5, 6, None),
        ("cnvkit_cnr", 1.5, None, None),
        ("cnvkit_genemetrics", 1.5, None, None),
        ("gatk_called", 1.5, None, None),
        ("gatk_model", 1.5, None, None),
        ("gatk_denoised", 1.5, None, None),
        ("purple_gene", None, 5.5, True),
        ("purple_segments", None, 5.5, True),
        ("facets", 0.9, 6, True),
        ("facets_gene", None, 6, True),
        ("ascat", None, 6, True),
        ("pcgr_segments", None, 6, True),
        ("battenberg", None, 5.6, True),
        ("purecn_genes", 1.5, 7, True),
        ("qdnaseq", 1.5, None, None),
        ("titan", 0.9, 6, True),
        ("titan_corrected", 0.9, 14, True),
        ("sequenza", 1.0, 6, True),
        ("control_freec", None, 6, None),
        ("control_freec_p", None, 6, None),
        ("ichorcna", 0.2, 6, True),
        ("ichorcna_older", 0.2, None, None),
        ("ichorcna_seg", 0.2, None, None),
        ("ichorcna_bins", 0.2, 6, True),
        ("seg_log2", 1.5, None, None),
        ("seg_log10", 0.5 * math.log2(10), None, None),
        ("seg_linear", 2.0, None, None),
        ("copy_number_vcf", 2.0, 12, None),
    ],
)
def test_what_a_row_says(
    tmp_path: Path, name: str, log2: float | None, copies: float | None, corrected: bool | None
) -> None:
    found = only(read(tmp_path, TEXTS[name], name if name in FORCED else None))
    assert found.chrom == "chr7"
    assert found.start in (116000000, 116000001, 116672196, 116672197)
    assert found.end in (117000000, 116798386)
    assert found.log2_ratio == (None if log2 is None else pytest.approx(log2))
    assert (found.copy_number, found.purity_corrected) == (copies, corrected)
    assert found.gene == ("MET" if name in _OF_GENES else None)


@pytest.mark.parametrize("name", ["purple_purity", "ascat_statistics", "purecn_purity"])
def test_purity_and_ploidy_of_a_fit(tmp_path: Path, name: str) -> None:
    content = read(tmp_path, TEXTS[name])
    assert [(c.purity, c.ploidy) for c in content.tumor_contents] == [(0.4, 3.1)]
    assert content.segments == []


def test_copies_of_purple_go_below_zero_by_noise(tmp_path: Path) -> None:
    text = TEXTS["purple_segments"].replace("5.5", "-0.0312")
    assert only(read(tmp_path, text)).copy_number == -0.0312


def test_purity_without_a_tumor_is_not_used(tmp_path: Path) -> None:
    content = read(tmp_path, TEXTS["purple_purity"].replace("NORMAL", "NO_TUMOR"))
    assert content.tumor_contents[0].purity is None
    assert [warning.code for warning in content.warnings] == ["no_tumor_found"]


@pytest.mark.parametrize(
    ("mark", "codes"), [("PASS", []), ("pass", []), ("suppress", ["gene_marked"])]
)
def test_words_of_passing_count_in_any_case(tmp_path: Path, mark: str, codes: list[str]) -> None:
    content = read(tmp_path, TEXTS["facets_gene"].replace("PASS", mark))
    assert [warning.code for warning in content.warnings] == codes


@pytest.mark.parametrize(
    ("flags", "purity", "codes"),
    [
        ("FALSE,FALSE,FALSE", 0.4, []),
        ("TRUE,FALSE,FALSE", 0.4, ["fit_in_doubt"]),
        ("TRUE,FALSE,TRUE", 0.4, []),  # a person has looked at it
        ("TRUE,TRUE,FALSE", None, ["fit_in_doubt"]),
    ],
)
def test_what_purecn_doubts_of_its_fit(
    tmp_path: Path, flags: str, purity: float | None, codes: list[str]
) -> None:
    content = read(tmp_path, TEXTS["purecn_purity"].replace("FALSE,FALSE,FALSE", flags))
    assert [each.purity for each in content.tumor_contents] == [purity]
    assert [warning.code for warning in content.warnings] == codes


def test_the_highest_of_a_gene_stands_beside_its_lowest(tmp_path: Path) -> None:
    assert only(read(tmp_path, TEXTS["purple_gene"])).max_copy_number == 7.25


def test_only_the_canonical_transcript_of_a_gene_is_read(tmp_path: Path) -> None:
    header, row = TEXTS["purple_gene"].splitlines()
    rows = [f"{header}\tisCanonical", f"{row}\ttrue", f"{row.replace('5.5', '1')}\tfalse"]
    assert only(read(tmp_path, "\n".join(rows) + "\n")).copy_number == 5.5


def test_a_gene_table_without_places_gives_the_least_and_the_greatest(tmp_path: Path) -> None:
    found = read(tmp_path, TEXTS["purple_gene_short"]).gene_copies
    assert [(one.gene, one.copy_number, one.purity_corrected) for one in found] == [
        ("MET", 5.5, True),
        ("MET", 7.25, True),
    ]
    same = read(tmp_path, TEXTS["purple_gene_short"].replace("7.25", "5.5")).gene_copies
    assert [one.copy_number for one in same] == [5.5]


def test_segments_of_ascat_ngs_have_the_copies_of_the_tumor(tmp_path: Path) -> None:
    found = read(tmp_path, TEXTS["ascat_ngs"]).segments
    assert [(s.start, s.end, s.copy_number, s.purity_corrected) for s in found] == [
        (1, 116000000, 2, True),
        (116000001, 117000000, 6, True),
    ]


_FACETS = (
    "##source=cnv_facets-0.16.0",
    "##purity=0.62",
    "##ploidy=2.9",
    '##INFO=<ID=TCN_EM,Number=1,Type=Integer,Description="x">',
    '##INFO=<ID=CNLR_MEDIAN,Number=1,Type=Float,Description="x">',
)
_ASCAT = (
    "##source_20260101.1=ascatCnToVCF.pl_v2.0.0",
    '##FORMAT=<ID=TCN,Number=1,Type=Integer,Description="x">',
)
_QDNASEQ = (
    "##source=QDNAseq-1.20.0",
    '##INFO=<ID=LOG2CNT,Number=1,Type=Float,Description="x">',
)
_TSO = (
    '##DRAGENVersion=<ID=dragen,Version="SW: 07.021.624.3.11.2">',
    '##FORMAT=<ID=SM,Number=1,Type=Float,Description="x">',
)
_FACETS_RECORD = (
    "chr7 116000001 2 N <CNV> . {filter} SVTYPE={kind};END=118000000;CNLR_MEDIAN=2.6;"
    "TCN_EM={copies};LCN_EM=1 . ."
)


@pytest.mark.parametrize(
    ("kind", "flt", "copies"),
    [("DUP", "PASS", 22), ("NEUTR", "neutral", 2), ("DUP-LOH", "PASS", 4), ("HEMIZYG", "PASS", 1)],
)
def test_copies_of_cnv_facets(tmp_path: Path, kind: str, flt: str, copies: int) -> None:
    record = _FACETS_RECORD.format(kind=kind, filter=flt, copies=copies)
    content = read(tmp_path, vcf(record, meta=_FACETS))
    found = only(content)
    assert (found.caller, found.copy_number, found.log2_ratio) == ("facets", copies, 2.6)
    assert found.purity_corrected is True
    assert [(c.caller, c.purity, c.ploidy) for c in content.tumor_contents] == [
        ("facets", 0.62, 2.9)
    ]


def test_a_filter_of_cnv_facets_that_is_not_neutral_drops_the_record(tmp_path: Path) -> None:
    record = _FACETS_RECORD.format(kind="DUP", filter="weak", copies=22)
    content = read(tmp_path, vcf(record, meta=_FACETS))
    assert (content.segments, [n.code for n in content.warnings]) == ([], ["filtered_segments"])


def test_copies_of_a_vcf_of_ascat_ngs_are_those_of_the_tumor_column(tmp_path: Path) -> None:
    text = vcf("7 116000001 1 N <CNV> . . SVTYPE=CNV;END=117000000 GT:TCN:MCN ./.:9:1", meta=_ASCAT)
    found = only(read(tmp_path, text))
    assert (found.caller, found.copy_number, found.purity_corrected) == ("ascat", 9, True)


def test_log2_of_a_vcf_of_qdnaseq(tmp_path: Path) -> None:
    record = (
        "7 116000001 . <DIP> <DUP> 1000 PASS SVTYPE=DUP;END=117000000;SCORE=2;LOG2CNT=2.1 GT 0/1"
    )
    found = only(read(tmp_path, vcf(record, meta=_QDNASEQ)))
    assert (found.caller, found.log2_ratio, found.copy_number) == ("qdnaseq", 2.1, None)


def test_a_segment_of_tso500_names_its_gene(tmp_path: Path) -> None:
    record = (
        "chr7 116411707 DRAGEN:GAIN:chr7:116411708-116436178 N <DUP> 24 PASS "
        "SVTYPE=CNV;END=116436178;REFLEN=24471;SEGID={} GT:SM:BC:PE ./1:4:56:0,4"
    )
    found = only(read(tmp_path, vcf(record.format("MET"), meta=_TSO)))
    assert (found.caller, found.log2_ratio, found.overlaps) == ("dragen", 2, ("MET",))
    assert only(read(tmp_path, vcf(record.format("CAV1"), meta=_TSO))).overlaps == ()


@pytest.mark.parametrize("last", ["minMinorAllelePloidy", "minMinorAlleleCopyNumber"])
@pytest.mark.parametrize("case", [str, str.lower, str.upper])
def test_purple_genes_of_all_versions(tmp_path: Path, last: str, case: Any) -> None:
    header, row = TEXTS["purple_gene"].replace("minMinorAlleleCopyNumber", last).split("\n", 1)
    assert only(read(tmp_path, f"{case(header)}\n{row}")).copy_number == 5.5


def test_a_seg_asks_for_its_scale(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match=r"scale.*seg_log2=path or seg_log10=path"):
        read(tmp_path, TEXTS["seg_log2"])


def test_a_linear_ratio_of_nothing_and_below(tmp_path: Path) -> None:
    text = TEXTS["seg_linear"]
    assert only(read(tmp_path, text.replace("\t4\n", "\t0\n"), "seg_linear")).log2_ratio == -10
    with pytest.raises(InputProblem, match="linear scale"):
        read(tmp_path, text.replace("\t4\n", "\t-1\n"), "seg_linear")


def test_a_segment_table_of_several_samples(tmp_path: Path) -> None:
    text = TEXTS["seg_log2"] + "S2\t7\t1\t159000000\t9\t0\n"
    assert only(read(tmp_path, text, "seg_log2")).log2_ratio == 1.5
    other = read(tmp_path, text, "seg_log2", looking("S9"))
    assert other.segments == []
    assert [warning.code for warning in other.warnings] == ["sample_not_in_table"]


def test_neither_ratio_nor_copies_is_a_bad_row(tmp_path: Path) -> None:
    text = TEXTS["facets"].replace("\t0.9\t", "\tNA\t")
    assert only(read(tmp_path, text)).copy_number == 6
    with pytest.raises(InputProblem) as raised:
        read(tmp_path, text.replace("\t6\t", "\tNA\t"))
    assert (raised.value.line, raised.value.column) == (2, "cnlr.median or tcn.em")


@pytest.mark.parametrize(
    ("name", "old", "new", "column"),
    [
        ("gatk_called", "1.5", "high", "MEAN_LOG2_COPY_RATIO"),
        ("purple_segments", "5.5", "1e9", "copyNumber"),
        ("ascat", "1.16e+08", "1.5", "startpos"),
        ("ascat", "\t5\t", "\t-1\t", "nMajor"),
        ("facets", "\t6\t", "\t-3\t", "tcn.em"),
        ("cnvkit", "\t1.5\t", "\tNaN\t", "log2"),
        ("cnvkit", "\t1.5\t", "\t-inf\t", "log2"),
        ("purple_purity", "0.4", "40", "purity"),
        ("purple_purity", "3.1", "-1", "ploidy"),
        ("purecn_purity", "0.4", "40", "Purity"),
        ("purecn_purity", "3.1", "0", "Ploidy"),
        ("purecn_purity", "FALSE,FALSE,FALSE", "FALSE,no,FALSE", "Failed"),
        ("ascat_statistics", "rho 0.4", "rho 1.4", "rho"),
        ("discrete_copy_number_long", "Amplification", "3", "Copy_Number_Alteration"),
        ("laboratory_copies", "4.5", "-4.5", "value"),
        ("laboratory_copies", "ratio", "times", "unit"),
        ("laboratory_copies", "FISH", "guess", "method"),
        ("tso500_amplifications", "2.345", "0", "Fold Change"),
        ("copy_number_vcf", ":4:12", ":x:12", "SM"),
        ("copy_number_vcf", "END=117000000", "END=5", "END"),
    ],
)
def test_a_bad_cell_is_named(tmp_path: Path, name: str, old: str, new: str, column: str) -> None:
    with pytest.raises(InputProblem) as raised:
        read(tmp_path, TEXTS[name].replace(old, new))
    assert raised.value.column == column


def test_long_sam_header_before_the_columns(tmp_path: Path) -> None:
    contigs = "".join(f"@SQ\tSN:HLA{number}\tLN:9\n" for number in range(3000))
    assert only(read(tmp_path, contigs + TEXTS["gatk_called"])).log2_ratio == 1.5


@pytest.mark.parametrize(
    ("length", "build"), [("159345973", "GRCh38"), ("159138663", "GRCh37"), ("?", None)]
)
def test_build_by_the_contigs_of_a_sam_header(
    tmp_path: Path, length: str, build: str | None
) -> None:
    (tmp_path / "x").write_text(TEXTS["gatk_called"].replace("159345973", length))
    file = data_file(tmp_path / "x")
    told = format_of(file, "copy_number").build_evidence(file)
    assert [each.build for each in told] == ([build] if build else [])


def test_levels_of_the_sample_alone(tmp_path: Path) -> None:
    found = read(tmp_path, TEXTS["discrete_copy_number"]).gene_copies
    assert [(f.gene, f.discrete_level) for f in found] == [("MET", 2), ("ALK", 0)]
    other = read(tmp_path, TEXTS["discrete_copy_number"], where=looking("S2")).gene_copies
    assert [(f.gene, f.discrete_level) for f in other] == [("MET", 0)]
    with pytest.raises(InputProblem, match="tumor-sample"):
        read(tmp_path, TEXTS["discrete_copy_number"], where=looking("S1", "S9"))


def test_levels_of_gistic(tmp_path: Path) -> None:
    text = "Gene Symbol\tLocus ID\tCytoband\tS1\tS2\nMET\t4233\t7q31.2\t2\t-1\n"
    assert [f.discrete_level for f in read(tmp_path, text).gene_copies] == [2]
    ratios = text.replace("Locus ID", "Gene ID").replace("\t2\t-1", "\t1.283\t-0.4")
    with pytest.raises(InputProblem, match="discrete level"):
        read(tmp_path, ratios)


def test_titan_with_ichor_names_its_positions_otherwise(tmp_path: Path) -> None:
    text = TEXTS["titan_corrected"].replace("_Position.bp.", "")
    assert only(read(tmp_path, text)).copy_number == 14


def test_bins_of_the_sample_alone(tmp_path: Path) -> None:
    header, row = TEXTS["ichorcna_bins"].splitlines()
    columns, cells = header.split("\t"), row.split("\t")
    columns += [name.replace("S1", "S2") for name in columns[3:]]
    cells += ["2", "NEUT", "0", "FALSE", "2", "NEUT", "2"]
    text = "\t".join(columns) + "\n" + "\t".join(cells) + "\n"
    assert only(read(tmp_path, text)).copy_number == 6
    assert only(read(tmp_path, text, where=looking("S2"))).copy_number == 2
    other = read(tmp_path, text, where=looking("S9"))
    assert (other.segments, [n.code for n in other.warnings]) == ([], ["sample_not_in_table"])


def test_bins_without_values_are_gaps(tmp_path: Path) -> None:
    gap = "7\t115000001\t116000000" + "\tNA" * 7 + "\n"
    assert only(read(tmp_path, TEXTS["ichorcna_bins"] + gap)).start == 116000001
    with pytest.raises(InputProblem) as raised:
        read(tmp_path, TEXTS["ichorcna_bins"].replace("\t0.2\t", "\tInf\t"))
    assert raised.value.column == "S1.logR"


@pytest.mark.parametrize(
    ("mark", "codes"),
    [("PASS", []), ("RESCUE", []), ("suppress_segment_too_large", ["gene_marked"])],
)
def test_a_doubt_of_facets_on_the_gene_is_told(tmp_path: Path, mark: str, codes: list[str]) -> None:
    text = TEXTS["facets_gene"]
    other = text.splitlines()[1].replace("MET", "CAPZA2").replace("PASS", "unfocal_amp")
    content = read(tmp_path, text.replace("PASS", mark) + other + "\n")
    assert [warning.code for warning in content.warnings] == codes
    assert [found.copy_number for found in content.segments] == [6, 6]


def test_fish_copies_and_ratio_are_one_result(tmp_path: Path) -> None:
    fish, ddpcr = read(tmp_path, TEXTS["laboratory_copies"]).gene_copies
    assert (fish.method, fish.copy_number, fish.centromere_ratio) == ("fish", 12, 4.5)
    assert (fish.purity_corrected, ddpcr.purity_corrected) == (True, False)
    with pytest.raises(InputProblem, match="twice"):
        read(tmp_path, TEXTS["laboratory_copies"] + "MET\tFISH\t9\tcopies\n")


def test_a_fold_change_is_a_ratio(tmp_path: Path) -> None:
    found = read(tmp_path, TEXTS["tso500_amplifications"]).gene_copies[0]
    assert found.copy_number is None
    assert found.log2_ratio == pytest.approx(math.log2(2.345))
    table = "gene\tmethod\tvalue\tunit\nMET\tNGS\t4\tfold_change\n"
    assert read(tmp_path, table).gene_copies[0].log2_ratio == 2


def test_no_library_of_dna_is_no_copy_number(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="no DNA library"):
        read(tmp_path, TEXTS["tso500_amplifications"].replace("ID\tS1", "ID\tNA"))


_CNV = "chr7 116000000 x N <DUP> . {} SVTYPE=CNV;END=117000000{} GT:{} ./1:{}"
_DRAGEN = ("##source=DRAGEN_CNV",)


@pytest.mark.parametrize(
    ("info", "keys", "values", "log2", "copies"),
    [
        ("", "CN", "6", None, 6),
        ("", "FC", "2", 1, None),
        (";FOLD_CHANGE=2;FOLD_CHANGE_LOG=1.5", "GQ", "9", 1.5, None),
        (";FOLD_CHANGE=4", "GQ", "9", 2, None),
        (";LOG_ODDS_RATIO=1.5;CN=NA;CORR_CN=8.5", "CN", "8", 1.5, 8.5),
        ("", "SM:CN", "0:0", -10, 0),
    ],
)
def test_values_of_a_vcf(
    tmp_path: Path, info: str, keys: str, values: str, log2: float | None, copies: float | None
) -> None:
    found = only(read(tmp_path, vcf(_CNV.format("PASS", info, keys, values))))
    assert (found.log2_ratio, found.copy_number) == (log2, copies)


def test_high_copy_number_is_kept_and_other_filters_are_counted(tmp_path: Path) -> None:
    records = [_CNV.format(name, "", "SM:CN", "4:8") for name in ("highCN", "cnvQual", "PASS")]
    records[2] = records[2].replace("chr7", "chr2")
    content = read(tmp_path, vcf(*records, meta=_DRAGEN))
    assert len(content.segments) == 2
    assert "1 cnvQual" in content.warnings[0].message


def test_dragen_says_its_purity(tmp_path: Path) -> None:
    meta = (*_DRAGEN, "##EstimatedTumorPurity=0.6", "##OverallPloidy=3.2")
    content = read(tmp_path, vcf(_CNV.format("PASS", "", "SM:CN", "4:8"), meta=meta))
    assert [(c.caller, c.purity, c.ploidy) for c in content.tumor_contents] == [
        ("dragen_cnv", 0.6, 3.2)
    ]
    assert only(content).purity_corrected
    unknown = (*_DRAGEN, "##EstimatedTumorPurity=NA")
    content = read(tmp_path, vcf(_CNV.format("PASS", "", "SM:CN", "4:8"), meta=unknown))
    assert (content.tumor_contents, only(content).purity_corrected) == ([], None)


def test_oncomine_names_the_gene_and_gives_an_interval(tmp_path: Path) -> None:
    record = (
        "chr7 116672196 MET G <CNV> 99 PASS SVTYPE=CNV;END=116798386;NUMTILES=12;REF_CN=2;"
        "RAW_CN=6.1;CI=0.05:4.9,0.95:7.5 GT:GQ:CN ./.:0:6.1"
    )
    found = only(read(tmp_path, vcf(record, meta=('##source="tvc 5.12"',))))
    assert (found.gene, found.copy_number, found.low_copy_number) == ("MET", 6.1, 4.9)
    assert (found.caller, found.purity_corrected) == ("oncomine", None)
    typed = ('##source="tvc 5.12"', "##manually_input_percent_tumor_cellularity=40")
    assert only(read(tmp_path, vcf(record, meta=typed))).purity_corrected
    full = (typed[0], "##CellularityAsAFractionBetween0-1=1.000")
    assert only(read(tmp_path, vcf(record, meta=full))).purity_corrected is False


def test_germline_copies_of_gatk_are_of_all_cells(tmp_path: Path) -> None:
    record = "chr7 116000000 CNV_7 N . 99 . END=117000000 GT:CN:NP ./.:3:9"
    meta = ('##FORMAT=<ID=QSS,Number=1,Type=Integer,Description="x">',)
    found = only(read(tmp_path, vcf(record, meta=meta)))
    assert (found.start, found.copy_number, found.purity_corrected) == (116000000, 3, False)


def test_breakpoints_alone_are_no_copy_number(tmp_path: Path) -> None:
    records = ["chr7 116000000 x N <DUP> . PASS SVTYPE=DUP;END=117000000 GT ./1"]
    meta = ('##FORMAT=<ID=CN,Number=1,Type=Integer,Description="x">',)
    with pytest.raises(InputProblem, match="no record gives a copy number"):
        read(tmp_path, vcf(*records, meta=meta))
