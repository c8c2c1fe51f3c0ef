"""Runs symbolon-jose-peer, our side of a token exchange. Each request and each answer is a line."""

import base64
import json
import os
import subprocess


class Refused(Exception):
    """Our side refused a request, with this error code."""

    def __init__(self, code, request):
        super().__init__(f"{code} ({request['op']} on {request.get('backend')})")
        self.code = code


class JosePeer:
    def __init__(self):
        binary = os.environ["SYMBOLON_JOSE_PEER"]
        self._process = subprocess.Popen([binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def stop(self):
        self._process.communicate()

    def ask(self, **request):
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "invalid" in answer:
            raise TypeError(f"{answer['invalid']}: {request}")
        if "error" in answer:
            raise Refused(answer["error"], request)
        return answer["ok"]

    def names(self):
        return self.ask(op="names")

    def keys(self, alg, enc):
        return self.ask(op="keys", alg=alg, enc=enc)

    def on(self, backend):
        return Side(self, backend)


class Side:
    """One of our backends, with the same functions as joserfc has in `joserfc_side.py`."""

    def __init__(self, peer, backend):
        self._peer = peer
        self._backend = backend

    def _ask(self, op, **request):
        return self._peer.ask(op=op, backend=self._backend, **request)

    def generate(self, kind, bits):
        """Generates a key pair. Returns the private and the public JWK."""
        try:
            jwk = self._ask("generate", kind=kind, bits=bits)
        except Refused:
            # crypto-ring does not generate RSA keys; crypto-aws-lc generates all kinds.
            jwk = self._peer.ask(op="generate", backend="aws-lc", kind=kind, bits=bits)
        if jwk["kty"] == "oct":
            return jwk, jwk
        private = ("d", "p", "q", "dp", "dq", "qi", "priv")
        return jwk, {name: value for name, value in jwk.items() if name not in private}

    def sign(self, form, payload, signers):
        return self._ask("sign", form=form, payload=encode(payload), keys=keys(signers))

    def verify(self, form, token, payload, verifiers):
        read = self._ask("verify", form=form, token=token, payload=encode(payload), keys=keys(verifiers))
        return decode(read)

    def encrypt(self, form, plaintext, recipients, enc):
        return self._ask("encrypt", form=form, plaintext=encode(plaintext), keys=keys(recipients), enc=enc)

    def decrypt(self, form, token, recipients, enc):
        read = self._ask("decrypt", form=form, token=token, keys=keys(recipients), enc=enc)
        return decode(read["plaintext"]), read["aad"]

    def nest(self, signer, recipient, enc):
        [signer], [recipient] = keys([signer]), keys([recipient])
        return self._ask("nest", signer=signer, recipient=recipient, enc=enc)

    def unnest(self, token, signer, recipient, enc):
        [signer], [recipient] = keys([signer]), keys([recipient])
        return self._ask("unnest", token=token, signer=signer, recipient=recipient, enc=enc)


def keys(parties):
    return [{"alg": alg, "key": material(key)} for alg, key in parties]


def material(key):
    if isinstance(key, bytes):
        return {"password": encode(key)}
    return {"private" if key["kty"] == "oct" or "d" in key else "public": key}


def encode(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
