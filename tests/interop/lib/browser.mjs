// A browser without a screen: it fetches pages, keeps cookies, follows redirects one by one, and submits forms
// as the page wrote them. It runs no scripts. The only page that needs a script, that of the response mode form_post,
// is submitted.

import { parse } from 'node-html-parser';
import { CookieJar } from 'tough-cookie';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const MOST_REDIRECTS = 20;
const PATIENCE_MS = 10_000;

export class Browser {
  // RFC 6265 §8.5: cookies are not separated by port. As in a real browser, two servers on one host see each
  // other's cookies.
  #cookies = new CookieJar();
  #stopAt;

  /**
   * Creates a browser. A redirect to an address that starts with `stopAt` is returned and not followed, and a form
   * with such an address is returned and not sent.
   */
  constructor({ stopAt } = {}) {
    this.#stopAt = stopAt;
  }

  /** Opens an address. */
  open(address) {
    return this.#navigate({ url: new URL(address), method: 'GET' });
  }

  /** Clicks the link that `selector` finds on `page`. */
  follow(page, selector) {
    const link = page.element(selector);
    return this.open(new URL(link.getAttribute('href'), page.url));
  }

  /** Fills in the form that `selector` finds on `page` and clicks `button`, a selector within the form. */
  submit(page, selector, { fields = {}, button = 'button' } = {}) {
    const form = page.element(selector);
    const entries = formEntries(form, fields, button);
    const url = new URL(form.getAttribute('action') ?? '', page.url);
    if ((form.getAttribute('method') ?? 'get').toLowerCase() !== 'post') {
      url.search = entries.toString();
      return this.#navigate({ url, method: 'GET' });
    }
    if (this.#stopsAt(url)) return Page.stoppedAt(url, entries);
    return this.#navigate({ url, method: 'POST', body: entries, origin: page.url.origin });
  }

  /** Returns the `Cookie` header that the browser would send to this address. */
  cookies(url) {
    return this.#cookies.getCookieString(url.href);
  }

  async #navigate(request) {
    for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
      const response = await this.#send(request);
      const location = response.headers.get('location');
      if (location === null || response.status < 300 || response.status > 399) {
        const page = new Page(request.url, response, await response.text());
        return this.#scriptPosts(page) ? this.submit(page, 'form') : page;
      }
      await response.body?.cancel();
      const url = new URL(location, request.url);
      if (this.#stopsAt(url)) return Page.stoppedAt(url);
      // RFC 9110 §15.4: 307 and 308 repeat the request. After any other redirect, browsers send a GET.
      const repeats = response.status === 307 || response.status === 308;
      request = repeats ? { ...request, url } : { url, method: 'GET' };
    }
    throw new Error(`more than ${MOST_REDIRECTS} redirects`);
  }

  #stopsAt(url) {
    return this.#stopAt !== undefined && url.href.startsWith(this.#stopAt);
  }

  /** Returns true for the page of the response mode form_post, whose script posts its form to the client. */
  #scriptPosts(page) {
    if (!page.has('form[action]') || !page.has('script')) return false;
    return this.#stopsAt(new URL(page.element('form').getAttribute('action'), page.url));
  }

  async #send({ url, method, body, origin }) {
    if (!LOOPBACK.has(url.hostname)) throw new Error(`${url.origin} is not on loopback`);
    const headers = { accept: 'text/html' };
    const cookie = await this.cookies(url);
    if (cookie !== '') headers.cookie = cookie;
    if (origin !== undefined) headers.origin = origin;
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, { method, body, headers, redirect: 'manual', signal });
    for (const line of response.headers.getSetCookie()) await this.#cookies.setCookie(line, url.href);
    return response;
  }
}

/** The page at the end of a navigation. */
export class Page {
  #document;

  constructor(url, { status, headers } = {}, html = '') {
    this.url = url;
    this.status = status;
    this.headers = headers;
    this.stopped = false;
    this.#document = parse(html, { blockTextElements: { script: true, style: true } });
  }

  /** Creates the end of a navigation that stopped before this address. `posted` contains the fields of a form. */
  static stoppedAt(url, posted) {
    return Object.assign(new Page(url), { stopped: true, posted });
  }

  has(selector) {
    return this.#document.querySelector(selector) !== null;
  }

  element(selector) {
    const found = this.#document.querySelector(selector);
    if (found === null) throw new Error(`no ${selector} on ${describe(this)}`);
    return found;
  }

  text(selector) {
    return this.element(selector).text.trim();
  }

  /** Returns the terms of a `<dl>`, each with its description. */
  definitions(selector) {
    const list = this.element(selector);
    const texts = (name) => list.querySelectorAll(name).map((element) => element.text.trim());
    const descriptions = texts('dd');
    return new Map(texts('dt').map((term, index) => [term, descriptions[index]]));
  }
}

/** Builds the entry list of a form (HTML §4.10.21.4). It includes the clicked button and no other button. */
function formEntries(form, fields, button) {
  const entries = new URLSearchParams();
  const unknown = new Set(Object.keys(fields));
  for (const input of form.querySelectorAll('input, textarea')) {
    const name = input.getAttribute('name');
    if (!name || ['submit', 'button', 'reset', 'image'].includes(input.getAttribute('type'))) continue;
    if (isUnchecked(input)) continue;
    entries.append(name, fields[name] ?? input.getAttribute('value') ?? '');
    unknown.delete(name);
  }
  if (unknown.size > 0) throw new Error(`the form has no field ${[...unknown].join(', ')}`);
  const clicked = form.querySelector(button);
  if (clicked === null) throw new Error(`the form has no ${button}`);
  const name = clicked.getAttribute('name');
  if (name) entries.append(name, clicked.getAttribute('value') ?? '');
  return entries;
}

function isUnchecked(input) {
  return ['checkbox', 'radio'].includes(input.getAttribute('type')) && !input.hasAttribute('checked');
}

// Returns the address without its query, which may contain a code.
function describe(page) {
  return `${page.url.origin}${page.url.pathname} (status ${page.status})`;
}
