//! Floor 2a: the crisis rules and the fixed lines, pure and without I/O.
