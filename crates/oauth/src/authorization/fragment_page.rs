//! The page that takes an authorization response from the fragment of a URL to the client's server.

#[cfg(test)]
mod tests;

use http::Response;

use super::page;

/// The script of the page. It removes the fragment from the address bar before it does anything
/// else, so that the tokens do not stay in the browser's history. The action of the form is the
/// whole address, because a path such as `//evil.example` alone would lead to another host.
const SCRIPT: &str = r#"const fragment = location.hash.slice(1);
const address = location.href.split('#')[0];
history.replaceState(null, "", address);
const form = document.createElement("form");
form.method = "post";
form.action = address;
const inputs = new DocumentFragment();
for (const [name, value] of new URLSearchParams(fragment)) {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  inputs.append(input);
}
form.append(inputs);
document.body.append(form);
HTMLFormElement.prototype.submit.call(form);
"#;

/// The policy contains the hash of [`SCRIPT`], so the browser runs only this script. The form is
/// sent to the page's own origin only.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; \
     script-src 'sha256-N7LfR2QQMN1P49Q6TdNZhL2eKHvter3IhCK00Atn1A4='; form-action 'self'; \
     base-uri 'none'";

/// With `no-referrer`, browsers would send `Origin: null` with the form (Fetch, "append a request
/// `Origin` header"), and a server that compares `Origin` with its own origin would refuse it.
const REFERRER_POLICY: &str = "same-origin";

/// Builds the page that an app serves at its redirect URI if responses come in the fragment
/// (response mode `fragment` or `fragment.jwt`).
///
/// A browser does not send the fragment to the server. The script of this page removes the fragment
/// from the address bar, and then posts its parameters as a form to the same address. Serve the
/// page for a GET request whose query contains no authorization response, and read the POST request
/// that follows. See
/// [Core §3.2.2.5](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitAuthResponse) and
/// its [example](https://openid.net/specs/openid-connect-core-1_0.html#FragmentNotes).
///
/// The `Content-Security-Policy` of the page allows this form for the page's own origin only. Some
/// browsers apply the rule to redirects, too, so answer the form with a page or with a redirect to
/// your own origin.
///
/// ```
/// use http::{Method, Request, Response};
/// use symbolon_oauth::{Parameters, ParametersError, fragment_page};
///
/// fn callback(request: &Request<Vec<u8>>) -> Result<Response<Vec<u8>>, ParametersError> {
///     let parameters = Parameters::from_http(request)?;
///     if request.method() == Method::GET && !parameters.contains("error") {
///         return Ok(fragment_page());
///     }
///     // Check `parameters` as an authorization response.
/// #   Ok(Response::new(Vec::new()))
/// }
/// ```
#[must_use]
pub fn fragment_page() -> Response<Vec<u8>> {
    let html = format!(
        r#"<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Signing in</title></head>
<body>
<noscript><p>This page signs you in with JavaScript. Turn JavaScript on, then sign in again.</p></noscript>
<script>{SCRIPT}</script>
</body>
</html>
"#
    );
    page::response(html, CONTENT_SECURITY_POLICY, REFERRER_POLICY)
}
