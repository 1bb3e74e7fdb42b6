//! `report.html`: one file that loads nothing, runs no script, prints well and reads on a phone.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};

use crate::language::Language;
use crate::plain;
use crate::report::catalogue::Catalogue;
use crate::report::error::ReportError;
use crate::report::model::SessionReport;
use crate::report::page::Page;
use crate::report::policy;

/// The page's parts, by the names under which they include each other. Those that end in `.html`
/// escape every value.
const TEMPLATES: [(&str, &str); 8] = [
    ("page.html", include_str!("templates/page.html")),
    ("macros.html", include_str!("templates/macros.html")),
    ("strengths.html", include_str!("templates/strengths.html")),
    ("figures.html", include_str!("templates/figures.html")),
    ("develop.html", include_str!("templates/develop.html")),
    ("transcript.html", include_str!("templates/transcript.html")),
    ("about.html", include_str!("templates/about.html")),
    ("style.css", include_str!("templates/style.css")),
];

/// The report as a page in `language` (nynorsk is written in bokmål).
///
/// # Errors
/// [`ReportError::Page`], which would be a fault in this program.
pub fn render_html(report: &SessionReport, language: Language) -> Result<String, ReportError> {
    let text = Catalogue::load(language);
    let page = Page::new(report, &text, language);
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(policy::strict(&plain::lines(&environment.get_template("page.html")?.render(Serde(&page))?)))
}
