//! How far reading or writing a pack has come.

use std::ops::ControlFlow;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The file is copied to this laptop.
    Copying,
    /// It is decrypted.
    Decrypting,
    /// Everything in it is looked at.
    Checking,
    /// What was written is read back.
    ReadingBack,
}

/// How far a stage has come, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Bytes done.
    pub done: u64,
    /// Bytes in all.
    pub total: u64,
}

/// Hears how far it has come; breaking stops it, and it ends with [`super::PackError::Cancelled`].
pub type Report<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;
