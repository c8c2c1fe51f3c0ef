// Our relying party logs in at an unmodified oidc-provider with every response type in every response mode.

import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { decodeJwt } from 'jose';
import { answer, changed } from './lib/answers.mjs';
import { Browser } from './lib/browser.mjs';
import { RESPONSE_TYPES } from './lib/clients.mjs';
import { decryptionKey, signingKey } from './lib/keys.mjs';
import { signInAndConsent, startOidcProvider } from './lib/oidc-provider.mjs';
import { startRelyingPartyPeer } from './lib/relying-party.mjs';

const REDIRECT_URI = 'https://client.example/callback';
const SUBJECT = 'interop-user';
const MODES = ['query', 'fragment', 'form_post', 'jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt'];

const key = await decryptionKey();
const signing = await signingKey();
/** The key to which our relying party encrypts request objects. */
const providerKey = await decryptionKey();
const enabled = { enabled: true };
const common = {
  client_secret: randomUUID(),
  redirect_uris: [REDIRECT_URI],
  grant_types: ['authorization_code', 'implicit', 'refresh_token'],
  response_types: RESPONSE_TYPES,
};
const clients = {
  plain: { ...common, client_id: 'plain' },
  encrypted: {
    ...common,
    client_id: 'encrypted',
    jwks: { keys: [key.publicJwk] },
    authorization_encrypted_response_alg: key.jwk.alg,
    authorization_encrypted_response_enc: 'A128GCM',
  },
  signed: {
    ...common,
    client_id: 'signed',
    jwks: { keys: [signing.publicJwk] },
    request_object_signing_alg: 'ES256',
    require_signed_request_object: true,
  },
  pushed: { ...common, client_id: 'pushed', require_pushed_authorization_requests: true },
  secret: { ...common, client_id: 'secret', request_object_signing_alg: 'HS256' },
};
let provider;
let peer;
const parties = {};

before(async () => {
  provider = await startOidcProvider(Object.values(clients), {
    responseTypes: RESPONSE_TYPES,
    keys: [providerKey.jwk],
    features: {
      claimsParameter: enabled,
      encryption: enabled,
      jwtResponseModes: enabled,
      pushedAuthorizationRequests: enabled,
      requestObjects: enabled,
    },
    enabledJWA: {
      requestObjectSigningAlgValues: ['ES256', 'HS256'],
      requestObjectEncryptionAlgValues: [providerKey.jwk.alg],
      requestObjectEncryptionEncValues: ['A128CBC-HS256'],
      authorizationEncryptionAlgValues: [key.jwk.alg],
      authorizationEncryptionEncValues: ['A128GCM'],
    },
  });
  peer = startRelyingPartyPeer();
  for (const [kind, { client_id, client_secret, response_types }] of Object.entries(clients)) {
    const keys = {
      encrypted: { decryption_key: key.jwk },
      signed: { signing_key: signing.jwk, encryption_key: providerKey.publicJwk },
    };
    parties[kind] = await peer.register(provider.issuer, { client_id, client_secret, response_types, ...keys[kind] });
  }
});
after(async () => {
  await peer?.stop();
  await provider?.stop();
});

const returnsTokens = (type) => type.includes('token');
const has = (type, name) => type.split(' ').includes(name);

/** The change of an answer that our relying party must refuse, for each response type, and the code of the error. */
const TAMPERED = {
  code: [(answer) => ({ ...answer, iss: 'https://attacker.example' }), 'iss.mismatch'],
  id_token: [replaced('id_token'), 'jws.signature'],
  'id_token token': [replaced('access_token'), 'id_token.at_hash'],
  'code id_token': [replaced('code'), 'id_token.c_hash'],
  'code token': [(answer) => ({ ...answer, token_type: 'mac' }), 'callback.token_type'],
  'code id_token token': [replaced('code'), 'id_token.c_hash'],
  none: [(answer) => ({ ...answer, iss: `${answer.iss}/` }), 'iss.mismatch'],
};

const TAMPERED_JWT = {
  plain: [replaced('response'), 'jws.signature'],
  encrypted: [replaced('response'), 'jwe.decryption'],
};

function replaced(name) {
  return (answer) => ({ ...answer, [name]: changed(answer[name]) });
}

for (const kind of ['plain', 'encrypted']) {
  for (const type of RESPONSE_TYPES) {
    describe(`${kind}: ${type}`, () => {
      for (const mode of [undefined, ...MODES]) {
        const isJwt = mode?.endsWith('jwt') ?? false;
        if (kind === 'encrypted' && !isJwt) continue;
        // Multiple Response Types §3; JARM §2.3.1: tokens are in a query only if they are encrypted.
        if (returnsTokens(type) && (mode === 'query' || (mode === 'query.jwt' && kind === 'plain'))) {
          test(`${mode} is refused before anything is sent`, async () => {
            await assert.rejects(begin(kind, type, mode), { code: 'login.tokens_in_query' });
          });
          continue;
        }
        test(mode ?? 'the default mode', async () => {
          const login = await begin(kind, type, mode);
          const back = await signInAndConsent(login.browser, login.page, SUBJECT);
          const { carrier, parameters } = answer(back);
          const [tamper, code] = isJwt ? TAMPERED_JWT[kind] : TAMPERED[type];
          await refused(login, carry(carrier, tamper(parameters)), code);
          const otherState = isJwt ? 'jarm.beside_response' : 'callback.state';
          await refused(login, carry(carrier, { ...parameters, state: 'attacker' }), otherState);
          // A form can also be that of the page that posts a fragment.
          const otherCarrier = carrier === 'form_post' ? 'query' : 'form_post';
          if (carrier !== 'fragment') await refused(login, carry(otherCarrier, parameters), 'callback.response_mode');
          await checkLogin(login, parameters, await login.party.finish(login.pending, carry(carrier, parameters)));
        });
      }
    });
  }
}

describe('an error of the provider', () => {
  const logins = [
    ...['query', 'fragment', 'form_post', 'jwt', 'form_post.jwt'].map((mode) => ['code', mode]),
    ['code id_token', 'fragment'],
    ['id_token', 'form_post'],
    ['none', 'query'],
  ];
  for (const [type, mode] of logins) {
    test(`${type}, ${mode}`, async () => {
      const login = await begin('plain', type, mode, { prompt: 'none' });
      const { carrier, parameters } = answer(login.page);
      const finished = login.party.finish(login.pending, carry(carrier, parameters));
      await assert.rejects(finished, { code: 'callback.refused', providerSaid: 'login_required' });
    });
  }
});

test('prompt=none: a user who is signed in sees no page', async () => {
  const login = await begin('plain', 'code');
  await signInAndConsent(login.browser, login.page, SUBJECT);
  const silent = await begin('plain', 'id_token', 'form_post', { prompt: 'none', max_age: 600 }, login.browser);
  const { carrier, parameters } = answer(silent.page);
  await checkLogin(silent, parameters, await silent.party.finish(silent.pending, carry(carrier, parameters)));
});

test('claims by name are in the ID Token and in UserInfo', async () => {
  const claims = JSON.stringify({ id_token: { email: { essential: true } }, userinfo: { name: null } });
  const login = await begin('plain', 'code id_token', undefined, { claims });
  const { carrier, parameters } = answer(await signInAndConsent(login.browser, login.page, SUBJECT));
  const done = await login.party.finish(login.pending, carry(carrier, parameters));
  assert.equal(decodeJwt(done.id_token).email, `${SUBJECT}@example.com`);
  assert.equal((await login.party.userInfo(done.session)).name, `${SUBJECT} of Interop`);
});

describe('a signed request object', () => {
  const logins = [['code'], ['code', 'form_post.jwt'], ['code id_token', 'form_post'], ['id_token'], ['none']];
  for (const [type, mode] of logins) {
    test(`${type}, ${mode ?? 'the default mode'}`, async () => {
      const login = await begin('signed', type, mode, { request: 'signed' });
      const url = new URL(login.url);
      assert.equal(url.searchParams.has('redirect_uri') || url.searchParams.has('state'), false);
      const { carrier, parameters } = answer(await signInAndConsent(login.browser, login.page, SUBJECT));
      const [tamper, code] = mode?.endsWith('jwt') ? TAMPERED_JWT.plain : TAMPERED[type];
      await refused(login, carry(carrier, tamper(parameters)), code);
      await checkLogin(login, parameters, await login.party.finish(login.pending, carry(carrier, parameters)));
    });
  }

  test('signed with the client secret', async () => {
    const login = await begin('secret', 'code', undefined, { request: 'secret' });
    const { carrier, parameters } = answer(await signInAndConsent(login.browser, login.page, SUBJECT));
    await checkLogin(login, parameters, await login.party.finish(login.pending, carry(carrier, parameters)));
  });

  for (const [type, mode] of [['code'], ['code id_token', 'form_post']]) {
    test(`encrypted for the provider: ${type}`, async () => {
      const login = await begin('signed', type, mode, { request: 'encrypted' });
      assert.equal(new URL(login.url).searchParams.get('request').split('.').length, 5);
      const { carrier, parameters } = answer(await signInAndConsent(login.browser, login.page, SUBJECT));
      const [tamper, code] = TAMPERED[type];
      await refused(login, carry(carrier, tamper(parameters)), code);
      await checkLogin(login, parameters, await login.party.finish(login.pending, carry(carrier, parameters)));
    });
  }

  test('the provider refuses an object that was changed, and a request without an object', async () => {
    const { url, browser } = await begin('signed', 'code', undefined, { request: 'signed' });
    const spoilt = new URL(url);
    spoilt.searchParams.set('request', changed(spoilt.searchParams.get('request')));
    assert.equal(answer(await browser.open(spoilt)).parameters.error, 'invalid_request_object');
    const login = await begin('signed', 'code');
    const { carrier, parameters } = answer(login.page);
    const finished = login.party.finish(login.pending, carry(carrier, parameters));
    await assert.rejects(finished, { code: 'callback.refused', providerSaid: 'invalid_request' });
  });
});

describe('a pushed request', () => {
  const logins = [['code'], ['code', 'form_post.jwt'], ['code id_token', 'form_post'], ['id_token token'], ['none']];
  for (const [type, mode] of logins) {
    test(`${type}, ${mode ?? 'the default mode'}`, async () => {
      // oidc-provider refuses `claims` if no token is issued.
      const claims = type === 'none' ? undefined : JSON.stringify({ id_token: { auth_time: { essential: true } } });
      const login = await begin('pushed', type, mode, { request: 'pushed', claims });
      assert.deepEqual([...new URL(login.url).searchParams.keys()].sort(), ['client_id', 'request_uri']);
      const { carrier, parameters } = answer(await signInAndConsent(login.browser, login.page, SUBJECT));
      const [tamper, code] = mode?.endsWith('jwt') ? TAMPERED_JWT.plain : TAMPERED[type];
      await refused(login, carry(carrier, tamper(parameters)), code);
      await checkLogin(login, parameters, await login.party.finish(login.pending, carry(carrier, parameters)));
    });
  }

  test('with a signed request object', async () => {
    const login = await begin('signed', 'code', 'form_post', { request: 'pushed_signed' });
    assert.deepEqual([...new URL(login.url).searchParams.keys()].sort(), ['client_id', 'request_uri']);
    const { carrier, parameters } = answer(await signInAndConsent(login.browser, login.page, SUBJECT));
    await checkLogin(login, parameters, await login.party.finish(login.pending, carry(carrier, parameters)));
  });

  test('the provider refuses a request that breaks a rule at once', async () => {
    const elsewhere = { request: 'pushed', redirect_uri: 'https://client.example/other' };
    await assert.rejects(begin('pushed', 'code', undefined, elsewhere), (thrown) => {
      assert.deepEqual([thrown.code, thrown.providerSaid], ['pushed_response.refused', 'invalid_request']);
      assert.deepEqual(thrown.sent, ['POST /request']);
      return true;
    });
    await assert.rejects(begin('signed', 'code', undefined, { request: 'pushed' }), { providerSaid: 'invalid_request' });
  });

  test('the provider refuses a reference that was used, and a request that was not pushed', async () => {
    const login = await begin('pushed', 'code', undefined, { request: 'pushed' });
    await signInAndConsent(login.browser, login.page, SUBJECT);
    const again = await new Browser({ stopAt: REDIRECT_URI }).open(login.url);
    assert.equal(answer(again).parameters.error, 'invalid_request_uri');
    const plain = await begin('pushed', 'code');
    const { carrier, parameters } = answer(plain.page);
    const finished = plain.party.finish(plain.pending, carry(carrier, parameters));
    await assert.rejects(finished, { code: 'callback.refused', providerSaid: 'invalid_request' });
  });
});

/** Begins a login, and opens its URL in a browser. */
async function begin(kind, type, mode, parameters = {}, browser = new Browser({ stopAt: REDIRECT_URI })) {
  const party = parties[kind];
  const scope = 'openid email';
  const request = { redirect_uri: REDIRECT_URI, scope, response_type: type, response_mode: mode, ...parameters };
  const { url, pending } = await party.begin(request);
  return { party, type, url, pending, browser, page: await browser.open(url) };
}

/** Returns a callback with these parameters. */
function carry(carrier, parameters) {
  const text = new URLSearchParams(parameters).toString();
  if (carrier === 'form_post') return { url: REDIRECT_URI, form: text };
  return { url: `${REDIRECT_URI}${carrier === 'query' ? '?' : '#'}${text}` };
}

/** Asserts that our relying party refuses the callback with this code, and sends nothing but a request for keys. */
function refused({ party, pending }, callback, code) {
  return assert.rejects(party.finish(pending, callback), (thrown) => {
    assert.equal(thrown.code, code, thrown.message);
    assert.deepEqual(thrown.sent.filter((sent) => sent !== 'GET /jwks'), []);
    return true;
  });
}

/** Asserts that the login has what its response type promises, and checks the hashes in the ID Token of the browser. */
async function checkLogin({ party, type, pending }, { code, access_token, id_token }, done) {
  const isInJwt = code === undefined && access_token === undefined && id_token === undefined;
  assert.deepEqual(done.sent.filter((sent) => sent !== 'GET /jwks'), has(type, 'code') ? ['POST /token'] : []);
  if (type === 'none') {
    assert.equal(done.id_token, undefined);
    return;
  }
  assert.equal(done.sub, SUBJECT);
  const claims = decodeJwt(done.id_token);
  assert.equal(claims.iss, provider.issuer);
  assert.equal(claims.nonce, pending.nonce);
  const front = done.from_browser;
  assert.equal(front === null, type === 'code');
  if (front !== null) {
    assert.equal(front.id_token !== null, has(type, 'id_token'));
    assert.equal(front.access_token !== null, has(type, 'token'));
    if (!isInJwt) assert.equal(front.access_token ?? undefined, access_token);
  }
  if (front?.id_token) {
    const { at_hash, c_hash, nonce } = decodeJwt(front.id_token);
    assert.equal(nonce, pending.nonce);
    if (has(type, 'token')) assert.equal(at_hash, half(front.access_token));
    if (code !== undefined) assert.equal(c_hash, half(code));
  }
  if (has(type, 'code') || has(type, 'token')) {
    assert.equal((await party.userInfo(done.session)).email, `${SUBJECT}@example.com`);
  } else {
    // Core §5.4: without an access token, the ID Token has the claims of the scope.
    assert.equal(claims.email, `${SUBJECT}@example.com`);
  }
}

/** Returns the hash of a code or an access token in an ID Token that is signed with RS256 (Core §3.3.2.11). */
function half(text) {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');
}
