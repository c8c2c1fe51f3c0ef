//! The errors of reading a JSON object.

/// The reason why JSON was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text has more bytes than [`Limits::token`](crate::Limits::token) allows.
    #[error("the JSON text has more bytes than `Limits::token` allows")]
    TooLarge,
    /// The text is not valid JSON, is not encoded as UTF-8, or does not end after the JSON object
    /// ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)).
    #[error("the text is not JSON, at line {line}, column {column}")]
    Syntax {
        /// The line of the error, counted from 1.
        line: usize,
        /// The column of the error in bytes, counted from 1.
        column: usize,
    },
    /// The JSON value is not an object.
    #[error("expected a JSON object, found another JSON value")]
    NotAnObject,
    /// A member name occurs twice in one object
    /// ([RFC 7515 §4](https://www.rfc-editor.org/rfc/rfc7515#section-4),
    /// [RFC 7519 §4](https://www.rfc-editor.org/rfc/rfc7519#section-4)).
    #[error("a member name occurs twice in one object, at line {line}, column {column}")]
    DuplicateMember {
        /// The line of the second occurrence, counted from 1.
        line: usize,
        /// The column in bytes, counted from 1, at which the second occurrence ends.
        column: usize,
    },
    /// Arrays and objects are nested more deeply than
    /// [`Limits::json_depth`](crate::Limits::json_depth) allows.
    #[error("the JSON text nests deeper than `Limits::json_depth` allows")]
    TooDeep,
    /// The JSON has too many members or elements. One of these limits is exceeded:
    ///
    /// - [`Limits::json_members`](crate::Limits::json_members), for one object or array;
    /// - [`Limits::json_values`](crate::Limits::json_values), for the whole text;
    /// - [`Limits::keys`](crate::Limits::keys), for the number of keys in a JWK Set.
    #[error(
        "the JSON text has more members than `Limits::json_members`, `Limits::json_values` or \
         `Limits::keys` allows"
    )]
    TooManyMembers,
    /// The JSON object and a Rust type do not match: [`Object::read`](crate::Object::read) could
    /// not convert the object to the type, or
    /// [`Object::from_serialize`](crate::Object::from_serialize) could not convert a value of the
    /// type to JSON.
    #[error("the JSON members and the requested Rust type do not match")]
    Shape,
}

impl Error {
    /// Returns the stable name of the error, such as `"json.syntax"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "json.too_large",
            Self::Syntax { .. } => "json.syntax",
            Self::NotAnObject => "json.not_an_object",
            Self::DuplicateMember { .. } => "json.duplicate_member",
            Self::TooDeep => "json.too_deep",
            Self::TooManyMembers => "json.too_many_members",
            Self::Shape => "json.shape",
        }
    }
}
