//! Tests only: actors, conditions, fake peers, databases of their own. Knows no service.
