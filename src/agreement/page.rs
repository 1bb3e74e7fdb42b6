//! stub
use super::study::Study;
use crate::language::Language;
/// e
#[derive(Debug, thiserror::Error)]
#[error("the page could not be put together: {0}; this is a fault in gensvar, please report it")]
pub struct PageError(#[from] minijinja::Error);
/// h
pub fn html(_: &Study, _: Language) -> Result<String, PageError> {
    Ok(String::new())
}
