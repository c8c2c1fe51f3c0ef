// One browser at our provider: several tabs, several users, and a form that another site posts.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import * as openid from 'openid-client';
import { Browser } from './lib/browser.mjs';
import { makeClients, writeClientsFile } from './lib/clients.mjs';
import { BOB, startDemo } from './lib/demo.mjs';
import { consent, signIn, signInAndAllow } from './lib/demo-pages.mjs';

const { client_secret_post: client } = await makeClients();
const VERIFIER = openid.randomPKCECodeVerifier();
const CHALLENGE = await openid.calculatePKCECodeChallenge(VERIFIER);
const NONCE = openid.randomNonce();
let clientsFile;
let demo;

before(async () => {
  clientsFile = await writeClientsFile({ client_secret_post: client });
});
// The provider remembers the consents of its users, and each test begins without any.
beforeEach(async () => {
  demo = await startDemo({ clientsFile: clientsFile.path });
});
afterEach(() => demo?.stop());
after(() => clientsFile?.remove());

test('both tabs of a new browser complete their logins', async () => {
  const browser = newBrowser();
  const [one, two] = [await openTab(browser), await openTab(browser)];
  assert.ok(hasCode(await signInAndAllow(browser, one)));
  assert.ok(hasCode(await signIn(browser, two)));
});

test('a consent page of one user cannot be answered after another user has signed in', async () => {
  const browser = newBrowser();
  const alices = await signIn(browser, await openTab(browser));
  const bobs = await signIn(browser, await openTab(browser, { prompt: 'login' }), BOB);
  assert.equal((await consent(browser, alices, 'allow')).status, 400);
  assert.ok(hasCode(await consent(browser, bobs, 'allow')));
});

test('a consent for a tab that did not show the consent page is refused', async () => {
  const browser = newBrowser();
  const [one, two] = [await openTab(browser), await openTab(browser)];
  const shown = await signIn(browser, one);
  const interaction = two.element('[name=interaction]').getAttribute('value');
  shown.element('[name=interaction]').setAttribute('value', interaction);
  assert.equal((await consent(browser, shown, 'allow')).status, 400);
});

test('a user other than the one in id_token_hint sees a message and is not signed in', async () => {
  const browser = newBrowser();
  const { url } = await signInAndAllow(browser, await openTab(browser));
  const checks = { pkceCodeVerifier: VERIFIER, expectedNonce: NONCE };
  const tokens = await openid.authorizationCodeGrant(await configuration(), url, checks);

  const other = newBrowser();
  const form = await openTab(other, { id_token_hint: tokens.id_token });
  const again = await signIn(other, form, BOB);
  assert.match(again.text('[role=alert]'), /another account/);
  const silent = await other.open(authorizationUrl({ prompt: 'none' }));
  assert.equal(silent.url.searchParams.get('error'), 'login_required');
  // The user has consented in the other browser.
  assert.ok(hasCode(await signIn(other, again)));
});

test('an authorization request that another site posts finds the signed-in user', async () => {
  const browser = newBrowser();
  await signInAndAllow(browser, await openTab(browser));
  const url = authorizationUrl({ prompt: 'none' });
  // A browser does not send its `Lax` cookies with a POST from another site, so none are sent here.
  const answer = await fetch(new URL('/authorize', url), { method: 'POST', body: url.searchParams, redirect: 'manual' });
  assert.equal(answer.status, 303);
  assert.deepEqual(answer.headers.getSetCookie(), []);
  assert.ok(hasCode(await browser.open(new URL(answer.headers.get('location'), url))));
});

test('of two clicks on the same button, one signs the user in, and the other leads to the same page or is refused', async () => {
  const browser = newBrowser();
  const form = await openTab(browser);
  const pages = await Promise.all([signIn(browser, form), signIn(browser, form)]);
  // The second click is refused if its browser does not have the cookie of the session yet.
  for (const page of pages) assert.ok(page.has('#consent-form') || page.status === 400, `${page.status}`);
  assert.ok(pages.some((page) => page.status === 200 && page.has('#consent-form')));
  assert.ok((await openTab(browser)).has('#consent-form'));
});

function newBrowser() {
  return new Browser({ stopAt: client.redirectUri });
}

function openTab(browser, parameters) {
  return browser.open(authorizationUrl(parameters));
}

function authorizationUrl(parameters = {}) {
  const url = new URL('/authorize', demo.issuer);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    scope: 'openid email',
    nonce: NONCE,
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...parameters,
  });
  return url;
}

function configuration() {
  const execute = [openid.allowInsecureRequests];
  return openid.discovery(new URL(demo.issuer), client.clientId, {}, client.authentication, { execute });
}

function hasCode(page) {
  return page.stopped && page.url.searchParams.has('code');
}
