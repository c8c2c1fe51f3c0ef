// An unmodified openid-client pushes its authorization requests to our provider (RFC 9126).

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as openid from 'openid-client';
import { answer } from './lib/answers.mjs';
import { Browser } from './lib/browser.mjs';
import { makeClients, makeFlowClient, writeClientsFile } from './lib/clients.mjs';
import { startDemo } from './lib/demo.mjs';
import { comeBack, signInAndAllow } from './lib/demo-pages.mjs';
import { signingKey } from './lib/keys.mjs';
import { begin as beginAt, finish, refused, refusedAtAuthorization } from './lib/openid-client.mjs';

const pushes = { build: openid.buildAuthorizationUrlWithPAR };
const pushesWithoutOpening = { ...pushes, opens: false };

const methods = await makeClients();
const key = await signingKey();
const clients = {
  ...methods,
  flows: makeFlowClient('interop-pushed'),
  signed: makeFlowClient('interop-pushed-signed', {
    jwks: { keys: [key.publicJwk] },
    require_signed_request_object: true,
  }),
  pushedOnly: makeFlowClient('interop-pushed-only', { require_pushed_authorization_requests: true }),
};
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
  for (const method of Object.keys(methods)) {
    test(method, async () => {
      const login = await begin(method);
      assert.deepEqual([...login.url.searchParams.keys()].sort(), ['client_id', 'request_uri']);
      await signedIn(login, await signInAndAllow(login.browser, login.page));
    });
  }

  test('a wrong secret is invalid_client, and nothing is stored', async () => {
    const client = { ...clients.client_secret_post, authentication: openid.ClientSecretPost('wrong') };
    await refused(beginAt(demo.issuer, client, {}, pushes), 'invalid_client');
  });
});

describe('what is pushed', () => {
  test('hybrid, JARM and claims', async () => {
    const claims = JSON.stringify({ id_token: { email: null } });
    const hybrid = { ...pushes, execute: [openid.useCodeIdTokenResponseType] };
    const login = await begin('flows', { claims, response_mode: 'form_post' }, hybrid);
    const back = await comeBack(login.browser, login.page);
    assert.equal(answer(back).carrier, 'form_post');
    assert.equal((await signedIn(login, back)).email, 'alice@people.example');

    const jarm = await begin('flows', {}, { ...pushes, execute: [openid.useJwtResponseMode] });
    const answered = await comeBack(jarm.browser, jarm.page);
    assert.deepEqual(Object.keys(answer(answered).parameters), ['response']);
    await signedIn(jarm, answered);
  });

  test('a signed request object', async () => {
    const login = await begin('signed', {}, { build: signsAndPushes });
    assert.deepEqual([...login.url.searchParams.keys()].sort(), ['client_id', 'request_uri']);
    await signedIn(login, await signInAndAllow(login.browser, login.page));
  });

  test('a request that breaks a rule is refused at once', async () => {
    await refused(begin('flows', { redirect_uri: 'https://client.example/other' }), 'invalid_request');
    await refused(begin('flows', { response_type: 'token' }), 'unsupported_response_type');
    await refused(begin('flows', { scope: 'openid "' }), 'invalid_scope');
    await refused(begin('flows', { request_uri: 'urn:ietf:params:oauth:request_uri:a' }), 'invalid_request');
    await refused(begin('signed'), 'invalid_request');
  });
});

describe('the reference', () => {
  test('is used once', async () => {
    const login = await begin('flows');
    await signedIn(login, await comeBack(login.browser, login.page));
    const again = new Browser({ stopAt: clients.flows.redirectUri });
    showsError(await again.open(login.url), 'authorize.unknown_pushed_request');
  });

  test('belongs to one client', async () => {
    const { url } = await begin('flows', {}, pushesWithoutOpening);
    url.searchParams.set('client_id', clients.signed.clientId);
    const browser = new Browser({ stopAt: clients.signed.redirectUri });
    showsError(await browser.open(url), 'authorize.pushed_by_other_client');
  });

  test('is not known before it was pushed', async () => {
    const { url } = await begin('flows', {}, pushesWithoutOpening);
    url.searchParams.set('request_uri', `${url.searchParams.get('request_uri')}A`);
    const browser = new Browser({ stopAt: clients.flows.redirectUri });
    showsError(await browser.open(url), 'authorize.unknown_pushed_request');
  });

  test('replaces the parameters beside it', async () => {
    const login = await begin('flows', { prompt: 'none' }, pushesWithoutOpening);
    login.url.searchParams.set('prompt', 'login');
    login.url.searchParams.set('redirect_uri', 'https://attacker.example/');
    const browser = new Browser({ stopAt: clients.flows.redirectUri });
    await refusedAtAuthorization(finish(login, await browser.open(login.url)), 'login_required');
  });
});

test('a client that has to push its requests cannot send other requests', async () => {
  const plain = await beginAt(demo.issuer, clients.pushedOnly);
  await refusedAtAuthorization(finish(plain, plain.page), 'invalid_request');
  const login = await begin('pushedOnly');
  await signedIn(login, await signInAndAllow(login.browser, login.page));
});

/** Pushes a request, and opens its reference in a new browser. */
function begin(kind, parameters, how = pushes) {
  return beginAt(demo.issuer, clients[kind], parameters, how);
}

/** Signs the request, and pushes the request object. */
async function signsAndPushes(config, parameters) {
  const signer = { key: key.privateKey, kid: key.jwk.kid };
  const { searchParams } = await openid.buildAuthorizationUrlWithJAR(config, parameters, signer);
  return openid.buildAuthorizationUrlWithPAR(config, { request: searchParams.get('request') });
}

/** Asserts that alice signed in, and returns the claims of the ID Token. */
async function signedIn(login, back) {
  const tokens = await finish(login, back);
  const claims = tokens.claims();
  assert.equal((await openid.fetchUserInfo(login.config, tokens.access_token, claims.sub)).sub, claims.sub);
  return claims;
}

/** Asserts that the user sees an error page with this code, and that the client gets no answer. */
function showsError(page, code) {
  assert.equal(page.stopped, false);
  assert.equal(page.status, 400);
  assert.equal(page.text('#error-code'), code);
}
