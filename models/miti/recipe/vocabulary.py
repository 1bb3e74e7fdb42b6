"""A vocabulary for Swedish, Norwegian and English, and what its pieces are expected to mean.

The English encoder's own vocabulary breaks Swedish words into crumbs. The new one is learnt from the parallel
text; an English piece begins with the mean of its old pieces, a Nordic piece with the mean of the English pieces
that it is translated by (IBM Model 1 on the same parallel text).
"""

from collections import Counter

import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

SIZE = 20_000
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[COUNSELLOR]", "[CLIENT]"]
ITERATIONS = 5


def learn(pairs: list[tuple[str, str, str]]) -> Tokenizer:
    """WordPiece over lower-case text; letters with rings and dots stay, placeholders read as one neutral word."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=60))
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.NFC(),
        normalizers.Replace(Regex(r"\[[A-ZÅÄÖÆØ-]+ [0-9]+\]"), "x"),
        normalizers.BertNormalizer(strip_accents=False, lowercase=True),
    ])
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(vocab_size=SIZE, special_tokens=SPECIAL, min_frequency=2, show_progress=False)
    texts = [english for _, english, _ in pairs] + [nordic for _, _, nordic in pairs]
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def translations(sources: list[list[int]], targets: list[list[int]]) -> dict[int, dict[int, float]]:
    """IBM Model 1: for each target piece, how often each source piece stands for it."""
    sides = [(np.unique(source), np.unique(target)) for source, target in zip(sources, targets)]
    keys, where = np.unique(
        np.concatenate([(t[:, None] + s[None, :] * SIZE).ravel() for s, t in sides]), return_inverse=True
    )
    # `group`: the target piece of one sentence, for which that sentence's source pieces compete.
    group = np.repeat(np.arange(sum(len(t) for _, t in sides)), [len(s) for s, t in sides for _ in t])
    chance = np.full(len(keys), 1.0)
    for _ in range(ITERATIONS):
        weight = chance[where]
        weight /= np.bincount(group, weight)[group]
        count = np.bincount(where, weight, len(keys))
        chance = count / np.bincount(keys // SIZE, count)[keys // SIZE]
    found: dict[int, dict[int, float]] = {}
    for key, c in zip(keys.tolist(), count.tolist()):
        found.setdefault(key % SIZE, {})[key // SIZE] = c
    return found


def embeddings(tokenizer: Tokenizer, pairs: list, old, old_weights: np.ndarray) -> np.ndarray:
    """First meanings of the new pieces, in the space of the old ones."""
    size = tokenizer.get_vocab_size()
    piece = {i: p for p, i in tokenizer.get_vocab().items()}
    by_spelling = np.stack([spelled(piece[i], old, old_weights) for i in range(size)])
    english = [e.ids for e in tokenizer.encode_batch([e for _, e, _ in pairs], add_special_tokens=False)]
    nordic = [e.ids for e in tokenizer.encode_batch([n for _, _, n in pairs], add_special_tokens=False)]
    uses_english, uses_nordic = (Counter(i for ids in side for i in ids) for side in (english, nordic))
    meant = translations(english, nordic)
    result = by_spelling.copy()
    for i, candidates in meant.items():
        best = sorted(candidates.items(), key=lambda kv: (-kv[1], kv[0]))[:4]
        share = np.array([c for _, c in best])
        translated = (share / share.sum()) @ by_spelling[[s for s, _ in best]]
        nordic_share = uses_nordic[i] / (uses_nordic[i] + uses_english[i])
        result[i] = nordic_share * translated + (1 - nordic_share) * by_spelling[i]
    return result.astype(np.float32)


def spelled(piece: str, old, old_weights: np.ndarray) -> np.ndarray:
    """The mean of the pieces by which the old vocabulary writes it."""
    if piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]"):
        return old_weights[old.token_to_id(piece)]
    word = {"[COUNSELLOR]": "therapist", "[CLIENT]": "client"}.get(piece, piece)
    whole = old.token_to_id(word)
    if whole is not None:
        return old_weights[whole]
    ids = old.encode(word.removeprefix("##"), add_special_tokens=False).ids
    return old_weights[ids].mean(axis=0)
