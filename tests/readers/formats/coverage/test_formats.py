"""Depth from the files of coverage tools: what is claimed of each base, and the errors."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.readers.format import Content
from annotator.readers.inputs import Input, open_input
from tests.builders.files import everywhere, read, scope, vcf, write

_THRESHOLDS = "#chrom\tstart\tend\tregion\t10X\t100X\t250X"
_GVCF_META = (
    "##fileformat=VCFv4.2",
    '##INFO=<ID=END,Number=1,Type=Integer,Description="x">',
    "##contig=<ID=chr2,length=242193529>",
)


def _depths(content: Content) -> list[tuple[int, int, float | None, bool, bool | None]]:
    return [(d.start, d.end, d.depth, d.at_least, d.callable) for d in content.depths]


@pytest.mark.parametrize(
    ("counts", "reached"),
    [("100 100 100", 250), ("100 100 99", 100), ("100 0 0", 10), ("99 0 0", 0)],
)
def test_thresholds_claim_what_all_bases_reach(tmp_path: Path, counts: str, reached: int) -> None:
    row = "\t".join(["chr2", "29220000", "29220100", "exon", *counts.split()])
    content = read(write(tmp_path / "x.bed", _THRESHOLDS, row), "coverage")
    assert _depths(content) == [(29220001, 29220100, reached, True, None)]


def test_one_threshold_is_not_taken_for_a_depth(tmp_path: Path) -> None:
    header = "#chrom\tstart\tend\tregion\t250X"
    path = write(tmp_path / "x.bed", header, "chr2\t29220000\t29220100\texon\t40")
    assert _depths(read(path, "coverage")) == [(29220001, 29220100, 0, True, None)]


@pytest.mark.parametrize(
    ("counts", "column"), [("100\t100", None), ("101\t0\t0", "10X"), ("x\t0\t0", "10X")]
)
def test_bad_thresholds(tmp_path: Path, counts: str, column: str | None) -> None:
    path = write(tmp_path / "x.bed", _THRESHOLDS, f"chr2\t29220000\t29220100\texon\t{counts}")
    with pytest.raises(InputProblem) as raised:
        read(path, "coverage")
    assert (raised.value.line, raised.value.column) == (2, column)


@pytest.mark.parametrize(
    ("state", "depth", "at_least", "callable_"),
    [
        ("CALLABLE", None, False, True),
        ("LOW_COVERAGE", None, False, False),
        ("NO_COVERAGE", None, False, False),
        ("POOR_MAPPING_QUALITY", None, False, False),
        ("150:inf", 150, True, None),
        ("0:1", 0, True, None),
    ],
)
def test_states(
    tmp_path: Path, state: str, depth: int | None, at_least: bool, callable_: bool | None
) -> None:
    path = write(tmp_path / "x.bed", f"chr2\t29220000\t29220100\t{state}")
    found = _depths(read(path, "coverage"))
    assert found == [(29220001, 29220100, depth, at_least, callable_)]


def test_a_state_that_is_not_known(tmp_path: Path) -> None:
    path = write(tmp_path / "x.bed", *(f"chr2\t29220000\t29220100\t{s}" for s in ("CALLABLE", "x")))
    with pytest.raises(InputProblem) as raised:
        read(path, "coverage")
    assert (raised.value.line, raised.value.column) == (2, "state")


@pytest.mark.parametrize("separator", ["\t", ","])
def test_depth_of_coverage_by_locus(tmp_path: Path, separator: str) -> None:
    rows = (
        "Locus Total_Depth Average_Depth_sample Depth_for_S1",
        "chr2:29220831 512 512.00 512",
        "chr3:5 1 1 broken",
    )
    path = write(tmp_path / "x", *(separator.join(row.split()) for row in rows))
    assert _depths(read(path, "coverage")) == [(29220831, 29220831, 512, False, None)]


def test_depth_of_coverage_by_interval(tmp_path: Path) -> None:
    path = write(
        tmp_path / "x",
        "Target,total_coverage,average_coverage,S1_total_cvg,S1_mean_cvg,S1_granular_Q1",
        "chr2:29220801-29220900,5120,51.20,5120,51.20,40",
    )
    assert _depths(read(path, "coverage")) == [(29220801, 29220900, 51.2, False, None)]


def test_an_interval_of_which_no_base_is_counted_has_no_depth(tmp_path: Path) -> None:
    """GATK writes NaN for a target where the reference is N."""
    header = "Target\ttotal_coverage\taverage_coverage\tS1_total_cvg\tS1_mean_cvg"
    rows = ("chr2:29220801-29220900\t0\tNaN\t0\tNaN", "chr2:29220901-29220950\t50\t1.00\t50\t1.00")
    path = write(tmp_path / "x", header, *rows)
    assert _depths(read(path, "coverage")) == [(29220901, 29220950, 1, False, None)]


@pytest.mark.parametrize("name", ["", "ALK\t", "ALK\t0\t-\t"])
def test_bases_of_bedtools_coverage(tmp_path: Path, name: str) -> None:
    rows = [f"chr2\t29220000\t29220003\t{name}{place}\t{200 + place}" for place in (1, 2, 3)]
    rows += [f"chr2\t29220100\t29220101\t{name}1\t7", f"chr3\t5\t6\t{name}1\tbroken"]
    content = read(write(tmp_path / "x.bed", *rows), "coverage")
    assert _depths(content) == [
        (29220001, 29220001, 201, False, None),
        (29220002, 29220002, 202, False, None),
        (29220003, 29220003, 203, False, None),
        (29220101, 29220101, 7, False, None),
    ]


def test_a_depth_after_a_name_that_counts_exons_is_of_the_interval(tmp_path: Path) -> None:
    rows = ["chr2\t29220000\t29220003\t1\t201", "chr2\t29220100\t29220103\t2\t7"]
    content = read(write(tmp_path / "x.bed", *rows), "coverage")
    assert _depths(content) == [
        (29220001, 29220003, 201, False, None),
        (29220101, 29220103, 7, False, None),
    ]


@pytest.mark.parametrize(
    ("row", "column"), [("4\t9", "position"), ("0\t9", "position"), ("3\tx", "depth")]
)
def test_bad_bases_of_bedtools_coverage(tmp_path: Path, row: str, column: str) -> None:
    interval = "chr2\t29220000\t29220003\t"
    path = write(tmp_path / "x.bed", f"{interval}1\t9", f"{interval}2\t9", interval + row)
    with pytest.raises(InputProblem) as raised:
        read(path, "coverage")
    assert (raised.value.line, raised.value.column) == (3, column)


@pytest.mark.parametrize(
    "row", ["350\t200\t200\t1.0000000", "ALK\t350\t200\t200\t1.0000000", "98\t100\t200\t0.5"]
)
def test_counts_and_histograms_of_bedtools_are_no_depth(tmp_path: Path, row: str) -> None:
    path = write(tmp_path / "x.bed", f"chr2\t29220000\t29220200\t{row}")
    with pytest.raises(InputProblem, match="unknown format"):
        read(path, "coverage")


def test_depth_of_coverage_of_several_samples(tmp_path: Path) -> None:
    rows = (
        "Locus Total_Depth Average_Depth_sample Depth_for_N Depth_for_T",
        "2:29220831 9 4.5 2 7",
    )
    path = write(tmp_path / "x", *("\t".join(row.split()) for row in rows))
    assert _depths(read(path, "coverage", scope(tumor_sample="T")))[0][2] == 7
    assert _depths(read(path, "coverage", scope(sample="T")))[0][2] == 7
    assert _depths(read(path, "coverage", scope(tumor_sample="N", sample="T")))[0][2] == 2
    for wanted in (None, "X"):
        with pytest.raises(InputProblem, match="N, T"):
            read(path, "coverage", scope(tumor_sample=wanted))


@pytest.mark.parametrize(
    ("row", "column"),
    [("chr2:29220831\t5\t5\tx", "Depth_for_S1"), ("chr2\t5\t5\t5", "Locus"), ("chr2:9\t5", None)],
)
def test_bad_depth_of_coverage(tmp_path: Path, row: str, column: str | None) -> None:
    header = "Locus\tTotal_Depth\tAverage_Depth_sample\tDepth_for_S1"
    with pytest.raises(InputProblem) as raised:
        read(write(tmp_path / "x", header, row), "coverage")
    assert (raised.value.line, raised.value.column) == (2, column)


def test_gvcf_blocks_and_variants(tmp_path: Path) -> None:
    path = vcf(
        tmp_path / "x.g.vcf",
        "chr2 20000000 . A <NON_REF> . . END=29192774 GT:DP:MIN_DP 0/0:60:41",
        "chr2 29220000 . A <NON_REF> . . END=29220830 GT:DP:GQ 0/0:60:99",
        "chr2 29220831 . CA T,<NON_REF> . . . GT:AD:DP 0/1:40,20,0:61",
        "chr2 29220833 . A <*> . . END=29220840 GT:GQ 0/0:1",
        "chr2 29220841 . A . . . . GT:DP 0/0:33",
        meta=_GVCF_META,
    )
    assert _depths(read(path, "coverage")) == [
        (20000000, 29192774, 41, True, None),
        (29220000, 29220830, 60, False, None),
        (29220831, 29220832, 61, False, None),
        (29220841, 29220841, 33, False, None),
    ]


def test_a_vcf_of_variants_alone_is_no_coverage(tmp_path: Path) -> None:
    path = vcf(tmp_path / "x.vcf", "chr2 29220831 . C T . . . GT:DP 0/1:61", meta=_GVCF_META)
    with pytest.raises(InputProblem, match="variants alone"):
        read(path, "coverage")


def test_gvcf_blocks_are_no_small_variants(tmp_path: Path) -> None:
    path = vcf(
        tmp_path / "x.g.vcf",
        "chr2 29220000 . A <NON_REF> . . END=29220830 GT:DP:MIN_DP 0/0:60:41",
        "chr2 29220831 . C T,<NON_REF> . . . GT:AD:DP 0/1:40,20,0:61",
        "chr2 29220832 . A <*> . . END=29220840 GT:DP 0/0:60",
        meta=_GVCF_META,
    )
    content = read(path, "small_variants")
    assert [(v.alt, v.alt_reads, v.depth) for v in content.small_variants] == [("T", 20, 61)]
    assert content.warnings == []


def test_an_index_of_a_bed_gives_the_same_rows(tmp_path: Path) -> None:
    import pysam

    rows = ["chr1\t1\t5\t7", "chr2\t29220000\t29220100\t512", "chr2\t29220100\t29220200\t7"]
    plain = write(tmp_path / "x.bed", *rows)
    packed = tmp_path / "x.bed.gz"
    pysam.tabix_compress(str(plain), str(packed))
    pysam.tabix_index(str(packed), preset="bed", csi=True)
    found = read(packed, "coverage")
    assert _depths(found) == _depths(read(plain, "coverage"))
    assert [d.source.line for d in found.depths] == [None, None]


def test_a_real_genome_vcf(real_data: Path) -> None:
    path = real_data / "vcf_smallvar/pisces_example_S1.genome.vcf"
    assert _depths(read(path, "coverage", everywhere()))[:2] == [
        (115252175, 115252175, 78, False, None),
        (115252176, 115252176, 75, False, None),
    ]


@pytest.mark.parametrize("header", [(), ("#CHROM\tPOS\ttumor.bam",)])
def test_depth_of_samtools(tmp_path: Path, header: tuple[str, ...]) -> None:
    rows = ("chr2\t29220831\t512", "chr2\t29220832\t0", "chr3\t29220833\t9")
    content = read(write(tmp_path / "x.txt", *header, *rows), "coverage")
    assert _depths(content) == [
        (29220831, 29220831, 512, False, None), (29220832, 29220832, 0, False, None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column"),
    [("chr2\t29220832\tx", "depth"), ("chr2\t0\t9", "position"), ("chr2\t29220832", None)],
)
def test_a_bad_depth_of_samtools(tmp_path: Path, row: str, column: str | None) -> None:
    path = write(tmp_path / "x.txt", *["chr2\t29220831\t512"] * 200, row)
    with pytest.raises(InputProblem) as raised:
        read(path, "coverage")
    assert (raised.value.line, raised.value.column) == (201, column)


def test_intervals_without_depth_are_no_depth_of_samtools(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="unknown format"):
        read(write(tmp_path / "x.bed", "chr2\t29220831\t29220900"), "coverage")


_PICARD = (
    "chrom\tstart\tend\tlength\tname\t%gc\tmean_coverage\tnormalized_coverage\t"
    "min_normalized_coverage\tmax_normalized_coverage\tmin_coverage\tmax_coverage\tpct_0x\t"
    "read_count"
)
_DRAGEN = (
    "#chrom\tstart\tend\t{}total_cvg\tmean_cvg\tQ1_cvg\tmedian_cvg\tQ3_cvg\tmin_cvg\tmax_cvg\t"
    "pct_above_5"
)


def _picard(*intervals: str) -> list[str]:
    return [_PICARD, *(f"{each}\t129\tALK\t0.5\t512.3\t1\t1\t1\t9\t6\t0\t5" for each in intervals)]


def test_picard_counts_from_one(tmp_path: Path) -> None:
    path = write(tmp_path / "x", *_picard("chr2\t29220707\t29220835", "chr9\tbroken\t"))
    assert _depths(read(path, "coverage")) == [(29220707, 29220835, 512.3, False, None)]


@pytest.mark.parametrize("names", ["", "name\tgene_id\t"])
def test_the_report_of_dragen_counts_from_zero(tmp_path: Path, names: str) -> None:
    cells = "\t".join(["x"] * names.count("\t")) + "\t" * bool(names)
    row = f"chr2\t29220706\t29220835\t{cells}66000\t512.30\t400\t500\t600\t300\t700\t100.00"
    path = write(tmp_path / "x.bed", _DRAGEN.format(names), row)
    assert _depths(read(path, "coverage")) == [(29220707, 29220835, 512.3, False, None)]


@pytest.mark.parametrize(
    ("cell", "bad", "column"),
    [
        ("512.3", "-1", "mean_coverage"),
        ("512.3", "512,3", "mean_coverage"),
        ("29220835", "29220000", "end"),
        ("29220707", "x", "start"),
    ],
)
def test_a_bad_row_of_a_table_of_depths(tmp_path: Path, cell: str, bad: str, column: str) -> None:
    rows = [line.replace(cell, bad) for line in _picard("chr2\t29220707\t29220835")]
    with pytest.raises(InputProblem) as told:
        read(write(tmp_path / "x", *rows), "coverage")
    assert (told.value.line, told.value.column) == (2, column)


_SUMS = (
    "chr2\t29220706\t29220835\tALK\t387",
    "chr2\t29222344\t29222517\tALK\t519",
    "chr2\t29222517\t29222608\tALK\t273",
)


def _input(folder: Path, *rows: str, form: str = "") -> Input:
    return open_input("coverage", f"{form}{write(folder / 'x.bed', *rows)}")


def test_sums_are_read_as_means_where_their_format_is_given(tmp_path: Path) -> None:
    given = _input(tmp_path, *_SUMS, form="bedcov=")
    content = given.format.read(given.file, scope())
    assert [depth.depth for depth in content.depths] == [3, 3, 3]
    assert given.doubts == []


def test_sums_are_no_depths(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="the numbers are no depths") as told:
        _input(tmp_path, *_SUMS)
    assert "bedcov=FILE" in (told.value.advice or "")
    assert "depth_bed=FILE" in (told.value.advice or "")


def test_the_user_may_say_that_they_are_depths(tmp_path: Path) -> None:
    given = _input(tmp_path, *_SUMS, form="depth_bed=")
    assert given.doubts == []
    assert [d.depth for d in given.format.read(given.file, scope()).depths] == [387, 519, 273]


@pytest.mark.parametrize(("written", "codes"), [("387", ["depth_may_be_sum"]), ("387.00", [])])
def test_whole_numbers_of_few_rows_are_doubted(
    tmp_path: Path, written: str, codes: list[str]
) -> None:
    given = _input(tmp_path, f"chr2\t29220706\t29220835\tALK\t{written}")
    assert [warning.code for warning in given.doubts] == codes


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("chr2\t29220706\t29220835\tALK\t3.5", "sum"),
        ("chr2\t29220706\t29220835\tALK\t387\t120", None),  # of two BAMs, or with -d or -c
        ("chr2\t29220706\t29220835", None),
    ],
)
def test_a_bad_row_of_sums(tmp_path: Path, row: str, column: str | None) -> None:
    given = _input(tmp_path, row, form="bedcov=")
    with pytest.raises(InputProblem) as told:
        given.format.read(given.file, scope())
    assert (told.value.line, told.value.column) == (1, column)


@pytest.mark.parametrize(
    "name", ["tot_cn", "CN", "copy_number", "copyNumber", "log2", "ratio", "nMajor", "seg.mean"]
)
def test_a_copy_number_is_no_depth(tmp_path: Path, name: str) -> None:
    rows = (f"chrom\tstart\tend\t{name}", "chr2\t29000000\t30000000\t3")
    with pytest.raises(InputProblem, match="whose last column is a copy number or the like"):
        _input(tmp_path, *rows)
    given = _input(tmp_path, *rows, form="depth_bed=")
    with pytest.raises(InputProblem, match="which is no depth"):
        given.format.read(given.file, scope())


@pytest.mark.parametrize(
    "name", ["depth", "mean_coverage", "meanDepth", "DP", "S1", "CN12_depth", "minCov"]
)
def test_the_names_of_depths_pass(tmp_path: Path, name: str) -> None:
    given = _input(tmp_path, f"chrom\tstart\tend\t{name}", "chr2\t29220706\t29220835\t512.5")
    assert _depths(given.format.read(given.file, scope())) == [
        (29220707, 29220835, 512.5, False, None)
    ]


def test_a_decimal_comma_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "x.bed", "chr2\t29220706\t29220835\t512,5")
    with pytest.raises(InputProblem, match="a decimal point, not a comma") as told:
        read(path, "coverage")
    assert (told.value.line, told.value.column) == (1, "depth")


_ROW = "chr2\t29220000\t29220100\t30"
_DEPTH = [(29220001, 29220100, 30, False, None)]


@pytest.mark.parametrize(
    "row",
    [
        "\t".join(f" {cell} " for cell in _ROW.split("\t")),
        "\t".join(f'"{cell}"' for cell in _ROW.split("\t")),
        _ROW + "\t\t",
    ],
)
def test_cells_as_a_spreadsheet_leaves_them(tmp_path: Path, row: str) -> None:
    assert _depths(read(write(tmp_path / "x.bed", row), "coverage")) == _DEPTH


def test_a_bad_row_first_hides_no_format(tmp_path: Path) -> None:
    path = write(tmp_path / "x.bed", "chrM\t0\t0\t5", _ROW, _ROW)
    assert _depths(read(path, "coverage")) == _DEPTH * 2
    bases = write(tmp_path / "y", "chrM\t0\t5", "chr2\t29220831\t30", "chr2\t29220832\t31")
    assert [depth for *_, depth, _, _ in _depths(read(bases, "coverage"))] == [30, 31]


def test_a_bad_row_beside_the_regions_is_counted(tmp_path: Path) -> None:
    path = write(tmp_path / "x.bed", _ROW, "chr2\t5\t9\tdeep")
    content = read(path, "coverage")
    assert _depths(content) == _DEPTH
    assert [(w.code, w.source) for w in content.warnings] == [("rows_skipped", "x.bed:2")]


@pytest.mark.parametrize("row", ["chr2\t5\tx\t9", "\t29220000\t29220100\t9", ".\t5\t9\t9"])
def test_a_place_that_cannot_be_read_is_an_error(tmp_path: Path, row: str) -> None:
    with pytest.raises(InputProblem) as raised:
        read(write(tmp_path / "x.bed", _ROW, row), "coverage")
    assert raised.value.line == 2
