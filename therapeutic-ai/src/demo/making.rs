//! Making the demonstration, a step at a time. What was made is kept before the next step is taken: whoever is cut off
//! goes on with the accounts that are there, since nobody can be asked for their one-time secrets a second time.

use anyhow::{Context, Result};
use api::{Call, CallContext, Category, Role, Scope, ServiceName, Words};
use auth_rbac_api::{
    Accept, AcceptInvitation, Enrolled, Invite, NewInvitation, Register, Registration, SetUp, Setting,
};
use consent_api::{ConfirmedConsent, Level, NewConsent, PreviewConsent, RecordConsent, Terms};
use kernel::{OrganizationId, PersonId, Sources, UnitId};
use relationship_management_api::{Assign, Assignment, CreateUnit, NewUnit, RelationKind};
use serde::{Deserialize, Serialize};

use super::{Account, CODE_STEP, Demo, FILE, login, signed_in};
use crate::data_dir::{DataDir, read_if_there};
use crate::outside::Outside;
use crate::session;

/// The file with what was made so far, until all was.
pub const PART: &str = "demo.part";

/// What was made so far.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Made {
    /// How often it was begun. An account that was made and not kept has taken its e-mail address.
    attempts: u32,
    organization: Option<(OrganizationId, String)>,
    unit: Option<UnitId>,
    assigned: bool,
    granted: bool,
    accounts: Vec<Account>,
}

struct Seed<'a> {
    outside: &'a Outside,
    sources: &'a Sources,
    made: Made,
    keep: &'a dyn Fn(&[u8]) -> std::io::Result<()>,
}

/// The demonstration of an installation whose services all run here: made in an empty one, finished in one in which
/// it was begun, read in any other.
pub async fn seed(outside: &Outside, data_dir: &DataDir, sources: &Sources) -> Result<Demo> {
    if data_dir.path().join(FILE).exists() {
        return Demo::read(data_dir.path());
    }
    let part = read_if_there(&data_dir.path().join(PART))?;
    let token = read_if_there(&data_dir.path().join(auth_rbac::SET_UP_FILE))?;
    let token = token.map(String::from_utf8).transpose().context("the set-up token is not text")?;
    let keep = |bytes: &[u8]| data_dir.write_private(PART, bytes);
    let demo = make(outside, token, part.as_deref(), sources, &keep).await?;
    data_dir.write_private(FILE, &serde_json::to_vec_pretty(&demo)?)?;
    std::fs::remove_file(data_dir.path().join(PART))?;
    Ok(demo)
}

/// Makes the demonstration in an empty installation, with the one-time token of its set-up, or finishes it from what
/// `keep` was given before.
pub async fn make(
    outside: &Outside,
    token: Option<String>,
    part: Option<&[u8]>,
    sources: &Sources,
    keep: &dyn Fn(&[u8]) -> std::io::Result<()>,
) -> Result<Demo> {
    let made =
        part.map(serde_json::from_slice).transpose().context("what was made before is not readable")?;
    let mut seed = Seed { outside, sources, made: made.unwrap_or_default(), keep };
    // Before the set-up nobody can have been made.
    seed.made.attempts = if seed.made.organization.is_some() { seed.made.attempts + 1 } else { 1 };
    // Before the token is spent: whoever cannot write down how people sign in has locked them out.
    seed.kept()?;
    seed.run(token).await?;
    let (organization_id, join_code) = seed.made.organization.context("the organisation was kept")?;
    Ok(Demo {
        base_url: outside.base_url().to_owned(),
        join_code,
        organization_id,
        unit_id: seed.made.unit.context("the unit was kept")?,
        accounts: seed.made.accounts,
    })
}

const NOBODY: NewInvitation = NewInvitation {
    role: Role::CareStaff,
    scopes: Vec::new(),
    patient_id: None,
    relation: None,
    unit_id: None,
};

impl Seed<'_> {
    async fn run(&mut self, token: Option<String>) -> Result<()> {
        let admin = self.set_up(token).await?;
        let unit = self.unit(&admin).await?;
        let resident = self.register().await?;
        if !self.made.assigned {
            let assignment =
                Assignment { person_id: resident, role: Role::Resident, unit_id: unit, until: None };
            self.call::<Assign>(&admin, Call::body(assignment)).await?;
            self.made.assigned = true;
            self.kept()?;
        }
        let nurse = NewInvitation { unit_id: Some(unit), ..NOBODY };
        self.invite(&admin, "Noor Haddad", "nurse", nurse).await?;
        let therapist = NewInvitation {
            role: Role::HealthProvider,
            patient_id: Some(resident),
            relation: Some(RelationKind::PrimaryTherapist),
            ..NOBODY
        };
        self.invite(&admin, "Tomas Lindqvist", "therapist", therapist).await?;
        if !self.made.granted {
            let daughter = NewInvitation {
                role: Role::FamilyMember,
                relation: Some(RelationKind::PrimaryFamily),
                ..NOBODY
            };
            // By the resident herself: a relation that another promises waits for her word.
            let rose = self.made.accounts.iter().find(|account| account.role == Role::Resident);
            let rose = self.sign_in(rose.context("the resident was kept")?).await?;
            let daughter = self.invite(&rose, "Mara Field", "daughter", daughter).await?;
            self.grant(&rose, daughter).await?;
            self.made.granted = true;
            self.kept()?;
        }
        let officer = NewInvitation { role: Role::Admin, scopes: vec![Scope::Compliance], ..NOBODY };
        self.invite(&admin, "Ines Okafor", "compliance", officer).await?;
        Ok(())
    }

    /// Writes down what was made.
    fn kept(&self) -> Result<()> {
        let bytes = serde_json::to_vec_pretty(&self.made)?;
        (self.keep)(&bytes).context("what was made cannot be written down")
    }

    async fn call<O: api::Operation>(&self, context: &CallContext, call: Call<O>) -> Result<O::Output> {
        let context = CallContext { request_id: self.sources.id(), ..context.clone() };
        let client = self.outside.client(O::SPEC.service);
        client.call::<O>(&context, call).await.with_context(|| format!("{} was refused", O::SPEC.name))
    }

    async fn set_up(&mut self, token: Option<String>) -> Result<CallContext> {
        if self.made.organization.is_none() {
            let token = token.context(
                "the installation is set up already, without a demonstration, or it was cut off in the moment in \
                 which the set-up was answered: begin with an empty directory",
            )?;
            let (email, password) = self.credentials("admin");
            let setting = Setting {
                token: token.trim().to_owned().into(),
                organization: "Lindenhof Care (demonstration)".to_owned(),
                name: Words::new("Alex Brandt"),
                email: Words::new(&email),
                password: Words::new(&password),
            };
            let done = self.call::<SetUp>(&self.anonymous(), Call::body(setting)).await?;
            self.made.organization = Some((done.organization.organization_id, done.organization.join_code));
            self.keep("Alex Brandt", Role::Admin, &[], (email, password), &done.admin)?;
        }
        let admin = self.made.accounts.iter().find(|account| account.role == Role::Admin);
        self.sign_in(admin.context("the admin was kept")?).await
    }

    async fn unit(&mut self, admin: &CallContext) -> Result<UnitId> {
        if let Some(unit) = self.made.unit {
            return Ok(unit);
        }
        let new = NewUnit { name: "Garden floor".to_owned() };
        let unit = self.call::<CreateUnit>(admin, Call::body(new)).await?.unit_id;
        self.made.unit = Some(unit);
        self.kept()?;
        Ok(unit)
    }

    async fn register(&mut self) -> Result<PersonId> {
        if let Some(resident) = self.named("Rose Field") {
            return Ok(resident);
        }
        let (_, join_code) = self.made.organization.clone().context("the organisation was kept")?;
        let (email, password) = self.credentials("resident");
        let registration = Registration {
            join_code,
            name: Words::new("Rose Field"),
            email: Words::new(&email),
            password: Words::new(&password),
        };
        let enrolled = self.call::<Register>(&self.anonymous(), Call::body(registration)).await?;
        self.keep("Rose Field", Role::Resident, &[], (email, password), &enrolled)?;
        Ok(enrolled.person_id)
    }

    async fn invite(
        &mut self,
        by: &CallContext,
        name: &str,
        word: &str,
        new: NewInvitation,
    ) -> Result<PersonId> {
        if let Some(person) = self.named(name) {
            return Ok(person);
        }
        let (role, scopes) = (new.role, new.scopes.clone());
        let invitation = self.call::<Invite>(by, Call::body(new)).await?;
        let (email, password) = self.credentials(word);
        let accept = Accept {
            token: invitation.token,
            name: Words::new(name),
            email: Words::new(&email),
            password: Words::new(&password),
        };
        let enrolled = self.call::<AcceptInvitation>(&self.anonymous(), Call::body(accept)).await?;
        self.keep(name, role, &scopes, (email, password), &enrolled)?;
        Ok(enrolled.person_id)
    }

    /// The resident lets her daughter see how she is and hear of a crisis, but not read what she says: previewed,
    /// read back and confirmed, as any grant.
    async fn grant(&self, resident: &CallContext, daughter: PersonId) -> Result<()> {
        let consent = NewConsent::of(Terms::Family {
            person_id: daughter,
            level: Level::Limited,
            transcripts: false,
            crisis_notices: true,
            care: vec![Category::Medications],
        });
        let read_back = self.call::<PreviewConsent>(resident, Call::body(consent.clone())).await?;
        let confirmed = ConfirmedConsent { consent, digest: read_back.digest };
        self.call::<RecordConsent>(resident, Call::body(confirmed)).await?;
        Ok(())
    }

    /// Signs in with the code before the present one, which still counts: a code is good once, and the present
    /// one is left to whoever tries the demonstration at once.
    async fn sign_in(&self, account: &Account) -> Result<CallContext> {
        let auth = self.outside.client(ServiceName::AuthRbac);
        let (now, step) = (self.sources.now(), CODE_STEP);
        let mut signed = login(&auth, self.sources, account, now.minus(step)).await;
        if signed.as_ref().is_err_and(session::is_refused) {
            // A step began between the making of the code and its use.
            signed = login(&auth, self.sources, account, self.sources.now()).await;
        }
        if signed.as_ref().is_err_and(session::is_refused) {
            // Whoever was cut off a moment ago has used both.
            let wait = session::until_next_code(self.sources.now());
            crate::command::say(&session::told(wait));
            tokio::time::sleep(wait).await;
            signed = login(&auth, self.sources, account, self.sources.now()).await;
        }
        signed_in(self.anonymous(), &signed?.access_token)
    }

    fn named(&self, name: &str) -> Option<PersonId> {
        self.made.accounts.iter().find(|account| account.name == name).map(|account| account.person_id)
    }

    fn anonymous(&self) -> CallContext {
        CallContext::background(self.sources.id())
    }

    fn credentials(&self, word: &str) -> (String, String) {
        const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567899";
        let letters: String = self
            .sources
            .bytes::<16>()
            .iter()
            .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
            .collect();
        let again = if self.made.attempts > 1 { format!("-{}", self.made.attempts) } else { String::new() };
        (format!("{word}{again}@demo.invalid"), letters)
    }

    fn keep(
        &mut self,
        name: &str,
        role: Role,
        scopes: &[Scope],
        (email, password): (String, String),
        who: &Enrolled,
    ) -> Result<()> {
        self.made.accounts.push(Account {
            name: name.to_owned(),
            role,
            scopes: scopes.to_vec(),
            email,
            password,
            totp_secret: who.totp_secret.expose().to_owned(),
            person_id: who.person_id,
        });
        self.kept()
    }
}
