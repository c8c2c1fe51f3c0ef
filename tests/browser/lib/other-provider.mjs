// A provider at which clients register themselves. It has no pages: the tests look at the pages of the app.

import { createServer } from 'node:http';
import { once } from 'node:events';

// A public key from RFC 7517 §A.1. The provider signs nothing.
const KEY = {
  kty: 'EC',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  use: 'sig',
  alg: 'ES256',
  kid: '1',
};

/** Starts the provider. `changes` has the members of client metadata that it registers with another value. */
export async function startOtherProvider() {
  const state = { changes: {}, clients: new Map(), issuer: '' };
  const server = createServer((request, response) => answer(state, request, response));
  server.listen(0, 'localhost');
  await once(server, 'listening');
  state.issuer = `http://localhost:${server.address().port}`;
  return {
    issuer: state.issuer,
    /** Sets what the provider registers instead of what a client asks for. */
    change(changes) {
      state.changes = changes;
    },
    forgetClients() {
      state.clients.clear();
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(state, request, response) {
  const { issuer } = state;
  const { pathname, searchParams } = new URL(request.url, issuer);
  const json = (status, document) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document));
  };
  const client = state.clients.get(searchParams.get('client_id'));
  if (pathname === '/.well-known/openid-configuration') return json(200, metadata(issuer));
  if (pathname === '/jwks') return json(200, { keys: [KEY] });
  if (pathname === '/token') return json(401, { error: 'invalid_client' });
  if (pathname === '/authorize') {
    // The provider asks no user.
    const answered = new URL(searchParams.get('redirect_uri'));
    for (const [name, value] of [['code', 'c'], ['state', searchParams.get('state')], ['iss', issuer]]) {
      answered.searchParams.set(name, value);
    }
    response.writeHead(303, { location: answered.href });
    return response.end();
  }
  if (pathname !== '/register') return json(404, {});
  if (request.method === 'DELETE') {
    response.writeHead(204);
    return response.end();
  }
  if (request.method === 'GET') return client ? json(200, client) : json(401, { error: 'invalid_token' });
  const body = [];
  for await (const chunk of request) body.push(chunk);
  return json(201, register(state, JSON.parse(Buffer.concat(body).toString())));
}

function register(state, asked) {
  const id = `client-${state.clients.size + 1}`;
  const client = {
    ...asked,
    ...state.changes,
    client_id: id,
    client_secret: 's'.repeat(43),
    client_secret_expires_at: 0,
    registration_access_token: 't'.repeat(43),
    registration_client_uri: `${state.issuer}/register?client_id=${id}`,
  };
  state.clients.set(id, client);
  return client;
}

function metadata(issuer) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    registration_endpoint: `${issuer}/register`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256', 'RS256'],
    authorization_response_iss_parameter_supported: true,
  };
}
