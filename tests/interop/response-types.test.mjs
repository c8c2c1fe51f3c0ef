// An unmodified openid-client 5, which supports every response type, logs in at our provider in every response mode.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Issuer, errors, generators } from 'openid-client-5';
import { answer, changed } from './lib/answers.mjs';
import { Browser } from './lib/browser.mjs';
import { RESPONSE_TYPES, makeFlowClient, writeClientsFile } from './lib/clients.mjs';
import { startDemo } from './lib/demo.mjs';
import { comeBack } from './lib/demo-pages.mjs';
import { decryptionKey } from './lib/keys.mjs';

const MODES = ['query', 'fragment', 'form_post', 'jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt'];
const ENCRYPTED = { authorization_encrypted_response_alg: 'ECDH-ES', authorization_encrypted_response_enc: 'A256GCM' };

const key = await decryptionKey();
const clients = {
  plain: makeFlowClient('interop-types'),
  encrypted: makeFlowClient('interop-types-encrypted', { jwks: { keys: [key.publicJwk] }, ...ENCRYPTED }),
};
let clientsFile;
let demo;
let relyingParties;

before(async () => {
  clientsFile = await writeClientsFile(clients);
  demo = await startDemo({ clientsFile: clientsFile.path });
  const issuer = await Issuer.discover(demo.issuer);
  const relyingParty = ({ clientId, secret, redirectUri }, metadata = {}, jwks = undefined) =>
    new issuer.Client(
      {
        client_id: clientId,
        client_secret: secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
        authorization_signed_response_alg: 'RS256',
        ...metadata,
      },
      jwks,
    );
  relyingParties = {
    plain: relyingParty(clients.plain),
    encrypted: relyingParty(clients.encrypted, ENCRYPTED, { keys: [key.jwk] }),
  };
});
after(async () => {
  await demo?.stop();
  await clientsFile?.remove();
});

const returnsTokens = (type) => type.includes('token');
const carrierOf = (type, mode) => {
  if (mode !== undefined && mode !== 'jwt') return mode.replace('.jwt', '');
  return returnsTokens(type) ? 'fragment' : 'query';
};

for (const [kind, client] of Object.entries(clients)) {
  for (const type of RESPONSE_TYPES) {
    describe(`${kind}: ${type}`, () => {
      for (const mode of [undefined, ...MODES]) {
        const isJwt = mode?.endsWith('jwt') ?? false;
        if (kind === 'encrypted' && !isJwt) continue;
        // Multiple Response Types §3; JARM §2.3.1: tokens are in a query only if they are encrypted.
        const isRefused = returnsTokens(type) && (mode === 'query' || (mode === 'query.jwt' && kind === 'plain'));
        test(`${mode ?? 'the default mode'}${isRefused ? ' is refused' : ''}`, async () => {
          const login = await begin(kind, type, mode);
          if (isRefused) {
            assert.equal(answer(login.page).parameters.error, 'invalid_request');
            return;
          }
          const back = answer(await comeBack(login.browser, login.page));
          assert.equal(back.carrier, carrierOf(type, mode));
          if (isJwt) assert.deepEqual(Object.keys(back.parameters), ['response']);
          await checkTokens(type, login, await finish(login, back.parameters));
          // A user who is not signed in: the error leaves in the mode that the success would have had.
          const silent = await begin(kind, type, mode, { prompt: 'none' });
          const error = answer(silent.page);
          assert.equal(error.carrier, back.carrier);
          if (isJwt) assert.deepEqual(Object.keys(error.parameters), ['response']);
          await assert.rejects(finish(silent, error.parameters), isLoginRequired);
        });
      }
    });
  }
}

const isLoginRequired = (thrown) => thrown instanceof errors.OPError && thrown.error === 'login_required';

describe('openid-client refuses an answer that was changed', () => {
  const other = (parameters, name) => ({ ...parameters, [name]: changed(parameters[name]) });
  // The response type, the response mode, the parameter that is changed, and the error.
  const cases = [
    ['code', undefined, 'state', /state mismatch/],
    ['code id_token', 'form_post', 'code', /c_hash mismatch/],
    ['id_token token', undefined, 'access_token', /at_hash mismatch/],
    ['id_token', undefined, 'id_token', /failed to validate JWT signature/],
    ['code', 'jwt', 'response', /failed to validate JWT signature/],
  ];
  for (const [type, mode, name, expected] of cases) {
    test(`${type}: another ${name}`, async () => {
      const login = await begin('plain', type, mode);
      const { parameters } = answer(await comeBack(login.browser, login.page));
      await assert.rejects(finish(login, other(parameters, name)), { message: expected });
      // The unchanged answer is accepted, so only the change was wrong.
      await checkTokens(type, login, await finish(login, parameters));
    });
  }
});

/** Opens the authorization request in a new browser. */
async function begin(kind, type, mode, parameters = {}) {
  const rp = relyingParties[kind];
  const verifier = generators.codeVerifier();
  const checks = { response_type: type, state: generators.state() };
  if (type.includes('id_token') || type.includes('code')) checks.nonce = generators.nonce();
  if (type.includes('code')) checks.code_verifier = verifier;
  if (mode?.endsWith('jwt')) checks.jarm = true;
  const url = rp.authorizationUrl({
    response_type: type,
    response_mode: mode,
    scope: 'openid email',
    state: checks.state,
    nonce: checks.nonce,
    ...(type.includes('code') && { code_challenge: generators.codeChallenge(verifier), code_challenge_method: 'S256' }),
    ...parameters,
  });
  const { redirectUri } = clients[kind];
  const browser = new Browser({ stopAt: redirectUri });
  return { rp, redirectUri, checks, browser, page: await browser.open(url) };
}

/** Passes an answer to openid-client, which checks the parameters, the hashes and every ID Token. */
function finish({ rp, redirectUri, checks }, parameters) {
  return rp.callback(redirectUri, parameters, checks);
}

/** Asserts that the client got what the response type promises, and that the access token works. */
async function checkTokens(type, { rp }, tokens) {
  if (type === 'none') {
    assert.equal(tokens.access_token ?? tokens.id_token, undefined);
    return;
  }
  const names = type.split(' ');
  const has = {
    id_token: names.includes('code') || names.includes('id_token'),
    access_token: names.includes('code') || names.includes('token'),
  };
  for (const [name, expected] of Object.entries(has)) assert.equal(tokens[name] !== undefined, expected, name);
  if (!has.access_token) {
    // Core §5.4: without an access token, the ID Token has the claims of the scope.
    assert.equal(tokens.claims().email, 'alice@people.example');
    return;
  }
  const userinfo = await rp.userinfo(tokens);
  assert.equal(userinfo.email, 'alice@people.example');
}
