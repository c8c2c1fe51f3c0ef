//! One change to a valid ID Token, one exact error: for the relying party and for the provider.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jws::Jws;
use symbolon_jose::{Object, SigningKey};
use symbolon_oauth::EncodedJwt;
use symbolon_oidc::id_token::rules::RULES;
use symbolon_oidc::id_token::{Explanation, Outcome};
use symbolon_oidc::{
    ExpectedIdToken, IdToken, IdTokenClaims, IdTokenError, IssueError, OriginalAuthentication,
};

use crate::fixture::{self, CLIENT, ISSUED, Login, NOW, SUBJECT, at, clock};
use crate::matrix_table::{Issuing, Mutation, Occasion, Row, rows};

/// A valid ID Token for an occasion, and the login that expects it.
struct Case {
    occasion: Occasion,
    login: Login,
    claims: IdTokenClaims,
    key: SigningKey,
}

impl Case {
    fn of(occasion: Occasion) -> Self {
        let (mut login, mut claims) = (Login::new(), fixture::claims());
        let key = match occasion {
            Occasion::Mac => fixture::mac_key(),
            Occasion::Login | Occasion::Refresh => fixture::signing_key(),
        };
        if let Occasion::Refresh = occasion {
            claims.aud = vec![CLIENT.into()];
            let iat = login.original.iat;
            login.original = OriginalAuthentication::from(&claims);
            login.original.iat = iat;
            claims.nonce = None;
            (claims.c_hash, claims.s_hash) = (None, None);
        }
        Self { occasion, login, claims, key }
    }

    fn expected(&self) -> ExpectedIdToken<'_> {
        match self.occasion {
            Occasion::Login | Occasion::Mac => {
                self.login.expected().subject(SUBJECT).authenticated_since(at(NOW - 60))
            }
            Occasion::Refresh => self.login.refresh(),
        }
    }

    fn sign_anything(&self, payload: &str) -> EncodedJwt {
        let jws = Jws::new(payload.as_bytes().to_vec()).typ("JWT");
        EncodedJwt::new(jws.sign(&self.key).unwrap())
    }

    fn token(&self, mutation: &Mutation) -> EncodedJwt {
        let mut claims = self.claims.clone();
        match mutation {
            Mutation::Claims(mutate) => {
                mutate(&mut claims);
                self.sign_anything(&Object::from(&claims).to_json())
            }
            Mutation::Members(name, value) => {
                self.sign_anything(&fixture::json_with(&[(name, value)]))
            }
            Mutation::Payload(payload) => self.sign_anything(payload),
            Mutation::Token(mutate) => {
                let token = self.sign_anything(&Object::from(&claims).to_json());
                EncodedJwt::new(mutate(token.expose()))
            }
        }
    }

    fn validate(&self, token: &EncodedJwt) -> Result<IdToken, IdTokenError> {
        let (validator, keys) = (fixture::validator(), fixture::keys());
        validator.validate(token, &keys, &self.expected(), &CRYPTO, clock(NOW))
    }

    fn explain(&self, token: &EncodedJwt) -> Explanation {
        let (validator, keys) = (fixture::validator(), fixture::keys());
        validator.explain(token, &keys, &self.expected(), &CRYPTO, clock(NOW))
    }
}

#[test]
fn the_unchanged_tokens_are_valid_and_can_be_issued() {
    for occasion in [Occasion::Login, Occasion::Refresh] {
        let case = Case::of(occasion);
        let token = case.claims.sign_for(&case.expected(), &case.key, &CRYPTO).unwrap();
        let id_token = case.validate(&token).unwrap();
        assert_eq!(*id_token.claims(), case.claims, "{occasion:?}");
        assert_eq!(id_token.encoded(), &token);
        assert_eq!(case.explain(&token).error(), None);
    }
    let mut case = Case::of(Occasion::Mac);
    case.claims.aud = vec![CLIENT.into()];
    let token = case.claims.sign_for(&case.expected(), &case.key, &CRYPTO).unwrap();
    assert!(case.validate(&token).is_ok());
}

#[test]
fn core_3_1_3_7_one_change_one_error() {
    for Row { rule, how, occasion, mutation, error, .. } in rows() {
        let case = Case::of(occasion);
        let token = case.token(&mutation);
        assert_eq!(case.validate(&token).err(), Some(error), "{rule}: {how}");
    }
}

#[test]
fn core_3_1_3_7_explain_finds_the_error_of_validate() {
    for Row { rule, how, occasion, mutation, error, .. } in rows() {
        let case = Case::of(occasion);
        let explanation = case.explain(&case.token(&mutation));
        assert_eq!(explanation.error(), Some(&error), "{rule}: {how}");
        let broken = explanation.findings().iter().find(|finding| finding.rule.id() == rule);
        assert!(matches!(broken.unwrap().outcome, Outcome::Failed(_)), "{rule}: {how}");
    }
}

#[test]
fn core_2_a_provider_does_not_issue_a_token_that_would_be_refused() {
    for Row { rule, how, occasion, mutation, error, issuing } in rows() {
        let Mutation::Claims(mutate) = mutation else {
            assert!(matches!(issuing, Issuing::Cannot(_)), "{rule}: {how}");
            continue;
        };
        let mut case = Case::of(occasion);
        mutate(&mut case.claims);
        let issued = case.claims.sign_for(&case.expected(), &case.key, &CRYPTO);
        let (refused, why) = match issuing {
            Issuing::Refuses => (Some(at_time_of_issue(error)), "the same rule"),
            Issuing::RefusesAs(error) => (Some(IssueError::Refused(error)), "another rule"),
            Issuing::Cannot(why) => (None, why),
        };
        assert_eq!(issued.err(), refused, "{rule}: {how} ({why})");
    }
}

#[test]
fn attack_126_an_error_contains_no_secret_and_no_subject() {
    let (login, claims) = (Login::new(), fixture::claims());
    let secrets = [
        login.nonce.expose(),
        login.access_token.expose(),
        login.code.expose(),
        login.state.expose(),
        claims.sub.as_str(),
        claims.at_hash.as_deref().unwrap(),
        claims.c_hash.as_deref().unwrap(),
        claims.s_hash.as_deref().unwrap(),
    ];
    for Row { rule, how, error, .. } in rows() {
        let text = format!("{error} {error:?}");
        assert!(secrets.iter().all(|secret| !text.contains(secret)), "{rule}: {how}: {text}");
    }
}

/// Returns the error of a provider that checks the claims at the time `iat` instead of `NOW`.
fn at_time_of_issue(mut error: IdTokenError) -> IssueError {
    use IdTokenError as E;
    if let E::Expired { now, .. } | E::NotYetValid { now, .. } | E::AuthTimeInFuture { now, .. } =
        &mut error
    {
        *now = at(ISSUED);
    }
    IssueError::Refused(error)
}

#[test]
fn every_rule_is_broken_once() {
    let rows = rows();
    for rule in RULES {
        assert!(rows.iter().any(|row| row.rule == rule.id()), "no row breaks {}", rule.id());
    }
}

#[test]
fn error_codes_are_stable() {
    let codes: std::collections::BTreeSet<_> = rows().iter().map(|row| row.error.code()).collect();
    assert!(codes.iter().all(|code| code.contains('.')));
    let subject = IdTokenError::Subject { bytes: 0 };
    assert_eq!(subject.code(), "id_token.subject");
    assert_eq!(IssueError::Refused(subject).code(), "id_token.subject");
}
