//! Transcripts that somebody already has, as CSV: `session,turn,speaker,text` and, if known, `start,end`.

use std::collections::{HashMap, HashSet};

use csv::StringRecord;

use super::error::TranscriptError;
use super::gather::Gathered;
use super::{labels, moment};
use crate::language::Language;
use crate::privacy::dialogue::Role;
use crate::privacy::identified::{IdentifiedText, RawDialogue, RawTurn};
use crate::units::Span;

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
        let mut transcript = Self { rows: Vec::new(), sessions: Vec::new() };
        let mut names: HashMap<String, usize> = HashMap::new();
        each_turn(super::text(file)?, |turn| {
            let role = labels::role(turn.speaker).ok_or(TranscriptError::UnknownSpeaker { line: turn.line })?;
            let session_index = *names.entry(turn.session.to_owned()).or_insert_with(|| {
                transcript.sessions.push(RawDialogue { turns: Vec::new(), language, named: Vec::new() });
                transcript.sessions.len() - 1
            });
            let turns = &mut transcript.sessions[session_index].turns;
            let (session, number) = (turn.session.to_owned(), turn.turn.to_owned());
            transcript.rows.push(Row { session, turn: number, role, session_index, turn_index: turns.len() });
            turns.push(RawTurn { role, span: turn.span, text: IdentifiedText::new(turn.text.to_owned()) });
            Ok(())
        })?;
        if transcript.rows.is_empty() { Err(TranscriptError::Empty) } else { Ok(transcript) }
    }
}

/// The one conversation of a table whose speakers may be called anything.
pub(super) fn read(text: &str) -> Result<Gathered, TranscriptError> {
    let (mut gathered, mut sessions) = (Gathered::default(), HashSet::new());
    each_turn(text, |turn| {
        sessions.insert(turn.session.to_owned());
        gathered.say(Some(turn.speaker), turn.span, turn.text);
        Ok(())
    })?;
    if sessions.len() > 1 { Err(TranscriptError::Several { sessions: sessions.len() }) } else { Ok(gathered) }
}

/// A row's cells.
struct Turn<'a> {
    line: u64,
    session: &'a str,
    turn: &'a str,
    speaker: &'a str,
    text: &'a str,
    span: Option<Span>,
}

/// Hands every row of the table to `take`, in order.
fn each_turn(text: &str, mut take: impl FnMut(Turn) -> Result<(), TranscriptError>) -> Result<(), TranscriptError> {
    let header = text.lines().next().ok_or(TranscriptError::Empty)?;
    let separator = if header.contains(';') && !header.contains(',') { b';' } else { b',' };
    let mut table = csv::ReaderBuilder::new().delimiter(separator).from_reader(text.as_bytes());
    let columns = Columns::of(table.headers().map_err(bad_row)?)?;
    for record in table.records() {
        let record = record.map_err(bad_row)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |column| columns.get(&record, column);
        take(Turn {
            line,
            session: cell(columns.session),
            turn: cell(columns.turn),
            speaker: cell(columns.speaker),
            text: cell(columns.text),
            span: columns.span(&record).map_err(|NoTime| TranscriptError::BadTime { line })?,
        })?;
    }
    Ok(())
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
            (start, end) => {
                let (start, end) = moment::read(start).zip(moment::read(end)).ok_or(NoTime)?;
                Span::new(start, end).map(Some).ok_or(NoTime)
            }
        }
    }
}

fn bad_row(error: csv::Error) -> TranscriptError {
    TranscriptError::BadRow { line: error.position().map_or(0, csv::Position::line) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Millis;

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
    fn a_report_takes_one_session_whatever_its_speakers_are_called() {
        let table = |rows: &str| read(&format!("session,turn,speaker,text\n{rows}")).map(|_| ());
        assert_eq!(table("1,1,Anna,Hej\n1,2,Talare 2,Hej\n"), Ok(()));
        assert_eq!(table("1,1,T,Hej\n2,1,T,Hej\n"), Err(TranscriptError::Several { sessions: 2 }));
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
