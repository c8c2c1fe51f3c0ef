// Saves a picture of every page that a test visits, and checks rules that hold for every page.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../screenshots/', import.meta.url);

/**
 * Returns `look(page, name, other)`. It numbers its pictures, and puts `prefix` before their names. `other` has the
 * numbers that differ on this page: the pages of the response modes have a script and no heading.
 */
export async function inspector(prefix) {
  await mkdir(FOLDER, { recursive: true });
  let count = 0;
  return async (page, name, other = {}) => {
    count += 1;
    const file = `${prefix}-${String(count).padStart(2, '0')}-${name}.png`;
    await page.screenshot({ path: fileURLToPath(new URL(file, FOLDER)), fullPage: true });
    await checkPage(page, name, other);
  };
}

async function checkPage(page, name, other) {
  const facts = await page.evaluate(() => ({
    language: document.documentElement.lang,
    title: document.title,
    headings: document.querySelectorAll('h1').length,
    unlabelled: [...document.querySelectorAll('input:not([type=hidden])')].filter((input) => input.labels.length === 0).length,
    namelessButtons: [...document.querySelectorAll('button')].filter((button) => button.textContent.trim() === '').length,
    scripts: document.scripts.length,
    tooWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  }));
  const expected = { headings: 1, unlabelled: 0, namelessButtons: 0, scripts: 0, tooWide: false, ...other };
  const { language, title, ...rest } = facts;
  assert.deepEqual(rest, expected, `the page "${name}"`);
  assert.notEqual(language, '', `the page "${name}" names its language`);
  assert.notEqual(title, '', `the page "${name}" has a title`);
}

/** Asserts that other sites cannot show the page in a frame (RFC 9700 §4.16). */
export function refusesFrames(response) {
  const policy = response.headers()['content-security-policy'] ?? '';
  assert.match(policy, /frame-ancestors 'none'/);
}

/** Asserts that no cache stores the page. */
export function staysOutOfCaches(response) {
  assert.match(response.headers()['cache-control'] ?? '', /no-store/);
}
