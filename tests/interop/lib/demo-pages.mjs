// The pages of our demo's provider, found by element names that the demo keeps stable.

import { ALICE } from './demo.mjs';

/** Signs a user in at the sign-in page. Returns the page that follows. */
export function signIn(browser, page, { username, password } = ALICE) {
  const fields = { username, password };
  return browser.submit(page, '#sign-in-form', { fields, button: 'button[name=action][value=sign-in]' });
}

/** Leaves the sign-in page without signing in. */
export function cancelSignIn(browser, page) {
  return browser.submit(page, '#sign-in-form', { button: 'button[name=action][value=cancel]' });
}

/** Answers the consent page with 'allow' or 'deny'. */
export function consent(browser, page, answer) {
  return browser.submit(page, '#consent-form', { button: `button[name=action][value=${answer}]` });
}

/** Signs alice in and allows the client's request. */
export async function signInAndAllow(browser, page) {
  return consent(browser, await signIn(browser, page), 'allow');
}

/** Signs alice in, and allows the client's request unless she allowed the same before. */
export async function comeBack(browser, page) {
  const next = await signIn(browser, page);
  return next.stopped ? next : consent(browser, next, 'allow');
}
