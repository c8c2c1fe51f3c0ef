// Logs in with openid-client at our provider.

import assert from 'node:assert/strict';
import * as openid from 'openid-client';
import { Browser } from './browser.mjs';

/**
 * Discovers the provider and opens an authorization request in a new browser. `page` is the page that it then shows.
 * A parameter that is undefined is left out. `execute` configures openid-client, and `build` builds the URL. With
 * `opens: false`, the browser does not open the URL.
 */
export async function begin(issuer, client, parameters = {}, how = {}) {
  const { clientId, authentication, redirectUri } = client;
  const config = await openid.discovery(new URL(issuer), clientId, {}, authentication, settings(how.execute));
  return beginWith(config, redirectUri, parameters, how);
}

/** Returns the settings of openid-client. By default, it relies on TLS and does not check the ID Token's signature. */
export function settings(execute = []) {
  return { execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks, ...execute] };
}

/** Opens an authorization request of a configured openid-client, as `begin` does. */
export async function beginWith(config, redirectUri, parameters = {}, how = {}) {
  const { build = openid.buildAuthorizationUrl, opens = true } = how;
  const checks = {
    pkceCodeVerifier: openid.randomPKCECodeVerifier(),
    expectedState: openid.randomState(),
    expectedNonce: openid.randomNonce(),
    idTokenExpected: true,
  };
  const request = {
    redirect_uri: redirectUri,
    // OpenID Connect Core §11: offline access needs prompt=consent.
    scope: 'openid profile email offline_access',
    prompt: 'consent',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await openid.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...parameters,
  };
  const present = Object.entries(request).filter(([, value]) => value !== undefined);
  const url = await build(config, new URLSearchParams(present));
  const browser = new Browser({ stopAt: redirectUri });
  return { config, checks, url, browser, page: opens ? await browser.open(url) : undefined };
}

/** Passes the browser's last redirect or form to openid-client, which checks it and redeems the code. */
export function finish({ config, checks }, back) {
  return openid.authorizationCodeGrant(config, request(back), checks);
}

/** Returns what arrives at the client: a URL, or the form that the browser posts. */
export function request(back) {
  assert.ok(back.stopped, 'the browser did not come back to the client');
  return back.posted === undefined ? back.url : new Request(back.url, { method: 'POST', body: back.posted });
}

/** Asserts that the token endpoint answered with this error (RFC 6749 §5.2). */
export function refused(attempt, error) {
  return assert.rejects(attempt, (thrown) => thrown instanceof openid.ResponseBodyError && thrown.error === error);
}

/** Asserts that the authorization endpoint answered with this error (RFC 6749 §4.1.2.1). */
export function refusedAtAuthorization(attempt, error) {
  const says = (thrown) => thrown instanceof openid.AuthorizationResponseError && thrown.error === error;
  return assert.rejects(attempt, says);
}
