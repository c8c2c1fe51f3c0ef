//! The part of a page with which the user takes an authorization response to the client.

#[cfg(test)]
mod tests;

use std::fmt;

use askama::Template;

use crate::{Parameters, RedirectUri};

/// The link or the form of a page with which the user takes an authorization response to the
/// client. [`ReturnPath::way_back`](crate::ReturnPath::way_back) creates it.
///
/// `Debug` does not show the parameters, because they contain the client's `state`.
///
/// ```
/// use symbolon_oauth::{ErrorCode, ErrorResponse, RedirectUri, ReturnPath};
///
/// let path = ReturnPath::query(RedirectUri::new("https://client.example/cb")?);
/// let way_back = path.way_back(ErrorResponse::new(ErrorCode::ACCESS_DENIED))?;
/// assert_eq!(
///     way_back.to_html("Back to the app"),
///     r#"<a href="https://client.example/cb?error=access_denied" rel="noreferrer">Back to the app</a>"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
#[must_use]
pub enum WayBack {
    /// The URL of a link: the response mode sends the response in the query or in the fragment.
    Link(String),
    /// A form that the browser posts: the response mode is `form_post` or `form_post.jwt`.
    Form {
        /// The redirect URI, to which the browser posts the form.
        action: RedirectUri,
        /// The names and values of the hidden fields.
        parameters: Parameters,
    },
}

impl WayBack {
    /// Writes the link or the form as HTML. A form has a button. `text` is the text of the link or
    /// of the button. Every value is escaped.
    ///
    /// The page needs no script. Its `Content-Security-Policy` must allow the form: it has no
    /// `form-action`.
    #[must_use]
    pub fn to_html(&self, text: &str) -> String {
        let html = match self {
            Self::Link(url) => Link { url, text }.render(),
            Self::Form { action, parameters } => {
                Form { action: action.as_str(), parameters, text }.render()
            }
        };
        // Writing to memory cannot fail.
        html.unwrap_or_default()
    }
}

impl fmt::Debug for WayBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Link(_) => "WayBack::Link",
            Self::Form { .. } => "WayBack::Form",
        })
    }
}

/// The link. The address of the page contains the authorization request, which the client's server
/// must not receive as `Referer` (RFC 9700 §4.2.4).
#[derive(Template)]
#[template(ext = "html", source = r#"<a href="{{ url }}" rel="noreferrer">{{ text }}</a>"#)]
struct Link<'a> {
    url: &'a str,
    text: &'a str,
}

/// The form, which the browser sends when the user presses the button.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<form method="post" action="{{ action }}" rel="noreferrer" autocomplete="off">
{%- for (name, value) in parameters.iter() %}
<input type="hidden" name="{{ name }}" value="{{ value }}">
{%- endfor %}
<button>{{ text }}</button>
</form>"#
)]
struct Form<'a> {
    action: &'a str,
    parameters: &'a Parameters,
    text: &'a str,
}
