//! A turn as the network reads it: its own pieces, then the last pieces of what was said before.

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

/// What goes into the network for one turn; both have the same length.
#[derive(Debug, PartialEq, Eq)]
pub struct Input {
    /// Pieces of the vocabulary.
    pub ids: Vec<i64>,
    /// 0 for the turn itself, 1 for its context.
    pub types: Vec<i64>,
}

/// Turns text into the network's input, as `models/miti/recipe/network.py` does.
pub struct Reader {
    tokenizer: Tokenizer,
    cls: i64,
    sep: i64,
    counsellor: i64,
    client: i64,
    text_tokens: usize,
    context_tokens: usize,
}

impl Reader {
    /// Opens the vocabulary at `path`. A turn may have `text_tokens` pieces, its context `context_tokens`.
    ///
    /// # Errors
    /// When the file is not a vocabulary, or lacks the pieces that mark who speaks.
    pub fn open(path: &Path, text_tokens: usize, context_tokens: usize) -> Result<Self, VocabularyError> {
        let bad = |reason: String| VocabularyError { path: path.to_owned(), reason };
        let tokenizer = Tokenizer::from_file(path).map_err(|e| bad(e.to_string()))?;
        let id = |piece: &str| {
            tokenizer.token_to_id(piece).map(i64::from).ok_or_else(|| bad(format!("it has no piece {piece}")))
        };
        let (cls, sep, counsellor, client) = (id("[CLS]")?, id("[SEP]")?, id("[COUNSELLOR]")?, id("[CLIENT]")?);
        Ok(Self { tokenizer, cls, sep, counsellor, client, text_tokens, context_tokens })
    }

    /// The input for `text`, said by `role` after `context` (oldest first).
    pub fn read(&self, role: Role, text: &str, context: &[(Role, &str)]) -> Input {
        let own = both_ends(self.pieces(text), self.text_tokens);
        let mut before: Vec<i64> = Vec::new();
        for &(speaker, said) in context {
            before.push(self.marker(speaker));
            before.extend(self.pieces(said));
        }
        let before = before.split_off(before.len().saturating_sub(self.context_tokens));
        let mut ids = vec![self.cls, self.marker(role)];
        ids.extend(own);
        ids.push(self.sep);
        let mut types = vec![0; ids.len()];
        ids.extend(before);
        ids.push(self.sep);
        types.resize(ids.len(), 1);
        Input { ids, types }
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
