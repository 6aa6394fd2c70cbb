"""Every fault of a laboratory's folder is told with its file and its line, all of them at once."""

import shutil

import pytest

from annotator.pipeline.checks import check_knowledge
from annotator.pipeline.environment import Environment
from tests.builders import packaged
from tests.builders.overlays import lab, rule, statements, table

KNOWN = "alk-g1202r-crizotinib-clinical-gainor-2016"
SAME = {"evidence_type": "clinical_series", "level": "B"}
CONTRADICTS = SAME | {"id": "y", "effect": "sensitive"}


def told(folder) -> list[str]:
    environment = Environment([folder], resources=packaged.environment().resources)
    return [str(problem).replace(f"{folder}/", "") for problem in check_knowledge(environment)]


CLEAN = {
    "a statement": statements({}),
    "a rule": rule(),
    "another evidence": statements({"effect": "sensitive"}),
    "another time": statements(CONTRADICTS | {"since": "2005", "until": "2010"}),
    "another history": statements(
        {"id": "a", "evidence_type": "model", "level": "E", "prior_therapy": "none"},
        {
            "id": "b",
            "evidence_type": "model",
            "level": "E",
            "prior_therapy": "tki",
            "effect": "sensitive",
        },
    ),
    "a contradiction that is kept": statements(CONTRADICTS)
    | {"disagreements.tsv": table({"statement": "y", "against": KNOWN, "reason": "Both seen."})},
    "a rule on a compound": rule(("when: {}", "when: {requires: [L1196M+G1202R]}")),
    "a rule on an alteration": rule(("when: {}", "when: {requires: [MET amplification]}")),
    "a rule on a bypass": rule(
        ("when: {}", "when: {requires_any: [MET fusion, MET exon 14 skipping]}")
    ),
    "a rule on a variant": rule(
        ("when: {}", "when: {requires: ['EML4::ALK E20;A20 (variant 2)']}")
    ),
    "a rule of one agency": rule(("when: {}", "when: {jurisdictions: [EMA]}")),
    "a rule after toxicity": rule(
        ("when: {}", "when: {prior: {all_of: ['toxicity:alectinib'], none_of: [tki]}}")
    ),
    "agencies of its own": {
        "release.yaml": "jurisdiction: TGA\nagencies: [{name: TGA, complete: false}]\n"
    },
    "a note and no option": rule(
        (
            "  options:\n    - therapies: [lorlatinib]\n      category: alternative\n"
            "      reason: Because.\n",
            "  notes:\n    - text: Read this.\n",
        )
    ),
    "nothing": {},
}


@pytest.mark.parametrize("name", CLEAN)
def test_what_is_right_is_left_alone(tmp_path, name):
    assert told(lab(tmp_path, CLEAN[name])) == []


STATEMENT_FAULTS = [
    ({"requires": "fusion; A1202R"}, "x: ALK 'A1202R' fits no transcript; expected G1202"),
    ({"requires": "fusion; G1202R; L1196M", "phase": "cis"}, "x: lists its alleles out of residue"),
    (
        {"requires": "fusion; G1202R; G1202K", "phase": "cis"},
        "x: requires two changes of one resid",
    ),
    ({"requires": "fusion; G1202R; L1196M"}, "x: must have phase cis"),
    ({"requires": "fusion; MET gain"}, "x: no finding has the alteration 'MET gain'; expected one"),
    ({"requires": "G1202R"}, "x: must require the fusion of ALK"),
    ({"gene": "MET", "requires": "fusion"}, "x: requires a fusion of MET, which is not a driver"),
    ({"excludes": "fusion"}, "x: requires what it excludes"),
    ({"reference": "gone-2020"}, "x: cites 'gone-2020', which references.tsv does not hold"),
    ({"further_references": "gone"}, "x: cites 'gone'"),
    ({"therapy": "lorlatnib"}, "x: names the therapy 'lorlatnib', which therapies.yaml"),
    ({"trial": "NOWHERE-1"}, "x: names the trial 'NOWHERE-1', which trials.yaml does not hold"),
    ({"prior_therapy": "therapy:lorlatnib"}, "x: names the therapy 'lorlatnib'"),
    ({"prior_therapy": "often"}, "x: 'often' is not a history token"),
    ({"prior_therapy": "generation:7"}, "x: 'generation:7': no TKI of ALK is of that generation"),
    ({"prior_therapy": "therapy:lorlatinib", "not_after": "generation:3"}, "x: holds for no hist"),
    ({"until": "2019"}, "x: ends (2019) before it begins (2020)"),
    (SAME, f"x: says the same as {KNOWN} at the same time"),
    (CONTRADICTS, f"y: says sensitive where {KNOWN} says resistant on the same evidence"),
    ({"effect": "strong"}, "effect"),
    ({"since": "soon"}, "since"),
    ({"id": "alk-g1202r"}, "alk-g1202r: is the id of a rule too"),
]


@pytest.mark.parametrize(("change", "message"), STATEMENT_FAULTS)
def test_faults_of_a_statement(tmp_path, change, message):
    good = {"id": "good", "therapy": "alectinib", "evidence_type": "model", "level": "E"}
    found = told(lab(tmp_path, statements(good, change)))
    assert any(line.startswith("statements/lab.tsv:3") and message in line for line in found), found


NEVER = "it can never fire"
RULE_FAULTS = [
    (("when: {}", "when: {prior: {none: true, any_of: [tki]}}"), NEVER),
    (("when: {}", "when: {prior: {all_of: ['therapy:lorlatinib'], none_of: [tki]}}"), NEVER),
    (("when: {}", "when: {prior: {any_of: ['generation:2'], none_of: ['generation:2']}}"), NEVER),
    (("when: {}", "when: {requires: [G1202R], excludes: [G1202R]}"), NEVER),
    (("when: {}", "when: {requires: [L1196M+G1202R], excludes: [compound]}"), NEVER),
    (("when: {}", "when: {requires_any: [G1202R], excludes: [G1202R]}"), NEVER),
    (("when: {}", "when: {requires: [no_on_target_mutation, G1202R]}"), NEVER),
    (("when: {}", "when: {requires: [no_on_target_mutation, compound]}"), NEVER),
    (("gene: ALK", "gene: MET"), NEVER),
    (("gene: ALK", "gene: MET"), "branches.yaml holds no branch for MET"),
    (("when: {}", "when: {requires: [G1202R+L1196M]}"), "names a compound out of residue order"),
    (("when: {}", "when: {requires: [G1202R+G1202K]}"), "has two changes of one residue"),
    (("when: {}", "when: {requires: [MET gain]}"), "no finding has the alteration 'MET gain'"),
    (
        ("when: {}", "when: {requires: ['EML4::ALK E20;A20']}"),
        "fusion_variants.tsv holds no variant 'EML4::ALK E20;A20'",
    ),
    (("when: {}", "when: {jurisdictions: [EMEA]}"), "release.yaml lists no agency 'EMEA'"),
    (
        ("when: {}", "when: {prior: {all_of: ['toxicity:alectinib'], none_of: [toxicity]}}"),
        NEVER,
    ),
    (("when: {}", "when: {prior: {any_of: ['toxicity:x-1']}}"), "names the therapy 'x-1'"),
    (
        ("  options:", "  notes:\n    - text: n\n      until: 2010\n  options:"),
        "its note 'n' is never in force while",
    ),
    (("when: {}", "when: {requires: [fusion]}"), "'fusion' is a word of statements"),
    (("when: {}", "when: {prior: {any_of: [none]}}"), "write `none: true`"),
    (("when: {}", "when: {prior: {any_of: ['therapy:x-1']}}"), "names the therapy 'x-1'"),
    (("[lorlatinib]", "[lorlatnib]"), "names the therapy 'lorlatnib'"),
    (
        ("category: alternative", "category: alternative\n      trials: [T-1]"),
        "names the trial 'T-1'",
    ),
    (
        ("category: alternative", "category: alternative\n      until: 2010"),
        "is never in force while",
    ),
    (("category: alternative", "category: alternative\n      references: [gone]"), "cites 'gone'"),
    (("since: 2020", "since: 2020\n  until: 2019"), "ends (2019) before it begins (2020)"),
    (("[gainor-2016]", "[gone-2020]"), "cites 'gone-2020'"),
]


@pytest.mark.parametrize(("change", "message"), RULE_FAULTS)
def test_faults_of_a_rule(tmp_path, change, message):
    found = told(lab(tmp_path, rule(change)))
    assert any(line.startswith("rules/lab.yaml:1: x: ") and message in line for line in found), (
        found
    )


def test_a_rule_that_says_nothing(tmp_path):
    text = rule()["rules/lab.yaml"]
    empty = text[: text.index("  options:")] + text[text.index("  evidence_type") :]
    found = told(lab(tmp_path, {"rules/lab.yaml": empty}))
    assert found == ["rules/lab.yaml:1: x: has neither options nor notes, so it has no effect"]


THERAPY = "- name: {}\n  kind: tki\n  status: marketed\n  description: d\n  curation: {}\n"
DEVELOPMENT = """\
  development:
    - text: Stopped.
      since: 2020
      until: 2019
      reference: gone
      curation: unverified
"""
FILE_FAULTS = [
    ({"statement/lab.tsv": "id\n"}, "statement/lab.tsv: not a file of a knowledge base; expected"),
    ({"rules/lab.yml": "- id: x\n"}, "rules/lab.yml: not a file of a knowledge base"),
    (
        {"rules/lab.yaml": "- id: x\n  gene: ALK\n  gene: MET\n"},
        "rules/lab.yaml:3:gene: the key 'gene' stands tw",
    ),
    ({"rules/lab.yaml": "- id: x\n\tgene: ALK\n"}, "rules/lab.yaml:2: not YAML"),
    (
        {"references.tsv": "id\tcitation\na\tA\n"},
        "references.tsv:2: a: is a reference that nothing",
    ),
    (
        {"references.tsv": "id\tpmid\tcitation\na\t27432227\tA\n"},
        "references.tsv:2: a: has the PMID of gainor-2016",
    ),
    (
        {"therapies.yaml": THERAPY.format("new-1", "verified")},
        "therapies.yaml:1: new-1: is verified without a reference",
    ),
    (
        {"therapies.yaml": THERAPY.format("a-1", "unverified") + "  made_of: [[b-1]]\n"},
        "therapies.yaml:1: a-1: names the therapy 'b-1'",
    ),
    (
        {"therapies.yaml": THERAPY.format("a-1", "unverified") + DEVELOPMENT},
        "therapies.yaml:1: a-1: cites 'gone'",
    ),
    (
        {"therapies.yaml": THERAPY.format("a-1", "unverified") + DEVELOPMENT},
        "therapies.yaml:1: a-1: ends (2019) before it begins (2020)",
    ),
    (
        {"tiers.tsv": "level\ttier\treference\nA\tI-A\tgone\n"},
        "tiers.tsv:2: A: cites 'gone'",
    ),
    (
        {"release.yaml": "jurisdiction: EMEA\n"},
        "release.yaml:1: release: lists no agency 'EMEA' (jurisdiction)",
    ),
    (
        {
            "therapies.yaml": THERAPY.format("a-1", "unverified")
            + THERAPY.format("xalkori", "unverified")
        },
        "therapies.yaml:6: xalkori: shares the name 'xalkori' with crizotinib",
    ),
    (
        {
            "approvals.tsv": table(
                {
                    "therapy": "crizotinib",
                    "agency": "FDA",
                    "gene": "ALK",
                    "lines": "first",
                    "since": "2001",
                    "indication": "i",
                    "trial": "T-1",
                    "curation": "verified",
                }
            )
        },
        "approvals.tsv:2: crizotinib FDA ALK first 2001: names the trial 'T-1'",
    ),
    (
        {
            "approvals.tsv": table(
                {
                    "therapy": "crizotinib",
                    "agency": "FDA",
                    "gene": "ALK",
                    "lines": "later",
                    "after": "tki; therapy:alectinib + generation:9",
                    "since": "2001",
                    "indication": "i",
                    "curation": "unverified",
                }
            )
        },
        "approvals.tsv:2: crizotinib FDA ALK later 2001: 'generation:9': no TKI of ALK",
    ),
    (
        {
            "approvals.tsv": table(
                {
                    "therapy": "crizotinib",
                    "agency": "FDA",
                    "gene": "ALK",
                    "lines": "later",
                    "after": "therapy:drug-q",
                    "since": "2001",
                    "indication": "i",
                    "curation": "unverified",
                }
            )
        },
        "approvals.tsv:2: crizotinib FDA ALK later 2001: names the therapy 'drug-q'",
    ),
    (
        {
            "approvals.tsv": table(
                {
                    "therapy": "crizotinib",
                    "agency": "FDA",
                    "gene": "ALK",
                    "lines": "later",
                    "after": "later",
                    "since": "2001",
                    "indication": "i",
                    "curation": "unverified",
                }
            )
        },
        "approvals.tsv:2: crizotinib FDA ALK later 2001: 'later' is not a history token",
    ),
    (
        {"disagreements.tsv": table({"statement": "a", "against": KNOWN, "reason": "r"})},
        "disagreements.tsv:2: a " + KNOWN + ": names the statement 'a', which is not there",
    ),
    (
        {
            "disagreements.tsv": table(
                {
                    "statement": KNOWN,
                    "against": "alk-g1202r-alectinib-clinical-gainor-2016",
                    "reason": "r",
                }
            )
        },
        "is not a contradiction (any more): remove the line",
    ),
    (
        {"retired.tsv": "id\treason\nnone-such\tr\n"},
        "retired.tsv:2:id: 'none-such' is not a statement",
    ),
    (
        statements({}) | {"retired.tsv": "id\treason\nx\tr\n"},
        "retired.tsv:2:id: 'x' stands in the same folder",
    ),
    ({"retired.tsv": "id\nx\n"}, "retired.tsv:2:reason"),
    (
        {
            "polymorphisms.tsv": "gene\tprotein_change\treference\tcuration\n"
            "ALK\tA2R\tdbsnp\tunverified\n"
        },
        "polymorphisms.tsv:2: ALK A2R: ALK 'A2R' fits no transcript",
    ),
    (
        {
            "functional_regions.tsv": "id\tgene\ttranscript\tfirst\tlast\talleles\t"
            "functional_class\trole\treference\tcuration\n"
            "r\tMET\tNM_000245.4\t99999\t99999\tany\tc\tbypass\tdbsnp\tunverified\n"
        },
        "functional_regions.tsv:2: r: ",
    ),
    ({"release.yaml": "laboratory: [a]\n"}, "release.yaml:1:laboratory"),
    (
        {"release.yaml": "laboratory: A\nversion: 2026.10\n"},
        "release.yaml:2:version: found 2026.1; expected a text. Put it in quotes",
    ),
    ({"release.yaml": "laboratories: a\n"}, "release.yaml:1:laboratories"),
    ({"limits.yaml": "min_depth: {tissue: deep}\n"}, "limits.yaml:1:min_depth"),
    ({"release.yaml": "laboratry: A\n"}, "laboratry: unknown key. Did you mean laboratory?"),
    ({"notes.txt": "to do"}, ": holds no file of a knowledge base; expected release.yaml"),
    ({"statements/lab.TSV": "id\n"}, "statements/lab.TSV: not a file of a knowledge base"),
    ({"statements/lab.tsv.txt": "id\n"}, "lab.tsv.txt: not a file of a knowledge base"),
    ({"lab.xlsx": "PK"}, "lab.xlsx: not a file of a knowledge base"),
    (
        {"therapies.yaml": THERAPY.format("Newinib", "unverified")},
        "therapies.yaml:1: Newinib: has a name that is not in lower case",
    ),
    (
        {"therapies.yaml": THERAPY.format("pf 0234-1066", "unverified")},
        "therapies.yaml:1: pf 0234-1066: shares the name ",
    ),
    (
        {"references.tsv": "id\tpmid\tcitation\na\tPMID 27432227\tA\n"},
        "references.tsv:2:pmid: found 'PMID 27432227': a PMID is digits alone",
    ),
    (
        {"references.tsv": "id\tdoi\tcitation\na\thttps://doi.org/10.1/x\tA\n"},
        "references.tsv:2:doi: found 'https://doi.org/10.1/x': a DOI begins with 10.",
    ),
    (
        {"release.yaml": "laboratory: A\ndate: 1.12.2026\n"},
        "release.yaml:2:date: found '1.12.2026'; expected a date as 2026-07-22",
    ),
    (
        rule(("title: X", "titel: X")),
        "rules/lab.yaml:4:titel: unknown key. Did you mean title?",
    ),
    (rule(("title: X", "titel: X")), "rules/lab.yaml:1:title: nothing is given"),
    (
        rule(("[lorlatinib]", "lorlatinib")),
        "options.0.therapies: found 'lorlatinib'; expected a list, such as [one]",
    ),
    (rule(("title: X", "title: no")), "title: found False; expected a text. Put it in quotes"),
]
HEADER, ROW = statements({})["statements/lab.tsv"].splitlines()
BROKEN_TABLES = {
    "a misspelt column": (HEADER.replace("therapy", "therpy"), ROW, ":1: unknown column 'therpy'"),
    "a near column is named": (HEADER.replace("therapy", "therpy"), ROW, "Did you mean therapy?"),
    "a column twice": (HEADER.replace("level", "gene"), ROW, ":1: the column 'gene' stands twice"),
    "spaces for tabs": (HEADER.replace("\t", "  "), ROW, ":1: the header is one cell, 'id  gene"),
    "commas": (HEADER.replace("\t", ","), ROW.replace("\t", ","), ". Save the table as text with"),
    "a space for one tab": (HEADER, ROW.replace("x\tALK", "x ALK"), ":2: 9 cells; expected 10 "),
    "a tab too many": (HEADER, ROW.replace("x\tALK", "x\t\tALK"), ":2: 11 cells; expected 10 "),
    "an open quote": (HEADER, ROW.replace("fusion; G", '"fusion; G'), ":2: a quote that is not"),
    "an empty cell": (HEADER, ROW.replace("crizotinib", " "), ":2:therapy: nothing is given"),
    "a date of another order": (HEADER, ROW.replace("2020", "15.03.2020"), "expected a date as 20"),
    "a day that is none": (HEADER, ROW.replace("2020", "2020-02-30"), "day is out of range"),
    "a near word": (HEADER, ROW.replace("\tresistant", "\tResistent"), "Did you mean resistant?"),
    "a brand name": (HEADER, ROW.replace("crizotinib", "Xalkori"), "Did you mean crizotinib?"),
    "a compound": (HEADER, ROW.replace("G1202R", "L1196M+G1202R"), "write each allele by itself"),
    "a word of rules": (HEADER, ROW.replace("G1202R", "on_target_mutation"), "is a word of rules"),
}


@pytest.mark.parametrize(
    ("header", "row", "message"), BROKEN_TABLES.values(), ids=list(BROKEN_TABLES)
)
def test_what_hands_and_spreadsheets_do_to_a_table(tmp_path, header, row, message):
    found = told(lab(tmp_path, {"statements/lab.tsv": f"{header}\n{row}\n"}))
    assert all(line.startswith("statements/lab.tsv:") for line in found)
    assert any(message in line for line in found), found


READ_ALL_THE_SAME = {
    "a byte order mark": lambda text: "\ufeff" + text,
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "quotes of a spreadsheet": lambda text: text.replace("fusion; G1202R", '"fusion; G1202R"'),
    "empty rows of a spreadsheet": lambda text: text + "\t" * 9 + "\n\n",
    "spaces around": lambda text: text.replace("crizotinib", " crizotinib "),
}


@pytest.mark.parametrize("change", READ_ALL_THE_SAME.values(), ids=list(READ_ALL_THE_SAME))
def test_what_a_spreadsheet_leaves_is_no_fault(tmp_path, change):
    folder = lab(tmp_path, {"statements/lab.tsv": change(f"{HEADER}\n{ROW}\n")})
    assert told(folder) == []
    added = Environment([folder]).knowledge.statements[-1]
    assert (added.id, added.requires, added.therapy) == ("x", ["fusion", "G1202R"], "crizotinib")


def test_quotes_within_a_cell_are_those_of_the_text(tmp_path):
    header, row = HEADER + "\tnote", ROW + '\t"Says ""so"", and more"'
    folder = lab(tmp_path / "a", {"statements/lab.tsv": f"{header}\n{row}\n"})
    assert Environment([folder]).knowledge.statements[-1].note == 'Says "so", and more'
    row = ROW + '\t"One" and "other"'
    folder = lab(tmp_path / "b", {"statements/lab.tsv": f"{header}\n{row}\n"})
    assert Environment([folder]).knowledge.statements[-1].note == '"One" and "other"'


@pytest.mark.parametrize(("files", "message"), FILE_FAULTS)
def test_faults_of_a_file(tmp_path, files, message):
    found = told(lab(tmp_path, files))
    assert any(message in line for line in found), found


def test_every_bad_row_of_every_file_is_told_at_once(tmp_path):
    files = statements({"effect": "strong"}, {"id": "good"}, {"id": "z", "since": "soon"})
    files |= rule(("since: 2020", "since: never")) | {"references.tsv": "name\n"}
    assert [line.split(" ")[0] for line in told(lab(tmp_path, files))] == [
        "references.tsv:1:",
        "statements/lab.tsv:2:effect:",
        "statements/lab.tsv:4:since:",
        "rules/lab.yaml:3:since:",
    ]


def test_two_items_of_one_key_are_told_with_both_places(tmp_path):
    files = statements({}, {"id": "y", "therapy": "alectinib"}, {"effect": "sensitive"})
    (found,) = told(lab(tmp_path, files))
    assert found.startswith("statements/lab.tsv:4: 'x' stands twice")
    assert "statements/lab.tsv:2" in found


def test_a_reference_of_the_base_that_is_no_longer_cited_is_no_fault_of_the_laboratory(tmp_path):
    only = "alk-g1202r-ensartinib-model-lin-2017"
    folder = lab(tmp_path, {"retired.tsv": f"id\treason\n{only}\tr\n{KNOWN}\tr\n"})
    assert told(folder) == []


@pytest.mark.parametrize(
    ("version", "message"),
    [("2026.12", None), ("2026.12.1", None), ("1.0", "'1.0' is not a calendar version")],
)
def test_the_version_of_a_whole_base_is_a_calendar_one(tmp_path, repository, version, message):
    whole = tmp_path / "whole"
    shutil.copytree(repository / "resources" / "knowledge", whole)
    path = whole / "release.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f'version: "{version}"\n' + text.split("\n", 1)[1], encoding="utf-8")
    found = [str(problem) for problem in check_knowledge(Environment.of_folders([whole]))]
    expected = [] if message is None else [f"{path}:1: release: {message} such as 2026.11"]
    assert found == expected
