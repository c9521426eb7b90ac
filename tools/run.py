"""`make run`: the demo world in a browser, on this machine alone."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from pathlib import Path

import django
from django.apps import apps

from canbo.base.walls.asking import everything

ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "canbo.config.settings", "CANBO_DEMO": "1"}
PROGRAMS = Path(sys.executable).parent


def taken(port: int) -> bool:
    """True when something already answers or listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def prepare() -> None:
    """Bring database and static files up to date, and build the demo world when nobody is in it."""
    subprocess.run([PROGRAMS / "canbo", "migrate", "--verbosity", "0"], check=True)
    subprocess.run([PROGRAMS / "canbo", "collectstatic", "--noinput", "--verbosity", "0"], check=True)
    django.setup()
    with everything():
        empty = not apps.get_model("people", "Person").objects.exists()
    if empty:
        print("Building the demo world …", flush=True)
        subprocess.run([PROGRAMS / "canbo", "demo"], check=True)


def announce(address: str, port: int) -> None:
    """Say where it is once the server answers, and open it where there is a screen."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    print(f"\n  Canbo: {address}    (stop with Ctrl-C)\n", flush=True)
    if sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)


def main() -> int:
    """Prepare, serve until interrupted; 1 when the port is taken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    if taken(port):
        print(f"Port {port} is taken by another program. Choose another one: make run PORT={port + 1}", file=sys.stderr)
        return 1
    os.environ.update(ENVIRONMENT)
    prepare()
    address = f"http://127.0.0.1:{port}/"
    threading.Thread(target=announce, args=(address, port), daemon=True).start()
    server = [PROGRAMS / "gunicorn", "canbo.config.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "8", "--timeout",
              "120", "--log-level", "warning"]  # fmt: skip
    try:
        return subprocess.run(server, check=False).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
