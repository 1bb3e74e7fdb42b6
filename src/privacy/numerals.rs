//! Numbers as they are said in Swedish, Norwegian and English, read into digits.
//!
//! People say numbers digit by digit, in tens («sjuttiofyra»), in hundreds («hundrasjuttiofyra») and
//! with repeats («dubbel fyra», «två nollor»); recognisers join and split the words as they like.

use std::sync::LazyLock;

use crate::language::Language;

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

/// Number words, those that say the same in one string.
const SWEDISH: &[(&str, Atom)] = &[
    ("noll nolla nollan", Atom::Unit(0)),
    ("en ett", Atom::Article),
    ("etta", Atom::Unit(1)),
    ("två tvåa", Atom::Unit(2)),
    ("tre trea", Atom::Unit(3)),
    ("fyra", Atom::Unit(4)),
    ("fem femma", Atom::Unit(5)),
    ("sex sexa", Atom::Unit(6)),
    ("sju sjua", Atom::Unit(7)),
    ("åtta", Atom::Unit(8)),
    ("nio nie nia", Atom::Unit(9)),
    ("tio tie", Atom::Teen(10)),
    ("elva", Atom::Teen(11)),
    ("tolv", Atom::Teen(12)),
    ("tretton", Atom::Teen(13)),
    ("fjorton", Atom::Teen(14)),
    ("femton", Atom::Teen(15)),
    ("sexton", Atom::Teen(16)),
    ("sjutton", Atom::Teen(17)),
    ("arton aderton", Atom::Teen(18)),
    ("nitton", Atom::Teen(19)),
    ("tjugo tjugu tju tjuge", Atom::Tens(20)),
    ("trettio tretti", Atom::Tens(30)),
    ("fyrtio fyrti förtio förti", Atom::Tens(40)),
    ("femtio femti", Atom::Tens(50)),
    ("sextio sexti", Atom::Tens(60)),
    ("sjuttio sjutti", Atom::Tens(70)),
    ("åttio åtti", Atom::Tens(80)),
    ("nittio nitti", Atom::Tens(90)),
    ("hundra", Atom::Power(100)),
    ("tusen", Atom::Power(1000)),
    ("nollor", Atom::Plural(0)),
    ("ettor", Atom::Plural(1)),
    ("tvåor", Atom::Plural(2)),
    ("treor", Atom::Plural(3)),
    ("fyror", Atom::Plural(4)),
    ("femmor", Atom::Plural(5)),
    ("sexor", Atom::Plural(6)),
    ("sjuor", Atom::Plural(7)),
    ("åttor", Atom::Plural(8)),
    ("nior", Atom::Plural(9)),
    ("dubbel dubbelt dubbla", Atom::Repeat(2)),
    ("trippel", Atom::Repeat(3)),
];

const NORWEGIAN: &[(&str, Atom)] = &[
    ("null", Atom::Unit(0)),
    ("en ett ein eitt", Atom::Article),
    ("én", Atom::Unit(1)),
    ("to", Atom::Unit(2)),
    ("tre", Atom::Unit(3)),
    ("fire", Atom::Unit(4)),
    ("fem", Atom::Unit(5)),
    ("seks", Atom::Unit(6)),
    ("sju syv", Atom::Unit(7)),
    ("åtte", Atom::Unit(8)),
    ("ni", Atom::Unit(9)),
    ("ti", Atom::Teen(10)),
    ("elleve", Atom::Teen(11)),
    ("tolv", Atom::Teen(12)),
    ("tretten", Atom::Teen(13)),
    ("fjorten", Atom::Teen(14)),
    ("femten", Atom::Teen(15)),
    ("seksten", Atom::Teen(16)),
    ("sytten", Atom::Teen(17)),
    ("atten", Atom::Teen(18)),
    ("nitten", Atom::Teen(19)),
    ("tjue tyve", Atom::Tens(20)),
    ("tretti tredve", Atom::Tens(30)),
    ("førti førr", Atom::Tens(40)),
    ("femti", Atom::Tens(50)),
    ("seksti", Atom::Tens(60)),
    ("sytti", Atom::Tens(70)),
    ("åtti", Atom::Tens(80)),
    ("nitti", Atom::Tens(90)),
    ("hundre", Atom::Power(100)),
    ("tusen", Atom::Power(1000)),
    ("nuller", Atom::Plural(0)),
    ("enere", Atom::Plural(1)),
    ("toere", Atom::Plural(2)),
    ("treere", Atom::Plural(3)),
    ("firere", Atom::Plural(4)),
    ("femmere", Atom::Plural(5)),
    ("seksere", Atom::Plural(6)),
    ("sjuere syvere", Atom::Plural(7)),
    ("åttere", Atom::Plural(8)),
    ("niere", Atom::Plural(9)),
    ("dobbel dobbelt", Atom::Repeat(2)),
    ("trippel", Atom::Repeat(3)),
];

const ENGLISH: &[(&str, Atom)] = &[
    ("zero nought oh", Atom::Unit(0)),
    ("one", Atom::Article),
    ("two", Atom::Unit(2)),
    ("three", Atom::Unit(3)),
    ("four", Atom::Unit(4)),
    ("five", Atom::Unit(5)),
    ("six", Atom::Unit(6)),
    ("seven", Atom::Unit(7)),
    ("eight", Atom::Unit(8)),
    ("nine", Atom::Unit(9)),
    ("ten", Atom::Teen(10)),
    ("eleven", Atom::Teen(11)),
    ("twelve", Atom::Teen(12)),
    ("thirteen", Atom::Teen(13)),
    ("fourteen", Atom::Teen(14)),
    ("fifteen", Atom::Teen(15)),
    ("sixteen", Atom::Teen(16)),
    ("seventeen", Atom::Teen(17)),
    ("eighteen", Atom::Teen(18)),
    ("nineteen", Atom::Teen(19)),
    ("twenty", Atom::Tens(20)),
    ("thirty", Atom::Tens(30)),
    ("forty fourty", Atom::Tens(40)),
    ("fifty", Atom::Tens(50)),
    ("sixty", Atom::Tens(60)),
    ("seventy", Atom::Tens(70)),
    ("eighty", Atom::Tens(80)),
    ("ninety", Atom::Tens(90)),
    ("hundred", Atom::Power(100)),
    ("thousand", Atom::Power(1000)),
    ("double", Atom::Repeat(2)),
    ("triple", Atom::Repeat(3)),
];

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
        if matches!(atom, Atom::Article) && parts.is_empty() {
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
        assert_eq!(digits("tretton trea sexdagars", sv), "13 3");
    }
}
