//! Personal data as they are said in passing, marked ‹so›: every mark must be hidden, and what is not marked must stay.
//! One line a conversation, its turns parted by ` | `.

use gensvar::language::Language;

use super::{raw, texts, with_names};

const SWEDISH: &[&str] = &[
    // Ages
    "tjugotvå jag fyller ‹tjugotre› på måndag",
    "hur gamla är dom | ‹tre› ‹sex› och ‹nio›",
    "och dottern | ‹sjutton› går på gymnasiet",
    "och du är | ‹trettifyra›",
    "hur är det med barnen | jag har en på ‹sju› och en på ‹nio›",
    "jag fyller ju ‹sjuttio› på trettonde mars",
    "jag var väl ‹fjorton› ‹femton› när det började",
    "han hann bli ‹sextitre›",
    "jag känner mig som ‹femti›",
    "sen vi var ‹sju› har vi känt varandra",
    "det är ju ‹tretton› han är",
    // Addresses
    "jag har ett rum ‹två trappor upp till vänster› så det luktar",
    "gatan heter ‹krakelund fyra› tror jag",
    "hon bor nere vid ‹tallgatan› ovanför affären",
    "det är ‹sjutton på bruksgatan›",
    "Bor du på ‹Nygårdsvägen 8›? | Nej, ‹18›. Det är fel i brevet.",
    "Jag bor på ‹Nygårdsvägen 38›, men det står ‹36› på dörren.",
    // Mail and handles
    "mejlen | ‹sofia understreck b› ‹ettan› och ‹nollan snabel-a live punkt se›",
    "jag heter ‹bettan busch nittio› på insta",
    "gå in på ‹prata vidare punkt se› och läs",
    "Det är ‹vivi, punkt, a, snabel-a, korskyrkanskafe›, utan prick, ‹punkt org›.",
    // Numbers
    "personnumret | nej ‹tjugonio› på slutet",
    "Vad har du för nummer? | ‹070-61 19›, och så är det antingen ‹02› eller ‹20›.",
    "Målet? | Det slutar på ‹771›.",
    "När är hon född? | ‹12/4 -09›.",
    // Names and places
    "vad ska jag kalla dig | säg bara ‹benke›",
    "ja fast alla säger ‹ville› det är bra",
    "det är ‹mirja› som ringer",
    "Firman heter ‹Norrby Gips och Bygg›, det är ett bra ställe.",
    "hon har en hund ‹tjappe› som sover",
    "jag står i kö på ‹tunahem› sen i våras",
];

const BOKMAL: &[&str] = &[
    "mamma er ‹sekstito› men hun sier ‹femtini› til alle",
    "jeg har en gutt på ‹ni› og ei jente på ‹seks›",
    "hvor bor du | i ‹storgata trettien a› | nei ‹b›",
    "er du på nett | ja ‹turid dot lie krøllalfa gmail punktum com›",
    "da vi var hva da ‹fjorten-femten› drakk vi",
    "jeg traff ‹marius a› og så dro vi",
];

const ENGLISH: &[&str] = &[
    "she'll be ‹four› on sunday and he'd be ‹thirty-four› now",
    "he left home at ‹sixteen› and that was that",
    "the baby's ‹ten months›",
    "he's coming up ‹four› now",
    "we're still on ‹bennets väg third floor› the lift is broken",
    "i was walking down ‹station road› and there he was",
    "Now it's ‹Pilgatan twelve›, and the staircase is ‹B›.",
    "it's ‹e dot harris at gmail dot com›",
    "your national insurance number | ‹j x› something four one i'd have to ask",
    "i was never at ‹st malachy's› it was the other one",
    "you can say ‹zarko› like the guys do",
];

/// What resembles personal data and is none.
const STAY: &[(&str, Language)] = &[
    ("det kostar elva tusen femhundra | elva och fem det är mycket", Language::Swedish),
    ("han är tio år äldre och beter sig som en femåring", Language::Swedish),
    ("man är ju inte sjutton längre", Language::Swedish),
    ("vi ses på tisdag nio noll noll", Language::Swedish),
    ("han sitter i bilen och väntar", Language::Swedish),
    ("hun kalte meg en parasitt", Language::Bokmal),
    ("i'm six weeks in and it is fine", Language::English),
];

/// The text without marks, and what stands inside each of them.
fn unmarked(marked: &str) -> (String, Vec<&str>) {
    let inside = marked.split('‹').skip(1).filter_map(|rest| rest.split_once('›')).map(|(inside, _)| inside).collect();
    (marked.replace(['‹', '›'], ""), inside)
}

#[test]
fn what_is_said_in_passing_is_hidden() {
    let door = with_names();
    let all = [(SWEDISH, Language::Swedish), (BOKMAL, Language::Bokmal), (ENGLISH, Language::English)];
    for (line, language) in all.into_iter().flat_map(|(lines, language)| lines.iter().map(move |line| (line, language)))
    {
        let (plain, marked) = unmarked(line);
        let turns: Vec<&str> = plain.split(" | ").collect();
        let masked = texts(&door.deidentify(raw(&turns, language), &[], language)).join(" | ");
        let left: Vec<&str> = masked.split(|c: char| !c.is_alphanumeric()).collect();
        for word in marked.iter().flat_map(|mark| mark.split(|c: char| !c.is_alphanumeric())).filter(|w| w.len() > 2) {
            assert!(!left.contains(&word), "«{word}» of «{line}» is left: {masked}");
        }
    }
}

#[test]
fn what_resembles_personal_data_stays() {
    let door = with_names();
    for (line, language) in STAY {
        let turns: Vec<&str> = line.split(" | ").collect();
        assert_eq!(texts(&door.deidentify(raw(&turns, *language), &[], *language)), turns);
    }
}
