"""joserfc, with the same functions for all forms as our side has in `jose_peer.py`."""

import functools
import json
import time
import warnings

from joserfc import jwe, jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey, import_key
from joserfc.registry import HeaderParameter, is_int

from lib.jose_peer import decode, encode

# joserfc reads at most 300 000 iterations, and we write 600 000: its check is replaced.
for _model in jwe.JWERegistry.algorithms["alg"].values():
    if _model.name.startswith("PBES2"):
        _model.more_header_registry = {
            **_model.more_header_registry,
            "p2c": HeaderParameter("PBES2 Count", is_int, True),
        }

#: The algorithms that joserfc reports.
JWS = set(jws.JWSRegistry.algorithms)
JWE = set(jwe.JWERegistry.algorithms["alg"])
ENC = set(jwe.JWERegistry.algorithms["enc"])

#: The errors with which joserfc refuses a changed token: its own, and those of the cryptography library.
REFUSALS = (JoseError, ValueError)


#: The claims and `typ` of nested JWTs. The test sets them.
nested = None


def generate(kind, bits):
    """Generates a key pair. Returns the private and the public JWK."""
    if kind == "RSA":
        key = RSAKey.generate_key(bits)
    elif kind == "oct":
        key = OctKey.generate_key(bits)
    elif kind in ("Ed25519", "X25519"):
        key = OKPKey.generate_key(kind)
    else:
        key = ECKey.generate_key(kind)
    return key.as_dict(private=True), key.as_dict(private=False)


def sign(form, payload, signers):
    registry = jws.JWSRegistry(algorithms=[alg for alg, _ in signers])
    keys = finder(signers)

    def header(alg, key):
        return {
            "alg": alg,
            **({"kid": key["kid"]} if "kid" in key else {}),
            **({"b64": False, "crit": ["b64"]} if form.get("unencoded") else {}),
        }

    if form["shape"] == "compact":
        [(alg, key)] = signers
        token = jws.serialize_compact(header(alg, key), payload, keys, registry=registry)
        return jws.detach_content(token) if form.get("detached") else token
    members = [{"protected": header(alg, key)} for alg, key in signers]
    if "unprotected" in form:
        members = [{**member, "header": form["unprotected"]} for member in members]
    members = members if form["shape"] == "general" else members[0]
    token = jws.serialize_json(members, payload, keys, registry=registry)
    return json.dumps(jws.detach_content(token) if form.get("detached") else token)


def verify(form, token, payload, verifiers):
    registry = jws.JWSRegistry(algorithms=[alg for alg, _ in verifiers])
    keys = finder(verifiers)
    if form["shape"] == "compact":
        beside = payload if form.get("detached") else None
        return jws.deserialize_compact(token, keys, registry=registry, payload=beside).payload
    value = json.loads(token)
    if form.get("detached"):
        # joserfc expects the caller to put the payload into the JSON.
        value["payload"] = payload.decode() if form.get("unencoded") else encode(payload)
    return jws.deserialize_json(value, keys, registry=registry).payload


def encrypt(form, plaintext, recipients, enc):
    registry = jwe.JWERegistry(algorithms=[*(alg for alg, _ in recipients), enc, "DEF"])
    protected = {"enc": enc, **({"zip": "DEF"} if form.get("compressed") else {})}
    parties = dict(zip(("apu", "apv"), form.get("parties") or ()))
    if form["shape"] == "compact":
        [(alg, key)] = recipients
        return jwe.encrypt_compact({"alg": alg, **parties, **protected}, plaintext, imported(key), registry=registry)
    kind = jwe.GeneralJSONEncryption if form["shape"] == "general" else jwe.FlattenedJSONEncryption
    aad = decode(form["aad"]) if "aad" in form else None
    message = kind(protected, plaintext, form.get("unprotected"), aad)
    for alg, key in recipients:
        message.add_recipient({"alg": alg, **parties}, imported(key))
    return json.dumps(jwe.encrypt_json(message, None, registry=registry))


def decrypt(form, token, recipients, enc):
    [(alg, key)] = recipients
    # By default joserfc decrypts for all recipients; here only one of them reads.
    registry = jwe.JWERegistry(algorithms=[alg, enc, "DEF"], verify_all_recipients=False)
    if form["shape"] == "compact":
        return jwe.decrypt_compact(token, imported(key), registry=registry).plaintext, None
    message = jwe.decrypt_json(json.loads(token), imported(key), registry=registry)
    return message.plaintext, encode(message.aad) if message.aad is not None else None


def without_empty_encrypted_key(token):
    """Removes `"encrypted_key": ""` from a token, and fails if it has another value."""
    value = json.loads(token)
    for entry in value.get("recipients", [value]):
        if entry.pop("encrypted_key") != "":
            raise ValueError("not empty")
    return json.dumps(value)


def nest(signer, recipient, enc):
    claims, typ = nested
    header = {"alg": signer[0], "typ": typ}
    signed = jwt.encode(header, claims, imported(signer[1]), algorithms=[signer[0]])
    header = {"alg": recipient[0], "enc": enc, "cty": "JWT"}
    return jwe.encrypt_compact(header, signed, imported(recipient[1]), algorithms=[recipient[0], enc])


def unnest(token, signer, recipient, enc):
    message = jwe.decrypt_compact(token, imported(recipient[1]), algorithms=[recipient[0], enc])
    if message.protected["cty"] != "JWT":
        raise ValueError("not a nested JWT")
    return jwt.decode(message.plaintext.decode(), imported(signer[1]), algorithms=[signer[0]]).claims


def imported(key):
    if isinstance(key, bytes):
        return OctKey.import_key(key)
    return imported_json(json.dumps(key))


@functools.lru_cache
def imported_json(text):
    """Imports a key once, because joserfc takes long to check a private RSA key."""
    return import_key(json.loads(text))


def finder(parties):
    """Returns the function that joserfc calls to get the key for a header. It selects by algorithm."""
    keys = {alg: imported(key) for alg, key in parties}
    return lambda member: keys[member.headers()["alg"]]
