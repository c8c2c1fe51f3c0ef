//! One mutation of one valid ID Token, one exact error: for the relying party and the provider.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jws::Jws;
use symbolon_jose::{Object, SigningKey};
use symbolon_oauth::EncodedJwt;
use symbolon_oidc::id_token::rules::RULES;
use symbolon_oidc::id_token::{Explanation, Outcome};
use symbolon_oidc::{
    ExpectedIdToken, IdToken, IdTokenClaims, IdTokenError, IssueError, OriginalAuthentication,
};

use crate::fixture::{self, CLIENT, Login, NOW, clock};
use crate::matrix_table::{Issuing, Mutation, Occasion, Row, rows};

/// One valid ID Token for each occasion, and who expects it.
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
            claims.c_hash = None;
        }
        Self { occasion, login, claims, key }
    }

    fn expected(&self) -> ExpectedIdToken<'_> {
        match self.occasion {
            Occasion::Login | Occasion::Mac => self.login.expected(),
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
fn the_tokens_that_are_mutated_are_valid_and_may_be_issued() {
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
fn core_3_1_3_7_one_mutation_one_error() {
    for Row { rule, how, occasion, mutation, error, .. } in rows() {
        let case = Case::of(occasion);
        let token = case.token(&mutation);
        assert_eq!(case.validate(&token).err(), Some(error), "{rule}: {how}");
    }
}

#[test]
fn core_3_1_3_7_explaining_finds_what_validating_refuses() {
    for Row { rule, how, occasion, mutation, error, .. } in rows() {
        let case = Case::of(occasion);
        let explanation = case.explain(&case.token(&mutation));
        assert_eq!(explanation.error(), Some(error), "{rule}: {how}");
        let broken = explanation.findings().iter().find(|finding| finding.rule.id() == rule);
        assert!(matches!(broken.unwrap().outcome, Outcome::Failed(_)), "{rule}: {how}");
    }
}

#[test]
fn core_2_a_provider_does_not_issue_what_would_be_refused() {
    for Row { rule, how, occasion, mutation, error, issuing } in rows() {
        let Mutation::Claims(mutate) = mutation else {
            assert!(matches!(issuing, Issuing::Cannot(_)), "{rule}: {how}");
            continue;
        };
        let mut case = Case::of(occasion);
        mutate(&mut case.claims);
        let issued = case.claims.sign_for(&case.expected(), &case.key, &CRYPTO);
        let (refused, why) = match issuing {
            Issuing::Refuses => (Some(IssueError::Refused(error)), "the same rule"),
            Issuing::RefusesAs(error) => (Some(IssueError::Refused(error)), "another rule"),
            Issuing::Cannot(why) => (None, why),
        };
        assert_eq!(issued.err(), refused, "{rule}: {how} ({why})");
    }
}

#[test]
fn every_rule_is_broken_once() {
    let rows = rows();
    for rule in RULES {
        assert!(rows.iter().any(|row| row.rule == rule.id()), "no row breaks {}", rule.id());
    }
}

#[test]
fn every_error_has_a_code_of_its_own() {
    let codes: std::collections::BTreeSet<_> = rows().iter().map(|row| row.error.code()).collect();
    assert!(codes.iter().all(|code| code.contains('.')));
    assert_eq!(IdTokenError::Issuer.code(), "id_token.issuer");
    assert_eq!(IssueError::Refused(IdTokenError::Subject).code(), "id_token.subject");
}
