// One browser at our provider: several tabs, several people, and forms of other sites.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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
  demo = await startDemo({ clientsFile: clientsFile.path });
});
after(async () => {
  await demo?.stop();
  await clientsFile?.remove();
});

test('two tabs of a fresh browser are both led to their end', async () => {
  const browser = newBrowser();
  const [one, two] = [await openTab(browser), await openTab(browser)];
  assert.ok(hasCode(await signInAndAllow(browser, one)));
  assert.ok(hasCode(await signIn(browser, two)));
});

test('the consent of one user is not given by another', async () => {
  const browser = newBrowser();
  const alices = await signIn(browser, await openTab(browser));
  const bobs = await signIn(browser, await openTab(browser, { prompt: 'login' }), BOB);
  assert.equal((await consent(browser, alices, 'allow')).status, 400);
  assert.ok(hasCode(await consent(browser, bobs, 'allow')));
});

test('a consent page that nobody was shown is not answered', async () => {
  const browser = newBrowser();
  const [one, two] = [await openTab(browser), await openTab(browser)];
  const shown = await signIn(browser, one);
  const interaction = two.element('[name=interaction]').getAttribute('value');
  shown.element('[name=interaction]').setAttribute('value', interaction);
  assert.equal((await consent(browser, shown, 'allow')).status, 400);
});

test('whoever id_token_hint does not name is told so, and is not signed in', async () => {
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
  assert.ok(hasCode(await signInAndAllow(other, again)));
});

test('a form that another site posts finds whoever is signed in', async () => {
  const browser = newBrowser();
  await signInAndAllow(browser, await openTab(browser));
  const url = authorizationUrl({ prompt: 'none' });
  // A browser keeps its `Lax` cookies to itself here.
  const answer = await fetch(new URL('/authorize', url), { method: 'POST', body: url.searchParams, redirect: 'manual' });
  assert.equal(answer.status, 303);
  assert.deepEqual(answer.headers.getSetCookie(), []);
  assert.ok(hasCode(await browser.open(new URL(answer.headers.get('location'), url))));
});

test('of two clicks on one button one is answered, and the user is signed in', async () => {
  const browser = newBrowser();
  const form = await openTab(browser);
  const pages = await Promise.all([signIn(browser, form), signIn(browser, form)]);
  assert.deepEqual(pages.map(({ status }) => status).sort(), [200, 400]);
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
