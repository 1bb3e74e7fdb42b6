//! WAV headers whose lengths are wrong.
//!
//! A recorder writes the lengths in the header when it stops; one that ran out of battery leaves
//! zeros or a placeholder. The sound is there all the same, so the lengths are mended on the way in.

use std::io::{self, Cursor, Read, Seek as _};

use fs_err::File;
use symphonia::core::io::{MediaSource, ReadOnlySource};

/// Where the data chunk is looked for; recorders put at most some notes before it.
const HEADER: u64 = 1 << 16;

/// The file, with the lengths in its header mended where they do not fit.
pub(super) fn mended(mut file: File) -> io::Result<Box<dyn MediaSource>> {
    let size = file.metadata()?.len();
    let mut header = Vec::new();
    (&mut file).take(HEADER).read_to_end(&mut header)?;
    match wrong_length(&header, size) {
        Some(data) => {
            mend(&mut header, data, size);
            Ok(Box::new(ReadOnlySource::new(Cursor::new(header).chain(file.into_file()))))
        }
        None => {
            file.rewind()?;
            Ok(Box::new(file.into_file()))
        }
    }
}

/// Where the data chunk is, if its length is not that of the sound that follows.
fn wrong_length(header: &[u8], size: u64) -> Option<usize> {
    let mut chunk = 12;
    loop {
        let (&id, rest) = header.get(chunk..)?.split_first_chunk::<4>()?;
        let length = u32::from_le_bytes(*rest.first_chunk()?);
        if &id == b"data" {
            let left = size.saturating_sub(chunk as u64 + 8);
            return (length == 0 || u64::from(length) > left).then_some(chunk);
        }
        // Chunks are padded to even lengths.
        chunk = chunk.checked_add(8)?.checked_add(length as usize)?.checked_add(length as usize % 2)?;
    }
}

/// Writes the lengths that the size of the file gives: of the data chunk at `data`, and of the whole.
fn mend(header: &mut [u8], data: usize, size: u64) {
    let length = |from: u64| u32::try_from(size.saturating_sub(from)).unwrap_or(u32::MAX).to_le_bytes();
    header[4..8].copy_from_slice(&length(8));
    header[data + 4..data + 8].copy_from_slice(&length(data as u64 + 8));
}
