//! Floor 2a: Cedar policies and schema, evaluated in process.
