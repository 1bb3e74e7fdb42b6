//! Whether an MPEG-4 file has its index.
//!
//! Phones write the index (`moov`) after the sound; a recording whose end is missing has none, and
//! nothing in it can be found.

use std::io::{self, Read, Seek, SeekFrom};

/// Far more boxes than any file has at its top; a fragmented recording has its index first.
const BOXES: usize = 10_000;

/// Walks the boxes at the top level (ISO/IEC 14496-12, 4.2) up to the index.
pub(super) fn has_index(mut file: impl Read + Seek) -> io::Result<bool> {
    let end = file.seek(SeekFrom::End(0))?;
    let mut position = 0;
    for _ in 0..BOXES {
        if position + 8 > end {
            return Ok(false);
        }
        file.seek(SeekFrom::Start(position))?;
        let (short, kind) = (number::<4>(&mut file)?, number::<4>(&mut file)?);
        if kind == number_of(b"moov") {
            return Ok(true);
        }
        let size = match short {
            // The box reaches to the end of the file.
            0 => return Ok(false),
            1 if position + 16 <= end => number::<8>(&mut file)?,
            size => size,
        };
        // A box is at least its own header; less would stand still.
        position = position.saturating_add(size.max(8));
    }
    Ok(false)
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
