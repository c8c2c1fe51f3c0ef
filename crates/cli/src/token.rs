//! Where the token comes from, and what is removed from around it.

use std::io;
use std::path::PathBuf;

use clap::Args;
use thiserror::Error;

use crate::{system, terminal};

/// The arguments of every command that reads a token.
#[derive(Args)]
pub(crate) struct TokenArguments {
    /// The token; white space, quotes and `Bearer ` around it are removed [default: standard input]
    token: Option<String>,
    /// Reads the token from a file
    #[arg(long, value_name = "FILE", conflicts_with = "token")]
    token_file: Option<PathBuf>,
}

/// Why there is no token to look at.
#[derive(Debug, Error)]
pub(crate) enum TokenError {
    #[error("the file {} with the token cannot be read", .path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("standard input cannot be read")]
    StandardInput(#[source] io::Error),
    #[error("the token is not text in UTF-8")]
    NotText,
}

impl TokenArguments {
    /// Returns whether the token is read from standard input.
    pub(crate) fn is_on_standard_input(&self) -> bool {
        self.token.is_none() && self.token_file.is_none()
    }

    /// Reads the token and removes what is often copied along with it.
    pub(crate) fn read(&self) -> Result<String, TokenError> {
        let text = match (&self.token, &self.token_file) {
            (Some(token), _) => token.clone(),
            (None, Some(path)) => {
                let source = |source| TokenError::File { path: path.clone(), source };
                text(system::read_file(path).map_err(source)?)?
            }
            (None, None) => {
                if system::standard_input_is_a_terminal() {
                    terminal::note("Enter the token, then end the input (Ctrl-D).");
                }
                text(system::read_standard_input().map_err(TokenError::StandardInput)?)?
            }
        };
        Ok(bare(&text).to_owned())
    }
}

fn text(bytes: Vec<u8>) -> Result<String, TokenError> {
    String::from_utf8(bytes).map_err(|_| TokenError::NotText)
}

/// Removes white space, quotes and `Bearer ` from around a token, however often they occur.
fn bare(text: &str) -> &str {
    let mut bare = text.trim();
    loop {
        let inner = without_scheme(without_quotes(bare)).trim();
        if inner.len() == bare.len() {
            return bare;
        }
        bare = inner;
    }
}

fn without_quotes(text: &str) -> &str {
    let inner = ['"', '\'', '`']
        .iter()
        .find_map(|quote| text.strip_prefix(*quote).and_then(|rest| rest.strip_suffix(*quote)));
    inner.unwrap_or(text)
}

/// RFC 6750 §2.1: the scheme of the `Authorization` field. RFC 9110 §11.1: its case does not matter.
fn without_scheme(text: &str) -> &str {
    match text.split_once(char::is_whitespace) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("Bearer") => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn what_surrounds_a_token_is_removed() {
        for text in [
            "a.b.c",
            " a.b.c\r\n",
            "Bearer a.b.c",
            "bearer  a.b.c",
            "\"a.b.c\"",
            "'a.b.c'\n",
            "`a.b.c`",
            "\"Bearer a.b.c\"",
            "Bearer \"a.b.c\"",
        ] {
            assert_eq!(bare(text), "a.b.c", "{text:?}");
        }
    }

    #[test]
    fn what_does_not_surround_a_token_stays() {
        for text in
            ["", "\"a.b.c", "a.b.c'", "\"a.b.c'", "Bearer", "Bearera.b.c", "a. b.c", "é.b.c"]
        {
            assert_eq!(bare(text), text);
        }
    }
}
