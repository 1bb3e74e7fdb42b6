//! What stands around a word and makes it a name: «jag heter …», «min bror …», «doktor …», «stavas k o …».

use super::lists::{Entry, Lists, genitive_stem};
use super::vocabulary::{FUNCTION_WORDS, is_shared};
use crate::language::Language;
use crate::privacy::institutions::{MODIFIERS, is_institution};
use crate::privacy::page::{Kind, Page};
use crate::privacy::words::Words;

/// A word with what stands around it.
pub(super) struct Cue<'a> {
    /// Where it stands.
    pub page: &'a Page,
    /// Which token it is.
    pub at: usize,
    /// What the lists know of it.
    pub entry: Entry,
    /// The lists.
    pub lists: &'a Lists,
}

impl Cue<'_> {
    fn lower(&self) -> &str {
        &self.page.tokens[self.at].lower
    }

    /// A capital that no sentence start explains.
    fn capital(&self) -> bool {
        self.page.has_inner_capital(self.at)
    }

    /// Whether the words before announce a name: «jag heter per», «min bror hans», «my name's Will».
    pub(super) fn is_announced(&self, with_lists: bool) -> bool {
        let (page, at, entry) = (self.page, self.at, self.entry);
        let function = FUNCTION_WORDS.has(self.lower()) || TITLES.has(self.lower());
        let namelike = self.capital() || entry.first >= 1 || !entry.is_common() && with_lists;
        // «Jag heter hans», but «vad heter hans fru»
        let certain = !function || self.capital() || entry.first >= 2 && PERSONS.has(page.word(at, -2));
        if self.is_named() && namelike && certain {
            return true;
        }
        let likely = self.capital() || entry.first >= 2;
        let shown = self.page.tokens[at].is_capital() && entry.common <= 1;
        (likely || shown) && !function && self.answers()
            || likely && !function && (self.is_near_kin() || self.is_met())
            || likely && page.language == Language::Swedish && entry.first >= 2 && self.is_near_kin()
    }

    /// Right after a verb of naming: «heter mai», «som hette Vår».
    pub(super) fn is_called(&self) -> bool {
        NAMING.has(self.page.word(self.at, -1))
    }

    /// «Heter», «namnet är», «my name's», «kallas», or «heter han» after it.
    fn is_named(&self) -> bool {
        let (page, at) = (self.page, self.at);
        let [one, two, three] = [-1, -2, -3].map(|offset| page.word(at, offset));
        let named_after = matches!(page.word(at, 1), "heter" | "hette" | "heiter")
            && PERSONS.has(page.word(at, 2))
            && (self.capital() || self.entry.first >= 1);
        let calls = two == "call" && matches!(one, "me" | "him" | "her" | "it")
            || two == "kalla" && matches!(one, "mig" | "mej" | "honom" | "henne")
            || two == "kall" && matches!(one, "meg" | "han" | "henne");
        NAMING.has(one)
            || matches!(one, "name's" | "name’s")
            || matches!((two, one), ("namn" | "namnet" | "navn" | "navnet", "är" | "er") | ("name", "is"))
            || matches!((two, one), ("mitt" | "min", "er")) && three != "min"
            || calls
            || named_after
            || self.presents_oneself()
    }

    /// «I'm Jas», «this is Art Delgado», «det är Gunilla från …»: only for words that are names.
    fn presents_oneself(&self) -> bool {
        let (page, at) = (self.page, self.at);
        let [one, two, three] = [-1, -2, -3].map(|offset| page.word(at, offset));
        let english = page.language == Language::English;
        let begins = english
            && (matches!(one, "i'm" | "i’m")
                || matches!((two, one), ("this" | "it" | "i", "is" | "am"))
                || matches!(one, "it's" | "it’s" | "that's") && page.near(at, -2).is_none_or(|t| t.kind == Kind::Mark)
                || matches!((three, two, one), ("you", "speak", "to") | ("speaking", "to", _)))
            || !english
                && matches!((two, one), ("det", "är" | "er"))
                && matches!(page.word(at, 1), "från" | "fra" | "på" | "här" | "her");
        begins && (self.capital() || self.entry.first >= 2 && self.entry.common <= 1)
    }

    /// «Min bror hans», «mannen hennes per», «dottern Kristin».
    fn is_near_kin(&self) -> bool {
        let (one, two) = (self.page.word(self.at, -1), self.page.word(self.at, -2));
        KIN.has(one) && POSSESSIVES.has(two)
            || KIN.has(two) && POSSESSIVES.has(one) && two.ends_with(['n', 'a'])
            || KIN_DEFINITE.has(one)
    }

    /// «Bodde med per».
    fn is_met(&self) -> bool {
        self.page.word(self.at, -1) == "med" && MEETING.has(self.page.word(self.at, -2))
    }

    /// The first word of a turn that answers «vad heter han?».
    fn answers(&self) -> bool {
        let (page, at) = (self.page, self.at);
        let turn = page.tokens[at].turn;
        let first = page.tokens[..at]
            .iter()
            .rev()
            .take_while(|token| token.turn == turn)
            .all(|token| token.kind == Kind::Mark || FILLERS.has(&token.lower));
        let asked = page.tokens[..at].iter().rev().skip_while(|token| token.turn == turn);
        first && turn > 0 && asked.take_while(|token| token.turn + 1 == turn).any(|token| ASKING.has(&token.lower))
    }

    /// «Doktor Holm», «Miss D», «magister Holm».
    pub(super) fn is_titled(&self) -> bool {
        let short = matches!(self.page.word(self.at, -2), "dr" | "mr" | "mrs" | "ms");
        let before = self.page.word(self.at, -1) == "." && short;
        let titled = TITLES.has(self.page.word(self.at, -1)) || before;
        let capital = self.page.tokens[self.at].is_capital();
        let strange = self.entry == Entry::default() && PROFESSIONS.has(self.page.word(self.at, -1));
        let namelike = capital
            || !self.page.cased
                && self.lower().chars().count() > 2
                && (self.entry.common < 3 && (self.entry.surname >= 1 || self.entry.first >= 1) || strange);
        titled && namelike && !FUNCTION_WORDS.has(self.lower())
    }

    /// Whether it is one of at least four letters said one by one, or of two after «stavas».
    pub(super) fn is_spelled(&self) -> bool {
        let page = self.page;
        let single = |offset: isize| {
            page.near(self.at, offset).is_some_and(|t| t.kind == Kind::Word && t.end - t.start == 1 && !t.is_numeral())
        };
        let step = |offset: isize| page.word(self.at, offset) == ",";
        if !single(0) {
            return false;
        }
        let run = |sign: isize| {
            let (mut letters, mut offset) = (0, 0);
            loop {
                let next = if step(offset + sign) { offset + 2 * sign } else { offset + sign };
                if !single(next) {
                    return (letters, next);
                }
                (letters, offset) = (letters + 1, next);
            }
        };
        let ((before, start), (after, _)) = (run(-1), run(1));
        let letters = before + after + 1;
        let opens = page.near(self.at, start).is_none();
        letters >= 4
            || letters >= 2 && SPELLING.has(page.word(self.at, start))
            || letters == 3 && opens && !self.is_abbreviation(start)
    }

    /// Whether the three letters after offset `start` are what something is shortened to: «k b t».
    fn is_abbreviation(&self, start: isize) -> bool {
        let letters: Vec<&str> = (1..6).map(|d| self.page.word(self.at, start + d)).filter(|w| *w != ",").collect();
        is_shared(&letters[..3.min(letters.len())].concat())
    }

    /// Whether a surname follows: «Per Wikblom», «hope adeyemi-clarke».
    pub(super) fn bears_surname(&self) -> bool {
        let (page, at, entry) = (self.page, self.at, self.entry);
        let Some(next) = page.near(at, 1).filter(|next| next.kind == Kind::Word && next.end - next.start > 2) else {
            return false;
        };
        let surname = self.lists.entry(&next.lower, page.language);
        if page.cased {
            let strange = surname.common <= 1 || surname.surname >= 2;
            // «Till Gunillas»: a word that opens a sentence is a name only when many are called so.
            let known = if entry.is_common() && page.opens_sentence(at) { 3 } else { 1 };
            page.tokens[at].is_capital() && next.is_capital() && entry.first >= known && strange
        } else {
            let function = FUNCTION_WORDS.has(self.lower());
            entry.first >= 2 && !function && surname.surname >= 1 && surname.common == 0 && surname.first <= 1
        }
    }

    /// Whether a surname goes on the name before.
    pub(super) fn goes_on(&self) -> bool {
        let (page, at, entry) = (self.page, self.at, self.entry);
        if FUNCTION_WORDS.has(self.lower()) {
            return false;
        }
        let before = page.word(at, -1);
        let fresh = genitive_stem(before)
            .is_none_or(|stem| self.lists.exactly(stem, page.language).is_none_or(|e| e.first == 0));
        if page.cased {
            page.tokens[at].is_capital()
        } else {
            fresh && !entry.is_common() && entry.surname >= 1 || entry.common <= 2 && entry.surname >= 2
        }
    }
}

/// Whether a capitalised word is a sentence of its own, as answers and calls are: «Dag.», «Liv?».
pub(super) fn stands_alone(page: &Page, at: usize) -> bool {
    page.tokens[at].is_capital() && page.opens_sentence(at) && matches!(page.word(at, 1), "" | "." | "?" | "!" | ",")
}

/// Whether a verb follows that people are the subject of: «… är sju», «… ringde».
pub(super) fn is_subject(page: &Page, at: usize) -> bool {
    ACTING.has(page.word(at, 1))
}

/// Whether the words beside token `at` are those that stand beside people: «hos …», «… sa».
pub(crate) fn is_person_near(page: &Page, at: usize) -> bool {
    BESIDE.has(page.word(at, -1))
        || KIN_DEFINITE.has(page.word(at, -1))
        || KIN.has(page.word(at, -1))
        || is_subject(page, at)
}

/// What stands before people.
static BESIDE: Words = Words::new(
    "hos med och og and till til för for with to av än enn träffade träffa møtte ringa ringe ringer hej hei hi tack takk
     vem hvem who heter hette heiter kallas kalles fröken fru herr miss mr mrs judge doktor",
);

/// What people do, or are, right after their name.
static ACTING: Words = Words::new(
    "är er is was var har hade hadde has sa säger sier said says ringde ringte called kom kommer came blev blir ble blei
     tycker tror vill vil ska skal bor bodde jobbar jobber brukar pleier gick gikk fick fikk dog døde besvimte",
);

/// Whether a word that no list knows may be a place where «i» or «from» stands before it: it ends as Nordic
/// names of villages and districts do, or somebody lives there.
pub(super) fn may_be_a_place(page: &Page, at: usize) -> bool {
    let word = page.word(at, 0);
    let village = word.chars().count() >= 5 && PLACE_ENDINGS.end(word);
    village || word.chars().count() >= 4 && is_lived_in(page, at)
}

/// Whether somebody lives at what token `at` says, moved there or comes from there.
pub(super) fn is_lived_in(page: &Page, at: usize) -> bool {
    (-4..-1).any(|offset| LIVING.has(page.word(at, offset)))
}

/// Whether an institution follows: «almby skola», «wellington medical centre».
pub(super) fn precedes_institution(page: &Page, at: usize) -> bool {
    let between = (1..3).take_while(|offset| MODIFIERS.has(page.word(at, *offset))).count() as isize;
    is_institution(page.word(at, between + 1))
}

/// What one does at a place.
static LIVING: Words = Words::new(
    "bor bodde bo bott flyttade flyttat flytta flyttar flyttet flytte kommer kom född født uppvuxen oppvokst växte live
     lives lived living moved move grew born from stay stays",
);

/// What names of villages and districts end in.
static PLACE_ENDINGS: Words = Words::new(
    "orna arna sjön berg berga borg stad sta sund vik viken hult böle torp torpet ås åsen köping hamn holm holmen näs
     näset dal dalen vall rud heim nes fjord hov ene lia sele forsen fors mark marka lund lunda haga hagen backa tuna
     ryd red inge bro brunn källa strand stranden haugen våg vågen øya øy ön skog moen mo gården åker løkka udden
     myr arvet sveden",
);

/// Verbs of naming.
static NAMING: Words =
    Words::new("heter hette heiter kallas kalles called named hedder döpt døpt nicknamed efternamn etternavn surname");
/// Who may be named.
static PERSONS: Words = Words::new("jag han hon jeg hun ho hen de dom vi she he");
/// Words in a question for a name.
static ASKING: Words = Words::new(
    "heter heiter hette namn namnet navn navnet name name's kallas kalles called vem hvem who efternamn etternavn",
);
/// What an answer begins with before the name.
static FILLERS: Words = Words::new(
    "ja jo eh öh øh mm hm nej nei det är er han hon hun heter jag jeg yeah yes well um uh it's he's she's his her name
     is oh så alltså altså",
);
/// What comes before letters one by one.
static SPELLING: Words = Words::new("stavas staves stavar stava bokstaveras spelled spelt spell spells that's");
/// Titles and the like.
static TITLES: Words = Words::new(
    "doktor dr herr fröken fru doctor mr mrs ms miss sir magister magistern lektor rektor pastor präst imam ustaad
     frøken mamma pappa farmor farfar mormor morfar moster faster tant tante onkel farbror morbror grandma grandpa
     granny nana auntie aunt uncle nurse sister syster kurator handläggare psykolog sergeant officer coach judge advokat",
);
/// Titles after which any word that nobody knows is a name.
static PROFESSIONS: Words = Words::new("doktor dr doctor mr mrs ms judge advokat magister tant pastor");
/// Words after which a place stands.
pub(super) static LOCATING: Words =
    Words::new("i från till utanför fra til utenfor in from near hela bydel kring runt ved vid");
/// Whether token `at` follows an article, as nouns do: «en tung varm björn».
pub(super) fn follows_article(page: &Page, at: usize) -> bool {
    ARTICLES.has(page.word(at, -1)) || ARTICLES.has(page.word(at, -2))
}

/// Whether a modal verb stands before token `at` and has its subject already, so that a verb follows: «ska du bo där»,
/// «jag får bo».
pub(super) fn follows_modal(page: &Page, at: usize) -> bool {
    let (one, two) = (page.word(at, -1), page.word(at, -2));
    MODALS.has(one) && PRONOUNS.has(two) || PRONOUNS.has(one) && MODALS.has(two)
}

/// Verbs that another verb follows.
static MODALS: Words = Words::new(
    "ska skal skulle vill vil ville kan kunde får fick måste må bör borde brukar pleier will would can could should must
     might may won't can't don't didn't",
);
/// Whoever does it.
static PRONOUNS: Words = Words::new("jag du han hon vi ni dom de man den jeg hun dere i you he she we they");

/// Articles: a noun follows.
static ARTICLES: Words = Words::new("en ett ei et a an den det the ingen någon jävla denne denna this that");
/// What joins two of a kind.
pub(super) static AND: Words = Words::new("och og and");
/// Words that are shortened with a verb.
pub(super) static CONTRACTED: Words =
    Words::new("who there here let where how i i've you've we've they've don doesn didn isn wasn can won couldn");
/// Words for people and animals near somebody, in the definite form: no possessive is needed.
static KIN_DEFINITE: Words = Words::new(
    "dottern sonen maken makan sambon brodern systern barnbarnet exfrun exmannen grannen kusinen hunden katten
     chefen kompisen pojkvännen flickvännen styvpappan styvmamman datteren sønnen kjæresten samboeren naboen",
);

/// Words before «bror» and the like that make it somebody's.
static POSSESSIVES: Words = Words::new(
    "min mitt mina din ditt dina hans hennes vår vårt våra deras sin mi mine hennar hendes deres my your his her
     our their en lille lilla stora äldre yngre lillebror äldsta yngsta",
);

/// Words for people (and pets) near somebody; a name may follow.
static KIN: Words = Words::new(
    "mamma pappa mor far bror brorsa lillebror storebror syster syrra storasyster lillasyster son dotter man fru
     sambo pojkvän flickvän tjej kille kompis polare vän väninna farmor farfar mormor morfar moster faster
     farbror morbror kusin svärmor svärfar chef granne hund katt handläggare läkare psykolog kollega ex exman
     exfru kone mann søster sønn datter samboer kjæreste venn kamerat nabo sjef lege tante onkel mother father
     mum mom dad brother sister daughter wife husband partner boyfriend girlfriend mannen kona søsteren søstera broren sønnen datteren dattera moren mora faren sjefen legen kompisen venninna friend boss neighbour neighbor
     dog cat cousin aunt uncle",
);

/// What one does «med» somebody.
static MEETING: Words = Words::new("pratat pratade prata pratar talat talade bor bodde bo snakket snakka snakker bodd");
