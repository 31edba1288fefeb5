"""Whether the process is up, and whether it is ready to serve."""

from flask import Blueprint, Response, jsonify

from directory.operation import health

blueprint = Blueprint("operation", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer that the process is up; asks nothing else."""
    return jsonify(status="up")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Answer 200 when database, migration and index are in order, else 503; says which are not."""
    checks = health.check()
    is_ready = all(check.is_well for check in checks.values())
    body = {name: check.word for name, check in checks.items()}
    return jsonify(status="ready" if is_ready else "not ready", checks=body), 200 if is_ready else 503
