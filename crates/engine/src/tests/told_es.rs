//! Spanish clauses, turned to the listener or left alone.

use content::text::Token;
use content_safety_api::Language;

use crate::clause::parted;
use crate::told_es::told_es;

fn told(text: &str) -> Option<String> {
    let lexicon = content::library().lexicon(Language::Es);
    let tokens = parted(text, Language::Es, &content::text::tokens(text));
    let mut ranges = Vec::new();
    let mut from = 0;
    for at in 0..=tokens.len() {
        if tokens.get(at).is_none_or(Token::is_end) {
            let start = (from..at).rev().find(|at| tokens[*at].opens).unwrap_or(from);
            if start < at {
                ranges.push((start, at));
            }
            from = at + 1;
        }
    }
    told_es(text, lexicon, &tokens, &[], &ranges)
}

#[test]
fn a_clause_is_turned_to_the_listener() {
    let mut wrong = Vec::new();
    for (text, said) in [
        ("mi padre tenia abejas", "su padre tenía abejas"),
        ("nos llevaban al río", "les llevaban al río"),
        ("me mandó a la escuela de las monjas", "le mandó a la escuela"),
        ("me mando a la escuela de las monjas", "le mandó a la escuela"),
        ("vendia flores en la puerta de la iglesia", "vendía flores en la puerta"),
        ("en invierno llegaba con las manos duras", "llegaba con las manos duras"),
        ("el picaba la carne y yo cobraba", "él picaba la carne"),
        ("yo tenia nueve años", "usted tenía nueve años"),
        ("no hablo ingles", "no habla ingles"),
        ("no la he abierto", "usted no la ha abierto"),
        ("de chica me daban mate cocido en la escuela", "de chica le daban mate cocido"),
        ("esta en la otra planta", "está en la otra planta"),
        ("el aparato me zumba", "el aparato le zumba"),
        ("ya no sabe igual", "ya no sabe igual"),
        ("los lobos bajaban hasta la puerta del corral", "bajaban los lobos hasta la puerta del corral"),
        ("los chicos me traian leña", "los chicos le traían leña"),
        ("mi hijo me lo compro", "su hijo se lo compró"),
        ("me levantaba temprano", "se levantaba temprano"),
        ("estoy esperando a mi hermana", "está esperando a su hermana"),
        ("y nunca llegue tarde", "nunca llegó tarde"),
        ("nos vestia a los seis con lo mismo", "les vestía a los seis"),
        ("me case con el del camion", "se casó con el del camión"),
        ("el manijero se reia de nosotras", "el manijero se reía de ustedes"),
        ("yo me quede", "usted se quedó"),
        ("olia a pescado y a brea", "olía a pescado"),
        ("me gana siempre", "le gana siempre"),
        ("me llevaba con el los jueves", "le llevaba con él los jueves"),
        ("nos casamos en la capilla", "se casaron en la capilla"),
        ("aprendi a coser con mi tia", "aprendió a coser con su tía"),
        ("ella me esperaba en el muelle cuando yo volvia", "ella le esperaba en el muelle"),
        ("tenia un perro que mordia", "tenía un perro"),
        ("se me rompio la radio", "se le rompió la radio"),
        ("venia mi hermana a verme", "venía su hermana"),
        ("la gente hacia fila", "la gente hacía fila"),
    ] {
        let found = told(text);
        if found.as_deref() != Some(said) {
            wrong.push((text, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_not_certain_is_not_said_back() {
    let mut wrong = Vec::new();
    for text in [
        "mi madre decia que no",
        "me llevo al baile",
        "yo creo que si",
        "me gustaria ir",
        "estoy vieja",
        "era muy mala conmigo",
        "se murio mi hermano",
        "quiero que venga",
        "me llamaba por las noches",
        "no tenia a nadie",
        "lo que mas tenia",
        "me pegaba con la correa",
        "esa noche estaba en el hospital",
        "tengo su sombrero en la silla",
        "no me diga",
        "se la llevo el azucar",
        "paso y las toco",
        "la casa se quedo llena de flores y sin gente",
        "no me compadezca",
        "no tengo mucho que decir",
        "no me importa",
        "quedamos en la calle",
        "ya boté la piedra",
        "hace un mes que esta trabada",
        "le llevo una galleta",
        "otras me llama abuela",
        "le habia contado todo",
        "me ha dicho la chica que venga",
        "mi casa era mi casa y mi patio era su patio",
    ] {
        if let Some(found) = told(text) {
            wrong.push((text, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
