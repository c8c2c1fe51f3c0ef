//! Authorization responses in a signed or encrypted JWT.

use std::time::Duration;

use symbolon_jose::jws::CompactJws;
use symbolon_jose::jwt;
use symbolon_jose::{ContentEncryptionAlgorithm as Enc, KeyManagementAlgorithm as Km};
use symbolon_oauth::jarm::{JarmError, ResponseJwt, UnverifiedResponse};
use symbolon_oauth::{
    AuthorizationResponse, Parameters, RedirectUri, ResponseMode, ResponseType, ReturnPath, State,
};
use symbolon_test_support::carried::carried;
use symbolon_test_support::names::{ISSUER, REDIRECT_URI, client_id, issuer};

use crate::{Accepted, jws, jwt as tokens, keys, text};

/// Reads an authorization response in a JWT. An accepted response names the issuer, has the `state`
/// that was read before the verification, and can be sent and read again. An input with a wrong
/// signature is tried again with the right one.
pub(crate) fn jarm(data: &[u8]) -> Option<Accepted> {
    let token = text(data)?;
    if let Ok(response) = UnverifiedResponse::decrypt(token, keys::decryption()) {
        return verified(&response).ok().map(|_| Accepted);
    }
    let accepted = held(token);
    if let Ok(jws) = CompactJws::parse(token)
        && let Some(forged) = jws::signed(token, jws.header().alg())
    {
        let _ = held(&forged);
    }
    accepted
}

fn held(token: &str) -> Option<Accepted> {
    let response = UnverifiedResponse::parse(token).ok()?;
    let parameters = verified(&response).ok()?;
    // The same response in an encrypted JWT.
    let key = keys::encrypting(Km::EcdhEsA128Kw, Enc::A256Gcm);
    let encrypted = jwt::encrypt(token, &key).expect("it is signed");
    let encrypted = UnverifiedResponse::decrypt(&encrypted, keys::decryption());
    let encrypted = encrypted.expect("it was encrypted with one of the keys");
    assert_eq!(verified(&encrypted).as_ref(), Ok(&parameters));
    for response_type in ResponseType::ALL {
        sent_again(&parameters, &response_type);
    }
    Some(Accepted)
}

fn verified(response: &UnverifiedResponse) -> Result<Parameters, JarmError> {
    let (issuer, leeway) = (issuer(), Duration::from_secs(60));
    let keys = keys::verification();
    let parameters = response.verify(keys, &issuer, &client_id(), tokens::now(), leeway)?;
    assert_eq!(parameters.get("state"), response.state().map(State::expose));
    assert_eq!(parameters.get("iss"), Some(ISSUER));
    for claim in ["sub", "aud", "exp", "nbf", "iat", "jti"] {
        assert!(!parameters.contains(claim), "a claim became a parameter");
    }
    Ok(parameters)
}

/// Sends a response again, if the client reads it as the answer to this response type.
fn sent_again(parameters: &Parameters, response_type: &ResponseType) {
    let read = AuthorizationResponse::from_parameters(parameters.clone(), response_type);
    let Ok(response) = read else { return };
    let redirect_uri = RedirectUri::new(REDIRECT_URI).expect("a redirect URI");
    let key = keys::signing(symbolon_jose::SignatureAlgorithm::Es256);
    let jwt = ResponseJwt::new(&issuer(), &client_id(), key, tokens::now());
    let path = ReturnPath::new(redirect_uri.clone(), response_type, Some(&ResponseMode::JWT))
        .expect("a registered mode")
        .issuer(&issuer())
        .state(response.state.clone())
        .jwt(jwt);
    let (_, sent) =
        carried(&path.respond(response.clone()), &redirect_uri).expect("a signed response");
    let jwt = symbolon_oauth::jarm::response(&sent).expect("one parameter").expect("the JWT");
    let again = verified(&UnverifiedResponse::parse(jwt).expect("a response"));
    let again = AuthorizationResponse::from_parameters(again.expect("valid"), response_type);
    assert_eq!(again, Ok(response));
}
