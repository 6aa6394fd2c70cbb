"""All files of one sample: what comes out, the build, and the errors."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from annotator.model.base import GenomeBuild, Interval
from annotator.model.errors import InputProblem
from annotator.readers.datafile import DataFile, FileStamp
from annotator.readers.inputs import check_inputs
from annotator.readers.lines.regions import Regions
from annotator.readers.sample import (
    SampleObservations,
    read_observations,
)
from annotator.readers.sheet.request import SampleRequest
from annotator.readers.targets import Targets
from tests.builders.files import (
    ARRIBA_COLUMNS,
    STAR_HEADER,
    STAR_ROW,
    VCF_META,
    arriba_row,
    targets_of,
    vcf,
    write,
)


def _targets_of(*builds: GenomeBuild) -> Targets:
    """As if one base were known: C at chr2:29220831 of GRCh38, and T there of GRCh37."""
    base = {"GRCh37": "T", "GRCh38": "C"}[builds[0]]

    def check_ref(chrom: str, position: int, ref: str) -> bool | None:
        return ref == base if (chrom, position) == ("chr2", 29220831) else None

    return replace(targets_of(*builds), check_ref=check_ref)


def _read(**given: object) -> SampleObservations:
    return read_observations(SampleRequest.model_validate({"sample": "S1", **given}), _targets_of)


@pytest.fixture
def star(tmp_path: Path) -> str:
    """A STAR-Fusion table in GRCh38."""
    return str(write(tmp_path / "star.tsv", STAR_HEADER, STAR_ROW))


@pytest.fixture
def variants(tmp_path: Path) -> str:
    """A VCF whose contigs are of GRCh38."""
    return str(vcf(tmp_path / "x.vcf", "chr2 29220831 . C T . PASS . GT:AD 0/1:9,1"))


@pytest.fixture
def depth(tmp_path: Path) -> str:
    """Depth in GRCh38."""
    return str(write(tmp_path / "x.bed", "chr6\t117300000\t117300100\t250"))


def test_kinds_that_were_not_given_are_null(star: str) -> None:
    reading = _read(fusions=[star])
    found = reading.observations
    assert found.fusions is not None
    assert len(found.fusions) == 1
    assert (found.small_variants, found.segments, found.depths) == (None, None, None)
    assert reading.genome_build == "GRCh38"


def test_kinds_that_hold_nothing_are_empty(tmp_path: Path, star: str) -> None:
    cns = write(tmp_path / "x.cns", "chromosome\tstart\tend\tgene\tlog2\tprobes")
    assert _read(fusions=[star], copy_number=[str(cns)]).observations.segments == []


def test_structural_variants_are_fusions_of_dna(tmp_path: Path) -> None:
    path = vcf(tmp_path / "sv.vcf", "chr2 29224000 a N N]chr2:42299000] . PASS SVTYPE=BND GT 0/1")
    found = _read(structural_variants=[str(path)]).observations
    assert found.fusions is not None
    assert [(f.assay, f.junction) for f in found.fusions] == [("dna", "sense")]


def test_inputs_are_listed_by_base_name(star: str, variants: str) -> None:
    inputs = _read(fusions=[star], small_variants=[variants]).observations.inputs
    assert [(i.role, i.name, i.format) for i in inputs] == [
        ("small_variants", "x.vcf", "vcf"),
        ("fusions", "star.tsv", "star_fusion"),
    ]
    assert inputs[1].bytes == Path(star).stat().st_size
    assert len(inputs[1].sha256) == 64


def test_several_files_of_one_kind_are_put_together(tmp_path: Path, star: str) -> None:
    (tmp_path / "other").mkdir()
    same_name = write(tmp_path / "other/star.tsv", STAR_HEADER, STAR_ROW, STAR_ROW)
    found = _read(fusions=[star, f"star_fusion={same_name}"]).observations
    assert found.fusions is not None
    assert len(found.fusions) == 3
    assert [i.name for i in found.inputs] == ["star.tsv", "star.tsv (2)"]


def test_a_file_given_twice(star: str) -> None:
    with pytest.raises(InputProblem, match="twice as fusions"):
        _read(fusions=[star, f"star_fusion={star}"])


def test_no_file_at_all() -> None:
    with pytest.raises(InputProblem, match="no input file"):
        _read(genome_build="GRCh38")


@pytest.mark.parametrize("given", ["none.tsv", "star_fusion=none.tsv"])
def test_a_missing_file(given: str) -> None:
    with pytest.raises(InputProblem, match=r"^none\.tsv: no such file"):
        _read(fusions=[given])


def test_the_named_tumor_column_must_be_in_the_vcf(variants: str) -> None:
    with pytest.raises(InputProblem, match="no sample column 'T2'"):
        _read(small_variants=[variants], tumor_sample="T2")


def test_build_from_header_counts_before_positions(tmp_path: Path, variants: str) -> None:
    grch37 = write(tmp_path / "f.tsv", "\t".join(ARRIBA_COLUMNS), arriba_row())
    reading = _read(small_variants=[variants], fusions=[str(grch37)])
    assert reading.genome_build == "GRCh38"
    assert [(name, each.build) for name, each in reading.build_evidence] == [("x.vcf", "GRCh38")]


def test_build_from_depth(depth: str) -> None:
    reading = _read(coverage=[depth])
    assert reading.genome_build == "GRCh38"
    assert reading.observations.depths is not None
    assert len(reading.observations.depths) == 1


def test_build_as_given(tmp_path: Path) -> None:
    table = write(tmp_path / "f.tsv", "\t".join(ARRIBA_COLUMNS), arriba_row())
    reading = _read(fusions=[str(table)], genome_build="GRCh37")
    assert reading.genome_build == "GRCh37"
    assert reading.build_evidence[0][0] == "--genome-build"


def test_build_that_nothing_tells(tmp_path: Path) -> None:
    # 29446394 lies in ALK of both builds, and the partner in none of the loci.
    table = write(tmp_path / "f.tsv", "\t".join(ARRIBA_COLUMNS), arriba_row())
    with pytest.raises(InputProblem, match="no input tells the genome build") as raised:
        _read(fusions=[str(table)])
    assert raised.value.advice == "Give --genome-build."


def test_narrow_regions_tell_what_whole_genes_do_not(tmp_path: Path) -> None:
    table = write(tmp_path / "f.tsv", "\t".join(ARRIBA_COLUMNS), arriba_row())
    spans: dict[GenomeBuild, list[Interval]] = {
        "GRCh37": [Interval("chr2", 29415640, 29450000)],
        "GRCh38": [Interval("chr2", 29192774, 29228000)],
    }

    def narrow(*builds: GenomeBuild) -> Targets:
        regions = Regions(span for build in builds for span in spans[build])
        return replace(_targets_of(*builds), breakpoint_regions=regions)

    request = SampleRequest(sample="S1", fusions=[str(table)])
    assert read_observations(request, narrow).genome_build == "GRCh37"


def test_option_and_header_contradict_each_other(variants: str) -> None:
    with pytest.raises(InputProblem) as raised:
        _read(small_variants=[variants], genome_build="GRCh37")
    assert "--genome-build says GRCh37" in raised.value.found
    assert "says GRCh38 (##contig chr2 has length 242193529)" in raised.value.found


def test_two_headers_contradict_each_other(tmp_path: Path, variants: str) -> None:
    other = vcf(tmp_path / "y.vcf", meta=("##fileformat=VCFv4.2", "##reference=hg19.fa"))
    with pytest.raises(InputProblem, match=r"contradict each other: x\.vcf .*GRCh38.*GRCh37"):
        _read(small_variants=[variants, str(other)])


def test_check_lists_the_problem_of_every_file(tmp_path: Path, star: str) -> None:
    empty = tmp_path / "empty.vcf"
    empty.touch()
    request = SampleRequest(
        sample="S1",
        small_variants=[str(empty)],
        fusions=["none.tsv", star],
        coverage=[star, "nobody=x"],
    )
    assert [problem.found[:14] for problem in check_inputs(request)] == [
        "the file is em",
        "no such file",
        "unknown format",
        "unknown format",
    ]


def test_check_of_good_files(star: str, variants: str) -> None:
    assert check_inputs(SampleRequest(sample="S1", fusions=[star], small_variants=[variants])) == []


def test_real_tables_tell_their_build(real_data: Path) -> None:
    for name, build in (
        ("star_fusion/enfusion_seracare_abridged.tsv", "GRCh38"),
        ("arriba/fusion-report_arriba_v1.tsv", "GRCh38"),
        ("arriba/smc_rna_sim52.fusions.tsv", "GRCh37"),
    ):
        assert _read(fusions=[str(real_data / name)]).genome_build == build, name


_SILENT = [line for line in VCF_META if not line.startswith("##contig")]


def _junction_of_38(folder: Path, mate: str) -> str:
    record = f"chr2 42296000 a N N]chr2:{mate}] . PASS SVTYPE=BND GT 0/1"
    return str(vcf(folder / "sv.vcf", record, meta=_SILENT))


def test_junctions_tell_the_build_where_the_header_does_not(tmp_path: Path) -> None:
    path = _junction_of_38(tmp_path, "29223700")
    assert _read(structural_variants=[path]).genome_build == "GRCh38"
    with pytest.raises(InputProblem, match="junctions of the genes of GRCh38 only"):
        _read(structural_variants=[path], genome_build="GRCh37")


def test_a_junction_in_the_genes_of_both_builds_tells_nothing(tmp_path: Path) -> None:
    path = _junction_of_38(tmp_path, "29500000")
    with pytest.raises(InputProblem, match="no input tells"):
        _read(structural_variants=[path])


def test_a_copy_of_a_file_is_that_file_again(tmp_path: Path, star: str) -> None:
    copy = tmp_path / "copy.tsv"
    copy.write_bytes(Path(star).read_bytes())
    with pytest.raises(
        InputProblem, match=r"star\.tsv: .* given twice as fusions, also as .*copy\.tsv"
    ):
        _read(fusions=[star, str(copy)])


def test_files_of_one_base_name_are_told_apart(tmp_path: Path) -> None:
    paths = []
    for folder, position in (("a", 29220747), ("b", 29220765)):
        (tmp_path / folder).mkdir()
        record = f"chr2 {position} . C T . PASS . GT:AD:PS 0|1:9,1:7"
        paths.append(str(vcf(tmp_path / folder / "x.vcf", record)))
    observed = _read(small_variants=paths).observations
    assert [each.name for each in observed.inputs] == ["x.vcf", "x.vcf (2)"]
    assert [v.source.file for v in observed.small_variants or []] == ["x.vcf", "x.vcf (2)"]


def _bare(tmp_path: Path, name: str, *records: str) -> str:
    """A VCF whose header says nothing of the build."""
    return str(vcf(tmp_path / name, *records, meta=("##fileformat=VCFv4.2",)))


_KNOWN = "chr2 29220831 . {} A . PASS . GT:AD 0/1:9,1"
_UNKNOWN = "chr2 29220000 . G A . PASS . GT:AD 0/1:9,1"


@pytest.mark.parametrize(("ref", "build"), [("C", "GRCh38"), ("T", "GRCh37")])
def test_build_by_ref_alleles(tmp_path: Path, ref: str, build: str) -> None:
    reading = _read(small_variants=[_bare(tmp_path, "x.vcf", _KNOWN.format(ref), _UNKNOWN)])
    assert reading.genome_build == build
    name, told = reading.build_evidence[0]
    assert name == "x.vcf"
    assert f"{build} 1 match and 0 contradict" in told.text


@pytest.mark.parametrize(
    ("records", "counts"),
    [
        ((_UNKNOWN,), "GRCh38 0 match and 0 contradict"),
        ((_KNOWN.format("G"),), "GRCh38 0 match and 1 contradict"),
        ((_KNOWN.format("C"), _KNOWN.format("T")), "GRCh38 1 match and 1 contradict"),
    ],
)
def test_ref_alleles_that_tell_no_build(
    tmp_path: Path, records: tuple[str, ...], counts: str
) -> None:
    with pytest.raises(InputProblem) as raised:
        _read(small_variants=[_bare(tmp_path, "x.vcf", *records)])
    assert raised.value.found.startswith("no input tells the genome build (REF alleles at known")
    assert counts in raised.value.found


def test_ref_alleles_of_two_files_contradict_each_other(tmp_path: Path) -> None:
    paths = [_bare(tmp_path, f"{ref}.vcf", _KNOWN.format(ref)) for ref in "CT"]
    with pytest.raises(InputProblem, match=r"contradict each other: C\.vcf says GRCh38"):
        _read(small_variants=paths)


def test_ref_alleles_contradict_the_header_of_another_file(tmp_path: Path, variants: str) -> None:
    other = _bare(tmp_path, "y.vcf", _KNOWN.format("T"))
    with pytest.raises(InputProblem, match="contradict each other"):
        _read(small_variants=[variants, other])


def test_ref_alleles_contradict_a_wrong_option(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="GRCh37 1 match and 0 contradict"):
        _read(small_variants=[_bare(tmp_path, "x.vcf", _KNOWN.format("T"))], genome_build="GRCh38")


def test_a_header_of_both_builds_is_an_error_that_the_option_settles(tmp_path: Path) -> None:
    meta = (
        "##fileformat=VCFv4.2",
        "##contig=<ID=chr2,length=242193529>",
        "##contig=<ID=chr7,length=159138663>",
    )
    path = str(vcf(tmp_path / "x.vcf", meta=meta))
    with pytest.raises(InputProblem) as raised:
        _read(small_variants=[path])
    assert "chr2 has length 242193529" in raised.value.found
    assert "chr7 has length 159138663" in raised.value.found
    assert _read(small_variants=[path], genome_build="GRCh37").genome_build == "GRCh37"


def test_a_maf_tells_its_build(tmp_path: Path) -> None:
    columns = ("NCBI_Build", "Chromosome", "Start_Position", "Reference_Allele",
               "Tumor_Seq_Allele2", "Tumor_Sample_Barcode")  # fmt: skip
    cells = ("37", "2", "29443613", "C", "T", "S1")
    path = write(tmp_path / "x.maf", "\t".join(columns), "\t".join(cells))
    reading = _read(small_variants=[str(path)])
    assert (reading.genome_build, reading.build_evidence[0][1].text) == ("GRCh37", "NCBI_Build 37")
    assert reading.observations.small_variants is not None
    assert len(reading.observations.small_variants) == 1


def test_a_segment_beyond_the_end_of_its_chromosome_is_of_another_build(tmp_path: Path) -> None:
    """chr2 is 1 Mb longer in GRCh37; a bin may overhang the end, but not begin after it."""
    header = "CONTIG\tSTART\tEND\tLOG2_COPY_RATIO"
    table = write(tmp_path / "x.tsv", header, "2\t242193529\t243000000\t0.1")
    assert _read(copy_number=[str(table)], genome_build="GRCh38").observations.segments
    table = write(tmp_path / "y.tsv", header, "2\t242193530\t242200000\t0.1")
    with pytest.raises(InputProblem, match="beyond the end") as raised:
        _read(copy_number=[str(table)], genome_build="GRCh38")
    assert (raised.value.line, "--genome-build" in (raised.value.advice or "")) == (2, True)
    assert _read(copy_number=[str(table)], genome_build="GRCh37").observations.segments


def _rewritten(path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, back: bool) -> None:
    """Change a file while its records are read, and with `back` change it back."""
    whole = path.read_bytes()

    def read(file: DataFile) -> Iterator[tuple[int, bytes]]:
        path.write_bytes(content)
        yield from lines(file)
        if back:
            path.write_bytes(whole)

    lines = DataFile.lines
    monkeypatch.setattr(DataFile, "lines", read)


@pytest.mark.parametrize("back", [False, True])
def test_a_file_that_changes_while_it_is_read_is_refused(
    star: str, monkeypatch: pytest.MonkeyPatch, back: bool
) -> None:
    path = Path(star)
    assert _read(fusions=[star], genome_build="GRCh38").observations.inputs[0].bytes
    content = path.read_bytes().replace(b"\t12\t", b"\t99\t")
    _rewritten(path, monkeypatch, content, back)
    with pytest.raises(InputProblem, match="the file was changed while it was read") as told:
        _read(fusions=[star], genome_build="GRCh38")
    assert told.value.file == star


def test_a_file_that_is_gone_when_it_is_read_is_told(
    star: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(file: DataFile) -> FileStamp:
        Path(star).unlink()
        raise FileNotFoundError(2, "No such file or directory", star)

    monkeypatch.setattr(DataFile, "stamp", gone)
    with pytest.raises(InputProblem, match="cannot be read") as told:
        _read(fusions=[star], genome_build="GRCh38")
    assert told.value.file == star


def test_the_order_of_the_files_of_a_role_changes_nothing(tmp_path: Path) -> None:
    paths = []
    for folder, position in (("a", 29220747), ("b", 29220765), ("c", 29222347)):
        (tmp_path / folder).mkdir()
        name = "x.vcf" if folder != "c" else "w.vcf"
        record = f"chr2 {position} . C T . PASS . GT:AD:DP 0/1:30,12:42"
        paths.append(str(vcf(tmp_path / folder / name, record)))
    found = [
        _read(small_variants=list(each), genome_build="GRCh38") for each in permutations(paths)
    ]
    assert len(found) == 6
    assert all(each.observations == found[0].observations for each in found)
    assert [each.name for each in found[0].observations.inputs] == ["w.vcf", "x.vcf", "x.vcf (2)"]
