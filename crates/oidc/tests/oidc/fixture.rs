//! A valid ID Token, its issuer's keys, and the relying party's expectations.

use core::time::Duration;

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jws::Jws;
use symbolon_jose::{
    NumericDate, Object, Secret, SignatureAlgorithm, SigningKey, VerificationKey, VerificationKeys,
};
use symbolon_oauth::{AccessToken, AuthorizationCode, ClientId, EncodedJwt, Issuer, State};
use symbolon_oidc::{
    ExpectedIdToken, IdToken, IdTokenClaims, IdTokenError, IdTokenPolicy, IdTokenValidator, Nonce,
    NonceExpectation, OriginalAuthentication, TrustedParties, hash,
};
pub(crate) use symbolon_test_support::clock::NOW;
use symbolon_test_support::keys::{self, KeyPair};
pub(crate) use symbolon_test_support::names::CLIENT_ID as CLIENT;
use symbolon_test_support::names::{NONCE, STATE};
use time::OffsetDateTime;

pub(crate) const ISSUED: i64 = NOW - 5;
pub(crate) const TRUSTED: &str = "https://api.example";
/// The client that `azp` is allowed to name besides [`CLIENT`].
pub(crate) const APP: &str = "android-app";
pub(crate) const SUBJECT: &str = "248289761001";

pub(crate) fn at(seconds: i64) -> NumericDate {
    NumericDate::from_seconds(seconds).unwrap()
}

pub(crate) fn clock(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap()
}

pub(crate) fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Returns the issuer's key.
fn key_pair() -> KeyPair {
    keys::p256("op-1")
}

pub(crate) fn signing_key() -> SigningKey {
    key_pair().signing(&CRYPTO)
}

pub(crate) fn mac_key() -> SigningKey {
    SigningKey::from_secret(&secret(), SignatureAlgorithm::Hs256, &CRYPTO).unwrap()
}

/// Returns the issuer's public key and the client secret as verification keys.
pub(crate) fn keys() -> VerificationKeys {
    VerificationKeys::new(vec![
        VerificationKey::from_jwk(&key_pair().public(), SignatureAlgorithm::Es256, &CRYPTO)
            .unwrap(),
        VerificationKey::from_secret(&secret(), SignatureAlgorithm::Hs256, &CRYPTO).unwrap(),
    ])
}

fn secret() -> Secret {
    Secret::new(b"a client secret of at least 32 bytes".to_vec())
}

/// A login in which the relying party requested everything that it can request.
#[derive(Debug)]
pub(crate) struct Login {
    pub(crate) nonce: Nonce,
    pub(crate) acr_values: Vec<String>,
    pub(crate) access_token: AccessToken,
    pub(crate) code: AuthorizationCode,
    pub(crate) state: State,
    pub(crate) original: OriginalAuthentication,
}

impl Login {
    pub(crate) fn new() -> Self {
        let mut original = claims();
        original.iat = at(ISSUED - 20);
        Self {
            nonce: Nonce::new(NONCE.into()),
            acr_values: vec!["urn:example:gold".into(), "urn:example:silver".into()],
            access_token: AccessToken::new("SlAV32hkKG".into()),
            code: AuthorizationCode::new("SplxlOBeZQQYbYS6WxSbIA".into()),
            state: State::parse(STATE.into()).unwrap(),
            original: OriginalAuthentication::from(&original),
        }
    }

    pub(crate) fn expected(&self) -> ExpectedIdToken<'_> {
        ExpectedIdToken::login(NonceExpectation::Sent(&self.nonce))
            .max_age(seconds(300))
            .acr_values(&self.acr_values)
            .access_token(&self.access_token)
            .code(&self.code)
            .state(&self.state)
    }

    pub(crate) fn refresh(&self) -> ExpectedIdToken<'_> {
        ExpectedIdToken::refresh(&self.original).access_token(&self.access_token)
    }
}

/// Returns the claims with which the provider answers that login.
pub(crate) fn claims() -> IdTokenClaims {
    let issuer = Issuer::new("https://op.example/tenant").unwrap();
    let client_id = ClientId::new(CLIENT).unwrap();
    let mut claims = IdTokenClaims::new(&issuer, SUBJECT, &client_id, at(ISSUED), at(ISSUED + 600));
    claims.aud.push(TRUSTED.into());
    claims.azp = Some(CLIENT.into());
    claims.auth_time = Some(at(ISSUED - 30));
    claims.nonce = Some(Nonce::new(NONCE.into()));
    claims.acr = Some("urn:example:silver".into());
    claims.amr = vec!["pwd".into(), "otp".into()];
    claims.nbf = Some(at(ISSUED));
    claims.jti = Some("6d1c".into());
    claims.extra.insert("groups", vec!["staff"]);
    let algorithm = SignatureAlgorithm::Es256;
    let token = AccessToken::new("SlAV32hkKG".into());
    let code = AuthorizationCode::new("SplxlOBeZQQYbYS6WxSbIA".into());
    claims.at_hash = Some(hash::at_hash(algorithm, &token, &CRYPTO).unwrap());
    claims.c_hash = Some(hash::c_hash(algorithm, &code, &CRYPTO).unwrap());
    let state = State::parse(STATE.into()).unwrap();
    claims.s_hash = Some(hash::s_hash(algorithm, &state, &CRYPTO).unwrap());
    claims
}

pub(crate) fn validator() -> IdTokenValidator {
    let mut policy = IdTokenPolicy::default();
    policy.max_age_of_iat = Some(seconds(200));
    policy.trusted_audiences.push(TRUSTED.into());
    policy.trusted_parties = TrustedParties::Listed(vec![APP.into()]);
    let issuer = Issuer::new("https://op.example/tenant").unwrap();
    let client_id = ClientId::new(CLIENT).unwrap();
    IdTokenValidator::new(issuer, client_id).policy(policy).unwrap()
}

/// Signs any payload, also claims that `IdTokenClaims::sign` refuses.
pub(crate) fn sign_anything(payload: &str) -> EncodedJwt {
    let jws = Jws::new(payload.as_bytes().to_vec()).typ("JWT");
    EncodedJwt::new(jws.sign(&signing_key()).unwrap())
}

/// Returns the valid claims with these members replaced by JSON text. Empty text removes a member.
pub(crate) fn json_with(replaced: &[(&str, &str)]) -> String {
    let kept = Object::from(&claims());
    let mut members: Vec<String> = kept
        .iter()
        .filter(|(name, _)| !replaced.iter().any(|(replaced, _)| replaced == name))
        .map(|(name, value)| format!("{name:?}:{value}"))
        .collect();
    let present = replaced.iter().filter(|(_, value)| !value.is_empty());
    members.extend(present.map(|(name, value)| format!("{name:?}:{value}")));
    format!("{{{}}}", members.join(","))
}

pub(crate) fn validate(token: &EncodedJwt) -> Result<IdToken, IdTokenError> {
    validator().validate(token, &keys(), &Login::new().expected(), &CRYPTO, clock(NOW))
}

/// Validates a token with the valid claims in which these members are replaced.
pub(crate) fn validate_with(replaced: &[(&str, &str)]) -> Result<IdToken, IdTokenError> {
    validate(&sign_anything(&json_with(replaced)))
}
