//! JWTs, verified against expectations.

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

/// Verifies a JWT. The claims of an accepted token are as expected. An input with a wrong signature
/// is tried again with the right one.
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

/// Takes the header of a JWE on a line, and the token to encrypt. An encrypted token is accepted only
/// if the token inside is accepted too. A token that is encrypted and not signed is refused.
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
    assert!(
        strict().verify(token, keys::verification(), now()).is_err(),
        "a JWE verified as a JWS"
    );
    let opened = encrypted(token, &keys::sealing()).ok()?;
    let outer = CompactJwe::parse(token).expect("the target read it");
    assert!(outer.header().cty().is_some_and(|cty| cty.eq_ignore_ascii_case("JWT")));
    let plain = text(inner).map(|inner| strict().verify(inner, keys::verification(), now()));
    let plain = plain.expect("the target read it").expect("the token inside is accepted too");
    assert_eq!(opened.claims(), plain.claims());
    // RFC 7519 §5.3: claims that the outer header repeats have the same values.
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

    // RFC 8725 §3.11: a token of one kind is not also a token of another kind.
    assert!(lax.is_err() || untyped.is_err(), "accepted with and without a type");
    for jwt in [&lax, &untyped].into_iter().flatten() {
        in_its_time(jwt);
        let payload = CompactJws::parse(token).expect("verified").verify(keys::verification());
        let payload = Object::parse(payload.expect("verified").payload()).expect("verified");
        assert_eq!(payload.get("sub").and_then(|sub| sub.as_str()), jwt.claims().sub.as_deref());
    }
    match strict {
        Ok(jwt) => {
            assert!(lax.is_ok(), "accepted with more expectations, refused with fewer");
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

/// Checks `exp`, `nbf` and `iat` (RFC 7519 §4.1.4 to §4.1.6), with a minute of leeway.
fn in_its_time(jwt: &Jwt) {
    let at = |date: Option<NumericDate>| date.map(NumericDate::seconds);
    let claims = jwt.claims();
    assert!(at(claims.exp).is_some_and(|exp| NOW < exp + 60));
    assert!(at(claims.nbf).is_none_or(|nbf| NOW >= nbf - 60));
    assert!(at(claims.iat).is_none_or(|iat| NOW >= iat - 60));
}
