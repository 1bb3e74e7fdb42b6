//! Who codes what: the first sessions of the random order are coded by two, the others by whoever has least to do.

/// A session that somebody codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Index of the session.
    pub session: usize,
    /// Index of the coder.
    pub coder: usize,
    /// Whether another codes it too.
    pub double: bool,
}

/// The tasks of `coders` coders over `sessions` sessions, of which the share `double` (rounded up) is coded by two; the
/// pairs take turns, so that each is compared with each. With one coder nothing is coded twice.
pub fn tasks(sessions: usize, coders: usize, double: f64) -> Vec<Task> {
    let pairs: Vec<[usize; 2]> = (0..coders).flat_map(|a| (a + 1..coders).map(move |b| [a, b])).collect();
    let twice = if pairs.is_empty() { 0 } else { (double * sessions as f64 - 1e-9).ceil().max(0.0) as usize };
    let mut load = vec![0_usize; coders];
    let mut tasks = Vec::new();
    for session in 0..sessions {
        let double = session < twice;
        let who = match pairs.get(session % pairs.len().max(1)) {
            Some(pair) if double => pair.to_vec(),
            _ => (0..coders).min_by_key(|&coder| load[coder]).into_iter().collect(),
        };
        for coder in who {
            load[coder] += 1;
            tasks.push(Task { session, coder, double });
        }
    }
    tasks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_session_is_coded_and_work_is_shared(sessions in 0_usize..60, coders in 1_usize..6, double in 0.0..=1.0) {
            let tasks = tasks(sessions, coders, double);
            let twice = if coders > 1 { (double * sessions as f64 - 1e-9).ceil() as usize } else { 0 };
            for session in 0..sessions {
                let of: Vec<&Task> = tasks.iter().filter(|task| task.session == session).collect();
                prop_assert_eq!(of.len(), if session < twice { 2 } else { 1 });
                prop_assert!(of.iter().all(|task| task.double == (session < twice)));
                prop_assert!(of.len() == 1 || of[0].coder != of[1].coder);
            }
            let load = |coder| tasks.iter().filter(|task| task.coder == coder).count();
            let (least, most) = ((0..coders).map(load).min().unwrap(), (0..coders).map(load).max().unwrap());
            prop_assert!(most - least <= coders, "{least} to {most}");
        }
    }
}
