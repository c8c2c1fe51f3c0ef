//! The rules of the policy about the metadata of a client.

use symbolon_jose::json::document::TextValue;
use symbolon_jose::rule::Verdict;
use symbolon_jose::{Excerpt, Excerpts, KeyManagementAlgorithm, SignatureAlgorithm};
use symbolon_oauth::{ClientAuthenticationMethod, Scope};
use symbolon_registration::{CHOICES, Choice, ClientMetadata, ClientMetadataError, SecretUse};
use url::{Host, Url};

use super::error::Checked;
use crate::{ForeignPages, InitialAccessTokenTerms, ProviderPolicy, RegistrationPolicy};

/// The metadata that a client asks for, and what the provider allows.
pub(super) struct Asked<'a> {
    pub(super) metadata: &'a ClientMetadata,
    pub(super) provider: &'a ProviderPolicy,
    pub(super) policy: &'a RegistrationPolicy,
    pub(super) terms: Option<&'a InitialAccessTokenTerms>,
}

/// Core §10.1: the key of a MAC is the client secret itself, and a hash of the secret is not enough.
pub(super) fn secret_in_clear(asked: &Asked<'_>) -> Checked {
    let metadata = asked.metadata;
    if !matches!(metadata.secret_use(), SecretUse::Key { .. }) {
        return Ok(Verdict::NotApplicable);
    }
    if asked.policy.keeps_secrets_in_clear {
        return Ok(Verdict::Held);
    }
    let needs = algorithms_of(metadata).find(|(_, name)| needs_secret(name));
    let method = metadata.authentication_method();
    let (member, found) = needs.unwrap_or(("token_endpoint_auth_method", method.as_str()));
    let expected = "a value that does not need the text of the client secret, because the provider \
                    keeps only its hash";
    Err(refused(member, found, expected))
}

pub(super) fn grant_types(asked: &Asked<'_>) -> Checked {
    let found = asked.metadata.effective_grant_types();
    let of_terms = asked.terms.and_then(|terms| terms.grant_types.as_ref());
    within("grant_types", &found, asked.policy.grant_types.as_ref())?;
    within("grant_types", &found, of_terms)
}

pub(super) fn response_types(asked: &Asked<'_>) -> Checked {
    let found = asked.metadata.effective_response_types();
    within("response_types", &found, asked.policy.response_types.as_ref())
}

pub(super) fn method(asked: &Asked<'_>) -> Checked {
    let found = asked.metadata.authentication_method();
    let allowed = asked.policy.authentication_methods.as_ref();
    within("token_endpoint_auth_method", &[found], allowed)
}

pub(super) fn public_clients(asked: &Asked<'_>) -> Checked {
    if asked.metadata.authentication_method() != ClientAuthenticationMethod::NONE {
        return Ok(Verdict::NotApplicable);
    }
    if asked.policy.allows_public_clients {
        return Ok(Verdict::Held);
    }
    let expected = "another method, because the provider registers no public clients";
    Err(refused("token_endpoint_auth_method", "none", expected))
}

pub(super) fn algorithms(asked: &Asked<'_>) -> Checked {
    let allowed = asked.policy.algorithms.as_ref();
    let mut verdict = Verdict::NotApplicable;
    for (member, name) in algorithms_of(asked.metadata) {
        verdict = within(member, &[name.to_owned()], allowed)?;
    }
    Ok(verdict)
}

pub(super) fn hosts(asked: &Asked<'_>) -> Checked {
    let of_terms = asked.terms.and_then(|terms| terms.hosts.as_ref());
    let lists = [asked.policy.hosts.as_ref(), of_terms];
    let mut verdict = Verdict::NotApplicable;
    for allowed in lists.into_iter().flatten() {
        for uri in &asked.metadata.redirect_uris {
            let host = host(uri.as_str());
            let is_allowed = |it: &String| Some(it.to_ascii_lowercase()) == host;
            if !allowed.iter().any(is_allowed) {
                let expected = "a URI with a host that the provider allows";
                return Err(refused("redirect_uris", uri.as_str(), expected));
            }
            verdict = Verdict::Held;
        }
    }
    Ok(verdict)
}

/// Returns the host of an `http` or `https` URI, in lower case.
fn host(uri: &str) -> Option<String> {
    let url = Url::parse(uri).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    url.host().map(|host: Host<&str>| host.to_string().to_ascii_lowercase())
}

/// Registration §9.1: a page on another host can imitate the page of another client.
pub(super) fn pages(asked: &Asked<'_>) -> Checked {
    if asked.policy.foreign_pages != ForeignPages::Refused {
        return Ok(Verdict::NotApplicable);
    }
    match asked.metadata.foreign_pages().next() {
        None => Ok(Verdict::Held),
        Some((member, url)) => {
            let expected = "a URL with the scheme and host of a redirect URI";
            Err(refused(member, url.as_str(), expected))
        }
    }
}

/// Registration §2.1: the consent page would show an unchecked logo to users of another language.
pub(super) fn one_logo(asked: &Asked<'_>) -> Checked {
    if !asked.policy.checks_logo {
        return Ok(Verdict::NotApplicable);
    }
    match asked.metadata.logo_uri.by_language.values().next() {
        None => Ok(Verdict::Held),
        Some(url) => {
            let expected =
                "one URL without a language tag, because the provider checks only one logo";
            Err(refused("logo_uri", url.as_str(), expected))
        }
    }
}

/// RFC 7591 §2: the provider leaves out scope values that the client cannot have.
pub(super) fn scope(asked: &Asked<'_>) -> Checked {
    let Some(stated) = &asked.metadata.scope else { return Ok(Verdict::NotApplicable) };
    let left = asked.allowed_scope();
    if stated.iter().any(|value| left.contains(value)) {
        return Ok(Verdict::Held);
    }
    let found: Vec<String> = stated.iter().map(str::to_owned).collect();
    let offered: Vec<String> = asked.all_scopes().iter().map(str::to_owned).collect();
    let (found, offered) = (Excerpts::new(&found), Excerpts::new(&offered));
    Err(ClientMetadataError::NotOffered { member: "scope", found, offered }.into())
}

impl Asked<'_> {
    /// Returns the scope that is registered: the values that the client asks for and can have, or all
    /// values that it can have if it does not ask.
    pub(super) fn allowed_scope(&self) -> Scope {
        let all = self.all_scopes();
        match &self.metadata.scope {
            Some(stated) => collect(stated.iter().filter(|value| all.contains(value))),
            None => all,
        }
    }

    /// Returns the scope values that the client can have. `openid` is always allowed.
    fn all_scopes(&self) -> Scope {
        let lists = [self.policy.scopes.as_ref(), self.terms.and_then(|it| it.scopes.as_ref())];
        let allowed = |value: &&str| lists.iter().flatten().all(|list| list.contains(value));
        let offered = self.provider.scopes.iter().filter(|value| *value != "openid");
        collect(core::iter::once("openid").chain(offered.filter(allowed)))
    }
}

fn collect<'a>(values: impl Iterator<Item = &'a str>) -> Scope {
    let mut scope = Scope::new();
    for value in values {
        // The values come from a scope, so the insertion succeeds.
        let _ = scope.insert(value);
    }
    scope
}

/// Returns the algorithms of the metadata, each with the name of its member.
pub(super) fn algorithms_of(
    metadata: &ClientMetadata,
) -> impl Iterator<Item = (&'static str, &str)> {
    let others = ["subject_type", "token_endpoint_auth_method"];
    let choices = CHOICES.iter().filter(move |choice| !others.contains(&choice.member()));
    choices.filter_map(move |choice: &Choice| Some((choice.member(), choice.value(metadata)?)))
}

/// Returns whether an algorithm uses the client secret as its key.
fn needs_secret(name: &str) -> bool {
    name.parse::<SignatureAlgorithm>().is_ok_and(SignatureAlgorithm::is_mac)
        || name.parse::<KeyManagementAlgorithm>().is_ok_and(|it| it.is_shared_key())
}

/// Checks that the policy allows each value. A policy without a list allows every value.
fn within<T: TextValue + PartialEq>(
    member: &'static str,
    found: &[T],
    allowed: Option<&Vec<T>>,
) -> Checked {
    let Some(allowed) = allowed else { return Ok(Verdict::NotApplicable) };
    let outside: Vec<String> = found
        .iter()
        .filter(|value| !allowed.contains(value))
        .map(|value| value.as_text().to_owned())
        .collect();
    if outside.is_empty() {
        return Ok(Verdict::Held);
    }
    let offered: Vec<String> = allowed.iter().map(|value| value.as_text().to_owned()).collect();
    let (found, offered) = (Excerpts::new(&outside), Excerpts::new(&offered));
    Err(ClientMetadataError::NotOffered { member, found, offered }.into())
}

fn refused(member: &'static str, found: &str, expected: &'static str) -> super::RegistrationError {
    ClientMetadataError::Refused { member, found: Excerpt::new(found), expected }.into()
}
