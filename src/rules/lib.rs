//! The rules of a chapter as plain functions of plain values.
//!
//! Nothing in here asks for the time, for chance, for a database or for the network: whoever holds the same values
//! comes to the same answer. `no_std` lets the compiler hold that promise.
#![no_std]

extern crate alloc;

pub mod audience;
pub mod joining;
pub mod moderation;
pub mod notices;
pub mod policy;
pub mod roles;
