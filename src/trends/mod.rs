//! Trends: what is much talked about here in these days, by this node's own data.
//!
//! Nobody's view is made up of what they do: everybody sees the same.

pub mod api;
mod store;
#[cfg(test)]
mod tests;
