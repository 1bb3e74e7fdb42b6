//! The columns of coders' files, by the names of MITI, MIC Lab and KoRus.

use super::problem::Problem;
use super::sheet::Sheet;
use super::vocabulary::{Item, find, item, key};
use crate::coding::miti::Code;

/// A column of any of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Session,
    Turn,
    Coder,
    Speaker,
    Codes,
    Main,
    ClientTalk,
    Start,
    End,
    Item(Item),
    /// The program's probability of a code.
    Probability(Code),
}

/// Names of columns, the first of each being the one that counts when several are there.
const COLUMNS: [(Column, &[&str]); 9] = [
    (
        Column::Session,
        &[
            "session",
            "sessionid",
            "samtal",
            "samtale",
            "samtalsid",
            "samtaleid",
            "sesjon",
            "inspelning",
            "opptak",
            "recording",
            "conversation",
            "transcript",
            "transcriptid",
            "interview",
            "intervju",
        ],
    ),
    (
        Column::Turn,
        &[
            "turn",
            "turnid",
            "tur",
            "volley",
            "unit",
            "utterance",
            "utteranceid",
            "yttrande",
            "ytring",
            "replik",
            "replikk",
            "radnr",
            "turnr",
            "turnnr",
            "line",
        ],
    ),
    (
        Column::Coder,
        &[
            "coder",
            "coderid",
            "rater",
            "raterid",
            "annotator",
            "annotatorid",
            "kodare",
            "kodetav",
            "kodadav",
            "kodere",
            "koderid",
            "kodareid",
            "bedömare",
            "bedømmer",
            "codedby",
            "observer",
        ],
    ),
    (Column::Speaker, &["speaker", "talare", "taler", "role", "roll", "rolle", "interlocutor", "who"]),
    (Column::Codes, &["codes", "code", "koder", "kod", "kode", "miti", "miticodes"]),
    (
        Column::Main,
        &["main", "mainbehaviour", "mainbehavior", "maintherapistbehaviour", "huvudbeteende", "hovedatferd"],
    ),
    (Column::ClientTalk, &["clienttalk", "clienttalktype", "klienttal", "klientspråk", "klientsnakk", "klientspråket"]),
    (Column::Start, &["start", "starttime", "begin", "från", "fra", "from"]),
    (Column::End, &["end", "endtime", "stop", "till", "til", "to", "slut", "slutt"]),
];

/// What a column of this name holds; `None` for a column that is none of ours.
pub(super) fn column(name: &str) -> Option<Column> {
    let probability = || {
        let code = name.trim().strip_prefix("p_")?;
        Code::ALL.into_iter().find(|of| of.abbreviation() == code).map(Column::Probability)
    };
    let key = key(name);
    find(&COLUMNS, &key).or_else(probability).or_else(|| item(name).map(Column::Item))
}

/// Where a sheet has its columns.
pub(super) struct Places(Vec<(Column, usize)>);

impl Places {
    /// Reads the header. Of several names for one column the one that stands first in [`COLUMNS`] counts.
    pub(super) fn of(sheet: &Sheet) -> Result<Self, Problem> {
        let mut places: Vec<(Column, usize, usize)> = Vec::new();
        for (at, name) in sheet.header.iter().enumerate() {
            let Some(column) = column(name) else { continue };
            let rank = COLUMNS.iter().find(|(of, _)| *of == column).map_or(0, |(_, aliases)| {
                let key = key(name);
                aliases.iter().position(|alias| *alias == key).unwrap_or(aliases.len())
            });
            match places.iter_mut().find(|(of, _, _)| *of == column) {
                None => places.push((column, at, rank)),
                Some((_, _, before)) if *before == rank => return Err(Problem::TwiceColumn(column.name())),
                Some(place) if rank < place.2 => *place = (column, at, rank),
                Some(_) => {}
            }
        }
        Ok(Self(places.into_iter().map(|(column, at, _)| (column, at)).collect()))
    }

    /// Where the column stands.
    pub(super) fn at(&self, column: Column) -> Option<usize> {
        self.0.iter().find(|(of, _)| *of == column).map(|(_, at)| *at)
    }

    /// The items of a session sheet and where they stand.
    pub(super) fn items(&self) -> impl Iterator<Item = (Item, usize)> {
        self.0.iter().filter_map(|(column, at)| match column {
            Column::Item(item) => Some((*item, *at)),
            _ => None,
        })
    }

    /// The codes whose probabilities the sheet gives, and where.
    pub(super) fn probabilities(&self) -> impl Iterator<Item = (Code, usize)> {
        self.0.iter().filter_map(|(column, at)| match column {
            Column::Probability(code) => Some((*code, *at)),
            _ => None,
        })
    }
}

impl Column {
    /// The name that messages use.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Turn => "turn",
            Self::Coder => "coder",
            Self::Speaker => "speaker",
            Self::Codes => "codes",
            Self::Main => "main",
            Self::ClientTalk => "client_talk",
            Self::Start => "start",
            Self::End => "end",
            Self::Item(item) => item.name(),
            Self::Probability(code) => code.abbreviation(),
        }
    }
}
