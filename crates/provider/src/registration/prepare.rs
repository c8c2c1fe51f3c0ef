//! The metadata that is registered for a client: the metadata that it asks for, after all rules
//! that need no HTTP request.

use symbolon_oauth::EncodedJwt;
use symbolon_registration::{ClientMetadata, HttpUrls, Offer, RULES};
use time::OffsetDateTime;

use super::policy_rules::Asked;
use super::{RegistrationError, rules, statement};
use crate::{InitialAccessTokenTerms, Provider, RegistrationPolicy};

/// The names of settings that are not client metadata. They are never kept, whatever the policy
/// says, so that a record never shows them as if the operator had set them.
const SETTINGS: [&str; 7] = [
    "registered_by",
    "pkce",
    "request_object_rule",
    "assertion_audience_token_endpoint",
    "client_secret_fingerprint",
    "client_secret_expires",
    "extra",
];

impl Provider {
    /// Returns the settings for clients that register themselves.
    pub(super) fn registration_policy(&self) -> Result<&RegistrationPolicy, RegistrationError> {
        self.policy().registration.as_ref().ok_or(RegistrationError::Disabled)
    }

    /// Returns the metadata that is registered for a client that asks for `asked`.
    pub(super) fn prepare(
        &self,
        asked: &ClientMetadata,
        statement: Option<&EncodedJwt>,
        terms: Option<&InitialAccessTokenTerms>,
        now: OffsetDateTime,
    ) -> Result<ClientMetadata, RegistrationError> {
        let policy = self.registration_policy()?;
        let statement = statement::verify(self, policy, statement, now)?;
        // RFC 7591 §2.3: the values of a trusted statement win over plain values.
        let mut metadata = match statement {
            Some(statement) => statement.apply(asked)?,
            None => asked.clone(),
        };
        keep_members(&mut metadata, policy);
        let http = match self.issuer().is_https() {
            true => HttpUrls::Refused,
            false => HttpUrls::OnLoopback,
        };
        check_choices(&metadata, http)?;
        metadata.choose(self.metadata())?;
        self.fill_defaults(&mut metadata, policy);
        match http {
            HttpUrls::Refused => metadata.validate()?,
            HttpUrls::OnLoopback => metadata.validate_on_loopback()?,
        }
        metadata.fit(self.metadata())?;
        let provider = self.policy();
        let asked = Asked { metadata: &metadata, provider, policy, terms };
        rules::check_client(&asked)?;
        metadata.scope = Some(asked.allowed_scope());
        Ok(metadata)
    }

    /// Writes the default of each member that is omitted. If the provider does not sign with the
    /// default algorithm, its first algorithm that the policy allows takes the place of the default
    /// ([RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1)).
    fn fill_defaults(&self, metadata: &mut ClientMetadata, policy: &RegistrationPolicy) {
        let stated = (
            metadata.id_token_signed_response_alg.is_some(),
            metadata.authorization_signed_response_alg.is_some(),
        );
        metadata.fill_defaults();
        let offer = Offer::of(self.metadata());
        let allowed =
            |name: &String| policy.algorithms.as_ref().is_none_or(|list| list.contains(name));
        for (stated, algorithm, list) in [
            (
                stated.0,
                &mut metadata.id_token_signed_response_alg,
                "id_token_signing_alg_values_supported",
            ),
            (
                stated.1,
                &mut metadata.authorization_signed_response_alg,
                "authorization_signing_alg_values_supported",
            ),
        ] {
            let offered: Vec<String> = offer.values(list).into_iter().filter(allowed).collect();
            let is_default = !stated && algorithm.is_some();
            if is_default && !algorithm.as_ref().is_some_and(|name| offered.contains(name)) {
                *algorithm = offered.into_iter().next().or(algorithm.take());
            }
        }
    }
}

/// Leaves out the members that this library does not know, except those that the policy keeps
/// ([RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591#section-2)).
fn keep_members(metadata: &mut ClientMetadata, policy: &RegistrationPolicy) {
    let is_kept = |name: &str| {
        // Registration §2.1: a language tag follows the name.
        let name = name.split_once('#').map_or(name, |(name, _)| name);
        policy.kept_members.iter().any(|kept| kept == name) && !SETTINGS.contains(&name)
    };
    let unknown = metadata.extra.iter().map(|(name, _)| name.to_owned());
    let unknown: Vec<String> = unknown.filter(|name| !is_kept(name)).collect();
    for name in unknown {
        metadata.extra.remove(&name);
    }
}

/// Checks the rules of the lists of choices, which [`ClientMetadata::choose`] removes.
fn check_choices(metadata: &ClientMetadata, http: HttpUrls) -> Result<(), RegistrationError> {
    for rule in RULES.iter().filter(|rule| rule.id().starts_with("choices.")) {
        (rule.check())(metadata, http)?;
    }
    Ok(())
}
