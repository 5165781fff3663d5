//! Floor 2b: envelope encryption with one data key per patient, key providers and crypto-shredding.
