// An unmodified openid-client 5 finds our provider by WebFinger, registers itself and logs in, and continues with a
// registration that it reads (RFC 7592).

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Issuer, custom, errors, generators } from 'openid-client-5';
import { Browser } from './lib/browser.mjs';
import { startDemo } from './lib/demo.mjs';
import { comeBack } from './lib/demo-pages.mjs';
import { signingKey } from './lib/keys.mjs';
import { startTls } from './lib/tls.mjs';

const HOST = 'op.example';
const REDIRECT_URI = 'https://client.example/callback';
const REL = 'http://openid.net/specs/connect/1.0/issuer';
const METADATA = { redirect_uris: [REDIRECT_URI], response_types: ['code'], client_name: 'Interop 5' };

const key = await signingKey();
const jwks = { keys: [key.jwk] };

describe('WebFinger', () => {
  let demo;
  let tls;
  before(async () => {
    // openid-client 5 accepts only https here.
    demo = await startDemo({ issuer: `https://${HOST}`, registration: 'open' });
    tls = await startTls(HOST, demo.providerPort);
    Issuer[custom.http_options] = () => ({ agent: tls.agent });
  });
  after(async () => {
    delete Issuer[custom.http_options];
    tls?.stop();
    await demo?.stop();
  });

  const identifiers = [`alice@${HOST}`, `acct:alice@${HOST}`, HOST, `https://${HOST}/alice`, `${HOST}/alice#me`];
  for (const identifier of identifiers) {
    test(`finds the issuer of ${identifier}`, async () => {
      const issuer = await Issuer.webfinger(identifier);
      assert.equal(issuer.issuer, `https://${HOST}`);
      assert.equal(issuer.registration_endpoint, `https://${HOST}/register`);
    });
  }

  test('finds no issuer for a user of another host', async () => {
    const query = new URLSearchParams({ resource: 'acct:alice@other.example', rel: REL });
    const answer = await fetch(`http://localhost:${demo.providerPort}/.well-known/webfinger?${query}`);
    assert.equal(answer.status, 404);
  });

  test('leads to the provider, and the client registers itself and reads its registration', async () => {
    const { Client } = await Issuer.webfinger(`alice@${HOST}`);
    Client[custom.http_options] = () => ({ agent: tls.agent });
    const { metadata } = await Client.register({ ...METADATA });
    const read = await Client.fromUri(metadata.registration_client_uri, metadata.registration_access_token);
    assert.equal(read.client_id, metadata.client_id);
    assert.equal(read.metadata.client_name, 'Interop 5');
  });
});

describe('a client that registered itself', () => {
  let demo;
  let issuer;
  before(async () => {
    demo = await startDemo({ registration: 'token' });
    issuer = await Issuer.discover(demo.issuer);
  });
  after(() => demo?.stop());

  test('needs an initial access token, logs in, and logs in again with the registration that it reads', async () => {
    const metadata = {
      ...METADATA,
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      userinfo_signed_response_alg: 'RS256',
    };
    const { initialAccessToken } = demo;
    const refused = (thrown) => thrown instanceof errors.OPError && thrown.error === 'invalid_token';
    await assert.rejects(issuer.Client.register({ ...metadata }, { jwks }), isUnauthorized);
    const client = await issuer.Client.register({ ...metadata }, { jwks, initialAccessToken });
    assert.equal(client.metadata.jwks.keys[0].d, undefined);
    await logIn(client);

    const { registration_client_uri, registration_access_token } = client.metadata;
    const read = await issuer.Client.fromUri(registration_client_uri, registration_access_token, jwks);
    assert.equal(read.client_id, client.client_id);
    await logIn(read);

    await assert.rejects(issuer.Client.register({ ...metadata }, { jwks, initialAccessToken }), refused);
    await assert.rejects(issuer.Client.fromUri(registration_client_uri, 'wrong', jwks), refused);
  });
});

/** Returns true for a response that asks for a token. It has no error code (RFC 6750 §3.1). */
function isUnauthorized(thrown) {
  return thrown instanceof errors.OPError && thrown.response.statusCode === 401;
}

/** Signs alice in, and asserts that UserInfo, which is signed, is about her. */
async function logIn(client) {
  const checks = { state: generators.state(), nonce: generators.nonce(), response_type: 'code' };
  const code_verifier = generators.codeVerifier();
  const url = client.authorizationUrl({
    redirect_uri: REDIRECT_URI,
    scope: 'openid email',
    ...checks,
    code_challenge: generators.codeChallenge(code_verifier),
    code_challenge_method: 'S256',
  });
  const browser = new Browser({ stopAt: REDIRECT_URI });
  const back = await comeBack(browser, await browser.open(url));
  const parameters = client.callbackParams(back.url.href);
  const tokens = await client.callback(REDIRECT_URI, parameters, { ...checks, code_verifier });
  assert.equal(tokens.claims().aud, client.client_id);
  const userInfo = await client.userinfo(tokens);
  assert.equal(userInfo.sub, tokens.claims().sub);
  assert.equal(userInfo.email, 'alice@people.example');
}
