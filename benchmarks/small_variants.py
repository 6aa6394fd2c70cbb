"""How fast small variants are read from a VCF of whole-genome size, beside `bcftools view`.

    python benchmarks/small_variants.py [--records 5000000] [--folder DIR]

The VCF is invented (one tumor sample, the fields of Mutect2), made in a temporary folder or kept
in DIR for the next run. What is measured is the road from the file to observations of the loci:
recognition of the format, header, index with the check that it fits, records, alleles. The SHA-256
of the input, which a report also records, is measured apart.

Every run of either side is a process of its own, and the sides take turns; a figure is the least
processor time of several runs (all of them are single-threaded), which other work on the machine
disturbs less than wall time. Start-up is what Python and the packages take before the file is
looked at; bcftools' own start-up (some ms) stays in its figure. The un-indexed file is a copy
without its index.
"""

import argparse
import math
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

_LENGTHS = {"1": 248956422, "2": 242193529, "3": 198295559, "4": 190214555, "5": 181538259,
            "6": 170805979, "7": 159345973, "8": 145138636, "9": 138394717, "10": 133797422,
            "11": 135086622, "12": 133275309, "13": 114364328, "14": 107043718, "15": 101991189,
            "16": 90338345, "17": 83257441, "18": 80373285, "19": 58617616, "20": 64444167,
            "21": 46709983, "22": 50818468, "X": 156040895}  # fmt: skip
_READ = """
import resource, sys, time
from pathlib import Path
import pysam
from annotator.readers.datafile import DataFile
from annotator.readers.format import Scope
from annotator.readers.lines.regions import Regions
from annotator.readers.registry import all_formats, format_of
from annotator.readers.targets import Targets
all_formats()
start_up = time.process_time()
spans = [tuple(line.split()) for line in open(sys.argv[2])]
regions = Regions((chrom, int(begin) + 1, int(end)) for chrom, begin, end in spans)
file = DataFile(Path(sys.argv[1]), sys.argv[1])
targets = Targets(regions=regions, variant_regions=regions, strand_at=lambda c, p: None)
content = format_of(file, "small_variants").read(file, Scope(targets))
reading = time.process_time() - start_up
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(len(content.small_variants), peak, start_up, reading)
"""
_HASH = """
import sys, time
from pathlib import Path
from annotator.readers.datafile import DataFile
start_up = time.process_time()
DataFile(Path(sys.argv[1]), sys.argv[1]).sha256()
print(time.process_time() - start_up)
"""


def _header() -> Iterator[str]:
    yield "##fileformat=VCFv4.2"
    yield "##source=Mutect2"
    yield '##FILTER=<ID=weak_evidence,Description="Weak">'
    yield '##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">'
    yield '##INFO=<ID=TLOD,Number=A,Type=Float,Description="Log odds">'
    for name, number, kind in (("GT", "1", "String"), ("AD", "R", "Integer"), ("AF", "A", "Float"),
                               ("DP", "1", "Integer"), ("F1R2", "R", "Integer"),
                               ("F2R1", "R", "Integer"), ("SB", "4", "Integer")):  # fmt: skip
        yield f'##FORMAT=<ID={name},Number={number},Type={kind},Description="{name}">'
    for chrom, length in _LENGTHS.items():
        yield f"##contig=<ID=chr{chrom},length={length}>"
    yield "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tTUMOR"


def _records(count: int) -> Iterator[str]:
    draw = random.Random(1)
    total = sum(_LENGTHS.values())
    for chrom, length in _LENGTHS.items():
        here = round(count * length / total)
        for position in sorted(draw.sample(range(10_000, length), here)):
            ref, alt = draw.sample("ACGT", 2)
            depth = draw.randrange(20, 120)
            reads = draw.randrange(1, depth)
            forward = reads // 2
            yield (
                f"chr{chrom}\t{position}\t.\t{ref}\t{alt}\t.\tPASS\tDP={depth + 3};"
                f"TLOD={reads / 2:.2f}\tGT:AD:AF:DP:F1R2:F2R1:SB\t0/1:{depth - reads},{reads}:"
                f"{reads / depth:.3f}:{depth}:{(depth - reads) // 2},{forward}:"
                f"{depth - reads - (depth - reads) // 2},{reads - forward}:9,8,{forward},1"
            )


def _indexed(path: Path, lines: Iterable[str]) -> Path:
    import pysam

    with pysam.BGZFile(str(path), "wb", index=None) as stream:
        for line in lines:
            stream.write(line.encode() + b"\n")
    pysam.tabix_index(str(path), preset="vcf", force=True)
    return path


def make_vcf(folder: Path, count: int) -> tuple[Path, Path]:
    """The indexed VCF and a copy without index; made once per folder."""
    indexed, bare = folder / f"wgs_{count}.vcf.gz", folder / f"wgs_{count}.bare.vcf.gz"
    if not bare.exists():
        shutil.copyfile(_indexed(indexed, chain(_header(), _records(count))), bare)
    return indexed, bare


@dataclass
class _Least:
    """Least processor seconds of the annotator's two parts, and of bcftools' whole process."""

    start_up: float = math.inf
    reading: float = math.inf
    bcftools: float = math.inf


def _printed(script: str, *words: object) -> list[float]:
    """The numbers that a script prints, in a process of its own."""
    command = [sys.executable, "-c", script, *map(str, words)]
    return [float(each) for each in subprocess.check_output(command, text=True).split()]


def _processor_seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _compare(path: Path, bed: Path, view: list[str], runs: int) -> tuple[_Least, str]:
    """The sides take turns, so that none has the quiet hour for itself."""
    least, told = _Least(), ""
    for _ in range(runs):
        alleles, peak, start_up, reading = _printed(_READ, path, bed)
        least.start_up = min(least.start_up, start_up)
        least.reading = min(least.reading, reading)
        least.bcftools = min(least.bcftools, _processor_seconds(view))
        told = f"{alleles:.0f} alleles, peak {peak:.0f} MB"
    return least, told


def _loci_bed(folder: Path) -> Path:
    from annotator.reference import load_reference

    bed = folder / "loci.bed"
    loci = load_reference().in_build("GRCh38").loci()
    bed.write_text("".join(f"{x.chrom}\t{x.start - 1}\t{x.end}\n" for x in loci))
    return bed


def measure(folder: Path, count: int) -> None:
    indexed, bare = make_vcf(folder, count)
    bed = _loci_bed(folder)
    view = ["bcftools", "view", "-o", str(folder / "out.vcf")]
    print(f"{count} records, {bare.stat().st_size / 1e6:.0f} MB")
    for name, path, selection, runs in (
        ("indexed, loci", indexed, ["-R", str(bed)], 25),
        ("no index, whole", bare, [], 3),
        ("no index, loci", bare, ["-T", str(bed)], 3),
    ):
        least, told = _compare(path, bed, [*view, *selection, str(path)], runs)
        print(
            f"{name}: annotator {least.reading:.3f} s after a start-up of {least.start_up:.3f} s "
            f"({told}), bcftools {least.bcftools:.3f} s: {least.reading / least.bcftools:.2f}"
        )
    hashed = min(_printed(_HASH, indexed)[0] for _ in range(3))
    print(f"SHA-256 of the input, in no figure above: {hashed:.3f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=5_000_000)
    parser.add_argument("--folder", type=Path, help="where the VCF is kept; default: nowhere")
    options = parser.parse_args()
    if shutil.which("bcftools") is None:
        sys.exit("bcftools is not installed (Debian: apt install bcftools): nothing was measured")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        measure(folder, options.records)


if __name__ == "__main__":
    main()
