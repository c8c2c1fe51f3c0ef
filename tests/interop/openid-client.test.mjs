// An unmodified openid-client logs in at our provider.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as openid from 'openid-client';
import { makeClients, writeClientsFile } from './lib/clients.mjs';
import { startDemo } from './lib/demo.mjs';
import { cancelSignIn, consent, signIn, signInAndAllow } from './lib/demo-pages.mjs';
import { begin as beginAt, finish, refused, refusedAtAuthorization } from './lib/openid-client.mjs';

const clients = await makeClients();
let clientsFile;
let demo;

before(async () => {
  clientsFile = await writeClientsFile(clients);
  demo = await startDemo({ clientsFile: clientsFile.path });
});
after(async () => {
  await demo?.stop();
  await clientsFile?.remove();
});

describe('every client authentication method', () => {
  for (const [method, client] of Object.entries(clients)) {
    test(`${method}: code, ID Token, UserInfo, refresh`, async () => {
      const login = await begin(client);
      const tokens = await finish(login, await signInAndAllow(login.browser, login.page));
      const { iss, aud, sub, nonce } = tokens.claims();
      assert.equal(iss, demo.issuer);
      assert.deepEqual([aud].flat(), [client.clientId]);
      assert.equal(nonce, login.checks.expectedNonce);

      const userinfo = await openid.fetchUserInfo(login.config, tokens.access_token, sub);
      assert.equal(typeof userinfo.name, 'string');
      assert.equal(typeof userinfo.email, 'string');

      const refreshed = await openid.refreshTokenGrant(login.config, tokens.refresh_token);
      assert.notEqual(refreshed.refresh_token, tokens.refresh_token);
      assert.notEqual(refreshed.access_token, tokens.access_token);
      assert.equal((await openid.fetchUserInfo(login.config, refreshed.access_token, sub)).sub, sub);
    });
  }

  test('a wrong secret is invalid_client', async () => {
    const client = { ...clients.client_secret_post, authentication: openid.ClientSecretPost('wrong') };
    const login = await begin(client);
    const back = await signInAndAllow(login.browser, login.page);
    await refused(finish(login, back), 'invalid_client');
  });

  test('a secret or a key left out is invalid_client', async () => {
    for (const method of ['client_secret_basic', 'client_secret_post', 'private_key_jwt']) {
      const login = await begin({ ...clients[method], authentication: openid.None() });
      const back = await signInAndAllow(login.browser, login.page);
      await refused(finish(login, back), 'invalid_client');
    }
  });
});

describe('the authorization response', () => {
  test('contains iss, which openid-client compares', async () => {
    const login = await begin(clients.client_secret_post);
    const { url } = await signInAndAllow(login.browser, login.page);
    assert.equal(login.config.serverMetadata().authorization_response_iss_parameter_supported, true);
    assert.equal(url.searchParams.get('iss'), demo.issuer);

    for (const spoil of [(query) => query.delete('iss'), (query) => query.set('iss', 'https://attacker.example')]) {
      const spoilt = new URL(url);
      spoil(spoilt.searchParams);
      const attempt = openid.authorizationCodeGrant(login.config, spoilt, login.checks);
      await assert.rejects(attempt, { code: 'OAUTH_INVALID_RESPONSE' });
    }
    // The unchanged response is accepted, so only `iss` was wrong in the changed ones.
    await openid.authorizationCodeGrant(login.config, url, login.checks);
  });

  test('prompt=none without a session is login_required', async () => {
    const login = await begin(clients.client_secret_post, { prompt: 'none' });
    assert.ok(login.page.stopped);
    await refusedAtAuthorization(finish(login, login.page), 'login_required');
  });

  test('a denied consent is access_denied', async () => {
    const login = await begin(clients.client_secret_post);
    const back = await consent(login.browser, await signIn(login.browser, login.page), 'deny');
    await refusedAtAuthorization(finish(login, back), 'access_denied');
  });

  test('a cancelled sign-in is access_denied', async () => {
    const login = await begin(clients.client_secret_post);
    const back = await cancelSignIn(login.browser, login.page);
    await refusedAtAuthorization(finish(login, back), 'access_denied');
  });

  test('a wrong password shows the form again', async () => {
    const login = await begin(clients.client_secret_post);
    const again = await signIn(login.browser, login.page, { username: 'alice', password: 'wrong' });
    assert.ok(again.has('#sign-in-form'));
    assert.ok((await signInAndAllow(login.browser, again)).url.searchParams.has('code'));
  });

  test('an unregistered redirect URI gets a page and no redirect', async () => {
    const login = await begin({ ...clients.client_secret_post, redirectUri: 'https://client.example/other' });
    assert.equal(login.page.stopped, false);
    assert.equal(login.page.status, 400);
    assert.equal(login.page.url.origin, demo.issuer);
  });

  test('a request without PKCE is invalid_request', async () => {
    const login = await begin(clients.none, { code_challenge: undefined, code_challenge_method: undefined });
    await refusedAtAuthorization(finish(login, login.page), 'invalid_request');
  });
});

describe('the token endpoint', () => {
  test('a wrong PKCE verifier is invalid_grant', async () => {
    const login = await begin(clients.none);
    const back = await signInAndAllow(login.browser, login.page);
    const checks = { ...login.checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() };
    await refused(finish({ ...login, checks }, back), 'invalid_grant');
  });

  test('a code used twice is invalid_grant and revokes its tokens', async () => {
    const login = await begin(clients.none);
    const back = await signInAndAllow(login.browser, login.page);
    const tokens = await finish(login, back);
    const { sub } = tokens.claims();
    await openid.fetchUserInfo(login.config, tokens.access_token, sub);

    await refused(finish(login, back), 'invalid_grant');
    await refused(openid.refreshTokenGrant(login.config, tokens.refresh_token), 'invalid_grant');
    await assert.rejects(openid.fetchUserInfo(login.config, tokens.access_token, sub), isInvalidToken);
  });

  test('a code of another client is invalid_grant', async () => {
    const login = await begin(clients.client_secret_post);
    const back = await signInAndAllow(login.browser, login.page);
    const thief = await begin(clients.client_secret_basic);
    await refused(finish({ ...login, config: thief.config }, back), 'invalid_grant');
  });

  test('a refresh token used twice is invalid_grant and revokes its successor', async () => {
    const login = await begin(clients.client_secret_basic);
    const tokens = await finish(login, await signInAndAllow(login.browser, login.page));
    const rotated = await openid.refreshTokenGrant(login.config, tokens.refresh_token);
    await refused(openid.refreshTokenGrant(login.config, tokens.refresh_token), 'invalid_grant');
    await refused(openid.refreshTokenGrant(login.config, rotated.refresh_token), 'invalid_grant');
  });
});

function begin(client, parameters) {
  return beginAt(demo.issuer, client, parameters);
}

/** Returns true for a challenge with the error invalid_token (RFC 6750 §3.1). */
function isInvalidToken(thrown) {
  const challenged = thrown instanceof openid.WWWAuthenticateChallengeError;
  return challenged && thrown.cause.some(({ parameters }) => parameters.error === 'invalid_token');
}
