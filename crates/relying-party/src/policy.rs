//! The choices that the specifications leave to a relying party.

use symbolon_jose::SignatureAlgorithm;
use symbolon_oidc::IdTokenPolicy;

/// The choices that the specifications leave to a relying party.
///
/// | field | default | reason |
/// |---|---|---|
/// | `id_token_algorithms` | `RS256` | the algorithm for a client that registered no other algorithm ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata), `id_token_signed_response_alg`) |
/// | `id_token` | 60 seconds of leeway for clocks that differ; the client is the only accepted audience | see [`IdTokenPolicy`] |
/// | `iss_parameter` | `AsAdvertised` | the provider's metadata says whether its authorization responses contain `iss` |
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RelyingPartyPolicy {
    /// The algorithms with which ID Tokens may be signed. Use the `id_token_signed_response_alg`
    /// that the client registered. Do not mix MAC algorithms, whose key is the client secret, with
    /// signature algorithms, whose keys the provider publishes:
    /// [`RelyingParty::new`](crate::RelyingParty::new) refuses the mixture.
    pub id_token_algorithms: Vec<SignatureAlgorithm>,
    /// The policy for ID Tokens: the leeway for clocks that differ, the longest accepted age of an
    /// ID Token, and the audiences that are accepted besides the client.
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
