"""The reference data: what they hold, and that sequences and models fit together."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.reference import Arm, Locus, Reference, UnknownGeneError, load_reference
from annotator.reference.genetic_code import translate
from annotator.reference.sequence import coding_stretches

KINASES = ("ALK", "ROS1", "MET")
BUILDS = ("GRCh37", "GRCh38")


def test_kinase_genes_and_preferred_transcripts(reference: Reference) -> None:
    assert reference.kinase_genes == KINASES
    accessions = [reference.transcript(gene, "GRCh38").accession for gene in KINASES]
    assert accessions == ["NM_004304.5", "NM_002944.3", "NM_000245.4"]


@pytest.mark.parametrize(
    ("gene", "extent"), [("ALK", (1116, 1392)), ("ROS1", (1945, 2222)), ("MET", (1078, 1345))]
)
def test_kinase_domain(reference: Reference, gene: str, extent: tuple[int, int]) -> None:
    domain = reference.kinase_domain(gene)
    assert (domain.start, domain.end) == extent
    assert domain.transcript == reference.transcript(gene, "GRCh37").accession
    assert "confirmed" in domain.source or "secondary" in domain.source


def test_a_gene_without_kinase_domain(reference: Reference) -> None:
    with pytest.raises(UnknownGeneError, match=r"^no kinase domain is known of EML4$"):
        reference.kinase_domain("EML4")


def test_an_unknown_gene(reference: Reference) -> None:
    assert reference.find_transcript("BRAF", "GRCh38") is None
    assert reference.transcripts("BRAF", "GRCh38") == []
    with pytest.raises(UnknownGeneError, match="BRAF for GRCh38"):
        reference.transcript("BRAF", "GRCh38")


def test_coding_sequences_fit_their_models(reference: Reference) -> None:
    models = [model for model in reference.models if model.accession in reference.coding]
    assert len(models) == 10
    for model in models:
        coding = reference.coding[model.accession]
        assert model.cds_length == len(coding)
        protein = translate(coding)
        assert protein.startswith("M")
        assert protein.index("*") == len(protein) - 1


@pytest.mark.parametrize("build", BUILDS)
def test_sequences_agree_where_they_overlap(reference: Reference, build: str) -> None:
    compared = 0
    flanks = {}
    for stretch in reference.flanks:
        if stretch.build == build:
            for step, base in enumerate(stretch.bases):
                flanks[stretch.chrom, stretch.start + step] = base
    for model in reference.models:
        if model.build != build or model.accession not in reference.coding:
            continue
        for stretch in coding_stretches(model, reference.coding[model.accession]):
            for step, base in enumerate(stretch.bases):
                known = flanks.get((stretch.chrom, stretch.start + step))
                assert known in (None, base)
                compared += known is not None
    assert compared > 5000


def test_both_builds_have_the_same_exons(reference: Reference) -> None:
    for model in reference.models:
        twins = reference.transcripts(model.gene, "GRCh37" if model.build == "GRCh38" else "GRCh38")
        twin = next(other for other in twins if other.accession == model.accession)
        assert [e.coding_length for e in model.exons] == [e.coding_length for e in twin.exons]


def test_loci_span_all_transcripts(reference: Reference) -> None:
    assert reference.loci("GRCh38") == [
        Locus("chr2", 29192774, 29921586, "ALK"),
        Locus("chr6", 117287353, 117425942, "ROS1"),
        Locus("chr7", 116672196, 116798377, "MET"),
    ]


def test_genes_at_the_edge_of_a_gene(reference: Reference) -> None:
    end = reference.transcript("ALK", "GRCh38").end
    assert reference.genes_at("GRCh38", "2", end) == ["ALK"]
    assert reference.genes_at("GRCh38", "2", end + 1) == []
    assert reference.genes_at("GRCh38", "2", end + 1, slack=1) == ["ALK"]
    assert reference.genes_at("GRCh38", "3", end) == []


@pytest.mark.parametrize(
    ("build", "position", "arm"),
    [
        ("GRCh37", 59_900_000, Arm("7p", 1, 59_900_000)),
        ("GRCh37", 59_900_001, Arm("7q", 59_900_001, 159_138_663)),
        ("GRCh38", 116_771_990, Arm("7q", 60_100_001, 159_345_973)),
        ("GRCh38", 159_345_974, None),
        ("GRCh38", 0, None),
    ],
)
def test_chromosome_arm(reference: Reference, build: str, position: int, arm: Arm | None) -> None:
    assert reference.chromosome_arm(build, "7", position) == arm


def test_arm_of_a_chromosome_left_out(reference: Reference) -> None:
    assert reference.chromosome_arm("GRCh38", "chr1", 1000) is None


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("2", "chr2"),
        ("chr2", "chr2"),
        ("CHR2", "chr2"),
        ("02", "chr2"),
        ("NC_000002.12", "chr2"),
        ("NC_000002.11", "chr2"),
        ("NC_000001.11", "NC_000001.11"),
        ("x", "chrX"),
        ("MT", "chrM"),
        ("chr6_GL000250v2_alt", "chr6_GL000250v2_alt"),
    ],
)
def test_normalise_chrom(reference: Reference, given: str, name: str) -> None:
    assert reference.normalise_chrom(given) == name


def test_version_and_hash_change_with_the_files(
    reference: Reference, repository: Path, tmp_path: Path
) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", reference.version)
    for path in (repository / "resources" / "reference").iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    assert load_reference(tmp_path).sha256 == reference.sha256
    (tmp_path / "VERSION").write_text("9.9.9\n")
    changed = load_reference(tmp_path)
    assert changed.version == "9.9.9"
    assert changed.sha256 != reference.sha256


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_reference(tmp_path)


def build_script(repository: Path, *options: str) -> subprocess.CompletedProcess[str]:
    script = repository / "resources" / "reference" / "build_reference.py"
    return subprocess.run(
        [sys.executable, str(script), *options], capture_output=True, text=True, check=False
    )


def test_committed_files_are_those_the_script_builds(repository: Path, shared: Path) -> None:
    answer = build_script(repository, "--shared", str(shared), "--check")
    assert (answer.returncode, answer.stderr) == (0, "")


def test_the_check_sees_a_difference(repository: Path, shared: Path, tmp_path: Path) -> None:
    assert build_script(repository, "--shared", str(shared), "--out", str(tmp_path)).returncode == 0
    models = tmp_path / "gene_models.tsv"
    models.write_text(models.read_text().replace("29416090", "29416091", 1))
    answer = build_script(repository, "--shared", str(shared), "--out", str(tmp_path), "--check")
    assert answer.returncode == 1
    assert "gene_models.tsv: differs" in answer.stderr
