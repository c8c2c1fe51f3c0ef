// The clients that log in at our provider. Only this file knows the format of the provider's clients file.

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as openid from 'openid-client';

// No server listens at this address: the browser stops at the redirect.
const WEB_REDIRECT_URI = 'https://client.example/callback';

export const RESPONSE_TYPES = [
  'code',
  'id_token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
  'none',
];

/** Creates a client for each client authentication method. */
export async function makeClients() {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const kid = 'interop-1';
  const jwk = { ...(await publicJwk(keys.publicKey)), kid, use: 'sig', alg: 'ES256' };
  // RFC 6749 §2.3.1: the identifier and the secret are form-encoded before they are joined by a colon.
  // These values only work if both sides do that.
  const basic = { clientId: 'urn:interop:basic', secret: `100% a+b: ${randomUUID()}` };
  const post = { clientId: 'interop-post', secret: `&=+% ${randomUUID()}` };

  return {
    client_secret_basic: {
      ...basic,
      redirectUri: WEB_REDIRECT_URI,
      authentication: openid.ClientSecretBasic(basic.secret),
    },
    client_secret_post: {
      ...post,
      redirectUri: WEB_REDIRECT_URI,
      authentication: openid.ClientSecretPost(post.secret),
    },
    private_key_jwt: {
      clientId: 'interop-key',
      redirectUri: WEB_REDIRECT_URI,
      jwks: { keys: [jwk] },
      authentication: openid.PrivateKeyJwt({ key: keys.privateKey, kid }),
    },
    none: {
      clientId: 'interop-native',
      // RFC 8252 §7.3: a native app registers its redirect URI without a port, and uses any free port.
      registeredRedirectUri: 'http://127.0.0.1/callback',
      redirectUri: 'http://127.0.0.1:49152/callback',
      authentication: openid.None(),
    },
  };
}

/** Writes the clients to a file for `--clients`, in a new folder that `remove` deletes. */
export async function writeClientsFile(clients) {
  const folder = await mkdtemp(join(tmpdir(), 'symbolon-interop-'));
  const path = join(folder, 'clients.json');
  const records = Object.entries(clients).map(([method, client]) => clientRecord(method, client));
  await writeFile(path, JSON.stringify(records, null, 2), { mode: 0o600 });
  return { path, remove: () => rm(folder, { recursive: true }) };
}

/**
 * Creates a client that is registered for every response type. It authenticates by `client_secret_post`. `metadata` is
 * further client metadata.
 */
export function makeFlowClient(clientId, { jwks, ...metadata } = {}) {
  const secret = randomUUID();
  return {
    clientId,
    secret,
    jwks,
    redirectUri: WEB_REDIRECT_URI,
    authentication: openid.ClientSecretPost(secret),
    metadata: {
      grant_types: ['authorization_code', 'refresh_token', 'implicit'],
      response_types: RESPONSE_TYPES,
      token_endpoint_auth_method: 'client_secret_post',
      ...metadata,
    },
  };
}

/** Returns a client in the format of the clients file. */
function clientRecord(method, { clientId, secret, jwks, metadata, redirectUri, registeredRedirectUri = redirectUri }) {
  return {
    client_id: clientId,
    client_name: `Interop (${method})`,
    redirect_uris: [registeredRedirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: method,
    ...(secret !== undefined && { client_secret: secret }),
    ...(jwks !== undefined && { jwks }),
    ...metadata,
  };
}

async function publicJwk(key) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', key);
  return { kty, crv, x, y };
}
