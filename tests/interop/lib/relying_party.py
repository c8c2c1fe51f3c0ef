"""Runs symbolon-relying-party-peer, our relying party. Each request and each answer is a line."""

import json
import os
import subprocess


class Refused(Exception):
    """Our relying party refused, with this error code. `provider_said` is the error that the provider sent."""

    def __init__(self, answer):
        super().__init__(f"{answer['error']}: {answer['text']}")
        self.code = answer["error"]
        self.provider_said = answer.get("provider_said")


class RelyingPartyPeer:
    def __init__(self):
        binary = os.environ["SYMBOLON_RELYING_PARTY_PEER"]
        self._process = subprocess.Popen([binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def stop(self):
        self._process.communicate()

    def ask(self, **request):
        """Returns what the engine returned."""
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "invalid" in answer:
            raise TypeError(f"{answer['invalid']}: {request}")
        if "error" in answer:
            raise Refused(answer)
        return answer["ok"]
