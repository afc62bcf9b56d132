//! Real nodes as processes of their own, talking to each other over HTTP.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod chaos;
mod cli;
mod crash;
mod decide;
mod network;
mod node;
mod postman;
mod stories;
