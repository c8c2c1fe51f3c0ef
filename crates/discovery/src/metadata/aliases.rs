//! `mtls_endpoint_aliases`: the endpoints for clients with a TLS certificate.

use std::collections::BTreeMap;

use symbolon_jose::json::document::{MemberType, ReadError, Value};
use symbolon_jose::{Excerpt, MemberError, Object};

use crate::{Endpoint, EndpointError};

/// `mtls_endpoint_aliases`: the endpoints for clients that authenticate or bind tokens with a TLS
/// certificate.
///
/// [RFC 8705 §5](https://www.rfc-editor.org/rfc/rfc8705#section-5). An alias replaces the endpoint
/// of the same name. A member that is not the name of an endpoint to which clients send requests
/// directly, such as `authorization_endpoint`, has no meaning. It is kept in
/// [`extra`](Self::extra) and not checked.
///
/// ```
/// use symbolon_discovery::Endpoint;
/// use symbolon_discovery::metadata::EndpointAliases;
///
/// let mut aliases = EndpointAliases::default();
/// let token = Endpoint::new("https://mtls.op.example/token")?;
/// assert!(aliases.insert("token_endpoint", token.clone()));
/// assert_eq!(aliases.get("token_endpoint"), Some(&token));
/// assert!(!aliases.insert("authorization_endpoint", token));
/// # Ok::<(), symbolon_discovery::EndpointError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct EndpointAliases {
    aliases: BTreeMap<&'static str, Endpoint>,
    /// The members without a meaning. A member with the name of an endpoint is not written.
    pub extra: Object,
}

/// The endpoints to which clients send requests directly, each with the name of its alias.
const DIRECT: [(&str, &str); 8] = [
    ("token_endpoint", "mtls_endpoint_aliases.token_endpoint"),
    ("userinfo_endpoint", "mtls_endpoint_aliases.userinfo_endpoint"),
    ("registration_endpoint", "mtls_endpoint_aliases.registration_endpoint"),
    ("revocation_endpoint", "mtls_endpoint_aliases.revocation_endpoint"),
    ("introspection_endpoint", "mtls_endpoint_aliases.introspection_endpoint"),
    ("device_authorization_endpoint", "mtls_endpoint_aliases.device_authorization_endpoint"),
    (
        "pushed_authorization_request_endpoint",
        "mtls_endpoint_aliases.pushed_authorization_request_endpoint",
    ),
    (
        "backchannel_authentication_endpoint",
        "mtls_endpoint_aliases.backchannel_authentication_endpoint",
    ),
];

impl EndpointAliases {
    /// Returns the alias of the endpoint with this name, such as `token_endpoint`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Endpoint> {
        self.aliases.get(name)
    }

    /// Adds the alias of the endpoint with this name, and returns `true`. An existing alias is
    /// replaced. Returns `false` and adds nothing if clients do not send requests directly to an
    /// endpoint with this name.
    pub fn insert(&mut self, name: &str, alias: Endpoint) -> bool {
        let direct = DIRECT.iter().find(|(direct, _)| *direct == name);
        if let Some((name, _)) = direct {
            self.aliases.insert(name, alias);
        }
        direct.is_some()
    }

    /// Returns the aliases, each with its place in the metadata, such as
    /// `mtls_endpoint_aliases.token_endpoint`.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Endpoint)> {
        DIRECT.iter().filter_map(|(name, place)| Some((*place, self.get(name)?)))
    }

    /// Keeps the aliases for which `keep` returns `true`.
    pub(super) fn retain(&mut self, keep: impl Fn(&Endpoint) -> bool) {
        self.aliases.retain(|_, alias| keep(alias));
    }

    /// Takes the aliases out of a JSON object. An alias that cannot be read is passed to `odd`.
    fn read(
        mut object: Object,
        member: &'static str,
        odd: &mut dyn FnMut(&Value, ReadError<EndpointError>),
    ) -> Self {
        let mut aliases = BTreeMap::new();
        for (name, _) in DIRECT {
            // Discovery §4.2: a member without a value counts as absent.
            let value = object.remove(name).filter(|it| !it.is_null() && it.as_str() != Some(""));
            let Some(value) = value else { continue };
            let read = match value.as_str() {
                None => Err(ReadError::Type(MemberError { name: member, expected: EXPECTED })),
                Some(text) => Endpoint::on_any_host(text).map_err(|error| ReadError::Value {
                    member,
                    found: Excerpt::new(text),
                    error,
                }),
            };
            match read {
                Ok(alias) => drop(aliases.insert(name, alias)),
                Err(error) => odd(&value, error),
            }
        }
        Self { aliases, extra: object }
    }
}

const EXPECTED: &str = "an object whose endpoints are strings";

impl MemberType for EndpointAliases {
    type Error = EndpointError;

    fn take(
        object: &mut Object,
        name: &'static str,
    ) -> Result<Option<Self>, ReadError<EndpointError>> {
        let mut first = None;
        let aliases = object.take_object(name)?.map(|aliases| {
            Self::read(aliases, name, &mut |_, error| {
                first.get_or_insert(error);
            })
        });
        first.map_or(Ok(aliases), Err)
    }

    /// Reads the aliases that can be read, and leaves out the other aliases.
    fn take_readable(
        object: &mut Object,
        name: &'static str,
        odd: &mut dyn FnMut(&Value, ReadError<EndpointError>),
    ) -> Option<Self> {
        let stated = object.get(name)?.clone();
        match object.take_object(name) {
            Ok(aliases) => Some(Self::read(aliases?, name, odd)),
            Err(error) => {
                odd(&stated, error.into());
                None
            }
        }
    }

    fn put(&self, object: &mut Object, name: &'static str) {
        let mut aliases = Object::new();
        for (name, alias) in &self.aliases {
            aliases.insert(name, alias.as_str());
        }
        let mut extra = self.extra.clone();
        for (name, _) in DIRECT {
            extra.remove(name);
        }
        aliases.extend(extra);
        object.insert(name, aliases);
    }
}
