// Key pairs of clients, as private JWKs, with the public part that is registered at the provider.

import * as jose from 'jose';

/** Creates a key that signs with ES256. */
export async function signingKey() {
  return keyPair('ES256', { use: 'sig', kid: 'interop-sig' });
}

/** Creates a key that decrypts with this algorithm. */
export async function decryptionKey(alg = 'ECDH-ES') {
  return keyPair(alg, { use: 'enc', kid: 'interop-enc' });
}

async function keyPair(alg, members) {
  const pair = await jose.generateKeyPair(alg, { extractable: true });
  const jwk = async (key) => ({ ...(await jose.exportJWK(key)), ...members, alg });
  return { jwk: await jwk(pair.privateKey), publicJwk: await jwk(pair.publicKey), privateKey: pair.privateKey };
}
