// Runs panva's oidc-provider on a free loopback port, with its sign-in and consent forms for development.

import { createServer } from 'node:http';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import Provider from 'oidc-provider';

/**
 * Starts a provider with these clients, given as client metadata. `keys` are further keys of
 * the provider, and `settings` replaces its settings.
 */
export async function startOidcProvider(clients, { features, keys = [], ...settings } = {}) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;

  const provider = new Provider(issuer, {
    clients,
    jwks: { keys: [await signingKey(), ...keys] },
    cookies: { keys: [randomUUID()] },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `${id} of Interop`, email: `${id}@example.com`, email_verified: true }),
    }),
    // Issues a refresh token to every client with that grant type, even without offline access.
    issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    ttl: { Interaction: 300, Session: 300, Grant: 300, AccessToken: 300, RefreshToken: 300, IdToken: 300 },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true }, ...features },
    ...settings,
  });
  let atToken;
  provider.use(async (ctx, next) => {
    if (ctx.path !== '/token' || atToken === undefined) return next();
    const once = atToken;
    atToken = undefined;
    await once(ctx, next);
  });
  server.on('request', provider.callback());

  return {
    issuer,
    /** Runs a koa middleware, `(ctx, next) => ...`, on the next token request. */
    onceAtToken: (middleware) => (atToken = middleware),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Signs in and consents with the development forms, which accept any password. Returns the last page. */
export async function signInAndConsent(browser, page, login) {
  const next = await browser.submit(page, 'form', { fields: { login, password: 'anything' } });
  return next.stopped ? next : browser.submit(next, 'form');
}

/** Cancels at the first form. */
export function cancel(browser, page) {
  return browser.follow(page, 'a[href$="/abort"]');
}

async function signingKey() {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const { kty, n, e, d, p, q, dp, dq, qi } = await crypto.subtle.exportKey('jwk', privateKey);
  return { kty, n, e, d, p, q, dp, dq, qi, use: 'sig', alg: 'RS256', kid: 'interop-1' };
}
