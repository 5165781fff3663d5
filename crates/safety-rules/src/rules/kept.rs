//! Kept from something by somebody: who it is, and what. To be kept from going out, from money, the telephone, the doctor,
//! visits, food or the door is control or neglect; to be kept from the stove or from a hat at table is a rule of the
//! house, and to be left alone by nobody is mostly care. Whose care it is, the cues say (`Cue::Cared`, `Sign::Partner`).

use content_safety_api::{CrisisCategory, Level};

use super::{Rule, Sign};

const fn an(code: &'static str, level: Level, patterns: &'static [&'static str]) -> Rule {
    Rule::finding(code, CrisisCategory::AbuseNeglect, level, patterns)
}

/// The rules.
pub(crate) const RULES: &[Rule] = &[
    an(
        "an.kept",
        Level::Medium,
        &[
            "(will|would|does|do|did|let|lets) not (let|allow) me (see|call|talk|leave|go (out|outside|home)|use the phone|have (visitors|my|food|water)|eat|contact|phone|speak to|out)",
            "(will|would|does|do|did|let|lets) not (let|allow) me go ~1 (to|into|down|up) ~4 (alone / on my own / by myself)",
            // Out of the house, or of the bed.
            "no me (deja|dejan) !fumar|manejar|conducir|cocinar|guisar|planchar|barrer|fregar|cargar|ganar|perder|dormir|comer|beber|tomar|ponerme|ponermelo|poner|cantar|jugar|regar|coser|tejer ~3 (salir|salga|ir|irme|vaya|bajar|pasear|caminar|andar|viajar|volver|moverme|levantarme|levantar|sentarme|asomarme|entrar)",
            // Money.
            "no me (deja|dejan) ~3 (dinero|plata|cartera|tarjeta|monedero|pension|cobrar|banco|cuenta|cuentas|gastar|comprar|centavo|peso|pesos|euro|euros|duro|cajero|caja|firmar)",
            // The telephone, and whoever may be told.
            "no me (deja|dejan) ~3 (llamar|telefono|movil|celular|hablar|escribir|carta|cartas|contestar|comunicarme|denunciar|contar|decir|decirle|decirlo)",
            // The doctor, and what one needs to see, hear and walk.
            "no me (deja|dejan) ~3 (medico|doctor|doctora|dentista|hospital|clinica|medicina|medicinas|medicamento|medicamentos|pastillas|tratamiento|andador|silla|baston|lentes|gafas|anteojos|audifono|audifonos|dentadura)",
            // Visits.
            "no me (deja|dejan) !fumar|manejar|conducir|cocinar|guisar|planchar|barrer|fregar|cargar|ganar|perder|dormir|comer|beber|tomar|ponerme|ponermelo|poner|cantar|jugar|regar|coser|tejer ~3 (ver|visita|visitas|recibir|venir|vengan|visitar|visitarme|amiga|amigas|amigo|amigos|familia|hijos|hijas|nietos|nietas)",
            // The door.
            "no me (deja|dejan) ~3 (puerta|llave|llaves|cerradura)",
            // What is needed, taken away.
            "me (quita|quitan|quito|quitaron|esconde|esconden) (el|la|los|las|mi|mis) (comida|agua|telefono|movil|celular|audifono|audifonos|andador|baston|silla|lentes|gafas|ropa|cartas|llaves) !en|del|donde|junto",
            // To wash, and to have a say.
            "no me (deja|dejan) !fumar|manejar|conducir|cocinar|guisar|planchar|barrer|fregar|cargar|ganar|perder|dormir|comer|beber|tomar|ponerme|ponermelo|poner|cantar|jugar|regar|coser|tejer|tener|probar ~3 (banarme|ducharme|lavarme|asearme|cambiarme|bano|orinar|decidir|opinar|elegir|vivir|respirar|hacer|nada|nadie|ningun|ninguna)",
            "no me (deja|dejan) $",
            // Not alone with anybody, or not at all: a partner's doing; of others the cues know care.
            "no me (deja|dejan) ~3 (sola|solo|solita|solito) ~4",
            "(no me) (dejan|deja) (comer|beber|tomar) !casi|mucho|mucha|tanto|tanta|sal|azucar|dulce|dulces|fruta|platano|platanos|pan|cafe|vino|carne|grasa|fritos|queso|chocolate|lo|de ~3",
            "(no me) (dejan|deja) (comer|beber|tomar) casi nada (desde|hace|en)",
            "(no me) (dejan|deja) (comer|beber|tomar) (lo (suficiente|necesario|bastante|minimo)|de nada|ni de|(ni)? pan ni|lo que necesito para vivir)",
        ],
    )
    .own()
    .polar()
    .past(Level::Low)
    .timely()
    .also(Sign::Distress),
    // What it is nobody can tell from here: it is watched.
    an("an.kept.other", Level::Low, &["no me (deja|dejan) !comer|beber|tomar|fumar|tener|manejar|conducir|cocinar|guisar|planchar|barrer|fregar|cargar|ganar|perder|dormir|ponerme|ponermelo|ponermela|poner|cantar|jugar|ayudar|ayudarles|ayudarle|regar|coser|tejer|probar|tocar|pintar|subir|bailar|prender|encender|quemar|lavar|colgar|clavar|traer|plantar|sembrar|criar|abrir|cerrar|usar|pagar|sola|solo|ni|en|mentir|olvidar|olvidarlo|trabajar|sentir|descansar|concentrarme|pensar|oir ~2"]).own().polar().past(Level::None).yields(),
];
