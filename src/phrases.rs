//! Phrases of the catalogues: sentences in a person's language, with places for values.

/// `phrase` with each `{name}` replaced by its value.
pub(crate) fn fill(phrase: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(phrase.to_owned(), |filled, (name, value)| filled.replace(&format!("{{{name}}}"), value))
}

#[cfg(test)]
pub(crate) mod testing {
    use serde_json::Value;

    use crate::language::Language;

    /// Holds a catalogue to having the same phrases with the same places for values in every language.
    pub(crate) fn assert_every_language_says_the_same<T: serde::Serialize>(load: impl Fn(Language) -> T) {
        let of = |language| {
            let mut found = Vec::new();
            let catalogue = serde_json::to_value(load(language)).unwrap();
            placeholders(&catalogue, "", &mut found);
            found
        };
        let swedish = of(Language::Swedish);
        assert!(swedish.len() > 100);
        for language in Language::ALL {
            assert_eq!(of(language), swedish, "{language}");
        }
    }

    /// The `{name}` placeholders of every phrase, by the phrase's place in the catalogue.
    fn placeholders(value: &Value, at: &str, found: &mut Vec<(String, Vec<String>)>) {
        if let Value::Object(section) = value {
            section.iter().for_each(|(key, value)| placeholders(value, &format!("{at}.{key}"), found));
            return;
        }
        let name = regex::Regex::new(r"\{[a-z_]+\}").unwrap();
        let mut names: Vec<_> = name.find_iter(value.as_str().unwrap()).map(|m| m.as_str().to_owned()).collect();
        names.sort();
        found.push((at.to_owned(), names));
    }
}
