#!/bin/sh
# From the texts to the weights, on a CPU: run.sh DATA WORK
# DATA holds annomi/, tatoeba/ and svensktext/; WORK takes about 2 GB. See README.md for what must be installed.
set -eu
data=$(realpath "$1")
mkdir -p "$2"
work=$(realpath "$2")
cd "$(dirname "$0")"
export OMP_NUM_THREADS=1
python3 make_tokenizer.py "$data" "$work/tokenizer.json"
python3 make_speech.py "$data" "$work/speech" 30
python3 train.py "$work/speech" "$work" --minutes "${MINUTES:-122}"
python3 export_ggml.py "$work/state.pt" "$work/tokenizer.json" ../ggml-demo-sv-q8_0.bin q8_0
python3 evaluate.py "$data" ../ggml-demo-sv-q8_0.bin
python3 word_times.py "$work/speech" "$work/state.pt" "$work/tokenizer.json"
