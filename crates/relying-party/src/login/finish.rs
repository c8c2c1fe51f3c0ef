//! The checks of a callback, before its code is used or its error is reported.

use symbolon_jose::Excerpt;
use symbolon_oauth::iss::{self, Expectation};
use symbolon_oauth::{AuthorizationResponse, ResponseType, TokenType};

use super::{Callback, CallbackError, LoginFlow, PendingLogin, WithoutTokens};
use crate::{IssParameter, ProviderKeys, RelyingParty};

impl RelyingParty {
    /// Checks a callback against its pending login, and returns the flow that ends with the login:
    /// it validates the ID Token of the callback, and exchanges the authorization code for tokens
    /// ([Core §3.1.2.7](https://openid.net/specs/openid-connect-core-1_0.html#AuthResponseValidation),
    /// [§3.2.2.8](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitAuthResponseValidation),
    /// [§3.3.2.8](https://openid.net/specs/openid-connect-core-1_0.html#HybridAuthResponseValidation)).
    ///
    /// Nothing is sent to the provider before all checks of the callback have passed. The pending
    /// login cannot be used again, even if a check fails.
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
        let response = read(&pending, callback)?;
        Ok(LoginFlow::new(self.clone(), pending, response, keys))
    }

    /// Checks a callback against its pending login, if the login has the response type `none`
    /// ([Multiple Response Types §4](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#none)).
    ///
    /// The result says only that the provider answered this request with a success. It does not say
    /// who the user is: do not sign a user in.
    ///
    /// # Errors
    /// [`CallbackError::Refused`] when `state` and `iss` are correct and the provider reports an
    /// error. [`CallbackError::ResponseType`] when the login has another response type than `none`.
    /// Another variant of [`CallbackError`] when the callback does not belong to the login or does
    /// not come from the provider.
    pub fn finish_without_tokens(
        &self,
        pending: PendingLogin,
        callback: Callback,
    ) -> Result<WithoutTokens, CallbackError> {
        self.check_sender(&pending, &callback)?;
        if pending.response_type != ResponseType::NONE {
            return Err(CallbackError::ResponseType(pending.response_type));
        }
        let response = read(&pending, callback)?;
        Ok(WithoutTokens { requested_scope: pending.scope, extra: response.extra })
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
        // RFC 9207 §2.4: checked before anything else is believed, an error included.
        iss::verify(callback.parameters().get("iss"), self.issuer(), self.iss_expectation())?;
        Ok(())
    }

    /// Returns whether `finish` refuses a response without `iss`.
    pub(crate) fn requires_iss(&self) -> bool {
        self.iss_expectation() == Expectation::Required
    }

    fn iss_expectation(&self) -> Expectation {
        match self.client().policy.iss_parameter {
            IssParameter::Required => Expectation::Required,
            // RFC 9207 §2.4: `iss` is required where the metadata announces it.
            IssParameter::AsAdvertised if self.provider().sends_authorization_response_iss() => {
                Expectation::Required
            }
            IssParameter::AsAdvertised => Expectation::IfPresent,
        }
    }
}

/// Reads the response of a callback: an error, or what the response type of the login requires.
fn read(
    pending: &PendingLogin,
    callback: Callback,
) -> Result<AuthorizationResponse, CallbackError> {
    let carrier = callback.carrier();
    let parameters = callback.into_parameters();
    // Multiple Response Types §2.1: the response arrives in the mode that was asked for. Some
    // providers send errors in the query whatever the mode, and an error contains no secret.
    if let Some(mode) = pending.response_mode.as_ref().filter(|_| !parameters.contains("error"))
        && let Some(found) = carrier.contradicts(mode)
    {
        return Err(CallbackError::ResponseMode { found, expected: mode.clone() });
    }
    // RFC 6749 §4.1.2, Core §3.2.2.5, §3.3.2.5: an error, or what the response type requires.
    let response = AuthorizationResponse::from_parameters(parameters, &pending.response_type)?;
    // RFC 6749 §7.1: an access token of an unknown type is not used.
    if let Some(other) = response.token_type.as_ref().filter(|it| **it != TokenType::BEARER) {
        return Err(CallbackError::TokenType(other.clone()));
    }
    Ok(response)
}
