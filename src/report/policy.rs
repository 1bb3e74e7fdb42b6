//! What a page may load and run: nothing, and no style but its own, which the page names by its hash (Content
//! Security Policy Level 3, section 2.3.1). Markup that got past the escaping could then neither run a script nor
//! fetch anything nor restyle the page.

use sha2::{Digest, Sha256};

/// The policy in a template, to be made strict once the page is put together.
pub const IN_TEMPLATES: &str = "style-src 'unsafe-inline'";

/// `page` with its one style named by hash in its policy.
pub fn strict(page: &str) -> String {
    let Some((head, rest)) = page.split_once("<style>") else { return page.to_owned() };
    let Some((style, _)) = rest.split_once("</style>") else { return page.to_owned() };
    let named = format!("style-src 'sha256-{}'", base64(&Sha256::digest(style.as_bytes())));
    let head = head.replacen(IN_TEMPLATES, &named, 1);
    format!("{head}<style>{rest}")
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, place| bits << 8 | usize::from(group.get(place).copied().unwrap_or(0)));
        for place in 0..4 {
            let sign = SIGNS[bits >> (18 - 6 * place) & 63];
            text.push(if place <= group.len() { char::from(sign) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_the_standard_has_it() {
        let examples = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (plain, coded) in examples {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn the_policy_names_the_page_s_own_style_alone() {
        let page = format!("<meta content=\"{IN_TEMPLATES}\"><style>p{{}}</style><p>{IN_TEMPLATES}<style>x</style>");
        // printf 'p{}' | openssl dgst -sha256 -binary | base64
        let hash = "gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y=";
        let expected = format!(
            "<meta content=\"style-src 'sha256-{hash}'\"><style>p{{}}</style><p>{IN_TEMPLATES}<style>x</style>"
        );
        assert_eq!(strict(&page), expected);
    }
}
