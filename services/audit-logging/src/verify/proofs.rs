//! What a person checks at home: that a record is in the log a signed head speaks of, and that one head's log is
//! the beginning of another's. Needs the record, the proof, the checkpoints and the public key alone.

use audit_logging_api::{AuditRecord, ConsistencyProof, InclusionProof};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use vault::PublicKey;

use crate::checkpoint::{Head, Note};
use crate::merkle::{Hash, leaf_of, verify_consistency, verify_inclusion};
use crate::store::{from_hex, is_the_same};

/// Whether a record, with every one of its fields, is in the log that this checkpoint was signed over.
pub fn proves_inclusion(
    record: &AuditRecord,
    proof: &InclusionProof,
    checkpoint: &str,
    verifier_key: &str,
) -> bool {
    let Some(head) = head(checkpoint, verifier_key) else { return false };
    let (Some(hashes), Some(commitment)) = (hashes(&proof.hashes), from_hex::<32>(&record.integrity_hash))
    else {
        return false;
    };
    is_the_same(&record.event, record)
        && proof.index == record.sequence
        && proof.size == head.size
        && verify_inclusion(&leaf_of(&commitment), proof.index, head.size, &hashes, &head.root)
}

/// Whether the log of the older checkpoint is the beginning of that of the newer.
pub fn proves_consistency(proof: &ConsistencyProof, older: &str, newer: &str, verifier_key: &str) -> bool {
    let (Some(older), Some(newer)) = (head(older, verifier_key), head(newer, verifier_key)) else {
        return false;
    };
    let Some(hashes) = hashes(&proof.hashes) else { return false };
    verify_consistency((older.size, &older.root), (newer.size, &newer.root), &hashes)
}

fn head(checkpoint: &str, verifier_key: &str) -> Option<Head> {
    let key = PublicKey::from_text(verifier_key)?;
    Note::parse(checkpoint).filter(|note| note.verify(&key)).map(|note| note.head)
}

fn hashes(texts: &[String]) -> Option<Vec<Hash>> {
    texts.iter().map(|text| STANDARD.decode(text).ok()?.try_into().ok()).collect()
}
