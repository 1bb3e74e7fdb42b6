//! Workplaces, schools and clinics by the way they are called: «Ekbackens vårdcentral», «Granhults
//! Bygg», «Björkskolan», «jobbar på Ica i Nacka».

use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::institutions::{
    BEFORE_NAMES, CLUBS, ENDINGS, ENGLISH, GENERIC, MODIFIERS, is_head, is_institution,
};
use crate::privacy::names::{NameFinder, is_brand, is_public};
use crate::privacy::page::{Kind, Mention, Page, Token};
use crate::privacy::words::Words;

/// Every named workplace, school or clinic; `names` tell of the towns in which they lie, `finder` which words are
/// ordinary.
pub(crate) fn find(page: &Page, names: &[Mention], finder: &NameFinder) -> Vec<Mention> {
    let begins = |at: usize| names.binary_search_by_key(&at, |name| name.first).ok().map(|name| &names[name]);
    let town = |at: usize| begins(at).filter(|name| name.kind == EntityType::Place);
    (0..page.tokens.len())
        .filter_map(|at| {
            let (first, last) = begins(at)
                .and_then(|name| named(page, name))
                .or_else(|| owned(page, at, finder))
                .or_else(|| headed(page, at, &town, finder))
                .or_else(|| called(page, at, finder))
                .or_else(|| shop(page, at, &town, finder))
                .or_else(|| family(page, at))
                .or_else(|| saint(page, at))
                .or_else(|| landlord(page, at, finder))
                .or_else(|| pub_sign(page, at))
                .or_else(|| firm(page, at, finder))
                .or_else(|| compound(page, at))
                .or_else(|| employer(page, at))?;
            // «Lindens Plåt i Härryda»
            let lies = matches!(page.word(last, 1), "i" | "på" | "in" | "at" | "ved" | "vid");
            let last = town(last + 2).filter(|_| lies && page.near(last, 2).is_some()).map_or(last, |town| town.last);
            Some(Mention { kind: EntityType::Place, first, last })
        })
        .collect()
}

/// «Almby skola», «wellington medical centre»: a name that was found, and an institution after it.
fn named(page: &Page, name: &Mention) -> Option<(usize, usize)> {
    let between = (1..3).take_while(|offset| MODIFIERS.has(page.word(name.last, *offset))).count() as isize;
    let last = name.last + between as usize + 1;
    let head = page.near(name.last, between + 1).filter(|head| is_institution(&head.lower))?;
    (!page.cased || head.is_capital() || name.kind == EntityType::Place || page.tokens[name.last].lower.ends_with('s'))
        .then_some((name.first, last))
}

/// Services that a place after them makes particular: «BUP i Skövde», «NAV Grünerløkka», «bydel sagene».
static SERVICES: Words = Words::new(
    "bb fritids beroendecentrum beroendemottagningen vuxenpsyk barnpsyk bup nav dps hvb bvc mvc sis lss sfi komvux bydel capio röda resecentrum",
);

/// A service with the place where it lies.
fn headed<'a>(
    page: &Page,
    at: usize,
    town: &impl Fn(usize) -> Option<&'a Mention>,
    finder: &NameFinder,
) -> Option<(usize, usize)> {
    let word = page.word(at, 0);
    if !SERVICES.has(word) {
        return None;
    }
    let next = page.near(at, 1).filter(|next| next.kind == Kind::Word)?;
    if let Some(town) = town(at + 1) {
        return Some((at, town.last));
    }
    if next.is_capital() || word == "bydel" || !page.cased && is_strange(page, next, finder) {
        return Some((at, at + 1));
    }
    let town = page.near(at, 2).and_then(|_| town(at + 2))?;
    matches!(next.lower.as_str(), "i" | "på" | "in" | "ved" | "vid").then_some((at, town.last))
}

/// Whether a word is neither a number nor ordinary: after «pizzeria» or «nav» it is a name.
fn is_strange(page: &Page, token: &Token, finder: &NameFinder) -> bool {
    token.kind == Kind::Word
        && token.end - token.start > 3
        && !token.is_numeral()
        && finder.is_unheard(&token.lower, page.language)
}

/// «Pizzeria palermo», «Förskolan Solen»: the kind of place, and its name.
fn called(page: &Page, at: usize, finder: &NameFinder) -> Option<(usize, usize)> {
    let next = page.near(at, 1).filter(|_| BEFORE_NAMES.has(page.word(at, 0)))?;
    let capital = next.kind == Kind::Word && next.is_capital() && !is_public(page, at + 1);
    (capital || !page.cased && is_strange(page, next, finder)).then_some((at, at + 1))
}

/// «Coop på lombolo», «Volvo i Tuve»: which of many shops it is.
fn shop<'a>(
    page: &Page,
    at: usize,
    town: &impl Fn(usize) -> Option<&'a Mention>,
    finder: &NameFinder,
) -> Option<(usize, usize)> {
    let lies = matches!(page.word(at, 1), "i" | "på" | "in" | "ved" | "vid") && page.near(at, 2).is_some();
    if !is_brand(page.word(at, 0)) {
        return None;
    }
    // «Europris Lade»
    if let Some(town) = town(at + 1).filter(|_| page.near(at, 1).is_some()) {
        return Some((at, town.last));
    }
    let next = page.near(at, 1).filter(|t| t.kind == Kind::Word && !t.is_numeral() && !is_public(page, at + 1));
    let there = matches!(page.word(at, -1), "på" | "hos" | "vid" | "ved" | "fra" | "från" | "at");
    let branch =
        next.is_some_and(|t| page.cased && t.is_capital() || !page.cased && finder.is_town(&t.lower, page.language));
    if there && branch {
        return Some((at, at + 1));
    }
    let written =
        lies && page.near(at, 2).is_some_and(|t| t.kind == Kind::Word && t.is_capital()) && !is_public(page, at + 2);
    // «Rema på løren»
    let strange = lies && !page.cased && page.near(at, 2).is_some_and(|t| is_strange(page, t, finder));
    let written = written || strange;
    town(at + 2).filter(|_| lies).map(|town| (at, town.last)).or(written.then_some((at, at + 2)))
}

/// «St Malachy's», «s:t Lars»: what is called after a saint.
fn saint(page: &Page, at: usize) -> Option<(usize, usize)> {
    let counted = page.near(at, -1).is_some_and(Token::is_numeral);
    let holy = matches!(page.word(at, 0), "st" | "saint" | "sankt" | "sankta") && !counted;
    let point = usize::from(page.word(at, 1) == ".");
    let patron = page.near(at, point as isize + 1).filter(|t| holy && t.kind == Kind::Word && !t.is_numeral())?;
    let owned = patron.lower.ends_with("'s") || patron.lower.ends_with("’s");
    (patron.is_capital() || owned).then_some((at, at + point + 1))
}

/// «Hyresvärden är Bostaden», «jag står i kö på mitthem», «tunabostäder»: who lets flats.
fn landlord(page: &Page, at: usize, finder: &NameFinder) -> Option<(usize, usize)> {
    let token = &page.tokens[at];
    if token.kind != Kind::Word || token.is_numeral() || is_public(page, at) {
        return None;
    }
    let [three, two, one] = [-3, -2, -1].map(|d| page.word(at, d));
    let letting = LETTING.has(two) && matches!(one, "är" | "er" | "is" | "heter" | "heiter" | "called" | "hos" | "med")
        || matches!(
            (three, two, one),
            ("i", "kö" | "kø", "på" | "hos" | "i")
                | (_, "hyr" | "hyra" | "leier" | "leie" | "rent" | "renting", "av" | "hos" | "from")
        );
    let named = page.has_inner_capital(at) || !page.cased && is_strange(page, token, finder);
    let company = COMPANIES.stems(&token.lower).any(|stem| stem.chars().count() >= 3)
        && !LETTERS_OF_FLATS.has(&token.lower)
        && (page.has_inner_capital(at) || !page.cased && is_strange(page, token, finder));
    (letting && named || company).then_some((at, at))
}

/// Who lets flats.
static LETTING: Words = Words::new(
    "hyresvärd hyresvärden hyresvärdens värden bostadsbolaget utleier utleieren huseier huseieren landlord landlady",
);
/// What names of those who let flats end in.
static COMPANIES: Words = Words::new("bostäder byggen boligbyggelag fastigheter eiendom bolig");
/// Words that end so and are no names.
static LETTERS_OF_FLATS: Words = Words::new(
    "studentbostäder hyresbostäder trygghetsbostäder seniorbostäder ungdomsbostäder servicebostäder lgh-bostäder småbostäder
     specialbostäder fritidsbostäder husbyggen nybyggen påbyggen utleiebolig omsorgsbolig studentbolig kommunebolig enebolig
     fritidsbolig tomannsbolig leiebolig hyresfastigheter",
);

/// «Firmaet heter Nordre Gips og Bygg»: where somebody works, told by its name.
fn firm(page: &Page, at: usize, finder: &NameFinder) -> Option<(usize, usize)> {
    let told = FIRMS.has(page.word(at, -2))
        && matches!(page.word(at, -1), "heter" | "heiter" | "hette" | "called" | "is" | "er" | "är");
    let token = &page.tokens[at];
    let capital = |t: &Token| t.kind == Kind::Word && t.is_capital();
    let named = page.has_inner_capital(at) || !page.cased && is_strange(page, token, finder);
    if !told || !named || is_public(page, at) {
        return None;
    }
    let mut last = at;
    loop {
        let joined = isize::from(matches!(page.word(last, 1), "och" | "og" | "and" | "&"));
        match page.near(last, joined + 1).filter(|t| capital(t)) {
            Some(_) => last += joined as usize + 1,
            None => return Some((at, last)),
        }
    }
}

/// Words for a firm, a school and the like.
static FIRMS: Words = Words::new(
    "firman firma firmaet företaget bolaget bedriften selskapet jobbet arbetsplatsen skolan skolen förskolan barnehagen kyrkan
     kirken klubben föreningen foreningen company firm school shop butiken butikken restaurangen puben boendet hemmet place",
);

/// «Over the Crown and Anchor»: two capitals after «the» where something lies.
fn pub_sign(page: &Page, at: usize) -> Option<(usize, usize)> {
    let capital = |d: isize| page.near(at, d).is_some_and(|t| t.kind == Kind::Word && t.is_capital());
    let lies = matches!(
        page.word(at, -2),
        "at" | "in" | "from" | "to" | "over" | "outside" | "behind" | "near" | "above" | "down"
    );
    let sign = page.word(at, -1) == "the" && lies && page.word(at, 1) == "and";
    // «The railway tavern»
    let house = page.language == Language::English && matches!(page.word(at, 1), "tavern" | "arms" | "inn");
    if house && page.word(at, -1) == "the" {
        return Some((at, at + 1));
    }
    (sign && capital(0) && capital(2)).then_some((at, at + 2))
}

/// «Tallow and sons», «Berg & Co».
fn family(page: &Page, at: usize) -> Option<(usize, usize)> {
    let heirs = matches!(page.word(at, 0), "sons" | "söner" | "sønner" | "sønn" | "co" | "partners");
    let joined = matches!(page.word(at, -1), "and" | "&" | "och" | "og");
    let founder = page.near(at, -2).filter(|founder| founder.kind == Kind::Word)?;
    let certain = page.word(at, -1) == "&" || page.has_inner_capital(at - 2) || WORKING_AT.has(page.word(at, -3));
    (heirs && joined && certain && !founder.is_numeral()).then_some((at - 2, at))
}

/// What stands before an employer.
static WORKING_AT: Words = Words::new("at for from på hos åt fra från");

/// What English and American schools and hospitals are called, where capitals tell.
static SCHOOLS: Words =
    Words::new("high academy elementary primary grammar secondary covenant general memorial university library gym");
/// Swedish and Norwegian ones after an adjective.
static DEFINITE: Words =
    Words::new("föreningen församlingen moskén kyrkan skolan kliniken klubben foreningen menigheten kirken skolen");
/// Genitives that name nobody.
static NOBODY: Words = Words::new(
    "hans barnens barnets sonens dotterns dagens kommunens stadens vems allas deras mammas pappas landets
     regionens ens förra årets veckans vilkens hennes barnas sønnens datterens kommunen statens världens alls
     sätts vuxnas jobbets kvällens nattens vars dess tills hos as is was his this kids mans mens sens finns byns
     traktens flickans pojkens grannens ungdomars ungdomarnas mors fars brors systers chefens företagets
     familjens ungarnas",
);

/// «Ekbackens vårdcentral»: a name with genitive s (or any capital) before an institution.
fn owned(page: &Page, at: usize, finder: &NameFinder) -> Option<(usize, usize)> {
    let token = &page.tokens[at];
    // «Fulham Palace Care Home», «Finska föreningen»: only where capitals tell.
    let by_capitals = page.has_inner_capital(at) && (ENGLISH.has(&token.lower) || SCHOOLS.has(&token.lower))
        || DEFINITE.has(&token.lower) && page.has_inner_capital(at.saturating_sub(1));
    if !is_head(&token.lower) && !by_capitals {
        return None;
    }
    let owner = page.near(at, -1).filter(|before| before.kind == Kind::Word && !NOBODY.has(before.lower.as_str()))?;
    let genitive = owner.lower.ends_with('s') && owner.lower.chars().count() > 4;
    // Short words («el», «bygg») are part of many phrases: in lower case they need «på» and the like before.
    let letters = token.lower.chars().count();
    let certain = letters > 4;
    let located = letters > 2 && matches!(page.word(at, -2), "på" | "hos" | "vid" | "till" | "åt");
    let named = page.has_inner_capital(at - 1) || owner.is_capital() && genitive && certain;
    // «Gårdstens däckservice», «alna renhold»
    let strange = (certain || CLUBS.has(&token.lower)) && is_strange(page, owner, finder);
    let lower = !page.cased
        && (genitive && (certain || located) && !finder.is_ordinary(&owner.lower, page.language) || strange);
    let mut first = at - 1;
    while page.has_inner_capital(first) && page.near(first, -1).is_some_and(|t| t.kind == Kind::Word && t.is_capital())
    {
        first -= 1;
    }
    (named || lower).then_some((first, at))
}

/// «Björkskolan» with an inner capital, or after «på» in text without capitals.
fn compound(page: &Page, at: usize) -> Option<(usize, usize)> {
    let word = page.word(at, 0);
    let long = ENDINGS.stems(word).any(|stem| stem.chars().count() >= 3);
    let after_place = matches!(page.word(at, -1), "på" | "till" | "från" | "vid");
    let school = ["skolan", "gymnasiet", "anstalten", "lasarettet", "vårdcentralen", "hälsocentralen", "folkhögskola"]
        .iter()
        .any(|end| word.ends_with(end))
        && !GENERIC.has(word);
    (long && (page.has_inner_capital(at) || !page.cased && after_place && school)).then_some((at, at))
}

/// Words for having a job, before «på», «hos» and the like.
static WORKING: Words = Words::new(
    "jobbar jobbade jobba jobbat jobb jobbet arbetar arbetade arbetat anställd praktik praktiserar extrajobb går
     gick pluggar pluggade jobber jobbet, ansatt arbeider working work works worked job kassan kassa lagret
     vikarie vikarierar",
);

/// «Jobbar på Ica i Nacka»: what has a capital after a word for work.
fn employer(page: &Page, at: usize) -> Option<(usize, usize)> {
    let before = matches!(page.word(at, -1), "på" | "hos" | "vid" | "åt" | "for" | "at" | "ved" | "i" | "för");
    let working = (-4..-1).any(|d| WORKING.has(page.word(at, d)));
    if !before || !working || !page.has_inner_capital(at) || is_public(page, at) || page.tokens[at].kind != Kind::Word {
        return None;
    }
    let more = (1..3).take_while(|d| page.near(at, *d).is_some_and(Token::is_capital)).count();
    Some((at, at + more))
}
