// Every page that a test comes by is photographed and held to what any page owes a person.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../screenshots/', import.meta.url);

/** Returns `look(page, name)`, which numbers its pictures and puts `prefix` before their names. */
export async function inspector(prefix) {
  await mkdir(FOLDER, { recursive: true });
  let count = 0;
  return async (page, name) => {
    count += 1;
    const file = `${prefix}-${String(count).padStart(2, '0')}-${name}.png`;
    await page.screenshot({ path: fileURLToPath(new URL(file, FOLDER)), fullPage: true });
    await owesAPerson(page, name);
  };
}

async function owesAPerson(page, name) {
  const facts = await page.evaluate(() => ({
    language: document.documentElement.lang,
    title: document.title,
    headings: document.querySelectorAll('h1').length,
    unlabelled: [...document.querySelectorAll('input:not([type=hidden])')].filter((input) => input.labels.length === 0).length,
    namelessButtons: [...document.querySelectorAll('button')].filter((button) => button.textContent.trim() === '').length,
    scripts: document.scripts.length,
    tooWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  }));
  const expected = { headings: 1, unlabelled: 0, namelessButtons: 0, scripts: 0, tooWide: false };
  const { language, title, ...rest } = facts;
  assert.deepEqual(rest, expected, `the page "${name}"`);
  assert.notEqual(language, '', `the page "${name}" names its language`);
  assert.notEqual(title, '', `the page "${name}" has a title`);
}

/** RFC 9700 §4.16: a page that asks for a password or a consent is not shown inside another site's. */
export function refusesFrames(response) {
  const policy = response.headers()['content-security-policy'] ?? '';
  assert.match(policy, /frame-ancestors 'none'/);
}

/** A page about a person stays out of every cache. */
export function staysOutOfCaches(response) {
  assert.match(response.headers()['cache-control'] ?? '', /no-store/);
}
