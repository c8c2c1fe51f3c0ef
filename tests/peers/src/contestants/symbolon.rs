//! symbolon-jose, on any backend.

use std::hint::black_box;
use std::rc::Rc;

use symbolon_jose::jws::{CompactJws, Jws};
use symbolon_jose::jwt::{
    Claims, Expected, ExpectedAudience, ExpectedIssuer, ExpectedSubject, ExpectedTyp,
};
use symbolon_jose::{Crypto, Object, SigningKey, VerificationKey, VerificationKeys};
use time::OffsetDateTime;

use super::{Contestant, Read, Write};
use crate::id_token::{CLIENT, ISSUER, IdToken, NONCE, SUBJECT};
use crate::key::Key;

pub fn contestant(key: &Key, crypto: &Crypto) -> Contestant {
    let keys = verification_keys(key, crypto);
    let signing = SigningKey::from_jwk(&key.jwk, key.algorithm, crypto).expect("a key that fits");
    Contestant {
        name: "symbolon",
        verify: Some(verify(keys.clone())),
        validate: Some(validate(keys)),
        sign: Some(sign(signing.clone(), IdToken::expected())),
        issue: Some(issue(signing)),
    }
}

fn verification_keys(key: &Key, crypto: &Crypto) -> VerificationKeys {
    let key = match (key.secret(), key.jwk.public()) {
        (Some(secret), _) => VerificationKey::from_secret(secret, key.algorithm, crypto),
        (None, Some(public)) => VerificationKey::from_jwk(&public, key.algorithm, crypto),
        (None, None) => unreachable!("only a secret has no public half"),
    };
    key.expect("a key that fits").into()
}

fn verify(keys: VerificationKeys) -> Read {
    Rc::new(move |token| {
        let verified = CompactJws::parse(token).and_then(|jws| jws.verify(&keys));
        black_box(verified).is_ok()
    })
}

fn validate(keys: VerificationKeys) -> Read {
    let expected = Expected::new(
        ExpectedTyp::Untyped,
        ExpectedIssuer::Exactly(ISSUER),
        ExpectedAudience::Contains(CLIENT),
    )
    .subject(ExpectedSubject::Exactly(SUBJECT));
    Rc::new(move |token| {
        // symbolon-jose takes the time as an argument, and the other libraries read the clock
        // themselves. So it is read here too.
        let Ok(jwt) = expected.verify(token, &keys, OffsetDateTime::now_utc()) else {
            return false;
        };
        let says = |name, value| jwt.claims().extra.get(name).is_some_and(|found| found == value);
        let holds = says("nonce", NONCE) && says("azp", CLIENT);
        black_box(jwt);
        holds
    })
}

/// Signs the claims of this token, which are turned into bytes in advance.
pub fn sign(key: SigningKey, id_token: IdToken) -> Write {
    let payload = id_token.to_json().into_bytes();
    Rc::new(move || Jws::new(payload.clone()).typ("JWT").sign(&key).expect("a signature"))
}

fn issue(key: SigningKey) -> Write {
    let json = Object::parse(IdToken::expected().to_json().as_bytes()).expect("an object");
    let claims = Claims::from_object(json).expect("claims");
    Rc::new(move || claims.sign("JWT", &key).expect("a signature"))
}
