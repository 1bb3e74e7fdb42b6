//! Invented identifiers of every kind, written and spoken, hidden in sentences: none may stay.
//!
//! Numbers are drawn from a fixed seed; they are made to fit the rules, not taken from anybody.

use gensvar::language::Language;
use gensvar::privacy::deidentify::{Deidentifier, Entity};
use gensvar::privacy::dialogue::EntityType;

use super::{raw, with_names};

/// How many times every form is drawn; a kind has at least four forms, so that there are 1000 of each.
const MANY: usize = 250;
/// How many of a kind that has one form only.
const OF_ONE_FORM: usize = 4;

/// A small generator of numbers (SplitMix64), so that every run draws the same.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }

    fn digits(&mut self, many: usize) -> String {
        (0..many).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }
}

const SV_UNITS: [&str; 10] = ["noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"];
const SV_TEENS: [&str; 10] =
    ["tio", "elva", "tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton"];
const SV_TENS: [&str; 10] = ["", "", "tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio"];
const NB_UNITS: [&str; 10] = ["null", "en", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni"];
const NB_TEENS: [&str; 10] =
    ["ti", "elleve", "tolv", "tretten", "fjorten", "femten", "seksten", "sytten", "atten", "nitten"];
const NB_TENS: [&str; 10] = ["", "", "tjue", "tretti", "førti", "femti", "seksti", "sytti", "åtti", "nitti"];

/// The digits of `text`, said one by one.
fn one_by_one(text: &str, language: Language) -> String {
    let units = if language == Language::Swedish { SV_UNITS } else { NB_UNITS };
    let words: Vec<&str> = text.chars().filter_map(|c| c.to_digit(10)).map(|digit| units[digit as usize]).collect();
    words.join(" ")
}

/// The digits of `text`, said in pairs: «sjuttioåtta noll fyra».
fn in_pairs(text: &str, language: Language) -> String {
    let (units, teens, tens) =
        if language == Language::Swedish { (SV_UNITS, SV_TEENS, SV_TENS) } else { (NB_UNITS, NB_TEENS, NB_TENS) };
    let digits: Vec<usize> = text.chars().filter_map(|c| c.to_digit(10)).map(|digit| digit as usize).collect();
    let pair = |pair: &[usize]| match *pair {
        [0, unit] => format!("{} {}", units[0], units[unit]),
        [1, unit] => teens[unit].to_owned(),
        [ten, 0] => tens[ten].to_owned(),
        [ten, unit] => format!("{}{}", tens[ten], units[unit]),
        _ => units[pair[0]].to_owned(),
    };
    digits.chunks(2).map(pair).collect::<Vec<_>>().join(" ")
}

/// The Luhn check digit of `digits`.
fn luhn(digits: &str) -> u32 {
    let sum: u32 = digits
        .chars()
        .filter_map(|c| c.to_digit(10))
        .rev()
        .enumerate()
        .map(|(i, d)| if i % 2 == 0 { (d * 2) / 10 + (d * 2) % 10 } else { d })
        .sum();
    (10 - sum % 10) % 10
}

/// Ten digits of a personnummer, or with `added` 60 of a samordningsnummer.
fn personnummer(draw: &mut Draw, added: u64) -> String {
    let (year, month, day) = (30 + draw.below(70), 1 + draw.below(12), 1 + draw.below(28) + added);
    let body = format!("{year:02}{month:02}{day:02}{}", draw.digits(3));
    format!("{body}{}", luhn(&body))
}

/// Eleven digits of a fødselsnummer, or with `added` 40 of a D-nummer, whose check digits are right.
fn fodselsnummer(draw: &mut Draw, added: u64) -> String {
    let weigh = |digits: &str, weights: &[u32]| -> u32 {
        let sum: u32 = digits.chars().filter_map(|c| c.to_digit(10)).zip(weights).map(|(d, w)| d * w).sum();
        (11 - sum % 11) % 11
    };
    loop {
        let (day, month, year) = (1 + draw.below(28) + added, 1 + draw.below(12), draw.below(100));
        let body = format!("{day:02}{month:02}{year:02}{}", draw.digits(3));
        let first = weigh(&body, &[3, 7, 6, 1, 8, 9, 4, 5, 2]);
        let second = weigh(&format!("{body}{first}"), &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
        if first < 10 && second < 10 {
            return format!("{body}{first}{second}");
        }
    }
}

/// The number with its last digit heard wrong: no check holds any more.
fn misheard(number: &str, draw: &mut Draw) -> String {
    let last = number.chars().last().and_then(|c| c.to_digit(10)).expect("a number ends in a digit");
    format!("{}{}", cut(number, ..number.len() - 1), (u64::from(last) + 1 + draw.below(9)) % 10)
}

/// `text` cut into groups of these lengths, joined by `joint`.
fn grouped(text: &str, lengths: &[usize], joint: &str) -> String {
    let mut digits = text.chars();
    let groups: Vec<String> = lengths.iter().map(|length| digits.by_ref().take(*length).collect()).collect();
    groups.join(joint)
}

/// Some of the digits; they are ASCII.
fn cut(digits: &str, range: impl std::slice::SliceIndex<str, Output = str>) -> &str {
    digits.get(range).expect("the number has as many digits")
}

/// How many secrets were told, and the sentences of those that stayed.
#[derive(Default)]
struct Tally {
    told: usize,
    stayed: Vec<String>,
}

impl Tally {
    /// Asks the door about turns whose secret stands between ‹ and ›.
    fn ask(&mut self, door: &Deidentifier, kind: &str, turns: &[&str], language: Language, wanted: &[EntityType]) {
        let plain: Vec<String> = turns.iter().map(|turn| turn.replace(['‹', '›'], "")).collect();
        let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
        let found = door.find(&raw(&plain, language), &[]);
        let hidden = turns.iter().enumerate().all(|(turn, text)| is_hidden(text, turn, &found, wanted));
        self.told += 1;
        if !hidden {
            self.stayed.push(format!("{kind}: {}", turns.join(" | ")));
        }
    }

    fn report(&self) {
        assert!(
            self.told > 0 && self.stayed.is_empty(),
            "{} of {} stayed:\n{}",
            self.stayed.len(),
            self.told,
            self.stayed.join("\n")
        );
    }
}

/// Whether every letter and digit between the marks lies in a find of a wanted type.
fn is_hidden(text: &str, turn: usize, found: &[Entity], wanted: &[EntityType]) -> bool {
    let mut at = 0;
    let mut inside = false;
    text.chars().all(|c| {
        if matches!(c, '‹' | '›') {
            inside = c == '‹';
            return true;
        }
        at += 1;
        let covered = found.iter().any(|e| e.turn == turn && wanted.contains(&e.kind) && e.start < at && at <= e.end);
        !inside || !c.is_alphanumeric() || covered
    })
}

#[test]
fn no_swedish_number_stays() {
    let door = Deidentifier::rules_only();
    let mut draw = Draw(4);
    let mut tally = Tally::default();
    let sv = Language::Swedish;
    let id = [EntityType::IdNumber];
    for _ in 0..MANY {
        for (kind, added) in [("personnummer", 0), ("samordningsnummer", 60)] {
            let number = personnummer(&mut draw, added);
            let long = format!("19{number}");
            let lead = draw.one(&["Mitt personnummer är", "Ja, det är", "Du kan skriva", "personnumret är", "Jag har"]);
            let forms = [
                grouped(&number, &[6, 4], "-"),
                number.clone(),
                grouped(&number, &[6, 4], " "),
                grouped(&long, &[8, 4], "-"),
                grouped(&number, &[2, 2, 2, 4], " "),
                one_by_one(&number, sv),
                one_by_one(&misheard(&number, &mut draw), sv),
                in_pairs(&number, sv),
                in_pairs(&number, sv).replace(' ', ", "),
                format!("{} eh {}", in_pairs(cut(&number, ..6), sv), in_pairs(cut(&number, 6..), sv)),
                format!("{} streck {}", one_by_one(cut(&number, ..6), sv), one_by_one(cut(&number, 6..), sv)),
            ];
            for (i, form) in forms.iter().enumerate() {
                tally.ask(&door, &format!("{kind} {i}"), &[&format!("{lead} ‹{form}›, tror jag.")], sv, &id);
            }
            let (date, last) = (in_pairs(cut(&number, ..6), sv), in_pairs(cut(&number, 6..), sv));
            tally.ask(
                &door,
                &format!("{kind} interrupted"),
                &["Vad har du för personnummer?", &format!("‹{date}›"), "Mm.", &format!("‹{last}›")],
                sv,
                &id,
            );
            tally.ask(&door, &format!("{kind} last four"), &[&format!("De fyra sista är ‹{last}›.")], sv, &id);
        }
        let phone = format!("07{}{}", draw.one(&["0", "2", "3", "6", "9"]), draw.digits(7));
        let fixed = format!("0{}{}", 1 + draw.below(9), draw.digits(7));
        let lead = draw.one(&["Mitt nummer är", "Ring mig på", "Du når mig på", "Skriv", "Telefonen är"]);
        let any = [EntityType::Phone, EntityType::OtherId, EntityType::IdNumber];
        let forms = [
            grouped(&phone, &[3, 3, 2, 2], " "),
            grouped(&phone, &[3, 7], "-"),
            phone.clone(),
            format!("+46 {}", grouped(cut(&phone, 1..), &[2, 3, 2, 2], " ")),
            grouped(&fixed, &[2, 3, 2, 2], " "),
            one_by_one(&phone, sv),
            in_pairs(&phone, sv),
            format!("{}, {}", one_by_one(cut(&phone, ..3), sv), in_pairs(cut(&phone, 3..), sv)),
            format!("{} sen {}", one_by_one(cut(&phone, ..6), sv), one_by_one(cut(&phone, 6..), sv)),
            format!("{} dubbel fyra {}", one_by_one(cut(&phone, ..6), sv), in_pairs(cut(&phone, 6..8), sv)),
        ];
        for (i, form) in forms.iter().enumerate() {
            tally.ask(&door, &format!("phone {i}"), &[&format!("{lead} ‹{form}›.")], sv, &any);
            tally.ask(&door, &format!("phone {i}, bare"), &[&format!("{} ‹{form}›", lead.to_lowercase())], sv, &any);
        }
        for _ in 0..OF_ONE_FORM {
            let other = [EntityType::OtherId, EntityType::Phone, EntityType::IdNumber];
            let letters = ["ABC", "KLM", "XYZ", "RTU"][draw.below(4) as usize];
            let plate = draw.digits(3);
            let (giro, clearing, case) = (draw.digits(8), draw.digits(4), draw.digits(5));
            let sentences = [
                ("bankgiro", format!("Bankgirot är ‹{}›.", grouped(&giro, &[4, 4], "-"))),
                ("account", format!("Kontot är ‹{clearing} {}›.", grouped(&giro, &[2, 3, 3], " "))),
                ("account, spoken", format!("clearingnumret är ‹{}›", one_by_one(&clearing, sv))),
                ("organisation", format!("Firman har ‹55{}-{clearing}›.", grouped(&giro, &[4], ""))),
                ("iban", format!("IBAN är ‹SE45 {clearing} {clearing} {clearing} {clearing} {clearing}›.")),
                ("case", format!("Ärendet har nummer ‹{case}›.")),
                ("case, spoken", format!("ärendenumret är ‹{}›", one_by_one(&case, sv))),
                ("plate", format!("Bilen har ‹{letters} {plate}› på plåten.")),
                ("plate, new", format!("Hon kör ‹{letters}{}D›.", cut(&plate, ..2))),
                ("plate, spoken", format!("det är ‹a b c {}›", one_by_one(&plate, sv))),
            ];
            for (kind, sentence) in sentences {
                tally.ask(&door, kind, &[&sentence], sv, &other);
            }
            let t_number = format!(
                "{}-{}{}",
                cut(&personnummer(&mut draw, 0), ..6),
                draw.one(&["T", "R", "S", "U"]),
                draw.digits(3)
            );
            tally.ask(&door, "interim", &[&format!("Jag har bara ‹{t_number}›.")], sv, &id);
        }
    }
    tally.report();
}

#[test]
fn no_norwegian_number_stays() {
    let door = Deidentifier::rules_only();
    let mut draw = Draw(7);
    let mut tally = Tally::default();
    let nb = Language::Bokmal;
    for _ in 0..MANY {
        for (kind, added) in [("fødselsnummer", 0), ("D-nummer", 40)] {
            let number = fodselsnummer(&mut draw, added);
            let lead = draw.one(&["Fødselsnummeret mitt er", "Ja, det er", "Du kan skrive", "Jeg har"]);
            let forms = [
                number.clone(),
                grouped(&number, &[6, 5], " "),
                grouped(&number, &[2, 2, 2, 5], " "),
                one_by_one(&number, nb),
                one_by_one(&misheard(&number, &mut draw), nb),
                in_pairs(&number, nb),
                format!("{}, eh, {}", in_pairs(cut(&number, ..6), nb), one_by_one(cut(&number, 6..), nb)),
            ];
            for (i, form) in forms.iter().enumerate() {
                tally.ask(
                    &door,
                    &format!("{kind} {i}"),
                    &[&format!("{lead} ‹{form}›, tror jeg.")],
                    nb,
                    // «Nitti sju» may be one number or two: the length, and so the type, can differ.
                    &[EntityType::IdNumber, EntityType::OtherId, EntityType::Phone],
                );
            }
            let (date, last) = (in_pairs(cut(&number, ..6), nb), one_by_one(cut(&number, 6..), nb));
            tally.ask(
                &door,
                &format!("{kind} interrupted"),
                &["Hva er fødselsnummeret ditt?", &format!("‹{date}›"), "Mm.", &format!("‹{last}›")],
                nb,
                &[EntityType::IdNumber],
            );
        }
        let phone = format!("{}{}", draw.one(&["4", "9", "2", "7"]), draw.digits(7));
        let lead = draw.one(&["Nummeret mitt er", "Ring meg på", "Mobilen er", "Skriv"]);
        let forms = [
            grouped(&phone, &[3, 2, 3], " "),
            grouped(&phone, &[2, 2, 2, 2], " "),
            phone.clone(),
            format!("+47 {}", grouped(&phone, &[3, 2, 3], " ")),
            one_by_one(&phone, nb),
            in_pairs(&phone, nb),
        ];
        for (i, form) in forms.iter().enumerate() {
            tally.ask(
                &door,
                &format!("phone {i}"),
                &[&format!("{lead} ‹{form}›.")],
                nb,
                &[EntityType::Phone, EntityType::OtherId],
            );
        }
        for _ in 0..OF_ONE_FORM {
            let account = draw.digits(11);
            let sentences = [
                ("account", format!("Kontonummeret er ‹{}›.", grouped(&account, &[4, 2, 5], "."))),
                ("plate", format!("Bilen har skilt ‹KH {}›.", draw.digits(5))),
                ("case", format!("Saksnummeret er ‹{}›.", draw.digits(5))),
            ];
            for (kind, sentence) in sentences {
                tally.ask(
                    &door,
                    kind,
                    &[&sentence],
                    nb,
                    &[EntityType::OtherId, EntityType::IdNumber, EntityType::Phone],
                );
            }
        }
    }
    tally.report();
}

#[test]
fn no_address_date_age_or_mail_stays() {
    let door = with_names();
    let mut draw = Draw(11);
    let mut tally = Tally::default();
    let sv = Language::Swedish;
    let months = ["januari", "mars", "april", "maj", "juli", "oktober", "december"];
    let ordinals = [
        "första",
        "andra",
        "tredje",
        "femte",
        "nionde",
        "tolfte",
        "sjuttonde",
        "tjugonde",
        "tjugofjärde",
        "trettioförsta",
    ];
    let streets =
        ["Solskensvägen", "Regnbågsgatan", "Lärkstigen", "Tallbacken", "Kvarngränd", "Björktorget", "Smedjegatan"];
    let users = ["linda", "mikael", "moa", "stina", "kalle", "sara"];
    let hosts = ["brevet", "posten", "exempel", "mejl"];
    for _ in 0..MANY {
        let (month, ordinal, street) = (draw.one(&months), draw.one(&ordinals), draw.one(&streets));
        let number = 2 + draw.below(89);
        let said = in_pairs(&format!("{number:02}"), sv).replace("noll ", "");
        let (user, host, end) = (draw.one(&users), draw.one(&hosts), draw.one(&["se", "com", "test", "nu"]));
        let cases = [
            ("date", format!("Vi ses den ‹{ordinal} {month}›."), EntityType::Date),
            ("date, digits", format!("Vi ses den ‹{} {month}›.", 1 + number % 28), EntityType::Date),
            ("date, bare", format!("det var ‹{ordinal} {month}› tror jag"), EntityType::Date),
            ("date, ISO", format!("Beslutet kom ‹2024-0{}-1{}›.", 1 + number % 9, number % 10), EntityType::Date),
            ("birthday", format!("Jag är född ‹{ordinal} i {}›.", ordinals[number as usize % 6]), EntityType::Date),
            ("age", format!("Jag är ‹{said} år› och trött."), EntityType::Age),
            ("age, digits", format!("Hon fyller ‹{number}› snart."), EntityType::Age),
            ("age, noun", format!("Han är en ‹{number}-åring›."), EntityType::Age),
            ("age, inverted", format!("då var han ‹{said} år› gammal"), EntityType::Age),
            ("address", format!("Jag bor på ‹{street} {number}›."), EntityType::Address),
            ("address, spoken", format!("jag bor på ‹{} {said}›", street.to_lowercase()), EntityType::Address),
            ("address, no number", format!("jag bor på ‹{}›", street.to_lowercase()), EntityType::Address),
            ("postcode", format!("Det är ‹{} {}› Tranås.", 100 + number, 10 + number % 89), EntityType::Address),
            ("mail", format!("Mejla ‹{user}.{host}{number}@{host}.{end}›."), EntityType::Email),
            ("mail, spoken", format!("mejlen är ‹{user} punkt {host} snabel-a {host} punkt {end}›"), EntityType::Email),
            (
                "mail, spelled",
                format!("det är ‹{user} understreck {said} snabel a g mail punkt {end}›"),
                EntityType::Email,
            ),
            ("web", format!("Jag skrev på ‹{user}{number}.{end}› igår."), EntityType::Email),
            ("web, spoken", format!("gå in på ‹w w w punkt {host} punkt {end}›"), EntityType::Email),
            ("handle", format!("Jag heter ‹{user}_{number}› på instagram."), EntityType::Email),
        ];
        for (kind, sentence, wanted) in cases {
            tally.ask(&door, kind, &[&sentence], sv, &[wanted, EntityType::OtherId, EntityType::Name]);
        }
    }
    tally.report();
}

#[test]
fn no_norwegian_address_date_age_or_mail_stays() {
    let door = Deidentifier::rules_only();
    let mut draw = Draw(13);
    let mut tally = Tally::default();
    let nb = Language::Bokmal;
    let months = ["januar", "mars", "april", "mai", "juli", "oktober", "desember"];
    let ordinals =
        ["første", "andre", "tredje", "niende", "tolvte", "syttende", "tjuende", "tjuefjerde", "trettiførste"];
    let streets = ["Solbakkveien", "Regnbuegata", "Lerkestien", "Kverngaten", "Bjørketorget", "Smedveien"];
    let users = ["linda", "mikkel", "moa", "stine", "kalle", "sara"];
    let hosts = ["brevet", "posten", "eksempel"];
    for _ in 0..MANY {
        let (month, ordinal, street) = (draw.one(&months), draw.one(&ordinals), draw.one(&streets));
        let number = 2 + draw.below(89);
        let said = in_pairs(&format!("{number:02}"), nb).replace("null ", "");
        let (user, host, end) = (draw.one(&users), draw.one(&hosts), draw.one(&["no", "com", "test"]));
        let lower = street.to_lowercase();
        let cases = [
            ("date", format!("Vi sees ‹den {ordinal} {month}›."), EntityType::Date),
            ("date, digits", format!("Vi sees ‹den {}. {month}›.", 1 + number % 28), EntityType::Date),
            ("date, bare", format!("det var ‹{ordinal} {month} i fjor› tror jeg"), EntityType::Date),
            (
                "date, months counted",
                format!("hun er født ‹{ordinal} i {}›", ordinals[number as usize % 5]),
                EntityType::Date,
            ),
            ("age", format!("Jeg er ‹{said} år› og sliten."), EntityType::Age),
            ("age, no unit", format!("hun er ‹{said}› nå"), EntityType::Age),
            ("age, digits", format!("Han fyller ‹{number}› snart."), EntityType::Age),
            ("age, kin", format!("jeg har en sønn på ‹{said}›"), EntityType::Age),
            ("address", format!("Jeg bor i ‹{street} {number}›."), EntityType::Address),
            ("address, spoken", format!("jeg bor i ‹{lower} {said}›"), EntityType::Address),
            ("address, floor", format!("det er ‹{lower} {said} tredje etasje›"), EntityType::Address),
            ("postcode", format!("Det er ‹{}› Drammen.", 3001 + number), EntityType::Address),
            ("mail", format!("Skriv til ‹{user}.{host}{number}@{host}.{end}›."), EntityType::Email),
            (
                "mail, spoken",
                format!("mailen er ‹{user} punktum {host} krøllalfa {host} punktum {end}›"),
                EntityType::Email,
            ),
            (
                "mail, apart",
                format!("det er ‹{user} understrek {said} krøll alfa {host} punkt {end}›"),
                EntityType::Email,
            ),
            ("handle", format!("Jeg heter ‹{user}_{number}› på snap."), EntityType::Email),
        ];
        for (kind, sentence, wanted) in cases {
            tally.ask(&door, kind, &[&sentence], nb, &[wanted, EntityType::OtherId, EntityType::Name]);
        }
    }
    tally.report();
}
