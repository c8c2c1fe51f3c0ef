// The answer that a browser brings back to a client: how it travelled, and how to change it.

/** Returns how an answer travelled, and its parameters. */
export function answer(back) {
  if (!back.stopped) throw new Error(`the browser did not come back to the client (status ${back.status})`);
  const { url, posted } = back;
  const parts = { query: url.search.slice(1), fragment: url.hash.slice(1), form_post: posted?.toString() ?? '' };
  const present = Object.entries(parts).filter(([, text]) => text !== '');
  if (present.length !== 1) throw new Error(`the answer is in ${present.length} places`);
  const [[carrier, text]] = present;
  return { carrier, parameters: Object.fromEntries(new URLSearchParams(text)) };
}

/** Returns the text with another character near the end. The last characters of base64url can have unused bits. */
export function changed(text) {
  const at = text.length - 5;
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
}
