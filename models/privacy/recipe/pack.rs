//! Packs the tables of `train.py` into the files that the program reads.
//!
//!     cargo run --example pack-names -- TABLES models/privacy
//!
//! `lists.fst` maps a word to its entry (two bits a field), `crf.fst` an attribute to its row of weights,
//! `crf.bin` holds a scale (f32), the transitions and the rows as 16-bit integers.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

const LABELS: [&str; 7] = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG"];
/// Weights this small change no decision; leaving them out makes the model a fifth as large.
const LEAST: f32 = 0.05;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let (tables, out) = (Path::new(&arguments[1]), Path::new(&arguments[2]));
    pack_lists(&fs_err::read_to_string(tables.join("lists.tsv"))?, &out.join("lists.fst"))?;
    pack_crf(&fs_err::read_to_string(tables.join("crf.tsv"))?, out)
}

fn pack_lists(table: &str, to: &Path) -> Result<(), Box<dyn Error>> {
    let mut entries = BTreeMap::new();
    for line in table.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let mut packed = 0;
        for (at, field) in fields[1..].iter().enumerate() {
            packed |= field.parse::<u64>()? << (2 * at);
        }
        entries.insert(fields[0], packed);
    }
    fs_err::write(to, fst::Map::from_iter(entries)?.into_fst().into_inner())?;
    Ok(())
}

fn pack_crf(table: &str, out: &Path) -> Result<(), Box<dyn Error>> {
    let label = |name: &str| LABELS.iter().position(|label| *label == name).ok_or("an unknown label");
    let mut transitions = [[0.0_f32; LABELS.len()]; LABELS.len()];
    let mut rows: BTreeMap<&str, [f32; LABELS.len()]> = BTreeMap::new();
    for line in table.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let weight: f32 = fields[3].parse()?;
        if fields[0] == "T" {
            transitions[label(fields[1])?][label(fields[2])?] = weight;
        } else if weight.abs() >= LEAST {
            rows.entry(fields[1]).or_default()[label(fields[2])?] = weight;
        }
    }
    let all = || transitions.iter().chain(rows.values()).flatten();
    let scale = all().fold(0.0_f32, |most, weight| most.max(weight.abs())) / f32::from(i16::MAX);
    let mut bytes = scale.to_le_bytes().to_vec();
    for weight in all() {
        bytes.extend_from_slice(&((weight / scale).round() as i16).to_le_bytes());
    }
    fs_err::write(out.join("crf.bin"), bytes)?;
    let numbered = rows.keys().enumerate().map(|(row, attribute)| (*attribute, row as u64));
    fs_err::write(out.join("crf.fst"), fst::Map::from_iter(numbered)?.into_fst().into_inner())?;
    Ok(())
}
