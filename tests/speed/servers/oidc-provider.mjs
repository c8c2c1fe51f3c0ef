// Runs oidc-provider for the benchmark: `node oidc-provider.mjs PORT REDIRECT_URI`.

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import Provider from 'oidc-provider';
import { MapAdapter } from './map-adapter.mjs';

const [port, redirectUri] = process.argv.slice(2);
// The demo's key and the claims of its user, so that the answers are of the same size.
const demo = new URL('../../../crates/demo/', import.meta.url);
const key = JSON.parse(await readFile(new URL('key.json', demo)));
const [{ subject, claims }] = JSON.parse(await readFile(new URL('users.json', demo)));

const provider = new Provider(`http://localhost:${port}`, {
  adapter: MapAdapter,
  clients: [
    {
      client_id: 'speed',
      client_secret: 'secret-of-the-benchmark',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  jwks: { keys: [key] },
  cookies: { keys: [randomUUID()] },
  claims: {
    openid: ['sub'],
    profile: [
      'name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username', 'profile', 'picture',
      'website', 'gender', 'birthdate', 'zoneinfo', 'locale', 'updated_at',
    ],
    email: ['email', 'email_verified'],
  },
  findAccount: (_, id) => (id === subject ? { accountId: id, claims: () => ({ sub: id, ...claims }) } : undefined),
  // Issues a refresh token without the scope offline_access, for which this provider asks for consent each time.
  issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  ttl: { Interaction: 3600, Session: 86400, Grant: 86400, AccessToken: 3600, RefreshToken: 86400, IdToken: 3600 },
  features: { devInteractions: { enabled: true } },
});
provider.listen(Number(port), '127.0.0.1');
