//! Logins and requests that wait until the user has answered a page.

use std::collections::VecDeque;

use time::{Duration, OffsetDateTime};

/// The longest time that a user may take to answer a page.
pub(crate) const PATIENCE: Duration = Duration::minutes(30);

/// The most tabs of one browser that can wait for an answer.
const TABS: usize = 8;

/// The values that wait for one browser: at most [`TABS`], each for at most [`PATIENCE`].
#[derive(Debug)]
pub(crate) struct Waiting<T>(VecDeque<(T, OffsetDateTime)>);

impl<T> Waiting<T> {
    /// Adds a value that waits from now on. If there are too many, the oldest is removed.
    pub(crate) fn push(&mut self, thing: T, now: OffsetDateTime) {
        if self.0.len() >= TABS {
            self.0.pop_front();
        }
        self.0.push_back((thing, now.saturating_add(PATIENCE)));
    }

    /// Removes and returns the value that fits. Only the first caller gets it.
    pub(crate) fn take(&mut self, now: OffsetDateTime, is_it: impl Fn(&T) -> bool) -> Option<T> {
        self.forget_expired(now);
        let index = self.0.iter().position(|(thing, _)| is_it(thing))?;
        self.0.remove(index).map(|(thing, _)| thing)
    }

    fn forget_expired(&mut self, now: OffsetDateTime) {
        self.0.retain(|(_, until)| now < *until);
    }
}

impl<T> Default for Waiting<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    #[test]
    fn a_value_that_waited_too_long_is_removed() {
        let mut waiting = Waiting::default();
        waiting.push('a', NOW);
        let late = NOW.saturating_add(PATIENCE);
        let in_time = late.saturating_sub(Duration::SECOND);
        assert_eq!(waiting.take(in_time, |it| *it == 'a'), Some('a'));
        waiting.push('b', NOW);
        assert_eq!(waiting.take(late, |it| *it == 'b'), None);
    }

    #[test]
    fn the_oldest_value_is_removed_when_there_are_too_many() {
        let mut waiting = Waiting::default();
        (0..=TABS).for_each(|number| waiting.push(number, NOW));
        assert_eq!(waiting.0.len(), TABS);
        assert_eq!(waiting.take(NOW, |it| *it == 0), None);
        assert_eq!(waiting.take(NOW, |it| *it == TABS), Some(TABS));
        assert_eq!(waiting.take(NOW, |it| *it == TABS), None, "a value is taken once");
    }
}
