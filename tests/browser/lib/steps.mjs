// What a user does on the pages of the demo, and what a test reads there.

import assert from 'node:assert/strict';

export const DEVICES = {
  desktop: { javaScriptEnabled: true, viewport: { width: 1280, height: 800 } },
  phone: { javaScriptEnabled: false, viewport: { width: 390, height: 844 } },
};

/** Runs `action`, and returns the response to the last navigation that it causes. */
export async function landing(page, action) {
  const arrives = (response) => response.request().isNavigationRequest() && (response.status() < 300 || response.status() >= 400);
  const [response] = await Promise.all([page.waitForResponse(arrives), action()]);
  await page.waitForLoadState();
  return response;
}

/** Goes back in the history. A browser that had to send a form again would fail with ERR_CACHE_MISS. */
export async function goesBack(page) {
  const response = await page.goBack();
  assert.ok(response === null || response.request().method() === 'GET');
}

/** Reloads the page, which must not send a form. */
export async function reloads(page, selector) {
  const response = await page.reload();
  assert.equal(response.request().method(), 'GET');
  await page.waitForSelector(selector);
}

export async function submitSignIn(page, { username, password }) {
  await page.fill('#sign-in-form [name=username]', username);
  await page.fill('#sign-in-form [name=password]', password);
  await page.click('#sign-in-form button[value=sign-in]');
}

/** Asserts that the relying party shows its error page, with an explanation and a stable error code. */
export async function showsError(page) {
  assert.match(await page.textContent('#error'), /\w/);
  assert.match(await page.textContent('#error-code'), /^\s*[a-z0-9_.]+\s*$/);
}

/** Returns the terms of a `<dl>`, each with its description. */
export function definitions(page, selector) {
  return page.locator(selector).evaluate((list) => {
    const terms = [...list.querySelectorAll('dt')];
    return Object.fromEntries(terms.map((term) => [term.textContent.trim(), term.nextElementSibling.textContent.trim()]));
  });
}
