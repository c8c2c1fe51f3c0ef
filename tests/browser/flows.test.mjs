// The response modes and the values of `prompt` in the hands of a user: in a frame, in two tabs, and with Back.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { ALICE, startDemo } from '../interop/lib/demo.mjs';
import { launch, openWindow } from './lib/chromium.mjs';
import { inspector } from './lib/inspect.mjs';
import { startSilentClient } from './lib/silent-client.mjs';
import { DEVICES, definitions, goesBack, submitSignIn } from './lib/steps.mjs';

let silent;
let demo;
let chromium;

before(async () => {
  silent = await startSilentClient();
  demo = await startDemo({ clientsFile: silent.clientsFile });
  chromium = await launch();
});
after(async () => {
  await chromium?.close();
  await demo?.stop();
  await silent?.stop();
});

for (const [device, window] of Object.entries(DEVICES)) {
  const scripts = window.javaScriptEnabled ? 'with' : 'without';
  describe(`${device}, ${scripts} JavaScript`, () => {
    let look;
    let opened;
    let page;

    before(async () => {
      look = await inspector(`flows-${device}`);
    });
    beforeEach(async () => {
      opened = await openWindow(chromium, window);
      page = opened.page;
    });
    afterEach(async () => {
      await opened.close();
      assert.deepEqual(opened.complaints, []);
    });

    /** Allows the request, and presses the button of a form_post page if there is no JavaScript. */
    async function allow(tab, mode) {
      await tab.click('#consent-form button[value=allow]');
      if (!window.javaScriptEnabled && mode.startsWith('form_post')) await tab.click('form button');
    }

    // `login.test.mjs` tests Back after `fragment`, and the page about it without JavaScript.
    const modes = window.javaScriptEnabled
      ? ['form_post', 'query.jwt', 'fragment.jwt', 'form_post.jwt']
      : ['query', 'form_post.jwt'];
    for (const mode of modes) {
      test(`${mode}: signs in, and goes Back and Forward`, async () => {
        await page.goto(`${demo.relyingParty}/`);
        await page.selectOption('#response-mode', mode);
        await page.click('#sign-in-like-this');
        await submitSignIn(page, ALICE);
        await page.waitForSelector('#consent-form');
        const consent = page.url();
        await allow(page, mode);
        await page.waitForSelector('#signed-in');
        assert.equal(page.url(), `${demo.relyingParty}/`);
        assert.equal(await page.textContent('#response-mode'), mode);
        assert.equal(/signed a JWT/.test(await page.textContent('main')), mode.endsWith('jwt'));
        await look(page, `${mode}-signed-in`);

        if (!window.javaScriptEnabled && mode.startsWith('form_post')) {
          // The page with the button answers the consent form, and no browser stores it. Before a browser sends the
          // consent form again, it asks the user: this browser shows an error page instead.
          await assert.rejects(page.goBack(), /ERR_CACHE_MISS/);
          await page.waitForURL('chrome-error://chromewebdata/');
          await page.goto(`${demo.relyingParty}/`);
        } else {
          await goesBack(page);
          assert.equal(page.url(), consent);
          assert.equal(await page.textContent('#error-code'), 'interaction.answered');
          await look(page, `${mode}-back`);
          await page.goForward();
        }
        await page.waitForSelector('#claims');
      });
    }

    test('two tabs sign in at once, in different modes', async () => {
      const other = await page.context().newPage();
      await page.goto(`${demo.relyingParty}/login?flow=code+id_token&response_mode=form_post`);
      await other.goto(`${demo.relyingParty}/login?flow=code&response_mode=query`);
      await submitSignIn(page, ALICE);
      await page.waitForSelector('#consent-form');
      await other.reload();
      await other.waitForSelector('#consent-form');
      await allow(other, 'query');
      await other.waitForSelector('#signed-in');
      await allow(page, 'form_post');
      await page.waitForSelector('#signed-in');
      assert.equal(await page.textContent('#flow'), 'code id_token');
      await look(page, 'second-tab');
    });

    test('prompt=create: a new user creates an account, and signs in with it', async () => {
      const password = 'a long new password';
      await page.goto(`${demo.relyingParty}/`);
      await page.selectOption('#prompt', 'create');
      await page.click('#sign-in-like-this');
      await page.waitForSelector('#sign-up-form');
      await look(page, 'create-account');
      await signUp(page, { username: ALICE.username, name: 'Mallory', password });
      assert.match(await page.getByRole('alert').textContent(), /\w/);
      assert.equal(await page.inputValue('#sign-up-form [name=password]'), '');
      await look(page, 'create-account-refused');

      const username = `new-${device}`;
      await signUp(page, { username, name: 'Grace of Interop', password });
      await page.waitForSelector('#consent-form');
      assert.match(await page.textContent('main'), new RegExp(`signed in here as ${username}`));
      await allow(page, 'query');
      await page.waitForSelector('#claims');
      await page.click('#userinfo');
      const { sub, name } = await definitions(page, '#userinfo-claims');
      assert.equal(name, 'Grace of Interop');

      await page.context().clearCookies();
      await page.goto(`${demo.relyingParty}/login`);
      await submitSignIn(page, { username, password });
      await allow(page, 'query');
      await page.waitForSelector('#claims');
      assert.equal((await definitions(page, '#claims')).sub, sub);
    });

    // A frame needs no JavaScript, except for the response mode form_post.
    const silentModes = window.javaScriptEnabled ? ['query', 'form_post', 'fragment'] : ['query'];
    test(`prompt=none in a frame: ${silentModes.join(', ')}`, async () => {
      const none = (mode) => silent.page(demo.issuer, { prompt: 'none', response_mode: mode });
      for (const mode of silentModes) {
        const { method, parameters } = await inFrame(page, none(mode), mode);
        assert.equal(method, mode === 'form_post' ? 'POST' : 'GET');
        assert.equal(parameters.error, 'login_required', mode);
      }
      await look(page, 'silent-signed-out');

      await page.goto(silent.page(demo.issuer).request);
      await submitSignIn(page, ALICE);
      await page.waitForSelector('#consent-form, dl');
      // The user of the other device has allowed it before.
      if (await page.locator('#consent-form').isVisible()) await page.click('#consent-form button[value=allow]');
      await page.waitForSelector('dl');
      for (const mode of silentModes) {
        const { parameters } = await inFrame(page, none(mode), mode);
        assert.match(parameters.code, /^[\w-]+$/, mode);
        assert.equal(parameters.iss, demo.issuer);
      }
      await look(page, 'silent-signed-in');
    });

    test('a sign-in page is not shown in a frame', async () => {
      await page.goto(silent.page(demo.issuer).framing);
      const blocked = await opened.complaint(/frame-ancestors/);
      assert.match(blocked, /Content Security Policy/);
      await look(page, 'sign-in-in-a-frame');
    });
  });
}

/** Fills in the form for a new account, and sends it. */
async function signUp(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.fill(`#sign-up-form [name=${name}]`, value);
  await page.click('#sign-up-form button');
}

/** Opens the client's page, and returns what arrived at the redirect URI in its frame. */
async function inFrame(page, { framing }, mode) {
  await page.goto(framing);
  const frame = page.frameLocator('iframe');
  const method = await frame.locator('h1').textContent();
  if (mode === 'fragment') {
    const [, child] = page.frames();
    return { method, parameters: Object.fromEntries(new URLSearchParams(new URL(child.url()).hash.slice(1))) };
  }
  return { method, parameters: await definitions(frame, 'dl') };
}
