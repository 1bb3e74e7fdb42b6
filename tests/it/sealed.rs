//! What is identified can be neither written, shown nor copied: which traits a type has is settled when this test is
//! compiled, so a derive that slips in turns it red. (That text cannot be opened outside `privacy`, and that no other
//! module makes a `Dialogue`, is shown beside these types by examples that must not compile.)

use std::fmt::Display;
use std::marker::PhantomData;

use gensvar::audio::recording::RecordingFile;
use gensvar::audio::sound::{Excerpt, Mono16k, Sound};
use gensvar::privacy::identified::{IdentifiedText, RawDialogue, RawTranscript, RawTurn, RawWord};
use gensvar::schedule::task::Wishes;
use gensvar::speech::attribute::Attributed;
use gensvar::speech::transcribe::HeardChunk;
use serde::Serialize;

/// Asks the compiler whether `T` has a trait: a constant of the type itself, which is there only with the trait, goes
/// before one of the same name that a trait gives every type.
struct Ask<T>(PhantomData<T>);

macro_rules! question {
    ($name:ident, $asked:ident, $bound:path) => {
        trait $name {
            const $asked: bool = false;
        }
        impl<T> $name for Ask<T> {}
        impl<T: $bound> Ask<T> {
            const $asked: bool = true;
        }
    };
}

question!(Shown, SHOWN, Display);
question!(Written, WRITTEN, Serialize);
question!(Copied, COPIED, Clone);

macro_rules! is_sealed {
    ($($sealed:ty),* $(,)?) => {$(
        assert!(
            !Ask::<$sealed>::SHOWN && !Ask::<$sealed>::WRITTEN && !Ask::<$sealed>::COPIED,
            "{} can be shown, written or copied",
            stringify!($sealed),
        );
    )*};
}

#[test]
fn what_is_identified_can_be_neither_written_nor_shown_nor_copied() {
    is_sealed!(IdentifiedText, RawWord, RawTranscript, RawTurn, RawDialogue, RecordingFile, Wishes);
    is_sealed!(Mono16k, Sound, Excerpt, HeardChunk, Attributed);
}

#[test]
fn the_compiler_says_yes_where_it_should() {
    const { assert!(Ask::<String>::SHOWN && Ask::<String>::WRITTEN && Ask::<String>::COPIED) };
    const { assert!(!Ask::<PhantomData<String>>::SHOWN && !Ask::<std::fs::File>::WRITTEN && !Ask::<std::fs::File>::COPIED) };
}
