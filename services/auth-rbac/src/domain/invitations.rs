//! Invitations: made, withdrawn, accepted; and what an accepted one promised, entered where it belongs.

use api::{Call, CallContext, Principal, Problem, Role, Words};
use audit_trail::{EventBuilder, Word};
use auth_rbac_api::{Accept, Enrolled, Invitation, InvitationsQuery, NewInvitation, OpenInvitation};
use kernel::{Cursor, ErrorKind, InvitationId, Page, PersonId};
use relationship_management_api::{Assign, Assignment, CreateRelation, NewRelation, codes};

use super::accounts::Candidate;
use super::limits::INVITATION;
use super::secrets::{new_token, token_digest};
use super::{Domain, Refused};
use crate::store::{Connection, InvitationRow};

/// What one look enters of what waits.
const AT_ONCE: i64 = 20;

impl Domain {
    /// An admin invites into any role; care staff and residents invite family of a resident.
    pub(crate) async fn invite(
        &self,
        context: &CallContext,
        by: &Principal,
        new: NewInvitation,
    ) -> Result<Invitation, Refused> {
        let family = new.role == Role::FamilyMember;
        // Whoever has somebody's open session gives nobody a way in that outlasts it.
        if by.role == Role::Admin && !by.is_proven(self.sources.now()) {
            return Err(Refused::StepUp);
        }
        let patient = match by.role {
            Role::Admin => new.patient_id,
            Role::Resident if family => Some(by.person),
            Role::CareStaff if family => new.patient_id,
            _ => return Err(Refused::Forbidden),
        };
        if matches!(new.role, Role::System | Role::Resident) {
            return Err(Refused::Field("role", "is not one to invite into"));
        }
        if family != (patient.is_some() && new.relation.is_some()) && family {
            return Err(Refused::Field("patient_id", "and relation are needed for family"));
        }
        if let Some(patient) = patient {
            let row = self.store.person(patient).await?.ok_or(Refused::NotFound)?;
            let here = row.organization == by.organization && row.role == Role::Resident;
            if !here || by.role == Role::CareStaff && !self.looks_after(context, by, patient).await? {
                return Err(Refused::NotFound);
            }
        }
        let token = new_token(&self.sources);
        let now = self.sources.now();
        let row = InvitationRow {
            invitation: self.sources.id(),
            organization: by.organization,
            role: new.role,
            scopes: if by.role == Role::Admin && !family { new.scopes } else { Vec::new() },
            patient,
            relation: new.relation,
            unit: new.unit_id,
            invited_by: by.person,
            expires_at: now.plus(INVITATION),
            accepted: false,
        };
        let event = about(self.event_by(context, by, "invite"), &row);
        self.store.invite(&row, token_digest(&token), now, event.into()).await?;
        Ok(Invitation { invitation_id: row.invitation, token: Words::new(token), expires_at: row.expires_at })
    }

    /// Withdraws an invitation: one's own, as an admin one of the organisation, or one for a relative of one's own or of a resident
    /// whom one looks after, so that a sheet that is lost is void also when whoever made it is off.
    pub(crate) async fn withdraw(
        &self,
        context: &CallContext,
        by: &Principal,
        invitation: InvitationId,
    ) -> Result<(), Refused> {
        let row = self.store.invitation_by_id(invitation).await?.ok_or(Refused::NotFound)?;
        let own = row.invited_by == by.person || row.patient == Some(by.person);
        let may = row.organization == by.organization
            && match row.patient {
                _ if own || by.role == Role::Admin => true,
                Some(patient) if by.role == Role::CareStaff => self.looks_after(context, by, patient).await?,
                _ => false,
            };
        let event = about(self.event_by(context, by, "withdraw_invitation"), &row);
        let now = self.sources.now();
        let withdrawn = may && self.store.withdraw(invitation, now, event.into()).await?;
        if withdrawn { Ok(()) } else { Err(Refused::NotFound) }
    }

    /// The invitations that are open, of those whom the caller may know to be invited.
    pub(crate) async fn open_invitations(
        &self,
        context: &CallContext,
        by: &Principal,
        query: &InvitationsQuery,
    ) -> Result<Page<OpenInvitation>, Refused> {
        let patient = match by.role {
            Role::Admin => None,
            Role::Resident => Some(by.person),
            _ => {
                let patient = query.patient_id.ok_or(Refused::Field("patient_id", "is needed"))?;
                let row = self.store.person(patient).await?.ok_or(Refused::NotFound)?;
                if row.organization != by.organization || !self.looks_after(context, by, patient).await? {
                    return Err(Refused::NotFound);
                }
                Some(patient)
            }
        };
        let after = query.after.as_ref().map(|cursor| cursor.place().parse::<InvitationId>());
        let after = after.transpose().map_err(|_| Refused::Field("after", "is no cursor of this list"))?;
        let (limit, now) = (query.limit.unwrap_or_default(), self.sources.now());
        if let Some(patient) = patient.filter(|patient| *patient != by.person) {
            let event = self.event_by(context, by, "list_invitations").concerning(patient);
            self.store.trail().read(event).await?;
        }
        let rows = self.store.open_invitations(by.organization, patient, after, limit.get() + 1, now).await?;
        Ok(Page::from_rows(rows, limit, |last| Cursor::new(last.invitation_id)))
    }

    /// Uses an invitation for the account that a relative has. Its relation waits for the same word as that of a new account.
    pub(crate) async fn join(
        &self,
        context: &CallContext,
        by: &Principal,
        token: &Words,
    ) -> Result<(), Refused> {
        let found = self.store.invitation(token_digest(token.expose())).await?;
        let row = found.ok_or(Refused::Invitation)?;
        let here = row.organization == by.organization && row.role == by.role;
        if !here || row.accepted || row.expires_at <= self.sources.now() {
            return Err(Refused::Invitation);
        }
        let connection = promised(by.person, &row).ok_or(Refused::Invitation)?;
        // One promise at a time: what the one before promised is entered first, also one that was made at this moment.
        loop {
            if let Some(waiting) = self.store.connection(by.person).await? {
                self.connect(context, &waiting).await?;
            }
            let event = about(self.event_by(context, by, "join_invitation"), &row);
            if self.store.join(row.invitation, &connection, self.sources.now(), event.into()).await? {
                break;
            }
        }
        if let Err(error) = self.connect(context, &connection).await {
            tracing::warn!(error = %error, "what an invitation promised is entered later");
        }
        Ok(())
    }

    /// Accepts an invitation. The person is a member before the account stands, or nothing stands; the relation
    /// and the unit are kept with the account and entered from there, at once or as soon as can be: the one who
    /// accepts has their second factor either way.
    pub(crate) async fn accept(&self, context: &CallContext, accept: Accept) -> Result<Enrolled, Refused> {
        let found = self.store.invitation(token_digest(accept.token.expose())).await?;
        let row = found.ok_or(Refused::Invitation)?;
        if row.accepted || row.expires_at <= self.sources.now() {
            return Err(Refused::Invitation);
        }
        let candidate = Candidate { name: &accept.name, email: &accept.email, password: &accept.password };
        let (person, enrolled) = self.prepare(row.organization, row.role, &row.scopes, &candidate).await?;
        let event = self
            .account_event("accept")
            .user(person.person)
            .role(row.role)
            .organization(row.organization)
            .resource_id(row.invitation)
            .request(context.request_id);
        let connection = promised(person.person, &row);
        self.enter(context, &person).await?;
        let now = self.sources.now();
        self.store.accept(row.invitation, person, connection.as_ref(), now, event.into()).await?;
        if let Some(connection) = connection
            && let Err(error) = self.connect(context, &connection).await
        {
            tracing::warn!(error = %error, "what an invitation promised is entered later");
        }
        Ok(enrolled)
    }

    /// Enters what waits, the longest waiting first, until a peer does not do its part.
    pub(super) async fn connect_waiting(&self) -> Result<(), Refused> {
        for connection in self.store.connections(AT_ONCE).await? {
            let context = CallContext::background(self.sources.id());
            if let Err(error) = self.connect(&context, &connection).await {
                // Behind the others, so that one that never can does not stand in their way.
                self.store.connect_later(connection.person, self.sources.now()).await?;
                return Err(error);
            }
        }
        Ok(())
    }

    /// Enters the relation and the unit that an invitation promised. What is refused for good is let go of, and
    /// leaves an event; twice is as good as once.
    async fn connect(&self, context: &CallContext, connection: &Connection) -> Result<(), Refused> {
        let context = context.clone().as_service();
        let mut refused = None;
        if let Some((patient_id, kind)) = connection.relation {
            let (person_id, invited_by) = (connection.person, Some(connection.invited_by));
            let relation = NewRelation { patient_id, person_id, kind, expires_at: None, invited_by };
            let made = self.relations.call(&context, Call::<CreateRelation>::body(relation)).await;
            refused = settled(made.map(|_| ()))?;
        }
        if let Some(unit_id) = connection.unit {
            let (person_id, role) = (connection.person, connection.role);
            let assignment = Assignment { person_id, role, unit_id, until: None };
            let made = self.relations.call(&context, Call::<Assign>::body(assignment)).await;
            refused = settled(made.map(|_| ()))?.or(refused);
        }
        let event = refused.map(|()| {
            let event = self.account_event("connect").user(connection.person).role(connection.role);
            event.concerning(connection.person).failed(Word::new("refused")).into()
        });
        self.store.connected(connection, event).await
    }
}

/// What is noted of an invitation: of one for a relative it stands in the resident's own record.
fn about(event: EventBuilder, row: &InvitationRow) -> EventBuilder {
    let event = event.resource_id(row.invitation);
    match row.patient {
        Some(patient) => event.concerning(patient),
        None => event,
    }
}

/// What an invitation promises whoever accepts it.
fn promised(person: PersonId, row: &InvitationRow) -> Option<Connection> {
    let relation = row.patient.zip(row.relation);
    (relation.is_some() || row.unit.is_some()).then_some(Connection {
        person,
        role: row.role,
        relation,
        unit: row.unit,
        invited_by: row.invited_by,
    })
}

/// Nothing when it is done, also before; something when it never will be; an error when it may be later.
fn settled(made: Result<(), Problem>) -> Result<Option<()>, Refused> {
    match made {
        Ok(()) => Ok(None),
        Err(problem) if problem.is(codes::DUPLICATE) => Ok(None),
        Err(problem) => match ErrorKind::from_status(problem.status) {
            ErrorKind::Invalid | ErrorKind::Forbidden | ErrorKind::NotFound | ErrorKind::Conflict => {
                Ok(Some(()))
            }
            _ => Err(Refused::Peer(problem)),
        },
    }
}
