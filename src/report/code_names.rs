//! What the field calls MITI's codes, in each language: the same words on every page.

use serde::{Deserialize, Serialize};

use crate::coding::miti::Code;
use crate::language::Language;
use crate::report::catalogue::Catalogue;

/// A name for each code.
#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeNames {
    information: String,
    persuade: String,
    with_permission: String,
    question: String,
    simple: String,
    complex: String,
    affirm: String,
    seek: String,
    emphasize: String,
    confront: String,
}

impl CodeNames {
    /// Those of `language`.
    pub(crate) fn load(language: Language) -> Self {
        Catalogue::load(language).codes
    }

    /// The field's name of a code.
    pub(crate) fn of(&self, code: Code) -> &str {
        match code {
            Code::GivingInformation => &self.information,
            Code::Persuade => &self.persuade,
            Code::PersuadeWithPermission => &self.with_permission,
            Code::Question => &self.question,
            Code::SimpleReflection => &self.simple,
            Code::ComplexReflection => &self.complex,
            Code::Affirm => &self.affirm,
            Code::Seek => &self.seek,
            Code::Emphasize => &self.emphasize,
            Code::Confront => &self.confront,
        }
    }
}
