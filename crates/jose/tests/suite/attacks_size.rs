//! Ten megabytes of malformed text for every reader, and the memory that refusing it takes.

use allocation_counter::measure;
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::jwt::{Expected, ExpectedAudience, ExpectedIssuer, ExpectedTyp};
use symbolon_jose::{DecryptionKeys, Limits, Object, VerificationKeys, base64url, jwe, jws};
use time::OffsetDateTime;

const MANY: usize = 10_000_000;
/// The most bytes that refusing may allocate at a time: a few times the limit on headers.
const LITTLE: u64 = 64 * 1024;

/// A function that returns `true` if a reader refuses a text within these limits.
type Refuses = fn(&str, Limits) -> bool;

const READERS: [(&str, Refuses); 8] = [
    ("compact JWS", |text, limits| jws::Reader::new().limits(limits).compact(text).is_err()),
    ("JSON JWS", |text, limits| jws::Reader::new().limits(limits).json(text).is_err()),
    ("compact JWE", |text, limits| jwe::Reader::new().limits(limits).compact(text).is_err()),
    ("JSON JWE", |text, limits| jwe::Reader::new().limits(limits).json(text).is_err()),
    ("JWT", |text, limits| {
        let jwt = jwt(limits).verify(text, &VerificationKeys::default(), NOW);
        jwt.is_err()
    }),
    ("nested JWT", |text, limits| {
        let (outer, inner) = (DecryptionKeys::default(), VerificationKeys::default());
        jwt(limits).verify_encrypted(text, &outer, &inner, NOW).is_err()
    }),
    ("JWK Set", |text, limits| PublicJwkSet::parse_within(text.as_bytes(), &limits).is_err()),
    ("object", |text, limits| Object::parse_within(text.as_bytes(), &limits).is_err()),
];

const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

fn jwt(limits: Limits) -> Expected<'static> {
    let any = (ExpectedIssuer::NotChecked, ExpectedAudience::NotChecked);
    Expected::new(ExpectedTyp::Untyped, any.0, any.1).limits(limits)
}

/// Returns texts, each with its name, that are malformed under every limit.
fn texts() -> Vec<(&'static str, String)> {
    let header = base64url::encode(format!(r#"{{"alg":"{}"}}"#, "x".repeat(MANY)).as_bytes());
    vec![
        ("dots", ".".repeat(MANY)),
        ("brackets", "[".repeat(MANY)),
        ("brackets in an object", format!("{{\"payload\":{}", "[".repeat(MANY))),
        ("braces", "{\"a\":".repeat(MANY / 5)),
        ("letters", "a".repeat(MANY)),
        ("spaces", " ".repeat(MANY)),
        ("header of a JWS", format!("{header}.e30.AA")),
        ("header of a JWE", format!("{header}.AA.AA.AA.AA")),
    ]
}

#[test]
fn attack_019_020_021_refusing_ten_megabytes_takes_little_memory() {
    let more = Limits { token: 2 * MANY, ..Limits::DEFAULT };
    for (what, text) in texts() {
        for (reader, refuses) in READERS {
            for limits in [Limits::DEFAULT, more] {
                let mut refused = false;
                let taken = measure(|| refused = refuses(&text, limits)).bytes_max;
                assert!(refused, "{what} before {reader}");
                assert!(taken <= LITTLE, "{what} before {reader}: {taken} bytes");
            }
        }
    }
}
