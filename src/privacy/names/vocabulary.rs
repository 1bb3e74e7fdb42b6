//! Words that tell names from other words: what everybody shares, and what is never a name.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::lists::genitive_stem;
use super::world::{COUNTRIES, PEOPLES};
use crate::privacy::page::Page;
use crate::privacy::words::Words;

/// Words that are no names whatever stands before them.
pub(super) static FUNCTION_WORDS: Words = Words::new(
    "jag du han hon hen den det vi ni de dom man och att som är en ett i på inte så ju men om nu då vad något nåt
     eller till från med för av alla allt där här jo ja nej sen har kan ska vill mig dig sig hans hennes vår min
     din sin jeg hun og ikke er å et hva noe til fra av the a an and to of in is it that he she you they we my
     his her not what for me him them out about by on after up e ho je æ itte ikkje dæ mæ sæ dom eg me dykk kva kor ein
     eit ifra va no å sånn dere deres oss our their this these those if or but so who when where why how
     ka di dä vari hu jaja oi oj its dont didnt doesnt isnt wasnt cant wont wouldnt couldnt theres thats whats ive youve weve im youre hes shes ifs else's",
);

/// Every word that names what everybody shares.
static SHARED: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    [&PUBLIC, &BRANDS, &MEDICINES, &RELATIVES, &COUNTRIES, &PEOPLES].into_iter().flat_map(Words::iter).collect()
});

/// Whether token `at` names what everybody deals with or knows, alone or as a phrase («Kalle Anka»).
pub(crate) fn is_public(page: &Page, at: usize) -> bool {
    let word = page.word(at, 0);
    let shared = |word: &str| SHARED.contains(word);
    // «Ica-kasse»
    let compound = word.split_once('-').is_some_and(|(first, _)| BRANDS.has(first));
    if shared(word) || genitive_stem(word).is_some_and(shared) || compound {
        return true;
    }
    let part = |word: &str| IN_PHRASES.contains(word);
    let begins = word.split_once('-').map_or(word, |(first, _)| first);
    if !part(begins) && !begins.strip_suffix('s').is_some_and(part) {
        return false;
    }
    PHRASES.iter().any(|phrase| (0..phrase.len() as isize).any(|place| says(page, at, -place, phrase)))
}

/// Every word of a phrase.
static IN_PHRASES: LazyLock<HashSet<&str>> = LazyLock::new(|| PHRASES.iter().copied().flatten().copied().collect());

/// Whether `word` names what everybody shares.
pub(crate) fn is_shared(word: &str) -> bool {
    SHARED.contains(word)
}

/// Whether `word` is the name of a shop or maker that everybody knows.
pub(crate) fn is_brand(word: &str) -> bool {
    BRANDS.has(word)
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
    &["robinson", "crusoe"],
    &["mario", "kart"],
    &["red", "bull"],
    &["star", "wars"],
    &["vår", "herre"],
    &["james", "bond"],
    &["peter", "pan"],
    &["candy", "crush"],
    &["mamma", "mia"],
];

/// Makers, shops, programs and figures that everybody knows.
static BRANDS: Words = Words::new(
    "willys ica coop lidl hemköp netto rema kiwi meny tesco asda aldi sainsbury's boots rusta biltema elgiganten
     clas ikea max mcdonalds mcdonald's burger sibylla espresso gevalia zoegas lego volvo saab toyota audi bmw tesla
     swedbank nordea seb handelsbanken klarna vipps tele2 telia telenor tre comviq whatsapp wechat discord messenger
     signal zoom teams skype sms outlook gmail hotmail spotify iphone samsung ipad android twitter insta tinder
     postnord sl sj uber bolt foodora zlatan messi ronaldo elvis jesus allah buddha freud parkinson parkinsons
     alzheimer alzheimers asperger aspergers tourette tourettes crohn crohns down downs mensendieck bechterew
     arsenal chelsea liverpool manchester aik djurgården hammarby rosenborg brann coop pressbyrån 7-eleven 
     zalando cubus lindex kappahl dressman ellos jula jysk dollarstore hemmakväll vattenfall fortum samhall
     länsförsäkringar folksam tryg gjensidige spelpaus fanta pepsi coca-cola cola sprite nocco redbull oboy o'boy
     tupperware sharpie post-it playstation playstationen xbox nintendo fifa yatzy monopol viber revolut paypal klarna
     libre kroger walmart costco sky smirnoff grandiosa yatzy mumin zara cubus frelsesarmeen frälsningsarmén majblomman
      myrorna fretex stadsmissionen helsenorge altinn
     synsam subaru skoda finn explorer lantus novorapid facetime argos greggs
     elkjøp obs europris okq8 preem st1 uno-x statoil mathem subway starbucks nando's nandos wetherspoons
     joker bunnpris narvesen byggmax bauhaus hornbach xl-bygg xxl intersport gekås mekonomen k-rauta hm primark poundland
     currys superdrug specsavers dunelm wickes b&q morrisons waitrose
     lindorff intrum kredinor sergel alektum sparebanken sparebank dnb danske santander nordax resurs
     tennent's tennents guinness horlicks husqvarna stihl jonsered bosch makita dewalt kärcher volkswagen peugeot renault
     citroën hyundai nissan mitsubishi suzuki mazda fiesta passat golfen mozell farris loka ramlösa imsdal marabou freia
     kvikk cloetta maryland snickers twix malaco djungelvrål nutella rooibos kellogg's doritos pringles haribo
     minecraft fortnite roblox pokémon pokemon tetris batman superman spiderman spider-man hbo viaplay nrk svt tv4 tv2 bbc
     pinterest etsy ebay blocket vinted tise wikipedia chatgpt excel powerpoint bluetooth wifi",
);

/// Medicines and drugs.
static MEDICINES: Words = Words::new(
    "sertralin citodon subutex suboxone metadon metadone methadone buvidal antabus alvedon ipren concerta ritalin zoloft
     stilnoct imovane zopiklon zopiclone theralen lergigan atarax propavan oxascand sobril valium stesolid vival
     tramadol oxycontin oxynorm lyrica campral campralen acamprosate akamprosat disulfiram naltrexone naltrexon naltrexone revia furix voltaren treo panodil waran insulin
     ventoline ventolin elvanse strattera risperdal zyprexa seroquel abilify lamictal litium lithium mirtazapin
     mirtazapine venlafaxin venlafaxine fluoxetin fluoxetine escitalopram citalopram cipralex cipramil prozac xanax
     diazepam diazepams sertraline paracet ibux paralgin nozinan truxal temesta rivotril iktorivil medikinet
     melatonin levaxin buprenorfin buprenorphine naproxen tradolan enalapril metformin ozempic nikotin cannabis heroin kokain amfetamin ecstasy tramadon",
);

/// Things and rooms that everybody has or goes to: after «i» or «på» they are no villages, though some village is
/// called so.
pub(super) static EVERYDAY: Words = Words::new(
    "hallen köket badrummet sovrummet vardagsrummet källaren vinden balkongen trappan hissen tvättstugan garaget kassan
     matsalen klassrummet korridoren skolgården torget apoteket apotek banken butiken affären gymmet stallet verkstan
     jobbet kontoret påsen väskan fickan soffan sängen kylen frysen skåpet bilen bussen tåget tunnelbanan hållplatsen
     ändhållplatsen parken skogen stranda stranden kyrkan moskén biblioteket datorn telefonen nätet älven sjön toan
     badet dammen backen heden marken gården vägen gatan bron hörnet bordet golvet taket väggen dörren fönstret
     sommaren vintern hösten våren helgen natten kvällen morgonen huset stugan lägenheten rummet stan byn landet
     stua kjøkkenet badet soverommet gangen kjelleren loftet balkongen trappa heisen garasjen kassa butikken
     senteret parken skogen elva sjøen hytta bilen bussen toget banen luka posen sekken senga sofaen lommen veska
     skolen barnehagen jobben kontoret legevakta legekontoret apoteket sona avdelinga avdelingen fysioterapien
     kantina kiosken bakken brygga kaia fjøset hagen tunet byen bygda landet hjemmet gården plassen rommet kroppen
     hodet magen hjertet ryggen armen benet beinet halsen huvudet magen hjärtat ryggen kroppen handen foten knät
     skolan förskolan dagis fritids korttidsboendet boendet avdelningen mottagningen vården sjukan röntgen akuten
     brevet papperet pappret mappen lådan burken flaskan glaset tv:n radion mobilen appen mailen mejlen mailen
     lusten luften vattnet maten gruppen klassen laget teamet mötet samtalet livet ordning början slutet mitten
     gröna röda blåa vita svarta gula stora lilla gamla nya hela halva",
);

/// Words for relatives, which are said as names are.
static RELATIVES: Words = Words::new(
    "mamma pappa mor far farsan morsan farsa morsa bror brorsan brorsa syrran syrra syster systern brodern sonen
     dottern son dotter farmor farfar mormor morfar moster faster morbror farbror kusin kusinen gubben gumman frun
     frugan maken makan sambon mannen kona moren faren datteren dattera sønnen søsteren søstera broren mum mom
     dad mummy daddy grandma grandpa granny nan nana mam uncle aunt auntie bestemor bestefar mormora tante onkel
     kärringen grabben tjejen killen flickan pojken hunden katten barnbarnet barnebarnet",
);

/// Bodies that everybody deals with, days, months, languages, titles and the like: they single nobody out.
static PUBLIC: Words = Words::new(
    "hemtjänsten hjemmetjenesten hjemmesykepleien isi vat mot polet blocket transportstyrelsen pasientreiser helfo husbanken lånekassen audit dudit phq gad madrs audit-c assist försäkringskassan arbetsförmedlingen socialtjänsten socialen skatteverket kronofogden migrationsverket
     systembolaget polisen kriminalvården frivården soc bup csn lss adhd nav politiet vinmonopolet barnevernet
     skatteetaten sverige norge norden danmark finland europa eu måndag tisdag onsdag torsdag fredag lördag
     söndag mandag tirsdag lørdag søndag monday tuesday wednesday thursday friday saturday sunday måndagar
     udi sfo imdi iogt iogt-nto rfsl bris ecpat unionen kommunal ivo jobcentre dwp hmrc samaritans childline csa cps cafcass
     camhs hjelpetelefonen selvmordslinjen självmordslinjen hjälplinjen nka konsumentverket pensionsmyndigheten
     bolagsverket lantmäteriet trafikverket vegvesenet statsforvalteren fylkesmannen husbanken konfliktrådet
     tisdagar onsdagar torsdagar fredagar lördagar söndagar måndagen tisdagen onsdagen torsdagen fredagen
     lördagen söndagen somras vintras våras höstas januari februari mars april maj juni juli augusti september
     oktober november december januar februar mai august desember january february march may june july october
     svenska norska engelska norsk engelsk nhs england sweden norway america usa alcohol swedish english
     christmas facebook instagram google youtube tiktok snapchat netflix swish bankid aa na gud god jul
     ptsd kbt mi ivo hvb dr mr mrs ms doktor doctor socialjouren socialkontoret studenthälsan
     elevhälsan företagshälsan ungdomsmottagningen akuten barnmorskan prästen imamen biståndsenheten legevakten
     legevakta fastlegen helsestasjonen politimannen julafton midsommar midsommarafton påsk kiitos inshallah
     wallah walla walaahi alhamdulillah haha hehe hihi okei okej okay hiya cheers jøss beklager ursäkta bures giitu
       bibeln koranen sfi komvux körkort buprenorfin gp hej hei heisann hallå hallo hello hi grattis stavas staves ramadan eid god lord pers milli xmas easter nhs gp
     måndan tisdan onsdan torsdan fredan lördan söndan måndas tisdas onsdas torsdas fredas lördas söndas",
);
