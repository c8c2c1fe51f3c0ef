//! `grant_type=authorization_code`: a code from the authorization endpoint.

use crate::pkce::CodeVerifier;
use crate::token::request_error::{TokenRequestError, required};
use crate::{AuthorizationCode, Parameters};

/// The grant of the type `authorization_code`: an authorization code, together with the redirect
/// URI and the code verifier of the authorization request.
///
/// See [RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeGrant {
    /// The authorization code that the client received in the authorization response.
    pub code: AuthorizationCode,
    /// The redirect URI of the authorization request, or `None` if that request had no redirect
    /// URI. This field contains the text exactly as it was received, so that the provider can
    /// compare it byte for byte with the redirect URI of the authorization request.
    pub redirect_uri: Option<String>,
    /// The secret whose hash is the `code_challenge` of the authorization request, or `None` if
    /// that request had no `code_challenge`
    /// ([RFC 7636 §4.5](https://www.rfc-editor.org/rfc/rfc7636#section-4.5)).
    pub code_verifier: Option<CodeVerifier>,
}

impl CodeGrant {
    /// The parameters that this grant defines.
    pub(super) const PARAMETERS: &'static [&'static str] =
        &["code", "redirect_uri", "code_verifier"];

    /// Creates a grant with this code. The grant has neither a redirect URI nor a code verifier.
    #[must_use]
    pub fn new(code: AuthorizationCode) -> Self {
        Self { code, redirect_uri: None, code_verifier: None }
    }

    /// Takes the parameters of the grant out of a token request.
    pub(super) fn take(parameters: &mut Parameters) -> Result<Self, TokenRequestError> {
        let code_verifier = parameters.take("code_verifier").map(CodeVerifier::parse);
        Ok(Self {
            code: AuthorizationCode::parse(required(parameters, "code")?)
                .map_err(|_| TokenRequestError::InvalidGrant { name: "code" })?,
            redirect_uri: parameters.take("redirect_uri"),
            code_verifier: code_verifier
                .transpose()
                .map_err(|_| TokenRequestError::InvalidGrant { name: "code_verifier" })?,
        })
    }

    /// Adds the parameters of the grant to a token request.
    pub(super) fn put(&self, parameters: &mut Parameters) {
        parameters.push("code", self.code.expose());
        parameters.push_some("redirect_uri", self.redirect_uri.as_deref());
        let code_verifier = self.code_verifier.as_ref().map(CodeVerifier::expose);
        parameters.push_some("code_verifier", code_verifier);
    }
}
