//! An invented conversation and the report on it. No word of it was said by anybody.

use std::collections::BTreeSet;

use gensvar::coding::coded::{CodedDialogue, CodedTurn, CodedUtterance, Probabilities};
use gensvar::coding::globals::Globals;
use gensvar::coding::miti::ClientTalk;
use gensvar::coding::miti::Code::{self, *};
use gensvar::coding::score::{Level, Ratio, SessionScore, TalkTime};
use gensvar::coding::uncertainty::Intervals;
use gensvar::language::Language;
use gensvar::privacy::dialogue::{EntityType, Role, Turn};
use gensvar::report::model::*;
use gensvar::units::{Millis, Span};

/// The conversation, built turn by turn; `at` is the end of the last turn in seconds.
#[derive(Default)]
struct Conversation {
    turns: Vec<CodedTurn>,
    at: u64,
    volleys: usize,
}

impl Conversation {
    fn span(&mut self, seconds: u64) -> Option<Span> {
        let start = self.at;
        self.at += seconds;
        Span::new(Millis(start * 1000), Millis(self.at * 1000))
    }

    fn counsellor(mut self, seconds: u64, said: &[(&str, Option<Code>, f32)]) -> Self {
        let utterance = |(text, code, confidence): &(&str, Option<Code>, f32)| CodedUtterance {
            text: (*text).to_owned(),
            code: *code,
            confidence: *confidence,
        };
        let codes: BTreeSet<Code> = said.iter().filter_map(|(_, code, _)| *code).collect();
        let text = said.iter().map(|(text, ..)| *text).collect::<Vec<_>>().join(" ");
        let span = self.span(seconds);
        self.turns.push(CodedTurn {
            turn: Turn { role: Role::Counsellor, span, text },
            volley: Some(self.volleys),
            utterances: said.iter().map(utterance).collect(),
            codes: codes.into_iter().collect(),
            main: None,
            client_talk: None,
            probabilities: Probabilities::default(),
        });
        self.volleys += 1;
        self
    }

    fn client(mut self, seconds: u64, text: &str, talk: ClientTalk, confidence: f32) -> Self {
        let rest = (1.0 - confidence) / 2.0;
        let probabilities = match talk {
            ClientTalk::Change => [confidence, rest, rest],
            ClientTalk::Sustain => [rest, confidence, rest],
            ClientTalk::Neutral => [rest, rest, confidence],
        };
        let span = self.span(seconds);
        self.turns.push(CodedTurn {
            turn: Turn { role: Role::Client, span, text: text.to_owned() },
            volley: None,
            utterances: vec![CodedUtterance { text: text.to_owned(), code: None, confidence: 0.0 }],
            codes: Vec::new(),
            main: None,
            client_talk: Some(talk),
            probabilities: Probabilities { client_talk: Some(probabilities), ..Probabilities::default() },
        });
        self
    }
}

fn conversation() -> Conversation {
    use ClientTalk::{Change, Neutral, Sustain};
    Conversation::default()
        .counsellor(14, &[
            ("Hej [NAMN 1], kul att du kom.", None, 0.91),
            ("Hur har du haft det sedan vi sågs sist?", Some(Question), 0.97),
        ])
        .client(41, "Det har väl varit sådär. Jag har druckit nästan varje kväll, särskilt efter jobbet på [PLATS 1]. Jag blir trött på mig själv och på att vakna med ont i huvudet.", Change, 0.62)
        .counsellor(9, &[("Du är trött på hur kvällarna har blivit, och du längtar efter något annat.", Some(ComplexReflection), 0.84)])
        .client(33, "Ja, precis. Jag vill ju orka leka med [NAMN 2] när jag kommer hem, inte bara sitta där i soffan och vänta på att kvällen ska ta slut.", Change, 0.88)
        .counsellor(12, &[
            ("Du vill vara en pappa som orkar.", Some(ComplexReflection), 0.79),
            ("Vad skulle vara annorlunda då?", Some(Question), 0.93),
        ])
        .client(38, "Då skulle vi hinna ut innan det blir mörkt. Vi brukade fiska nere vid bron förut, han älskade det, och det var bara vi två och ingen telefon.", Change, 0.71)
        .counsellor(16, &[
            ("Du har gjort plats för det förut, och det vill du göra igen.", Some(Affirm), 0.66),
            ("Det är du som väljer hur du vill göra med det här.", Some(Emphasize), 0.81),
        ])
        .client(27, "Fast det är svårt när alla andra dricker. Jag tror inte att jag klarar att säga nej till grabbarna. <script>alert('x')</script>", Sustain, 0.74)
        .counsellor(15, &[
            ("Du måste ju förstå att det inte går att fortsätta så här.", Some(Confront), 0.58),
            ("Jag tycker att du ska sluta träffa dem.", Some(Persuade), 0.72),
        ])
        .client(19, "Nja. Det är mina vänner, dem släpper jag inte.", Sustain, 0.81)
        .counsellor(13, &[
            ("De är viktiga för dig.", Some(SimpleReflection), 0.46),
            ("Vad tror du skulle fungera?", Some(Question), 0.95),
            ("Hur har du gjort tidigare?", Some(Question), 0.9),
        ])
        .client(36, "=En gång tog jag bilen dit, då slapp jag förklara mig. Ring mig på [TELEFON 1] i morgon så kan jag berätta hur det gick i fredags.", Neutral, 0.55)
        .counsellor(18, &[
            ("Är det okej om jag berättar hur andra har gjort?", Some(Seek), 0.69),
            ("Många bestämmer sig innan de går hemifrån.", Some(GivingInformation), 0.77),
        ])
        .client(12, "Det kunde jag kanske pröva på fredag.", Change, 0.9)
}

fn ratio(numerator: usize, denominator: usize, levels: Option<(f64, f64)>) -> Ratio {
    let value = (denominator > 0).then(|| numerator as f64 / denominator as f64);
    let level = value.zip(levels).map(|(value, (fair, good))| match value {
        v if v >= good => Level::Good,
        v if v >= fair => Level::Fair,
        _ => Level::BelowFair,
    });
    Ratio { numerator, denominator, value, level }
}

pub(crate) fn score(turns: &[CodedTurn], not_estimated: &[Code]) -> SessionScore {
    let times = |code: Code| turns.iter().filter(|turn| turn.codes.contains(&code)).count();
    let talk = |talk| turns.iter().filter(|turn| turn.client_talk == Some(talk)).count();
    let time = |role| {
        let spans = turns.iter().filter(|turn| turn.turn.role == role).filter_map(|turn| turn.turn.span);
        spans.fold(Millis::default(), |sum, span| sum + span.length())
    };
    let (simple, complex) = (times(SimpleReflection), times(ComplexReflection));
    SessionScore {
        counts: Code::ALL.map(|code| (code, (!not_estimated.contains(&code)).then(|| times(code)))).to_vec(),
        complex_reflections: ratio(complex, simple + complex, Some((0.4, 0.5))),
        reflections_to_questions: ratio(simple + complex, times(Question), Some((1.0, 2.0))),
        adherent: Some(times(Affirm) + times(Seek) + times(Emphasize)),
        non_adherent: Some(times(Persuade) + times(Confront)),
        change_talk: ratio(talk(ClientTalk::Change), talk(ClientTalk::Change) + talk(ClientTalk::Sustain), None),
        talk_time: TalkTime {
            counsellor: time(Role::Counsellor),
            client: time(Role::Client),
            other: Millis::default(),
        },
        volleys: turns.iter().filter(|turn| turn.volley.is_some()).count(),
        intervals: Intervals::default(),
        globals: Globals::default(),
    }
}

pub(crate) fn report(feedback: Feedback) -> SessionReport {
    let Conversation { turns, at, .. } = conversation();
    let not_estimated = vec![PersuadeWithPermission];
    let minute = |minutes: u64| Millis::from_minutes(minutes);
    SessionReport {
        schema: SCHEMA,
        practitioner: "mi-07".to_owned(),
        date: "2026-10-14".to_owned(),
        session: "4f1d9a02".to_owned(),
        fingerprint: None,
        goal: Some("dricka mindre på vardagar".to_owned()),
        language: Language::Swedish,
        segment: Some(CodedSegment {
            span: Span::new(minute(5), minute(5) + Millis(at * 1000)).expect("the conversation lasts"),
            choice: SegmentChoice::Given,
            recording_length: Millis(2_473_000),
        }),
        recording: Some(RecordingFate::Deleted),
        recording_gone_at: Some("2026-10-14T12:00:00Z".to_owned()),
        speakers: Some(SpeakerFacts { by_channel: false, role_confidence: Some(0.93) }),
        feedback,
        score: score(&turns, &not_estimated),
        dialogue: CodedDialogue {
            language: Language::Swedish,
            turns,
            not_estimated,
            masked: vec![(EntityType::Name, 2), (EntityType::Phone, 1), (EntityType::Place, 1)],
        },
        notices: vec![Notice::UnreadableSpeech(1), Notice::DemoSpeechModel],
        models: vec![ModelFacts {
            name: "demo-whisper-sv".to_owned(),
            task: "speech".to_owned(),
            sha256: "0f3a5c7e9b1d".to_owned(),
            demo_only: true,
            sessions: None,
        }],
        version: "0.1.0".to_owned(),
    }
}
