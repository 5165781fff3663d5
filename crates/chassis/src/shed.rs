//! Load shedding by priority: when there is too much to do, what can wait waits first.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use api::Priority;

/// Counts what is in flight in a process. Clones count together.
#[derive(Clone, Debug)]
pub struct Shed {
    in_flight: Arc<AtomicUsize>,
    capacity: usize,
}

impl Shed {
    /// Lets in up to `capacity` requests of conversations; less for what can wait; crises always.
    pub fn new(capacity: usize) -> Self {
        Self { in_flight: Arc::default(), capacity }
    }

    /// Lets one request in, until the guard is dropped; `None` when its class must wait.
    pub fn admit(&self, priority: Priority) -> Option<Admitted> {
        let limit = match priority {
            Priority::Crisis => usize::MAX,
            Priority::Conversation => self.capacity,
            Priority::Background => self.capacity / 10 * 8,
            Priority::Analytics => self.capacity / 10 * 6,
        };
        let before = self.in_flight.fetch_add(1, Ordering::AcqRel);
        let admitted = Admitted(self.in_flight.clone());
        (before < limit).then_some(admitted)
    }
}

impl Default for Shed {
    fn default() -> Self {
        Self::new(1_000)
    }
}

/// One request in flight.
#[derive(Debug)]
pub struct Admitted(Arc<AtomicUsize>);

impl Drop for Admitted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crisis_is_let_in_when_nothing_else_is() {
        let shed = Shed::new(10);
        let held: Vec<_> = (0..6).map(|_| shed.admit(Priority::Analytics).expect("room")).collect();
        assert!(shed.admit(Priority::Analytics).is_none());
        let more: Vec<_> = (0..2).map(|_| shed.admit(Priority::Background).expect("room")).collect();
        assert!(shed.admit(Priority::Background).is_none());
        let full: Vec<_> = (0..2).map(|_| shed.admit(Priority::Conversation).expect("room")).collect();
        assert!(shed.admit(Priority::Conversation).is_none());
        assert!(shed.admit(Priority::Crisis).is_some());
        drop((held, more, full));
        assert!(shed.admit(Priority::Analytics).is_some(), "room again");
    }
}
