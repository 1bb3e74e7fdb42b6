//! Personal data: what is found, what is left readable.

/// Invented conversations.
mod dialogues;
/// Invented identifiers of every kind, written and spoken.
mod generated;
/// What is said in passing.
mod passing;

use std::path::{Path, PathBuf};

use gensvar::language::Language;
use gensvar::models::store::Store;
use gensvar::privacy::deidentify::Deidentifier;
use gensvar::privacy::dialogue::{Dialogue, EntityType, Role};
use gensvar::privacy::gold::Gold;
use gensvar::privacy::identified::{IdentifiedText, RawDialogue, RawTurn};
use gensvar::privacy::measure::{Slice, measure};

/// A dialogue whose speakers take turns.
fn raw(turns: &[&str], language: Language) -> RawDialogue {
    let turn = |(i, text): (usize, &&str)| RawTurn {
        role: if i % 2 == 0 { Role::Counsellor } else { Role::Client },
        span: None,
        text: IdentifiedText::new((*text).to_owned()),
    };
    RawDialogue { turns: turns.iter().enumerate().map(turn).collect(), language, named: Vec::new() }
}

fn models() -> Store {
    Store::of(vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("models")])
}

fn with_names() -> Deidentifier {
    Deidentifier::open(&models()).expect("the names model ships with the program")
}

fn texts(dialogue: &Dialogue) -> Vec<String> {
    dialogue.turns.iter().map(|turn| turn.text.clone()).collect()
}

/// One turn, masked by rules alone.
fn masked(text: &str, language: Language) -> String {
    texts(&Deidentifier::rules_only().deidentify(raw(&[text], language), &[], language)).concat()
}

fn demo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/demo").join(name)
}

/// The turns of a demo script, without the speakers' letters.
fn script(name: &str) -> Vec<String> {
    let text = fs_err::read_to_string(demo(&format!("{name}.txt"))).expect("the demo has a script");
    text.lines()
        .filter_map(|line| line.split_once(": ").filter(|(who, _)| who.len() == 1))
        .map(|(_, said)| said.to_owned())
        .collect()
}

/// Every string of personal data that the demo's truth names.
fn truth(name: &str) -> Vec<String> {
    let truth: serde_json::Value = serde_json::from_str(
        &fs_err::read_to_string(demo(&format!("{name}.truth.json"))).expect("the demo has a truth"),
    )
    .expect("the truth is JSON");
    truth["personal_data"]
        .as_array()
        .expect("a list of personal data")
        .iter()
        .map(|item| item["text"].as_str().expect("a text").to_owned())
        .collect()
}

#[test]
fn the_demo_conversations_lose_every_planted_string_in_any_casing() {
    let door = with_names();
    for name in ["vardag-alkohol", "forsorjning-arbete", "kort"] {
        for lower in [false, true] {
            let turns: Vec<String> =
                script(name).into_iter().map(|t| if lower { t.to_lowercase() } else { t }).collect();
            let turns: Vec<&str> = turns.iter().map(String::as_str).collect();
            let masked = texts(&door.deidentify(raw(&turns, Language::Swedish), &[], Language::Swedish));
            let all = masked.join("\n").to_lowercase();
            for secret in truth(name) {
                assert!(!all.contains(&secret.to_lowercase()), "{name}, lower {lower}: «{secret}» is still there");
            }
        }
    }
}

#[test]
fn a_person_keeps_one_number_through_inflections_and_parts_of_the_name() {
    let turns = [
        "Hej Linda Hedlund, hur är det med Robin?",
        "Det är Lindas bror Robin du menar. Robins fru Maja har ringt.",
        "Jaha, linda och robin alltså.",
    ];
    let masked = texts(&with_names().deidentify(raw(&turns, Language::Swedish), &[], Language::Swedish));
    assert_eq!(
        masked,
        [
            "Hej [NAMN 1], hur är det med [NAMN 2]?",
            "Det är [NAMN 1] bror [NAMN 2] du menar. [NAMN 2] fru [NAMN 3] har ringt.",
            "Jaha, [NAMN 1] och [NAMN 2] alltså.",
        ]
    );
}

#[test]
fn inflected_and_misspelt_forms_of_a_name_are_the_same_person() {
    let turns = ["Hej, är det Torbjörn Wikander?", "Ja, eller Wikkander. Och det är Wikanders barn."];
    let masked = texts(&with_names().deidentify(raw(&turns, Language::Swedish), &[], Language::Swedish));
    assert_eq!(masked, ["Hej, är det [NAMN 1]?", "Ja, eller [NAMN 1]. Och det är [NAMN 1] barn."]);
}

#[test]
fn what_is_told_over_several_turns_is_hidden_whole() {
    let door = with_names();
    let hidden = |turns: &[&str], left: &[&str], language: Language| {
        let masked = texts(&door.deidentify(raw(turns, language), &[], language)).join(" | ").to_lowercase();
        for word in left {
            assert!(!masked.contains(word), "«{word}» is left");
        }
    };
    let sv = Language::Swedish;
    hidden(
        &["var bor du nu", "jag bor på tallgatan", "mm och numret där", "trettiett uppgång b fem trappor"],
        &["trettiett", "uppgång", "trappor"],
        sv,
    );
    hidden(&["Var bor du?", "På Nygårdsvägen.", "Vilken port?", "Nitton. Nitton C, det är gaveln."], &["nitton"], sv);
    hidden(&["Hur gammal är han?", "Tolv, snart tretton."], &["tolv", "tretton"], sv);
    hidden(&["hur gamla är dom", "sexton och åtta månader är han"], &["sexton", "åtta"], sv);
    hidden(
        &["Vad har du för mejl?", "lisa punkt hogdal snabel-a hogdalsnät punkt se. Nej, hogdalsnat utan prickar."],
        &["hogdalsn"],
        sv,
    );
    let nb = Language::Bokmal;
    hidden(&["Hvor bor hun?", "Hun bor c/o Bjerkan i Hammerbakken seksten B."], &["bjerkan", "hammer", "seksten"], nb);
    hidden(&["Hvor gammel ble han?", "Faren min var femtisju og et halvt da han døde."], &["femtisju", "halvt"], nb);
    let en = Language::English;
    hidden(
        &["And where does it go?", "My address is care of Adeyemi, Curlew Cottage on Tannery Row."],
        &["adeyemi", "curlew", "tannery"],
        en,
    );
    hidden(&["And your reference?", "The reference is HL stroke 20917."], &["20917"], en);
}

#[test]
fn numbers_and_phrases_that_resemble_them_stay() {
    let stay = |turns: &[&str], language: Language| {
        let masked = with_names().deidentify(raw(turns, language), &[], language);
        assert_eq!(texts(&masked), turns);
    };
    stay(&["det blir fjorton femten tusen i månaden"], Language::Swedish);
    stay(&["nå du får fem seks tusen i måneden"], Language::Bokmal);
    stay(&["det vanskeligste er å komme alle fem dagene"], Language::Bokmal);
    stay(&["they take care of everybody and i walk to work"], Language::English);
}

#[test]
fn a_second_look_warns_of_what_the_first_left_and_not_of_placeholders() {
    let door = with_names();
    let remains = |text: &str| door.deidentify(raw(&[text], Language::Swedish), &[], Language::Swedish).may_remain;
    assert!(remains("Jag heter Torbjörn Wikander och bor på Storgatan 12 i Kungälv.").is_empty());
    assert!(remains("Det var väl bra, jag har jobbat där i tio år.").is_empty());
    let spelled = remains("det är väl så att k u b är det");
    assert_eq!(spelled.len(), 1);
    assert_eq!((spelled[0].turn, spelled[0].start, spelled[0].end), (0, 18, 23));
}

#[test]
fn whom_everybody_knows_is_nobody_in_the_room() {
    for text in ["Herregud, vilken Kalle Anka-kommun.", "Hon fick Sertralin och Alvedon.", "Jag handlar på Willys."] {
        let masked = texts(&with_names().deidentify(raw(&[text], Language::Swedish), &[], Language::Swedish));
        assert_eq!(masked, [text]);
    }
}

#[test]
fn marked_conversations_are_measured_by_mention_word_and_entity() {
    let text = "language: sv\ncasing: cased\nkind: with\n---\n\
        T: Jag heter {NAME|Torbjörn Wikander}.\nC: Hej {NAME|Torbjörn Wikander}, {NAME|hemliga damen} är här.\n";
    let gold = Gold::parse(text).expect("it is marked well");
    let measured = measure(&with_names(), vec![gold]);
    let names = measured.recall[&Slice::Type(EntityType::Name)];
    assert_eq!((names.mentions.found, names.mentions.all), (2, 3));
    assert_eq!((names.words.found, names.words.all), (4, 6));
    assert_eq!((names.entities.found, names.entities.all), (1, 2));
    assert_eq!((measured.without_leak.found, measured.without_leak.all), (0, 1));
    assert_eq!(measured.needless.found, 0);
}

#[test]
fn names_given_beforehand_are_hidden_wherever_they_stand() {
    let known = ["Zorbina Kvistquist".to_owned()];
    let turns = ["Tack zorbina.", "Kvistquists bil, sa Zorbina Kvistquist."];
    let masked =
        texts(&Deidentifier::rules_only().deidentify(raw(&turns, Language::Swedish), &known, Language::English));
    assert_eq!(masked, ["Tack [NAME 1].", "[NAME 1] bil, sa [NAME 1]."]);
}

#[test]
fn words_that_are_also_names_are_told_by_what_stands_around_them() {
    let door = with_names();
    let masked = |text: &str| texts(&door.deidentify(raw(&[text], Language::Swedish), &[], Language::Swedish)).concat();
    for (text, expected) in [
        ("Jag heter Per.", "Jag heter [NAMN 1]."),
        ("jag heter per", "jag heter [NAMN 1]"),
        ("Jag dricker tre glas per kväll.", "Jag dricker tre glas per kväll."),
        ("Min bror Hans ringde.", "Min bror [NAMN 1] ringde."),
        ("Det är hans liv och hans val.", "Det är hans liv och hans val."),
        ("Alla har sin dag, sa Liv.", "Alla har sin dag, sa [NAMN 1]."),
        ("Till vår vill jag ha ett annat liv.", "Till vår vill jag ha ett annat liv."),
    ] {
        assert_eq!(masked(text), expected);
    }
}

#[test]
fn numbers_that_single_nobody_out_stay_readable() {
    for text in [
        "Jag har jobbat där i tio år.",
        "En sjua på skalan från noll till tio.",
        "Det kostar 125 000 kronor om året.",
        "Det var mellan 2019 och 2021, eller 1998-2004.",
        "Jag dricker två tre öl klockan halv nio, tio kanske.",
        "Öppet 8.00-16.30, ring 112 om det brinner.",
        "Det är tre år sedan, och fem veckor kvar.",
        "Jag tog två tabletter och sen fyra till.",
        "Jag gick ner tio kilo på sex månader.",
        "Det blev tvåhundrafemtiotusen till slut.",
    ] {
        assert_eq!(masked(text, Language::Swedish), text);
    }
}

#[test]
fn a_number_goes_on_after_an_interruption_which_stays_readable() {
    let turns = ["Vad har du för nummer?", "Noll sju noll, ett sju fyra", "Mm, ja.", "noll sex fyra två."];
    let masked = texts(&Deidentifier::rules_only().deidentify(raw(&turns, Language::Swedish), &[], Language::Swedish));
    assert_eq!(masked, ["Vad har du för nummer?", "[TELEFON 1]", "Mm, ja.", "[TELEFON 1]."]);
}

#[test]
fn free_text_is_masked_too() {
    let goal = "sluta ljuga för Annika i Arvika";
    assert_eq!(
        with_names().mask_text(goal, &raw(&[], Language::Swedish), &[], Language::Swedish),
        "sluta ljuga för [NAMN 1] i [PLATS 1]"
    );
}

#[test]
fn places_of_finds_count_characters_not_bytes() {
    let found = Deidentifier::rules_only().find(&raw(&["Åh, 😀 jag är trettiotvå år."], Language::Swedish), &[]);
    let found: Vec<_> = found.iter().map(|entity| (entity.turn, entity.start, entity.end)).collect();
    assert_eq!(found, [(0, 13, 26)]);
}

/// Words on which the recognisers turn, to be thrown together in any order.
const CRUMBS: &[&str] = &[
    "dubbel",
    "två",
    "nollor",
    "ett",
    "en",
    "hundra",
    "tusen",
    "mm",
    "?",
    ".",
    ",",
    "-",
    "+",
    "@",
    "snabel-a",
    "punkt",
    "w",
    "se",
    "070",
    "1982",
    "3",
    ":",
    "e",
    "maj",
    "den",
    "tredje",
    "i",
    "fjärde",
    "år",
    "är",
    "åring",
    "gammal",
    "född",
    "fyra",
    "sista",
    "nummer",
    "T220",
    "a",
    "b",
    "ABC",
    "12D",
    "Anna",
    "Annas",
    "heter",
    "per",
    "min",
    "bror",
    "på",
    "vägen",
    "Storgatan",
    "12",
    "skola",
    "_",
    "instagram",
    "https",
    "/",
    "😀",
    "ß",
    "İ",
    "´",
    "’s",
    "",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_is_said_comes_through_in_one_piece(
        turns in proptest::collection::vec(proptest::collection::vec(0..CRUMBS.len(), 0..14), 0..5),
        strange in ".{0,40}",
        language in 0..Language::ALL.len(),
    ) {
        let mut said: Vec<String> = turns
            .iter()
            .map(|crumbs| crumbs.iter().map(|crumb| CRUMBS[*crumb]).collect::<Vec<_>>().join(" "))
            .collect();
        said.push(strange);
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        let language = Language::ALL[language];
        let door = Deidentifier::rules_only();
        let mut end = (0, 0);
        for entity in door.find(&raw(&said, language), &[]) {
            assert!(end <= (entity.turn, entity.start) && entity.start < entity.end);
            assert!(entity.end <= said[entity.turn].chars().count());
            end = (entity.turn, entity.end);
        }
        let masked = door.deidentify(raw(&said, language), &[], language);
        assert_eq!(masked.turns.len(), said.len());
    }
}
