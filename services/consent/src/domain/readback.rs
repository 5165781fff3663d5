//! What would hold, in plain words: made from the provisions, not from what was clicked.

use api::{Role, Words};
use consent_api::{
    Action, ActorSelector, Category, Circumstance, Effect, OrganizationClass, Provision, Purpose, TermsKind,
};

/// A language that is read back.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Language {
    English,
    Spanish,
}

impl Language {
    const fn pick(self, english: &'static str, spanish: &'static str) -> &'static str {
        match self {
            Self::English => english,
            Self::Spanish => spanish,
        }
    }
}

/// The sentences of what would hold.
pub(crate) fn sentences(kind: TermsKind, provisions: &[Provision], language: Language) -> Vec<Words> {
    let mut said: Vec<Words> =
        provisions.iter().map(|provision| Words::new(sentence(provision, language))).collect();
    if kind == TermsKind::Family {
        let conversations =
            provisions.iter().any(|provision| provision.categories.contains(&Category::ChatTranscripts));
        if !conversations {
            said.push(Words::new(language.pick(
                "This person will not see your conversations with the companion.",
                "Esta persona no verá sus conversaciones con el acompañante.",
            )));
        }
    }
    if kind == TermsKind::Restriction {
        said.push(Words::new(language.pick(
            "This is a request: it holds once the facility has accepted it.",
            "Esto es una solicitud: vale cuando la residencia la haya aceptado.",
        )));
    }
    said.push(Words::new(language.pick(
        "You can take this back at any time; it then ends at once.",
        "Puede retirarlo en cualquier momento; entonces termina de inmediato.",
    )));
    said
}

fn sentence(provision: &Provision, language: Language) -> String {
    let verb = match provision.effect {
        Effect::Permit => language.pick("may", "puede"),
        Effect::Deny => language.pick("may not", "no puede"),
    };
    let all = |empty: bool, list: String, whole: &'static str| if empty { whole.to_owned() } else { list };
    let anything = language.pick("do anything with", "hacer nada con");
    let everything = language.pick("all of your information", "toda su información");
    let actions = join(provision.actions.iter().map(|one| action(*one, language)), language);
    let categories = join(provision.categories.iter().map(|one| category(*one, language)), language);
    let mut text = format!(
        "{} {verb} {}: {}.",
        actor(provision.actor, language),
        all(provision.actions.is_empty(), actions, anything),
        all(provision.categories.is_empty(), categories, everything),
    );
    let mut add = |english: &'static str, spanish: &'static str, value: &str| {
        text.push(' ');
        text.push_str(language.pick(english, spanish));
        text.push_str(value);
        text.push('.');
    };
    if let Some(fields) = &provision.projection {
        add(
            "Only this of it: ",
            "Solo esto: ",
            &join(fields.iter().map(|name| field(name, language)), language),
        );
    }
    if !provision.purposes.is_empty() {
        let purposes = join(provision.purposes.iter().map(|one| purpose(*one, language)), language);
        add("For: ", "Para: ", &purposes);
    }
    if !provision.conditions.is_empty() {
        let conditions = join(provision.conditions.iter().map(|one| condition(*one, language)), language);
        add("Only while ", "Solo mientras ", &conditions);
    }
    if provision.even_in_emergency {
        add("Not even in an emergency", "Ni siquiera en una emergencia", "");
    }
    if let Some(from) = provision.period.from {
        add("From ", "Desde ", &from.to_string());
    }
    if let Some(until) = provision.period.until {
        add("Until ", "Hasta ", &until.to_string());
    }
    text
}

fn join<'a>(words: impl Iterator<Item = &'a str>, language: Language) -> String {
    let words: Vec<&str> = words.collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} {} {last}", rest.join(", "), language.pick("and", "y")),
    }
}

fn actor(actor: ActorSelector, language: Language) -> &'static str {
    match actor {
        ActorSelector::Person { .. } => language.pick("The person you chose", "La persona que eligió"),
        ActorSelector::Organization { class: OrganizationClass::Home } => {
            language.pick("Everybody at your facility", "Todo el personal de su residencia")
        }
        ActorSelector::Organization { class: OrganizationClass::Outside } => {
            language.pick("Everybody outside your facility", "Toda persona ajena a su residencia")
        }
        ActorSelector::Role { role } => match role {
            Role::System => language.pick("The companion", "El acompañante"),
            Role::Admin => language.pick("The office", "La administración"),
            Role::HealthProvider => language.pick("Every therapist or doctor", "Todo terapeuta o médico"),
            Role::CareStaff => language.pick("All care staff", "Todo el personal de cuidado"),
            Role::FamilyMember => language.pick("Every relative", "Todo familiar"),
            Role::Resident => language.pick("Every resident", "Todo residente"),
        },
    }
}

fn action(action: Action, language: Language) -> &'static str {
    match action {
        Action::Read => language.pick("see", "ver"),
        Action::List => language.pick("know that there is", "saber que existe"),
        Action::Notify => language.pick("be told about", "recibir avisos sobre"),
        Action::Write => language.pick("write or change", "escribir o cambiar"),
        Action::Disclose => language.pick("give to others", "entregar a otros"),
        Action::UseInPrompt => {
            language.pick("use in an answer of the companion", "usar en una respuesta del acompañante")
        }
        Action::Index => language.pick("make searchable", "hacer buscable"),
        Action::Export => language.pick("take a copy of", "llevarse una copia de"),
    }
}

fn category(category: Category, language: Language) -> &'static str {
    use Category as C;
    match category {
        C::Demographics => language.pick("your name, room and contact", "su nombre, habitación y contacto"),
        C::Appointments => language.pick("your visits and appointments", "sus visitas y citas"),
        C::CarePlan => language.pick("your plan of care", "su plan de cuidado"),
        C::Medications => language.pick("your medications", "sus medicamentos"),
        C::Vitals => language.pick("your vital signs", "sus signos vitales"),
        C::Billing => language.pick("your bills", "sus facturas"),
        C::ChatTranscripts => {
            language.pick("your conversations with the companion", "sus conversaciones con el acompañante")
        }
        C::RememberedFacts => {
            language.pick("what the companion remembers about you", "lo que el acompañante recuerda de usted")
        }
        C::AssessmentScores => {
            language.pick("your mood and questionnaire scores", "su ánimo y los puntajes de cuestionarios")
        }
        C::WellbeingSummary => language.pick("a summary of how you are", "un resumen de cómo está"),
        C::CrisisEvents => language.pick("a crisis", "una crisis"),
        C::MentalHealthDiagnosis => {
            language.pick("your mental health diagnoses", "sus diagnósticos de salud mental")
        }
        C::SafetyPlan => language.pick("your safety plan", "su plan de seguridad"),
        C::PsychotherapyNotes => {
            language.pick("your therapist's own notes", "las notas propias de su terapeuta")
        }
        C::SubstanceUse => {
            language.pick("records about substance use", "registros sobre consumo de sustancias")
        }
        C::SubstanceUseCounseling => language
            .pick("counselling notes about substance use", "notas de consejería sobre consumo de sustancias"),
        C::SensitiveHealth => {
            language.pick("HIV, sexual health and genetics", "VIH, salud sexual y genética")
        }
        C::FamilyNotes => language.pick("notes that relatives wrote", "notas que escribieron sus familiares"),
        C::AiInferences => {
            language.pick("what a model concluded about you", "lo que un modelo dedujo de usted")
        }
    }
}

fn purpose(purpose: Purpose, language: Language) -> &'static str {
    match purpose {
        Purpose::Treatment => language.pick("your treatment", "su tratamiento"),
        Purpose::EmergencyTreatment => language.pick("emergency treatment", "tratamiento de emergencia"),
        Purpose::BreakGlass => language.pick("an emergency grant", "un acceso de emergencia"),
        Purpose::Payment => language.pick("payment", "pagos"),
        Purpose::Operations => language.pick("running the facility", "el funcionamiento de la residencia"),
        Purpose::Family => language.pick("involving your family", "la participación de su familia"),
        Purpose::Patient => language.pick("your own request", "su propia solicitud"),
        Purpose::Research => language.pick("research", "investigación"),
        Purpose::PublicHealth => language.pick("public health", "salud pública"),
        Purpose::Legal => language.pick("legal proceedings", "procedimientos legales"),
        Purpose::ModelTraining => language.pick("training models", "entrenar modelos"),
        Purpose::QualityReview => language.pick("review of quality", "revisión de calidad"),
    }
}

fn condition(condition: Circumstance, language: Language) -> &'static str {
    match condition {
        Circumstance::PatientPresent => language.pick("you are present", "usted está presente"),
        Circumstance::IncapacityDeclared => {
            language.pick("a clinician says you cannot decide", "un médico dice que usted no puede decidir")
        }
        Circumstance::EmergencyDeclared => {
            language.pick("staff have declared an emergency", "el personal ha declarado una emergencia")
        }
        Circumstance::SharedByAuthor => {
            language.pick("the author shares it", "quien lo escribió lo comparte")
        }
    }
}

fn field(name: &str, language: Language) -> &'static str {
    match name {
        "fact" => language.pick("that it happened", "que ocurrió"),
        "time" => language.pick("when", "cuándo"),
        "location" => language.pick("where", "dónde"),
        "contact" => language.pick("whom to call", "a quién llamar"),
        _ => language.pick("a part", "una parte"),
    }
}
