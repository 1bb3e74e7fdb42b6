//! Words that tell names from other words: what everybody shares, and what is never a name.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::lists::genitive_stem;
use crate::privacy::page::Page;
use crate::privacy::words::Words;

/// Words that are no names whatever stands before them.
pub(super) const FUNCTION_WORDS: Words = Words(
    "jag du han hon hen den det vi ni de dom man och att som är en ett i på inte så ju men om nu då vad något nåt
     eller till från med för av alla allt där här jo ja nej sen har kan ska vill mig dig sig hans hennes vår min
     din sin jeg hun og ikke er å et hva noe til fra av the a an and to of in is it that he she you they we my
     his her not what for me him them out about by on after up je ho æ e va dæ mæ kor ka itte ikkje di dä vari hu jaja ja oi oj its dont
     didnt doesnt isnt wasnt cant wont wouldnt couldnt theres thats whats ive youve weve im youre hes shes ifs else's",
);

/// Every word that names what everybody shares.
static SHARED: LazyLock<HashSet<&str>> =
    LazyLock::new(|| [PUBLIC, COUNTRIES, BRANDS, MEDICINES, RELATIVES].iter().flat_map(Words::iter).collect());

/// Whether token `at` names what everybody deals with or knows, alone or as a phrase («Kalle Anka»).
pub(crate) fn is_public(page: &Page, at: usize) -> bool {
    let word = page.word(at, 0);
    let shared = |word: &str| SHARED.contains(word);
    if shared(word) || genitive_stem(word).is_some_and(shared) {
        return true;
    }
    PHRASES.iter().any(|phrase| (0..phrase.len() as isize).any(|place| says(page, at, -place, phrase)))
}

/// Whether `phrase` begins `offset` places from `at`, its words perhaps in the genitive or in a compound.
fn says(page: &Page, at: usize, offset: isize, phrase: &[&str]) -> bool {
    (offset..).zip(phrase).all(|(offset, own)| {
        page.word(at, offset).strip_prefix(own).is_some_and(|end| matches!(end, "" | "s") || end.starts_with('-'))
    })
}

/// Figures of speech, not people in the room.
const PHRASES: &[&[&str]] = &[
    &["kalle", "anka"],
    &["joakim", "von", "anka"],
    &["musse", "pigg"],
    &["pippi", "långstrump"],
    &["donald", "duck"],
    &["mickey", "mouse"],
    &["askeladden"],
    &["onkel", "skrue"],
    &["svarte", "petter"],
    &["svarte", "per"],
    &["karl", "johan"],
    &["gud", "fader"],
    &["jesus", "kristus"],
    &["greta", "thunberg"],
    &["santa", "claus"],
    &["john", "doe"],
    &["jane", "doe"],
    &["big", "brother"],
    &["ola", "nordmann"],
    &["kari", "nordmann"],
    &["medel", "svensson"],
    &["sherlock", "holmes"],
    &["harry", "potter"],
    &["lucky", "luke"],
    &["mount", "everest"],
    &["pete", "tong"],
    &["bill", "och", "bull"],
    &["reodor", "felgen"],
    &["bridget", "jones"],
    &["al", "capone"],
    &["johnny", "cash"],
    &["john", "wayne"],
    &["robin", "hood"],
    &["petter", "smart"],
];

/// Makers, shops, programs and figures that everybody knows.
const BRANDS: Words = Words(
    "willys ica coop lidl hemköp netto rema kiwi meny tesco asda aldi sainsbury's boots rusta biltema elgiganten
     clas ikea max mcdonalds mcdonald's burger sibylla espresso gevalia zoegas lego volvo saab toyota audi bmw tesla
     swedbank nordea seb handelsbanken klarna vipps tele2 telia telenor tre comviq whatsapp wechat discord messenger
     signal zoom teams skype sms outlook gmail hotmail spotify iphone samsung ipad android twitter insta tinder
     postnord sl sj uber bolt foodora zlatan messi ronaldo elvis jesus allah buddha freud parkinson parkinsons
     alzheimer alzheimers asperger aspergers tourette tourettes crohn crohns down downs mensendieck bechterew
     viber zalando synsam samhall vattenfall subaru skoda finn cubus fanta smirnoff explorer lantus novorapid libre
     fifa oboy playstation nocco biltema facetime tupperware kroger walmart argos greggs arsenal chelsea liverpool manchester aik djurgården hammarby rosenborg brann",
);

/// Countries, continents and tongues: where many come from and what many speak.
const COUNTRIES: Words = Words(
    "afghanistan albanien algeriet argentina australien australia belgien belgia bosnien bosnia brasilien brasil brazil
     bulgarien bulgaria chile colombia kongo congo egypten egypt england eritrea estland etiopien etiopia ethiopia
     filippinerna filippinene philippines frankrike france gambia ghana grekland hellas greece holland nederländerna
     nederland indien india indonesien irak iraq iran irland ireland island iceland italien italia italy japan kanada
     canada kenya kina china kosovo kroatien kroatia croatia kurdistan kuwait lettland libanon lebanon libyen libya
     litauen makedonien marocko marokko morocco mexiko mexico moldavien montenegro nigeria pakistan palestina palestine
     peru polen poland portugal rumänien romania ryssland russland russia schweiz sveits serbien serbia slovakien
     slovakia slovenien somalia spanien spania spain sudan syrien syria scotland skottland tanzania thailand tjeckien
     tsjekkia tunisien tunisia turkiet tyrkia turkey tyskland germany uganda ukraina ukraine ungarn ungern uruguay usa
     venezuela vietnam wales österrike østerrike austria afrika africa asien asia amerika america balkan skandinavien
     skandinavia norden storbritannien storbritannia britain arabiska arabisk arabic dari farsi persiska persisk
     somaliska somalisk somali tigrinja tigrinya amharic amhariska kurdiska kurdisk kurmanji sorani polska polsk polish
     ryska russisk russian spanska spansk spanish tyska tysk german franska fransk french finska finsk finnish danska
     dansk danish turkiska tyrkisk turkish ukrainska ukrainsk ukrainian norwegian samiska samisk thailändska urdu pashto
     swahili american british irish scottish skånska",
);

/// Medicines and drugs.
const MEDICINES: Words = Words(
    "sertralin citodon subutex suboxone metadon metadone methadone buvidal antabus alvedon ipren concerta ritalin zoloft
     stilnoct imovane zopiklon zopiclone theralen lergigan atarax propavan oxascand sobril valium stesolid vival
     tramadol oxycontin oxynorm lyrica campral naltrexon naltrexone revia furix voltaren treo panodil waran insulin
     ventoline ventolin elvanse strattera risperdal zyprexa seroquel abilify lamictal litium lithium mirtazapin
     mirtazapine venlafaxin venlafaxine fluoxetin fluoxetine escitalopram citalopram cipralex cipramil prozac xanax
     diazepam diazepams sertraline paracet ibux paralgin nozinan truxal temesta rivotril iktorivil medikinet
     melatonin levaxin buprenorfin buprenorphine naproxen tradolan enalapril metformin ozempic nikotin cannabis heroin kokain amfetamin ecstasy tramadon",
);

/// Words for relatives, which are said as names are.
const RELATIVES: Words = Words(
    "mamma pappa mor far farsan morsan farsa morsa bror brorsan brorsa syrran syrra syster systern brodern sonen
     dottern son dotter farmor farfar mormor morfar moster faster morbror farbror kusin kusinen gubben gumman frun
     frugan maken makan sambon mannen kona moren faren datteren dattera sønnen søsteren søstera broren mum mom
     dad mummy daddy grandma grandpa granny nan nana mam uncle aunt auntie bestemor bestefar mormora tante onkel
     kärringen grabben tjejen killen flickan pojken hunden katten barnbarnet barnebarnet",
);

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
     ptsd kbt mi ivo hvb dr mr mrs ms doktor doctor socialjouren socialkontoret studenthälsan
     elevhälsan företagshälsan ungdomsmottagningen akuten barnmorskan prästen imamen biståndsenheten legevakten
     legevakta fastlegen helsestasjonen politimannen julafton midsommar midsommarafton sfi komvux bibeln koranen haha hehe okei måndan tisdan onsdan torsdan fredan lördan söndan måndas tisdas onsdas torsdas fredas lördas söndas påsk kiitos inshallah
     wallah alhamdulillah hej hei heisann hallå hallo hello hi grattis stavas staves ramadan eid god lord pers milli xmas easter nhs gp",
);
