//! The service as its callers meet it, on each engine: through its routes, under all layers, with real tokens.
//!
//! PostgreSQL is used when `TEST_POSTGRES_URL` names a server; CI fails without it.

mod it {
    mod consents;
    mod exchange;
    mod house;
    mod inference;
    mod representatives;
    mod restrictions;
}
