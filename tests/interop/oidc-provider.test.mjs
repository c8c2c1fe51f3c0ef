// Our relying party logs in at oidc-provider, unmodified.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { Browser } from './lib/browser.mjs';
import { freePorts, startRelyingParty } from './lib/demo.mjs';
import { cancel, signInAndConsent, startOidcProvider } from './lib/oidc-provider.mjs';

const SUBJECT = 'interop-user';

let provider;
let demo;

before(async () => {
  const [port] = await freePorts(1);
  // RFC 6749 §2.3.1: only a relying party that form-encodes both can use these with Basic.
  const client = { client_id: 'urn:interop:symbolon', client_secret: `100% a+b: ${randomUUID()}` };
  provider = await startOidcProvider([
    {
      ...client,
      redirect_uris: [`http://127.0.0.1:${port}/callback`],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ]);
  const { client_id: clientId, client_secret: clientSecret } = client;
  demo = await startRelyingParty({ port, issuer: provider.issuer, clientId, clientSecret });
});
after(async () => {
  await demo?.stop();
  await provider?.stop();
});

test('our relying party logs in, refreshes, reads UserInfo and signs out', async () => {
  const browser = new Browser();
  const home = await browser.open(`${demo.relyingParty}/`);
  const form = await browser.follow(home, '#sign-in');
  assert.equal(form.url.origin, provider.issuer);

  const signedIn = await signInAndConsent(browser, form, SUBJECT);
  assert.equal(signedIn.url.href, `${demo.relyingParty}/`);
  assert.ok(signedIn.has('#signed-in'));
  const claims = signedIn.definitions('#claims');
  assert.equal(claims.get('sub'), SUBJECT);
  assert.equal(claims.get('iss'), provider.issuer);
  assert.ok(signedIn.text('#id-token').includes(SUBJECT));

  const refreshed = await browser.submit(signedIn, 'form[action="/refresh"]', { button: '#refresh' });
  assert.notEqual(refreshed.text('#notice'), '');
  assert.equal(refreshed.definitions('#claims').get('sub'), SUBJECT);

  const informed = await browser.submit(refreshed, 'form[action="/userinfo"]', { button: '#userinfo' });
  const userinfo = informed.definitions('#userinfo-claims');
  assert.equal(userinfo.get('sub'), SUBJECT);
  assert.equal(userinfo.get('email'), `${SUBJECT}@example.com`);

  const left = await browser.submit(informed, 'form[action="/sign-out"]', { button: '#sign-out' });
  assert.ok(left.has('#sign-in'));
});

test('a refused authorization shows a page', async () => {
  const browser = new Browser();
  const form = await browser.open(`${demo.relyingParty}/login`);
  await showsError(browser, await cancel(browser, form));
});

describe('a callback that was tampered with shows an error', () => {
  const tampers = {
    'another state': (query) => query.set('state', flipped(query.get('state'))),
    'no state': (query) => query.delete('state'),
    'two states': (query) => query.append('state', query.get('state')),
    'another iss': (query) => query.set('iss', 'https://attacker.example'),
    'iss with a slash added': (query) => query.set('iss', `${provider.issuer}/`),
    'no iss, though the provider promised one': (query) => query.delete('iss'),
    'another code': (query) => query.set('code', flipped(query.get('code'))),
    'no code': (query) => query.delete('code'),
  };
  for (const [name, tamper] of Object.entries(tampers)) {
    test(name, async () => {
      const { browser, url } = await loginUpToCallback();
      tamper(url.searchParams);
      await showsError(browser, await browser.open(url));
    });
  }

  test('in a browser that did not begin the login', async () => {
    const { url } = await loginUpToCallback();
    const victim = new Browser();
    await showsError(victim, await victim.open(url));
  });

  test('used a second time', async () => {
    const { browser, url } = await loginUpToCallback();
    assert.ok((await browser.open(url)).has('#signed-in'));
    const again = await browser.open(url);
    assert.ok(again.has('#error'));
    assert.notEqual(again.text('#error-code'), '');
  });
});

/** A login whose last redirect, the one to the callback, has not been followed yet. */
async function loginUpToCallback() {
  const browser = new Browser({ stopAt: `${demo.relyingParty}/callback` });
  const form = await browser.open(`${demo.relyingParty}/login`);
  const back = await signInAndConsent(browser, form, SUBJECT);
  assert.ok(back.stopped);
  return { browser, url: back.url };
}

/** The page says what went wrong, in a stable code as well, and nobody is signed in. */
async function showsError(browser, page) {
  assert.notEqual(page.text('#error'), '');
  assert.match(page.text('#error-code'), /^[a-z0-9_]+(\.[a-z0-9_]+)*$/);
  const home = await browser.open(`${demo.relyingParty}/`);
  assert.ok(home.has('#sign-in'));
  assert.equal(home.has('#signed-in'), false);
}

/** The same text with its first character exchanged. */
function flipped(text) {
  return (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
}
