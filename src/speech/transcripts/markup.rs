//! The tags and character references in subtitles.

use super::cues::Kind;

/// What one voice says in a cue, without marks.
#[derive(PartialEq, Eq)]
pub(super) struct Piece {
    /// Who, by a voice tag (`<v Anna>`).
    pub(super) voice: Option<String>,
    /// What; lines as in the file.
    pub(super) text: String,
}

/// Tags that only say how text looks, of WebVTT and of SubRip.
const LOOKS: [&str; 10] = ["c", "i", "b", "u", "s", "ruby", "rt", "lang", "v", "font"];

/// Character references that WebVTT names, and two that HTML adds.
const REFERENCES: [(&str, char); 8] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("nbsp", ' '),
    ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'),
    ("quot", '"'),
    ("apos", '\''),
];

/// No reference is longer than this between `&` and `;`.
const LONGEST_REFERENCE: usize = 10;

/// Cuts a cue's text at its voices. A `<` that opens no tag of this format is text: people say such things.
pub(super) fn pieces(text: &str, kind: Kind) -> Vec<Piece> {
    let mut pieces = vec![Piece { voice: None, text: String::new() }];
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        add(&mut pieces, before, kind);
        match after.split_once('>').filter(|(tag, _)| is_tag(tag)) {
            Some((tag, after)) => {
                if let Some(voice) = voice(tag, kind) {
                    pieces.push(Piece { voice, text: String::new() });
                }
                rest = after;
            }
            None => {
                add(&mut pieces, "<", kind);
                rest = after;
            }
        }
    }
    add(&mut pieces, rest, kind);
    pieces.retain(|piece| !piece.text.trim().is_empty());
    pieces
}

/// The text between two tags goes to whoever speaks.
fn add(pieces: &mut [Piece], text: &str, kind: Kind) {
    let Some(piece) = pieces.last_mut() else { return };
    match kind {
        Kind::Vtt => piece.text.push_str(&resolved(text)),
        Kind::Srt => piece.text.push_str(&without_overrides(text)),
    }
}

/// Whether what stands between `<` and `>` is a tag: of a known name, or a time.
fn is_tag(tag: &str) -> bool {
    let name = tag.trim_start_matches('/');
    let name = name.split(['.', ' ', '\t', '\n']).next().unwrap_or_default();
    let time = tag.contains(':') && tag.chars().all(|c| c.is_ascii_digit() || c == ':' || c == '.');
    time || LOOKS.contains(&name.to_lowercase().as_str())
}

/// Whose voice a tag begins, or `Some(None)` where it ends one; `None` for other tags.
fn voice(tag: &str, kind: Kind) -> Option<Option<String>> {
    if kind == Kind::Srt {
        return None;
    }
    if tag.trim() == "/v" {
        return Some(None);
    }
    let (start, name) = tag.split_once([' ', '\t', '\n'])?;
    (start.split('.').next() == Some("v")).then(|| Some(resolved(name.trim())))
}

/// `text` with the characters that its references stand for; what is no reference stays as it is.
fn resolved(text: &str) -> String {
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        resolved.push_str(before);
        let named = after.split_once(';').filter(|(name, _)| name.len() <= LONGEST_REFERENCE);
        match named.and_then(|(name, after)| Some((referred(name)?, after))) {
            Some((character, after)) => {
                resolved.push(character);
                rest = after;
            }
            None => {
                resolved.push('&');
                rest = after;
            }
        }
    }
    resolved + rest
}

fn referred(name: &str) -> Option<char> {
    let number = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        },
        None => return REFERENCES.iter().find(|(known, _)| *known == name).map(|(_, character)| *character),
    };
    char::from_u32(number.ok()?)
}

/// Text without `{\an8}` and its like, by which players place SubRip on the screen.
fn without_overrides(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{\\") {
        plain.push_str(before);
        match after.split_once('}') {
            Some((_, after)) => rest = after,
            None => {
                plain.push_str("{\\");
                rest = after;
            }
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, kind: Kind) -> Vec<(Option<String>, String)> {
        pieces(text, kind).into_iter().map(|piece| (piece.voice, piece.text)).collect()
    }

    #[test]
    fn known_tags_go_and_what_people_say_stays() {
        let said = texts("<c.yellow>a</c> <script>x</script> 1 < 2 &lt;b&gt; &auml; &#229; &#x110000; AT&T", Kind::Vtt);
        assert_eq!(said, [(None, "a <script>x</script> 1 < 2 <b> &auml; å &#x110000; AT&T".to_owned())]);
    }

    #[test]
    fn voices_cut_a_cue() {
        let said = texts("<v Anna &amp; Bo>ett</v> två<v.x K>tre", Kind::Vtt);
        let expected = [(Some("Anna & Bo"), "ett"), (None, " två"), (Some("K"), "tre")];
        assert_eq!(said, expected.map(|(voice, text)| (voice.map(str::to_owned), text.to_owned())));
    }

    #[test]
    fn subrip_has_looks_but_no_voices_and_no_references() {
        assert_eq!(texts("{\\an8}<v Anna><b>a</b> &amp; {b} {\\c", Kind::Srt), [(None, "a &amp; {b} {\\c".to_owned())]);
    }
}
