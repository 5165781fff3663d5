//! The console before a gateway that only remembers: what goes to it, and what comes back to a browser.

mod browsing;
mod guards;
mod handing_over;
mod keeping;
mod refreshing;
mod said;
mod signing_in;
mod support;
mod talking;
mod visiting;
