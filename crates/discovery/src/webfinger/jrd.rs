//! JSON Resource Descriptors (JRD): what a host says about a resource.

mod read;
mod write;

use std::collections::BTreeMap;

use http::Response;
use symbolon_jose::Object;
use symbolon_oauth::{Issuer, IssuerError};

use super::identifier::CONTENT_TYPES;
use super::{ISSUER_REL, Resource, WebFingerError};
use crate::document;
use crate::quirks::MetadataQuirks;

/// A JSON Resource Descriptor (JRD): what a host says about a resource, for example which issuer a
/// user has.
///
/// [RFC 7033 §4.4](https://www.rfc-editor.org/rfc/rfc7033#section-4.4). Members that are not defined
/// there are in [`extra`](Self::extra). If a member has a wrong type, the reader leaves the member
/// out, and [`left_out`](Self::left_out) lists it.
///
/// ```
/// use symbolon_discovery::webfinger::{Jrd, Resource};
/// use symbolon_oauth::Issuer;
///
/// let (joe, issuer) = (Resource::parse("acct:joe@example.com")?, Issuer::new("https://op.example")?);
/// let jrd = Jrd::of_issuer(&joe, &issuer);
/// assert_eq!(Jrd::from_http(&jrd.to_http())?.issuer()?, issuer);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Jrd {
    /// The URI of the resource. It can differ from the resource of the request, for example because
    /// the host prefers another spelling.
    pub subject: Option<String>,
    /// Other URIs of the same resource.
    pub aliases: Vec<String>,
    /// Properties of the resource: names are URIs, and `None` stands for the value `null`.
    pub properties: BTreeMap<String, Option<String>>,
    /// The links of the resource. If several links have the same type, the user prefers the first.
    pub links: Vec<Link>,
    /// Members that RFC 7033 does not define. A member with the name of a field is not written.
    pub extra: Object,
    left_out: Vec<String>,
}

/// A link from a resource to another resource
/// ([RFC 7033 §4.4.4](https://www.rfc-editor.org/rfc/rfc7033#section-4.4.4)).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Link {
    /// The type of the link: a URI, or a registered name such as `author`.
    pub rel: String,
    /// `type`: the media type of the other resource.
    pub media_type: Option<String>,
    /// The URI of the other resource.
    pub href: Option<String>,
    /// Titles of the link for readers. The names are language tags, or `und` for an unknown
    /// language.
    pub titles: BTreeMap<String, String>,
    /// Properties of the link: names are URIs, and `None` stands for the value `null`.
    pub properties: BTreeMap<String, Option<String>>,
    /// Members that RFC 7033 does not define. A member with the name of a field is not written.
    pub extra: Object,
}

impl Link {
    /// Creates a link of this type to this URI.
    #[must_use]
    pub fn new(rel: &str, href: &str) -> Self {
        Self { rel: rel.to_owned(), href: Some(href.to_owned()), ..Self::default() }
    }
}

impl Jrd {
    /// Creates the descriptor of a user: its subject is `resource`, and its only link is the issuer
    /// of the user
    /// ([Discovery §2](https://openid.net/specs/openid-connect-discovery-1_0.html#IssuerDiscovery)).
    #[must_use]
    pub fn of_issuer(resource: &Resource, issuer: &Issuer) -> Self {
        Self {
            subject: Some(resource.as_str().to_owned()),
            links: vec![Link::new(ISSUER_REL, issuer.as_str())],
            ..Self::default()
        }
    }

    /// Reads a descriptor from JSON text.
    ///
    /// # Errors
    /// [`WebFingerError::Json`] when the text is not a JSON object.
    pub fn parse(json: &[u8]) -> Result<Self, WebFingerError> {
        Ok(Self::from_object(Object::parse(document::without_byte_order_mark(json))?))
    }

    /// Reads a descriptor from the response to a WebFinger request. The content type
    /// `application/json` is also accepted.
    ///
    /// # Errors
    /// [`WebFingerError::Document`] when the status, the content type or the size of the response
    /// is not accepted, [`WebFingerError::Json`] when its body is not a JSON object.
    pub fn from_http<B: AsRef<[u8]>>(response: &Response<B>) -> Result<Self, WebFingerError> {
        Self::from_http_with_quirks(response, &MetadataQuirks::default())
    }

    /// Reads a descriptor from a response, as [`from_http`](Self::from_http) does, and accepts every
    /// content type if [`MetadataQuirks::any_content_type`] is set.
    ///
    /// # Errors
    /// The errors of [`from_http`](Self::from_http).
    pub fn from_http_with_quirks<B: AsRef<[u8]>>(
        response: &Response<B>,
        quirks: &MetadataQuirks,
    ) -> Result<Self, WebFingerError> {
        Self::parse(document::body(response, &CONTENT_TYPES, quirks)?)
    }

    /// Returns the first link of this type. Types are compared byte for byte
    /// ([RFC 7033 §4.4.4.1](https://www.rfc-editor.org/rfc/rfc7033#section-4.4.4.1)).
    #[must_use]
    pub fn link(&self, rel: &str) -> Option<&Link> {
        self.links.iter().find(|link| link.rel == rel)
    }

    /// Returns the issuer of the user, from the first link with the type [`ISSUER_REL`].
    ///
    /// The host of the resource can name every issuer. Do not assume that the issuer belongs to the
    /// same party as the resource
    /// ([Discovery §2](https://openid.net/specs/openid-connect-discovery-1_0.html#IssuerDiscovery)).
    ///
    /// # Errors
    /// [`WebFingerError::NoIssuer`] when there is no such link, [`WebFingerError::NoHref`] when the
    /// link has no address, [`WebFingerError::Issuer`] when [`Issuer::new`] refuses the address.
    pub fn issuer(&self) -> Result<Issuer, WebFingerError> {
        self.issuer_by(Issuer::new)
    }

    /// Returns the issuer of the user for development, as [`issuer`](Self::issuer) does. The issuer
    /// may be an `http` URL on this machine: see [`Issuer::on_loopback`].
    ///
    /// # Errors
    /// The errors of [`issuer`](Self::issuer), with [`Issuer::on_loopback`] in place of
    /// [`Issuer::new`].
    pub fn issuer_on_loopback(&self) -> Result<Issuer, WebFingerError> {
        self.issuer_by(Issuer::on_loopback)
    }

    fn issuer_by(
        &self,
        accept: impl FnOnce(&str) -> Result<Issuer, IssuerError>,
    ) -> Result<Issuer, WebFingerError> {
        let link = self.link(ISSUER_REL).ok_or(WebFingerError::NoIssuer)?;
        let href = link.href.as_deref().ok_or(WebFingerError::NoHref)?;
        Ok(accept(href)?)
    }

    /// Returns the JSON Pointers of the members that the reader left out, because they have a wrong
    /// type, such as `/links/0/href`. A link without `rel` is left out as a whole.
    #[must_use]
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }
}
