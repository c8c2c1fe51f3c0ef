//! The pages of a client that another host serves.

use symbolon_oauth::PageUrl;
use symbolon_oidc::LocalizedPage;
use url::Url;

use crate::ClientMetadata;

impl ClientMetadata {
    /// Returns the pages and logos of the client, in every language, that have another scheme or
    /// host than every redirect URI, each with the name of its member.
    ///
    /// Such a page can imitate the page of another client. A provider should refuse it or warn its
    /// users
    /// ([Registration §9.1](https://openid.net/specs/openid-connect-registration-1_0.html#Impersonation),
    /// [RFC 7591 §5](https://www.rfc-editor.org/rfc/rfc7591#section-5)).
    ///
    /// ```
    /// use symbolon_registration::ClientMetadata;
    ///
    /// let client = ClientMetadata::parse(br#"{"redirect_uris":["https://wiki.example/cb"],
    ///     "client_uri":"https://wiki.example/", "logo_uri":"https://images.example/wiki.png"}"#)?;
    /// let foreign: Vec<_> = client.foreign_pages().map(|(member, _)| member).collect();
    /// assert_eq!(foreign, ["logo_uri"]);
    /// # Ok::<(), symbolon_registration::ClientMetadataError>(())
    /// ```
    pub fn foreign_pages(&self) -> impl Iterator<Item = (&'static str, &PageUrl)> {
        let own = self.redirect_uris.iter().filter_map(|uri| place(uri.as_str()));
        let own: Vec<(String, String)> = own.collect();
        let members: [(&'static str, &LocalizedPage); 4] = [
            ("logo_uri", &self.logo_uri),
            ("client_uri", &self.client_uri),
            ("policy_uri", &self.policy_uri),
            ("tos_uri", &self.tos_uri),
        ];
        let pages = members.into_iter().flat_map(|(member, page)| {
            page.default.iter().chain(page.by_language.values()).map(move |url| (member, url))
        });
        pages.filter(move |(_, url)| place(url.as_str()).is_none_or(|place| !own.contains(&place)))
    }
}

/// Returns the scheme and the host of a URL.
fn place(url: &str) -> Option<(String, String)> {
    let url = Url::parse(url).ok()?;
    Some((url.scheme().to_owned(), url.host_str()?.to_owned()))
}
