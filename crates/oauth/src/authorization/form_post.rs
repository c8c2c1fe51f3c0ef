//! The page that posts an authorization response to the client.

#[cfg(test)]
mod tests;

use askama::Template;
use http::Response;
use symbolon_jose::Excerpt;

use super::page;
use crate::{Parameters, RedirectUri, UndeliverableResponse};

/// The script of the page. A parameter that is called `submit` would hide the form's own method
/// `submit`, so the script takes the method from the form's class.
const SCRIPT: &str = "HTMLFormElement.prototype.submit.call(document.forms[0])";

/// The policy contains the hash of [`SCRIPT`]. The browser runs only this script, and no script
/// that a parameter contains.
///
/// `form-action` is left out, because browsers apply it to the redirects with which the client
/// answers the form. `frame-ancestors` is left out, because a client shows this page in a hidden
/// frame for `prompt=none`.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; \
     script-src 'sha256-ox4bri+xTrW3kuLTyRoak73QX8KZGuyP3JlQYusbSlA='; base-uri 'none'";

/// RFC 9700 §4.2.4: the address of the page contains the authorization request.
const REFERRER_POLICY: &str = "no-referrer";

/// The page. The template escapes every value.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Back to the app</title></head>
<body>
<form method="post" action="{{ action }}" autocomplete="off">
{%- for (name, value) in parameters.iter() %}
<input type="hidden" name="{{ name }}" value="{{ value }}">
{%- endfor %}
<noscript><p>Press the button to go back to the app.</p><button>Continue</button></noscript>
</form>
<script>{{ SCRIPT|safe }}</script>
</body>
</html>
"#
)]
struct Page<'a> {
    action: &'a str,
    parameters: &'a Parameters,
}

/// Builds the response with the page that posts the parameters to the redirect URI: a script sends
/// the form, or the user presses a button
/// ([Form Post Response Mode §2](https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html#FormPostResponseMode)).
/// The parameters have passed [`check`].
pub(super) fn response(redirect_uri: &RedirectUri, parameters: &Parameters) -> Response<Vec<u8>> {
    let page = Page { action: redirect_uri.as_str(), parameters };
    // Writing to memory cannot fail.
    let html = page.render().unwrap_or_default();
    // Form Post Response Mode §2: browsers and proxies must not store the response.
    page::response(html, CONTENT_SECURITY_POLICY, REFERRER_POLICY)
}

/// Checks that a browser posts exactly these parameters.
pub(super) fn check(parameters: &Parameters) -> Result<(), UndeliverableResponse> {
    match parameters.iter().find(|(name, value)| changes(name, value)) {
        Some((name, _)) => Err(UndeliverableResponse::Parameter { name: Excerpt::new(name) }),
        None => Ok(()),
    }
}

/// Returns whether a browser would post a different name or value.
///
/// [HTML](https://html.spec.whatwg.org/multipage/): the parser replaces U+0000, a form writes every
/// line break as CR LF, and the value of a hidden field `_charset_` is replaced by the encoding.
fn changes(name: &str, value: &str) -> bool {
    let is_changed = |text: &str| text.contains(['\0', '\r', '\n']);
    is_changed(name) || is_changed(value) || name.eq_ignore_ascii_case("_charset_")
}
