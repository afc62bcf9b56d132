//! The rules of a chapter as plain functions of plain values.
//!
//! Nothing in here asks for the time, for chance, for a database or for the network: whoever holds the same values
//! comes to the same answer. `no_std` lets the compiler hold that promise.
#![no_std]

extern crate alloc;

pub mod advice;
pub mod agreements;
pub mod audience;
pub mod autonomy;
pub mod ballot;
pub mod by_laws;
pub mod consent;
pub mod credential;
pub mod delegation;
pub mod joining;
pub mod moderation;
pub mod notices;
pub mod policy;
pub mod proposal;
pub mod roles;
pub mod roll;
pub mod schulze;
pub mod tally;
pub mod three_connectors;
