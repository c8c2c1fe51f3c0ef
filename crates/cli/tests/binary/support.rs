//! What the tests of the binary share: an issuer with a key, and the command itself.

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::thread;

use symbolon::jose::jwk::{KeyKind, PrivateJwk, PublicJwk, PublicJwkSet};
use symbolon::jose::jwt::Claims;
use symbolon::jose::{NumericDate, SignatureAlgorithm, SigningKey};
use symbolon::ring::CRYPTO;

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// The time at which the tokens of these tests are valid.
pub(crate) const NOW: i64 = 1_800_000_000;

/// What a run of the command left: its status, and what it wrote.
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `symbolon` with these arguments and this standard input.
pub(crate) fn symbolon(arguments: &[&str], input: &[u8]) -> Outcome<Ran> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_symbolon"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // A command that refuses its arguments does not read its input.
    let _ = child.stdin.take().ok_or("no standard input")?.write_all(input);
    let Output { status, stdout, stderr } = child.wait_with_output()?;
    let (out, err) = (String::from_utf8(stdout)?, String::from_utf8(stderr)?);
    Ok(Ran { status: status.code(), out, err })
}

/// Writes a file for one test, and returns its path.
pub(crate) fn file(name: &str, content: &str) -> Outcome<String> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content)?;
    Ok(path.to_str().ok_or("the path is not text")?.to_owned())
}

/// Returns the line of the report that contains `rule`, which is a part of a section or a
/// statement.
pub(crate) fn line<'a>(told: &'a str, rule: &str) -> &'a str {
    told.lines().find(|line| line.contains(rule)).unwrap_or_default()
}

/// An issuer's key.
pub(crate) struct Key(PrivateJwk);

impl Key {
    pub(crate) fn new() -> Outcome<Self> {
        Ok(Self(PrivateJwk::generate(KeyKind::P256, &CRYPTO)?.named_by_thumbprint(&CRYPTO)))
    }

    pub(crate) fn private(&self) -> &PrivateJwk {
        &self.0
    }

    pub(crate) fn public(&self) -> Outcome<PublicJwk> {
        Ok(self.0.public().ok_or("the key has no public half")?)
    }

    pub(crate) fn jwk(&self) -> Outcome<String> {
        Ok(self.public()?.to_object().to_json())
    }

    pub(crate) fn jwk_set(&self) -> Outcome<String> {
        Ok(PublicJwkSet::new(vec![self.public()?]).to_object().to_json())
    }

    /// Signs an ID Token of this issuer for `client-1`.
    pub(crate) fn id_token(&self, issuer: &str) -> Outcome<String> {
        let mut claims = Claims::new();
        claims.iss = Some(issuer.to_owned());
        claims.sub = Some("alice".to_owned());
        claims.aud = vec!["client-1".to_owned()];
        claims.iat = NumericDate::from_seconds(NOW - 10);
        claims.exp = NumericDate::from_seconds(NOW + 60);
        let key = SigningKey::from_jwk(&self.0, SignatureAlgorithm::Es256, &CRYPTO)?;
        Ok(claims.sign("JWT", &key)?)
    }
}

/// Starts an issuer on a free port of this machine that shows its metadata and this key set, and
/// returns its URL.
pub(crate) fn serve(jwk_set: String) -> Outcome<String> {
    serve_with(jwk_set, |issuer| {
        format!(
            r#"{{"issuer":"{issuer}","authorization_endpoint":"{issuer}/authorize",
                "token_endpoint":"{issuer}/token","jwks_uri":"{issuer}/jwks",
                "response_types_supported":["code"],"subject_types_supported":["public"],
                "id_token_signing_alg_values_supported":["ES256"]}}"#
        )
    })
}

/// Starts an issuer with the metadata that `metadata` returns for its URL. The resource `/api` below
/// the URL has the same document.
pub(crate) fn serve_with(jwk_set: String, metadata: fn(&str) -> String) -> Outcome<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let issuer = format!("http://{}", listener.local_addr()?);
    let metadata = metadata(&issuer);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = stream.and_then(|mut stream| {
                let mut request = String::new();
                BufReader::new(stream.try_clone()?).read_line(&mut request)?;
                let (status, body) = match request.split(' ').nth(1) {
                    Some(
                        "/.well-known/openid-configuration"
                        | "/.well-known/oauth-protected-resource/api",
                    ) => ("200 OK", metadata.as_str()),
                    Some("/jwks") => ("200 OK", jwk_set.as_str()),
                    _ => ("404 Not Found", ""),
                };
                write!(
                    stream,
                    "HTTP/1.1 {status}\r\ncontent-type: application/json\r\n\
                     content-length: {}\r\nconnection: close\r\n\r\n{body}",
                    body.len()
                )
            });
        }
    });
    Ok(issuer)
}
