//! Text from outside without the characters that nobody sees and that do things: terminal escapes, line
//! separators, marks that turn the direction of writing, signs of no width that split a name in two.

/// Whether `c` shows nothing by itself and changes how what is around it looks or reads. The ordinary space, tab
/// and line feed are control or white space that readers expect; what becomes of them is for the caller to say.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
            // Zero-width signs and directional marks; embeddings and overrides; isolates (Unicode UAX #9).
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}'
            // Line and paragraph separator; tags.
            | '\u{2028}' | '\u{2029}' | '\u{e0000}'..='\u{e007f}')
}

/// `text` on one line, its words apart by one space, without hidden characters.
pub fn plain(text: &str) -> String {
    let separates = |c: char| c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}');
    let mut plain = String::with_capacity(text.len());
    for word in text.split(separates) {
        let start = plain.len();
        if start > 0 {
            plain.push(' ');
        }
        plain.extend(word.chars().filter(|&c| !is_hidden(c)));
        if plain.len() == start + usize::from(start > 0) {
            plain.truncate(start);
        }
    }
    plain
}

/// `text` with its lines as they are, without hidden characters.
pub fn lines(text: &str) -> String {
    text.chars().filter(|&c| !is_hidden(c) || c == '\n').collect()
}

/// `text` with every hidden character written out (`\u{1b}`), for a terminal: a file may be called anything.
pub fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_nobody_sees_goes_and_words_stay_apart() {
        assert_eq!(plain("  An\u{200b}na\u{202e}\r\n\tsa\u{2028}ja\u{7f} \u{0} "), "Anna sa ja");
    }

    #[test]
    fn a_name_that_drives_the_terminal_is_written_out() {
        assert_eq!(shown("a\u{1b}[2Jb\nc\u{202e}å.wav"), r"a\u{1b}[2Jb\nc\u{202e}å.wav");
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_left(text in any::<String>()) {
            for harmless in [plain(&text), shown(&text)] {
                prop_assert!(!harmless.chars().any(is_hidden));
            }
            prop_assert!(!lines(&text).chars().any(|c| is_hidden(c) && c != '\n'));
            let once = plain(&text);
            prop_assert_eq!(plain(&once), once.clone());
            prop_assert_eq!(once.trim(), &once);
        }
    }
}
