// Starts `symbolon-demo serve`, waits until it prints that it listens, and stops it afterwards.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const REPOSITORY = new URL('../../../', import.meta.url);
const PATIENCE_MS = 20_000;

// Without these handlers, a signal would end this process without its exit handlers, and the demo would go on running.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

export const ALICE = { username: 'alice', password: 'correct horse battery staple' };
export const BOB = { username: 'bob', password: 'hunter2 hunter2 hunter2' };

/** Starts the demo's provider and relying party, both on free ports. */
export async function startDemo({ clientsFile } = {}) {
  const [providerPort, relyingPartyPort] = await freePorts(2);
  const args = ['--provider-port', providerPort, '--relying-party-port', relyingPartyPort];
  if (clientsFile !== undefined) args.push('--clients', clientsFile);
  const demo = await serve(args, relyingPartyPort);
  return { ...demo, issuer: `http://localhost:${providerPort}` };
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
    await announced(child, ended, `Open ${relyingParty}/`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { relyingParty, stop };
}

async function announced(child, ended, line) {
  const lines = createInterface({ input: child.stdout });
  const timeout = AbortSignal.timeout(PATIENCE_MS);
  const seen = new Promise((resolve, reject) => {
    lines.on('line', (text) => text === line && resolve());
    timeout.addEventListener('abort', () => reject(new Error(`symbolon-demo did not say "${line}" in time`)));
  });
  const gone = ended.then(([code, signal]) => {
    throw new Error(`symbolon-demo ended before it listened (${signal ?? `exit code ${code}`})`);
  });
  await Promise.race([seen, gone]);
}

function binary() {
  if (process.env.SYMBOLON_DEMO) return process.env.SYMBOLON_DEMO;
  return fileURLToPath(new URL('target/debug/symbolon-demo', REPOSITORY));
}
