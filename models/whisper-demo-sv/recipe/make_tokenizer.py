"""Learn the token pieces from the training sentences: make_tokenizer.py DATA OUT/tokenizer.json"""

import sys
from pathlib import Path

import texts
import vocabulary

if __name__ == "__main__":
    data, path = sys.argv[1:]
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    sentences = [s for source, s in texts.corpus(data) if not texts.held_out(s)]
    vocabulary.learn(sentences, path)
    tokenizer = vocabulary.load(path)
    pieces, words = sum(len(tokenizer.encode(" " + s).ids) for s in sentences), sum(len(s.split()) for s in sentences)
    print(f"{len(sentences)} sentences, {pieces / words:.2f} pieces a word")
