//! Deviations of real providers from the rules of the ID Token. All deviations are off by default.

mod issuer_template;

use std::borrow::Cow;

use serde_json::Value;
use symbolon_jose::jws::JwsQuirks;
use symbolon_jose::{Excerpt, Object};
use symbolon_oauth::Issuer;

pub use issuer_template::{IssuerTemplate, IssuerTemplateError};

use super::IdTokenError;
use crate::claims::integer_to_text;

/// Deviations of a provider's ID Tokens from the specification. All deviations are off by default;
/// turn on only those that your provider needs, with
/// [`IdTokenValidator::quirks`](super::IdTokenValidator::quirks).
///
/// No deviation turns off the signature, the audience or the expiry.
///
/// ```
/// use symbolon_oidc::{AcceptedIssuers, IdTokenQuirks};
///
/// let mut quirks = IdTokenQuirks::default();
/// quirks.issuers = AcceptedIssuers::Also(vec!["accounts.google.com".to_owned()]);
/// assert!(!quirks.events_claim);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct IdTokenQuirks {
    /// The values of `iss` that are accepted.
    pub issuers: AcceptedIssuers,
    /// The token is allowed to have a custom claim with the name `events`. Needed for providers
    /// whose administrators can define claims, such as Auth0 and Keycloak.
    ///
    /// Cost: `events` usually shows that a token is a security event token, such as a logout token,
    /// and not an ID Token. A security event token is still refused if `events` has the form of
    /// [RFC 8417 §2.2](https://www.rfc-editor.org/rfc/rfc8417#section-2.2): an object with at least
    /// one member whose name is a URI.
    pub events_claim: bool,
    /// The `auth_time` of a refreshed ID Token is allowed to differ from the original `auth_time`.
    /// Needed for Azure AD B2C, which sets a new `auth_time` at each refresh.
    ///
    /// Cost: after a refresh, `auth_time` does not say when the user last authenticated. Take that
    /// time from the ID Token of the login.
    pub refreshed_auth_time: bool,
    /// Values of `typ` in the header that are accepted besides `JWT` and `application/jwt`, compared
    /// exactly. Providers that invent a type for ID Tokens need it.
    ///
    /// Cost: the header no longer tells an ID Token from another kind of token with this type. The
    /// audience, the nonce and the claims of other kinds are still checked. Never list the type of
    /// another kind of token that the provider signs, such as `at+jwt` or `logout+jwt`.
    pub other_types: Vec<String>,
    /// A `sub` that is an integer is read as its digits. Needed by providers that identify users by
    /// the row of a database, such as older versions of MediaWiki.
    ///
    /// Cost: the users `35` and `"35"` are the same user.
    pub numeric_subject: bool,
    /// A `sub` may have more than 255 characters, and characters outside ASCII. Needed by providers
    /// that use names of a directory as `sub`.
    ///
    /// Cost: two texts that look alike can be two users. Your database must compare `sub` byte by
    /// byte and keep all of it, or one user can sign in as another.
    pub any_subject: bool,
    /// `exp`, `iat`, `nbf` and `auth_time` may be strings of digits. Needed by providers whose
    /// libraries write every claim as a string, such as older versions of ASOS on Katana.
    ///
    /// Cost: none. The times are checked as usual.
    pub string_times: bool,
    /// The deviations of the token itself, such as `"kid": null` in its header.
    pub jws: JwsQuirks,
}

/// The values of `iss` that are accepted in an ID Token
/// ([Core §3.1.3.7 (2)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AcceptedIssuers {
    /// `iss` must be exactly the issuer of the validator. This is the rule of the specification.
    #[default]
    Exact,
    /// `iss` is also allowed to be one of these texts, which are other spellings of the same
    /// issuer. Needed for Google: some of its ID Tokens contain `accounts.google.com` instead of
    /// `https://accounts.google.com`. The claims of the validated token contain the issuer of the
    /// validator, whichever spelling was received.
    ///
    /// Cost: a token with any of these spellings counts as a token of the validator's issuer. The
    /// signature is still verified with the keys of that issuer, so list only spellings that this
    /// provider uses.
    Also(Vec<String>),
    /// `iss` must be the text of this template, with the `tid` of the token instead of
    /// `{tenantid}`. The issuer of the validator is then not compared with `iss`. Needed for
    /// Microsoft Entra, if an app accepts users of several tenants. The claims of the validated
    /// token contain the issuer of the tenant, and a refreshed ID Token must have the same issuer.
    ///
    /// Cost: users of all accepted tenants can sign in. Limit them with
    /// [`IssuerTemplate::tenants`], or decide by the `iss` of the validated token. Identify a user
    /// by `iss` and `sub` together. Every key that you pass to the validator verifies the tokens of
    /// every tenant: leave out the keys whose member `issuer` names another tenant, as
    /// `KeySource::tenants` of `symbolon-discovery` does.
    Tenants(IssuerTemplate),
}

impl IdTokenQuirks {
    /// Rewrites the accepted deviations of the claims to the form that the specification requires.
    pub(super) fn rewritten(&self, mut claims: Object) -> Object {
        if self.numeric_subject {
            integer_to_text(&mut claims, "sub");
        }
        for name in ["exp", "iat", "nbf", "auth_time"] {
            let text = claims.get(name).and_then(Value::as_str).filter(|_| self.string_times);
            let digits = text.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
            if let Some(seconds) = digits.and_then(|digits| digits.parse::<i64>().ok()) {
                claims.insert(name, seconds);
            }
        }
        claims
    }

    /// Returns `typ` of a header, or `None` if it is a type that is accepted as absent.
    pub(super) fn typ<'t>(&self, typ: Option<&'t str>) -> Option<&'t str> {
        typ.filter(|typ| !self.other_types.iter().any(|other| other == typ))
    }
}

impl AcceptedIssuers {
    /// Returns whether an ID Token of this issuer can be accepted by a validator whose own issuer
    /// is `expected`. Use this function to check that a stored session belongs to a relying party.
    #[must_use]
    pub fn admits(&self, issuer: &Issuer, expected: &Issuer) -> bool {
        match self {
            Self::Exact | Self::Also(_) => issuer == expected,
            Self::Tenants(template) => {
                template.tenant_of(issuer.as_str()).is_some_and(|tenant| template.accepts(tenant))
            }
        }
    }

    /// Returns the issuer for which an ID Token with this `iss` counts, or `None` if a validator
    /// whose own issuer is `expected` refuses that `iss`. Use it to compare the `iss` of two tokens.
    #[must_use]
    pub fn issuer_of(&self, iss: &str, expected: &Issuer) -> Option<Issuer> {
        match self {
            Self::Tenants(template) => template.issuer(template.tenant_of(iss)?),
            Self::Exact => (iss == expected.as_str()).then(|| expected.clone()),
            Self::Also(spellings) => (iss == expected.as_str()
                || spellings.iter().any(|spelling| spelling == iss))
            .then(|| expected.clone()),
        }
    }

    /// Returns the accepted issuer that a token names. For a template, `iss` and `tid` name the
    /// issuer. Otherwise, `iss` names the issuer.
    pub(super) fn resolve<'a>(
        &self,
        iss: &str,
        tid: impl FnOnce() -> Result<&'a str, IdTokenError>,
        expected: &'a Issuer,
    ) -> Result<Cow<'a, Issuer>, IdTokenError> {
        let accepted = match self {
            Self::Tenants(template) => return template.resolve(iss, tid()?).map(Cow::Owned),
            // §3.1.3.7 (2): the issuer identifier exactly matches the `iss` claim.
            Self::Exact => iss == expected.as_str(),
            Self::Also(spellings) => {
                iss == expected.as_str() || spellings.iter().any(|spelling| spelling == iss)
            }
        };
        if accepted {
            return Ok(Cow::Borrowed(expected));
        }
        Err(IdTokenError::Issuer { found: Excerpt::new(iss), expected: expected.clone() })
    }
}
