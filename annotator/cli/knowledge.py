"""The command `knowledge`: checks, questions, differences, exports of the knowledge base."""

import argparse
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.arguments import add_as_of, add_command, add_json, add_knowledge
from annotator.cli.messages import put_out
from annotator.cli.requests import argument_values
from annotator.cli.runs import BAD_INPUT, DONE, open_environment
from annotator.files.documents import document_text, write_whole
from annotator.model.errors import InputProblem

if TYPE_CHECKING:
    from annotator.cli.arguments import Commands
    from annotator.knowledge.curation.answer import ProfileAnswer
    from annotator.pipeline.environment import Environment


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("knowledge", help="The knowledge base.")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    validate = add_command(actions, "validate", "Check the knowledge base and its overlays.")
    add_knowledge(validate, dated=False)
    validate.set_defaults(run=_validate)
    show = add_command(actions, "show", "What the knowledge base says of a profile, or of itself.")
    what = show.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "profile",
        nargs="?",
        metavar="PROFILE",
        help="'ALK G1202R+L1196M', 'MET D1246N', 'ROS1', 'MET amplification'",
    )
    what.add_argument("--release", action="store_true", help="version, hash and change log")
    show.add_argument("--therapy", metavar="NAME", help="only for this therapy")
    add_as_of(show)
    add_json(show)
    add_knowledge(show, dated=False)
    show.set_defaults(run=_show)
    diff = add_command(actions, "diff", "What changed between two knowledge folders.")
    for name in ("old", "new"):
        diff.add_argument(name, type=Path, metavar=name.upper(), help="a knowledge folder")
    add_json(diff)
    diff.set_defaults(run=_diff)
    export = add_command(actions, "export", "The statements, for other programs.")
    export.add_argument("--format", choices=("csv", "json"), required=True, help="of the file")
    export.add_argument(
        "--output", metavar="FILE", type=Path, help="to write; default: standard output"
    )
    add_as_of(export, "those in force on this day; default: those of any date")
    add_knowledge(export, dated=False)
    export.set_defaults(run=_export)
    hotspots = add_command(actions, "hotspots", "The cataloged codons, for a coverage tool.")
    hotspots.add_argument("--bed", action="store_true", required=True, help="as BED, named")
    hotspots.add_argument(
        "--genome-build", metavar="BUILD", help="GRCh37 or GRCh38; default: both, into --outdir"
    )
    hotspots.add_argument(
        "--outdir", metavar="DIR", type=Path, help="output folder; default: standard output"
    )
    add_knowledge(hotspots, dated=False)
    hotspots.set_defaults(run=_hotspots)


def _validate(arguments: argparse.Namespace) -> int:
    from annotator.pipeline.checks import check_knowledge, sound_knowledge

    environment = open_environment(arguments)
    problems = check_knowledge(environment)
    for problem in problems:
        logging.getLogger("annotator").error("%s", problem)
    if not problems:
        put_out(f"{sound_knowledge(environment.knowledge)}\n")
    return BAD_INPUT if problems else DONE


def _show(arguments: argparse.Namespace) -> int:
    environment = open_environment(arguments)
    if arguments.release:
        from annotator.knowledge.curation.release import release_of, release_text

        release = release_of(environment.knowledge)
        text = document_text(release) if arguments.json else release_text(release)
    else:
        from annotator.knowledge.curation.answer_text import answer_text

        answer = _answer(environment, arguments)
        text = document_text(answer) if arguments.json else answer_text(answer)
    put_out(text)
    return DONE


def _answer(environment: "Environment", arguments: argparse.Namespace) -> "ProfileAnswer":
    """The statements on a profile. Raises InputProblem for an unknown profile or therapy."""
    from annotator.knowledge.curation.answer import answer
    from annotator.knowledge.curation.question import read_question
    from annotator.knowledge.therapy_names import resolve_therapies

    base = environment.knowledge
    therapy = None
    if arguments.therapy is not None:
        expected = "a therapy of the knowledge base, by any of its names"
        therapy = resolve_therapies([arguments.therapy], base.therapies, expected)[0]
    question = read_question(arguments.profile, base, environment.canonical_allele)
    return answer(question, environment.knowledge_as_of(arguments.as_of), therapy)


def _diff(arguments: argparse.Namespace) -> int:
    from annotator.knowledge.curation.diff import diff_text, knowledge_diff
    from annotator.pipeline.environment import Environment

    old = Environment.of_folders([arguments.old])
    new = Environment.of_folders([arguments.new], resources=old.resources)
    difference = knowledge_diff(old.knowledge, new.knowledge)
    put_out(document_text(difference) if arguments.json else diff_text(difference))
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    from annotator.knowledge.curation.export import (
        DISEASE,
        evidence_export,
        statement_records,
        statements_csv,
    )

    knowledge = open_environment(arguments).knowledge_as_of(arguments.as_of)
    all_dates = arguments.as_of is None
    records = statement_records(knowledge, all_dates)
    if arguments.format == "csv":
        text = statements_csv(records)
    else:
        text = document_text(evidence_export(knowledge, records, DISEASE, all_dates))
    if arguments.output is None:
        put_out(text)
    else:
        write_whole(arguments.output, text.encode())
        put_out(f"{arguments.output}: {len(records)} statements\n")
    return DONE


def _hotspots(arguments: argparse.Namespace) -> int:
    from annotator.pipeline.hotspots import hotspots_bed, write_hotspots

    environment = open_environment(arguments)
    build = argument_values(arguments, ("genome_build",)).get("genome_build")
    reference = environment.reference
    genomes = [reference.in_build(b) for b in reference.builds if build in (None, b)]
    if arguments.outdir is not None:
        write_hotspots(environment, genomes, arguments.outdir)
    elif len(genomes) > 1:
        raise InputProblem("no build is named", expected="--genome-build BUILD, or --outdir DIR")
    else:
        put_out(hotspots_bed(environment, genomes[0]))
    return DONE
