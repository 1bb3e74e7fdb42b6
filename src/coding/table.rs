//! The table of codes: one row a turn, with the probabilities by which the codes were chosen.

use crate::coding::coded::{CodedDialogue, CodedTurn};
use crate::coding::miti::{ClientTalk, Code, MainBehaviour};
use crate::privacy::dialogue::Role;
use crate::speech::transcripts::csv::Row;

/// The columns before those of the codes' probabilities.
const COLUMNS: [&str; 13] = [
    "session",
    "turn",
    "speaker",
    "codes",
    "main",
    "client_talk",
    "p_question",
    "p_reflection",
    "p_input",
    "p_other",
    "p_change",
    "p_sustain",
    "p_neutral",
];

/// Writes one row for each of `rows`, in their order, as CSV. `sessions` are the coded conversations
/// that the rows point into. A probability that the model does not estimate is left empty.
///
/// # Errors
/// None in practice: only memory is written to.
pub fn write(rows: &[Row], sessions: &[CodedDialogue]) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let codes = Code::ALL.map(|code| format!("p_{}", code.abbreviation()));
    table.write_record(COLUMNS.into_iter().chain(codes.iter().map(String::as_str)))?;
    for row in rows {
        table.write_record(cells(row, &sessions[row.session_index].turns[row.turn_index]))?;
    }
    table.into_inner().map_err(|e| csv::Error::from(e.into_error()))
}

fn cells(row: &Row, turn: &CodedTurn) -> Vec<String> {
    let codes: Vec<&str> = turn.codes.iter().map(|code| code.abbreviation()).collect();
    let mut cells = vec![
        row.session.clone(),
        row.turn.clone(),
        speaker(row.role).to_owned(),
        codes.join(";"),
        turn.main.map_or("", main).to_owned(),
        turn.client_talk.map_or("", talk).to_owned(),
    ];
    let probabilities = &turn.probabilities;
    cells.extend(each(probabilities.main));
    cells.extend(each(probabilities.client_talk));
    cells.extend(probabilities.codes.map(cell));
    cells
}

fn each<const N: usize>(probabilities: Option<[f32; N]>) -> [String; N] {
    probabilities.map_or_else(|| [const { String::new() }; N], |known| known.map(|p| cell(Some(p))))
}

fn cell(probability: Option<f32>) -> String {
    probability.map(|p| format!("{p:.4}")).unwrap_or_default()
}

fn speaker(role: Role) -> &'static str {
    match role {
        Role::Counsellor => "counsellor",
        Role::Client => "client",
        Role::Other => "other",
    }
}

fn main(behaviour: MainBehaviour) -> &'static str {
    match behaviour {
        MainBehaviour::Question => "question",
        MainBehaviour::Reflection => "reflection",
        MainBehaviour::Input => "input",
        MainBehaviour::Other => "other",
    }
}

fn talk(talk: ClientTalk) -> &'static str {
    match talk {
        ClientTalk::Change => "change",
        ClientTalk::Sustain => "sustain",
        ClientTalk::Neutral => "neutral",
    }
}
