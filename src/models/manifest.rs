//! The manifest: which models there are, what is in them, where they come from.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::models::verify::Checksum;

/// A number of bytes; printed as people read it (decimal: 1 MB = 10^6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Size(pub u64);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            bytes @ ..1_000 => write!(f, "{bytes} bytes"),
            bytes @ ..1_000_000 => write!(f, "{:.1} kB", bytes as f64 / 1e3),
            bytes @ ..1_000_000_000 => write!(f, "{:.1} MB", bytes as f64 / 1e6),
            bytes => write!(f, "{:.2} GB", bytes as f64 / 1e9),
        }
    }
}

/// What a model is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Speech to text.
    Speech,
    /// Where somebody speaks.
    VoiceActivity,
    /// Which voice it is.
    SpeakerEncoder,
    /// Which MITI code an utterance has.
    Coding,
    /// Which words are names.
    Names,
}

/// Where a model lies on a model hub; pinned, so that the content can never change under the name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// `owner/name`.
    pub repository: String,
    /// The commit.
    pub revision: String,
}

/// One file of a model.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelFile {
    /// Its name in the repository and in the model's folder.
    pub name: String,
    /// Its exact length.
    pub bytes: Size,
    /// What tells it from every other file.
    pub sha256: Checksum,
}

/// One model.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Its name, and the name of its folder.
    pub name: String,
    /// What it is for.
    pub kind: Kind,
    /// What it understands; empty when language does not matter.
    pub languages: Vec<Language>,
    /// Whether it is for the demonstration only: made from synthetic voices, no use for people.
    #[serde(default)]
    pub demo_only: bool,
    /// SPDX identifier of its licence.
    pub licence: String,
    /// Which attention heads follow time, for word times; speech models only. Read by
    /// [`speech::alignment`](crate::speech::alignment).
    pub alignment: Option<String>,
    /// About how much memory one lane with it needs, in MB.
    pub memory_mb: u64,
    /// One line for people.
    pub note: String,
    /// Where to fetch it; `None` when it ships with the program.
    pub hub: Option<Source>,
    /// What it consists of.
    #[serde(rename = "file")]
    pub files: Vec<ModelFile>,
}

impl Model {
    /// Whether it ships with the program.
    pub fn is_bundled(&self) -> bool {
        self.hub.is_none()
    }

    /// The length of all its files.
    pub fn bytes(&self) -> Size {
        Size(self.files.iter().map(|file| file.bytes.0).sum())
    }
}

/// The list of models.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// In the order in which lists show them.
    #[serde(rename = "model")]
    pub models: Vec<Model>,
}

impl Manifest {
    /// The manifest that this program was built with.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<Manifest> = LazyLock::new(|| {
            Manifest::parse(include_str!("../../models/manifest.toml"))
                .expect("a test parses the manifest that is embedded here")
        });
        &EMBEDDED
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// The place and the reason, when it is not one.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The model of that name.
    pub fn model(&self, name: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.name == name)
    }

    /// Every file with the model it belongs to.
    pub fn files(&self) -> impl Iterator<Item = (&Model, &ModelFile)> {
        self.models.iter().flat_map(|model| model.files.iter().map(move |file| (model, file)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_the_program_does_not_know_is_an_error() {
        let error = Manifest::parse("[[model]]\nname = \"a\"\ncolour = \"red\"").unwrap_err();
        assert!(error.to_string().contains("colour"), "{error}");
    }

    #[test]
    fn sizes_read_as_people_write_them() {
        assert_eq!(Size(999).to_string(), "999 bytes");
        assert_eq!(Size(175_209_680).to_string(), "175.2 MB");
        assert_eq!(Size(1_081_140_203).to_string(), "1.08 GB");
    }
}
