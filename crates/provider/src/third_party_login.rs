//! Links with which the provider starts a login at a client.

use symbolon_oauth::Parameters;
use url::{Url, form_urlencoded};

use crate::{Provider, RegisteredClient};

impl Provider {
    /// Builds the URL that starts a login of this provider's users at a client, for a link such as
    /// "Open the application"
    /// ([Core §4](https://openid.net/specs/openid-connect-core-1_0.html#ThirdPartyInitiatedLogin)).
    /// Returns `None` if the client has no
    /// [`initiate_login_uri`](RegisteredClient::initiate_login_uri).
    ///
    /// `login_hint` says which user should sign in, for example by the `sub` or the email address.
    /// `target_link_uri` is the page of the client to which the browser should go after the login. The
    /// client checks that the page is on its site. The query of the registered address is kept.
    ///
    /// ```
    /// # use symbolon_provider::{Provider, RegisteredClient};
    /// use symbolon_discovery::Endpoint;
    ///
    /// # fn link(op: &Provider, client: RegisteredClient) -> Result<String, Box<dyn std::error::Error>> {
    /// let client = client.initiate_login_uri(Endpoint::new("https://wiki.example/start?tenant=1")?);
    /// let url = op.third_party_login_url(&client, Some("alice"), None).ok_or("no address")?;
    /// // https://wiki.example/start?tenant=1&iss=https%3A%2F%2Fop.example&login_hint=alice
    /// # Ok(url.into())
    /// # }
    /// ```
    #[must_use]
    pub fn third_party_login_url(
        &self,
        client: &RegisteredClient,
        login_hint: Option<&str>,
        target_link_uri: Option<&str>,
    ) -> Option<Url> {
        let mut url = client.initiate_login_uri.as_ref()?.url().clone();
        let mut parameters = Parameters::new();
        parameters.push("iss", self.issuer().as_str());
        parameters.push("login_hint", login_hint.unwrap_or_default());
        parameters.push("target_link_uri", target_link_uri.unwrap_or_default());
        let registered = url.query().unwrap_or_default().split('&');
        // RFC 6749 §3.1: no parameter is included more than once.
        let kept = registered.filter(|piece| !piece.is_empty() && !is_parameter(piece));
        let encoded = parameters.encode();
        let query: Vec<&str> = kept.chain([encoded.as_str()]).collect();
        let query = query.join("&");
        url.set_query(Some(&query));
        Some(url)
    }
}

/// Returns whether a piece of a query is a parameter of a login that a third party starts.
fn is_parameter(piece: &str) -> bool {
    let mut names = form_urlencoded::parse(piece.as_bytes());
    names.any(|(name, _)| ["iss", "login_hint", "target_link_uri"].contains(&&*name))
}
