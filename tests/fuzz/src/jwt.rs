//! JWTs held against expectations.

use symbolon_jose::jwe::CompactJwe;
use symbolon_jose::jws::CompactJws;
use symbolon_jose::jwt::{
    self, Error, Expected, ExpectedAudience, ExpectedIssuer, ExpectedSubject, ExpectedTyp, Jwt,
};
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, DecryptionKeys, KeyManagementAlgorithm as Km, NumericDate,
    Object,
};
pub(crate) use symbolon_test_support::clock::{NOW, now};
pub(crate) use symbolon_test_support::names::{CLIENT_ID as AUDIENCE, ISSUER};

use crate::{Accepted, first_line, jws, keys, text};

/// The subject of every seed.
pub(crate) const SUBJECT: &str = "alice";

/// A token that says what was expected says so in the claims that were verified; an input whose
/// signature does not hold is tried again with one that does.
pub(crate) fn jwt(data: &[u8]) -> Option<Accepted> {
    let token = text(data)?;
    let accepted = held(token);
    if let Ok(jws) = CompactJws::parse(token)
        && let Some(forged) = jws::signed(token, jws.header().alg())
    {
        let _ = held(&forged);
    }
    accepted
}

/// A line with the header of a JWE, and what is encrypted under it: no more is accepted encrypted
/// than would be without, and a token that is only encrypted is not.
pub(crate) fn jwt_nested(data: &[u8]) -> Option<Accepted> {
    let (header, inner) = first_line(data);
    let accepted = nested(&keys::sealed(header, inner), inner);
    if let Some(inner) = text(inner)
        && let Ok(jws) = CompactJws::parse(inner)
        && let Some(forged) = jws::signed(inner, jws.header().alg())
    {
        let _ = nested(&keys::sealed(header, forged.as_bytes()), forged.as_bytes());
        let key = keys::encrypting(Km::EcdhEsA128Kw, Enc::A256Gcm);
        let written = jwt::encrypt(&forged, &key).expect("it is signed");
        let read = encrypted(&written, keys::decryption()).map(Jwt::into_claims);
        let plain = strict().verify(&forged, keys::verification(), now()).map(Jwt::into_claims);
        assert_eq!(read, plain);
    }
    accepted
}

fn nested(token: &str, inner: &[u8]) -> Option<Accepted> {
    assert!(strict().verify(token, keys::verification(), now()).is_err(), "read as a JWS");
    let opened = encrypted(token, &keys::sealing()).ok()?;
    let outer = CompactJwe::parse(token).expect("it was read");
    assert!(outer.header().cty().is_some_and(|cty| cty.eq_ignore_ascii_case("JWT")));
    let plain = text(inner).map(|inner| strict().verify(inner, keys::verification(), now()));
    let plain = plain.expect("it was read").expect("accepted encrypted, and so without");
    assert_eq!(opened.claims(), plain.claims());
    // RFC 7519 §5.3: what the outer header repeats, it repeats faithfully.
    for (name, claim) in [("iss", &plain.claims().iss), ("sub", &plain.claims().sub)] {
        let replica = outer.header().extra().get(name);
        assert!(replica.is_none_or(|replica| replica.as_str() == claim.as_deref()));
    }
    Some(Accepted)
}

fn encrypted(token: &str, keys: &DecryptionKeys) -> Result<Jwt, Error> {
    strict().verify_encrypted(token, keys, keys::verification(), now())
}

fn strict() -> Expected<'static> {
    Expected::new(
        ExpectedTyp::Exactly("at+jwt"),
        ExpectedIssuer::Exactly(ISSUER),
        ExpectedAudience::Only(AUDIENCE),
    )
    .subject(ExpectedSubject::Exactly(SUBJECT))
}

fn held(token: &str) -> Option<Accepted> {
    let lax = Expected::new(
        ExpectedTyp::Exactly("at+jwt"),
        ExpectedIssuer::NotChecked,
        ExpectedAudience::NotChecked,
    );
    let untyped = Expected::new(
        ExpectedTyp::Untyped,
        ExpectedIssuer::NotChecked,
        ExpectedAudience::NotChecked,
    );
    let [strict, lax, untyped] = [strict(), lax, untyped]
        .map(|expected| expected.verify(token, keys::verification(), now()));

    // RFC 8725 §3.11: of one kind, and so not of another.
    assert!(lax.is_err() || untyped.is_err(), "typed and untyped at once");
    for jwt in [&lax, &untyped].into_iter().flatten() {
        in_its_time(jwt);
        let payload = CompactJws::parse(token).expect("verified").verify(keys::verification());
        let payload = Object::parse(payload.expect("verified").payload()).expect("verified");
        assert_eq!(payload.get("sub").and_then(|sub| sub.as_str()), jwt.claims().sub.as_deref());
    }
    match strict {
        Ok(jwt) => {
            assert!(lax.is_ok(), "all that was expected, and less is refused");
            let claims = jwt.claims();
            assert_eq!(claims.iss.as_deref(), Some(ISSUER));
            assert_eq!(claims.sub.as_deref(), Some(SUBJECT));
            assert_eq!(claims.aud, [AUDIENCE]);
            Some(Accepted)
        }
        Err(Error::Jws(_)) => {
            assert!(matches!(lax, Err(Error::Jws(_))) && matches!(untyped, Err(Error::Jws(_))));
            None
        }
        Err(_) => None,
    }
}

/// RFC 7519 §4.1.4 to §4.1.6, with the minute between two clocks.
fn in_its_time(jwt: &Jwt) {
    let at = |date: Option<NumericDate>| date.map(NumericDate::seconds);
    let claims = jwt.claims();
    assert!(at(claims.exp).is_some_and(|exp| NOW < exp + 60));
    assert!(at(claims.nbf).is_none_or(|nbf| NOW >= nbf - 60));
    assert!(at(claims.iat).is_none_or(|iat| NOW >= iat - 60));
}
