"""A damaged file gives observations or one `InputProblem`, and nothing else."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.roles import Role
from annotator.readers.datafile import DataFile
from annotator.readers.registry import format_of
from tests.builders.files import STAR_HEADER, STAR_ROW, scope
from tests.readers.damage import Edits, read_damaged
from tests.readers.formats.copy_number.texts import FORCED, TEXTS
from tests.readers.formats.small_variants.dialects import DIALECTS, Allele

_ALLELES = [
    Allele("chr2", 29220831, "C", "T"),
    Allele("chr2", 29222346, "CA", "C"),
    Allele("chr7", 116774881, "G", "GTT,A"),
]
FILES: list[tuple[Role, str]] = [
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
_SV_COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
_SV_RECORDS = {
    "##source=GenerateSVCandidates 1.6.0": (
        "chr2 29224000 a N N]chr2:42299000] 9 PASS SVTYPE=BND;MATEID=b;IMPRECISE PR:SR 9,7:8,9",
        "chr2 42299000 b N N]chr2:29224000] 9 LowQual SVTYPE=BND;MATEID=a,c PR:SR 9,7:8,9",
        "chr2 29224001 c N NACGT. 9 PON SVTYPE=BND PR:SR 0,0:0,0",
    ),
    "##source=DELLY": (
        "chr5 150404000 T N <TRA> . PASS SVTYPE=TRA;CHR2=chr2;POS2=29224000;END=9;CT=5to3 "
        "GT:DR:DV:RR:RV 0/1:9:7:8:9",
        "chr2 29224000 D N <DEL>,<DUP:TANDEM> . PASS END=29225000;SVCLAIM=DJ GT:DV:RV 0/0:0:0",
    ),
    "##source=Sniffles": (
        "chr2 29224000 1 N N[<chr5>:500[ . PASS SVTYPE=BND;STRANDS=++:3,--:1 GT:DR:DV ./.:.:9",
    ),
    "##INDIVIDUAL=TRUTH": (
        "chr2 29224000 N . <INV> 1 PASS CT=3to3;SVTYPE=INV;CHR2=2;END=42299000;SVLEN=-9 GT ./. "
        + " ".join("1" * 29),
    ),
    "##gridssVersion=2.13": (
        "chr2 29224000 g1o N N]chr2:42299000] 9 PASS PARID=g1h GT:VF:RP:SR:BVF .:9:4:5:0",
    ),
    "##source=fusioncatcher_v1.20": (
        "2 42295516 a N N]2:29223528] . PASS END=5;STRAND=+;SR=3;SP=4;MATEID=b;GENE5=EML4 GT 1",
        "2 29223528 b N [2:42295516[N . PASS END=3;STRAND=-;MATEID=a;GENE3=ALK GT 1",
    ),
    "##INFO=<ID=TOOL_HITS,Number=1>": (
        "2 42295516 . N N]2:29223528] . PASS GENEA=EML4;ORIENTATION=+,- GT:DV:RV 0/1:4:3",
    ),
}


def _sv_file(meta: str, records: tuple[str, ...]) -> tuple[Role, str]:
    lines = ["##fileformat=VCFv4.2", meta, f"{_SV_COLUMNS}\tFORMAT\tS"]
    lines += ["\t".join(record.split()) for record in records]
    role: Role = "fusions" if "TOOL" in meta or "fusion" in meta else "structural_variants"
    return role, "\n".join(lines) + "\n"


SV_FILES = [_sv_file(meta, records) for meta, records in _SV_RECORDS.items()]
_PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from([b"\t", b"\n", b".", b",", b";", b":", b"|", b"%", b"-1", b"9" * 5000, b"=",
                     b"nan", b"inf", b"1e999", b"\xff", "²".encode(), b"<*>", b"0/1/2", b"\x00"]),
)  # fmt: skip


_EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), _PIECES), min_size=1, max_size=4)


@settings(max_examples=300, deadline=None)
@given(which=st.integers(0, len(FILES) - 1), edits=_EDITS, of_records=st.booleans())
def test_damage_is_an_input_problem(which: int, edits: Edits, of_records: bool) -> None:
    role, text = FILES[which]
    content = text.encode()
    _read_damaged(role, content, edits, content.rstrip().rfind(b"\n") + 1 if of_records else 0)


@settings(max_examples=400, deadline=None)
@given(which=st.integers(0, len(SV_FILES) - 1), edits=_EDITS, of_records=st.booleans())
def test_damage_of_a_structural_variant(which: int, edits: Edits, of_records: bool) -> None:
    role, text = SV_FILES[which]
    _read_damaged(role, text.encode(), edits, text.index("\tFORMAT") if of_records else 0)


@settings(max_examples=400, deadline=None)
@given(
    name=st.sampled_from(sorted(TEXTS)),
    edits=_EDITS,
    of_records=st.booleans(),
    forced=st.booleans(),
)
def test_damage_of_a_copy_number_file(
    name: str, edits: Edits, of_records: bool, forced: bool
) -> None:
    content = TEXTS[name].encode()
    start = content.rstrip().rfind(b"\n") + 1 if of_records else 0
    form = name if forced or name in FORCED else None
    _read_damaged("copy_number", content, edits, start, form)


@settings(max_examples=100, deadline=None)
@given(which=st.integers(0, len(SV_FILES) - 1), order=st.randoms(use_true_random=False))
def test_lines_in_any_order_or_number(which: int, order: Random) -> None:
    role, text = SV_FILES[which]
    lines = order.choices(text.splitlines(keepends=True), k=order.randint(1, 8))
    _read_damaged(role, "".join(lines).encode(), [], 0)


def _read_damaged(
    role: Role, content: bytes, edits: Edits, start: int, forced: str | None = None
) -> None:
    def read(file: DataFile) -> None:
        form = format_of(file, role, forced)
        form.build_evidence(file)
        form.read(file, scope())

    read_damaged(content, edits, read, start)
