//! The table of promises.

/// A promise that every store must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Promise {
    /// The stable ID of the promise, such as `"code.one_winner"`. It begins with the name of the
    /// record.
    pub id: &'static str,
    /// What the store promises, as a sentence.
    pub statement: &'static str,
}

impl Promise {
    /// Returns the name of the record that the promise is about, such as `"code"`.
    #[must_use]
    pub fn record(&self) -> &'static str {
        self.id.split_once('.').map_or(self.id, |(record, _)| record)
    }
}

/// How often a promise is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Times {
    /// The promise does not depend on what happens at the same time.
    Once,
    /// Each round can have a different order of events.
    EachRound,
}

/// Defines a table of promises, and the function that checks all of them.
macro_rules! promises {
    (
        $(#[$doc:meta])* $table:ident, $run:ident: $records:ident;
        $($id:literal, $times:ident, $function:path: $statement:literal;)+
    ) => {
        $(#[$doc])*
        pub const $table: &[Promise] = &[$(Promise { id: $id, statement: $statement },)+];

        /// Checks all promises of the table.
        pub(super) async fn $run<S: $records>(trial: &Trial<S>) -> Vec<BrokenPromise> {
            let mut broken = Vec::new();
            let mut promises = $table.iter();
            $(
                if let Some(promise) = promises.next() && trial.includes(promise) {
                    for round in 0..trial.rounds_of(Times::$times) {
                        // In a box, because the records of a check take much space on the stack.
                        let checked = Box::pin($function(trial, round)).await;
                        if let Err(failure) = checked {
                            let Failure { expected, found } = failure;
                            broken.push(BrokenPromise { promise, round, expected, found });
                            break;
                        }
                    }
                }
            )+
            broken
        }
    };
}

pub(super) use promises;
