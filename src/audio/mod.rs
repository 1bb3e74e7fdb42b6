//! Recordings as sound: decoding, resampling to 16 kHz, and where speech is.
//!
//! | file | answers |
//! |---|---|
//! | [`recording`] | is this a file that can be worked on, and what identifies its content? |
//! | [`limits`] | how long, large and wide may a recording be? |
//! | `sniff` | what do its first bytes say it is? |
//! | `wav`, `mp4`, `native`, `external` | samples from a container: mended WAV headers, missing indices, symphonia, ffmpeg |
//! | `decode` | which of them serves this recording, and how long is it? |
//! | [`segment`] | which part of it is coded? |
//! | [`resample`] | how does it sound at 16 kHz? |
//! | [`channels`] | one channel or two? |
//! | [`bleed`] | which speech in a channel is the other person's? |
//! | [`excerpt`] | all of these in a row: what the pipeline calls |
//! | [`regions`] | where does somebody speak? |
//! | [`chunks`] | what is heard in one pass of speech recognition? |

pub mod bleed;
pub mod channels;
pub mod chunks;
mod decode;
pub mod error;
pub mod excerpt;
mod external;
pub mod limits;
mod mp4;
mod native;
pub mod recording;
pub mod regions;
pub mod resample;
pub mod segment;
mod sniff;
pub mod sound;
mod wav;
