"""Files that were cut: how their last line shows it, and where their records end."""

import gzip
from pathlib import Path

import pytest

from annotator.model.base import Interval
from annotator.model.errors import InputProblem
from annotator.readers import datafile
from annotator.readers.inputs import check_inputs
from annotator.readers.lines.bgzip import NotOnlyBlocks, blocks_from_end
from annotator.readers.lines.file_end import CHROMOSOMES, coverage_end, vcf_end
from annotator.readers.lines.last_line import check_last_line, open_line_warning
from annotator.readers.lines.regions import Regions
from annotator.readers.sheet.request import SampleRequest
from annotator.readers.vcf.header import read_header
from tests.builders.files import LOCI, VCF_META, data_file, read, vcf, write

_ROW = "chr2 29220831 . C T . PASS . GT:AD:AF:DP 0/1:400,60:0.13:460"
_CONTIGS = [f"##contig=<ID=chr{key},length=1000000>" for key in CHROMOSOMES]
_META = ["##fileformat=VCFv4.2", *_CONTIGS]
_WANTED = Regions(LOCI["GRCh38"])


def _bgzip(path: Path, content: bytes) -> Path:
    import pysam

    packed = path.with_name(path.name + ".gz")
    path.write_bytes(content)
    pysam.tabix_compress(str(path), str(packed), force=True)
    return packed


def _packed(tmp_path: Path, content: bytes, how: str) -> Path:
    path = tmp_path / "x.vcf"
    if how == "bgzip":
        return _bgzip(path, content)
    path.write_bytes(gzip.compress(content) if how == "gzip" else content)
    return path


_PACKINGS = pytest.mark.parametrize("how", ["plain", "gzip", "bgzip"])


def _check(path: Path) -> None:
    file = data_file(path)
    check_last_line(file, file.head())


@_PACKINGS
@pytest.mark.parametrize(
    ("content", "last", "is_open"),
    [
        (b"a\nb\n", b"b", False),
        (b"a\nb", b"b", True),
        (b"a\r\nb\r\n", b"b", False),
        (b"a\nb\n\n\r\n", b"b", False),
        (b"only", b"only", True),
        (b"\n\n", b"", False),
        (b"a" * 9 + b"\n" + b"b" * 300_000, b"b" * 300_000, True),
        (b"line\n" * 200_000 + b"end\n", b"end", False),
        (b"line\n" * 200_000 + b"\n" * 300_000, b"line", False),
    ],
)
def test_the_last_line(
    tmp_path: Path, how: str, content: bytes, last: bytes, is_open: bool
) -> None:
    found = data_file(_packed(tmp_path, content, how)).last_line
    assert (found.text, found.is_open) == (last, is_open)


def test_the_last_line_of_two_joined_gzip_files(tmp_path: Path) -> None:
    packed = _bgzip(tmp_path / "x", b"a\nb\n")
    packed.write_bytes(packed.read_bytes()[:-28] + gzip.compress(b"c\nd") + packed.read_bytes())
    with pytest.raises(NotOnlyBlocks):
        list(blocks_from_end(packed))
    assert data_file(packed).last_line.text == b"b"


def test_the_last_line_before_the_empty_block_alone(tmp_path: Path) -> None:
    packed = _bgzip(tmp_path / "x", b"a\nb\n")
    whole = packed.read_bytes()
    packed.write_bytes(whole[:-28] + gzip.compress(b"c\nd") + whole[-28:])
    found = data_file(packed).last_line
    assert (found.text, found.is_open) == (b"d", True)


def test_the_blocks_of_a_large_file_are_its_content(tmp_path: Path) -> None:
    content = b"".join(b"%d\n" % (number * 7919 % 100_003) for number in range(400_000))
    pieces = [*blocks_from_end(_bgzip(tmp_path / "x", content))]
    assert len(pieces) > 2
    assert b"".join(reversed(pieces)) == content


@_PACKINGS
def test_a_vcf_whose_last_line_has_no_end_is_refused(tmp_path: Path, how: str) -> None:
    whole = vcf(tmp_path / "w.vcf", _ROW, _ROW).read_bytes()
    _check(_packed(tmp_path, whole, how))
    for cut in (1, 3):
        with pytest.raises(InputProblem, match="no line end") as raised:
            _check(_packed(tmp_path, whole[:-cut], how))
        assert raised.value.line == whole.count(b"\n")
        assert "newline" in str(raised.value.expected)


def test_a_header_cut_in_its_midst_and_records_without_one(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf"
    path.write_text("##fileformat=VCFv4.2\n##contig=<ID=ch")
    with pytest.raises(InputProblem, match="no line end"):
        _check(path)
    path.write_text("chr2\t29224000\ta\tN\tN]chr2:42299000]\t.\tPASS\tSVTYPE=BND")
    with pytest.raises(InputProblem, match="no line end"):
        _check(path)


def test_check_finds_it_before_a_run(tmp_path: Path) -> None:
    path = vcf(tmp_path / "x.vcf", _ROW)
    request = SampleRequest(sample="S", small_variants=[str(path)])
    assert check_inputs(request) == []
    path.write_bytes(path.read_bytes()[:-1])
    assert [problem.line for problem in check_inputs(request)] == [14]


def test_tables_are_read_with_a_warning(tmp_path: Path) -> None:
    path = write(tmp_path / "x.tsv", "a\tb", "1\t2")
    assert open_line_warning(data_file(path), "fusions") == []
    path.write_bytes(path.read_bytes()[:-1])
    _check(path)
    (warning,) = open_line_warning(data_file(path), "fusions")
    assert (warning.code, warning.source) == ("last_line_open", "x.tsv")
    assert "last line (2)" in warning.message
    assert "absent" in warning.message
    (of_depth,) = open_line_warning(data_file(path), "coverage")
    assert "depth" in of_depth.message


@pytest.mark.parametrize("text", ['{"a": 1}', '\n[{"a": 1}]'])
def test_json_shows_its_end_by_itself(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    assert open_line_warning(data_file(path), "fusions") == []


def _bcf(tmp_path: Path, mode: str) -> Path:
    import pysam

    path = tmp_path / "x.bcf"
    with (
        pysam.VariantFile(str(vcf(tmp_path / "x.vcf", *[_ROW] * 300))) as source,
        pysam.VariantFile(str(path), mode, header=source.header) as target,
    ):
        for record in source:
            target.write(record)
    return path


@pytest.mark.parametrize("mode", ["wb", "wb0"])
def test_bcf_has_no_last_line_and_is_refused_where_it_is_cut(tmp_path: Path, mode: str) -> None:
    path = _bcf(tmp_path, mode)
    _check(path)
    assert open_line_warning(data_file(path), "small_variants") == []
    assert len(read(path, "small_variants").small_variants) == 300
    whole = path.read_bytes()
    for cut in (28, 29, 60, len(whole) // 2):
        path.write_bytes(whole[:-cut])
        with pytest.raises(InputProblem, match="truncated"):
            read(path, "small_variants")


def test_bcf_that_is_not_compressed(tmp_path: Path) -> None:
    path = _bcf(tmp_path, "wb")
    whole = gzip.decompress(path.read_bytes())
    path.write_bytes(whole)
    assert len(read(path, "small_variants").small_variants) == 300
    path.write_bytes(whole[:-9])
    with pytest.raises(InputProblem, match="truncated"):
        read(path, "small_variants")


# A second header


_SAME_SAMPLE = "#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT TUMOR".replace(" ", "\t")
_OTHER_SAMPLE = _SAME_SAMPLE.replace("TUMOR", "OTHER")


def _joined(tmp_path: Path, *between: str) -> Path:
    path = vcf(tmp_path / "x.vcf", _ROW)
    with path.open("a") as stream:
        stream.write("".join(f"{line}\n" for line in (*between, "\t".join(_ROW.split()))))
    return path


@pytest.mark.parametrize("block", [1, 1 << 22])
@pytest.mark.parametrize(
    ("lines", "bad"),
    [
        ([_OTHER_SAMPLE], 15),
        ([*VCF_META, _OTHER_SAMPLE], 27),
        (["##fileformat=VCFv4.3"], 15),
        ([VCF_META[0], "##contig=<ID=chr2,length=243199373>"], 16),
        (["##source=strelka"], 15),
        (["##reference=hg19.fa"], 15),
        ([*VCF_META, _SAME_SAMPLE], None),
        (["##GATKCommandLine=<ID=Mutect2,CommandLine=other>", _SAME_SAMPLE], None),
        (["# a remark", "#"], None),
    ],
)
def test_a_second_header_must_be_that_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int, lines: list[str], bad: int | None
) -> None:
    monkeypatch.setattr(datafile, "_BIG_BLOCK", block)
    path = _joined(tmp_path, *lines)
    if bad is None:
        assert len(read(path, "small_variants").small_variants) == 2
        return
    with pytest.raises(InputProblem, match="a second header") as raised:
        read(path, "small_variants")
    assert raised.value.line == bad


def test_a_second_header_in_a_file_of_structural_variants(tmp_path: Path) -> None:
    def joined(between: str) -> Path:
        path = _joined(tmp_path, between)
        text = path.read_text().replace("\tC\tT\t", "\tN\tN]chr5:500]\t")
        path.write_text(text.replace("Mutect2", "Manta"))
        return path

    read(joined(_SAME_SAMPLE), "structural_variants")
    with pytest.raises(InputProblem, match="a second header"):
        read(joined(_OTHER_SAMPLE), "structural_variants")


# The same allele twice


@pytest.mark.parametrize(
    ("other", "is_told"),
    [
        (_ROW, False),
        (_ROW.replace("400,60", "400,61"), True),
        (_ROW.replace(":460", ":461"), True),
        (_ROW.replace("C T", "C A").replace("60", "61"), False),
        (_ROW.replace("PASS", "weak_evidence"), False),
    ],
)
def test_an_allele_with_other_numbers(tmp_path: Path, other: str, is_told: bool) -> None:
    warnings = read(vcf(tmp_path / "x.vcf", _ROW, other), "small_variants").warnings
    assert [warning.code for warning in warnings] == ["duplicate_records"] * is_told
    if is_told:
        assert "chr2:29220831 C>T (line 14: 60 of 460 reads, line 15: 6" in warnings[0].message


def test_an_allele_twice_in_a_maf(tmp_path: Path) -> None:
    header = (
        "Hugo_Symbol Chromosome Start_Position End_Position Reference_Allele Tumor_Seq_Allele1 "
        "Tumor_Seq_Allele2 Tumor_Sample_Barcode NCBI_Build t_depth t_alt_count"
    )
    row = "ALK 2 29220831 29220831 C C T S GRCh38 100 9"
    lines = ["\t".join(text.split()) for text in (header, row, row.replace(" 9", " 8"))]
    content = read(write(tmp_path / "x.maf", *lines), "small_variants")
    assert [warning.code for warning in content.warnings] == ["duplicate_records"]
    assert read(write(tmp_path / "x.maf", *lines[:2]), "small_variants").warnings == []


# Where the records end


def _end(path: Path, wanted: Regions = _WANTED):
    file = data_file(path)
    return vcf_end(file, read_header(file), wanted)


def _records(*places: str) -> list[str]:
    return [f"{place.replace(':', ' ')} . C T . PASS . GT 0/1" for place in places]


def test_records_that_end_before_the_loci(tmp_path: Path) -> None:
    path = vcf(tmp_path / "x.vcf", *_records("chr1:5", "chr1:9", "chr2:29300000"), meta=_META)
    (end,) = _end(path)
    assert (end.file, end.chrom, end.position, end.records) == ("x.vcf", "chr2", 29300000, 3)
    assert end.expected == pytest.approx(3 / 2 * 21)  # chr3 to chr22 and chrX follow
    assert end.beyond == [("chr2", 29300001, 29921611), *LOCI["GRCh38"][1:]]
    assert not end.is_before("chr2", 29300000)
    assert end.is_before("chr2", 29300001)


@pytest.mark.parametrize(
    ("places", "meta"),
    [
        (["chr1:5", "chr7:116798386"], _META),  # the last base of the loci
        (["chr1:5", "chrX:1"], _META),
        (["chr19:5", "chr1:9"], _META),  # not sorted
        (["chr1:9", "chr1:5"], _META),
        (["chr2:5"], ["##fileformat=VCFv4.2", "##contig=<ID=chr2>"]),  # of one chromosome...
        ([], _META),
        (["chrUn_1:5"], _META),
    ],
)
def test_no_end_is_told(tmp_path: Path, places: list[str], meta: list[str]) -> None:
    wanted = _WANTED if len(meta) > 2 else Regions(LOCI["GRCh38"][1:])
    assert _end(vcf(tmp_path / "x.vcf", *_records(*places), meta=meta), wanted) == []


def test_the_order_is_that_of_the_contigs(tmp_path: Path) -> None:
    by_text = ["##fileformat=VCFv4.2", *sorted(_CONTIGS)]  # chr1, chr10, chr11 ... chr19, chr2
    (end,) = _end(vcf(tmp_path / "x.vcf", *_records("chr1:5", "chr10:5"), meta=by_text))
    assert [chrom for chrom, _, _ in end.beyond] == ["chr2", "chr6", "chr7"]
    assert _end(vcf(tmp_path / "x.vcf", *_records("chr1:5", "chr8:5"), meta=by_text)) == []


def test_without_contigs_the_order_is_that_of_the_numbers(tmp_path: Path) -> None:
    meta = ["##fileformat=VCFv4.2"]
    (end,) = _end(vcf(tmp_path / "x.vcf", *_records("1:5", "3:5"), meta=meta))
    assert (end.chrom, [chrom for chrom, _, _ in end.beyond]) == ("chr3", ["chr6", "chr7"])
    assert _end(vcf(tmp_path / "x.vcf", *_records("1:5", "8:5"), meta=meta)) == []


def test_the_end_of_a_bcf(tmp_path: Path) -> None:
    (end,) = _end(_bcf(tmp_path, "wb"), Regions([Interval("chr7", 1, 10)]))
    assert (end.chrom, end.position, end.records) == ("chr2", 29220831, 300)
    assert _end(_bcf(tmp_path, "wb"), Regions([Interval("chr2", 1, 29220831)])) == []


def test_structural_variants_tell_their_end_too(tmp_path: Path) -> None:
    path = vcf(tmp_path / "x.vcf", *_records("chr1:5"), meta=_META)
    assert [end.position for end in read(path, "small_variants").ends] == [5]
    path.write_text(path.read_text().replace("\tC\tT\t", "\tN\tN]chr5:500]\t"))
    assert [end.position for end in read(path, "structural_variants").ends] == [5]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("chr2\t29220000\t29220100\t250", ("chr2", 29220100)),
        ("chr2\t29220000\t29220100\texon\t250", ("chr2", 29220100)),
        ("chr2\t29220100\t250", ("chr2", 29220100)),
        ("chr2:29220100\t250\t250", ("chr2", 29220100)),
        ("2:29220000-29220100,250", ("chr2", 29220100)),
        ("chr2 29220000 29220100 CALLABLE", ("chr2", 29220100)),
        ("chr2\t29220100\t.\tC\t<NON_REF>\t.\t.\t.\tGT\t0/0", ("chr2", 29220100)),
    ],
)
def test_where_a_file_of_depth_ends(tmp_path: Path, line: str, place: tuple[str, int]) -> None:
    (end,) = coverage_end(data_file(write(tmp_path / "x", line)), _WANTED)
    assert ((end.chrom, end.position), end.records, end.expected) == (place, None, None)
    assert [chrom for chrom, _, _ in end.beyond] == ["chr2", "chr6", "chr7"]


@pytest.mark.parametrize(
    "line", ["chr7\t1\t116798386\t9", "chrX\t1\t2\t9", "#chrom\tstart\tend", "x"]
)
def test_depth_that_ends_behind_the_loci_or_nowhere(tmp_path: Path, line: str) -> None:
    assert coverage_end(data_file(write(tmp_path / "x", line)), _WANTED) == []


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("somaticseq_paired_VarDict.vcf", [("chr1", 296616, 135)]),  # an excerpt of its beginning
        ("vcf2maf_test_pindel.vcf", []),
        ("umccr_test-varlociraptor-tn.vcf", []),
    ],
)
def test_real_files(real_data: Path, name: str, ends: list[tuple[str, int, int]]) -> None:
    found = read(real_data / "vcf_smallvar" / name, "small_variants").ends
    assert [(end.chrom, end.position, end.records) for end in found] == ends
