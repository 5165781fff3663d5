//! What every line must hold to.
