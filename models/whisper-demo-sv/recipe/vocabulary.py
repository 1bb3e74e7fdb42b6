"""The token ids: a small Swedish BPE in the low ids, Whisper's special ids where whisper.cpp expects them.

whisper.cpp reads the text of each id from the model file, and fixes only the ids from 50257 on. The size is that of
Whisper's third vocabulary (one language more, so one id up): at 51865, whisper.cpp takes a decoder of two layers for
an early distilled model and switches time tokens off.
"""

from tokenizers import Regex, Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import Split
from tokenizers.trainers import BpeTrainer

PIECES = 1000
EOT, SOT, SWEDISH, TRANSCRIBE, NO_SPEECH, NO_TIMESTAMPS, TIME_0 = 50257, 50258, 50273, 50360, 50363, 50364, 50365
TIMES = 1501  # 0.00 .. 30.00 s in steps of 20 ms
SIZE = 51866

# Only these ids ever occur; the training knows them by their place in this list.
USED = [*range(PIECES), EOT, SOT, SWEDISH, TRANSCRIBE, NO_SPEECH, NO_TIMESTAMPS, *range(TIME_0, TIME_0 + TIMES)]
PLACE = {token: place for place, token in enumerate(USED)}
FIRST_TIME = PLACE[TIME_0]


def learn(sentences, path):
    """Learn the pieces from the training sentences (each begins with a space, as Whisper's segments do)."""
    tokenizer = Tokenizer(BPE())
    tokenizer.pre_tokenizer = Split(Regex(r" ?\w+| ?[^\s\w]+|\s"), "isolated")
    tokenizer.train_from_iterator((" " + s for s in sentences), BpeTrainer(vocab_size=PIECES, show_progress=False))
    assert tokenizer.get_vocab_size() == PIECES
    tokenizer.save(str(path))


def load(path):
    return Tokenizer.from_file(str(path))
