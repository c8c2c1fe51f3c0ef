// An unmodified openid-client 5, which encrypts request objects and signs them with the client secret, at our provider.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Issuer, generators } from 'openid-client-5';
import { answer, changed } from './lib/answers.mjs';
import { Browser } from './lib/browser.mjs';
import { makeFlowClient, writeClientsFile } from './lib/clients.mjs';
import { startDemo } from './lib/demo.mjs';
import { comeBack } from './lib/demo-pages.mjs';
import { signingKey } from './lib/keys.mjs';

const ENCRYPTION = { request_object_encryption_alg: 'ECDH-ES', request_object_encryption_enc: 'A256GCM' };

const key = await signingKey();
const clients = {
  key: makeFlowClient('interop-encrypts', {
    jwks: { keys: [key.publicJwk] },
    require_signed_request_object: true,
    ...ENCRYPTION,
  }),
  secret: makeFlowClient('interop-secret', { request_object_signing_alg: 'HS256', ...ENCRYPTION }),
};
let clientsFile;
let demo;
let issuer;

before(async () => {
  clientsFile = await writeClientsFile(clients);
  demo = await startDemo({ clientsFile: clientsFile.path });
  issuer = await Issuer.discover(demo.issuer);
});
after(async () => {
  await demo?.stop();
  await clientsFile?.remove();
});

const kinds = {
  'signed with a key': ['key', 'ES256', {}],
  'signed with a key and encrypted': ['key', 'ES256', ENCRYPTION],
  'signed with the client secret': ['secret', 'HS256', {}],
  'signed with the client secret and encrypted': ['secret', 'HS256', ENCRYPTION],
};
for (const [name, [kind, alg, encryption]] of Object.entries(kinds)) {
  test(`a request object that is ${name}`, async () => {
    const login = await begin(kind, alg, encryption);
    assert.equal(login.request.split('.').length, encryption === ENCRYPTION ? 5 : 3);
    const page = await login.open(login.request);
    const { parameters } = answer(await comeBack(login.browser, page));
    const tokens = await login.rp.callback(login.redirectUri, parameters, login.checks);
    assert.equal(tokens.claims().iss, demo.issuer);
    assert.equal((await login.rp.userinfo(tokens)).email, 'alice@people.example');
  });
}

test('an encrypted object that was changed is refused', async () => {
  const login = await begin('key', 'ES256', ENCRYPTION);
  refused(await login.open(changed(login.request)));
  assert.ok((await login.open(login.request)).has('#sign-in-form'));
});

test('encryption does not replace the signature', async () => {
  const login = await begin('key', 'none', ENCRYPTION);
  refused(await login.open(login.request));
});

test('a signature with another secret, and with a secret instead of a key, are refused', async () => {
  const other = { ...clients.secret, secret: 'another secret that is long enough' };
  const login = await begin('secret', 'HS256', {}, other);
  refused(await login.open(login.request));
  const instead = await begin('key', 'HS256', {});
  refused(await instead.open(instead.request));
});

/** Creates a request object. */
async function begin(kind, alg, encryption, { clientId, secret, redirectUri } = clients[kind]) {
  const metadata = {
    client_id: clientId,
    client_secret: secret,
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: 'client_secret_post',
    request_object_signing_alg: alg,
    ...encryption,
  };
  const rp = new issuer.Client(metadata, kind === 'key' ? { keys: [key.jwk] } : undefined);
  const verifier = generators.codeVerifier();
  const [state, nonce] = [generators.state(), generators.nonce()];
  const checks = { response_type: 'code', state, nonce, code_verifier: verifier };
  const request = await rp.requestObject({
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid email',
    state,
    nonce,
    code_challenge: generators.codeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const browser = new Browser({ stopAt: redirectUri });
  const open = (object) => browser.open(rp.authorizationUrl({ scope: 'openid', request: object }));
  return { rp, redirectUri, checks, request, browser, open };
}

/** Asserts that the provider refused the request object. openid-client sends a redirect URI beside the object. */
function refused(page) {
  assert.equal(answer(page).parameters.error, 'invalid_request_object');
}
