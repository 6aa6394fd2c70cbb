"""The reference data: what they hold, and that sequences and models fit together."""

import re
from pathlib import Path

import pytest

from annotator.model.base import GenomeBuild, Interval
from annotator.readers.build import vcf_build_evidence
from annotator.readers.vcf.header import VcfHeader
from annotator.reference import Arm, Reference, UnknownGeneError, load_reference
from annotator.reference.genetic_code import translate
from annotator.reference.sequence import coding_stretches
from tests.reference.tables import KINASE_GENES, rows

BUILDS: tuple[GenomeBuild, ...] = ("GRCh37", "GRCh38")


def test_kinase_genes_and_preferred_transcripts(reference: Reference) -> None:
    assert reference.kinase_genes == KINASE_GENES
    accessions = [reference.in_build("GRCh38").transcript(gene).accession for gene in KINASE_GENES]
    assert accessions == ["NM_004304.5", "NM_002944.3", "NM_000245.4"]


@pytest.mark.parametrize(
    ("gene", "extent"), [("ALK", (1116, 1392)), ("ROS1", (1945, 2222)), ("MET", (1078, 1345))]
)
def test_kinase_domain(reference: Reference, gene: str, extent: tuple[int, int]) -> None:
    domain = reference.kinase_domain(gene)
    assert (domain.start, domain.end) == extent
    assert domain.transcript == reference.in_build("GRCh37").transcript(gene).accession
    assert "confirmed" in domain.source or "secondary" in domain.source


@pytest.mark.parametrize("build", BUILDS)
def test_domains_of_genes_of_which_fusions_alone_are_judged(
    reference: Reference, build: GenomeBuild
) -> None:
    """They lie in the protein of the model, and in the exons that fusions keep."""
    others = {gene: d for gene, d in reference.kinase_domains.items() if gene not in KINASE_GENES}
    assert set(others) == {
        *("FGFR1", "FGFR2", "FGFR3", "NRG1", "NTRK1", "NTRK2", "NTRK3", "RET"),
    }
    for gene, domain in others.items():
        model = reference.in_build(build).transcript(gene)
        assert domain.transcript == model.accession
        assert domain.end < model.cds_length // 3
        assert domain.name == ("EGF-like domain" if gene == "NRG1" else "kinase domain")
    for gene, exon in (("RET", 12), ("NTRK1", 13), ("NTRK2", 15), ("NTRK3", 15), ("NRG1", 6)):
        assert (
            reference.in_build(build).transcript(gene).coding_before(exon) < 3 * others[gene].start
        )
    for gene in ("FGFR1", "FGFR2", "FGFR3"):  # exon 18 is not part of their usual fusions
        assert reference.in_build(build).transcript(gene).coding_before(18) >= 3 * others[gene].end


def test_the_kinase_of_the_trk_genes_begins_at_one_base_of_one_exon(reference: Reference) -> None:
    into = {
        3 * (reference.kinase_domain(gene).start - 1)
        - reference.in_build("GRCh38").transcript(gene).coding_before(exon)
        for gene, exon in (("NTRK1", 13), ("NTRK2", 15), ("NTRK3", 15))
    }
    assert into == {26}


def test_a_gene_without_kinase_domain(reference: Reference) -> None:
    with pytest.raises(UnknownGeneError, match=r"^no kinase domain is known of EML4$"):
        reference.kinase_domain("EML4")


def test_an_unknown_gene(reference: Reference) -> None:
    assert reference.in_build("GRCh38").find_transcript("NO_SUCH_GENE") is None
    assert reference.in_build("GRCh38").transcripts("NO_SUCH_GENE") == []
    with pytest.raises(UnknownGeneError, match="NO_SUCH_GENE for GRCh38"):
        reference.in_build("GRCh38").transcript("NO_SUCH_GENE")


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
def test_sequences_agree_where_they_overlap(reference: Reference, build: GenomeBuild) -> None:
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
    """But for one exon of a partner, a codon longer in GRCh38 (a repeat that varies)."""
    longer: dict[tuple[str, int], int] = {}
    for model in (model for model in reference.models if model.build == "GRCh37"):
        twins = reference.in_build("GRCh38").transcripts(model.gene)
        twin = next(other for other in twins if other.accession == model.accession)
        for one, other in zip(model.exons, twin.exons, strict=True):
            if one.coding_length != other.coding_length:
                longer[model.gene, one.number] = other.coding_length - one.coding_length
    assert longer == {("ALMS1", 8): 3}


def test_every_known_partner_has_a_model(reference: Reference, repository: Path) -> None:
    partners = rows(repository / "resources" / "knowledge" / "fusion_partners.tsv")
    assert len(partners) > 30
    for row in partners:
        for build in BUILDS:
            assert reference.in_build(build).find_transcript(row["partner"]), row["partner"]


def test_every_partner_of_the_literature_has_a_model(reference: Reference, shared: Path) -> None:
    told = rows(shared / "knowledge" / "partners.tsv")
    names = {row["partner"].split()[0] for row in told if row["partner"] != "(count)"}
    assert len(names) > 200
    symbols = {reference.symbol(name) for name in names}
    assert {s for s in symbols if not reference.in_build("GRCh38").find_transcript(s)} == {"INPP5D"}


@pytest.mark.parametrize(
    ("written", "symbol"),
    [("FIG", "GOPC"), ("LACE1", "AFG1L"), ("GOPC", "GOPC"), ("fig", "fig"), ("NEW1", "NEW1")],
)
def test_symbol(reference: Reference, written: str, symbol: str) -> None:
    assert reference.symbol(written) == symbol


def test_aliases_lead_to_models_and_hide_none(reference: Reference) -> None:
    assert reference.aliases
    for alias, gene in reference.aliases.items():
        for build in BUILDS:
            assert reference.in_build(build).find_transcript(gene), gene
            assert reference.in_build(build).find_transcript(alias) is None, alias


def test_loci_span_all_transcripts(reference: Reference) -> None:
    assert reference.in_build("GRCh38").loci() == [
        Interval("chr2", 29192774, 29921586),
        Interval("chr6", 117287353, 117425942),
        Interval("chr7", 116672196, 116798377),
    ]


def test_genes_at_the_edge_of_a_gene(reference: Reference) -> None:
    end = reference.in_build("GRCh38").transcript("ALK").end
    assert reference.in_build("GRCh38").genes_at("2", end) == ["ALK"]
    assert reference.in_build("GRCh38").genes_at("2", end + 1) == []
    assert reference.in_build("GRCh38").genes_at("2", end + 1, slack=1) == ["ALK"]
    assert reference.in_build("GRCh38").genes_at("3", end) == []


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
def test_chromosome_arm(
    reference: Reference, build: GenomeBuild, position: int, arm: Arm | None
) -> None:
    assert reference.in_build(build).chromosome_arm("7", position) == arm


def test_arm_of_a_chromosome_left_out(reference: Reference) -> None:
    assert reference.in_build("GRCh38").chromosome_arm("chr5", 1000) is None


@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize("chrom", ["chr2", "chr6", "chr7"])
def test_a_header_with_these_lengths_tells_the_build(
    reference: Reference, build: GenomeBuild, chrom: str
) -> None:
    chromosome = reference.in_build(build).chromosome(chrom)
    assert chromosome is not None
    contig = f"##contig=<ID={chromosome.accession},length={chromosome.length}>"
    header = VcfHeader(meta=[contig], columns=[], line=2)
    assert [evidence.build for evidence in vcf_build_evidence(header)] == [build]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("2", "chr2"),
        ("chr2", "chr2"),
        ("CHR2", "chr2"),
        ("02", "chr2"),
        ("NC_000002.12", "chr2"),
        ("NC_000002.11", "chr2"),
        ("NC_000005.10", "NC_000005.10"),
        ("x", "chrX"),
        ("MT", "chrM"),
        ("chr6_GL000250v2_alt", "chr6_GL000250v2_alt"),
    ],
)
def test_normalize_chrom(reference: Reference, given: str, name: str) -> None:
    assert reference.normalize_chrom(given) == name


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
