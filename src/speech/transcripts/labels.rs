//! What stands for a speaker in a transcript: a role, a name, or neither («Talare 1»).

use crate::privacy::dialogue::Role;

/// Words for the one who leads the conversation, in the languages of users; then for the other; then for others.
const COUNSELLOR: [&str; 29] = [
    "counsellor",
    "counselor",
    "therapist",
    "clinician",
    "interviewer",
    "coach",
    "rådgivare",
    "behandlare",
    "samtalsledare",
    "terapeut",
    "socialsekreterare",
    "handläggare",
    "kurator",
    "psykolog",
    "intervjuare",
    "vägledare",
    "coachen",
    "rådgivaren",
    "behandlaren",
    "terapeuten",
    "rådgiver",
    "behandler",
    "veileder",
    "saksbehandler",
    "samtaleleder",
    "intervjuer",
    "veilederen",
    "terapeuten",
    "behandleren",
];
const CLIENT: [&str; 11] = [
    "client",
    "patient",
    "klient",
    "klienten",
    "brukare",
    "brukaren",
    "patienten",
    "pasient",
    "pasienten",
    "bruker",
    "brukeren",
];
const OTHER: [&str; 8] = ["other", "annan", "annen", "andre", "interpreter", "tolk", "tolken", "observer"];

/// Letters that stand alone for a role: therapist or *terapeut*; client or *klient*; *rådgivare*.
const LETTERS: [(&str, Role); 4] =
    [("t", Role::Counsellor), ("r", Role::Counsellor), ("c", Role::Client), ("k", Role::Client)];

/// Words that programs put before a number when they know no more than that somebody speaks.
const ANYBODY: [&str; 21] = [
    "speaker",
    "talare",
    "taler",
    "deltagare",
    "deltaker",
    "participant",
    "person",
    "röst",
    "stemme",
    "voice",
    "unknown",
    "okänd",
    "ukjent",
    "guest",
    "gäst",
    "gjest",
    "user",
    "användare",
    "kanal",
    "channel",
    "spk",
];

/// Which role a label says its speaker has, if it does: by a word of it, or a letter alone.
pub(super) fn role(label: &str) -> Option<Role> {
    let label = label.trim().to_lowercase();
    if let Some((_, role)) = LETTERS.iter().find(|(letter, _)| *letter == label) {
        return Some(*role);
    }
    words(&label).find_map(|word| match word {
        _ if COUNSELLOR.contains(&word) => Some(Role::Counsellor),
        _ if CLIENT.contains(&word) => Some(Role::Client),
        _ if OTHER.contains(&word) => Some(Role::Other),
        _ => None,
    })
}

/// What of a label may be somebody's name: without words for roles and for anybody, numbers and single letters.
/// Empty when nothing is left.
pub(super) fn name(label: &str) -> String {
    let label = label.to_lowercase();
    let is_name = |word: &&str| {
        word.chars().count() > 1
            && !word.chars().all(char::is_numeric)
            && !ANYBODY.contains(word)
            && role(word).is_none()
    };
    words(&label).filter(is_name).collect::<Vec<_>>().join(" ")
}

fn words(label: &str) -> impl Iterator<Item = &str> {
    label.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_in_every_language_and_letters_only_alone() {
        for (label, told) in [
            ("Behandlare", Some(Role::Counsellor)),
            ("T", Some(Role::Counsellor)),
            ("Veileder (Kari)", Some(Role::Counsellor)),
            ("k", Some(Role::Client)),
            ("Brukeren", Some(Role::Client)),
            ("Tolk", Some(Role::Other)),
            ("Anna K", None),
            ("SPEAKER_00", None),
        ] {
            assert_eq!(role(label), told, "{label}");
        }
    }

    #[test]
    fn names_are_what_is_neither_role_nor_number() {
        assert_eq!(name("Behandlare Anna Lind-Ek"), "anna lind-ek");
        for nobody in ["Talare 1", "SPEAKER_00", "T", "Klient", "12", ""] {
            assert_eq!(name(nobody), "", "{nobody}");
        }
    }
}
