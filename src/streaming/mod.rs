//! Streaming: what happens, sent to apps as it happens, over a WebSocket or as server-sent events.
//!
//! One station in each process hears what happened, reads once what those who listen need to know of it, and hands it to
//! them. A listener that cannot keep up is let go, and reads its timelines again. A token that does not hold any more ends
//! what it opened at once.

pub mod api;
mod channel;
mod station;
#[cfg(test)]
mod tests;

pub use channel::Channel;
pub use station::Station;
