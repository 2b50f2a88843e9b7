"""Accuracy, speakers, meaning and calibration from one pass: `python -m benchmarks.quality`."""

from __future__ import annotations

from benchmarks import accuracy, calibration, meaning, speakers
from benchmarks.runner import run

BENCHMARKS = (accuracy.BENCHMARK, speakers.BENCHMARK, meaning.BENCHMARK, calibration.BENCHMARK)

if __name__ == "__main__":
    raise SystemExit(run(BENCHMARKS, module="quality"))
