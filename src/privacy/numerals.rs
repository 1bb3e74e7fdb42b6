//! Numbers as they are said in Swedish, Norwegian and English, read into digits.
//!
//! People say numbers digit by digit, in tens («sjuttiofyra»), in hundreds («hundrasjuttiofyra») and
//! with repeats («dubbel fyra», «två nollor»); recognisers join and split the words as they like.

use std::sync::LazyLock;

use crate::language::Language;
use crate::privacy::number_words::{ENGLISH, NORWEGIAN, SWEDISH};

/// The smallest part of a spoken or written number.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Atom {
    /// Digits as written.
    Written(String),
    /// 0-9.
    Unit(u64),
    /// 1 by a word that is mostly an article («en», «ett»): a digit only among digits.
    Article,
    /// 10-19.
    Teen(u64),
    /// 20, 30 … 90.
    Tens(u64),
    /// Hundred, thousand, million.
    Power(u64),
    /// A digit named in the plural («nollor»): repeated by the number before it.
    Plural(u64),
    /// «Dubbel», «trippel»: repeats the digit after it.
    Repeat(usize),
}

/// The number words of a language, longest first, so that «sextio» is not read as «sex» «tio».
fn table(language: Language) -> &'static [(&'static str, Atom)] {
    static TABLES: LazyLock<[Vec<(&str, Atom)>; 3]> = LazyLock::new(|| {
        [SWEDISH, NORWEGIAN, ENGLISH].map(|words| {
            let one_by_one = |(names, atom): &(&'static str, Atom)| {
                names.split(' ').map(|name| (name, atom.clone())).collect::<Vec<_>>()
            };
            let mut words: Vec<(&str, Atom)> = words.iter().flat_map(one_by_one).collect();
            words.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
            words
        })
    });
    match language {
        Language::Swedish => &TABLES[0],
        Language::Bokmal | Language::Nynorsk => &TABLES[1],
        Language::English => &TABLES[2],
    }
}

/// What `word` (in lower case) says as a number; empty when it says none.
pub(crate) fn atoms(word: &str, language: Language) -> Vec<Atom> {
    let table = table(language);
    if let Some((_, atom)) = table.iter().find(|(name, _)| *name == word) {
        return vec![atom.clone()];
    }
    if let Some(atoms) = old_counting(word, language) {
        return atoms;
    }
    let mut parts = Vec::new();
    if compound(word, table, &mut parts) { parts } else { Vec::new() }
}

/// «Femogtjue»: Norwegian's old way, the unit before the tens.
fn old_counting(word: &str, language: Language) -> Option<Vec<Atom>> {
    let (unit, tens) = word.split_once("og")?;
    match (atoms(unit, language).as_slice(), atoms(tens, language).as_slice()) {
        ([unit @ (Atom::Unit(_) | Atom::Article)], [tens @ Atom::Tens(_)]) => Some(vec![tens.clone(), unit.clone()]),
        _ => None,
    }
}

/// Takes a compound («nittonhundraåttiotre», «twenty-three») apart into `parts`.
fn compound(word: &str, table: &[(&str, Atom)], parts: &mut Vec<Atom>) -> bool {
    if word.is_empty() {
        return true;
    }
    for (name, atom) in table {
        let Some(rest) = word.strip_prefix(name) else { continue };
        // «Etthundratolv» begins with it, «enarmad» does not.
        if matches!(atom, Atom::Article)
            && parts.is_empty()
            && !["hund", "tus"].iter().any(|power| rest.starts_with(power))
        {
            continue;
        }
        parts.push(atom.clone());
        if compound(rest.strip_prefix('-').unwrap_or(rest), table, parts) {
            return true;
        }
        parts.pop();
    }
    false
}

/// Years are said in hundreds up to «tjugohundra»; «sjuttio» «hundrasjuttiofyra» are two numbers.
const MOST_HUNDREDS: u64 = 20;

/// Puts atoms together into groups of digits: «sju» «noll» are two groups, «sjuttio» «fyra» one.
#[derive(Default)]
pub(crate) struct Reader {
    groups: Vec<String>,
    /// The number being built.
    open: Option<Open>,
    repeat: usize,
}

/// A spoken number that may go on.
struct Open {
    /// Finished thousands.
    above: u64,
    /// What follows them.
    value: u64,
    /// The least place that is still free: 10 after tens, 100 after hundreds, 1 when it is full.
    room: u64,
}

impl Reader {
    /// Whether the first of `atoms` adds to the number being read.
    pub(crate) fn continues(&self, atoms: &[Atom]) -> bool {
        let (Some(open), Some(first)) = (&self.open, atoms.first()) else { return self.repeat > 1 };
        match *first {
            Atom::Unit(unit) => unit > 0 && open.room >= 10,
            Atom::Article => open.room >= 10,
            Atom::Teen(_) | Atom::Tens(_) => open.room >= 100,
            Atom::Power(100) => (1..=MOST_HUNDREDS).contains(&open.value),
            Atom::Power(power) => open.value > 0 && open.value < power,
            Atom::Plural(_) => open.value < 10,
            Atom::Written(_) | Atom::Repeat(_) => false,
        }
    }

    /// Adds the atoms of one token.
    pub(crate) fn read(&mut self, atoms: &[Atom]) {
        for atom in atoms {
            self.add(atom);
        }
    }

    /// The groups of digits read.
    pub(crate) fn finish(mut self) -> Vec<String> {
        self.close();
        self.groups
    }

    /// Ends the number being built: what comes next is a new group.
    pub(crate) fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.groups.push((open.above + open.value).to_string());
        }
    }

    fn add(&mut self, atom: &Atom) {
        let repeat = std::mem::replace(&mut self.repeat, 1).max(1);
        match *atom {
            Atom::Written(ref digits) => {
                self.close();
                self.groups.push(digits.clone());
            }
            Atom::Repeat(times) => {
                self.close();
                self.repeat = times;
            }
            Atom::Unit(unit) if repeat > 1 => {
                self.close();
                self.groups.push(unit.to_string().repeat(repeat));
            }
            Atom::Plural(digit) => {
                let times = self.open.take().map_or(2, |open| open.value.clamp(1, 9));
                self.groups.push(digit.to_string().repeat(times as usize));
            }
            Atom::Unit(unit) => self.add_below(unit, 10, 1),
            Atom::Article => self.add_below(1, 10, 1),
            Atom::Teen(teen) => self.add_below(teen, 100, 1),
            Atom::Tens(tens) => self.add_tens(tens),
            Atom::Power(power) => self.multiply(power),
        }
    }

    /// Adds `value` when `needed` room is left, otherwise begins a new number with it.
    fn add_below(&mut self, value: u64, needed: u64, room: u64) {
        match &mut self.open {
            Some(open) if open.room >= needed && value > 0 => {
                open.value += value;
                open.room = room;
            }
            _ => {
                self.close();
                self.open = Some(Open { above: 0, value, room });
            }
        }
    }

    /// Tens go after hundreds, or begin a number.
    fn add_tens(&mut self, tens: u64) {
        self.add_below(tens, 100, 10);
    }

    /// «Sju» «hundra», «nitton» «hundra», «två» «tusen», or a bare «hundra».
    fn multiply(&mut self, power: u64) {
        match &mut self.open {
            Some(open) if power == 100 && (1..=MOST_HUNDREDS).contains(&open.value) => {
                open.value *= power;
                open.room = 100;
            }
            Some(open) if power > 100 && (1..power).contains(&open.value) => {
                open.above += open.value * power;
                open.value = 0;
                open.room = 1000;
            }
            _ => {
                self.close();
                self.open = Some(Open { above: 0, value: power, room: 100 });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(words: &str, language: Language) -> String {
        let mut reader = Reader::default();
        words.split(' ').for_each(|word| reader.read(&atoms(word, language)));
        reader.finish().join(" ")
    }

    #[test]
    fn numbers_are_read_as_they_are_said() {
        let sv = Language::Swedish;
        assert_eq!(digits("noll sju noll ett sju fyra", sv), "0 7 0 1 7 4");
        assert_eq!(digits("noll sjuttio hundrasjuttiofyra noll sex sextioåtta", sv), "0 70 174 0 6 68");
        assert_eq!(digits("sju hundra åttio nio", sv), "789");
        assert_eq!(digits("nittonhundraåttiotre", sv), "1983");
        assert_eq!(digits("tjugohundratolv tvåtusentolv", sv), "2012 2012");
        assert_eq!(digits("dubbel fyra två nollor", sv), "44 00");
        assert_eq!(digits("femogtjue tjue tre", Language::Bokmal), "25 23");
        assert_eq!(digits("twenty-three double four nineteen", Language::English), "23 44 19");
        assert_eq!(digits("en hund", sv), "1");
        assert_eq!(digits("etthundratolv", sv), "112");
        assert_eq!(digits("ettusen", sv), "1000");
        assert_eq!(digits("tretton trea sexdagars", sv), "13 3");
    }
}
