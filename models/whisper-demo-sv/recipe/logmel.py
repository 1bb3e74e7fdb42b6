"""Whisper's log-mel spectrogram, as whisper.cpp computes it: 80 Slaney mels, Hann 400, hop 160."""

import numpy as np

RATE, WINDOW, HOP, MELS = 16000, 400, 160, 80
FLOOR = -10.0  # log10 of the smallest energy


def filters():
    """The 80 × 201 mel filter bank of Slaney's Auditory Toolbox, area-normalised."""
    step, knee = 200 / 3, 1000.0  # linear below 1 kHz, 27 steps to an octave of 6.4 above
    to_mel = lambda f: np.where(f < knee, f / step, knee / step + np.log(np.maximum(f, 1e-9) / knee) * 27 / np.log(6.4))
    to_hz = lambda m: np.where(m < knee / step, m * step, knee * np.exp(np.log(6.4) / 27 * (m - knee / step)))
    edges = to_hz(np.linspace(to_mel(np.array(0.0)), to_mel(np.array(RATE / 2)), MELS + 2))
    bins = np.linspace(0, RATE / 2, WINDOW // 2 + 1)
    up = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    down = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return (np.maximum(0, np.minimum(up, down)) * (2 / (edges[2:] - edges[:-2]))[:, None]).astype(np.float32)


FILTERS = filters()
HANN = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)


def energy(wave):
    """Frames × 80 mel energies; frame i is centred on sample 160·i."""
    padded = np.pad(wave, (WINDOW // 2, WINDOW // 2), mode="reflect" if len(wave) > WINDOW else "constant")
    count = len(wave) // HOP
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:count]
    return (np.abs(np.fft.rfft(frames * HANN)) ** 2).astype(np.float32) @ FILTERS.T


def log_energy(wave):
    return np.log10(np.maximum(energy(wave), 10**FLOOR))


def scaled(log):
    """Whisper's range: eight decades below the loudest, moved to about -1..1."""
    return (np.maximum(log, log.max() - 8) + 4) / 4
