//! The choices that the specifications leave to the relying party.

use symbolon_jose::SignatureAlgorithm;
use symbolon_oidc::IdTokenPolicy;

/// What a relying party decides for itself.
///
/// | field | default | reason |
/// |---|---|---|
/// | `id_token_algorithms` | `RS256` | what a provider signs with when a client registers nothing else ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata), `id_token_signed_response_alg`) |
/// | `id_token` | 60 seconds of leeway, no other audience trusted | see [`IdTokenPolicy`] |
/// | `iss_parameter` | as advertised | one relying party knows one provider, whose metadata says whether it names itself |
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// The algorithms that ID Tokens may be signed with: what the client registered as
    /// `id_token_signed_response_alg`. MAC algorithms stand alone, since their key is the client
    /// secret and not one that the provider publishes.
    pub id_token_algorithms: Vec<SignatureAlgorithm>,
    /// Leeway, the age of ID Tokens, and other audiences that are trusted.
    pub id_token: IdTokenPolicy,
    /// Whether authorization responses have to name their issuer.
    pub iss_parameter: IssParameter,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            id_token_algorithms: vec![SignatureAlgorithm::Rs256],
            id_token: IdTokenPolicy::default(),
            iss_parameter: IssParameter::AsAdvertised,
        }
    }
}

/// Whether an authorization response without `iss` is refused
/// ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4)). One with a wrong `iss`
/// always is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IssParameter {
    /// Refused if the metadata has `authorization_response_iss_parameter_supported`.
    AsAdvertised,
    /// Refused in any case.
    Required,
}
