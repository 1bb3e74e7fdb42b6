"""Speech from the espeak-ng library, with the time at which each word begins."""

import ctypes as c

import numpy as np
from scipy.signal import resample_poly

RATE = 16000
SYNCHRONOUS, UTF8, WORD = 2, 1, 1
SPEED, PITCH = 1, 3


class Event(c.Structure):
    _fields_ = [("type", c.c_int), ("uid", c.c_uint), ("text_position", c.c_int), ("length", c.c_int),
                ("audio_position", c.c_int), ("sample", c.c_int), ("user_data", c.c_void_p), ("id", c.c_char * 8)]


class Espeak:
    """One synthesiser; the library holds global state, so one a process."""

    def __init__(self):
        self.lib = c.CDLL("libespeak-ng.so.1")
        self.rate = self.lib.espeak_Initialize(SYNCHRONOUS, 0, None, 0)
        if self.rate <= 0:
            raise RuntimeError("espeak-ng could not be initialised; install the package espeak-ng")
        self.samples, self.words = [], []

        @c.CFUNCTYPE(c.c_int, c.POINTER(c.c_short), c.c_int, c.POINTER(Event))
        def collect(wave, count, events):
            if wave and count:
                self.samples.append(np.ctypeslib.as_array(wave, (count,)).copy())
            i = 0
            while events[i].type:
                if events[i].type == WORD:
                    self.words.append((events[i].text_position - 1, events[i].audio_position / 1000))
                i += 1
            return 0

        self.collect = collect  # kept, or it would be collected while the library still calls it
        self.lib.espeak_SetSynthCallback(collect)

    def say(self, text, voice):
        """The sentence at 16 kHz without its outer silence, and [(character offset, seconds)] of its words.

        None where the synthesiser finds nothing to say.

        `voice` is (variant, words a minute, pitch 0-100).
        """
        variant, speed, pitch = voice
        if self.lib.espeak_SetVoiceByName(f"sv{'+' + variant if variant else ''}".encode()):
            raise RuntimeError(f"espeak-ng has no voice variant {variant!r}")
        self.lib.espeak_SetParameter(SPEED, speed, 0)
        self.lib.espeak_SetParameter(PITCH, pitch, 0)
        self.samples, self.words = [], []
        data = text.encode() + b"\0"
        self.lib.espeak_Synth(data, len(data), 0, 1, 0, UTF8, None, None)
        if not self.words:
            return None
        wave = resample_poly(np.concatenate(self.samples).astype(np.float32) / 32768, 320, 441).astype(np.float32)
        loud = np.flatnonzero(np.abs(wave) > 0.03 * np.abs(wave).max())
        first, last = max(0, loud[0] - 320), min(len(wave), loud[-1] + 800)
        words = [(at, max(0.0, t - first / RATE)) for at, t in self.words]
        return wave[first:last], words
