//! A browser: it keeps cookies, follows redirects, and fills in forms.

use std::collections::BTreeMap;

use url::Url;

use crate::Failure;
use crate::form::Form;
use crate::http::{Connection, Response};

/// The most requests of one login.
const MOST: usize = 20;

/// The cookies of a browser.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    cookies: BTreeMap<String, String>,
    /// The field `Cookie`, as a whole line.
    line: String,
}

/// The user who signs in.
#[derive(Clone, Debug)]
pub struct User {
    pub name: String,
    pub password: String,
}

impl Browser {
    /// Opens an address and does what the user does, until the server redirects to an address that
    /// starts with `until`. Returns that address.
    pub fn sign_in(
        &mut self,
        connection: &mut Connection,
        address: &str,
        user: &User,
        until: &str,
    ) -> Result<String, Failure> {
        let mut url = address.to_owned();
        let mut response = self.get(connection, &url)?;
        for _ in 0..MOST {
            if let Some(location) = response.location.take() {
                if location.starts_with(until) {
                    return Ok(location);
                }
                url = join(&url, &location)?;
                response = self.get(connection, &url)?;
                continue;
            }
            let page = String::from_utf8(response.body)?;
            let mut form = Form::first(&page)
                .ok_or_else(|| format!("status {} without a form: {page}", response.status))?;
            form.fill_in(&user.name, &user.password);
            url = join(&url, &form.action)?;
            let origin = Url::parse(&url)?.origin().ascii_serialization();
            let fields = format!("{}Origin: {origin}\r\n", self.line);
            response = connection.post(path(&url)?, &fields, &form.encode())?;
            self.keep(&response);
        }
        Err("the server asks again and again".into())
    }

    fn get(&mut self, connection: &mut Connection, url: &str) -> Result<Response, Failure> {
        let response = connection.get(path(url)?, &self.line)?;
        self.keep(&response);
        Ok(response)
    }

    fn keep(&mut self, response: &Response) {
        if response.cookies.is_empty() {
            return;
        }
        for cookie in &response.cookies {
            let pair = cookie.split(';').next().unwrap_or_default();
            let Some((name, value)) = pair.split_once('=') else { continue };
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let cookies: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.line = match cookies.is_empty() {
            true => String::new(),
            false => format!("Cookie: {}\r\n", cookies.join("; ")),
        };
    }
}

/// Returns the address that a link leads to.
fn join(base: &str, link: &str) -> Result<String, Failure> {
    Ok(Url::parse(base)?.join(link)?.into())
}

/// Returns the path and the query of an address.
fn path(url: &str) -> Result<&str, Failure> {
    let (_, rest) = url.split_once("://").ok_or("the address is not absolute")?;
    Ok(rest.find('/').map_or("/", |start| &rest[start..]))
}
