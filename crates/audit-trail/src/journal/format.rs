//! How the journal's slots and frames stand in the file.
//!
//! ```text
//! slot   magic (8), number (8), generation (8), delivered up to (8 a kind), check (16)
//! frame  check (16), generation (8), length (4), kind (1), zeros (3), sealed bytes, padded to 8
//! ```
//!
//! A frame's check is over its place and generation too, so that a frame that a crash tore, and one of an earlier
//! use of this place, are both no frames.

use aws_lc_rs::digest::{SHA256, digest};

use super::FrameKind;

pub(super) const MAGIC: [u8; 8] = *b"TAIJRNL1";
pub(super) const SLOT_BYTES: usize = 8 + 8 + 8 + 8 * FrameKind::ALL.len() + CHECK_BYTES;
pub(super) const SLOTS: [u64; 2] = [0, 2048];
pub(super) const FRAMES_START: u64 = 4096;
pub(super) const CHECK_BYTES: usize = 16;
pub(super) const FRAME_HEADER_BYTES: usize = 32;
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) number: u64,
    pub(super) generation: u64,
    /// For each kind, up to where its frames are delivered.
    pub(super) delivered: [u64; FrameKind::ALL.len()],
}

impl Slot {
    pub(super) const fn first() -> Self {
        Self { number: 1, generation: 1, delivered: [FRAMES_START; FrameKind::ALL.len()] }
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(SLOT_BYTES);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&self.number.to_le_bytes());
        bytes.extend_from_slice(&self.generation.to_le_bytes());
        for delivered in self.delivered {
            bytes.extend_from_slice(&delivered.to_le_bytes());
        }
        let check = check(&bytes);
        bytes.extend_from_slice(&check);
        bytes
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let (body, found) = bytes.split_at_checked(SLOT_BYTES - CHECK_BYTES)?;
        if found != check(body) || body[..8] != MAGIC {
            return None;
        }
        let mut numbers = body[8..].as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes));
        let (number, generation) = (numbers.next()?, numbers.next()?);
        let mut delivered = [0; FrameKind::ALL.len()];
        for place in &mut delivered {
            *place = numbers.next()?;
        }
        Some(Self { number, generation, delivered })
    }
}

pub(super) fn encode_frame(kind: FrameKind, sealed: &[u8], generation: u64, at: u64, out: &mut Vec<u8>) {
    let mut rest = [0; FRAME_HEADER_BYTES - CHECK_BYTES];
    rest[..8].copy_from_slice(&generation.to_le_bytes());
    let length = u32::try_from(sealed.len()).expect("a frame is far below 4 GiB");
    rest[8..12].copy_from_slice(&length.to_le_bytes());
    rest[12] = kind.number();
    let start = out.len();
    out.extend_from_slice(&frame_check(&rest, at, sealed));
    out.extend_from_slice(&rest);
    out.extend_from_slice(sealed);
    out.resize(start + usize::try_from(frame_bytes(sealed.len())).expect("small"), 0);
}

pub(super) fn frame_check(rest: &[u8], at: u64, sealed: &[u8]) -> [u8; CHECK_BYTES] {
    let mut bytes = Vec::with_capacity(rest.len() + 8 + sealed.len());
    bytes.extend_from_slice(&at.to_le_bytes());
    bytes.extend_from_slice(rest);
    bytes.extend_from_slice(sealed);
    check(&bytes)
}

pub(super) fn check(bytes: &[u8]) -> [u8; CHECK_BYTES] {
    digest(&SHA256, bytes).as_ref()[..CHECK_BYTES].try_into().expect("sixteen bytes")
}

pub(super) fn frame_bytes(sealed: usize) -> u64 {
    (FRAME_HEADER_BYTES + sealed).next_multiple_of(8) as u64
}
