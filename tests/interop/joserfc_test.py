"""Tests that exchange tokens between symbolon and joserfc, in both directions and on each of our backends:
every algorithm that both support, in every form. Each token is also changed, and must then be refused."""

import functools
import unittest

from lib import joserfc_side as joserfc
from lib.cells import Cells
from lib.jose_peer import JosePeer, Refused, encode
from lib.tampered import tampered

BACKENDS = ("ring", "aws-lc")

#: Algorithms that joserfc does not support. They are not tested; if joserfc refuses another one, the test fails.
NOT_IN_JOSERFC = {
    "ML-DSA-44": "joserfc has no ML-DSA",
    "ML-DSA-65": "joserfc has no ML-DSA",
    "ML-DSA-87": "joserfc has no ML-DSA",
    "RSA-OAEP-384": "joserfc has no RSA-OAEP-384",
    "RSA-OAEP-512": "joserfc has no RSA-OAEP-512",
}
#: Algorithms that joserfc supports and we do not.
NOT_IN_OURS = {"none", "Ed448"}
#: Algorithms that our backends do not support. They refuse them when the key is prepared.
NOT_IN_BACKEND = {"ring": {"RSA1_5", "RSA-OAEP", "RSA-OAEP-256"}, "aws-lc": set()}

PAYLOAD = b'{"sub":"248289761001","and":"a tilde ~, and no full stop"}'
#: joserfc detaches an unencoded payload with other characters from the compact form.
URL_SAFE_PAYLOAD = b"a-tilde~and_no-full-stop"
PASSWORD = b"Thus from my lips, by yours, my sin is purged."

peer = JosePeer()
names = peer.names()
cells = Cells("joserfc")
joserfc.nested = names["claims"], names["typ"]


def setUpModule():
    ours = {*names["alg"], *names["key_management"], *names["enc"]}
    theirs = joserfc.JWS | joserfc.JWE | joserfc.ENC
    assert ours - theirs == set(NOT_IN_JOSERFC), ours - theirs
    assert theirs - ours == NOT_IN_OURS, theirs - ours
    for alg, reason in NOT_IN_JOSERFC.items():
        cells.skipped("JWS" if alg in names["alg"] else "JWE", alg, reason)


def tearDownModule():
    peer.stop()
    cells.print(BACKENDS)


def directions():
    """Yields both directions for each backend: from us to joserfc, and back."""
    for backend in BACKENDS:
        ours = peer.on(backend)
        yield backend, ours, joserfc, "made"
        yield backend, joserfc, ours, "read"


def in_both(kind, backend=None):
    lacking = NOT_IN_BACKEND.get(backend, set())
    return [alg for alg in names[kind] if alg not in NOT_IN_JOSERFC and alg not in lacking]


def payload_of(form):
    is_left_in = form["shape"] == "compact" and form["unencoded"] and not form["detached"]
    return URL_SAFE_PAYLOAD if is_left_in else PAYLOAD


def is_slow(alg):
    """Returns True for PBES2, where each token costs hundreds of thousands of hashes. It is tested in every
    shape with one `enc`, and only one of these tokens is changed."""
    return alg.startswith("PBES2")


def is_sampled(alg, enc):
    """Returns True if only the tag is changed: the algorithm is slow, or was fully tested with another `enc`."""
    return is_slow(alg) or enc != names["enc"][0]


def forms_for(alg, enc):
    """Returns every form for the first content encryption algorithm, and the plain form of every shape for
    the others. Slow algorithms are tested with the first only."""
    plain = [form for form in names["jwe_forms"] if not form["compressed"] and "aad" not in form and "unprotected" not in form]
    if is_slow(alg):
        return plain if enc == names["enc"][0] else []
    return names["jwe_forms"] if enc == names["enc"][0] else plain


@functools.cache
def rsa_key(side, bits):
    """Generates an RSA key once, because that takes long."""
    return side.generate("RSA", bits)


def new_key(side, size):
    """Generates a key on the side that signs or decrypts. The other side gets the public key."""
    if size["kind"] == "RSA":
        return rsa_key(joserfc if side is joserfc else peer.on("aws-lc"), size["bits"])
    return side.generate(size["kind"], size["bits"])


def recipients(side, alg, enc):
    """Yields a name, the reader's key and the writer's key, for every kind of key of the algorithm."""
    sizes = peer.keys(alg, enc)
    if not sizes:
        yield alg, [(alg, PASSWORD)], [(alg, PASSWORD)]
    for size in sizes:
        private, public = new_key(side, size)
        name = f"{alg} {size['kind']}" if alg.startswith("ECDH-ES") else alg
        yield name, [(alg, private)], [(alg, public)]


class Joserfc(unittest.TestCase):
    def refused(self, code, read, *arguments):
        with self.assertRaises((Refused, *joserfc.REFUSALS)) as caught:
            read(*arguments)
        if isinstance(caught.exception, Refused):
            self.assertEqual(caught.exception.code, code)

    def lacks(self, kind, alg, backend, make, *arguments):
        """Returns True, and checks the error, if the backend does not support the algorithm."""
        if alg not in NOT_IN_BACKEND[backend]:
            return False
        with self.assertRaises(Refused) as caught:
            make(*arguments)
        self.assertEqual(caught.exception.code, "key.unsupported")
        cells.skipped(kind, alg, f"{backend} refuses the key")
        return True

    def test_signatures(self):
        for alg in in_both("alg"):
            [size] = peer.keys(alg, names["enc"][0])
            for backend, maker, reader, direction in directions():
                private, public = new_key(maker, size)
                for form in names["jws_forms"]:
                    with self.subTest(alg=alg, backend=backend, direction=direction, **form):
                        token = maker.sign(form, payload_of(form), [(alg, private)])
                        self.verified(reader, form, token, [(alg, public)])
                        cells.ran("JWS", alg, backend, direction)

    def verified(self, reader, form, token, verifiers):
        payload = payload_of(form)
        self.assertEqual(reader.verify(form, token, payload, verifiers), payload)
        for part, other in tampered("jws", form, token):
            with self.subTest(tampered=part):
                self.refused("jws.signature", reader.verify, form, other, payload, verifiers)
        if form["detached"]:
            self.refused("jws.signature", reader.verify, form, token, payload + b"!", verifiers)

    def test_several_signatures_with_different_keys(self):
        for backend, maker, reader, direction in directions():
            signers, verifiers = [], []
            for alg in in_both("alg", backend):
                private, public = new_key(maker, peer.keys(alg, names["enc"][0])[0])
                signers.append((alg, private))
                verifiers.append((alg, public))
            for form in names["jws_forms"]:
                if form["shape"] != "general":
                    continue
                with self.subTest(backend=backend, direction=direction, **form):
                    token = maker.sign(form, payload_of(form), signers)
                    self.verified(reader, form, token, verifiers)
                    cells.ran("JWS", "several signatures", backend, direction)

    def test_encryption(self):
        for alg in in_both("key_management"):
            for backend, maker, reader, direction in directions():
                for enc in in_both("enc"):
                    for name, recipient, for_recipient in recipients(reader, alg, enc):
                        for form in forms_for(alg, enc):
                            with self.subTest(name=name, enc=enc, backend=backend, direction=direction, **form):
                                encrypt = (form, PAYLOAD, for_recipient, enc)
                                if self.lacks("JWE", alg, backend, peer.on(backend).encrypt, *encrypt):
                                    continue
                                token = maker.encrypt(*encrypt)
                                self.decrypted(reader, form, token, recipient, enc)
                                cells.ran("JWE", name, backend, direction)

    def decrypted(self, reader, form, token, recipient, enc):
        [(alg, _)] = recipient
        if reader is not joserfc and form["shape"] != "compact" and alg in ("dir", "ECDH-ES"):
            # RFC 7516 §7.2.1: an empty encrypted key must be absent, but joserfc writes it.
            self.refused("jwe.empty_part", reader.decrypt, form, token, recipient, enc)
            token = joserfc.without_empty_encrypted_key(token)
            cells.skipped("JWE", alg, "joserfc's JSON forms are read after their empty encrypted_key is removed")
        plaintext, aad = reader.decrypt(form, token, recipient, enc)
        self.assertEqual(plaintext, PAYLOAD)
        self.assertEqual(aad, form.get("aad"))
        for part, other in tampered("jwe", form, token):
            if is_sampled(alg, enc) and part != "tag":
                continue
            if is_slow(alg) and form["shape"] != "compact":
                continue
            with self.subTest(tampered=part):
                self.refused("jwe.decryption", reader.decrypt, form, other, recipient, enc)

    def test_key_agreement_between_named_parties(self):
        parties = [encode(b"Alice"), encode(b"Bob")]
        for backend, maker, reader, direction in directions():
            for alg in in_both("key_management"):
                if not alg.startswith("ECDH-ES"):
                    continue
                for name, recipient, for_recipient in recipients(reader, alg, "A256GCM"):
                    for shape in ("compact", "flattened", "general"):
                        with self.subTest(name=name, backend=backend, direction=direction, shape=shape):
                            form = {"shape": shape, "parties": parties}
                            token = maker.encrypt(form, PAYLOAD, for_recipient, "A256GCM")
                            self.decrypted(reader, form, token, recipient, "A256GCM")
                            cells.ran("JWE", "apu and apv", backend, direction)

    def test_several_recipients_each_decrypt_with_their_own_key(self):
        form = {"shape": "general", "aad": encode(b"the envelope")}
        for backend, maker, reader, direction in directions():
            algs = [alg for alg in in_both("key_management", backend) if alg not in ("dir", "ECDH-ES") and not is_slow(alg)]
            for enc in in_both("enc"):
                parties = [next(recipients(reader, alg, enc)) for alg in algs]
                token = maker.encrypt(form, PAYLOAD, [party for _, _, [party] in parties], enc)
                for alg, recipient, _ in parties:
                    with self.subTest(alg=alg, enc=enc, backend=backend, direction=direction):
                        self.assertEqual(reader.decrypt(form, token, recipient, enc), (PAYLOAD, form["aad"]))
                        cells.ran("JWE", "several recipients", backend, direction)

    def test_nested(self):
        for backend, maker, reader, direction in directions():
            algs = in_both("alg", backend)
            key_managements = [alg for alg in in_both("key_management", backend) if not is_slow(alg)]
            for turn in range(max(len(algs), len(key_managements))):
                alg, enc = algs[turn % len(algs)], names["enc"][turn % len(names["enc"])]
                key_management = key_managements[turn % len(key_managements)]
                private, public = new_key(maker, peer.keys(alg, enc)[0])
                _, [recipient], [for_recipient] = next(recipients(reader, key_management, enc))
                with self.subTest(alg=alg, key_management=key_management, backend=backend, direction=direction):
                    token = maker.nest((alg, private), for_recipient, enc)
                    self.assertEqual(reader.unnest(token, (alg, public), recipient, enc), names["claims"])
                    cells.ran("JWT", "signed, then encrypted", backend, direction)


if __name__ == "__main__":
    unittest.main(warnings="ignore")
