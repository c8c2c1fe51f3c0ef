//! The choices that the specifications leave to a relying party.

use symbolon_jose::SignatureAlgorithm;
use symbolon_oidc::IdTokenPolicy;

/// The choices that the specifications leave to a relying party.
///
/// | field | default | reason |
/// |---|---|---|
/// | `id_token_algorithms` | `RS256` | the algorithm of a client that registers no other ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata), `id_token_signed_response_alg`) |
/// | `id_token` | 60 seconds of leeway, no other audience trusted | see [`IdTokenPolicy`] |
/// | `iss_parameter` | as advertised | the provider's metadata says whether its responses name the issuer |
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RelyingPartyPolicy {
    /// The algorithms with which ID Tokens may be signed: those that the client registered as
    /// `id_token_signed_response_alg`. MAC algorithms cannot be combined with others, since their
    /// key is the client secret and not a published key.
    pub id_token_algorithms: Vec<SignatureAlgorithm>,
    /// The policy for ID Tokens: leeway, age, and other audiences that are trusted.
    pub id_token: IdTokenPolicy,
    /// Whether authorization responses have to name their issuer.
    pub iss_parameter: IssParameter,
}

impl Default for RelyingPartyPolicy {
    fn default() -> Self {
        Self {
            id_token_algorithms: vec![SignatureAlgorithm::Rs256],
            id_token: IdTokenPolicy::default(),
            iss_parameter: IssParameter::AsAdvertised,
        }
    }
}

/// Whether an authorization response without `iss` is refused
/// ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4)). A response with a wrong
/// `iss` is always refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IssParameter {
    /// The response is refused if the metadata has
    /// `authorization_response_iss_parameter_supported`.
    AsAdvertised,
    /// The response is always refused.
    Required,
}
