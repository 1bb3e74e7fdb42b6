//! What was said, cut into what stands as it was and what was masked, so that the page can show
//! where personal data were.

use serde::Serialize;

/// Words that were said, or a placeholder for personal data.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Words {
    text: String,
    masked: bool,
}

/// `text` cut at its placeholders (`[NAMN 1]`).
pub(super) fn cut(text: &str) -> Vec<Words> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[')
        && let Some((placeholder, after)) = after.split_once(']')
    {
        words.push(Words { text: before.to_owned(), masked: false });
        words.push(Words { text: format!("[{placeholder}]"), masked: true });
        rest = after;
    }
    words.push(Words { text: rest.to_owned(), masked: false });
    words.retain(|w| !w.text.is_empty());
    words
}

/// The last `most` words of `text`, after an ellipsis when there were more.
pub(super) fn ending(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let start = words.len().saturating_sub(most);
    let ending = words.into_iter().skip(start).collect::<Vec<_>>().join(" ");
    if start > 0 { format!("… {ending}") } else { ending }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_words() {
        let plain = |text: &str| Words { text: text.to_owned(), masked: false };
        let masked = |text: &str| Words { text: text.to_owned(), masked: true };
        let cut_up = vec![plain("Hej "), masked("[NAMN 1]"), plain(", välkommen.")];
        assert_eq!(cut("Hej [NAMN 1], välkommen."), cut_up);
        assert_eq!(cut("ett [ensamt tecken"), vec![plain("ett [ensamt tecken")]);
    }

    #[test]
    fn a_long_text_keeps_its_end() {
        assert_eq!(ending("ett två tre", 2), "… två tre");
        assert_eq!(ending("ett två", 2), "ett två");
    }
}
