//! The authentication request of a login, and its parameters.

use core::time::Duration;

use symbolon_jose::danger;
use symbolon_oauth::{
    AuthorizationRequest, CodeVerifier, EncodedJwt, Issuer, RedirectUri, ResponseMode,
    ResponseType, Scope, State,
};
use symbolon_oidc::{
    AuthenticationRequest, AuthenticationRequestError, ClaimsRequest, Display, Nonce, Prompt,
};
use time::OffsetDateTime;
use url::Url;

use super::pending::SubjectIssuer;
use super::request_object::ObjectKeys;
use super::{LoginRequestError, PendingLogin, request_object, required, response_type};
use crate::{ClientConfiguration, OwnUrl, RelyingParty};

impl RelyingParty {
    /// Starts a login: returns a request to which you can add parameters. The provider sends its
    /// response to `redirect_uri`, which must be registered for the client
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    pub fn login(&self, redirect_uri: &RedirectUri) -> LoginRequest {
        let oauth = AuthorizationRequest::new(ResponseType::CODE, self.client_id().clone());
        let request = request(oauth, redirect_uri);
        LoginRequest {
            rp: self.clone(),
            request,
            acr_order: Vec::new(),
            object: ObjectKeys::default(),
            return_to: None,
        }
    }
}

/// The authentication request of a login. Add parameters to it, then call [`begin`](Self::begin), or
/// [`push`](Self::push) to send the parameters to the provider directly
/// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
///
/// The request always has the scope value `openid`, a fresh `state`, a fresh `nonce` and a PKCE
/// challenge of the method `S256`
/// ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)). The challenge is sent
/// even if the provider's metadata does not mention PKCE. Only the functions in
/// [`danger`](crate::danger) leave out the `nonce` or the challenge.
#[derive(Clone, Debug)]
#[must_use = "a login begins with `begin` or `push`"]
pub struct LoginRequest {
    pub(super) rp: RelyingParty,
    /// The request, or the first error of a parameter.
    pub(super) request: Result<AuthenticationRequest, LoginRequestError>,
    pub(super) acr_order: Vec<String>,
    /// The keys of the request object, if the login sends a request object.
    pub(super) object: ObjectKeys,
    /// The address of the program to which the browser goes after the login.
    return_to: Option<OwnUrl>,
}

impl LoginRequest {
    /// Adds scope values, separated by spaces. The value `openid` is always present. Add
    /// `offline_access` to ask for a refresh token.
    pub fn scope(self, values: &str) -> Self {
        self.change(|request| {
            let scope = request.oauth.scope.get_or_insert_default();
            for value in Scope::parse(values)?.iter() {
                scope.insert(value)?;
            }
            Ok(())
        })
    }

    /// Sets `max_age`: the client accepts the user's last authentication only if it is not older
    /// than this. Only whole seconds are sent.
    ///
    /// The ID Token is refused if it has no `auth_time`, or if the user's last authentication is
    /// older than `max_age`. If the user authenticates after [`begin`](Self::begin), the `max_age`
    /// check passes, whatever the value of `max_age`.
    pub fn max_age(self, max_age: Duration) -> Self {
        self.change(|request| {
            request.max_age = Some(Duration::from_secs(max_age.as_secs()));
            Ok(())
        })
    }

    /// Adds a value to `prompt`. The value names a page that the provider must show. With
    /// [`Prompt::NONE`], the provider must not show any page.
    ///
    /// With [`Prompt::LOGIN`], the login is refused if the user has not authenticated after
    /// [`begin`](Self::begin), or if the ID Token has no `auth_time`. The request then also
    /// contains `max_age=0`, so that the provider sends `auth_time`. If you set
    /// [`max_age`](Self::max_age), your value is sent instead. For a provider that never sends a
    /// new `auth_time`, use [`danger::accept_any_auth_time`](crate::danger::accept_any_auth_time).
    pub fn prompt(self, prompt: Prompt) -> Self {
        self.change(|request| Ok(request.prompt.insert(prompt)?))
    }

    /// Sets `acr_values`: the requested authentication context classes, the preferred class first,
    /// separated by spaces.
    ///
    /// The ID Token is refused if its `acr` is missing or is not in this list. To accept stronger
    /// classes, too, call [`acr_order`](Self::acr_order). The check is stricter than the
    /// specification, which allows the provider to send another `acr`
    /// ([Core §5.5.1.1](https://openid.net/specs/openid-connect-core-1_0.html#acrSemantics)).
    pub fn acr_values(self, values: &str) -> Self {
        self.change(|request| {
            request.acr_values = words(values);
            Ok(())
        })
    }

    /// Sets `login_hint`: the account name or email address with which the user is expected to sign
    /// in.
    pub fn login_hint(self, hint: &str) -> Self {
        self.change(|request| {
            request.login_hint = Some(hint.to_owned());
            Ok(())
        })
    }

    /// Sets `id_token_hint`: an earlier ID Token of the user who is expected to sign in.
    ///
    /// The login is refused if another user signs in: `iss` and `sub` must be the same in the new
    /// ID Token and in this token. [`begin`](Self::begin) fails if the text is not a signed JWT
    /// with a `sub` and with an issuer of this provider, or if the request also asks for a claim
    /// `sub` with the value of another user.
    pub fn id_token_hint(self, id_token: &EncodedJwt) -> Self {
        self.change(|request| {
            request.id_token_hint = Some(id_token.clone());
            Ok(())
        })
    }

    /// Sets `display`: the kind of page that the provider should show.
    pub fn display(self, display: Display) -> Self {
        self.change(|request| {
            request.display = Some(display);
            Ok(())
        })
    }

    /// Sets `ui_locales`: the language tags for the provider's pages, the preferred tag first,
    /// separated by spaces.
    pub fn ui_locales(self, tags: &str) -> Self {
        self.change(|request| {
            request.ui_locales = words(tags);
            Ok(())
        })
    }

    /// Sets `claims_locales`: the language tags for the returned claims, the preferred tag first,
    /// separated by spaces
    /// ([Core §5.2](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsLanguagesAndScripts)).
    pub fn claims_locales(self, tags: &str) -> Self {
        self.change(|request| {
            request.claims_locales = words(tags);
            Ok(())
        })
    }

    /// Sets `response_type`: which tokens come through the browser, and which tokens come from the
    /// token endpoint. Without this call, the response type is `code`, which is the best choice for
    /// almost every program
    /// ([RFC 9700 §2.1.2](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.2)).
    ///
    /// The client must be registered for the response type. With `none`, finish the login with
    /// [`finish_without_tokens`](RelyingParty::finish_without_tokens).
    ///
    /// ```
    /// # use symbolon_oauth::{RedirectUri, ResponseMode, ResponseType};
    /// # use symbolon_relying_party::{LoginRequest, RelyingParty};
    /// fn hybrid(rp: &RelyingParty, redirect_uri: &RedirectUri) -> LoginRequest {
    ///     let login = rp.login(redirect_uri).response_type(ResponseType::CODE_ID_TOKEN);
    ///     login.response_mode(ResponseMode::FORM_POST)
    /// }
    /// ```
    pub fn response_type(self, response_type: ResponseType) -> Self {
        self.change(|request| {
            request.oauth.response_type = response_type;
            Ok(())
        })
    }

    /// Sets `response_mode`: the way in which the provider sends its response to the redirect URI.
    /// Without this call, it is `query` for the response types `code` and `none`, and `fragment` for
    /// all others. The login is refused if the response arrives in another way.
    ///
    /// [`Callback::from_http`](crate::Callback::from_http) reads the modes `query` and `form_post`,
    /// and the fragment that a page at the redirect URI posts.
    /// [`Callback::from_uri`](crate::Callback::from_uri) reads `query` and `fragment`.
    pub fn response_mode(self, mode: ResponseMode) -> Self {
        self.change(|request| {
            request.oauth.response_mode = Some(mode);
            Ok(())
        })
    }

    /// Sets the address of your program to which the browser should go after the login. The address
    /// is not sent to the provider: [`PendingLogin::return_to`] returns it when the callback arrives.
    ///
    /// [`OwnOrigins::url`](crate::OwnOrigins::url) creates the address from a text, which can come
    /// from the query of a request.
    pub fn return_to(mut self, url: OwnUrl) -> Self {
        self.return_to = Some(url);
        self
    }

    /// Adds a parameter for which `LoginRequest` has no method, such as `resource`.
    ///
    /// For the parameter `response_mode`, this method does the same as
    /// [`response_mode`](Self::response_mode). For `claims`, whose value is JSON text, it does the
    /// same as [`claims`](Self::claims). Every other parameter for which `LoginRequest` has a
    /// method is ignored. Parameters that the library sets, such as `state`, are also ignored.
    pub fn parameter(self, name: &str, value: &str) -> Self {
        self.change(|request| {
            if name == "response_mode" {
                let mode = ResponseMode::new(value).map_err(LoginRequestError::ResponseMode)?;
                request.oauth.response_mode = Some(mode);
                return Ok(());
            }
            if name == "claims" {
                let claims = ClaimsRequest::parse(value);
                request.claims = Some(claims.map_err(AuthenticationRequestError::Claims)?);
                return Ok(());
            }
            request.oauth.extra.push(name, value);
            Ok(())
        })
    }

    /// Creates `state`, `nonce` and the PKCE code verifier, and returns the URL to which you
    /// redirect the browser. Store the [`PendingLogin`] until the callback arrives.
    ///
    /// # Errors
    /// [`LoginRequestError`] when a parameter is malformed, when the provider or the policy does not
    /// support the response type, when tokens would come in the query, when the request object cannot
    /// be sent to this provider or cannot be signed, or when the source of randomness fails.
    /// [`LoginRequestError::PushRequired`] when the provider accepts only pushed requests: call
    /// [`push`](Self::push) instead. [`LoginRequestError::ClientSecretExpired`] when the login would
    /// have a code, and the client secret has expired.
    pub fn begin(self, now: OffsetDateTime) -> Result<(Url, PendingLogin), LoginRequestError> {
        let (rp, keys) = (self.rp.clone(), self.object.clone());
        let (request, pending) = self.prepare(now)?;
        Ok((request_object::url(&rp, request, &keys, now)?, pending))
    }

    /// Creates the parameters of the request, and what is stored until the callback arrives.
    pub(super) fn prepare(
        self,
        now: OffsetDateTime,
    ) -> Result<(AuthenticationRequest, PendingLogin), LoginRequestError> {
        let mut request = self.request?;
        let response_mode = response_type::check(&self.rp, &request.oauth)?;
        let required = required::required(&request)?;
        let response_type = request.oauth.response_type.clone();
        check_secret(self.rp.client(), &response_type, now)?;
        let (crypto, policy) = (self.rp.crypto(), &self.rp.client().policy);
        let state = State::random(crypto)?;
        let nonce = policy.sends_nonce.then(|| Nonce::random(crypto)).transpose()?;
        // RFC 7636 §4.3: PKCE protects a code, so a request without `code` has no challenge.
        let sends_pkce = policy.sends_pkce && response_type.includes("code");
        let code_verifier = sends_pkce.then(|| CodeVerifier::random(crypto)).transpose()?;
        let is_new_authentication =
            policy.checks_prompt_login && request.prompt.contains(&Prompt::LOGIN);
        // Core §2: `auth_time` is required in the ID Token if the request has `max_age`. §3.1.2.1:
        // `max_age=0` means the same as `prompt=login`.
        if is_new_authentication {
            request.max_age.get_or_insert(Duration::ZERO);
        }
        request.oauth.state = Some(state.clone());
        request.nonce.clone_from(&nonce);
        request.oauth.code_challenge = code_verifier.as_ref().map(|it| it.challenge(crypto));
        let redirect_uri = request.oauth.redirect_uri.clone();
        let hinted = request.id_token_hint.as_ref().map(|hint| hinted_user(&self.rp, hint));
        let (subject_issuer, subject) = hinted.transpose()?.unzip();
        let pending = PendingLogin {
            issuer: self.rp.issuer().clone(),
            client_id: self.rp.client_id().clone(),
            redirect_uri: redirect_uri.ok_or(AuthenticationRequestError::MissingRedirectUri)?,
            response_type,
            response_mode: Some(response_mode),
            state,
            nonce,
            code_verifier,
            scope: request.oauth.scope.clone().unwrap_or_default(),
            max_age: request.max_age,
            acr_values: required.acr_values,
            acr_order: self.acr_order,
            requires_auth_time: required.auth_time,
            subject: required::one_subject(subject, required.subject)?,
            subject_issuer: subject_issuer.map(SubjectIssuer),
            is_new_authentication,
            return_to: self.return_to.map(|url| url.as_str().to_owned()),
            begun: now.into(),
        };
        Ok((request, pending))
    }

    pub(super) fn change(
        self,
        change: impl FnOnce(&mut AuthenticationRequest) -> Result<(), LoginRequestError>,
    ) -> Self {
        let request = self.request.and_then(|mut request| {
            change(&mut request)?;
            Ok(request)
        });
        Self { request, ..self }
    }
}

/// Creates a request with the parameters that every login has.
fn request(
    mut oauth: AuthorizationRequest,
    redirect_uri: &RedirectUri,
) -> Result<AuthenticationRequest, LoginRequestError> {
    oauth.redirect_uri = Some(redirect_uri.clone());
    // Core §3.1.2.1: an OpenID Connect request has the scope value `openid`.
    oauth.scope = Some(Scope::parse("openid")?);
    Ok(AuthenticationRequest::new(oauth)?)
}

/// Refuses a login whose code the client cannot redeem, because its secret has expired.
fn check_secret(
    client: &ClientConfiguration,
    response_type: &ResponseType,
    now: OffsetDateTime,
) -> Result<(), LoginRequestError> {
    match client.client_secret_expires_at {
        // Registration §3.2: the time at which the secret expires.
        Some(expires)
            if expires.datetime() <= now
                && response_type.includes("code")
                && client.authentication.secret().is_some() =>
        {
            Err(LoginRequestError::ClientSecretExpired(expires))
        }
        _ => Ok(()),
    }
}

/// Returns the issuer and the `sub` of an `id_token_hint`. The signature of the hint is not
/// verified here. That is safe: the provider verifies it, and wrong values only make the login
/// fail.
fn hinted_user(
    rp: &RelyingParty,
    hint: &EncodedJwt,
) -> Result<(Issuer, String), LoginRequestError> {
    let claims = danger::unverified_claims(hint.expose()).ok();
    let claims = claims.ok_or(LoginRequestError::IdTokenHint)?;
    let issuers = &rp.client().quirks.id_token.issuers;
    let issuer = claims.iss.and_then(|iss| issuers.issuer_of(&iss, rp.issuer()));
    issuer.zip(claims.sub).ok_or(LoginRequestError::IdTokenHint)
}

pub(super) fn words(text: &str) -> Vec<String> {
    text.split_ascii_whitespace().map(str::to_owned).collect()
}
