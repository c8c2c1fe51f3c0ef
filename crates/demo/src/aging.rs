//! The keys of a table in the order in which their entries expire. The table can remove expired
//! entries without a search through all entries.

use std::collections::VecDeque;

use time::OffsetDateTime;

/// The most entries that one call checks. Each addition adds one entry and checks two entries, so
/// expired entries do not accumulate.
const STEPS: usize = 2;

/// The keys of a table, each with the time at which its entry is checked again.
#[derive(Debug)]
pub(crate) struct Aging<K>(VecDeque<(K, OffsetDateTime)>);

impl<K> Aging<K> {
    /// Adds a key. Its entry expires at `due`, unless the entry is used before that time.
    pub(crate) fn push(&mut self, key: K, due: OffsetDateTime) {
        self.0.push_back((key, due));
    }

    /// Removes and returns the oldest key.
    pub(crate) fn pop(&mut self) -> Option<K> {
        self.0.pop_front().map(|(key, _)| key)
    }

    /// Checks up to [`STEPS`] keys that are due, and removes the keys of expired entries. `end`
    /// must return `None` if the entry of a key has expired. If the entry was used in the meantime,
    /// `end` must return its new expiry. Returns the number of keys that were checked.
    pub(crate) fn forget(
        &mut self,
        now: OffsetDateTime,
        mut end: impl FnMut(&K) -> Option<OffsetDateTime>,
    ) -> usize {
        for step in 0..STEPS {
            if self.0.front().is_none_or(|(_, due)| now < *due) {
                return step;
            }
            if let Some(key) = self.pop()
                && let Some(due) = end(&key)
            {
                self.push(key, due);
            }
        }
        STEPS
    }
}

impl<K> Default for Aging<K> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;

    use super::*;

    #[test]
    fn keys_that_are_due_are_removed_and_used_ones_stay() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let later = now.saturating_add(Duration::HOUR);
        let mut aging = Aging::default();
        for (key, due) in [("ended", now), ("used", now), ("young", later)] {
            aging.push(key, due);
        }
        let steps = aging.forget(now, |key| (*key == "used").then_some(later));
        assert_eq!(steps, 2);
        assert_eq!(aging.forget(now, |_| None), 0);
        assert_eq!((aging.pop(), aging.pop(), aging.pop()), (Some("young"), Some("used"), None));
    }

    #[test]
    fn one_call_looks_at_two_keys_at_most() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let mut aging = Aging::default();
        (0..1000).for_each(|key| aging.push(key, now));
        assert_eq!(aging.forget(now, |_| None), STEPS);
        assert_eq!(aging.pop(), Some(2));
    }
}
