// The requests of an unmodified openid-client at our provider: claims, acr_values, and request objects.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as openid from 'openid-client';
import { answer, changed } from './lib/answers.mjs';
import { makeFlowClient, writeClientsFile } from './lib/clients.mjs';
import { BOB, startDemo } from './lib/demo.mjs';
import { comeBack, consent, signIn, signInAndAllow } from './lib/demo-pages.mjs';
import { signingKey } from './lib/keys.mjs';
import { begin as beginAt, finish, refusedAtAuthorization } from './lib/openid-client.mjs';

const PASSWORD = 'https://symbolon.example/acr/password';

const key = await signingKey();
const stranger = await signingKey();
const clients = {
  plain: makeFlowClient('interop-plain'),
  signed: makeFlowClient('interop-signed', { jwks: { keys: [key.publicJwk] }, request_object_signing_alg: 'ES256' }),
  signedOnly: makeFlowClient('interop-signed-only', {
    jwks: { keys: [key.publicJwk] },
    require_signed_request_object: true,
  }),
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

describe('claims', () => {
  test('claims by name are in the ID Token and in UserInfo, and the consent page shows them', async () => {
    const login = await begin('plain', {
      scope: 'openid',
      claims: JSON.stringify({
        id_token: { email: null, auth_time: { essential: true }, 'https://other.example/unknown': null },
        userinfo: { name: { essential: true }, given_name: { value: 'Mallory' } },
      }),
    });
    const page = await signIn(login.browser, login.page);
    const shown = page.text('.scopes');
    for (const claim of [/your email address/, /your full name/]) assert.match(shown, claim);
    const tokens = await finish(login, await consent(login.browser, page, 'allow'));
    const claims = tokens.claims();
    assert.equal(claims.email, 'alice@people.example');
    assert.equal(typeof claims.auth_time, 'number');
    assert.equal('name' in claims, false);
    const userinfo = await openid.fetchUserInfo(login.config, tokens.access_token, claims.sub);
    // Core §5.5.1: a claim with another value than the requested value is left out.
    assert.deepEqual(Object.keys(userinfo).sort(), ['name', 'sub']);
  });

  test('claims that are not JSON are invalid_request', async () => {
    const login = await begin('plain', { claims: '{"id_token":' });
    await refusedAtAuthorization(finish(login, login.page), 'invalid_request');
  });

  test('a sub with a value signs in that user or no user', async () => {
    const first = await begin('plain');
    const { sub } = (await finish(first, await signInAndAllow(first.browser, first.page))).claims();
    const claims = JSON.stringify({ id_token: { sub: { value: sub } } });
    const login = await begin('plain', { claims });
    const other = await signIn(login.browser, login.page, BOB);
    assert.match(other.text('[role=alert]'), /another account/);
    assert.equal((await finish(login, await comeBack(login.browser, other))).claims().sub, sub);
  });
});

describe('acr', () => {
  test('acr_values: the ID Token says which class was reached', async () => {
    const login = await begin('plain', { acr_values: `https://other.example/strong ${PASSWORD}` });
    assert.equal((await finish(login, await signInAndAllow(login.browser, login.page))).claims().acr, PASSWORD);
  });

  test('acr_values that the provider does not have do not stop the login', async () => {
    const login = await begin('plain', { acr_values: 'https://other.example/strong' });
    assert.equal((await finish(login, await signInAndAllow(login.browser, login.page))).claims().acr, PASSWORD);
  });

  test('an essential acr that the provider does not have is unmet_authentication_requirements', async () => {
    const acr = { essential: true, values: ['https://other.example/strong'] };
    const login = await begin('plain', { claims: JSON.stringify({ id_token: { acr } }) });
    const back = login.page.stopped ? login.page : await comeBack(login.browser, login.page);
    await refusedAtAuthorization(finish(login, back), 'unmet_authentication_requirements');
  });
});

describe('prompt=none', () => {
  test('answers without a page if the user is signed in and has consented', async () => {
    const login = await begin('plain', { scope: 'openid email', prompt: undefined });
    await finish(login, await comeBack(login.browser, login.page));
    const again = await begin('plain', { scope: 'openid email', prompt: 'none' });
    const back = await login.browser.open(again.url);
    assert.ok((await finish(again, back)).claims().sub);
  });

  test('is consent_required if the user has not consented', async () => {
    const login = await begin('plain', { scope: 'openid', prompt: 'login' });
    await signIn(login.browser, login.page);
    const again = await begin('plain', { scope: 'openid phone address', prompt: 'none' });
    await refusedAtAuthorization(finish(again, await login.browser.open(again.url)), 'consent_required');
  });
});

describe('request objects', () => {
  const signs = ({ by = key, change } = {}) => ({
    build: (config, parameters) =>
      openid.buildAuthorizationUrlWithJAR(
        config,
        parameters,
        { key: by.privateKey, kid: by.jwk.kid },
        change && { [openid.modifyAssertion]: change },
      ),
  });

  test('the URL has only the client and the object', async () => {
    const claims = JSON.stringify({ id_token: { email: { essential: true } } });
    const login = await begin('signed', { claims, max_age: '600' }, signs());
    assert.deepEqual([...login.url.searchParams.keys()].sort(), ['client_id', 'request']);
    const tokens = await finish(login, await signInAndAllow(login.browser, login.page));
    assert.equal(tokens.claims().email, 'alice@people.example');
    assert.equal(typeof tokens.claims().auth_time, 'number');
  });

  test('parameters outside the object do not count', async () => {
    const login = await begin('signed', { prompt: 'none' }, signs());
    login.url.searchParams.set('prompt', 'login');
    login.url.searchParams.set('state', 'attacker');
    const back = await login.browser.open(login.url);
    assert.equal(answer(back).parameters.state, login.checks.expectedState);
    await refusedAtAuthorization(finish(login, back), 'login_required');
  });

  test('hybrid, and JARM by form_post, from an object', async () => {
    const inHybrid = { ...signs(), execute: [openid.useCodeIdTokenResponseType] };
    const hybrid = await begin('signed', { response_mode: 'form_post' }, inHybrid);
    const back = await comeBack(hybrid.browser, hybrid.page);
    assert.equal(answer(back).carrier, 'form_post');
    assert.ok((await finish(hybrid, back)).claims().sub);
    const byForm = (_, claims) => (claims.response_mode = 'form_post.jwt');
    const jarm = await begin('signed', {}, { ...signs({ change: byForm }), execute: [openid.useJwtResponseMode] });
    const answered = await comeBack(jarm.browser, jarm.page);
    assert.deepEqual(Object.keys(answer(answered).parameters), ['response']);
    assert.ok((await finish(jarm, answered)).claims().sub);
  });

  // No answer goes to an address that an object without a valid signature names: the user sees a page.
  const refusals = {
    'signed by another key': [{ by: stranger }, 'jws.signature'],
    'for another provider': [{ change: (_, claims) => (claims.aud = 'https://other.example') }, 'jwt.audience'],
    'of another client': [{ change: (_, claims) => (claims.client_id = 'interop-plain') }, 'request_object.client_id'],
    'that has expired': [{ change: (_, claims) => (claims.exp = claims.iat - 600) }, 'jwt.expired'],
    'that is valid later': [{ change: (_, claims) => (claims.nbf = claims.iat + 600) }, 'jwt.not_yet_valid'],
    'with a request_uri': [{ change: (_, claims) => (claims.request_uri = 'https://c.example') }, 'request_object.nested'],
    'of another kind of token': [{ change: (header) => (header.typ = 'at+jwt') }, 'jwt.type'],
  };
  for (const [name, [options, code]] of Object.entries(refusals)) {
    test(`an object ${name} is refused`, async () => {
      const { page } = await begin('signed', {}, signs(options));
      showsError(page, code);
    });
  }

  test('an object that was changed, and an object without a signature, are refused', async () => {
    const { url, browser } = await begin('signed', {}, signs());
    const [header, payload, signature] = url.searchParams.get('request').split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'oauth-authz-req+jwt' })).toString('base64url');
    const changes = {
      [`${header}.${changed(payload)}.${signature}`]: 'jws.signature',
      [`${header}.${payload}.`]: 'jws.empty_part',
      [`${none}.${payload}.`]: 'jws.not_signed',
    };
    for (const [request, code] of Object.entries(changes)) {
      url.searchParams.set('request', request);
      showsError(await browser.open(url), code);
    }
  });

  test('a client that has to sign its requests cannot send other requests', async () => {
    const plain = await begin('signedOnly');
    await refusedAtAuthorization(finish(plain, plain.page), 'invalid_request');
    const login = await begin('signedOnly', {}, signs());
    assert.ok((await finish(login, await signInAndAllow(login.browser, login.page))).claims().sub);
  });
});

function begin(kind, parameters, options) {
  return beginAt(demo.issuer, clients[kind], parameters, options);
}

/** Asserts that the user sees an error page with this code, and that the client gets no answer. */
function showsError(page, code) {
  assert.equal(page.stopped, false);
  assert.equal(page.status, 400);
  assert.equal(page.text('#error-code'), code);
}
