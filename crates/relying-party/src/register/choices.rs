//! Values that the client leaves open, chosen from what the provider offers.

use symbolon_jose::{Crypto, SignatureAlgorithm};
use symbolon_oauth::ClientAuthenticationMethod;
use symbolon_registration::{ClientMetadata, Offer};

/// States the algorithm of ID Tokens and the authentication method, if the metadata leaves them open
/// and the provider does not offer their defaults.
pub(super) fn state(metadata: &mut ClientMetadata, offer: &Offer, crypto: &Crypto) {
    if metadata.id_token_signed_response_alg.is_none()
        && metadata.id_token_signing_alg_values_supported.is_empty()
    {
        metadata.id_token_signed_response_alg = algorithm(offer, crypto);
    }
    if metadata.token_endpoint_auth_method.is_none()
        && metadata.token_endpoint_auth_methods_supported.is_empty()
    {
        metadata.token_endpoint_auth_method = method(offer);
    }
}

/// Returns the first algorithm that the provider offers and the backend supports. `None` stands for
/// the default, RS256.
fn algorithm(offer: &Offer, crypto: &Crypto) -> Option<String> {
    let offered = offer.values("id_token_signing_alg_values_supported");
    if offered.iter().any(|name| name == SignatureAlgorithm::Rs256.as_str()) {
        return None;
    }
    // RFC 8725 §3.1: a MAC algorithm is used only if the client asks for it.
    let is_supported =
        |name: &String| crypto.signature_algorithms().any(|it| !it.is_mac() && it.as_str() == name);
    offered.into_iter().find(is_supported)
}

/// Returns `client_secret_post` if the provider does not offer the default, `client_secret_basic`.
fn method(offer: &Offer) -> Option<ClientAuthenticationMethod> {
    let offered = offer.values("token_endpoint_auth_methods_supported");
    let offers =
        |method: &ClientAuthenticationMethod| offered.iter().any(|it| it == method.as_str());
    let (basic, post) = (
        ClientAuthenticationMethod::CLIENT_SECRET_BASIC,
        ClientAuthenticationMethod::CLIENT_SECRET_POST,
    );
    (!offers(&basic) && offers(&post)).then_some(post)
}
