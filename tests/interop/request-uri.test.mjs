// Our provider fetches the request object of an unmodified openid-client from the client's server (Core §6.2).

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import * as openid from 'openid-client';
import { answer } from './lib/answers.mjs';
import { makeFlowClient, writeClientsFile } from './lib/clients.mjs';
import { startDemo } from './lib/demo.mjs';
import { comeBack } from './lib/demo-pages.mjs';
import { signingKey } from './lib/keys.mjs';
import { begin as beginAt, finish } from './lib/openid-client.mjs';

const TYPE = 'application/oauth-authz-req+jwt';

const key = await signingKey();
const stranger = await signingKey();
let server;
let origin;
let served;
let asked;
let client;
let clientsFile;
let demo;

before(async () => {
  server = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(served.status, { 'content-type': served.type, ...served.headers });
    response.end(served.object);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${server.address().port}`;
  client = makeFlowClient('interop-hosts', { jwks: { keys: [key.publicJwk] }, request_uris: [`${origin}/object`] });
  clientsFile = await writeClientsFile({ client });
  demo = await startDemo({ clientsFile: clientsFile.path });
});
beforeEach(() => {
  served = { status: 200, type: TYPE };
  asked = [];
});
after(async () => {
  await demo?.stop();
  await clientsFile?.remove();
  server?.closeAllConnections();
  server?.close();
});

for (const type of [TYPE, 'application/jwt']) {
  test(`the object is fetched: ${type}`, async () => {
    served.type = type;
    const login = await begin();
    assert.deepEqual([...login.url.searchParams.keys()].sort(), ['client_id', 'request_uri']);
    const tokens = await finish(login, await comeBack(login.browser, login.page));
    assert.equal(tokens.claims().nonce, login.checks.expectedNonce);
    assert.deepEqual(asked, ['/object']);
  });
}

test('hybrid by form_post from an object that is fetched', async () => {
  const login = await begin({ response_mode: 'form_post' }, { execute: [openid.useCodeIdTokenResponseType] });
  const back = await comeBack(login.browser, login.page);
  assert.equal(answer(back).carrier, 'form_post');
  assert.ok((await finish(login, back)).claims().sub);
});

test('nothing is fetched from an address that the client did not register', async () => {
  showsError(await begin({}, { path: '/other' }), 'authorize.unregistered_request_uri');
  assert.deepEqual(asked, []);
});

const refusals = {
  'a response that is no object': [{ object: 'Hello', type: TYPE }, 'jws.not_compact'],
  'a response with another content type': [{ type: 'text/html' }, 'hosted_object.content_type'],
  'an error status': [{ status: 404 }, 'hosted_object.status'],
  'a redirect, which is not followed': [{ status: 302, headers: { location: '/elsewhere' } }, 'hosted_object.status'],
};
for (const [name, [response, code]] of Object.entries(refusals)) {
  test(`${name} is refused`, async () => {
    showsError(await begin({}, { response }), code);
    assert.deepEqual(asked, ['/object']);
  });
}

test('an object that is signed with another key is refused', async () => {
  showsError(await begin({}, { by: stranger }), 'jws.signature');
});

/** Signs a request object, hosts it, and opens an authorization request with its address. */
function begin(parameters, { by = key, path = '/object', execute, response } = {}) {
  const build = async (config, request) => {
    const signer = { key: by.privateKey, kid: by.jwk.kid };
    const url = await openid.buildAuthorizationUrlWithJAR(config, request, signer);
    served = { ...served, object: url.searchParams.get('request'), ...response };
    return openid.buildAuthorizationUrl(config, { request_uri: `${origin}${path}` });
  };
  return beginAt(demo.issuer, client, parameters, { build, execute });
}

/** Asserts that the user sees an error page with this code, and that the client gets no answer. */
function showsError({ page }, code) {
  assert.equal(page.stopped, false);
  assert.equal(page.status, 400);
  assert.equal(page.text('#error-code'), code);
}
