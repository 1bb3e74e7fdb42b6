//! A text as the network reads it: its own pieces, the last pieces of what was said before, the first of what came next.

use std::path::{Path, PathBuf};

use tokenizers::Tokenizer;

use crate::privacy::dialogue::Role;

/// The vocabulary cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the vocabulary {path} cannot be used: {reason}; `gensvar models verify` tells whether the file is whole")]
pub struct VocabularyError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

/// What was said round a text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'a> {
    /// Before it, oldest first.
    pub before: &'a [(Role, &'a str)],
    /// After it, in order.
    pub after: &'a [(Role, &'a str)],
}

/// How many pieces the network reads of a text and of what stands round it.
#[derive(Clone, Copy, Debug)]
pub struct Lengths {
    /// Of the text itself.
    pub text: usize,
    /// Of what was said before.
    pub before: usize,
    /// Of what was said next.
    pub after: usize,
}

/// What goes into the network for one text; both have the same length.
#[derive(Debug, PartialEq, Eq)]
pub struct Input {
    /// Pieces of the vocabulary.
    pub ids: Vec<i64>,
    /// 0 for the text itself, 1 for what stands round it.
    pub types: Vec<i64>,
}

/// Turns text into the network's input, as `models/miti/recipe/network.py` does.
pub struct Reader {
    tokenizer: Tokenizer,
    cls: i64,
    sep: i64,
    counsellor: i64,
    client: i64,
    lengths: Lengths,
}

impl Reader {
    /// Opens the vocabulary at `path`.
    ///
    /// # Errors
    /// When the file is not a vocabulary, or lacks the pieces that mark who speaks.
    pub fn open(path: &Path, lengths: Lengths) -> Result<Self, VocabularyError> {
        let bad = |reason: String| VocabularyError { path: path.to_owned(), reason };
        let tokenizer = Tokenizer::from_file(path).map_err(|e| bad(e.to_string()))?;
        let id = |piece: &str| {
            tokenizer.token_to_id(piece).map(i64::from).ok_or_else(|| bad(format!("it has no piece {piece}")))
        };
        let (cls, sep, counsellor, client) = (id("[CLS]")?, id("[SEP]")?, id("[COUNSELLOR]")?, id("[CLIENT]")?);
        Ok(Self { tokenizer, cls, sep, counsellor, client, lengths })
    }

    /// The input for `text`, said by `role`.
    pub fn read(&self, role: Role, text: &str, around: Around) -> Input {
        let mut ids = vec![self.cls, self.marker(role)];
        ids.extend(both_ends(self.pieces(text), self.lengths.text));
        ids.push(self.sep);
        let mut types = vec![0; ids.len()];
        let before = self.said(around.before);
        ids.extend(&before[before.len().saturating_sub(self.lengths.before)..]);
        ids.push(self.sep);
        ids.extend(self.said(around.after).into_iter().take(self.lengths.after));
        ids.push(self.sep);
        types.resize(ids.len(), 1);
        Input { ids, types }
    }

    /// Turns, each with who said it.
    fn said(&self, turns: &[(Role, &str)]) -> Vec<i64> {
        let turn = |&(role, text): &(Role, &str)| std::iter::once(self.marker(role)).chain(self.pieces(text));
        turns.iter().flat_map(turn).collect()
    }

    fn pieces(&self, text: &str) -> Vec<i64> {
        let encoding = self.tokenizer.encode_fast(text, false);
        let encoding = encoding.expect("a WordPiece vocabulary with an unknown piece encodes every text");
        encoding.get_ids().iter().map(|&id| i64::from(id)).collect()
    }

    fn marker(&self, role: Role) -> i64 {
        match role {
            Role::Counsellor => self.counsellor,
            Role::Client | Role::Other => self.client,
        }
    }
}

/// The first and the last half of `most` pieces: how a long turn begins and ends tells most about it.
fn both_ends(mut pieces: Vec<i64>, most: usize) -> Vec<i64> {
    if pieces.len() > most {
        let end = pieces.split_off(pieces.len() - most / 2);
        pieces.truncate(most / 2);
        pieces.extend(end);
    }
    pieces
}
