// Counts the tokens that were exchanged with each algorithm, and notes what was not tested and why.

export class Cells {
  #peer;
  #rows = new Map();

  constructor(peer) {
    this.#peer = peer;
  }

  #row(kind, algorithm) {
    const name = `${kind} ${algorithm}`;
    if (!this.#rows.has(name)) this.#rows.set(name, { counts: new Map(), notes: new Set() });
    return this.#rows.get(name);
  }

  ran(kind, algorithm, backend, direction) {
    const { counts } = this.#row(kind, algorithm);
    const cell = `${backend} ${direction}`;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }

  skipped(kind, algorithm, reason) {
    this.#row(kind, algorithm).notes.add(reason);
  }

  /** Prints a line per algorithm: how many of our tokens the peer read, and how many of its tokens we read. */
  print(backends) {
    const width = Math.max(...[...this.#rows.keys()].map((name) => name.length));
    const cells = backends.flatMap((backend) => [
      [`${backend} -> ${this.#peer}`, `${backend} made`],
      [`${this.#peer} -> ${backend}`, `${backend} read`],
    ]);
    const line = (name, columns, notes) => console.log([name.padEnd(width), ...columns, notes].join('  ').trimEnd());
    line('', cells.map(([title]) => title), '');
    let total = 0;
    for (const [name, { counts, notes }] of this.#rows) {
      const columns = cells.map(([title, cell]) => String(counts.get(cell) ?? '-').padStart(title.length));
      line(name, columns, [...notes].join('; '));
      for (const count of counts.values()) total += count;
    }
    console.log(`${total} tokens made by one side and read by the other`);
  }
}
