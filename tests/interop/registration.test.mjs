// An unmodified openid-client registers itself at our provider (OpenID Connect Registration, RFC 7591), logs in as the
// client that it registered, and manages its registration (RFC 7592).

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as openid from 'openid-client';
import { answer, changed } from './lib/answers.mjs';
import { startDemo } from './lib/demo.mjs';
import { comeBack, signInAndAllow } from './lib/demo-pages.mjs';
import { startDocuments } from './lib/documents.mjs';
import { signingKey } from './lib/keys.mjs';
import { beginWith, finish, refused, refusedAtAuthorization, settings } from './lib/openid-client.mjs';

const REDIRECT_URI = 'https://client.example/callback';
const METADATA = { redirect_uris: [REDIRECT_URI], client_name: 'Interop' };
const REFRESHES = { grant_types: ['authorization_code', 'refresh_token'] };

const key = await signingKey();
let demo;
let documents;

before(async () => {
  demo = await startDemo({ registration: 'open' });
  documents = await startDocuments();
});
after(async () => {
  documents?.stop();
  await demo?.stop();
});

describe('a client that registered itself logs in', () => {
  const methods = {
    'client_secret_basic, by default': [{}],
    client_secret_post: [{ token_endpoint_auth_method: 'client_secret_post' }, openid.ClientSecretPost()],
    'private_key_jwt with jwks': [
      { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.publicJwk] } },
      privateKeyJwt(key),
    ],
    'a public client': [{ token_endpoint_auth_method: 'none' }, openid.None()],
  };
  for (const [name, [metadata, authentication]] of Object.entries(methods)) {
    test(name, async () => {
      const config = await register({ ...REFRESHES, ...metadata }, authentication);
      const { client_secret, token_endpoint_auth_method } = config.clientMetadata();
      assert.equal(client_secret !== undefined, name.startsWith('client_secret'));
      assert.equal(token_endpoint_auth_method, metadata.token_endpoint_auth_method ?? 'client_secret_basic');
      const { tokens } = await logIn(config);
      const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token);
      assert.notEqual(refreshed.refresh_token, tokens.refresh_token);
    });
  }

  test('private_key_jwt with jwks_uri, also after the keys changed', async () => {
    const host = (keys) => documents.host('/keys', { keys: keys.map(({ publicJwk }) => publicJwk) });
    const metadata = { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: host([key]) };
    const config = await register(metadata, privateKeyJwt(key));
    assert.equal(config.clientMetadata().jwks_uri, metadata.jwks_uri);
    await logIn(config);
    assert.deepEqual(asked('/keys'), ['/keys']);
    await logIn(config);
    assert.deepEqual(asked('/keys'), ['/keys']);

    // The provider fetches the keys again, because the assertion names a key that it does not have.
    const next = renamed(await signingKey(), 'interop-next');
    host([key, next]);
    await logIn(withAuthentication(config, privateKeyJwt(next)));
    assert.deepEqual(asked('/keys'), ['/keys', '/keys']);

    const stranger = withAuthentication(config, privateKeyJwt(await signingKey()));
    await refused(logIn(stranger), 'invalid_client');
  });

  test('with its request pushed, because it registered that it pushes every request', async () => {
    const config = await register({ require_pushed_authorization_requests: true });
    const plain = await beginWith(config, REDIRECT_URI);
    // The client registered itself, so the provider does not send its errors to the client without a page.
    assert.equal(plain.page.stopped, false);
    assert.equal(plain.page.status, 400);
    await logIn(config, {}, { build: openid.buildAuthorizationUrlWithPAR });
  });

  test('by JARM', async () => {
    const config = await register({ authorization_signed_response_alg: 'RS256' });
    openid.useJwtResponseMode(config);
    const { back } = await logIn(config);
    assert.deepEqual(Object.keys(answer(back).parameters), ['response']);
  });

  test('with the response type that it registered', async () => {
    const hybrid = { response_types: ['code id_token'], grant_types: ['authorization_code', 'implicit'] };
    const config = await register(hybrid);
    openid.useCodeIdTokenResponseType(config);
    const { back } = await logIn(config, { response_mode: 'form_post' });
    assert.equal(answer(back).carrier, 'form_post');

    const code = await beginWith(withAuthentication(config), REDIRECT_URI);
    assert.equal(code.page.stopped, false);
    assert.equal(code.page.status, 400);
  });

  test('with request objects that are signed with a key at jwks_uri', async () => {
    const jwks_uri = documents.host('/object-keys', { keys: [key.publicJwk] });
    const config = await register({
      jwks_uri,
      request_object_signing_alg: 'ES256',
      require_signed_request_object: true,
    });
    const signs = ({ privateKey, jwk }) => ({
      build: (of, request) => openid.buildAuthorizationUrlWithJAR(of, request, { key: privateKey, kid: jwk.kid }),
    });
    await logIn(config, {}, signs(key));
    assert.deepEqual(asked('/object-keys'), ['/object-keys']);
    const stranger = await beginWith(config, REDIRECT_URI, {}, signs(await signingKey()));
    assert.equal(stranger.page.text('#error-code'), 'jws.signature');
  });
});

test('UserInfo is signed for a client that registered an algorithm', async () => {
  const config = await register({ userinfo_signed_response_alg: 'RS256' });
  let signed;
  let spoil = (text) => text;
  config[openid.customFetch] = async (url, options) => {
    const response = await fetch(url, options);
    if (!String(url).endsWith('/userinfo')) return response;
    assert.equal(response.headers.get('content-type'), 'application/jwt');
    signed = await response.text();
    return new Response(spoil(signed), { headers: response.headers });
  };
  const { tokens, userInfo } = await logIn(config);
  assert.equal(decodeProtectedHeader(signed).alg, 'RS256');
  const { iss, aud, sub, email } = decodeJwt(signed);
  assert.deepEqual({ iss, aud: [aud].flat(), sub }, {
    iss: demo.issuer,
    aud: [config.clientMetadata().client_id],
    sub: tokens.claims().sub,
  });
  assert.equal(userInfo.email, email);

  spoil = changed;
  await assert.rejects(openid.fetchUserInfo(config, tokens.access_token, sub));
});

describe('the response', () => {
  test('contains everything that holds, defaults included', async () => {
    const metadata = {
      'client_name#de': 'Zusammenspiel',
      'client_name#ja-Jpan-JP': '相互運用',
      client_uri: 'https://client.example/',
      'policy_uri#de': 'https://client.example/de/policy',
      contacts: ['ops@client.example'],
      default_max_age: 3600,
      scope: 'openid email unknown',
      software_id: 'interop',
      a_member_of_ours: 'left out',
    };
    const registered = (await register(metadata)).clientMetadata();
    const { a_member_of_ours, scope, ...kept } = metadata;
    for (const [name, value] of Object.entries(kept)) assert.deepEqual(registered[name], value, name);
    assert.equal(registered.a_member_of_ours, undefined);
    assert.equal(registered.scope, 'openid email');
    assert.deepEqual(registered.response_types, ['code']);
    assert.deepEqual(registered.grant_types, ['authorization_code']);
    assert.equal(registered.application_type, 'web');
    assert.equal(registered.id_token_signed_response_alg, 'RS256');
    assert.equal(registered.client_secret_expires_at, 0);
    assert.equal(typeof registered.client_id_issued_at, 'number');
    assert.ok(registered.registration_client_uri.startsWith(`${demo.issuer}/register`));
  });
});

describe('the document at sector_identifier_uri', () => {
  test('lists the redirect URIs of a client', async () => {
    const sector_identifier_uri = documents.host('/sector', [REDIRECT_URI, 'https://other.example/callback']);
    const redirect_uris = [REDIRECT_URI, 'https://other.example/callback'];
    const config = await register({ redirect_uris, sector_identifier_uri });
    assert.equal(config.clientMetadata().sector_identifier_uri, sector_identifier_uri);
    assert.deepEqual(asked('/sector'), ['/sector']);
    await logIn(config);
  });

  test('is refused if it does not', async () => {
    for (const document of [['https://other.example/callback'], { keys: [] }, undefined]) {
      const sector_identifier_uri = documents.host('/other-sector', document);
      await refused(register({ sector_identifier_uri }), 'invalid_client_metadata');
    }
    assert.equal(asked('/other-sector').length, 3);
  });
});

describe('what breaks a rule is refused', () => {
  const refusals = {
    'a redirect URI with a fragment': [
      { redirect_uris: [`${REDIRECT_URI}#fragment`] },
      'invalid_redirect_uri',
      'redirect_uris',
    ],
    'no redirect URI': [{ redirect_uris: [] }, 'invalid_redirect_uri', 'redirect_uris'],
    'a redirect URI by http': [
      { redirect_uris: ['http://client.example/callback'] },
      'invalid_redirect_uri',
      'redirect_uris',
    ],
    'jwks beside jwks_uri': [
      { jwks: { keys: [key.publicJwk] }, jwks_uri: 'https://client.example/keys' },
      'invalid_client_metadata',
      'jwks_uri',
    ],
    'a private key': [{ jwks: { keys: [key.jwk] } }, 'invalid_client_metadata', 'jwks'],
    'a response type without its grant type': [
      { response_types: ['id_token'], grant_types: ['authorization_code'] },
      'invalid_client_metadata',
      'grant_types',
    ],
    'private_key_jwt without keys': [
      { token_endpoint_auth_method: 'private_key_jwt' },
      'invalid_client_metadata',
      'jwks_uri',
    ],
    'an algorithm that is not offered': [
      { id_token_signed_response_alg: 'HS256' },
      'invalid_client_metadata',
      'id_token_signed_response_alg',
    ],
    'an identifier that the client chose': [{ client_id: 'chosen' }, 'invalid_client_metadata', 'client_id'],
    'a software statement of a stranger': [
      { software_statement: statement() },
      'unapproved_software_statement',
      'software_statement',
    ],
    'a software statement that is no JWT': [
      { software_statement: 'a statement' },
      'invalid_software_statement',
      'software_statement',
    ],
  };
  for (const [name, [metadata, error, member]] of Object.entries(refusals)) {
    test(name, async () => {
      await assert.rejects(register(metadata), (thrown) => {
        assert.ok(thrown instanceof openid.ResponseBodyError, thrown);
        assert.deepEqual([thrown.status, thrown.error], [400, error]);
        assert.ok(thrown.error_description.includes(`\`${member}\``), thrown.error_description);
        return true;
      });
    });
  }
});

describe('an initial access token', () => {
  let guarded;
  before(async () => {
    guarded = await startDemo({ registration: 'token' });
  });
  after(() => guarded?.stop());

  test('is needed, and registers one client', async () => {
    const at = (initialAccessToken) => register({}, undefined, { issuer: guarded.issuer, initialAccessToken });
    for (const token of [undefined, 'wrong']) await unauthorized(at(token));
    // A request that is refused does not use the token.
    const broken = { redirect_uris: [`${REDIRECT_URI}#fragment`] };
    const how = { issuer: guarded.issuer, initialAccessToken: guarded.initialAccessToken };
    await refused(register(broken, undefined, how), 'invalid_redirect_uri');
    await logIn(await at(guarded.initialAccessToken));
    await unauthorized(at(guarded.initialAccessToken));
  });
});

describe('the registration', () => {
  test('is read', async () => {
    const registered = (await register()).clientMetadata();
    const read = await configure(registered);
    assert.equal(read.status, 200);
    assert.equal(read.headers.get('cache-control'), 'no-store');
    assert.deepEqual(members(read.body), members(registered));
  });

  test('is replaced as a whole, and its token rotates', async () => {
    const registered = (await register({ contacts: ['ops@client.example'], default_max_age: 60 })).clientMetadata();
    const { client_id, client_secret } = registered;
    const metadata = { client_id, client_secret, ...METADATA, client_name: 'Another name' };
    const updated = await configure(registered, 'PUT', metadata);
    assert.equal(updated.status, 200);
    assert.equal(updated.body.client_id, client_id);
    assert.equal(updated.body.client_name, 'Another name');
    assert.equal(updated.body.contacts, undefined);
    assert.equal(updated.body.default_max_age, undefined);
    assert.notEqual(updated.body.registration_access_token, registered.registration_access_token);

    await invalidToken(configure(registered));
    assert.equal((await configure(updated.body)).body.client_name, 'Another name');
    const basic = openid.ClientSecretBasic();
    await logIn(await openid.discovery(new URL(demo.issuer), client_id, client_secret, basic, settings()));
  });

  test('is replaced by nothing that breaks a rule', async () => {
    const registered = (await register()).clientMetadata();
    const { client_id, registration_client_uri } = registered;
    const broken = {
      'another client_id': [{ ...METADATA, client_id: 'another' }, 'invalid_client_metadata'],
      'no client_id': [METADATA, 'invalid_client_metadata'],
      'another client_secret': [{ ...METADATA, client_id, client_secret: 'chosen' }, 'invalid_client_metadata'],
      'a member of the response': [{ ...METADATA, client_id, registration_client_uri }, 'invalid_client_metadata'],
      'another redirect URI': [{ client_id, redirect_uris: ['https://client.example/*#'] }, 'invalid_redirect_uri'],
    };
    for (const [name, [metadata, error]] of Object.entries(broken)) {
      const { status, body } = await configure(registered, 'PUT', metadata);
      assert.deepEqual([status, body.error], [400, error], name);
    }
    assert.deepEqual(members((await configure(registered)).body), members(registered));
  });

  test('belongs to one client', async () => {
    const [one, another] = [(await register()).clientMetadata(), (await register()).clientMetadata()];
    const { registration_client_uri } = another;
    for (const method of ['GET', 'DELETE']) {
      await invalidToken(configure({ ...one, registration_client_uri }, method));
    }
    await invalidToken(configure({ registration_client_uri }));
    assert.equal((await configure(another)).status, 200);
  });

  test('is deleted, and its client and tokens with it', async () => {
    // openid-client shows the challenge of a refused Basic authentication, and not its error code.
    const metadata = { ...REFRESHES, token_endpoint_auth_method: 'client_secret_post' };
    const config = await register(metadata, openid.ClientSecretPost());
    const { tokens } = await logIn(config);
    const registered = config.clientMetadata();
    const deleted = await configure(registered, 'DELETE');
    assert.deepEqual([deleted.status, deleted.body], [204, undefined]);
    assert.equal(deleted.headers.get('cache-control'), 'no-store');

    await refused(openid.refreshTokenGrant(config, tokens.refresh_token), 'invalid_client');
    await unauthorized(openid.fetchUserInfo(config, tokens.access_token, tokens.claims().sub));
    for (const method of ['GET', 'DELETE']) await invalidToken(configure(registered, method));
    const { page } = await beginWith(config, REDIRECT_URI);
    assert.deepEqual([page.stopped, page.status], [false, 400]);
  });
});

/** Registers a client. Unless the test says otherwise, it authenticates by the provider's default. */
function register(metadata = {}, authentication = openid.ClientSecretBasic(), at = {}) {
  const { issuer = demo.issuer, initialAccessToken } = at;
  const options = { ...settings(), initialAccessToken };
  return openid.dynamicClientRegistration(new URL(issuer), { ...METADATA, ...metadata }, authentication, options);
}

/** Signs alice in, and asserts that UserInfo is about her. */
async function logIn(config, parameters, how) {
  const login = await beginWith(config, REDIRECT_URI, parameters, how);
  const back = await comeBack(login.browser, login.page);
  const tokens = await finish(login, back);
  const { sub, aud } = tokens.claims();
  assert.deepEqual([aud].flat(), [config.clientMetadata().client_id]);
  const userInfo = await openid.fetchUserInfo(config, tokens.access_token, sub);
  return { back, tokens, userInfo };
}

/** Returns the key under another `kid`. */
function renamed({ jwk, publicJwk, privateKey }, kid) {
  return { jwk: { ...jwk, kid }, publicJwk: { ...publicJwk, kid }, privateKey };
}

function privateKeyJwt({ privateKey, jwk }) {
  return openid.PrivateKeyJwt({ key: privateKey, kid: jwk.kid });
}

/** Returns a plain openid-client of the same client. */
function withAuthentication(config, authentication = openid.ClientSecretBasic()) {
  const metadata = config.clientMetadata();
  const other = new openid.Configuration(config.serverMetadata(), metadata.client_id, metadata, authentication);
  for (const change of settings().execute) change(other);
  return other;
}

/** Returns the requests to the client's server for this path. */
function asked(path) {
  return documents.asked.filter((other) => other === path);
}

/** Sends a request to the client configuration endpoint (RFC 7592 §2). */
async function configure(registered, method = 'GET', metadata = undefined) {
  const { registration_client_uri, registration_access_token } = registered;
  const headers = { accept: 'application/json' };
  if (registration_access_token !== undefined) headers.authorization = `Bearer ${registration_access_token}`;
  if (metadata !== undefined) headers['content-type'] = 'application/json';
  const body = metadata === undefined ? undefined : JSON.stringify(metadata);
  const response = await fetch(registration_client_uri, { method, headers, body });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

/** Returns the members of a registration that are the same in every response. */
function members({ client_secret, client_secret_expires_at, registration_access_token, ...others }) {
  return others;
}

/** Asserts that the configuration endpoint refused the registration access token (RFC 6750 §3). */
async function invalidToken(attempt) {
  const { status, headers } = await attempt;
  assert.equal(status, 401);
  assert.match(headers.get('www-authenticate'), /^Bearer/);
}

/** Asserts that a token was refused with a challenge that openid-client reads. */
function unauthorized(attempt) {
  return assert.rejects(attempt, (thrown) => {
    assert.ok(thrown instanceof openid.WWWAuthenticateChallengeError, thrown);
    assert.equal(thrown.status, 401);
    assert.equal(thrown.cause[0].scheme, 'bearer');
    return true;
  });
}

/** Returns a software statement whose issuer the provider does not know. Its signature is not checked. */
function statement() {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'ES256' })}.${encode({ iss: 'https://stranger.example', software_id: 'a' })}.c2lnbmF0dXJl`;
}
