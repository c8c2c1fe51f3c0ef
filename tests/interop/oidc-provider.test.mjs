// Our relying party logs in at an unmodified oidc-provider.

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
  // RFC 6749 §2.3.1: Basic authentication with these values works only if they are form-encoded.
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

test('the tokens of a refresh are stored even if the browser goes away', async () => {
  const { browser, page } = await login();
  const gone = new AbortController();
  const answered = new Promise((resolve) => {
    provider.onceAtToken(async (_, next) => {
      await next();
      gone.abort();
      // The relying party answers requests in order, so after this answer it knows that the browser went away.
      await (await fetch(demo.relyingParty)).text();
      resolve();
    });
  });
  const headers = { cookie: await browser.cookies(page.url) };
  const cutOff = fetch(new URL('/refresh', page.url), { method: 'POST', headers, redirect: 'manual', signal: gone.signal });
  await assert.rejects(cutOff);
  await answered;

  const refreshed = await browser.submit(page, 'form[action="/refresh"]');
  // The provider would refuse the old refresh token. The browser has not seen the first refresh.
  assert.match(refreshed.text('#notice'), /refreshed/);
});

test('a refresh token that the provider refused is not used again', async () => {
  const { browser, page } = await login();
  provider.onceAtToken((ctx) => {
    ctx.status = 400;
    ctx.body = { error: 'invalid_grant' };
  });
  const refused = await browser.submit(page, 'form[action="/refresh"]');
  assert.ok(refused.has('#error'));
  assert.ok(refused.has('a[href="/login"]'));
  const home = await browser.open(`${demo.relyingParty}/`);
  assert.ok(home.has('#claims'));
  assert.equal(home.has('#refresh'), false);
});

test('the app refuses a form that a page on another port posts', async () => {
  const { browser, page } = await login();
  for (const action of ['/refresh', '/userinfo', '/sign-out']) {
    const elsewhere = { cookie: await browser.cookies(page.url), origin: provider.issuer };
    const answer = await fetch(new URL(action, page.url), { method: 'POST', headers: elsewhere, redirect: 'manual' });
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /app\.other_site/);
  }
  assert.ok((await browser.open(`${demo.relyingParty}/`)).has('#signed-in'));
});

test('an error response is shown as an answer of the provider, not as an attack', async () => {
  const { browser, url } = await loginUpToCallback();
  url.searchParams.delete('code');
  url.searchParams.set('error', 'temporarily_unavailable');
  const page = await browser.open(url);
  assert.match(page.text('#error'), /provider said no/);
});

test('a refused authorization shows a page', async () => {
  const browser = new Browser();
  const form = await browser.open(`${demo.relyingParty}/login`);
  await showsError(browser, await cancel(browser, form));
});

describe('a callback that was tampered with shows an error', () => {
  const tampers = {
    'a changed state': (query) => query.set('state', flipped(query.get('state'))),
    'no state': (query) => query.delete('state'),
    'two states': (query) => query.append('state', query.get('state')),
    'the iss of an attacker': (query) => query.set('iss', 'https://attacker.example'),
    'iss with a slash added': (query) => query.set('iss', `${provider.issuer}/`),
    'no iss, although the provider metadata promises it': (query) => query.delete('iss'),
    'a changed code': (query) => query.set('code', flipped(query.get('code'))),
    'no code': (query) => query.delete('code'),
  };
  for (const [name, tamper] of Object.entries(tampers)) {
    test(name, async () => {
      const { browser, url } = await loginUpToCallback();
      tamper(url.searchParams);
      await showsError(browser, await browser.open(url));
    });
  }

  test('opened in a browser that did not start the login', async () => {
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

async function login() {
  const browser = new Browser();
  const form = await browser.open(`${demo.relyingParty}/login`);
  const page = await signInAndConsent(browser, form, SUBJECT);
  assert.ok(page.has('#refresh'));
  return { browser, page };
}

/** Logs in up to the redirect to the callback, which is not followed. */
async function loginUpToCallback() {
  const browser = new Browser({ stopAt: `${demo.relyingParty}/callback` });
  const form = await browser.open(`${demo.relyingParty}/login`);
  const back = await signInAndConsent(browser, form, SUBJECT);
  assert.ok(back.stopped);
  return { browser, url: back.url };
}

/** Asserts that the page explains the error, has a stable error code, and that no user is signed in. */
async function showsError(browser, page) {
  assert.notEqual(page.text('#error'), '');
  assert.match(page.text('#error-code'), /^[a-z0-9_]+(\.[a-z0-9_]+)*$/);
  const home = await browser.open(`${demo.relyingParty}/`);
  assert.ok(home.has('#sign-in'));
  assert.equal(home.has('#signed-in'), false);
}

/** Returns the text with another first character. */
function flipped(text) {
  return (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
}
