//! Finding people, tags and posts: by name, by handle, by address. With `resolve`, also what this node has not met yet.

pub mod api;
#[cfg(test)]
mod tests;
