//! The demonstration: one organisation with a person of every role, made through the gateway as people would.
//!
//! Everybody in it is invented. Started again on the same directory, it changes nothing.

use std::time::Duration;

use anyhow::{Context, Result};
use api::{Call, CallContext, Category, Role, Scope, ServiceName, Words};
use auth_rbac_api::{
    Accept, AcceptInvitation, Enrolled, Invite, Login, NewInvitation, Register, Registration, SetUp, Setting,
    SignIn,
};
use consent_api::{ConfirmedConsent, Level, NewConsent, PreviewConsent, RecordConsent, Terms};
use kernel::{OrganizationId, PersonId, Sources, UnitId};
use relationship_management_api::{Assign, Assignment, CreateUnit, NewUnit, RelationKind};
use serde::{Deserialize, Serialize};

use crate::data_dir::DataDir;
use crate::outside::Outside;

/// The file with how everybody signs in.
pub const FILE: &str = "demo.json";

/// How everybody signs in.
#[derive(Clone, Serialize, Deserialize)]
pub struct Demo {
    /// Where the gateway was.
    pub base_url: String,
    /// What a resident types to register alone.
    pub join_code: String,
    /// The organisation.
    pub organization_id: OrganizationId,
    /// The unit on which the resident lives and the nurse works.
    pub unit_id: UnitId,
    /// The people.
    pub accounts: Vec<Account>,
}

/// An account of the demonstration.
#[derive(Clone, Serialize, Deserialize)]
pub struct Account {
    /// Who.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// With which scopes.
    #[serde(default)]
    pub scopes: Vec<Scope>,
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// The secret of the one-time codes, base32.
    pub totp_secret: String,
    /// The person's id.
    pub person_id: PersonId,
}

impl Demo {
    /// The first account of a role.
    pub fn account(&self, role: Role) -> Option<&Account> {
        self.accounts.iter().find(|account| account.role == role && account.scopes.is_empty())
    }

    /// The demonstration of a data directory, if there is one.
    pub fn read(data_dir: &std::path::Path) -> Result<Self> {
        let path = data_dir.join(FILE);
        let bytes = std::fs::read(&path)
            .with_context(|| format!("{} is not there: start with `serve --demo`", path.display()))?;
        serde_json::from_slice(&bytes).context("the file of the demonstration is not readable")
    }
}

/// A one-time code for now.
pub fn code(secret: &str, now: kernel::Timestamp) -> Result<String> {
    let secret =
        totp_rs::Secret::try_from_base32(secret).map_err(|_| anyhow::anyhow!("not a base32 secret"))?;
    let totp = totp_rs::Builder::new().with_secret(secret).build_noncompliant();
    Ok(totp.generate(u64::try_from(now.as_seconds()).unwrap_or(0)).to_string())
}

/// A session of a signed-in person.
pub async fn sign_in(outside: &Outside, sources: &Sources, account: &Account) -> Result<CallContext> {
    sign_in_at(outside, sources, account, sources.now()).await
}

/// How long a one-time code counts (RFC 6238 §5.2).
const CODE_STEP: Duration = Duration::from_secs(30);

/// A session of a person who gives the one-time code of a moment.
async fn sign_in_at(
    outside: &Outside,
    sources: &Sources,
    account: &Account,
    at: kernel::Timestamp,
) -> Result<CallContext> {
    let request = SignIn {
        email: Some(Words::new(&account.email)),
        password: Some(Words::new(&account.password)),
        code: Some(Words::new(code(&account.totp_secret, at)?)),
        device: None,
    };
    let context = CallContext::background(sources.id());
    let tokens = outside.client(ServiceName::AuthRbac).call::<Login>(&context, Call::body(request)).await?;
    signed_in(context, &tokens.access_token)
}

/// The context of calls with an access token.
pub fn signed_in(context: CallContext, token: &Words) -> Result<CallContext> {
    let bearer = format!("Bearer {}", token.expose()).parse().context("a token is a header's value")?;
    Ok(CallContext { authorization: Some(bearer), ..context })
}

struct Seed<'a> {
    outside: &'a Outside,
    sources: &'a Sources,
    accounts: Vec<Account>,
}

/// The demonstration of an installation whose services all run here: made in an empty one, read in any other.
pub async fn seed(base_url: &str, data_dir: &DataDir, sources: &Sources) -> Result<Demo> {
    if data_dir.path().join(FILE).exists() {
        return Demo::read(data_dir.path());
    }
    let token = std::fs::read_to_string(data_dir.path().join(auth_rbac::SET_UP_FILE))
        .context("the installation is set up already, without a demonstration")?;
    let demo = make(base_url, token, sources).await?;
    data_dir.write_private(FILE, &serde_json::to_vec_pretty(&demo)?)?;
    Ok(demo)
}

/// Makes the demonstration in an empty installation, with the one-time token of its set-up.
pub async fn make(base_url: &str, token: String, sources: &Sources) -> Result<Demo> {
    let outside = Outside::new(base_url);
    let mut seed = Seed { outside: &outside, sources, accounts: Vec::new() };
    let (admin, organization) = seed.set_up(token).await?;
    let unit = seed
        .call::<CreateUnit>(&admin, Call::body(NewUnit { name: "Garden floor".to_owned() }))
        .await?
        .unit_id;
    let resident = seed.register(&organization.join_code).await?;
    let assignment = Assignment { person_id: resident, role: Role::Resident, unit_id: unit, until: None };
    seed.call::<Assign>(&admin, Call::body(assignment)).await?;
    let nobody = NewInvitation {
        role: Role::CareStaff,
        scopes: Vec::new(),
        patient_id: None,
        relation: None,
        unit_id: None,
    };
    let nurse = NewInvitation { unit_id: Some(unit), ..nobody.clone() };
    seed.invite(&admin, "Noor Haddad", "nurse", nurse).await?;
    let therapist = NewInvitation {
        role: Role::HealthProvider,
        patient_id: Some(resident),
        relation: Some(RelationKind::PrimaryTherapist),
        ..nobody.clone()
    };
    seed.invite(&admin, "Tomas Lindqvist", "therapist", therapist).await?;
    let daughter = NewInvitation {
        role: Role::FamilyMember,
        relation: Some(RelationKind::PrimaryFamily),
        ..nobody.clone()
    };
    // By the resident herself: a relation that another promises waits for her word.
    let rose = seed.signed_in_resident().await?;
    let daughter = seed.invite(&rose, "Mara Field", "daughter", daughter).await?;
    seed.grant(&rose, daughter).await?;
    let officer = NewInvitation { role: Role::Admin, scopes: vec![Scope::Compliance], ..nobody };
    seed.invite(&admin, "Ines Okafor", "compliance", officer).await?;
    Ok(Demo {
        base_url: base_url.to_owned(),
        join_code: organization.join_code,
        organization_id: organization.organization_id,
        unit_id: unit,
        accounts: seed.accounts,
    })
}

impl Seed<'_> {
    async fn call<O: api::Operation>(&self, context: &CallContext, call: Call<O>) -> Result<O::Output> {
        let context = CallContext { request_id: self.sources.id(), ..context.clone() };
        let client = self.outside.client(O::SPEC.service);
        client.call::<O>(&context, call).await.with_context(|| format!("{} was refused", O::SPEC.name))
    }

    async fn signed_in_resident(&self) -> Result<CallContext> {
        let resident = self.accounts.iter().find(|account| account.role == Role::Resident);
        self.sign_in(resident.context("the resident was kept")?).await
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
        let before = self.sources.now().minus(CODE_STEP);
        match sign_in_at(self.outside, self.sources, account, before).await {
            Ok(context) => Ok(context),
            // A step began between the making of the code and its use.
            Err(_) => sign_in(self.outside, self.sources, account).await,
        }
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
        (format!("{word}@demo.invalid"), letters)
    }

    fn keep(
        &mut self,
        name: &str,
        role: Role,
        scopes: &[Scope],
        (email, password): (String, String),
        who: &Enrolled,
    ) {
        self.accounts.push(Account {
            name: name.to_owned(),
            role,
            scopes: scopes.to_vec(),
            email,
            password,
            totp_secret: who.totp_secret.expose().to_owned(),
            person_id: who.person_id,
        });
    }

    async fn set_up(&mut self, token: String) -> Result<(CallContext, auth_rbac_api::Organization)> {
        let (email, password) = self.credentials("admin");
        let setting = Setting {
            token: token.trim().to_owned().into(),
            organization: "Lindenhof Care (demonstration)".to_owned(),
            name: Words::new("Alex Brandt"),
            email: Words::new(&email),
            password: Words::new(&password),
        };
        let done = self.call::<SetUp>(&self.anonymous(), Call::body(setting)).await?;
        self.keep("Alex Brandt", Role::Admin, &[], (email, password), &done.admin);
        let account = self.accounts.last().context("the admin was kept")?;
        Ok((self.sign_in(account).await?, done.organization))
    }

    async fn register(&mut self, join_code: &str) -> Result<PersonId> {
        let (email, password) = self.credentials("resident");
        let registration = Registration {
            join_code: join_code.to_owned(),
            name: Words::new("Rose Field"),
            email: Words::new(&email),
            password: Words::new(&password),
        };
        let enrolled = self.call::<Register>(&self.anonymous(), Call::body(registration)).await?;
        self.keep("Rose Field", Role::Resident, &[], (email, password), &enrolled);
        Ok(enrolled.person_id)
    }

    async fn invite(
        &mut self,
        by: &CallContext,
        name: &str,
        word: &str,
        new: NewInvitation,
    ) -> Result<PersonId> {
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
        self.keep(name, role, &scopes, (email, password), &enrolled);
        Ok(enrolled.person_id)
    }
}
