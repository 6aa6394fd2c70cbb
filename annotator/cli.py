"""The commands. No logic: each reads its options, calls its stage and gives the exit status."""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from annotator import __version__
from annotator.documents import outputs_of_mode
from annotator.messages import put_out
from annotator.model.base import NameCheck
from annotator.model.errors import InputProblem
from annotator.options import (
    CONTEXT_VALUES,
    FILE_OPTIONS,
    VALUE_OPTIONS,
    calendar_date,
    context_values,
    creation_day,
    creation_time,
    file_mode,
    option_values,
    process_count,
    requested_samples,
    timestamp,
)

if TYPE_CHECKING:
    from annotator.failures import Failures
    from annotator.run import AnySample
    from annotator.workbench import Workbench

DONE, INTERNAL, BAD_INPUT = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command. Exit status: 0 done, 2 wrong usage or bad input, 1 internal error."""
    options = _parser().parse_args(argv)
    _log_starter(options)()
    try:
        with outputs_of_mode(getattr(options, "mode", None)):
            status: int = options.run(options)
    except InputProblem as problem:
        logging.getLogger("annotator").error("%s", problem)
        return BAD_INPUT
    except BrokenPipeError:
        return DONE
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        log = logging.getLogger("annotator")
        log.error("internal error: %s: %s", type(error).__name__, error)
        log.debug("where it happened", exc_info=True)
        return INTERNAL
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="annotator",
        description="ALK/ROS1 genomic reports: driver, resistance, sensitivity, guidance.",
        epilog="For qualified professionals; not a medical device.",
    )
    parser.add_argument("--version", action="version", version=f"annotator {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_report(commands)
    _add_detect(commands)
    _add_interpret(commands)
    _add_render(commands)
    _add_cohort(commands)
    _add_check(commands)
    _add_formats(commands)
    _add_knowledge(commands)
    _add_reinterpret(commands)
    return parser


Commands = argparse._SubParsersAction  # the only name argparse has for it


def _command(
    commands: "Commands[argparse.ArgumentParser]", name: str, text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("--log-json", action="store_true", help="messages as JSON lines")
    parser.add_argument(
        "-v", "--verbose", action="count", default=0, help="say more (-vv: where errors happened)"
    )
    return parser


def _add_samples(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--sample", metavar="ID", help="one sample, its inputs given as options")
    which.add_argument("--samples", metavar="SHEET", type=Path, help="a sample sheet")
    parser.add_argument(
        "--only", action="append", metavar="ID", help="of the sheet, only this sample (repeatable)"
    )
    for name, text in FILE_OPTIONS:
        parser.add_argument(
            f"--{name}", action="append", metavar="[FORMAT=]FILE", help=f"{text} (repeatable)"
        )
    for name, value, text in VALUE_OPTIONS:
        parser.add_argument(f"--{name}", metavar=value, help=text)
    _add_sample_names(parser)
    parser.add_argument(
        "--keep-going",
        action="store_true",
        help="a sample that fails gets a failed document in place of its result; exit status 0",
    )


def _add_sample_names(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sample-names",
        choices=get_args(NameCheck),
        default="warn",
        help="a file whose name of the sample is unlike sample, patient and the other files: "
        "refuse it (strict), read it with a warning (warn, the default) or without one (off)",
    )


def _add_run(parser: argparse.ArgumentParser) -> None:
    _add_outdir(parser)
    parser.add_argument(
        "--jobs", type=process_count, default=1, metavar="N", help="processes to use; default: 1"
    )


def _add_outdir(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--outdir", metavar="DIR", type=Path, required=True, help="output folder")
    parser.add_argument(
        "--mode",
        type=file_mode,
        metavar="MODE",
        help="who may read and write the outputs, as octal number (0640); default: by the umask",
    )


def _add_knowledge_options(parser: argparse.ArgumentParser, dated: bool = True) -> None:
    parser.add_argument(
        "--knowledge",
        action="append",
        type=Path,
        default=[],
        metavar="DIR",
        help="a knowledge folder laid over the packaged one, or a whole one in its place "
        "(repeatable: later ones lie over the first)",
    )
    if dated:
        _add_as_of(parser)
        _add_jurisdiction(parser)
        parser.add_argument(
            "--created",
            type=timestamp,
            metavar="TIME",
            help="time stamp of the report; default: SOURCE_DATE_EPOCH, else now",
        )


def _add_jurisdiction(
    parser: argparse.ArgumentParser, default: str = "that of the knowledge base"
) -> None:
    parser.add_argument(
        "--jurisdiction",
        metavar="AGENCY",
        help=f"whose approvals count (FDA, EMA, ...); default: {default}",
    )


def _add_context(parser: argparse.ArgumentParser, instead_of: str) -> None:
    for name, value, text in VALUE_OPTIONS:
        if name.replace("-", "_") in CONTEXT_VALUES:
            text = f"{text} (instead of what {instead_of} say)"
            parser.add_argument(f"--{name}", metavar=value, help=text)


def _add_as_of(
    parser: argparse.ArgumentParser,
    text: str = "knowledge as it stood on this day; default: its release date",
) -> None:
    parser.add_argument("--as-of", type=calendar_date, metavar="DATE", help=text)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON, for machines")


def _add_report(commands: "Commands[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "report", "All stages in one process: inputs to PDF and JSON.")
    _add_samples(parser)
    _add_run(parser)
    _add_knowledge_options(parser)
    parser.set_defaults(run=_report)


def _report(options: argparse.Namespace) -> int:
    from annotator.run import report_samples

    limit = creation_day(options)
    limit.refuse("--as-of", options.as_of)
    samples, bench = requested_samples(options, limit), _bench(options)
    run = partial(
        report_samples,
        bench,
        options.as_of,
        options.outdir,
        creation_time(options),
        options.keep_going,
    )
    return _ended(_run_samples(run, samples, options), options)


def _add_detect(commands: "Commands[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "detect", "Inputs to findings.json.")
    _add_samples(parser)
    _add_run(parser)
    _add_knowledge_options(parser, dated=False)
    parser.add_argument(
        "--created",
        type=timestamp,
        metavar="TIME",
        help="time stamp that the reports will bear: a sample with a later day fails; default: now",
    )
    parser.add_argument(
        "--one-knowledge",
        action="store_true",
        help="a sample with a knowledge folder of its own fails: the stages after this one use the "
        "same knowledge for all",
    )
    parser.set_defaults(run=_detect)


def _detect(options: argparse.Namespace) -> int:
    from annotator.run import detect_samples

    samples = requested_samples(options, creation_day(options))
    run = partial(detect_samples, _bench(options), options.outdir, options.keep_going)
    return _ended(_run_samples(run, samples, options), options)


def _run_samples(
    run: "Callable[[Sequence[AnySample]], Failures]",
    samples: "Sequence[AnySample]",
    options: argparse.Namespace,
) -> "Failures":
    """Run a stage over samples, in as many processes as the options say."""
    from annotator.parallel import spread
    from annotator.run import LostSample, log_equal_variants
    from annotator.run_lock import run_lock

    def lost(those: "Sequence[AnySample]") -> "Failures":
        return run([LostSample(each.sample) for each in those])

    with run_lock(options.outdir, [each.sample for each in samples]):
        failures = spread(run, samples, options.jobs, _log_starter(options), lost)
        log_equal_variants(options.outdir, [each.sample for each in samples])
    return failures


def _run_documents(
    run: "Callable[[Sequence[Path]], Failures]",
    paths: Sequence[Path],
    made: Sequence[str],
    options: argparse.Namespace,
) -> int:
    """Run a stage over documents; `made` names the outputs that it leaves of each."""
    from annotator.parallel import spread
    from annotator.run import lost_documents, one_document_a_sample
    from annotator.run_lock import run_lock

    documents = one_document_a_sample(paths)
    lost = partial(lost_documents, options.outdir, made)
    with run_lock(options.outdir, documents.by_sample):
        failures = spread(run, documents.paths, options.jobs, _log_starter(options), lost)
    failures.add_all(documents.failures)
    return failures.exit_status


def _add_interpret(commands: "Commands[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "interpret", "findings.json to report.json.")
    parser.add_argument("findings", nargs="+", type=Path, metavar="FINDINGS.json")
    _add_run(parser)
    _add_knowledge_options(parser)
    _add_context(parser, "the findings")
    parser.add_argument(
        "--explain",
        action="store_true",
        help="also write S.explanation.txt: why each call, option and exclusion is as it is",
    )
    parser.set_defaults(run=_interpret)


def _interpret(options: argparse.Namespace) -> int:
    from annotator.run import DERIVED, interpret_documents

    limit = creation_day(options)
    limit.refuse("--as-of", options.as_of)
    bench = _bench(options)
    run = partial(
        interpret_documents,
        bench,
        options.as_of,
        options.outdir,
        creation_time(options),
        limit,
        context_values(bench, options, limit),
        options.explain,
    )
    return _run_documents(run, options.findings, DERIVED["findings"], options)


def _add_render(commands: "Commands[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "render", "report.json to PDF.")
    parser.add_argument("reports", nargs="+", type=Path, metavar="REPORT.json")
    _add_run(parser)
    parser.set_defaults(run=_render)


def _render(options: argparse.Namespace) -> int:
    from annotator.run import render_reports
    from annotator.workbench import Workbench

    run = partial(render_reports, Workbench(), options.outdir)
    return _run_documents(run, options.reports, ["pdf"], options)


def _add_cohort(commands: "Commands[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "cohort", "Many report.json to the tables of a run.")
    parser.add_argument("reports", nargs="+", type=Path, metavar="REPORT.json")
    _add_outdir(parser)
    parser.set_defaults(run=_cohort)


def _cohort(options: argparse.Namespace) -> int:
    from annotator.run import write_cohort

    write_cohort(options.reports, options.outdir)
    return DONE


def _add_check(commands: "Commands[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "check", "Every problem of every input of a sample sheet.")
    parser.add_argument("sheet", type=Path, metavar="SHEET")
    _add_sample_names(parser)
    _add_knowledge_options(parser, dated=False)
    parser.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from annotator.checks import check_sheet

    limit = creation_day(options)
    checked = check_sheet(_bench(options), options.sheet, limit, options.sample_names)
    log = logging.getLogger("annotator")
    for doubt in checked.doubts:
        log.warning("%s", doubt)
    for problem in checked.problems:
        log.error("%s", problem)
    return BAD_INPUT if checked.problems else DONE


def _add_formats(commands: "Commands[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "formats", "What can be read, and how it is recognized.")
    parser.set_defaults(run=_formats)


def _formats(_options: argparse.Namespace) -> int:
    from annotator.readers.registry import describe_formats

    lines = ["role\tformat\ttold by\tcoordinates"]
    for entry in describe_formats():
        lines.append(f"{entry.role}\t{entry.name}\t{entry.told_by}\t{entry.coordinates}")
    put_out("\n".join(lines) + "\n")
    return DONE


def _add_knowledge(commands: "Commands[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("knowledge", help="The knowledge base.")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    validate = _command(actions, "validate", "Check the knowledge base and its overlays.")
    _add_knowledge_options(validate, dated=False)
    validate.set_defaults(run=_validate)
    show = _command(actions, "show", "What the knowledge base says of a profile, or of itself.")
    what = show.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "profile",
        nargs="?",
        metavar="PROFILE",
        help="'ALK G1202R+L1196M', 'MET D1246N', 'ROS1', 'MET amplification'",
    )
    what.add_argument("--release", action="store_true", help="version, hash and change log")
    show.add_argument("--therapy", metavar="NAME", help="of this therapy alone")
    _add_as_of(show)
    _add_json(show)
    _add_knowledge_options(show, dated=False)
    show.set_defaults(run=_show)
    diff = _command(actions, "diff", "What changed between two knowledge folders.")
    for name in ("old", "new"):
        diff.add_argument(name, type=Path, metavar=name.upper(), help="a knowledge folder")
    _add_json(diff)
    diff.set_defaults(run=_diff)
    export = _command(actions, "export", "The statements, for other programs.")
    export.add_argument("--format", choices=("csv", "json"), required=True, help="of the file")
    export.add_argument(
        "--output", metavar="FILE", type=Path, help="to write; default: standard output"
    )
    _add_as_of(export, "those in force on this day; default: those of any date")
    _add_knowledge_options(export, dated=False)
    export.set_defaults(run=_export)
    hotspots = _command(actions, "hotspots", "The catalogued codons, for a coverage tool.")
    hotspots.add_argument("--bed", action="store_true", required=True, help="as BED, named")
    hotspots.add_argument(
        "--genome-build", metavar="BUILD", help="GRCh37 or GRCh38; default: both, into --outdir"
    )
    hotspots.add_argument(
        "--outdir", metavar="DIR", type=Path, help="output folder; default: standard output"
    )
    _add_knowledge_options(hotspots, dated=False)
    hotspots.set_defaults(run=_hotspots)


def _validate(options: argparse.Namespace) -> int:
    from annotator.checks import check_knowledge, sound_knowledge

    bench = _bench(options)
    problems = check_knowledge(bench)
    for problem in problems:
        logging.getLogger("annotator").error("%s", problem)
    if not problems:
        put_out(f"{sound_knowledge(bench.knowledge)}\n")
    return BAD_INPUT if problems else DONE


def _show(options: argparse.Namespace) -> int:
    from annotator.curation import show_profile, show_release

    bench = _bench(options)
    if options.release:
        text = show_release(bench, options.json)
    else:
        text = show_profile(bench, options.profile, options.therapy, options.as_of, options.json)
    put_out(text)
    return DONE


def _diff(options: argparse.Namespace) -> int:
    from annotator.curation import show_difference

    put_out(show_difference(options.old, options.new, options.json))
    return DONE


def _export(options: argparse.Namespace) -> int:
    from annotator.curation import exported_statements, write_export

    text, count = exported_statements(_bench(options), options.format, options.as_of)
    if options.output is None:
        put_out(text)
    else:
        write_export(options.output, text)
        put_out(f"{options.output}: {count} statements\n")
    return DONE


def _hotspots(options: argparse.Namespace) -> int:
    from annotator.hotspots import hotspots_bed, write_hotspots

    bench = _bench(options)
    build = option_values(options, ("genome_build",)).get("genome_build")
    builds = [b for b in bench.reference.builds if build in (None, b)]
    if options.outdir is not None:
        write_hotspots(bench, builds, options.outdir)
    elif len(builds) > 1:
        raise InputProblem("no build is named", expected="--genome-build BUILD, or --outdir DIR")
    else:
        put_out(hotspots_bed(bench, builds[0]))
    return DONE


def _add_reinterpret(commands: "Commands[argparse.ArgumentParser]") -> None:
    parser = _command(
        commands, "reinterpret", "Whose calls and options change under other knowledge, and why."
    )
    parser.add_argument("findings", nargs="+", type=Path, metavar="FINDINGS.json")
    for name, text, needed in (
        ("knowledge", "the new knowledge: laid over the packaged one, or whole in its place", True),
        ("against", "the old knowledge, given likewise; default: the packaged one", False),
    ):
        parser.add_argument(
            f"--{name}",
            action="append",
            type=Path,
            default=[],
            required=needed,
            metavar="DIR",
            help=f"{text} (repeatable: later ones lie over the first)",
        )
    _add_as_of(
        parser,
        "of both, as it stood on this day; default: the day that the report beside the findings, "
        "or the sample sheet, asked for, else the release date of each",
    )
    _add_jurisdiction(parser, "the one that the report asked for, else that of each base")
    _add_context(parser, "report and findings")
    parser.add_argument(
        "--outdir", metavar="DIR", type=Path, help="folder for reinterpret.tsv; default: print it"
    )
    parser.set_defaults(run=_reinterpret)


def _reinterpret(options: argparse.Namespace) -> int:
    from annotator.reinterpret import Asked, reinterpret, write_table
    from annotator.workbench import Workbench

    limit = creation_day(options)
    limit.refuse("--as-of", options.as_of)
    old = Workbench.of_folders(options.against)
    new = old.sharing(Workbench.of_folders(options.knowledge))
    asked = Asked(options.as_of, options.jurisdiction, context_values(new, options, limit))
    table, failures = reinterpret(old, new, asked, options.findings)
    put_out(table if options.outdir is None else write_table(options.outdir, table))
    return failures.exit_status


def _bench(options: argparse.Namespace) -> "Workbench":
    from annotator.workbench import Workbench

    bench = Workbench.of_folders(options.knowledge, getattr(options, "jurisdiction", None))
    if bench.jurisdiction is not None:
        bench.knowledge_as_of(options.as_of)  # an unknown one ends the run before it begins
    return bench


def _ended(failures: "Failures", options: argparse.Namespace) -> int:
    """The exit status of a run over samples."""
    if options.keep_going and not failures.unwritten:
        return DONE
    return failures.exit_status


def _log_starter(options: argparse.Namespace) -> Callable[[], None]:
    from annotator.messages import start_log

    return partial(start_log, getattr(options, "verbose", 0), getattr(options, "log_json", False))


if __name__ == "__main__":
    sys.exit(main())
