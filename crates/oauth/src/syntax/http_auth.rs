//! The grammar that the headers of HTTP authentication share
//! ([RFC 9110 §11](https://www.rfc-editor.org/rfc/rfc9110#section-11)).

#[cfg(test)]
mod tests;

/// One challenge of a `WWW-Authenticate` header, of any scheme.
#[derive(Debug, PartialEq)]
pub(crate) struct RawChallenge {
    pub(crate) scheme: String,
    /// The opaque word that follows the scheme in place of parameters.
    pub(crate) token68: Option<String>,
    /// Names and values. The names are as they were sent: compare them without regard to case.
    pub(crate) parameters: Vec<(String, String)>,
}

/// Reads the challenges of all these header values.
///
/// Returns `None` if a value is not a list of challenges, or if all values together have more than
/// [`MAX_LENGTH`] bytes or more than [`MAX_COUNT`] challenges and parameters. Bytes that are not
/// UTF-8 are replaced by U+FFFD.
pub(crate) fn parse_challenges<'a>(
    values: impl Iterator<Item = &'a [u8]>,
) -> Option<Vec<RawChallenge>> {
    let mut challenges = Vec::new();
    let (mut length, mut count) = (MAX_LENGTH, MAX_COUNT);
    for value in values {
        length = length.checked_sub(value.len())?;
        challenges.append(&mut parse_field(value, &mut count)?);
    }
    Some(challenges)
}

/// The largest number of bytes that are read.
pub(crate) const MAX_LENGTH: usize = 16 * 1024;
/// The largest number of challenges and parameters that are read, counted together.
pub(crate) const MAX_COUNT: usize = 100;

/// Reads the challenges of one header value. Counts `left` down for each challenge and parameter.
fn parse_field(value: &[u8], left: &mut usize) -> Option<Vec<RawChallenge>> {
    let mut input = Input(value);
    let mut challenges: Vec<RawChallenge> = Vec::new();
    loop {
        // RFC 9110 §5.6.1.2: empty list elements are parsed and ignored.
        input.skip(|b| matches!(b, b' ' | b'\t' | b','));
        if input.is_empty() {
            return Some(challenges);
        }
        // RFC 9110 §11.6.1: a comma separates two challenges, and also two parameters. Only a
        // parameter has `=` after its first word.
        if let Some((name, value, rest)) = input.parameter() {
            let challenge = challenges.last_mut().filter(|c| c.token68.is_none())?;
            challenge.parameters.push((name, value));
            *left = left.checked_sub(1)?;
            input = rest;
        } else {
            let (challenge, rest) = input.challenge_start()?;
            *left = left.checked_sub(challenge.parameters.len().saturating_add(1))?;
            challenges.push(challenge);
            input = rest;
        }
        input.skip(is_ows);
        if !(input.is_empty() || input.starts_with(b",")) {
            return None;
        }
    }
}

/// Returns what follows `scheme` and its spaces in an `Authorization` header, or `None` if the
/// header has another scheme. Case does not matter in the name of a scheme (RFC 9110 §11.1).
pub(crate) fn credentials_of<'a>(scheme: &str, value: &'a [u8]) -> Option<&'a [u8]> {
    let (name, rest) = value.split_at_checked(scheme.len())?;
    if !name.eq_ignore_ascii_case(scheme.as_bytes()) {
        return None;
    }
    match rest.first() {
        None => Some(rest),
        Some(b' ') => Some(rest.trim_ascii_start()),
        Some(_) => None,
    }
}

/// Returns whether the value is a `token68` (RFC 9110 §11.2), which RFC 6750 §2.1 calls `b64token`.
pub(crate) fn is_token68(value: &[u8]) -> bool {
    let word = value.len().saturating_sub(value.iter().rev().take_while(|b| **b == b'=').count());
    word > 0 && value.iter().take(word).all(|b| is_token68_char(*b))
}

/// Returns whether the value is a `token` (RFC 9110 §5.6.2).
pub(crate) fn is_token(value: &[u8]) -> bool {
    !value.is_empty() && value.iter().all(|b| is_tchar(*b))
}

/// Writes the value as a quoted string.
///
/// Returns `None` if the value contains a control character other than the tab, which cannot be
/// quoted. Characters outside ASCII are written as UTF-8.
pub(crate) fn quote(value: &str) -> Option<String> {
    let mut quoted = String::with_capacity(value.len().saturating_add(2));
    quoted.push('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\t' => quoted.push(c),
            _ if c.is_ascii_control() => return None,
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    Some(quoted)
}

/// The part of a header value that is not read yet.
#[derive(Clone, Copy)]
struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    fn starts_with(self, prefix: &[u8]) -> bool {
        self.0.starts_with(prefix)
    }

    fn skip(&mut self, skipped: impl Fn(u8) -> bool) {
        self.take_while(skipped);
    }

    fn take_while(&mut self, taken: impl Fn(u8) -> bool) -> String {
        let length = self.0.iter().take_while(|b| taken(**b)).count();
        let (word, rest) = self.0.split_at_checked(length).unwrap_or((self.0, &[]));
        self.0 = rest;
        String::from_utf8_lossy(word).into_owned()
    }

    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// Reads an `auth-param` (RFC 9110 §11.2).
    fn parameter(mut self) -> Option<(String, String, Self)> {
        let name = self.take_while(is_tchar);
        self.skip(is_ows);
        if name.is_empty() || self.next() != Some(b'=') {
            return None;
        }
        self.skip(is_ows);
        let value = if self.starts_with(b"\"") {
            self.quoted_string()?
        } else {
            Some(self.take_while(is_tchar)).filter(|token| !token.is_empty())?
        };
        Some((name, value, self))
    }

    /// Reads a `quoted-string` (RFC 9110 §5.6.4).
    fn quoted_string(&mut self) -> Option<String> {
        let mut value = Vec::new();
        self.next().filter(|b| *b == b'"')?;
        loop {
            match self.next()? {
                b'"' => return Some(String::from_utf8_lossy(&value).into_owned()),
                b'\\' => value.push(self.next().filter(|b| is_text(*b))?),
                other => value.push(Some(other).filter(|b| is_text(*b))?),
            }
        }
    }

    /// Reads a scheme, and the opaque word or the first parameter after it, if any.
    fn challenge_start(mut self) -> Option<(RawChallenge, Self)> {
        let scheme = Some(self.take_while(is_tchar)).filter(|scheme| !scheme.is_empty())?;
        let mut challenge = RawChallenge { scheme, token68: None, parameters: Vec::new() };
        if !self.starts_with(b" ") {
            return Some((challenge, self));
        }
        self.skip(|b| b == b' ');
        if let Some((word, rest)) = self.token68() {
            challenge.token68 = Some(word);
            return Some((challenge, rest));
        }
        match self.parameter() {
            Some((name, value, rest)) => {
                challenge.parameters.push((name, value));
                Some((challenge, rest))
            }
            None => Some((challenge, self)),
        }
    }

    /// Reads an opaque word if nothing else stands before the next comma.
    fn token68(mut self) -> Option<(String, Self)> {
        let mut word = self.take_while(is_token68_char);
        word.push_str(&self.take_while(|b| b == b'='));
        let mut after = self;
        after.skip(is_ows);
        let ends = after.is_empty() || after.starts_with(b",");
        (ends && is_token68(word.as_bytes())).then_some((word, self))
    }
}

fn is_ows(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn is_tchar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn is_token68_char(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte)
}

fn is_text(byte: u8) -> bool {
    byte == b'\t' || (byte >= b' ' && byte != 0x7f)
}
