//! The pages: each asks the platform for what it shows, and says so when it cannot have it.

pub(crate) mod about;
pub(crate) mod assets;
pub(crate) mod consents;
pub(crate) mod day;
pub(crate) mod display;
pub(crate) mod docs;
pub(crate) mod family;
pub(crate) mod feed;
pub(crate) mod gallery;
pub(crate) mod handover;
pub(crate) mod help;
pub(crate) mod memories;
pub(crate) mod problem;
pub(crate) mod profile;
pub(crate) mod reading;
pub(crate) mod record;
pub(crate) mod residents;
pub(crate) mod said;
pub(crate) mod sign_in;
pub(crate) mod staff;
pub(crate) mod tablets;
pub(crate) mod talk;
pub(crate) mod talks;
pub(crate) mod turn;
pub(crate) mod week;
pub(crate) mod work;
