//! Chunks put together: words of all chunks in the excerpt's time, sealed.

use crate::language::Language;
use crate::privacy::identified::{IdentifiedText, RawTranscript, RawWord};
use crate::speech::transcribe::HeardChunk;
use crate::units::{Millis, Span};

/// Seals the words of `chunks`, in order. `place` gives, for a chunk's number and the start and end of a word in
/// it, where in the excerpt the word was said. Also returns how many unreadable stretches the guards cut.
pub fn assemble(
    chunks: Vec<HeardChunk>,
    language: Language,
    place: impl Fn(usize, Millis, Millis) -> Option<Span>,
) -> (RawTranscript, usize) {
    let unreadable = chunks.iter().map(|chunk| chunk.unreadable).sum();
    let mut words = Vec::new();
    for (index, chunk) in chunks.into_iter().enumerate() {
        words.extend(chunk.words.into_iter().filter_map(|word| {
            let span = place(index, Millis(word.start), Millis(word.end))?;
            Some(RawWord { text: IdentifiedText::new(word.text), span, probability: word.probability })
        }));
    }
    (RawTranscript { words, language }, unreadable)
}
