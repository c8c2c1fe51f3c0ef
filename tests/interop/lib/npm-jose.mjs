// npm's jose, with the same functions for all forms as our side has in `jose-peer.mjs`.

import * as jose from 'jose';

const decoder = new TextDecoder();
const b64 = jose.base64url.encode;

/** Generates a key pair. Returns the private and the public JWK. */
export async function generate(kind, bits) {
  if (kind === 'oct') return oct(crypto.getRandomValues(new Uint8Array(bits / 8)));
  const [alg, options] = GENERATORS[kind];
  const pair = await jose.generateKeyPair(alg, { ...options, modulusLength: bits, extractable: true });
  return { private: await jose.exportJWK(pair.privateKey), public: await jose.exportJWK(pair.publicKey) };
}

const oct = (bytes) => {
  const jwk = { kty: 'oct', k: b64(bytes) };
  return { private: jwk, public: jwk };
};

const GENERATORS = {
  RSA: ['RS256', {}],
  'P-256': ['ES256', {}],
  'P-384': ['ES384', {}],
  'P-521': ['ES512', {}],
  Ed25519: ['Ed25519', {}],
  X25519: ['ECDH-ES', { crv: 'X25519' }],
  secp256k1: ['ES256K', {}],
  'ML-DSA-44': ['ML-DSA-44', {}],
  'ML-DSA-65': ['ML-DSA-65', {}],
  'ML-DSA-87': ['ML-DSA-87', {}],
};

/** Returns true if jose, or this version of Node, does not support the algorithm. */
export const isUnsupported = (error) =>
  error.code === 'ERR_JOSE_NOT_SUPPORTED' || error.name === 'NotSupportedError';

/** Returns true for the errors with which jose refuses a changed token. */
export const isRefusal = (error) =>
  ['ERR_JWS_SIGNATURE_VERIFICATION_FAILED', 'ERR_JWE_DECRYPTION_FAILED'].includes(error.code);

export async function sign(form, payload, signers) {
  const header = ({ alg, jwk }) => ({
    alg,
    ...(jwk.kid && { kid: jwk.kid }),
    ...(form.unencoded && { b64: false, crit: ['b64'] }),
  });
  if (form.shape === 'general') {
    const jws = new jose.GeneralSign(payload);
    for (const signer of signers) {
      const signature = jws.addSignature(await imported(signer)).setProtectedHeader(header(signer));
      if (form.unprotected) signature.setUnprotectedHeader(form.unprotected);
    }
    return written(await jws.sign(), form, payload);
  }
  const [signer] = signers;
  const key = await imported(signer);
  if (form.shape === 'compact' && !form.detached && !form.unencoded) {
    return new jose.CompactSign(payload).setProtectedHeader(header(signer)).sign(key);
  }
  const jws = new jose.FlattenedSign(payload).setProtectedHeader(header(signer));
  if (form.unprotected) jws.setUnprotectedHeader(form.unprotected);
  const signed = await jws.sign(key);
  if (form.shape === 'flattened') return written(signed, form, payload);
  const middle = form.detached ? '' : form.unencoded ? decoder.decode(payload) : signed.payload;
  return `${signed.protected}.${middle}.${signed.signature}`;
}

/** Writes a JWS as JSON. jose expects the caller to remove a detached payload and to insert an unencoded one. */
function written(jws, form, payload) {
  const { payload: encoded, ...rest } = jws;
  if (form.detached) return JSON.stringify(rest);
  return JSON.stringify({ ...rest, payload: form.unencoded ? decoder.decode(payload) : encoded });
}

/** Verifies the token with every verifier. Returns the payload. */
export async function verify(form, token, payload, verifiers) {
  const beside = form.unencoded ? payload : b64(payload);
  const verified = [];
  for (const verifier of verifiers) {
    const key = await imported(verifier);
    const options = { algorithms: [verifier.alg] };
    if (form.shape === 'compact') {
      if (form.detached) {
        const [header, , signature] = token.split('.');
        verified.push(await jose.flattenedVerify({ protected: header, payload: beside, signature }, key, options));
      } else {
        verified.push(await jose.compactVerify(token, key, options));
      }
    } else {
      const jws = { ...JSON.parse(token), ...(form.detached && { payload: beside }) };
      const read = form.shape === 'general' ? jose.generalVerify : jose.flattenedVerify;
      verified.push(await read(jws, key, options));
    }
  }
  return verified[0].payload;
}

export async function encrypt(form, plaintext, recipients, enc) {
  const shared = { enc, ...(form.compressed && { zip: 'DEF' }) };
  const own = ({ alg, jwk }) => ({ alg, ...(jwk?.kid && { kid: jwk.kid }) });
  const parties = form.parties && {
    apu: jose.base64url.decode(form.parties[0]),
    apv: jose.base64url.decode(form.parties[1]),
  };
  const aad = form.aad && jose.base64url.decode(form.aad);
  if (form.shape === 'general') {
    const jwe = new jose.GeneralEncrypt(plaintext).setProtectedHeader(shared);
    if (form.unprotected) jwe.setSharedUnprotectedHeader(form.unprotected);
    if (aad) jwe.setAdditionalAuthenticatedData(aad);
    for (const recipient of recipients) {
      const entry = jwe.addRecipient(await imported(recipient, enc)).setUnprotectedHeader(own(recipient));
      if (parties) entry.setKeyManagementParameters(parties);
    }
    return JSON.stringify(await jwe.encrypt());
  }
  const [recipient] = recipients;
  const key = await imported(recipient, enc);
  const Encrypt = form.shape === 'compact' ? jose.CompactEncrypt : jose.FlattenedEncrypt;
  const jwe = new Encrypt(plaintext).setProtectedHeader({ ...own(recipient), ...shared });
  if (parties) jwe.setKeyManagementParameters(parties);
  if (form.unprotected) jwe.setSharedUnprotectedHeader(form.unprotected);
  if (aad) jwe.setAdditionalAuthenticatedData(aad);
  const encrypted = await jwe.encrypt(key);
  return form.shape === 'compact' ? encrypted : JSON.stringify(encrypted);
}

export async function decrypt(form, token, [recipient], enc) {
  const key = await imported(recipient, enc);
  const options = {
    keyManagementAlgorithms: [recipient.alg],
    contentEncryptionAlgorithms: [enc],
    // The number that we write. By default jose reads at most 10 000.
    maxPBES2Count: 600_000,
  };
  if (form.shape === 'compact') {
    const { plaintext } = await jose.compactDecrypt(token, key, options);
    return { plaintext };
  }
  const read = form.shape === 'general' ? jose.generalDecrypt : jose.flattenedDecrypt;
  const { plaintext, additionalAuthenticatedData: aad } = await read(JSON.parse(token), key, options);
  return { plaintext, aad };
}

/** Builds a JWT that is signed and then encrypted. */
export async function nest(signer, recipient, enc, { claims, typ }) {
  const signed = await new jose.SignJWT(claims).setProtectedHeader({ alg: signer.alg, typ }).sign(await imported(signer));
  return new jose.CompactEncrypt(new TextEncoder().encode(signed))
    .setProtectedHeader({ alg: recipient.alg, enc, cty: 'JWT' })
    .encrypt(await imported(recipient, enc));
}

/** Decrypts and verifies a nested JWT, a second before it expires. Returns its claims. */
export async function unnest(token, signer, recipient, enc, { claims, typ }) {
  const { plaintext, protectedHeader } = await jose.compactDecrypt(token, await imported(recipient, enc));
  if (protectedHeader.cty !== 'JWT') throw new Error('not a nested JWT');
  const currentDate = new Date((claims.exp - 1) * 1000);
  const options = { algorithms: [signer.alg], typ, currentDate, issuer: claims.iss, audience: claims.aud };
  return (await jose.jwtVerify(decoder.decode(plaintext), await imported(signer), options)).payload;
}

function imported({ alg, jwk, password }, enc) {
  return password ?? jose.importJWK(jwk, alg === 'dir' ? enc : alg);
}
