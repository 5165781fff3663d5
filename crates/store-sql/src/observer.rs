//! Who counts statements, if anybody does: the process, once, for all its stores.

use std::sync::OnceLock;

type Count = Box<dyn Fn(&'static str, &'static str) + Send + Sync>;

static COUNT: OnceLock<Count> = OnceLock::new();

/// From now on every statement of this process is told with the service whose data it is about, and whether it
/// `read`s or belongs to a transaction that may `write`. Whether this was the first call; a second one changes
/// nothing.
pub fn observe(count: impl Fn(&'static str, &'static str) + Send + Sync + 'static) -> bool {
    COUNT.set(Box::new(count)).is_ok()
}

pub(crate) fn tell(service: &'static str, kind: &'static str) {
    if let Some(count) = COUNT.get() {
        count(service, kind);
    }
}
