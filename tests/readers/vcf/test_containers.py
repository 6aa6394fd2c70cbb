"""BCF, indexes and large blocks: the same records whatever they are packed in."""

import gzip
from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import SmallVariantObservation
from annotator.readers import datafile
from annotator.readers.build import vcf_build_evidence
from annotator.readers.vcf.header import read_header
from tests.builders.files import VCF_META, data_file, read, vcf

_RECORDS = (
    "chr2 100 . C T . PASS . GT:AD:AF:DP 0/1:9,1:0.1:10",
    "chr2 29220829 . ACCCC A . PASS . GT:AD:AF:DP 0/1:9,1:0.1:10",
    "chr2 29220831 . C T,A . weak_evidence . GT:AD:AF:DP 0/1:400,60,2:0.13,0.004:465",
    "chr7 116774881 . G T . PASS . GT:AD:AF:DP:PS 0|1:90,10:0.1:100:7",
)
_PLACES = [(29220829, "A"), (29220831, "T"), (29220831, "A"), (116774881, "T")]


def _found(path: Path) -> list[SmallVariantObservation]:
    return read(path, "small_variants").small_variants


def _bcf(tmp_path: Path, index: bool) -> Path:
    import pysam

    path = tmp_path / "x.bcf"
    with (
        pysam.VariantFile(str(vcf(tmp_path / "x.vcf", *_RECORDS))) as source,
        pysam.VariantFile(str(path), "wb", header=source.header) as target,
    ):
        for record in source:
            target.write(record)
    if index:
        pysam.tabix_index(str(path), preset="bcf", csi=True, force=True)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("index", [False, True])
def test_bcf_holds_what_its_vcf_holds(tmp_path: Path, index: bool) -> None:
    path = _bcf(tmp_path, index)
    assert path.with_name("x.bcf.csi").exists() is index
    found, expected = _found(path), _found(tmp_path / "x.vcf")
    assert [(v.position, v.alt) for v in found] == _PLACES
    assert [(v.depth, v.alt_reads, v.filters, v.phase_set) for v in found] == [
        (v.depth, v.alt_reads, v.filters, v.phase_set) for v in expected
    ]
    assert [v.vaf for v in found] == pytest.approx([v.vaf for v in expected], abs=1e-6)
    file = data_file(path)
    assert [each.build for each in vcf_build_evidence(read_header(file))] == ["GRCh38"]


def test_bcf_of_structural_variants(tmp_path: Path) -> None:
    import pysam

    meta = (*VCF_META, '##INFO=<ID=SVTYPE,Number=1,Type=String,Description="x">')
    record = "chr2 29224000 a N N]chr2:42299000] . PASS SVTYPE=BND GT 0/1"
    path = tmp_path / "x.bcf"
    with (
        pysam.VariantFile(str(vcf(tmp_path / "x.vcf", record, meta=meta))) as source,
        pysam.VariantFile(str(path), "wb", header=source.header) as target,
    ):
        for each in source:
            target.write(each)
    assert [f.junction for f in read(path, "structural_variants").fusions] == ["sense"]


@pytest.mark.parametrize("keep", [100, 300])
def test_truncated_bcf(tmp_path: Path, keep: int) -> None:
    path = _bcf(tmp_path, index=False)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(InputProblem):
        _found(path)


@pytest.mark.parametrize("index", ["tbi", "csi"])
def test_either_index(tmp_path: Path, index: str) -> None:
    import pysam

    packed = tmp_path / "x.vcf.gz"
    pysam.tabix_compress(str(vcf(tmp_path / "x.vcf", *_RECORDS)), str(packed))
    pysam.tabix_index(str(packed), preset="vcf", csi=index == "csi")
    assert packed.with_name(f"x.vcf.gz.{index}").exists()
    found = _found(packed)
    assert [(v.position, v.alt) for v in found] == _PLACES
    assert {v.source.line for v in found} == {None}


@pytest.mark.parametrize("size", [1, 7, 64, 300])
@pytest.mark.parametrize("packing", ["plain", "gzip", "bgzip"])
def test_blocks_of_any_size_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, packing: str
) -> None:
    import pysam

    plain = vcf(tmp_path / "x.vcf", *_RECORDS)
    expected = _found(plain)
    path = {"plain": plain}.get(packing, tmp_path / "x.vcf.gz")
    if packing == "gzip":
        path.write_bytes(gzip.compress(plain.read_bytes()))
    elif packing == "bgzip":
        pysam.tabix_compress(str(plain), str(path))
    monkeypatch.setattr(datafile, "_BIG_BLOCK", size)
    assert [v.model_dump(exclude={"source"}) for v in _found(path)] == [
        v.model_dump(exclude={"source"}) for v in expected
    ]
    assert [v.source.line for v in _found(path)] == [v.source.line for v in expected]


def test_a_block_without_header_is_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The blocks after the header's go through the search by bytes: all is found, nothing else is.
    near = "chr2 29192773 . C T . PASS . GT:AD:AF:DP 0/1:9,1:0.1:10"
    others = [f"chr{n} 29220831 . C T . PASS . GT:AD:AF:DP 0/1:9,1:0.1:10" for n in (1, 22, 12)]
    path = vcf(tmp_path / "x.vcf", *others * 50, *_RECORDS, near, *others * 50, _RECORDS[2])
    monkeypatch.setattr(datafile, "_BIG_BLOCK", 1024)
    found = _found(path)
    assert [(v.position, v.alt) for v in found] == [*_PLACES, *_PLACES[1:3]]
    assert found[-1].source.line == len(path.read_text().splitlines())


@pytest.mark.parametrize("bad", ["chr2 here . C T . . . GT 0/1", "chr2 29220831 . C T . . ."])
def test_a_malformed_record_far_down_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: str
) -> None:
    others = ["chr1 29220831 . C T . PASS . GT 0/1"] * 100
    path = vcf(tmp_path / "x.vcf", *others, bad, *others)
    monkeypatch.setattr(datafile, "_BIG_BLOCK", 512)
    with pytest.raises(InputProblem) as raised:
        _found(path)
    assert raised.value.line == len(VCF_META) + 2 + 100


def test_a_damaged_block_of_bgzip(tmp_path: Path) -> None:
    import pysam

    packed = tmp_path / "x.vcf.gz"
    pysam.tabix_compress(str(vcf(tmp_path / "x.vcf", *_RECORDS * 4000)), str(packed))
    content = bytearray(packed.read_bytes())
    content[len(content) * 3 // 4] ^= 0xFF
    packed.write_bytes(content)
    with pytest.raises(InputProblem, match="damaged"):
        _found(packed)
