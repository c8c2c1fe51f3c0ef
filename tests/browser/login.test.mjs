// A user of the demo: with JavaScript on a large screen, and without JavaScript on the screen of a phone.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { ALICE, BOB, startDemo } from '../interop/lib/demo.mjs';
import { launch, openWindow } from './lib/chromium.mjs';
import { inspector, refusesFrames, staysOutOfCaches } from './lib/inspect.mjs';
import { DEVICES, definitions, goesBack, landing, reloads, showsError, submitSignIn } from './lib/steps.mjs';

let demo;
let chromium;

before(async () => {
  demo = await startDemo();
  chromium = await launch();
});
after(async () => {
  await chromium?.close();
  await demo?.stop();
});

for (const [device, window] of Object.entries(DEVICES)) {
  const scripts = window.javaScriptEnabled ? 'with' : 'without';
  describe(`${device}, ${scripts} JavaScript`, () => {
    let look;
    let opened;
    let page;

    before(async () => {
      look = await inspector(device);
    });
    beforeEach(async () => {
      opened = await openWindow(chromium, window);
      page = opened.page;
    });
    afterEach(async () => {
      await opened.close();
      assert.deepEqual(opened.complaints, []);
    });

    test('signs in, refreshes, reads UserInfo, signs out', async () => {
      await page.goto(`${demo.relyingParty}/`);
      await look(page, 'home');
      const form = await landing(page, () => page.click('#sign-in'));
      assert.equal(new URL(page.url()).origin, demo.issuer);
      refusesFrames(form);
      staysOutOfCaches(form);
      await look(page, 'sign-in');

      const consent = await landing(page, () => submitSignIn(page, ALICE));
      refusesFrames(consent);
      staysOutOfCaches(consent);
      await look(page, 'consent');

      const signedIn = await landing(page, () => page.click('#consent-form button[value=allow]'));
      // The address bar, and so the history and the next Referer, contains no code.
      assert.equal(page.url(), `${demo.relyingParty}/`);
      staysOutOfCaches(signedIn);
      await page.waitForSelector('#signed-in');
      const claims = await definitions(page, '#claims');
      assert.equal(claims.iss, demo.issuer);
      assert.match(await page.textContent('#id-token'), new RegExp(claims.sub));
      await look(page, 'claims');

      await page.click('#refresh');
      assert.match(await page.textContent('#notice'), /\w/);
      assert.equal((await definitions(page, '#claims')).sub, claims.sub);
      await look(page, 'refreshed');

      await page.click('#userinfo');
      assert.equal((await definitions(page, '#userinfo-claims')).sub, claims.sub);
      await look(page, 'userinfo');

      await page.click('#sign-out');
      await page.waitForSelector('#sign-in');
      await look(page, 'signed-out');
    });

    test('can try again after a wrong password', async () => {
      await page.goto(`${demo.relyingParty}/login`);
      await submitSignIn(page, { username: 'alice"><b id="injected">', password: 'wrong' });
      assert.match(await page.getByRole('alert').textContent(), /password/i);
      assert.equal(await page.inputValue('#sign-in-form [name=password]'), '');
      assert.equal(await page.locator('#injected').count(), 0);
      await look(page, 'wrong-password');

      await submitSignIn(page, ALICE);
      await page.waitForSelector('#consent-form');
    });

    test('refuses consent', async () => {
      await page.goto(`${demo.relyingParty}/login`);
      await submitSignIn(page, ALICE);
      await page.click('#consent-form button[value=deny]');
      await showsError(page);
      await look(page, 'consent-refused');
    });

    test('cancels at the sign-in page', async () => {
      await page.goto(`${demo.relyingParty}/login`);
      await page.click('#sign-in-form button[value=cancel]');
      await showsError(page);
      await look(page, 'sign-in-cancelled');
    });

    test('opens the callback a second time', async () => {
      const callback = page.waitForRequest((request) => new URL(request.url()).pathname === '/callback');
      await page.goto(`${demo.relyingParty}/login`);
      await submitSignIn(page, ALICE);
      await page.click('#consent-form button[value=allow]');
      await page.waitForSelector('#signed-in');
      await page.goto((await callback).url());
      await showsError(page);
      await look(page, 'callback-again');
    });

    test('follows a link with an unregistered redirect URI', async () => {
      const request = page.waitForRequest((sent) => new URL(sent.url()).pathname === '/authorize');
      await page.goto(`${demo.relyingParty}/login`);
      const url = new URL((await request).url());
      url.searchParams.set('redirect_uri', `${demo.relyingParty}/elsewhere`);
      const response = await page.goto(url.href);
      assert.equal(response.status(), 400);
      assert.equal(new URL(page.url()).origin, demo.issuer);
      await look(page, 'unregistered-redirect-uri');
    });

    test('submits a sign-in form that has expired', async () => {
      await page.goto(`${demo.relyingParty}/login`);
      await page.locator('#sign-in-form [name=interaction]').evaluate((field) => (field.value = 'gone'));
      const response = await landing(page, () => submitSignIn(page, ALICE));
      assert.equal(response.status(), 400);
      assert.equal(await page.locator('#consent-form').count(), 0);
      await look(page, 'expired-form');
    });

    test('signs in with a response that a form posts', async () => {
      await page.goto(`${demo.relyingParty}/`);
      await page.selectOption('#flow', 'code id_token');
      await page.selectOption('#response-mode', 'form_post');
      await page.fill('#claim', 'email');
      await page.click('#sign-in-like-this');
      await submitSignIn(page, ALICE);
      const callback = page.waitForRequest((request) => new URL(request.url()).pathname === '/callback');
      await page.click('#consent-form button[value=allow]');
      // Without JavaScript, the user posts the form of the provider's page with its button.
      if (!window.javaScriptEnabled) {
        await page.waitForSelector('form button');
        await look(page, 'form-post', { headings: 0, scripts: 1 });
        await page.click('form button');
      }
      const posted = await callback;
      assert.equal(posted.method(), 'POST');
      assert.equal(new URL(posted.url()).search, '');
      await page.waitForSelector('#signed-in');
      assert.equal(page.url(), `${demo.relyingParty}/`);
      const fromBrowser = await definitions(page, '#from-browser');
      assert.deepEqual(Object.keys(fromBrowser), ['code', 'id_token']);
      assert.match(fromBrowser.id_token, /c_hash/);
      assert.ok('refresh_token' in (await definitions(page, '#from-token-endpoint')));
      await look(page, 'signed-in-by-form-post');
      await reloads(page, '#signed-in');
    });

    test('signs in with a response in the fragment', async () => {
      await page.goto(`${demo.relyingParty}/`);
      await page.selectOption('#flow', 'id_token');
      await page.click('#sign-in-like-this');
      await submitSignIn(page, ALICE);
      await page.click('#consent-form button[value=allow]');
      if (!window.javaScriptEnabled) {
        // The page says that it needs JavaScript. Nothing left the browser.
        await page.waitForURL((url) => url.pathname === '/callback');
        assert.match(await page.textContent('body'), /Turn JavaScript on/);
        await look(page, 'fragment', { headings: 0, scripts: 1 });
        return;
      }
      await page.waitForSelector('#signed-in');
      assert.equal(page.url(), `${demo.relyingParty}/`);
      assert.deepEqual(Object.keys(await definitions(page, '#from-browser')), ['id_token']);
      // Without an access token, the ID Token contains the claims of the scope.
      assert.equal((await definitions(page, '#claims')).email, 'alice@people.example');
      assert.equal(await page.locator('#userinfo').count(), 0);
      await look(page, 'signed-in-by-fragment');
      // The ID Token is in no entry of the history.
      await goesBack(page);
      assert.equal(new URL(page.url()).hash, '');
    });

    // What follows does not depend on the device, and one device keeps the tests short.
    if (device !== 'phone') return;

    test('goes Back after each form, which is not sent again', async () => {
      await page.goto(`${demo.relyingParty}/`);
      await page.click('#sign-in');
      await submitSignIn(page, { username: 'alice', password: 'wrong' });
      await page.waitForSelector('#refused');
      await submitSignIn(page, ALICE);
      await page.waitForSelector('#consent-form');
      await reloads(page, '#consent-form');
      // The sign-in page is not shown to a user who is signed in: the request needs consent now.
      await goesBack(page);
      await page.waitForSelector('#consent-form, #sign-in');

      await page.goto(`${demo.relyingParty}/login`);
      const interaction = page.url();
      await page.click('#consent-form button[value=allow]');
      await page.waitForSelector('#signed-in');
      await goesBack(page);
      assert.equal(page.url(), interaction);
      assert.equal(await page.textContent('#error-code'), 'interaction.answered');
      assert.match(await page.textContent('#signed-in'), /alice/);
      await look(page, 'back-to-an-answered-page');
      await page.goForward();
      await page.waitForSelector('#refresh');

      for (const button of ['#refresh', '#userinfo', '#sign-out']) {
        await page.click(button);
        await page.waitForSelector('#signed-in, #sign-in');
        assert.equal(page.url(), `${demo.relyingParty}/`, button);
        await reloads(page, button === '#sign-out' ? '#sign-in' : '#refresh');
      }
      // The page of the user who has signed out is not shown again.
      await goesBack(page);
      assert.equal(await page.locator('#claims').count(), 0);
    });

    test('is not the user who is signed in, and signs out at the provider', async () => {
      await page.goto(`${demo.relyingParty}/login`);
      await submitSignIn(page, ALICE);
      await page.click('#consent-form button[value=not-you]');
      await page.waitForSelector('#sign-in-form');
      await submitSignIn(page, BOB);
      assert.match(await page.textContent('main'), /signed in here as bob/);
      await page.click('#consent-form button[value=allow]');
      await page.waitForSelector('#claims');

      await page.goto(`${demo.issuer}/`);
      assert.match(await page.textContent('#signed-in'), /bob/);
      await look(page, 'provider-signed-in');
      await page.click('#sign-out-form button');
      await page.waitForSelector('#signed-out');
      await reloads(page, '#signed-out');
      await look(page, 'provider-signed-out');
      await page.goto(`${demo.relyingParty}/login`);
      await page.waitForSelector('#sign-in-form');
    });

    test('sees error pages that say whether a user is signed in', async () => {
      await page.goto(`${demo.relyingParty}/callback?code=c&state=guessed`);
      await showsError(page);
      assert.equal(await page.locator('a[href="/login"]').count(), 1);
      await page.goto(`${demo.relyingParty}/login`);
      await submitSignIn(page, ALICE);
      await page.click('#consent-form button[value=allow]');
      await page.waitForSelector('#claims');
      await page.goto(`${demo.relyingParty}/callback?code=c&state=guessed`);
      await showsError(page);
      assert.match(await page.textContent('main'), /still signed in/);
      assert.equal(await page.locator('a[href="/login"]').count(), 0);
      await look(page, 'error-while-signed-in');
      await page.goto(`${demo.issuer}/authorize?client_id=unknown`);
      assert.equal(await page.textContent('#error-code'), 'authorize.unknown_client');
      assert.match(await page.textContent('#signed-in'), /alice/);
      await look(page, 'provider-error-while-signed-in');
    });

    test('sends each cookie to one server only', async () => {
      await page.goto(`${demo.relyingParty}/login`);
      const cookies = await page.context().cookies();
      const hosts = cookies.map(({ name, domain }) => [name, domain]);
      assert.deepEqual(new Map(hosts), new Map([['symbolon_demo_app', '127.0.0.1'], ['symbolon_demo_provider', 'localhost']]));
    });
  });
}
