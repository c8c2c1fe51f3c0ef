// Tests that exchange tokens between symbolon and npm's jose, in both directions and on each of our backends:
// every algorithm that both support, in every form. Each token is also changed, and must then be refused.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Cells } from './lib/cells.mjs';
import { Refused, startJosePeer } from './lib/jose-peer.mjs';
import * as jose from './lib/npm-jose.mjs';
import { tampered } from './lib/tampered.mjs';

const BACKENDS = ['ring', 'aws-lc'];

const NO_ML_DSA = Number(process.versions.node.split('.')[0]) < 24 ? 'Node supports ML-DSA from version 24 on' : undefined;
/** Algorithms that jose does not support. They are not tested; if jose refuses another one, the test fails. */
const NOT_IN_JOSE = {
  ES256K: 'jose 6 has no secp256k1',
  'ML-DSA-44': NO_ML_DSA,
  'ML-DSA-65': NO_ML_DSA,
  'ML-DSA-87': NO_ML_DSA,
  RSA1_5: 'jose 6 has no RSA1_5',
};
/** Algorithms that our backends do not support. They refuse them when the key is prepared. */
const NOT_IN_BACKEND = {
  ring: ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87', 'RSA-OAEP', 'RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512', 'RSA1_5'],
  'aws-lc': [],
};

const PAYLOAD = new TextEncoder().encode('{"sub":"248289761001","and":"a tilde ~, and no full stop"}');
const PASSWORD = new TextEncoder().encode('Thus from my lips, by yours, my sin is purged.');

const peer = startJosePeer();
const names = await peer.names();
const cells = new Cells('jose');
after(async () => {
  await peer.stop();
  cells.print(BACKENDS);
});

for (const alg of names.alg) {
  test(`JWS: ${alg}`, async () => {
    const [size] = await peer.keys(alg, names.enc[0]);
    const attempt = async () => {
      const { private: jwk } = await newKey(jose, size);
      await jose.sign({ shape: 'compact' }, PAYLOAD, [{ alg, jwk }]);
    };
    if (await isNotInJose('JWS', alg, attempt)) return;
    for (const [backend, maker, reader, direction] of directions()) {
      const key = await newKey(maker, size);
      const signer = [{ alg, jwk: key.private }];
      const verifier = [{ alg, jwk: key.public }];
      for (const form of names.jws_forms) {
        if (await isNotInBackend('JWS', alg, backend, (ours) => ours.sign(form, PAYLOAD, signer))) continue;
        const token = await maker.sign(form, PAYLOAD, signer);
        await isVerified(reader, form, token, verifier, direction);
        cells.ran('JWS', alg, backend, direction);
      }
    }
  });
}

test('JWS: several signatures with different keys', async () => {
  for (const [backend, maker, reader, direction] of directions()) {
    const algs = names.alg.filter((alg) => !NOT_IN_JOSE[alg] && !NOT_IN_BACKEND[backend].includes(alg));
    const signers = [];
    const verifiers = [];
    for (const alg of algs) {
      const [size] = await peer.keys(alg, names.enc[0]);
      const key = await newKey(maker, size, alg);
      signers.push({ alg, jwk: key.private });
      verifiers.push({ alg, jwk: key.public });
    }
    for (const form of names.jws_forms.filter(({ shape }) => shape === 'general')) {
      const token = await maker.sign(form, PAYLOAD, signers);
      assert.deepEqual(await reader.verify(form, token, PAYLOAD, verifiers), PAYLOAD, describe(form, direction));
      cells.ran('JWS', 'several signatures', backend, direction);
    }
  }
});

for (const alg of names.key_management) {
  test(`JWE: ${alg}`, async () => {
    const attempt = async () => {
      const { forRecipient } = await newRecipient(jose, alg, 'A128GCM');
      await jose.encrypt({ shape: 'compact' }, PAYLOAD, forRecipient, 'A128GCM');
    };
    if (await isNotInJose('JWE', alg, attempt)) return;
    for (const [backend, maker, reader, direction] of directions()) {
      for (const enc of names.enc) {
        for (const size of await sizes(alg, enc)) {
          const { recipient, forRecipient } = await newRecipient(reader, alg, enc, size);
          for (const form of formsFor(alg, enc)) {
            const encrypted = (ours) => ours.encrypt(form, PAYLOAD, forRecipient, enc);
            if (await isNotInBackend('JWE', alg, backend, encrypted)) continue;
            const token = await maker.encrypt(form, PAYLOAD, forRecipient, enc);
            await isDecrypted(reader, form, token, recipient, enc, direction);
            cells.ran('JWE', alg.startsWith('ECDH-ES') ? `${alg} ${size.kind}` : alg, backend, direction);
          }
        }
      }
    }
  });
}

test('JWE: apu and apv', async () => {
  const parties = ['Alice', 'Bob'].map((name) => Buffer.from(name).toString('base64url'));
  for (const [backend, maker, reader, direction] of directions()) {
    for (const alg of names.key_management.filter((name) => name.startsWith('ECDH-ES'))) {
      for (const size of await sizes(alg, 'A256GCM')) {
        const { recipient, forRecipient } = await newRecipient(reader, alg, 'A256GCM', size);
        for (const shape of ['compact', 'flattened', 'general']) {
          const form = { shape, parties };
          const token = await maker.encrypt(form, PAYLOAD, forRecipient, 'A256GCM');
          await isDecrypted(reader, form, token, recipient, 'A256GCM', direction);
          cells.ran('JWE', 'apu and apv', backend, direction);
        }
      }
    }
  }
});

test('JWE: several recipients each decrypt with their own key', async () => {
  const form = { shape: 'general', aad: Buffer.from('the envelope').toString('base64url') };
  for (const [backend, maker, reader, direction] of directions()) {
    const not = ['dir', 'ECDH-ES', ...NOT_IN_BACKEND[backend]];
    const algs = names.key_management.filter((alg) => !NOT_IN_JOSE[alg] && !isSlow(alg) && !not.includes(alg));
    for (const enc of names.enc) {
      const parties = [];
      for (const alg of algs) parties.push(await newRecipient(reader, alg, enc, undefined, alg));
      const token = await maker.encrypt(form, PAYLOAD, parties.flatMap(({ forRecipient }) => forRecipient), enc);
      for (const { recipient } of parties) {
        const { plaintext } = await reader.decrypt(form, token, recipient, enc);
        assert.deepEqual(plaintext, PAYLOAD, describe(form, direction, recipient[0].alg));
        cells.ran('JWE', 'several recipients', backend, direction);
      }
    }
  }
});

test('JWT: signed and then encrypted', async () => {
  for (const [backend, maker, reader, direction] of directions()) {
    const inBoth = (alg) => !NOT_IN_JOSE[alg] && !NOT_IN_BACKEND[backend].includes(alg) && !isSlow(alg);
    const algs = names.alg.filter(inBoth);
    const keyManagements = names.key_management.filter(inBoth);
    for (let turn = 0; turn < Math.max(algs.length, keyManagements.length); turn++) {
      const [alg, keyManagement, enc] = [algs, keyManagements, names.enc].map((list) => list[turn % list.length]);
      const key = await newKey(maker, (await peer.keys(alg, enc))[0]);
      const { recipient, forRecipient } = await newRecipient(reader, keyManagement, enc);
      const token = await maker.nest({ alg, jwk: key.private }, forRecipient[0], enc, names);
      const claims = await reader.unnest(token, { alg, jwk: key.public }, recipient[0], enc, names);
      assert.deepEqual(claims, names.claims, `${direction} ${alg} ${keyManagement} ${enc}`);
      cells.ran('JWT', 'signed, then encrypted', backend, direction);
    }
  }
});

/** Yields both directions for each backend: from us to jose, and back. */
function* directions() {
  for (const backend of BACKENDS) {
    const ours = peer.on(backend);
    yield [backend, ours, jose, 'made'];
    yield [backend, jose, ours, 'read'];
  }
}

async function isVerified(reader, form, token, verifier, direction) {
  assert.deepEqual(await reader.verify(form, token, PAYLOAD, verifier), PAYLOAD, describe(form, direction));
  for (const [part, other] of tampered('jws', form, token)) {
    await isRefused(reader.verify(form, other, PAYLOAD, verifier), 'jws.signature', describe(form, direction, part));
  }
  if (form.detached) {
    const payload = PAYLOAD.map((byte) => byte ^ 1);
    await isRefused(reader.verify(form, token, payload, verifier), 'jws.signature', describe(form, direction));
  }
}

async function isDecrypted(reader, form, token, recipient, enc, direction) {
  const { plaintext, aad } = await reader.decrypt(form, token, recipient, enc);
  assert.deepEqual(plaintext, PAYLOAD, describe(form, direction, enc));
  assert.deepEqual(aad && Buffer.from(aad).toString('base64url'), form.aad, describe(form, direction, enc));
  for (const [part, other] of tampered('jwe', form, token)) {
    if (isSampled(recipient[0].alg, enc) && part !== 'tag') continue;
    if (isSlow(recipient[0].alg) && form.shape !== 'compact') continue;
    await isRefused(reader.decrypt(form, other, recipient, enc), 'jwe.decryption', describe(form, direction, part, enc));
  }
}

const isRefused = (promise, code, message) =>
  assert.rejects(promise, (error) => (error instanceof Refused ? error.code === code : jose.isRefusal(error)), message);

/** Returns true if jose does not support the algorithm, and checks that the list above says the same. */
async function isNotInJose(kind, alg, attempt) {
  const error = await attempt().then(() => undefined, (reason) => reason);
  const lacks = error !== undefined && jose.isUnsupported(error);
  assert.equal(lacks, NOT_IN_JOSE[alg] !== undefined, `${alg}: ${error?.message ?? 'jose has it'}`);
  if (lacks) cells.skipped(kind, alg, NOT_IN_JOSE[alg]);
  return lacks;
}

/** Returns true, and checks the error, if the backend does not support the algorithm. */
async function isNotInBackend(kind, alg, backend, attempt) {
  if (!NOT_IN_BACKEND[backend].includes(alg)) return false;
  await assert.rejects(attempt(peer.on(backend)), { code: 'key.unsupported' });
  cells.skipped(kind, alg, `${backend} refuses the key`);
  return true;
}

/**
 * Returns true for PBES2, where each token costs hundreds of thousands of hashes. It is tested in every shape with
 * one `enc`, and only one of these tokens is changed.
 */
const isSlow = (alg) => alg.startsWith('PBES2');

/** Returns true if only the tag is changed: the algorithm is slow, or was fully tested with another `enc`. */
const isSampled = (alg, enc) => isSlow(alg) || enc !== names.enc[0];

/**
 * Returns every form for the first content encryption algorithm, and the plain form of every shape for the others.
 * Slow algorithms are tested with the first only.
 */
function formsFor(alg, enc) {
  const plain = names.jwe_forms.filter(({ compressed, aad, unprotected }) => !compressed && !aad && !unprotected);
  if (isSlow(alg)) return enc === names.enc[0] ? plain : [];
  return enc === names.enc[0] ? names.jwe_forms : plain;
}

/** Returns the kinds of key that an algorithm accepts. For a password, the list has a single undefined entry. */
async function sizes(alg, enc) {
  const keys = await peer.keys(alg, enc);
  return keys.length > 0 ? keys : [undefined];
}

async function newRecipient(side, alg, enc, size, kid) {
  const [first] = await sizes(alg, enc);
  if (first === undefined) {
    const recipient = [{ alg, password: PASSWORD }];
    return { recipient, forRecipient: recipient };
  }
  const key = await newKey(side, size ?? first, kid);
  return { recipient: [{ alg, jwk: key.private }], forRecipient: [{ alg, jwk: key.public }] };
}

/** Generates a key on the side that signs or decrypts. The other side gets the public key. */
async function newKey(side, size, kid) {
  const key = await (size.kind === 'RSA' ? rsaKey(side, size) : made(side, size));
  if (kid === undefined) return key;
  return { private: { ...key.private, kid }, public: { ...key.public, kid } };
}

/** RSA keys are generated once, because that takes long. */
const rsaKeys = new Map();
function rsaKey(side, size) {
  const maker = side === jose ? jose : 'ours';
  if (!rsaKeys.has(maker)) rsaKeys.set(maker, made(side, size));
  return rsaKeys.get(maker);
}

async function made(side, { kind, bits }) {
  if (side === jose) return jose.generate(kind, bits);
  // crypto-ring does not generate RSA and ML-DSA keys; crypto-aws-lc generates all kinds.
  const jwk = await side.generate(kind, bits).catch(() => peer.on('aws-lc').generate(kind, bits));
  if (jwk.kty === 'oct') return { private: jwk, public: jwk };
  const { d, p, q, dp, dq, qi, priv, ...publicMembers } = jwk;
  return { private: jwk, public: publicMembers };
}

const describe = (form, ...more) => `${JSON.stringify(form)} ${more.join(' ')}`;
