//! The error of reading JSON.

/// Why bytes are not a JSON object that can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More bytes than the limit.
    #[error("the JSON text is larger than allowed")]
    TooLarge,
    /// Not JSON in UTF-8, or something follows it ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)).
    #[error("not JSON, at line {line} column {column}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1.
        column: usize,
    },
    /// JSON, but not an object.
    #[error("JSON, but not an object")]
    NotAnObject,
    /// A member name occurs twice in one object
    /// ([RFC 7515 §4](https://www.rfc-editor.org/rfc/rfc7515#section-4),
    /// [RFC 7519 §4](https://www.rfc-editor.org/rfc/rfc7519#section-4)).
    #[error("a member name occurs twice in one object")]
    DuplicateMember,
    /// Arrays and objects nest deeper than the limit.
    #[error("the JSON text nests deeper than allowed")]
    TooDeep,
    /// One object or array holds more than the limit, or all of them together do.
    #[error("there are more members than allowed")]
    TooManyMembers,
    /// The members do not have the shape asked for.
    #[error("the members do not have the shape asked for")]
    Shape,
}

impl Error {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "json.too_large",
            Self::Syntax { .. } => "json.syntax",
            Self::NotAnObject => "json.not_an_object",
            Self::DuplicateMember => "json.duplicate_member",
            Self::TooDeep => "json.too_deep",
            Self::TooManyMembers => "json.too_many_members",
            Self::Shape => "json.shape",
        }
    }
}
