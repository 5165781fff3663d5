//! Floor 2b: what the companion can say, loaded and checked at build.
