//! Endorsements: people a member shows on their profile because they think well of them.

pub mod api;
mod store;
#[cfg(test)]
mod tests;

pub use store::among;
