//! Attacks on the parsing of a token, before any key is selected.

use symbolon_jose::json;
use symbolon_jose::jws::{CompactJws, CriticalError, Error, Part, Reader};
use symbolon_jose::{Limits, MemberError, VerificationKeys, base64url};

use crate::suite::common::{compact, signed, signer, verifiers};

fn parse(token: &str) -> Result<(), Error> {
    CompactJws::parse(token).map(|_| ())
}

fn parse_header(header: &str) -> Result<(), Error> {
    parse(&compact(header.as_bytes(), b"{}", b"signature"))
}

fn wrong_type(name: &'static str, expected: &'static str) -> Result<(), Error> {
    Err(Error::HeaderParameter(MemberError { name, expected }))
}

fn critical(error: CriticalError) -> Result<(), Error> {
    Err(Error::Critical(error))
}

fn not_base64url(part: Part) -> Result<(), Error> {
    Err(Error::Base64 { part, error: base64url::Error })
}

#[test]
fn attack_001_alg_none() {
    let unsigned = compact(br#"{"alg":"none"}"#, b"{}", b"");
    assert_eq!(parse(&unsigned), Err(Error::NotSigned));
    let other = compact(br#"{"alg":"None"}"#, b"{}", b"");
    assert_eq!(parse(&other), Err(Error::Empty(Part::Signature)));
    for name in ["none", "None", "nOnE", "NONE", "none ", " none", "no\\u006ee", "", "null"] {
        let is_none = matches!(name, "none" | "no\\u006ee");
        let refused = if is_none { Error::NotSigned } else { Error::UnsupportedAlgorithm };
        let token = signed(&format!(r#"{{"alg":"{name}"}}"#), "{}", &signer());
        // No key is selected: the error is the same without keys.
        for keys in [verifiers(), VerificationKeys::default()] {
            let result = CompactJws::parse(&token).unwrap().verify(&keys).map(|_| ());
            assert_eq!(result, Err(refused), "{name}");
        }
    }
    assert_eq!(parse_header(r#"{"alg":["none"]}"#), wrong_type("alg", "a string"));
    assert_eq!(parse_header(r#"{"alg":null}"#), wrong_type("alg", "a string"));
    assert_eq!(parse_header(r#"{"kid":"1"}"#), Err(Error::NoAlgorithm));
}

#[test]
fn attack_006_unknown_crit() {
    for (header, error) in [
        (r#"{"alg":"EdDSA","crit":["exp2"],"exp2":1}"#, CriticalError::NotUnderstood),
        (r#"{"alg":"EdDSA","crit":["exp2"]}"#, CriticalError::Absent),
        (r#"{"alg":"EdDSA","crit":[]}"#, CriticalError::Empty),
        (r#"{"alg":"EdDSA","crit":["alg"]}"#, CriticalError::Registered),
        (r#"{"alg":"EdDSA","kid":"1","crit":["kid"]}"#, CriticalError::Registered),
        (r#"{"alg":"EdDSA","crit":["crit"]}"#, CriticalError::Registered),
        (r#"{"alg":"EdDSA","enc":"","crit":["enc"]}"#, CriticalError::Registered),
    ] {
        assert_eq!(parse_header(header), critical(error), "{header}");
    }
    for crit in ["null", "\"exp2\"", "1", "true", "{}", "[1]", "[null]", "[[\"exp2\"]]"] {
        let header = format!(r#"{{"alg":"EdDSA","crit":{crit},"exp2":1}}"#);
        assert_eq!(parse_header(&header), wrong_type("crit", "an array of strings"), "{crit}");
    }
}

#[test]
fn attack_006_only_crit_extensions_that_the_caller_names_are_accepted() {
    let token = |header: &str| compact(header.as_bytes(), b"{}", b"signature");
    let understanding = |names: &[&str], header: &str| {
        Reader::new()
            .understanding(names)
            .compact(&token(header))
            .map(|jws| jws.header().crit().to_vec())
    };
    let header = r#"{"alg":"EdDSA","crit":["exp2"],"exp2":1}"#;
    assert_eq!(understanding(&["exp2"], header), Ok(vec!["exp2".to_owned()]));
    assert_eq!(understanding(&["exp"], header), Err(CriticalError::NotUnderstood.into()));
    let twice = r#"{"alg":"EdDSA","crit":["exp2","exp2"],"exp2":1}"#;
    assert_eq!(understanding(&["exp2"], twice), Err(CriticalError::Repeated.into()));
    let one_more = r#"{"alg":"EdDSA","crit":["exp2","exp3"],"exp2":1,"exp3":1}"#;
    assert_eq!(understanding(&["exp2"], one_more), Err(CriticalError::NotUnderstood.into()));
}

#[test]
fn attack_007_b64_smuggling() {
    for value in ["false", "true", "null"] {
        let header = format!(r#"{{"alg":"EdDSA","b64":{value}}}"#);
        assert_eq!(parse_header(&header), critical(CriticalError::B64), "{value}");
    }
    let named = r#"{"alg":"EdDSA","b64":false,"crit":["b64"]}"#;
    assert_eq!(parse_header(named), critical(CriticalError::NotUnderstood));
    // A caller cannot declare that it understands `b64`; it needs a reader with `unencoded`.
    let token = compact(named.as_bytes(), b"{}", b"signature");
    let reader = Reader::new().understanding(&["b64"]);
    let promised = reader.compact(&token);
    assert_eq!(promised.map(|_| ()), critical(CriticalError::NotUnderstood));
    // RFC 7797 §5.2: an unencoded payload with a dot in it.
    let header = base64url::encode(named.as_bytes());
    assert_eq!(parse(&format!("{header}.$.02.c2ln")), Err(Error::NotCompact));
}

#[test]
fn attack_014_duplicate_header_members() {
    for header in [
        r#"{"alg":"HS256","alg":"RS256"}"#,
        r#"{"alg":"HS256","\u0061lg":"none"}"#,
        r#"{"alg":"EdDSA","kid":"a","kid":"a"}"#,
        r#"{"alg":"EdDSA","jwk":{"kty":"OKP","kty":"oct"}}"#,
        r#"{"alg":"EdDSA","x":[{"y":{"a":1,"b":2,"a":3}}]}"#,
    ] {
        let refused = parse_header(header).unwrap_err();
        let duplicate = matches!(refused, Error::Header(json::Error::DuplicateMember { .. }));
        assert!(duplicate, "{header}: {refused}");
    }
}

#[test]
fn attack_015_polyglot_and_json_serialization() {
    let token = signed(r#"{"alg":"EdDSA"}"#, "{}", &signer());
    assert_eq!(parse(&token), Ok(()));
    let [header, payload, signature] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
    for json in [
        format!(r#"{{"payload":"{payload}","protected":"{header}","signature":"{signature}"}}"#),
        format!(
            r#"{{"payload":"{payload}","signatures":[{{"protected":"{header}","signature":"{signature}"}}]}}"#
        ),
    ] {
        assert_eq!(parse(&json), Err(Error::NotCompact));
    }
    let polyglot = format!(r#"{{"ignored":"{token}"}}"#);
    assert_eq!(parse(&polyglot), not_base64url(Part::Header));
    for (token, part) in [
        (format!(" {token}"), Part::Header),
        (format!("\n{token}"), Part::Header),
        (format!("\u{feff}{token}"), Part::Header),
        (format!("Bearer {token}"), Part::Header),
        (format!("{token} "), Part::Signature),
        (format!("{token}\n"), Part::Signature),
        (format!("{token}\0"), Part::Signature),
        (format!("{header}. {payload}.{signature}"), Part::Payload),
    ] {
        assert_eq!(parse(&token), not_base64url(part), "{token:?}");
    }
}

#[test]
fn attack_016_five_parts() {
    let jwe = [&br#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#[..], b"key", b"iv", b"text", b"tag"];
    assert_eq!(parse(&jwe.map(base64url::encode).join(".")), Err(Error::NotCompact));
    assert_eq!(parse("eyJhbGciOiJkaXIifQ..aXY.dGV4dA.dGFn"), Err(Error::NotCompact));
}

#[test]
fn attack_019_dots() {
    assert_eq!(parse("a.b.c.d.e.f"), Err(Error::NotCompact));
    assert_eq!(parse(&".".repeat(1 << 20)), Err(Error::NotCompact));
    assert_eq!(parse(&".".repeat(10_000_000)), Err(Error::TooLarge));
}

#[test]
fn attack_020_oversize_segments() {
    let padded = |len: usize| {
        let header = r#"{"alg":"EdDSA","p":""}"#;
        header.replace("\"\"", &format!("\"{}\"", "x".repeat(len - header.len())))
    };
    let most = Limits::DEFAULT.header;
    assert_eq!(parse_header(&padded(most)), Ok(()));
    for len in [most + 1, most + 2, most + 3, 500_000] {
        assert_eq!(parse_header(&padded(len)), Err(Error::HeaderTooLarge), "{len}");
    }
    // The limit is that of the whole token, whichever part is large.
    let head = base64url::encode(br#"{"alg":"EdDSA"}"#);
    let large = "A".repeat(Limits::DEFAULT.token);
    for token in
        [format!("{large}.e30.c2ln"), format!("{head}.{large}.c2ln"), format!("{head}.e30.{large}")]
    {
        assert_eq!(parse(&token), Err(Error::TooLarge));
    }
    let fits = "A".repeat(Limits::DEFAULT.token - head.len() - ".e30.".len());
    assert_eq!(parse(&format!("{head}.e30.{fits}")), Ok(()));
    let tight = Limits { token: 20, ..Limits::DEFAULT };
    let result = Reader::new().limits(tight).compact("eyJhbGciOiJFZERTQSJ9.e30.c2ln");
    assert_eq!(result.map(|_| ()), Err(Error::TooLarge));
}

#[test]
fn attack_021_deep_header() {
    let header = format!(r#"{{"alg":"EdDSA","a":{}"#, "[".repeat(10_000));
    assert_eq!(parse_header(&header), Err(Error::Header(json::Error::TooDeep)));
    let closed = format!(r#"{{"alg":"EdDSA","a":{}{}}}"#, "[".repeat(32), "]".repeat(32));
    assert_eq!(parse_header(&closed), Err(Error::Header(json::Error::TooDeep)));
}

#[test]
fn attack_022_lenient_base64url() {
    let parts = ["eyJhbGciOiJFZERTQSJ9", "e30", "c2ln"];
    assert_eq!(parse(&parts.join(".")), Ok(()));
    for (index, part) in [Part::Header, Part::Payload, Part::Signature].into_iter().enumerate() {
        for bad in [
            "e30=", "e30==", "QQ==", "QR", "e31", "e3 0", "e\n30", "e30\r\n", "\te30", "e+30",
            "e/30", "A", "AAAAA", "e30%3D", "é30", "e30\0", "=", "e_=-",
        ] {
            let mut parts = parts;
            parts[index] = bad;
            assert_eq!(parse(&parts.join(".")), not_base64url(part), "{bad:?}");
        }
    }
}

#[test]
fn attack_023_a_header_that_is_not_an_object() {
    for header in ["[]", "\"x\"", "null", "7", "true"] {
        let refused = Err(Error::Header(json::Error::NotAnObject));
        assert_eq!(parse_header(header), refused, "{header}");
    }
    for header in [
        &b"\xef\xbb\xbf{\"alg\":\"EdDSA\"}"[..],
        b"{\"alg\":\"EdDSA\",\"kid\":\"\xff\"}",
        br#"{"alg":"EdDSA","kid":"\ud800"}"#,
        br#"{"alg":"EdDSA","kid":"\udc00\ud800"}"#,
        br#"{"alg":"EdDSA"} {}"#,
        br#"{"alg":"EdDSA",}"#,
        b"{'alg':'EdDSA'}",
        b"\0",
    ] {
        let result = parse(&compact(header, b"{}", b"signature"));
        assert!(
            matches!(result, Err(Error::Header(json::Error::Syntax { .. }))),
            "{result:?} for {}",
            String::from_utf8_lossy(header)
        );
    }
}

#[test]
fn attack_024_empty_and_missing_parts() {
    let header = "eyJhbGciOiJFZERTQSJ9";
    for (token, error) in [
        (String::new(), Error::NotCompact),
        (header.to_owned(), Error::NotCompact),
        (format!("{header}.e30"), Error::NotCompact),
        (format!("{header}.e30.c2ln."), Error::NotCompact),
        (format!(".{header}.e30.c2ln"), Error::NotCompact),
        ("..".to_owned(), Error::Empty(Part::Header)),
        (".e30.c2ln".to_owned(), Error::Empty(Part::Header)),
        (format!("{header}..c2ln"), Error::Empty(Part::Payload)),
        (format!("{header}.e30."), Error::Empty(Part::Signature)),
    ] {
        assert_eq!(parse(&token), Err(error), "{token}");
    }
}
