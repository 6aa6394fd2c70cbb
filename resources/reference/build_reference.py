"""Build the gene models and sequences of this folder from the shared folder, or check them.

    python resources/reference/build_reference.py --shared ../shared            # writes
    python resources/reference/build_reference.py --shared ../shared --check    # compares
    python resources/reference/build_reference.py --cytobands FOLDER --check    # arms as well

Made here: `gene_models.tsv`, `cds.fa`, `genomic.fa`. Kept by hand, and checked here against the
same sources: `transcripts.tsv`, `kinase_domains.tsv`, `chromosomes.tsv` (with `--cytobands`, the
folder of `hg19_cytobands.tsv` and `hg38_cytobands.tsv`). `SOURCES.md` says where every fact comes
from. Exit status 0 when all is as committed, 1 when something differs.
"""

import argparse
import csv
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
WIDTH = 100
BUILDS = {"GRCh37": "hg19", "GRCh38": "hg38"}
Row = dict[str, str]


def read_table(path: Path) -> list[Row]:
    """The rows of a tab-separated file with a header."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


def read_fasta(path: Path) -> list[tuple[str, str]]:
    """(header, sequence) of every record."""
    records: list[tuple[str, str]] = []
    for block in path.read_text(encoding="utf-8").split(">")[1:]:
        header, _, body = block.partition("\n")
        records.append((header, body.replace("\n", "")))
    return records


def write_fasta(records: list[tuple[str, str]]) -> str:
    """FASTA text with lines of `WIDTH` bases."""
    lines: list[str] = []
    for header, sequence in records:
        lines.append(f">{header}")
        lines += [sequence[at : at + WIDTH] for at in range(0, len(sequence), WIDTH)]
    return "\n".join(lines) + "\n"


def gene_models(exons: list[Row], wanted: list[Row]) -> str:
    """One line per build and transcript: exon bounds in transcript order, extent of the CDS.

    Raises ValueError when the coding part of an exon is not the overlap of exon and CDS, or the
    frame that the source gives is not the accumulated coding length: then the model is broken.
    """
    by_model: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in exons:
        by_model[row["build"], row["transcript"]].append(row)
    lines = ["build\tgene\ttranscript\tchrom\tstrand\tcds_start\tcds_end\texon_starts\texon_ends"]
    for build in BUILDS:
        for choice in wanted:
            rows = by_model[build, choice["transcript"]]
            rows.sort(key=lambda row: int(row["exon_no"]))
            lines.append("\t".join(model_fields(build, choice, rows)))
    return "\n".join(lines) + "\n"


def model_fields(build: str, choice: Row, rows: list[Row]) -> list[str]:
    """The fields of one line of `gene_models.tsv`, after checking them (see `gene_models`)."""
    coding = [row for row in rows if row["cds_start"] != "."]
    low = min(int(row["cds_start"]) for row in coding)
    high = max(int(row["cds_end"]) for row in coding)
    name = f"{build} {choice['transcript']}"
    before = 0
    for number, row in enumerate(rows, start=1):
        start, end = max(int(row["start"]), low), min(int(row["end"]), high)
        bounds = (str(start), str(end)) if start <= end else (".", ".")
        if int(row["exon_no"]) != number or (row["cds_start"], row["cds_end"]) != bounds:
            raise ValueError(f"{name}: exon {row['exon_no']} does not fit its coding extent")
        if start <= end:
            if int(row["phase"]) != -before % 3:
                raise ValueError(f"{name}: phase of exon {number} is not the coding length before")
            before += end - start + 1
    if before % 3:
        raise ValueError(f"{name}: coding length {before} is no multiple of 3")
    return [
        build,
        choice["gene"],
        choice["transcript"],
        rows[0]["chrom"],
        rows[0]["strand"],
        str(low),
        str(high),
        ",".join(row["start"] for row in rows),
        ",".join(row["end"] for row in rows),
    ]


def check_choices(choices: list[Row], exons: list[Row]) -> list[str]:
    """Problems of `transcripts.tsv`: exactly one preferred per gene, every model in the source."""
    problems: list[str] = []
    known = {(row["gene"], row["transcript"]) for row in exons}
    for row in choices:
        if (row["gene"], row["transcript"]) not in known:
            problems.append(f"transcripts.tsv: {row['transcript']} is not in the shared exons")
    for gene in sorted({row["gene"] for row in exons}):
        roles = [row["role"] for row in choices if row["gene"] == gene]
        if roles.count("preferred") != 1:
            problems.append(f"transcripts.tsv: {gene} needs exactly one preferred transcript")
    return problems


def check_domains(domains: list[Row], shared: list[Row]) -> list[str]:
    """Problems of `kinase_domains.tsv`: every extent must stand in the shared table."""
    known = {(r["gene"], r["transcript"], r["start_aa"], r["end_aa"]) for r in shared}
    return [
        f"kinase_domains.tsv: the extent of {row['gene']} is not in the shared table"
        for row in domains
        if (row["gene"], row["transcript"].split(".")[0], row["start"], row["end"]) not in known
    ]


def check_arms(chromosomes: list[Row], cytobands: Path) -> list[str]:
    """Problems of `chromosomes.tsv`: length and end of the p arm as the cytoband tables have."""
    problems: list[str] = []
    for row in chromosomes:
        table = cytobands / f"{BUILDS[row['build']]}_cytobands.tsv"
        bands = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()]
        mine = [band for band in bands if band[0] == row["chrom"]]
        length = max(int(band[2]) for band in mine)
        p_end = max(int(band[2]) for band in mine if band[3].startswith("p"))
        if (int(row["length"]), int(row["p_end"])) != (length, p_end):
            problems.append(f"chromosomes.tsv: {row['build']} {row['chrom']} differs from {table}")
    return problems


def made_files(shared: Path, choices: list[Row], exons: list[Row]) -> dict[str, str]:
    """The text of every file this script makes."""
    names = {row["transcript"] for row in choices}
    coding = read_fasta(shared / "cds.fa")
    genomic = read_fasta(shared / "genomic.fa")
    return {
        "gene_models.tsv": gene_models(exons, choices),
        "cds.fa": write_fasta([(h.split()[0], s) for h, s in coding if h.split()[0] in names]),
        "genomic.fa": write_fasta([(h.split()[0].removesuffix(":+"), s) for h, s in genomic]),
    }


def main() -> int:
    """Write or check the files; print what was wrong and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to, or to check")
    parser.add_argument("--cytobands", type=Path, help="folder of the cytoband tables")
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    options = parser.parse_args()
    reference = options.shared / "reference"
    exons = read_table(reference / "exons.tsv")
    choices = read_table(HERE / "transcripts.tsv")
    problems = check_choices(choices, exons)
    problems += check_domains(
        read_table(HERE / "kinase_domains.tsv"), read_table(reference / "domains.tsv")
    )
    if options.cytobands:
        problems += check_arms(read_table(HERE / "chromosomes.tsv"), options.cytobands)
    for name, text in made_files(reference, choices, exons).items():
        path = options.out / name
        if not options.check:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            problems.append(f"{name}: differs from what the shared folder gives")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
