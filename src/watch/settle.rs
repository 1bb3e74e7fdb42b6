//! When a file is finished: its size and time have stood still between looks. A phone copies slowly, a
//! share stalls, and neither says when it is done.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::scan::Entry;

/// The files of one folder over many looks.
pub(super) struct Settling {
    /// How long a file must stand still.
    rest: Duration,
    now: Duration,
    seen: HashMap<PathBuf, Seen>,
}

struct Seen {
    size: u64,
    modified: SystemTime,
    /// When it was first seen just so, on a clock that only goes forward.
    since: Duration,
}

impl Settling {
    /// A file is finished once it has stood still for `rest`.
    pub(super) fn new(rest: Duration) -> Self {
        Self { rest, now: Duration::ZERO, seen: HashMap::new() }
    }

    /// A look at the folder at `now`, which never goes back: the time of day plays no part.
    pub(super) fn look(&mut self, now: Duration, entries: &[Entry]) {
        let mut before = std::mem::take(&mut self.seen);
        self.now = now;
        for entry in entries {
            let same = before.remove(&entry.path).filter(|s| s.size == entry.size && s.modified == entry.modified);
            let seen = same.unwrap_or(Seen { size: entry.size, modified: entry.modified, since: now });
            self.seen.insert(entry.path.clone(), seen);
        }
    }

    /// Whether the file was the same at two looks at least the rest apart.
    pub(super) fn is_settled(&self, path: &Path) -> bool {
        self.stood_still(path, self.rest)
    }

    /// Whether it was the same at two looks at least `rest` apart.
    pub(super) fn stood_still(&self, path: &Path, rest: Duration) -> bool {
        self.seen.get(path).is_some_and(|seen| self.now > seen.since && self.now - seen.since >= rest)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const REST: Duration = Duration::from_secs(5);

    /// What may happen to a file between two looks.
    #[derive(Clone, Debug)]
    enum Change {
        Nothing,
        Grow,
        /// Written anew with the same size.
        Touch,
        Remove,
    }

    fn changes() -> impl Strategy<Value = Vec<(Change, u64)>> {
        let change = prop_oneof![3 => Just(Change::Nothing), 1 => Just(Change::Grow), 1 => Just(Change::Touch), 1 => Just(Change::Remove)];
        prop::collection::vec((change, 1u64..8), 1..40)
    }

    proptest! {
        #[test]
        fn settled_means_unchanged_for_the_whole_rest(steps in changes()) {
            let mut settling = Settling::new(REST);
            let (mut now, mut size, mut time, mut there) = (0, 1, 0, true);
            // The second of the first look that saw the file as it is now.
            let mut first_seen: Option<u64> = None;
            for (change, pause) in steps {
                now += pause;
                match change {
                    Change::Nothing => {}
                    Change::Grow => { size += 1; first_seen = None; there = true; }
                    Change::Touch => { time += 1; first_seen = None; there = true; }
                    Change::Remove => { there = false; first_seen = None; }
                }
                let modified = SystemTime::UNIX_EPOCH + Duration::from_secs(time);
                let entries: Vec<_> = there.then(|| Entry { path: "x".into(), size, modified }).into_iter().collect();
                settling.look(Duration::from_secs(now), &entries);
                if there && first_seen.is_none() {
                    first_seen = Some(now);
                }
                let expected = first_seen.is_some_and(|first| now - first >= REST.as_secs());
                prop_assert_eq!(settling.is_settled(Path::new("x")), expected);
            }
        }
    }

    #[test]
    fn one_look_is_never_enough() {
        let mut settling = Settling::new(Duration::ZERO);
        let entry = Entry { path: "x".into(), size: 1, modified: SystemTime::UNIX_EPOCH };
        settling.look(Duration::from_secs(1), std::slice::from_ref(&entry));
        assert!(!settling.is_settled(Path::new("x")));
        settling.look(Duration::from_secs(2), &[entry]);
        assert!(settling.is_settled(Path::new("x")));
    }
}
