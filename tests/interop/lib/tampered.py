"""Changes the parts of a token, one at a time."""

import json

from lib.jose_peer import decode, encode

PLACES = {
    "jws": ("protected", "payload", "signature"),
    "jwe": ("protected", "encrypted_key", "iv", "ciphertext", "tag"),
}


def tampered(kind, form, token):
    """Yields the name of every part of the token, with the token after a change of that part."""
    places = PLACES[kind]
    if form["shape"] == "compact":
        parts = token.split(".")
        assert len(parts) == len(places)
        for place, name in enumerate(places):
            if parts[place]:
                other = [*parts[:place], change(name, parts[place], form), *parts[place + 1 :]]
                yield name, ".".join(other)
        return
    for name in (*places, "aad"):
        value = json.loads(token)
        holder = value if name in value else (value.get("signatures") or value.get("recipients") or [{}])[0]
        if holder.get(name):
            holder[name] = change(name, holder[name], form)
            yield name, json.dumps(value)


def change(name, text, form):
    if name == "protected":
        return encode(json.dumps({**json.loads(decode(text)), "typ": "tampered"}).encode())
    if name == "payload" and form.get("unencoded"):
        return text + "!"
    # The first character of base64url holds six bits of the value, so another character is another value.
    return ("B" if text[0] == "A" else "A") + text[1:]
