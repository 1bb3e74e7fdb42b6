//! What a paper would say about how the figures were made.

use super::align::{Align, LEAST_OVERLAP};
use super::catalogue::SOURCES;
use super::cells::Tabler;
use super::in_place::MARGIN;
use crate::phrases::fill;

/// The paragraph, ready for a paper.
pub(super) fn paragraph(tabler: &Tabler) -> String {
    let (study, words) = (tabler.study, &tabler.words.methods);
    let comparison = study.principal();
    let references = tabler.list(&comparison.between.reference);
    let count = comparison.between.reference.len().to_string();
    let sessions = study.unit_sessions.max(study.scored_sessions).to_string();
    let known = [("references", references.as_str()), ("n_references", &count), ("sessions", &sessions)];
    let mut sentences = vec![match comparison.between.estimate {
        Some(_) => {
            let estimates: Vec<usize> = study.estimates.iter().filter_map(|other| other.between.estimate).collect();
            let estimates = tabler.list(&estimates);
            fill(&words.coders_estimate, &[&known[..], &[("estimate", &estimates)]].concat())
        }
        None => fill(&words.coders_among, &known),
    }];
    let alignment = &study.alignment;
    let share = tabler.words.percent(LEAST_OVERLAP);
    if let Some(align) = alignment.align {
        let page = &tabler.words.page;
        let by = if align == Align::Turn { &page.by_turn } else { &page.by_time };
        sentences.push(fill(&words.units, &[("units", &alignment.both.to_string()), ("by", by)]));
        if align == Align::Time {
            sentences.push(fill(&words.units_time, &[("share", &share)]));
        }
        if !study.estimates.is_empty() && alignment.reference_only + alignment.estimate_only > 0 {
            let (reference, estimate) = (alignment.reference_only.to_string(), alignment.estimate_only.to_string());
            sentences.push(fill(&words.unaligned, &[("reference", &reference), ("estimate", &estimate)]));
        }
        sentences.push(words.nominal.clone());
    }
    if !comparison.measures.is_empty() {
        sentences.push(fill(&words.scores, &[("sessions", &study.scored_sessions.to_string())]));
        if comparison.measures.iter().any(|(_, rated)| rated.scale.is_some()) {
            sentences.push(words.globals.clone());
        }
    }
    if study.plan.draws > 0 {
        let (draws, seed) = (study.plan.draws.to_string(), study.plan.seed.to_string());
        sentences.push(fill(&words.bootstrap, &[("draws", &draws), ("seed", &seed)]));
    }
    if !(comparison.places.is_empty() && comparison.session_places.is_empty()) {
        sentences.push(fill(&words.place, &[("margin", &tabler.words.number(MARGIN, 2))]));
    }
    sentences.push(words.bands.clone());
    sentences.push(fill(&words.software, &[("version", env!("CARGO_PKG_VERSION"))]));
    sentences.join(" ")
}

/// What could not be aligned, in sentences.
pub(super) fn unaligned(tabler: &Tabler) -> Vec<String> {
    let (alignment, words) = (&tabler.study.alignment, &tabler.words.page);
    let mut lines = Vec::new();
    let numbers = |reference: usize, estimate: usize| (reference.to_string(), estimate.to_string());
    if alignment.reference_only + alignment.estimate_only > 0 {
        let (reference, estimate) = numbers(alignment.reference_only, alignment.estimate_only);
        lines.push(match tabler.study.estimates.is_empty() {
            true => fill(&words.aligned_once, &[("n", &reference)]),
            false => fill(&words.aligned_turns, &[("reference", &reference), ("estimate", &estimate)]),
        });
    }
    if alignment.between_coders > 0 {
        lines.push(fill(&words.aligned_between, &[("n", &alignment.between_coders.to_string())]));
    }
    let (reference, estimate) = (alignment.sessions_reference_only.len(), alignment.sessions_estimate_only.len());
    if reference + estimate > 0 {
        let (reference, estimate) = numbers(reference, estimate);
        lines.push(fill(&words.aligned_sessions, &[("reference", &reference), ("estimate", &estimate)]));
    }
    if lines.is_empty() {
        lines.push(words.aligned_none.clone());
    }
    if alignment.align == Some(Align::Time) {
        lines.push(fill(&words.aligned_tolerance, &[("share", &tabler.words.percent(LEAST_OVERLAP))]));
    }
    lines
}

/// The first sheet of the workbook: who, how, what to know, how to read.
pub(super) fn about(tabler: &Tabler) -> Vec<String> {
    let words = tabler.words;
    let mut lines = vec![tabler.title(tabler.study.principal()), words.page.purpose.clone(), String::new()];
    lines.push(paragraph(tabler));
    lines.push(String::new());
    lines.extend(unaligned(tabler));
    lines.extend(tabler.study.notes.iter().map(|note| words.note(*note)));
    lines.push(String::new());
    lines.push(words.page.reading_title.clone());
    lines.extend(reading(tabler));
    lines.push(format!("[ ]: {}", words.columns.interval));
    lines.push(String::new());
    lines.push(words.page.sources_title.clone());
    lines.extend(SOURCES.lines().map(str::to_owned));
    lines
}

/// How the figures are read.
pub(super) fn reading(tabler: &Tabler) -> Vec<String> {
    let words = &tabler.words.reading;
    [&words.bands, &words.kappa, &words.icc, &words.interval, &words.undefined].map(Clone::clone).to_vec()
}
