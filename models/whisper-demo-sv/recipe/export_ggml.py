"""Write the trained network as a ggml file for whisper.cpp: export_ggml.py STATE TOKENIZER OUT [q8_0|q5_0|q5_1|f16]

Two dimensions and more: block-quantised matrices, f16 convolutions; the rest f32, as whisper.cpp's own quantiser leaves it.

Whisper's vocabulary has 51866 ids and whisper.cpp insists on them; this network was trained on 2507. An id that it never
saw must never win. So one component of the decoder's output is the constant one, and every unused row holds -60 there
and zero elsewhere: an unused id always scores -60, and quantisation cannot change it.
"""

import struct
import sys

import gguf
import numpy as np
import torch

import logmel
import model
import vocabulary

# name: (ggml tensor type, file type)
KINDS = {"f16": (gguf.GGMLQuantizationType.F16, 1), "q8_0": (gguf.GGMLQuantizationType.Q8_0, 7),
         "q5_0": (gguf.GGMLQuantizationType.Q5_0, 8), "q5_1": (gguf.GGMLQuantizationType.Q5_1, 9)}
QUANTISATION_VERSION = 2
NEVER = -60.0


def tensors(net):
    """(name in the file, array), in Whisper's names."""
    renamed = {"conv1": "encoder.conv1", "conv2": "encoder.conv2", "encoder_ln": "encoder.ln_post", "decoder_ln": "decoder.ln"}
    yield "encoder.positional_embedding", net.places.numpy()
    yield "decoder.positional_embedding", net.text_places.detach().numpy()
    for name, value in net.named_parameters():
        value = value.detach().float().numpy()
        head, _, rest = name.partition(".")
        if head in ("letters", "text_places"):
            continue
        if head == "token":
            yield "decoder.token_embedding.weight", embedding(value, net.width)
            continue
        if head == "decoder_ln":
            value = value.copy()
            value[model.CONSTANT] = 1.0 if rest == "bias" else 0.0
        if head in renamed:
            name = f"{renamed[head]}.{rest}"
        else:
            name = name.replace("coder.", "coder.blocks.")
        yield name, value[:, None] if name in ("encoder.conv1.bias", "encoder.conv2.bias") else value


def embedding(used, width):
    table = np.zeros((vocabulary.SIZE, width), np.float32)
    table[:, model.CONSTANT] = NEVER
    table[vocabulary.USED] = used
    table[vocabulary.USED, model.CONSTANT] = 0
    return table


def stored(name, value, kind):
    """The type in which whisper.cpp expects this tensor."""
    if value.ndim == 3:
        return gguf.GGMLQuantizationType.F16
    if value.ndim < 2 or name.endswith((".bias", "positional_embedding")):
        return gguf.GGMLQuantizationType.F32
    return kind


def write(net, tokenizer, path, kind):
    kind, file_type = KINDS[kind]
    heads = net.width // model.HEAD
    with open(path, "wb") as out:
        ints = lambda *values: out.write(struct.pack(f"<{len(values)}i", *values))
        version = QUANTISATION_VERSION * 1000 if kind != gguf.GGMLQuantizationType.F16 else 0
        ints(0x67676D6C, vocabulary.SIZE, model.AUDIO_CONTEXT, net.width, heads, model.ENCODER_LAYERS, model.TEXT_CONTEXT, net.width,
             heads, model.DECODER_LAYERS, logmel.MELS, file_type + version)
        ints(*logmel.FILTERS.shape)
        out.write(logmel.FILTERS.tobytes())
        ints(vocabulary.PIECES)
        for token in range(vocabulary.PIECES):
            text = tokenizer.id_to_token(token).encode()
            ints(len(text))
            out.write(text)
        for name, value in tensors(net):
            how = stored(name, value, kind)
            ints(value.ndim, len(name), how, *reversed(value.shape))
            out.write(name.encode())
            out.write(gguf.quants.quantize(np.ascontiguousarray(value), how).tobytes())


def main(state, tokenizer, out, kind="q8_0"):
    kept = torch.load(state, map_location="cpu")
    net = model.Whisper(kept["width"])
    net.load_state_dict(kept["net"])
    write(net, vocabulary.load(tokenizer), out, kind)


if __name__ == "__main__":
    main(*sys.argv[1:])
