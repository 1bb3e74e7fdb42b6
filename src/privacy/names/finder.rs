//! Which words are names: the model's belief, the lists, what stands before them, and what was found
//! elsewhere in the dialogue.

use std::collections::HashSet;
use std::ops::Range;

use super::lists::{Entry, Lists, genitive_stem};
use super::model::{Belief, Model, ModelError};
use crate::models::store::Store;
use crate::privacy::dialogue::EntityType;
use crate::privacy::page::{Kind, Mention, Page, Token};
use crate::privacy::words::Words;

/// The model's name in the store.
pub const MODEL: &str = "names";
/// From this belief on a word is hidden: low, since a name that stays costs more than a word that goes.
const ENOUGH: f32 = 0.06;
/// The same for words that are common as ordinary words and carry no telling capital.
const ENOUGH_FOR_COMMON: f32 = 0.4;
/// The same for the commonest words («is», «said»), which follow names in every sentence.
const ENOUGH_FOR_COMMONEST: f32 = 0.7;

/// Finds names of people and of places.
pub(crate) struct NameFinder {
    lists: Lists,
    model: Option<Model>,
}

impl NameFinder {
    /// Opens lists and model.
    pub(crate) fn open(store: &Store) -> Result<Self, ModelError> {
        let lists = Lists::open(&store.find(MODEL, "lists.fst")?)?;
        let model = Model::open(&store.find(MODEL, "crf.fst")?, &store.find(MODEL, "crf.bin")?)?;
        Ok(Self { lists, model: Some(model) })
    }

    /// Knows no names but those that are announced («jag heter …») or given beforehand.
    pub(crate) fn without_model() -> Self {
        Self { lists: Lists::empty(), model: None }
    }

    /// Every name of a person or a place, `known` names among them.
    pub(crate) fn find(&self, page: &Page, known: &[String]) -> Vec<Mention> {
        let beliefs = self.beliefs(page);
        let mut labels: Vec<Option<EntityType>> = vec![None; page.tokens.len()];
        for at in 0..page.tokens.len() {
            let before = at.checked_sub(1).and_then(|before| labels[before]);
            labels[at] = self.judge(page, at, beliefs[at], before);
        }
        self.add_known(page, known, &mut labels);
        self.propagate(page, &beliefs, &mut labels);
        mentions(page, &labels)
    }

    /// The model's belief about each token, sentence by sentence.
    fn beliefs(&self, page: &Page) -> Vec<Belief> {
        let Some(model) = &self.model else { return vec![Belief::default(); page.tokens.len()] };
        model.believe(&page.tokens, sentences(page), &self.lists)
    }

    /// What token `at` is, by everything but the rest of the dialogue.
    fn judge(&self, page: &Page, at: usize, belief: Belief, before: Option<EntityType>) -> Option<EntityType> {
        let token = &page.tokens[at];
        if token.kind != Kind::Word
            || token.end - token.start < 2
            || is_public(&token.lower)
            || is_stutter(&token.lower)
        {
            return None;
        }
        let entry = self.lists.entry(&token.lower);
        if self.is_announced(page, at, entry) || self.goes_on(page, at, entry, before) {
            return Some(EntityType::Name);
        }
        let enough = match entry.common {
            _ if page.has_inner_capital(at) => ENOUGH,
            0 | 1 => ENOUGH,
            2 => ENOUGH_FOR_COMMON,
            _ => ENOUGH_FOR_COMMONEST,
        };
        if belief.any() >= enough {
            let person = belief.person >= belief.place.max(belief.organisation);
            return Some(if person { EntityType::Name } else { EntityType::Place });
        }
        by_lists(page, at, entry)
    }

    /// Whether the words before announce a name: «jag heter per», «min bror hans», «doktor liv».
    fn is_announced(&self, page: &Page, at: usize, entry: Entry) -> bool {
        let capital = page.has_inner_capital(at);
        let namelike = capital || entry.first >= 1 || !entry.is_common() && self.model.is_some();
        let (one, two) = (page.word(at, -1), page.word(at, -2));
        let naming = matches!(one, "heter" | "hette" | "heiter" | "kallas" | "kalles" | "called" | "named" | "hedder")
            || matches!(
                (two, one),
                ("namn" | "namnet" | "navn" | "navnet", "är" | "er") | ("name", "is") | ("mitt" | "min", "er")
            ) && page.word(at, -3) != "min";
        // «Dag heter han»
        let named = matches!(page.word(at, 1), "heter" | "hette" | "heiter")
            && matches!(page.word(at, 2), "jag" | "han" | "hon" | "jeg" | "hun" | "ho" | "hen" | "de" | "dom")
            && (capital || entry.first >= 1);
        let likely = capital || entry.first >= 2;
        // «Min bror hans» in Swedish, «mannen hennes per» in Norwegian
        let kin =
            KIN.has(one) && POSSESSIVES.has(two) || KIN.has(two) && POSSESSIVES.has(one) && two.ends_with(['n', 'a']);
        let met = one == "med" && MEETING.has(two) && !FUNCTION_WORDS.has(&page.tokens[at].lower);
        let titled =
            matches!(one, "doktor" | "dr" | "herr" | "doctor" | "mr" | "mrs" | "ms") && (capital || entry.surname >= 1);
        (naming && namelike || named) && !FUNCTION_WORDS.has(&page.tokens[at].lower) || (kin || met) && likely || titled
    }

    /// Whether a surname goes on the name before.
    fn goes_on(&self, page: &Page, at: usize, entry: Entry, before: Option<EntityType>) -> bool {
        if before != Some(EntityType::Name) || page.near(at, -1).is_none() || FUNCTION_WORDS.has(&page.tokens[at].lower)
        {
            return false;
        }
        let token = &page.tokens[at];
        let fresh =
            genitive_stem(page.word(at, -1)).is_none_or(|stem| self.lists.exactly(stem).is_none_or(|e| e.first == 0));
        if page.cased {
            token.is_capital()
        } else {
            fresh && !entry.is_common() && entry.surname >= 1 || entry.common <= 2 && entry.surname >= 2
        }
    }

    /// Marks the names that the user gave.
    fn add_known(&self, page: &Page, known: &[String], labels: &mut [Option<EntityType>]) {
        let parts: HashSet<String> = known
            .iter()
            .flat_map(|name| name.split(|c: char| !c.is_alphanumeric() && c != '-'))
            .filter(|part| part.chars().count() >= 2)
            .map(str::to_lowercase)
            .collect();
        for (at, token) in page.tokens.iter().enumerate() {
            let common = self.lists.entry(&token.lower).is_common();
            if is_one_of(token, &parts) && (!page.cased || !common || token.is_capital()) {
                labels[at] = Some(EntityType::Name);
            }
        }
    }

    /// Found once, hidden everywhere: also in lower case, in the genitive, and parts of full names.
    fn propagate(&self, page: &Page, beliefs: &[Belief], labels: &mut [Option<EntityType>]) {
        for kind in [EntityType::Name, EntityType::Place] {
            let words = self.stems(page, labels, kind);
            for (at, token) in page.tokens.iter().enumerate() {
                if labels[at].is_some() || token.kind != Kind::Word || !is_one_of(token, &words) {
                    continue;
                }
                let function = FUNCTION_WORDS.has(&token.lower);
                let rare = self.lists.entry(&token.lower).common < 3 && !function;
                let believed = beliefs[at].any() >= ENOUGH / 2.0 && !function;
                if rare || believed || page.has_inner_capital(at) {
                    labels[at] = Some(kind);
                }
            }
        }
    }

    /// The words that carry `kind`, and what is left of them without a genitive s that is no part of the name.
    fn stems(&self, page: &Page, labels: &[Option<EntityType>], kind: EntityType) -> HashSet<String> {
        let marked = page.tokens.iter().zip(labels).filter(|(_, label)| **label == Some(kind));
        marked.map(|(token, _)| self.stem(&token.lower)).collect()
    }

    /// A name without its genitive s, when the lists know it only so.
    pub(crate) fn stem(&self, lower: &str) -> String {
        let known = |word: &str| self.lists.exactly(word).is_some_and(|e| e.first + e.surname + e.place > 0);
        genitive_stem(lower).filter(|stem| !known(lower) && known(stem)).unwrap_or(lower).to_owned()
    }
}

/// What the lists alone say: the first names that few ordinary words share, and places after «i» or «från».
fn by_lists(page: &Page, at: usize, entry: Entry) -> Option<EntityType> {
    let capital = page.has_inner_capital(at);
    let located = matches!(
        page.word(at, -1),
        "i" | "från" | "till" | "utanför" | "fra" | "til" | "utenfor" | "in" | "from" | "near"
    );
    if entry.place == 1 && located && (capital || entry.common == 0) {
        return Some(EntityType::Place);
    }
    let rare = entry.common <= 1;
    let named = capital && rare && (entry.first >= 1 || entry.surname >= 2) || entry.first >= 2 && entry.common == 0;
    if named {
        return Some(EntityType::Name);
    }
    (entry.place == 1 && capital && rare).then_some(EntityType::Place)
}

/// Sentences as ranges of tokens: within a turn, up to a full stop, question or exclamation mark.
fn sentences(page: &Page) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let first = page.tokens.get(start)?;
        let ends = |at: &usize| matches!(page.tokens[*at].text.as_str(), "." | "?" | "!");
        let rest = start..page.tokens.len();
        let turn = rest.clone().take_while(|at| page.tokens[*at].turn == first.turn).count();
        let length = rest.take(turn).position(|at| ends(&at)).map_or(turn, |stop| stop + 1);
        let sentence = start..start + length;
        start += length;
        Some(sentence)
    })
}

/// Joins marked tokens that stand side by side.
fn mentions(page: &Page, labels: &[Option<EntityType>]) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let Some(kind) = *label else { continue };
        match found.last_mut() {
            Some(last) if last.kind == kind && last.last + 1 == at && page.near(at, -1).is_some() => last.last = at,
            _ => found.push(Mention { kind, first: at, last: at }),
        }
    }
    found
}

/// Whether the token, or it without a genitive s, is among `words`.
fn is_one_of(token: &Token, words: &HashSet<String>) -> bool {
    words.contains(&token.lower) || genitive_stem(&token.lower).is_some_and(|stem| words.contains(stem))
}

/// «Vi-vi-vi»: a word begun several times.
fn is_stutter(word: &str) -> bool {
    let mut parts = word.split('-');
    let first = parts.next();
    parts.next() == first
}

/// Words before «bror» and the like that make it somebody's.
const POSSESSIVES: Words = Words(
    "min mitt mina din ditt dina hans hennes vår vårt våra deras sin mi mine hennar hendes deres my your his her
     our their en lille lilla stora äldre yngre lillebror äldsta yngsta",
);

/// Words for people (and pets) near somebody; a name may follow.
const KIN: Words = Words(
    "mamma pappa mor far bror brorsa lillebror storebror syster syrra storasyster lillasyster son dotter man fru
     sambo pojkvän flickvän tjej kille kompis polare vän väninna farmor farfar mormor morfar moster faster
     farbror morbror kusin svärmor svärfar chef granne hund katt handläggare läkare psykolog kollega ex exman
     exfru kone mann søster sønn datter samboer kjæreste venn kamerat nabo sjef lege tante onkel mother father
     mum mom dad brother sister daughter wife husband partner boyfriend girlfriend mannen kona søsteren søstera broren sønnen datteren dattera moren mora faren sjefen legen kompisen venninna friend boss neighbour neighbor
     dog cat cousin aunt uncle",
);

/// What one does «med» somebody.
const MEETING: Words = Words("pratat pratade prata pratar talat talade bor bodde bo snakket snakka snakker bodd");

/// Words that are no names whatever stands before them.
const FUNCTION_WORDS: Words = Words(
    "jag du han hon hen den det vi ni de dom man och att som är en ett i på inte så ju men om nu då vad något nåt
     eller till från med för av alla allt där här jo ja nej sen har kan ska vill mig dig sig hans hennes vår min
     din sin jeg hun og ikke er å et hva noe til fra av, the a an and to of in is it that he she you they we my
     his her not what for me him them out about by on after my, up per,",
);

/// Whether a word, or it without a genitive s, is in [`PUBLIC`].
fn is_public(word: &str) -> bool {
    PUBLIC.has(word) || genitive_stem(word).is_some_and(|stem| PUBLIC.has(stem))
}

/// Bodies that everybody deals with, days, months, languages, titles and the like: they single nobody out.
const PUBLIC: Words = Words(
    "försäkringskassan arbetsförmedlingen socialtjänsten socialen skatteverket kronofogden migrationsverket
     systembolaget polisen kriminalvården frivården soc bup csn lss adhd nav politiet vinmonopolet barnevernet
     skatteetaten sverige norge norden danmark finland europa eu måndag tisdag onsdag torsdag fredag lördag
     söndag mandag tirsdag lørdag søndag monday tuesday wednesday thursday friday saturday sunday måndagar
     tisdagar onsdagar torsdagar fredagar lördagar söndagar måndagen tisdagen onsdagen torsdagen fredagen
     lördagen söndagen somras vintras våras höstas januari februari mars april maj juni juli augusti september
     oktober november december januar februar mai august desember january february march may june july october
     svenska norska engelska norsk engelsk nhs england sweden norway america usa alcohol swedish english
     christmas facebook instagram google youtube tiktok snapchat netflix swish bankid aa na gud god jul
     ptsd kbt mi ivo hvb dr mr mrs ms doktor doctor antabus alvedon",
);
