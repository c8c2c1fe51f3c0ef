//! The checks of a callback, before its code is used or its error is reported.

use symbolon_jose::Excerpt;
use symbolon_oauth::iss::{self, Expectation};
use symbolon_oauth::jarm::JarmError;
use symbolon_oauth::{Parameters, ResponseMode, ResponseType};
use symbolon_oidc::AcceptedIssuers;

use super::arrived::{self, Arrived};
use super::callback::Content;
use super::{Callback, CallbackError, LoginFlow, PendingLogin, WithoutTokensFlow};
use crate::{IssParameter, ProviderKeys, RelyingParty};

impl RelyingParty {
    /// Checks a callback against its pending login, and returns the flow that completes the login.
    /// The flow validates the ID Token of the callback, and exchanges the authorization code for
    /// tokens
    /// ([Core §3.1.2.7](https://openid.net/specs/openid-connect-core-1_0.html#AuthResponseValidation),
    /// [§3.2.2.8](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitAuthResponseValidation),
    /// [§3.3.2.8](https://openid.net/specs/openid-connect-core-1_0.html#HybridAuthResponseValidation)).
    ///
    /// Nothing is sent to the provider before all checks of the callback have passed. If the
    /// response is in a JWT, the flow first verifies the JWT, and then checks the parameters in the
    /// JWT. The pending login cannot be used again, even if a check fails.
    ///
    /// `keys` gives access to the provider's [`KeyCache`](symbolon_discovery::KeyCache): see
    /// [`ProviderKeys`].
    ///
    /// # Errors
    /// [`CallbackError::Refused`] when `state` and `iss` are correct and the provider reports an
    /// error. [`CallbackError::ResponseType`] when the login has the response type `none`. Another
    /// variant of [`CallbackError`] when the callback does not belong to the login, does not come
    /// from the provider, or lacks a parameter that the response type requires.
    pub fn finish<K: ProviderKeys>(
        &self,
        pending: PendingLogin,
        callback: Callback,
        keys: K,
    ) -> Result<LoginFlow<K>, CallbackError> {
        self.check_sender(&pending, &callback)?;
        if pending.response_type == ResponseType::NONE {
            return Err(CallbackError::ResponseType(pending.response_type));
        }
        let arrived = self.arrived(&pending, callback)?;
        Ok(LoginFlow::new(self.clone(), pending, arrived, keys))
    }

    /// Checks a callback against its pending login, if the login has the response type `none`
    /// ([Multiple Response Types §4](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#none)).
    /// Returns the flow that ends with [`WithoutTokens`](crate::WithoutTokens). The flow sends no
    /// request, unless the response is in a JWT and `keys` does not have the key that verifies it.
    ///
    /// The result says only that the provider answered this request with a success. It does not say
    /// who the user is: do not sign a user in.
    ///
    /// # Errors
    /// [`CallbackError::Refused`] when `state` and `iss` are correct and the provider reports an
    /// error. [`CallbackError::ResponseType`] when the login has another response type than `none`.
    /// Another variant of [`CallbackError`] when the callback does not belong to the login or does
    /// not come from the provider.
    pub fn finish_without_tokens<K: ProviderKeys>(
        &self,
        pending: PendingLogin,
        callback: Callback,
        keys: K,
    ) -> Result<WithoutTokensFlow<K>, CallbackError> {
        self.check_sender(&pending, &callback)?;
        if pending.response_type != ResponseType::NONE {
            return Err(CallbackError::ResponseType(pending.response_type));
        }
        let arrived = self.arrived(&pending, callback)?;
        Ok(WithoutTokensFlow::new(self.clone(), pending, arrived, keys))
    }

    /// Checks that a callback belongs to this login, and comes from the provider.
    fn check_sender(
        &self,
        pending: &PendingLogin,
        callback: &Callback,
    ) -> Result<(), CallbackError> {
        // RFC 9700 §4.4.2.1: the issuer is bound to the request.
        if pending.issuer != *self.issuer() || pending.client_id != *self.client_id() {
            return Err(CallbackError::OtherProvider {
                found: Box::new(pending.issuer.clone()),
                expected: Box::new(self.issuer().clone()),
            });
        }
        // RFC 6749 §10.12: `state` is that of this browser's request. Compared in constant time.
        if *callback.state() != pending.state {
            return Err(CallbackError::State);
        }
        // RFC 9700 §4.4.2.2: the response must arrive at the redirect URI of the request.
        if !callback.arrival().is_at(&pending.redirect_uri) {
            return Err(CallbackError::RedirectUri {
                found: Excerpt::new(&callback.arrival().to_string()),
                expected: Box::new(pending.redirect_uri.clone()),
            });
        }
        Ok(())
    }

    /// Checks the mode in which the response arrived, and reads the response unless it is in a JWT.
    fn arrived(
        &self,
        pending: &PendingLogin,
        callback: Callback,
    ) -> Result<Arrived, CallbackError> {
        let (carrier, mode) = (callback.carrier(), pending.response_mode.as_ref());
        let contradiction = mode.and_then(|mode| Some((carrier.contradicts(mode)?, mode)));
        let contradiction = contradiction.map(|(found, mode)| other_mode(found, mode));
        let is_jwt = mode.is_some_and(ResponseMode::is_jwt);
        match callback.into_content() {
            Content::Parameters(parameters) => {
                // RFC 9207 §2.4: checked before anything else is believed, an error included.
                let expectation = self.iss_expectation(pending, &parameters);
                iss::verify(parameters.get("iss"), self.issuer(), expectation)?;
                // JARM §2.4: the client asked for a signed response, an error included.
                if is_jwt {
                    return Err(JarmError::MissingResponse.into());
                }
                // Multiple Response Types §2.1: the response arrives in the mode that was asked
                // for. Some providers send errors in the query in every response mode, and an error
                // contains no secret.
                match contradiction {
                    Some(error) if !parameters.contains("error") => Err(error),
                    _ => Ok(Arrived::Response(Box::new(arrived::read(pending, parameters)?))),
                }
            }
            Content::Jwt { response: jwt, iss } => {
                // RFC 9207 §2.4: the JWT names its issuer, so a second `iss` is not necessary. If it
                // is present, it is compared. §4: the two must not name different issuers.
                iss::verify(iss.as_deref(), self.issuer(), Expectation::IfPresent)?;
                let default = pending.response_type.default_mode();
                if !is_jwt {
                    return Err(other_mode(IN_JWT, mode.unwrap_or(&default)));
                }
                // JARM §2.4 (1): if the client registered for encryption, the response is encrypted.
                if self.client().authorization_decryption_keys.is_some() && !jwt.is_encrypted() {
                    return Err(JarmError::NotEncrypted.into());
                }
                contradiction.map_or(Ok(Arrived::Jwt(jwt)), Err)
            }
        }
    }

    /// Returns whether `finish` refuses a response that names its issuer neither in `iss` nor in an
    /// ID Token.
    pub(crate) fn requires_iss(&self) -> bool {
        match self.client().policy.iss_parameter {
            IssParameter::Required => true,
            // RFC 9207 §2.4: `iss` is required where the metadata announces it.
            IssParameter::AsAdvertised => self.provider().sends_authorization_response_iss(),
        }
    }

    fn iss_expectation(&self, pending: &PendingLogin, parameters: &Parameters) -> Expectation {
        let can_be_left_out = self.client().policy.iss_parameter == IssParameter::AsAdvertised
            && self.is_named_by_id_token(pending, parameters);
        if self.requires_iss() && !can_be_left_out {
            return Expectation::Required;
        }
        Expectation::IfPresent
    }

    /// Returns whether the ID Token of a response names its issuer, so that `iss` is not necessary
    /// ([RFC 9207 §4](https://www.rfc-editor.org/rfc/rfc9207#section-4)). The flow validates this ID
    /// Token before it sends the code.
    fn is_named_by_id_token(&self, pending: &PendingLogin, parameters: &Parameters) -> bool {
        let has_id_token = pending.response_type.includes("id_token")
            && parameters.contains("id_token")
            && !parameters.contains("error");
        // With the other values of this quirk, the ID Token can name another issuer than the
        // metadata.
        has_id_token && self.client().quirks.id_token.issuers == AcceptedIssuers::Exact
    }
}

/// How an error names a response in a JWT.
const IN_JWT: &str = "parameter `response`";

fn other_mode(found: &'static str, expected: &ResponseMode) -> CallbackError {
    CallbackError::ResponseMode { found, expected: expected.clone() }
}
