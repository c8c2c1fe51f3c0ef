//! The grammar that HTTP authentication fields share: RFC 9110 §11.

/// One challenge of a `WWW-Authenticate` field, of whatever scheme.
#[derive(Debug, PartialEq)]
pub(crate) struct RawChallenge {
    pub(crate) scheme: String,
    /// Present when the scheme is followed by one opaque word in place of parameters.
    pub(crate) token68: Option<String>,
    /// Names as sent: they are to be compared without regard to case.
    pub(crate) parameters: Vec<(String, String)>,
}

/// All challenges of these field values, or `None` when one is not a list of challenges, or when
/// they are out of bounds all together: a response has no need of more than [`MAX_LENGTH`] bytes, nor
/// of more than [`MAX_COUNT`] challenges and parameters.
///
/// Values are bytes on the wire; what is not UTF-8 in them is replaced.
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

/// How many bytes of challenges are read.
pub(crate) const MAX_LENGTH: usize = 16 * 1024;
/// How many challenges and parameters are read, counted together.
pub(crate) const MAX_COUNT: usize = 100;

/// The challenges of one field value; `left` is how many more challenges and parameters there may be.
fn parse_field(value: &[u8], left: &mut usize) -> Option<Vec<RawChallenge>> {
    let mut input = Input(value);
    let mut challenges: Vec<RawChallenge> = Vec::new();
    loop {
        // RFC 9110 §5.6.1.2: empty list elements are parsed and ignored.
        input.skip(|b| matches!(b, b' ' | b'\t' | b','));
        if input.is_empty() {
            return Some(challenges);
        }
        // RFC 9110 §11.6.1: the comma separates challenges and parameters alike. Only a parameter
        // has `=` behind its first word.
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

/// What follows `scheme` and at least one space, or `None` when the value is of another scheme.
/// The scheme's name is compared without regard to case (RFC 9110 §11.1).
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

/// RFC 9110 §11.2: `token68`, which is also the `b64token` of RFC 6750 §2.1.
pub(crate) fn is_token68(value: &[u8]) -> bool {
    let word = value.len().saturating_sub(value.iter().rev().take_while(|b| **b == b'=').count());
    word > 0 && value.iter().take(word).all(|b| is_token68_char(*b))
}

/// RFC 9110 §5.6.2: `token`.
pub(crate) fn is_token(value: &[u8]) -> bool {
    !value.is_empty() && value.iter().all(|b| is_tchar(*b))
}

/// A quoted string, or `None` when the value has a character that cannot be quoted: a control
/// character other than the tab. What is outside ASCII is sent as UTF-8.
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

    /// RFC 9110 §11.2: `auth-param`.
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

    /// RFC 9110 §5.6.4: `quoted-string`.
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

    /// A scheme with the first thing behind it: an opaque word, a parameter, or nothing.
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

    /// An opaque word that is all there is up to the next comma.
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse_one(value: &[u8]) -> Option<Vec<RawChallenge>> {
        parse_challenges([value].into_iter())
    }

    fn raw(scheme: &str, token68: Option<&str>, parameters: &[(&str, &str)]) -> RawChallenge {
        RawChallenge {
            scheme: scheme.to_owned(),
            token68: token68.map(str::to_owned),
            parameters: parameters.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect(),
        }
    }

    #[test]
    fn rfc9110_11_6_1_two_challenges_in_one_field() {
        let value =
            br#"Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\"""#;
        let apps = [("realm", "apps"), ("type", "1"), ("title", "Login to \"apps\"")];
        assert_eq!(
            parse_one(value).unwrap(),
            [raw("Basic", None, &[("realm", "simple")]), raw("Newauth", None, &apps)]
        );
    }

    #[test]
    fn rfc9110_11_3_opaque_words_and_bare_schemes() {
        assert_eq!(
            parse_one(b"Negotiate, Negotiate abc==, Bearer a=b , Basic").unwrap(),
            [
                raw("Negotiate", None, &[]),
                raw("Negotiate", Some("abc=="), &[]),
                raw("Bearer", None, &[("a", "b")]),
                raw("Basic", None, &[]),
            ]
        );
    }

    #[test]
    fn rfc9110_5_6_1_empty_list_elements_are_ignored() {
        let expected = [raw("A", None, &[("a", "1"), ("b", "2")]), raw("B", None, &[])];
        assert_eq!(parse_one(b" ,, A ,a = 1,\t, b=\"2\", ,B,").unwrap(), expected);
        assert_eq!(parse_one(b"").unwrap(), []);
    }

    #[test]
    fn what_is_not_a_list_of_challenges_is_refused() {
        for value in [
            "realm=\"x\"",
            "Basic realm=\"x",
            "Basic realm=\"x\" y",
            "Basic realm=\"x\\",
            "Basic \"x\"",
            "Basic abc, a=b, @",
            "Basic abc==, a=b",
            "Basic\ta=b",
            "Basic a=\"\u{1}\"",
        ] {
            assert_eq!(parse_one(value.as_bytes()), None, "{value:?}");
        }
    }

    #[test]
    fn rfc9110_11_1_schemes_are_case_insensitive() {
        assert_eq!(credentials_of("Basic", b"bAsIc  abc"), Some(&b"abc"[..]));
        assert_eq!(credentials_of("Basic", b"Basic"), Some(&b""[..]));
        assert_eq!(credentials_of("Basic", b"Basics abc"), None);
        assert_eq!(credentials_of("Basic", b"Bas"), None);
    }

    #[test]
    fn rfc9110_11_2_token68() {
        for good in ["a", "a-._~+/9", "a==="] {
            assert!(is_token68(good.as_bytes()), "{good}");
        }
        for bad in ["", "=", "a=a", "a b", "a,", "é"] {
            assert!(!is_token68(bad.as_bytes()), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_quoted_value_is_read_back(value in "[\\t -~\u{80}-\u{ffff}]{0,40}") {
            let field = format!("A b={}", quote(&value).unwrap());
            prop_assert_eq!(parse_one(field.as_bytes()).unwrap(), [raw("A", None, &[("b", &value)])]);
        }

        #[test]
        fn attack_095_what_cannot_be_quoted_is_not(value in "[a-z]{0,3}[\\x00-\\x08\\x0a-\\x1f\\x7f][a-z]{0,3}") {
            prop_assert_eq!(quote(&value), None);
        }

        #[test]
        fn no_input_panics(value in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = parse_one(&value);
        }

        #[test]
        fn no_likely_input_panics(value in "[Aa =,\"\\\\\t]{0,24}") {
            let _ = parse_one(value.as_bytes());
        }
    }
}
