// A test of the harness, without symbolon: openid-client logs in at oidc-provider with the same browser as in
// the other tests. If this test fails, the harness has an error. If only other tests fail, symbolon has one.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as client from 'openid-client';
import { Browser } from './lib/browser.mjs';
import { startOidcProvider, signInAndConsent, cancel } from './lib/oidc-provider.mjs';

const REDIRECT_URI = 'https://client.example/callback';
const CLIENT = {
  client_id: 'control',
  client_secret: 'control secret: 100% + &',
  redirect_uris: [REDIRECT_URI],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
};

let provider;
before(async () => {
  provider = await startOidcProvider([CLIENT]);
});
after(() => provider?.stop());

test('openid-client logs in at oidc-provider', async () => {
  const { config, browser, page, checks } = await begin();
  const back = await signInAndConsent(browser, page, 'control-user');
  assert.ok(back.stopped);

  const tokens = await client.authorizationCodeGrant(config, back.url, checks);
  assert.equal(tokens.claims().sub, 'control-user');
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, 'control-user');
  assert.equal(userinfo.email, 'control-user@example.com');
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
  assert.notEqual(refreshed.refresh_token, tokens.refresh_token);
});

test('a cancelled sign-in returns access_denied to the client', async () => {
  const { browser, page } = await begin();
  const back = await cancel(browser, page);
  assert.equal(back.url.searchParams.get('error'), 'access_denied');
});

async function begin() {
  const authentication = client.ClientSecretBasic(CLIENT.client_secret);
  const config = await client.discovery(new URL(provider.issuer), CLIENT.client_id, {}, authentication, {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });
  const checks = {
    pkceCodeVerifier: client.randomPKCECodeVerifier(),
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
    idTokenExpected: true,
  };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: 'openid email',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const browser = new Browser({ stopAt: REDIRECT_URI });
  return { config, browser, page: await browser.open(url), checks };
}
