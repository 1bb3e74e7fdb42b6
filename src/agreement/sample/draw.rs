//! Which sessions are drawn: strata get their share by largest remainders; within a stratum, and in the order of the
//! running numbers, a hash of seed and folder decides, so that a draw depends on nothing but seed and folders.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// The places of the drawn sessions in `pool` (folder, stratum), in the order of their running numbers. At most as many
/// as there are.
pub fn draw(pool: &[(String, String)], count: usize, seed: u64) -> Vec<usize> {
    let mut strata: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    pool.iter().enumerate().for_each(|(at, (_, stratum))| strata.entry(stratum).or_default().push(at));
    // Among equal remainders the hash of the stratum decides, not its name.
    let mut strata: Vec<(&str, Vec<usize>)> = strata.into_iter().collect();
    strata.sort_by_cached_key(|(stratum, _)| hash(seed, "stratum", stratum));
    let shares = allocate(&strata.iter().map(|(_, members)| members.len()).collect::<Vec<_>>(), count);
    let mut drawn = Vec::new();
    for ((_, mut members), share) in strata.into_iter().zip(shares) {
        members.sort_by_cached_key(|&at| hash(seed, "session", &pool[at].0));
        drawn.extend(members.into_iter().take(share));
    }
    drawn.sort_by_cached_key(|&at| hash(seed, "number", &pool[at].0));
    drawn
}

/// How many of `count` each stratum gets, by its size and the method of largest remainders (Hamilton); of equal
/// remainders the first. None gets more than it has, and with `count` at most the sum all are given out.
pub fn allocate(sizes: &[usize], count: usize) -> Vec<usize> {
    let all: usize = sizes.iter().sum();
    let count = count.min(all);
    if all == 0 {
        return vec![0; sizes.len()];
    }
    let share = |size: usize| (size * count / all, size * count % all);
    let mut shares: Vec<usize> = sizes.iter().map(|&size| share(size).0).collect();
    let mut by_remainder: Vec<usize> = (0..sizes.len()).collect();
    by_remainder.sort_by_key(|&at| std::cmp::Reverse(share(sizes[at]).1));
    let missing = count - shares.iter().sum::<usize>();
    by_remainder.into_iter().take(missing).for_each(|at| shares[at] += 1);
    shares
}

fn hash(seed: u64, what: &str, name: &str) -> [u8; 32] {
    Sha256::digest(format!("{seed} {what} {name}")).into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn remainders_decide_after_whole_shares() {
        assert_eq!(allocate(&[6, 3, 1], 5), [3, 2, 0]);
        assert_eq!(allocate(&[1, 1, 1], 2), [1, 1, 0]);
        assert_eq!(allocate(&[], 3), Vec::<usize>::new());
    }

    proptest! {
        #[test]
        fn every_stratum_gets_its_share_to_within_one(
            sizes in prop::collection::vec(0_usize..50, 1..12), count in 0_usize..200,
        ) {
            let shares = allocate(&sizes, count);
            let all: usize = sizes.iter().sum();
            prop_assert_eq!(shares.iter().sum::<usize>(), count.min(all));
            for (share, size) in shares.iter().zip(&sizes) {
                let fair = (size * count.min(all)) as f64 / all.max(1) as f64;
                prop_assert!(share <= size && (*share as f64 - fair).abs() < 1.0);
            }
        }

        #[test]
        fn a_draw_depends_on_seed_and_folders_alone(size in 1_usize..40, count in 1_usize..40, seed: u64) {
            let pool: Vec<(String, String)> =
                (0..size).map(|at| (format!("mi-{at}"), format!("u{}", at % 3))).collect();
            let names = |pool: &[(String, String)]| -> Vec<String> {
                draw(pool, count, seed).into_iter().map(|at| pool[at].0.clone()).collect()
            };
            let drawn = names(&pool);
            let unique: std::collections::BTreeSet<&String> = drawn.iter().collect();
            prop_assert_eq!(unique.len(), count.min(size));
            let mut backwards = pool;
            backwards.reverse();
            prop_assert_eq!(names(&backwards), drawn);
        }
    }
}
