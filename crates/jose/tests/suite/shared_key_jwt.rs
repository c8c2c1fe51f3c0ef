//! JWTs that are encrypted with a shared key and not signed, and the setters of `Claims`.

use crate::CRYPTO;
use serde_json::json;
use symbolon_jose::jwe::{self, Jwe};
use symbolon_jose::jwt::{
    self, Claims, Error, Expected, ExpectedAudience, ExpectedIssuer, ExpectedTyp,
};
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, DecryptionKey, DecryptionKeys, EncryptionKey,
    KeyManagementAlgorithm as Km, NumericDate,
};
use time::{Duration, OffsetDateTime};

use crate::suite::common::{P256, private, public, secret, signer, verifiers};

const NOW: i64 = 1_800_000_000;

fn now() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(NOW).unwrap()
}

fn claims() -> Claims {
    Claims::new().issuer("us").audience("them").expires(now() + Duration::MINUTE)
}

fn expected() -> Expected<'static> {
    let (issuer, audience) = (ExpectedIssuer::Exactly("us"), ExpectedAudience::Only("them"));
    Expected::new(ExpectedTyp::Exactly("JWT"), issuer, audience)
}

fn dir() -> (EncryptionKey, DecryptionKeys) {
    let key = secret(&[7; 32]);
    (
        EncryptionKey::from_secret(&key, Km::Dir, Enc::A256Gcm, &CRYPTO).unwrap(),
        DecryptionKey::from_secret(&key, Km::Dir, &[Enc::A256Gcm], &CRYPTO).unwrap().into(),
    )
}

fn verify(jwe: Jwe) -> Result<Claims, Error> {
    let (key, keys) = dir();
    let token = jwe.encrypt(&key).unwrap();
    let jwt = expected().verify_encrypted_with_shared_key(&token, &keys, now())?;
    assert_eq!(jwt.algorithm(), Km::Dir);
    assert_eq!(jwt.header().alg(), "dir");
    Ok(jwt.into_claims())
}

fn of(claims: &Claims) -> Jwe {
    Jwe::new(claims.to_object().to_json().into_bytes()).typ("JWT")
}

#[test]
fn rfc7519_7_2_a_jwt_encrypted_with_a_shared_key() {
    assert_eq!(verify(of(&claims())), Ok(claims()));
    for algorithm in Km::ALL.iter().copied().filter(|algorithm| algorithm.is_shared_key()) {
        let len = match algorithm {
            Km::A128Kw | Km::A128GcmKw => 16,
            Km::A192Kw | Km::A192GcmKw => 24,
            _ => 32,
        };
        let key = secret(&vec![7; len]);
        let (encrypting, decrypting) = if algorithm.as_str().starts_with("PBES2") {
            (
                EncryptionKey::from_password(&key, algorithm, Enc::A256Gcm, &CRYPTO),
                DecryptionKey::from_password(&key, algorithm, &[Enc::A256Gcm], &CRYPTO),
            )
        } else {
            (
                EncryptionKey::from_secret(&key, algorithm, Enc::A256Gcm, &CRYPTO),
                DecryptionKey::from_secret(&key, algorithm, &[Enc::A256Gcm], &CRYPTO),
            )
        };
        let token = of(&claims()).encrypt(&encrypting.unwrap()).unwrap();
        let keys = decrypting.unwrap().into();
        let jwt = expected().verify_encrypted_with_shared_key(&token, &keys, now());
        assert_eq!(jwt.unwrap().claims(), &claims(), "{algorithm}");
    }
}

#[test]
fn the_claims_are_checked_as_those_of_a_signed_token() {
    let past = now() - Duration::HOUR;
    for (changed, code) in [
        (claims().issuer("them"), "jwt.issuer"),
        (claims().audience("more"), "jwt.audience"),
        (claims().expires(past), "jwt.expired"),
        (claims().not_before(now() + Duration::HOUR), "jwt.not_yet_valid"),
        (claims().issued(now() + Duration::HOUR), "jwt.issued_in_future"),
        (Claims::new().issuer("us").audience("them"), "jwt.missing"),
    ] {
        assert_eq!(verify(of(&changed)).unwrap_err().code(), code);
    }
    assert_eq!(verify(of(&claims()).typ("at+jwt")).unwrap_err().code(), "jwt.type");
    let list = Jwe::new(b"[]".to_vec()).typ("JWT");
    assert_eq!(verify(list).unwrap_err().code(), "json.not_an_object");
    let twice = Jwe::new(br#"{"iss":"us","iss":"them"}"#.to_vec()).typ("JWT");
    assert_eq!(verify(twice).unwrap_err().code(), "json.duplicate_member");
    // RFC 7519 §5.3: copies of claims in the header are compared.
    let replica = of(&claims()).param("iss", json!("them"));
    assert_eq!(verify(replica), Err(Error::Replica("iss")));
}

#[test]
fn attack_017_a_token_that_anyone_could_have_written_is_refused() {
    let contents = [Enc::A256Gcm];
    for algorithm in [Km::EcdhEs, Km::EcdhEsA128Kw, Km::EcdhEsA256Kw] {
        let recipient = public(P256);
        let key = EncryptionKey::from_jwk(&recipient, algorithm, Enc::A256Gcm, &CRYPTO).unwrap();
        let token = of(&claims()).encrypt(&key).unwrap();
        let ours = DecryptionKey::from_jwk(&private(P256), algorithm, &contents, &CRYPTO);
        let keys = ours.unwrap().into();
        let refused = expected().verify_encrypted_with_shared_key(&token, &keys, now());
        assert_eq!(refused.map(|_| ()), Err(Error::NotAuthenticated(algorithm)));
    }
    // Without the key, no token is accepted.
    let (key, _) = dir();
    let other = DecryptionKey::from_secret(&secret(&[8; 32]), Km::Dir, &contents, &CRYPTO);
    let token = of(&claims()).encrypt(&key).unwrap();
    let keys = other.unwrap().into();
    let refused = expected().verify_encrypted_with_shared_key(&token, &keys, now());
    assert_eq!(refused.map(|_| ()), Err(Error::Jwe(jwe::Error::Decryption)));
}

#[test]
fn a_nested_token_is_verified_by_its_own_method() {
    let (key, keys) = dir();
    let signed = claims().sign("JWT", &signer()).unwrap();
    let nested = jwt::encrypt(&signed, &key).unwrap();
    let refused = expected().verify_encrypted_with_shared_key(&nested, &keys, now());
    assert_eq!(refused.map(|_| ()), Err(Error::Nested));
    assert!(expected().verify_encrypted(&nested, &keys, &verifiers(), now()).is_ok());
    let only = of(&claims()).encrypt(&key).unwrap();
    let refused = expected().verify_encrypted(&only, &keys, &verifiers(), now());
    assert_eq!(refused.map(|_| ()), Err(Error::NotNested));
    // RFC 7515 §4.1.10: `application/jwt` is the same media type as `JWT`.
    let prefixed = Jwe::new(signed.into_bytes()).cty("application/jwt").encrypt(&key).unwrap();
    assert!(expected().verify_encrypted(&prefixed, &keys, &verifiers(), now()).is_ok());
    let refused = expected().verify_encrypted_with_shared_key(&prefixed, &keys, now());
    assert_eq!(refused.map(|_| ()), Err(Error::Nested));
}

#[test]
fn claims_are_set_by_their_methods() {
    let claims = Claims::new()
        .issuer("i")
        .subject("s")
        .audience("a")
        .audience("b")
        .expires(now())
        .not_before(now() - Duration::SECOND)
        .issued(now() - Duration::SECOND * 2)
        .id("j")
        .claim("scope", "read")
        .claim("iss", "not this");
    assert_eq!((claims.exp, claims.nbf), (Some(now().into()), NumericDate::from_seconds(NOW - 1)));
    let expected = json!({
        "iss": "i", "sub": "s", "aud": ["a", "b"], "exp": NOW, "nbf": NOW - 1, "iat": NOW - 2,
        "jti": "j", "scope": "read",
    });
    assert_eq!(serde_json::Value::from(claims.to_object()), expected);
}
