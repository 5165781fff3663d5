//! Names for the ids on a page, as far as whoever looks may know them.

use std::collections::{BTreeSet, HashMap};

use api::{Call, Role};
use auth_rbac_api::{NAMED_MAX, NamePeople, NamesQuery};
use kernel::PersonId;

use crate::visit::Visit;
use crate::words::{Lang, room, shell, terms};

/// Who is who on a page.
pub(crate) struct People {
    names: HashMap<PersonId, String>,
    roles: HashMap<PersonId, Role>,
    /// Of residents, for staff.
    rooms: HashMap<PersonId, String>,
    lang: Lang,
}

impl People {
    /// Asks for the names of some people. Whoever is not named has no name on the page: a name is never worth an
    /// error.
    pub(crate) async fn of(visit: &Visit, people: impl IntoIterator<Item = PersonId>) -> Self {
        let ids: BTreeSet<PersonId> =
            people.into_iter().filter(|person| *person != PersonId::SYSTEM).collect();
        let ids: Vec<PersonId> = ids.into_iter().collect();
        let (mut names, mut rooms, mut roles) = (HashMap::new(), HashMap::new(), HashMap::new());
        for some in ids.chunks(NAMED_MAX) {
            let call = Call::<NamePeople>::body(NamesQuery { people: some.to_vec() });
            match visit.call(call).await {
                Ok(found) => {
                    for one in found.people {
                        rooms.extend(one.room.map(|room| (one.person_id, room.into_exposed())));
                        roles.insert(one.person_id, one.role);
                        names.insert(one.person_id, one.name.into_exposed());
                    }
                }
                Err(problem) => tracing::warn!(code = %problem.code, "names were not told"),
            }
        }
        Self { names, roles, rooms, lang: visit.language }
    }

    /// A person's name, or that there is none to show.
    pub(crate) fn name(&self, person: PersonId) -> &str {
        if person == PersonId::SYSTEM {
            return shell::the_system(self.lang);
        }
        self.names.get(&person).map_or_else(|| shell::somebody(self.lang), String::as_str)
    }

    /// In which role somebody is here, if they are named.
    pub(crate) fn role(&self, person: PersonId) -> Option<Role> {
        self.roles.get(&person).copied()
    }

    /// The room a resident lives in, as staff say it.
    pub(crate) fn room(&self, person: PersonId) -> Option<&str> {
        self.rooms.get(&person).map(String::as_str)
    }

    /// Where a resident lives, as far as it is known: the unit, and the room on it.
    pub(crate) fn home(&self, person: PersonId, unit: Option<String>) -> Option<String> {
        let room = self.room(person).map(|room| room::named(self.lang, room));
        match (unit, room) {
            (Some(unit), Some(room)) => Some(format!("{unit}, {room}")),
            (unit, room) => unit.or(room),
        }
    }

    /// A person's name and role: `Noor Haddad, care staff`.
    pub(crate) fn with_role(&self, person: PersonId, role: Option<Role>) -> String {
        match role {
            Some(role) if person != PersonId::SYSTEM => {
                format!("{}, {}", self.name(person), terms::role(self.lang, role))
            }
            _ => self.name(person).to_owned(),
        }
    }
}
