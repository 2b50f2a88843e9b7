"""Nothing is fetched: the whole of it works where no socket can be opened."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import shutil, socket, sys

def refuse(*args, **kwargs):
    raise OSError("this test has no network")

class Closed(socket.socket):
    __init__ = refuse

socket.socket = Closed
socket.create_connection = socket.getaddrinfo = refuse

import spacy
import quoteattr.component

text = "“We will rebuild the bridge,” said Mayor Dana Whitfield on Monday."
nlp = spacy.blank("en")
nlp.add_pipe("quoteattr")
found = nlp(text)._.quotes
nlp.to_disk(sys.argv[1])
shutil.move(sys.argv[1], sys.argv[2])
moved = spacy.load(sys.argv[2])
assert moved(text)._.quotes == found
assert [doc._.quotes for doc in moved.pipe([text, text])] == [found, found]
"""


def test_the_bundled_model_loads_reads_saves_and_moves_without_a_network(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "first"), str(tmp_path / "second")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
