//! The strokes that every drawing is made of: places and lengths across in percent of the drawing's width.

use std::fmt::{Display, Write};

use serde::Serialize;

/// A finished drawing; its texts are escaped.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Svg(pub(crate) String);

pub(crate) fn rect(svg: &mut String, class: &str, from: f64, to: f64, y: impl Display, height: impl Display) {
    let width = (to - from).max(0.0);
    put(svg, format_args!(r#"<rect class="{class}" x="{from:.2}%" y="{y}" width="{width:.2}%" height="{height}"/>"#));
}

pub(crate) fn line(svg: &mut String, class: &str, from: (f64, f64), to: (f64, f64)) {
    let ((x1, y1), (x2, y2)) = (from, to);
    put(svg, format_args!(r#"<line class="{class}" x1="{x1:.2}%" y1="{y1}" x2="{x2:.2}%" y2="{y2}"/>"#));
}

pub(crate) fn put(svg: &mut String, part: std::fmt::Arguments) {
    svg.write_fmt(part).expect("writing to a String cannot fail");
}

pub(crate) fn close(mut svg: String) -> Svg {
    svg.push_str("</svg>");
    Svg(svg)
}

/// Text as XML holds it, in an element or between quotation marks.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
