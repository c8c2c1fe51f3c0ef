// A host of the internet that is a port on loopback: a TLS server in front of a program that speaks HTTP.

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { Agent, createServer } from 'node:https';

/**
 * Starts a TLS server for this host. It passes its requests to the port. The result contains an agent of `node:https`,
 * with which requests to the host reach this server.
 */
export async function startTls(host, port) {
  const pem = certificate(host);
  const server = createServer({ key: pem, cert: pem }, (incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const passed = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({ ca: pem });
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, connected) => {
    const isHost = options.host === host && Number(options.port) === 443;
    if (!isHost) throw new Error(`${options.host}:${options.port} is not ${host}`);
    const here = { host: '127.0.0.1', port: server.address().port, servername: host };
    return connect({ ...options, ...here }, connected);
  };
  return {
    agent,
    stop: () => {
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Returns a new key and a certificate for it, both as PEM. */
function certificate(host) {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '-'];
  const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
  return execFileSync('openssl', ['req', '-x509', ...key, ...names, '-days', '2'], options);
}
