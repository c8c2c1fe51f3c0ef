//! Statements with their values, and the rows that they return.

use serde::{Serialize, de::DeserializeOwned};
use time::OffsetDateTime;

use crate::error::Error;

/// A value of a column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Integer(i64),
    Null,
}

/// One statement of a transaction. Its parameters are `?1`, `?2` and so on.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) sql: &'static str,
    pub(crate) values: Vec<Value>,
    pub(crate) if_unchanged: IfUnchanged,
    /// Whether a power failure may undo the change after the function has returned, because the
    /// change is made again later.
    pub(crate) may_be_lost: bool,
}

/// What happens if a statement changes or returns no row.
#[derive(Clone, Debug)]
pub(crate) enum IfUnchanged {
    /// The next step runs.
    Continue,
    /// The transaction is rolled back.
    Undo,
    /// This step runs in place of all steps that are left, and the transaction is committed.
    Instead(Box<Step>),
}

/// A row that a statement returned.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) values: Vec<Value>,
}

/// The outcome of a transaction.
#[derive(Debug)]
pub(crate) enum Written {
    /// All steps were committed. Each step returned these rows.
    Done(Vec<Vec<Row>>),
    /// A step changed no row. The step in its [`IfUnchanged::Instead`] was committed in place of
    /// the steps after it.
    Instead,
    /// A step that had to change a row changed none. Nothing was written.
    Refused,
}

impl Step {
    /// Creates a statement.
    pub(crate) fn new(sql: &'static str, values: impl IntoIterator<Item = Value>) -> Self {
        let values = values.into_iter().collect();
        Self { sql, values, if_unchanged: IfUnchanged::Continue, may_be_lost: false }
    }

    /// Rolls the transaction back if this statement changes no row.
    pub(crate) fn must_change(mut self) -> Self {
        self.if_unchanged = IfUnchanged::Undo;
        self
    }

    /// Runs another step in place of all steps that are left if this statement changes no row.
    pub(crate) fn or(mut self, other: Self) -> Self {
        self.if_unchanged = IfUnchanged::Instead(Box::new(other));
        self
    }

    /// Lets the transaction end before it is on the disk, if all its steps allow that.
    pub(crate) fn may_be_lost(mut self) -> Self {
        self.may_be_lost = true;
        self
    }
}

/// Returns whether a transaction may end before it is on the disk.
pub(crate) fn may_be_lost(steps: &[Step]) -> bool {
    steps.iter().all(|step| step.may_be_lost)
}

impl Written {
    /// Returns the rows of the first step. Returns no rows if the outcome is not
    /// [`Done`](Self::Done).
    pub(crate) fn first(self) -> Vec<Row> {
        self.nth(0)
    }

    /// Returns the rows of the step with this index, as [`first`](Self::first) does.
    pub(crate) fn nth(self, index: usize) -> Vec<Row> {
        match self {
            Self::Done(rows) => rows.into_iter().nth(index).unwrap_or_default(),
            Self::Instead | Self::Refused => Vec::new(),
        }
    }
}

impl Row {
    /// Returns the text of a column.
    pub(crate) fn text(&self, column: usize, table: &'static str) -> Result<&str, Error> {
        match self.values.get(column) {
            Some(Value::Text(text)) => Ok(text),
            _ => Err(Error::Damaged { table }),
        }
    }

    /// Returns the number of a column.
    pub(crate) fn integer(&self, column: usize, table: &'static str) -> Result<i64, Error> {
        match self.values.get(column) {
            Some(Value::Integer(number)) => Ok(*number),
            _ => Err(Error::Damaged { table }),
        }
    }

    /// Reads the record of a column.
    pub(crate) fn record<T: DeserializeOwned>(
        &self,
        column: usize,
        table: &'static str,
    ) -> Result<T, Error> {
        let text = self.text(column, table)?;
        serde_json::from_str(text).map_err(|_| Error::Damaged { table })
    }
}

/// Writes a record for a column.
pub(crate) fn json(record: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_string(record).map(Value::Text).map_err(|_| Error::Json)
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<OffsetDateTime> for Value {
    fn from(time: OffsetDateTime) -> Self {
        Self::Integer(time.unix_timestamp())
    }
}
