//! Terms, as Swedish and Norwegian services count them: VT / vår from January to June, HT / høst from July to December.

use std::fmt;
use std::str::FromStr;

/// Half a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// The year.
    pub year: i16,
    /// Whether it is the second half, from July on.
    pub autumn: bool,
}

/// The text names no term.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is no term: write ht2026, vt2026, 2026-H2 or all")]
pub struct NoTerm(String);

impl Term {
    /// The term that a day lies in.
    pub fn of(day: jiff::civil::Date) -> Self {
        Self { year: day.year(), autumn: day.month() > 6 }
    }

    /// Its first day, ISO 8601.
    pub fn first_day(self) -> String {
        format!("{:04}-{}", self.year, if self.autumn { "07-01" } else { "01-01" })
    }

    /// Its last day, ISO 8601.
    pub fn last_day(self) -> String {
        format!("{:04}-{}", self.year, if self.autumn { "12-31" } else { "06-30" })
    }
}

/// `2026-H2`: says the same in every language, and sorts.
impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-H{}", self.year, if self.autumn { 2 } else { 1 })
    }
}

impl FromStr for Term {
    type Err = NoTerm;

    /// `ht2026`, `HT 2026`, `høst2026`, `vt2026`, `vår2026`, `2026-H2`, `2026H1`.
    fn from_str(text: &str) -> Result<Self, NoTerm> {
        let wrong = || NoTerm(text.to_owned());
        let plain: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let (year, half): (Vec<char>, Vec<char>) = match plain.split_once('h') {
            Some((year, half)) if year.chars().count() == 4 => (year.chars().collect(), half.chars().collect()),
            _ => plain.chars().partition(char::is_ascii_digit),
        };
        let autumn = match half.into_iter().collect::<String>().as_str() {
            "ht" | "høst" | "2" => true,
            "vt" | "vår" | "1" => false,
            _ => return Err(wrong()),
        };
        let year: String = year.into_iter().collect();
        let year = year.parse().ok().filter(|year| (1900..=9999).contains(year)).ok_or_else(wrong)?;
        Ok(Self { year, autumn })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_read_in_the_ways_in_which_it_is_written() {
        let autumn = Term { year: 2026, autumn: true };
        for text in ["ht2026", "HT 2026", "ht-2026", "høst2026", "2026-H2", "2026h2"] {
            assert_eq!(text.parse(), Ok(autumn), "{text}");
        }
        for text in ["vt2026", "vår 2026", "2026-h1"] {
            assert_eq!(text.parse(), Ok(Term { year: 2026, autumn: false }), "{text}");
        }
        for text in ["2026", "ht", "h2", "ht20226", "xx2026", "2026-H3", ""] {
            assert!(text.parse::<Term>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_term_holds_its_first_and_its_last_day() {
        for term in [Term { year: 2026, autumn: false }, Term { year: 2026, autumn: true }] {
            for day in [term.first_day(), term.last_day()] {
                assert_eq!(Term::of(day.parse().unwrap()), term);
            }
        }
    }
}
