//! [openidconnect](https://docs.rs/openidconnect), which reads only ID Tokens. It always validates
//! the whole token.

use std::hint::black_box;
use std::rc::Rc;
use std::str::FromStr as _;

use ::openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreIdToken, CoreIdTokenClaims, CoreIdTokenVerifier,
    CoreJsonWebKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey,
};
use ::openidconnect::{ClientId, ClientSecret, IssuerUrl, JsonWebKeyId, Nonce, PrivateSigningKey};
use symbolon_jose::SignatureAlgorithm as Alg;
use time::OffsetDateTime;

use super::{Contestant, Read, Write, josekit};
use crate::id_token::{CLIENT, ISSUER, IdToken, NONCE, SUBJECT};
use crate::key::{KID, Key};

pub fn contestant(key: &Key) -> Option<Contestant> {
    let algorithm = match key.algorithm {
        Alg::Hs256 => CoreJwsSigningAlgorithm::HmacSha256,
        Alg::Rs256 => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        Alg::Ps256 => CoreJwsSigningAlgorithm::RsaSsaPssSha256,
        Alg::Es256 => CoreJwsSigningAlgorithm::EcdsaP256Sha256,
        Alg::Es384 => CoreJwsSigningAlgorithm::EcdsaP384Sha384,
        Alg::EdDsa => CoreJwsSigningAlgorithm::EdDsa,
        _ => return None,
    };
    Some(Contestant {
        name: "openidconnect",
        verify: Some(validate(verifier(key, &algorithm))),
        validate: Some(validate(verifier(key, &algorithm))),
        sign: None, // It does not sign bytes.
        issue: issue(key, algorithm),
    })
}

fn verifier(key: &Key, algorithm: &CoreJwsSigningAlgorithm) -> CoreIdTokenVerifier<'static> {
    let (client, issuer) = (ClientId::new(CLIENT.into()), issuer());
    match key.secret() {
        Some(secret) => CoreIdTokenVerifier::new_confidential_client(
            client,
            ClientSecret::new(String::from_utf8(secret.expose().to_vec()).expect("ASCII")),
            issuer,
            CoreJsonWebKeySet::new(Vec::new()),
        ),
        None => CoreIdTokenVerifier::new_public_client(
            client,
            issuer,
            CoreJsonWebKeySet::new(vec![public_key(key)]),
        ),
    }
    .set_allowed_algs([algorithm.clone()])
    // openidconnect does not check `iat` by default.
    .set_issue_time_verifier_fn(|iat| {
        let now = OffsetDateTime::now_utc().unix_timestamp();
        if iat.timestamp() <= now { Ok(()) } else { Err("issued in the future".to_owned()) }
    })
}

fn issuer() -> IssuerUrl {
    IssuerUrl::new(ISSUER.into()).expect("a URL")
}

fn public_key(key: &Key) -> CoreJsonWebKey {
    let public = key.jwk.public().expect("an asymmetric key").to_object().to_json();
    serde_json::from_str(&public).expect("a JWK")
}

fn validate(verifier: CoreIdTokenVerifier<'static>) -> Read {
    let nonce = Nonce::new(NONCE.into());
    let client = ClientId::new(CLIENT.into());
    Rc::new(move |token| {
        let Ok(token) = CoreIdToken::from_str(token) else { return false };
        let Ok(claims) = token.into_claims(&verifier, &nonce) else { return false };
        // openidconnect does not check `azp`, and leaves `sub` to its caller.
        let holds =
            claims.subject().as_str() == SUBJECT && claims.authorized_party() == Some(&client);
        black_box(claims);
        holds
    })
}

/// Prepares a signing key. openidconnect signs only with RSA, HMAC and Ed25519.
fn issue(key: &Key, algorithm: CoreJwsSigningAlgorithm) -> Option<Write> {
    let kid = Some(JsonWebKeyId::new(KID.into()));
    match key.algorithm {
        Alg::Hs256 => Some(issue_by(CoreHmacKey::new(key.secret()?.expose()), algorithm)),
        Alg::Rs256 | Alg::Ps256 => {
            let key = CoreRsaPrivateSigningKey::from_pem(&josekit::pkcs1_pem(key), kid);
            Some(issue_by(key.expect("a key that it takes"), algorithm))
        }
        Alg::EdDsa => {
            let key = CoreEdDsaPrivateSigningKey::from_ed25519_pem(&josekit::pkcs8_pem(key), kid);
            Some(issue_by(key.expect("a key that it takes"), algorithm))
        }
        _ => None,
    }
}

fn issue_by<K>(key: K, algorithm: CoreJwsSigningAlgorithm) -> Write
where
    K: PrivateSigningKey<VerificationKey = CoreJsonWebKey> + 'static,
{
    let claims: CoreIdTokenClaims =
        serde_json::from_str(&IdToken::expected().to_json()).expect("claims");
    Rc::new(move || {
        CoreIdToken::new(claims.clone(), &key, algorithm.clone(), None, None)
            .expect("a signature")
            .to_string()
    })
}
