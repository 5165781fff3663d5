//! Floor 2a: SQLite and PostgreSQL through one layer.
