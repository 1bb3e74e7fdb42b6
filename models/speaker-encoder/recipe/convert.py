"""Converts Resemblyzer's voice encoder to ONNX and checks the two against each other.

    python3 convert.py ../model.onnx

Needs from PyPI: Resemblyzer==0.1.4 (installed with --no-deps: only its weights are read),
torch==2.15.0, onnx==1.23.2, onnxruntime==1.31.1, numpy.

The graph is written out node by node, three LSTM layers, a projection, a rectifier and a length
normalisation, so that it holds nothing else. The checkpoint also carries the two scalars of the
training loss; they are left out.
"""
import importlib.util
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

LAYERS, MELS, WIDTH, FRAMES = 3, 40, 256, 160


def weights():
    package = Path(importlib.util.find_spec("resemblyzer").origin).parent
    return torch.load(package / "pretrained.pt", map_location="cpu", weights_only=False)["model_state"]


def gates(matrix):
    """PyTorch orders the gates input, forget, cell, output; ONNX input, output, forget, cell."""
    i, f, c, o = np.split(matrix, 4)
    return np.concatenate([i, o, f, c])[None]


def graph(state):
    array = {name: tensor.numpy() for name, tensor in state.items()}
    constants, nodes, flow = [], [], "frames_first"

    def constant(name, value):
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    nodes.append(helper.make_node("Transpose", ["mel"], [flow], perm=[1, 0, 2]))
    one = constant("direction", np.array([1], dtype=np.int64))
    for layer in range(LAYERS):
        w = constant(f"w{layer}", gates(array[f"lstm.weight_ih_l{layer}"]))
        r = constant(f"r{layer}", gates(array[f"lstm.weight_hh_l{layer}"]))
        biases = [gates(array[f"lstm.bias_{kind}_l{layer}"]) for kind in ("ih", "hh")]
        b = constant(f"b{layer}", np.concatenate(biases, axis=1))
        nodes.append(helper.make_node("LSTM", [flow, w, r, b], [f"all{layer}", f"last{layer}"], hidden_size=WIDTH))
        flow = f"hidden{layer}"
        source, axis = (f"last{layer}", "first_axis") if layer == LAYERS - 1 else (f"all{layer}", "direction")
        if layer == LAYERS - 1:
            constant(axis, np.array([0], dtype=np.int64))
        nodes.append(helper.make_node("Squeeze", [source, axis], [flow]))
    weight = constant("projection", array["linear.weight"].T)
    bias = constant("bias", array["linear.bias"])
    nodes.append(helper.make_node("Gemm", [flow, weight, bias], ["projected"]))
    nodes.append(helper.make_node("Relu", ["projected"], ["positive"]))
    nodes.append(helper.make_node("LpNormalization", ["positive"], ["embedding"], axis=1, p=2))
    mel = helper.make_tensor_value_info("mel", TensorProto.FLOAT, ["windows", FRAMES, MELS])
    out = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["windows", WIDTH])
    return helper.make_graph(nodes, "speaker-encoder", [mel], [out], constants)


def reference(state, mel):
    lstm = torch.nn.LSTM(MELS, WIDTH, LAYERS, batch_first=True)
    lstm.load_state_dict({k.removeprefix("lstm."): v for k, v in state.items() if k.startswith("lstm.")})
    with torch.no_grad():
        _, (hidden, _) = lstm(torch.from_numpy(mel))
        raw = torch.relu(hidden[-1] @ state["linear.weight"].T + state["linear.bias"])
        return (raw / raw.norm(dim=1, keepdim=True)).numpy()


def main(target):
    state = weights()
    model = helper.make_model(graph(state), opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, target)
    mel = np.random.default_rng(1).gamma(0.3, 0.5, (8, FRAMES, MELS)).astype(np.float32)
    ours = onnxruntime.InferenceSession(target).run(None, {"mel": mel})[0]
    print(f"largest difference from PyTorch: {np.abs(ours - reference(state, mel)).max():.2e}")


if __name__ == "__main__":
    main(sys.argv[1])
