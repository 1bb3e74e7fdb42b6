//! Check digits and dates of Swedish and Norwegian identity numbers.
//!
//! They decide what a placeholder is called, never whether a number is hidden: one misheard digit
//! breaks every check.

/// Whether the digits end in the right check digit by Luhn's rule (modulus 10).
pub(crate) fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, &digit)| if i % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 })
        .sum();
    !digits.is_empty() && sum.is_multiple_of(10)
}

/// The digits as numbers.
pub(crate) fn values(digits: &str) -> Vec<u32> {
    digits.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// The number that `digits` write.
fn number(digits: &[u32]) -> u32 {
    digits.iter().fold(0, |sum, digit| sum * 10 + digit)
}

/// Whether the month has such a day; February has 29, as two digits do not tell the century.
pub(crate) fn is_day(day: u32, month: u32) -> bool {
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 29,
        _ => return false,
    };
    (1..=last).contains(&day)
}

/// Whether 10 or 12 digits begin as a personnummer or samordningsnummer (day + 60) does (Skatteverket).
pub(crate) fn has_swedish_date(digits: &[u32]) -> bool {
    let short = match digits.len() {
        10 => digits,
        12 if matches!(number(&digits[..2]), 18..=20) => &digits[2..],
        _ => return false,
    };
    let (month, day) = (number(&short[2..4]), number(&short[4..6]));
    is_day(day, month) || day > 60 && is_day(day - 60, month)
}

/// Whether the last ten digits, with the right date, end in the right check digit.
pub(crate) fn is_personnummer(digits: &[u32]) -> bool {
    has_swedish_date(digits) && luhn(&digits[digits.len() - 10..])
}

/// Whether 11 digits begin as a fødselsnummer does; D-nummer adds 40 to the day, H-nummer 40 and
/// test numbers 65 or 80 to the month (Skatteetaten).
pub(crate) fn has_norwegian_date(digits: &[u32]) -> bool {
    if digits.len() != 11 {
        return false;
    }
    let (day, month) = (number(&digits[..2]), number(&digits[2..4]));
    let day = if day > 40 { day - 40 } else { day };
    [0, 40, 65, 80].into_iter().any(|added| month > added && is_day(day, month - added))
}

/// Whether 11 digits with a right date have the right check digits. From 2032 the first check digit
/// is accepted with remainder 0 to 3, so that each number has four forms (Skatteetaten).
pub(crate) fn is_fodselsnummer(digits: &[u32]) -> bool {
    const FIRST: [u32; 10] = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
    const SECOND: [u32; 11] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    let remainder = |weights: &[u32]| weights.iter().zip(digits).map(|(w, d)| w * d).sum::<u32>() % 11;
    has_norwegian_date(digits) && remainder(&FIRST) <= 3 && remainder(&SECOND) == 0
}

/// Whether six digits are a date: year first as in Sweden, or day first as in Norway.
pub(crate) fn is_short_date(digits: &[u32]) -> bool {
    digits.len() == 6
        && (is_day(number(&digits[4..6]), number(&digits[2..4])) || is_day(number(&digits[..2]), number(&digits[2..4])))
}

/// Whether eight digits are a date with its century.
pub(crate) fn is_long_date(digits: &[u32]) -> bool {
    let century = |digits: &[u32]| matches!(number(digits), 18..=20);
    digits.len() == 8
        && (century(&digits[..2]) && is_day(number(&digits[6..8]), number(&digits[4..6]))
            || century(&digits[4..6]) && is_day(number(&digits[..2]), number(&digits[2..4])))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers from the test vectors of personnummer/meta and navikt/fnrvalidator (MIT).
    #[test]
    fn official_test_numbers_are_known() {
        for right in ["0905271474", "190905271474", "0002292399", "5704289999"] {
            assert!(is_personnummer(&values(right)), "{right}");
        }
        for wrong in ["7004289895", "0905271475"] {
            assert!(!is_personnummer(&values(wrong)), "{wrong}");
        }
        for right in ["13097248022", "29029648784", "15021951940", "53097248016", "13527248013", "10915596784"] {
            assert!(is_fodselsnummer(&values(right)), "{right}");
        }
        for wrong in ["13097248023", "32127248022", "13137248022", "1309724802"] {
            assert!(!is_fodselsnummer(&values(wrong)), "{wrong}");
        }
    }
}
