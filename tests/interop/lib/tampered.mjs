// Changes the parts of a token, one at a time.

const PLACES = {
  jws: ['protected', 'payload', 'signature'],
  jwe: ['protected', 'encrypted_key', 'iv', 'ciphertext', 'tag'],
};

/** Yields the name of every part of the token, with the token after a change of that part. */
export function* tampered(kind, form, token) {
  const places = PLACES[kind];
  if (form.shape === 'compact') {
    for (const [place, name] of places.entries()) {
      const parts = splitCompact(kind, token);
      if (parts[place] === '') continue;
      parts[place] = change(name, parts[place], form);
      yield [name, parts.join('.')];
    }
    return;
  }
  for (const name of [...places, 'aad']) {
    const json = JSON.parse(token);
    const holder = name in json ? json : (json.signatures ?? json.recipients)?.[0];
    if (!holder?.[name]) continue;
    holder[name] = change(name, holder[name], form);
    yield [name, JSON.stringify(json)];
  }
}

/** Splits a compact token into its parts. An unencoded payload contains no dot. */
function splitCompact(kind, token) {
  const parts = token.split('.');
  if (parts.length !== PLACES[kind].length) throw new Error(`${parts.length} parts`);
  return parts;
}

function change(name, text, form) {
  if (name === 'protected') {
    const header = JSON.parse(Buffer.from(text, 'base64url'));
    return Buffer.from(JSON.stringify({ ...header, typ: 'tampered' })).toString('base64url');
  }
  if (name === 'payload' && form.unencoded) return `${text}!`;
  // The first character of base64url holds six bits of the value, so another character is another value.
  return (text[0] === 'A' ? 'B' : 'A') + text.slice(1);
}
