"""The network as ONNX with 8-bit weights, and running it as the program does."""

from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic


class Alone(torch.nn.Module):
    """The network for one text at a time: nothing is padded, so nothing is masked."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, input_ids, token_type_ids):
        return self.network(input_ids, token_type_ids, torch.ones_like(input_ids))


def export(network, folder: Path) -> None:
    """Writes `model.onnx` (8 bits) and `exact.onnx` (32 bits, not shipped) to `folder`."""
    network.eval()
    turn = (torch.tensor([[2, 4, 10, 11, 3, 5, 12, 3]]), torch.tensor([[0, 0, 0, 0, 0, 1, 1, 1]]))
    exact = folder / "exact.onnx"
    names = ["input_ids", "token_type_ids"]
    torch.onnx.export(
        Alone(network), turn, exact, input_names=names, output_names=["logits"], opset_version=17, dynamo=False,
        dynamic_axes={name: {1: "tokens"} for name in names},
    )
    # Seven bits, so that processors without VNNI do not saturate and say the same as those with it.
    quantize_dynamic(exact, folder / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def open_model(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def logits(session: onnxruntime.InferenceSession, row: tuple[list[int], list[int]]) -> np.ndarray:
    """One text alone: 8-bit activations are scaled over all that runs together."""
    ids, types = (np.array([side], dtype=np.int64) for side in row)
    return session.run(None, {"input_ids": ids, "token_type_ids": types})[0][0]
