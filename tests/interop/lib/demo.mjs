// Starts `symbolon-demo serve`, waits until it prints that it listens, and stops it afterwards.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const REPOSITORY = new URL('../../../', import.meta.url);
const PATIENCE_MS = 20_000;
const INITIAL_ACCESS_TOKEN = 'Initial access token: ';

// Without these handlers, a signal would end this process without its exit handlers, and the demo would go on running.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

export const ALICE = { username: 'alice', password: 'correct horse battery staple' };
export const BOB = { username: 'bob', password: 'hunter2 hunter2 hunter2' };

/**
 * Starts the demo's provider and relying party, both on free ports. `registration` says who may register clients.
 * `issuer` is the provider's issuer, if browsers reach the provider at another address than its port. The result
 * contains an initial access token, if clients need it to register.
 */
export async function startDemo({ clientsFile, registration, issuer } = {}) {
  const [providerPort, relyingPartyPort] = await freePorts(2);
  const args = ['--provider-port', providerPort, '--relying-party-port', relyingPartyPort];
  if (issuer !== undefined) args.push('--issuer', issuer);
  if (registration !== undefined) args.push('--registration', registration);
  if (clientsFile !== undefined) args.push('--clients', clientsFile);
  const demo = await serve(args, relyingPartyPort);
  return { ...demo, providerPort, issuer: issuer ?? `http://localhost:${providerPort}` };
}

/** Starts only the demo's relying party, to log in at another provider. */
export function startRelyingParty({ port, issuer, clientId, clientSecret }) {
  const foreign = ['--provider', issuer, '--client-id', clientId, '--client-secret', clientSecret];
  return serve(['--relying-party-port', port, ...foreign], port);
}

/** Returns ports on which no program listens at the moment. */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

async function serve(args, relyingPartyPort) {
  const child = spawn(binary(), ['serve', ...args.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  // A command that cannot be started has no output, and no exit event.
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  const ended = Promise.race([once(child, 'exit'), failed]);
  ended.catch(() => {});

  const stop = async () => {
    child.kill('SIGTERM');
    const lastResort = setTimeout(killAtExit, 3_000);
    await ended.catch(() => {});
    clearTimeout(lastResort);
    process.off('exit', killAtExit);
  };
  const relyingParty = `http://127.0.0.1:${relyingPartyPort}`;
  try {
    const lines = await announced(child, ended, `Open ${relyingParty}/`);
    const token = lines.find((line) => line.startsWith(INITIAL_ACCESS_TOKEN));
    return { relyingParty, stop, initialAccessToken: token?.slice(INITIAL_ACCESS_TOKEN.length) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for a line of the demo, and returns the lines before it. */
async function announced(child, ended, line) {
  const lines = createInterface({ input: child.stdout });
  const before = [];
  const timeout = AbortSignal.timeout(PATIENCE_MS);
  const seen = new Promise((resolve, reject) => {
    lines.on('line', (text) => (text === line ? resolve(before) : before.push(text)));
    timeout.addEventListener('abort', () => reject(new Error(`symbolon-demo did not say "${line}" in time`)));
  });
  const gone = ended.then(([code, signal]) => {
    throw new Error(`symbolon-demo ended before it listened (${signal ?? `exit code ${code}`})`);
  });
  return Promise.race([seen, gone]);
}

function binary() {
  if (process.env.SYMBOLON_DEMO) return process.env.SYMBOLON_DEMO;
  return fileURLToPath(new URL('target/debug/symbolon-demo', REPOSITORY));
}
