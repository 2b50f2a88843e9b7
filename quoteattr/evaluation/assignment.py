"""One-to-one matching of the greatest total weight, on sparse weights.

Rows are added one by one, each along the cheapest path of re-assignments that makes room for it (the
Hungarian method by successive shortest paths, with prices that keep Dijkstra's search valid). A path never
leaves the rows and columns that overlap each other, so the cost grows with their number, not with the text's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from heapq import heappop, heappush
from math import inf


def best_matching(weights: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Match rows to columns one to one so that the sum of the weights is greatest.

    Args:
        weights: Positive weights by (row, column); pairs that are missing are never matched.

    Returns:
        The column of each row that is matched.
    """
    costs: dict[int, dict[int, float]] = defaultdict(dict)
    for (row, column), weight in sorted(weights.items()):
        costs[row][column] = -weight
    matching = _Matching(costs)
    for row in costs:
        matching.add(row)
    return matching.column_of


class _Matching:
    """The cheapest assignment of the rows added so far; a row may also stay alone, at no cost."""

    def __init__(self, costs: Mapping[int, Mapping[int, float]]) -> None:
        self.column_of: dict[int, int] = {}
        self._row_of: dict[int, int] = {}
        self._costs = costs
        self._row_price: dict[int, float] = {}
        self._column_price: dict[int, float] = defaultdict(float)

    def add(self, start: int) -> None:
        """Assign one more row and move others where that is cheaper in all."""
        self._row_price[start] = min(self._costs[start].values())
        rows = {start: 0.0}  # distance at which the search reaches each row …
        settled: dict[int, float] = {}  # … and each column
        distance: dict[int, float] = {}
        reached_from: dict[int, int] = {}
        queue: list[tuple[float, int]] = []
        row, alone, alone_row = start, inf, start
        while True:
            here = rows[row] - self._row_price[row]
            if here < alone:
                alone, alone_row = here, row
            for column, cost in self._costs[row].items():
                there = here + cost - self._column_price[column]
                if column not in settled and there < distance.get(column, inf):
                    distance[column], reached_from[column] = there, row
                    heappush(queue, (there, column))
            while queue and queue[0][1] in settled:
                heappop(queue)
            if not queue or alone < queue[0][0]:
                total = alone
                freed = self.column_of.pop(alone_row, None)
                break
            total, nearest = heappop(queue)
            settled[nearest] = total
            if nearest not in self._row_of:
                freed = nearest
                break
            row = self._row_of[nearest]
            rows[row] = total
        for row, reached in rows.items():
            self._row_price[row] += total - reached
        for column, reached in settled.items():
            self._column_price[column] -= total - reached
        while freed is not None:
            row = reached_from[freed]
            previous = self.column_of.get(row)
            self.column_of[row], self._row_of[freed] = freed, row
            freed = previous
