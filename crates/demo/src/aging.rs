//! Keys of a table in the order in which their entries end, so that a table forgets without a search.

use std::collections::VecDeque;

use time::OffsetDateTime;

/// The most entries that one call looks at. Each addition makes one entry, so two are enough to keep up.
const STEPS: usize = 2;

/// The keys of a table, each with the time at which its entry is looked at again.
#[derive(Debug)]
pub(crate) struct Aging<K>(VecDeque<(K, OffsetDateTime)>);

impl<K> Aging<K> {
    /// Adds a key, whose entry ends at `due` unless it is used before.
    pub(crate) fn push(&mut self, key: K, due: OffsetDateTime) {
        self.0.push_back((key, due));
    }

    /// Removes and returns the oldest key.
    pub(crate) fn pop(&mut self) -> Option<K> {
        self.0.pop_front().map(|(key, _)| key)
    }

    /// Returns the number of keys.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Removes the keys that `keep` is false for.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&K) -> bool) {
        self.0.retain(|(key, _)| keep(key));
    }

    /// Removes up to [`STEPS`] keys that are due. `end` returns when the entry of a key ends if it was used
    /// in the meantime, or `None` if the entry has ended. Returns how many keys were looked at.
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
