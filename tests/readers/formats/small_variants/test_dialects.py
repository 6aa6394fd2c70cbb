"""Every cataloged allele in every caller's dialect, in both builds."""

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path

import pytest

from annotator.detection.mutations.alleles import name_record
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.base import GenomeBuild
from annotator.readers.build import vcf_build_evidence
from annotator.readers.vcf.header import read_header
from annotator.reference import Reference, load_reference
from tests.builders.files import data_file, read, scope
from tests.readers.formats.small_variants.cataloged import Cataloged, single_alleles, vcf_allele
from tests.readers.formats.small_variants.dialects import DIALECTS, FULL, Allele, Dialect

_BUILDS: tuple[GenomeBuild, ...] = ("GRCh37", "GRCh38")
_G1202R: dict[GenomeBuild, Allele] = {
    "GRCh37": Allele("chr2", 29443613, "C", "T"),
    "GRCh38": Allele("chr2", 29220747, "C", "T"),
}
_IDS = [dialect.name for dialect in DIALECTS]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


@pytest.fixture(scope="module")
def cataloged(real_data: Path) -> list[Cataloged]:
    """The single alleles of the drug table; skips, saying so, where it is absent."""
    table = real_data.parent / "knowledge" / "mutation_drug.tsv"
    if not table.is_file():
        pytest.skip(f"no {table.name} beside the real caller outputs")
    return single_alleles(table)


def _check(path: Path, dialect: Dialect, build: GenomeBuild, alleles: Sequence[Allele]) -> None:
    content = read(path, "small_variants", scope(build))
    found = content.small_variants
    assert [(v.chrom, v.position, v.ref, v.alt) for v in found] == [
        (a.chrom, a.position, a.ref, a.alt) for a in alleles
    ]
    assert {(v.caller, v.depth, v.alt_reads, v.vaf) for v in found} == {
        (dialect.caller, *dialect.expected)
    }
    assert not any(v.filters for v in found)
    file = data_file(path)
    assert [told.build for told in vcf_build_evidence(read_header(file))] == [build]


@pytest.mark.parametrize("build", _BUILDS)
@pytest.mark.parametrize("dialect", DIALECTS, ids=_IDS)
def test_g1202r(tmp_path: Path, dialect: Dialect, build: GenomeBuild) -> None:
    path = tmp_path / "x.vcf.gz"
    path.write_bytes(gzip.compress(dialect.vcf(build, [_G1202R[build]], chr_prefix=False).encode()))
    _check(path, dialect, build, [_G1202R[build]])


@pytest.mark.parametrize("build", _BUILDS)
@pytest.mark.parametrize("dialect", DIALECTS, ids=_IDS)
def test_every_cataloged_allele(
    tmp_path: Path, real_data: Path, dialect: Dialect, build: GenomeBuild
) -> None:
    table = real_data.parent / "reference" / "resistance_snvs.tsv"
    if not table.is_file():
        pytest.skip(f"no {table.name} beside the real caller outputs")
    alleles = []
    with table.open() as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            if row[build].startswith("codon"):  # several bases may change: no single allele
                continue
            chrom, position, ref, alt = row[build].replace(">", ":").split(":")
            alleles.append(Allele(chrom, int(position), ref, alt))
    assert len(alleles) > 50
    path = tmp_path / "x.vcf"
    path.write_text(dialect.vcf(build, alleles))
    _check(path, dialect, build, alleles)


def test_the_drug_table_is_read(cataloged: list[Cataloged]) -> None:
    assert {allele.gene for allele in cataloged} == {"ALK", "ROS1", "MET"}
    assert len(cataloged) > 70
    assert {
        Cataloged("ALK", "T1151dup"),
        Cataloged("ALK", "G1202del"),
        Cataloged("ALK", "L1204V"),  # of combinations only
        Cataloged("ROS1", "G2032K"),  # two bases
    } <= set(cataloged)


@pytest.mark.parametrize("build", _BUILDS)
@pytest.mark.parametrize("dialect", DIALECTS, ids=_IDS)
def test_every_allele_of_the_drug_table_is_found_and_named(
    tmp_path: Path,
    reference: Reference,
    cataloged: list[Cataloged],
    dialect: Dialect,
    build: GenomeBuild,
) -> None:
    rows = [vcf_allele(reference, build, allele) for allele in cataloged]
    path = tmp_path / "x.vcf"
    path.write_text(dialect.vcf(build, rows))
    found = read(path, "small_variants", scope(build)).small_variants
    genome = reference.in_build(build)
    classes = FunctionalClasses([], genome)
    names = [name for row in found if (name := name_record(row, genome, classes))]
    assert [Cataloged(name.gene, name.protein_change or "") for name in names] == cataloged


@pytest.mark.parametrize(("ref", "alt"), [("CA", "C"), ("C", "CTTC")])
def test_strelka2_indel(tmp_path: Path, ref: str, alt: str) -> None:
    def columns(_allele: Allele) -> tuple[str, str, dict[str, str]]:
        keys = "DP:DP2:TAR:TIR:TOR:DP50:FDP50:SUBDP50"
        normal, tumor = "98:98:98,98:0,0:0,0:1:0:0", "400:400:340,341:60,62:0,0:1:0:0"
        return "SOMATIC;IC=1", keys, {"NORMAL": normal, "TUMOR": tumor}

    dialect = Dialect("strelka2 indel", "strelka2", ["##source=strelka"], columns, FULL)
    allele = Allele("chr2", 29220831, ref, alt)
    path = tmp_path / "x.vcf"
    path.write_text(dialect.vcf("GRCh38", [allele]))
    _check(path, dialect, "GRCh38", [allele])
