// A user who names a provider: the app finds the provider, registers itself there, and signs the user in.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { ALICE, startDemo } from '../interop/lib/demo.mjs';
import { launch, openWindow } from './lib/chromium.mjs';
import { inspector, staysOutOfCaches } from './lib/inspect.mjs';
import { startOtherProvider } from './lib/other-provider.mjs';
import { DEVICES, definitions, landing, showsError, submitSignIn } from './lib/steps.mjs';

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
    let other;

    before(async () => {
      look = await inspector(`register-${device}`);
    });
    beforeEach(async () => {
      other = await startOtherProvider();
      opened = await openWindow(chromium, window);
      page = opened.page;
    });
    afterEach(async () => {
      await opened.close();
      await other.stop();
      assert.deepEqual(opened.complaints, []);
    });

    /** Types a name in the form on the start page. */
    async function names(text) {
      await page.goto(`${demo.relyingParty}/`);
      await page.fill('#identifier', text);
      return landing(page, () => page.click('#use-provider'));
    }

    for (const kind of ['identifier', 'issuer']) {
      test(`signs in at the provider of an ${kind}`, async () => {
        await names(kind === 'issuer' ? demo.issuer : demo.issuer.replace('http://', 'alice@'));
        assert.equal(new URL(page.url()).origin, demo.issuer);
        await submitSignIn(page, ALICE);
        await page.waitForSelector('#consent-form');
        const asked = await page.textContent('main');
        assert.match(asked, /Demo App registered itself/);
        assert.match(asked, /Then you go to an app on this device/);
        await look(page, `consent-${kind}`);

        const signedIn = await landing(page, () => page.click('#consent-form button[value=allow]'));
        assert.equal(page.url(), `${demo.relyingParty}/`);
        staysOutOfCaches(signedIn);
        const registered = await page.textContent('#registered code');
        const claims = await definitions(page, '#claims');
        assert.deepEqual([claims.iss, claims.aud], [demo.issuer, registered]);
        await look(page, `signed-in-${kind}`);

        await page.click('#refresh');
        assert.match(await page.textContent('#notice'), /refreshed/);
        await page.click('#userinfo');
        assert.equal((await definitions(page, '#userinfo-claims')).sub, claims.sub);
        await page.click('#sign-out');
        await page.waitForSelector('#identifier');
      });
    }

    test('types a wrong name', async () => {
      for (const [text, code, picture] of [
        ['=alice', 'identifier.xri', 'not-an-address'],
        ['alice@127.0.0.1:1', 'app.http', 'unknown-host'],
        [other.issuer.replace('http://', 'alice@'), 'document.status', 'no-webfinger'],
        [`${demo.issuer}/unknown`, 'document.status', 'no-provider'],
      ]) {
        await names(text);
        await showsError(page);
        assert.equal(await page.textContent('#error-code'), code);
        assert.equal(await page.textContent('#typed'), text);
        await look(page, picture);
      }
      // The button sends the same text again.
      await page.click('#again');
      await showsError(page);
    });

    test('sees what a provider changed, and that it has forgotten the app', async () => {
      other.change({ scope: 'openid email', client_name: 'Another <b>name</b>' });
      await names(other.issuer);
      const differences = await definitions(page, '#differences');
      assert.match(differences.scope, /openid email"$/);
      await look(page, 'differences');

      other.forgetClients();
      other.change({});
      await names(other.issuer);
      assert.match(await page.textContent('#registered'), /again/);
      await look(page, 'replaced');

      // The token endpoint of this provider knows no client.
      await landing(page, () => page.click('#continue-to-provider'));
      await showsError(page);
      assert.equal(await page.textContent('#error-code'), 'named.forgotten');
      await look(page, 'forgotten');
      await landing(page, () => page.click('#again'));
      assert.equal(await page.textContent('#error-code'), 'named.forgotten');
    });

    test('does not use a registration that is less safe', async () => {
      other.change({ token_endpoint_auth_method: 'none' });
      await names(other.issuer);
      await showsError(page);
      assert.match(await page.textContent('#details'), /token_endpoint_auth_method/);
      await look(page, 'weaker');
    });
  });
}
