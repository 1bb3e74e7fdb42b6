//! How workplaces, schools and clinics are called, for those who look for names before such words.

use crate::privacy::words::Words;

/// Words after a name that make it a workplace, school or clinic; in the forms that follow a genitive.
pub(crate) const INSTITUTIONS: Words = Words(
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
     livsmedel bilservice snickeri smide fastigheter assistans lagerhus camping",
);

/// English words for the same, in names of houses.
pub(crate) const ENGLISH: Words = Words("home house centre center hostel shelter hall office lodge trust");

/// What may stand between a name and such a word: «Wellington medical centre».
pub(crate) const MODIFIERS: Words = Words(
    "medical health care primary high community day youth leisure grammar secondary infant junior sixth-form nursing
     housing family bo omsorgs videregående öppna",
);

/// Ends of one-word names of such places.
pub(crate) const ENDINGS: Words = Words(
    "skolan gymnasiet sjukhuset lasarettet kyrkan vårdcentralen förskolan gården hemmet boendet skolen sykehuset
     sykehjemmet barnehagen legesenter kliniken mottagningen folkhögskola huset",
);

/// Kinds of schools, not names of any.
pub(crate) const GENERIC: Words = Words(
    "förskolan grundskolan högskolan folkhögskolan musikskolan simskolan körskolan trafikskolan särskolan friskolan
     kvällsskolan yrkesskolan yrkeshögskolan gymnasieskolan mellanstadieskolan söndagsskolan dansskolan ridskolan
     anpassningsskolan vuxenskolan kulturskolan högstadieskolan lågstadieskolan skidskolan
     specialskolan folkskolan länssjukhuset universitetssjukhuset universitetssykehuset trygghetsboendet gruppboendet
     stödboendet äldreboendet vandrarhemmet behandlingshemmet barnhemmet ålderdomshemmet sjukhemmet gruppehjemmet
     barneskolen ungdomsskolen grunnskolen høyskolen folkehøgskolen gamlehjemmet beroendemottagningen
     akutmottagningen bondgården innergården bakgården skolgården kyrkogården svärföräldrahemmet barndomshemmet
     hemmet huset gården växthuset kollektivhuset radhuset flerfamiljshuset stallet rådhuset parkeringshuset
     sjukhuset kockskolan polishögskolan lärarhögskolan internatskolan byskolan",
);

/// Whether a word of text without capitals is the one-word name of a school, clinic or house.
pub(crate) fn is_compound(word: &str) -> bool {
    !GENERIC.has(word) && ENDINGS.iter().any(|end| word.strip_suffix(end).is_some_and(|stem| stem.chars().count() >= 4))
}

/// Whether `word` follows the name of such a place.
pub(crate) fn is_institution(word: &str) -> bool {
    word.chars().count() > 3 && (INSTITUTIONS.has(word) || ENGLISH.has(word))
}
