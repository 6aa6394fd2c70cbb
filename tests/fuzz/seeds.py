"""Sound files of every kind that the program reads, from which the damaged ones are made."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from annotator.files.documents import document_text
from annotator.files.package_data import resource_folder
from annotator.model.roles import Role
from annotator.pipeline.sample import detect_sample
from annotator.readers.registry import all_formats
from annotator.readers.sheet.request import SampleRequest
from tests.builders import packaged
from tests.builders.fusion_tables import EML4_ALK
from tests.builders.reports import all_reports
from tests.readers.formats.copy_number.texts import FORCED, TEXTS
from tests.readers.formats.fusions.writers import WRITERS
from tests.readers.test_fuzz import FILES, SV_FILES

Kind = Literal["reader", "sheet", "overlay", "layout", "settings", "findings", "report"]
_ROWS = 4
"""Of a table of the knowledge base: its header and the first rows."""
_SHEET = (
    "sample\tpatient\tspecimen\tcollected_on\tgenome_build\ttumor_purity\tploidy\tsmall_variants\t"
    "fusions\tprior_therapies\tcns_metastases\tas_of\tknown_driver\tknowledge\n"
    "S1\tP1\ttissue\t2026-02-01\thg38\t0.6\t2\ta.vcf;b.vcf\tstar_fusion=x.tsv\t"
    "crizotinib:progression;a+b@adjuvant:toxicity/ild\tyes\t2026-03-01\tEML4::ALK\tlab\n"
    "S2\t\tplasma\t\tGRCh37\t\t\tc.vcf\tmine.yaml=y.tsv\tnone\tunknown\t\tALK\t\n"
)
_LAYOUT = (
    "name: mine\nassay: rna\ndelimiter: tab\nbase: 1\nfive_prime: {gene: A, breakpoint: PA}\n"
    "three_prime: {gene: B, chrom: CB, position: PB, strand: SB}\nsplit_reads: [N, M]\n"
    "frame: {column: F, in_frame: [yes], out_of_frame: [no]}\n"
    "filters: {column: Q, passing: [PASS, '.']}\n"
)
_SETTINGS = (
    "samples: samples.tsv\noutdir: results\nbatch_size: 25\nknowledge: [lab]\n"
    "as_of: 2026-03-01\njurisdiction: EMA\ncreated: 2026-07-01T00:00:00Z\n"
)


@dataclass(frozen=True)
class Seed:
    """A sound file; `name` is that of its format (a reader's) or of the file itself."""

    kind: Kind
    name: str
    content: str
    role: Role | None = None
    forced: str | None = None


@cache
def seeds() -> tuple[Seed, ...]:
    """Every seed, in a fixed order."""
    return (*file_seeds(), *_documents())


@cache
def file_seeds() -> tuple[Seed, ...]:
    """The seeds of files that people and other programs write."""
    return (*_readers(), *_tables(), *_texts())


def _readers() -> Iterator[Seed]:
    for number, (role, text) in enumerate([*FILES, *SV_FILES]):
        yield Seed("reader", f"{role} {number}", text, role)
    roles = {each.name: each.role for each in all_formats()}
    for name in sorted(WRITERS):
        yield Seed("reader", name, WRITERS[name](EML4_ALK), roles.get(name, "fusions"), None)
    for name in sorted(TEXTS):
        forced = name if name in FORCED else None
        yield Seed("reader", name, TEXTS[name], "copy_number", forced)


def _tables() -> Iterator[Seed]:
    folder = resource_folder("knowledge")
    for path in sorted(folder.rglob("*.tsv")):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        yield Seed("overlay", path.relative_to(folder).as_posix(), "".join(lines[:_ROWS]))
    for path in sorted(folder.rglob("*.yaml")):
        if path.name != "release.yaml":
            yield Seed("overlay", path.relative_to(folder).as_posix(), _first_items(path))
    yield Seed("overlay", "release.yaml", "laboratory: Example\ndate: 2026-03-01\n")


def _first_items(path: Path) -> str:
    """The first items of a list in YAML, or a mapping whole."""
    text = path.read_text("utf-8")
    items = text.split("\n- ")
    return "\n- ".join(items[:_ROWS]) + "\n" if len(items) > _ROWS else text


def _texts() -> Iterator[Seed]:
    yield Seed("sheet", "samples.tsv", _SHEET)
    yield Seed("sheet", "samples.csv", _SHEET.replace("\t", ","))
    yield Seed("layout", "mine.yaml", _LAYOUT)
    yield Seed("settings", "config.yaml", _SETTINGS)


def _documents() -> Iterator[Seed]:
    for name, report in sorted(all_reports().items()):
        yield Seed("report", name, document_text(report))
    environment = packaged.environment()
    for name in ("EX02_ALK_G1202R", "EX08_ROS1_G2032R", "EX06_ALK_MET_amplified"):
        folder = resource_folder("example") / name
        request = SampleRequest(
            sample=name,
            small_variants=[str(path) for path in folder.glob("*.vcf*") if path.suffix != ".tbi"],
            fusions=[str(path) for path in folder.glob("*.arriba.*")],
            copy_number=[str(path) for path in folder.glob("*.cns")],
        )
        yield Seed("findings", name, document_text(detect_sample(environment, request)))
