//! The pages: each asks the platform for what it shows, and says so when it cannot have it.

pub(crate) mod about;
pub(crate) mod assets;
pub(crate) mod consents;
pub(crate) mod display;
pub(crate) mod help;
pub(crate) mod problem;
pub(crate) mod record;
pub(crate) mod sign_in;
pub(crate) mod talk;
pub(crate) mod turn;
