"""Runs `symbolon-demo serve` with our provider, and stops it afterwards."""

import os
import socket
import subprocess

PATIENCE_SECONDS = 5
INITIAL_ACCESS_TOKEN = "Initial access token: "


def free_ports(count):
    """Returns ports on which no program listens at the moment."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Demo:
    """The demo. `initial_access_token` is None unless clients need a token to register."""

    def __init__(self, *arguments):
        provider, relying_party = free_ports(2)
        self.address = f"http://localhost:{provider}"
        self.initial_access_token = None
        ports = ["--provider-port", str(provider), "--relying-party-port", str(relying_party)]
        command = [os.environ["SYMBOLON_DEMO"], "serve", *ports, *arguments]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        # If the demo ends before it listens, its output ends too.
        for line in self._process.stdout:
            if line.startswith(INITIAL_ACCESS_TOKEN):
                self.initial_access_token = line.removeprefix(INITIAL_ACCESS_TOKEN).strip()
            if line.startswith("Open "):
                return
        raise RuntimeError(f"symbolon-demo ended before it listened (exit code {self._process.wait()})")

    def stop(self):
        self._process.terminate()
        try:
            self._process.communicate(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
