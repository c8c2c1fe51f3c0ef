//! ID Tokens at the relying party.

use core::time::Duration;

use symbolon_jose::jws::CompactJws;
use symbolon_oauth::{AccessToken, AuthorizationCode, EncodedJwt};
use symbolon_oidc::{
    AcceptedIssuers, ExpectedIdToken, IdTokenPolicy, IdTokenQuirks, IdTokenValidator,
    IssuerTemplate, Nonce, NonceExpectation, TrustedParties,
};
use symbolon_test_support::names::{NONCE, client_id, issuer};

use crate::checksum::CHECKSUM;
use crate::{Accepted, jws, jwt, keys, text};

/// The access token that every seed comes with.
pub(crate) const ACCESS_TOKEN: &str = "SlAV32hkKG";
/// The authorization code that every seed comes with.
pub(crate) const CODE: &str = "SplxlOBeZQQYbYS6WxSbIA";

/// Validates an ID Token. A valid one has the expected claims, and `explain` reports the same rules
/// that `validate` applies. An input with a wrong signature is tried again with the right one.
pub(crate) fn id_token(data: &[u8]) -> Option<Accepted> {
    let token = text(data)?;
    let accepted = validated(token);
    if let Ok(jws) = CompactJws::parse(token)
        && let Some(forged) = jws::signed(token, jws.header().alg())
    {
        let _ = validated(&forged);
    }
    accepted
}

fn validated(token: &str) -> Option<Accepted> {
    let validator = IdTokenValidator::new(issuer(), client_id());
    let token = EncodedJwt::new(token.to_owned());
    let nonce = Nonce::new(NONCE.to_owned());
    let access_token = AccessToken::new(ACCESS_TOKEN.to_owned());
    let code = AuthorizationCode::new(CODE.to_owned());
    let login = ExpectedIdToken::login(NonceExpectation::Sent(&nonce))
        .max_age(Duration::from_secs(300))
        .access_token(&access_token)
        .code(&code);

    let validate = |expected: &ExpectedIdToken<'_>| {
        let (keys, now) = (keys::verification(), jwt::now());
        let answer = validator.validate(&token, keys, expected, &CHECKSUM, now);
        let explained = validator.explain(&token, keys, expected, &CHECKSUM, now);
        let _ = explained.to_string();
        assert_eq!(answer.as_ref().err(), explained.error());
        answer
    };
    if let Ok(hint) = validate(&ExpectedIdToken::hint()) {
        let original = hint.original_authentication();
        let _ = validate(&ExpectedIdToken::refresh(&original));
    }
    with_quirks(&token, &login);
    let id_token = validate(&login).ok()?;
    assert_eq!(id_token.iss, issuer());
    assert!(id_token.aud.iter().any(|aud| aud == jwt::AUDIENCE));
    assert_eq!(id_token.nonce.as_ref().map(Nonce::expose), Some(NONCE));
    assert!(!id_token.sub.is_empty() && id_token.sub.len() <= 255);
    assert!(id_token.auth_time.is_some(), "max_age requires it");
    assert!(jwt::NOW < id_token.exp.seconds() + 60);
    Some(Accepted)
}

/// Validates a token with every quirk. No quirk turns off the audience or the expiry.
fn with_quirks(token: &EncodedJwt, login: &ExpectedIdToken<'_>) {
    let template = IssuerTemplate::new("https://op.example/{tenantid}/v2.0");
    let mut policy = IdTokenPolicy::default();
    policy.trusted_parties = TrustedParties::Any;
    let validator = IdTokenValidator::new(issuer(), client_id());
    let validator = validator.policy(policy).expect("the policy is valid");
    for issuers in [
        AcceptedIssuers::Also(vec!["op.example".to_owned()]),
        AcceptedIssuers::Tenants(template.expect("the template is valid")),
    ] {
        let mut quirks = IdTokenQuirks::default();
        quirks.issuers = issuers;
        quirks.events_claim = true;
        quirks.numeric_subject = true;
        quirks.any_subject = true;
        quirks.string_times = true;
        quirks.jws.numeric_kid = true;
        quirks.jws.any_key = true;
        quirks.refreshed_auth_time = true;
        let (keys, now) = (keys::verification(), jwt::now());
        let validator = validator.clone().quirks(quirks.clone());
        if let Ok(id_token) = validator.validate(token, keys, login, &CHECKSUM, now) {
            assert!(quirks.issuers.admits(&id_token.iss, &issuer()));
            assert!(id_token.aud.iter().all(|aud| aud == jwt::AUDIENCE));
            assert!(jwt::NOW < id_token.exp.seconds() + 60);
        }
    }
}
