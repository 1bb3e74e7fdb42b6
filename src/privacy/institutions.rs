//! How workplaces, schools and clinics are called, for those who look for names before such words.

use crate::privacy::words::Words;

/// Words after a name that make it a workplace, school or clinic; in the forms that follow a genitive.
pub(crate) static INSTITUTIONS: Words = Words::new(
    "vårdcentral hälsocentral förskola skola friskola grundskola gymnasium gymnasieskola folkhögskola högskola
     universitet äldreboende servicehus sjukhus lasarett behandlingshem boende stödboende gruppboende bygg åkeri
     städ bageri konditori restaurang pizzeria café kafé krog gym kyrka församling verkstad bilverkstad bil el
     måleri transport taxi hotell apotek hemtjänst tandvård mottagning beroendemottagning klinik rör plåt
     mekaniska industri if ik bk ff fk sk hk gif fritidsgård ungdomsgård familjecentral socialkontor stadshotell
     livs skole barneskole ungdomsskole barnehage legesenter legekontor sykehus sykehjem bosenter omsorgssenter
     kafe videregående tannklinikk clinic school hospital academy college bakery church pub surgery grill kiosk
     begravningsbyrå begravelsesbyrå kapell fritids fritidshem dps bup förening moské församling bymisjon bibliotek
     simhall ishall ridklubb ridskola frisör salong advokatbyrå idrettslag menighet kirke städservice blommor
     trädgårdar herrgård värdshus familjehem stiftelse vandrarhem studentbostäder bostäder hyreshus
     centrum torg station fängelse anstalt häkte arena bostäder bostad sporthall idrottsplats äldrecenter familjecenter
     fengsel helsesenter bofellesskap ungdomsklubb aktivitetssenter omsorgsbolig dagsenter bibliotek
     livsmedel bilservice snickeri smide fastigheter assistans lagerhus camping öppenvård kök redovisning hållplats
     vägskäl senter renhold fabrik bilverksted verksted hybelhus klinik klinikk poliklinikk borettslag helsestasjon hälsostation stadsdelsförvaltning däck plåtslageri bilvård anstalt folketannklinikk
     daghem barnevernsenter busstation busshållplats handelsträdgård rederi bruk entreprenad kolgrill gatukök nagelstudio bilskrot verkstäder
     gästgiveri värdshus pensionat köpcentrum kjøpesenter gartneri gjestegård oppvekstsenter ungdomssenter",
);
/// What names of sports clubs end in.
pub(crate) static CLUBS: Words = Words::new("bk ik fk ff hk gif il");
/// Ends of compounds for the same: «ungdomshem», «däckservice», «behandlingssenter».
static HEADS: Words = Words::new(
    "hem hjem center senter service verkstad verksted klubb bostäder fabrik fabrikk kök kjøkken redovisning renhold
     klinik klinikk skola skole gymnasium vård omsorg förening forening bygg snickeri bageri bakeri åkeri gård mottagning
     mottak boende hus byrå",
);
/// Words that end so and are no such place.
static NO_HEADS: Words =
    Words::new("självkök orsak växthus radhus fyrhus dollhus lusthus badhus parhus dödshus barndomshem föräldrahem");

/// Whether `word` says what kind of place a name before it is.
pub(crate) fn is_head(word: &str) -> bool {
    INSTITUTIONS.has(word) || !NO_HEADS.has(word) && HEADS.stems(word).any(|stem| stem.chars().count() >= 4)
}

/// Words before the name of such a place: «pizzeria palermo», «tandkliniken opaltorget».
pub(crate) static BEFORE_NAMES: Words = Words::new(
    "pizzeria pizzerian restaurang restaurangen restaurant restauranten kafé kafe café caféet förskolan skolan gymnasiet
     kliniken tandkliniken vårdcentralen hälsocentralen boendet stödboendet gruppboendet äldreboendet behandlingshemmet
     ungdomshemmet fritidsgården ungdomsgården sjukhuset barnehagen skolen sykehjemmet legesenteret barnehage hotell
     hotellet klubben föreningen foreningen firman firmaet butiken butikken puben krogen baren gymmet hvb brf bostadsrättsföreningen
     pingstkyrkan anstalten häktet kriminalvårdsanstalten beroendecentrum nagelstudio nagelsalong frisörsalongen salong
     gatukök gatuköket campingen fengselet",
);

/// English words for the same, in names of houses.
pub(crate) static ENGLISH: Words = Words::new(
    "cottage farm croft manor grange home house centre center hostel shelter hall office lodge trust project arms inn tavern bull crown anchor health group
     yard market foods stores motors cleaners barbers salon ward mission foundation association club society park",
);

/// What may stand between a name and such a word: «Wellington medical centre».
pub(crate) static MODIFIERS: Words = Words::new(
    "medical health care primary high community day youth leisure grammar secondary infant junior sixth-form nursing
     housing family bo omsorgs videregående öppna",
);

/// Ends of one-word names of such places.
pub(crate) static ENDINGS: Words = Words::new(
    "skolan gymnasiet sjukhuset lasarettet kyrkan vårdcentralen förskolan gården hemmet boendet skolen sykehuset
     sykehjemmet barnehagen anstalten hälsocentralen legesenter kliniken mottagningen folkhögskola huset hotellet",
);

/// Kinds of schools, not names of any.
pub(crate) static GENERIC: Words = Words::new(
    "förskolan grundskolan högskolan folkhögskolan musikskolan simskolan körskolan trafikskolan särskolan friskolan
     kvällsskolan yrkesskolan yrkeshögskolan gymnasieskolan mellanstadieskolan söndagsskolan dansskolan ridskolan
     anpassningsskolan vuxenskolan kulturskolan högstadieskolan lågstadieskolan skidskolan
     specialskolan folkskolan länssjukhuset universitetssjukhuset universitetssykehuset trygghetsboendet gruppboendet
     stödboendet äldreboendet vandrarhemmet behandlingshemmet barnhemmet ålderdomshemmet sjukhemmet gruppehjemmet
     barneskolen ungdomsskolen grunnskolen høyskolen folkehøgskolen gamlehjemmet beroendemottagningen
     akutmottagningen bondgården innergården bakgården skolgården kyrkogården svärföräldrahemmet barndomshemmet
     hemmet huset gården växthuset kollektivhuset radhuset flerfamiljshuset stallet rådhuset parkeringshuset
     sjukhuset kvinnoanstalten ungdomsanstalten öppenanstalten kockskolan polishögskolan lärarhögskolan internatskolan byskolan",
);

/// Whether a word of text without capitals is the one-word name of a school, clinic or house.
pub(crate) fn is_compound(word: &str) -> bool {
    !GENERIC.has(word) && ENDINGS.stems(word).any(|stem| stem.chars().count() >= 4)
}

/// Whether `word` follows the name of such a place.
pub(crate) fn is_institution(word: &str) -> bool {
    CLUBS.has(word) || word.chars().count() > 3 && (is_head(word) || ENGLISH.has(word))
}
