//! What may be tampered with, and why the login is none the worse for it.

use crate::wire::Message::{
    self, AuthorizationRequest, DiscoveryDocument, DiscoveryRequest, Jwks, JwksRequest,
    RefreshResponse, TokenResponse, UserInfoRequest, UserInfoResponse,
};
use crate::wire::{Mutation, Tampering};

/// A change after which the operation that the message is part of still goes through.
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

    /// The name of the field; empty when it is all of the message.
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

/// Whatever is not in here has to be refused, and whatever is in here has to happen.
#[rustfmt::skip]
pub(crate) const TABLE: &[Harmless] = &[
    any("", &[Added], "RFC 6749 §3.1, §5.1, Discovery §3: what is not known is ignored"),
    any("accept:", &[Altered, Dropped, Duplicated], "a wish: what is answered is checked all the same"),
    any("cache-control:", &[Altered, Dropped, Duplicated], "for caches; keys are kept within the bounds of a policy"),
    any("pragma:", &[Altered, Dropped, Duplicated], "for caches"),
    any("access-control-allow-origin:", &[Altered, Dropped, Duplicated], "for scripts in browsers, of which there are none"),

    of(DiscoveryRequest, "", &[Replayed], "a document may be read twice"),
    of(DiscoveryDocument, "", &[Replayed], "it is the same for everybody"),
    of(DiscoveryDocument, "authorization_response_iss_parameter_supported", &[Altered, Dropped], "`iss` is compared whenever it is there, and it is"),
    of(DiscoveryDocument, "code_challenge_methods_supported", &[Altered, Dropped], "a challenge is sent whatever it says: attack 88"),
    of(DiscoveryDocument, "grant_types_supported", &[Altered, Dropped], "nothing is decided by it"),
    of(DiscoveryDocument, "request_uri_parameter_supported", &[Altered, Dropped], "nothing is decided by it"),
    of(DiscoveryDocument, "response_modes_supported", &[Altered, Dropped], "nothing is decided by it"),
    of(DiscoveryDocument, "scopes_supported", &[Altered, Dropped], "nothing is decided by it"),
    of(DiscoveryDocument, "token_endpoint_auth_methods_supported", &[Altered, Dropped], "the client uses the method that it registered"),
    of(DiscoveryDocument, "userinfo_endpoint", &[Altered, Dropped], "the login does not need it; that the address is the provider's is what TLS and the issuer are for"),

    of(AuthorizationRequest, "", &[Replayed], "the second code is as good as the first, which nobody redeems"),
    of(AuthorizationRequest, "scope", &[Altered], "less was granted, and the provider says so: no refresh token came"),
    of(AuthorizationRequest, "prompt", &[Altered, Dropped], "which pages are shown is between browser and provider"),
    of(AuthorizationRequest, "max_age", &[Altered, Dropped], "`auth_time` is held against what was asked for, not what arrived"),
    of(AuthorizationRequest, "login_hint", &[Altered, Dropped], "a hint: who signed in is what the ID Token says"),

    of(TokenResponse, "expires_in", &[Altered, Dropped], "the provider knows when its token ends, and refuses it then"),
    of(TokenResponse, "scope", &[Altered, Dropped], "what the token opens is for the provider to know; the refresh shows that it was another"),
    of(TokenResponse, "refresh_token", &[Altered, Dropped], "who signed in does not hang on it; the refresh fails"),
    of(JwksRequest, "", &[Replayed], "a document may be read twice"),
    of(Jwks, "", &[Replayed], "it is the same for everybody"),
    of(Jwks, "keys[0].kid", &[Dropped], "a key without a kid may be meant by any, and the signature is by it"),
    of(Jwks, "keys[0].alg", &[Dropped], "the client allows one algorithm, and the key fits it"),
    of(Jwks, "keys[0].use", &[Dropped], "a key without a use may verify"),

    of(UserInfoRequest, "(method)", &[Altered], "Core §5.3.1: GET and POST"),
    of(UserInfoRequest, "", &[Replayed], "claims may be read twice"),
    of(UserInfoResponse, "email", &[Altered, Dropped], "not signed, so TLS is what protects it; whose it is was compared"),
    of(UserInfoResponse, "email_verified", &[Altered, Dropped], "not signed, so TLS is what protects it; whose it is was compared"),

    of(RefreshResponse, "expires_in", &[Altered, Dropped], "the provider knows when its token ends, and refuses it then"),
    of(RefreshResponse, "id_token", &[Dropped], "Core §12.2: it may be absent; who signed in stays what it was"),
    of(RefreshResponse, "refresh_token", &[Altered, Dropped], "the next refresh fails, and the user signs in again"),
    of(RefreshResponse, "scope", &[Dropped], "RFC 6749 §6: what was granted before"),
];
