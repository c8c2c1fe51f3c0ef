// An unmodified openid-client logs in at our provider with every response type and response mode that it supports.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as openid from 'openid-client';
import { answer, changed } from './lib/answers.mjs';
import { makeFlowClient, writeClientsFile } from './lib/clients.mjs';
import { startDemo } from './lib/demo.mjs';
import { comeBack, signInAndAllow } from './lib/demo-pages.mjs';
import { decryptionKey } from './lib/keys.mjs';
import { begin as beginAt, finish, refusedAtAuthorization, request } from './lib/openid-client.mjs';

const key = await decryptionKey('ECDH-ES+A128KW');
const clients = {
  flows: makeFlowClient('interop-modes'),
  encrypted: makeFlowClient('interop-modes-encrypted', {
    jwks: { keys: [key.publicJwk] },
    authorization_encrypted_response_alg: 'ECDH-ES+A128KW',
    authorization_encrypted_response_enc: 'A128CBC-HS256',
  }),
  code: makeFlowClient('interop-modes-code', { response_types: ['code'], response_modes: ['query'] }),
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

test('form_post: the code is in a form', async () => {
  const login = await begin('flows', { response_mode: 'form_post' });
  const back = await signInAndAllow(login.browser, login.page);
  assert.equal(answer(back).carrier, 'form_post');
  await signedIn(login, await finish(login, back));
});

describe('JARM: the answer is in a JWT', () => {
  const jarm = { execute: [openid.useJwtResponseMode] };
  const { kid, alg } = key.jwk;
  const decrypts = (config) =>
    openid.enableDecryptingResponses(config, ['A128CBC-HS256'], { key: key.privateKey, kid, alg });
  const kinds = { flows: jarm, encrypted: { execute: [openid.useJwtResponseMode, decrypts] } };
  const carriers = { jwt: 'query', 'query.jwt': 'query', 'form_post.jwt': 'form_post' };

  for (const [kind, options] of Object.entries(kinds)) {
    for (const [mode, carrier] of Object.entries(carriers)) {
      test(`${mode}${kind === 'encrypted' ? ', encrypted' : ''}`, async () => {
        const login = await begin(kind, {}, { ...options, build: inMode(mode) });
        const back = await comeBack(login.browser, login.page);
        const { parameters, ...found } = answer(back);
        assert.equal(found.carrier, carrier);
        assert.equal(parameters.response.split('.').length, kind === 'encrypted' ? 5 : 3);
        await signedIn(login, await finish(login, back));
      });
    }
  }

  test('an error is in a JWT, too', async () => {
    const login = await begin('flows', { prompt: 'none' }, jarm);
    assert.deepEqual(Object.keys(answer(login.page).parameters), ['response']);
    await refusedAtAuthorization(finish(login, login.page), 'login_required');
  });

  test('openid-client refuses another state, and a JWT that was changed', async () => {
    const login = await begin('flows', {}, jarm);
    const back = await comeBack(login.browser, login.page);
    const checks = { ...login.checks, expectedState: openid.randomState() };
    await assert.rejects(finish({ ...login, checks }, back), { code: 'OAUTH_INVALID_RESPONSE' });
    const spoilt = new URL(back.url);
    spoilt.searchParams.set('response', changed(spoilt.searchParams.get('response')));
    await assert.rejects(finish(login, { ...back, url: spoilt }));
    await signedIn(login, await finish(login, back));
  });

  // openid-client always asks for `jwt`.
  const inMode = (mode) => (config, parameters) => {
    const url = openid.buildAuthorizationUrl(config, parameters);
    url.searchParams.set('response_mode', mode);
    return url;
  };
});

describe('code id_token', () => {
  const hybrid = { execute: [openid.useCodeIdTokenResponseType] };
  for (const mode of [undefined, 'form_post']) {
    test(mode ?? 'fragment, the default', async () => {
      const login = await begin('flows', { response_mode: mode }, hybrid);
      const back = await comeBack(login.browser, login.page);
      assert.equal(answer(back).carrier, mode ?? 'fragment');
      // openid-client validates the ID Token that came with the code, its nonce and its c_hash.
      await signedIn(login, await finish(login, back));
    });
  }

  // FAPI 1.0 Advanced §5.2.2.1: the ID Token has the hash of the state.
  test('the ID Token is a detached signature of the code and the state', async () => {
    const execute = [...hybrid.execute, openid.enableDetachedSignatureResponseChecks];
    const login = await begin('flows', {}, { execute });
    const back = await comeBack(login.browser, login.page);
    const checks = { ...login.checks, expectedState: openid.randomState() };
    await assert.rejects(finish({ ...login, checks }, back));
    await signedIn(login, await finish(login, back));
  });

  test('openid-client refuses another code and another state', async () => {
    const login = await begin('flows', {}, hybrid);
    const back = await comeBack(login.browser, login.page);
    const spoilt = new URL(back.url);
    const parameters = new URLSearchParams(spoilt.hash.slice(1));
    parameters.set('code', changed(parameters.get('code')));
    spoilt.hash = parameters;
    await assert.rejects(finish(login, { ...back, url: spoilt }), wrongClaim('c_hash'));
    const checks = { ...login.checks, expectedState: openid.randomState() };
    await assert.rejects(finish({ ...login, checks }, back), { code: 'OAUTH_INVALID_RESPONSE' });
    await signedIn(login, await finish(login, back));
  });
});

describe('id_token', () => {
  const implicit = { execute: [openid.useIdTokenResponseType] };
  const authenticated = ({ config, checks: { expectedNonce, expectedState } }, back) =>
    openid.implicitAuthentication(config, request(back), expectedNonce, { expectedState });
  const withoutCode = { scope: 'openid email', code_challenge: undefined, code_challenge_method: undefined };

  for (const mode of [undefined, 'form_post']) {
    test(mode ?? 'fragment, the default', async () => {
      const login = await begin('flows', { ...withoutCode, response_mode: mode }, implicit);
      const back = await comeBack(login.browser, login.page);
      assert.equal(answer(back).carrier, mode ?? 'fragment');
      const claims = await authenticated(login, back);
      assert.equal(claims.nonce, login.checks.expectedNonce);
      // Core §5.4: without an access token, the ID Token has the claims of the scope.
      assert.equal(claims.email, 'alice@people.example');
    });
  }

  test('openid-client refuses another nonce', async () => {
    const login = await begin('flows', withoutCode, implicit);
    const back = await comeBack(login.browser, login.page);
    const checks = { ...login.checks, expectedNonce: openid.randomNonce() };
    await assert.rejects(authenticated({ ...login, checks }, back), wrongClaim('nonce'));
    await authenticated(login, back);
  });

  test('a request without a nonce is invalid_request', async () => {
    const login = await begin('flows', { ...withoutCode, response_type: 'id_token', nonce: undefined });
    assert.equal(answer(login.page).parameters.error, 'invalid_request');
  });
});

test('a response type and a response mode that the client did not register are refused', async () => {
  const types = await begin('code', {}, { execute: [openid.useCodeIdTokenResponseType] });
  assert.deepEqual(pick(answer(types.page)), ['fragment', 'unauthorized_client']);
  const modes = await begin('code', { response_mode: 'form_post' });
  assert.deepEqual(pick(answer(modes.page)), ['query', 'unauthorized_client']);
});

/** Returns true for the error that an ID Token has another value of this claim than expected. */
const wrongClaim = (claim) => (thrown) =>
  thrown.code === 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' && thrown.cause.cause.claim === claim;

const pick = ({ carrier, parameters }) => [carrier, parameters.error];

function begin(kind, parameters, options) {
  return beginAt(demo.issuer, clients[kind], parameters, options);
}

/** Asserts that the tokens are for alice, and that the access token works. */
async function signedIn({ config, checks }, tokens) {
  const { iss, sub, nonce } = tokens.claims();
  assert.equal(iss, demo.issuer);
  assert.equal(nonce, checks.expectedNonce);
  assert.equal((await openid.fetchUserInfo(config, tokens.access_token, sub)).email, 'alice@people.example');
}
