//! Invented conversations with their personal data marked ‹so›: every mark must be hidden, and little else.

use gensvar::language::Language;

use super::{raw, with_names};

const SWEDISH: &str = "\
Hej och välkommen! Jag heter ‹Fatima El-Sayed›, är det ‹Torbjörn›?
Ja, ‹Torbjörn Wikander›. Men alla säger ‹Tobbe›.
‹Tobbe›, vad bra. Kan jag få ditt personnummer?
‹Åttiofyra, noll sex, tjugoett, fyra fyra ett sju›.
Jag bor på ‹Västra Hamngatan 14 B i Kungälv, femte våningen›. Postnumret är ‹fyra fyra två trettio›.
Min exfru ‹Agneta› bor i ‹Trollhättan› med våra barn, ‹Wilma› och ‹Noel›. ‹Wilma› är ‹nio› och ‹Noel› fyller ‹tretton› i maj.
Min läkare på ‹Närhälsan› heter doktor ‹Rahimi›. Han skrev ut Antabus.
Jag blev inskriven på ‹Dalängens behandlingshem› ‹tredje augusti förra året›.
Du kan ringa mig på ‹noll sjuttiotre, fyra fem sex, sju åtta, nitton›.
Eller mejla på ‹tobbe understreck wikander snabel-a brevet punkt test›.
Min bil har regnummer ‹JGK 48T›. Hunden heter ‹Sixten›. ‹Sixten› är min bästa vän.
Jag är uppvuxen i ‹Hammarkullen›, i ‹Göteborg›.
Min bror ‹Bo› och hans fru. Nej, ‹Dag› heter han.
Jag dricker två tre öl per kväll, det är mitt liv och hans val.";

const SWEDISH_WITHOUT_CAPITALS: &str = "\
hej det är ‹yasmin› från boendestödet är det bra med dig
ja hej ‹yasmin› jo det är väl okej min syster ‹saga› var här igår
‹saga› ja hur gick det
hon och mamma bråkade igen om farmor ‹ing-marie›
var det i ‹alingsås›
nej hemma hos mig på ‹tallvägen›
ja i ‹skara› fast jag är sjukskriven nu sen ‹den femtonde september›
hon heter ‹ann-sofie lindqvist› hennes nummer är ‹noll tio elva sexton noll noll sju›
mm
du kan fråga efter mitt ärende det är ‹två noll två fyra streck ett tre sju åtta›
jag är ju född ‹åttionio› så jag är ju inte purung
min son ‹melker› går i tvåan på ‹bergaskolan›
han är ‹åtta år› och hans kompis ‹isak› också
jag drack sju åtta öl och sen tre fyra till
klockan var kvart i tre på natten
jag går på aa i kyrkan på onsdagar och min sponsor heter ‹göran›";

const BOKMAL: &str = "\
Hei, jeg heter ‹Ingeborg Solheim› og jobber her.
Hei. Jeg er ‹Kjetil›. ‹Kjetil André Bakke›.
Fødselsnummeret ditt, ‹Kjetil›?
‹Tretten null fire åttito, fem to seks null ni›.
Jeg bor i ‹Storgata 12› på ‹Hamar›, eller ‹Brumunddal› egentlig.
Jeg er ‹førtito år› og har to barn, ‹Emma› og ‹Oliver›. ‹Emma› er ‹ti år›.
Kona mi, ‹Marte›, jobber på ‹Sykehuset Innlandet›.
Du kan nå meg på ‹ni en to, tre fire, fem seks sju›.
Eposten er ‹kjetil punktum bakke krøllalfa brevet punktum test›.
‹Den syttende mai› var det fullt kjør på ‹Lillehammer›.
Jeg drikker kanskje fire øl per kveld, liv og røre.
Legen min heter ‹Nguyen›. Doktor ‹Nguyen› på ‹Vikersund legesenter›.
Det er to år siden jeg sluttet. Bilen er ‹DP 45 312›.
Kontonummeret er ‹femten null tre førti to tjue seks hundre og elleve›.";

const ENGLISH: &str = "\
Hi, I'm ‹Rebecca Thornton›, nice to meet you.
Hi ‹Rebecca›. I'm ‹Marcus›, ‹Marcus O'Brien›.
What's your date of birth, ‹Marcus›?
It's ‹the fourth of June nineteen eighty two›. ‹June 4th›.
My number is ‹oh seven seven double zero, nine hundred one two three›.
I live at ‹42 Maple Street in Sheffield. Postcode S10 2BX›.
I'm ‹thirty-nine years old› and my daughter ‹Chloe› is ‹eleven›.
I work at ‹Bramwell Bakery›, my boss Mr ‹Hendricks› doesn't know.
My email is ‹marcus dot obrien at brevet dot test›.
I may drink ten units a week. Will you mark that down?";

/// How many words that are not marked may be hidden, of a thousand.
const TOO_MUCH: f64 = 10.0;

#[test]
fn invented_conversations_lose_what_is_marked_and_little_else() {
    let door = with_names();
    let conversations = [
        (Language::Swedish, SWEDISH),
        (Language::Swedish, SWEDISH_WITHOUT_CAPITALS),
        (Language::Bokmal, BOKMAL),
        (Language::English, ENGLISH),
    ];
    for (language, marked) in conversations {
        let plain = marked.replace(['‹', '›'], "");
        let turns: Vec<&str> = plain.lines().collect();
        let found = door.find(&raw(&turns, language), &[]);
        let (mut shown, mut needless) = (Vec::new(), Vec::new());
        for (number, turn) in marked.lines().enumerate() {
            for (word, start, is_marked) in words(turn) {
                let hidden = found.iter().any(|e| e.turn == number && e.start <= start && start < e.end);
                match (is_marked, hidden) {
                    (true, false) => shown.push(format!("{word} in «{turn}»")),
                    (false, true) => needless.push(format!("{word} in «{turn}»")),
                    _ => {}
                }
            }
        }
        assert!(shown.is_empty(), "{language}: {shown:#?}");
        let share = 1000.0 * needless.len() as f64 / plain.split_whitespace().count() as f64;
        assert!(share <= TOO_MUCH, "{language}: hidden without need: {needless:#?}");
    }
}

/// The words of a marked turn, where each begins without the marks, and whether it is marked.
fn words(turn: &str) -> Vec<(String, usize, bool)> {
    let mut found: Vec<(String, usize, bool)> = Vec::new();
    let (mut at, mut marked, mut inside) = (0, false, false);
    for c in turn.chars() {
        if matches!(c, '‹' | '›') {
            marked = c == '‹';
            inside = false;
            continue;
        }
        if !c.is_alphanumeric() {
            inside = false;
        } else if inside {
            found.last_mut().expect("a word has begun").0.push(c);
        } else {
            found.push((c.to_string(), at, marked));
            inside = true;
        }
        at += 1;
    }
    found
}
