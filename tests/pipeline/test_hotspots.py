"""The cataloged codons as BED."""

import pytest

from annotator.cli.main import main
from annotator.model.errors import InputProblem
from annotator.model.tables import CatalogedAllele
from annotator.pipeline.environment import Environment
from annotator.pipeline.hotspots import hotspots_bed


@pytest.fixture
def environment():
    return Environment()


@pytest.mark.parametrize(
    ("build", "line"),
    [
        ("GRCh38", "chr2\t29220744\t29220747\tALK_G1202"),
        ("GRCh37", "chr2\t29443610\t29443613\tALK_G1202"),
        ("GRCh38", "chr6\t117317181\t117317184\tROS1_G2032"),
        ("GRCh37", "chr6\t117638344\t117638347\tROS1_G2032"),
        ("GRCh38", "chr7\t116783352\t116783355\tMET_D1228"),
        ("GRCh37", "chr7\t116423406\t116423409\tMET_D1228"),
    ],
)
def test_landmarks(environment, build, line):
    assert line in hotspots_bed(environment, environment.reference.in_build(build)).splitlines()


def test_every_cataloged_residue_has_its_three_bases_once(environment):
    for build in environment.reference.builds:
        text = hotspots_bed(environment, environment.reference.in_build(build))
        rows = [line.split("\t") for line in text.splitlines()]
        assert rows == sorted(rows, key=lambda r: (len(r[0]), r[0], int(r[1]), int(r[2]), r[3]))
        bases: dict[str, int] = {}
        for _, start, end, name in rows:
            bases[name] = bases.get(name, 0) + int(end) - int(start)
        residues = {
            f"{a.gene}_{a.protein_change[0]}{a.residue}" for a in environment.tables.catalog
        }
        assert residues < set(bases)
        assert {"KRAS_G12", "BRAF_V600", "EGFR_747", "EGFR_S768"} < set(bases)
        assert "EGFR_768" not in bases
        assert set(bases.values()) == {3}


def test_a_codon_that_an_intron_cuts_takes_two_lines(environment):
    cut = CatalogedAllele(gene="MET", protein_change="D1010N", residue=1010)
    environment.__dict__["tables"] = environment.tables.model_copy(
        update={"catalog": [cut], "bypass_alleles": []}
    )
    assert hotspots_bed(environment, environment.reference.in_build("GRCh38")) == (
        "chr7\t116771988\t116771989\tMET_D1010\nchr7\t116774880\t116774882\tMET_D1010\n"
    )


def test_the_command_writes_both_builds_or_prints_one(tmp_path, capsys, environment):
    assert main(["knowledge", "hotspots", "--bed", "--outdir", str(tmp_path)]) == 0
    for build in environment.reference.builds:
        made = (tmp_path / f"hotspots.{build}.bed").read_text(encoding="utf-8")
        assert made == hotspots_bed(environment, environment.reference.in_build(build))
    assert capsys.readouterr().out == ""
    assert main(["knowledge", "hotspots", "--bed", "--genome-build", "hg19"]) == 0
    assert capsys.readouterr().out == hotspots_bed(
        environment, environment.reference.in_build("GRCh37")
    )
    one = tmp_path / "one"
    words = ["knowledge", "hotspots", "--bed", "--genome-build", "GRCh38", "--outdir", str(one)]
    assert main(words) == 0
    assert [path.name for path in one.iterdir()] == ["hotspots.GRCh38.bed"]


@pytest.mark.parametrize(
    ("more", "message"),
    [([], "expected --genome-build BUILD, or --outdir DIR"), (["--genome-build", "hg17"], "hg17")],
)
def test_without_a_build_to_print(capsys, more, message):
    assert main(["knowledge", "hotspots", "--bed", *more]) == 2
    assert message in capsys.readouterr().err


def test_an_overlay_row_in_the_other_numbering_is_the_same_residue(tmp_path):
    folder = tmp_path / "lab"
    (folder / "statements").mkdir(parents=True)
    header = "id\tgene\trequires\ttherapy\teffect\tevidence_type\tlevel\treference\tsince\tcuration"
    row = "\tMET\t{}\tcrizotinib\tresistant\tcell_line\tD\tshaw-2013\t2013\tunverified"
    path = folder / "statements" / "met.tsv"

    def catalog(*alleles):
        lines = [header, *(f"s{n}{row.format(a)}" for n, a in enumerate(alleles))]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = Environment([folder]).tables.catalog
        return {a.protein_change for a in found if a.gene == "MET"} - packaged

    packaged: set[str] = set()
    packaged = catalog()
    assert "D1228N" in packaged
    assert catalog("D1246N", "D1228N", "NM_001127500.3:p.Asp1246Asn") == set()
    assert catalog("M1268I", "M1250I", "NM_001127500.3:p.Met1268Ile") == {"M1250I"}
    with pytest.raises(InputProblem, match="s0: MET 'D1247N' fits no transcript"):
        catalog("D1247N")
