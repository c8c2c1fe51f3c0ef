//! Access to the claims of a user, by an access token.

use http::{Request, Response};
use symbolon_jose::rule::{Rule, Section, Verdict};
use symbolon_jose::{Fingerprint, NumericDate, Object, SigningKey, rfc};
use symbolon_oauth::{AccessToken, bearer};
use symbolon_oidc::{Release, StandardClaims, user_info};
use time::OffsetDateTime;

use super::{UserInfoAccessError, UserInfoRefusal};
use crate::{AccessTokenRecord, Provider};

/// A UserInfo request as it arrived, with an access token that has not been checked
/// ([Core §5.3.1](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoRequest)).
#[derive(Clone, Debug)]
pub struct UserInfoRequest {
    token: AccessToken,
}

/// The permission to return the claims about one user, limited by the scope of an access token.
///
/// This type intentionally has no constructor. You get the value only from [`Provider::user_info`].
#[derive(Clone, Debug)]
pub struct UserInfoAccess {
    record: AccessTokenRecord,
    subject: String,
    /// The key that signs the response, if the client registered for signed responses.
    key: Option<SigningKey>,
}

/// The function that checks an access token against one of the [`USER_INFO_RULES`]. Only this crate
/// can call it.
#[derive(Clone, Copy, Debug)]
pub struct UserInfoCheck(fn(&Case<'_>) -> Result<Verdict, UserInfoAccessError>);

/// A presented access token with its record.
#[derive(Debug)]
struct Case<'a> {
    provider: &'a Provider,
    fingerprint: Fingerprint,
    record: &'a AccessTokenRecord,
    now: NumericDate,
}

const fn rule(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Case<'_>) -> Result<Verdict, UserInfoAccessError>,
) -> Rule<UserInfoCheck> {
    Rule::new(id, section, statement, UserInfoCheck(check))
}

const USER_INFO: Section =
    Section::new("Core §5.3", "https://openid.net/specs/openid-connect-core-1_0.html#UserInfo");

/// All rules that the access token of a UserInfo request must obey, in the order in which they are
/// checked.
#[rustfmt::skip]
pub static USER_INFO_RULES: &[Rule<UserInfoCheck>] = &[
    rule("issuer", rfc!("6750", "3.1"), "this provider issued the access token", issuer),
    rule("fingerprint", rfc!("6750", "3.1"), "the record is of the presented access token", fingerprint),
    rule("expires", rfc!("6750", "3.1"), "the access token has not expired", expires),
    rule("scope", USER_INFO, "the access token has the scope `openid`", scope),
    rule("subject", USER_INFO, "the access token was issued for a user", subject),
];

impl UserInfoRequest {
    /// Reads a GET or POST request. The access token must be in the `Authorization` header or in
    /// the form body ([RFC 6750 §2](https://www.rfc-editor.org/rfc/rfc6750#section-2)).
    ///
    /// # Errors
    /// [`UserInfoRefusal`] when the access token is missing, malformed, sent more than once, or
    /// sent in the query of the URL.
    pub fn from_http<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Self, UserInfoRefusal> {
        let token = bearer::token_from_http(request).map_err(UserInfoAccessError::Bearer)?;
        Ok(Self { token: token.ok_or(UserInfoAccessError::MissingToken)? })
    }

    /// Returns the access token. To find the record of the token in your store, compute its
    /// fingerprint with [`Provider::fingerprint`].
    #[must_use]
    pub fn access_token(&self) -> &AccessToken {
        &self.token
    }
}

impl Provider {
    /// Returns the fingerprint of an access token. Use it to find the record of the token in your
    /// store.
    #[must_use]
    pub fn fingerprint(&self, token: &AccessToken) -> Fingerprint {
        token.fingerprint(self.crypto())
    }

    /// Checks the access token of a UserInfo request against its record.
    ///
    /// `record` is the record that your store has under the token's
    /// [`fingerprint`](Self::fingerprint), or `None` if there is no record or the token's grant was
    /// revoked.
    ///
    /// # Errors
    /// [`UserInfoRefusal`] when the token is unknown or breaks one of the
    /// [`USER_INFO_RULES`](crate::USER_INFO_RULES), or when the client is registered for signed
    /// responses and the provider has no key for its algorithm.
    pub fn user_info(
        &self,
        request: &UserInfoRequest,
        record: Option<AccessTokenRecord>,
        now: OffsetDateTime,
    ) -> Result<UserInfoAccess, UserInfoRefusal> {
        let record = record.ok_or(UserInfoAccessError::UnknownToken)?;
        let fingerprint = self.fingerprint(&request.token);
        let case = Case { provider: self, fingerprint, record: &record, now: now.into() };
        USER_INFO_RULES.iter().try_for_each(|rule| (rule.check().0)(&case).map(drop))?;
        let subject = record.subject.clone().ok_or(UserInfoAccessError::NoUser)?;
        // Core §5.3.2: the response has the format that the client registered. If the provider has
        // no key, the client does not get a plain response instead.
        let key = record.userinfo_signed_response_alg.map(|algorithm| self.key_of(Some(algorithm)));
        let key = key.transpose().map_err(UserInfoAccessError::NoSigningKey)?.cloned();
        Ok(UserInfoAccess { record, subject, key })
    }
}

impl UserInfoAccess {
    /// Returns the `sub` of the user about whom the client requests claims. Look up the user in
    /// your database under this identifier.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Returns the record of the access token.
    #[must_use]
    pub fn record(&self) -> &AccessTokenRecord {
        &self.record
    }

    /// Computes the claims that the client receives, from the claims that you know about the user
    /// (see [`Release::new`]). Call this method if you know claims that are not standard claims, such
    /// as `groups`, and pass [`Release::user_info`] to [`respond`](Self::respond) as `extra`.
    #[must_use]
    pub fn release(&self, known: &Object) -> Release {
        self.record.release(known)
    }

    /// Builds the response. It contains `sub`, all claims in `extra`, and those claims in `known`
    /// for which the client asked: by the scope of the access token, or by name
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse),
    /// [Core §5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims),
    /// [Core §5.5](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter)).
    ///
    /// If the client is registered with a
    /// [`userinfo_signed_response_alg`](crate::RegisteredClient::userinfo_signed_response_alg), the
    /// response is a JWT that this provider has signed. It also contains `iss` and `aud`. If
    /// signing fails, the response has the status 500.
    #[must_use]
    pub fn respond(&self, known: &StandardClaims, extra: Object) -> Response<Vec<u8>> {
        let Some(key) = &self.key else { return self.respond_plain(known, extra) };
        let mut claims = self.release(&known.to_object()).user_info;
        claims.extend(extra);
        claims.insert("sub", self.subject.as_str());
        let (issuer, client_id) = (&self.record.issuer, &self.record.client_id);
        user_info::respond_signed(&claims, issuer, client_id, key).unwrap_or_else(|error| {
            UserInfoRefusal::from(UserInfoAccessError::NotSigned(error)).into_response()
        })
    }

    /// Builds the response as a JSON object.
    fn respond_plain(&self, known: &StandardClaims, extra: Object) -> Response<Vec<u8>> {
        if !self.record.claims.user_info.is_empty() || !self.record.claims_locales.is_empty() {
            let mut claims = self.release(&known.to_object()).user_info;
            claims.extend(extra);
            return user_info::respond(
                &self.subject,
                &StandardClaims::new(),
                &self.record.scope,
                &claims,
            );
        }
        user_info::respond(&self.subject, known, &self.record.scope, &extra)
    }
}

fn issuer(case: &Case<'_>) -> Result<Verdict, UserInfoAccessError> {
    // RFC 6750 §3.1: this provider must have issued the token. Several providers can share a store.
    let (found, expected) = (&case.record.issuer, case.provider.issuer());
    if found == expected {
        return Ok(Verdict::Held);
    }
    let (found, expected) = (Box::new(found.clone()), Box::new(expected.clone()));
    Err(UserInfoAccessError::OtherIssuer { found, expected })
}

fn fingerprint(case: &Case<'_>) -> Result<Verdict, UserInfoAccessError> {
    // The store may have returned the record of another token: the token counts as unknown then.
    if case.record.fingerprint == case.fingerprint {
        Ok(Verdict::Held)
    } else {
        Err(UserInfoAccessError::UnknownToken)
    }
}

fn expires(case: &Case<'_>) -> Result<Verdict, UserInfoAccessError> {
    // RFC 6750 §3.1: an expired token is invalid.
    if case.now < case.record.expires {
        Ok(Verdict::Held)
    } else {
        Err(UserInfoAccessError::Expired)
    }
}

fn scope(case: &Case<'_>) -> Result<Verdict, UserInfoAccessError> {
    // Core §5.3: an access token that was issued because of an authentication request.
    if case.record.scope.contains("openid") {
        Ok(Verdict::Held)
    } else {
        Err(UserInfoAccessError::InsufficientScope)
    }
}

fn subject(case: &Case<'_>) -> Result<Verdict, UserInfoAccessError> {
    // Core §5.3: the response is about a user.
    if case.record.subject.is_some() { Ok(Verdict::Held) } else { Err(UserInfoAccessError::NoUser) }
}
