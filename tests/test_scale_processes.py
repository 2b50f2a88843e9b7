"""Several processes, each a new program with a time limit: they end, and they give what one gives."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("datasets")

_SECONDS = 180
_PROGRAM = """
import datasets, multiprocess, os, sys
datasets.disable_progress_bars()
from quoteattr.scale import annotate_dataset
from quoteattr.settings import Settings

def main():
    texts = [f"“We will vote,” said Ana Lima. He denied that {{n}} were late." for n in range(8)]
    dataset = datasets.Dataset.from_dict({{"text": texts}})
    settings = Settings(model={model!r}, device="cpu")
    once = annotate_dataset(dataset, settings=settings).to_list() if {before} else None
    {start}
    twice = annotate_dataset(dataset, settings=settings, num_proc=2, batch_size=2).to_list()
    assert once is None or once == twice
    assert all(row["error"] is None for row in twice), twice[0]
    print(len(twice))

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("before", [True, False], ids=["after-a-call", "cold"])
@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_processes_end_and_agree(start: str, before: bool, tiny_model: Path, tmp_path: Path) -> None:
    import multiprocess

    if start not in multiprocess.get_all_start_methods():
        pytest.skip(f"this system cannot {start}")
    program = tmp_path / "program.py"
    how = f"multiprocess.set_start_method({start!r}, force=True)"
    program.write_text(_PROGRAM.format(model=str(tiny_model), before=before, start=how), encoding="utf-8")
    environment = {"PYTHONPATH": str(Path(__file__).parent.parent), "HF_DATASETS_CACHE": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, str(program)],
        env={**os.environ, **environment, "OMP_NUM_THREADS": "2"},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.split()[-1] == "8"
