"""What reaches a terminal."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.cli.messages import one_line, start_log

COMMAND = [sys.executable, "-m", "annotator"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, tumör ≥ 5 µm", "plain text, tumör ≥ 5 µm"),
        ("a\nannotator: error: forged", r"a\nannotator: error: forged"),
        ("a\r\tb", r"a\r\tb"),
        ("red \x1b[31m", r"red \x1b[31m"),
        ("\u202egpj.exe", r"\u202egpj.exe"),
        ("line\u2028separator", r"line\u2028separator"),
    ],
)
def test_a_message_is_one_line_that_a_terminal_shows(text, shown):
    assert one_line(text) == shown


def test_a_long_message_is_cut_and_says_so():
    assert one_line("x" * 4000) == "x" * 4000
    assert one_line("x" * 5000) == "x" * 4000 + " ... (1000 more characters)"


@pytest.mark.parametrize("as_json", [False, True])
def test_names_of_files_forge_no_message(capsys, as_json):
    start_log(0, as_json)
    logging.getLogger("annotator").error("x\nannotator: error: S2: forged\x1b[31m")
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "\x1b" not in said
    if as_json:
        assert json.loads(said)["message"] == r"x\nannotator: error: S2: forged\x1b[31m"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [["formats"], ["knowledge", "validate"]])
def test_a_full_standard_output_is_an_error(words):
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run([*COMMAND, *words], stdout=full, stderr=subprocess.PIPE, text=True)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "standard output cannot be written: No space left" in ended.stderr


def test_a_reader_that_goes_away_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)
    words = [*COMMAND, "knowledge", "export", "--format", "csv"]
    ended = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")
