// The server of a client, which hosts JSON documents on loopback: its keys, and the redirect URIs of its sector.

import { once } from 'node:events';
import { createServer } from 'node:http';

/** Starts a server without documents. `asked` contains the paths of the requests, in their order. */
export async function startDocuments() {
  const documents = new Map();
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    const document = documents.get(request.url);
    response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    asked,
    /** Hosts a document at this path, and returns its URL. */
    host: (path, document) => {
      documents.set(path, document);
      return `${origin}${path}`;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
