"""The example cohort: made by its script, byte for byte, and true to the reference."""

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from annotator.reference.data_files import load_reference
from annotator.reference.naming import name_variant


@pytest.fixture
def patients(monkeypatch, repository) -> ModuleType:
    monkeypatch.syspath_prepend(str(repository / "tools"))
    return importlib.import_module("example.patients")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }


def test_the_script_makes_the_committed_files(tmp_path, repository) -> None:
    example = repository / "resources" / "example"
    script = repository / "tools" / "make_example.py"
    subprocess.run([sys.executable, str(script), "--outdir", str(tmp_path)], check=True)
    made, committed = contents(tmp_path), contents(example)
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []


def test_the_cohort_stays_small(repository) -> None:
    sizes = [len(data) for data in contents(repository / "resources" / "example").values()]
    assert sum(sizes) < 300_000


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
def test_alleles_of_the_kinase_genes_are_what_they_are_called(patients, build) -> None:
    reference = load_reference()
    named = {}
    for label, allele in patients.ALLELES.items():
        gene, _, change = label.partition(" ")
        if gene in reference.kinase_genes and "intron" not in change:
            place = (f"chr{allele.chrom}", allele.position(build))
            name = name_variant(reference.in_build(build), *place, allele.ref, allele.alt)
            named[label] = name and f"{name.gene} {name.protein_change}"
    assert len(named) > 10
    assert {label: name for label, name in named.items() if name != label} == {}


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
def test_junctions_lie_at_exon_ends(patients, build) -> None:
    reference = load_reference()
    fusions = [patient.fusion for patient in patients.PATIENTS if patient.fusion]
    for side in {fusion.five_prime for fusion in fusions}:
        exons = reference.in_build(build).transcript(side.gene).exons
        ends = {exon.end if side.strand == "+" else exon.start for exon in exons}
        assert side.position(build) in ends
    for side in {fusion.three_prime for fusion in fusions}:
        exons = reference.in_build(build).transcript(side.gene).exons
        starts = {exon.start if side.strand == "+" else exon.end for exon in exons}
        assert side.position(build) in starts
