//! The steward's desk: how the node is, and what needs a hand. It shows what others know; what is decided here is decided
//! by their verbs.

pub mod disk;
pub mod doctor;
mod overview;
pub mod web;

pub use overview::{Hand, Overview, overview};

#[cfg(test)]
mod tests;
