//! The changes that a login survives, and why each is harmless.

use crate::wire::Message::{
    self, AuthorizationRequest, DiscoveryDocument, DiscoveryRequest, Jwks, JwksRequest,
    RefreshResponse, TokenResponse, UserInfoRequest, UserInfoResponse,
};
use crate::wire::{Mutation, Tampering};

/// A change after which the operation that the message belongs to still succeeds.
pub(crate) struct Harmless {
    message: Option<Message>,
    field: &'static str,
    kinds: &'static [Kind],
    reason: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Altered,
    Dropped,
    Duplicated,
    Added,
    Lost,
    Replayed,
    Reordered,
}

use Kind::{Added, Altered, Dropped, Duplicated, Lost, Reordered, Replayed};

impl Mutation {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Altered(_) => Altered,
            Self::Dropped(_) => Dropped,
            Self::Duplicated(_) => Duplicated,
            Self::Added => Added,
            Self::Lost => Lost,
            Self::Replayed => Replayed,
            Self::Reordered => Reordered,
        }
    }

    /// Returns the name of the field, or an empty text for a change of the whole message.
    pub(crate) fn field(&self) -> String {
        match self {
            Self::Altered(field) | Self::Dropped(field) | Self::Duplicated(field) => {
                field.to_string()
            }
            _ => String::new(),
        }
    }
}

impl Harmless {
    pub(crate) fn reason(&self) -> &'static str {
        self.reason
    }

    pub(crate) fn covers(&self, tampering: &Tampering) -> bool {
        self.message.is_none_or(|message| message == tampering.message)
            && self.field == tampering.mutation.field()
            && self.kinds.contains(&tampering.mutation.kind())
    }
}

impl std::fmt::Display for Harmless {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.message {
            Some(message) => write!(f, "{message:?} {} {:?}", self.field, self.kinds),
            None => write!(f, "any {} {:?}", self.field, self.kinds),
        }
    }
}

const fn of(
    message: Message,
    field: &'static str,
    kinds: &'static [Kind],
    reason: &'static str,
) -> Harmless {
    Harmless { message: Some(message), field, kinds, reason }
}

const fn any(field: &'static str, kinds: &'static [Kind], reason: &'static str) -> Harmless {
    Harmless { message: None, field, kinds, reason }
}

/// A run with a change that is not in this table has to fail. A change in this table has to occur.
#[rustfmt::skip]
pub(crate) const TABLE: &[Harmless] = &[
    any("", &[Added], "RFC 6749 §3.1, §5.1, Discovery §3: unknown parameters and members are ignored"),
    any("accept:", &[Altered, Dropped, Duplicated], "the relying party checks the response whatever it asked for"),
    any("cache-control:", &[Altered, Dropped, Duplicated], "the header is for caches; a policy bounds how long keys are kept"),
    any("etag:", &[Altered, Dropped, Duplicated], "the header is for conditional requests, and the relying party sends none"),
    any("pragma:", &[Altered, Dropped, Duplicated], "the header is for caches"),
    any("access-control-allow-origin:", &[Altered, Dropped, Duplicated], "the header is for scripts in browsers"),

    of(DiscoveryRequest, "", &[Replayed], "a document may be read twice"),
    of(DiscoveryDocument, "", &[Replayed], "every user gets the same document"),
    of(DiscoveryDocument, "authorization_encryption_alg_values_supported", &[Altered, Dropped], "the relying party does not use the member"),
    of(DiscoveryDocument, "authorization_encryption_enc_values_supported", &[Altered, Dropped], "the relying party does not use the member"),
    of(DiscoveryDocument, "authorization_response_iss_parameter_supported", &[Altered, Dropped], "the response has `iss`, and a present `iss` is always compared"),
    of(DiscoveryDocument, "authorization_signing_alg_values_supported", &[Altered, Dropped], "the relying party does not use the member"),
    of(DiscoveryDocument, "claims_parameter_supported", &[Altered, Dropped], "the relying party does not use the member"),
    of(DiscoveryDocument, "code_challenge_methods_supported", &[Altered, Dropped], "the relying party always sends a challenge: attack 88"),
    of(DiscoveryDocument, "grant_types_supported", &[Altered, Dropped], "the relying party does not use the member"),
    of(DiscoveryDocument, "id_token_signing_alg_values_supported", &[Altered, Dropped], "the client accepts the algorithm that it registered; a document without a list names no other"),
    of(DiscoveryDocument, "prompt_values_supported", &[Altered, Dropped], "the relying party does not use the member"),
    of(DiscoveryDocument, "request_parameter_supported", &[Altered, Dropped], "the relying party does not use the member"),
    of(DiscoveryDocument, "request_uri_parameter_supported", &[Altered, Dropped], "the relying party does not use the member"),
    of(DiscoveryDocument, "response_modes_supported", &[Altered, Dropped], "the relying party does not use the member"),
    of(DiscoveryDocument, "response_types_supported", &[Altered, Dropped], "a document without a list does not say that `code` is missing; the provider refuses what it lacks"),
    of(DiscoveryDocument, "scopes_supported", &[Altered, Dropped], "the relying party does not use the member"),
    of(DiscoveryDocument, "subject_types_supported", &[Altered, Dropped], "the relying party does not use the member"),
    of(DiscoveryDocument, "token_endpoint_auth_methods_supported", &[Altered, Dropped], "the client uses the method that it registered"),
    of(DiscoveryDocument, "token_endpoint_auth_signing_alg_values_supported", &[Altered, Dropped], "this client authenticates with its secret and signs nothing"),
    of(DiscoveryDocument, "userinfo_endpoint", &[Altered, Dropped], "the login does not use it; TLS and the issuer show whose address it is"),
    of(DiscoveryDocument, "userinfo_signing_alg_values_supported", &[Altered, Dropped], "the client accepts the format that it registered"),

    of(AuthorizationRequest, "", &[Replayed], "the login goes on with the second code; the first is never redeemed"),
    of(AuthorizationRequest, "scope", &[Altered], "the provider grants less and says so; there is no refresh token"),
    of(AuthorizationRequest, "prompt", &[Dropped], "only the provider and its user see which pages are shown"),
    of(AuthorizationRequest, "max_age", &[Altered, Dropped], "`auth_time` is compared with the `max_age` that was sent, not the one that arrived"),
    of(AuthorizationRequest, "login_hint", &[Altered, Dropped], "the ID Token says who signed in; the hint does not"),

    of(TokenResponse, "expires_in", &[Altered, Dropped], "the provider knows when its token expires, and refuses it then"),
    of(TokenResponse, "scope", &[Altered, Dropped], "the provider enforces the scope of its token, whatever the response says"),
    of(TokenResponse, "refresh_token", &[Altered, Dropped], "the login does not use it; the refresh then fails"),
    of(JwksRequest, "", &[Replayed], "a document may be read twice"),
    of(Jwks, "", &[Replayed], "every user gets the same document"),
    of(Jwks, "keys[0].kid", &[Dropped], "a key without `kid` is tried for every token, and the signature verifies"),
    of(Jwks, "keys[0].alg", &[Dropped], "the client allows one algorithm, which the key has"),
    of(Jwks, "keys[0].use", &[Dropped], "a key without a use may verify"),

    of(UserInfoRequest, "(method)", &[Altered], "Core §5.3.1: GET and POST"),
    of(UserInfoRequest, "", &[Replayed], "claims may be read twice"),
    of(UserInfoResponse, "email", &[Altered, Dropped], "UserInfo is not signed; TLS protects it, and `sub` was compared"),
    of(UserInfoResponse, "email_verified", &[Altered, Dropped], "UserInfo is not signed; TLS protects it, and `sub` was compared"),

    of(RefreshResponse, "expires_in", &[Altered, Dropped], "the provider knows when its token expires, and refuses it then"),
    of(RefreshResponse, "id_token", &[Dropped], "Core §12.2: it may be absent; the session keeps the user"),
    of(RefreshResponse, "refresh_token", &[Altered, Dropped], "the next refresh fails, and the user signs in again"),
    of(RefreshResponse, "scope", &[Altered, Dropped], "the caller is told which values are new or gone; the provider enforces the scope of its token"),
];
