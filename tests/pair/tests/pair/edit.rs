//! Changes one field of a message.

use std::fmt;

use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, Method, Response, StatusCode};
use serde_json::Value;
use url::form_urlencoded::{self, Serializer};

use crate::json_edit::{self, Change, Path};
use crate::wire::Raw;

/// A field of a message.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Field {
    Method,
    Status,
    Header(HeaderName),
    /// A parameter of a query or form.
    Parameter(String),
    /// A member of a JSON body.
    Member(Path),
    /// The header (0), payload (1) or signature (2) of the JWT in a member.
    JwtPart(Path, usize),
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method => f.write_str("(method)"),
            Self::Status => f.write_str("(status)"),
            Self::Header(name) => write!(f, "{name}:"),
            Self::Parameter(name) => f.write_str(name),
            Self::Member(path) => write!(f, "{path}"),
            Self::JwtPart(path, part) => {
                write!(f, "{path} ({})", ["header", "payload", "signature"][*part])
            }
        }
    }
}

/// Returns every field of a message.
pub(crate) fn fields(raw: &Raw) -> Vec<Field> {
    let parameters =
        |text: &str| pairs(text).into_iter().map(|(name, _)| Field::Parameter(name)).collect();
    let headers = |map: &HeaderMap| map.keys().cloned().map(Field::Header).collect::<Vec<_>>();
    match raw {
        Raw::Url(url) => parameters(split(url).1),
        Raw::Request(request) => {
            let mut fields = vec![Field::Method];
            fields.extend(headers(request.headers()));
            let form: Vec<Field> = parameters(str::from_utf8(request.body()).unwrap());
            fields.extend(form);
            fields
        }
        Raw::Response(response) => {
            let mut fields = vec![Field::Status];
            fields.extend(headers(response.headers()));
            let body: Value = serde_json::from_slice(response.body()).unwrap();
            for path in json_edit::paths(&body) {
                if path.to_string() == "id_token" {
                    fields.extend((0..3).map(|part| Field::JwtPart(path.clone(), part)));
                }
                fields.push(Field::Member(path));
            }
            fields
        }
    }
}

/// Whether a message can be without the field, or have it twice.
pub(crate) fn is_optional(field: &Field) -> bool {
    !matches!(field, Field::Method | Field::Status | Field::JwtPart(..))
}

/// Gives the field another value.
pub(crate) fn alter(raw: Raw, field: &Field) -> Raw {
    match (raw, field) {
        (Raw::Request(mut request), Field::Method) => {
            let post = request.method() == Method::POST;
            *request.method_mut() = if post { Method::GET } else { Method::POST };
            Raw::Request(request)
        }
        (Raw::Response(mut response), Field::Status) => {
            *response.status_mut() = StatusCode::FOUND;
            Raw::Response(response)
        }
        (Raw::Response(response), Field::JwtPart(path, part)) => {
            edit_body(response, path, Change::Map(&|value| alter_jwt(value, *part)))
        }
        (Raw::Response(response), Field::Member(path)) => {
            edit_body(response, path, Change::Map(&alter_value))
        }
        (raw, Field::Header(name)) => edit_headers(raw, |headers| {
            let altered = alter_text(headers[name].to_str().unwrap());
            headers.insert(name, HeaderValue::from_str(&altered).unwrap());
        }),
        (raw, Field::Parameter(name)) => edit_parameters(raw, |pairs| {
            for (_, value) in pairs.iter_mut().filter(|(present, _)| present == name) {
                *value = alter_text(value);
            }
        }),
        (raw, field) => unreachable!("{raw:?} has no {field}"),
    }
}

/// Removes the field.
pub(crate) fn drop(raw: Raw, field: &Field) -> Raw {
    match (raw, field) {
        (Raw::Response(response), Field::Member(path)) => edit_body(response, path, Change::Drop),
        (raw, Field::Header(name)) => edit_headers(raw, |headers| {
            headers.remove(name);
        }),
        (raw, Field::Parameter(name)) => {
            edit_parameters(raw, |pairs| pairs.retain(|(present, _)| present != name))
        }
        (raw, field) => unreachable!("{field} of {raw:?} cannot be dropped"),
    }
}

/// Adds the field once more, with the same value.
pub(crate) fn duplicate(raw: Raw, field: &Field) -> Raw {
    match (raw, field) {
        (Raw::Response(response), Field::Member(path)) => {
            edit_body(response, path, Change::Duplicate)
        }
        (raw, Field::Header(name)) => edit_headers(raw, |headers| {
            let again = headers[name].clone();
            headers.append(name, again);
        }),
        (raw, Field::Parameter(name)) => edit_parameters(raw, |pairs| {
            let again = pairs.iter().find(|(present, _)| present == name).cloned();
            pairs.extend(again);
        }),
        (raw, field) => unreachable!("{field} of {raw:?} cannot be duplicated"),
    }
}

/// Adds a field that no specification defines.
pub(crate) fn add(raw: Raw) -> Raw {
    match raw {
        Raw::Response(mut response) => {
            let body = str::from_utf8(response.body()).unwrap().trim();
            let body = body.strip_suffix('}').unwrap();
            *response.body_mut() = format!(r#"{body},"unknown":["x"]}}"#).into_bytes();
            Raw::Response(response)
        }
        Raw::Request(mut request) if request.body().is_empty() => {
            request.headers_mut().insert("x-unknown", HeaderValue::from_static("x"));
            Raw::Request(request)
        }
        raw => edit_parameters(raw, |pairs| pairs.push(("unknown".into(), "x".into()))),
    }
}

fn edit_body(mut response: Response<Vec<u8>>, path: &Path, change: Change<'_>) -> Raw {
    let body: Value = serde_json::from_slice(response.body()).unwrap();
    *response.body_mut() = json_edit::apply(&body, path, &change).into_bytes();
    Raw::Response(response)
}

fn edit_headers(raw: Raw, edit: impl FnOnce(&mut HeaderMap)) -> Raw {
    match raw {
        Raw::Request(mut request) => {
            edit(request.headers_mut());
            Raw::Request(request)
        }
        Raw::Response(mut response) => {
            edit(response.headers_mut());
            Raw::Response(response)
        }
        Raw::Url(url) => unreachable!("{url} has no headers"),
    }
}

fn edit_parameters(raw: Raw, edit: impl FnOnce(&mut Vec<(String, String)>)) -> Raw {
    let edited = |text: &str| {
        let mut pairs = pairs(text);
        edit(&mut pairs);
        Serializer::new(String::new()).extend_pairs(pairs).finish()
    };
    match raw {
        Raw::Url(url) => {
            let (address, query) = split(&url);
            Raw::Url(format!("{address}?{}", edited(query)))
        }
        Raw::Request(mut request) => {
            let form = edited(str::from_utf8(request.body()).unwrap());
            *request.body_mut() = form.into_bytes();
            Raw::Request(request)
        }
        Raw::Response(_) => unreachable!("a response has no form"),
    }
}

fn pairs(text: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

fn split(url: &str) -> (&str, &str) {
    url.split_once('?').unwrap()
}

fn alter_value(value: &Value) -> Value {
    match value {
        Value::String(text) => alter_text(text).into(),
        Value::Bool(value) => (!value).into(),
        Value::Number(number) => (number.as_i64().unwrap() + 1).into(),
        Value::Array(_) => Value::Array(Vec::new()),
        Value::Object(_) => Value::Object(serde_json::Map::new()),
        Value::Null => unreachable!("no message here has a null"),
    }
}

fn alter_jwt(token: &Value, part: usize) -> Value {
    let mut parts: Vec<String> = token.as_str().unwrap().split('.').map(str::to_owned).collect();
    parts[part] = alter_text(&parts[part]);
    parts.join(".").into()
}

/// Changes one letter or digit in the middle of a text.
fn alter_text(text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let middle = characters.len() / 2;
    let position = (middle..characters.len())
        .chain((0..middle).rev())
        .find(|position| characters[*position].is_ascii_alphanumeric());
    let Some(position) = position else { return format!("{text}x") };
    characters[position] = match characters[position] {
        '0' => '1',
        digit if digit.is_ascii_digit() => '0',
        'x' => 'y',
        _ => 'x',
    };
    characters.into_iter().collect()
}
