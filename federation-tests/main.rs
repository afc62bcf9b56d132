//! Real nodes as processes of their own, talking to each other over HTTP.

mod cli;
mod crash;
mod node;
mod stories;
