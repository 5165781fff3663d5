//! What is known about single words: names, towns, plain words, and the words that rules hang on.
//!
//! The long lists are files beside the code, each with its source in its first lines; the short ones, which rules
//! depend on, stand here. All are folded: lower case, no accents, a plain apostrophe.

use std::sync::LazyLock;

use super::token::{ShortMap, kinds};

/// The lists from files, and what their words are.
const FILES: &[(&str, u64)] = &[
    (include_str!("../data/given.txt"), kinds::GIVEN),
    (include_str!("../data/names_that_are_words.txt"), kinds::AMBIGUOUS),
    (include_str!("../data/given_common.txt"), kinds::GIVEN | kinds::COMMON),
    (include_str!("../data/family.txt"), kinds::FAMILY),
    (include_str!("../data/common_words.txt"), kinds::PLAIN),
    (include_str!("../data/plain_words.txt"), kinds::PLAIN | kinds::OWN),
    (include_str!("../data/proper.txt"), kinds::PROPER),
    (include_str!("../data/cities.txt"), kinds::CITY),
];

/// The first two words of towns whose name has several.
const CITY_PAIRS: &str = include_str!("../data/city_pairs.txt");

/// The short lists, and what their words are.
const LISTS: &[(&str, u64)] = &[
    (TITLES, kinds::TITLE),
    (KIN, kinds::KIN | kinds::PLAIN),
    (STATES, kinds::STATE | kinds::PROPER),
    (COUNTRIES, kinds::COUNTRY),
    (MONTHS, kinds::MONTH | kinds::PROPER),
    (STREETS, kinds::STREET),
    (STREETS_MORE, kinds::STREET_MORE),
    (STREETS_BEFORE, kinds::STREET_BEFORE),
    (UNITS, kinds::UNIT),
    (FACILITIES, kinds::FACILITY),
    (NUMERALS, kinds::NUMERAL),
    (PARTICLES, kinds::PARTICLE),
    (PREPOSITIONS, kinds::PLACED),
    (VERBS, kinds::ACT),
    (COPULAS, kinds::COPULA),
    (INTRODUCTIONS, kinds::INTRODUCES),
    (GREETINGS, kinds::GREETING),
    (CLOSINGS, kinds::CLOSING),
    (NAME_FIELDS, kinds::NAME_FIELD),
    (SPOKEN_DIGITS, kinds::SPOKEN_DIGIT),
    (FEASTS, kinds::FEAST),
    (HOUSES_FIRST, kinds::HOUSE_FIRST),
    (SAINTS, kinds::SAINT),
];

/// What is known of each word: of the short ones, which most are, by their bytes as one number.
struct Known {
    short: ShortMap<u128, u64>,
    long: ShortMap<&'static str, u64>,
}

impl Known {
    fn of(&mut self, word: &'static str) -> &mut u64 {
        match packed(word) {
            Some(number) => self.short.entry(number).or_insert(0),
            None => self.long.entry(word).or_insert(0),
        }
    }
}

/// A word of at most sixteen bytes as a number. No byte of a word is zero, so each is another.
fn packed(word: &str) -> Option<u128> {
    (word.len() <= 16).then(|| word.bytes().fold(0, |number, byte| number << 8 | u128::from(byte)))
}

static WORDS: LazyLock<Known> = LazyLock::new(|| {
    let short = ShortMap::with_capacity_and_hasher(20_000, Default::default());
    let mut words = Known { short, long: ShortMap::default() };
    let files = FILES.iter().flat_map(|(file, kind)| {
        let lines = file.lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_whitespace).map(|word| (word, *kind))
    });
    let lists = LISTS.iter().flat_map(|(list, kind)| list.split_whitespace().map(|word| (word, *kind)));
    for (word, kind) in files.chain(lists) {
        *words.of(word) |= kind;
    }
    for pair in city_pairs() {
        if let Some((first, _)) = pair.split_once(' ') {
            *words.of(first) |= kinds::CITY_FIRST;
        }
    }
    words
});

static PAIRS: LazyLock<ShortMap<&'static str, ()>> =
    LazyLock::new(|| city_pairs().map(|pair| (pair, ())).collect());

fn city_pairs() -> impl Iterator<Item = &'static str> {
    CITY_PAIRS.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// What the lists know about a folded word; 0 is nothing.
pub(crate) fn kinds_of(word: &str) -> u64 {
    let known = match packed(word) {
        Some(number) => WORDS.short.get(&number),
        None => WORDS.long.get(word),
    };
    known.copied().unwrap_or(0)
}

/// Whether two folded words are the first two of a town's name.
pub(crate) fn is_city_pair(first: &str, second: &str) -> bool {
    PAIRS.contains_key(format!("{first} {second}").as_str())
}

const TITLES: &str = "mr mrs ms miss mister dr doctor prof professor rev reverend father sister brother nurse aunt auntie \
    uncle grandma grandpa nana pastor rabbi sir madam captain sergeant officer judge senator president sr sra srta senor \
    senora senorita don dona tia tio padre hermana enfermera doctora licenciado licenciada profesor profesora dj saint abuela abuelo lic ing sister nurses grandmother grandfather granny gramps papa mama auntie cousin coach principal chaplain deacon bishop detective sgt lt col lord lady herr frau monsieur madame mme mlle";

const KIN: &str = "mother mom mum mama father dad papa parents son sons daughter daughters child grandson grandsons \
    granddaughter granddaughters grandchild brother brothers sister sisters cousin aunt uncle nephew niece wife husband \
    spouse partner boyfriend girlfriend friend friends roommate neighbor neighbour nurse aide caregiver therapist \
    counselor social worker doctor surgeon pastor priest dog cat hijo hija hijos hijas hermano hermana esposo esposa \
    marido madre padre nieto nieta amigo amiga vecino vecina primo prima sobrino sobrina cunado cunada suegra suegro \
    nuera yerno novio novia kid kids baby boy girl stepson stepdaughter stepmother stepfather fiance fiancee landlord boss coworker ex classmate pal buddy bestie patient client resident carer sibling twin grandma grandpa abuela abuelo paciente nino nina bebe companero companera jefe jefa cuidadora cuidador";

const STATES: &str = "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii \
    idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi \
    missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington \
    wisconsin wyoming al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc \
    nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc pr";

const MONTHS: &str = "january february march april may june july august september october november december jan feb mar apr \
    jun jul aug sep sept oct nov dec enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre \
    noviembre diciembre";

const STREETS: &str = "street st avenue ave av road rd drive dr lane ln boulevard blvd court ct place pl way terrace ter \
    circle cir highway hwy parkway pkwy square sq trail trl alley aly loop plaza route rte row pike crossing path turnpike \
    ridge hollow run close crescent mews gardens grove court bypass crossroad crossroads cliffs forges squares mall green heights point estate estates drives lanes roads streets";

const FACILITIES: &str = "hospital clinic center centre manor village villa gardens lodge residence residences hospice \
    healthcare health medical infirmary sanatorium rehab rehabilitation pharmacy university college school church temple \
    synagogue mosque elementary academy institute laboratory labs laboratories inc corp llc ltd company foundation group \
    associates partners services system systems network towers apartments plant factory mill bank library nursing ctr cntr hosp med general memorial presbyterian langone office offices practice";

const NUMERALS: &str = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred first second third fourth \
    fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth \
    eighteenth nineteenth twentieth thirtieth noventa nineties cien primero uno dos tres cuatro cinco seis siete ocho nueve diez once doce \
    trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro \
    veinticinco veintiseis veintisiete veintiocho veintinueve treinta";

const PARTICLES: &str = "de del la las los van von der den di da dos du le bin al el y mc mac st ter ten dei degli della delle des do";

const COUNTRIES: &str = "afghanistan albania algeria argentina armenia australia austria bangladesh belarus belgium \
    bolivia bosnia brazil bulgaria cambodia cameroon canada chile china colombia croatia cuba cyprus czechia denmark \
    dominican ecuador egypt england estonia ethiopia finland france georgia germany ghana greece greenland greenlander guatemala \
    haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kenya korea kuwait \
    latvia lebanon libya liechtenstein lithuania luxembourg malaysia malta mexico moldova morocco myanmar nepal \
    netherlands nicaragua nigeria norway pakistan panama paraguay peru philippines poland portugal qatar romania russia \
    scotland senegal serbia singapore slovakia slovenia somalia spain sudan sweden switzerland syria taiwan tanzania \
    thailand tunisia turkey uganda uk ukraine uruguay usa venezuela vietnam wales yemen zambia zealand africa kingdom \
    states republic zimbabwe";

/// What a street may be called too, in the post office's list of the United States; plain words, so a number and two
/// capitals must stand before.
const STREETS_MORE: &str = "branch bridge brook burg camp canyon cape causeway cliff club common corner cove creek crest curve dale dam divide expressway extension fall falls ferry field fields flat flats ford forest forge fork forks fort freeway garden gateway glen harbor haven hill hills inlet island isle junction key keys knoll knolls lake lakes landing lock locks manor meadow meadows mill mills mission motorway mount mountain neck orchard oval overpass park pass passage pine pines plain plains points port ports prairie ramp ranch rapids rest ridges river rue shoal shore shores skyway spring springs spur station stravenue stream summit terrace throughway trace track trafficway tunnel underpass union unions valley valleys viaduct view views village villages ville vista walk walks wall ways well wells heath";

/// What stands before a street's own name.
const STREETS_BEFORE: &str = "calle c avenida avda av carrera camino paseo plaza rua via viale vicolo piazza corso rue avenue \
    boulevard chemin place ul ulica ulice aleja praca praça strada strasse carrer ronda travesia callejon calzada \
    boulevard bulevar";

/// What a number of a dwelling follows.
const UNITS: &str = "apt apartment unit suite ste room rm floor fl piso depto apto bed ward habitacion cuarto cama flat \
    cottage cabin bungalow villa wing hall";

/// Words after which a capital is more likely a place.
const PREPOSITIONS: &str = "in at from near to into around outside en desde hacia";

/// What people do: before them stands a person, even at the start of a sentence.
const VERBS: &str = "said says told tells called calls lives lived works worked loves loved likes liked visited visits came \
    comes went asked asks wants wanted spent helped helps died passed moved thinks thought shouted brought gave taught \
    married wrote plays dijo dice vino viene vive murio llamo trabaja quiere testified completed returned reported reports \
    denies denied presented presents complains states stated knows knew believes remembers yelled yells laughed cried smiled sings sang \
    cooked cooks drove drives sleeps slept smokes drank hugged kissed phoned texted texts snores graduated retired retires";

/// What people and things do alike: before them stands a person when a list knows the name.
const COPULAS: &str = "has had is was will won't wo can can't could would doesn't didn't isn't wasn't hasn't does did needs \
    needed got gets takes took makes made seems looks looked feels felt keeps kept hates hated misses missed hurt hurts \
    stole hit eats ate sat sits stood es era fue esta estaba tiene tenia";

/// Words that a name follows when somebody says who is meant.
const INTRODUCTIONS: &str = "is name's me called named es llama llamo llamado llamada am i'm im soy names";

/// Words before a name in the address of a letter or a call.
const GREETINGS: &str = "dear hi hello hey hola querida querido estimada estimado goodbye goodnight";

/// Words that close a letter before its signature.
const CLOSINGS: &str = "love sincerely regards yours thanks cheers truly faithfully respectfully xoxo hugs cordially saludos \
    atentamente carino besos abrazos best warmly gratefully";

/// Fields whose value is a person.
const NAME_FIELDS: &str = "name names patient paciente nombre apellido surname customer client resident residente physician \
    provider attending guardian spouse mother father from to cc attn attention agent contact caller sender recipient \
    signed author reviewer witness beneficiary subscriber employee manager supervisor nurse doctor therapist counselor daughter son \
    wife husband sister brother kin user owner student teacher applicant insured holder cardholder madre padre hija hijo \
    esposo esposa medico firma remitente destinatario maiden alias";

/// Feasts: with a year they are a day.
const FEASTS: &str = "christmas easter thanksgiving halloween year's valentine's mother's father's veterans memorial labor \
    navidad nochebuena pascua passover hanukkah patrick's";

/// Houses whose kind stands before the name.
const HOUSES_FIRST: &str =
    "hospital clinica residencia hogar asilo iglesia escuela colegio centro parroquia universidad villa";

/// What a saint or a mount is called before the name.
const SAINTS: &str = "st saint mt mount santa san sta ste";

/// Digits as they are spoken.
const SPOKEN_DIGITS: &str = "zero oh one two three four five six seven eight nine cero uno dos tres cuatro cinco seis siete \
    ocho nueve";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_folded_and_without_double_words() {
        for (file, _) in FILES {
            assert!(file.starts_with("# "), "a list says where it comes from");
            let mut seen = std::collections::HashSet::new();
            for word in file.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace) {
                assert_eq!(crate::fold_word(word), word);
                assert!(seen.insert(word), "{word} stands twice");
            }
        }
    }

    #[test]
    fn names_that_are_words_are_names() {
        for word in FILES[1].0.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace) {
            assert!(kinds_of(word) & (kinds::GIVEN | kinds::FAMILY) != 0, "{word}");
        }
    }

    #[test]
    fn towns_of_two_words_are_known_by_both() {
        assert!(is_city_pair("los", "angeles") && !is_city_pair("los", "amigos"));
        assert!(kinds_of("los") & kinds::CITY_FIRST != 0);
    }
}
