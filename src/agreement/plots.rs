//! Hand-written SVG of the agreement page: bars of coefficients, scatter and Bland-Altman plots. Colours come from
//! the page's style by class; nothing but numbers and escaped words is written.

use std::collections::BTreeMap;

use super::differences::BlandAltman;
use super::statistic::Interval;
use crate::report::svg::{Svg, close, escape, line, put, rect};

/// Where the scale of a coefficient begins; what lies below is drawn to the edge.
const LEAST: f64 = -0.2;
/// Where Cicchetti's bands begin, with their classes.
const BANDS: [(f64, f64, &str); 4] =
    [(LEAST, 0.4, "poor"), (0.4, 0.6, "fair"), (0.6, 0.75, "good"), (0.75, 1.0, "best")];

/// A coefficient as a bar on Cicchetti's bands, with its interval, and the humans' as a mark.
pub(super) fn coefficient(value: f64, interval: Option<Interval>, humans: Option<f64>, description: &str) -> Svg {
    let x = |value: f64| 100.0 * (value.clamp(LEAST, 1.0) - LEAST) / (1.0 - LEAST);
    let mut svg = format!(
        r#"<svg class="coefficient" width="100%" height="24" role="img" aria-label="{}">"#,
        escape(description)
    );
    for (from, to, class) in BANDS {
        rect(&mut svg, class, x(from), x(to), 0, 24);
    }
    rect(&mut svg, "value", x(0.0_f64.min(value)), x(0.0_f64.max(value)), 7, 10);
    if let Some(Interval { low, high }) = interval {
        line(&mut svg, "interval", (x(low), 12.0), (x(high), 12.0));
        line(&mut svg, "interval", (x(low), 8.0), (x(low), 16.0));
        line(&mut svg, "interval", (x(high), 8.0), (x(high), 16.0));
    }
    if let Some(humans) = humans {
        line(&mut svg, "humans", (x(humans), 1.0), (x(humans), 23.0));
    }
    close(svg)
}

/// The side of a square plot, and the room for its numbers.
const SIDE: f64 = 220.0;
const MARGIN: f64 = 34.0;

/// A span of values mapped to the plot's side.
struct Scale {
    from: f64,
    to: f64,
}

impl Scale {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        let room = if high > low { 0.06 * (high - low) } else { 0.5 };
        Self { from: low - room, to: high + room }
    }

    fn across(&self, value: f64) -> f64 {
        MARGIN + (SIDE - MARGIN - 4.0) * (value - self.from) / (self.to - self.from)
    }

    fn up(&self, value: f64) -> f64 {
        SIDE - MARGIN - (SIDE - MARGIN - 4.0) * (value - self.from) / (self.to - self.from)
    }
}

/// Sessions as points, reference across, estimate up, with the line of equality. `number` writes a tick's label.
pub(super) fn scatter(points: &[(f64, f64)], number: impl Fn(f64) -> String, description: &str) -> Svg {
    let scale = Scale::of(points.iter().flat_map(|(x, y)| [*x, *y]));
    let mut svg = square(description);
    put(
        &mut svg,
        format_args!(
            r#"<line class="equal" x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}"/>"#,
            scale.across(scale.from),
            scale.up(scale.from),
            scale.across(scale.to),
            scale.up(scale.to)
        ),
    );
    let (low, high) = ends(points.iter().flat_map(|(x, y)| [*x, *y]));
    ticks(&mut svg, &scale, &scale, (low, high), (low, high), number);
    dots(&mut svg, points, &scale, &scale);
    close(svg)
}

/// Difference (estimate − reference) against mean, with bias and limits of agreement, each with its interval.
pub(super) fn bland_altman(
    points: &[(f64, f64)],
    of: &BlandAltman,
    number: impl Fn(f64) -> String,
    description: &str,
) -> Svg {
    let turned: Vec<(f64, f64)> = points.iter().map(|(x, y)| (f64::midpoint(*x, *y), y - x)).collect();
    let across = Scale::of(turned.iter().map(|(mean, _)| *mean));
    let limits = [of.lower_interval.low, of.upper_interval.high, 0.0];
    let up = Scale::of(turned.iter().map(|(_, difference)| *difference).chain(limits));
    let mut svg = square(description);
    let lines = [
        ("limit", of.lower, of.lower_interval),
        ("bias", of.bias, of.bias_interval),
        ("limit", of.upper, of.upper_interval),
    ];
    let (left, right) = (MARGIN, SIDE - 4.0);
    for (class, at, Interval { low, high }) in lines {
        let (top, bottom) = (up.up(high), up.up(low));
        put(
            &mut svg,
            format_args!(
                r#"<rect class="{class}-interval" x="{left}" y="{top:.1}" width="{:.1}" height="{:.1}"/>"#,
                right - left,
                bottom - top
            ),
        );
        let y = up.up(at);
        put(&mut svg, format_args!(r#"<line class="{class}" x1="{left}" y1="{y:.1}" x2="{right}" y2="{y:.1}"/>"#));
    }
    let zero = up.up(0.0);
    put(&mut svg, format_args!(r#"<line class="equal" x1="{left}" y1="{zero:.1}" x2="{right}" y2="{zero:.1}"/>"#));
    ticks(&mut svg, &across, &up, ends(turned.iter().map(|(mean, _)| *mean)), (of.lower, of.upper), number);
    dots(&mut svg, &turned, &across, &up);
    close(svg)
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

fn square(description: &str) -> String {
    let mut svg =
        format!(r#"<svg class="square" viewBox="0 0 {SIDE} {SIDE}" role="img" aria-label="{}">"#, escape(description));
    let inner = SIDE - MARGIN - 4.0;
    put(&mut svg, format_args!(r#"<rect class="frame" x="{MARGIN}" y="4" width="{inner}" height="{inner}"/>"#));
    svg
}

fn ticks(svg: &mut String, across: &Scale, up: &Scale, x: (f64, f64), y: (f64, f64), number: impl Fn(f64) -> String) {
    let below = SIDE - MARGIN + 14.0;
    for (at, anchor) in [(x.0, "start"), (x.1, "end")] {
        let (place, label) = (across.across(at), escape(&number(at)));
        put(svg, format_args!(r#"<text x="{place:.1}" y="{below}" text-anchor="{anchor}">{label}</text>"#));
    }
    for at in [y.0, y.1] {
        let (place, label) = (up.up(at) + 4.0, escape(&number(at)));
        put(svg, format_args!(r#"<text x="{}" y="{place:.1}" text-anchor="end">{label}</text>"#, MARGIN - 4.0));
    }
}

/// Points at the same place are one larger point.
fn dots(svg: &mut String, points: &[(f64, f64)], across: &Scale, up: &Scale) {
    let mut together: BTreeMap<(i64, i64), u32> = BTreeMap::new();
    for (x, y) in points {
        let place = ((across.across(*x) * 10.0).round() as i64, (up.up(*y) * 10.0).round() as i64);
        *together.entry(place).or_default() += 1;
    }
    for ((x, y), count) in together {
        let radius = (2.6 * f64::from(count).sqrt()).min(9.0);
        put(svg, format_args!(r#"<circle cx="{:.1}" cy="{:.1}" r="{radius:.1}"/>"#, x as f64 / 10.0, y as f64 / 10.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_escaped_and_values_stay_on_the_scale() {
        let Svg(svg) = coefficient(-3.0, Some(Interval { low: -5.0, high: 0.5 }), None, r#"<b>"x"</b>"#);
        assert!(svg.contains("&lt;b&gt;&quot;x&quot;") && !svg.contains("x=\"-"));
        let Svg(svg) = scatter(&[(1.0, 1.0), (1.0, 1.0)], |n| n.to_string(), "");
        assert_eq!(svg.matches("<circle").count(), 1);
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}
