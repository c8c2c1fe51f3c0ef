// Runs symbolon-jose-peer, our side of a token exchange. Each request and each answer is a line.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Our side refused a request, with this error code. */
export class Refused extends Error {
  constructor(code, request) {
    super(`${code} (${request.op} on ${request.backend})`);
    this.code = code;
  }
}

export function startJosePeer() {
  const binary = process.env.SYMBOLON_JOSE_PEER;
  if (binary === undefined) throw new Error('SYMBOLON_JOSE_PEER is not set: tests/interop/run sets it');
  const child = spawn(binary, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift().resolve(JSON.parse(line)));
  child.on('error', fail);
  child.on('exit', () => fail(new Error('symbolon-jose-peer ended')));
  function fail(error) {
    for (const { reject } of waiting.splice(0)) reject(error);
  }

  async function ask(request) {
    const answer = await new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      child.stdin.write(`${JSON.stringify(request)}\n`);
    });
    if (answer.invalid !== undefined) throw new TypeError(`${answer.invalid}: ${JSON.stringify(request)}`);
    if (answer.error !== undefined) throw new Refused(answer.error, request);
    return answer.ok;
  }

  return {
    names: () => ask({ op: 'names' }),
    keys: (alg, enc) => ask({ op: 'keys', alg, enc }),
    on: (backend) => side(ask, backend),
    async stop() {
      const exit = once(child, 'exit');
      child.stdin.end();
      await exit;
    },
  };
}

/** Returns one of our backends, with the same functions as npm's jose has in `npm-jose.mjs`. */
function side(ask, backend) {
  const keys = (parties) => parties.map(({ alg, jwk, password }) => ({ alg, key: material(jwk, password) }));
  return {
    generate: async (kind, bits) => ask({ op: 'generate', backend, kind, bits }),
    sign: async (form, payload, signers) =>
      ask({ op: 'sign', backend, form, payload: encode(payload), keys: keys(signers) }),
    verify: async (form, token, payload, verifiers) =>
      decode(await ask({ op: 'verify', backend, form, token, payload: encode(payload), keys: keys(verifiers) })),
    encrypt: async (form, plaintext, recipients, enc) =>
      ask({ op: 'encrypt', backend, form, plaintext: encode(plaintext), keys: keys(recipients), enc }),
    decrypt: async (form, token, recipients, enc) => {
      const { plaintext, aad } = await ask({ op: 'decrypt', backend, form, token, keys: keys(recipients), enc });
      return { plaintext: decode(plaintext), aad: aad === null ? undefined : decode(aad) };
    },
    nest: async (signer, recipient, enc) =>
      ask({ op: 'nest', backend, signer: keys([signer])[0], recipient: keys([recipient])[0], enc }),
    unnest: async (token, signer, recipient, enc) =>
      ask({ op: 'unnest', backend, token, signer: keys([signer])[0], recipient: keys([recipient])[0], enc }),
  };
}

function material(jwk, password) {
  if (password !== undefined) return { password: encode(password) };
  return jwk.kty === 'oct' || 'd' in jwk || 'priv' in jwk ? { private: jwk } : { public: jwk };
}

const encode = (bytes) => Buffer.from(bytes).toString('base64url');
const decode = (text) => new Uint8Array(Buffer.from(text, 'base64url'));
