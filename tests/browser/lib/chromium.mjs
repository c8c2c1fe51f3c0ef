// Starts Debian's Chromium with playwright-core. It keeps no state, and uses no network except loopback.

import { chromium } from 'playwright-core';

const EXECUTABLE = '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PATIENCE_MS = 10_000;
// The app and the provider.
const LOOPBACK = ['127.0.0.1', 'localhost'];

export function launch() {
  return chromium.launch({ executablePath: EXECUTABLE, headless: true, args: FLAGS });
}

/** Opens a window without history and cookies. `complaints` collects events that no page may cause. */
export async function openWindow(browser, { javaScriptEnabled, viewport }) {
  const context = await browser.newContext({ javaScriptEnabled, viewport });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    // The console also reports an error status of the page itself, which is allowed. Failed resources are
    // reported below, by their responses.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(`console: ${message.text()}`);
    }
  });
  page.on('request', (request) => {
    const { protocol, hostname, origin } = new URL(request.url());
    if (protocol !== 'data:' && !LOOPBACK.includes(hostname)) complaints.push(`request to ${origin}`);
  });
  page.on('response', (response) => {
    const isPage = response.request().isNavigationRequest();
    if (!isPage && response.status() >= 400) complaints.push(`${response.status()} for ${response.url()}`);
  });
  /** Waits for an event that this test expects, and removes it from the complaints. */
  async function complaint(pattern) {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    while (!complaints.some((text) => pattern.test(text))) {
      patience.throwIfAborted();
      await Promise.race([page.waitForEvent('console'), page.waitForTimeout(50)]);
    }
    return complaints.splice(complaints.findIndex((text) => pattern.test(text)), 1)[0];
  }

  return { page, complaints, complaint, close: () => context.close() };
}
