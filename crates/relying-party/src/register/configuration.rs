//! The settings of a client that registered itself.

use symbolon_jose::{Excerpt, Excerpts, SignatureAlgorithm, SigningKey};
use symbolon_oauth::{ClientAuthenticationMethod, ClientSecret, RedirectUri};
use symbolon_registration::{ClientMetadata, SecretUse};

use super::{RegisteredError, Registration};
use crate::{ClientAuthentication, ClientConfiguration};

impl ClientConfiguration {
    /// Creates the settings of a client from its registration. `key` is the private key of the
    /// client, for `private_key_jwt`.
    ///
    /// The authentication method, the response types and the algorithms are those that the provider
    /// registered: an ID Token with another algorithm than `id_token_signed_response_alg`, or than
    /// its default RS256, is refused. [`address_from`](Self::address_from) is set to the value of
    /// the registration. After the client secret has expired, no login begins: see
    /// [`client_secret_expires_at`](Self::client_secret_expires_at). If the client registered
    /// `authorization_encrypted_response_alg`, also call
    /// [`authorization_decryption_keys`](Self::authorization_decryption_keys).
    ///
    /// ```
    /// use symbolon_relying_party::{ClientConfiguration, Registration, RegisteredError};
    ///
    /// fn configure(
    ///     registration: &Registration,
    /// ) -> Result<ClientConfiguration, RegisteredError> {
    ///     ClientConfiguration::registered(registration, None)
    /// }
    /// ```
    ///
    /// # Errors
    /// - [`RegisteredError::Weaker`] when a registered value protects the client less than the
    ///   value that the client asked for, and [`RegisteredError::RedirectUris`] when the redirect
    ///   URIs differ.
    /// - [`RegisteredError::Method`], [`RegisteredError::NoSecret`],
    ///   [`RegisteredError::SecretTooShort`], [`RegisteredError::NoKey`] and
    ///   [`RegisteredError::KeyAlgorithm`] when the client cannot authenticate as it is registered.
    /// - [`RegisteredError::Algorithm`] and [`RegisteredError::Unsupported`] when this library
    ///   cannot read the tokens for which the client is registered.
    pub fn registered(
        registration: &Registration,
        key: Option<SigningKey>,
    ) -> Result<Self, RegisteredError> {
        check_differences(registration)?;
        let mut held = registration.metadata().clone();
        held.fill_defaults();
        check_supported(&held)?;
        let secret = secret(registration, &held)?;
        let authentication = authentication(&held, secret, key)?;
        let client_id = registration.client_id().clone();
        let mut client = Self::new(client_id, authentication)
            .response_types(held.effective_response_types())
            .address_from(registration.address);
        client.client_secret_expires_at = registration.information.client_secret_expires_at;
        // Core §3.1.3.7 (7): the algorithm that the client registered, or its default.
        let member = "id_token_signed_response_alg";
        if let Some(alg) = algorithm(member, held.id_token_signed_response_alg.as_deref())? {
            client = client.id_token_signed_response_alg(alg);
        }
        let member = "userinfo_signed_response_alg";
        if let Some(alg) = algorithm(member, held.userinfo_signed_response_alg.as_deref())? {
            client = client.userinfo_signed_response_alg(alg);
        }
        let member = "authorization_signed_response_alg";
        if let Some(alg) = algorithm(member, held.authorization_signed_response_alg.as_deref())? {
            client = client.authorization_signed_response_alg(alg);
        }
        Ok(client)
    }
}

/// Refuses a registration whose metadata differs from what the client asked for, if the client is
/// less safe with it.
fn check_differences(registration: &Registration) -> Result<(), RegisteredError> {
    let (asked, held) = (&registration.asked.redirect_uris, &registration.metadata().redirect_uris);
    // Registration §3.2: a provider does not change redirect URIs.
    let contains_all = |a: &[RedirectUri], b: &[RedirectUri]| b.iter().all(|it| a.contains(it));
    if !contains_all(asked, held) || !contains_all(held, asked) {
        return Err(RegisteredError::RedirectUris { asked: excerpts(asked), held: excerpts(held) });
    }
    let differences = registration.differences();
    let weaker: Vec<_> = differences.into_iter().filter(|it| it.is_weaker()).collect();
    if weaker.is_empty() { Ok(()) } else { Err(RegisteredError::Weaker(weaker)) }
}

fn excerpts(uris: &[RedirectUri]) -> Excerpts {
    let texts: Vec<String> = uris.iter().map(|uri| uri.as_str().to_owned()).collect();
    Excerpts::new(&texts)
}

/// Refuses members whose feature the relying party does not support, and without which the
/// provider answers no request or answers in a form that cannot be read.
fn check_supported(held: &ClientMetadata) -> Result<(), RegisteredError> {
    for (is_used, member) in [
        (held.id_token_encrypted_response_alg.is_some(), "id_token_encrypted_response_alg"),
        (held.userinfo_encrypted_response_alg.is_some(), "userinfo_encrypted_response_alg"),
        (held.dpop_bound_access_tokens == Some(true), "dpop_bound_access_tokens"),
    ] {
        if is_used {
            return Err(RegisteredError::Unsupported(member));
        }
    }
    Ok(())
}

/// Returns the secret, if the client needs a secret.
fn secret(
    registration: &Registration,
    held: &ClientMetadata,
) -> Result<Option<ClientSecret>, RegisteredError> {
    let needed = match held.secret_use() {
        SecretUse::NotUsed => return Ok(None),
        SecretUse::Compared => 1,
        SecretUse::Key { octets } => octets,
    };
    let secret = registration.information.client_secret.clone();
    let secret = secret.ok_or(RegisteredError::NoSecret)?;
    let found = secret.expose().len();
    // Core §16.19: a secret that is the key of a MAC has at least as many octets as the hash.
    if found < needed {
        return Err(RegisteredError::SecretTooShort { found, needed });
    }
    Ok(Some(secret))
}

/// Returns the authentication of the client by its registered method.
fn authentication(
    held: &ClientMetadata,
    secret: Option<ClientSecret>,
    key: Option<SigningKey>,
) -> Result<ClientAuthentication, RegisteredError> {
    let method = held.authentication_method();
    if method == ClientAuthenticationMethod::NONE {
        return Ok(ClientAuthentication::None);
    }
    if method == ClientAuthenticationMethod::CLIENT_SECRET_BASIC {
        let secret = secret.ok_or(RegisteredError::NoSecret)?;
        return Ok(ClientAuthentication::ClientSecretBasic(secret));
    }
    if method == ClientAuthenticationMethod::CLIENT_SECRET_POST {
        let secret = secret.ok_or(RegisteredError::NoSecret)?;
        return Ok(ClientAuthentication::ClientSecretPost(secret));
    }
    if method != ClientAuthenticationMethod::PRIVATE_KEY_JWT {
        return Err(RegisteredError::Method(method));
    }
    let key = key.ok_or(RegisteredError::NoKey)?;
    // Registration §2: the provider refuses assertions with another algorithm.
    if let Some(registered) = &held.token_endpoint_auth_signing_alg
        && registered != key.algorithm().as_str()
    {
        let (found, registered) = (key.algorithm(), Excerpt::new(registered));
        return Err(RegisteredError::KeyAlgorithm { found, registered });
    }
    Ok(ClientAuthentication::PrivateKeyJwt(key))
}

/// Returns the signature algorithm that a member names.
fn algorithm(
    member: &'static str,
    name: Option<&str>,
) -> Result<Option<SignatureAlgorithm>, RegisteredError> {
    let Some(name) = name else { return Ok(None) };
    match name.parse() {
        Ok(algorithm) => Ok(Some(algorithm)),
        Err(_) => Err(RegisteredError::Algorithm { member, found: Excerpt::new(name) }),
    }
}
