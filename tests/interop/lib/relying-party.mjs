// Runs symbolon-relying-party-peer, our relying party. Each request and each answer is a line.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const BUILT = new URL('../../../target/debug/symbolon-relying-party-peer', import.meta.url);

/** Our relying party refused, with this error code, after it had sent these HTTP requests. */
export class Refused extends Error {
  constructor({ error, text, provider_said: providerSaid, sent }) {
    super(`${error}: ${text}`);
    Object.assign(this, { code: error, providerSaid, sent });
  }
}

export function startRelyingPartyPeer() {
  const binary = process.env.SYMBOLON_RELYING_PARTY_PEER ?? fileURLToPath(BUILT);
  const child = spawn(binary, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift().resolve(JSON.parse(line)));
  const fail = (error) => waiting.splice(0).forEach(({ reject }) => reject(error));
  child.on('error', fail);
  child.on('exit', () => fail(new Error('symbolon-relying-party-peer ended')));

  async function ask(request) {
    const answer = await new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      child.stdin.write(`${JSON.stringify(request)}\n`);
    });
    if (answer.invalid !== undefined) throw new TypeError(`${answer.invalid}: ${JSON.stringify(request)}`);
    if (answer.error !== undefined) throw new Refused(answer);
    return answer;
  }

  /** Returns the relying party with this number. */
  const client = (party) => ({
    /** Returns the URL for the browser, and the pending login. */
    begin: async (login) => (await ask({ op: 'begin', party, login })).ok,
    /** Returns what the engine returned, and the HTTP requests that it sent. */
    async finish(pending, callback) {
      const { ok, sent } = await ask({ op: 'finish', party, pending, callback });
      return { ...ok, sent };
    },
    userInfo: async (session) => (await ask({ op: 'user_info', party, session })).ok,
    refresh: async (session) => (await ask({ op: 'refresh', party, session })).ok,
  });

  return {
    /** Discovers the provider, and returns a client of it. */
    register: async (issuer, settings) => client((await ask({ op: 'register', issuer, client: settings })).ok),
    /** Registers a client itself. Returns the client, its registration, and the HTTP requests that were sent. */
    async registerItself(request) {
      const { ok, sent } = await ask({ op: 'register_itself', ...request });
      return { ...client(ok.party), ...ok.registered, sent };
    },
    /** Returns the client of a registration. */
    resume: async (registration, signing_key) => client((await ask({ op: 'resume', registration, signing_key })).ok.party),
    /** Returns the registration as the provider has it. */
    read: async (registration) => (await ask({ op: 'read', registration })).ok,
    /** Replaces members of the registration. `null` removes a member. */
    update: async (registration, changes) => (await ask({ op: 'update', registration, changes })).ok,
    unregister: async (registration) => (await ask({ op: 'unregister', registration })).ok,
    async stop() {
      const exit = once(child, 'exit');
      child.stdin.end();
      await exit;
    },
  };
}
