//! The weights that ship, and the making of others.
