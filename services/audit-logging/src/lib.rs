//! The audit-logging service.

mod checkpoint;
mod head_file;
mod merkle;
mod tiles;
