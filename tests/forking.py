"""The process that has imported the product's modules and forks programs for `tests/forked.py`.

It holds no app, no settings and no connection: `wsgi.py` and `gunicorn.conf.py` run anew in each program.
"""

import os

# As in gunicorn.conf.py: threads that were started before a fork would not exist after it.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import gc
import json
import runpy
import signal
import socket
import sys
import time
import types
from pathlib import Path

import flask.cli
import flask_migrate.cli
import gunicorn.app.wsgiapp
import gunicorn.glogging
import gunicorn.workers.sync

import directory.app
from directory.search.place_names import city_names

LOADED = (directory.app, flask.cli, flask_migrate.cli, gunicorn.app.wsgiapp, gunicorn.glogging, gunicorn.workers.sync)

Asked = tuple[list[str], dict[str, str], list[int]]


def wait(asking: socket.socket) -> Asked:
    """Fork a process for each program that is asked for, and return in it what it is to run; exit when nobody asks."""
    while True:
        head, files, *_ = socket.recv_fds(asking, 8, 3)
        if not head:
            sys.exit()
        length, body = int.from_bytes(head, "big"), b""
        while len(body) < length:
            body += asking.recv(length - len(body))
        told, telling = os.pipe()
        if (between := os.fork()) == 0:
            if number := os.fork():
                # Ends at once, so that the program becomes a child of who asked.
                os.write(telling, number.to_bytes(8, "big"))
                os._exit(0)
            asking.close()
            for file in (told, telling):
                os.close(file)
            return (*json.loads(body), files)
        os.waitpid(between, 0)
        asking.sendall(os.read(told, 8))
        for file in (told, telling, *files):
            os.close(file)


def become(arguments: list[str], env: dict[str, str], files: list[int]) -> None:
    """Take a program's environment, files and arguments, as Python does before it runs it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    sys.dont_write_bytecode = bool(env.get("PYTHONDONTWRITEBYTECODE"))
    if env.get("PYTHONUNBUFFERED"):
        sys.stdout.reconfigure(write_through=True)
    sys.path[0] = "" if arguments[0] == "-c" else str(Path.cwd())
    sys.argv = ["-c" if arguments[0] == "-c" else "", *arguments[2:]]


def run(option: str, program: str) -> None:
    if option == "-m":
        runpy.run_module(program, run_name="__main__", alter_sys=True)
        return
    sys.modules["__main__"] = main = types.ModuleType("__main__")
    exec(compile(program, "<string>", "exec"), main.__dict__)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The names of cities are a file of the code: to read it is most of the first search of each process.
    city_names()
    gc.collect()
    gc.freeze()
    option_and_program, environment, given = wait(socket.socket(fileno=int(sys.argv[1])))
    become(option_and_program, environment, given)
    run(*option_and_program[:2])
