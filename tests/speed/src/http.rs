//! A small HTTP client that keeps its connection. It costs little, so that it is not what is measured.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::Failure;

/// The longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection to one server.
#[derive(Debug)]
pub struct Connection {
    host: String,
    port: u16,
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A response with its whole body.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub location: Option<String>,
    pub cookies: Vec<String>,
    pub body: Vec<u8>,
}

/// The length of a body.
enum Length {
    Known(usize),
    Chunked,
}

impl Connection {
    /// Connects to a port of loopback. `host` is the value of the `Host` field.
    pub fn open(host: &str, port: u16) -> Result<Self, Failure> {
        Ok(Self { host: host.to_owned(), port, stream: connect(port)?, buffer: Vec::new() })
    }

    /// Sends a GET. `fields` are whole lines, each with CR LF at its end.
    pub fn get(&mut self, path: &str, fields: &str) -> Result<Response, Failure> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{fields}\r\n", self.host);
        self.send(request.as_bytes())
    }

    /// Posts a form.
    pub fn post(&mut self, path: &str, fields: &str, body: &str) -> Result<Response, Failure> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\n{fields}\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        self.send(request.as_bytes())
    }

    fn send(&mut self, request: &[u8]) -> Result<Response, Failure> {
        self.buffer.clear();
        self.stream.write_all(request)?;
        loop {
            if let Some((response, closes)) = self.read_response()? {
                if closes {
                    self.stream = connect(self.port)?;
                }
                return Ok(response);
            }
        }
    }

    /// Reads some bytes. Returns the response, and whether the server closes the connection, if the
    /// head of the response has arrived.
    fn read_response(&mut self) -> Result<Option<(Response, bool)>, Failure> {
        self.read_more()?;
        let mut fields = [httparse::EMPTY_HEADER; 48];
        let mut head = httparse::Response::new(&mut fields);
        let httparse::Status::Complete(end) = head.parse(&self.buffer)? else { return Ok(None) };
        let status = head.code.ok_or("no status")?;
        let mut response =
            Response { status, location: None, cookies: Vec::new(), body: Vec::new() };
        let (mut length, mut closes) = (Length::Known(0), false);
        for field in head.headers.iter() {
            let value = str::from_utf8(field.value)?;
            match field.name {
                name if name.eq_ignore_ascii_case("content-length") => {
                    length = Length::Known(value.parse()?);
                }
                name if name.eq_ignore_ascii_case("transfer-encoding") => length = Length::Chunked,
                name if name.eq_ignore_ascii_case("location") => {
                    response.location = Some(value.to_owned());
                }
                name if name.eq_ignore_ascii_case("set-cookie") => {
                    response.cookies.push(value.to_owned());
                }
                name if name.eq_ignore_ascii_case("connection") => {
                    closes = value.eq_ignore_ascii_case("close");
                }
                _ => {}
            }
        }
        response.body = match length {
            Length::Known(length) => self.read_known(end, length)?,
            Length::Chunked => self.read_chunks(end)?,
        };
        Ok(Some((response, closes)))
    }

    fn read_known(&mut self, start: usize, length: usize) -> Result<Vec<u8>, Failure> {
        while self.buffer.len() < start + length {
            self.read_more()?;
        }
        Ok(self.buffer[start..start + length].to_vec())
    }

    fn read_chunks(&mut self, mut start: usize) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        loop {
            let parsed = httparse::parse_chunk_size(&self.buffer[start..]);
            let httparse::Status::Complete((end, length)) =
                parsed.map_err(|_| "the size of a chunk cannot be read")?
            else {
                self.read_more()?;
                continue;
            };
            let (from, length) = (start + end, usize::try_from(length)?);
            // CR LF comes after each chunk, also after the last, which is empty.
            body.extend(self.read_known(from, length + 2)?.get(..length).unwrap_or_default());
            if length == 0 {
                return Ok(body);
            }
            start = from + length + 2;
        }
    }

    fn read_more(&mut self) -> Result<(), Failure> {
        let before = self.buffer.len();
        self.buffer.resize(before + 16 * 1024, 0);
        let read = self.stream.read(&mut self.buffer[before..])?;
        self.buffer.truncate(before + read);
        if read == 0 { Err("the server closed the connection".into()) } else { Ok(()) }
    }
}

fn connect(port: u16) -> Result<TcpStream, Failure> {
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(stream)
}
