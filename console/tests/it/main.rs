//! The console before a gateway that only remembers: what goes to it, and what comes back to a browser.

mod accounts;
mod answering;
mod beside;
mod browsing;
mod calling;
mod correcting;
mod days;
mod drafting;
mod emergency;
mod going_on;
mod guards;
mod handing_over;
mod holding;
mod judging;
mod keeping;
mod proving;
mod questioning;
mod reading;
mod refreshing;
mod said;
mod signing_in;
mod staffing;
mod support;
mod talking;
mod treating;
mod visiting;
