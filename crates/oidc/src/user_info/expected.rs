//! The checks of a UserInfo response: its format, its signature, its issuer and its audience.

use core::time::Duration;

use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use serde_json::Value;
use symbolon_jose::jws::{self, Header, Reader};
use symbolon_jose::{
    Excerpt, Excerpts, Limits, MemberError, NumericDate, Object, VerificationKeys,
};
use symbolon_oauth::bearer::Challenge;
use symbolon_oauth::{AccessToken, ClientId, ErrorResponse, Issuer};
use time::OffsetDateTime;
use url::Url;

use super::{UserInfo, UserInfoError, UserInfoQuirks, UserInfoRequestError};
use crate::claims::integer_to_text;

/// The media type of a signed UserInfo response.
pub(super) const JWT: HeaderValue = HeaderValue::from_static("application/jwt");

/// The longest time by which the clocks of the provider and of the client are allowed to differ.
const LEEWAY: Duration = Duration::from_secs(60);

/// The requirements that a UserInfo response must meet
/// ([Core §5.3.4](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponseValidation)).
///
/// By default, the response must be a JSON object. If the client registered a
/// `userinfo_signed_response_alg`, call [`signed`](Self::signed): the response must then be a signed
/// JWT.
///
/// A signed response can contain `exp` and `iat`, because some providers send both claims. `exp` is
/// checked if it is present. A JWT of another kind is refused: it contains `nonce`, `at_hash`,
/// `c_hash`, `s_hash`, `events` or `response_type`, or its header parameter `typ` states the kind
/// ([RFC 8725 §3.12](https://www.rfc-editor.org/rfc/rfc8725#section-3.12)). Therefore every ID Token
/// from a login is refused, if the client sends a nonce with each login.
///
/// Some providers put neither `nonce` nor `at_hash` into the ID Token of a refresh. Such an ID
/// Token is accepted as a signed response. An attacker who has the ID Token and can replace the
/// response can show your program older claims about the same user, such as an email address that
/// has changed since, and can leave out the claims that the ID Token does not contain. An attacker
/// can do about the same with an older UserInfo response, which often has no `exp`. The attacker
/// cannot change a claim, and cannot use an ID Token about another user, of another issuer, for
/// another client, or after its `exp`. The same is true of other JWTs of the issuer that do not
/// state their kind.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::jws::Jws;
/// use symbolon_oidc::ExpectedUserInfo;
/// # use symbolon_jose::{Secret, SignatureAlgorithm, SigningKey, VerificationKey, VerificationKeys};
/// # use symbolon_oauth::{ClientId, Issuer};
/// # let (issuer, client_id) = (Issuer::new("https://op.example")?, ClientId::new("s6BhdRkqt3")?);
/// # let now = time::OffsetDateTime::UNIX_EPOCH;
/// # let secret = Secret::new(b"a client secret of at least 32 bytes".to_vec());
/// # let key = SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?;
/// # let keys: VerificationKeys =
/// #     VerificationKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?.into();
/// let claims = br#"{"iss":"https://op.example","aud":"s6BhdRkqt3","sub":"alice","name":"Alice"}"#;
/// let body = Jws::new(claims.to_vec()).sign(&key)?;
/// let response = http::Response::builder().header("Content-Type", "application/jwt").body(body)?;
///
/// let expected = ExpectedUserInfo::new("alice").signed(&issuer, &client_id, &keys);
/// let user_info = expected.read(&response, now)?;
/// assert_eq!(user_info.claims.name.default.as_deref(), Some("Alice"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct ExpectedUserInfo<'a> {
    sub: &'a str,
    signed: Option<Signed<'a>>,
    limits: Limits,
    quirks: UserInfoQuirks,
}

/// The issuer, the client and the keys that a signed response must have.
#[derive(Clone, Copy, Debug)]
struct Signed<'a> {
    issuer: &'a Issuer,
    client_id: &'a ClientId,
    keys: &'a VerificationKeys,
}

impl<'a> ExpectedUserInfo<'a> {
    /// Expects a JSON object about the user with this `sub`. Pass the `sub` of the ID Token.
    pub fn new(sub: &'a str) -> Self {
        let (limits, quirks) = (Limits::DEFAULT, UserInfoQuirks::default());
        Self { sub, signed: None, limits, quirks }
    }

    /// Expects a JWT that is signed with one of these keys. Prepare the keys for the algorithm that
    /// the client registered as `userinfo_signed_response_alg`. Use the keys of the provider, or
    /// the client secret if the algorithm is a MAC.
    ///
    /// `iss` must be `issuer` and `aud` must contain `client_id`, if the JWT has these claims. Core
    /// requires both claims, but some providers leave them out.
    pub fn signed(
        mut self,
        issuer: &'a Issuer,
        client_id: &'a ClientId,
        keys: &'a VerificationKeys,
    ) -> Self {
        self.signed = Some(Signed { issuer, client_id, keys });
        self
    }

    /// Sets the limits that the response must not exceed, such as the number of elements in one
    /// claim. The default is [`Limits::DEFAULT`].
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Accepts these deviations. By default, no deviation is accepted.
    pub fn quirks(mut self, quirks: UserInfoQuirks) -> Self {
        self.quirks = quirks;
        self
    }

    /// Builds the request to the UserInfo endpoint, as [`UserInfo::request`] does. The `Accept` field
    /// asks for the expected format, because some providers choose the format by that field.
    ///
    /// # Errors
    /// [`UserInfoRequestError`] if the endpoint is not an HTTP URL, or if the access token contains
    /// characters that a header field cannot contain.
    pub fn request(
        &self,
        endpoint: &Url,
        access_token: &AccessToken,
    ) -> Result<Request<Vec<u8>>, UserInfoRequestError> {
        let mut request = UserInfo::request(endpoint, access_token)?;
        if self.signed.is_some() {
            request.headers_mut().insert(header::ACCEPT, JWT);
        }
        Ok(request)
    }

    /// Reads the response of the UserInfo endpoint. `now` is the current time, with which `exp` and
    /// `nbf` of a signed response are compared.
    ///
    /// # Errors
    /// - [`UserInfoError::Refused`] or [`UserInfoError::Status`] if the provider sent an error;
    /// - [`UserInfoError::NotSigned`] if a signed response is expected and the response is a JSON
    ///   object, and [`UserInfoError::Jwt`] if it is a JWT and a JSON object is expected;
    /// - [`UserInfoError::ContentType`] if the response has another content type;
    /// - [`UserInfoError::Json`], [`UserInfoError::Member`], [`UserInfoError::MissingSubject`] and
    ///   [`UserInfoError::Subject`] if the claims are not a JSON object about the expected user;
    /// - the errors of [`read_jwt`](Self::read_jwt) if the response is a signed JWT.
    pub fn read<B: AsRef<[u8]>>(
        &self,
        response: &Response<B>,
        now: OffsetDateTime,
    ) -> Result<UserInfo, UserInfoError> {
        let body = response.body().as_ref();
        if response.status() != StatusCode::OK {
            return Err(refused(response.status(), response.headers(), body));
        }
        // §5.3.2: the content type says whether the body is a JSON object or a JWT.
        let content_type = content_type(response.headers());
        let is = |expected: &str| {
            content_type.is_some_and(|found| found.eq_ignore_ascii_case(expected.as_bytes()))
        };
        let any = self.quirks.any_content_type && self.signed.is_none() && !is("application/jwt");
        if is("application/json") || any {
            let object = Object::parse_document(body, &self.limits).map_err(UserInfoError::Json)?;
            refused_by(&object)?;
            // §5.3.2: if the client registered for signed responses, a JSON object is refused.
            if self.signed.is_some() {
                return Err(UserInfoError::NotSigned);
            }
            return self.about_the_user(object);
        }
        if is("application/jwt") {
            let token = str::from_utf8(body.trim_ascii()).map_err(|_| jws::Error::NotCompact)?;
            return self.read_jwt(token, now);
        }
        let found = content_type.map(|found| Excerpt::new(&String::from_utf8_lossy(found)));
        Err(UserInfoError::ContentType { found })
    }

    /// Reads a signed JWT with the claims about the user. `now` is the current time. If the response
    /// is encrypted, decrypt it and pass the JWT that it contains.
    ///
    /// # Errors
    /// - [`UserInfoError::Jwt`] if no signed response is expected;
    /// - [`UserInfoError::Encrypted`] if the JWT is encrypted;
    /// - [`UserInfoError::Jws`] if the signature does not verify. If the error contains
    ///   [`UnknownKid`](symbolon_jose::key::SelectError), fetch the keys of the issuer again, because
    ///   they may have changed, and read the response again;
    /// - [`UserInfoError::Type`] and [`UserInfoError::OtherKind`] if the JWT is of another kind;
    /// - [`UserInfoError::Json`], [`UserInfoError::Member`], [`UserInfoError::MissingSubject`] and
    ///   [`UserInfoError::Subject`] if the claims are not a JSON object about the expected user;
    /// - [`UserInfoError::Issuer`], [`UserInfoError::Audience`], [`UserInfoError::Expired`] and
    ///   [`UserInfoError::NotYetValid`] if the JWT has the claim `iss`, `aud`, `exp` or `nbf` with
    ///   a wrong value.
    pub fn read_jwt(&self, token: &str, now: OffsetDateTime) -> Result<UserInfo, UserInfoError> {
        let Some(signed) = self.signed else { return Err(UserInfoError::Jwt) };
        // RFC 7516 §3.1: a JWE in compact form has five parts.
        if token.bytes().filter(|byte| *byte == b'.').count() == 4 {
            return Err(UserInfoError::Encrypted);
        }
        // §5.3.4 (2): the response is signed by the provider, with the registered algorithm.
        let jws = Reader::new().limits(self.limits).compact(token)?.verify(signed.keys)?;
        check_type(jws.header())?;
        let claims = Object::parse_within(jws.payload(), &self.limits);
        let claims = claims.map_err(UserInfoError::Json)?;
        check_claims_of_other_kinds(&claims)?;
        signed.check_parties(claims.clone())?;
        check_times(claims.clone(), now.into())?;
        self.about_the_user(claims)
    }

    /// Reads the claims, which have to be about the expected user.
    fn about_the_user(&self, mut claims: Object) -> Result<UserInfo, UserInfoError> {
        if self.quirks.numeric_subject {
            integer_to_text(&mut claims, "sub");
        }
        UserInfo::from_object(claims, self.sub)
    }
}

impl Signed<'_> {
    /// Checks `iss` and `aud`, if the claims contain them.
    fn check_parties(&self, mut claims: Object) -> Result<(), UserInfoError> {
        // §5.3.2: `iss` is the issuer identifier of the provider.
        if let Some(iss) = take(&mut claims, "iss", Object::take_string)?
            && iss != self.issuer.as_str()
        {
            let (found, expected) = (Excerpt::new(&iss), self.issuer.clone());
            return Err(UserInfoError::Issuer { found, expected });
        }
        // §5.3.2: `aud` is or includes the client identifier.
        if let Some(aud) = take(&mut claims, "aud", Object::take_one_or_many)?
            && !aud.iter().any(|audience| audience == self.client_id.as_str())
        {
            let (found, client_id) = (Excerpts::new(&aud), self.client_id.as_str().to_owned());
            return Err(UserInfoError::Audience { found, client_id });
        }
        Ok(())
    }
}

fn check_type(header: &Header) -> Result<(), UserInfoError> {
    // RFC 8725 §3.12: the rules for different kinds of JWTs exclude each other. RFC 7519 §5.1: the
    // value "JWT" says only that the object is a JWT.
    match header.typ() {
        Some(typ) if !header.is_type("JWT") => Err(UserInfoError::Type { typ: Excerpt::new(typ) }),
        _ => Ok(()),
    }
}

/// Checks that no claim belongs to another kind of JWT (RFC 8725 §3.12).
fn check_claims_of_other_kinds(claims: &Object) -> Result<(), UserInfoError> {
    // RFC 8417 §2.2, RFC 9101 §4: the first two belong to security events and request objects.
    // Core §2, §3.1.3.6, §3.3.2.11, FAPI 1.0 Advanced §5.2.2.1 (5): the others belong to ID Tokens.
    // `exp` and `iat` do not mark an ID Token, because some providers add both to UserInfo.
    let names = ["events", "response_type", "nonce", "at_hash", "c_hash", "s_hash"];
    match names.into_iter().find(|name| claims.contains(name)) {
        Some(name) => Err(UserInfoError::OtherKind(name)),
        None => Ok(()),
    }
}

/// Checks `exp` and `nbf`, if the claims contain them.
fn check_times(mut claims: Object, now: NumericDate) -> Result<(), UserInfoError> {
    // RFC 7519 §4.1.4: the current time is before `exp`. The leeway is subtracted from the clock,
    // and not added to `exp`, because the sum could be later than the last time of a NumericDate.
    if let Some(exp) = take(&mut claims, "exp", Object::take_date)?
        && now.before(LEEWAY) >= exp
    {
        return Err(UserInfoError::Expired { exp, now });
    }
    // RFC 7519 §4.1.5: the current time is after or equal to `nbf`.
    if let Some(nbf) = take(&mut claims, "nbf", Object::take_date_rounded_up)?
        && now.after(LEEWAY) < nbf
    {
        return Err(UserInfoError::NotYetValid { nbf, now });
    }
    Ok(())
}

/// Takes an optional claim. `null` counts as absent (Core §5.3.2).
fn take<T>(
    claims: &mut Object,
    name: &'static str,
    take: impl FnOnce(&mut Object, &'static str) -> Result<Option<T>, MemberError>,
) -> Result<Option<T>, UserInfoError> {
    if claims.get(name).is_some_and(Value::is_null) {
        return Ok(None);
    }
    Ok(take(claims, name)?)
}

/// Returns the error of the challenge if the response contains one (RFC 6750 §3), otherwise the
/// error in the body, otherwise the status.
fn refused(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> UserInfoError {
    let challenges = Challenge::from_headers(headers).unwrap_or_default();
    let challenged = challenges
        .into_iter()
        .find_map(|challenge| Some((challenge.error?, challenge.error_description)));
    let in_body = || {
        let response = ErrorResponse::from_object(Object::parse(body).ok()?).ok()?;
        Some((response.error, response.error_description))
    };
    match challenged.or_else(in_body) {
        Some((error, description)) => UserInfoError::Refused { status, error, description },
        None => UserInfoError::Status(status),
    }
}

/// Reports the error in a response with the status 200 that has an `error` and no `sub`.
fn refused_by(object: &Object) -> Result<(), UserInfoError> {
    if object.contains("sub") {
        return Ok(());
    }
    match ErrorResponse::from_object(object.clone()) {
        Ok(ErrorResponse { error, error_description: description, .. }) => {
            Err(UserInfoError::Refused { status: StatusCode::OK, error, description })
        }
        Err(_) => Ok(()),
    }
}

/// Returns the content type without its parameters. Returns `None` if the field is absent or
/// repeated (RFC 9110 §8.3).
fn content_type(headers: &HeaderMap) -> Option<&[u8]> {
    let mut fields = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(field), None) = (fields.next(), fields.next()) else { return None };
    field.as_bytes().split(|byte| *byte == b';').next().map(<[u8]>::trim_ascii)
}
