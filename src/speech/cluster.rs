//! From voiceprints to voices: how many people speak, and what each sounds like.
//!
//! Average linkage, then k-means. Two people are expected; one or a third is believed on evidence
//! only, since a wrong count is the largest error of all (Sagascript's and stenoai's figures agree).
//! How the thresholds were found: `models/speaker-encoder/card.md`.

use std::num::NonZeroUsize;
use std::str::FromStr;

use super::linkage::Linkage;
use super::voice::Voiceprint;

/// How many people speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpeakerCount {
    /// Two, unless the voices say clearly otherwise.
    #[default]
    Auto,
    /// The user knows.
    Exactly(NonZeroUsize),
}

/// More people than this cannot be told apart reliably on one channel.
const MOST_SPEAKERS: usize = 4;

/// The text is no number of speakers.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is no number of speakers: use auto, or 1 to {MOST_SPEAKERS}")]
pub struct UnknownSpeakerCount(String);

impl FromStr for SpeakerCount {
    type Err = UnknownSpeakerCount;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "auto" {
            return Ok(Self::Auto);
        }
        let number: Option<NonZeroUsize> = text.parse().ok().filter(|n: &NonZeroUsize| n.get() <= MOST_SPEAKERS);
        number.map(Self::Exactly).ok_or_else(|| UnknownSpeakerCount(text.to_owned()))
    }
}

/// Below this cosine distance two groups are one voice in two moods.
const SAME_VOICE: f32 = 0.13;
/// From this distance on two groups are two voices, though one of them says no more than this, in seconds.
const CLEARLY_OTHER: f32 = 0.25;
const LITTLE: f32 = 1.5;
/// A third voice must be this far from each other voice and speak this long, in seconds and as a share.
const THIRD_APART: f32 = 0.25;
const THIRD_SECONDS: f32 = 8.0;
const THIRD_SHARE: f32 = 0.02;
/// Smaller groups are coughs, laughter and overlapping speech rather than a person: in seconds, or
/// as a share of a short recording.
const GROUP_SECONDS: f32 = 8.0;
const GROUP_SHARE: f32 = 0.1;
/// How many groups are looked at to find people among such leftovers.
const MOST_GROUPS: usize = 8;
/// Voiceprints that are linked, evenly taken: linking costs the square of it.
const MOST_LINKED: usize = 1_500;
/// k-means settles in three or four rounds.
const ROUNDS: usize = 10;

/// A voiceprint, the seconds of speech that it stands for, and whether it comes of enough sound to
/// found a voice on: the voiceprints of very short stretches are scattered, and look like more people.
#[derive(Debug)]
pub(super) struct Evidence {
    pub(super) print: Voiceprint,
    pub(super) seconds: f32,
    pub(super) long: bool,
}

impl Evidence {
    fn distance(&self, other: &Self) -> f32 {
        1.0 - self.print.likeness(&other.print)
    }
}

/// The voices behind this evidence, in no order; none only when there is no evidence.
pub(super) fn voices(evidence: &[Evidence], count: SpeakerCount) -> Vec<Voiceprint> {
    let crowd = Crowd::new(evidence);
    let found = match count {
        SpeakerCount::Exactly(n) => crowd.exactly(n.get()),
        SpeakerCount::Auto => crowd.three_or_more().or_else(|| crowd.two()).unwrap_or_else(|| crowd.groups(1)),
    };
    settle(evidence, found.into_iter().map(|group| group.print).collect())
}

/// k-means from these voices on.
fn settle(evidence: &[Evidence], mut voices: Vec<Voiceprint>) -> Vec<Voiceprint> {
    for _ in 0..ROUNDS {
        let owner: Vec<Option<usize>> = evidence.iter().map(|e| e.print.most_like(&voices)).collect();
        let members = |voice| evidence.iter().zip(&owner).filter(move |(_, owner)| **owner == Some(voice));
        voices = (0..voices.len())
            .map(|voice| Voiceprint::sum(members(voice).map(|(e, _)| (&e.print, e.seconds))).direction())
            .collect();
    }
    voices
}

/// The linked evidence.
struct Crowd<'a> {
    sample: Vec<&'a Evidence>,
    linkage: Linkage,
    /// Seconds of the whole for a second of the sample.
    scale: f32,
    spoken: f32,
}

impl<'a> Crowd<'a> {
    fn new(evidence: &'a [Evidence]) -> Self {
        let long: Vec<&Evidence> = evidence.iter().filter(|e| e.long).collect();
        let founding = if long.is_empty() { evidence.iter().collect() } else { long };
        let step = founding.len().div_ceil(MOST_LINKED).max(1);
        let spoken = founding.iter().map(|e| e.seconds).sum();
        let sample: Vec<&Evidence> = founding.into_iter().step_by(step).collect();
        let linkage = Linkage::new(&sample.iter().map(|e| &e.print).collect::<Vec<_>>());
        Self { sample, linkage, scale: step as f32, spoken }
    }

    /// The groups when there are `count` of them: mean voice and time, the longest first.
    fn groups(&self, count: usize) -> Vec<Evidence> {
        let labels = self.linkage.cut(count);
        let group = |number| {
            let members = || self.sample.iter().zip(&labels).filter(move |(_, label)| **label == number);
            let seconds: f32 = members().map(|(e, _)| e.seconds * self.scale).sum();
            let print = Voiceprint::sum(members().map(|(e, _)| (&e.print, e.seconds))).direction();
            Evidence { print, seconds, long: true }
        };
        let mut groups: Vec<Evidence> = (0..count.min(self.sample.len())).map(group).collect();
        groups.sort_by(|a, b| b.seconds.total_cmp(&a.seconds));
        groups
    }

    /// What a group must speak to be taken for a person, in seconds.
    fn enough(&self) -> f32 {
        GROUP_SECONDS.min(self.spoken * GROUP_SHARE)
    }

    /// The `count` longest groups of the first cut that gives so many of some length, leftovers split off.
    fn main(&self, count: usize) -> Option<Vec<Evidence>> {
        (count..=MOST_GROUPS.max(count)).map(|cut| self.groups(cut)).find_map(|mut groups| {
            groups.truncate(count);
            (groups.len() == count && groups.iter().all(|group| group.seconds >= self.enough())).then_some(groups)
        })
    }

    fn exactly(&self, count: usize) -> Vec<Evidence> {
        self.main(count).unwrap_or_else(|| self.groups(count))
    }

    /// Three or more groups, each long and far from every other.
    fn three_or_more(&self) -> Option<Vec<Evidence>> {
        let enough = THIRD_SECONDS.max(self.spoken * THIRD_SHARE);
        let apart = |count| {
            let mut people: Vec<Evidence> = Vec::new();
            for group in self.groups(count) {
                if group.seconds >= enough && people.iter().all(|other| other.distance(&group) >= THIRD_APART) {
                    people.push(group);
                }
            }
            people
        };
        (3..=MOST_GROUPS).map(apart).find(|people| people.len() >= 3)
    }

    /// Two main groups that are two voices, or a short voice that is clearly another.
    fn two(&self) -> Option<Vec<Evidence>> {
        let at_least = |limit| move |pair: &Vec<Evidence>| pair.len() == 2 && pair[0].distance(&pair[1]) >= limit;
        self.main(2)
            .filter(at_least(SAME_VOICE))
            .or_else(|| Some(self.groups(2)).filter(at_least(CLEARLY_OTHER)).filter(|pair| pair[1].seconds >= LITTLE))
    }
}
