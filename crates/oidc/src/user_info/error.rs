//! The reasons why UserInfo cannot be requested or its response cannot be used.

use http::StatusCode;
use symbolon_jose::{Excerpt, Excerpts, MemberError, NumericDate, json, jws};
use symbolon_oauth::bearer::BearerError;
use symbolon_oauth::{EndpointUriError, ErrorCode, Issuer};

/// The reason why a response of the UserInfo endpoint cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UserInfoError {
    /// The provider refused the access token and sent an error code
    /// ([Core §5.3.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoError)).
    #[error("the UserInfo endpoint answered {status} with the error `{error}`{}", reason(.description))]
    Refused {
        /// The status of the response.
        status: StatusCode,
        /// The error code in the `WWW-Authenticate` field, or in the body if the field has no error
        /// code.
        error: ErrorCode,
        /// The provider's description of the error, for the developer of the client.
        description: Option<String>,
    },
    /// The status is not 200, and the response contains no error code
    /// ([Core §5.3.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoError)).
    #[error("the UserInfo endpoint answered {0}; expected 200 OK")]
    Status(StatusCode),
    /// The content type of the response is absent or repeated, or it is neither `application/json`
    /// nor `application/jwt`
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error(
        "the content type of the UserInfo response is {}; expected application/json \
         (`UserInfoQuirks::any_content_type` accepts other types)",
        text(.found)
    )]
    ContentType {
        /// The content type without its parameters. `None` if it is absent or repeated.
        found: Option<Excerpt>,
    },
    /// The response is a signed or encrypted JWT, but a JSON object is expected. Expect a signed
    /// response with [`ExpectedUserInfo::signed`](super::ExpectedUserInfo::signed), or register the
    /// client without `userinfo_signed_response_alg` and `userinfo_encrypted_response_alg`
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error(
        "the UserInfo response is a JWT; expected application/json (use \
         `ExpectedUserInfo::signed` to expect a signed response)"
    )]
    Jwt,
    /// The response is a JSON object, but a signed JWT is expected. An attacker who can change the
    /// response could otherwise remove the signature
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("the UserInfo response is application/json; expected a signed application/jwt")]
    NotSigned,
    /// The JWT is encrypted. Decrypt it, and pass the signed JWT that it contains to
    /// [`ExpectedUserInfo::read_jwt`](super::ExpectedUserInfo::read_jwt)
    /// ([Core §5.3.4](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponseValidation)).
    #[error("the UserInfo response is encrypted; decrypt it before you read it")]
    Encrypted,
    /// The response is not a JWS in compact form, or its signature does not verify
    /// ([Core §5.3.4](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponseValidation)).
    #[error(transparent)]
    Jws(#[from] jws::Error),
    /// The header parameter `typ` has a value other than `JWT` and `application/jwt`, so the token
    /// is of another kind
    /// ([RFC 8725 §3.11](https://www.rfc-editor.org/rfc/rfc8725#section-3.11)).
    #[error(
        "`typ` in the header is {typ}; in a UserInfo response it is absent, `JWT` or `application/jwt`"
    )]
    Type {
        /// The value of `typ`.
        typ: Excerpt,
    },
    /// The token contains the claim with this name, so it is a different kind of JWT. For example,
    /// a logout token contains `events`, and an ID Token from a login contains `nonce`
    /// ([RFC 8725 §3.12](https://www.rfc-editor.org/rfc/rfc8725#section-3.12)).
    #[error(
        "the token contains `{0}`, so it is another kind of token; expected a UserInfo response"
    )]
    OtherKind(&'static str),
    /// `iss` is not the expected issuer
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("`iss` of the UserInfo response is {found}, but {:?} was expected", .expected.as_str())]
    Issuer {
        /// The value of `iss`.
        found: Excerpt,
        /// The expected issuer.
        expected: Issuer,
    },
    /// `aud` does not contain the identifier of the client
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error(
        "`aud` of the UserInfo response is {found} and does not contain the client {client_id:?}"
    )]
    Audience {
        /// The values of `aud`.
        found: Excerpts,
        /// The identifier of the client.
        client_id: String,
    },
    /// The response has expired: `exp` is at or before the current time minus 60 seconds
    /// ([RFC 7519 §4.1.4](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4)).
    #[error("the UserInfo response expired at {exp}; the current time is {now}")]
    Expired {
        /// The value of `exp`.
        exp: NumericDate,
        /// The current time.
        now: NumericDate,
    },
    /// The response is not valid yet: `nbf` is later than the current time plus 60 seconds
    /// ([RFC 7519 §4.1.5](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5)).
    #[error("the UserInfo response is not valid before {nbf}; the current time is {now}")]
    NotYetValid {
        /// The value of `nbf`.
        nbf: NumericDate,
        /// The current time.
        now: NumericDate,
    },
    /// The body is not a JSON object
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("the UserInfo response cannot be read: {0}")]
    Json(json::Error),
    /// `sub`, or a claim of a signed response that is checked, does not have the JSON type that its
    /// definition requires
    /// ([Core §5.1](https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims)).
    #[error(transparent)]
    Member(#[from] MemberError),
    /// The response contains no `sub`
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("the UserInfo response has no `sub`")]
    MissingSubject,
    /// `sub` differs from the `sub` of the ID Token, so the claims are about another user
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("the UserInfo response is about another user than the ID Token")]
    Subject,
}

impl UserInfoError {
    /// Returns the stable name of the error, such as `"user_info.subject"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "user_info.refused",
            Self::Status(_) => "user_info.status",
            Self::ContentType { .. } => "user_info.content_type",
            Self::Jwt => "user_info.jwt",
            Self::NotSigned => "user_info.not_signed",
            Self::Encrypted => "user_info.encrypted",
            Self::Jws(error) => error.code(),
            Self::Type { .. } | Self::OtherKind(_) => "user_info.type",
            Self::Issuer { .. } => "user_info.issuer",
            Self::Audience { .. } => "user_info.audience",
            Self::Expired { .. } => "user_info.expired",
            Self::NotYetValid { .. } => "user_info.not_yet_valid",
            Self::Json(error) => error.code(),
            Self::Member(_) => "user_info.member",
            Self::MissingSubject => "user_info.missing_subject",
            Self::Subject => "user_info.subject",
        }
    }
}

/// Returns the content type as the error message shows it.
fn text(found: &Option<Excerpt>) -> String {
    found.as_ref().map_or_else(|| "absent".to_owned(), Excerpt::to_string)
}

/// Returns the part of the error message that contains the provider's description of the error.
fn reason(description: &Option<String>) -> String {
    description.as_ref().map_or_else(String::new, |text| format!(": {}", Excerpt::new(text)))
}

/// The reason why the request to the UserInfo endpoint cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UserInfoRequestError {
    /// The endpoint is not an HTTP URL
    /// ([Core §5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)).
    #[error(transparent)]
    Endpoint(#[from] EndpointUriError),
    /// The access token contains characters that a header field or an access token cannot contain
    /// ([RFC 6750 §2](https://www.rfc-editor.org/rfc/rfc6750#section-2)).
    #[error(transparent)]
    AccessToken(#[from] BearerError),
}

impl UserInfoRequestError {
    /// Returns the stable name of the error that the variant contains.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Endpoint(error) => error.code(),
            Self::AccessToken(error) => error.code(),
        }
    }
}
