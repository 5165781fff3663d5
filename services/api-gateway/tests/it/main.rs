//! The gateway through its public and its internal port, before services that only remember what reached them.

mod edge;
mod health;
mod limits;
mod protocol;
mod refusals;
mod registration;
mod silence;
mod support;
