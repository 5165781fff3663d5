//! Names, for those who may know them.
//!
//! Who works in a house is known in the house: a resident reads in their own record who saw it. That somebody is a
//! resident is not: it is decided for each of them, and noted. A relative is named to the resident whom they belong
//! to or who is asked whether they do, to the administrator of their account, and to nobody else here.

use std::collections::HashSet;

use api::{Action, Call, CallContext, Category, Principal, Purpose, Role, Words};
use auth_rbac_api::{
    Account, AccountsQuery, ChargesQuery, NAMED_MAX, Named, NamedCharge, Names, PersonState, Standing,
};
use decision::{Actor, Ask, Decision};
use kernel::{Cursor, ErrorKind, Page, PageLimit, PersonId};
use relationship_management_api::{
    EdgesQuery, FindEdges, FindRooms, ListMine, MyCharges, Paging, Relation, RelationState, RoomOf,
    RoomsQuery,
};

use super::limits::FAILURES_MAX;
use super::residents::names;
use super::{Domain, Refused};
use crate::store::PersonRow;

/// So many pages of a resident's relations are read at most: more than anybody has who lives in a house.
const RELATIONS_PAGES_MAX: usize = 5;

impl Domain {
    /// The residents whom the caller answers for.
    pub(crate) async fn charges(
        &self,
        context: &CallContext,
        by: &Principal,
        query: &ChargesQuery,
    ) -> Result<Page<NamedCharge>, Refused> {
        let found =
            self.relations.call(context, Call::<MyCharges>::default()).await.map_err(Refused::Peer)?;
        let mut charges = found.charges;
        charges.sort_unstable_by_key(|charge| charge.person_id);
        let after = query.after.as_ref().map(|cursor| cursor.place().parse::<PersonId>());
        let after = after.transpose().map_err(|_| Refused::Field("after", "is no cursor of this list"))?;
        let limit = query.limit.unwrap_or_default();
        let rest = charges.into_iter().filter(|charge| after.is_none_or(|after| charge.person_id > after));
        let page =
            Page::from_rows(rest.take(limit.get() + 1).collect(), limit, |last| Cursor::new(last.person_id));
        let mut items = Vec::with_capacity(page.items.len());
        for charge in page.items {
            let row = self.store.person(charge.person_id).await?;
            let row = row.filter(|row| row.organization == by.organization && row.role == Role::Resident);
            let Some(row) = row else { continue };
            let name = self.name_of_resident(context, by, &row).await?;
            let (person_id, unit_id, on_duty) = (charge.person_id, charge.unit_id, charge.on_duty);
            items.push(NamedCharge { person_id, name, unit_id, on_duty });
        }
        Ok(Page { items, next: page.next })
    }

    /// The accounts of the admin's organisation, but for those of residents.
    pub(crate) async fn accounts(
        &self,
        by: &Principal,
        query: &AccountsQuery,
    ) -> Result<Page<Account>, Refused> {
        let after = query.after.as_ref().map(|cursor| cursor.place().parse::<PersonId>());
        let after = after.transpose().map_err(|_| Refused::Field("after", "is no cursor of this list"))?;
        let limit = query.limit.unwrap_or_default();
        let rows = self.store.accounts(by.organization, after, limit.get() + 1).await?;
        let page = Page::from_rows(rows, limit, |last| Cursor::new(last.person));
        let mut items = Vec::with_capacity(page.items.len());
        for row in page.items {
            let Standing { state, stopped } = standing(&row);
            items.push(Account {
                person_id: row.person,
                role: row.role,
                name: self.whole_name(&row).await?,
                state,
                stopped,
            });
        }
        Ok(Page { items, next: page.next })
    }

    /// How the account of somebody stands whom the caller sees to.
    pub(crate) async fn standing(
        &self,
        context: &CallContext,
        by: &Principal,
        person: PersonId,
    ) -> Result<Standing, Refused> {
        let row = self.store.person(person).await?.ok_or(Refused::NotFound)?;
        let here =
            row.organization == by.organization && (by.role == Role::Admin || row.role == Role::Resident);
        if !here || !self.looks_after(context, by, person).await? {
            return Err(Refused::NotFound);
        }
        let mut event = self.event_by(context, by, "account_state");
        // That somebody is a resident is health information, and whoever asks about one is noted in their record.
        if row.role == Role::Resident {
            event = event.concerning(person);
        }
        self.store.trail().read(event).await?;
        Ok(standing(&row))
    }

    /// The names of some people, of those who may be named.
    pub(crate) async fn name_people(
        &self,
        context: &CallContext,
        by: &Principal,
        people: &[PersonId],
    ) -> Result<Names, Refused> {
        if people.len() > NAMED_MAX {
            return Err(Refused::Field("people", "names at most 100"));
        }
        let mut named = Names::default();
        // Whom the caller is asked about, read once for all of them.
        let mut asked: Option<HashSet<PersonId>> = None;
        for person in people {
            let Some(row) = self.store.person(*person).await? else { continue };
            if row.organization != by.organization {
                continue;
            }
            let name = match row.role {
                _ if row.person == by.person => Some(self.whole_name(&row).await?),
                Role::CareStaff | Role::HealthProvider | Role::Admin => Some(self.whole_name(&row).await?),
                Role::Resident => self.name_of_resident(context, by, &row).await?,
                // Whoever sees to their account knows whose it is.
                Role::FamilyMember if by.role == Role::Admin => Some(self.whole_name(&row).await?),
                Role::FamilyMember if self.belongs_to(context, &row, by, &mut asked).await? => {
                    Some(self.whole_name(&row).await?)
                }
                Role::FamilyMember | Role::System => None,
            };
            if let Some(name) = name {
                named.people.push(Named { person_id: row.person, name, role: row.role, room: None });
            }
        }
        if matches!(by.role, Role::CareStaff | Role::HealthProvider | Role::Admin) {
            self.add_rooms(context, &mut named).await;
        }
        Ok(named)
    }

    /// The rooms of residents whose names were told: where somebody lives is known to whoever may know who they are. A room
    /// that cannot be told is no reason to tell no name.
    async fn add_rooms(&self, context: &CallContext, named: &mut Names) {
        let residents = named.people.iter().filter(|one| one.role == Role::Resident);
        let people: Vec<PersonId> = residents.map(|one| one.person_id).collect();
        if people.is_empty() {
            return;
        }
        let call = Call::<FindRooms>::body(RoomsQuery { people });
        match self.relations.call(&context.clone().as_service(), call).await {
            Ok(found) => {
                for RoomOf { person_id, room } in found.rooms {
                    let whose = named.people.iter_mut().find(|one| one.person_id == person_id);
                    if let Some(one) = whose {
                        one.room = Some(room);
                    }
                }
            }
            Err(problem) => tracing::warn!(code = %problem.code, "rooms were not told"),
        }
    }

    /// A resident's name, if the caller may see who they are; noted either way.
    async fn name_of_resident(
        &self,
        context: &CallContext,
        by: &Principal,
        row: &PersonRow,
    ) -> Result<Option<Words>, Refused> {
        // What was given to a relative comes first; beside it a representative is told what is the resident's own.
        let purposes: &[Purpose] = match by.role {
            Role::FamilyMember => &[Purpose::Family, Purpose::Patient],
            Role::Resident => &[Purpose::Patient],
            Role::CareStaff | Role::HealthProvider => &[Purpose::Treatment],
            Role::Admin | Role::System => &[Purpose::Operations],
        };
        let ask = |purpose: &Purpose| Ask {
            actor: Actor::Person(by),
            patient: row.person,
            action: Action::Read,
            category: Category::Demographics,
            purpose: *purpose,
            edges: Vec::new(),
            author: None,
            recorded_at: None,
        };
        let asks: Vec<Ask<'_>> = purposes.iter().map(ask).collect();
        let decisions = self.decider.decide_all(context, &asks).await?;
        let shows = |decision: &&Decision| decision.permit && names(decision);
        let shown = decisions.iter().find(shows);
        // Where nothing shows it, the first refusal is the one that is noted: a relative was refused as a relative.
        if let Some(decision) = shown.or(decisions.first()) {
            self.note_name(context, by, row, decision, shown.is_some()).await?;
        }
        if shown.is_some() { Ok(Some(self.whole_name(row).await?)) } else { Ok(None) }
    }

    async fn whole_name(&self, row: &PersonRow) -> Result<Words, Refused> {
        Ok(Words::new(self.profile(row).await?.name))
    }

    /// Whether somebody is a relative of the caller, who is a resident.
    async fn belongs_to(
        &self,
        context: &CallContext,
        relative: &PersonRow,
        by: &Principal,
        asked: &mut Option<HashSet<PersonId>>,
    ) -> Result<bool, Refused> {
        if by.role != Role::Resident {
            return Ok(false);
        }
        let query = EdgesQuery {
            actor: relative.person,
            role: relative.role,
            organization: relative.organization,
            patient: by.person,
        };
        let call = Call::<FindEdges>::body(query);
        match self.relations.call(&context.clone().as_service(), call).await {
            Ok(found) if !found.edges.is_empty() => Ok(true),
            Ok(_) => {
                if asked.is_none() {
                    *asked = Some(self.asked_about(context, by).await?);
                }
                Ok(asked.as_ref().is_some_and(|asked| asked.contains(&relative.person)))
            }
            Err(problem) if problem.error_kind() == ErrorKind::NotFound => Ok(false),
            Err(problem) => Err(Refused::Peer(problem)),
        }
    }

    /// Whom the caller, a resident, is asked about: nobody can answer for a stranger without a name.
    async fn asked_about(&self, context: &CallContext, by: &Principal) -> Result<HashSet<PersonId>, Refused> {
        let (mut asked, mut after) = (HashSet::new(), None);
        for _ in 0..RELATIONS_PAGES_MAX {
            let paging = Paging { after, limit: Some(PageLimit::of(100)) };
            let found = match self.relations.call(context, Call::<ListMine>::query(paging)).await {
                Ok(found) => found,
                Err(problem) if problem.error_kind() == ErrorKind::NotFound => break,
                Err(problem) => return Err(Refused::Peer(problem)),
            };
            let waiting =
                |one: &&Relation| one.patient_id == by.person && one.state == RelationState::Pending;
            asked.extend(found.items.iter().filter(waiting).map(|one| one.person_id));
            after = found.next;
            if after.is_none() {
                break;
            }
        }
        Ok(asked)
    }
}

fn standing(row: &PersonRow) -> Standing {
    let state = if row.disabled { PersonState::Disabled } else { PersonState::Active };
    Standing { state, stopped: row.failures >= FAILURES_MAX }
}
