"""BEDPE and its relatives: plain, svtools, BRASS; and JuLI, which tells kept sides too. GRCh38."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.observations import FusionObservation
from annotator.model.roles import Role
from annotator.readers.registry import all_formats
from tests.builders.files import kinases, read, write

_EML4, _ALK, _CD74 = 42299000, 29224000, 150404000
_SENSE = [("chr2", _EML4), ("chr2", _ALK)]


def _row(*cells: object) -> str:
    return "\t".join(map(str, cells))


def _plain(first: tuple[str, int, str], second: tuple[str, int, str], name: str = ".") -> str:
    """Two breaks at their last or first kept base; 0-based, half open."""
    places = [(chrom, at - 1, at) for chrom, at, _ in (first, second)]
    return _row(*places[0], *places[1], name, 12, first[2], second[2])


def _fusions(path: Path, *lines: str, role: Role = "fusions") -> list[FusionObservation]:
    return read(write(path, *lines), role, kinases()).fusions


def _places(found: FusionObservation) -> list[tuple[str, int] | None]:
    return [found.five_prime.place, found.three_prime.place]


@pytest.mark.parametrize(
    ("first", "second", "places", "junction"),
    [
        (("2", _ALK, "+"), ("2", _EML4, "+"), _SENSE, "sense"),
        (("chr2", _EML4, "+"), ("chr2", _ALK, "+"), _SENSE, "sense"),
        (("2", _ALK, "-"), ("2", _EML4, "-"), _SENSE[::-1], "sense"),
        (("2", _ALK, "+"), ("5", _CD74, "-"), [("chr5", _CD74), ("chr2", _ALK)], "sense"),
        (("2", _ALK, "+"), ("2", _EML4, "-"), _SENSE[::-1], "three_to_three"),
        (("2", _ALK, "-"), ("2", _EML4, "+"), _SENSE[::-1], "five_to_five"),
        (("2", _ALK, "+"), ("9", 500, "+"), [("chr9", 500), ("chr2", _ALK)], "unknown"),
    ],
)
@pytest.mark.parametrize("role", ["fusions", "structural_variants"])
def test_strands_tell_what_is_kept(
    tmp_path: Path,
    role: Role,
    first: tuple[str, int, str],
    second: tuple[str, int, str],
    places: list[tuple[str, int]],
    junction: str,
) -> None:
    (found,) = _fusions(tmp_path / "x.bedpe", _plain(first, second), role=role)
    assert (_places(found), found.junction) == (places, junction)
    assert found.assay == ("rna" if role == "fusions" else "dna")
    assert (found.split_reads, found.raw_support) == (None, {"score": "12"})


@pytest.mark.parametrize(("strand", "position"), [("+", _ALK + 40), ("-", _ALK)])
def test_the_break_of_a_wide_interval(tmp_path: Path, strand: str, position: int) -> None:
    row = _row("chr2", _ALK - 1, _ALK + 40, "chr9", 99, 200, "x", ".", strand, "+", "more", 1)
    (found,) = _fusions(tmp_path / "x.bedpe", row)
    assert ("chr2", position) in _places(found)
    assert found.raw_breakpoints == f"chr2:{_ALK - 1}-{_ALK + 40}:{strand}|chr9:99-200:+"


def test_an_interval_without_length_lies_between_two_bases(tmp_path: Path) -> None:
    row = _row("2", _EML4, _EML4, "2", _ALK, _ALK, ".", 0.69, "+", "-")
    (found,) = _fusions(tmp_path / "x.bedpe", row)
    assert {end.position for end in (found.five_prime, found.three_prime)} == {_EML4, _ALK + 1}


def test_a_name_of_two_genes_follows_its_sides(tmp_path: Path) -> None:
    row = _plain(("2", _ALK, "+"), ("2", _EML4, "+"), "ALK--EML4")
    (found,) = _fusions(tmp_path / "x.bedpe", row)
    assert (found.five_prime.genes, found.three_prime.genes) == (["EML4"], ["ALK"])
    (plain,) = _fusions(tmp_path / "x.bedpe", row.replace("ALK--EML4", "MantaBND:1:0-1:2"))
    assert plain.five_prime.genes == []


def test_a_strand_or_a_place_that_is_not_told(tmp_path: Path) -> None:
    row = _plain(("2", _ALK, "."), ("2", _EML4, "+"))
    (found,) = _fusions(tmp_path / "x.bedpe", row)
    assert (found.ordered, found.junction, _places(found)) == (False, "unknown", _SENSE[::-1])
    single = _row("2", _ALK - 1, _ALK, ".", -1, -1, "x", 3, "+", ".")
    (found,) = _fusions(tmp_path / "x.bedpe", single, role="structural_variants")
    assert _places(found) == [("chr2", _ALK), None]


@pytest.mark.parametrize(
    "header",
    [
        "#chrom1\tstart1\tend1\tchrom2\tstart2\tend2\tname\tscore\tstrand1\tstrand2",
        "chrom1\tstart1\tend1\tchrom2\tstart2\tend2\tsv_id\tpe_support\tstrand1\tstrand2\tsvclass",
        "## a comment",
    ],
)
def test_headers_and_comments(tmp_path: Path, header: str) -> None:
    row = _plain(("2", _ALK, "+"), ("2", _EML4, "+"))
    if "svclass" in header:
        row += "\th2hINV"
    assert len(_fusions(tmp_path / "x.bedpe", header, row)) == 1


def test_a_header_alone_holds_nothing(tmp_path: Path) -> None:
    header = "#chrom1\tstart1\tend1\tchrom2\tstart2\tend2\tname\tscore\tstrand1\tstrand2"
    assert _fusions(tmp_path / "x.bedpe", header) == []


def test_of_dna_the_junctions_at_the_loci_are_read(tmp_path: Path) -> None:
    rows = [
        _plain(("9", 500, "+"), ("2", place, "+")) for place in (29192774, 29192773)
    ]  # the first base of the locus, and the one before
    assert len(_fusions(tmp_path / "x.bedpe", *rows, role="structural_variants")) == 1
    assert len(_fusions(tmp_path / "x.bedpe", *rows)) == 2


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (_row("2", 1, 2, "2", 5, "x", ".", 1, "+", "+"), "end2"),
        (_row("2", 1, _ALK, "2", 5, 6, ".", 1, "+", "up"), "strand2"),
        (_row("2", 1, 2, "2", 5, 6, ".", 1, "+"), None),
        (_row("2", 1, 0, "2", 5, 6, ".", 1, "+", "+"), "end1"),
    ],
)
def test_a_bad_row(tmp_path: Path, row: str, column: str | None) -> None:
    good = _plain(("2", _ALK, "+"), ("2", _EML4, "+"))
    with pytest.raises(InputProblem) as told:
        _fusions(tmp_path / "x.bedpe", good, row)
    assert (told.value.line, told.value.column) == (2, column)


@pytest.mark.parametrize("extra", ["num_concordantfrag_bp1", "FusedGenes", "INFO_A", "brass_score"])
def test_tables_of_other_callers_are_not_plain(extra: str) -> None:
    header = "#chrom1\tstart1\tend1\tchrom2\tstart2\tend2\tname\tscore\tstrand1\tstrand2\t" + extra
    told = {each.name for each in all_formats() if each.recognize([header])}
    assert not told & {"bedpe", "bedpe_rna"}


_SVTOOLS = (
    "#CHROM_A START_A END_A CHROM_B START_B END_B ID QUAL STRAND_A STRAND_B TYPE FILTER NAME_A "
    "REF_A ALT_A NAME_B REF_B ALT_B INFO_A INFO_B FORMAT T"
)


def _svtools(alt: str, info: str, values: str = "0/1:16:7:9", filters: str = "PASS") -> str:
    cells = f"2 {_ALK} {_ALK} 2 {_EML4} {_EML4} 309 99 + + BND {filters} 309_1 N {alt} . . ."
    return "\t".join([*cells.split(), f"POS={_ALK};{info}", ".", "GT:SU:PE:SR", values])


def _of_svtools(path: Path, *rows: str, header: str = _SVTOOLS) -> list[FusionObservation]:
    lines = ("##fileformat=BEDPE", "##source=LUMPY", "\t".join(header.split()), *rows)
    return _fusions(path, *lines, role="structural_variants")


@pytest.mark.parametrize(
    ("alt", "info", "places"),
    [
        (f"N]2:{_EML4}]", "SVTYPE=BND;STRANDS=++:16", [_SENSE]),
        ("<INV>", f"SVTYPE=INV;END={_EML4};STRANDS=++:9,--:0", [_SENSE]),
        ("<INV>", f"SVTYPE=INV;END={_EML4};STRANDS=++:9,--:8",
         [_SENSE, [("chr2", _ALK + 1), ("chr2", _EML4 + 1)]]),
        ("<DEL>", f"SVTYPE=DEL;END={_EML4};STRANDS=+-:4",
         [[("chr2", _ALK), ("chr2", _EML4 + 1)]]),
    ],
)  # fmt: skip
def test_svtools_is_read_by_its_vcf_part(
    tmp_path: Path, alt: str, info: str, places: list[list[tuple[str, int]]]
) -> None:
    found = _of_svtools(tmp_path / "x.bedpe", _svtools(alt, info))
    assert [_places(each) for each in found] == places
    first = found[0]
    assert (first.caller, first.split_reads, first.spanning_reads) == ("lumpy", 9, 7)


@pytest.mark.parametrize(
    ("values", "count"), [("0/0:0:0:0", 0), ("./.:0:0:0", 0), ("./.:1:1:0", 1), ("0/1:0:0:0", 1)]
)
def test_a_junction_that_the_tumor_does_not_have(tmp_path: Path, values: str, count: int) -> None:
    row = _svtools(f"N]2:{_EML4}]", "SVTYPE=BND", values)
    assert len(_of_svtools(tmp_path / "x.bedpe", row)) == count


def test_of_several_samples_the_tumor_must_be_known(tmp_path: Path) -> None:
    row = _svtools(f"N]2:{_EML4}]", "SVTYPE=BND") + "\t0/1:1:1:0"
    with pytest.raises(InputProblem, match="several sample columns"):
        _of_svtools(tmp_path / "x.bedpe", row, header=_SVTOOLS + " U")
    (found,) = _of_svtools(tmp_path / "x.bedpe", row, header=_SVTOOLS[:-1] + "NORMAL TUMOR")
    assert found.spanning_reads == 1


@pytest.mark.parametrize(
    ("alt", "info", "column"),
    [("N]2:x]", "SVTYPE=BND", "ALT_A"), ("<DEL>", "END=x", "INFO_A"), ("N[2:5]", "", "ALT_A")],
)
def test_a_bad_vcf_part(tmp_path: Path, alt: str, info: str, column: str) -> None:
    with pytest.raises(InputProblem) as told:
        _of_svtools(tmp_path / "x.bedpe", _svtools(alt, info))
    assert (told.value.line, told.value.column) == (4, column)


_BRASS = "# chr1\tstart1\tend1\tchr2\tstart2\tend2\tid/name\tbrass_score\tstrand1\tstrand2\t"
_CALLS = _BRASS + "sample\tsvclass\treadpair count\tassembled read count\tgene1\tstrand1\tgene2"
_GROUPS = _BRASS + "repeats\ttumour_count"


def _brass(signs: tuple[str, str], *more: object) -> str:
    return _row("2", _ALK - 1, _ALK, "2", _EML4 - 1, _EML4, 7, 9, *signs, *more)


def test_the_second_strand_of_a_brass_call_is_inverted(tmp_path: Path) -> None:
    row = _brass(("+", "-"), "T1", "inversion", 9, 4, "ALK", "-1", "EML4")
    (found,) = _fusions(tmp_path / "x.bedpe", _CALLS, row, role="structural_variants")
    assert (_places(found), found.junction, found.filters) == (_SENSE, "sense", [])
    assert (found.split_reads, found.spanning_reads) == (4, 9)
    assert (found.five_prime.genes, found.three_prime.genes) == (["EML4"], ["ALK"])


def test_a_brass_call_that_was_not_assembled(tmp_path: Path) -> None:
    row = _brass(("+", "-"), "T1", "inversion", 9, "_", "_", "_", "_")
    (found,) = _fusions(tmp_path / "x.bedpe", _CALLS, row, role="structural_variants")
    assert (found.split_reads, found.five_prime.genes) == (None, [])


def test_the_strands_of_brass_groups_are_plain_and_groups_no_calls(tmp_path: Path) -> None:
    lines = ("# Rearrangement groupings", "#SAMPLE\t1\tT1", _GROUPS, _brass(("+", "+"), "", 15))
    (found,) = _fusions(tmp_path / "x.bedpe", *lines, role="structural_variants")
    assert (_places(found), found.junction) == (_SENSE, "sense")
    assert (found.filters, found.spanning_reads) == (["brass_group"], 15)


_JULI = [
    "ChrA", "BreakA", "OriA", "DisA", "SplitA", "ChrB", "BreakB", "OriB", "DisB", "SplitB",
    "Event", "GeneA", "StrGeneA", "GeneB", "StrGeneB",
]  # fmt: skip


def _juli(**changed: object) -> str:
    cells = dict(
        zip(
            _JULI,
            f"chr2 {_ALK} 1 8 3 chr2 {_EML4} 1 7 4 Inversion ALK - EML4 +".split(),
            strict=True,
        )
    )
    return _row(*{**cells, **changed}.values())


def _of_juli(path: Path, *rows: str, more: str = "") -> list[FusionObservation]:
    return _fusions(path, "\t".join(_JULI) + more, *rows, role="structural_variants")


def test_juli_tells_kept_sides(tmp_path: Path) -> None:
    rows = (_juli(GeneA="Compl_ALK", StrGeneA="+", GeneB="Compl_EML4", StrGeneB="-"), _juli())
    (found,) = _of_juli(tmp_path / "x.txt", *rows)
    assert (_places(found), found.junction, found.assay) == (_SENSE, "sense", "dna")
    assert (found.five_prime.genes, found.three_prime.genes) == (["EML4"], ["ALK"])
    assert (found.split_reads, found.spanning_reads, found.source.line) == (7, 8, 3)


def test_juli_beside_a_gene(tmp_path: Path) -> None:
    row = _juli(ChrB="chr9", BreakB=500, GeneB="Flanking_A&B")
    (found,) = _of_juli(tmp_path / "x.txt", row)
    assert [end.genes for end in (found.five_prime, found.three_prime)] == [[], ["ALK"]]


@pytest.mark.parametrize(
    ("word", "frame"),
    [("Inframe", "in_frame"), ("Outframe", "out_of_frame"), ("Possible_Inframe", "unknown")],
)
def test_juli_frames(tmp_path: Path, word: str, frame: str) -> None:
    (found,) = _of_juli(tmp_path / "x.txt", _juli() + f"\t{word}", more="\tFrame")
    assert found.frame == frame


@pytest.mark.parametrize(
    ("column", "cell"), [("OriA", "2"), ("BreakB", "0"), ("SplitA", "x"), ("StrGeneB", "up")]
)
def test_a_bad_cell_of_juli(tmp_path: Path, column: str, cell: str) -> None:
    with pytest.raises(InputProblem) as told:
        _of_juli(tmp_path / "x.txt", _juli(**{column: cell}))
    assert (told.value.line, told.value.column) == (2, column)
