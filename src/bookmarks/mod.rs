//! Bookmarks: posts a member wants to find again. Nobody else learns of it.

pub mod api;
mod store;
#[cfg(test)]
mod tests;

pub use store::bookmarked_among;
