"""Requests addresses with `wrk`, one after another, and reads the results of `wrk`."""

import json
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.servers import Server

CONNECTIONS = 8
LATENCY = re.compile(r"(50|99)%\s+([\d.]+)(us|ms|s)")
REQUESTS = re.compile(r"(\d+) requests in")
MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}
# The headers that a browser sends when it requests a page.
HEADERS = ("Accept-Encoding: gzip", "Accept: text/html")
SCRIPT = """local paths = {{ {paths} }}
local at = {asked}
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
"""


@dataclass
class Target:
    """The addresses of a server that are requested in turn, and the results of each round."""

    server: Server
    paths: list[str]
    cookie: str = ""
    asked: int = 0
    per_second: list[float] = field(default_factory=list)
    latency: dict[str, list[float]] = field(default_factory=lambda: {"50": [], "99": []})


def run(target: Target, folder: Path, seconds: int) -> str:
    """Request the addresses of a target for some seconds, and return the output of `wrk`.

    Raises RuntimeError if the status of an answer is not 2xx or 3xx.
    """
    script = folder / "paths.lua"
    script.write_text(
        SCRIPT.format(paths=", ".join(map(json.dumps, target.paths)), asked=target.asked), encoding="utf-8"
    )
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(script)]
    cookie = (f"Cookie: __Host-session={target.cookie}",) if target.cookie else ()
    headers = [f"-H{header}" for header in (*HEADERS, *cookie)]
    said = subprocess.run(
        [*command, *headers, target.server.address], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in said:
        raise RuntimeError(f"{target.paths[0]}: {said}")
    target.asked += int(REQUESTS.findall(said)[0])
    return said


def note(target: Target, said: str) -> None:
    """Add the results of one round (`said`, the output of `wrk`) to the target."""
    target.per_second.append(float(said.partition("Requests/sec:")[2].split()[0]))
    for percent, value, unit in LATENCY.findall(said):
        target.latency[percent].append(float(value) * MILLISECONDS[unit])
