//! Whether an MPEG-4 file can be read at all.
//!
//! Phones write the index (`moov`) after the sound; a recording whose end is missing has none, and
//! nothing in it can be found. Where the index comes first, the sound must be whole, unless it is
//! written in fragments (`moof`), each with an index of its own: then the whole fragments are there.

use std::io::{self, Read, Seek, SeekFrom};

/// More fragments than the longest recording has.
const BOXES: usize = 1_000_000;

/// Walks the boxes at the top level (ISO/IEC 14496-12, 4.2).
pub(super) fn is_readable(mut file: impl Read + Seek) -> io::Result<bool> {
    let end = file.seek(SeekFrom::End(0))?;
    let (mut position, mut has_index, mut has_fragments) = (0, false, false);
    for _ in 0..BOXES {
        if position + 8 > end {
            break;
        }
        file.seek(SeekFrom::Start(position))?;
        let (short, kind) = (number::<4>(&mut file)?, number::<4>(&mut file)?);
        has_index |= kind == number_of(b"moov");
        has_fragments |= kind == number_of(b"moof");
        let size = match short {
            // The last box reaches to the end of the file.
            0 => end - position,
            1 if position + 16 <= end => number::<8>(&mut file)?,
            size => size,
        };
        // A box is at least its own header; less would stand still.
        position = position.saturating_add(size.max(8));
    }
    Ok(has_index && (position <= end || has_fragments))
}

fn number<const N: usize>(file: &mut impl Read) -> io::Result<u64> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(number_of(&bytes))
}

/// Big-endian.
fn number_of(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte))
}
