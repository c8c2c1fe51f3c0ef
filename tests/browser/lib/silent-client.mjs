// A client of the provider whose page has a hidden frame, in which it asks with `prompt=none` whether the user is
// signed in. Its page is on the host of the provider, because a browser sends the provider's cookies only to a frame
// on a page of the same site.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLIENT_ID = 'silent-client';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** Starts the client's server, and writes its registration to a clients file of the provider. */
export async function startSilentClient() {
  const server = createServer(answer);
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const origin = `http://localhost:${server.address().port}`;
  const folder = await mkdtemp(join(tmpdir(), 'symbolon-browser-'));
  const clientsFile = join(folder, 'clients.json');
  const client = {
    client_id: CLIENT_ID,
    client_name: 'Silent client',
    redirect_uris: [`${origin}/callback`],
    client_secret: randomUUID(),
  };
  await writeFile(clientsFile, JSON.stringify([client]), { mode: 0o600 });
  return {
    clientsFile,
    /** Returns an authorization request, and the address of a page with a frame that opens it. */
    page(issuer, parameters = {}) {
      const request = {
        response_type: 'code',
        client_id: CLIENT_ID,
        redirect_uri: `${origin}/callback`,
        scope: 'openid email',
        state: 'af0ifjsldkj',
        nonce: 'n-0S6_WzA2Mj',
        code_challenge: CHALLENGE,
        code_challenge_method: 'S256',
        ...parameters,
      };
      const url = `${issuer}/authorize?${new URLSearchParams(request)}`;
      return { request: url, framing: `${origin}/?${new URLSearchParams({ url })}` };
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await rm(folder, { recursive: true });
    },
  };
}

/** Answers `/` with the page that has the frame, and `/callback` with what arrived. */
async function answer(request, response) {
  const { pathname, searchParams, search } = new URL(request.url, 'http://localhost');
  response.setHeader('content-type', 'text/html; charset=utf-8');
  if (pathname === '/') {
    const url = escaped(searchParams.get('url'));
    response.end(page(`<h1>Silent client</h1><iframe title="Silent login" src="${url}"></iframe>`));
    return;
  }
  if (pathname !== '/callback') {
    response.statusCode = 404;
    response.end();
    return;
  }
  const body = [];
  for await (const chunk of request) body.push(chunk);
  const parameters = new URLSearchParams(request.method === 'POST' ? Buffer.concat(body).toString() : search);
  const rows = [...parameters].map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`);
  response.end(page(`<h1>${request.method}</h1><dl>${rows.join('')}</dl>`));
}

function page(main) {
  const head = '<meta charset="utf-8"><title>Silent client</title><link rel="icon" href="data:,">';
  return `<!doctype html><html lang="en"><head>${head}</head><body>${main}</body></html>`;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
