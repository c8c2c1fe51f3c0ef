// Our relying party registers itself at an unmodified oidc-provider, and reads, updates and deletes its registration.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { decodeJwt } from 'jose';
import { answer } from './lib/answers.mjs';
import { Browser } from './lib/browser.mjs';
import { signingKey } from './lib/keys.mjs';
import { signInAndConsent, startOidcProvider } from './lib/oidc-provider.mjs';
import { startRelyingPartyPeer } from './lib/relying-party.mjs';

const REDIRECT_URI = 'https://client.example/callback';
const SUBJECT = 'interop-user';
const TOKEN = randomUUID();

const key = await signingKey();
let provider;
let peer;

before(async () => {
  provider = await startOidcProvider([], {
    features: {
      registration: { enabled: true, initialAccessToken: TOKEN },
      registrationManagement: { enabled: true, rotateRegistrationAccessToken: true },
    },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    extraClientMetadata: { properties: ['a_member_of_ours'] },
  });
  peer = startRelyingPartyPeer();
});
after(async () => {
  await peer?.stop();
  await provider?.stop();
});

const metadata = { redirect_uris: [REDIRECT_URI], client_name: 'Interop' };
const ways = {
  'client_secret_basic, by default': {},
  client_secret_post: { token_endpoint_auth_method: 'client_secret_post' },
  private_key_jwt: { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.publicJwk] } },
  'a public client': { token_endpoint_auth_method: 'none' },
};

describe('a client that registered itself', () => {
  for (const [name, members] of Object.entries(ways)) {
    test(`signs a user in: ${name}`, async () => {
      const client = await register(members);
      assert.deepEqual(client.sent, ['GET /.well-known/openid-configuration', 'GET /jwks', 'POST /reg']);
      assert.deepEqual(client.differences, []);
      const { client_id, client_secret } = client.registration.information;
      const hasSecret = name.startsWith('client_secret');
      assert.equal(client_secret !== undefined, hasSecret);
      await signIn(client, client_id);

      // The registration is stored as JSON. A program that starts again uses the same client.
      const stored = JSON.parse(JSON.stringify(client.registration));
      const again = await peer.resume(stored, name === 'private_key_jwt' ? key.jwk : undefined);
      await signIn(again, client_id);
    });
  }
});

describe('the registration', () => {
  test('is read', async () => {
    const { registration } = await register({ a_member_of_ours: 'kept' });
    const read = await peer.read(registration);
    assert.deepEqual(read.registration, registration);
    assert.equal(read.registration.information.a_member_of_ours, 'kept');
    assert.deepEqual(read.differences, []);
  });

  test('is updated, and its token rotates', async () => {
    const { registration } = await register({ default_max_age: 60, a_member_of_ours: 'kept' });
    const changes = { client_name: 'Another name', default_max_age: null };
    const { registration: updated, differences } = await peer.update(registration, changes);
    assert.deepEqual(differences, []);
    const [before, now] = [registration.information, updated.information];
    assert.equal(now.client_name, 'Another name');
    assert.equal(now.default_max_age, undefined);
    assert.equal(now.a_member_of_ours, 'kept');
    assert.equal(now.client_id, before.client_id);
    assert.equal(now.client_secret, before.client_secret);
    assert.notEqual(now.registration_access_token, before.registration_access_token);

    // The old token is not valid any more, and the new token is.
    await assert.rejects(peer.read(registration), { code: 'client_information.refused', providerSaid: 'invalid_token' });
    assert.deepEqual((await peer.read(updated)).registration, updated);
    await signIn(await peer.resume(updated), now.client_id);
  });

  test('changes the authentication method', async () => {
    const { registration } = await register(ways['a public client']);
    const basic = (await peer.update(registration, { token_endpoint_auth_method: 'client_secret_basic' })).registration;
    const { client_id, client_secret } = basic.information;
    assert.ok(client_secret);
    await signIn(await peer.resume(basic), client_id);
    const open = (await peer.update(basic, { token_endpoint_auth_method: 'none' })).registration;
    assert.equal(open.asked.token_endpoint_auth_method, 'none');
    await signIn(await peer.resume(open), client_id);
  });

  test('is deleted, and the client with it', async () => {
    const client = await register({});
    const { registration } = client;
    await peer.unregister(registration);
    const gone = { code: 'client_information.refused', providerSaid: 'invalid_token' };
    await assert.rejects(peer.read(registration), gone);
    await assert.rejects(peer.unregister(registration), gone);
    const { page } = await begin(client);
    assert.match(page.text('body'), /invalid_client/);
  });
});

describe('what is refused', () => {
  test('no initial access token, or a wrong one', async () => {
    for (const initial_access_token of [undefined, 'wrong']) {
      const request = { issuer: provider.issuer, metadata, initial_access_token };
      const refused = { code: 'client_information.refused', providerSaid: 'invalid_token' };
      await assert.rejects(peer.registerItself(request), refused);
    }
  });

  test('metadata that the provider does not offer, before it is sent', async () => {
    await assert.rejects(register({ id_token_signed_response_alg: 'HS384' }), (thrown) => {
      assert.equal(thrown.code, 'client_metadata.not_offered');
      assert.deepEqual(thrown.sent, ['GET /.well-known/openid-configuration']);
      return true;
    });
  });

  test('a registration that the provider changed, until the client accepts it', async () => {
    const { registration } = await register({});
    const weaker = { ...registration, asked: { ...registration.asked, require_auth_time: true } };
    await assert.rejects(peer.resume(weaker), { code: 'registered.weaker' });
  });
});

function register(members) {
  const signing_key = members.token_endpoint_auth_method === 'private_key_jwt' ? key.jwk : undefined;
  const request = { issuer: provider.issuer, metadata: { ...metadata, ...members }, initial_access_token: TOKEN, signing_key };
  return peer.registerItself(request);
}

/** Begins a login, and opens its URL in a browser. */
async function begin(client) {
  const browser = new Browser({ stopAt: REDIRECT_URI });
  const request = { redirect_uri: REDIRECT_URI, scope: 'openid email', response_type: 'code' };
  const { url, pending } = await client.begin(request);
  return { browser, pending, page: await browser.open(url) };
}

async function signIn(client, clientId) {
  const { browser, pending, page } = await begin(client);
  const { parameters } = answer(await signInAndConsent(browser, page, SUBJECT));
  const url = `${REDIRECT_URI}?${new URLSearchParams(parameters)}`;
  const done = await client.finish(pending, { url });
  assert.equal(done.sub, SUBJECT);
  assert.equal(decodeJwt(done.id_token).aud, clientId);
  assert.equal((await client.userInfo(done.session)).email, `${SUBJECT}@example.com`);
}
