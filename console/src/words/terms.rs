//! The platform's closed words, as people say them.

use api::{Category, Purpose, Role};
use chat_history_api::{AlertOutcome, AlertState};
use content_safety_api::{CrisisCategory, Level};
use relationship_management_api::RelationKind;

use super::{Lang, words};

words! {
    demographics: "name, room and contact" / "nombre, habitación y contacto";
    appointments: "appointments" / "citas";
    care_plan: "care plan" / "plan de cuidado";
    medications: "medicines" / "medicinas";
    vitals: "vital signs" / "signos vitales";
    billing: "bills" / "cuentas";
    transcripts: "words of conversations" / "palabras de las conversaciones";
    remembered: "what the companion remembers" / "lo que la compañía recuerda";
    assessments: "mood and questionnaires" / "ánimo y cuestionarios";
    wellbeing: "how things are going" / "cómo van las cosas";
    crisis_events: "alerts and crises" / "alertas y crisis";
    diagnosis: "diagnoses" / "diagnósticos";
    safety_plan: "safety plan" / "plan de seguridad";
    psychotherapy: "therapist's own notes" / "notas propias del terapeuta";
    substance_use: "substance use" / "consumo de sustancias";
    substance_counseling: "substance use counselling" / "consejería por consumo";
    sensitive: "sensitive health matters" / "asuntos de salud delicados";
    family_notes: "notes of the family" / "notas de la familia";
    inferences: "what the program inferred" / "lo que el programa dedujo";
    treat: "care and treatment" / "cuidado y tratamiento";
    etreat: "an emergency" / "una emergencia";
    btg: "emergency access" / "acceso de emergencia";
    payment: "payment" / "pagos";
    operations: "running the house" / "funcionamiento de la casa";
    family: "being part of the family" / "ser parte de la familia";
    patient: "their own request" / "petición propia";
    research: "research" / "investigación";
    public_health: "public health" / "salud pública";
    legal: "legal proceedings" / "asuntos legales";
    training: "training of models" / "entrenamiento de modelos";
    quality: "review of quality" / "revisión de calidad";
    system: "the system" / "el sistema";
    admin: "administration" / "administración";
    provider: "health provider" / "profesional de salud";
    care_staff: "care staff" / "personal de cuidado";
    family_member: "family" / "familia";
    resident: "resident" / "residente";
    level_none: "No danger found" / "Sin peligro encontrado";
    level_low: "Low" / "Bajo";
    level_medium: "Medium" / "Medio";
    level_high: "High" / "Alto";
    level_critical: "Critical" / "Crítico";
    suicidal: "thoughts of suicide" / "pensamientos de suicidio";
    self_harm: "self-harm" / "autolesión";
    medical: "medical emergency" / "emergencia médica";
    abuse: "abuse or neglect" / "abuso o abandono";
    others: "harm to others" / "daño a otras personas";
    psychosis: "loss of contact with what is real" / "pérdida de contacto con la realidad";
    eating: "not eating or drinking" / "no comer ni beber";
    inability: "not able to care for themselves" / "no puede cuidarse";
    open: "Nobody has taken this up" / "Nadie lo ha atendido";
    acknowledged: "Somebody is on it" / "Alguien lo atiende";
    taken_over: "A person writes with the resident" / "Una persona escribe con el residente";
    closed: "Closed" / "Cerrada";
    safe: "I was with them, and they are safe" / "Estuve ahí, y está a salvo";
    care_given: "I was with them, and care was given" / "Estuve ahí, y recibió cuidado";
    emergency_services: "Emergency services took over" / "Llegaron los servicios de emergencia";
    handed_over: "A provider took over" / "Lo atiende un profesional de salud";
    false_alarm: "Nobody was in danger, nothing was asked for" / "Nadie corría peligro, nadie pidió nada";
    primary_therapist: "main therapist" / "terapeuta principal";
    secondary_therapist: "second therapist" / "segundo terapeuta";
    psychiatrist: "psychiatrist" / "psiquiatra";
    case_manager: "case manager" / "gestor de caso";
    primary_family: "family, told first" / "familia, primer aviso";
    secondary_family: "family" / "familia cercana";
    legal_guardian: "guardian in law" / "tutor legal";
    medical_guardian: "guardian for medical matters" / "tutor para asuntos médicos";
    emergency_contact: "emergency contact" / "contacto de emergencia";
    caregiver: "carer you authorised" / "cuidador autorizado por usted";
}

pub(crate) const fn category(lang: Lang, category: Category) -> &'static str {
    match category {
        Category::Demographics => demographics(lang),
        Category::Appointments => appointments(lang),
        Category::CarePlan => care_plan(lang),
        Category::Medications => medications(lang),
        Category::Vitals => vitals(lang),
        Category::Billing => billing(lang),
        Category::ChatTranscripts => transcripts(lang),
        Category::RememberedFacts => remembered(lang),
        Category::AssessmentScores => assessments(lang),
        Category::WellbeingSummary => wellbeing(lang),
        Category::CrisisEvents => crisis_events(lang),
        Category::MentalHealthDiagnosis => diagnosis(lang),
        Category::SafetyPlan => safety_plan(lang),
        Category::PsychotherapyNotes => psychotherapy(lang),
        Category::SubstanceUse => substance_use(lang),
        Category::SubstanceUseCounseling => substance_counseling(lang),
        Category::SensitiveHealth => sensitive(lang),
        Category::FamilyNotes => family_notes(lang),
        Category::AiInferences => inferences(lang),
    }
}

pub(crate) const fn purpose(lang: Lang, purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Treatment => treat(lang),
        Purpose::EmergencyTreatment => etreat(lang),
        Purpose::BreakGlass => btg(lang),
        Purpose::Payment => payment(lang),
        Purpose::Operations => operations(lang),
        Purpose::Family => family(lang),
        Purpose::Patient => patient(lang),
        Purpose::Research => research(lang),
        Purpose::PublicHealth => public_health(lang),
        Purpose::Legal => legal(lang),
        Purpose::ModelTraining => training(lang),
        Purpose::QualityReview => quality(lang),
    }
}

pub(crate) const fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::System => system(lang),
        Role::Admin => admin(lang),
        Role::HealthProvider => provider(lang),
        Role::CareStaff => care_staff(lang),
        Role::FamilyMember => family_member(lang),
        Role::Resident => resident(lang),
    }
}

pub(crate) const fn level(lang: Lang, level: Level) -> &'static str {
    match level {
        Level::None => level_none(lang),
        Level::Low => level_low(lang),
        Level::Medium => level_medium(lang),
        Level::High => level_high(lang),
        Level::Critical => level_critical(lang),
    }
}

pub(crate) const fn crisis(lang: Lang, category: CrisisCategory) -> &'static str {
    match category {
        CrisisCategory::SuicidalIdeation => suicidal(lang),
        CrisisCategory::SelfHarm => self_harm(lang),
        CrisisCategory::MedicalEmergency => medical(lang),
        CrisisCategory::AbuseNeglect => abuse(lang),
        CrisisCategory::HarmToOthers => others(lang),
        CrisisCategory::Psychosis => psychosis(lang),
        CrisisCategory::EatingDisorder => eating(lang),
        CrisisCategory::InabilityToCare => inability(lang),
    }
}

pub(crate) const fn state(lang: Lang, state: AlertState) -> &'static str {
    match state {
        AlertState::Open => open(lang),
        AlertState::Acknowledged => acknowledged(lang),
        AlertState::TakenOver => taken_over(lang),
        AlertState::Closed => closed(lang),
    }
}

pub(crate) const fn outcome(lang: Lang, outcome: AlertOutcome) -> &'static str {
    match outcome {
        AlertOutcome::Safe => safe(lang),
        AlertOutcome::CareGiven => care_given(lang),
        AlertOutcome::EmergencyServices => emergency_services(lang),
        AlertOutcome::HandedOver => handed_over(lang),
        AlertOutcome::FalseAlarm => false_alarm(lang),
    }
}

pub(crate) const fn relation(lang: Lang, kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::PrimaryTherapist => primary_therapist(lang),
        RelationKind::SecondaryTherapist => secondary_therapist(lang),
        RelationKind::Psychiatrist => psychiatrist(lang),
        RelationKind::CaseManager => case_manager(lang),
        RelationKind::PrimaryFamily => primary_family(lang),
        RelationKind::SecondaryFamily => secondary_family(lang),
        RelationKind::LegalGuardian => legal_guardian(lang),
        RelationKind::MedicalGuardian => medical_guardian(lang),
        RelationKind::EmergencyContact => emergency_contact(lang),
        RelationKind::AuthorizedCaregiver => caregiver(lang),
    }
}
