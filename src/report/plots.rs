//! Hand-written SVG: plots that need no script, scale to a phone and print as they look.
//!
//! Horizontal places are percentages and vertical ones pixels, so a plot fills its column while
//! its text keeps its size. Colours come from the page's style by class.

use crate::report::svg::{Svg, close, escape, line, put, rect};

/// A figure held against the manual's two thresholds. All lengths are in the figure's unit.
pub(super) struct Bullet<'a> {
    /// What is shown, for those who cannot see it.
    pub(super) description: &'a str,
    pub(super) value: f64,
    pub(super) interval: Option<(f64, f64)>,
    pub(super) fair: f64,
    pub(super) good: f64,
    /// The end of the scale; what lies beyond is drawn to the edge.
    pub(super) top: f64,
    pub(super) fair_label: &'a str,
    pub(super) good_label: &'a str,
}

/// A bullet chart: the value as a bar, its uncertainty as a line, the thresholds as ticks.
pub(super) fn bullet(chart: &Bullet) -> Svg {
    let x = |value: f64| 100.0 * (value / chart.top).clamp(0.0, 1.0);
    let (fair, good) = (x(chart.fair), x(chart.good));
    let mut svg = open("bullet", 52, chart.description);
    for (class, from, to) in [("under", 0.0, fair), ("fair", fair, good), ("good", good, 100.0)] {
        rect(&mut svg, class, from, to, 0.0, 28.0);
    }
    rect(&mut svg, "value", 0.0, x(chart.value), 8.0, 12.0);
    if let Some((low, high)) = chart.interval {
        line(&mut svg, "interval", (x(low), 24.0), (x(high), 24.0));
    }
    for (at, anchor, label) in [(fair, "end", chart.fair_label), (good, "start", chart.good_label)] {
        line(&mut svg, "tick", (at, 0.0), (at, 34.0));
        text(&mut svg, at, 48.0, anchor, label);
    }
    close(svg)
}

/// One bar of a table of counts, `share` (0-1) of the longest.
pub(super) fn bar(share: f64, class: &str, description: &str) -> Svg {
    let mut svg = open("bar", 12, description);
    rect(&mut svg, class, 0.0, 100.0 * share, 0.0, 12.0);
    close(svg)
}

/// One bar divided among several: pairs of class and share (0-1).
pub(super) fn shares(parts: &[(&str, f64)], description: &str) -> Svg {
    let mut svg = open("shares", 24, description);
    let mut from = 0.0;
    for (class, share) in parts {
        rect(&mut svg, class, from, from + 100.0 * share, 0.0, 24.0);
        from += 100.0 * share;
    }
    close(svg)
}

/// A stretch of the conversation, its ends as shares (0-1) of the whole.
pub(super) struct Stretch {
    pub(super) from: f64,
    pub(super) to: f64,
    /// The id of its place in the page.
    pub(super) anchor: String,
    /// What a pointer that rests on it shows.
    pub(super) title: String,
}

/// The narrowest that a stretch is drawn, in per cent: a short word must still be seen.
const NARROWEST: f64 = 0.4;

/// Stretches along the conversation, each a link to its place in the transcript. They are left out
/// of the order of the tab key: the transcript holds the same for the keyboard.
pub(super) fn lane(stretches: &[Stretch], class: &str, description: &str) -> Svg {
    let mut svg = open("lane", 18, description);
    for stretch in stretches {
        let (from, to) = (100.0 * stretch.from, 100.0 * stretch.to);
        put(
            &mut svg,
            format_args!(
                r##"<a href="#{}" tabindex="-1"><title>{}</title>"##,
                escape(&stretch.anchor),
                escape(&stretch.title)
            ),
        );
        rect(&mut svg, class, from, to.max(from + NARROWEST), 2.0, 14.0);
        svg.push_str("</a>");
    }
    close(svg)
}

/// The axis below lanes: pairs of place (0-1) and label.
pub(super) fn axis(ticks: &[(f64, String)], description: &str) -> Svg {
    let mut svg = open("axis", 20, description);
    for (at, label) in ticks {
        let at = 100.0 * at;
        line(&mut svg, "tick", (at, 0.0), (at, 5.0));
        let anchor = match at {
            _ if at < 3.0 => "start",
            _ if at > 97.0 => "end",
            _ => "middle",
        };
        text(&mut svg, at, 17.0, anchor, label);
    }
    close(svg)
}

fn open(class: &str, height: u32, description: &str) -> String {
    let description = escape(description);
    format!(r#"<svg class="{class}" width="100%" height="{height}" role="img" aria-label="{description}">"#)
}

fn text(svg: &mut String, x: f64, y: f64, anchor: &str, label: &str) {
    let label = escape(label);
    put(svg, format_args!(r#"<text x="{x:.2}%" y="{y}" text-anchor="{anchor}">{label}</text>"#));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_values_stay_on_the_scale() {
        let chart = Bullet {
            description: r#"<b>"ratio"</b>"#,
            value: 99.0,
            interval: None,
            fair: 1.0,
            good: 2.0,
            top: 4.0,
            fair_label: "a & b",
            good_label: "c",
        };
        let Svg(svg) = bullet(&chart);
        assert!(svg.contains("&lt;b&gt;&quot;ratio&quot;&lt;/b&gt;") && svg.contains("a &amp; b"));
        assert!(svg.contains(r#"<rect class="value" x="0.00%" y="8" width="100.00%""#));
    }
}
