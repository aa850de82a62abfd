"""Totals of SQL metrics from the lines of an event log."""

from __future__ import annotations

from .listener import Line


class SqlMetrics:
    """Totals of SQL metrics: the plan names each accumulator, successful tasks and the driver add to it.

    Metrics of type `average` are left out: their updates do not add up.
    """

    def __init__(self) -> None:
        self._plans: dict[int, str] = {}  # execution -> newest plan text (adaptive execution replaces it)
        self._metrics: dict[int, dict[int, Line]] = {}  # execution -> accumulator id -> {node, name, type}
        self._totals: dict[int, int] = {}  # accumulator id -> total

    def update(self, event: str, line: Line) -> None:
        if event in ("SparkListenerSQLExecutionStart", "SparkListenerSQLAdaptiveExecutionUpdate"):
            if event == "SparkListenerSQLAdaptiveExecutionUpdate":
                self._plans[line["executionId"]] = line["physicalPlanDescription"]
            self._name(self._metrics.setdefault(line["executionId"], {}), line["sparkPlanInfo"])
        elif event == "SparkListenerDriverAccumUpdates":
            for accumulator, value in line["accumUpdates"]:
                self._add(accumulator, value)
        elif event == "SparkListenerTaskEnd" and line["Task End Reason"]["Reason"] == "Success":
            for update in line["Task Info"]["Accumulables"]:
                if update.get("Metadata") == "sql" and "Update" in update:
                    self._add(update["ID"], int(update["Update"]))

    def _name(self, metrics: dict[int, Line], node: Line) -> None:
        for metric in node["metrics"]:
            metrics[metric["accumulatorId"]] = {
                "node": node["nodeName"],
                "name": metric["name"],
                "type": metric["metricType"],
            }
        for child in node["children"]:
            self._name(metrics, child)

    def _add(self, accumulator: int, value: int) -> None:
        if value > 0:  # a size that was never set is -1
            self._totals[accumulator] = self._totals.get(accumulator, 0) + value

    def add_results(self, end: Line) -> None:
        """Add to a sqlEnd event `metrics` (in the order of the plan, only those set) and `plan`, the one in force."""
        execution = end["execution"]
        if execution in self._plans:
            end["plan"] = self._plans[execution]
        end["metrics"] = [
            {**metric, "value": self._totals[accumulator]}
            for accumulator, metric in self._metrics.get(execution, {}).items()
            if accumulator in self._totals and metric["type"] != "average"
        ]
