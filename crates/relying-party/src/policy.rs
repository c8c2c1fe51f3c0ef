//! The choices that the specifications leave to a relying party.

use symbolon_jose::SignatureAlgorithm;
use symbolon_oidc::IdTokenPolicy;

/// The choices that the specifications leave to a relying party.
///
/// | field | default | reason |
/// |---|---|---|
/// | `id_token_algorithms` | `RS256` | the algorithm of a client that registered no algorithm ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata), `id_token_signed_response_alg`) |
/// | `id_token` | 60 seconds of leeway; no audience besides the client is accepted | see [`IdTokenPolicy`] |
/// | `iss_parameter` | as advertised | the provider's metadata says whether its authorization responses contain `iss` |
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RelyingPartyPolicy {
    /// The algorithms that are accepted in ID Tokens: put here the `id_token_signed_response_alg`
    /// that the client registered. MAC algorithms cannot be combined with signature algorithms,
    /// since the key of a MAC is the client secret and not a published key.
    pub id_token_algorithms: Vec<SignatureAlgorithm>,
    /// The policy for ID Tokens: the leeway, the longest accepted age, and the audiences that are
    /// accepted besides the client.
    pub id_token: IdTokenPolicy,
    /// Whether an authorization response without the parameter `iss` is refused.
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
    /// A response without `iss` is refused if `authorization_response_iss_parameter_supported` is
    /// `true` in the provider's metadata.
    AsAdvertised,
    /// A response without `iss` is always refused.
    Required,
}
