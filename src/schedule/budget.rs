//! How cores and memory are divided: the only place that decides how much runs at once.

/// How much runs at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Speech lanes: states of the speech model.
    pub lanes: usize,
    /// Threads of each speech lane.
    pub threads_per_lane: usize,
    /// Recordings between opening and report.
    pub in_flight: usize,
}

/// Memory of a lane as a share of the model's file. whisper.cpp's state of the small model takes about
/// 310 MB beside weights of 175 MB (q5_0), that of large 745 MB beside 1081 MB; the larger ratio is safe.
const STATE_PER_MODEL: u64 = 2;

/// What may be taken of the memory that is free: the rest is for sound, for the other models and for the user.
const SHARE_OF_FREE_MEMORY: f64 = 0.6;

impl Budget {
    /// Divides `jobs` cores for a speech model of `model_bytes` on `recordings` recordings, with
    /// `free_memory` bytes to be had (`None` when the operating system does not say).
    ///
    /// A state of Whisper gains little from more than two threads, so lanes come first: on four cores
    /// and up, two threads a lane (whisper.cpp pull request 110 measured four states of two threads
    /// twice as fast as one of eight). Lanes times threads never exceed `jobs`.
    pub fn divide(jobs: usize, recordings: usize, model_bytes: u64, free_memory: Option<u64>) -> Self {
        let jobs = jobs.max(1);
        let threads = if jobs >= 4 { 2 } else { 1 };
        let wanted = jobs / threads;
        let fits = free_memory.map_or(wanted, |free| {
            let usable = (free as f64 * SHARE_OF_FREE_MEMORY) as u64;
            let for_lanes = usable.saturating_sub(model_bytes);
            usize::try_from(for_lanes / (model_bytes * STATE_PER_MODEL).max(1)).unwrap_or(wanted)
        });
        let lanes = wanted.min(fits).max(1);
        // A recording more than there are lanes: one is opened, or told apart, while the lanes work on the others.
        let in_flight = if jobs == 1 { 1 } else { (lanes + 1).min(recordings.max(1)) };
        Self { lanes, threads_per_lane: jobs / lanes.max(1), in_flight }
    }
}

/// Memory that programs may still take, in bytes; `None` where the operating system does not say.
pub fn free_memory() -> Option<u64> {
    let text = fs_err::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("MemAvailable:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SMALL: u64 = 175_209_680;

    #[test]
    fn one_job_is_one_lane_of_one_thread_on_one_recording() {
        let budget = Budget::divide(1, 100, SMALL, None);
        assert_eq!(budget, Budget { lanes: 1, threads_per_lane: 1, in_flight: 1 });
    }

    #[test]
    fn little_memory_means_fewer_lanes_with_more_threads() {
        let budget = Budget::divide(8, 100, SMALL, Some(1_500_000_000));
        assert_eq!((budget.lanes, budget.threads_per_lane), (2, 4));
    }

    proptest! {
        #[test]
        fn lanes_and_threads_never_exceed_the_jobs(
            jobs in 1usize..64, recordings in 0usize..1000, model in 1u64..4_000_000_000, free in 0u64..1 << 40
        ) {
            let budget = Budget::divide(jobs, recordings, model, Some(free));
            prop_assert!(budget.lanes * budget.threads_per_lane <= jobs);
            prop_assert!(budget.lanes >= 1 && budget.threads_per_lane >= 1 && budget.in_flight >= 1);
        }
    }
}
