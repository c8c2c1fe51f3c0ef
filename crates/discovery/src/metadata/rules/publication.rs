//! The rules that bind a provider which publishes metadata.

use symbolon_jose::json::document::{Member, TextValue};
use symbolon_jose::rule::{Rule, Section, Verdict};
use symbolon_jose::{Excerpts, rfc};

use super::DISCOVERY_3;
use crate::metadata::{ProviderMetadata, PublicationError, members};

/// A rule that metadata must obey when a provider publishes it. Relying parties do not check the
/// rule.
pub type PublicationRule = Rule<fn(&ProviderMetadata) -> Result<Verdict, PublicationError>>;

/// RFC 8414 §2, which defines the algorithms of client assertions for all three endpoints.
const RFC_8414_2: Section = rfc!("8414", "2");

/// Creates the rule that a list of algorithms for client assertions does not contain `none`.
macro_rules! no_none {
    ($algorithms:ident, $section:ident) => {
        Rule::new(
            concat!(stringify!($algorithms), ".none"),
            $section,
            concat!("`", stringify!($algorithms), "` does not contain `none`"),
            |metadata| no_none(members::$algorithms, &metadata.$algorithms),
        )
    };
}

/// Creates the rule that a provider which accepts client assertions states their algorithms.
macro_rules! stated {
    ($algorithms:ident, $methods:ident) => {
        Rule::new(
            stringify!($algorithms),
            RFC_8414_2,
            concat!(
                "`",
                stringify!($algorithms),
                "` is present if `",
                stringify!($methods),
                "` contains `private_key_jwt` or `client_secret_jwt`",
            ),
            |metadata| stated(members::$algorithms, &metadata.$algorithms, &metadata.$methods),
        )
    };
}

/// The rules that metadata must obey when a provider publishes it, in addition to
/// [`RULES`](super::RULES).
#[rustfmt::skip]
pub static PUBLICATION_RULES: &[PublicationRule] = &[
    Rule::new("scopes_supported.openid", DISCOVERY_3, "`scopes_supported`, if present, contains `openid`", openid),
    Rule::new("id_token_signing_alg_values_supported.RS256", DISCOVERY_3, "`id_token_signing_alg_values_supported` contains `RS256`", rs256),
    no_none!(token_endpoint_auth_signing_alg_values_supported, DISCOVERY_3),
    stated!(token_endpoint_auth_signing_alg_values_supported, token_endpoint_auth_methods_supported),
    no_none!(revocation_endpoint_auth_signing_alg_values_supported, RFC_8414_2),
    stated!(revocation_endpoint_auth_signing_alg_values_supported, revocation_endpoint_auth_methods_supported),
    no_none!(introspection_endpoint_auth_signing_alg_values_supported, RFC_8414_2),
    stated!(introspection_endpoint_auth_signing_alg_values_supported, introspection_endpoint_auth_methods_supported),
];

impl ProviderMetadata {
    /// Checks that the metadata obeys the [`RULES`](super::RULES) and the [`PUBLICATION_RULES`], so
    /// that a provider is allowed to publish it.
    ///
    /// The specification demands `RS256`. A provider that signs only with other algorithms, such as
    /// ES256, fails this check. Relying parties that accept its algorithms can still use the
    /// provider.
    ///
    /// # Errors
    /// [`PublicationError::Metadata`] with the error of [`validate`](Self::validate), or the
    /// [`PublicationError`] of the first rule that the metadata breaks.
    pub fn validate_for_publication(&self) -> Result<(), PublicationError> {
        self.validate()?;
        PUBLICATION_RULES.iter().try_for_each(|rule| (rule.check())(self).map(drop))
    }
}

fn openid(metadata: &ProviderMetadata) -> Result<Verdict, PublicationError> {
    let scopes = &metadata.scopes_supported;
    if scopes.is_empty() {
        Ok(Verdict::NotApplicable)
    } else if scopes.iter().any(|scope| scope == "openid") {
        Ok(Verdict::Held)
    } else {
        Err(PublicationError::OpenIdScope { found: Excerpts::new(scopes) })
    }
}

fn rs256(metadata: &ProviderMetadata) -> Result<Verdict, PublicationError> {
    let algorithms = &metadata.id_token_signing_alg_values_supported;
    if algorithms.iter().any(|algorithm| algorithm == "RS256") {
        Ok(Verdict::Held)
    } else {
        Err(PublicationError::Rs256 { found: Excerpts::new(algorithms) })
    }
}

fn no_none(member: Member, algorithms: &[String]) -> Result<Verdict, PublicationError> {
    if algorithms.is_empty() {
        Ok(Verdict::NotApplicable)
    } else if algorithms.iter().any(|alg| alg == "none") {
        Err(PublicationError::UnsignedAssertions(member.name()))
    } else {
        Ok(Verdict::Held)
    }
}

fn stated<T: TextValue>(
    member: Member,
    algorithms: &[String],
    methods: &[T],
) -> Result<Verdict, PublicationError> {
    let assertion =
        |method: &T| matches!(method.as_text(), "private_key_jwt" | "client_secret_jwt");
    if !methods.iter().any(assertion) {
        Ok(Verdict::NotApplicable)
    } else if algorithms.is_empty() {
        Err(PublicationError::AssertionAlgorithms(member.name()))
    } else {
        Ok(Verdict::Held)
    }
}
