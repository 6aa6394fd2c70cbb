"""STAR-Fusion and Arriba tables, good and bad rows."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from tests.readers.samples import ARRIBA_COLUMNS, STAR_HEADER, STAR_ROW, arriba_row, read, write

_ARRIBA_HEADER = "\t".join(ARRIBA_COLUMNS)


def _fusions(path: Path, *lines: str) -> list[FusionObservation]:
    return read(write(path, *lines), "fusions").fusions


def _arriba(tmp_path: Path, **changed: str) -> FusionObservation:
    return _fusions(tmp_path / "fusions.tsv", _ARRIBA_HEADER, arriba_row(**changed))[0]


def test_star_fusion_row(tmp_path: Path) -> None:
    found = _fusions(tmp_path / "x.tsv", STAR_HEADER, STAR_ROW)[0]
    assert (found.caller, found.assay, found.junction) == ("star_fusion", "rna", "sense")
    assert (found.split_reads, found.spanning_reads) == (12, 5)
    five, three = found.five_prime, found.three_prime
    assert (five.gene, five.chrom, five.position, five.strand) == ("EML4", "chr2", 42295516, "+")
    assert (three.gene, three.position, three.strand) == ("ALK", 29223528, "-")
    assert (found.frame, found.confidence, found.filters) == ("unknown", None, [])
    assert found.raw_breakpoints == "chr2:42295516:+|chr2:29223528:-"
    assert (found.source.file, found.source.line) == ("x.tsv", 2)


@pytest.mark.parametrize(
    ("effect", "frame"),
    [("INFRAME", "in_frame"), ("FRAMESHIFT", "out_of_frame"), (".", "unknown"), ("", "unknown")],
)
def test_star_fusion_frame_is_that_of_the_coding_effect(
    tmp_path: Path, effect: str, frame: str
) -> None:
    lines = (STAR_HEADER + "\tPROT_FUSION_TYPE", f"{STAR_ROW}\t{effect}")
    assert _fusions(tmp_path / "x.tsv", *lines)[0].frame == frame


@pytest.mark.parametrize(
    ("anchor", "flags"),
    [("YES_LDAS", []), ("YES", []), ("NO_LDAS", ["NO_LDAS"]), ("NO", ["NO_LDAS"])],
)
def test_star_fusion_missing_anchor_is_a_flag(
    tmp_path: Path, anchor: str, flags: list[str]
) -> None:
    row = STAR_ROW.replace("YES_LDAS", anchor)
    assert _fusions(tmp_path / "x.tsv", STAR_HEADER, row)[0].flags == flags


def test_star_fusion_merged_padded_and_without_chr(tmp_path: Path) -> None:
    row = STAR_ROW.replace("chr2:", "2:").replace("\t", " \t ")
    found = _fusions(tmp_path / "x.tsv", f"sample\t{STAR_HEADER}\tcaller", f"S1\t{row}\tstar")[0]
    assert found.five_prime.gene == "EML4"
    assert found.three_prime.chrom == "chr2"
    assert found.raw_breakpoints == "2:42295516:+|2:29223528:-"


def test_a_table_of_its_header_alone_holds_no_fusion(tmp_path: Path) -> None:
    assert _fusions(tmp_path / "x.tsv", STAR_HEADER) == []
    assert _fusions(tmp_path / "y.tsv", _ARRIBA_HEADER) == []


def test_all_bad_rows_are_told_at_once(tmp_path: Path) -> None:
    bad = [
        STAR_ROW.replace("chr2:29223528:-", "chr2:29223528"),
        STAR_ROW,
        STAR_ROW.replace("\t12\t", "\tmany\t"),
        STAR_ROW.rpartition("\t")[0],
    ]
    with pytest.raises(InputProblem) as raised:
        _fusions(tmp_path / "x.tsv", STAR_HEADER, *bad)
    problem = raised.value
    assert (problem.line, problem.column) == (2, "RightBreakpoint")
    assert "chr2:29223528" in problem.found
    assert problem.expected == "chromosome:position:strand"
    assert problem.advice == "2 more rows are bad (line 4, 5)"


def test_one_bad_row_has_no_others(tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as raised:
        _fusions(tmp_path / "x.tsv", STAR_HEADER, STAR_ROW + "\tmore")
    assert raised.value.advice is None
    assert raised.value.found == "11 cells"
    assert raised.value.expected == "10 cells as in the header"


def test_of_many_bad_rows_ten_lines_are_listed(tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as raised:
        _fusions(tmp_path / "x.tsv", STAR_HEADER, *["x"] * 12)
    assert raised.value.advice == "11 more rows are bad (line 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, …)"


def test_forced_on_a_table_of_other_columns(tmp_path: Path) -> None:
    from annotator.readers.registry import format_of
    from tests.readers.samples import data_file, scope

    file = data_file(write(tmp_path / "x.tsv", STAR_HEADER))
    with pytest.raises(InputProblem, match="no column gene1, gene2"):
        format_of(file, "fusions", "arriba").read(file, scope())


def test_arriba_row(tmp_path: Path) -> None:
    found = _arriba(tmp_path)
    assert (found.caller, found.junction, found.frame) == ("arriba", "sense", "in_frame")
    assert (found.split_reads, found.spanning_reads) == (7, 5)
    assert (found.five_prime.strand, found.three_prime.strand) == ("+", "-")
    assert (found.three_prime.chrom, found.three_prime.position) == ("chr2", 29446394)
    assert (found.confidence, found.flags) == ("high", ["duplicates(2)", "mismatches(1)"])
    assert found.raw_breakpoints == "2:42522656|2:29446394"


@pytest.mark.parametrize(
    ("changed", "junction"),
    [
        ({"type": "inversion/5'-5'"}, "five_to_five"),
        ({"type": "inversion/3'-3'"}, "three_to_three"),
        ({"type": "deletion/read-through"}, "sense"),
        ({"strand2": "-/."}, "unknown"),
        ({"strand2": "-/+"}, "antisense"),
        ({"strand2": "./-"}, "sense"),
    ],
)
def test_arriba_junction(tmp_path: Path, changed: dict[str, str], junction: str) -> None:
    assert _arriba(tmp_path, **changed).junction == junction


def test_arriba_strand_that_is_not_known(tmp_path: Path) -> None:
    assert _arriba(tmp_path, strand1="+/.").five_prime.strand is None


@pytest.mark.parametrize(
    ("written", "frame", "flags"),
    [
        ("out-of-frame", "out_of_frame", []),
        ("stop-codon", "out_of_frame", ["stop-codon"]),
        (".", "unknown", []),
    ],
)
def test_arriba_frame(tmp_path: Path, written: str, frame: str, flags: list[str]) -> None:
    found = _arriba(tmp_path, reading_frame=written, filters=".")
    assert (found.frame, found.flags) == (frame, flags)


def test_arriba_intergenic_genes_stay_as_written(tmp_path: Path) -> None:
    assert _arriba(tmp_path, gene1="A(123),B(456)").five_prime.gene == "A(123),B(456)"


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"strand1": "+"}, "strand1(gene/fusion)"),
        ({"breakpoint1": "2:0"}, "breakpoint1"),
        ({"breakpoint2": "29446394"}, "breakpoint2"),
        ({"split_reads2": "."}, "split_reads2"),
        ({"discordant_mates": "-1"}, "discordant_mates"),
    ],
)
def test_arriba_bad_cell(tmp_path: Path, changed: dict[str, str], column: str) -> None:
    with pytest.raises(InputProblem) as raised:
        _arriba(tmp_path, **changed)
    assert (raised.value.line, raised.value.column) == (2, column)


def test_discarded_fusions_are_never_calls(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="discarded fusions"):
        _fusions(tmp_path / "fusions.discarded.tsv", _ARRIBA_HEADER, arriba_row())


def test_real_seraseq_fusions(real_data: Path) -> None:
    found = read(real_data / "star_fusion/enfusion_seracare_abridged.tsv", "fusions").fusions
    assert len(found) == 37
    kinase = {
        (f.five_prime.gene, f.three_prime.gene): (
            f.five_prime.position, f.three_prime.position, f.split_reads, f.spanning_reads
        )
        for f in found
        if f.three_prime.gene in ("ALK", "ROS1")
    }  # fmt: skip
    assert kinase == {
        ("EML4", "ALK"): (42295516, 29223528, 219, 39),
        ("SLC34A2", "ROS1"): (25664330, 117324415, 77, 26),
        ("CD74", "ROS1"): (150404680, 117324415, 58, 6),
    }


def test_real_arriba_fusions(real_data: Path) -> None:
    found = read(real_data / "arriba/smc_rna_sim52.fusions.tsv", "fusions").fusions
    ros1 = next(f for f in found if f.three_prime.gene == "ROS1")
    assert (ros1.five_prime.gene, ros1.split_reads, ros1.spanning_reads) == ("GOPC", 567, 294)
    assert (ros1.confidence, ros1.junction, ros1.frame) == ("high", "sense", "in_frame")


@pytest.mark.parametrize("folder", ["star_fusion", "arriba"])
def test_every_row_of_every_real_table_is_read(real_data: Path, folder: str) -> None:
    for path in sorted((real_data / folder).iterdir()):
        rows = len(path.read_text().splitlines()) - 1
        assert len(read(path, "fusions").fusions) == rows > 0, path.name


_SIDES = st.tuples(
    st.from_regex(r"[A-Z][A-Z0-9.-]{0,8}", fullmatch=True),
    st.sampled_from([*map(str, range(1, 23)), "X", "Y"]),
    st.integers(1, 250_000_000),
    st.sampled_from("+-"),
)


@settings(max_examples=60)
@given(rows=st.lists(st.tuples(_SIDES, _SIDES, st.integers(0, 10**6), st.integers(0, 10**6))))
def test_star_fusion_gives_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[tuple[str, str, int, str], ...]]
) -> None:
    lines = [
        f"{left[0]}--{right[0]}\t{split}\t{span}\tx\t{left[0]}^E1\tchr{left[1]}:{left[2]}:{left[3]}"
        f"\t{right[0]}^E2\tchr{right[1]}:{right[2]}:{right[3]}\tYES\t0"
        for left, right, split, span in rows
    ]
    path = tmp_path_factory.mktemp("star") / "x.tsv"
    found = _fusions(path, STAR_HEADER, *lines)
    assert [
        (
            *((end.gene, end.chrom.removeprefix("chr"), end.position, end.strand)
              for end in (fusion.five_prime, fusion.three_prime)),
            fusion.split_reads,
            fusion.spanning_reads,
        )
        for fusion in found
    ] == [tuple(row) for row in rows]  # fmt: skip
