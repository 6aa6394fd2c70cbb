"""A damaged file gives observations or one `InputProblem`, and nothing else."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.errors import InputProblem
from annotator.readers.format import Role
from annotator.readers.registry import format_of
from tests.readers.dialects import DIALECTS, Allele
from tests.readers.samples import STAR_HEADER, STAR_ROW, data_file, scope

_ALLELES = [
    Allele("chr2", 29220831, "C", "T"),
    Allele("chr2", 29222346, "CA", "C"),
    Allele("chr7", 116774881, "G", "GTT,A"),
]
_FILES: list[tuple[Role, str]] = [
    *(("small_variants", dialect.vcf("GRCh38", _ALLELES)) for dialect in DIALECTS),
    ("structural_variants", DIALECTS[0].vcf("GRCh38", [Allele("chr2", 29224000, "N", "N]2:9]")])),
    ("structural_variants", "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\t"
                            "INFO\nchr2\t29224000\ta\tN\t<INV>\t.\tPASS\t"
                            "SVTYPE=INV;END=42299000;SVLEN=9;STRANDS=++:9,--:8\n"),
    ("small_variants", "Hugo_Symbol\tChromosome\tStart_Position\tReference_Allele\t"
                       "Tumor_Seq_Allele1\tTumor_Seq_Allele2\tTumor_Sample_Barcode\n"
                       "ALK\t2\t29220831\tC\tC\tT\tS1\n"),
    ("coverage", "chr2\t29220000\t29220100\t30\n"),
    ("coverage", "chr2\t29220000\t29220100\tCALLABLE\n"),
    ("coverage", "#chrom\tstart\tend\tregion\t9X\nchr2\t29220000\t29220100\te\t100\n"),
    ("coverage", "Locus\tTotal_Depth\tAverage_Depth_sample\tDepth_for_S\n2:29220831\t9\t9\t9\n"),
    ("fusions", f"{STAR_HEADER}\n{STAR_ROW}\n"),
]  # fmt: skip
_PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from([b"\t", b"\n", b".", b",", b";", b":", b"|", b"%", b"-1", b"9" * 5000, b"=",
                     b"nan", b"inf", b"1e999", b"\xff", "²".encode(), b"<*>", b"0/1/2", b"\x00"]),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    which=st.integers(0, len(_FILES) - 1),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), _PIECES), min_size=1, max_size=4),
    of_records=st.booleans(),
)
def test_damage_is_an_input_problem(
    which: int, edits: list[tuple[float, int, bytes]], of_records: bool
) -> None:
    role, text = _FILES[which]
    content = text.encode()
    start = content.rstrip().rfind(b"\n") + 1 if of_records else 0
    for place, removed, added in edits:
        at = start + int(place * (len(content) - start))
        content = content[:at] + added + content[at + removed :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(content)
        file = data_file(path)
        with suppress(InputProblem):
            file.check()
            form = format_of(file, role)
            form.build_evidence(file)
            form.read(file, scope())
