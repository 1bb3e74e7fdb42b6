//! Decoding inside the program, with symphonia and libopus, one packet at a time.

use std::io;
use std::process::Child;
use std::sync::OnceLock;

use symphonia::core::codecs::audio::well_known::CODEC_ID_AAC;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::codecs::registry::CodecRegistry;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, TimeBase};

use super::error::AudioError;

/// What an error names when a container is known and the codec in it is not.
const THE_CODEC: &str = "the codec of its sound track";

/// The same, where the codec is a relative of AAC-LC.
const BEYOND_AAC_LC: &str = "HE-AAC, or AAC of more than two channels,";

/// A decoder that finds nothing to decode in this many packets gives up.
const PACKETS_TRIED: usize = 100;

/// At most one packet in this many may be beyond decoding; each becomes silence of its length.
/// A few are normal (the first after a cut, a bad sector); more than 5 % are a damaged recording.
const LOST_ONE_IN: u64 = 20;

/// How sound is laid out: the same from the first packet to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// Sampling rate in Hz.
    pub(super) rate: u32,
    /// Channels, interleaved.
    pub(super) channels: usize,
}

/// A sound track, read from its start to its end.
pub(super) struct Decoder {
    reader: Box<dyn FormatReader>,
    codec: Box<dyn AudioDecoder>,
    track: u32,
    time_base: Option<TimeBase>,
    form: Form,
    stated: Option<u64>,
    /// The first packet, decoded to learn the form.
    ahead: Option<Block>,
    packets: u64,
    lost: u64,
    ending: Ending,
    /// After `reader`, which holds its output: fields are dropped in order.
    process: Option<Running>,
}

/// How the file ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Between two packets, or not yet.
    Clean,
    /// In the middle of a packet.
    Early,
    /// With something that is no packet; what follows is out of reach.
    Broken,
}

/// A decoded packet.
struct Block {
    frames: u64,
    samples: Vec<f32>,
}

/// A process that ends with the decoder, read to its end or not.
pub(super) struct Running(pub(super) Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only when the process has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Decoder {
    /// Opens the sound track of what `source` holds and decodes as far as its first sample.
    ///
    /// # Errors
    /// [`AudioError::CannotDecode`] when the container or the codec is none of ours.
    pub(super) fn open(source: Box<dyn MediaSource>, process: Option<Running>) -> Result<Self, AudioError> {
        let stream = MediaSourceStream::new(source, Default::default());
        let probe = symphonia::default::get_probe();
        let reader = probe
            .probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default())
            .map_err(|e| opening(&e))?;
        let track = sound_track(reader.as_ref())?;
        let codec = codec(track)?;
        let (track, time_base, stated) = (track.id, track.time_base, track.duration);
        let form = Form { rate: 0, channels: 0 };
        let (ahead, packets, lost, ending) = (None, 0, 0, Ending::Clean);
        let mut decoder =
            Self { reader, codec, track, time_base, form, stated: None, ahead, packets, lost, ending, process };
        decoder.decode_first()?;
        decoder.stated = stated.map(|duration| decoder.frames(duration));
        Ok(decoder)
    }

    /// Rate and channels.
    pub(super) fn form(&self) -> Form {
        self.form
    }

    /// How many frames the container says it holds.
    pub(super) fn stated(&self) -> Option<u64> {
        self.stated
    }

    /// How the file ended, once it has.
    pub(super) fn ending(&self) -> Ending {
        self.ending
    }

    /// Passes the next packet without decoding it, if its length is stated: how many frames it has.
    pub(super) fn pass(&mut self) -> Result<Option<u64>, AudioError> {
        if let Some(block) = self.ahead.take() {
            return Ok(Some(block.frames));
        }
        let Some(packet) = self.packet()? else { return Ok(None) };
        match self.frames(packet.dur) {
            0 => self.decode(&packet).map(|block| Some(block.frames)),
            frames => Ok(Some(frames)),
        }
    }

    /// Decodes the next packet into interleaved samples, -1.0 to 1.0.
    ///
    /// # Errors
    /// When too many packets cannot be decoded, or the form changes.
    pub(super) fn read(&mut self) -> Result<Option<Vec<f32>>, AudioError> {
        if let Some(block) = self.ahead.take() {
            return Ok(Some(block.samples));
        }
        let Some(packet) = self.packet()? else { return Ok(None) };
        self.decode(&packet).map(|block| Some(block.samples))
    }

    /// The next packet of the track.
    fn packet(&mut self) -> Result<Option<Packet>, AudioError> {
        loop {
            match self.reader.next_packet() {
                Ok(Some(packet)) if packet.track_id == self.track => return Ok(Some(packet)),
                Ok(Some(_)) => {}
                Ok(None) => return self.end(),
                Err(Error::IoError(e)) if e.kind() == io::ErrorKind::UnexpectedEof => {
                    self.ending = Ending::Early;
                    return self.end();
                }
                Err(Error::DecodeError(_) | Error::LimitError(_)) => {
                    self.ending = Ending::Broken;
                    return self.end();
                }
                // One stream ends and another begins, as when a recorder paused.
                Err(Error::ResetRequired) => self.change_track()?,
                Err(e) => return Err(opening(&e)),
            }
        }
    }

    /// Nothing more: a process that made the sound must say that it went well.
    fn end(&mut self) -> Result<Option<Packet>, AudioError> {
        let went_well = match &mut self.process {
            Some(Running(child)) => child.wait().is_ok_and(|status| status.success()),
            None => true,
        };
        if went_well { Ok(None) } else { Err(AudioError::Damaged) }
    }

    fn change_track(&mut self) -> Result<(), AudioError> {
        let track = sound_track(self.reader.as_ref())?;
        self.codec = codec(track)?;
        (self.track, self.time_base) = (track.id, track.time_base);
        Ok(())
    }

    /// Decodes packets until one gives the form.
    fn decode_first(&mut self) -> Result<(), AudioError> {
        for _ in 0..PACKETS_TRIED {
            let Some(packet) = self.packet()? else {
                let ended = self.ending == Ending::Clean;
                return Err(if ended { AudioError::NoSound } else { AudioError::CutShort });
            };
            let decoded = match self.codec.decode(&packet) {
                Ok(decoded) => decoded,
                Err(Error::Unsupported(_)) => return Err(AudioError::CannotDecode(THE_CODEC)),
                Err(_) => continue,
            };
            let mut samples = Vec::new();
            decoded.copy_to_vec_interleaved(&mut samples);
            self.form = Form { rate: decoded.spec().rate(), channels: decoded.spec().channels().count() };
            if self.form.rate == 0 || self.form.channels == 0 {
                return Err(AudioError::Damaged);
            }
            self.ahead = Some(Block { frames: (samples.len() / self.form.channels) as u64, samples });
            return Ok(());
        }
        Err(AudioError::Damaged)
    }

    fn decode(&mut self, packet: &Packet) -> Result<Block, AudioError> {
        self.packets += 1;
        let Ok(decoded) = self.codec.decode(packet) else {
            self.lost += 1;
            // The share is known once there are enough packets to take it of.
            if self.lost > LOST_ONE_IN && self.lost * LOST_ONE_IN > self.packets {
                return Err(AudioError::Damaged);
            }
            // No codec has packets of a second; a header that says so is not believed.
            let frames = self.frames(packet.dur).min(u64::from(self.form.rate));
            return Ok(Block { frames, samples: vec![0.0; frames as usize * self.form.channels] });
        };
        let spec = decoded.spec();
        if spec.rate() != self.form.rate || spec.channels().count() != self.form.channels {
            return Err(AudioError::ChangesForm);
        }
        let mut samples = Vec::new();
        decoded.copy_to_vec_interleaved(&mut samples);
        Ok(Block { frames: (samples.len() / self.form.channels) as u64, samples })
    }

    /// A length in the track's own unit, in frames.
    fn frames(&self, duration: Duration) -> u64 {
        let Some(base) = self.time_base else { return duration.get() };
        let ticks = u128::from(duration.get()) * u128::from(base.numer.get()) * u128::from(self.form.rate);
        u64::try_from(ticks / u128::from(base.denom.get())).unwrap_or(u64::MAX)
    }
}

/// The first sound track whose codec is known.
fn sound_track(reader: &dyn FormatReader) -> Result<&Track, AudioError> {
    if let Some(track) = reader.default_track(TrackType::Audio) {
        return Ok(track);
    }
    // A track of a codec that the container's reader does not know has no type at all.
    let unknown = reader.tracks().iter().any(|track| track.track_type().is_none_or(|kind| kind == TrackType::Audio));
    Err(if unknown { AudioError::CannotDecode(THE_CODEC) } else { AudioError::NoTrack })
}

fn codec(track: &Track) -> Result<Box<dyn AudioDecoder>, AudioError> {
    let parameters = track.codec_params.as_ref().and_then(|parameters| parameters.audio());
    let parameters = parameters.ok_or(AudioError::CannotDecode(THE_CODEC))?;
    let unsupported = if parameters.codec == CODEC_ID_AAC { BEYOND_AAC_LC } else { THE_CODEC };
    codecs().make_audio_decoder(parameters, &AudioDecoderOptions::default()).map_err(|e| match e {
        Error::Unsupported(_) => AudioError::CannotDecode(unsupported),
        e => opening(&e),
    })
}

/// Symphonia's codecs and libopus, which it lacks.
fn codecs() -> &'static CodecRegistry {
    static CODECS: OnceLock<CodecRegistry> = OnceLock::new();
    CODECS.get_or_init(|| {
        let mut codecs = CodecRegistry::new();
        symphonia::default::register_enabled_codecs(&mut codecs);
        codecs.register_audio_decoder::<symphonia_adapter_libopus::OpusDecoder>();
        codecs
    })
}

/// What an error of symphonia outside single packets means for the recording.
fn opening(error: &Error) -> AudioError {
    match error {
        Error::Unsupported(_) => AudioError::CannotDecode("a recording of this kind"),
        Error::IoError(e) if e.kind() == io::ErrorKind::UnexpectedEof => AudioError::CutShort,
        Error::IoError(e) => AudioError::Unreadable(e.kind()),
        _ => AudioError::Damaged,
    }
}
