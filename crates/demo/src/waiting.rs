//! What waits for a browser to come back from a page.

use std::collections::VecDeque;

use time::{Duration, OffsetDateTime};

/// How long a user may take to answer a page.
pub(crate) const PATIENCE: Duration = Duration::minutes(30);

/// How many tabs one browser may have open at a page.
const TABS: usize = 8;

/// What waits for one browser: the latest few, none for longer than [`PATIENCE`].
#[derive(Debug)]
pub(crate) struct Waiting<T>(VecDeque<(T, OffsetDateTime)>);

impl<T> Waiting<T> {
    /// Waits from now on. Where there are too many, the oldest gives way.
    pub(crate) fn push(&mut self, thing: T, now: OffsetDateTime) {
        if self.0.len() >= TABS {
            self.0.pop_front();
        }
        self.0.push_back((thing, now.saturating_add(PATIENCE)));
    }

    pub(crate) fn find(
        &mut self,
        now: OffsetDateTime,
        is_it: impl Fn(&T) -> bool,
    ) -> Option<&mut T> {
        self.forget_expired(now);
        self.0.iter_mut().map(|(thing, _)| thing).find(|thing| is_it(thing))
    }

    /// Of any number of takers, the first gets it.
    pub(crate) fn take(&mut self, now: OffsetDateTime, is_it: impl Fn(&T) -> bool) -> Option<T> {
        self.forget_expired(now);
        let index = self.0.iter().position(|(thing, _)| is_it(thing))?;
        self.0.remove(index).map(|(thing, _)| thing)
    }

    pub(crate) fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        self.0.retain(|(thing, _)| keep(thing));
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
    fn what_waited_for_too_long_is_not_there() {
        let mut waiting = Waiting::default();
        waiting.push('a', NOW);
        let late = NOW.saturating_add(PATIENCE);
        let in_time = late.saturating_sub(Duration::SECOND);
        assert_eq!(waiting.find(in_time, |it| *it == 'a'), Some(&mut 'a'));
        assert_eq!(waiting.take(late, |it| *it == 'a'), None);
    }

    #[test]
    fn a_browser_has_so_many_and_the_oldest_gives_way() {
        let mut waiting = Waiting::default();
        (0..=TABS).for_each(|number| waiting.push(number, NOW));
        assert_eq!(waiting.0.len(), TABS);
        assert_eq!(waiting.take(NOW, |it| *it == 0), None);
        assert_eq!(waiting.take(NOW, |it| *it == TABS), Some(TABS));
        assert_eq!(waiting.take(NOW, |it| *it == TABS), None, "it is taken once");
    }
}
