// Keeps the records of oidc-provider in maps without a limit. The memory adapter of the package keeps 1000 records.

const records = new Map();
/** The keys of the records of each grant. */
const grants = new Map();
const uids = new Map();

export class MapAdapter {
  #model;

  constructor(model) {
    this.#model = model;
  }

  async upsert(id, payload) {
    const key = this.#key(id);
    records.set(key, payload);
    if (payload.uid !== undefined) uids.set(payload.uid, id);
    if (payload.grantId !== undefined) {
      const members = grants.get(payload.grantId);
      if (members === undefined) grants.set(payload.grantId, new Set([key]));
      else members.add(key);
    }
  }

  async find(id) {
    return records.get(this.#key(id));
  }

  async findByUid(uid) {
    return this.find(uids.get(uid));
  }

  async consume(id) {
    records.get(this.#key(id)).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    records.delete(this.#key(id));
  }

  async revokeByGrantId(grantId) {
    for (const key of grants.get(grantId) ?? []) records.delete(key);
    grants.delete(grantId);
  }

  #key(id) {
    return `${this.#model}:${id}`;
  }
}
