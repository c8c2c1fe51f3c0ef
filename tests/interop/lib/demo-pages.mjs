// The pages of our demo's provider, by the names that they promise to keep.

import { ALICE } from './demo.mjs';

/** From the sign-in page to whatever follows it. */
export function signIn(browser, page, { username, password } = ALICE) {
  const fields = { username, password };
  return browser.submit(page, '#sign-in-form', { fields, button: 'button[name=action][value=sign-in]' });
}

/** Leaves the sign-in page without signing in. */
export function cancelSignIn(browser, page) {
  return browser.submit(page, '#sign-in-form', { button: 'button[name=action][value=cancel]' });
}

/** Answers the consent page: 'allow' or 'deny'. */
export function consent(browser, page, answer) {
  return browser.submit(page, '#consent-form', { button: `button[name=action][value=${answer}]` });
}

/** Signs alice in and lets the client have what it asks for. */
export async function signInAndAllow(browser, page) {
  return consent(browser, await signIn(browser, page), 'allow');
}
