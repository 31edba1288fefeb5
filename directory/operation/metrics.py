"""`flask metrics`: a process that serves the gauges of this node to Prometheus, on a port of its own."""

from collections.abc import Iterator

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily

from directory.operation.measurements import GAUGES, read_all
from directory.setting_values import in_address
from directory.terminal import echo


class MetricsCollector:
    """A collector that reads all gauges at each scrape by Prometheus."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the gauges that have a value, in the order of GAUGES."""
        with self._app.app_context():
            found = read_all()
        for gauge in GAUGES:
            if gauge.name in found:
                yield GaugeMetricFamily(gauge.name, gauge.help, found[gauge.name])


def registry_of(app: Flask) -> CollectorRegistry:
    """Return a registry with only the gauges of the site, without prometheus_client's metrics of the process."""
    registry = CollectorRegistry()
    registry.register(MetricsCollector(app))
    return registry


@click.command("metrics")
@with_appcontext
def serve_metrics() -> None:
    """Serve figures for Prometheus at METRICS_HOST and METRICS_PORT until a signal ends the process."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    settings = app.config["SETTINGS"]
    if not settings.metrics_port:
        raise click.ClickException("Set METRICS_PORT to the port at which Prometheus asks.")
    try:
        _server, thread = start_http_server(settings.metrics_port, settings.metrics_host, registry_of(app))
    except OSError as error:
        raise click.ClickException(
            f"METRICS_HOST and METRICS_PORT: {settings.metrics_host}, port {settings.metrics_port}: {error.strerror}."
        ) from error
    echo(f"Figures at http://{in_address(settings.metrics_host)}:{settings.metrics_port}/metrics")
    thread.join()
