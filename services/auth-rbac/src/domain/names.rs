//! What people may be called to each other. Who works in the house is known to everybody there; a resident's name is
//! health information, decided and noted one by one; a relative's is known to the resident whose they are.

use api::{Action, Call, CallContext, Category, Principal, Purpose, Role, Words};
use auth_rbac_api::{MyResident, NAMES_MAX, Named, Names, ResidentsQuery};
use consent_api::EdgeKind;
use decision::{Actor, Ask};
use kernel::{Cursor, Page, PersonId};
use relationship_management_api::{EdgesQuery, FindEdges, MyCharges};

use super::residents::{names, names_whole};
use super::{Domain, Refused};
use crate::store::PersonRow;

impl Domain {
    /// The names of some people, as far as the caller may know them.
    pub(crate) async fn name_people(
        &self,
        context: &CallContext,
        by: &Principal,
        ids: &[PersonId],
    ) -> Result<Names, Refused> {
        if ids.len() > NAMES_MAX {
            return Err(Refused::TooMany);
        }
        let (mut people, mut residents) = (Vec::new(), Vec::new());
        for id in ids {
            let Some(row) = self.store.person(*id).await? else { continue };
            if row.organization != by.organization {
                continue;
            }
            let shown = match row.role {
                _ if row.person == by.person => true,
                Role::CareStaff | Role::HealthProvider | Role::Admin => true,
                Role::FamilyMember => self.is_relative_of(context, by, &row).await?,
                Role::Resident => {
                    residents.push(row);
                    continue;
                }
                Role::System => false,
            };
            if shown {
                people.push(self.named(&row, true).await?);
            }
        }
        for (row, whole) in self.residents_shown(context, by, residents).await? {
            people.push(self.named(&row, whole).await?);
        }
        Ok(Names { people })
    }

    /// The residents whom the caller answers for or is related to, in the order of their ids.
    pub(crate) async fn my_residents(
        &self,
        context: &CallContext,
        by: &Principal,
        query: &ResidentsQuery,
    ) -> Result<Page<MyResident>, Refused> {
        let charges =
            self.relations.call(context, Call::<MyCharges>::default()).await.map_err(Refused::Peer)?;
        let limit = query.limit.unwrap_or_default();
        let after: Option<PersonId> = query.after.as_ref().and_then(|cursor| cursor.place().parse().ok());
        let mut rest: Vec<_> = charges
            .charges
            .into_iter()
            .filter(|charge| after.is_none_or(|id| charge.person_id > id))
            .collect();
        rest.sort_by_key(|charge| charge.person_id);
        let more = rest.len() > limit.get();
        rest.truncate(limit.get());
        let next = rest.last().filter(|_| more).map(|last| Cursor::new(last.person_id));
        let mut rows = Vec::with_capacity(rest.len());
        for charge in &rest {
            let row = self.store.person(charge.person_id).await?;
            rows.extend(row.filter(|row| row.organization == by.organization && !row.disabled));
        }
        let mut items = Vec::with_capacity(rows.len());
        for (row, whole) in self.residents_shown(context, by, rows).await? {
            let Some(charge) = rest.iter().find(|charge| charge.person_id == row.person) else { continue };
            items.push(MyResident {
                person_id: row.person,
                name: self.named(&row, whole).await?.name,
                unit_id: charge.unit_id,
                on_duty: charge.on_duty,
            });
        }
        Ok(Page { items, next })
    }

    /// Of these residents, those whose name the caller may know, and whether all of it. Each leaves its event.
    async fn residents_shown(
        &self,
        context: &CallContext,
        by: &Principal,
        rows: Vec<PersonRow>,
    ) -> Result<Vec<(PersonRow, bool)>, Refused> {
        let purpose = match by.role {
            Role::Admin => Purpose::Operations,
            Role::FamilyMember => Purpose::Family,
            Role::Resident => Purpose::Patient,
            Role::CareStaff | Role::HealthProvider | Role::System => Purpose::Treatment,
        };
        let (own, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.person == by.person);
        let asks: Vec<Ask<'_>> = others
            .iter()
            .map(|row| Ask {
                actor: Actor::Person(by),
                patient: row.person,
                action: Action::Read,
                category: Category::Demographics,
                purpose,
                edges: Vec::new(),
                author: None,
                recorded_at: None,
            })
            .collect();
        let mut decisions = Vec::with_capacity(asks.len());
        for some in asks.chunks(decision::ASKS_MAX) {
            decisions.extend(self.decider.decide_all(context, some).await?);
        }
        drop(asks);
        let mut shown: Vec<(PersonRow, bool)> = own.into_iter().map(|row| (row, true)).collect();
        for (row, decision) in others.into_iter().zip(decisions) {
            let named = decision.permit && names(&decision);
            self.note_name(context, by, &row, &decision, named).await?;
            if named {
                let whole = names_whole(&decision);
                shown.push((row, whole));
            }
        }
        Ok(shown)
    }

    /// Whether somebody is a relative of the resident who asks, or stands in for them.
    async fn is_relative_of(
        &self,
        context: &CallContext,
        by: &Principal,
        row: &PersonRow,
    ) -> Result<bool, Refused> {
        if by.role != Role::Resident {
            return Ok(false);
        }
        let query = EdgesQuery {
            actor: row.person,
            role: row.role,
            organization: row.organization,
            patient: by.person,
        };
        let call = Call::<FindEdges>::body(query);
        let found = self.relations.call(&context.clone().as_service(), call).await.map_err(Refused::Peer)?;
        let related = [EdgeKind::Family, EdgeKind::Representative];
        Ok(found.edges.iter().any(|edge| related.contains(&edge.kind)))
    }

    async fn named(&self, row: &PersonRow, whole: bool) -> Result<Named, Refused> {
        let name = self.profile(row).await?.name;
        let name = match whole {
            true => name,
            false => name.split_whitespace().next().unwrap_or_default().to_owned(),
        };
        Ok(Named { person_id: row.person, name: Words::new(name), role: row.role })
    }
}
