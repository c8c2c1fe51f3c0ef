//! The rules that bind a provider which publishes metadata.

use symbolon_jose::json::document::{Member, TextValue};
use symbolon_jose::rule::{Rule, Section, Verdict};
use symbolon_jose::{Excerpt, Excerpts, rfc};

use super::DISCOVERY_3;
use crate::metadata::{ProviderMetadata, PublicationError, members};

/// A rule that metadata must obey when a provider publishes it. Relying parties do not check the
/// rule.
pub type PublicationRule = Rule<fn(&ProviderMetadata) -> Result<Verdict, PublicationError>>;

/// RFC 8414 §2, which defines the algorithms of client assertions for all three endpoints.
const RFC_8414_2: Section = rfc!("8414", "2");

/// CIBA §4, which defines the members for logins on another device.
const CIBA_4: Section = Section::new(
    "CIBA §4",
    "https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#registration",
);

const FRONT_CHANNEL_3: Section = Section::new(
    "Front-Channel Logout §3",
    "https://openid.net/specs/openid-connect-frontchannel-1_0.html#OPLogout",
);

const BACK_CHANNEL_2_1: Section = Section::new(
    "Back-Channel Logout §2.1",
    "https://openid.net/specs/openid-connect-backchannel-1_0.html#BCSupport",
);

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
    Rule::new("dpop_signing_alg_values_supported", rfc!("9449", "5.1"), "`dpop_signing_alg_values_supported` contains neither `none` nor a symmetric algorithm", dpop),
    Rule::new("backchannel_token_delivery_modes_supported", CIBA_4, "`backchannel_authentication_endpoint` and `backchannel_token_delivery_modes_supported` are both present or both absent", ciba),
    Rule::new("frontchannel_logout_session_supported", FRONT_CHANNEL_3, "`frontchannel_logout_session_supported` is `true` only if `frontchannel_logout_supported` is `true`", front_channel),
    Rule::new("backchannel_logout_session_supported", BACK_CHANNEL_2_1, "`backchannel_logout_session_supported` is `true` only if `backchannel_logout_supported` is `true`", back_channel),
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

fn dpop(metadata: &ProviderMetadata) -> Result<Verdict, PublicationError> {
    let algorithms = &metadata.dpop_signing_alg_values_supported;
    // RFC 9449 §4.2: a proof has an asymmetric signature.
    let is_forbidden = |alg: &&String| *alg == "none" || alg.starts_with("HS");
    match algorithms.iter().find(is_forbidden) {
        Some(found) => Err(PublicationError::DpopAlgorithm { found: Excerpt::new(found) }),
        None if algorithms.is_empty() => Ok(Verdict::NotApplicable),
        None => Ok(Verdict::Held),
    }
}

fn ciba(metadata: &ProviderMetadata) -> Result<Verdict, PublicationError> {
    let endpoint = members::backchannel_authentication_endpoint.name();
    let modes = members::backchannel_token_delivery_modes_supported.name();
    let has_endpoint = metadata.backchannel_authentication_endpoint.is_some();
    match (has_endpoint, !metadata.backchannel_token_delivery_modes_supported.is_empty()) {
        (true, true) => Ok(Verdict::Held),
        (false, false) => Ok(Verdict::NotApplicable),
        (true, false) => Err(PublicationError::Needs { member: endpoint, needs: modes }),
        (false, true) => Err(PublicationError::Needs { member: modes, needs: endpoint }),
    }
}

fn front_channel(metadata: &ProviderMetadata) -> Result<Verdict, PublicationError> {
    let session = members::frontchannel_logout_session_supported;
    let logout = members::frontchannel_logout_supported;
    needs(
        (session, session.flag(metadata.frontchannel_logout_session_supported)),
        (logout, logout.flag(metadata.frontchannel_logout_supported)),
    )
}

fn back_channel(metadata: &ProviderMetadata) -> Result<Verdict, PublicationError> {
    let session = members::backchannel_logout_session_supported;
    let logout = members::backchannel_logout_supported;
    needs(
        (session, session.flag(metadata.backchannel_logout_session_supported)),
        (logout, logout.flag(metadata.backchannel_logout_supported)),
    )
}

/// Checks that a flag is `true` only if the other flag is `true`.
fn needs(flag: (Member, bool), other: (Member, bool)) -> Result<Verdict, PublicationError> {
    match (flag.1, other.1) {
        (false, _) => Ok(Verdict::NotApplicable),
        (true, true) => Ok(Verdict::Held),
        (true, false) => {
            Err(PublicationError::Needs { member: flag.0.name(), needs: other.0.name() })
        }
    }
}
