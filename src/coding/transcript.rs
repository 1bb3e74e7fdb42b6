//! Transcripts that somebody already has, as CSV: `session,turn,speaker,text` and, if known, `start,end`.

use csv::StringRecord;

use crate::language::Language;
use crate::privacy::dialogue::Role;
use crate::privacy::identified::{IdentifiedText, RawDialogue, RawTurn};
use crate::units::{Millis, Span};

/// What is wrong with a transcript. What the file says is personal data: messages name rows, never words.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TranscriptError {
    /// Bytes that are no text.
    #[error("the transcript is not UTF-8 (first wrong byte on line {line}); save it as «CSV UTF-8»")]
    NotUtf8 {
        /// Where.
        line: usize,
    },
    /// No row of speech.
    #[error("the transcript has no rows; it needs the header session,turn,speaker,text and a row a turn")]
    Empty,
    /// A column that must be there is not.
    #[error("the transcript has no column `{column}`; its header must name session,turn,speaker,text")]
    MissingColumn {
        /// Which.
        column: &'static str,
    },
    /// A row that is no row of this table.
    #[error(
        "line {line} of the transcript has another number of columns than the header; quote texts that contain the separator"
    )]
    BadRow {
        /// Where.
        line: u64,
    },
    /// Somebody else than the two.
    #[error(
        "line {line} of the transcript: the speaker is none of counsellor, client, other (or T, C, therapist, clinician)"
    )]
    UnknownSpeaker {
        /// Where.
        line: u64,
    },
    /// A time that cannot be read.
    #[error(
        "line {line} of the transcript: start and end are seconds (12.5) or a clock time (1:02:12.5), and start comes first"
    )]
    BadTime {
        /// Where.
        line: u64,
    },
}

/// What identifies one row, and where its turn went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The session, as the file names it.
    pub session: String,
    /// The turn, as the file numbers it.
    pub turn: String,
    /// Who speaks.
    pub role: Role,
    /// Index of its session in [`Transcript::sessions`].
    pub session_index: usize,
    /// Index of its turn in that session.
    pub turn_index: usize,
}

/// A table of turns as conversations, one a session, in the order in which the file first names them.
#[derive(Debug)]
pub struct Transcript {
    /// The rows, in the file's order.
    pub rows: Vec<Row>,
    /// The conversations; nothing has been masked yet.
    pub sessions: Vec<RawDialogue>,
}

impl Transcript {
    /// Reads a whole file. Commas or semicolons separate, as the header does.
    ///
    /// # Errors
    /// On the first thing that is wrong, with its line.
    pub fn parse(file: &[u8], language: Language) -> Result<Self, TranscriptError> {
        let text = std::str::from_utf8(file).map_err(|e| TranscriptError::NotUtf8 {
            line: 1 + file.iter().take(e.valid_up_to()).filter(|&&byte| byte == b'\n').count(),
        })?;
        let text = text.trim_start_matches('\u{feff}');
        let header = text.lines().next().ok_or(TranscriptError::Empty)?;
        let separator = if header.contains(';') && !header.contains(',') { b';' } else { b',' };
        let mut table = csv::ReaderBuilder::new().delimiter(separator).from_reader(text.as_bytes());
        let columns = Columns::of(table.headers().map_err(bad_row)?)?;
        let mut transcript = Self { rows: Vec::new(), sessions: Vec::new() };
        let mut names: Vec<String> = Vec::new();
        for record in table.records() {
            let record = record.map_err(bad_row)?;
            let line = record.position().map_or(0, csv::Position::line);
            let session = columns.get(&record, columns.session);
            let session_index = names.iter().position(|name| name == session).unwrap_or_else(|| {
                names.push(session.to_owned());
                transcript.sessions.push(RawDialogue { turns: Vec::new(), language });
                names.len() - 1
            });
            let role = role(columns.get(&record, columns.speaker)).ok_or(TranscriptError::UnknownSpeaker { line })?;
            let span = columns.span(&record).map_err(|NoTime| TranscriptError::BadTime { line })?;
            let turns = &mut transcript.sessions[session_index].turns;
            transcript.rows.push(Row {
                session: session.to_owned(),
                turn: columns.get(&record, columns.turn).to_owned(),
                role,
                session_index,
                turn_index: turns.len(),
            });
            turns.push(RawTurn {
                role,
                span,
                text: IdentifiedText::new(columns.get(&record, columns.text).to_owned()),
            });
        }
        if transcript.rows.is_empty() { Err(TranscriptError::Empty) } else { Ok(transcript) }
    }
}

/// Where each column stands.
struct Columns {
    session: usize,
    turn: usize,
    speaker: usize,
    text: usize,
    times: Option<(usize, usize)>,
}

/// A cell is no time.
struct NoTime;

impl Columns {
    fn of(header: &StringRecord) -> Result<Self, TranscriptError> {
        let find = |name: &str| header.iter().position(|column| column.trim().to_lowercase() == name);
        let need = |column| find(column).ok_or(TranscriptError::MissingColumn { column });
        Ok(Self {
            session: need("session")?,
            turn: need("turn")?,
            speaker: need("speaker")?,
            text: need("text")?,
            times: find("start").zip(find("end")),
        })
    }

    /// A cell; the reader has made sure that every row has every column.
    fn get<'r>(&self, record: &'r StringRecord, column: usize) -> &'r str {
        record.get(column).unwrap_or_default().trim()
    }

    /// The row's span; `None` when both times are left empty.
    fn span(&self, record: &StringRecord) -> Result<Option<Span>, NoTime> {
        let Some((start, end)) = self.times else { return Ok(None) };
        match (self.get(record, start), self.get(record, end)) {
            ("", "") => Ok(None),
            (start, end) => Span::new(time(start)?, time(end)?).map(Some).ok_or(NoTime),
        }
    }
}

fn bad_row(error: csv::Error) -> TranscriptError {
    TranscriptError::BadRow { line: error.position().map_or(0, csv::Position::line) }
}

/// Seconds, or minutes and hours before them, as an instant.
fn time(cell: &str) -> Result<Millis, NoTime> {
    let mut seconds = 0.0;
    for part in cell.replace(',', ".").split(':') {
        let part: f64 = part.trim().parse().map_err(|_| NoTime)?;
        if !part.is_finite() || part.is_sign_negative() {
            return Err(NoTime);
        }
        seconds = seconds * 60.0 + part;
    }
    Ok(Millis((seconds * 1000.0).round() as u64))
}

/// Who speaks, by the words that transcripts use in English, Swedish and Norwegian.
fn role(speaker: &str) -> Option<Role> {
    match speaker.to_lowercase().as_str() {
        "counsellor" | "counselor" | "therapist" | "clinician" | "interviewer" | "t" | "rådgivare" | "behandlare"
        | "samtalsledare" | "rådgiver" | "behandler" | "veileder" => Some(Role::Counsellor),
        "client" | "patient" | "c" | "klient" | "pasient" => Some(Role::Client),
        "other" | "annan" | "annen" => Some(Role::Other),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Transcript, TranscriptError> {
        Transcript::parse(text.as_bytes(), Language::Swedish)
    }

    #[test]
    fn sessions_are_kept_apart_and_rows_in_order() {
        let file = "turn,session,speaker,text\n1,b,T,Hej.\n1,a,client,\"Ja, hej.\"\n2,b,C,Hej hej.\n";
        let transcript = parse(file).unwrap();
        let places: Vec<_> = transcript.rows.iter().map(|row| (row.session_index, row.turn_index)).collect();
        assert_eq!(places, [(0, 0), (1, 0), (0, 1)]);
        assert_eq!(transcript.sessions[1].turns[0].text.word_count(), 2);
    }

    #[test]
    fn times_are_seconds_or_clock_times_and_may_be_left_out() {
        let file = "session;turn;speaker;text;start;end\n1;1;T;Hej;1,5;2\n1;2;C;Hej;1:02:03.25;1:02:04\n1;3;T;Ja;;\n";
        let spans: Vec<_> = parse(file).unwrap().sessions[0].turns.iter().map(|turn| turn.span).collect();
        let span = |a, b| Span::new(Millis(a), Millis(b));
        assert_eq!(spans, [span(1_500, 2_000), span(3_723_250, 3_724_000), None]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_never_with_its_words() {
        let header = "session,turn,speaker,text,start,end\n";
        let error = |rows: &str| parse(&format!("{header}{rows}")).unwrap_err();
        assert_eq!(error("1,1,T,Hej,,\n1,2,Anna,Hej,,\n"), TranscriptError::UnknownSpeaker { line: 3 });
        assert_eq!(error("1,1,T,Hej,4,2\n"), TranscriptError::BadTime { line: 2 });
        assert_eq!(error("1,1,T,Hej,nu,2\n"), TranscriptError::BadTime { line: 2 });
        assert_eq!(error("1,1,T,Hej, du,,\n"), TranscriptError::BadRow { line: 2 });
        assert_eq!(error(""), TranscriptError::Empty);
        assert_eq!(parse("").unwrap_err(), TranscriptError::Empty);
        assert_eq!(
            parse("session,turn,text\n1,1,Hej\n").unwrap_err(),
            TranscriptError::MissingColumn { column: "speaker" }
        );
        let latin = b"session,turn,speaker,text\n1,1,T,\xe5\n";
        assert_eq!(Transcript::parse(latin, Language::Swedish).unwrap_err(), TranscriptError::NotUtf8 { line: 2 });
    }
}
