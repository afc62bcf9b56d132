//! How chapters decide together, each on its own node, with no server above them: signed objects, a log kept by one chapter,
//! and a recount by every other.
//!
//! Nothing in here asks for the time, for chance, for a database or for the network. The node carries these objects to and
//! fro; the simulation does the same with loss, delay, crashes and lies.

pub mod attestation;
pub mod bundle;
pub mod canon;
pub mod chain;
pub mod challenge;
pub mod chapter;
pub mod decision;
pub mod keeping;
pub mod log;
pub mod machine;
pub mod message;
pub mod object;
pub mod proof;
pub mod roll;
pub mod roster;
pub mod simulation;
pub mod verify;
